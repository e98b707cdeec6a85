// Tabs, frames and popups of Firefox.

/// <reference lib="dom" />

import { writeFile } from "node:fs/promises";
import { closePopup, discardTab, selectTab, tabIdOf } from "./firefox_scope.mjs";
import { Frame, Gone, mayBeGone, parseKeys, until } from "./shared.mjs";

const SHIFT = "\uE008";

export class FirefoxFrame extends Frame {
  /**
   * @param {import("./firefox_wire.mjs").Wire} wire
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

  /** @override @param {any} element @param {number} [button] of the mouse */
  clickElement(element, button = 0) {
    return this.#point(element, "mouse", button);
  }

  /** @override @param {any} element */
  tapElement(element) {
    return this.#point(element, "touch", 0);
  }

  /**
   * @param {any} element
   * @param {"mouse" | "touch"} pointerType
   * @param {number} button
   */
  async #point(element, pointerType, button) {
    await this.call(
      "(element) => element.scrollIntoView({ block: 'nearest', behavior: 'instant' })",
      [element],
    );
    const origin = { type: "element", element: { sharedId: element.sharedId } };
    await this.act({
      type: "pointer",
      id: pointerType,
      parameters: { pointerType },
      actions: [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button },
        { type: "pointerUp", button },
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

export class FirefoxPage extends FirefoxFrame {
  /**
   * @param {import("./firefox.mjs").FirefoxBrowser} browser
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
      await this.browser.inChrome(selectTab, this.context);
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
    return this.browser.inChrome(tabIdOf, this.context);
  }

  /** Unloads the tab. */
  async discard() {
    const unloaded = await this.browser.inChrome(discardTab, this.context);
    if (!unloaded) throw new Error("Firefox does not unload this tab (is it in front?)");
  }
}

/** The document of the extension's toolbar popup. */
export class FirefoxPopup extends FirefoxPage {
  /**
   * It grows to what it shows, up to 600 px, a moment later: a press before would meet something else.
   * @override @param {any} element
   */
  async clickElement(element) {
    await this.until(() => innerHeight >= Math.min(600, document.documentElement.scrollHeight) - 1);
    await super.clickElement(element);
  }

  /** It is in front as long as it exists. @override */
  async toFront() {
    await this.run("() => {}");
  }

  /** @override */
  async close() {
    await this.browser.inChrome(closePopup, this.context);
  }
}
