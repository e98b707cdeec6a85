// What became of this session's runs, by Space, so that a card can say whether one Space fails or all
// of them (src/observe/outcomes.rs). Stays on this machine, ends with the browser, and knows nothing
// of private windows and containers.

import { there } from "./tabs.js";

const KEPT = "outcomes";
const DAY_MS = 86_400_000;

/** The ends of streams of results, in every Gradio generation. */
const RESULTS = ["https://*.hf.space/queue/data?*", "https://*.hf.space/*/queue/data?*"];

/** One change at a time. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** @param {(kept: unknown) => Promise<unknown>} change */
function inTurn(change) {
  turn = turn
    .then(async () => chrome.storage.session.set({ [KEPT]: await change(await kept()) }))
    .catch(() => undefined);
  return turn;
}

async function kept() {
  return (await chrome.storage.session.get(KEPT))[KEPT] ?? [];
}

/** A day ago. */
export const since = () => new Date(Date.now() - DAY_MS).toISOString();

/**
 * Whether a tab's runs may be remembered: what a private window or a container does is its own.
 * @param {chrome.tabs.Tab & {cookieStoreId?: string}} tab
 */
const isUsual = ({ incognito, cookieStoreId }) =>
  !incognito && (cookieStoreId ?? "firefox-default") === "firefox-default";

/**
 * This session's runs, as far as a tab may know of them.
 * @param {chrome.tabs.Tab} tab
 */
export async function outcomes(tab) {
  await turn;
  return isUsual(tab) ? kept() : [];
}

/**
 * Learns from a page's report.
 * @param {WhoseQuotaCore} core
 * @param {WhoseQuotaReport} report
 * @param {chrome.tabs.Tab} tab
 */
export async function learn(core, report, tab) {
  const isTelling = report.runs.length > 0 || report.messages.length > 0;
  if (isTelling && isUsual(tab)) await inTurn(async (kept) => core.learnOutcomes(kept, report));
}

/**
 * To be called at once when the background starts.
 * @param {Promise<WhoseQuotaCore>} ready
 */
export function watchEnds(ready) {
  /**
   * @param {string} url
   * @param {string} from the runs since then…
   * @param {number} to … and until then, which have ended with their stream
   */
  const end = (url, from, to) =>
    inTurn(async (kept) => {
      const core = await ready;
      const subdomain = core.subdomain(url);
      if (!subdomain) return kept;
      return core.endOutcomes(kept, subdomain, from, new Date(to).toISOString());
    });
  /** @type {chrome.webRequest.RequestFilter} */
  const filter = { urls: RESULTS, types: ["xmlhttprequest"] };
  chrome.webRequest.onCompleted.addListener(({ tabId, url, timeStamp, statusCode }) => {
    if (tabId >= 0 && statusCode === 200) end(url, "", timeStamp);
  }, filter);
  // An app that has heard the last word closes the stream itself, maybe before the server does. A page
  // that is left closes it too: so only what the document that stands there now has sent counts.
  chrome.webRequest.onErrorOccurred.addListener(async ({ tabId, frameId, url, timeStamp }) => {
    const { document = "" } = (tabId >= 0 && (await there(tabId, frameId))) || {};
    if (document) end(url, new Date(Number(document)).toISOString(), timeStamp);
  }, filter);
}
