// What the visitor did in a tab, as long as it is open: whether they folded the banner, and which direct
// addresses led to a Hub page.

import * as store from "./store.js";

/** @param {number} tab */
const folded = (tab) => `folded:${tab}`;
/** @param {number} tab */
const opened = (tab) => `opened:${tab}`;

const HUB = "https://huggingface.co/";
/** More addresses than one tab leads from. */
const MAX_OPENED = 20;

/** Whether the banner was folded in a tab, null where nobody did. @param {chrome.tabs.Tab} tab */
export async function isFolded({ id = -1 }) {
  const kept = await store.get(folded(id));
  return typeof kept === "boolean" ? kept : null;
}

/**
 * @param {chrome.tabs.Tab & {id: number}} tab
 * @param {boolean} is
 */
export async function setFolded(tab, is) {
  await store.set(folded(tab.id), is, store.separateCookies(tab));
}

/**
 * The hosts that led to their Hub pages in a tab, each with that page's path. A Space that was renamed has a
 * host of another form.
 * @param {number} tab
 * @returns {Promise<[host: string, path: string][]>}
 */
async function openedIn(tab) {
  const kept = await store.get(opened(tab));
  const isText = (/** @type {unknown} */ text) => typeof text === "string";
  return Array.isArray(kept)
    ? kept.filter((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))
    : [];
}

/** @param {string} url of a Hub page */
const pathOf = (url) => (URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, "") : "");

/**
 * Whether a host is to lead to its Hub page in a tab: once, so that the way back is one.
 * @param {chrome.tabs.Tab & {id: number}} tab
 * @param {string} host
 * @param {string} target
 */
export async function mayOpen(tab, host, target) {
  const before = await openedIn(tab.id);
  if (before.some(([known]) => known === host)) return false;
  const all = [...before, [host, pathOf(target)]].slice(-MAX_OPENED);
  await store.set(opened(tab.id), all, store.separateCookies(tab));
  return true;
}

/**
 * The host that led to the Hub page that a tab shows.
 * @param {chrome.tabs.Tab} tab
 */
export async function openedFrom({ id = -1, url = "" }) {
  if (!url.startsWith(HUB)) return undefined;
  return (await openedIn(id)).find(([, path]) => path === pathOf(url))?.[0];
}

/** @param {chrome.tabs.Tab} tab */
export const wasOpened = async (tab) => (await openedFrom(tab)) !== undefined;

/**
 * A tab goes on under another number.
 * @param {number} from
 * @param {number} to
 */
export async function moveTab(from, to) {
  const tab = await chrome.tabs.get(to).catch(() => undefined);
  for (const key of [folded, opened]) {
    const kept = await store.get(key(from));
    if (tab && kept !== undefined) await store.set(key(to), kept, store.separateCookies(tab));
  }
}

/** @param {number} tab */
export async function forgetTab(tab) {
  await Promise.all([store.remove(folded(tab)), store.remove(opened(tab))]);
}
