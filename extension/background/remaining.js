// What is left of the visitor's own GPU time. Asked of the Hub with their sign-in, so only after they
// turned it on (settings.js), and only when the popup opens; an answer counts for a minute, or until a
// Space's Hub page reports anew. The background asks, where all questions are counted.

import { askHub } from "./questions.js";
import { settings } from "./settings.js";
import * as store from "./store.js";

const URL = "https://huggingface.co/api/spaces/zero-gpu/quota";
const TTL_MS = 60_000;
const KEPT = "quota";

export async function forgetRemaining() {
  await store.remove(KEPT);
}

/** A question under way. @type {Promise<QuotaAnswer> | undefined} */
let asking;

/**
 * @param {Core} core
 * @param {number} tab for whose popup it is asked
 * @returns {Promise<QuotaAnswer>}
 */
export function ask(core, tab) {
  asking ??= askOrRemember(core, tab).finally(() => {
    asking = undefined;
  });
  return asking;
}

/** @param {Core} core @param {number} tab @returns {Promise<QuotaAnswer>} */
async function askOrRemember(core, tab) {
  if (!(await settings(core, false)).asksQuota) {
    await forgetRemaining();
    return { kind: "unreachable" };
  }
  const kept = /** @type {{at?: unknown, answer?: QuotaAnswer} | undefined} */ (
    await store.get(KEPT)
  );
  const age = typeof kept?.at === "number" ? Date.now() - kept.at : Number.NaN;
  if (age >= 0 && age < TTL_MS && core.isQuotaAnswer(kept?.answer)) {
    return /** @type {QuotaAnswer} */ (kept?.answer);
  }
  const { status, body, isHeld } = await askHub(core, URL, tab, {
    credentials: "include",
    isWanted: true,
  });
  const answer = core.readQuotaAnswer(status, body);
  if (!isHeld) await store.set(KEPT, { at: Date.now(), answer });
  return answer;
}
