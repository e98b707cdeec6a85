// The cards that people see, each after a genuine refusal: for pictures, and for tests of what a card
// offers.

/// <reference lib="dom" />
import { situations } from "../stage/messages.mjs";
import { until } from "./driver/index.mjs";
import { appFrame, BANNER, pressRun, typePrompt, visit } from "./extension.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Frame} Frame */
/** @typedef {import("../stage/stage.mjs").Stage} Stage */
/** @typedef {import("../stage/device_api.mjs").Refusal} Refusal */

/**
 * @typedef {object} CardState
 * @property {string} id
 * @property {string} situation what happens (tests/stage/messages.mjs)
 * @property {string} space
 * @property {"direct" | "embed" | "hub"} place
 * @property {"free" | "pro" | "team"} [signIn]
 * @property {boolean} [privateWindow]
 * @property {Record<string, string>} [headers] of the device API's answer, besides the situation's
 * @property {number} [pageLeft] seconds that the Hub page says are left, else the account's own
 * @property {string} headline its key in `extension/_locales/en/messages.json`
 * @property {string} charged
 * @property {string | null} link where the way out leads
 */

const FIVE = "studio/zero-five";
const OF_FIVE = `https://huggingface.co/spaces/${FIVE}`;
const [direct, embed, hub] = /** @type {const} */ (["direct", "embed", "hub"]).map((place) => ({
  place,
  space: FIVE,
}));

/** @type {CardState[]} */
export const cardStates = [
  {
    ...{ id: "guest-direct", situation: "quota-guest", ...direct },
    ...{ headline: "card_guest", charged: "charged_guest", link: OF_FIVE },
  },
  {
    ...{ id: "guest-embed", situation: "quota-guest", ...embed },
    ...{ headline: "card_guest", charged: "charged_guest", link: OF_FIVE },
  },
  {
    ...{ id: "guest-signed-out", situation: "quota-guest", ...hub },
    ...{ headline: "card_guest", charged: "charged_guest" },
    link: `https://huggingface.co/login?next=/spaces/${FIVE}`,
  },
  {
    // The pass left with the run, and was counted as nobody's.
    ...{ id: "mismatch", situation: "quota-pro", ...hub, signIn: "pro" },
    ...{ headers: { "x-authenticated": "" }, headline: "card_guest", charged: "charged_mismatch" },
    link: null,
  },
  {
    ...{ id: "mismatch-old-gradio", situation: "quota-pro", ...hub, signIn: "pro" },
    ...{ headers: { "x-authenticated": "" }, headline: "card_guest", charged: "charged_mismatch" },
    ...{ space: "studio/zero_four" },
    link: "https://huggingface.co/spaces/studio/zero_four/discussions/new",
  },
  {
    ...{ id: "free", situation: "quota-free", ...hub, signIn: "free" },
    ...{ pageLeft: 12, headline: "card_account", charged: "charged_free", link: null },
  },
  {
    ...{ id: "free-though-paid", situation: "quota-pro", ...hub, signIn: "pro" },
    ...{ headers: { "x-authenticated": "regular" }, pageLeft: 31, headline: "card_notYours" },
    ...{ charged: "charged_notYours", link: `${OF_FIVE}/discussions/new` },
  },
  {
    ...{ id: "paid-though-free", situation: "quota-free", ...hub, signIn: "free" },
    ...{ headers: { "x-authenticated": "pro" }, pageLeft: 12, headline: "card_notYours" },
    ...{ charged: "charged_notYours", link: `${OF_FIVE}/discussions/new` },
  },
  {
    ...{ id: "pro", situation: "quota-pro", ...hub, signIn: "pro" },
    ...{ pageLeft: 31, headline: "card_account", charged: "charged_pro", link: null },
  },
  {
    // A moment ago the page said that 2112 s were left.
    ...{ id: "pro-of-another-rest", situation: "quota-pro", ...hub, signIn: "pro" },
    ...{ headline: "card_notYours", charged: "charged_notYours" },
    link: `${OF_FIVE}/discussions/new`,
  },
  {
    ...{ id: "more-than-asked", situation: "more-than-asked", place: "direct" },
    ...{ space: "studio/spaces-0.50.2", headline: "card_checked", charged: "charged_guest" },
    link: "https://huggingface.co/spaces/studio/spaces-0.50.2",
  },
  {
    ...{ id: "more-than-a-day", situation: "more-than-a-day", ...direct },
    ...{ headline: "card_withEnough", charged: "charged_guestBare", link: OF_FIVE },
  },
  {
    ...{ id: "space", situation: "quota-space", ...hub, signIn: "pro" },
    ...{ headline: "card_space", charged: "charged_space", link: `${OF_FIVE}/discussions/new` },
  },
  {
    ...{ id: "ip-fallback", situation: "ip-fallback", ...hub, signIn: "pro" },
    ...{ headline: "card_fallback", charged: "charged_fallback", link: OF_FIVE },
  },
  {
    ...{ id: "runs", situation: "runs-pro", ...hub, signIn: "pro", space: "studio/zero-six" },
    ...{ headline: "card_runs", charged: "charged_nobody", link: null },
  },
  {
    ...{ id: "runs-direct", situation: "runs-guest", place: "direct", space: "studio/zero-six" },
    ...{ headline: "card_runs", charged: "charged_nobody" },
    link: "https://huggingface.co/spaces/studio/zero-six",
  },
  {
    ...{ id: "illegal-duration-direct", situation: "illegal-duration-guest", ...direct },
    ...{ headline: "card_duration", charged: "charged_nobody", link: OF_FIVE },
  },
  {
    ...{ id: "illegal-duration-embed", situation: "illegal-duration-guest", ...embed },
    ...{ headline: "card_duration", charged: "charged_nobody", link: OF_FIVE },
  },
  {
    ...{ id: "illegal-duration-signed-out", situation: "illegal-duration-guest", ...hub },
    ...{ headline: "card_duration", charged: "charged_nobody" },
    link: `https://huggingface.co/login?next=/spaces/${FIVE}`,
  },
  {
    ...{ id: "illegal-duration", situation: "illegal-duration-pro", ...hub, signIn: "pro" },
    ...{ headline: "card_duration", charged: "charged_nobody", link: `${OF_FIVE}/discussions/new` },
  },
  {
    ...{ id: "queue-timeout", situation: "queue-timeout-pro", ...hub, signIn: "pro" },
    ...{ headline: "card_queue", charged: "charged_nobody", link: null },
  },
  {
    ...{ id: "expired-token", situation: "expired-token", ...hub, signIn: "pro" },
    ...{ headline: "card_expired", charged: "charged_nobody", link: OF_FIVE },
  },
  {
    ...{ id: "no-gpu", situation: "no-gpu", ...direct },
    ...{ headline: "card_noGpu", charged: "charged_nobody", link: null },
  },
  {
    ...{ id: "pending-credits", situation: "pending-credits", ...hub, signIn: "pro" },
    ...{ headline: "card_credits", charged: "charged_nobody", link: null },
  },
  {
    // This Gradio shows ZeroGPU's title.
    ...{ id: "app-failed", situation: "exception", ...direct },
    ...{
      headline: "card_appFailed",
      charged: "charged_nobody",
      link: `${OF_FIVE}/discussions/new`,
    },
  },
  {
    ...{ id: "gpu-aborted", situation: "gpu-aborted", ...hub, signIn: "pro" },
    ...{ headline: "card_aborted", charged: "charged_nobody", link: `${OF_FIVE}/discussions/new` },
  },
];

/**
 * Opens a state's page, presses Run, and waits for the card.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {CardState} state
 */
export async function openCard(browser, stage, state) {
  const { space: id, place, signIn, privateWindow, pageLeft } = state;
  const host = stage.catalogue.find((space) => space.id === id)?.host;
  const url = {
    direct: `https://${host}/`,
    embed: `https://blog.example/embed/${id}`,
    hub: `https://huggingface.co/spaces/${id}${pageLeft === undefined ? "" : `?stage-left=${pageLeft}`}`,
  }[place];
  const to = { url, space: id, signIn, privateWindow };
  const page = await visit(browser, stage, to);
  const app = await appFrame(page, stage, to);
  await page.toFront();
  await refuse(stage, app, state);
  const frame = place === "embed" ? app : page;
  const card = await shownCard(frame);
  stage.refuse(id, null);
  stage.spoil(id, null);
  return { page, app, frame, card };
}

/**
 * Presses Run in a state's app, and lets the stage answer as its situation says.
 * @param {Stage} stage
 * @param {Frame} app
 * @param {CardState} state
 */
export async function refuse(stage, app, { space: id, situation, headers }) {
  const { answer, fault, prompt, unseen } = situations.find(({ id }) => id === situation) ?? {};
  stage.refuse(id, answer ? { ...answer, headers: { ...answer.headers, ...headers } } : null);
  stage.spoil(id, fault ?? null);
  if (prompt) await typePrompt(app, prompt);
  if (unseen) {
    await app.until(() => document.querySelector("#unseen") !== null);
    await app.click("#unseen");
  } else await pressRun(app);
}

/**
 * What the card in the banner's place shows, once there is one.
 * @param {Frame} frame
 */
export async function shownCard(frame) {
  /** @type {ReturnType<typeof readCard> | null} */
  let card = null;
  await until(
    async () => {
      card = await frame.closedShadow(BANNER, readCard);
      return card !== null;
    },
    { what: "a card" },
  );
  return /** @type {NonNullable<ReturnType<typeof readCard>>} */ (/** @type {unknown} */ (card));
}

/** Runs in the page. @param {ShadowRoot} root */
function readCard(root) {
  const card = root.querySelector(".card");
  if (!card) return null;
  /** @param {string} selector */
  const texts = (selector) =>
    [...card.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "");
  return {
    headline: texts(".headline")[0],
    charged: texts(".cause")[0],
    helps: texts(".helps li"),
    scope: texts(".scope")[0] ?? null,
    countdown: texts(".countdown")[0] ?? null,
    links: [...card.querySelectorAll("a")].map(({ href, rel }) => ({ href, rel })),
    buttons: [...card.querySelectorAll("button")].map((button) => button.dataset.act),
  };
}
