// The toolbar icon's badge: one glance. Its title says it in words.

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
 * @param {WhoseQuotaReport} report
 */
export async function showBadge(tabId, { pool, grade, place, visitor }) {
  const isGuest = pool === "guest";
  const isSeen = grade === "observed";
  const { text, color } =
    BADGES[isGuest ? "guest" : pool === "account" && isSeen ? pool : "nothing"];
  // Elsewhere nobody knows whose account ZeroGPU spoke of.
  const isOwn = pool !== "account" || (place === "hub" && visitor.signedIn);
  const title =
    isGuest || pool === "account" ? `badge_${pool}_${isOwn ? grade : "told"}` : `badge_${pool}`;
  // The tab may be closed by now.
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text }),
    chrome.action.setBadgeBackgroundColor({ tabId, color }),
    chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage(title) }),
  ]);
}
