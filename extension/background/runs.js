// Sees the runs of Space frames leave, and sends each to its frame, which keeps it as long as the
// document lives: a navigation forgets it, a closed tab too, and the background may sleep between.
// In the frames of static Spaces no script of ours runs: theirs are sent to the Hub page around them,
// or kept here where such a Space is the tab itself.
//
// Observes only. Of the headers only this is kept: whether an identity is among them, and whom a pass names
// that an app made itself (src/facts/request.rs).

import { resolveSpace } from "./hub_api.js";
import { injectToasts } from "./inject.js";
import { separateCookies } from "./store.js";
import * as tabs from "./tabs.js";

/** Narrow, so that the background sleeps through all other requests of these hosts. */
const RUNS = ["queue/join", "call/*", "run/*", "api/*"].flatMap((path) => [
  `https://*.hf.space/${path}*`,
  `https://*.hf.space/*/${path}*`,
]);

/** @typedef {{kind: "run"} & ContentMessages["run"]["payload"]} RunMessage */
/**
 * Chromium's `initiator` is an origin, Firefox's `originUrl` an address.
 * @typedef {chrome.webRequest.OnBeforeSendHeadersDetails & {documentId?: string, originUrl?: string}} Details
 */

/** How long a frame may take to answer. */
const TIMEOUT_MS = 5_000;
/** How long an answer may wait for what the frame has to hear first. */
const DELIVERY_MS = 500;

/** Runs on their way to the frames that sent them, by tab and frame. @type {Map<string, Promise<void>>} */
const deliveries = new Map();

const IDENTITY = /^x-(zerogpu|ip)-token$/i;

/**
 * To be called at once when the background starts, or it would not be woken for the next run.
 * @param {Promise<Core>} ready
 */
export function watchRuns(ready) {
  // Chromium shows headers that pages add only with "extraHeaders"; Firefox does not know the word.
  const extra = chrome.webRequest.OnBeforeSendHeadersOptions;
  chrome.webRequest.onBeforeSendHeaders.addListener(
    (details) => {
      deliver(ready, details);
      return undefined;
    },
    { urls: RUNS, types: ["xmlhttprequest"] },
    extra && "EXTRA_HEADERS" in extra ? ["requestHeaders", "extraHeaders"] : ["requestHeaders"],
  );
}

/**
 * Resolves when a frame knows the runs that it sent so far: what ZeroGPU says of a run must not come to it
 * before the run does.
 * @param {number} tab
 * @param {number} frame
 */
export async function delivered(tab, frame) {
  await tabs.inTime(deliveries.get(`${tab} ${frame}`) ?? Promise.resolve(), DELIVERY_MS);
}

/** @param {Promise<Core>} ready @param {Details} details */
async function deliver(ready, details) {
  const frame = `${details.tabId} ${details.frameId}`;
  const before = deliveries.get(frame);
  const forwarded = forward(ready, details).catch(() => undefined);
  const all = Promise.all([before, forwarded]).then(() => undefined);
  deliveries.set(frame, all);
  await all;
  if (deliveries.get(frame) === all) deliveries.delete(frame);
}

/**
 * @param {Promise<Core>} ready
 * @param {Details} details
 */
async function forward(ready, details) {
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
  /** @type {RunMessage} */
  const message = { kind: "run", run: called ? { ...run, called } : run };
  const to = documentId ? { documentId } : { frameId };
  const taken = await takenBy(tabId, message, to);
  if (taken) {
    // A Space that uses nobody's GPU time may ask ZeroGPU on its server, and show what that answers.
    const isBare = taken !== "silent" && !taken.hasCore && documentLifecycle !== "prerender";
    const target = documentId ? { documentIds: [documentId] } : { frameIds: [frameId] };
    if (isBare) await injectToasts({ tabId, ...target }).catch(() => undefined);
    return;
  }
  // Chromium: whoever opens a page before anybody asks for it tells nothing of the page that is there.
  if (documentLifecycle === "prerender") return;
  if (frameId !== 0) {
    await takenBy(tabId, { ...message, isOfOtherFrame: true }, { frameId: 0 });
  } else if (core.isStaticApp(tab.url ?? "")) {
    await tabs.keepRun(core, message.run, { ...tab, id: tabId });
  }
}

/**
 * The Space that a run goes to, where that is another one than the page's own.
 * @param {Core} core
 * @param {Run} run
 * @param {string | undefined} page the address, or the origin, of the document that sends it
 * @param {chrome.tabs.Tab} tab
 */
async function calledSpace(core, run, page, tab) {
  // A sandboxed frame's is "null".
  const subdomain = page && URL.canParse(page) && core.subdomain(`${new URL(page).origin}/`);
  if (!subdomain || subdomain === run.subdomain) return undefined;
  const host = `${run.subdomain}.hf.space`;
  const separate = separateCookies(tab);
  const answer = await resolveSpace(core, { host, claimedId: null, tab: tab.id ?? -1, separate });
  return core.calledSpace(answer);
}

/**
 * What the script of ours in a frame answers, undefined where there is none. A frame that is too busy to
 * answer gets the message later.
 * @param {number} tabId
 * @param {RunMessage} message
 * @param {chrome.tabs.MessageSendOptions} to
 * @returns {Promise<{hasCore: boolean} | "silent" | undefined>}
 */
function takenBy(tabId, message, to) {
  const answer = tabs.send(tabId, message, to).catch(() => undefined);
  return tabs.inTime(answer, TIMEOUT_MS);
}
