// What the visitor did in a tab, as long as it is open: whether they folded the banner, and which direct
// addresses led to a Hub page.

import * as store from "./store.js";

/** @param {number} tab */
const folded = (tab) => `folded:${tab}`;
/** @param {number} tab */
const opened = (tab) => `opened:${tab}`;

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

/** The hosts that led to their Hub pages in a tab. @param {number} tab @returns {Promise<string[]>} */
async function openedIn(tab) {
  const kept = await store.get(opened(tab));
  return Array.isArray(kept) ? kept.filter((host) => typeof host === "string") : [];
}

/**
 * Whether a host is to lead to its Hub page in a tab: once, so that the way back is one.
 * @param {chrome.tabs.Tab & {id: number}} tab
 * @param {string} host
 */
export async function mayOpen(tab, host) {
  const hosts = await openedIn(tab.id);
  if (hosts.includes(host)) return false;
  const all = [...hosts, host].slice(-MAX_OPENED);
  await store.set(opened(tab.id), all, store.separateCookies(tab));
  return true;
}

/**
 * The host that led to the Hub page that a tab shows.
 * @param {Core} core
 * @param {chrome.tabs.Tab} tab
 */
export async function openedFrom(core, { id = -1, url = "" }) {
  const hosts = await openedIn(id);
  return hosts.find((host) =>
    core.isHubPageOf(url, core.subdomain(`https://${host}/`) ?? "", null),
  );
}

/** @param {Core} core @param {chrome.tabs.Tab} tab */
export const wasOpened = async (core, tab) => (await openedFrom(core, tab)) !== undefined;

/** @param {number} tab */
export async function forgetTab(tab) {
  await Promise.all([store.remove(folded(tab)), store.remove(opened(tab))]);
}
