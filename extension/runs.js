// Sees the runs of Space frames leave, and tells each to its frame, which keeps it as long as the
// document lives: a navigation forgets it, a closed tab too, and the background may sleep between.
//
// Observes only. Of the headers nothing is kept but whether an identity is among them
// (src/observe/request.rs).

/** Narrow, so that the background sleeps through all other requests of these hosts. */
const RUNS = ["queue/join", "call/*", "run/*", "api/*"].flatMap((path) => [
  `https://*.hf.space/${path}*`,
  `https://*.hf.space/*/${path}*`,
]);

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
 * @param {chrome.webRequest.OnBeforeSendHeadersDetails & {documentId?: string}} details
 */
async function tell(ready, { method, url, timeStamp, requestHeaders, tabId, frameId, documentId }) {
  if (tabId < 0) return;
  const headers = (requestHeaders ?? [])
    .filter(({ name }) => IDENTITY.test(name))
    // The Hub's own pass is never read.
    .map(({ name, value }) => ({ name, value: /^x-ip/i.test(name) ? value : null }));
  const at = new Date(timeStamp).toISOString();
  const run = (await ready).readRequest({ method, url, at, headers });
  if (!run) return;
  // Where no script of ours listens there is nobody to tell.
  const to = documentId ? { documentId } : { frameId };
  await chrome.tabs.sendMessage(tabId, { kind: "run", run }, to).catch(() => undefined);
}
