// Which Space is at an address? Asked of the Hub's public API, without cookies or tokens, once per
// Space; what it answered lasts a while, also through the worker's sleep.

import { askApp, askHub } from "./questions.js";
import * as store from "./store.js";

const HUB = "https://huggingface.co/api/spaces/";
/** Where an app says which Space it is, its page being silent (the manifest's CSP names it too). */
const CONFIG = "/config";

/** How long an answer counts, in ms. A Space's hardware changes rarely, a fault passes soon. */
const TTL_MS = {
  found: 600_000,
  "not-public": 300_000,
  denied: 300_000,
  "ask-by-id": 600_000,
  unreachable: 30_000,
  pending: 0,
};

const KEPT = "hub";
/** Answers that are kept, of the usual windows, of the private ones, of each container. */
const MAX_ANSWERS = 100;

/** Questions under way: one per Space. @type {Map<string, Promise<HubAnswer>>} */
const inFlight = new Map();

/** @typedef {Map<string, Kept>} Answers by host and question, oldest first */

/** By whose cookies a tab uses (`separateCookies`). @type {Map<string, Promise<Answers>>} */
const answers = new Map();

/**
 * @typedef {object} Question
 * @property {string | undefined} host the app's
 * @property {string | null} claimedId the Space that the page claims to be, if that is to be asked for
 * @property {number} tab for which it is asked
 * @property {string} separate whose cookies that tab uses
 */

/**
 * @param {Core} core
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
export async function resolveSpace(core, question) {
  const { host, claimedId, separate } = question;
  const path = pathOf(core, question);
  if (!host || !path) return { kind: "unreachable" };
  const key = `${host}:${path}`;
  const known = (await answersOf(core, separate)).get(key);
  if (known && isFresh(known)) return known.answer;

  const flight = `${separate}:${key}`;
  const asked =
    inFlight.get(flight) ??
    ask(core, path, host, claimedId, question).finally(() => inFlight.delete(flight));
  inFlight.set(flight, asked);
  return asked;
}

/**
 * The question by subdomain was in vain: asked again by the id that the page claims, or where its HTML
 * claims none (Gradio renders it on the server), the app's config. Nothing about the visitor goes along.
 * @param {Core} core
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
export async function resolveSpaceAgain(core, question) {
  const claimedId = question.claimedId ?? (await idInConfig(core, question));
  const byId = claimedId && (await resolveSpace(core, { ...question, claimedId }));
  // Kept since the first question, as a rule.
  const bySubdomain = await resolveSpace(core, { ...question, claimedId: null });
  return core.bothAnswers(bySubdomain, byId || null);
}

/**
 * What the Hub is known to have said of an app, however long ago; asked where nothing is known.
 * @param {Core} core
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
export async function knownAnswer(core, question) {
  const { host, separate } = question;
  const known = await answersOf(core, separate);
  const bySubdomain = `${host}:${pathOf(core, { ...question, claimedId: null })}`;
  const answer =
    known.get(bySubdomain)?.answer ?? (await resolveSpace(core, { ...question, claimedId: null }));
  if (answer.kind !== "ask-by-id") return answer;
  const byId = [...known]
    .filter(([key]) => key.startsWith(`${host}:`) && key !== bySubdomain)
    .map(([, { answer }]) => answer);
  const best = byId.find(({ kind }) => kind === "found") ?? byId.at(-1);
  return best ? core.bothAnswers(answer, best) : resolveSpaceAgain(core, question);
}

/**
 * @param {Core} core
 * @param {Question} question
 */
function pathOf(core, { host, claimedId }) {
  if (claimedId) return core.hubUrl(claimedId) && claimedId;
  const subdomain = core.subdomain(`https://${host}/`);
  return subdomain && `by-subdomain/${subdomain}`;
}

/** @param {Kept} kept */
function isFresh({ at, answer }) {
  const age = Date.now() - at;
  return age >= 0 && age < TTL_MS[answer.kind];
}

/**
 * @param {Core} core
 * @param {string} separate
 * @returns {Promise<Answers>}
 */
function answersOf(core, separate) {
  let known = answers.get(separate);
  if (!known) {
    known = separate ? Promise.resolve(new Map()) : stored(core);
    answers.set(separate, known);
  }
  return known;
}

/** @param {Core} core @returns {Promise<Answers>} */
async function stored(core) {
  const kept = Object.entries((await store.get(KEPT)) ?? {});
  return new Map(
    kept
      .filter(([, entry]) => Number.isFinite(entry?.at) && core.isAnswer(entry.answer))
      // Storage orders by key.
      .sort(([, one], [, other]) => one.at - other.at)
      .slice(-MAX_ANSWERS),
  );
}

/**
 * @param {Core} core
 * @param {string} path
 * @param {string} host
 * @param {string | null} claimedId
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
async function ask(core, path, host, claimedId, { tab, separate }) {
  const { status, body, isHeld } = await askHub(core, HUB + path, tab);
  const answer = core.readHubAnswer(status, body, host, claimedId ?? undefined);
  if (isHeld) return answer;
  const known = await answersOf(core, separate);
  const key = `${host}:${path}`;
  known.delete(key);
  known.set(key, { at: Date.now(), answer });
  for (const [old, kept] of known)
    if (known.size > MAX_ANSWERS || (old !== key && !isFresh(kept))) known.delete(old);
  if (!separate) await store.set(KEPT, Object.fromEntries(known));
  return answer;
}

/**
 * @param {Core} core
 * @param {Question} question
 */
async function idInConfig(core, { host, tab }) {
  const subdomain = core.subdomain(`https://${host}/`);
  if (!subdomain) return null;
  const { body } = await askApp(core, `https://${host}${CONFIG}`, tab);
  return core.claimedId(body, subdomain) ?? null;
}
