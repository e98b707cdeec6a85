// Whether the visitor owns the Space whose Hub page a tab shows, or is in the organisation that does. The
// page tells both names in its own data; they are compared there, and only the answer leaves it. It is kept
// nowhere and stands in no report.

import { ownsSpace } from "./owns_space.js";
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
