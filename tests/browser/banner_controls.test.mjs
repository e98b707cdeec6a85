// What a visitor can do with the banner, by mouse and by keyboard.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, reported } from "./extension.mjs";
import { at, box, control, goToBanner, like, shown, state } from "./support/banner_page.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const HUB = "https://huggingface.co";
const LATE = `${HUB}/logout?next=${encodeURIComponent("/spaces/studio/zero-five?stage-handshake=late")}`;

const strangers = [
  like("plain"),
  like("focused", {
    body: `<p><input id="first"></p>
      <script>if (self === top) document.getElementById("first").focus()</script>`,
  }),
  like("under", {
    body: '<input id="before"><input id="under" style="position:fixed;top:20px;left:45%;width:10%">',
  }),
];

const stage = onStage({ strangers, ready: ["studio/zero-five"] });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page} */
    let page;
    before(async () => {
      page = await browser.open(at("plain"));
    });

    test("Dismiss: gone from this document for good, there again after a reload", async () => {
      await page.goto(LATE);
      await reported(browser, page, ({ handshake }) => handshake === "asked");
      await shown(page);
      await page.clickIn(BANNER, control("dismiss"));
      assert.equal(await page.find(BANNER), null);
      await page.evaluate(() => /** @type {any} */ (window).stageAnswerHandshake());
      const report = await reported(browser, page, ({ handshake }) => handshake === "answered");
      assert.equal(report.pool, "guest");
      assert.equal(await page.find(BANNER), null);
      await page.reload();
      await shown(page);
    });

    test("an update leaves what is unfolded, and the focus, as they are", async () => {
      await page.goto(LATE);
      await shown(page);
      await reported(browser, page, ({ handshake }) => handshake === "asked");
      await page.clickIn(BANNER, control("why"));
      const before = await state(page);
      assert.equal(before.why, "true");
      await page.evaluate(() => /** @type {any} */ (window).stageAnswerHandshake());
      await reported(browser, page, ({ handshake }) => handshake === "answered");
      // Now it says so, too.
      const offered = "The Hub page offered your account to the app";
      await until(() =>
        page.closedShadow(BANNER, (root, text) => root.textContent.includes(text), offered),
      );
      assert.deepEqual(await state(page), before);
    });

    test("Why? unfolds, and the mark folds it all into a pill", async () => {
      await goToBanner(page, at("plain"));
      await page.clickIn(BANNER, control("why"));
      const unfolded = { why: "true", isWhyHidden: false, fold: "true", isFolded: false };
      assert.deepEqual(await state(page), { focused: "why", ...unfolded });
      await page.clickIn(BANNER, control("why"));
      assert.equal((await state(page)).isWhyHidden, true);
      await page.clickIn(BANNER, control("fold"));
      const { fold, isFolded } = await state(page);
      assert.deepEqual([fold, isFolded], ["false", true]);
      const pill = await box(page);
      assert.ok(pill.bottom - pill.top === 28 && pill.right - pill.left < 120, "a small pill");
      await page.clickIn(BANNER, control("fold"));
      assert.equal((await state(page)).isFolded, false);
    });

    test("the keyboard reaches every control, and Escape dismisses", async () => {
      await goToBanner(page, at("focused"));
      // Focus was where the page wanted it when the banner came, and it stays there.
      assert.equal(await page.evaluate(() => document.activeElement?.id), "first");
      const reached = [];
      for (let pressed = 0; pressed < 4; pressed++) {
        await page.press("Tab");
        reached.push((await state(page)).focused);
      }
      assert.deepEqual(reached, ["fold", "leave", "why", "dismiss"]);
      await page.press("Shift+Tab");
      await page.press("Enter");
      assert.equal((await state(page)).why, "true");
      await page.press("Space");
      assert.equal((await state(page)).why, "false");
      await page.press("Escape");
      assert.equal(await page.find(BANNER), null);
    });

    test("Enter follows the way out, and Enter dismisses", async () => {
      await goToBanner(page, at("focused"));
      for (let pressed = 0; pressed < 4; pressed++) await page.press("Tab");
      await page.press("Enter");
      assert.equal(await page.find(BANNER), null);
      await goToBanner(page, at("focused"));
      for (let pressed = 0; pressed < 2; pressed++) await page.press("Tab");
      await page.press("Enter");
      // Loaded, for the next test goes elsewhere: Firefox does not always answer that while a page loads.
      await page.until(
        (/** @type {string} */ there) =>
          location.href === there && document.readyState === "complete",
        `${HUB}/spaces/strange/focused`,
      );
    });

    test("makes way for a control that gets the focus", async () => {
      await goToBanner(page, at("under"));
      assert.ok((await box(page)).top < 100);
      await page.click("#before");
      await page.press("Tab");
      const { top, isInView } = await box(page);
      assert.ok(top > 400 && isInView);
      assert.equal(await page.evaluate(() => document.activeElement?.id), "under");
      await page.click("#under");
    });

    for (const size of ["?width=320&height=400", "?width=320&height=200", "?height=200"]) {
      test(`fits into a frame of ${size}`, async () => {
        await page.goto(`https://blog.example/embed/strange/plain${size}`);
        const app = await page.frame((url) => url === at("plain"));
        await shown(app);
        const { isInView, isOnTop, isVisible } = await box(app);
        assert.deepEqual([isInView, isOnTop, isVisible], [true, true, true]);
        assert.ok(await app.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await app.clickIn(BANNER, control("why"));
        assert.equal((await box(app)).isInView, true, "unfolded, it scrolls within itself");
        await app.clickIn(BANNER, control("dismiss"));
      });
    }

    test("no error came of all this", () => noErrorOfOurs(browser));
  });
}
