// That the bench finds what a page pays, and finds nothing where nothing is paid: on an extension that is made
// to cost something.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startStage } from "../stage/stage.mjs";
import { emptied, removed, sizes } from "./bench/builds.mjs";
import { KINDS, spacesFor } from "./bench/pages.mjs";
import { timeAtWork } from "./bench/profile.mjs";
import { inTurn, paired, spread } from "./bench/statistics.mjs";
import { report } from "./bench/table.mjs";
import { Incomplete, mainThreads } from "./bench/trace.mjs";
import { visits } from "./bench/visits.mjs";
import { launch } from "./driver/index.mjs";

/** @type {string} */
let folder;
/** @type {string} */
let empty;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "whose-quota-costly-"));
  const manifest = {
    manifest_version: 3,
    name: "costly",
    version: "1",
    background: { service_worker: "worker.js" },
    content_scripts: [
      {
        matches: ["https://*.hf.space/*"],
        exclude_matches: ["https://*.static.hf.space/*"],
        js: ["content/costly.js"],
        run_at: "document_start",
      },
    ],
  };
  await mkdir(join(folder, "content"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "worker.js"), "// awake\n");
  await writeFile(join(folder, "page.wasm"), new Uint8Array(5_000));
  await writeFile(join(folder, "content", "costly.js"), `(${costly})();`);
  empty = await emptied(folder);
});
after(async () => {
  await removed(folder);
  await removed(empty);
});

/** Runs in the page: tens of milliseconds of work, and 250,000 numbers in a megabyte or more. */
function costly() {
  let sum = 0;
  for (let i = 0; i < 30_000_000; i += 1) sum = (sum + i) | 0;
  const kept = Array.from({ length: 250_000 }, (_, index) => index + sum / 7);
  addEventListener("kept", () => kept.pop());
}

test("a spread is quartiles, and what lacks a figure has none", () => {
  assert.deepEqual(spread([4, 1, 3, 2, 5]), { least: 1, q1: 2, median: 3, q3: 4 });
  assert.deepEqual(spread([1, 2]), { least: 1, q1: 1.25, median: 1.5, q3: 1.75 });
  assert.throws(() => spread([1, Number.NaN]), /no figures/);
  assert.throws(() => spread([]), /no figures/);
});

test("differences and ratios are those of each round", () => {
  // The machine is ten times slower in the second round.
  const { base, value, difference, ratio } = paired([12, 120, 13], [10, 100, 10]);
  assert.equal(base.median, 10);
  assert.equal(value.median, 13);
  assert.equal(difference.median, 3);
  assert.equal(ratio?.median, 1.2);
  assert.equal(paired([1, 2], [0, 0]).ratio, null);
  assert.throws(() => paired([1], []), /not paired/);
});

test("each goes first in its turn", () => {
  const orders = [-1, 0, 1, 2].map((round) => inTurn(["a", "b", "c"], round).join(""));
  assert.deepEqual(orders, ["cab", "abc", "bca", "cab"]);
});

test("the emptied copy has the same manifest and nothing behind it", async () => {
  const text = (/** @type {string[]} */ ...path) => readFile(join(...path), "utf8");
  assert.equal(await text(empty, "manifest.json"), await text(folder, "manifest.json"));
  assert.equal(await text(empty, "worker.js"), "");
  assert.equal(await text(empty, "content", "costly.js"), "");
  const { modules, contentScripts, total } = await sizes(folder);
  assert.equal(modules["page.wasm"].raw, 5_000);
  assert.ok(modules["page.wasm"].gzipped < 100);
  assert.equal(contentScripts[0].raw, Buffer.byteLength(`(${costly})();`));
  assert.ok(total > 5_000);
});

/** @param {number} ts @param {number} dur @param {object} [more] */
const task = (ts, dur, more) => ({
  ...{ name: "ThreadControllerImpl::RunTask", ph: "X", pid: 1, tid: 1, args: {} },
  ...{ ts, dur, tdur: dur / 2, ...more },
});

/** @param {string} name @param {number} ts @param {object} [more] */
const moment = (name, ts, more) => ({
  ...{ name, ph: "I", pid: 1, tid: 1, ts, args: { data: { isOutermostMainFrame: true } } },
  ...more,
});

test("the tasks of the page's main thread count, and those of its frames, each once", () => {
  const frame = { pid: 2, tid: 2, args: { data: { isOutermostMainFrame: false } } };
  const { page, frames, lateMs } = mainThreads(
    [
      task(100_000, 9_000), // before the document
      task(199_000, 4_000), // in it the document is made
      moment("CommitLoad", 200_000),
      task(210_000, 6_000),
      task(211_000, 2_000), // inside of the one before
      task(212_000, 7_000, { tid: 5 }), // another thread's
      task(213_000, 7_000, { pid: 3, tid: 3 }), // another page's
      moment("CommitLoad", 220_000, frame),
      task(230_000, 1_000, { pid: 2, tid: 2 }),
      moment("MarkLoad", 250_000),
      task(1_200_000, 500),
      task(1_251_000, 9_000), // after the window
    ],
    1_000,
    2,
  );
  assert.deepEqual(page, { wallMs: 10.5, cpuMs: 5.25 });
  assert.deepEqual(frames, { wallMs: 1, cpuMs: 0.5 });
  assert.equal(lateMs, 0.25);
  const loaded = [moment("CommitLoad", 1), moment("MarkLoad", 2)];
  assert.throws(() => mainThreads(loaded.slice(0, 1), 1, 1), Incomplete);
  assert.throws(() => mainThreads(loaded, 1, 2), /1 of 2 documents/);
  assert.equal(mainThreads(loaded, 1, 1).page.wallMs, 0);
});

test("in Firefox the time at work of page and frames counts, each from its navigation on", () => {
  /** @param {string} url @param {number} from */
  const thread = (url, from) => ({
    documents: [{ url, from }],
    samples: /** @type {[number, number][]} */ ([
      [1, 8e6],
      [2, 2e6],
      [3, 5e5],
    ]),
  });
  const page = thread("https://huggingface.co/spaces/a/b", 2);
  const frame = thread("https://a-b.hf.space/?__theme=system", 3);
  const threads = [thread("about:blank", 0), frame, page];
  const url = page.documents[0].url;
  assert.deepEqual(timeAtWork(threads, url), { page: 2.5, frames: 0.5 });
  assert.throws(() => timeAtWork([frame], url), /in no process/);
});

/**
 * The table of figures that are all alike, apart from the lengths of tasks.
 * @param {number} emptied
 * @param {number} ours
 */
function tableOf(emptied, ours) {
  const same = { build: paired([10], [10]) };
  const figures = { cpuMs: same, firstPaintMs: same, heapKb: { build: paired([700], [600]) } };
  const each = { ...figures, taskMs: { build: paired([ours], [emptied]) } };
  const visits = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, each]));
  const size = { raw: 79_000, gzipped: 37_000 };
  return report({
    rounds: 1,
    machine: { cpus: 2, load: [0, 1] },
    builds: { build: { modules: { "page_core.wasm": size }, contentScripts: [], total: 1 } },
    chromium: { version: "1", visits, unsettled: 0, dropped: [] },
    firefox: {},
  });
}

test("each figure stands beside its aim, where the machine is quiet enough to judge it", () => {
  const quiet = tableOf(12, 15);
  assert.match(quiet, /Hub page of a CPU Space: main threads' tasks, ms .*≤ 3 ms more: held/);
  assert.match(quiet, /direct CPU Space: main threads' tasks, ms .*≤ 2 ms more: missed/);
  assert.match(quiet, /direct CPU Space: JavaScript heap, KB .*≤ 60 KB more: missed/);
  assert.match(quiet, /≤ 80: held; ≤ 36: missed/);
  assert.doesNotMatch(quiet, /busy/);
  const busy = tableOf(30, 33);
  assert.match(busy, /busy: tasks take up to 3.0 times/);
  assert.doesNotMatch(busy, / ms more: (held|missed)| times: (held|missed)/);
  assert.match(busy, /≤ 60 KB more: missed/);
});

/** @param {import("node:test").TestContext} context @param {number} rounds */
async function staged(context, rounds) {
  const stage = await startStage({ strangers: spacesFor(rounds) });
  context.after(() => stage.close());
  return stage;
}

/**
 * @param {import("node:test").TestContext} context
 * @param {import("../stage/stage.mjs").Stage} stage
 * @param {string} extension
 */
async function launched(context, { proxyPort, spki }, extension) {
  const browser = await launch("chrome", { proxyPort, spki, extension });
  context.after(() => browser.close());
  return browser;
}

test("what a page pays is found, and nothing where nothing runs (Chromium)", async (context) => {
  const rounds = 3;
  const stage = await staged(context, rounds);
  const browsers = {
    emptied: await launched(context, stage, empty),
    costly: await launched(context, stage, folder),
  };
  const { figures } = await visits(browsers, rounds, () => undefined, {
    static: KINDS.static,
    cpu: KINDS.cpu,
  });
  context.diagnostic(JSON.stringify(figures.cpu.cpuMs.costly));
  // The thread's own clock runs for us alone, however busy the machine is.
  assert.ok(figures.cpu.cpuMs.costly.difference.q1 > 30);
  assert.ok(figures.cpu.taskMs.costly.difference.median > 30);
  assert.ok(figures.cpu.heapKb.costly.difference.q1 > 900);
  assert.ok(Math.abs(figures.static.cpuMs.costly.difference.median) < 15);
  assert.ok(Math.abs(figures.static.heapKb.costly.difference.median) < 50);
});

test("a page without its banner ends the bench (Chromium)", async (context) => {
  const browser = await launched(context, await staged(context, 1), empty);
  const measured = visits({ emptied: browser, build: browser }, 1, () => undefined, {
    zero: KINDS.zero,
  });
  await assert.rejects(measured, /no banner/);
});
