// What Chromium is started with: command line and profile preferences.

const COMMON_FLAGS = [
  "--remote-debugging-pipe",
  "--enable-unsafe-extension-debugging",
  "--no-sandbox", // root has no other way
  "--no-first-run",
  "--no-default-browser-check",
  "--password-store=basic",
  "--use-mock-keychain",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--hide-scrollbars",
  // No connections of the browser's own.
  "--disable-background-networking",
  "--disable-component-update",
  // Two requests remain; a closed local port refuses them.
  "--component-updater=url-source=http://127.0.0.1:9/",
  "--gaia-url=https://127.0.0.1:9",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-quic",
  "--disable-search-engine-choice-screen",
  "--metrics-recording-only",
  "--no-pings",
  // Pages in the background must go on as usual: a test may look at two of them in turn.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-features=Translate,OptimizationHints,MediaRouter,NetworkTimeServiceQuerying,AutofillServerCommunication",
];

/**
 * @param {import("./index.mjs").LaunchOptions} options
 * @param {string} profile
 * @param {boolean} again with the tabs that were open
 */
export function commandLine(options, profile, again) {
  const { proxyPort, spki, colorScheme, size = [1280, 800], headless = true, locale } = options;
  return [
    ...COMMON_FLAGS,
    `--user-data-dir=${profile}`,
    `--window-size=${size.join(",")}`,
    ...(headless ? ["--headless=new"] : []),
    ...(proxyPort ? [`--proxy-server=127.0.0.1:${proxyPort}`] : []),
    ...(spki ? [`--ignore-certificate-errors-spki-list=${spki}`] : []),
    ...(colorScheme === "dark" ? ["--force-dark-mode"] : []),
    ...(locale ? [`--lang=${locale}`, `--accept-lang=${locale}`] : []),
    ...(options.args ?? []),
    again ? "--restore-last-session" : "about:blank",
  ];
}

/** @param {import("./index.mjs").LaunchOptions} options */
export function preferences({ cookies, prefs = {} }) {
  const tree = /** @type {any} */ ({});
  const all = {
    "browser.enable_spellchecking": false, // it would fetch a dictionary
    "signin.allowed": false,
    "autofill.profile_enabled": false,
    "autofill.credit_card_enabled": false,
    "safebrowsing.enabled": false,
    "extensions.ui.developer_mode": true, // else an unpacked extension ends when it reloads or the browser restarts
    "net.network_prediction_options": 2,
    ...(cookies === "blocked" && { "profile.default_content_setting_values.cookies": 2 }),
    // 0 allows those of other sites (this is not the default), 1 refuses them.
    ...(cookies === "allowed" && { "profile.cookie_controls_mode": 0 }),
    ...(cookies === "third-party-blocked" && { "profile.cookie_controls_mode": 1 }),
    ...prefs,
  };
  for (const [path, value] of Object.entries(all)) {
    const names = path.split(".");
    const last = /** @type {string} */ (names.pop());
    let at = tree;
    for (const name of names) at = at[name] ??= {};
    at[last] = value;
  }
  return tree;
}
