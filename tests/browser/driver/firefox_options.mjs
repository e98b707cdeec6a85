// What Firefox is started with: preferences.

/** Extension origins are fixed, so that tests can name them. */
export const UUID = "3f0c2f52-6d4b-4f0e-9a53-1c1d6b1f7a10";

/**
 * 2 refuses every cookie; 1 those of other sites and their storage, as the setting "all cross-site
 * cookies" does. The default, and "strict", is 5: other sites get partitions of their own.
 */
const COOKIES = { allowed: 0, blocked: 2, "third-party-blocked": 1 };

/**
 * @param {import("./index.mjs").LaunchOptions} options
 * @param {string | undefined} extensionId
 */
export function preferences(options, extensionId) {
  const { proxyPort, cookies, colorScheme, touch, locale, prefs } = options;
  return {
    ...(proxyPort && {
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": proxyPort,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": proxyPort,
    }),
    ...(cookies && {
      "network.cookie.cookieBehavior": COOKIES[cookies],
      "network.cookie.cookieBehavior.pbmode": COOKIES[cookies],
    }),
    ...(colorScheme && {
      "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
      "ui.systemUsesDarkTheme": colorScheme === "dark" ? 1 : 0,
    }),
    ...(touch && { "dom.w3c_touch_events.enabled": 1 }),
    ...(locale && { "intl.accept_languages": locale, "intl.locale.requested": locale }),
    ...(extensionId && {
      "extensions.webextensions.uuids": JSON.stringify({ [extensionId]: UUID }),
    }),
    // No connections of the browser's own. The remote agent sets many more of these.
    "network.http.speculative-parallel-limit": 0,
    "network.dns.disablePrefetch": true,
    "network.prefetch-next": false,
    "network.trr.mode": 5,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.safebrowsing.update.enabled": false,
    "app.normandy.enabled": false,
    "toolkit.telemetry.enabled": false,
    "toolkit.telemetry.server": "",
    "services.settings.server": "data:,#none/v1",
    "media.gmp-manager.updateEnabled": false,
    "extensions.systemAddon.update.enabled": false,
    "ui.useOverlayScrollbars": 1, // no width of their own, as in headless Chromium
    "browser.newtabpage.enabled": false,
    "browser.startup.page": 0,
    "dom.security.https_first": false,
    "xpinstall.signatures.required": false, // for `permanent`
    "extensions.background.idle.timeout": 600_000, // only stopBackground stops it, as in Chromium
    ...prefs,
  };
}
