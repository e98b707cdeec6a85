// How soon the banner is painted: after the Hub's answer, and after the navigation where the answer is
// kept already, with the background awake and asleep. By the page's and the background's own clocks, which
// both browsers have.

/// <reference lib="dom" />
import { BANNER } from "../extension.mjs";
import { timed } from "./pages.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */

const PAINTED = "bench-banner-painted";

/**
 * Runs in the page before its own scripts: leaves a mark when the frame with the banner was painted.
 * @param {string} tag
 * @param {string} mark
 */
function markBanner(tag, mark) {
  new MutationObserver((_, observer) => {
    if (!document.querySelector(tag)) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      // A frame's painting follows its animation callbacks at once; this comes next.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark(mark);
      port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true });
}

/**
 * A tab that marks its banner's painting.
 * @param {Browser} browser
 */
async function openMarked(browser) {
  const page = /** @type {any} */ (await browser.open("about:blank"));
  const given = [BANNER, PAINTED].map((text) => JSON.stringify(text)).join(", ");
  const call = `(${markBanner})(${given})`;
  if (browser.name === "chrome") {
    await page.session.send("Page.addScriptToEvaluateOnNewDocument", { source: call });
  } else {
    await page.wire.send("script.addPreloadScript", {
      functionDeclaration: `() => ${call}`,
      contexts: [page.context],
    });
  }
  return page;
}

/**
 * Goes there and answers when the banner was painted.
 * @param {any} page
 * @param {string} url
 * @returns {Promise<{sinceNavigation: number, at: number}>} in ms, and by the clock that all share
 */
async function bannerPainted(page, url) {
  await page.goto(url);
  return page.until((/** @type {string} */ mark) => {
    const [entry] = performance.getEntriesByName(mark);
    return (
      entry && { sinceNavigation: entry.startTime, at: performance.timeOrigin + entry.startTime }
    );
  }, PAINTED);
}

/** Runs in the background: when the Hub's last answer was there. */
function answeredAt() {
  const entries = performance.getEntriesByType("resource");
  const answer = /** @type {PerformanceResourceTiming | undefined} */ (
    entries.findLast(({ name }) => name.includes("/api/spaces/"))
  );
  return answer && performance.timeOrigin + answer.responseEnd;
}

/**
 * Stops the devtools from holding new workers until they are looked at.
 * @param {any} browser
 */
async function letWorkersStart(browser) {
  if (browser.name !== "chrome") return;
  // Puppeteer's own filter: tabs, not their pages.
  const filter = [{ type: "page", exclude: true }, {}];
  const params = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter };
  await browser.wire.send("Target.setAutoAttach", params);
}

/**
 * @param {import("../../stage/stage.mjs").Stage} stage
 * @param {Record<string, Browser>} browsers by build; none of them emptied
 * @param {number} rounds
 * @param {(line: string) => void} log
 */
export async function bannerTimes(stage, browsers, rounds, log) {
  const names = /** @type {const} */ (["afterAnswerMs", "firstVisitMs", "awakeMs", "asleepMs"]);
  /** @type {Record<string, Record<typeof names[number], number[]>>} */
  const times = {};
  for (const [build, browser] of Object.entries(browsers)) {
    times[build] = { afterAnswerMs: [], firstVisitMs: [], awakeMs: [], asleepMs: [] };
    await letWorkersStart(browser);
  }
  for (let round = -1; round < rounds; round += 1) {
    log(`banner: round ${round + 1} of ${rounds}`);
    const url = timed(round);
    for (const [build, browser] of inTurn(Object.entries(browsers), round)) {
      /** @param {boolean} isAsleep */
      const visit = async (isAsleep) => {
        const page = await openMarked(browser);
        // Last of all: a tab that opens or closes wakes it up.
        if (isAsleep) await browser.stopBackground();
        const painted = await bannerPainted(page, url);
        return { page, painted };
      };
      const first = await visit(false);
      const answered = await browser.background(answeredAt);
      await first.page.close();
      const asked = stage.apiRequests.length;
      const awake = await visit(false);
      await awake.page.close();
      const asleep = await visit(true);
      await asleep.page.close();
      if (stage.apiRequests.length > asked) throw new Error("the answer was not kept");
      if (round < 0) continue;
      times[build].afterAnswerMs.push(first.painted.at - answered);
      times[build].firstVisitMs.push(first.painted.sinceNavigation);
      times[build].awakeMs.push(awake.painted.sinceNavigation);
      times[build].asleepMs.push(asleep.painted.sinceNavigation);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([build, each]) => [
      build,
      Object.fromEntries(names.map((name) => [name, spread(each[name])])),
    ]),
  );
}
