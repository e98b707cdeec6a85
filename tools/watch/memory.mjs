// What held when: kept in the cache folder, so that a failure can say since when.

import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { STAGE } from "./assumption.mjs";

/** @typedef {import("./assumption.mjs").Checked} Checked */

/** A day, and what was looked at. @typedef {{day: string, against: string}} Sight */

/** By {@link keyOf}. @typedef {Record<string, {held?: Sight, fails?: Sight}>} Memory */

/**
 * The name of an assumption in the memory: what held on the stage did not therefore hold on the Hub.
 *
 * @param {{id: string, against: string}} checked
 */
export function keyOf({ id, against }) {
  return against === STAGE ? `${id} on the stage` : id;
}

/**
 * What is remembered; nothing where there is no file, or none that can be read.
 *
 * @param {string} file
 * @returns {Promise<Memory>}
 */
export async function recall(file) {
  try {
    const kept = JSON.parse(await readFile(file, "utf8"));
    return kept !== null && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/**
 * What is to be remembered after a check: the last time that an assumption held, and since then the first
 * time that it did not. What was not checked changes nothing.
 *
 * @param {Memory} before
 * @param {Checked[]} results
 * @param {string} day
 * @returns {Memory}
 */
export function learned(before, results, day) {
  const memory = { ...before };
  for (const { id, outcome, against } of results) {
    const key = keyOf({ id, against });
    if (outcome === "holds") memory[key] = { held: { day, against } };
    if (outcome === "fails")
      memory[key] = { ...before[key], fails: before[key]?.fails ?? { day, against } };
  }
  return memory;
}

/**
 * @param {string} file
 * @param {Memory} memory
 */
export async function remember(file, memory) {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished-${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(memory, null, 1)}\n`);
  await rename(unfinished, file);
}

/**
 * Since when an assumption does not hold, in words.
 *
 * @param {Memory[string] | undefined} known after {@link learned}
 */
export function sinceWhen(known) {
  const seen = (/** @type {Sight} */ { day, against }) => `${day} with ${against}`;
  const held = known?.held ? `held on ${seen(known.held)}` : "was never seen to hold here";
  return known?.fails ? `${held}; seen to fail since ${seen(known.fails)}` : held;
}
