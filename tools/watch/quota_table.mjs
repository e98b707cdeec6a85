// ZeroGPU's documented quotas, held against ours (src/ui/quota_table.rs).

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./programs.mjs";

/** Where they are documented, as Markdown. */
export const DOCUMENTATION = "https://huggingface.co/docs/hub/spaces-zerogpu.md";

/** @type {import("./assumption.mjs").Assumption} */
export const QUOTA_TABLE = {
  id: "quota-table",
  assumption: "the minutes a day that ZeroGPU's documentation gives to each account",
  rule: "`QUOTA` in src/ui/quota_table.rs",
};

/** How the documentation calls our plans, the narrower words first. @type {[RegExp, string][]} */
const PLANS = [
  [/unauthenticated|anonymous|not (signed|logged) in/i, "Anonymous"],
  [/enterprise/i, "Enterprise"],
  [/team/i, "Team"],
  [/\bpro\b/i, "Pro"],
  [/free/i, "Free"],
];

/** @typedef {Record<string, number>} Minutes by plan */

/**
 * @param {string} source of src/ui/quota_table.rs
 * @returns {Minutes}
 */
export function ourMinutes(source) {
  const rows = source.matchAll(/Quota \{\s*plan: Plan::(\w+),\s*minutes: (\d+),\s*\}/g);
  const minutes = Object.fromEntries([...rows].map(([, plan, given]) => [plan, Number(given)]));
  if (Object.keys(minutes).length === 0) throw new Error("quota_table.rs is not written as it was");
  return minutes;
}

/**
 * What speaks against our figures in the documentation.
 *
 * @param {Minutes} ours
 * @param {string} markdown
 */
export function quotaFaults(ours, markdown) {
  const rows = markdown
    .split("\n")
    .filter((line) => /^\s*\|.*\bmin(ute)?s?\b/i.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  if (rows.length === 0) return ["the documentation has no table with minutes"];
  /** @type {Set<string>} */
  const seen = new Set();
  const faults = rows.flatMap(([, account = "", quota = ""]) => {
    const plan = PLANS.find(([pattern]) => pattern.test(account))?.[1];
    const minutes = /^([\d.]+)\s*min/i.exec(quota)?.[1];
    if (!plan || !minutes) return [`a row that we do not know: ${account}: ${quota}`];
    seen.add(plan);
    if (Number(minutes) === ours[plan]) return [];
    return [`${plan}: the documentation says ${minutes} minutes, we say ${ours[plan]}`];
  });
  const gone = Object.keys(ours).filter((plan) => !seen.has(plan));
  return [...faults, ...gone.map((plan) => `${plan}: the documentation has no row for it`)];
}

/** Our figures. */
export async function ourQuotas() {
  return ourMinutes(await readFile(join(root, "src", "ui", "quota_table.rs"), "utf8"));
}
