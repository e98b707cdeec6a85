// What the popup can show, state by state: walk.mjs keeps a picture of each, popup.test.mjs checks
// what it says.

import { scenarios } from "../stage/scenarios.mjs";

/** @typedef {import("../stage/scenarios.mjs").Scenario} Scenario */

/**
 * @typedef {object} PopupState
 * @property {string} id
 * @property {string} [scenario] the page it is about
 * @property {Partial<Scenario>} [page] what is different there, or the page where there is no scenario
 * @property {boolean} [runs] the app is run first
 * @property {"free" | "pro" | "team"} [signIn] on the Hub, before a page that is none of the Hub's
 * @property {import("../stage/hub_quota.mjs").QuotaFault} [fault] what the Hub answers about the quota
 * @property {"refused" | "updated"} [trouble] the visitor keeps us away from the site; the extension
 *   is newer than the page
 * @property {string[]} [presses] buttons of the popup, by their `data-act`
 * @property {[string, ...string[]]} verdict the headline: a message's key and its gaps
 * @property {string | null} [grade] the key of how it is known; null where nothing is
 * @property {Partial<Record<"remaining" | "left", [string, ...string[]]>>} [says]
 * @property {string[]} [offers] the actions, by their words' keys
 */

/** @type {PopupState[]} */
export const popupStates = [
  {
    id: "guest",
    scenario: "raw",
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_off"] },
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-ran",
    scenario: "raw",
    runs: true,
    verdict: ["verdict_guest"],
    grade: "grade_observedGuest",
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-may",
    scenario: "api-down-raw",
    verdict: ["verdict_guestMay"],
    grade: "grade_assumed",
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-embed",
    scenario: "embed",
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-embed-stuck",
    scenario: "embed-old-gradio",
    verdict: ["headline_embedStuck"],
    grade: "grade_derived",
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-protected",
    scenario: "protected-raw",
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    offers: ["action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-signed-out",
    scenario: "hub-signed-out",
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    offers: ["action_signIn", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "guest-old-gradio",
    scenario: "hub-old-gradio",
    verdict: ["verdict_guestMay"],
    grade: "grade_assumed",
    says: { left: ["remaining_left", "35 min 12 s", "40 min"] },
    offers: ["action_tellOwner", "action_aboutZeroGpu"],
  },
  {
    id: "guest-private-window",
    scenario: "private-hub-signed-out",
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_apart"] },
    offers: ["action_signIn", "action_normalWindow", "action_aboutZeroGpu"],
  },
  {
    id: "account",
    scenario: "hub-free",
    verdict: ["verdict_accountPlan", "Free account"],
    grade: "grade_derived",
    says: { left: ["remaining_left", "3 min 4 s", "5 min"] },
    offers: ["action_aboutZeroGpu"],
  },
  {
    id: "account-ran",
    scenario: "hub-pro",
    runs: true,
    verdict: ["verdict_accountPlan", "PRO"],
    grade: "grade_observedAccount",
    says: { left: ["remaining_left", "35 min 12 s", "40 min"] },
    offers: ["action_aboutZeroGpu"],
  },
  {
    id: "account-usage-unknown",
    scenario: "hub-pro",
    page: { url: "https://huggingface.co/spaces/studio/zero-six?stage-damage=no-usage" },
    verdict: ["verdict_accountPlan", "PRO"],
    grade: "grade_derived",
    says: { remaining: ["remaining_off"] },
    offers: ["action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "unknown-no-handshake",
    scenario: "hub-pro",
    page: {
      url: "https://huggingface.co/spaces/studio/zero-six?stage-handshake=never",
      expect: {
        pool: "unknown",
        grade: "assumed",
        reasons: ["handshake-missing"],
        banner: "not-needed",
      },
    },
    verdict: ["verdict_unknown"],
    grade: "grade_assumed",
    offers: ["action_aboutZeroGpu"],
  },
  {
    id: "unknown-private-space",
    scenario: "private-space-raw",
    verdict: ["verdict_unknown"],
    grade: "grade_assumed",
    offers: ["action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "nothing-counted",
    scenario: "raw-cpu",
    verdict: ["verdict_none"],
    grade: "grade_derivedNone",
    offers: ["action_askQuota"],
  },
  {
    id: "nothing-counted-static",
    scenario: "static-raw",
    verdict: ["verdict_none"],
    grade: "grade_derivedNone",
    offers: ["action_askQuota"],
  },
  {
    id: "asleep",
    scenario: "asleep-raw",
    verdict: ["stage_asleep"],
    grade: "grade_derived",
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "not-a-space",
    page: { url: "https://blog.example/plain" },
    verdict: ["popup_notASpace"],
    grade: null,
    offers: ["action_look", "action_askQuota"],
  },
  {
    id: "found-component",
    page: { url: "https://blog.example/app/studio/zero-five" },
    presses: ["look"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["popup_found"] },
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "found-component-by-id",
    page: { url: "https://blog.example/app-space/studio/zero-five" },
    presses: ["look"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["popup_found"] },
  },
  {
    id: "found-domain",
    page: { url: "https://pictures.example/?prompt=sea#top" },
    presses: ["look"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["popup_found"] },
    offers: ["action_openHub", "action_aboutZeroGpu", "action_askQuota"],
  },
  {
    id: "nothing-found",
    page: { url: "https://blog.example/plain" },
    presses: ["look"],
    verdict: ["popup_nothingFound"],
    grade: null,
    offers: ["action_askQuota"],
  },
  {
    // It says that it is a Space, and the Hub knows nothing of that.
    id: "nothing-found-copycat",
    page: { url: "https://copycat.example/" },
    presses: ["look"],
    verdict: ["popup_nothingFound"],
    grade: null,
  },
  {
    id: "refused",
    page: { url: "https://studio-zero-five.hf.space/" },
    trouble: "refused",
    verdict: ["popup_refused"],
    grade: null,
    offers: ["action_allow", "action_askQuota"],
  },
  {
    id: "updated",
    page: { url: "https://studio-zero-five.hf.space/" },
    trouble: "updated",
    verdict: ["popup_stale"],
    grade: null,
    offers: ["action_reloadTab", "action_askQuota"],
  },
  {
    id: "remaining-pro",
    scenario: "raw",
    signIn: "pro",
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { left: ["remaining_left", "35 min 12 s", "40 min"] },
    offers: ["action_openHub", "action_aboutZeroGpu", "action_stopAsking"],
  },
  {
    id: "remaining-free-runs",
    scenario: "raw",
    signIn: "free",
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { left: ["remaining_left", "3 min 4 s", "5 min"] },
  },
  {
    id: "remaining-unused",
    scenario: "raw",
    signIn: "team",
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { left: ["remaining_left", "40 min", "40 min"], remaining: ["remaining_unused"] },
  },
  {
    id: "remaining-signed-out",
    scenario: "raw",
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_signedOut"] },
  },
  {
    id: "remaining-too-many",
    scenario: "raw",
    signIn: "pro",
    fault: { status: 429, body: { error: "Too many requests" } },
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_tooMany"] },
  },
  {
    id: "remaining-changed-shape",
    scenario: "raw",
    signIn: "pro",
    fault: { status: 200, body: { base: "40 min", current: { seconds: 2112 } } },
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_unreadable"] },
  },
  {
    id: "remaining-html",
    scenario: "raw",
    signIn: "pro",
    fault: { status: 502, body: "<h1>502 Bad Gateway</h1>" },
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_unreachable"] },
  },
  {
    id: "remaining-silent",
    scenario: "raw",
    signIn: "pro",
    fault: "silent",
    presses: ["ask-quota"],
    verdict: ["verdict_guest"],
    grade: "grade_derived",
    says: { remaining: ["remaining_unreachable"] },
  },
];

/**
 * A state's page, as a scenario.
 * @param {PopupState} state
 * @returns {Scenario | null} null where the page shows no Space
 */
export function scenarioOf({ scenario, page }) {
  const found = scenarios.find(({ id }) => id === scenario);
  return found ? { ...found, ...page } : null;
}
