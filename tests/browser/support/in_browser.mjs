// The browsers of a test file or of a suite in it.

import { duringTests } from "../../support/during_tests.mjs";
import { browsersFor, start } from "../extension.mjs";

/** @typedef {import("../../stage/stage.mjs").Stage} Stage */
/** @typedef {import("../extension.mjs").StartOptions} StartOptions */

/**
 * A browser with the extension, from before the suite's first test until after its last one.
 * @param {"chrome" | "firefox"} name
 * @param {Stage} stage
 * @param {StartOptions} [options]
 */
export function inBrowser(name, stage, options) {
  return duringTests(`${name}`, () => start(name, stage, options));
}

/**
 * The same for each way of treating cookies; see `browsersFor`.
 * @param {"chrome" | "firefox"} name
 * @param {Stage} stage
 * @param {StartOptions} [options]
 */
export function inBrowsers(name, stage, options) {
  return duringTests(`${name}`, () => browsersFor(name, stage, options));
}

/**
 * A browser with the extension for as long as something uses it.
 * @template T
 * @param {"chrome" | "firefox"} name
 * @param {Stage} stage
 * @param {StartOptions} options
 * @param {(browser: import("../driver/index.mjs").Browser) => Promise<T>} use
 */
export async function withBrowser(name, stage, options, use) {
  const browser = await start(name, stage, options);
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
