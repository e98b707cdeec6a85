// What came of the watch's checks, for its tests.

/** @typedef {import("../../tools/watch/assumption.mjs").Checked} Checked */

/**
 * The names of what no longer holds.
 * @param {Checked[]} results
 */
export const failed = (results) =>
  results.filter(({ outcome }) => outcome === "fails").map(({ id }) => id);

/**
 * What is said of an assumption.
 * @param {Checked[]} results
 * @param {string} id
 */
export const detailsOf = (results, id) =>
  results.find((result) => result.id === id)?.details.join("\n") ?? "";
