// Hub pages that have changed: one mark of the app tab is enough; without both, and where the page's data
// cannot be read, the popup says so and offers the page's shape, without a value.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { ACCOUNTS, PLANTED_SECRETS } from "../stage/accounts.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, root, visit, words } from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { copied, picture, popupOf } from "./support/popup_page.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const SPACE = "studio/zero-five";
const stage = onStage({ ready: [SPACE] });

/** @param {string} damage */
const at = (damage) => `https://huggingface.co/spaces/${SPACE}?stage-damage=${damage}`;

/** Runs in the popup. */
const verdict = () => document.querySelector("#verdict")?.textContent;

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const damage of ["no-app-class", "no-app-target"])
      test(`${damage}: the other mark is enough`, async () => {
        const page = await visit(browser, stage, { url: at(damage), space: SPACE });
        const shown = await until(() => banner(page), { what: "the banner" });
        assert.equal(shown.headline, words("headline_signedOut"));
        const popup = await popupOf(browser, page);
        assert.equal(await popup.evaluate(verdict), words("verdict_guest"));
        await popup.close();
        await page.close();
      });

    for (const damage of ["no-app-marks", "no-props", "broken-props"])
      test(`${damage}: the popup says so, and nothing is claimed`, async () => {
        const page = await visit(browser, stage, { url: at(damage), space: SPACE, signIn: "pro" });
        // Somebody's name as a key, where the Hub might put one.
        await page.evaluate(() => {
          for (const element of document.querySelectorAll("[data-props^='{']")) {
            const props = element.getAttribute("data-props") ?? "";
            const more = '{"likers":{"grace":1},"members":[{"hopper":{"grace":1}}]';
            const comma = props.startsWith("{}") ? "" : ",";
            element.setAttribute("data-props", more + comma + props.slice(1));
          }
        });
        const app = await page.frame((url) => new URL(url).host === "studio-zero-five.hf.space");
        await app.until(() => document.querySelector("button.primary") !== null);
        const popup = await popupOf(browser, page);
        await popup.until((expected) => {
          const found = document.querySelector("#verdict")?.textContent;
          return found === expected;
        }, words("popup_newShape"));
        assert.equal(await page.find(BANNER), null);
        const text = await copied(popup, "[data-act=copy-shape]", ".copied");
        const { elements } = JSON.parse(text);
        const isWhole = damage === "no-app-marks";
        assert.equal(
          typeof elements.SpaceHeader,
          isWhole ? "object" : damage === "no-props" ? "object" : "string",
        );
        if (isWhole) {
          assert.equal(elements.SpaceHeader.space.runtime.hardware.current, "string");
          assert.equal(elements.MainHeader.authLight.u.user, "string");
        }
        const { user, fullname } = ACCOUNTS.pro;
        if (isWhole) assert.equal(elements.SpaceHeader.likers, "object");
        for (const own of [
          "grace",
          "hopper",
          user,
          fullname,
          SPACE,
          "zero-a10g",
          ...Object.values(PLANTED_SECRETS),
        ])
          assert.ok(!text.includes(own), own);
        await popup.close();
        await page.close();
      });

    test("a page that can be read, and another tab of the Space, are not called so", async () => {
      const page = await visit(browser, stage, { url: at(""), space: SPACE, signIn: "pro" });
      await reported(browser, page, ({ pool }) => pool === "account");
      const popup = await popupOf(browser, page);
      assert.notEqual(await popup.evaluate(verdict), words("popup_newShape"));
      await popup.close();
      await page.goto(`https://huggingface.co/spaces/${SPACE}/tree/main`);
      const other = await popupOf(browser, page);
      assert.equal(await other.evaluate(verdict), words("popup_notASpace"));
      await other.close();
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    before(() => mkdir(folder, { recursive: true }));

    for (const colorScheme of /** @type {const} */ (["light", "dark"]))
      test(colorScheme, () =>
        withBrowser(name, stage, { colorScheme, size: [320, 600] }, async (browser) => {
          const page = await visit(browser, stage, { url: at("no-app-marks"), space: SPACE });
          const popup = await popupOf(browser, page);
          await popup.until(() => document.querySelector("[data-act=copy-shape]") !== null);
          await picture(popup, join(folder, `new-shape-${colorScheme}.png`));
          noErrorOfOurs(browser);
        }),
      );
  });
}
