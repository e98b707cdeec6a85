// What is done with a popup: opened on a tab in a state of popup_states.mjs, read, and left.

/// <reference lib="dom" />
import { until } from "./driver/index.mjs";
import { appFrame, pressRun, reported, updateExtension } from "./extension.mjs";
import { scenarioOf } from "./popup_states.mjs";
import { judge } from "./support/judge.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./popup_states.mjs").PopupState} PopupState */
/** @typedef {import("../stage/stage.mjs").Stage} Stage */

/**
 * Brings a tab into a state and opens the popup on it, as a press on the toolbar's icon does.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {PopupState} state
 */
export async function openState(browser, stage, state) {
  stage.quotaFault(state.fault ?? null);
  const login = state.signIn ? `login?as=${state.signIn}` : "logout";
  const scenario = scenarioOf(state);
  if (!scenario?.signIn && !scenario?.privateWindow) {
    await (await browser.open(`https://huggingface.co/${login}`)).close();
  }
  const page = scenario
    ? (await judge(browser, stage, scenario)).page
    : await browser.open(state.page?.url ?? "");
  if (state.trouble === "updated") await updateExtension(browser);
  if (state.trouble === "refused") {
    await browser.setSiteAccess(false);
    await page.reload();
  }
  if (scenario && state.runs) {
    const before = stage.counted(scenario.space).length;
    await page.toFront();
    await pressRun(await appFrame(page, stage, scenario));
    await until(() => stage.counted(scenario.space).length > before, { what: "the run" });
    await reported(browser, page, ({ grade }) => grade === "observed");
  }
  // In Chromium the first press on the icon of an extension that is kept away lets it in instead.
  const popup =
    state.trouble === "refused"
      ? await browser.extensionPage(`popup.html?tab=${await page.tabId()}`)
      : await browser.openPopup(page);
  await shown(popup);
  for (const act of state.presses ?? []) {
    const pressed = `[data-act="${act}"]`;
    await popup.click(pressed);
    await popup.until(
      (/** @type {string} */ pressed) => document.querySelector(pressed) === null,
      pressed,
    );
  }
  return { page, popup };
}

/**
 * Closes a popup, and puts back what it keeps.
 * @param {{evaluate: Page["evaluate"], close(): Promise<void>}} popup
 */
export async function leave(popup) {
  await popup.evaluate(async () => {
    await Promise.all([chrome.storage.sync.clear(), chrome.storage.local.clear()]);
    await chrome.storage.session.remove(["quota", "quietUntil", "sources"]);
  });
  await popup.close();
}

/**
 * Resolves when a popup has something to show.
 * @param {import("./driver/index.mjs").Frame} popup
 */
export function shown(popup) {
  return popup.until(() => document.querySelector("#report")?.textContent !== "");
}

/**
 * What a popup says.
 * @param {import("./driver/index.mjs").Frame} popup
 */
export function said(popup) {
  return popup.evaluate(() => {
    /** @param {string} selector */
    const text = (selector) => document.querySelector(selector)?.textContent ?? null;
    return {
      verdict: text("#verdict"),
      grade: text("#grade"),
      space: text("#space"),
      left: text(".left"),
      text: document.querySelector("main")?.textContent ?? "",
      // What hides the banner, and the options, stand below all else (choices.test.mjs); what a run asks
      // for, and code to copy, have tests of their own (forecast.test.mjs).
      offers: [...document.querySelectorAll("main .main, main .plain")]
        .filter((button) => !button.closest(".hide, .code, [data-act=check-source]"))
        .map(({ textContent }) => textContent),
      facts: [...document.querySelectorAll(".facts li")].map((fact) => [
        fact.className,
        fact.querySelector(".label")?.textContent,
        fact.querySelector(".fact")?.textContent,
      ]),
      rows: [...document.querySelectorAll("tr.own")].map((row) => row.textContent),
      report: JSON.parse(text("#report") ?? "null"),
    };
  });
}
