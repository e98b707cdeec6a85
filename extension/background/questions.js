// Every question that leaves the extension: to the Hub's API, and to an app's config. With a deadline,
// read up to a bound, limited by tab and minute, and not before the time that the Hub names.

import { settings } from "./settings.js";
import * as store from "./store.js";

const DEADLINE_MS = 3_000;
/** Answers in bytes; real ones have a few thousand. */
const MAX_BYTES = 1_000_000;

const MINUTE_MS = 60_000;
/** Questions a minute. The Hub allows an address 500 in five. */
const MAX_OF_TAB = 12;
const MAX_A_MINUTE = 60;

const QUIET_UNTIL = "quietUntil";
/** No answer silences us for longer (src/facts/back_off.rs). */
const MAX_QUIET_MS = 3_600_000;

/** In the last minute. @type {{tab: number, at: number}[]} */
let asked = [];

/**
 * @typedef {object} Answer
 * @property {number} status 0 where there was none in time
 * @property {string} body empty where it is no success, or too long
 * @property {boolean} isCut it was too long
 * @property {boolean} isHeld nobody was asked
 */

/** What a question comes to that is not asked: as if the Hub had said so. */
const HELD = Object.freeze({ status: 429, body: "", isCut: false, isHeld: true });

/**
 * Asks the Hub.
 * @param {Core} core
 * @param {string} url
 * @param {number} tab for which it is asked
 * @param {object} [how]
 * @param {RequestCredentials} [how.credentials]
 * @param {boolean} [how.isWanted] where it is another choice than "which Space is at an address"
 * @param {string} [how.quiet] where its own back-off is kept, which keeps no other question
 * @returns {Promise<Answer>}
 */
export async function askHub(core, url, tab, how = {}) {
  const { credentials = "omit", isWanted, quiet = QUIET_UNTIL } = how;
  if (!(isWanted ?? (await settings(core, false)).asksSpace)) return HELD;
  const until = await Promise.all([QUIET_UNTIL, quiet].map(quietUntil));
  if (Math.max(...until) > Date.now() || !mayAsk(tab)) return HELD;
  let seconds = 0;
  const answer = await ask(url, credentials, ({ status, headers }) => {
    const retryAfter = headers.get("retry-after");
    // A date, as HTTP allows it.
    const until = Math.ceil((Date.parse(retryAfter ?? "") - Date.now()) / 1000);
    const named = /[a-z]/i.test(retryAfter ?? "") && until > 0 ? String(until) : retryAfter;
    seconds = core.backOff(status, named ?? undefined, headers.get("ratelimit") ?? undefined);
  });
  if (seconds > 0) await store.set(quiet, Date.now() + seconds * 1000);
  return answer;
}

/**
 * Asks an app.
 * @param {Core} core
 * @param {string} url
 * @param {number} tab
 * @returns {Promise<Answer>}
 */
export async function askApp(core, url, tab) {
  const { asksSpace } = await settings(core, false);
  return asksSpace && mayAsk(tab) ? ask(url, "omit") : HELD;
}

/** @param {string} name */
async function quietUntil(name) {
  const until = await store.get(name);
  const isTime = typeof until === "number" && until < Date.now() + MAX_QUIET_MS + MINUTE_MS;
  return isTime ? until : 0;
}

/** @param {number} tab */
function mayAsk(tab) {
  const now = Date.now();
  asked = asked.filter(({ at }) => at <= now && now - at < MINUTE_MS);
  const ofTab = asked.filter((question) => question.tab === tab);
  if (asked.length >= MAX_A_MINUTE || ofTab.length >= MAX_OF_TAB) return false;
  asked.push({ tab, at: now });
  return true;
}

/**
 * @param {string} url
 * @param {RequestCredentials} credentials
 * @param {(response: Response) => void} [look] at the headers
 * @returns {Promise<Answer>}
 */
async function ask(url, credentials, look) {
  let status = 0;
  let read = { body: "", isCut: false };
  try {
    const response = await fetch(url, {
      credentials,
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    look?.(response);
    read = await readBody(response);
    status = response.status;
  } catch {
    // No answer in time, or none at all: status 0 says so.
  }
  return { status, ...read, isHeld: false };
}

/**
 * What a success holds, as long as it is not too long: then the rest is not even loaded.
 * @param {Response} response
 */
async function readBody(response) {
  const reader = response.body?.getReader();
  if (!reader) return { body: "", isCut: false };
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  while (response.ok) {
    const { done, value } = await reader.read();
    if (done) return { body: text + decoder.decode(), isCut: false };
    length += value.length;
    if (length > MAX_BYTES) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return { body: "", isCut: response.ok };
}
