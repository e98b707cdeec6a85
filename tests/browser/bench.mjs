// Sizes, and what a page of a Space pays for us: JSON on stdout, and a table in out/bench.md. How it is
// measured and why so: docs/performance.md.
//
//     ./build.sh bench [--rounds 15] [--against DIST] [--browser chrome|firefox] [--only TOPIC,...]
//                       [--pages KIND,...]
//
// WHOSE_QUOTA_DIST names another build instead of dist; --against one more, which takes turns with it.

import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startStage } from "../stage/stage.mjs";
import { bannerTimes } from "./bench/banner_times.mjs";
import { emptied, removed, sizes } from "./bench/builds.mjs";
import { busySpaces, mutations } from "./bench/mutations.mjs";
import { KINDS, spacesFor } from "./bench/pages.mjs";
import { popupTimes } from "./bench/popup.mjs";
import { report } from "./bench/table.mjs";
import { visits } from "./bench/visits.mjs";
import { launch } from "./driver/index.mjs";
import { BROWSERS, dist, root } from "./extension.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */

const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    against: { type: "string" },
    browser: { type: "string" },
    only: { type: "string", default: "visits,banner,mutations,popup" },
    pages: { type: "string", default: Object.keys(KINDS).join() },
  },
});
const rounds = Number(given.rounds);
const topics = given.only.split(",");
const kinds = Object.entries(KINDS).filter(([kind]) => given.pages.split(",").includes(kind));
if (kinds.length === 0) throw new Error(`--pages takes some of ${Object.keys(KINDS)}`);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a number from 1 on");

/** Milliseconds that Firefox would round off. */
const prefs = { "privacy.reduceTimerPrecision": false };

/** @param {string} line */
const log = (line) => console.error(line);

/** @param {"chrome" | "firefox"} name */
function buildsOf(name) {
  return { build: dist(name), ...(given.against && { against: join(given.against, name) }) };
}

/**
 * Everything that can be measured in one browser. Each build, and the emptied one, has a browser of its own,
 * and they take turns.
 * @param {"chrome" | "firefox"} name
 * @param {import("../stage/stage.mjs").Stage} stage
 */
async function measure(name, stage) {
  const { proxyPort, spki } = stage;
  const builds = buildsOf(name);
  const empty = await emptied(builds.build);
  /** @type {Record<string, Browser>} */
  const browsers = {};
  const options = { proxyPort, spki, ...(name === "firefox" && { prefs }) };
  try {
    for (const [build, extension] of Object.entries({ emptied: empty, ...builds }))
      browsers[build] = await launch(name, { ...options, extension });
    return await topicsOf(browsers, stage);
  } finally {
    for (const browser of Object.values(browsers)) await browser.close();
    await removed(empty);
  }
}

/**
 * @param {Record<string, Browser>} browsers by build
 * @param {import("../stage/stage.mjs").Stage} stage
 */
async function topicsOf(browsers, stage) {
  const { emptied: _, ...ours } = browsers;
  const { name, version } = browsers.build;
  /** @type {Record<string, any>} */
  const figures = { version };
  if (topics.includes("visits")) {
    const pages = Object.fromEntries(kinds);
    const { figures: each, ...remarks } = await visits(browsers, rounds, log, pages);
    Object.assign(figures, { visits: each, ...remarks });
  }
  if (topics.includes("banner")) figures.banner = await bannerTimes(stage, ours, rounds, log);
  if (topics.includes("mutations")) figures.mutations = await mutations(browsers, rounds, log);
  if (topics.includes("popup") && name === "chrome")
    figures.popup = await popupTimes(ours, rounds, log);
  return figures;
}

const [loadBefore] = loadavg();
const stage = await startStage({ strangers: [...spacesFor(rounds), ...busySpaces] });
/** @type {Record<string, Awaited<ReturnType<typeof sizes>>>} */
const builds = {};
for (const [build, folder] of Object.entries(buildsOf("chrome")))
  builds[build] = await sizes(folder);
/** @type {Record<"chrome" | "firefox", Record<string, any>>} */
const measured = { chrome: {}, firefox: {} };
for (const name of BROWSERS) {
  if (given.browser && given.browser !== name) continue;
  log(name);
  measured[name] = await measure(name, stage);
}
await stage.close();
const machine = { cpus: cpus().length, load: [loadBefore, loadavg()[0]] };
const figures = { rounds, machine, builds, chromium: measured.chrome, firefox: measured.firefox };
await mkdir(join(root, "out"), { recursive: true });
await writeFile(join(root, "out", "bench.md"), report(figures));
console.log(JSON.stringify(figures, null, 2));
