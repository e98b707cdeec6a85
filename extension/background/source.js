// What a Space's public source declares that its runs ask for. Read of the Hub without the visitor's sign-in,
// once per Space and hour; only where they turned that on, or pressed for it in the popup. What is kept is
// what the file declares, not the file.

import { askHub } from "./questions.js";
import { settings } from "./settings.js";
import { get, separateCookies, set } from "./store.js";

const HOUR_MS = 3_600_000;
const KEPT = "sources";
/** The Hub's pages have other limits than its API: what they ask for keeps no other question. */
const QUIET = "sourcesQuietUntil";
/** Spaces of which it is kept, of the usual windows, of the private ones, of each container. */
const MAX_KEPT = 50;

/** @typedef {{at: number, answer: SourceAnswer}} Kept */

/** Questions under way. @type {Map<string, Promise<SourceAnswer | null>>} */
const inFlight = new Map();

/**
 * What was read lately.
 * @param {Core} core
 * @param {Judged} judged
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<SourceAnswer | null>}
 */
export async function knownSource(core, judged, tab) {
  const source = core.sourceOf(judged);
  const kept = source && (await keptOf(separateCookies(tab))).get(source.url);
  return kept && isFresh(kept) && core.isSourceAnswer(kept.answer) ? kept.answer : null;
}

/**
 * Reads it; null where nobody may ask, or there is nothing to ask for.
 * @param {Core} core
 * @param {Judged} judged
 * @param {chrome.tabs.Tab} tab
 * @param {boolean} isPressed the visitor asked for it just now
 * @returns {Promise<SourceAnswer | null>}
 */
export async function readSource(core, judged, tab, isPressed) {
  const source = core.sourceOf(judged);
  const { asksQuota, managed } = await settings(core, tab.incognito);
  const separate = separateCookies(tab);
  // What is read for private windows and containers is forgotten soon: it would be read again and again.
  const isWanted = isPressed || (asksQuota && !separate);
  if (!source || managed.noLookUps || !isWanted) return null;
  const known = await knownSource(core, judged, tab);
  if (known && !(isPressed && isFailed(known))) return known;
  const flight = `${separate}:${source.url}`;
  const asked =
    inFlight.get(flight) ??
    ask(core, source, tab.id ?? -1, separate).finally(() => inFlight.delete(flight));
  inFlight.set(flight, asked);
  return asked;
}

/**
 * @param {Core} core
 * @param {SpaceSource} source
 * @param {number} tab
 * @param {string} separate
 */
async function ask(core, { url, file }, tab, separate) {
  const { status, body, isCut, isHeld } = await askHub(core, url, tab, {
    isWanted: true,
    quiet: QUIET,
  });
  const answer = core.readSource(status, body, isCut, file);
  if (isHeld) return answer;
  const kept = await keptOf(separate);
  kept.delete(url);
  kept.set(url, { at: Date.now(), answer });
  for (const [old, entry] of kept) if (kept.size > MAX_KEPT || !isFresh(entry)) kept.delete(old);
  await set(nameFor(separate), Object.fromEntries(kept), separate);
  return answer;
}

/** @param {string} separate */
const nameFor = (separate) => (separate ? `${KEPT}:${separate}` : KEPT);

/**
 * By address, oldest first.
 * @param {string} separate
 * @returns {Promise<Map<string, Kept>>}
 */
async function keptOf(separate) {
  const kept = Object.entries((await get(nameFor(separate))) ?? {});
  return new Map(
    kept
      .filter(([, entry]) => Number.isFinite(entry?.at))
      .sort(([, one], [, other]) => one.at - other.at),
  );
}

/** @param {Kept} kept */
function isFresh({ at }) {
  const age = Date.now() - at;
  return age >= 0 && age < HOUR_MS;
}

/** No answer counts as long, but a press asks again. @param {SourceAnswer} answer */
function isFailed({ kind }) {
  return kind === "unreachable" || kind === "too-many";
}
