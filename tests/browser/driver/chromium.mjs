// Chromium by the DevTools protocol over a pipe. https://chromedevtools.github.io/devtools-protocol/

/// <reference lib="dom" />
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  Frame,
  fromJson,
  Gone,
  mayBeGone,
  newProfile,
  parseKeys,
  Replaced,
  remote,
  start,
  until,
  Wire,
} from "./shared.mjs";

/** @type {any} */
const chrome = undefined; // a name of extension scopes, for functions that run there

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
  // Two remain in spite of all these; a closed port of this machine answers them.
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
function commandLine(options, profile, again) {
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
function preferences({ cookies, prefs = {} }) {
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

/** One target that the debugger is attached to: a tab, a frame in a process of its own, a worker. */
class Session {
  /** @type {Promise<unknown>} */
  ready = Promise.resolve();

  /**
   * @param {Wire} wire
   * @param {string} id
   * @param {{targetId: string, type: string, url: string}} target
   * @param {Session | undefined} parent
   */
  constructor(wire, id, target, parent) {
    this.wire = wire;
    this.id = id;
    this.target = target;
    this.parent = parent;
    /** @type {ChromiumPage | undefined} */
    this.page = parent?.page;
    /** The page in it, where this is a tab. */
    this.holds = "";
  }

  /** @param {string} method @param {object} [params] */
  send(method, params = {}) {
    return this.wire.send(method, params, { sessionId: this.id });
  }

  /**
   * @param {string} functionDeclaration
   * @param {object[]} args as the protocol wants them
   * @param {object} where objectId, executionContextId or uniqueContextId
   * @param {boolean} byValue
   */
  async call(functionDeclaration, args, where, byValue) {
    const { result, exceptionDetails } = await this.send("Runtime.callFunctionOn", {
      functionDeclaration,
      arguments: args,
      awaitPromise: true,
      returnByValue: byValue,
      ...where,
    });
    if (exceptionDetails) throw new Error(describe(exceptionDetails));
    return result;
  }

  /** @param {string} source of an async function that answers with JSON */
  async evaluate(source) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: `(${source})()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(describe(exceptionDetails));
    return result.value;
  }
}

/** @param {any} details */
function describe({ text, exception }) {
  return `${text} ${exception?.description ?? exception?.value ?? ""}`.trim();
}

/** @param {Session} session */
function watchPage(session) {
  return [
    session.send("Page.enable"),
    session.send("Page.setLifecycleEventsEnabled", { enabled: true }),
  ];
}

class ChromiumFrame extends Frame {
  /**
   * @param {ChromiumBrowser} browser
   * @param {string} frameId
   */
  constructor(browser, frameId) {
    super();
    this.browser = browser;
    this.frameId = frameId;
  }

  /** The world of the page's own scripts, as soon as it is there. */
  world() {
    return until(() => this.browser.worlds.get(this.frameId), { what: "the frame's document" });
  }

  /** @override @param {string} source @param {string[]} handles */
  async run(source, ...handles) {
    const { session, uniqueContextId } = await this.world();
    const args = handles.map((objectId) => ({ objectId }));
    return (await session.call(source, args, { uniqueContextId }, true)).value;
  }

  /** @override @param {string} selector @param {string} [root] */
  async find(selector, root) {
    const { session, uniqueContextId } = await this.world();
    const source = "(selector, root = document) => root.querySelector(selector)";
    const args = [{ value: selector }, ...(root ? [{ objectId: root }] : [])];
    const { objectId } = await session.call(source, args, { uniqueContextId }, false);
    return objectId ?? null;
  }

  /** @override @param {string} element */
  async shadowOf(element) {
    const { session, id } = await this.world();
    const { node } = await session.send("DOM.describeNode", { objectId: element, pierce: true });
    const [root] = node.shadowRoots ?? [];
    if (!root) return null;
    const { backendNodeId } = root;
    const answer = await session.send("DOM.resolveNode", { backendNodeId, executionContextId: id });
    return answer.object.objectId;
  }

  /** @override @param {string} element */
  async clickElement(element) {
    const { session } = await this.world();
    const page = session.page?.session;
    if (!page) throw new Gone("the tab is closed");
    await page.send("Page.bringToFront");
    await session.send("DOM.scrollIntoViewIfNeeded", { objectId: element });
    const isUnderMouse = "(element) => element.matches(':hover')";
    const [given, where] = [[{ objectId: element }], { objectId: element }];
    // Frames in processes of their own get the mouse where they were painted last: after scrolling
    // it takes a moment until that is where they are.
    const mouse = await until(
      async () => {
        const point = await this.#middle(session, element);
        await page.send("Input.dispatchMouseEvent", { ...point, type: "mouseMoved" });
        return (await session.call(isUnderMouse, given, where, true)).value && point;
      },
      { what: "the mouse to be over the element (does something cover it?)" },
    );
    const press = { ...mouse, button: "left", clickCount: 1 };
    await page.send("Input.dispatchMouseEvent", { ...press, type: "mousePressed" });
    await page
      .send("Input.dispatchMouseEvent", { ...press, type: "mouseReleased" })
      .catch(mayBeGone);
  }

  /**
   * The element's middle in the tab's viewport.
   * @param {Session} session
   * @param {string} element
   */
  async #middle(session, element) {
    const { quads } = await session.send("DOM.getContentQuads", { objectId: element });
    if (!quads.length) throw new Replaced("the element has no box to click at");
    let x = (quads[0][0] + quads[0][4]) / 2;
    let y = (quads[0][1] + quads[0][5]) / 2;
    // Quads count from the corner of the process's own outermost frame.
    for (let at = session; at.parent && at !== at.page?.session; at = at.parent) {
      const owner = await at.parent.send("DOM.getFrameOwner", { frameId: at.target.targetId });
      const { backendNodeId } = owner;
      const { model } = await at.parent.send("DOM.getBoxModel", { backendNodeId });
      x += model.content[0];
      y += model.content[1];
    }
    return { x, y };
  }
}

class ChromiumPage extends ChromiumFrame {
  /** @type {Map<string, Set<string>>} what each document of the tab went through: load, ... */
  lifecycle = new Map();
  /** Grows with every document shown, those from the back/forward cache included. */
  shown = 0;
  loaderId = "";
  unloaded = false;

  /**
   * @param {ChromiumBrowser} browser
   * @param {Session} session
   */
  constructor(browser, session) {
    super(browser, session.target.targetId);
    this.session = session;
  }

  /** @override */
  world() {
    if (!this.browser.pages.has(this.frameId)) throw new Gone("the tab is closed");
    return super.world();
  }

  /** @param {string} name of the lifecycle event */
  async #arrived(name) {
    await until(() => this.lifecycle.get(this.loaderId)?.has(name), {
      what: `${name} of ${this.session.target.url}`,
      timeout: 30_000,
    });
  }

  /** @param {string} url @param {import("./index.mjs").WaitOptions} [options] */
  async goto(url, { waitUntil = "load" } = {}) {
    const { errorText, loaderId } = await this.session.send("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
    if (!loaderId) return; // only the fragment changed
    await until(() => this.loaderId === loaderId, { what: `the document ${url}` });
    await this.#arrived(waitUntil === "load" ? "load" : "DOMContentLoaded");
  }

  async reload() {
    await this.#moved(() => this.session.send("Page.reload"));
  }

  back() {
    return this.#traverse(-1);
  }

  forward() {
    return this.#traverse(1);
  }

  /** @param {number} delta */
  async #traverse(delta) {
    const { currentIndex, entries } = await this.session.send("Page.getNavigationHistory");
    const entry = entries[currentIndex + delta];
    if (!entry) throw new Error("there is no such page in the tab's history");
    await this.#moved(() =>
      this.session.send("Page.navigateToHistoryEntry", { entryId: entry.id }),
    );
  }

  /** @param {() => Promise<unknown>} move */
  async #moved(move) {
    const before = this.shown;
    await move();
    await until(() => this.shown > before, { what: "the other document" });
    await this.#arrived("load");
  }

  async close() {
    await this.browser.wire.send("Target.closeTarget", { targetId: this.frameId });
    await until(() => !this.browser.pages.has(this.frameId), { what: "the tab to close" });
  }

  /** @param {(url: string) => boolean} matches */
  frame(matches) {
    return until(
      async () => {
        for (const [frameId, { session }] of this.browser.worlds) {
          if (session.page !== this || frameId === this.frameId) continue;
          const frame = new ChromiumFrame(this.browser, frameId);
          if (matches(await frame.evaluate(() => location.href))) return frame;
        }
      },
      { what: `a frame ${matches}` },
    );
  }

  /** @param {string} keys for example "Enter" or "Shift+Tab" */
  async press(keys) {
    const { shift, name, code, text } = parseKeys(keys);
    const key = { key: text?.trim() === "" && name === "Space" ? " " : name, code: name };
    const event = { ...key, windowsVirtualKeyCode: code, modifiers: shift ? 8 : 0 };
    await this.session.send("Page.bringToFront");
    const type = text ? "keyDown" : "rawKeyDown";
    for (const each of [{ type, text }, { type: "keyUp" }]) {
      await this.session.send("Input.dispatchKeyEvent", { ...event, ...each }).catch(mayBeGone);
    }
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.click(selector);
    for (const key of text) {
      await this.session.send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key });
      await this.session.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    }
  }

  /** Only the tab in front paints, and lets animations go on. An unloaded tab loads. */
  async toFront() {
    await this.session.send("Page.bringToFront");
    if (!this.unloaded) return;
    this.unloaded = false;
    await this.browser.hand(loadIfUnloaded, await this.tabId());
  }

  /** @param {string} file @param {import("./index.mjs").ScreenshotOptions} [options] */
  async screenshot(file, { clip, fullPage = false } = {}) {
    await this.session.send("Page.bringToFront");
    const metrics = await this.session.send("Page.getLayoutMetrics");
    const { pageX, pageY } = metrics.cssVisualViewport;
    let area;
    if (fullPage) area = metrics.cssContentSize;
    else if (clip) area = { ...clip, x: clip.x + pageX, y: clip.y + pageY };
    const { data } = await this.session.send("Page.captureScreenshot", {
      captureBeyondViewport: fullPage,
      ...(area && { clip: { ...area, scale: 1 } }),
    });
    await writeFile(file, data, "base64");
  }

  /** The WebExtensions id of the tab. */
  tabId() {
    return this.browser.hand(async (/** @type {string} */ targetId) => {
      const targets = await chrome.debugger.getTargets();
      return targets.find((/** @type {any} */ target) => target.id === targetId).tabId;
    }, this.frameId);
  }

  /** Unloads the tab. It becomes another target and has another id; this page goes over to it. */
  async discard() {
    const targetId = await this.browser.hand(discard, await this.tabId());
    const twin = await until(() => this.browser.pages.get(targetId), { what: "the unloaded tab" });
    this.frameId = targetId;
    this.session = twin.session;
    this.session.page = this;
    this.lifecycle.clear();
    this.loaderId = "";
    this.unloaded = true;
    this.browser.pages.set(targetId, this);
  }
}

class ChromiumBrowser {
  name = /** @type {const} */ ("chrome");
  version = "";
  extensionOrigin = "";
  /** @type {import("./index.mjs").Problem[]} */
  problems = [];
  /** @type {Map<string, ChromiumPage>} by target id */
  pages = new Map();
  /** @type {Map<string, {session: Session, id: number, uniqueContextId: string}>} by frame id */
  worlds = new Map();
  /** @type {Map<string, Session>} */
  #sessions = new Map();
  /** @type {Promise<string> | undefined} */
  #hand;
  /** Whether the debugger attaches to new tabs by itself. */
  #watches = true;

  /**
   * @param {Wire} wire
   * @param {() => Promise<void>} stop
   * @param {string} profile
   * @param {[number, number] | null} size of the viewport; null leaves it to the window
   */
  constructor(wire, stop, profile, size) {
    this.wire = wire;
    this.stop = stop;
    this.profile = profile;
    this.size = size;
    wire.onEvent = (message) => this.#onEvent(message);
  }

  /**
   * Attaches to everything there is and will be, and loads the extension.
   * @param {string | undefined} folder
   * @param {boolean} allowedInPrivate
   * @param {ChromiumBrowser} [former] left the extension in the profile
   */
  async prepare(folder, allowedInPrivate, former) {
    await this.wire.send("Target.setDiscoverTargets", { discover: true });
    await this.#attachChildren(undefined);
    this.version = (await this.wire.send("Browser.getVersion")).product.replace(/^.*\//, "");
    await until(() => this.pages.size, { what: "the first tab" });
    if (former) this.extensionOrigin = former.extensionOrigin;
    else if (folder) this.extensionOrigin = await this.#load(resolve(folder), allowedInPrivate);
  }

  /**
   * @param {string} path
   * @param {boolean} enableInIncognito
   * @returns {Promise<string>} its origin, once its worker is ready
   */
  async #load(path, enableInIncognito) {
    const { id } = await this.wire.send("Extensions.loadUnpacked", { path, enableInIncognito });
    const origin = `chrome-extension://${id}`;
    await this.#awake(origin);
    return origin;
  }

  /** @param {Session | undefined} session */
  #attachChildren(session) {
    const params = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    if (!session) return this.wire.send("Target.setAutoAttach", params);
    // A service worker belongs to the whole browser; by way of its pages it would come twice.
    const filter = [{ type: "service_worker", exclude: true }, {}];
    return session.send("Target.setAutoAttach", { ...params, filter });
  }

  /** @param {any} message */
  #onEvent({ method, params, sessionId }) {
    const session = this.#sessions.get(sessionId);
    const handler = EVENTS[method];
    if (handler) handler(this, params, session);
  }

  /**
   * @param {any} params
   * @param {Session | undefined} parent
   */
  attached({ sessionId, targetInfo }, parent) {
    if (parent?.target.type === "tab") {
      parent.holds = targetInfo.targetId;
      return;
    }
    const session = new Session(this.wire, sessionId, targetInfo, parent);
    this.#sessions.set(sessionId, session);
    if (targetInfo.type === "tab") return; // #tabOf asks for more
    const isTab = targetInfo.type === "page";
    if (isTab) {
      session.page = new ChromiumPage(this, session);
      this.pages.set(targetInfo.targetId, session.page);
    }
    const commands = [
      session.send("Runtime.enable"),
      session.send("Log.enable"),
      this.#attachChildren(session),
      ...(isTab || targetInfo.type === "iframe" ? watchPage(session) : []),
      ...(isTab && this.size
        ? [
            session.send("Emulation.setDeviceMetricsOverride", {
              ...{ width: this.size[0], height: this.size[1], deviceScaleFactor: 1, mobile: false },
            }),
          ]
        : []),
      session.send("Runtime.runIfWaitingForDebugger"),
    ];
    // Some kinds of targets lack some of these, and any of them may end meanwhile.
    session.ready = Promise.allSettled(commands);
  }

  /** @param {string} sessionId */
  detached(sessionId) {
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    this.wire.ended(sessionId);
    this.forget((world) => world.session === session);
    if (session?.page?.session === session) this.pages.delete(session?.target.targetId ?? "");
  }

  /** @param {(world: {session: Session, id: number}) => boolean} which */
  forget(which) {
    for (const [frameId, world] of this.worlds) if (which(world)) this.worlds.delete(frameId);
  }

  /** @param {any} targetInfo */
  changed(targetInfo) {
    for (const session of this.#sessions.values()) {
      if (session.target.targetId !== targetInfo.targetId) continue;
      const { type } = session.target;
      session.target = targetInfo;
      // A toolbar popup tells what it is only when its document comes. It keeps its own size.
      if (type === "other" && targetInfo.type === "page") {
        session.page = new ChromiumPage(this, session);
        session.ready = Promise.allSettled([session.ready, ...watchPage(session)]);
        this.pages.set(targetInfo.targetId, session.page);
      }
    }
  }

  /** @param {string} origin */
  #worker(origin) {
    for (const session of this.#sessions.values()) {
      const { type, url } = session.target;
      if (type === "service_worker" && url.startsWith(`${origin}/`)) return session;
    }
  }

  /** @param {string} origin */
  async #awake(origin) {
    let worker = this.#worker(origin);
    if (!worker) {
      const [page] = this.pages.values();
      await page.session.send("ServiceWorker.enable");
      await page.session.send("ServiceWorker.startWorker", { scopeURL: `${origin}/` });
      worker = await until(() => this.#worker(origin), { what: `the worker of ${origin}` });
    }
    await worker.ready;
    // Its scope has no extension APIs before its script starts.
    const active = async () => fromJson(await worker.evaluate(remote(isActive, [])));
    await until(active, { what: `the worker of ${origin} to be active` });
    return worker;
  }

  /**
   * Runs `fn` in a small extension of our own: what the protocol lacks (private windows, tab ids)
   * must not wake the worker of the extension under test.
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   */
  async hand(fn, ...args) {
    this.#hand ??= this.#loadHand();
    const worker = await this.#awake(await this.#hand);
    return fromJson(await worker.evaluate(remote(fn, args)));
  }

  async #loadHand() {
    const folder = join(this.profile, "driver-hand");
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

  /** @param {string} url @param {import("./index.mjs").WaitOptions & {private?: boolean}} [options] */
  async open(url, options = {}) {
    const targetId = options.private
      ? await this.hand(openPrivate)
      : (await this.wire.send("Target.createTarget", { url: "about:blank" })).targetId;
    if (!this.#watches) await this.wire.send("Target.attachToTarget", { targetId, flatten: true });
    const page = await until(() => this.pages.get(targetId), { what: "the new tab" });
    await page.session.ready;
    await page.goto(url, options);
    return page;
  }

  /**
   * Opens a tab that the debugger stays away from, which else keeps pages from being prerendered there.
   * From then on it attaches only to what `open` opens.
   * @param {string} url
   * @returns {Promise<number>} the tab's id
   */
  async openUnwatched(url) {
    this.#watches = false;
    const filter = ["browser", "tab", "page"].map((type) => ({ type, exclude: true }));
    await this.wire.send("Target.setAutoAttach", {
      ...{ autoAttach: true, waitForDebuggerOnStart: true, flatten: true },
      filter: [...filter, {}],
    });
    return this.hand(
      async (/** @type {string} */ url) => (await chrome.tabs.create({ url })).id,
      url,
    );
  }

  /** @param {(url: string) => boolean} matches */
  async page(matches) {
    const found = await until(
      () => [...this.pages.values()].find((page) => matches(page.session.target.url)),
      { what: `a tab ${matches}` },
    );
    await found.session.ready;
    return found;
  }

  /** @param {string} path @param {{private?: boolean}} [options] */
  extensionPage(path, options) {
    return this.open(`${this.extensionOrigin}/${path}`, options);
  }

  /** @param {(...args: any[]) => any} fn @param {...unknown} args */
  async background(fn, ...args) {
    const worker = await this.#awake(this.extensionOrigin);
    return fromJson(await worker.evaluate(remote(fn, args)));
  }

  async stopBackground() {
    const worker = this.#worker(this.extensionOrigin);
    if (!worker) return;
    const { targetId } = worker.target;
    await this.wire.send("Target.closeTarget", { targetId });
    await this.wire.send("Target.detachFromTarget", { sessionId: worker.id });
    await until(() => !this.#worker(this.extensionOrigin), { what: "the worker to stop" });
  }

  /**
   * The target of the tab around a page. Nothing names it but the page's own attaching to it.
   * @param {ChromiumPage} page
   */
  async #tabOf(page) {
    const filter = [{ type: "tab" }];
    const { targetInfos } = await this.wire.send("Target.getTargets", { filter });
    for (const { targetId } of targetInfos) {
      const tab = { targetId, flatten: true };
      const { sessionId } = await this.wire.send("Target.attachToTarget", tab);
      const session = /** @type {Session} */ (this.#sessions.get(sessionId));
      const children = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
      await session.send("Target.setAutoAttach", { ...children, filter: [{ type: "page" }] });
      await this.wire.send("Target.detachFromTarget", { sessionId });
      if (session.holds === page.frameId) return targetId;
    }
    throw new Error("the page is in no tab");
  }

  /** @param {import("./index.mjs").Page} tab */
  async openPopup(tab) {
    const page = /** @type {ChromiumPage} */ (tab);
    await page.toFront();
    const targetId = await this.#tabOf(page);
    const before = new Set(this.pages.values());
    const id = this.extensionOrigin.replace(/^.*\//, "");
    await this.wire.send("Extensions.triggerAction", { id, targetId });
    const popup = await until(() => [...this.pages.values()].find((each) => !before.has(each)), {
      what: "the popup",
    });
    await popup.session.ready;
    await popup.until(() => document.readyState === "complete" && document.hasFocus());
    return popup;
  }

  /**
   * Runs `fn` in the page of the browser's settings for extensions, with our id and arguments.
   * @param {(id: string, ...args: any[]) => any} fn
   * @param {...unknown} args
   */
  async #inSettings(fn, ...args) {
    const { targetId } = await this.wire.send("Target.createTarget", {
      url: "chrome://extensions/",
      background: true,
    });
    const settings = await until(() => this.pages.get(targetId), { what: "the settings" });
    await settings.until(() => Boolean(/** @type {any} */ (globalThis).chrome?.developerPrivate));
    await settings.evaluate(fn, this.extensionOrigin.replace(/^.*\//, ""), ...args);
    await settings.close();
  }

  /** @param {boolean} allowed */
  setSiteAccess(allowed) {
    return this.#inSettings(
      (extensionId, hostAccess) =>
        chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess }),
      allowed ? "ON_ALL_SITES" : "ON_CLICK",
    );
  }

  async disableExtension() {
    await this.#inSettings((id) => chrome.management.setEnabled(id, false));
    await until(() => !this.#worker(this.extensionOrigin), { what: "the worker to end" });
  }

  async reloadExtension() {
    const old = await this.#awake(this.extensionOrigin);
    await old.evaluate("async () => chrome.runtime.reload()").catch(mayBeGone);
    await until(() => !this.#sessions.has(old.id) && this.#worker(this.extensionOrigin), {
      what: "the new worker",
    });
    await this.#awake(this.extensionOrigin);
  }

  windows() {
    return this.hand(async () => {
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

/**
 * Runs in our own extension: unloads a tab and answers with the target that stands for it from then on.
 * @param {number} tabId
 */
async function discard(tabId) {
  const tab = await chrome.tabs.discard(tabId);
  const targets = await chrome.debugger.getTargets();
  return targets.find((/** @type {any} */ target) => target.tabId === tab.id).id;
}

/**
 * Runs in our own extension. Headless, a tab in front loads by itself only while no private window is open.
 * @param {number} tabId
 */
async function loadIfUnloaded(tabId) {
  if ((await chrome.tabs.get(tabId)).discarded) await chrome.tabs.reload(tabId);
}

/** Runs in our own extension: an empty tab in a private window, and its target. */
async function openPrivate() {
  const windows = await chrome.windows.getAll();
  const there = windows.find((/** @type {any} */ each) => each.incognito);
  const tab = there
    ? await chrome.tabs.create({ windowId: there.id, url: "about:blank" })
    : (await chrome.windows.create({ incognito: true, url: "about:blank" })).tabs[0];
  const targets = await chrome.debugger.getTargets();
  return targets.find((/** @type {any} */ target) => target.tabId === tab.id).id;
}

/**
 * @param {ChromiumBrowser} browser
 * @param {Session | undefined} session
 * @param {import("./index.mjs").Problem["kind"]} kind
 * @param {string | undefined} where
 * @param {string} text
 */
function report(browser, session, kind, where, text) {
  const tab = (session?.page?.session ?? session)?.target.url ?? "";
  browser.problems.push({ kind, where: where || session?.target.url || "", tab, text });
}

/** @type {Record<string, (browser: ChromiumBrowser, params: any, session: Session | undefined) => void>} */
const EVENTS = {
  "Target.attachedToTarget": (browser, params, session) => browser.attached(params, session),
  "Target.detachedFromTarget": (browser, { sessionId }) => browser.detached(sessionId),
  "Target.targetInfoChanged": (browser, { targetInfo }) => browser.changed(targetInfo),
  "Runtime.executionContextCreated"(browser, { context }, session) {
    const { id, uniqueId: uniqueContextId, auxData } = context;
    if (!session || !auxData?.isDefault || !auxData.frameId) return;
    browser.worlds.set(auxData.frameId, { session, id, uniqueContextId });
  },
  "Runtime.executionContextDestroyed"(browser, { executionContextId }, session) {
    browser.forget((world) => world.session === session && world.id === executionContextId);
  },
  "Runtime.executionContextsCleared"(browser, _, session) {
    browser.forget((world) => world.session === session);
  },
  "Page.frameNavigated"(_browser, { frame }, session) {
    const { page } = session ?? {};
    if (!page || page.frameId !== frame.id) return;
    page.shown++;
    page.loaderId = frame.loaderId;
  },
  "Page.navigatedWithinDocument"(_browser, { frameId }, session) {
    const { page } = session ?? {};
    if (page && page.frameId === frameId) page.shown++;
  },
  "Page.lifecycleEvent"(_browser, { frameId, loaderId, name }, session) {
    const { page } = session ?? {};
    if (!page || page.frameId !== frameId) return;
    if (!page.lifecycle.has(loaderId)) page.lifecycle.set(loaderId, new Set());
    page.lifecycle.get(loaderId)?.add(name);
    // The first document of a tab may have been there before us.
    page.loaderId ||= loaderId;
  },
  "Runtime.consoleAPICalled"(browser, { type, args, stackTrace }, session) {
    if (type !== "error" && type !== "assert") return;
    const text = args
      .map((/** @type {any} */ arg) => String(arg.value ?? arg.description))
      .join(" ");
    report(browser, session, "console", stackTrace?.callFrames[0]?.url, text);
  },
  "Runtime.exceptionThrown"(browser, { exceptionDetails }, session) {
    const { url, stackTrace } = exceptionDetails;
    const where = url || stackTrace?.callFrames[0]?.url;
    report(browser, session, "exception", where, describe(exceptionDetails));
  },
  "Log.entryAdded"(browser, { entry }, session) {
    // Failed requests are no console errors in Firefox; the proxy sees them.
    if (entry.level !== "error" || entry.source === "network") return;
    report(browser, session, "report", entry.url, entry.text);
  },
};

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

/** @param {any} message */
function toError({ error }) {
  const gone = /context|Session with given id|No node|navigated or closed|not attached|No target/i;
  return gone.test(error.message) ? new Gone(error.message) : new Error(error.message);
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
 * @param {ChromiumBrowser} [former] which ran with that profile
 */
async function run(options, profile, former) {
  const { extension, privateWindows, headless = true, size = [1280, 800] } = options;
  const program = process.env.CHROMIUM ?? "chromium";
  const env = options.locale ? { ...process.env, LANGUAGE: options.locale } : process.env;
  const { child, ended, left, stop } = start(
    program,
    commandLine(options, profile, Boolean(former)),
    ["ignore", "ignore", "pipe", "pipe", "pipe"],
    profile,
    env,
  );
  try {
    const toBrowser = /** @type {import("node:stream").Writable} */ (child.stdio[3]);
    const fromBrowser = /** @type {import("node:stream").Readable} */ (child.stdio[4]);
    const wire = new Wire(
      (text) => toBrowser.write(`${text}\0`),
      () => {},
      toError,
    );
    let rest = "";
    fromBrowser.setEncoding("utf8").on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = /** @type {string} */ (messages.pop());
      for (const message of messages) wire.receive(message);
    });
    toBrowser.on("error", () => {}); // `ended` tells why
    ended.then((error) => wire.fail(error));
    const browser = new ChromiumBrowser(wire, stop, profile, headless ? size : null);
    await browser.prepare(extension, privateWindows === true, former);
    /** @returns {Promise<import("./index.mjs").Browser>} */
    const restart = async () => {
      await wire.send("Browser.close");
      await left();
      await keepExtension(profile, browser.extensionOrigin);
      return run(options, profile, browser);
    };
    return Object.assign(browser, { ended: ended.then(() => undefined), restart });
  } catch (error) {
    await stop();
    throw error;
  }
}
