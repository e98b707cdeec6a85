// The popup as a page of its own: opened for a tab, and what is read, copied and pictured there.

/// <reference lib="dom" />
import assert from "node:assert/strict";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {import("../driver/index.mjs").Page} Page */

/**
 * Resolves once there is a verdict.
 * @param {Browser} browser
 * @param {Page} page the tab that it is for
 */
export async function popupOf(browser, page) {
  const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
  await popup.until(() => document.querySelector("#verdict")?.textContent);
  return popup;
}

/**
 * Runs in the popup: the texts of a section, by its heading; null where it is not there.
 * @param {string} heading
 */
export function section(heading) {
  const found = [...document.querySelectorAll("section")].find(
    (section) => section.querySelector("h2")?.textContent === heading,
  );
  /** @param {string} selector */
  const texts = (selector) =>
    [...(found?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent ?? "");
  const links = [...(found?.querySelectorAll("a") ?? [])].map(({ href }) => href);
  return found
    ? {
        ...{ sentences: texts("p"), items: texts("li") },
        ...{ code: texts("pre"), buttons: texts("button"), links },
      }
    : null;
}

/**
 * Presses a button that copies, and waits until the popup says so.
 * @param {Page} popup
 * @param {string} button
 * @param {string} said where it says so
 * @returns {Promise<string>} what it copied
 */
export async function copied(popup, button, said) {
  // The clipboard is the machine's, and asks for the focus.
  await popup.evaluate(() => {
    Reflect.set(navigator.clipboard, "writeText", async (/** @type {string} */ text) =>
      Reflect.set(window, "copied", text),
    );
  });
  await popup.click(button);
  await popup.until(
    (/** @type {string} */ said) => document.querySelector(said)?.textContent,
    said,
  );
  return popup.evaluate(() => Reflect.get(window, "copied"));
}

/**
 * Takes a picture of all of it; nothing may stand out of its width.
 * @param {Page} popup
 * @param {string} path
 */
export async function picture(popup, path) {
  const wide = () => document.documentElement.scrollWidth - innerWidth;
  assert.ok((await popup.evaluate(wide)) <= 0, path);
  await popup.screenshot(path, { fullPage: true });
}
