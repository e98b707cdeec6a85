// What stays in a page's memory of each run: nothing. Chromium alone tells who allocated what is still there.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";

const RUNS = 600;
/** Of 20 runs that are listed, and of the last message (16 KB). The closures of 600 runs were 100 KB. */
const MAX_BYTES = 40_000;

const stage = onStage({ ready: ["studio/own-fetch"] });

/**
 * The bytes of a node of a sampled heap and of what it calls, where our scripts are among the callers.
 * @param {any} node
 * @param {boolean} isOurs
 * @returns {number}
 */
function ourBytes(node, isOurs = false) {
  const ours = isOurs || node.callFrame.url.startsWith("chrome-extension:");
  const children = node.children.map((/** @type {any} */ child) => ourBytes(child, ours));
  return children.reduce(
    (/** @type {number} */ sum, /** @type {number} */ bytes) => sum + bytes,
    ours ? node.selfSize : 0,
  );
}

describe("chrome", () => {
  const browser = inBrowser("chrome", stage);

  test("a page's memory does not grow with its runs (Chromium)", async (context) => {
    const page = /** @type {any} */ (await browser.open("https://studio-own-fetch.hf.space/"));
    const { session } = page;
    let sent = 0;
    /** @param {number} count */
    const run = async (count) => {
      const end = sent + count;
      for (; sent < end; sent += 100) {
        await page.click("#many");
        await page.until(
          (/** @type {number} */ count) =>
            Number(document.querySelector("output")?.textContent) >= count,
          sent + 100,
        );
      }
    };
    await run(100);
    await session.send("HeapProfiler.startSampling", { samplingInterval: 256 });
    await run(RUNS);
    const report = await reported(browser, page, ({ grade }) => grade === "observed");
    assert.equal(report.runs.length, 20);
    // What waits for an answer of the background is still needed: it answers the last of them at last.
    let bytes = 0;
    await until(
      async () => {
        await session.send("HeapProfiler.collectGarbage");
        const { profile } = await session.send("HeapProfiler.getSamplingProfile");
        bytes = ourBytes(profile.head);
        assert.ok(bytes > 0, "nothing of ours was sampled");
        return bytes < MAX_BYTES;
      },
      { what: `less than ${MAX_BYTES} bytes of ours after ${RUNS} runs` },
    ).finally(() => context.diagnostic(`${bytes} bytes of ours after ${RUNS} runs`));
  });
});
