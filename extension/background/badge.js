// The toolbar icon's badge: one glance. Its title says it in words.

import { ready } from "./core.js";

/**
 * What a badge shows: not by colour alone.
 * @type {Record<"guest" | "account" | "nothing", {text: string, color: string}>}
 */
const BADGES = {
  guest: { text: "!", color: "#a85b00" },
  account: { text: "✓", color: "#2b7a4b" },
  nothing: { text: "", color: "#a85b00" },
};

/**
 * @param {number} tabId
 * @param {Judged | null} judged null where something of ours failed
 */
export async function showBadge(tabId, judged) {
  const { pool, grade } = judged?.verdict ?? { pool: "failed", grade: "" };
  const isGuest = pool === "guest";
  const isSeen = grade === "observed";
  const { text, color } =
    BADGES[isGuest ? "guest" : pool === "account" && isSeen ? pool : "nothing"];
  // ZeroGPU may speak of an account that nobody knows, or that is not the visitor's.
  const isOwn = pool !== "account" || !judged || (await ready).isOwnAccount(judged);
  const title =
    isGuest || pool === "account" ? `badge_${pool}_${isOwn ? grade : "told"}` : `badge_${pool}`;
  await set(tabId, text, color, title);
}

/**
 * As where no Space is.
 * @param {number} tabId
 */
export async function clearBadge(tabId) {
  const { text, color } = BADGES.nothing;
  await set(tabId, text, color, "extensionName");
}

/**
 * @param {number} tabId
 * @param {string} text
 * @param {string} color
 * @param {string} title its key
 */
async function set(tabId, text, color, title) {
  // The tab may be closed by now.
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color }),
    chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage(title) }),
  ]);
}
