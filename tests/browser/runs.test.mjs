// Runs of genuine Gradio that are seen leaving: what ZeroGPU's device API counted, held against what the
// extension says of the same run.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PLANTED_SECRETS } from "../stage/accounts.mjs";
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
  reportOf,
  typePrompt,
  visit,
  words,
} from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { judge } from "./support/judge.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { account, guest, headlineIs, verdictOf } from "./support/verdicts.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("../stage/scenarios.mjs").Scenario} Scenario */

const HUB = "https://huggingface.co";

const stage = onStage();

/**
 * Runs the genuine app to its end, for while a run is under way Gradio takes no other; whose quota the
 * Space asked a GPU for.
 * @param {Page} page
 * @param {Scenario} scenario
 */
async function run(page, scenario) {
  const before = stage.counted(scenario.space).length;
  const prompt = `Picture ${before}`;
  await page.toFront();
  const app = await appFrame(page, stage, scenario);
  await typePrompt(app, prompt);
  await pressRun(app);
  await until(() => stage.counted(scenario.space).length > before, { what: "the run" });
  await app.until(
    (/** @type {string} */ painted) =>
      [...document.querySelectorAll("textarea")].some(({ value }) => value.startsWith(painted)),
    `Painted “${prompt}”`,
  );
  return stage.counted(scenario.space).at(-1)?.identity;
}

/**
 * What is to be said after a run that was counted this way.
 * @type {Record<string, {counted: "ip" | "user", says: any, carries: "present" | "absent", badge: string, title: string, headline: string | null}>}
 */
const AFTER_A_RUN = {
  raw: {
    counted: "ip",
    carries: "absent",
    says: guest("observed", ["run-without-identity", "direct-url"]),
    ...badges("!", "badge_guest_observed", "headline_run"),
  },
  "raw-ssr": {
    counted: "ip",
    carries: "absent",
    says: guest("observed", ["run-without-identity", "direct-url"]),
    ...badges("!", "badge_guest_observed", "headline_run"),
  },
  "csp-raw": {
    counted: "ip",
    carries: "absent",
    says: guest("observed", ["run-without-identity", "direct-url"]),
    ...badges("!", "badge_guest_observed", "headline_run"),
  },
  // The Hub hands out a guest's pass too: that it is one shows on the page.
  "hub-signed-out": {
    counted: "ip",
    carries: "present",
    says: guest("derived", ["signed-out"]),
    ...badges("!", "badge_guest_derived", "headline_signedOut"),
  },
  "hub-free": {
    counted: "user",
    carries: "present",
    says: account("observed"),
    ...badges("✓", "badge_account_observed", null),
  },
  "hub-pro": {
    counted: "user",
    carries: "present",
    says: account("observed"),
    ...badges("✓", "badge_account_observed", null),
  },
  // Gradio 4.44 asks in the old way; what it got shows in the run.
  "hub-old-gradio": {
    counted: "user",
    carries: "present",
    says: account("observed"),
    ...badges("✓", "badge_account_observed", null),
  },
  embed: {
    counted: "ip",
    carries: "absent",
    says: guest("observed", ["run-without-identity", "third-party-embed"]),
    ...badges("!", "badge_guest_observed", "headline_run"),
  },
  "private-hub-signed-in": {
    counted: "user",
    carries: "present",
    says: account("observed"),
    ...badges("✓", "badge_account_observed", null),
  },
};

/**
 * @param {string} badge
 * @param {string} title
 * @param {string | null} headline
 */
function badges(badge, title, headline) {
  return { badge, title, headline };
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const [id, after] of Object.entries(AFTER_A_RUN)) {
      test(`${id}: what was counted is what is said`, async () => {
        const scenario = scenarioOf(id);
        const { page, actual, expected } = await judge(browser, stage, scenario);
        assert.deepEqual(actual, expected, "before the run");
        assert.deepEqual((await reportOf(browser, await page.tabId())).runs, []);
        assert.notEqual((await badge(browser, page)).text, "✓");

        assert.equal(await run(page, scenario), after.counted);
        const report = await reported(browser, page, ({ runs }) => runs.length === 1);
        assert.deepEqual(verdictOf(report), after.says);
        assert.equal(report.runs[0].identity, after.carries);
        assert.ok(Math.abs(Date.parse(report.runs[0].at) - Date.now()) < 60_000);
        await badgeIs(browser, page, after.badge, after.title);
        const isEmbed = scenario.url.startsWith("https://blog.example/");
        const frame = isEmbed ? await appFrame(page, stage, scenario) : page;
        await headlineIs(frame, after.headline && words(after.headline));
        await page.close();
      });
    }

    test("in a frame that forbids WebAssembly the run is seen as well", async () => {
      const scenario = scenarioOf("hub-pro", {
        space: "studio/csp-five",
        url: `${HUB}/spaces/studio/csp-five`,
      });
      const page = await visit(browser, stage, scenario);
      await reported(browser, page, ({ handshake }) => handshake === "answered");
      assert.equal(await run(page, scenario), "user");
      const report = await reported(browser, page, ({ runs }) => runs.length === 1);
      assert.deepEqual(verdictOf(report), account("observed"));
      await page.close();
    });

    test("an old Gradio sends no pass with what needs no GPU: nothing is claimed of that", async () => {
      const scenario = scenarioOf("hub-old-gradio");
      const { page } = await judge(browser, stage, scenario);
      const app = await appFrame(page, stage, scenario);
      await app.until(() => document.querySelector("button.primary") !== null);
      await page.toFront();
      const clicked = await app.evaluate(() => {
        const describe = [...document.querySelectorAll("button")].find(
          (button) => button.textContent.trim() === "Describe",
        );
        describe?.setAttribute("data-test", "describe");
        return describe !== undefined;
      });
      assert.ok(clicked);
      await app.click("[data-test=describe]");
      // Its answer is on the screen: the request has left and come back.
      await app.until(
        () =>
          performance
            .getEntriesByType("resource")
            .filter(({ name }) => name.includes("/queue/join")).length >= 2,
      );
      assert.equal(await run(page, scenario), "user");
      const report = await reported(browser, page, ({ grade }) => grade === "observed");
      assert.deepEqual(
        report.runs.map((/** @type {any} */ { identity }) => identity),
        ["present"],
      );
      await page.close();
    });

    test("a run that was too early says so; the next one carries the account", async () => {
      const scenario = scenarioOf("hub-pro", {
        url: `${HUB}/spaces/studio/zero-six?stage-handshake=late`,
      });
      const page = await visit(browser, stage, scenario);
      await reported(browser, page, ({ grade, pool }) => grade === "assumed" && pool === "unknown");
      assert.equal(await banner(page), null);

      assert.equal(await run(page, scenario), "ip");
      const missing = await reported(browser, page, ({ grade }) => grade === "observed");
      const reasons = ["run-without-identity", "handshake-missing"];
      assert.deepEqual(verdictOf(missing), guest("observed", reasons));
      assert.notEqual(missing.handshake, "answered");
      await headlineIs(page, words("headline_run"));
      assert.equal((await banner(page))?.cause, words("cause_runUnanswered"));

      await page.evaluate(
        () =>
          new Promise((done) =>
            setTimeout(() => done(Reflect.get(window, "stageAnswerHandshake")()), 2_000),
          ),
      );
      const late = await reported(browser, page, ({ handshake }) => handshake === "answered");
      assert.deepEqual(verdictOf(late), guest("observed", reasons));
      await headlineIs(page, words("headline_runTooEarly"));
      assert.deepEqual((await banner(page))?.links, []);

      assert.equal(await run(page, scenario), "user");
      const next = await reported(browser, page, ({ runs }) => runs.length === 2);
      assert.deepEqual(verdictOf(next), account("observed"));
      assert.deepEqual(
        next.runs.map((/** @type {any} */ { identity }) => identity),
        ["absent", "present"],
      );
      await headlineIs(page, null);
      await badgeIs(browser, page, "✓");
      await page.close();
    });

    test("two tabs, two verdicts", async () => {
      const raw = scenarioOf("raw");
      const hub = scenarioOf("hub-pro");
      const one = await visit(browser, stage, raw);
      const other = await visit(browser, stage, hub);
      assert.equal(await run(other, hub), "user");
      await reported(browser, other, ({ runs }) => runs.length === 1);
      assert.equal(await run(one, raw), "ip");
      const ofOne = await reported(browser, one, ({ runs }) => runs.length === 1);
      const ofOther = await reported(browser, other, ({ runs }) => runs.length === 1);
      assert.deepEqual([ofOne.pool, ofOther.pool], ["guest", "account"]);
      await badgeIs(browser, one, "!");
      await badgeIs(browser, other, "✓");
      await other.close();
      await one.close();
    });

    test("a background that is stopped between load and run, and between runs, loses nothing", async () => {
      const scenario = scenarioOf("hub-free");
      const { page } = await judge(browser, stage, scenario);
      await browser.stopBackground();
      assert.equal(await run(page, scenario), "user");
      await reported(browser, page, ({ runs }) => runs.length === 1);
      await browser.stopBackground();
      assert.equal(await run(page, scenario), "user");
      const report = await reported(browser, page, ({ runs }) => runs.length === 2);
      assert.deepEqual(verdictOf(report), account("observed"));
      await browser.stopBackground();
      assert.deepEqual(await reportOf(browser, await page.tabId()), report);
      await badgeIs(browser, page, "✓");
      await page.close();
    });

    test("what an app asks by itself at its start is no run, nor what needs no GPU Space", async () => {
      for (const id of ["raw", "hub-free"]) {
        const scenario = scenarioOf(id);
        const page = await visit(browser, stage, scenario);
        const app = await appFrame(page, stage, scenario);
        // The app's load event has been asked and answered.
        await app.until(() =>
          performance.getEntriesByType("resource").some(({ name }) => name.includes("/queue/join")),
        );
        await app.until(() => document.querySelector("button.primary") !== null);
        const report = await reported(browser, page, ({ grade }) => grade === "derived");
        assert.deepEqual(report.runs, [], id);
        await page.close();
      }
      const cpu = scenarioOf("raw-cpu");
      const page = await visit(browser, stage, cpu);
      await pressRun(page);
      const report = await reported(browser, page, ({ runs }) => runs.length === 1);
      assert.deepEqual([report.pool, report.grade], ["none", "derived"]);
      await badgeIs(browser, page, "");
      assert.equal(await banner(page), null);
      await page.close();
    });

    test("no token leaves the background, and nothing of a private window stays", async () => {
      await browser.background(() => {
        const recorded = /** @type {any} */ (globalThis);
        recorded.sent = [];
        const { sendMessage } = chrome.tabs;
        chrome.tabs.sendMessage = /** @type {any} */ (
          (/** @type {any[]} */ ...given) => {
            recorded.sent.push(given[1]);
            return Reflect.apply(sendMessage, chrome.tabs, given);
          }
        );
      });
      const scenario = scenarioOf("private-hub-signed-in");
      const { page } = await judge(browser, stage, scenario);
      assert.equal(await run(page, scenario), "user");
      await reported(browser, page, ({ runs }) => runs.length === 1);
      const sent = await browser.background(() => /** @type {any} */ (globalThis).sent);
      const runs = sent.filter((/** @type {any} */ { kind }) => kind === "run");
      assert.equal(runs.length > 0, true);
      assert.ok(!JSON.stringify(sent).includes(PLANTED_SECRETS.jwtSignature));
      const key = `tab:${await page.tabId()}`;
      const kept = () => browser.background(() => chrome.storage.session.get(null));
      assert.ok(!(key in (await kept())));
      await page.close();
      // Every tab of these tests is closed by now.
      await until(async () => !Object.keys(await kept()).some((key) => key.startsWith("tab:")), {
        what: "all closed tabs to be forgotten",
      });
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
