// The report on a tab: what a script of ours said there, or what the address alone tells.

import { ready } from "./core.js";
import * as tabs from "./tabs.js";

/**
 * @param {{id?: number, url?: string} | undefined} tab
 * @returns {Promise<{report: WhoseQuotaReport, isKept: boolean}>}
 */
export async function reportOn(tab) {
  const kept = tab?.id === undefined ? undefined : await tabs.current(tab.id);
  if (kept) return { report: kept.report, isKept: true };
  // A file of a Space says so itself; of what it is nothing else is asked.
  const script = tab?.id === undefined ? undefined : await tabs.there(tab.id, 0);
  const seen = {
    href: tab?.url ?? "",
    framing: { isTop: true },
    marks: script?.isSpace === false ? { contentType: script.contentType } : null,
  };
  return { report: (await ready).decide(seen, navigator.userAgent).report, isKept: false };
}

/** @param {number} id */
export async function tabOf(id) {
  return Number.isInteger(id) && id >= 0 ? chrome.tabs.get(id).catch(() => undefined) : undefined;
}
