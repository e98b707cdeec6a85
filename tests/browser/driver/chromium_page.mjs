// Tabs, frames and popups of Chromium.

/// <reference lib="dom" />
import { asFunction, handleOf, idOf, orGone, sessionOfFrame } from "./chromium_puppeteer.mjs";
import { Frame, mayBeGone, parseKeys, Replaced, until } from "./shared.mjs";

/** @typedef {import("puppeteer-core").ElementHandle} ElementHandle */

/** @type {any} */
const chrome = undefined; // a name of extension scopes, for functions that run there

class ChromiumFrame extends Frame {
  /** @param {import("puppeteer-core").Frame} frame */
  constructor(frame) {
    super();
    this.document = () => frame;
  }

  /** @override @param {string} source @param {ElementHandle[]} handles */
  run(source, ...handles) {
    return orGone(this.document().evaluate(asFunction(source), ...handles));
  }

  /** @override @param {string} selector @param {ElementHandle} [root] */
  async find(selector, root) {
    const source = asFunction("(selector, root) => (root ?? document).querySelector(selector)");
    const found = await orGone(this.document().evaluateHandle(source, selector, root));
    return found.asElement();
  }

  /** @override @param {ElementHandle} element */
  async shadowOf(element) {
    const objectId = element.remoteObject().objectId;
    const session = sessionOfFrame(this.document());
    const { node } = await orGone(session.send("DOM.describeNode", { objectId, pierce: true }));
    const [root] = node.shadowRoots ?? [];
    return root ? orGone(handleOf(this.document(), root.backendNodeId)) : null;
  }

  /** @override @param {ElementHandle} element */
  async clickElement(element) {
    const page = this.document().page();
    await orGone(page.bringToFront());
    await orGone(element.scrollIntoView()).catch(orReplaced);
    // Frames in processes of their own get the mouse where they were painted last: after scrolling
    // it takes a moment until that is where they are.
    await until(() => orGone(this.#hover(element)), {
      what: "the mouse to be over the element (does something cover it?)",
    });
    await orGone(page.mouse.down());
    await orGone(page.mouse.up()).catch(mayBeGone);
  }

  /** @override @param {ElementHandle} element */
  async tapElement(element) {
    const page = this.document().page();
    await orGone(page.bringToFront());
    await orGone(element.scrollIntoView()).catch(orReplaced);
    const { x, y } = await element.clickablePoint().catch(orReplaced);
    await orGone(page.touchscreen.tap(x, y)).catch(mayBeGone);
  }

  /** @param {ElementHandle} element */
  async #hover(element) {
    const point = await element.clickablePoint().catch(orReplaced);
    await this.document().page().mouse.move(point.x, point.y);
    return element.evaluate((element) => element.matches(":hover"));
  }
}

/**
 * The page has built anew what the element was.
 * @param {Error} error
 * @returns {never}
 */
function orReplaced(error) {
  const isReplaced = /not clickable|detached from document/.test(error.message);
  throw isReplaced ? new Replaced(error.message) : error;
}

export class ChromiumPage extends ChromiumFrame {
  unloaded = false;

  /**
   * @param {import("./chromium.mjs").ChromiumBrowser} browser
   * @param {import("puppeteer-core").Page} page
   */
  constructor(browser, page) {
    super(page.mainFrame());
    this.browser = browser;
    this.page = page;
    this.document = () => this.page.mainFrame();
  }

  /** What Puppeteer has no method for. */
  get session() {
    return sessionOfFrame(this.document());
  }

  /** @param {string} url @param {import("./index.mjs").WaitOptions} [options] */
  async goto(url, options) {
    await this.page.goto(url, options);
  }

  async reload() {
    await this.page.reload();
  }

  async back() {
    await this.page.goBack();
  }

  async forward() {
    await this.page.goForward();
  }

  close() {
    return this.page.close();
  }

  /** @param {(url: string) => boolean} matches */
  frame(matches) {
    return until(
      () => {
        const isIt = (/** @type {import("puppeteer-core").Frame} */ each) =>
          each !== this.page.mainFrame() && matches(each.url());
        const found = this.page.frames().find(isIt);
        return found && new ChromiumFrame(found);
      },
      { what: `a frame ${matches}` },
    );
  }

  /** @param {string} keys for example "Enter" or "Shift+Tab" */
  async press(keys) {
    const { shift, name } = parseKeys(keys);
    const { keyboard } = this.page;
    await orGone(this.page.bringToFront());
    if (shift) await keyboard.down("Shift");
    const key = /** @type {import("puppeteer-core").KeyInput} */ (name);
    await orGone(keyboard.press(key)).catch(mayBeGone);
    if (shift) await orGone(keyboard.up("Shift")).catch(mayBeGone);
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.click(selector);
    await this.page.keyboard.type(text);
  }

  /** Only the tab in front paints, and lets animations go on. An unloaded tab loads. */
  async toFront() {
    await this.page.bringToFront();
    if (!this.unloaded) return;
    this.unloaded = false;
    await this.browser.inHelper(loadIfUnloaded, await this.tabId());
  }

  /** @param {string} file @param {import("./index.mjs").ScreenshotOptions} [options] */
  async screenshot(file, { clip, fullPage = false } = {}) {
    const path = /** @type {`${string}.png`} */ (file);
    const { cssVisualViewport } = await this.session.send("Page.getLayoutMetrics");
    const { pageX, pageY } = cssVisualViewport;
    await this.page.screenshot({
      path,
      fullPage,
      captureBeyondViewport: fullPage,
      ...(clip && { clip: { ...clip, x: clip.x + pageX, y: clip.y + pageY } }),
    });
  }

  /** The WebExtensions id of the tab. */
  tabId() {
    return this.browser.inHelper(async (/** @type {string} */ targetId) => {
      const targets = await chrome.debugger.getTargets();
      return targets.find((/** @type {any} */ target) => target.id === targetId).tabId;
    }, idOf(this.page.target()));
  }

  /** Unloads the tab. It becomes another target and has another id; this page goes over to it. */
  async discard() {
    const targetId = await this.browser.inHelper(discard, await this.tabId());
    this.page = await this.browser.pageAt(targetId);
    this.browser.adopt(this);
    this.unloaded = true;
  }
}

/**
 * Runs in the helper: unloads a tab and answers with the target that stands for it from then on.
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
