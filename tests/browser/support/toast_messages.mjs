// The messages about toasts that pages send to the background, as they arrive there.

/// <reference lib="dom" />
import { until } from "../driver/index.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {{kind: "toast", title: string, text: string, at: string, url: string}} Asked */

/**
 * Listens in the background to what is asked there from now on.
 * @param {Browser} browser
 */
export async function listen(browser) {
  await browser.background(() => {
    const recorded = /** @type {any} */ (globalThis);
    recorded.asked = [];
    chrome.runtime.onMessage.addListener((message, sender) => {
      if (message.kind === "toast") recorded.asked.push({ ...message, url: sender.url });
      return false;
    });
  });
}

/**
 * What was asked since the last time somebody wanted to know.
 * @param {Browser} browser
 * @returns {Promise<Asked[]>}
 */
export function taken(browser) {
  return browser.background(() => /** @type {any} */ (globalThis).asked.splice(0));
}

/**
 * What was asked when a certain text has been, which comes last: the questions of a page arrive in
 * their order, so that nothing else follows that came before.
 * @param {Browser} browser
 * @param {string} last
 */
export async function askedUpTo(browser, last) {
  /** @type {Asked[]} */
  const asked = [];
  await until(
    async () => {
      asked.push(...(await taken(browser)));
      return asked.at(-1)?.text.includes(last);
    },
    { what: `a toast that says “${last}”` },
  ).catch((error) => {
    throw new Error(`${error.message}\n${JSON.stringify(asked, null, 1).slice(0, 4_000)}`);
  });
  return asked;
}

/** What the toasts said. @param {Asked[]} asked */
export const texts = (asked) => asked.map(({ text }) => text);
