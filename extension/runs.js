// Sees the runs of Space frames leave, and tells each to its frame, which keeps it as long as the
// document lives: a navigation forgets it, a closed tab too, and the background may sleep between.
// In the frames of static Spaces no script of ours runs: theirs are told to the Hub page around them,
// or kept here where such a Space is the tab itself.
//
// Observes only. Of the headers nothing is kept but whether an identity is among them
// (src/facts/request.rs).

import { whichSpace } from "./hub_api.js";
import { apartOf } from "./store.js";
import * as tabs from "./tabs.js";

/** Narrow, so that the background sleeps through all other requests of these hosts. */
const RUNS = ["queue/join", "call/*", "run/*", "api/*"].flatMap((path) => [
  `https://*.hf.space/${path}*`,
  `https://*.hf.space/*/${path}*`,
]);

/** How long a frame may take to say that it has heard. */
const PATIENCE_MS = 5_000;

const IDENTITY = /^x-(zerogpu|ip)-token$/i;

/**
 * To be called at once when the background starts, or it would not be woken for the next run.
 * @param {Promise<WhoseQuotaCore>} ready
 */
export function watchRuns(ready) {
  // Chromium shows headers that pages add only with "extraHeaders"; Firefox does not know the word.
  const extra = chrome.webRequest.OnBeforeSendHeadersOptions;
  chrome.webRequest.onBeforeSendHeaders.addListener(
    (details) => {
      tell(ready, details);
      return undefined;
    },
    { urls: RUNS, types: ["xmlhttprequest"] },
    extra && "EXTRA_HEADERS" in extra ? ["requestHeaders", "extraHeaders"] : ["requestHeaders"],
  );
}

/**
 * @param {Promise<WhoseQuotaCore>} ready
 * @param {chrome.webRequest.OnBeforeSendHeadersDetails & {documentId?: string, originUrl?: string}} details
 *   Chromium's `initiator` is an origin, Firefox's `originUrl` an address
 */
async function tell(ready, details) {
  const { method, url, timeStamp, requestHeaders, tabId, frameId } = details;
  const { documentId, documentLifecycle, initiator, originUrl } = details;
  if (tabId < 0) return;
  const headers = (requestHeaders ?? [])
    .filter(({ name }) => IDENTITY.test(name))
    // The Hub's own pass is never read.
    .map(({ name, value }) => ({ name, value: /^x-ip/i.test(name) ? value : null }));
  const at = new Date(timeStamp).toISOString();
  const core = await ready;
  const run = core.readRequest({ method, url, at, headers });
  if (!run) return;
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  if (!tab) return;
  const called = await calledSpace(core, run, initiator ?? originUrl, tab);
  const message = { kind: "run", run: called ? { ...run, called } : run };
  const to = documentId ? { documentId } : { frameId };
  if (await isTaken(tabId, message, to)) return;
  // Chromium: whoever opens a page before anybody asks for it tells nothing of the page that is there.
  if (documentLifecycle === "prerender") return;
  if (frameId !== 0) {
    await isTaken(tabId, { ...message, isOfOtherFrame: true }, { frameId: 0 });
  } else if (core.isStaticApp(tab.url ?? "")) {
    await tabs.keepRun(core, message.run, { ...tab, id: tabId });
  }
}

/**
 * The Space that a run goes to, where that is another one than the page's own.
 * @param {WhoseQuotaCore} core
 * @param {WhoseQuotaRun} run
 * @param {string | undefined} page the address, or the origin, of the document that sends it
 * @param {chrome.tabs.Tab} tab
 */
async function calledSpace(core, run, page, tab) {
  // A sandboxed frame's is "null".
  const subdomain = page && URL.canParse(page) && core.subdomain(`${new URL(page).origin}/`);
  if (!subdomain || subdomain === run.to) return undefined;
  const host = `${run.to}.hf.space`;
  const apart = apartOf(tab);
  const answer = await whichSpace(core, { host, claimedId: null, tab: tab.id ?? -1, apart });
  return answer.kind === "found" ? answer.space : undefined;
}

/**
 * Whether a script of ours is there to hear it. A frame that is too busy to say so hears it later.
 * @param {number} tabId
 * @param {object} message
 * @param {chrome.tabs.MessageSendOptions} to
 */
function isTaken(tabId, message, to) {
  const answer = chrome.tabs.sendMessage(tabId, message, to).then(Boolean, () => false);
  return tabs.inTime(answer, PATIENCE_MS).then((taken) => taken !== false);
}
