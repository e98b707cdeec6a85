// Functions that run in the scope of Firefox's first window, which --remote-allow-system-access opens.
// They do what WebDriver BiDi lacks; what they share is in `driver`.

/// <reference lib="dom" />
/// <reference path="./firefox-scope.d.ts" />

/** Comes first. */
export function defineDriver() {
  const gre = "resource://gre/modules";
  const modules = {
    AddonManager: `${gre}/AddonManager.sys.mjs`,
    BrowserWindowTracker: "resource:///modules/BrowserWindowTracker.sys.mjs",
    ExtensionParent: `${gre}/ExtensionParent.sys.mjs`,
    ExtensionPermissions: `${gre}/ExtensionPermissions.sys.mjs`,
    FileUtils: `${gre}/FileUtils.sys.mjs`,
    NavigableManager: "chrome://remote/content/shared/NavigableManager.sys.mjs",
    PrivateBrowsingUtils: `${gre}/PrivateBrowsingUtils.sys.mjs`,
    SessionStore: "resource:///modules/sessionstore/SessionStore.sys.mjs",
  };
  const helpers = {
    windows: () => [...Services.wm.getEnumerator("navigator:browser")],
    /** @param {unknown} window */
    isPrivate: (window) => driver.PrivateBrowsingUtils.isWindowPrivate(window),
    /** BiDi's id of a tab or popup. @param {unknown} browser its element */
    idOf: (browser) => driver.NavigableManager.getIdForBrowser(browser),
    /** @param {string} context BiDi's id */
    browserOf: (context) => driver.NavigableManager.getBrowserById(context),
    /** @param {string} context */
    tabOf(context) {
      const browser = driver.browserOf(context);
      const tabs = browser.getTabBrowser();
      return { tabs, tab: tabs.getTabForBrowser(browser) };
    },
    /** @param {string} id */
    extension: (id) => WebExtensionPolicy.getByID(id)?.extension,
  };
  ChromeUtils.defineESModuleGetters(helpers, modules);
  Object.assign(globalThis, { driver: helpers });
}

/**
 * Reports what pages, content scripts and extension pages complain about.
 * Only their own processes know which window it came from, so a process script passes it on.
 * @param {(json: string) => void} report
 */
export function watchConsoles(report) {
  const inEveryProcess = () => {
    if (Services.appinfo.processType === Ci.nsIXULRuntime.PROCESS_TYPE_DEFAULT) return;
    /** @param {{kind: string, where: string, text: string, id: number}} problem */
    const pass = (problem) => {
      // Firefox's own modules complain too; those of its remote agent, and actors of a page that is
      // being left, without saying where. Only privileged code has a JSWindowActorChild:
      // https://firefox-source-docs.mozilla.org/dom/ipc/jsactors.html
      if (/^(chrome|resource|about):/.test(problem.where)) return;
      if (/MessageHandlerFrame|^AbortError: Actor '\w+' destroyed/.test(problem.text)) return;
      if (/^InvalidStateError: JSWindowActorChild\./.test(problem.text)) return;
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
 * Evaluates in the background page, which no BiDi context leads to.
 * The debugger API reaches its globals in spite of its content security policy.
 * @param {string} id
 * @param {string} source
 */
export async function inBackground(id, source) {
  const extension = driver.extension(id);
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

/** @param {string} id */
export function stopBackground(id) {
  const how = { ignoreDevToolsAttached: true, disableResetIdleForTest: true };
  return driver.extension(id).terminateBackground(how);
}

/**
 * The BiDi id of a tab in a private or normal window, which is opened if there is none.
 * @param {boolean} isPrivate
 */
export async function tabInWindow(isPrivate) {
  const existing = driver
    .windows()
    .find((/** @type {any} */ each) => driver.isPrivate(each) === isPrivate);
  const window =
    existing ?? (await driver.BrowserWindowTracker.promiseOpenWindow({ private: isPrivate }));
  return { reference: driver.idOf(window.gBrowser.selectedBrowser), fresh: !existing };
}

export function countWindows() {
  const all = driver.windows();
  const hidden = all.filter(driver.isPrivate).length;
  return { normal: all.length - hidden, private: hidden };
}

/** Every tab, unloaded ones too, which BiDi does not list. */
export function listTabs() {
  return driver
    .windows()
    .flatMap((/** @type {any} */ window) => window.gBrowser.browsers)
    .map((/** @type {any} */ browser) => ({
      context: driver.idOf(browser),
      url: browser.currentURI.spec,
    }));
}

/** Brings a tab to the front, which BiDi does not do with an unloaded one. @param {string} context */
export function selectTab(context) {
  const { tabs, tab } = driver.tabOf(context);
  tabs.selectedTab = tab;
}

/** The WebExtensions id of a tab. @param {string} context */
export function tabIdOf(context) {
  return driver.ExtensionParent.apiManager.global.tabTracker.getId(driver.tabOf(context).tab);
}

/** Unloads a tab. @param {string} context @returns {Promise<boolean>} whether it did */
export async function discardTab(context) {
  const { tabs, tab } = driver.tabOf(context);
  await tabs.prepareDiscardBrowser(tab);
  return tabs.discardBrowser(tab);
}

/**
 * Clicks the extension's button for the tab in front, and answers with the BiDi id of its popup. BiDi looks
 * ids up among tabs only; its lookup is extended to popups.
 * @param {string} id of the extension
 * @param {string} context of the tab
 */
export async function openPopup(id, context) {
  const { NavigableManager } = driver;
  if (!Object.hasOwn(NavigableManager, "getBrowserById")) {
    const inTabs = NavigableManager.getBrowserById.bind(NavigableManager);
    const popups = () =>
      driver
        .windows()
        .flatMap((/** @type {any} */ window) => [
          ...window.document.querySelectorAll("browser.webextension-popup-browser"),
        ]);
    NavigableManager.getBrowserById = (/** @type {string} */ id) =>
      inTabs(id) ?? popups().find((/** @type {any} */ each) => driver.idOf(each) === id) ?? null;
  }
  const window = driver.browserOf(context).ownerDocument.defaultView;
  const loaded = new Promise((done) =>
    window.addEventListener("WebExtPopupLoaded", done, { once: true }),
  );
  const { browserActionFor } = driver.ExtensionParent.apiManager.global;
  browserActionFor(driver.extension(id)).triggerAction(window);
  const { target: browser } = /** @type {any} */ (await loaded);
  // While it still opens, a press may be lost.
  const panel = browser.closest("panel");
  if (panel.state !== "open")
    await new Promise((done) => panel.addEventListener("popupshown", done, { once: true }));
  browser.permanentKey ??= {}; // what ids hang on
  return driver.idOf(browser);
}

/** @param {string} context */
export async function closePopup(context) {
  const panel = driver.browserOf(context).closest("panel");
  const hidden = new Promise((done) => panel.addEventListener("popuphidden", done, { once: true }));
  panel.hidePopup();
  await hidden;
}

/** Resolves when a context menu has opened. */
export function menuOpened() {
  const opened = driver
    .windows()
    .map((/** @type {any} */ window) => window.document.getElementById("contentAreaContextMenu"))
    .map(
      (/** @type {any} */ menu) =>
        new Promise((done) =>
          menu.addEventListener("popupshown", () => done(null), { once: true }),
        ),
    );
  return Promise.race(opened);
}

/**
 * Presses an extension's item in the context menu that is open, or closes the menu. A menu of its own holds
 * its items where there are several.
 * @param {string} id of the extension
 * @param {string} label
 * @returns {Promise<string[]>} the labels of all its items
 */
export async function pressInMenu(id, label) {
  const menu = driver
    .windows()
    .map((/** @type {any} */ window) => window.document.getElementById("contentAreaContextMenu"))
    .find((/** @type {any} */ menu) => menu.state === "open");
  const prefix = `${id.toLowerCase().replace(/[^a-z0-9_-]/g, "_")}-menuitem-`;
  const items = [...menu.querySelectorAll(`menuitem[id^="${prefix}"]`)];
  const item = items.find((item) => item.label === label);
  const hidden = new Promise((done) =>
    menu.addEventListener(
      "popuphidden",
      (/** @type {Event} */ { target }) => target === menu && done(null),
    ),
  );
  if (item && item.parentNode !== menu) {
    const shown = new Promise((done) =>
      item.parentNode.addEventListener("popupshown", done, { once: true }),
    );
    item.parentNode.parentNode.openMenu(true);
    await shown;
  }
  if (item) item.parentNode.activateItem(item);
  else menu.hidePopup();
  await hidden;
  return items.map(({ label }) => label);
}

/** @param {string} id */
export async function allowInPrivateWindows(id) {
  const allowed = { permissions: ["internal:privateBrowsingAllowed"], origins: [] };
  await driver.ExtensionPermissions.add(id, allowed);
}

/**
 * Withholds all hosts from an extension, all but those of one pattern, or gives all back.
 * @param {string} id @param {boolean | string} allowed
 */
export async function setSiteAccess(id, allowed) {
  const { optionalOriginsNormalized: origins } = await driver.AddonManager.getAddonByID(id);
  const change = allowed === true ? "add" : "remove";
  const changed = origins.filter((/** @type {string} */ host) => host !== allowed);
  const hosts = { permissions: [], origins: changed };
  await driver.ExtensionPermissions[change](id, hosts, driver.extension(id));
}

/** @param {string} id @param {"disable" | "reload"} act */
export async function doWithAddon(id, act) {
  await (await driver.AddonManager.getAddonByID(id))[act]();
}

/**
 * Zips files.
 * @param {string} archive its path
 * @param {[string, string][]} files name in the archive, and path
 */
export function zip(archive, files) {
  const { MODE_WRONLY, MODE_CREATE, File } = driver.FileUtils;
  const writer = Cc["@mozilla.org/zipwriter;1"].createInstance(Ci.nsIZipWriter);
  writer.open(new File(archive), MODE_WRONLY | MODE_CREATE);
  for (const [name, path] of files) {
    writer.addEntryFile(name, Ci.nsIZipWriter.COMPRESSION_FASTEST, new File(path), false);
  }
  writer.close();
}

/** Resolves when the windows of the last session are restored. */
export async function restored() {
  await driver.SessionStore.promiseAllWindowsRestored;
}

/** Ends Firefox, which then restores its windows at the next start. BiDi's browser.close closes every tab first. */
export function quit() {
  Services.prefs.setBoolPref("browser.sessionstore.resume_session_once", true);
  Services.tm.dispatchToMainThread(() => Services.startup.quit(Ci.nsIAppStartup.eAttemptQuit));
}
