// One way to drive real Chromium and real Firefox with an extension, private windows included.

import { launchChromium } from "./chromium.mjs";
import { launchFirefox } from "./firefox.mjs";

export { until } from "./shared.mjs";

/**
 * @typedef {object} LaunchOptions
 * @property {string} [extension] folder of the unpacked extension
 * @property {number} [proxyPort] HTTP CONNECT proxy on 127.0.0.1 through which every host is reached
 * @property {string} [spki] base64 SHA-256 of the servers' public key (Chromium; Firefox accepts any)
 * @property {"allowed" | "blocked" | "third-party-blocked"} [cookies] by default what the browser
 *   does by default
 * @property {boolean | "extension-not-allowed"} [privateWindows] whether `extension` is allowed in
 *   private windows; private pages can be opened in each case
 * @property {boolean} [later] `extension` is installed only by `installExtension`
 * @property {boolean} [permanent] Firefox: installs `extension` for good, as a store does, which
 *   `restart` needs; Firefox ESR, Developer Edition and Nightly accept that of an unsigned one
 * @property {"light" | "dark"} [colorScheme]
 * @property {[number, number]} [size] of the viewport, by default 1280 × 800
 * @property {boolean} [touch] a screen to tap on. Chromium lays pages out as on a phone too, and tells them
 *   that fingers are coarse; Firefox does neither
 * @property {boolean} [headless] by default true
 * @property {string} [locale] for example "de"
 * @property {Record<string, any>} [prefs] Firefox: about:config; Chromium: profile preferences, dotted
 * @property {string[]} [args] further command line arguments
 */

/**
 * Something a developer would see in red in a console.
 * @typedef {object} Problem
 * @property {"console" | "exception" | "report"} kind console.error or a failed console.assert; an
 *   uncaught exception or rejection; a report of the browser's own, for example a CSP violation.
 *   (Firefox does not tell the last two apart: both are "exception" there.)
 * @property {string} where address of the script, or of the document where that is not known
 * @property {string} tab address of the tab (of the worker, where there is no tab)
 * @property {string} text
 */

/**
 * @typedef {{waitUntil?: "load" | "domcontentloaded"}} WaitOptions
 * @typedef {{clip?: {x: number, y: number, width: number, height: number}, fullPage?: boolean}} ScreenshotOptions
 *   `clip` is relative to the viewport
 */

/**
 * @typedef {WaitOptions & {private?: boolean, container?: boolean}} OpenOptions `container`: Firefox, in a
 *   container of its own
 */

/** @typedef {import("./shared.mjs").Frame} Frame */

/**
 * A tab; as a frame it is the tab's top document.
 * @typedef {Frame & {
 *   goto(url: string, options?: WaitOptions): Promise<void>,
 *   reload(): Promise<void>,
 *   back(): Promise<void>,
 *   forward(): Promise<void>,
 *   close(): Promise<void>,
 *   frame(matches: (url: string) => boolean): Promise<Frame>,
 *   press(keys: string): Promise<void>,
 *   type(selector: string, text: string): Promise<void>,
 *   toFront(): Promise<void>,
 *   screenshot(file: string, options?: ScreenshotOptions): Promise<void>,
 *   tabId(): Promise<number>,
 *   discard(): Promise<void>,
 * }} Page
 *   `discard` unloads the tab, which must not be in front, as browsers do to save memory. `toFront` loads
 *   it again. In Chromium it has another `tabId` from then on.
 */

/**
 * The toolbar popup, in its own size. Chromium closes it as soon as its page or another tab is clicked or
 * opened; Firefox, headless, only when it closes itself. Escape closes it in neither.
 * @typedef {Frame & Pick<Page, "close" | "frame" | "press" | "type" | "screenshot">} Popup
 */

/**
 * @typedef {object} Browser
 * @property {"chrome" | "firefox"} name
 * @property {string} version
 * @property {Problem[]} problems grows; failed requests are not in it, the proxy sees those
 * @property {string} extensionOrigin without a slash at the end; "" without an extension
 * @property {(url: string, options?: OpenOptions) => Promise<Page>} open
 * @property {(matches: (url: string) => boolean) => Promise<Page>} page waits for a tab that
 *   something else opened, for example a link
 * @property {(path: string, options?: {private?: boolean}) => Promise<Page>} extensionPage
 * @property {() => Promise<void>} installExtension the one that was launched with `later`
 * @property {(fn: (...args: any[]) => any, ...args: any[]) => Promise<any>} background runs `fn` in the background
 *   worker (Chromium) or event page (Firefox), which wakes up for it
 * @property {() => Promise<void>} stopBackground
 * @property {(page: Page) => Promise<Popup>} openPopup brings the tab to the front and clicks the extension's
 *   button in the toolbar, which grants `activeTab` for it; resolves when the popup has loaded and has the
 *   focus. Close it before the next one
 * @property {(frame: Frame, selector: string, label: string) => Promise<string[]>} [pressInMenu] Firefox: opens
 *   the context menu of an element and presses the extension's item of that label, where there is one; answers
 *   with the labels of all its items
 * @property {(allowed: boolean | string) => Promise<void>} setSiteAccess withholds all hosts from the extension, all but
 *   those of one pattern, or gives all back, as a visitor can in the browser's settings; open pages want a reload to
 *   see it
 * @property {() => Promise<void>} reloadExtension as an update does while tabs are open; resolves when the new
 *   background runs. Only Firefox runs content scripts anew in open tabs
 * @property {() => Promise<void>} disableExtension as a visitor can in the browser's settings
 * @property {() => Promise<{normal: number, private: number}>} windows
 * @property {Promise<void>} ended when the browser has ended, however
 * @property {() => Promise<Browser>} restart ends the browser and starts it with the same profile, extension
 *   and tabs, except private ones; this object is of no use afterwards. Firefox loads only the tab in
 *   front: the others are as after `discard`
 * @property {() => Promise<void>} close
 */

/**
 * Starts a browser with a fresh profile. A normal window with an empty tab is there from the start.
 * @param {"chrome" | "firefox"} name
 * @param {LaunchOptions} [options]
 * @returns {Promise<Browser>}
 */
export function launch(name, options = {}) {
  return name === "chrome" ? launchChromium(options) : launchFirefox(options);
}
