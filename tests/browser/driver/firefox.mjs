// Firefox by WebDriver BiDi over its own WebSocket; what BiDi lacks is done in the browser window's
// own scope, which --remote-allow-system-access opens.

/// <reference lib="dom" />
/// <reference path="./firefox-scope.d.ts" />

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import WebSocket from "ws";
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

/** Extension origins are fixed, so that tests can name them. */
const UUID = "3f0c2f52-6d4b-4f0e-9a53-1c1d6b1f7a10";

/**
 * 2 refuses every cookie; 1 those of other sites and their storage, as the setting "all cross-site
 * cookies" does. The default, and "strict", is 5: other sites get partitions of their own.
 */
const COOKIES = { allowed: 0, blocked: 2, "third-party-blocked": 1 };

const SHIFT = "\uE008";

/**
 * @param {import("./index.mjs").LaunchOptions} options
 * @param {string | undefined} extensionId
 */
function preferences({ proxyPort, cookies, colorScheme, locale, prefs }, extensionId) {
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

/**
 * Runs in the browser's scope: reports what pages, content scripts and extension pages complain about.
 * Only their own processes know which window it came from, so a process script passes it on.
 * @param {(json: string) => void} report
 */
function watchConsoles(report) {
  const inEveryProcess = () => {
    if (Services.appinfo.processType === Ci.nsIXULRuntime.PROCESS_TYPE_DEFAULT) return;
    /** @param {{kind: string, where: string, text: string, id: number}} problem */
    const pass = (problem) => {
      // Firefox's own modules complain too; those of its remote agent, and actors of a page of its own
      // that was closed, without saying where.
      if (/^(chrome|resource|about):/.test(problem.where)) return;
      if (/MessageHandlerFrame|^AbortError: Actor '\w+' destroyed/.test(problem.text)) return;
      Services.cpmm.sendAsyncMessage("driver:problem", problem);
    };
    Services.console.registerListener({
      /** @param {any} message */
      observe(message) {
        const { nsIScriptError } = Ci;
        if (!(message instanceof nsIScriptError)) return;
        if (message.flags & (nsIScriptError.warningFlag | nsIScriptError.infoFlag)) return;
        const { errorMessage: text, sourceName: where, innerWindowID: id } = message;
        pass({ kind: "exception", text, where, id });
      },
    });
    Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).addLogEventListener(
      /** @param {any} message */
      (message) => {
        const { level, arguments: args, filename: where, innerID: id } = message.wrappedJSObject;
        if (level !== "error" && level !== "assert") return;
        pass({ kind: "console", text: [...args].map((arg) => String(arg)).join(" "), where, id });
      },
      Cc["@mozilla.org/systemprincipal;1"].createInstance(Ci.nsIPrincipal),
    );
  };
  Services.ppmm.addMessageListener("driver:problem", (/** @type {any} */ message) => {
    const { id, ...problem } = message.data;
    const window = id && WindowGlobalParent.getByInnerWindowId(id);
    const tab = window?.browsingContext?.top.currentURI?.spec ?? problem.where;
    report(JSON.stringify({ ...problem, where: problem.where || tab, tab }));
  });
  Services.ppmm.loadProcessScript(`data:,(${encodeURIComponent(String(inEveryProcess))})()`, true);
}

/**
 * Runs in the browser's scope: evaluates in the background page, which no BiDi context leads to.
 * The debugger API reaches its globals in spite of its content security policy.
 * @param {string} id
 * @param {string} source
 */
async function inBackground(id, source) {
  const { extension } = WebExtensionPolicy.getByID(id);
  await extension.wakeupBackground?.();
  const { messageManager } = extension.backgroundContext.xulBrowser;
  const answerName = `driver:${Services.uuid.generateUUID()}`;
  /** @param {string} answerName @param {string} source */
  const evaluate = async (answerName, source) => {
    const sandbox = Cu.Sandbox(Cu.getObjectPrincipal(Services), { freshCompartment: true });
    ChromeUtils.importESModule("resource://gre/modules/jsdebugger.sys.mjs").addDebuggerToGlobal(
      sandbox,
    );
    const global = new sandbox.Debugger().makeGlobalObjectReference(content);
    const { return: promise, throw: thrown } = global.executeInGlobal(`(${source})()`);
    try {
      if (thrown) throw thrown.unsafeDereference();
      sendAsyncMessage(answerName, { json: await Cu.waiveXrays(promise.unsafeDereference()) });
    } catch (/** @type {any} */ error) {
      sendAsyncMessage(answerName, { error: `${error}\n${error?.stack ?? ""}` });
    }
  };
  return new Promise((resolve) => {
    messageManager.addMessageListener(answerName, (/** @type {any} */ message) =>
      resolve(message.data),
    );
    const call = `(${evaluate})(${JSON.stringify(answerName)}, ${JSON.stringify(source)})`;
    messageManager.loadFrameScript(`data:,${encodeURIComponent(call)}`, false);
  });
}

/**
 * Runs in the browser's scope: the BiDi id of a tab in a private or normal window, which is opened if
 * there is none.
 * @param {boolean} isPrivate
 */
async function tabInWindow(isPrivate) {
  const { PrivateBrowsingUtils } = ChromeUtils.importESModule(
    "resource://gre/modules/PrivateBrowsingUtils.sys.mjs",
  );
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  const { BrowserWindowTracker } = ChromeUtils.importESModule(
    "resource:///modules/BrowserWindowTracker.sys.mjs",
  );
  const there = [...Services.wm.getEnumerator("navigator:browser")].find(
    (each) => PrivateBrowsingUtils.isWindowPrivate(each) === isPrivate,
  );
  const window = there ?? (await BrowserWindowTracker.promiseOpenWindow({ private: isPrivate }));
  return {
    reference: NavigableManager.getIdForBrowser(window.gBrowser.selectedBrowser),
    fresh: !there,
  };
}

/** Runs in the browser's scope: every tab, unloaded ones too, which BiDi does not list. */
function listTabs() {
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  return [...Services.wm.getEnumerator("navigator:browser")]
    .flatMap((window) => window.gBrowser.browsers)
    .map((browser) => ({
      context: NavigableManager.getIdForBrowser(browser),
      url: browser.currentURI.spec,
    }));
}

/**
 * Runs in the browser's scope: clicks the extension's button for the tab in front, and answers with the
 * BiDi id of its popup. BiDi looks for ids among tabs only, so it is taught to look there too.
 * @param {string} extensionId
 * @param {string} context of the tab
 */
async function openPopup(extensionId, context) {
  const { NavigableManager } = ChromeUtils.importESModule(
    "chrome://remote/content/shared/NavigableManager.sys.mjs",
  );
  const { ExtensionParent } = ChromeUtils.importESModule(
    "resource://gre/modules/ExtensionParent.sys.mjs",
  );
  if (!Object.hasOwn(NavigableManager, "getBrowserById")) {
    const inTabs = NavigableManager.getBrowserById.bind(NavigableManager);
    const popups = () =>
      [...Services.wm.getEnumerator("navigator:browser")].flatMap((window) => [
        ...window.document.querySelectorAll("browser.webextension-popup-browser"),
      ]);
    NavigableManager.getBrowserById = (/** @type {string} */ id) =>
      inTabs(id) ?? popups().find((each) => NavigableManager.getIdForBrowser(each) === id) ?? null;
  }
  const window = NavigableManager.getBrowserById(context).ownerDocument.defaultView;
  const loaded = new Promise((done) =>
    window.addEventListener("WebExtPopupLoaded", done, { once: true }),
  );
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
  const { target: browser } = /** @type {any} */ (await loaded);
  // While it still opens, a press may be lost.
  const panel = browser.closest("panel");
  if (panel.state !== "open")
    await new Promise((done) => panel.addEventListener("popupshown", done, { once: true }));
  browser.permanentKey ??= {}; // what ids hang on
  return NavigableManager.getIdForBrowser(browser);
}

class FirefoxFrame extends Frame {
  /**
   * @param {Wire} wire
   * @param {string} context
   */
  constructor(wire, context) {
    super();
    this.wire = wire;
    this.context = context;
  }

  /**
   * @param {string} source
   * @param {any[]} handles
   * @param {object} [more]
   */
  async call(source, handles, more) {
    const answer = await this.wire.send("script.callFunction", {
      functionDeclaration: source,
      arguments: handles,
      target: { context: this.context },
      awaitPromise: true,
      ...more,
    });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result;
  }

  /** @override @param {string} source @param {any[]} handles */
  async run(source, ...handles) {
    return (await this.call(source, handles)).value;
  }

  /** @override @param {string} selector @param {any} [root] */
  async find(selector, root) {
    const found = await this.call(
      "(selector, root = document) => root.querySelector(selector)",
      [{ type: "string", value: selector }, ...(root ? [root] : [])],
      { serializationOptions: { maxDomDepth: 0, includeShadowTree: "all" } },
    );
    return found.type === "node" ? found : null;
  }

  /** @override @param {any} element */
  async shadowOf(element) {
    return element.value.shadowRoot ?? null;
  }

  /** @override @param {any} element */
  async clickElement(element) {
    await this.call(
      "(element) => element.scrollIntoView({ block: 'nearest', behavior: 'instant' })",
      [element],
    );
    const origin = { type: "element", element: { sharedId: element.sharedId } };
    await this.act({
      type: "pointer",
      id: "mouse",
      actions: [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ],
    });
  }

  /** @param {object} source of input */
  async act(source) {
    await this.wire
      .send("input.performActions", { context: this.context, actions: [source] })
      .catch(mayBeGone);
  }
}

class FirefoxPage extends FirefoxFrame {
  /**
   * @param {FirefoxBrowser} browser
   * @param {string} context
   */
  constructor(browser, context) {
    super(browser.wire, context);
    this.browser = browser;
  }

  /** @param {string} url @param {import("./index.mjs").WaitOptions} [options] */
  async goto(url, { waitUntil = "load" } = {}) {
    const wait = waitUntil === "load" ? "complete" : "interactive";
    await this.wire.send("browsingContext.navigate", { context: this.context, url, wait });
  }

  async reload() {
    await this.wire.send("browsingContext.reload", { context: this.context, wait: "complete" });
  }

  back() {
    return this.#traverse(-1);
  }

  forward() {
    return this.#traverse(1);
  }

  /** @param {number} delta */
  async #traverse(delta) {
    await this.wire.send("browsingContext.traverseHistory", { context: this.context, delta });
    await this.until(() => document.readyState === "complete");
  }

  async close() {
    await this.wire.send("browsingContext.close", { context: this.context });
  }

  /** @param {(url: string) => boolean} matches */
  frame(matches) {
    return until(
      async () => {
        const tree = await this.wire.send("browsingContext.getTree", { root: this.context });
        const frames = [...tree.contexts[0].children];
        for (const frame of frames) {
          if (matches(frame.url)) return new FirefoxFrame(this.wire, frame.context);
          frames.push(...frame.children);
        }
      },
      { what: `a frame ${matches}` },
    );
  }

  /** @param {string} keys for example "Enter" or "Shift+Tab" */
  async press(keys) {
    const { shift, char } = parseKeys(keys);
    // Elsewhere, keys move the focus without the events that tell of it.
    await this.toFront();
    const actions = [
      { type: "keyDown", value: char },
      { type: "keyUp", value: char },
    ];
    if (shift) {
      actions.unshift({ type: "keyDown", value: SHIFT });
      actions.push({ type: "keyUp", value: SHIFT });
    }
    await this.act({ type: "key", id: "keyboard", actions });
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.toFront();
    await this.click(selector);
    const actions = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.act({ type: "key", id: "keyboard", actions });
  }

  /** Only the tab in front paints, and lets animations go on. An unloaded tab loads. */
  async toFront() {
    const activate = async () => {
      await this.wire.send("browsingContext.activate", { context: this.context });
      return true;
    };
    try {
      await activate();
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      await this.browser.inChrome((/** @type {string} */ context) => {
        const { NavigableManager } = ChromeUtils.importESModule(
          "chrome://remote/content/shared/NavigableManager.sys.mjs",
        );
        const browser = NavigableManager.getBrowserById(context);
        const tabs = browser.getTabBrowser();
        tabs.selectedTab = tabs.getTabForBrowser(browser);
      }, this.context);
      await until(activate, { what: "the tab to load" });
    }
  }

  /** @param {string} file @param {import("./index.mjs").ScreenshotOptions} [options] */
  async screenshot(file, { clip, fullPage } = {}) {
    const { data } = await this.wire.send("browsingContext.captureScreenshot", {
      context: this.context,
      origin: fullPage ? "document" : "viewport",
      ...(clip && { clip: { type: "box", ...clip } }),
    });
    await writeFile(file, data, "base64");
  }

  /** The WebExtensions id of the tab. */
  tabId() {
    return this.browser.inChrome((/** @type {string} */ context) => {
      const { NavigableManager } = ChromeUtils.importESModule(
        "chrome://remote/content/shared/NavigableManager.sys.mjs",
      );
      const { ExtensionParent } = ChromeUtils.importESModule(
        "resource://gre/modules/ExtensionParent.sys.mjs",
      );
      const browser = NavigableManager.getBrowserById(context);
      const { tabTracker } = ExtensionParent.apiManager.global;
      return tabTracker.getId(browser.getTabBrowser().getTabForBrowser(browser));
    }, this.context);
  }

  /** Unloads the tab. */
  async discard() {
    const unloaded = await this.browser.inChrome(async (/** @type {string} */ context) => {
      const { NavigableManager } = ChromeUtils.importESModule(
        "chrome://remote/content/shared/NavigableManager.sys.mjs",
      );
      const browser = NavigableManager.getBrowserById(context);
      const tabs = browser.getTabBrowser();
      const tab = tabs.getTabForBrowser(browser);
      await tabs.prepareDiscardBrowser(tab);
      return tabs.discardBrowser(tab);
    }, this.context);
    if (!unloaded) throw new Error("Firefox does not unload this tab (is it in front?)");
  }
}

/** The document of the extension's toolbar popup. */
class FirefoxPopup extends FirefoxPage {
  /**
   * It grows to what it shows, up to 600 px, a moment later: a press before would meet something else.
   * @override @param {any} element
   */
  async clickElement(element) {
    await this.until(() => innerHeight >= Math.min(600, document.documentElement.scrollHeight) - 1);
    await super.clickElement(element);
  }

  /** It is there for as long as it lives. @override */
  async toFront() {
    await this.run("() => {}");
  }

  /** @override */
  async close() {
    await this.browser.inChrome(async (/** @type {string} */ context) => {
      const { NavigableManager } = ChromeUtils.importESModule(
        "chrome://remote/content/shared/NavigableManager.sys.mjs",
      );
      const panel = NavigableManager.getBrowserById(context).closest("panel");
      const hidden = new Promise((done) =>
        panel.addEventListener("popuphidden", done, { once: true }),
      );
      panel.hidePopup();
      await hidden;
    }, this.context);
  }
}

class FirefoxBrowser {
  name = /** @type {const} */ ("firefox");
  version = "";
  extensionOrigin = "";
  extensionId = "";
  /** @type {import("./index.mjs").Problem[]} */
  problems = [];
  /** @type {Map<string, FirefoxPage>} */
  #pages = new Map();

  /**
   * @param {Wire} wire
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
  async prepare({ extension, privateWindows, permanent }, profile, again) {
    const session = await this.wire.send("session.new", {
      capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
    });
    this.version = session.capabilities.browserVersion;
    await this.wire.send("session.subscribe", { events: ["script.message"] });
    const { contexts } = await this.wire.send("browsingContext.getTree", { "moz:scope": "chrome" });
    this.chrome = new FirefoxFrame(this.wire, contexts[0].context);
    if (this.size) {
      const [width, height] = this.size;
      const viewport = { userContexts: ["default"], viewport: { width, height } };
      await this.wire.send("browsingContext.setViewport", viewport).catch((error) => {
        // It sizes the tabs there are and those to come, but trips over unloaded ones.
        if (!again || !error.message.endsWith("navigable is null")) throw error;
      });
    }
    const channel = { type: "channel", value: { channel: "problems" } };
    await this.chrome.call(String(watchConsoles), [channel]);
    if (!extension) return;
    this.extensionOrigin = `moz-extension://${UUID}`;
    if (again) return this.#restored();
    if (privateWindows === true) await this.#allowInPrivateWindows();
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
   * Comes before the extension: BiDi's moz:allowPrivateBrowsing adds it afterwards and starts the
   * extension twice.
   */
  async #allowInPrivateWindows() {
    await this.inChrome(async (/** @type {string} */ id) => {
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        "resource://gre/modules/ExtensionPermissions.sys.mjs",
      );
      await ExtensionPermissions.add(id, {
        permissions: ["internal:privateBrowsingAllowed"],
        origins: [],
      });
    }, this.extensionId);
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
    await this.inChrome(
      (/** @type {string} */ archive, /** @type {[string, string][]} */ pairs) => {
        const { FileUtils } = ChromeUtils.importESModule(
          "resource://gre/modules/FileUtils.sys.mjs",
        );
        const writer = Cc["@mozilla.org/zipwriter;1"].createInstance(Ci.nsIZipWriter);
        const { MODE_WRONLY, MODE_CREATE } = FileUtils;
        writer.open(new FileUtils.File(archive), MODE_WRONLY | MODE_CREATE);
        for (const [name, path] of pairs) {
          const { COMPRESSION_FASTEST } = Ci.nsIZipWriter;
          writer.addEntryFile(name, COMPRESSION_FASTEST, new FileUtils.File(path), false);
        }
        writer.close();
      },
      archive,
      pairs,
    );
    return archive;
  }

  /** The session of before is there again, and the extension too. */
  async #restored() {
    const there = (/** @type {string} */ id) => Boolean(WebExtensionPolicy.getByID(id)?.extension);
    await this.inChrome(async () => {
      const { SessionStore } = ChromeUtils.importESModule(
        "resource:///modules/sessionstore/SessionStore.sys.mjs",
      );
      await SessionStore.promiseAllWindowsRestored;
    });
    await until(() => this.inChrome(there, this.extensionId), { what: "the extension" });
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
    await this.inChrome(
      (/** @type {string} */ id) =>
        WebExtensionPolicy.getByID(id).extension.terminateBackground({
          ignoreDevToolsAttached: true,
          disableResetIdleForTest: true,
        }),
      this.extensionId,
    );
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

  /** @param {boolean} allowed */
  async setSiteAccess(allowed) {
    await this.inChrome(
      async (/** @type {string} */ id, /** @type {boolean} */ allowed) => {
        const { AddonManager } = ChromeUtils.importESModule(
          "resource://gre/modules/AddonManager.sys.mjs",
        );
        const { ExtensionPermissions } = ChromeUtils.importESModule(
          "resource://gre/modules/ExtensionPermissions.sys.mjs",
        );
        const { optionalOriginsNormalized: origins } = await AddonManager.getAddonByID(id);
        const change = allowed ? "add" : "remove";
        const { extension } = WebExtensionPolicy.getByID(id);
        await ExtensionPermissions[change](id, { permissions: [], origins }, extension);
      },
      this.extensionId,
      allowed,
    );
  }

  async disableExtension() {
    await this.inChrome(async (/** @type {string} */ id) => {
      const { AddonManager } = ChromeUtils.importESModule(
        "resource://gre/modules/AddonManager.sys.mjs",
      );
      await (await AddonManager.getAddonByID(id)).disable();
    }, this.extensionId);
  }

  async reloadExtension() {
    await this.inChrome(async (/** @type {string} */ id) => {
      const { AddonManager } = ChromeUtils.importESModule(
        "resource://gre/modules/AddonManager.sys.mjs",
      );
      await (await AddonManager.getAddonByID(id)).reload();
    }, this.extensionId);
  }

  windows() {
    return this.inChrome(() => {
      const { PrivateBrowsingUtils } = ChromeUtils.importESModule(
        "resource://gre/modules/PrivateBrowsingUtils.sys.mjs",
      );
      const all = [...Services.wm.getEnumerator("navigator:browser")];
      const hidden = all.filter((each) => PrivateBrowsingUtils.isWindowPrivate(each)).length;
      return { normal: all.length - hidden, private: hidden };
    });
  }

  async close() {
    await this.stop();
  }
}

/** @param {any} message */
function toError({ error, message }) {
  if (/stale element|is not displayed/.test(`${error} ${message}`)) return new Replaced(message);
  const gone = /no such (frame|node)|DiscardedBrowsingContext|AbortError|actor .*destroyed/i;
  return gone.test(`${error} ${message}`) ? new Gone(message) : new Error(`${error}: ${message}`);
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
  const { child, ended, left, stop } = start(firefox, args, [...stdio], profile, env);
  try {
    /** @type {Promise<string>} */
    const listening = new Promise((found) => {
      let said = "";
      child.stderr?.on("data", (chunk) => {
        said += chunk;
        const address = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
        if (address) found(address[1]);
      });
    });
    const address = await Promise.race([listening, ended.then((error) => Promise.reject(error))]);
    const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
    await new Promise((open, failed) => socket.once("open", open).once("error", failed));
    const wire = new Wire(
      (text) => socket.send(text),
      () => {},
      toError,
    );
    socket.on("message", (data) => wire.receive(String(data)));
    ended.then((error) => wire.fail(error));
    const browser = new FirefoxBrowser(wire, stop, headless ? size : null);
    browser.extensionId = extensionId;
    await browser.prepare(options, profile, again);
    /** @returns {Promise<import("./index.mjs").Browser>} */
    const restart = async () => {
      if (options.extension && !options.permanent) throw new Error("restart() needs `permanent`");
      // BiDi's browser.close would close every tab first.
      await browser.inChrome(() => {
        Services.prefs.setBoolPref("browser.sessionstore.resume_session_once", true);
        const { eAttemptQuit } = Ci.nsIAppStartup;
        Services.tm.dispatchToMainThread(() => Services.startup.quit(eAttemptQuit));
      });
      await left();
      return run(options, profile, extensionId, true);
    };
    return Object.assign(browser, { ended: ended.then(() => undefined), restart });
  } catch (error) {
    await stop();
    throw error;
  }
}
