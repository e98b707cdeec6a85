// Whether the visitor owns the Space whose Hub page a tab shows, or is in the organisation that does. The
// page tells both names in its own data; they are compared there, and only the answer leaves it. It is kept
// nowhere and stands in no report.

import { inTime, TIMEOUT_MS } from "./tabs.js";

/**
 * @param {Core} core
 * @param {Judged} judged
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<boolean>} false where nobody knows
 */
export async function isOwner(core, judged, tab) {
  const id = core.spaceOfVisitor(judged);
  if (!id || tab.id === undefined) return false;
  const asked = chrome.scripting
    .executeScript({
      ...{ target: { tabId: tab.id }, func: ownsSpace, args: [id] },
      // The data is there before the page's pictures are.
      injectImmediately: true,
    })
    .then((results) => results[0]?.result === true);
  return (
    (await inTime(
      asked.catch(() => false),
      TIMEOUT_MS,
    )) === true
  );
}

/**
 * In the Hub page. Its shape: `authLight.u` of `MainHeader` and `SpaceHeader` (captures of 2025-12).
 * @param {string} id of the Space, which the page still has to show
 */
function ownsSpace(id) {
  /** @param {string} target @returns {any} */
  const props = (target) => {
    try {
      const element = document.querySelector(`[data-target=${target}]`);
      return JSON.parse(element?.getAttribute("data-props") ?? "");
    } catch {
      return null;
    }
  };
  const [header, mainHeader] = [props("SpaceHeader"), props("MainHeader")];
  /** @param {unknown} one @param {unknown} other The Hub compares names without case. */
  const isSame = (one, other) =>
    typeof one === "string" &&
    typeof other === "string" &&
    one.toLowerCase() === other.toLowerCase();
  const [owner] = id.split("/");
  const account = mainHeader?.authLight?.u ?? header?.authLight?.u;
  const orgs = Array.isArray(account?.orgs) ? account.orgs : [];
  const names = [account?.user, ...orgs.map((/** @type {any} */ org) => org?.name)];
  return isSame(header?.space?.id, id) && names.some((name) => isSame(name, owner));
}
