// A scenario's page: what is said there, held against what there is to say.

/// <reference lib="dom" />
import { isDeepStrictEqual } from "node:util";
import { catalogue } from "../../stage/catalogue.mjs";
import { until } from "../driver/index.mjs";
import { appFrame, banner, lookAt, visit, withoutText, words } from "../extension.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {import("../driver/index.mjs").Page} Page */
/** @typedef {import("../../stage/stage.mjs").Stage} Stage */
/** @typedef {import("../../stage/scenarios.mjs").Scenario} Scenario */

/**
 * What is said on a scenario's page: the report's verdict and the banner, in the page itself and in
 * the app's frame.
 * @param {Browser} browser
 * @param {Page} page
 * @param {Stage} stage
 * @param {Scenario} scenario
 */
async function shownOn(browser, page, stage, scenario) {
  const { report, isOfPage } = await lookAt(browser, await page.tabId());
  const { pool, grade, reasons } = report;
  const app = await appFrame(page, stage, scenario);
  return {
    ...{ pool, grade, reasons, banner: report.banner, isOfPage },
    inPage: summary(await banner(page)),
    inFrame: app === page ? null : summary(await banner(app)),
  };
}

/** @param {Awaited<ReturnType<typeof banner>>} shown */
function summary(shown) {
  if (!shown) return null;
  const { headline, links, buttons } = shown;
  return { headline, links: withoutText(links), buttons };
}

/**
 * What there is to say on a scenario's page.
 * @param {Scenario} scenario
 */
function toSay({ url, expect, says, privateWindow }) {
  const banner = says && {
    headline: words(says.headline),
    links: says.link ? [{ href: says.link, rel: "noopener" }] : [],
    buttons: [
      "fold",
      ...(privateWindow && url.startsWith("https://huggingface.co/") ? ["normal-window"] : []),
      ...["why", "dismiss", "hide-space", "hide-day", "options"],
    ],
  };
  const inFrame = url.startsWith("https://blog.example/");
  return {
    ...expect,
    isOfPage: true,
    inPage: (!inFrame && banner) || null,
    inFrame: (inFrame && banner) || null,
  };
}

/**
 * Opens a scenario and waits until what is said there is what there is to say, or until it is clear
 * that it will not be.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {Scenario} scenario
 */
export async function judge(browser, stage, scenario) {
  const page = await visit(browser, stage, scenario);
  const expected = toSay(scenario);
  /** @type {Awaited<ReturnType<typeof shownOn>> | undefined} */
  let actual;
  await until(
    async () => {
      actual = await shownOn(browser, page, stage, scenario);
      return isDeepStrictEqual(actual, expected);
    },
    { timeout: 8_000 },
  ).catch((error) => {
    // The caller compares, and shows the difference.
    if (!actual) throw error;
  });
  return { page, actual, expected, isRight: isDeepStrictEqual(actual, expected) };
}

/**
 * Resolves when a scenario's Gradio app is on the screen, past its fading in: for pictures.
 * @param {Page} page
 * @param {Scenario} scenario
 */
export async function appShown(page, { space, url }) {
  const { app, api, host } = catalogue.find(({ id }) => id === space) ?? {};
  // Gradio itself asks the Hub's API, and waits for it.
  if (app !== "gradio" || api === "silent") return;
  const frame =
    new URL(url).hostname === host ? page : await page.frame((at) => at.includes(`${host}`));
  await frame.until(() => {
    const run = [...document.querySelectorAll("button")].find(
      (button) => button.textContent.trim() === "Run",
    );
    /** @type {Element | null | undefined} */
    let element = run;
    for (; element; element = element.parentElement) {
      if (getComputedStyle(element).opacity !== "1") return false;
    }
    return run && run.getBoundingClientRect().height > 20;
  });
}
