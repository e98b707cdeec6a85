// What became of this session's runs, by Space, so that a card can say whether one Space fails or all
// of them (src/facts/run_history.rs). Stays on this machine, ends with the browser, and knows nothing
// of private windows and containers.

import * as store from "./store.js";
import { ping } from "./tabs.js";

const KEPT = "run-history";
const DAY_MS = 86_400_000;
/** A frame that takes longer to say who it is has its runs end unnoticed. */
const TIMEOUT_MS = 5_000;

/** The ends of streams of results, in every Gradio generation. */
const RESULTS = ["https://*.hf.space/queue/data?*", "https://*.hf.space/*/queue/data?*"];

/** One change at a time. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {(kept: unknown) => Promise<unknown>} change */
function enqueue(change) {
  queue = queue
    .then(async () => store.set(KEPT, await change(await kept())))
    .catch(() => undefined);
  return queue;
}

async function kept() {
  return (await store.get(KEPT)) ?? [];
}

/** A day ago. */
export const since = () => new Date(Date.now() - DAY_MS).toISOString();

/**
 * Whether a tab's runs may be remembered: what a private window or a container does is its own.
 * @param {chrome.tabs.Tab} tab
 */
const isUsual = (tab) => store.separateCookies(tab) === "";

/**
 * This session's runs, as far as a tab may know of them.
 * @param {chrome.tabs.Tab} tab
 */
export async function runHistory(tab) {
  await queue;
  return isUsual(tab) ? kept() : [];
}

/**
 * Streams that ended lately: of a short run that is sooner known than that it left.
 * @type {{subdomain: string, from: string, to: string}[]}
 */
let ends = [];
const MAX_ENDS = 16;

/**
 * Records what a page's verdict tells.
 * @param {Core} core
 * @param {Judged} judged
 * @param {chrome.tabs.Tab} tab
 */
export async function record(core, judged, tab) {
  const { runs, messages } = judged.facts;
  const isTelling = runs.length > 0 || messages.length > 0;
  if (!isTelling || !isUsual(tab)) return;
  await enqueue(async (kept) =>
    ends.reduce(
      (kept, { subdomain, from, to }) => core.endRuns(kept, subdomain, from, to),
      core.recordRuns(kept, judged),
    ),
  );
}

/**
 * To be called at once when the background starts.
 * @param {Promise<Core>} ready
 */
export function watchEnds(ready) {
  /**
   * The runs of the document that stands there now have ended with their stream. A page that is left
   * closes its streams too.
   * @param {chrome.webRequest.WebRequestDetails} details
   */
  const end = async ({ tabId, frameId, documentLifecycle, url, timeStamp }) => {
    // Chromium: of a page that nobody looks at yet.
    if (documentLifecycle === "prerender") return;
    const tab = tabId >= 0 && (await chrome.tabs.get(tabId).catch(() => undefined));
    const shown = tab && isUsual(tab) && (await ping(tabId, frameId, TIMEOUT_MS));
    const document = shown && shown !== "silent" && shown.document;
    const core = await ready;
    const subdomain = core.subdomain(url);
    if (!document || !subdomain) return;
    const from = new Date(Number(document)).toISOString();
    const to = new Date(timeStamp).toISOString();
    ends = [...ends, { subdomain, from, to }].slice(-MAX_ENDS);
    await enqueue(async (kept) => core.endRuns(kept, subdomain, from, to));
  };
  /** @type {chrome.webRequest.RequestFilter} */
  const filter = { urls: RESULTS, types: ["xmlhttprequest"] };
  chrome.webRequest.onCompleted.addListener((details) => {
    if (details.statusCode === 200) end(details);
  }, filter);
  // An app that has got the last event closes the stream itself, maybe before the server does.
  chrome.webRequest.onErrorOccurred.addListener((details) => {
    end(details);
  }, filter);
}
