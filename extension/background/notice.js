// What a page shows: composed here, out of its verdict, by the core (src/ui/notice.rs).

import { formatTime } from "./clock.js";
import { isOwner } from "./ownership.js";
import * as history from "./run_history.js";
import { settings } from "./settings.js";
import { knownSource } from "./source.js";
import { isFolded, wasOpened } from "./tab_memory.js";

const MINUTE_MS = 60_000;

/**
 * @param {Core} core
 * @param {{judged: Judged, document: string}} said
 * @param {Sender} sender
 * @returns {Promise<Notice | null>}
 */
export async function noticeFor(core, said, { url, tab }) {
  const { judged } = said;
  const mayShow =
    judged.verdict.banner === "shown" || (await settings(core, tab.incognito)).opensHub;
  if (!mayShow) return null;
  // Only a banner has advice for an owner.
  const gather = judged.verdict.banner === "shown" ? contextWithOwner : noticeContext;
  return core.notice(judged, await gather(core, said, tab, url));
}

/**
 * The same as `noticeContext`, and whether the Space is the visitor's, which the page is asked for.
 * @type {typeof noticeContext}
 */
export async function contextWithOwner(core, said, tab, href) {
  const [context, owns] = await Promise.all([
    noticeContext(core, said, tab, href),
    isOwner(core, said.judged, tab),
  ]);
  return { ...context, isOwner: owns };
}

/**
 * What is known beside a tab's verdict (`NoticeContext` in src/ui/notice.rs).
 * @param {Core} core
 * @param {{judged: Judged, document: string | null}} said by which document, null where that is not known
 * @param {chrome.tabs.Tab} tab
 * @param {string} href
 */
export async function noticeContext(core, { judged, document }, tab, href) {
  const { messages } = judged.facts;
  const [runHistory, chosen, folded, opened, source] = await Promise.all([
    messages.length > 0 ? history.runHistory(tab) : [],
    settings(core, tab.incognito),
    isFolded(tab),
    wasOpened(tab, document),
    knownSource(core, judged, tab),
  ]);
  return {
    ...{ href, runHistory, settings: chosen, isFolded: folded, wasOpened: opened },
    ...{ source, isOwner: false },
    since: history.since(),
    until: messages.map(until),
    now: Date.now(),
  };
}

/**
 * When the wait that a message tells of ends, for the machine and in the visitor's words.
 * @param {ZeroGpuMessage} message
 */
function until({ at, retryAfterSeconds }) {
  const time = Date.parse(at ?? "") + (retryAfterSeconds ?? Number.NaN) * 1000;
  // A clock shows whole minutes, and none that is too early.
  const minute = new Date(Math.ceil(time / MINUTE_MS) * MINUTE_MS);
  if (Number.isNaN(minute.getTime())) return null;
  return [String(minute.getTime()), formatTime(minute)];
}
