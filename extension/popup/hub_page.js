// The shape of a Hub page that nobody of us can read.

import * as tabs from "../background/tabs.js";

/**
 * The names and types in the data of a Hub page, and whether it has a Space's frame; no values.
 * @param {chrome.tabs.Tab | undefined} tab
 * @returns {Promise<{hasFrame: boolean, shape: object} | null>}
 */
export async function shapeOf(tab) {
  const target = { tabId: tab?.id ?? -1 };
  const files = ["popup/page_shape.js"];
  const looked = chrome.scripting
    .executeScript({ target, files, injectImmediately: true })
    .then((results) => results[0]?.result ?? null)
    .catch(() => null);
  const found = await tabs.inTime(looked, tabs.TIMEOUT_MS);
  return found === "silent" ? null : found;
}
