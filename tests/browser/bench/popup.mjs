// From the popup's opening to its first verdict, with the background awake and asleep.

/// <reference lib="dom" />
import { until } from "../driver/index.mjs";
import { BANNER } from "../extension.mjs";
import { timed } from "./pages.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @typedef {{awake: number[], asleep: number[]}} Times in ms */

/**
 * @param {Record<string, import("../driver/index.mjs").Browser>} browsers by build; none of them emptied
 * @param {number} rounds
 * @param {(line: string) => void} log
 */
export async function popupTimes(browsers, rounds, log) {
  /** @type {Record<string, Times & {browser: import("../driver/index.mjs").Browser, tab: number}>} */
  const all = {};
  for (const [build, browser] of Object.entries(browsers)) {
    const page = await browser.open(timed(0));
    await until(() => page.find(BANNER), { what: "the banner" });
    all[build] = { browser, tab: await page.tabId(), awake: [], asleep: [] };
  }
  for (let round = -1; round < rounds; round += 1) {
    log(`popup: round ${round + 1} of ${rounds}`);
    for (const [, times] of inTurn(Object.entries(all), round)) {
      const { browser, tab } = times;
      for (const state of /** @type {const} */ (["awake", "asleep"])) {
        const popup = await browser.open("about:blank");
        // Last of all: a tab that opens or closes wakes it up.
        if (state === "asleep") await browser.stopBackground();
        await popup.goto(`${browser.extensionOrigin}/popup.html?tab=${tab}`);
        const shown = await popup.until(() => performance.getEntriesByName("shown")[0]?.startTime);
        if (round >= 0) times[state].push(shown);
        await popup.close();
      }
    }
  }
  return Object.fromEntries(
    Object.entries(all).map(([build, { awake, asleep }]) => [
      build,
      { awakeMs: spread(awake), asleepMs: spread(asleep) },
    ]),
  );
}
