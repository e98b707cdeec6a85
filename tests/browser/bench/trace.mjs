// What main threads of Chromium do, from its own trace: every task from the moment when a document is
// there, our compile, first calls and messages like everything else.

import { until } from "../driver/index.mjs";

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts in µs
 * @property {number} [dur] in µs
 * @property {number} [tdur] of the thread's own clock, in µs
 * @property {any} args
 */

/**
 * @typedef {object} Tasks
 * @property {number} wallMs how long the tasks took
 * @property {number} cpuMs how long the thread was at work in them: what waits for a core is not in it
 */

/** A trace that lacks something: on a busy machine Chromium may drop parts of one. */
export class Incomplete extends Error {}

/** In what comes last, a page that is done has no work of ours. */
const LAST_US = 200_000;

/**
 * Runs `act` and answers with the trace of all processes.
 * @param {any} browser Chromium
 * @param {() => Promise<unknown>} act
 * @returns {Promise<TraceEvent[]>}
 */
export async function traced(browser, act) {
  /** @type {TraceEvent[]} */
  const events = [];
  /** @type {{dataLossOccurred: boolean} | undefined} */
  let complete;
  const { wire } = browser;
  const collect = (/** @type {any} */ { value }) => events.push(...value);
  wire.on("Tracing.dataCollected", collect);
  wire.once("Tracing.tracingComplete", (/** @type {any} */ params) => {
    complete = params;
  });
  const traceConfig = {
    includedCategories: ["devtools.timeline", "toplevel"],
    excludedCategories: ["*"],
  };
  await wire.send("Tracing.start", { traceConfig });
  await act();
  await wire.send("Tracing.end");
  const { dataLossOccurred } = await until(() => complete, { what: "the trace", timeout: 30_000 });
  wire.off("Tracing.dataCollected", collect);
  if (dataLossOccurred) throw new Incomplete("parts of the trace were dropped");
  return events;
}

/**
 * The tasks of one thread, without those inside of another.
 * @param {TraceEvent[]} trace
 * @param {{pid: number, tid: number}} thread
 * @param {number} from
 * @param {number} to
 */
function tasksOf(trace, { pid, tid }, from, to) {
  const all = trace
    .filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.ph === "X")
    .filter((event) => event.pid === pid && event.tid === tid)
    .toSorted((one, other) => one.ts - other.ts);
  let end = 0;
  const tasks = [];
  for (const { ts, dur = 0, tdur } of all) {
    if (ts < end) continue;
    end = ts + dur;
    // The task that makes the document is in it. Chromium leaves a clock out here and there.
    if (end > from && ts < to) tasks.push({ ts, dur, tdur: tdur ?? dur });
  }
  return tasks;
}

/**
 * The tasks of the main threads that hold the page and its frames, each from its document's commit on.
 * @param {TraceEvent[]} trace
 * @param {number} windowMs how long after the page's load event they count
 * @param {number} documents the page's and its frames'
 * @returns {{page: Tasks, frames: Tasks, lateMs: number}} `lateMs` is what the threads still did at the end:
 *   where it is much, the window was too short
 */
export function mainThreads(trace, windowMs, documents) {
  const isOfPage = (/** @type {TraceEvent} */ { args }) => args.data?.isOutermostMainFrame === true;
  const commits = trace.filter(({ name }) => name === "CommitLoad");
  const committed = commits.find(isOfPage);
  const load = trace.find((event) => event.name === "MarkLoad" && isOfPage(event));
  if (!committed || !load || commits.length !== documents)
    throw new Incomplete(`the trace holds ${commits.length} of ${documents} documents`);
  const end = load.ts + windowMs * 1000;
  const sums = { page: { wallMs: 0, cpuMs: 0 }, frames: { wallMs: 0, cpuMs: 0 }, lateMs: 0 };
  const threads = new Map(commits.toReversed().map((commit) => [commit.pid, commit]));
  for (const { pid, tid, ts } of threads.values()) {
    const sum = pid === committed.pid ? sums.page : sums.frames;
    for (const task of tasksOf(trace, { pid, tid }, ts, end)) {
      sum.wallMs += task.dur / 1000;
      sum.cpuMs += task.tdur / 1000;
      if (task.ts > end - LAST_US) sums.lateMs += task.tdur / 1000;
    }
  }
  return sums;
}
