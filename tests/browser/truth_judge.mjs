// Holds what the extension says against what the device API counted. Pure: truth_judge.test.mjs shows
// that each rule can fail.

/** @typedef {"account" | "guest" | "space" | "none"} Truth */

/**
 * What is said at one moment.
 * @typedef {object} Said
 * @property {string} pool
 * @property {string} grade
 * @property {string[]} reasons
 * @property {boolean} banner there is one, in the page or in the app's frame
 * @property {string | null} lastRun when the newest run of the report left
 */

/**
 * What happened between two moments.
 * @typedef {object} Happened
 * @property {number} charged GPU runs that the device API counted
 * @property {boolean} queued something went through the queue
 * @property {boolean} moved another page of the app was opened
 */

/**
 * @typedef {{mark: "right" | "may" | "unknown" | "WRONG", why: string[]}} Judgement
 */

/**
 * @param {Said} said
 * @param {Truth | Truth[]} truth more than one where the runs so far were counted in two ways
 * @returns {Judgement}
 */
export function judgeVerdict({ pool, grade, reasons, banner }, truth) {
  const truths = [truth].flat();
  const why = [];
  const claims = pool !== "unknown" && grade !== "assumed";
  const isTrue = truths.includes(/** @type {Truth} */ (pool));
  if (claims && !isTrue) why.push(`says ${pool}/${grade}, counted: ${truths.join(" or ")}`);
  // An old Gradio is known to be counted wrongly, and the words say "may".
  const may = grade === "assumed" && reasons.includes("outdated-gradio");
  if (banner && truths.every((one) => one === "account") && !may) {
    why.push("a banner, though the account is charged");
  }
  if (why.length > 0) return { mark: "WRONG", why };
  if (pool === "unknown") return { mark: "unknown", why };
  return { mark: claims || isTrue ? "right" : "may", why };
}

/**
 * What must not change without a reason.
 * @param {Said} before
 * @param {Said} after
 * @param {Happened} happened
 * @returns {string[]} what is wrong
 */
export function judgeChange(before, after, { charged, queued, moved }) {
  if (moved) return [];
  const why = [];
  if (before.banner !== after.banner && charged === 0) {
    why.push(`the banner ${after.banner ? "comes" : "goes"}, and nothing was charged`);
  }
  if (before.lastRun !== after.lastRun && !queued) {
    why.push("a run is listed, and nothing went through the queue");
  }
  return why;
}
