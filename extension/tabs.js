// What was decided in each tab, for the popup and the badge, and which frame of a tab shows the
// banner. Lasts through the worker's sleep, ends with the tab.

import { showBadge } from "./badge.js";
import { forgetRemaining } from "./remaining.js";

/**
 * @typedef {{report: WhoseQuotaReport, document: string}} Said what a frame said, and of which document
 * @typedef {Said & {frameId: number}} Kept
 */

/** @param {number} tab */
const key = (tab) => `tab:${tab}`;

/** One change of a tab's record at a time. @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * @template T
 * @param {() => Promise<T>} change
 * @returns {Promise<T>}
 */
function inTurn(change) {
  const result = turn.then(change);
  turn = result.catch(() => undefined);
  return result;
}

/**
 * @param {number} tab
 * @returns {Promise<Kept | undefined>}
 */
export async function read(tab) {
  const kept = (await chrome.storage.session.get(key(tab)))[key(tab)];
  return /** @type {Kept | undefined} */ (kept);
}

/**
 * Keeps a frame's report. The tab's own document speaks for the tab; where it has none, the first
 * frame that has something to say does.
 * @param {Said} said
 * @param {Sender} sender
 * @returns {Promise<boolean>} whether this frame may show a banner
 */
export function keep(said, { tab, frameId }) {
  return inTurn(async () => {
    const other = frameId === 0 ? undefined : await current(tab.id);
    const isOthers = other !== undefined && other.frameId !== frameId;
    if (isOthers && other.report.banner === "shown") return false;
    if (!isOthers || said.report.banner === "shown") {
      const { report, document } = said;
      await chrome.storage.session.set({ [key(tab.id)]: { report, document, frameId } });
      // It may have been closed meanwhile: then nobody will forget it later.
      if (!(await chrome.tabs.get(tab.id).catch(() => undefined))) await forget(tab.id);
      await showBadge(tab.id, report);
      // Somebody else may be signed in by now.
      if (report.place === "hub") await forgetRemaining();
    }
    return true;
  });
}

/**
 * What the script in a frame says of itself; undefined where there is none of ours.
 * @param {number} tab
 * @param {number} frameId
 * @returns {Promise<{document: string, isSpace: boolean} | undefined>}
 */
export function there(tab, frameId) {
  return chrome.tabs
    .sendMessage(tab, { kind: "there" }, { frameId })
    .then((answer) => answer ?? undefined)
    .catch(() => undefined);
}

/**
 * What is kept of a tab, if the document that it is about is still there. Nobody tells when a
 * document goes away: a page that leaves cannot speak reliably, and asking when it matters is cheaper
 * than listening to every navigation of the browser. Only looks: what is kept of a document that left
 * goes with the next report or with the tab, for whoever removed it here, in a popup, could remove
 * the report that comes at the same moment.
 * @param {number} tab
 */
export async function current(tab) {
  const kept = await read(tab);
  if (!kept) return undefined;
  return (await there(tab, kept.frameId))?.document === kept.document ? kept : undefined;
}

/** @param {number} tab */
export async function forget(tab) {
  await chrome.storage.session.remove(key(tab));
}
