// Chromium: which documents' content security policies forbid WASM, known from the answers' headers
// before anything is attempted. In Firefox they do not hold for content scripts.

import * as store from "./store.js";

const PLACES = ["https://*.hf.space/*", "https://huggingface.co/*"];
const POLICY = /^content-security-policy(-report-only)?$/i;
/** More addresses of one tab than its documents have. */
const MAX_ADDRESSES = 20;

const holdsForUs = chrome.runtime.getURL("").startsWith("chrome-extension:");

/** @param {number} tab */
const key = (tab) => `forbidsWasm:${tab}`;

/** Changes, one at a time, and nobody reads between. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * To be called at once when the background starts, or it would not be woken for the next document.
 * @param {Promise<Core>} ready
 */
export function watchPolicies(ready) {
  if (!holdsForUs) return;
  chrome.webRequest.onHeadersReceived.addListener(
    ({ tabId, url, responseHeaders = [] }) => {
      const policies = responseHeaders
        .filter(({ name }) => POLICY.test(name))
        .map(({ value }) => value ?? "");
      queue = queue.then(() => keep(ready, tabId, url, policies)).catch(() => undefined);
      return undefined;
    },
    { urls: PLACES, types: ["main_frame", "sub_frame"] },
    ["responseHeaders"],
  );
}

/**
 * @param {Promise<Core>} ready
 * @param {number} tabId
 * @param {string} url
 * @param {string[]} policies
 */
async function keep(ready, tabId, url, policies) {
  if (tabId < 0) return;
  const before = await addresses(tabId);
  const others = before.filter((one) => one !== store.withoutQuery(url));
  const forbids = policies.length > 0 && (await ready).forbidsWasm(policies);
  if (!forbids && others.length === before.length) return;
  const after = forbids ? [...others, store.withoutQuery(url)].slice(-MAX_ADDRESSES) : others;
  if (after.length === 0) return store.remove(key(tabId));
  const tab = await chrome.tabs.get(tabId).catch(() => undefined);
  await store.set(key(tabId), after, store.separateCookies(tab));
}

/**
 * Whether a document's policies forbid WASM.
 * @param {Core} core
 * @param {Sender} sender
 * @param {unknown} declared the policies that the document itself declares
 */
export async function forbidsWasm(core, { tab, url }, declared) {
  if (!holdsForUs) return false;
  await queue;
  if ((await addresses(tab.id)).includes(store.withoutQuery(url))) return true;
  return Array.isArray(declared) && core.forbidsWasm(declared.map(String));
}

/** @param {number} tab @returns {Promise<string[]>} */
async function addresses(tab) {
  const kept = await store.get(key(tab));
  return Array.isArray(kept) ? kept : [];
}

/** @param {number} tab */
export function forgetPolicies(tab) {
  return store.remove(key(tab));
}
