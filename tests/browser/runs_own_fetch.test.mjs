// Runs of a page that sends its requests itself: each way to run, passes of the app's own, hundreds of runs.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ACCOUNTS, PLANTED_SECRETS } from "../stage/accounts.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, reported, reportOf } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { guest, headlineIs, verdictOf } from "./support/verdicts.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const HUB = "https://huggingface.co";
const OWN_FETCH = "https://studio-own-fetch.hf.space/";

const stage = onStage();

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {Page} page */
    const answered = (page) =>
      page.evaluate(() => Number(document.querySelector("#answered")?.textContent));

    /**
     * @param {Page} page
     * @param {string} button
     * @param {number} [more] answers that come of it
     */
    async function press(page, button, more = 1) {
      const before = await answered(page);
      await page.click(`#${button}`);
      await until(async () => (await answered(page)) >= before + more, { timeout: 60_000 });
    }

    /**
     * The page's memory after a collection, in bytes; null where the browser does not tell.
     * @param {Page} page
     */
    async function heapOf(page) {
      const { session } = /** @type {any} */ (page);
      if (name !== "chrome") return null;
      await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize;
    }

    test("each way to run is seen, and nothing else is taken for one", async () => {
      const page = await browser.open(OWN_FETCH);
      await reported(browser, page, ({ grade }) => grade === "derived");
      // Events outside the queue and routes of the app's own are no runs without a pass.
      for (const button of ["upload", "config", "heartbeat", "run-api", "api", "elsewhere"]) {
        await press(page, button, button === "elsewhere" ? 0 : 1);
      }
      // A run that does count comes after them: had they been seen, they would stand before it.
      for (const [index, button] of ["plain", "call", "call-v2", "run-api-pass"].entries()) {
        await press(page, button);
        const report = await reported(browser, page, ({ runs }) => runs.length === index + 1);
        assert.deepEqual(
          verdictOf(report),
          guest("observed", ["run-without-identity", "direct-url"]),
          button,
        );
      }
      await page.close();
    });

    test("what a pass of the app's own names is read, and nothing more", async () => {
      const page = await browser.open(OWN_FETCH);
      await reported(browser, page, ({ grade }) => grade === "derived");
      /** @param {string} button */
      const ran = async (button) => {
        const { runs } = await reportOf(browser, await page.tabId());
        await press(page, button);
        return reported(browser, page, (report) => report.runs.length === runs.length + 1);
      };
      const withIp = await ran("with-ip");
      assert.equal(withIp.runs.at(-1).identity, "present");
      assert.deepEqual(
        verdictOf(withIp),
        guest("observed", ["run-without-identity", "direct-url"]),
      );
      const withError = await ran("with-error");
      assert.deepEqual(verdictOf(withError), guest("observed", ["ip-fallback", "direct-url"]));
      // Somebody is named: whose quota that is cannot be told from here.
      const withUser = await ran("with-user");
      assert.deepEqual(verdictOf(withUser), {
        pool: "unknown",
        grade: "assumed",
        reasons: [],
        banner: "not-needed",
      });
      await headlineIs(page, null);
      const plain = await ran("plain");
      assert.equal(plain.grade, "observed");
      const kept = await browser.background(() => chrome.storage.session.get(null));
      const all = JSON.stringify([kept, plain]);
      for (const secret of [PLANTED_SECRETS.jwtSignature, ACCOUNTS.pro.user, "InvalidRepoToken"])
        assert.ok(!all.includes(secret), secret);
      await page.close();
    });

    test("a hundred runs in a row leave no more behind than twenty", async () => {
      const page = await browser.open(OWN_FETCH);
      await reported(browser, page, ({ grade }) => grade === "derived");
      // What is kept of the tab, and of this session's runs: a press, or what leaves within the clocks'
      // difference of one, is an entry there.
      const kept = async () => {
        const all = await browser.background(() => chrome.storage.session.get(null));
        const tabs = Object.entries(all).filter(([key]) => key.startsWith("tab:"));
        const runs = tabs.flatMap(([, frames]) =>
          frames.flatMap((/** @type {any} */ frame) => frame.judged.facts.runs),
        );
        return { size: JSON.stringify(tabs).length, runs, history: all["run-history"].length };
      };
      /** Twenty runs, the last of them later than at `time`. */
      const twentyKept = async (time = "") => {
        await until(
          async () => {
            const { runs } = await kept();
            return runs.length === 20 && runs.at(-1).at > time;
          },
          { what: "twenty runs in storage" },
        );
        return kept();
      };
      await press(page, "many", 100);
      await reported(browser, page, ({ runs }) => runs.length === 20);
      const before = await twentyKept();
      const heap = await heapOf(page);
      await press(page, "many", 100);
      const last = await until(async () =>
        (await reportOf(browser, await page.tabId())).runs.at(-1),
      );
      assert.equal((await reportOf(browser, await page.tabId())).runs.length, 20);
      assert.ok(Date.parse(last.at) > 0);
      const after = await twentyKept(before.runs.at(-1).at);
      const grown = after.size - before.size;
      assert.ok(Math.abs(grown) < 200, `the tab's record grew by ${grown} characters`);
      assert.ok(
        after.history <= before.history + 3,
        `${before.history}, then ${after.history} entries`,
      );
      if (heap !== null) {
        const more = (await heapOf(page)) - heap;
        assert.ok(more < 500_000, `${more} bytes more after another hundred runs`);
      }
      await page.close();
    });

    test("a navigation forgets the runs, and so does coming back", async () => {
      const page = await browser.open(OWN_FETCH);
      await reported(browser, page, ({ grade }) => grade === "derived");
      await press(page, "plain");
      await reported(browser, page, ({ runs }) => runs.length === 1);
      await page.goto(`${HUB}/login`);
      await until(async () => (await reportOf(browser, await page.tabId())).place === "other", {
        what: "the other page",
      });
      await page.back();
      const back = await reported(browser, page, ({ runs }) => runs.length === 0);
      assert.deepEqual([back.place, back.grade], ["direct", "derived"]);
      await press(page, "plain");
      await reported(browser, page, ({ runs }) => runs.length === 1);
      await page.reload();
      const again = await reported(browser, page, ({ grade }) => grade === "derived");
      assert.deepEqual(again.runs, []);
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
