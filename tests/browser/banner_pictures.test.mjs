// Pictures of the banner in both colour schemes and in a narrow window, for people to look at.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { BANNER, BROWSERS, root } from "./extension.mjs";
import { box, control, shown } from "./support/banner_page.mjs";
import { withBrowser } from "./support/in_browser.mjs";

/** @typedef {import("./driver/index.mjs").Frame} Frame */

const stage = onStage({ ready: ["studio/zero-five"] });

for (const name of BROWSERS) {
  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    const picture = (/** @type {string} */ file) => join(folder, `${file}.png`);
    before(() => mkdir(folder, { recursive: true }));

    /** The app with its banner. @param {import("./driver/index.mjs").Browser} browser */
    const app = async (browser) => {
      const page = await browser.open("https://studio-zero-five.hf.space/");
      await page.until(() => document.querySelector("button.primary") !== null);
      await shown(page);
      return page;
    };

    /** The banner's colour. @param {Frame} frame */
    const paper = (frame) =>
      frame.closedShadow(
        BANNER,
        (root) => getComputedStyle(root.querySelector(".banner")).backgroundColor,
      );

    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      test(colorScheme, () =>
        withBrowser(name, stage, { colorScheme }, async (browser) => {
          const page = await app(browser);
          assert.equal(
            await paper(page),
            { light: "rgb(255, 253, 248)", dark: "rgb(34, 32, 28)" }[colorScheme],
          );
          await page.screenshot(picture(`banner-${colorScheme}`));
          await page.clickIn(BANNER, control("why"));
          await page.screenshot(picture(`banner-why-${colorScheme}`));
          await page.clickIn(BANNER, control("why"));
          await page.clickIn(BANNER, control("fold"));
          if (colorScheme === "light") await page.screenshot(picture("banner-pill"));
          if (colorScheme === "dark") return;
          await page.goto("https://blog.example/embed/studio/zero-five?height=200");
          const frame = await page.frame((url) => url.startsWith("https://studio-zero-five"));
          await shown(frame);
          await page.screenshot(picture("banner-embed-low"));
        }),
      );
    }

    test("narrow", () =>
      withBrowser(name, stage, { size: [360, 640], colorScheme: "light" }, async (browser) => {
        const page = await app(browser);
        assert.equal((await box(page)).isInView, true);
        await page.screenshot(picture("banner-narrow"));
        await page.clickIn(BANNER, control("why"));
        assert.equal((await box(page)).isInView, true);
        await page.screenshot(picture("banner-narrow-why"));
      }));
  });
}
