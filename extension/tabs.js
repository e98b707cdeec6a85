// What was decided in each tab, for the popup and the badge, and which frame of a tab shows the
// banner. Lasts through the worker's sleep, ends with the tab.

import { clearBadge, showBadge } from "./badge.js";
import { forgetFileType } from "./file_types.js";
import { forgetRemaining } from "./remaining.js";

/**
 * @typedef {{report: WhoseQuotaReport, document: string}} Said what a frame said, and of which document
 * @typedef {Said & {frameId: number, runs?: WhoseQuotaRun[]}} Kept `runs` where no script keeps them
 */

/** More runs of one page than anybody looks at. */
const MOST_RUNS = 20;

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
 * The tab's document shows no Space any more, and nobody navigated: the browser leaves the badge.
 * @param {number} tab
 */
export function leave(tab) {
  return inTurn(async () => {
    await chrome.storage.session.remove(key(tab));
    await clearBadge(tab);
  });
}

/**
 * Keeps a run of a static Space that is the tab itself: no script of ours is in its page, so badge and
 * popup alone tell of it.
 * @param {WhoseQuotaCore} core
 * @param {WhoseQuotaRun} run
 * @param {chrome.tabs.Tab} tab
 */
export async function keepRun(core, run, { id = -1, url, incognito }) {
  const document = (await lookAt(id))?.document;
  // A run of the document that stood there before is not this one's.
  if (!document || Date.parse(run.at) < Number(document)) return;
  await inTurn(async () => {
    const kept = await read(id);
    const before = kept?.document === document ? kept.runs : undefined;
    const runs = [...(before ?? []), run].slice(-MOST_RUNS);
    const seen = {
      ...{ href: url, framing: { isTop: true }, privateWindow: incognito },
      heard: { document, runs },
    };
    const { report } = core.decide(seen, navigator.userAgent);
    await chrome.storage.session.set({ [key(id)]: { report, document, frameId: 0, runs } });
    await showBadge(id, report);
  });
}

/**
 * What a tab shows where none of our scripts is: its document's name, as they give it, and its type.
 * Undefined where the browser lets nobody in: its own viewers of files, and error pages.
 * @param {number} tabId
 * @returns {Promise<{document: string, contentType: string} | undefined>}
 */
export async function lookAt(tabId) {
  const results = await chrome.scripting
    .executeScript({
      target: { tabId },
      func: () => ({
        document: String(performance.timeOrigin),
        contentType: document.contentType,
      }),
    })
    .catch(() => []);
  return results[0]?.result ?? undefined;
}

/**
 * What the script in a frame says of itself; undefined where there is none of ours.
 * @param {number} tab
 * @param {number} frameId
 * @returns {Promise<{document: string, isSpace: boolean, contentType: string} | undefined>}
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
  const shown = kept.runs ? await lookAt(tab) : await there(tab, kept.frameId);
  return shown?.document === kept.document ? kept : undefined;
}

/** @param {number} tab */
export async function forget(tab) {
  await chrome.storage.session.remove(key(tab));
  await forgetFileType(tab);
}
