// What is left of the visitor's own GPU time. Asked of the Hub with their sign-in, so only after they
// turned it on, only when the popup opens, and at most once a minute.

const URL = "https://huggingface.co/api/spaces/zero-gpu/quota";
const DEADLINE_MS = 3_000;
const LASTS_MS = 60_000;
const SETTING = "asksQuota";
const KEPT = "quota";

export async function isOn() {
  return (await chrome.storage.local.get(SETTING))[SETTING] === true;
}

/** @param {boolean} on */
export async function turn(on) {
  await chrome.storage.local.set({ [SETTING]: on });
  if (!on) await forgetRemaining();
}

export async function forgetRemaining() {
  await chrome.storage.session.remove(KEPT);
}

/**
 * @param {WhoseQuotaCore} core
 * @returns {Promise<QuotaAnswer>}
 */
export async function ask(core) {
  const kept = /** @type {{at: number, answer: QuotaAnswer} | undefined} */ (
    (await chrome.storage.session.get(KEPT))[KEPT]
  );
  if (kept && Date.now() - kept.at < LASTS_MS) return kept.answer;
  let status = 0;
  let body = "";
  try {
    const response = await fetch(URL, {
      credentials: "include",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    body = response.ok ? await response.text() : "";
    status = response.status;
  } catch {
    // No answer in time, or none at all: status 0 says so.
  }
  const answer = core.readQuotaAnswer(status, body);
  await chrome.storage.session.set({ [KEPT]: { at: Date.now(), answer } });
  return answer;
}
