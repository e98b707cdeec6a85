// The verdict on a tab: what a script of ours reported there, or what the address alone tells.

import { ready } from "../background/core.js";
import { settings } from "../background/settings.js";
import { separateCookies } from "../background/store.js";
import * as tabs from "../background/tabs.js";

const HUB = "https://huggingface.co/spaces/";

/** How long the background may take, in ms. */
const WAKING_MS = 1_000;
/** How long a frame may take that gets the core only now. */
const CORE_MS = 300;

/**
 * @param {chrome.tabs.Tab | undefined} tab
 * @returns {Promise<{judged: Judged, document: string | null, isKept: boolean, isFailed: boolean}>}
 */
export async function verdictOn(tab) {
  const { judged, ...known } = await rawVerdictOn(tab);
  return { judged: await asChosen(judged, tab?.incognito ?? false), ...known };
}

/**
 * A verdict as it shows where the visitor chose what they chose.
 * @param {Judged} judged
 * @param {boolean} isPrivate
 */
export async function asChosen(judged, isPrivate) {
  const core = await ready;
  return core.applySettings(judged, await chosenIn(isPrivate), Date.now()) ?? judged;
}

/**
 * What is chosen. The background alone knows what was chosen in private windows.
 * @param {boolean} isPrivate
 * @returns {Promise<Settings>}
 */
export async function chosenIn(isPrivate) {
  const question = /** @satisfies {MessageOf<PopupMessages>} */ ({ kind: "chosen" });
  const asked = isPrivate && chrome.runtime.sendMessage(question).catch(() => null);
  return (await asked) || settings(await ready, false);
}

/**
 * The same, whatever they chose.
 * @param {chrome.tabs.Tab | undefined} tab
 */
async function rawVerdictOn(tab) {
  const id = tab?.id ?? -1;
  const look = () =>
    Promise.all([keptOf(tab).then((kept) => tabs.current(kept, tab)), tabs.ping(id, 0)]);
  const change = changeOf(id);
  const [known, isWaking] = await Promise.all([look(), wakeFrames(id)]);
  if (isWaking) await tabs.inTime(change.done, CORE_MS);
  change.stop();
  const [kept, script] = isWaking ? await look() : known;
  if (kept) {
    const { judged, document, failed } = kept;
    return { judged, document, isKept: true, isFailed: failed === true };
  }
  // A file of a Space says so itself; of what it is nothing else is asked.
  const file = script && script !== "silent" && !script.isSpace ? script : null;
  const { url = "", incognito = false } = tab ?? {};
  const judged = (await ready).judgeUnscripted(url, incognito, file?.contentType, []);
  return { judged, document: null, isKept: false, isFailed: false };
}

/**
 * What is kept of a tab. The background may know more than storage.session: of private windows, say.
 * It tells once more (`kept`) where it has to ask the tab itself. Of other people's sites it is not
 * asked: it may have to wake for it.
 * @param {chrome.tabs.Tab | undefined} tab
 */
async function keptOf(tab) {
  if (tab?.id === undefined) return [];
  const kept = await tabs.read(tab.id);
  const { url = "" } = tab;
  const isOurs = url.startsWith(HUB) || (await ready).subdomain(url) !== undefined;
  if (kept.length > 0 || (!isOurs && separateCookies(tab) === "")) return kept;
  const question = /** @satisfies {MessageOf<PopupMessages>} */ ({ kind: "kept", tab: tab.id });
  const asked = chrome.runtime.sendMessage(question).catch(() => undefined);
  // It may have to wake first; no page keeps it waiting.
  const answer = await tabs.inTime(asked, WAKING_MS);
  return answer === "silent" || !answer ? [] : /** @type {FrameVerdict[]} */ (answer);
}

/**
 * Frames of Spaces that use nobody's GPU time are not read before somebody looks at the popup.
 * @param {number} tab
 * @returns {Promise<boolean>} whether there is one that gets the core now
 */
async function wakeFrames(tab) {
  const asleep = tabs.send(tab, { kind: "wake", isNeeded: true }).catch(() => undefined);
  return (await tabs.inTime(asleep, tabs.GLANCE_MS)) === true;
}

/**
 * The next change of what is kept of a tab.
 * @param {number} tab
 */
function changeOf(tab) {
  /** @type {() => void} */
  let end = () => undefined;
  /** @type {Promise<void>} */
  const done = new Promise((resolve) => {
    end = resolve;
  });
  /** @param {MessageOf<PopupNotices>} message */
  const onMessage = (message) => {
    if (message.kind === "changed" && message.tab === tab) end();
    return false;
  };
  chrome.runtime.onMessage.addListener(onMessage);
  return { done, stop: () => chrome.runtime.onMessage.removeListener(onMessage) };
}
