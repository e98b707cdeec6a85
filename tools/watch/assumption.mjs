// What an assumption is, and what came of checking it.

/**
 * Something that we take to be so at Hugging Face's.
 *
 * @typedef {object} Assumption
 * @property {string} id a name for the memory of past checks; it does not change when the words do
 * @property {string} assumption in words
 * @property {string} rule the files of ours that are wrong once it no longer holds
 */

/**
 * "unchecked": it was to be checked and could not be. "left out": nobody asked for it.
 *
 * @typedef {"holds" | "fails" | "unchecked" | "left out"} Outcome
 */

/**
 * @typedef {Assumption & {outcome: Outcome, against: string, details: string[]}} Checked
 *   `against`: what was looked at ("spaces 0.51.3"); `details`: what does not fit, or why there was no check
 */

/** Our own Hub: what holds there says nothing about Hugging Face's, but that the check works. */
export const STAGE = "the stage";

/**
 * Holds if there is nothing to say against it.
 *
 * @param {Assumption} assumption
 * @param {string} against
 * @param {string[]} faults
 * @returns {Checked}
 */
export function checked(assumption, against, faults) {
  const { id, assumption: words, rule } = assumption;
  const outcome = faults.length > 0 ? "fails" : "holds";
  return { id, assumption: words, rule, outcome, against, details: faults };
}

/**
 * @param {Assumption} assumption
 * @param {string} against
 * @param {string} why
 * @param {"unchecked" | "left out"} [outcome]
 * @returns {Checked}
 */
export function notChecked({ id, assumption, rule }, against, why, outcome = "unchecked") {
  return { id, assumption, rule, outcome, against, details: [why] };
}

/**
 * A text of somebody else's in a report: in one line, and not without end.
 *
 * @param {string} text
 */
export function quoted(text) {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("`", "'");
  return `\`${line.length > 300 ? `${line.slice(0, 300)}…` : line}\``;
}
