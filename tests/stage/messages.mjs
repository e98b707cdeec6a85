// The situations in which ZeroGPU speaks to a visitor, and what its message says: by the version of
// `spaces`, and of Gradio where that shows more or less of it.

/** @typedef {import("./device_api.mjs").Refusal} Refusal */

/**
 * What a message says, in the contract's words.
 *
 * @typedef {object} Message
 * @property {string} cause
 * @property {string} identity
 * @property {number | null} requestedSeconds
 * @property {number | null} leftSeconds
 * @property {number | null} retryAfterSeconds
 * @property {string} [fault] what the app itself failed of
 */

/**
 * @typedef {object} Situation
 * @property {string} id
 * @property {"guest" | "free" | "pro"} visitor at the direct address, or signed in on the Hub page
 * @property {Refusal} [answer] of the device API
 * @property {string} [fault] of the visitor's pass
 * @property {string} [prompt] which makes the app misbehave
 * @property {true} [unseen] the app runs its GPU function where ZeroGPU sees no visitor
 * @property {true} [goesOn] the run ends well all the same
 * @property {(versions: Versions) => Message[]} tells in the order of appearance
 */

/** @typedef {Pick<import("./catalogue.mjs").Space, "gradio" | "spaces">} Versions */

const WAITING = other();

/** @type {Situation[]} */
export const situations = [
  {
    id: "quota-guest",
    visitor: "guest",
    answer: { status: 429, body: { left: 12, wait: 192 } },
    tells: (versions) => [quota("unauthenticated", versions, 12, 192)],
  },
  {
    id: "quota-free",
    visitor: "free",
    answer: { status: 429, body: { left: 12, wait: 192 } },
    tells: (versions) => [quota("free", versions, 12, 192)],
  },
  {
    id: "quota-pro",
    visitor: "pro",
    answer: { status: 429, body: { left: 31, wait: 86_400 } },
    tells: (versions) => [quota("pro", versions, 31, 86_400)],
  },
  {
    // As much as the dated table gives for no whole day (reports of 2026-10).
    id: "more-than-a-day",
    visitor: "guest",
    answer: { status: 429, body: { left: 149, wait: 192 } },
    tells: (versions) => [quota("unauthenticated", versions, 149, 192)],
  },
  {
    // 0.49.1 to 0.50.2 print what is asked, and ZeroGPU checks one and a half times that.
    id: "more-than-asked",
    visitor: "guest",
    answer: { status: 429, body: { left: 80, wait: 192 } },
    tells: (versions) => [quota("unauthenticated", versions, 80, 192)],
  },
  {
    id: "quota-space",
    visitor: "pro",
    unseen: true,
    answer: { status: 429, body: { left: 12, wait: 192 } },
    tells: (versions) => [
      minor(versions) < 35
        ? quota("unauthenticated", versions, 12, 192)
        : message("quota-exceeded", "space"),
    ],
  },
  {
    id: "runs-guest",
    visitor: "guest",
    answer: runsLimit(120),
    tells: (versions) => [runs("unauthenticated", versions, 120)],
  },
  {
    id: "runs-free",
    visitor: "free",
    answer: runsLimit(100),
    tells: (versions) => [runs("free", versions, 100)],
  },
  {
    id: "runs-pro",
    visitor: "pro",
    answer: runsLimit(1320),
    tells: (versions) => [runs("pro", versions, 1320)],
  },
  {
    id: "illegal-duration-guest",
    visitor: "guest",
    answer: tooLong(),
    tells: () => [message("illegal-duration", "unknown", { requestedSeconds: 60 })],
  },
  {
    id: "illegal-duration-pro",
    visitor: "pro",
    answer: tooLong(),
    tells: () => [message("illegal-duration", "unknown", { requestedSeconds: 60 })],
  },
  {
    id: "queue-timeout-guest",
    visitor: "guest",
    answer: { event: "failed" },
    tells: (versions) => [WAITING, timeout("unauthenticated", versions)],
  },
  {
    id: "queue-timeout-free",
    visitor: "free",
    answer: { event: "failed" },
    tells: (versions) => [WAITING, timeout("free", versions)],
  },
  {
    id: "queue-timeout-pro",
    visitor: "pro",
    answer: { event: "failed", headers: { "x-queuing-reason": "concurrency" } },
    tells: (versions) => [WAITING, timeout("pro", versions)],
  },
  {
    id: "queue-timeout-space",
    visitor: "pro",
    unseen: true,
    answer: { event: "failed" },
    // Where there is no request there is no page either to which the waiting could be told.
    tells: (versions) => [timeout(minor(versions) < 35 ? "unauthenticated" : "space", versions)],
  },
  {
    id: "queue",
    visitor: "pro",
    answer: { event: "succeeded" },
    goesOn: true,
    tells: () => [WAITING, other()],
  },
  {
    id: "ip-fallback",
    visitor: "pro",
    fault: "InvalidRepoToken",
    goesOn: true,
    tells: (versions) => (minor(versions) < 32 ? [] : [message("ip-fallback", "ip-fallback")]),
  },
  {
    id: "expired-token",
    visitor: "pro",
    answer: { status: 401 },
    tells: (versions) => (minor(versions) < 32 ? [] : [message("expired-token", "unknown")]),
  },
  {
    id: "no-gpu",
    visitor: "guest",
    answer: { status: 503 },
    tells: () => [message("no-gpu", "unknown")],
  },
  {
    id: "pending-credits",
    visitor: "pro",
    answer: {
      status: 429,
      body: { left: 0, wait: 0 },
      headers: { "x-approve-result": "pending-overquota-exceeded" },
    },
    tells: (versions) =>
      minor(versions) < 50
        ? [quota("pro", versions, 0, 0)]
        : [message("pending-credits", "unknown")],
  },
  {
    id: "gpu-aborted",
    visitor: "guest",
    prompt: "die",
    tells: () => [message("gpu-aborted", "unknown")],
  },
  {
    id: "exception",
    visitor: "guest",
    prompt: "raise",
    // Its text is the exception's name: that ZeroGPU speaks shows in the title alone.
    tells: (versions) => (showsTitles(versions) ? [{ ...other(), fault: "ValueError" }] : []),
  },
  {
    id: "overrun",
    visitor: "guest",
    prompt: "overrun",
    goesOn: true,
    tells: (versions) => (minor(versions) < 51 ? [] : [other()]),
  },
  {
    id: "all-at-once",
    visitor: "pro",
    fault: "InvalidAccessToken",
    answer: { event: "succeeded", unused: true },
    prompt: "overrun",
    goesOn: true,
    tells: (versions) => [
      ...(minor(versions) < 32 ? [] : [message("ip-fallback", "ip-fallback")]),
      WAITING,
      other(),
      ...(minor(versions) < 51 ? [] : [other()]),
      other(),
    ],
  },
  {
    id: "unused",
    visitor: "guest",
    answer: { unused: true },
    goesOn: true,
    tells: () => [other()],
  },
];

/**
 * @param {string} cause
 * @param {string} identity
 * @param {Partial<Message>} [numbers]
 * @returns {Message}
 */
function message(cause, identity, numbers) {
  const unknown = { requestedSeconds: null, leftSeconds: null, retryAfterSeconds: null };
  return { cause, identity, ...unknown, ...numbers };
}

function other() {
  return message("other", "unknown");
}

/**
 * The quota message of `spaces`, for a run that asks for 60 s.
 *
 * @param {"unauthenticated" | "free" | "pro"} identity
 * @param {Versions} versions
 * @param {number} leftSeconds
 * @param {number} retryAfterSeconds
 */
function quota(identity, versions, leftSeconds, retryAfterSeconds) {
  const all = { requestedSeconds: 60, leftSeconds, retryAfterSeconds };
  const isPro = identity === "pro";
  if (minor(versions) < 30) return message("quota-exceeded", isPro ? "unknown" : identity, all);
  // Only who cannot get more by signing up is told how long it takes.
  if (minor(versions) < 35 && !isPro)
    return message("quota-exceeded", identity, { ...all, retryAfterSeconds: null });
  // From 0.38 to 0.48 Gradio before 5.3 shows what is meant for machines.
  const isPlain = minor(versions) >= 38 && minor(versions) < 49 && isBefore(versions, 5, 3);
  return message("quota-exceeded", identity, isPlain && !isPro ? {} : all);
}

/**
 * The limit on runs. Before 0.51.3 it was shown as the quota's.
 *
 * @param {"unauthenticated" | "free" | "pro"} identity
 * @param {Versions} versions
 * @param {number} leftSeconds
 */
function runs(identity, versions, leftSeconds) {
  if (minor(versions) < 51) return quota(identity, versions, leftSeconds, 0);
  // Gradio 6.2 says that it is a page that asks: pages get no advice, and that alone names somebody.
  return message("runs-exceeded", isBefore(versions, 6, 2) ? identity : "unknown");
}

/** @param {number} left */
function runsLimit(left) {
  return { status: 429, body: { left, wait: 0 }, headers: { "x-approve-result": "runs-exceeded" } };
}

function tooLong() {
  const headers = { "x-approve-result": "illegal-duration" };
  return { status: 429, body: { left: 100, wait: -1 }, headers };
}

/**
 * @param {string} identity
 * @param {Versions} versions
 */
function timeout(identity, versions) {
  return message("queue-timeout", minor(versions) < 30 ? "unknown" : identity);
}

/** @param {Versions} versions */
function minor({ spaces }) {
  // The environments have 0.51.3.
  return spaces === null ? 51 : Number(spaces.split(".")[1]);
}

/**
 * @param {Versions} versions
 * @param {number} major
 * @param {number} minor
 */
function isBefore({ gradio }, major, minor) {
  const [ofGradio, second] = String(gradio).split(".").map(Number);
  return ofGradio < major || (ofGradio === major && second < minor);
}

/** @param {Versions} versions */
function showsTitles(versions) {
  return !isBefore(versions, 5, 3) && isBefore(versions, 6, 0);
}
