// Chromium, by Puppeteer; by the DevTools protocol where Puppeteer has no method.
// https://chromedevtools.github.io/devtools-protocol/

/// <reference lib="dom" />
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { commandLine, preferences } from "./chromium_options.mjs";
import { ChromiumPage } from "./chromium_page.mjs";
import { watchProblems } from "./chromium_problems.mjs";
import {
  asFunction,
  connectByPipe,
  idOf,
  orGone,
  puppeteerPageOf,
  sessionOf,
} from "./chromium_puppeteer.mjs";
import { fromJson, mayBeGone, newProfile, remote, start, until } from "./shared.mjs";

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {import("puppeteer-core").Target} Target */

/** @type {any} */
const chrome = undefined; // a name of extension scopes, for functions that run there

export class ChromiumBrowser {
  name = /** @type {const} */ ("chrome");
  version = "";
  extensionOrigin = "";
  /** @type {WeakMap<Page, ChromiumPage>} */
  #pages = new WeakMap();
  /** @type {Promise<string> | undefined} */
  #helper;

  /**
   * @param {import("puppeteer-core").Browser} puppeteer
   * @param {import("puppeteer-core").Connection} wire for what Puppeteer has no method for
   * @param {import("./index.mjs").Problem[]} problems
   * @param {() => Promise<void>} stop
   * @param {string} profile
   */
  constructor(puppeteer, wire, problems, stop, profile) {
    this.puppeteer = puppeteer;
    this.wire = wire;
    this.problems = problems;
    this.stop = stop;
    this.profile = profile;
  }

  /**
   * Loads the extension.
   * @param {string | undefined} folder
   * @param {boolean} allowedInPrivate
   * @param {ChromiumBrowser} [previous] left the extension in the profile
   */
  async prepare(folder, allowedInPrivate, previous) {
    this.version = (await this.puppeteer.version()).replace(/^.*\//, "");
    if (previous) this.extensionOrigin = previous.extensionOrigin;
    else if (folder) this.extensionOrigin = await this.#load(resolve(folder), allowedInPrivate);
  }

  get #extensionId() {
    return this.extensionOrigin.replace(/^.*\//, "");
  }

  /**
   * `installExtension` of this Puppeteer allows no extension in private windows.
   * @param {string} path
   * @param {boolean} enableInIncognito
   * @returns {Promise<string>} its origin, once its worker is ready
   */
  async #load(path, enableInIncognito) {
    const folder = /** @type {any} */ ({ path, enableInIncognito });
    const { id } = await this.wire.send("Extensions.loadUnpacked", folder);
    const origin = `chrome-extension://${id}`;
    await this.#awake(origin);
    return origin;
  }

  /** @param {string} origin */
  #workerTarget(origin) {
    return this.puppeteer
      .targets()
      .find((each) => each.type() === "service_worker" && each.url().startsWith(`${origin}/`));
  }

  /** @param {string} origin */
  async #awake(origin) {
    let target = this.#workerTarget(origin);
    if (!target) {
      const tab = this.puppeteer.targets().find((each) => each.type() === "page");
      const session = tab && sessionOf(tab);
      await session?.send("ServiceWorker.enable");
      await session?.send("ServiceWorker.startWorker", { scopeURL: `${origin}/` });
      target = await until(() => this.#workerTarget(origin), { what: `the worker of ${origin}` });
    }
    const worker = /** @type {import("puppeteer-core").WebWorker} */ (
      await orGone(target.worker())
    );
    // Its scope has no extension APIs before its script starts.
    await until(() => orGone(worker.evaluate(isActive)), {
      what: `the worker of ${origin} to be active`,
    });
    return worker;
  }

  /** @param {string} origin @param {(...args: any[]) => any} fn @param {unknown[]} args */
  async #inWorker(origin, fn, args) {
    const worker = await this.#awake(origin);
    return fromJson(await orGone(worker.evaluate(asFunction(remote(fn, args)))));
  }

  /**
   * Runs `fn` in a helper, a small extension of the driver's own: it knows private windows and tab ids, which the
   * protocol lacks, and leaves the worker of the extension under test asleep.
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   */
  async inHelper(fn, ...args) {
    this.#helper ??= this.#loadHelper();
    return this.#inWorker(await this.#helper, fn, args);
  }

  async #loadHelper() {
    const folder = join(this.profile, "driver-helper");
    await mkdir(folder, { recursive: true });
    const manifest = {
      manifest_version: 3,
      name: "driver",
      version: "1",
      permissions: ["debugger"], // for debugger.getTargets, which knows tabs and targets
      background: { service_worker: "worker.js" },
    };
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    await writeFile(join(folder, "worker.js"), "");
    return this.#load(folder, true);
  }

  /** @param {Page} page */
  #wrap(page) {
    return this.#pages.get(page) ?? this.adopt(new ChromiumPage(this, page));
  }

  /** From now on, the page stands for the tab that it holds. @param {ChromiumPage} page */
  adopt(page) {
    this.#pages.set(page.page, page);
    return page;
  }

  /**
   * The page of the first target that matches, once there is one.
   * @param {(target: Target) => boolean} matches
   * @param {string} what
   */
  async #pageOf(matches, what) {
    return puppeteerPageOf(await until(() => this.puppeteer.targets().find(matches), { what }));
  }

  /** @param {string} targetId */
  pageAt(targetId) {
    return this.#pageOf((target) => idOf(target) === targetId, "the tab");
  }

  /** @param {string} url @param {import("./index.mjs").WaitOptions & {private?: boolean}} [options] */
  async open(url, { private: isPrivate, ...options } = {}) {
    const page = this.#wrap(
      isPrivate
        ? await this.pageAt(await this.inHelper(openPrivate))
        : await this.puppeteer.newPage(),
    );
    await page.goto(url, options);
    return page;
  }

  /**
   * Opens a tab as the browser itself does; the driver neither sets its address nor reads its page.
   * @param {string} url
   * @returns {Promise<number>} the tab's id
   */
  openUnwatched(url) {
    return this.inHelper(
      async (/** @type {string} */ url) => (await chrome.tabs.create({ url })).id,
      url,
    );
  }

  /** @param {(url: string) => boolean} matches */
  async page(matches) {
    const isTab = (/** @type {Target} */ target) =>
      target.type() === "page" && matches(target.url());
    return this.#wrap(await this.#pageOf(isTab, `a tab ${matches}`));
  }

  /** @param {string} path @param {{private?: boolean}} [options] */
  extensionPage(path, options) {
    return this.open(`${this.extensionOrigin}/${path}`, options);
  }

  /** @param {(...args: any[]) => any} fn @param {...unknown} args */
  background(fn, ...args) {
    return this.#inWorker(this.extensionOrigin, fn, args);
  }

  async stopBackground() {
    const worker = await this.#workerTarget(this.extensionOrigin)?.worker();
    if (worker) await orGone(worker.close()).catch(mayBeGone);
    await until(() => !this.#workerTarget(this.extensionOrigin), { what: "the worker to stop" });
  }

  /** @param {import("./index.mjs").Page} tab */
  async openPopup(tab) {
    const page = /** @type {ChromiumPage} */ (tab);
    await page.toFront();
    const extension = (await this.puppeteer.extensions()).get(this.#extensionId);
    if (!extension) throw new Error("there is no extension");
    const before = new Set(this.puppeteer.targets());
    await page.page.triggerExtensionAction(extension);
    // Its target tells what it is only when its document comes.
    const isNew = (/** @type {Target} */ target) => target.type() === "page" && !before.has(target);
    const popup = this.#wrap(await this.#pageOf(isNew, "the popup"));
    await popup.until(() => document.readyState === "complete" && document.hasFocus());
    return popup;
  }

  /**
   * Runs `fn` in the page of the browser's settings for extensions, with our id and arguments.
   * @param {(id: string, ...args: any[]) => any} fn
   * @param {...unknown} args
   */
  async #inSettings(fn, ...args) {
    const settings = this.#wrap(await this.puppeteer.newPage({ background: true }));
    await settings.goto("chrome://extensions/");
    await settings.until(() => Boolean(/** @type {any} */ (globalThis).chrome?.developerPrivate));
    await settings.evaluate(fn, this.#extensionId, ...args);
    await settings.close();
  }

  /** @param {boolean | string} allowed */
  setSiteAccess(allowed) {
    return this.#inSettings(
      async (extensionId, hostAccess, host) => {
        const settings = chrome.developerPrivate;
        await settings.updateExtensionConfiguration({ extensionId, hostAccess });
        if (host) await settings.addHostPermission(extensionId, host);
      },
      typeof allowed === "string" ? "ON_SPECIFIC_SITES" : allowed ? "ON_ALL_SITES" : "ON_CLICK",
      typeof allowed === "string" ? allowed : "",
    );
  }

  async disableExtension() {
    await this.#inSettings((id) => chrome.management.setEnabled(id, false));
    await until(() => !this.#workerTarget(this.extensionOrigin), { what: "the worker to end" });
  }

  async reloadExtension() {
    await this.#awake(this.extensionOrigin);
    const old = this.#workerTarget(this.extensionOrigin);
    await this.background(() => chrome.runtime.reload()).catch(mayBeGone);
    const isNew = () => ![old, undefined].includes(this.#workerTarget(this.extensionOrigin));
    await until(isNew, { what: "the new worker" });
    await this.#awake(this.extensionOrigin);
  }

  windows() {
    return this.inHelper(async () => {
      const all = await chrome.windows.getAll();
      const hidden = all.filter((/** @type {any} */ each) => each.incognito).length;
      return { normal: all.length - hidden, private: hidden };
    });
  }

  async close() {
    await this.stop();
  }
}

/** Runs in a worker. */
function isActive() {
  return (
    typeof chrome === "object" && /** @type {any} */ (self).serviceWorker.state === "activated"
  );
}

/** Runs in the helper: an empty tab in a private window, and its target. */
async function openPrivate() {
  const windows = await chrome.windows.getAll();
  const existing = windows.find((/** @type {any} */ each) => each.incognito);
  const tab = existing
    ? await chrome.tabs.create({ windowId: existing.id, url: "about:blank" })
    : (await chrome.windows.create({ incognito: true, url: "about:blank" })).tabs[0];
  const targets = await chrome.debugger.getTargets();
  return targets.find((/** @type {any} */ target) => target.tabId === tab.id).id;
}

/**
 * What the protocol loads, Chromium forgets when it starts again, by a flag that it keeps (seen in
 * version 156). Without the flag the extension stays as if loaded by hand.
 * @param {string} profile
 * @param {string} origin
 */
async function keepExtension(profile, origin) {
  if (!origin) return;
  const file = join(profile, "Default", "Preferences");
  const settings = JSON.parse(await readFile(file, "utf8"));
  settings.extensions.settings[origin.replace(/^.*\//, "")].creation_flags &= ~(1 << 15);
  await writeFile(file, JSON.stringify(settings));
}

/** @param {import("./index.mjs").LaunchOptions} options */
export async function launchChromium(options) {
  const profile = newProfile();
  await mkdir(join(profile, "Default"));
  const settings = JSON.stringify(preferences(options));
  await writeFile(join(profile, "Default", "Preferences"), settings);
  return run(options, profile);
}

/**
 * @param {import("./index.mjs").LaunchOptions} options
 * @param {string} profile
 * @param {ChromiumBrowser} [previous] which ran with that profile
 */
async function run(options, profile, previous) {
  const { extension, privateWindows, headless = true, touch = false } = options;
  const [width, height] = options.size ?? [1280, 800];
  const { child, ended, exited, stop } = start(
    process.env.CHROMIUM ?? "chromium",
    commandLine(options, profile, Boolean(previous)),
    ["ignore", "ignore", "pipe", "pipe", "pipe"],
    profile,
    options.locale ? { ...process.env, LANGUAGE: options.locale } : process.env,
  );
  const viewport = { width, height, hasTouch: touch, isMobile: touch };
  try {
    const failed = ended.then((error) => Promise.reject(error));
    failed.catch(() => {}); // it matters only while we connect
    const puppeteer = await Promise.race([
      connectByPipe(child, ended, headless ? viewport : null),
      failed,
    ]);
    const problems = watchProblems(puppeteer); // at once: nothing may happen unseen
    const session = await puppeteer.target().createCDPSession();
    const wire = /** @type {import("puppeteer-core").Connection} */ (session.connection());
    const browser = new ChromiumBrowser(puppeteer, wire, problems, stop, profile);
    const installExtension = (/** @type {string | undefined} */ folder = extension) =>
      browser.prepare(folder, privateWindows === true, previous);
    await installExtension(options.later ? "" : extension);
    /** @returns {Promise<import("./index.mjs").Browser>} */
    const restart = async () => {
      await puppeteer.close();
      await exited();
      await keepExtension(profile, browser.extensionOrigin);
      return run(options, profile, browser);
    };
    return Object.assign(browser, {
      ended: ended.then(() => undefined),
      ...{ restart, installExtension: () => installExtension() },
    });
  } catch (error) {
    await stop();
    throw error;
  }
}
