// Verdicts, as a report says them, and headlines, as a banner does.

import assert from "node:assert/strict";
import { until } from "../driver/index.mjs";
import { banner } from "../extension.mjs";

/** The verdict in a report. @param {any} report */
export const verdictOf = ({ pool, grade, reasons, banner }) => ({ pool, grade, reasons, banner });

/**
 * The verdict that a run counts as a guest's.
 * @param {string} grade
 * @param {string[]} reasons
 */
export function guest(grade, reasons) {
  return { pool: "guest", grade, reasons, banner: "shown" };
}

/** The verdict that a run counts as the account's. @param {string} grade */
export function account(grade) {
  return { pool: "account", grade, reasons: [], banner: "not-needed" };
}

/**
 * Resolves when the banner has this headline, or when there is none.
 * @param {import("../driver/index.mjs").Frame} frame
 * @param {string | null} headline
 */
export async function headlineIs(frame, headline) {
  /** @type {string | null | undefined} */
  let actual;
  await until(async () => {
    actual = (await banner(frame))?.headline ?? null;
    return actual === headline;
  }).catch(() => assert.equal(actual, headline));
}
