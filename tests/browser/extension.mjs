// What every browser test does with the extension: open a scenario, wait for its verdict, look at
// its banner.

import { join } from "node:path";
import { entrance } from "../stage/scenarios.mjs";
import { until } from "./driver/index.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

/** The repository. */
export const root = join(import.meta.dirname, "..", "..");

/** The banner's element. */
export const BANNER = "whose-quota-banner";

/**
 * Opens a scenario's page, signed in or out as it says.
 * @param {Browser} browser
 * @param {import("../stage/stage.mjs").Stage} stage
 * @param {import("../stage/scenarios.mjs").Scenario} scenario
 */
export async function visit(browser, stage, scenario) {
  await stage.ready(scenario.space);
  return browser.open(entrance(scenario), { private: scenario.privateWindow ?? false });
}

/**
 * The report on a tab, as the popup shows it.
 * @param {Browser} browser
 * @param {number} tab
 */
export async function reportOf(browser, tab) {
  const popup = await browser.extensionPage(`popup.html?tab=${tab}`);
  try {
    return JSON.parse(await popup.until(() => document.querySelector("#report")?.textContent));
  } finally {
    await popup.close();
  }
}

/**
 * The report once it says what is expected, or whatever it says after the deadline.
 * @param {Browser} browser
 * @param {Page} page
 * @param {{pool: string}} expected
 */
export async function settledReport(browser, page, expected) {
  const tab = await page.tabId();
  let report;
  await until(
    async () => {
      report = await reportOf(browser, tab);
      return report.pool === expected.pool;
    },
    { what: `a report of the pool ${expected.pool}`, timeout: 8_000 },
  ).catch(() => undefined);
  return report;
}

/**
 * What the banner shows, or null where there is none.
 * @param {Frame} frame
 */
export function banner(frame) {
  return frame.closedShadow(BANNER, (root) => {
    const text = (selector) => root.querySelector(selector)?.textContent ?? null;
    const links = [...root.querySelectorAll("a")];
    return {
      headline: text(".headline"),
      cause: text(".cause"),
      consequence: text(".consequence"),
      links: links.map(({ href, rel, textContent }) => ({ href, rel, text: textContent })),
      buttons: [...root.querySelectorAll("button")].map((button) => button.dataset.act),
    };
  });
}
