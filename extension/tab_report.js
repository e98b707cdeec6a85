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
  const seen = { href: tab?.url ?? "", framing: { isTop: true } };
  return { report: (await ready).decide(seen, navigator.userAgent).report, isKept: false };
}

/** @param {number} id */
export async function tabOf(id) {
  return Number.isInteger(id) && id >= 0 ? chrome.tabs.get(id).catch(() => undefined) : undefined;
}
