// "Whose quota is this?" in the context menu of a Space's frame, and of a link to one: opens its Hub page,
// or tells why there is none.

import { resolveSpace, resolveSpaceAgain } from "./hub_api.js";
import { settings } from "./settings.js";
import { separateCookies } from "./store.js";

const ID = "whose";
const APPS = ["https://*.hf.space/*"];

/**
 * To be called at once when the background starts.
 * @param {Promise<Core>} ready
 */
export function watchMenu(ready) {
  // Firefox for Android has no such menu.
  if (!chrome.contextMenus) return;
  // Both browsers keep the items until the next update.
  chrome.runtime.onInstalled.addListener(() => {
    const title = chrome.i18n.getMessage("menu_whose");
    chrome.contextMenus.removeAll(() => {
      chrome.contextMenus.create({
        id: `${ID}-link`,
        title,
        contexts: ["link"],
        targetUrlPatterns: APPS,
      });
      chrome.contextMenus.create({
        ...{ id: `${ID}-frame`, title },
        ...{ contexts: ["page", "frame"], documentUrlPatterns: APPS },
      });
    });
  });
  chrome.contextMenus.onClicked.addListener(
    async ({ menuItemId, linkUrl, frameUrl, pageUrl }, tab) => {
      const href = menuItemId === `${ID}-link` ? linkUrl : (frameUrl ?? pageUrl);
      if (tab?.id !== undefined && href)
        await open(await ready, href, /** @type {OpenTab} */ (tab));
    },
  );
}

/** @typedef {chrome.tabs.Tab & {id: number}} OpenTab */

/**
 * @param {Core} core
 * @param {string} href of an app
 * @param {OpenTab} tab where it was asked
 */
async function open(core, href, tab) {
  const { host } = new URL(href);
  const question = { host, claimedId: null, tab: tab.id, separate: separateCookies(tab) };
  const { asksSpace } = await settings(core, tab.incognito);
  const isApp = core.subdomain(href) !== undefined;
  /** @type {HubAnswer | null} */
  let answer = isApp ? null : { kind: "not-public" };
  if (isApp && asksSpace) answer = await resolveSpace(core, question);
  if (answer?.kind === "ask-by-id") answer = await resolveSpaceAgain(core, question);
  const url = answer && core.hubPageOf(answer);
  const place = { windowId: tab.windowId, index: tab.index + 1, openerTabId: tab.id };
  if (url) {
    await chrome.tabs.create({ url, ...place });
    return;
  }
  const why = core.whyNoHubPage(answer);
  const page = chrome.runtime.getURL(`popup.html?${new URLSearchParams({ host, why })}`);
  // Chromium opens it in a window that is not private, where a private tab opens nothing.
  await chrome.tabs.create({ url: page, ...(tab.incognito ? {} : place) });
}
