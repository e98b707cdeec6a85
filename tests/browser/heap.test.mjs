// What a page of a Space keeps of each run that we hear of: nothing, beyond the last twenty.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startStage } from "../stage/stage.mjs";
import { until } from "./driver/index.mjs";
import { banner, reported, start } from "./extension.mjs";

/** Of the page itself; ours were 222 when what we send was not freed. */
const MOST_BYTES_A_RUN = 100;

/** @type {import("../stage/stage.mjs").Stage} */
let stage;
before(async () => {
  stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE, log: console.log });
});
after(() => stage.close());

test("chrome: a thousand runs leave no more behind than a hundred", async () => {
  const browser = await start("chrome", stage);
  try {
    const page = await browser.open("https://studio-own-fetch.hf.space/");
    await until(() => banner(page), { what: "the banner" });
    let answered = 0;
    /** @param {string} button @param {number} times */
    const press = async (button, times) => {
      answered += times;
      await page.click(button);
      await page.until(
        (answered) => Number(document.querySelector("output")?.value) === answered,
        answered,
      );
    };
    /** @param {number} hundreds */
    const run = async (hundreds) => {
      for (let hundred = 0; hundred < hundreds; hundred++) await press("#many", 100);
      // News of runs comes in turn: once this one is told, all are.
      const before = await page.evaluate(() => new Date().toISOString());
      await press("#plain", 1);
      await reported(browser, page, ({ runs }) => runs.at(-1)?.at >= before);
    };
    // Only Chromium's driver sees the heap.
    const { session } = /** @type {any} */ (page);
    const heap = async () => {
      for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize;
    };
    await run(3);
    const before = await heap();
    await run(10);
    const grown = ((await heap()) - before) / 1000;
    assert.ok(grown < MOST_BYTES_A_RUN, `${grown} bytes a run`);
  } finally {
    await browser.close();
  }
});
