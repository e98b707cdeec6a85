// What the popup looks up in a Hub page: whether its Space is the visitor's, and the shape of one that nobody of
// us can read.

import { noticeContext } from "../background/notice.js";
import { isOwner } from "../background/ownership.js";
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

/**
 * What is known beside the verdict.
 * @param {Core} core
 * @param {Judged} judged
 * @param {string | null} document
 * @param {chrome.tabs.Tab} tab
 * @param {string} href
 */
export async function contextOf(core, judged, document, tab, href) {
  const [context, owns] = await Promise.all([
    noticeContext(core, { judged, document }, tab, href),
    isOwner(core, judged, tab),
  ]);
  return { ...context, isOwner: owns };
}
