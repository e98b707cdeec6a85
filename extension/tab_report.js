// The report on a tab: what a script of ours said there, or what the address alone tells.

import { ready } from "./core.js";
import { apartOf } from "./store.js";
import * as tabs from "./tabs.js";

const HUB = "https://huggingface.co/spaces/";

/** How long the background may take, in ms. */
const WAKING_MS = 1_000;

/**
 * @param {chrome.tabs.Tab | undefined} tab
 * @returns {Promise<{report: WhoseQuotaReport, isKept: boolean, isFailed: boolean}>}
 */
export async function reportOn(tab) {
  const id = tab?.id ?? -1;
  const [kept, script] = await Promise.all([
    keptOf(tab).then((kept) => tabs.current(kept, tab)),
    tabs.there(id, 0),
  ]);
  if (kept) return { report: kept.report, isKept: true, isFailed: kept.failed === true };
  // A file of a Space says so itself; of what it is nothing else is asked.
  const file = script && script !== "silent" && !script.isSpace ? script : null;
  const seen = {
    href: tab?.url ?? "",
    framing: { isTop: true },
    marks: file && { contentType: file.contentType },
  };
  const { report } = (await ready).decide(seen, navigator.userAgent);
  return { report, isKept: false, isFailed: false };
}

/**
 * What is kept of a tab. The background may know more than storage.session: of private windows, say.
 * It tells once more (`kept`) where it has to ask the tab itself. Of other people's sites it is not
 * asked: it may have to wake for it.
 * @param {chrome.tabs.Tab | undefined} tab
 */
async function keptOf(tab) {
  if (tab?.id === undefined) return [];
  const kept = await tabs.read(tab.id);
  const { url = "" } = tab;
  const isOurs = url.startsWith(HUB) || (await ready).subdomain(url) !== undefined;
  if (kept.length > 0 || (!isOurs && apartOf(tab) === "")) return kept;
  const told = chrome.runtime.sendMessage({ kind: "kept", tab: tab.id }).catch(() => undefined);
  // It may have to wake first; no page keeps it waiting.
  const answer = await tabs.inTime(told, WAKING_MS);
  return answer === "silent" || !answer ? [] : /** @type {WhoseQuotaSaid[]} */ (answer);
}

/** @param {number} id */
export async function tabOf(id) {
  return Number.isInteger(id) && id >= 0 ? chrome.tabs.get(id).catch(() => undefined) : undefined;
}
