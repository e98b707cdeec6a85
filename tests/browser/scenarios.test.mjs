// Each scenario in each browser: what the report and the banner say, whose quota a genuine run then
// uses, where the way out leads, and that pages complain of nothing that they do not complain of
// without the extension.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PLANTED_SECRETS } from "../stage/accounts.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { scenarioOf, scenarios } from "../stage/scenarios.mjs";
import { until } from "./driver/index.mjs";
import {
  appFrame,
  BANNER,
  BROWSERS,
  banner,
  popupReport,
  pressRun,
  reported,
  visit,
  withoutText,
  words,
} from "./extension.mjs";
import { inBrowsers, withBrowser } from "./support/in_browser.mjs";
import { judge } from "./support/judge.mjs";
import { CLOSED_WHILE_WAITING, noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("../stage/scenarios.mjs").Scenario} Scenario */
/** @typedef {import("./driver/index.mjs").Problem} Problem */

/**
 * Scripts that the app itself serves. What genuine Gradio complains of varies from load to load; that
 * it still works beside us is what the runs show.
 */
const GRADIOS_OWN = /^https:\/\/[a-z0-9-]+\.hf\.space\/(assets|_app|static|gradio_api)\//;

/** Firefox's word for a font that a page was still loading when it was left (NS_BINDING_ABORTED). */
const FONT_NOT_WAITED_FOR = /^downloadable font: download failed .*status=2152398850/s;

const HUB = "https://huggingface.co";

const stage = onStage();

/**
 * Whether a run there tells whose quota was used. With an old Gradio it may be either, or there is
 * none; and Gradio itself waits for an API that is silent.
 * @param {Scenario} scenario
 */
function canRun({ id, expect, says }) {
  if (["hub-old-gradio", "embed-old-gradio", "api-silent-raw"].includes(id)) return false;
  return expect.pool === "account" || says !== undefined;
}

/**
 * Runs the app; whose quota the Space asked a GPU for.
 * @param {import("./driver/index.mjs").Page} page
 * @param {Scenario} scenario
 */
async function runIn(page, scenario) {
  const before = stage.counted(scenario.space).length;
  await page.toFront();
  await pressRun(await appFrame(page, stage, scenario));
  await until(() => stage.counted(scenario.space).length > before, { what: "the run" });
  return stage.counted(scenario.space).at(-1)?.identity;
}

/**
 * A problem, the same for every Space.
 * @param {Problem} problem
 */
const complaint = ({ kind, text }) => `${kind}: ${text.replace(/studio-[a-z-]+/g, "studio-app")}`;

for (const name of BROWSERS) {
  /** What pages complain of without the extension. @type {Set<string>} */
  const noise = new Set();

  describe(`${name}, without the extension`, () => {
    const browsers = inBrowsers(name, stage, { extension: undefined });

    // Private windows have a test of their own, at the end.
    const telling = scenarios.filter(({ expect }) => expect.pool !== "none");
    for (const scenario of telling.filter(({ privateWindow }) => !privateWindow)) {
      test(`${scenario.id}: no banner`, async () => {
        const browser = await browsers.of(scenario);
        const page = await visit(browser, stage, scenario);
        const app = await appFrame(page, stage, scenario);
        await app.until(() => document.querySelector("button.primary, h1, gradio-app") !== null);
        if (canRun(scenario)) {
          const counted = { guest: "ip", account: "user" }[String(scenario.expect.pool)];
          assert.equal(await runIn(page, scenario), counted);
        }
        for (const frame of [page, app]) assert.equal(await frame.find(BANNER), null);
        await page.close();
        for (const problem of browser.problems) noise.add(complaint(problem));
      });
    }
  });

  describe(name, () => {
    /** @type {Problem[]} */
    const late = [];
    const browsers = inBrowsers(name, stage);

    for (const scenario of scenarios) {
      test(`${scenario.id}: ${scenario.title}`, async () => {
        const browser = await browsers.of(scenario);
        late.push(...browser.problems.splice(0));
        const { page, actual, expected } = await judge(browser, stage, scenario);
        assert.deepEqual(actual, expected);

        const report = await popupReport(browser, await page.tabId());
        const { pool, grade, reasons } = report;
        assert.deepEqual({ pool, grade, reasons, banner: report.banner }, scenario.expect);
        const text = JSON.stringify(report);
        for (const secret of Object.values(PLANTED_SECRETS)) assert.ok(!text.includes(secret));

        if (canRun(scenario)) {
          const counted = { guest: "ip", account: "user" }[String(expected.pool)];
          assert.equal(await runIn(page, scenario), counted);
        }

        const isKnown = (/** @type {Problem} */ problem) =>
          noise.has(complaint(problem)) ||
          GRADIOS_OWN.test(problem.where) ||
          CLOSED_WHILE_WAITING.test(problem.text) ||
          FONT_NOT_WAITED_FOR.test(problem.text);
        assert.deepEqual(
          browser.problems.splice(0).filter((problem) => !isKnown(problem)),
          [],
        );

        const link = scenario.says?.link;
        if (link) {
          const app = await appFrame(page, stage, scenario);
          const isEmbed = scenario.url.startsWith("https://blog.example/");
          // Away from the Hub the run that was just seen is told in the place of what was there, link
          // and all.
          const isAway = !scenario.url.startsWith(HUB);
          if (isAway && canRun(scenario) && scenario.expect.grade === "derived") {
            const headline = async () => (await banner(isEmbed ? app : page))?.headline;
            const expected = words("headline_run");
            await until(async () => (await headline()) === expected, { what: `“${expected}”` });
          }
          await (isEmbed ? app : page).clickIn(BANNER, "a");
          // An embedded app leads out of its frame, into a tab of its own.
          const there = isEmbed ? await browser.page((url) => url === link) : page;
          await until(
            async () => {
              const href = await there.evaluate(() => location.href);
              return withoutText([{ href }])[0]?.href === link;
            },
            { what: link },
          );
          if (isEmbed) await there.close();
        }
        await page.close();
      });
    }

    test("the way out keeps what the app's address says, and none of its secrets", async () => {
      const scenario = scenarioOf("raw");
      const browser = await browsers.of(scenario);
      const secrets = "__theme=dark&code=s3cret&state=s3cret&%65mbed=true&_nb_redirects=1";
      const page = await browser.open(`${scenario.url}?prompt=a%20b&${secrets}&view=api#top`);
      const shown = await until(() => banner(page), { what: "the banner" });
      assert.equal(shown.links[0].href, `${HUB}/spaces/studio/zero-five?prompt=a%20b&view=api#top`);
      // Apps change their address as they are used. (Not `__sign`: what carries that may be a private
      // Space, of which nothing is said.)
      await page.evaluate(() => {
        history.replaceState(
          null,
          "",
          "?access_token=s3cret&prompt=c&prompt=d&_target_url=x#later",
        );
      });
      await page.clickIn(BANNER, "a");
      await page.until(() => location.hostname === "huggingface.co");
      const arrived = await page.evaluate(() => location.href);
      assert.equal(arrived, `${HUB}/spaces/studio/zero-five?prompt=c&prompt=d#later`);
      // The Hub passes on what it was given: the app has its state again.
      const app = await appFrame(page, stage, scenario);
      await app.until(() => location.search.includes("prompt=c") && location.hash === "#later");
      await page.close();
    });

    test("an old Gradio in another site's frame waits for ever, as the banner says", async () => {
      const scenario = scenarioOf("embed-old-gradio");
      const browser = await browsers.of(scenario);
      const page = await visit(browser, stage, scenario);
      const app = await appFrame(page, stage, scenario);
      const before = stage.counted(scenario.space).length;
      await pressRun(app);
      // Its clock runs, and nobody has heard of the run.
      await app.until(() => /\b[1-9]\d*\.\ds/.test(document.body.textContent ?? ""));
      assert.equal(stage.counted(scenario.space).length, before);
      await page.close();
    });

    test("in a private window the Hub page leads to a normal window too", async () => {
      const scenario = scenarioOf("private-hub-signed-out");
      const browser = await browsers.of(scenario);
      const page = await visit(browser, stage, scenario);
      await reported(browser, page, ({ handshake }) => handshake === "answered");
      const { normal } = await browser.windows();
      await until(() => banner(page), { what: "the banner" });
      await page.clickIn(BANNER, "[data-act=normal-window]");
      await until(async () => (await browser.windows()).normal === normal + 1, {
        what: "another normal window",
      });
      await page.close();
      const opened = await browser.page((url) => url === scenario.url);
      await reported(browser, opened, ({ visitor }) => visitor.privateWindow === false);
      await opened.close();
    });

    // A page that is left in the middle of something complains of this and that; we do not.
    test("no error of ours came when pages were left", () => {
      noErrorOfOurs({ problems: late });
    });
  });

  test(`${name}: silence in private windows where the extension is not allowed`, () =>
    withBrowser(name, stage, { privateWindows: "extension-not-allowed" }, async (browser) => {
      for (const id of ["private-raw", "private-hub-signed-out"]) {
        const scenario = scenarioOf(id);
        const page = await visit(browser, stage, scenario);
        const app = await appFrame(page, stage, scenario);
        await app.until(() => document.querySelector("button.primary") !== null);
        for (const frame of [page, app]) assert.equal(await frame.find(BANNER), null, id);
        await page.close();
      }
    }));
}
