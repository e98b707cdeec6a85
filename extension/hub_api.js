// Which Space is at an address? Asked of the Hub's public API, without cookies or tokens, once per
// Space; what it answered lasts a while, also through the worker's sleep.

const HUB = "https://huggingface.co/api/spaces/";
const DEADLINE_MS = 3_000;

/** How long an answer counts, in ms. A Space's hardware changes rarely, a fault passes soon. */
const LASTS = {
  found: 600_000,
  "not-public": 300_000,
  denied: 300_000,
  "ask-by-id": 600_000,
  unreachable: 30_000,
  pending: 0,
};

/** Where an app says which Space it is, its page being silent (the manifest's CSP names it too). */
const CONFIG = "/config";
const LONGEST_CONFIG = 1_000_000;

/** Questions under way: one per Space. @type {Map<string, Promise<HubAnswer>>} */
const underWay = new Map();

/** What private windows asked: gone with the worker, never stored. @type {Map<string, Kept>} */
const privately = new Map();

/**
 * @typedef {object} Question
 * @property {string | undefined} host the app's
 * @property {string | null} claimedId the Space that the page claims to be, if that is to be asked for
 * @property {boolean} isPrivate asked for a page in a private window
 */

/**
 * @param {WhoseQuotaCore} core
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
export async function whichSpace(core, { host, claimedId, isPrivate }) {
  const subdomain = core.subdomain(`https://${host}/`);
  if (!host || (claimedId ? !core.hubUrl(claimedId) : !subdomain)) return { kind: "unreachable" };
  const path = claimedId ?? `by-subdomain/${subdomain}`;
  const key = `hub:${host}:${path}`;
  const store = isPrivate ? inMemory : inSession;

  const kept = await store.get(key);
  if (kept && Date.now() - kept.at < LASTS[kept.answer.kind]) return kept.answer;

  const flight = `${isPrivate}:${key}`;
  const asked =
    underWay.get(flight) ??
    ask(core, path, host, claimedId)
      .then(async (answer) => {
        await store.set(key, { at: Date.now(), answer });
        return answer;
      })
      .finally(() => underWay.delete(flight));
  underWay.set(flight, asked);
  return asked;
}

/**
 * The question by subdomain was in vain: asked again by the id that the page claims, or where its HTML
 * claims none (Gradio renders it on the server), the app's config. Nothing about the visitor goes along.
 * @param {WhoseQuotaCore} core
 * @param {Question} question
 * @returns {Promise<HubAnswer>}
 */
export async function whichSpaceAgain(core, question) {
  const claimedId = question.claimedId ?? (await idInConfig(core, question.host));
  const byId = claimedId && (await whichSpace(core, { ...question, claimedId }));
  // Kept since the first question, as a rule.
  const bySubdomain = await whichSpace(core, { ...question, claimedId: null });
  return core.bothAnswers(bySubdomain, byId || null);
}

/**
 * @param {WhoseQuotaCore} core
 * @param {string | undefined} host
 */
async function idInConfig(core, host) {
  const subdomain = core.subdomain(`https://${host}/`);
  try {
    const response = await fetch(`https://${host}${CONFIG}`, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const config = response.ok ? await response.text() : "";
    if (!subdomain || config.length > LONGEST_CONFIG) return null;
    return core.claimedId(config, subdomain) ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {WhoseQuotaCore} core
 * @param {string} path
 * @param {string} host
 * @param {string | null} claimedId
 * @returns {Promise<HubAnswer>}
 */
async function ask(core, path, host, claimedId) {
  let status = 0;
  let body = "";
  try {
    const response = await fetch(HUB + path, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    body = response.ok ? await response.text() : "";
    status = response.status;
  } catch {
    // No answer in time, or none at all: status 0 says so.
  }
  return core.readHubAnswer(status, body, host, claimedId ?? undefined);
}

/** @typedef {{get(key: string): Promise<Kept | undefined>, set(key: string, kept: Kept): Promise<void>}} Store */

/** @type {Store} */
const inSession = {
  get: async (key) =>
    /** @type {Kept | undefined} */ ((await chrome.storage.session.get(key))[key]),
  set: async (key, kept) => chrome.storage.session.set({ [key]: kept }),
};

/** @type {Store} */
const inMemory = {
  get: async (key) => privately.get(key),
  set: async (key, kept) => void privately.set(key, kept),
};
