// What main threads of Firefox do, from its own profiler: no tasks, but how long each was at work.

/// <reference path="../driver/firefox-scope.d.ts" />

/**
 * @typedef {object} Thread the main thread of a process
 * @property {{url: string, from: number}[]} documents that were loaded in it, and since when
 * @property {[time: number, cpu: number][]} samples the time in ms, and for how many ns it was at work since
 *   the sample before
 */

/** How often it looks, in ms: how exactly the beginning is met. */
const INTERVAL_MS = 1;
const ENTRIES = 1 << 20;

/**
 * Runs `act` and answers with the main threads of the processes of pages.
 * @param {any} browser Firefox
 * @param {() => Promise<unknown>} act
 * @returns {Promise<Thread[]>}
 */
export async function profiled(browser, act) {
  await browser.inChrome(begin, ENTRIES, INTERVAL_MS);
  await act();
  return browser.inChrome(end);
}

/** Runs in the browser's scope. @param {number} entries @param {number} interval */
function begin(entries, interval) {
  return Services.profiler.StartProfiler(
    entries,
    interval,
    ["cpu", "nostacksampling"],
    ["GeckoMain"],
  );
}

/** Runs in the browser's scope. */
async function end() {
  const { processes } = await Services.profiler.getProfileDataAsync();
  await Services.profiler.StopProfiler();
  /** @type {any[]} */
  const threads = processes.flatMap((/** @type {any} */ { threads }) => threads);
  return threads.map(({ samples, markers, stringTable }) => {
    const { time, threadCPUDelta } = samples.schema;
    const { name, startTime, data } = markers.schema;
    const documents = markers.data
      .filter((/** @type {any} */ marker) => stringTable[marker[name]] === "DocumentLoad")
      .map((/** @type {any} */ marker) => ({
        // Document URL loaded after …
        url: marker[data].name.split(" ")[1],
        from: marker[startTime],
      }));
    const each = samples.data.map((/** @type {any} */ sample) => [
      sample[time],
      sample[threadCPUDelta] ?? 0,
    ]);
    return { documents, samples: each };
  });
}

/**
 * How long the main threads of the page and of its frames were at work, in ms, each from its document's
 * navigation on.
 * @param {Thread[]} threads
 * @param {string} url of the page
 */
export function timeAtWork(threads, url) {
  const sums = { page: 0, frames: 0 };
  let isThere = false;
  for (const { documents, samples } of threads) {
    const ours = documents.filter((document) => document.url.startsWith("https://"));
    if (ours.length === 0) continue;
    const from = Math.min(...ours.map((document) => document.from));
    const ns = samples.reduce((sum, [time, cpu]) => sum + (time < from ? 0 : cpu), 0);
    const isPage = ours.some((document) => document.url === url);
    isThere ||= isPage;
    sums[isPage ? "page" : "frames"] += ns / 1e6;
  }
  if (!isThere) throw new Error(`${url} is in no process`);
  return sums;
}
