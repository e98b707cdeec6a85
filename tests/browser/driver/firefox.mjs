// Firefox by WebDriver BiDi; what BiDi lacks is done in the browser window's own scope.

/// <reference lib="dom" />
/// <reference path="./firefox-scope.d.ts" />

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { preferences, UUID } from "./firefox_options.mjs";
import { FirefoxFrame, FirefoxPage, FirefoxPopup } from "./firefox_page.mjs";
import {
  allowInPrivateWindows,
  countWindows,
  defineDriver,
  doWithAddon,
  inBackground,
  listTabs,
  menuOpened,
  openPopup,
  pressInMenu,
  quit,
  restored,
  setSiteAccess,
  stopBackground,
  tabInWindow,
  watchConsoles,
  zip,
} from "./firefox_scope.mjs";
import { connect } from "./firefox_wire.mjs";
import { fromJson, newProfile, remote, start, until } from "./shared.mjs";

/** The mouse's other button. */
const RIGHT = 2;

export class FirefoxBrowser {
  name = /** @type {const} */ ("firefox");
  version = "";
  extensionOrigin = "";
  extensionId = "";
  /** @type {import("./index.mjs").Problem[]} */
  problems = [];
  /** @type {Map<string, FirefoxPage>} */
  #pages = new Map();

  /**
   * @param {import("./firefox_wire.mjs").Wire} wire
   * @param {() => Promise<void>} stop
   * @param {[number, number] | null} size of the viewport; null leaves it to the window
   */
  constructor(wire, stop, size) {
    this.wire = wire;
    this.stop = stop;
    this.size = size;
    wire.onEvent = (message) => this.#onEvent(message);
  }

  /** @param {any} message */
  #onEvent({ method, params }) {
    if (method === "script.message") this.problems.push(JSON.parse(params.data.value));
  }

  /**
   * Opens the browser's own scope, and installs the extension.
   * @param {import("./index.mjs").LaunchOptions} options
   * @param {string} profile
   * @param {boolean} again with what the profile holds
   */
  async prepare(options, profile, again) {
    const session = await this.wire.send("session.new", {
      capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
    });
    this.version = session.capabilities.browserVersion;
    await this.wire.send("session.subscribe", { events: ["script.message"] });
    const { contexts } = await this.wire.send("browsingContext.getTree", { "moz:scope": "chrome" });
    this.chrome = new FirefoxFrame(this.wire, contexts[0].context);
    await this.inChrome(defineDriver);
    if (this.size) {
      const [width, height] = this.size;
      const viewport = { userContexts: ["default"], viewport: { width, height } };
      await this.wire.send("browsingContext.setViewport", viewport).catch((error) => {
        // It sizes the open tabs and those to come, but fails at unloaded ones.
        if (!again || !error.message.endsWith("navigable is null")) throw error;
      });
    }
    const channel = { type: "channel", value: { channel: "problems" } };
    await this.chrome.call(String(watchConsoles), [channel]);
    if (!options.extension) return;
    this.extensionOrigin = `moz-extension://${UUID}`;
    if (again) return this.#restored();
    if (!options.later) await this.install(options, profile);
  }

  /**
   * @param {import("./index.mjs").LaunchOptions} options
   * @param {string} profile
   */
  async install({ extension = "", privateWindows, permanent }, profile) {
    // Comes before the extension: BiDi's moz:allowPrivateBrowsing adds it afterwards and starts the
    // extension twice.
    if (privateWindows === true) await this.inChrome(allowInPrivateWindows, this.extensionId);
    const folder = resolve(extension);
    const extensionData = permanent
      ? { type: "archivePath", path: await this.#pack(folder, join(profile, "driver.xpi")) }
      : { type: "path", path: folder };
    await this.wire.send("webExtension.install", {
      extensionData,
      "moz:permanent": Boolean(permanent),
    });
  }

  /**
   * Firefox itself zips the extension: it installs no folder for good.
   * @param {string} folder
   * @param {string} archive
   */
  async #pack(folder, archive) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const paths = files.map((file) => join(file.parentPath, file.name));
    const pairs = paths.map((path) => [relative(folder, path).replaceAll("\\", "/"), path]);
    await this.inChrome(zip, archive, pairs);
    return archive;
  }

  /** Waits until the last session is restored, and the extension. */
  async #restored() {
    await this.inChrome(restored);
    const isThere = (/** @type {string} */ id) => Boolean(driver.extension(id));
    await until(() => this.inChrome(isThere, this.extensionId), { what: "the extension" });
  }

  /**
   * Runs `fn` in the scope of Firefox's first window.
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  inChrome(fn, ...args) {
    return /** @type {FirefoxFrame} */ (this.chrome).evaluate(fn, ...args);
  }

  /** @param {string} context */
  #pageOf(context) {
    const page = this.#pages.get(context) ?? new FirefoxPage(this, context);
    this.#pages.set(context, page);
    return page;
  }

  /** @param {string} url @param {import("./index.mjs").OpenOptions} [options] */
  async open(url, options = {}) {
    // BiDi's user contexts are Firefox's containers.
    const inContainer = options.container
      ? await this.wire.send("browser.createUserContext", {})
      : undefined;
    const { reference, fresh } = await this.inChrome(tabInWindow, Boolean(options.private));
    const { context } = await this.wire.send("browsingContext.create", {
      type: "tab",
      referenceContext: reference,
      ...inContainer,
    });
    // The first tab of a new window loads a page of Firefox's own, which would come between.
    if (fresh) await this.wire.send("browsingContext.close", { context: reference });
    const page = this.#pageOf(context);
    await page.goto(url, options);
    return page;
  }

  /** @param {(url: string) => boolean} matches */
  page(matches) {
    return until(
      async () => {
        const tabs = await this.inChrome(listTabs);
        const found = tabs.find((/** @type {any} */ each) => matches(each.url));
        return found && this.#pageOf(found.context);
      },
      { what: `a tab ${matches}` },
    );
  }

  /** @param {string} path @param {{private?: boolean}} [options] */
  extensionPage(path, options) {
    return this.open(`${this.extensionOrigin}/${path}`, options);
  }

  /** @param {(...args: any[]) => any} fn @param {...unknown} args */
  async background(fn, ...args) {
    const answer = await this.inChrome(inBackground, this.extensionId, remote(fn, args));
    if (answer.error) throw new Error(answer.error);
    return fromJson(answer.json);
  }

  async stopBackground() {
    await this.inChrome(stopBackground, this.extensionId);
  }

  /** @param {import("./index.mjs").Page} tab */
  async openPopup(tab) {
    const page = /** @type {FirefoxPage} */ (tab);
    await page.toFront();
    const context = await this.inChrome(openPopup, this.extensionId, page.context);
    const popup = new FirefoxPopup(this, context);
    await popup.until(() => document.readyState === "complete" && document.hasFocus());
    return popup;
  }

  /** @param {import("./index.mjs").Frame} frame @param {string} selector @param {string} label */
  async pressInMenu(frame, selector, label) {
    const opened = this.inChrome(menuOpened);
    await /** @type {FirefoxFrame} */ (frame).clickElement(await frame.find(selector), RIGHT);
    await opened;
    return this.inChrome(pressInMenu, this.extensionId, label);
  }

  /** @param {boolean | string} allowed */
  async setSiteAccess(allowed) {
    await this.inChrome(setSiteAccess, this.extensionId, allowed);
  }

  async disableExtension() {
    await this.inChrome(doWithAddon, this.extensionId, "disable");
  }

  async reloadExtension() {
    await this.inChrome(doWithAddon, this.extensionId, "reload");
  }

  windows() {
    return this.inChrome(countWindows);
  }

  async close() {
    await this.stop();
  }
}

/** @param {import("./index.mjs").LaunchOptions} options */
export async function launchFirefox(options) {
  const { extension } = options;
  const manifest =
    extension && JSON.parse(await readFile(join(extension, "manifest.json"), "utf8"));
  const extensionId = manifest?.browser_specific_settings?.gecko?.id;
  if (extension && !extensionId) throw new Error(`${extension}: the manifest gives no gecko id`);

  const profile = newProfile();
  const prefs = Object.entries(preferences(options, extensionId));
  const lines = prefs.map(
    (pref) => `user_pref(${pref.map((part) => JSON.stringify(part)).join(", ")});`,
  );
  await writeFile(join(profile, "user.js"), lines.join("\n"));
  return run(options, profile, extensionId ?? "", false);
}

/**
 * @param {import("./index.mjs").LaunchOptions} options
 * @param {string} profile
 * @param {string} extensionId
 * @param {boolean} again with the tabs that were open
 */
async function run(options, profile, extensionId, again) {
  const { size = [1280, 800], headless = true } = options;
  const args = ["--profile", profile, "--no-remote", "--remote-debugging-port=0"];
  args.push("--remote-allow-system-access", ...(headless ? ["--headless"] : []));
  args.push(...(options.args ?? []), ...(again ? [] : ["about:blank"]));
  const firefox = process.env.FIREFOX ?? "firefox-esr";
  const env = {
    ...process.env,
    MOZ_REMOTE_SETTINGS_DEVTOOLS: "1", // release builds heed services.settings.server only with it
  };
  const stdio = /** @type {const} */ (["ignore", "ignore", "pipe"]);
  const { child, ended, exited, stop } = start(firefox, args, [...stdio], profile, env);
  try {
    const wire = await connect(child, ended);
    const browser = new FirefoxBrowser(wire, stop, headless ? size : null);
    browser.extensionId = extensionId;
    await browser.prepare(options, profile, again);
    /** @returns {Promise<import("./index.mjs").Browser>} */
    const restart = async () => {
      if (options.extension && !options.permanent) throw new Error("restart() needs `permanent`");
      await browser.inChrome(quit);
      await exited();
      return run(options, profile, extensionId, true);
    };
    const installExtension = () => browser.install(options, profile);
    return Object.assign(browser, {
      ended: ended.then(() => undefined),
      ...{ restart, installExtension },
    });
  } catch (error) {
    await stop();
    throw error;
  }
}
