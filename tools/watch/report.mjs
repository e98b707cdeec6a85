// What the watch says: a line for each assumption, and a report fit for an issue.

import { keyOf, sinceWhen } from "./memory.mjs";

/** @typedef {import("./assumption.mjs").Checked} Checked */
/** @typedef {import("./memory.mjs").Memory} Memory */

/** @type {Record<Checked["outcome"], string>} */
const WORDS = { holds: "holds", fails: "FAILS", unchecked: "NOT CHECKED", "left out": "left out" };

/**
 * A line for each assumption, and below it what is to be said of one that does not hold. A reason that
 * several have in common is told once.
 *
 * @param {Checked[]} results
 * @param {Memory} memory
 */
export function lines(results, memory) {
  return results.flatMap(({ id, assumption, rule, outcome, against, details }, index) => {
    const head = `${WORDS[outcome].padEnd(11)} ${id} (${against}): ${assumption}`;
    const isSaid = outcome !== "fails" && String(details) === String(results[index - 1]?.details);
    const more = isSaid ? [] : [...details];
    if (outcome === "fails") more.push(`rule: ${rule}`, sinceWhen(memory[keyOf({ id, against })]));
    return [head, ...more.map((one) => `${" ".repeat(12)}${one}`)];
  });
}

/**
 * The report on what no longer holds.
 *
 * @param {Checked[]} results
 * @param {Memory} memory
 * @param {string} day
 */
export function report(results, memory, day) {
  const failed = results.filter(({ outcome }) => outcome === "fails");
  const sections = failed.map(
    ({ id, assumption, rule, against, details }) => `## ${assumption}

- checked against: ${against}
- since when: ${sinceWhen(memory[keyOf({ id, against })])}
- what hangs on it: ${rule}

${details.map((detail) => `- ${detail}`).join("\n")}
`,
  );
  const missed = results.filter(({ outcome }) => outcome === "unchecked").length;
  const held = results.filter(({ outcome }) => outcome === "holds").length;
  return `# ${failed.length} of our assumptions about Hugging Face no longer ${failed.length === 1 ? "holds" : "hold"}

\`./build.sh watch\` on ${day}: ${held} hold, ${failed.length} fail, ${missed} could not be checked.

${sections.join("\n")}`;
}

/**
 * 0: all that was asked for holds. 1: something does not. 2: nothing failed, and something that was asked
 * for could not be checked.
 *
 * @param {Checked[]} results
 */
export function exitCode(results) {
  const has = (/** @type {Checked["outcome"]} */ wanted) =>
    results.some(({ outcome }) => outcome === wanted);
  if (has("fails")) return 1;
  return has("unchecked") ? 2 : 0;
}
