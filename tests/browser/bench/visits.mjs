// What a page pays: its main thread's tasks, its first paint, its JavaScript heap (Chromium); in Firefox how
// long the main thread was at work, the first paint and the load event.

/// <reference lib="dom" />
import { setTimeout as pause } from "node:timers/promises";
import { BANNER } from "../extension.mjs";
import { KINDS } from "./pages.mjs";
import { profiled, timeAtWork } from "./profile.mjs";
import { inTurn, paired } from "./statistics.mjs";
import { Incomplete, mainThreads, traced } from "./trace.mjs";

/** @typedef {import("./pages.mjs").Kind} Kind */
/** @typedef {Record<string, number>} Figures of one visit, by name */

/** Ends after all that follows a load; nothing is asked of the page meanwhile, which would be a task of its own. */
const WINDOW_MS = 1_000;
/** A page that is done does less than this in the last fifth of it. */
const DONE_MS = 5;

/** Runs in the page. */
const firstPaint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;

/** Runs in the page. */
const loaded = () =>
  /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType("navigation")[0])
    .loadEventEnd;

/** Runs in the page. @param {string} tag */
const has = (tag) => document.querySelector(tag) !== null;

/**
 * @param {any} page
 * @param {string} url
 * @param {boolean} banner whether there must be one, or none
 */
async function mustHave(page, url, banner) {
  if ((await page.evaluate(has, BANNER)) !== banner)
    throw new Error(`${url}: ${banner ? "no banner" : "a banner"}`);
}

/**
 * @param {any} browser
 * @param {string} url
 * @param {boolean} banner
 * @param {number} documents
 * @returns {Promise<Figures>}
 */
async function visitInChromium(browser, url, banner, documents) {
  const page = await browser.open("about:blank");
  try {
    return await figuresOf(browser, page, url, banner, documents);
  } finally {
    await page.close();
  }
}

/**
 * @param {any} browser
 * @param {any} page
 * @param {string} url
 * @param {boolean} banner
 * @param {number} documents
 * @returns {Promise<Figures>}
 */
async function figuresOf(browser, page, url, banner, documents) {
  const { session } = page;
  // Frames in other processes are left alone: to be watched costs them tasks.
  const unwatched = { autoAttach: false, waitForDebuggerOnStart: false, flatten: true };
  await session.send("Target.setAutoAttach", unwatched);
  const trace = await traced(browser, async () => {
    const load = new Promise((resolve) => session.once("Page.loadEventFired", resolve));
    // Puppeteer's own `goto` waits for the frames too, which nobody watches.
    await session.send("Page.navigate", { url });
    await load;
    await pause(WINDOW_MS);
  });
  const { page: own, frames, lateMs } = mainThreads(trace, WINDOW_MS, documents);
  await mustHave(page, url, banner);
  const firstPaintMs = await page.until(firstPaint);
  // The second one takes what the first one's finalizers let go.
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const heap = await session.send("Runtime.getHeapUsage");
  return {
    taskMs: own.wallMs + frames.wallMs,
    pageTaskMs: own.wallMs,
    framesTaskMs: frames.wallMs,
    cpuMs: own.cpuMs + frames.cpuMs,
    pageCpuMs: own.cpuMs,
    framesCpuMs: frames.cpuMs,
    lateMs,
    firstPaintMs,
    heapKb: heap.usedSize / 1000,
    domHeapKb: heap.embedderHeapUsedSize / 1000,
    buffersKb: heap.backingStorageSize / 1000,
  };
}

/**
 * @param {any} browser
 * @param {string} url
 * @param {boolean} banner
 * @returns {Promise<Figures>}
 */
async function visitInFirefox(browser, url, banner) {
  const page = await browser.open("about:blank");
  const threads = await profiled(browser, async () => {
    await page.goto(url);
    await pause(WINDOW_MS);
  });
  const { page: own, frames } = timeAtWork(threads, url);
  await mustHave(page, url, banner);
  const firstPaintMs = await page.until(firstPaint);
  const loadMs = await page.evaluate(loaded);
  await page.close();
  return { cpuMs: own + frames, pageCpuMs: own, framesCpuMs: frames, firstPaintMs, loadMs };
}

/**
 * Visits one page with each build. Where one of the visits was not measured, none counts.
 * @param {Record<string, import("../driver/index.mjs").Browser>} browsers
 * @param {Kind} kind
 * @param {number} round
 */
async function each(browsers, { url, banner, documents }, round) {
  /** @type {[build: string, name: string, value: number][]} */
  const all = [];
  for (const [build, browser] of inTurn(Object.entries(browsers), round)) {
    const visit = browser.name === "chrome" ? visitInChromium : visitInFirefox;
    const isShown = banner && build !== "emptied";
    const figures = await visit(browser, url(round), isShown, documents);
    for (const [name, value] of Object.entries(figures)) all.push([build, name, value]);
  }
  return all;
}

/**
 * Visits each kind of page in each round with each build, the emptied one among them, which take turns in
 * going first. Each build is compared with the emptied one, and the first one also with the second.
 * @param {Record<string, import("../driver/index.mjs").Browser>} browsers by build; "emptied" is the one
 *   that others are compared with
 * @param {number} rounds
 * @param {(line: string) => void} log
 * @param {Record<string, Kind>} [kinds]
 */
export async function visits(browsers, rounds, log, kinds = KINDS) {
  /** @type {Map<string, number[]>} by kind, build and figure, a value each round */
  const values = new Map();
  let late = 0;
  /** @type {string[]} */
  const dropped = [];
  // The round before the first one wakes everything up, and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    log(`visits: round ${round + 1} of ${rounds}`);
    for (const [kind, page] of Object.entries(kinds)) {
      const figures = await each(browsers, page, round).catch((error) => {
        if (!(error instanceof Incomplete)) throw error;
        dropped.push(`${kind} in round ${round + 1}: ${error.message}`);
      });
      if (round < 0 || !figures) continue;
      for (const [build, name, value] of figures) {
        if (name === "lateMs" && value > DONE_MS) late += 1;
        const key = `${kind} ${build} ${name}`;
        values.set(key, [...(values.get(key) ?? []), value]);
      }
    }
  }
  for (const each of dropped) log(`visits: not counted for any build: ${each}`);
  if (late > 0) log(`visits: ${late} pages were still at work when their window ended`);
  const builds = Object.keys(browsers).filter((build) => build !== "emptied");
  const pairs = builds.map((build) => ({ name: build, build, base: "emptied" }));
  const [build, base] = builds;
  if (base) pairs.push({ name: `${build} beside ${base}`, build, base });
  const names = new Set([...values.keys()].map((key) => key.split(" ")[2]));
  /** @type {Record<string, Record<string, Record<string, import("./statistics.mjs").Paired>>>} */
  const figures = {};
  for (const kind of Object.keys(kinds)) {
    figures[kind] = {};
    for (const figure of names) {
      const of = (/** @type {string} */ build) => values.get(`${kind} ${build} ${figure}`) ?? [];
      const each = pairs.map(({ name, build, base }) => [name, paired(of(build), of(base))]);
      figures[kind][figure] = Object.fromEntries(each);
    }
  }
  return { figures, unsettled: late, dropped };
}
