// What browsers complain of, and which of it is ours.

import assert from "node:assert/strict";

/** @typedef {import("../driver/index.mjs").Problem} Problem */

/**
 * What Firefox remarks, in its own console, of a page that was closed while a script of ours waited
 * for the background's answer. No extension can prevent it.
 */
export const CLOSED_WHILE_WAITING =
  /^Promise (rejected|resolved) (after context unloaded|while context is inactive)/;

/**
 * The problems that are ours: errors of our scripts, or about them. Genuine Gradio's own complaints
 * vary from load to load.
 * @param {Problem[]} problems
 */
export function ourProblems(problems) {
  return problems.filter(
    ({ where, text }) => /-extension:/.test(`${where} ${text}`) && !CLOSED_WHILE_WAITING.test(text),
  );
}

/**
 * Throws where a browser has complained of our scripts.
 * @param {{problems: Problem[]}} browser
 * @param {RegExp} [expected] what a test has caused on purpose: it says nothing of our scripts
 */
export function noErrorOfOurs({ problems }, expected) {
  const ours = ourProblems(problems).filter(({ text }) => !expected?.test(text));
  assert.deepEqual(ours, []);
}
