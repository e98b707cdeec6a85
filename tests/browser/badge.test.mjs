// The badge: one glance, right for each tab, whatever happens to the tab.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { scenarioOf } from "../stage/scenarios.mjs";
import { until } from "./driver/index.mjs";
import {
  appFrame,
  BROWSERS,
  badge,
  badgeIs,
  banner,
  pressRun,
  reported,
  start,
} from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { judge } from "./support/judge.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const HUB = "https://huggingface.co";
const GUEST = "https://studio-own-fetch.hf.space/";
const NOBODYS = "https://studio-own-fetch-cpu.hf.space/";

const stage = onStage();

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    test("it follows the tab: other addresses, back and forward", async () => {
      const page = await browser.open(GUEST);
      await badgeIs(browser, page, "!", "badge_guest_derived");
      const other = await browser.open(NOBODYS);
      await badgeIs(browser, other, "", "badge_none");
      await badgeIs(browser, page, "!");
      await page.goto(NOBODYS);
      await badgeIs(browser, page, "", "badge_none");
      await page.back();
      await badgeIs(browser, page, "!", "badge_guest_derived");
      await until(() => banner(page), { what: "the banner" });
      await page.forward();
      await badgeIs(browser, page, "", "badge_none");
      await page.goto(`${HUB}/login`);
      await badgeIs(browser, page, "", "extensionName");
      await other.close();
      await page.close();
    });

    test("of two frames the next one warns once the first has nothing to warn of", async () => {
      const page = await browser.open(
        "https://blog.example/two-embeds/studio/own-fetch/studio/plain-zero",
      );
      const frame = (/** @type {string} */ host) => page.frame((url) => url.startsWith(host));
      const [first, second] = [GUEST, "https://studio-plain-zero.hf.space/"];
      await reported(browser, page, ({ pool }) => pool === "guest");
      const shows = async (/** @type {string} */ host) =>
        (await banner(await frame(host))) !== null;
      await until(async () => (await shows(first)) || (await shows(second)), { what: "a banner" });
      const [one, other] = (await shows(first)) ? [first, second] : [second, first];
      assert.equal(await shows(other), false);
      await page.evaluate(
        (/** @type {string[]} */ [one, nobodys]) => {
          const frame = [...document.querySelectorAll("iframe")].find(({ src }) =>
            src.startsWith(one),
          );
          if (frame) frame.src = nobodys;
        },
        [one, NOBODYS],
      );
      await until(() => shows(other), { what: "the other frame's banner" });
      await badgeIs(browser, page, "!");
      await page.close();
    });

    test("a tick for a run that carried the account, until the page is left", async () => {
      const scenario = scenarioOf("hub-free");
      const { page } = await judge(browser, stage, scenario);
      await badgeIs(browser, page, "", "badge_account_derived");
      await page.toFront();
      await pressRun(await appFrame(page, stage, scenario));
      await badgeIs(browser, page, "✓", "badge_account_observed");

      // To another tab and back.
      const other = await browser.open(GUEST);
      await badgeIs(browser, other, "!");
      await page.toFront();
      assert.equal((await badge(browser, page)).text, "✓");
      await other.toFront();
      assert.equal((await badge(browser, other)).text, "!");
      await other.close();

      await page.goto(GUEST);
      await badgeIs(browser, page, "!");
      await page.back();
      await badgeIs(browser, page, "", "badge_account_derived");
      await page.close();
    });

    test("a tab that was unloaded to save memory has its badge again when it comes back", async () => {
      const page = await browser.open(GUEST);
      await badgeIs(browser, page, "!");
      const before = await page.tabId();
      const front = await browser.open(NOBODYS);
      await front.toFront();
      await page.discard();
      await page.toFront();
      await badgeIs(browser, page, "!", "badge_guest_derived");
      if ((await page.tabId()) !== before) {
        await until(
          () =>
            browser.background(
              async (/** @type {string} */ key) =>
                !(key in (await chrome.storage.session.get(null))),
              `tab:${before}`,
            ),
          { what: "the old number to be forgotten" },
        );
      }
      await front.close();
      await page.close();
    });

    test("after the browser was started again", async (context) => {
      const first = await start(name, stage, { permanent: true });
      let current = first;
      context.after(() => current.close());
      const page = await first.open(GUEST);
      await page.click("#plain");
      await reported(first, page, ({ grade }) => grade === "observed");
      await badgeIs(first, page, "!", "badge_guest_observed");
      await page.toFront();
      noErrorOfOurs(first);
      current = await first.restart();
      const again = await current.page((url) => url === GUEST);
      await again.toFront();
      const report = await reported(current, again, ({ place }) => place === "direct");
      assert.deepEqual([report.grade, report.runs], ["derived", []]);
      await badgeIs(current, again, "!", "badge_guest_derived");
      noErrorOfOurs(current);
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
