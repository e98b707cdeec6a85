// What is left in open pages when the extension is updated or switched off. Firefox ends the old
// scripts and starts new ones; Chromium leaves the old ones alone, without an extension behind them.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, WITHOUT_WASM } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, start, updateExtension, words } from "./extension.mjs";
import { ourProblems } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

/** A Space whose owner takes it off ZeroGPU. */
const changing = space("left/changing", { page: gradioLikePage("left/changing") });
const strangers = [
  changing,
  ...Object.entries({ plain: {}, csp: WITHOUT_WASM }).map(([name, headers]) =>
    space(`left/${name}`, {
      page: gradioLikePage(`left/${name}`, { body: `<div><${BANNER} id="own"></${BANNER}></div>` }),
      headers,
    }),
  ),
];

/** @param {string} name */
const at = (name) => `https://left-${name}.hf.space/`;

/** The driver finds the first element of the name: ours, a child of `<html>`. */
const OURS = `html > ${BANNER}`;

/** @param {Page} page */
const count = (page) => page.evaluate((tag) => document.querySelectorAll(tag).length, OURS);

/** @param {Page} page */
const headline = (page) =>
  page.closedShadow(OURS, (root) => root.querySelector(".headline")?.textContent);

/** Whether a visitor sees the banner. @param {Page} page */
const isSeen = (page) =>
  page.closedShadow(OURS, (root) => root.querySelector(".banner")?.getClientRects().length > 0);

/** @param {Page} page */
const isUnfolded = (page) =>
  page.closedShadow(OURS, (root) => !root.querySelector("div.why").hasAttribute("hidden"));

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    /** @type {import("./driver/index.mjs").Browser} */
    let browser;
    beforeEach(async () => {
      browser = await start(name, stage);
    });
    afterEach(async () => {
      const problems = ourProblems(browser.problems);
      await browser.close();
      assert.deepEqual(problems, []);
    });

    for (const way of ["plain", "csp"]) {
      test(`${way}: after an update there is one banner, and it lives`, async () => {
        const page = await browser.open(at(way));
        await until(() => headline(page), { what: "the banner" });
        assert.equal(await count(page), 1);
        await page.evaluate((tag) => {
          /** @type {any} */ (window).old = document.querySelector(tag);
        }, OURS);
        await updateExtension(browser);
        if (name === "firefox") {
          await page.until(
            (tag) =>
              !(/** @type {any} */ (window).old.isConnected) &&
              document.querySelector(tag) !== null,
            OURS,
          );
          await reported(browser, page, ({ pool }) => pool === "guest");
        }
        await until(async () => (await headline(page)) === words("headline_guest"));
        assert.equal(await count(page), 1);
        // The page's own element of our name is not ours.
        assert.ok(await page.evaluate(() => document.getElementById("own") !== null));
        await page.clickIn(OURS, "[data-act=why]");
        assert.equal(await isUnfolded(page), true);
        await page.clickIn(OURS, "[data-act=dismiss]");
        assert.equal(await count(page), 0);
      });

      test(`${way}: once the extension is off, a press on Dismiss dismisses`, async () => {
        const page = await browser.open(at(way));
        await until(() => headline(page), { what: "the banner" });
        await browser.disableExtension();
        assert.equal(await isSeen(page), true, "what was said is still true");
        await page.clickIn(OURS, "[data-act=dismiss]");
        assert.ok(!(await isSeen(page)));
        const under = await page.evaluate(() => {
          const { left, right } = document.documentElement.getBoundingClientRect();
          return document.elementFromPoint((left + right) / 2, 30)?.localName;
        });
        assert.notEqual(under, BANNER);
      });

      test(`${way}: once the extension is off, the keyboard dismisses too`, async () => {
        const page = await browser.open(at(way));
        await until(() => headline(page), { what: "the banner" });
        await browser.disableExtension();
        // The field of the page, then fold, way out, Why?, and Dismiss.
        for (let pressed = 0; pressed < 5; pressed++) await page.press("Tab");
        assert.equal(await isSeen(page), true);
        await page.press("Enter");
        assert.ok(!(await isSeen(page)));
      });
    }

    test("after an update, what is no longer true is gone", async () => {
      changing.hardware = "zero-a10g";
      const page = await browser.open(at("changing"));
      await until(() => headline(page), { what: "the banner" });
      changing.hardware = "cpu-basic";
      await updateExtension(browser);
      // Chromium looks at an open page again when it is loaded again.
      if (name === "chrome") await page.reload();
      await reported(browser, page, ({ pool }) => pool === "none");
      assert.equal(await count(page), 0);
    });

    test("in a private window, an old banner's way to a normal one does nothing", async () => {
      const hub = "https://huggingface.co/logout?next=/spaces/left/plain";
      const page = await browser.open(hub, { private: true });
      const { buttons } = await until(() => banner(page), { what: "the banner" });
      assert.ok(buttons.includes("normal-window"));
      const before = await browser.windows();
      await browser.disableExtension();
      await page.clickIn(OURS, "[data-act=normal-window]");
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      assert.deepEqual(await browser.windows(), before);
      // Where the old script lives on, it has noticed and left.
      if (name === "chrome") await until(async () => (await count(page)) === 0);
      else await page.clickIn(OURS, "[data-act=dismiss]");
      assert.ok(!(await isSeen(page)));
    });
  });
}
