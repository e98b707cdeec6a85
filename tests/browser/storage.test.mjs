// What is kept: no full and no strange storage loses an answer or a banner, what is kept is bounded
// and expires, and what private windows do is kept in memory alone.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, badgeIs, banner, popupReport, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const NAMES = ["full", "garbage", "future", "bounded", "private", "container", "tab", "spare"];
/** @param {string} name */
const at = (name) => `https://kept-${name}.hf.space/`;
const HOUR_MS = 3_600_000;

/** What is kept of the Hub's answer about one of those. @param {string} name @param {string} hardware */
const answer = (name, hardware) => ({
  ...{ kind: "found", id: `kept/${name}`, subdomain: `kept-${name}`, sdk: "gradio", hardware },
  ...{ stage: "RUNNING", visibility: "public" },
});
/** Under which key. @param {string} name */
const question = (name) => `kept-${name}.hf.space:by-subdomain/kept-${name}`;

const strangers = NAMES.map((name) =>
  space(`kept/${name}`, { page: gradioLikePage(`kept/${name}`), hardware: "zero-a10g" }),
);
const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    before(() => {
      stage.apiRequests.length = 0;
    });
    const browser = inBrowser(name, stage);
    /** @type {import("./driver/index.mjs").Page | undefined} */
    let page;
    afterEach(async () => {
      await page?.close();
      page = undefined;
      await browser.background(() => chrome.storage.session.clear());
      await browser.stopBackground();
    });

    /** @param {string} name */
    const asked = (name) => stage.apiRequests.filter(({ path }) => path.includes(`kept-${name}`));

    const kept = () => browser.background(() => chrome.storage.session.get());

    /** Puts something into storage, as a worker finds it that has just been started. @param {object} what */
    async function keep(what) {
      await browser.background(
        (/** @type {object} */ what) => chrome.storage.session.set(what),
        what,
      );
      await browser.stopBackground();
    }

    /**
     * Opens a Space: whatever is kept, it runs on ZeroGPU, so a run will count as a guest.
     * @param {string} name
     * @param {{private?: boolean}} [options]
     */
    async function judged(name, options) {
      page = await browser.open(at(name), options);
      const report = await reported(browser, page, ({ pool }) => pool === "guest");
      assert.equal(report.grade, "derived");
      const said = await until(() => banner(/** @type {any} */ (page)), { what: "the banner" });
      assert.equal(said.headline, words("headline_guest"));
      await badgeIs(browser, page, "!", "badge_guest_derived");
      assert.deepEqual(await popupReport(browser, await page.tabId()), report);
      return page;
    }

    test("storage that is full keeps nothing back", async () => {
      const isFull = await browser.background(async () => {
        /** @param {string} key @param {number} size */
        const fits = (key, size) =>
          chrome.storage.session.set({ [key]: "x".repeat(size) }).then(
            () => true,
            () => false,
          );
        for (let size = 8_388_608, round = 0; size >= 1; size /= 2, round += 1) {
          await fits(`filling${round}`, size);
        }
        return !(await fits("more", 64));
      });
      assert.ok(isFull);
      const page = await judged("full");
      assert.equal(asked("full").length, 1);
      // The answer that came is not asked for again.
      await page.reload();
      await until(() => banner(page), { what: "the banner after a reload" });
      await badgeIs(browser, page, "!");
      assert.equal(asked("full").length, 1);
      assert.ok(!JSON.stringify(await kept()).includes("kept-full"), "it was full");
    });

    test("garbage under our keys is a miss", async () => {
      const garbage = [
        ...[null, 7, "hub", [], { [question("garbage")]: 7 }],
        { [question("garbage")]: { at: Date.now(), answer: null } },
        { [question("garbage")]: { at: Date.now(), answer: { kind: "found" } } },
        { [question("garbage")]: { at: Date.now(), answer: { kind: "x", space: {} } } },
        { [question("garbage")]: { at: "now", answer: answer("garbage", "cpu-basic") } },
      ];
      for (const [index, hub] of garbage.entries()) {
        await keep({ hub, quietUntil: hub, outcomes: hub, quota: hub });
        await judged("garbage");
        assert.equal(asked("garbage").length, index + 1, JSON.stringify(hub));
        await page?.close();
        page = undefined;
      }
      // What can be read is no miss.
      await keep({
        hub: { [question("garbage")]: { at: Date.now(), answer: answer("garbage", "zero-a10g") } },
      });
      await judged("garbage");
      assert.equal(asked("garbage").length, garbage.length);
    });

    test("garbage about a tab is a miss: the tab itself is asked again", async () => {
      const page = await judged("tab");
      const tab = await page.tabId();
      const report = await popupReport(browser, tab);
      const [{ document, judged: whole, frameId }] = (await kept())[`tab:${tab}`];
      const { facts, verdict } = whole;
      for (const garbage of [
        ...[null, 7, "x", {}, [], { document, frameId }],
        ...[
          { document: 7, judged: whole, frameId },
          { document, judged: whole, frameId: "0" },
        ],
        ...[
          { document, judged: 7, frameId },
          { document, judged: { facts }, frameId },
        ],
        { document, frameId, judged: { facts, verdict: { ...verdict, pool: "everybody" } } },
        { document, frameId, judged: { facts: { ...facts, space: null }, verdict } },
      ]) {
        await keep({ [`tab:${tab}`]: [garbage] });
        await reported(browser, page, ({ pool }) => pool === "guest");
        assert.deepEqual(await popupReport(browser, tab), report, JSON.stringify(garbage));
      }
    });

    test("what comes from the future or is too old does not count", async () => {
      for (const [index, at] of [Date.now() + HOUR_MS, Date.now() - HOUR_MS].entries()) {
        await keep({
          hub: { [question("future")]: { at, answer: answer("future", "cpu-basic") } },
        });
        await judged("future");
        assert.equal(asked("future").length, index + 1);
        await page?.close();
        page = undefined;
      }
      // Nor does a wish to be left alone for ever.
      await keep({ quietUntil: Date.now() + 1_000 * HOUR_MS });
      await judged("future");
    });

    test("answers expire, and there are no more than a hundred", async () => {
      /** @param {number} at @param {string} kind */
      const many = (at, kind) =>
        Object.fromEntries(
          Array.from({ length: 150 }, (_, number) => [
            question(`${kind}${number}`),
            { at, answer: answer(`${kind}${number}`, "zero-a10g") },
          ]),
        );
      await keep({ hub: many(Date.now() - HOUR_MS, "old") });
      await judged("bounded");
      assert.deepEqual(Object.keys((await kept()).hub), [question("bounded")]);
      await page?.close();
      await keep({ hub: many(Date.now(), "new") });
      await judged("bounded");
      const keys = Object.keys((await kept()).hub);
      assert.equal(keys.length, 100);
      assert.ok(keys.includes(question("bounded")));
    });

    test("nothing of a private window is stored, and its popup knows all the same", async () => {
      const usual = await judged("spare");
      assert.ok(JSON.stringify(await kept()).includes("kept-spare"));
      const page = await browser.open(at("private"), { private: true });
      const report = await reported(browser, page, ({ pool }) => pool === "guest");
      await badgeIs(browser, page, "!");
      const tab = await page.tabId();
      assert.deepEqual(await popupReport(browser, tab), report);
      assert.ok(!JSON.stringify(await kept()).includes("kept-private"));
      // Memory ends with the background; the page itself still knows.
      await browser.stopBackground();
      await reported(browser, page, ({ pool }) => pool === "guest");
      assert.deepEqual(await popupReport(browser, tab), report);
      assert.ok(!JSON.stringify(await kept()).includes("kept-private"));
      await page.close();
      assert.ok(JSON.stringify(await kept()).includes(`tab:${await usual.tabId()}`));
    });

    // Chromium has no containers.
    if (name === "firefox") {
      test("nothing of a container is stored, and its popup knows all the same", async () => {
        const page = await browser.open(at("container"), { container: true });
        const report = await reported(browser, page, ({ pool }) => pool === "guest");
        await badgeIs(browser, page, "!");
        assert.deepEqual(await popupReport(browser, await page.tabId()), report);
        assert.equal(asked("container").length, 1);
        await page.reload();
        await until(() => banner(page), { what: "the banner after a reload" });
        assert.equal(asked("container").length, 1, "remembered as long as the background lives");
        assert.ok(!JSON.stringify(await kept()).includes("kept-container"));
        await page.close();
      });
    }

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
