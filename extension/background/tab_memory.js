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
/** A page that is gone to begins within that time, in ms. */
const OPENING_MS = 10_000;
/** Two processes of a browser may differ as much about the time. */
const CLOCKS_MS = 1_000;

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

/** @typedef {{host: string, path: string, at: number}} Opened a host, the path of its Hub page, and when in ms */

/**
 * The hosts that led to their Hub pages in a tab. A Space that was renamed has a host of another form.
 * @param {number} tab
 * @returns {Promise<Opened[]>}
 */
async function openedIn(tab) {
  const kept = await store.get(opened(tab));
  return Array.isArray(kept) ? kept : [];
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
  if (before.some((known) => known.host === host)) return false;
  const all = [...before, { host, path: pathOf(target), at: Date.now() }].slice(-MAX_OPENED);
  await store.set(opened(tab.id), all, store.separateCookies(tab));
  return true;
}

/** @param {chrome.tabs.Tab} tab @returns {Promise<Opened | undefined>} */
async function openedOf({ id = -1, url = "" }) {
  if (!url.startsWith(HUB)) return undefined;
  return (await openedIn(id)).find(({ path }) => path === pathOf(url));
}

/** The host that led to the Hub page that a tab shows, if one did. @param {chrome.tabs.Tab} tab */
export const openedFrom = async (tab) => (await openedOf(tab))?.host;

/**
 * Whether it led to this very document. Who comes to that page by themselves later is told nothing of it.
 * @param {chrome.tabs.Tab} tab
 * @param {string | null} document named by when it began
 */
export async function wasOpened(tab, document) {
  const opened = await openedOf(tab);
  const took = Number(document ?? Number.NaN) - (opened?.at ?? Number.NaN);
  return took > -CLOCKS_MS && took < OPENING_MS;
}

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
