// The toolbar icon's badge, which the core composes (src/ui/badge.rs).

import { ready } from "./core.js";

/**
 * @param {number} tabId
 * @param {FrameVerdict[]} kept empty where no Space is
 */
export async function showBadge(tabId, kept) {
  const { text, color, title } = (await ready).badge(kept);
  // The tab may be closed by now.
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color }),
    chrome.action.setTitle({ tabId, title }),
  ]);
}
