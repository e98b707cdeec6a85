// The decision table's version thresholds: the first release on each side of each, in the packages
// themselves, and what the core says of the two.

import { checked, notChecked } from "./assumption.mjs";
import {
  npmArchive,
  npmVersions,
  pypiVersions,
  releaseBefore,
  wheel,
  wordsIn,
} from "./packages.mjs";
import { askCore } from "./programs.mjs";

/** @typedef {import("./packages.mjs").Words} Words */

/** What an app asks the Hub's page once, and before each run. */
export const HANDSHAKE = "supports-zerogpu-headers";
export const PER_RUN = "zerogpu-headers";

/** Which part of an app asks what: `page` for the browser, `server` rendered on the server. */
/** @typedef {{perRun: boolean, page: boolean, server: boolean}} Asks */

/**
 * @typedef {import("./assumption.mjs").Assumption & {
 *   name: "gradio" | "@gradio/client", version: string, before: Asks, after: Asks,
 *   rows?: {before: Rows, after: Rows}}} Threshold
 * @typedef {{page: number, server: number}} Rows the decision table's row on a Hub page of somebody who is
 *   signed in, by how the app is rendered
 */

const RULE = "`GradioVersion::identity_support` in src/facts/gradio_version.rs";
const NOTHING = { perRun: false, page: false, server: false };
const DIRECTLY = { perRun: true, page: false, server: false };
const ON_SERVER = { perRun: true, page: false, server: true };
const EVERYWHERE = { perRun: true, page: true, server: true };

/** Rows of the README's table. */
const NEVER_ASKS = { page: 10, server: 10 };
const OLD_WAY = { page: 11, server: 11 };
const SSR_ONLY = { page: 10, server: 16 };
const HANDSHAKES = { page: 13, server: 13 };

/** @type {Threshold[]} */
export const THRESHOLDS = [
  {
    id: "threshold-gradio-4.27.0",
    assumption: "Gradio asks for the visitor's identity since 4.27.0, and never before",
    rule: `${RULE}; rows 10 and 11 of src/verdict/table.rs`,
    ...{ name: "gradio", version: "4.27.0", before: NOTHING, after: DIRECTLY },
    rows: { before: NEVER_ASKS, after: OLD_WAY },
  },
  {
    id: "threshold-gradio-5.12.0",
    assumption: "Gradio has the handshake since 5.12.0, where it renders on the server",
    rule: `${RULE}; rows 10, 11 and 16 of src/verdict/table.rs`,
    ...{ name: "gradio", version: "5.12.0", before: DIRECTLY, after: ON_SERVER },
    rows: { before: OLD_WAY, after: SSR_ONLY },
  },
  {
    id: "threshold-gradio-5.16.1",
    assumption: "Gradio has the handshake since 5.16.1, however it renders",
    rule: `${RULE}; rows 10, 13 and 16 of src/verdict/table.rs`,
    ...{ name: "gradio", version: "5.16.1", before: ON_SERVER, after: EVERYWHERE },
    rows: { before: SSR_ONLY, after: HANDSHAKES },
  },
  {
    id: "threshold-client-2.2.0",
    assumption: "pages of an app's own on @gradio/client have the handshake since 2.2.0",
    rule: "src/ui/owner/discussion.rs",
    ...{ name: "@gradio/client", version: "2.2.0", before: DIRECTLY },
    after: { perRun: true, page: true, server: false },
  },
];

/**
 * What a package asks, by the words in its scripts.
 *
 * @param {Words} words
 * @returns {Asks}
 */
export function asksBy({ page, server }) {
  return {
    perRun: page[PER_RUN] > 0,
    page: page[HANDSHAKE] > 0,
    server: server[HANDSHAKE] > 0,
  };
}

/**
 * @param {string} release "gradio 5.12.0"
 * @param {Asks} expected
 * @param {Asks} found
 */
function differences(release, expected, found) {
  const what = {
    perRun: `“${PER_RUN}” before a run`,
    page: `“${HANDSHAKE}” in the browser`,
    server: `“${HANDSHAKE}” when rendered on the server`,
  };
  return /** @type {(keyof Asks)[]} */ (["perRun", "page", "server"])
    .filter((part) => expected[part] !== found[part])
    .map((part) => `${release} ${found[part] ? "asks" : "does not ask"} ${what[part]}`);
}

/**
 * @param {Threshold} threshold
 * @param {string} earlier the last release before it
 * @param {{before: Words, after: Words}} words in the two packages
 * @param {{before: Rows, after: Rows} | null} rows what the core says of the two
 */
export function judgeThreshold(threshold, earlier, words, rows) {
  const { name, version } = threshold;
  const releases = { before: `${name} ${earlier}`, after: `${name} ${version}` };
  const faults = /** @type {const} */ (["before", "after"]).flatMap((side) => {
    const found = differences(releases[side], threshold[side], asksBy(words[side]));
    const expected = threshold.rows?.[side];
    if (!expected || !rows) return found;
    for (const part of /** @type {const} */ (["page", "server"]))
      if (rows[side][part] !== expected[part])
        found.push(
          `the decision table has row ${rows[side][part]} for ${releases[side]} (${part}) instead of ${expected[part]}`,
        );
    return found;
  });
  return checked(threshold, `${releases.before} and ${version}`, faults);
}

/**
 * The decision table's row for versions of Gradio.
 *
 * @param {string[]} versions
 * @returns {Promise<Rows[]>}
 */
async function rowsOf(versions) {
  const questions = versions.flatMap((gradioVersion) =>
    [false, true].map((serverSideRendered) => ({
      place: "hub",
      space: { hardware: "zero-a10g", gradioVersion, serverSideRendered },
      visitor: { signedIn: true },
    })),
  );
  const answers = await askCore("assess", questions);
  return versions.map((_, index) => ({
    page: answers[2 * index].row,
    server: answers[2 * index + 1].row,
  }));
}

/**
 * @param {Threshold} threshold
 * @param {string} cache
 */
async function watchThreshold(threshold, cache) {
  const { name, version } = threshold;
  const isClient = name === "@gradio/client";
  const versions = await (isClient ? npmVersions(name) : pypiVersions(name));
  const earlier = releaseBefore(versions, version);
  if (!earlier || !versions.includes(version)) {
    return checked(threshold, name, [`${name} ${version} or the release before it is gone`]);
  }
  const files = await Promise.all(
    [earlier, version].map((one) => (isClient ? npmArchive : wheel)(cache, name, one)),
  );
  const [before, after] = await Promise.all(
    files.map((file) => wordsIn(file, [HANDSHAKE, PER_RUN])),
  );
  const rows = threshold.rows ? await rowsOf([earlier, version]) : null;
  const both = rows && { before: rows[0], after: rows[1] };
  return judgeThreshold(threshold, earlier, { before, after }, both);
}

/**
 * Checks each threshold, one after the other: the packages are big.
 *
 * @param {{cache: string}} options
 */
export async function watchThresholds({ cache }) {
  const results = [];
  for (const threshold of THRESHOLDS) {
    results.push(
      await watchThreshold(threshold, cache).catch((error) =>
        notChecked(threshold, `${threshold.name} ${threshold.version}`, error.message),
      ),
    );
  }
  return results;
}
