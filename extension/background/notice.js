// What a page shows: composed here, out of its report, by the core (src/ui/notice.rs).

import { formatTime } from "./clock.js";
import * as history from "./run_history.js";

const MINUTE_MS = 60_000;

/**
 * @param {WhoseQuotaCore} core
 * @param {WhoseQuotaReport} report
 * @param {Sender} sender
 * @returns {Promise<WhoseQuotaShown | null>}
 */
export async function noticeFor(core, report, { url, tab }) {
  if (report.banner !== "shown") return null;
  return core.shown(report, await noticeContext(report, tab, url));
}

/**
 * What is known beside a tab's report (`NoticeContext` in src/ui/notice.rs).
 * @param {WhoseQuotaReport} report
 * @param {chrome.tabs.Tab} tab
 * @param {string} href
 */
export async function noticeContext(report, tab, href) {
  const hasMessages = report.messages.length > 0;
  return {
    href,
    outcomes: hasMessages ? await history.runHistory(tab) : [],
    since: history.since(),
    until: report.messages.map(until),
  };
}

/**
 * When the wait that a message tells of ends, for the machine and in the visitor's words.
 * @param {WhoseQuotaMessage} message
 */
function until({ at, retryAfterSeconds }) {
  const time = Date.parse(at ?? "") + (retryAfterSeconds ?? Number.NaN) * 1000;
  // A clock shows whole minutes, and none that is too early.
  const minute = new Date(Math.ceil(time / MINUTE_MS) * MINUTE_MS);
  if (Number.isNaN(minute.getTime())) return null;
  return { ms: String(minute.getTime()), clock: formatTime(minute) };
}
