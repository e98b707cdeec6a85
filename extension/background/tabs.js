// What was decided in each tab, for the popup and the badge, and which frame of a tab shows the
// banner. Lasts through the worker's sleep (but for private windows), ends with the tab.

import { showBadge } from "./badge.js";
import { ready } from "./core.js";
import { forgetFileType } from "./file_types.js";
import { forgetRemaining } from "./remaining.js";
import * as store from "./store.js";
import { forgetTab } from "./tab_memory.js";

/** As the manifest asks for them. */
const HUB_PAGES = "https://huggingface.co/*";

/** More runs of one page than anybody looks at. */
const MAX_RUNS = 20;

/** How long a frame may take to say what it is, in ms: to the popup, and to the background. */
export const GLANCE_MS = 100;
export const TIMEOUT_MS = 1_000;

/** @param {number} tab */
const key = (tab) => `tab:${tab}`;

/** Changes of a tab's record, one at a time. None of them waits for a frame. @type {Map<number, Promise<unknown>>} */
const queues = new Map();

/**
 * @template T
 * @param {number} tab
 * @param {() => Promise<T>} change
 * @returns {Promise<T>}
 */
function enqueue(tab, change) {
  const result = (queues.get(tab) ?? Promise.resolve()).then(change);
  const last = result.then(
    () => undefined,
    () => undefined,
  );
  queues.set(tab, last);
  last.then(() => queues.get(tab) === last && queues.delete(tab));
  return result;
}

/** How often a tab's document became another page in place (`clear`). @type {Map<number, number>} */
const moves = new Map();

/** To be asked when a message arrives: `keep` takes no word of a page that was left meanwhile. @param {number} tab */
export const movesOf = (tab) => moves.get(tab) ?? 0;

/**
 * What its frames reported last; nothing where nothing is kept, or can be read.
 * @param {number} tab
 * @param {string[]} [gone] documents
 */
export async function read(tab, gone = []) {
  const kept = await store.get(key(tab));
  return kept ? (await ready).readTab(kept, gone) : [];
}

/**
 * Keeps a frame's report. Who speaks for the tab, src/tab.rs decides.
 * @param {Omit<FrameVerdict, "frameId">} entry
 * @param {Sender} sender
 * @param {number} moved how often the tab had moved (`movesOf`) when the frame spoke
 * @returns {Promise<boolean>} whether this frame may show a banner
 */
export async function keep(entry, { tab, frameId }, moved) {
  const others = (await read(tab.id)).filter((other) => other.frameId !== frameId);
  // The tab's own document waits for none of its frames. A frame may be gone by now itself.
  const frames = frameId === 0 ? [] : [...others, { ...entry, frameId }];
  const gone = await whoIsGone(frames, tab.id, TIMEOUT_MS);
  if (gone.includes(entry.document)) return false;
  return enqueue(tab.id, async () => {
    // Its frames report anew when they are told of it.
    if (moved !== movesOf(tab.id)) return false;
    const core = await ready;
    const before = await read(tab.id, gone);
    const { kept, isGranted } = core.recordFrame(before, { ...entry, frameId });
    await write(tab, kept);
    // Now another frame speaks for the tab: it shows what it reported.
    const speaker = core.speaker(kept)?.frameId ?? frameId;
    if (speaker !== frameId && speaker !== core.speaker(before)?.frameId) {
      const to = { frameId: speaker };
      send(tab.id, { kind: "again" }, to).catch(() => undefined);
    }
    // Somebody else may be signed in by now.
    if (entry.judged.facts.place === "hub") await forgetRemaining();
    return isGranted;
  });
}

/**
 * @param {chrome.tabs.Tab & {id: number}} tab
 * @param {FrameVerdict[]} kept
 */
async function write(tab, kept) {
  const [isOpen] = await Promise.all([
    tabOf(tab.id),
    store.set(key(tab.id), kept, store.separateCookies(tab)),
    kept.length > 0 && showBadge(tab.id, kept),
  ]);
  // It may have been closed meanwhile: then nobody will forget it later.
  if (!isOpen) await forget(tab.id);
  tellPopup(tab.id);
}

/** Who waits for a change of what is kept, by tab. @type {Map<number, () => void>} */
const awaited = new Map();

/**
 * What is kept of a frame. What is known of a private window ends with this worker: its page tells it again.
 * @param {Sender} sender
 */
export async function ofFrame({ tab, frameId }) {
  const find = async () => (await read(tab.id)).find((entry) => entry.frameId === frameId);
  const kept = await find();
  if (kept || store.separateCookies(tab) === "") return kept;
  /** @type {Promise<void>} */
  const told = new Promise((resolve) => awaited.set(tab.id, resolve));
  send(tab.id, { kind: "again" }, { frameId }).catch(() => undefined);
  await inTime(told, TIMEOUT_MS);
  awaited.delete(tab.id);
  return find();
}

/** One that is open; as a rule there is none. @param {number} tab */
function tellPopup(tab) {
  awaited.get(tab)?.();
  const changed = /** @satisfies {MessageOf<PopupNotices>} */ ({ kind: "changed", tab });
  chrome.runtime.sendMessage(changed).catch(() => undefined);
}

/**
 * The tab's document shows no Space any more, and nobody navigated: the browser leaves the badge.
 * @param {number} tab
 */
export function clear(tab) {
  moves.set(tab, movesOf(tab) + 1);
  return enqueue(tab, async () => {
    await store.remove(key(tab));
    await showBadge(tab, []);
    tellPopup(tab);
  });
}

/**
 * Keeps a run of a static Space that is the tab itself: no script of ours is in its page, so badge and
 * popup alone tell of it.
 * @param {Core} core
 * @param {Run} run
 * @param {chrome.tabs.Tab & {id: number}} tab
 */
export async function keepRun(core, run, tab) {
  const { id, url, incognito } = tab;
  const shown = await lookAt(id, TIMEOUT_MS);
  const document = shown !== "silent" && shown?.document;
  // A run of the document that stood there before is not this one's.
  if (!document || Date.parse(run.at) < Number(document)) return;
  await enqueue(id, async () => {
    const kept = await read(id);
    const before = kept.find((entry) => entry.frameId === 0 && entry.document === document);
    const runs = [...(before?.runs ?? []), run].slice(-MAX_RUNS);
    const judged = core.judgeUnscripted(url ?? "", incognito, undefined, runs);
    await write(tab, core.recordFrame(kept, { judged, document, frameId: 0, runs }).kept);
  });
}

/**
 * What a tab shows where none of our scripts is: its document's name, as they give it, and its type.
 * Undefined where the browser lets nobody in: its own viewers of files, and error pages.
 * @param {number} tabId
 * @param {number} [timeout]
 * @returns {Promise<{document: string, contentType: string} | "silent" | undefined>}
 */
export function lookAt(tabId, timeout = GLANCE_MS) {
  const look = async () => {
    const results = await chrome.scripting.executeScript({
      target: { tabId },
      func: () => ({
        document: String(performance.timeOrigin),
        contentType: document.contentType,
      }),
    });
    return results[0]?.result ?? undefined;
  };
  return inTime(
    look().catch(() => undefined),
    timeout,
  );
}

/**
 * To the scripts of ours in a tab, or in one frame of it.
 * @template {MessageOf<ContentMessages>} Message
 * @param {number} tab
 * @param {Message} message
 * @param {chrome.tabs.MessageSendOptions} [to]
 * @returns {Promise<ContentMessages[Message["kind"]]["answer"] | undefined>} rejects where there is none,
 *   and where there is no such tab, of which the browser complains at once
 */
export async function send(tab, message, to = {}) {
  return chrome.tabs.sendMessage(tab, message, to);
}

/**
 * What the script in a frame says of itself; undefined where there is none of ours, "silent" where the
 * frame is too busy to say anything in time.
 * @param {number} tab
 * @param {number} frameId
 * @param {number} [timeout]
 * @returns {Promise<Ping | "silent" | undefined>}
 */
export function ping(tab, frameId, timeout = GLANCE_MS) {
  return inTime(pingWithoutTimeout(tab, frameId), timeout);
}

/**
 * The same, however long it takes: nothing that a visitor is shown may wait for it.
 * @param {number} tab
 * @param {number} frameId
 * @returns {Promise<Ping | undefined>}
 */
export async function pingWithoutTimeout(tab, frameId) {
  try {
    return (await send(tab, { kind: "ping" }, { frameId })) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a tab's own document is still there, where the Hub has taken its time since it asked.
 * @param {number} tab
 * @param {string} document
 * @param {number} askedAt in ms since 1970
 */
export async function isStillThere(tab, document, askedAt) {
  if (Date.now() - askedAt <= GLANCE_MS) return true;
  const shown = await ping(tab, 0);
  return shown === "silent" || shown?.document === document;
}

/**
 * No answer of a frame is awaited for longer: a page may hang.
 * @template T
 * @param {Promise<T>} answer
 * @param {number} timeout
 * @returns {Promise<T | "silent">}
 */
export function inTime(answer, timeout) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  /** @type {Promise<"silent">} */
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, timeout, "silent");
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/**
 * What is reported of a tab, by a document that is still there. Nobody tells when a document goes away: a
 * page that leaves cannot speak reliably, and asking when it matters is cheaper than listening to every
 * navigation of the browser. Only looks: what is kept of a document that left goes with the next report
 * or with the tab, for whoever removed it here, in a popup, could remove the report that comes at the
 * same moment.
 * @param {FrameVerdict[]} kept
 * @param {chrome.tabs.Tab | undefined} tab
 */
export async function current(kept, tab) {
  if (tab?.id === undefined || kept.length === 0) return null;
  const gone = await whoIsGone(kept, tab.id, GLANCE_MS, tab.url);
  const core = await ready;
  return core.speaker(core.readTab(kept, gone));
}

/**
 * The documents that are there no more (src/tab.rs), by what each frame answers.
 * @param {FrameVerdict[]} kept
 * @param {number} tab
 * @param {number} timeout
 * @param {string} [url] the tab's address
 */
async function whoIsGone(kept, tab, timeout, url = "") {
  const core = await ready;
  const presences = await Promise.all(
    kept.map(async ({ frameId, runs }) => {
      const shown = runs ? await lookAt(tab, timeout) : await ping(tab, frameId, timeout);
      return shown === "silent" ? shown : { shows: shown?.document ?? null };
    }),
  );
  return core.goneDocuments(kept, presences, url);
}

/**
 * The address of a tab: empty where it is of a site that we have no permission for, undefined where the visitor
 * has taken the Hub's pages away, because then it may be one of them.
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<string | undefined>}
 */
export async function addressOf({ url }) {
  if (url) return url;
  return (await chrome.permissions.contains({ origins: [HUB_PAGES] })) ? "" : undefined;
}

/** A tab by its number, undefined where there is none of it. @param {number} id */
export async function tabOf(id) {
  return Number.isInteger(id) && id >= 0 ? chrome.tabs.get(id).catch(() => undefined) : undefined;
}

/** @param {number} tab */
export async function forget(tab) {
  moves.delete(tab);
  await store.remove(key(tab));
  await forgetFileType(tab);
  await forgetTab(tab);
}

/** Something was chosen: what is shown anywhere is to be composed anew. */
export async function sayAgain() {
  for (const { id = -1 } of await chrome.tabs.query({}))
    send(id, { kind: "again" }).catch(() => undefined);
  chrome.runtime.sendMessage({ kind: "chosen" }).catch(() => undefined);
}
