// What kind of file a tab shows, where the browser's own viewer lets no script in (Firefox: JSON, PDF).
// Seen in the answer's headers; a page of HTML tells itself.

import * as store from "./store.js";

/** @param {number} tab */
const key = (tab) => `file:${tab}`;

/** To be called at once when the background starts, or it would not be woken for the next file. */
export function watchFileTypes() {
  chrome.webRequest.onHeadersReceived.addListener(
    (details) => {
      keep(details);
      return undefined;
    },
    { urls: ["https://*.hf.space/*"], types: ["main_frame"] },
    ["responseHeaders"],
  );
}

/** @param {chrome.webRequest.OnHeadersReceivedDetails} details */
async function keep({ tabId, url, documentId, documentLifecycle, responseHeaders = [] }) {
  // Chromium: a document that nobody may ever look at. When it is only fetched, its request carries the
  // name of the document that asks; a navigation's has no document yet.
  if (documentLifecycle && (documentLifecycle !== "active" || documentId)) return;
  const header = responseHeaders.find(({ name }) => name.toLowerCase() === "content-type");
  const contentType = header?.value?.split(";")[0].trim().toLowerCase();
  if (tabId < 0 || !contentType) return;
  if (contentType === "text/html") return forgetFileType(tabId);
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  const address = store.withoutQuery(url);
  await store.set(key(tabId), { address, contentType }, store.separateCookies(tab));
}

/**
 * The type of the file that a tab shows, if it shows one.
 * @param {chrome.tabs.Tab | undefined} tab
 * @returns {Promise<{contentType: string} | undefined>}
 */
export async function fileTypeOf(tab) {
  if (tab?.id === undefined) return undefined;
  const kept = /** @type {{address?: unknown, contentType?: unknown} | undefined} */ (
    await store.get(key(tab.id))
  );
  const isThere = kept?.address && kept.address === store.withoutQuery(tab.url ?? "");
  return isThere ? { contentType: String(kept.contentType) } : undefined;
}

/** @param {number} tab */
export async function forgetFileType(tab) {
  await store.remove(key(tab));
}
