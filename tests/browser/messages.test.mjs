// ZeroGPU's own messages: genuine toasts of genuine `@spaces.GPU` calls, in each generation of Gradio
// and of `spaces`, held against what the extension reports and shows.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { situations } from "../stage/messages.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import {
  appFrame,
  BANNER,
  BROWSERS,
  pressRun,
  reported,
  reportOf,
  typePrompt,
  visit,
} from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { verdictOf } from "./support/verdicts.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */
/** @typedef {import("../stage/messages.mjs").Message} Message */
/** @typedef {import("../stage/messages.mjs").Situation} Situation */
/** @typedef {Situation["visitor"]} Visitor */

/**
 * What happens to a guest and to a PRO account, each in two visits: the extension hears ten messages in
 * twelve seconds and no more, and here nobody pauses.
 */
const GUEST_ONE = ["quota-guest", "queue-timeout-guest", "runs-guest", "illegal-duration-guest"];
const GUEST_TWO = [
  "quota-guest",
  "queue-timeout-guest",
  "no-gpu",
  "gpu-aborted",
  "exception",
  "overrun",
  "unused",
];
const PRO_ONE = [
  "quota-pro",
  "quota-space",
  "runs-pro",
  "illegal-duration-pro",
  "queue-timeout-pro",
  "queue-timeout-space",
];
const PRO_TWO = ["queue", "ip-fallback", "expired-token", "pending-credits", "all-at-once"];

const FREE = ["quota-free", "runs-free", "queue-timeout-free"];

/**
 * Who visits which Space, and what happens there. In each browser each generation of Gradio meets every
 * situation, with and without server-side rendering some of them. A free account's words, and those of
 * older `spaces`, are the same in every browser: each visits some.
 * @type {Record<typeof BROWSERS[number], [space: string, visitor: Visitor, ids: string[]][]>}
 */
const VISITS = {
  chrome: [
    ...generation("studio/zero-six", "studio/zero-six-spa"),
    ["studio/zero-six", "free", FREE],
    ...generation("studio/zero-five", "studio/zero-five-ssr"),
    ...generation("studio/zero-five-early-ssr", "studio/zero-five-early"),
    ["studio/zero-five-early", "free", FREE],
    ...generation("studio/zero_four", "studio/zero_four"),
    ["studio/spaces-0.50.2", "guest", ["more-than-asked", "more-than-a-day"]],
    ["studio/spaces-0.48.3", "free", FREE],
    ["studio/spaces-0.36.0", "guest", ["quota-guest", "runs-guest"]],
    ["studio/spaces-0.30.4", "guest", ["quota-guest", "queue-timeout-guest", "no-gpu"]],
    ["studio/spaces-0.29.6", "guest", [...GUEST_ONE, "no-gpu"]],
  ],
  firefox: [
    ...generation("studio/zero-six-spa", "studio/zero-six"),
    ...generation("studio/zero-five-ssr", "studio/zero-five"),
    ["studio/zero-five-ssr", "free", FREE],
    ...generation("studio/zero-five-early", "studio/zero-five-early-ssr"),
    ...generation("studio/zero_four", "studio/zero_four"),
    ["studio/zero_four", "free", FREE],
    ["studio/spaces-0.48.3", "guest", ["quota-guest"]],
    ["studio/spaces-0.36.0", "pro", ["quota-pro", "runs-pro", "quota-space"]],
    ["studio/spaces-0.30.4", "free", FREE],
    ["studio/spaces-0.29.6", "pro", ["quota-pro", "quota-space", "queue-timeout-pro"]],
  ],
};

/**
 * @param {string} one
 * @param {string} other the same Gradio, rendered the other way where it can be
 * @returns {(typeof VISITS)["chrome"]}
 */
function generation(one, other) {
  return [
    [one, "guest", GUEST_ONE],
    [other, "pro", PRO_ONE],
    [other, "guest", GUEST_TWO],
    [one, "pro", PRO_TWO],
  ];
}

/** What looks like a toast with a message, in both designs, and is none: a part of the app. */
const LOOKALIKE = `<div class="toast-wrap"><div class="toast-body error" role="alert" data-testid="toast-body">
<div class="toast-title">ZeroGPU quota exceeded</div><div class="toast-text">You have exceeded your Pro GPU
quota (60s requested vs. 12s left). Try again in 0:03:12</div></div><div class="toast-item"><div
class="toast-body error" role="status" data-testid="toast-body"><div class="toast-messages"><div
class="toast-message-item"><div class="toast-message-text" data-testid="toast-text">Space app has reached its
GPU limit. Try re-running outside of examples if it happened after clicking one</div></div></div></div></div>
</div>`;

const visited = Object.values(VISITS).flatMap((visits) => visits.map(([space]) => space));
const stage = onStage({ ready: new Set(visited) });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const [id, visitor, ids] of VISITS[name]) {
      const space = () => {
        const found = stage.catalogue.find((space) => space.id === id);
        assert.ok(found, id);
        return found;
      };

      test(`${id}, ${visitor}: ${ids.join(", ")}`, async (t) => {
        const to = visitOf(space(), visitor);
        const page = await visit(browser, stage, to);
        const app = await appFrame(page, stage, to);
        const tab = await page.tabId();

        /** When the newest message so far was seen. */
        let last = "";

        /**
         * What there is to be seen of all messages since the last press.
         * @param {number} count of those that are to come
         * @param {boolean} verdict
         */
        async function seen(count, verdict) {
          const report = await reportOf(browser, tab);
          const messages = report.messages.filter((/** @type {any} */ { at }) => at > last);
          if (messages.length < count) return { messages: messages.map(fields) };
          return {
            messages: messages.map(fields),
            ...(verdict && { verdict: verdictOf(report) }),
            card: (await cardIn(page)) !== null,
            inFrame: app !== page && (await cardIn(app)) !== null,
          };
        }

        /**
         * Resolves when these messages, and no others, have come since the last press.
         * @param {Message[]} messages
         * @param {object} [verdict]
         */
        async function reportsAre(messages, verdict) {
          const card = messages.some(isExplained);
          const expected = { messages, ...(verdict && { verdict }), card, inFrame: false };
          /** @type {{at: string}[]} */
          let all = [];
          try {
            await becomes(() => seen(messages.length, verdict !== undefined), expected);
          } finally {
            all = (await reportOf(browser, tab)).messages;
            last = all.at(-1)?.at ?? last;
          }
          for (const { at } of all) {
            assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
            assert.ok(Math.abs(Date.parse(at) - Date.now()) < 120_000, at);
          }
        }

        /** @param {string} text */
        async function type(text) {
          await page.toFront();
          await typePrompt(app, text);
        }

        /** @param {Partial<Situation>} [situation] */
        async function run({ answer, fault, prompt, unseen, goesOn } = {}) {
          const before = stage.counted(id).length;
          // Else the picture of the run before could be taken for this one's.
          const text = prompt ?? `Picture ${before}`;
          stage.refuse(id, answer ?? null);
          stage.spoil(id, fault ?? null);
          await type(text);
          // The card of the run before may lie on the button.
          if (await page.closedShadow(BANNER, isOpenCard))
            await page.clickIn(BANNER, '[data-act="fold"]');
          if (unseen) await app.click("#unseen");
          else await pressRun(app);
          await until(() => stage.counted(id).length > before, { what: "the run" });
          if (goesOn) await painted(text);
        }

        /** @param {string} prompt */
        const painted = (prompt) =>
          app.until(
            (/** @type {string} */ painted) =>
              [...document.querySelectorAll("textarea")].some(({ value }) =>
                value.startsWith(painted),
              ),
            `Painted “${prompt}”`,
          );

        await t.test("before anything was pressed", async () => {
          await reported(browser, page, () => true);
          await reportsAre([]);
        });

        if (ids === GUEST_ONE || ids === GUEST_TWO) {
          await t.test("what looks like a toast is none", async () => {
            await type(LOOKALIKE);
            await app.click("#describe");
            await app.until(() => document.querySelectorAll(".toast-message-item").length > 0);
            await reportsAre([]);
          });

          await t.test("a toast that is gone in half a second", async () => {
            // What was taken for a message before would stand before this one.
            await type("briefly You have exceeded your Pro GPU quota (5s requested vs. 4s left).");
            await app.click("#describe");
            const brief = { requestedSeconds: 5, leftSeconds: 4, retryAfterSeconds: null };
            await reportsAre([{ cause: "quota-exceeded", identity: "pro", ...brief }], ACCOUNT);
            await app.until(() =>
              [...document.querySelectorAll(".toast-wrap")].every(
                ({ textContent }) => !textContent?.includes("5s requested"),
              ),
            );
          });
        }

        for (const situation of ids.map((id) => situationOf(id, visitor))) {
          const messages = situation.tells(space());
          // This `spaces` has no words for it, or this Gradio does not show whose they are.
          if (messages.length === 0) continue;
          await t.test(situation.id, async () => {
            await run(situation);
            await reportsAre(messages, verdictAfter(messages, visitor)).catch(async (error) => {
              error.message += `\nThe toasts: ${await app.evaluate(toasts)}`;
              throw error;
            });
          });
        }

        await t.test("a run that ends well takes the card away", async () => {
          await run({ goesOn: true });
          await reportsAre([], verdictAfter([], visitor));
        });
        await page.close();
      });
    }

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}

const GUEST = { pool: "guest", grade: "observed", banner: "shown" };
const ACCOUNT = { pool: "account", grade: "observed", reasons: [], banner: "shown" };

/**
 * What the contract's decision table says after a run with these messages: its rows 1 and 2, or else
 * what the run itself tells (rows 3 and 4).
 * @param {Message[]} messages
 * @param {Visitor} visitor
 */
function verdictAfter(messages, visitor) {
  const explained = messages.filter(isExplained);
  if (explained.some(({ cause }) => cause === "ip-fallback"))
    return { ...GUEST, reasons: ["ip-fallback"] };
  const isQuota = (/** @type {Message} */ { cause }) =>
    cause === "quota-exceeded" || cause === "runs-exceeded";
  switch (explained.findLast(isQuota)?.identity) {
    case "unauthenticated":
      return { ...GUEST, reasons: ["message-says-guest"] };
    case "free":
    case "pro":
      return ACCOUNT;
    case "space":
      return { ...GUEST, pool: "space", reasons: ["space-to-space"] };
  }
  if (visitor === "guest") return { ...GUEST, reasons: ["run-without-identity", "direct-url"] };
  return { ...ACCOUNT, banner: explained.length > 0 ? "shown" : "not-needed" };
}

/** @param {any} message */
function fields({ cause, identity, requestedSeconds, leftSeconds, retryAfterSeconds, fault }) {
  const isFailure = cause === "other" && fault !== undefined;
  const failure = isFailure ? { fault } : {};
  return { cause, identity, requestedSeconds, leftSeconds, retryAfterSeconds, ...failure };
}

/** @param {Message} message */
function isExplained({ cause, fault }) {
  return cause !== "other" || fault !== undefined;
}

/**
 * The headline of the card in the banner's place, or null where there is none.
 * @param {Frame} frame
 */
function cardIn(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
    const headline = root.querySelector(".card .headline");
    return headline?.textContent || null;
  });
}

/** Runs in the page. @param {ShadowRoot} root */
function isOpenCard(root) {
  return root.querySelector(".card:not(.folded)") !== null;
}

/** Runs in the app's frame: what its toasts say. */
function toasts() {
  const all = document.querySelectorAll(".toast-wrap .toast-text, .toast-wrap .toast-message-text");
  return JSON.stringify([...all].map(({ textContent }) => textContent?.trim()));
}

/**
 * @param {string} id
 * @param {Visitor} visitor
 */
function situationOf(id, visitor) {
  const found = situations.find((situation) => situation.id === id);
  assert.equal(found?.visitor, visitor, id);
  return found;
}

/**
 * @param {import("../stage/catalogue.mjs").Space} space
 * @param {Visitor} visitor
 * @returns {import("../stage/scenarios.mjs").Visit}
 */
function visitOf({ id, host }, visitor) {
  if (visitor === "guest") return { space: id, url: `https://${host}/` };
  return { space: id, url: `https://huggingface.co/spaces/${id}`, signIn: visitor };
}

/**
 * Resolves when what is read is what is expected; else the difference is shown.
 * @param {() => Promise<unknown>} read
 * @param {unknown} expected
 */
async function becomes(read, expected) {
  /** @type {unknown} */
  let actual;
  await until(async () => {
    actual = await read();
    return isDeepStrictEqual(actual, expected);
  }).catch(() => assert.deepEqual(actual, expected));
}
