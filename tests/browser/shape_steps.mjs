// What a person can do in an app, as the steps of shapes.mjs are made of it.

/// <reference lib="dom" />
import { until } from "./driver/index.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

/** Where a step happens. @typedef {{page: Page, app: Frame, version: string}} At */

/**
 * @typedef {object} Step
 * @property {string} what in words: "presses Run"
 * @property {(at: At) => Promise<unknown>} does
 * @property {number} charges GPU runs
 * @property {boolean} [upTo] or fewer: what was kept of an earlier run asks for none
 * @property {number} [queue] events of the queue that it sends, at least
 * @property {number} [run] events beside the queue, and requests of the app's own to /api/
 * @property {number} [other] other POSTs of its own
 * @property {boolean} [byServer] it may be counted as the Space's, which nobody can see from outside
 * @property {boolean} [ofOther] the run is the other Space's
 * @property {boolean} [moves] it leads to another page of the app
 * @property {(at: At) => Promise<unknown>} [seen] resolves when the answer is on the screen
 */

/** @param {string} version */
export const isFour = (version) => version.startsWith("4.");

/** @param {string} selector */
export const click =
  (selector) =>
  /** @param {At} at */
  async ({ app }) => {
    await app.until((/** @type {string} */ s) => document.querySelector(s) !== null, selector);
    await makeRoom(app, selector);
    await app.click(selector);
  };

/**
 * The banner lies over the top of a page, and a person would scroll: these pages are too short for it.
 * @param {Frame} app
 * @param {string} selector
 */
function makeRoom(app, selector) {
  return app.evaluate((/** @type {string} */ selector) => {
    const { style } = document.documentElement;
    style.paddingTop = "";
    const top = document.querySelector(selector)?.getBoundingClientRect().top ?? 0;
    if (top + scrollY < 420) style.paddingTop = "420px";
  }, selector);
}

/**
 * Presses what shows this text: buttons, and the cells of examples.
 * @param {string} text
 * @param {string} [kind] a selector
 */
export const clickText =
  (text, kind = "button, a, td, label, [role=tab]") =>
  /** @param {At} at */
  async ({ app }) => {
    await app.until(
      (/** @type {string} */ kind, /** @type {string} */ text) => {
        document.querySelector("[data-test-step]")?.removeAttribute("data-test-step");
        // Gradio keeps hidden twins of its tabs, to measure them.
        const all = [...document.querySelectorAll(kind)].filter((one) => {
          if (one.textContent?.trim() !== text) return false;
          one.scrollIntoView({ block: "center" });
          const { left, top, width, height } = one.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return one.contains(hit);
        });
        all[0]?.setAttribute("data-test-step", "");
        return all.length > 0;
      },
      kind,
      text,
    );
    await makeRoom(app, "[data-test-step]");
    await app.click("[data-test-step]");
  };

/**
 * Types into a field, instead of what it holds.
 * @param {string} selector
 * @param {string} text
 */
export const type =
  (selector, text) =>
  /** @param {At} at */
  async (at) => {
    await click(selector)(at);
    await at.app.evaluate((/** @type {string} */ selector) => {
      /** @type {HTMLTextAreaElement | null} */ (document.querySelector(selector))?.select();
    }, selector);
    // The driver types into tabs; what has the focus here may be a frame.
    const { app, page } = /** @type {any} */ (at);
    const keys = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    if (app.act) await app.act({ type: "key", id: "keyboard", actions: keys });
    else {
      for (const { type, value } of keys) {
        const key = { type, key: value, ...(type === "keyDown" && { text: value }) };
        await page.session.send("Input.dispatchKeyEvent", key);
      }
    }
  };

/**
 * A field shows this.
 * @param {string} text
 */
export const shows =
  (text) =>
  /** @param {At} at */
  ({ app }) =>
    until(
      () =>
        app.evaluate(
          (/** @type {string} */ text) =>
            document.body.textContent?.includes(text) ||
            [...document.querySelectorAll("textarea, input")].some((field) =>
              /** @type {HTMLInputElement} */ (field).value.includes(text),
            ),
          text,
        ),
      // Others' apps take their time where two browsers and three Gradios share a machine.
      { what: `the app to show “${text}”`, timeout: 30_000 },
    );

/**
 * A message in a chat.
 * @param {string} text
 * @param {string} version
 * @returns {Step}
 */
function say(text, version) {
  return {
    what: `says “${text}”`,
    async does(at) {
      await type("textarea", text)(at);
      await click("button.submit-button:not([disabled]), button.primary")(at);
    },
    charges: 1,
    ...(isFour(version) ? { queue: 1, run: 4 } : { queue: 2, run: 6 }),
    seen: shows(`You said: ${text}. That is`),
  };
}

/**
 * In an old chat an example only fills in.
 * @param {string} version
 * @returns {Step[]}
 */
export function chat(version) {
  const four = isFour(version);
  return [
    say("good morning", version),
    say("and good night", version),
    {
      what: "presses Clear",
      does: four
        ? clickText("🗑️  Clear")
        : click("button[aria-label='Clear' i], button[title='Clear' i]"),
      ...{ charges: 0, run: four ? 1 : 2 },
    },
    {
      what: "presses an example",
      does: click(four ? "button.gallery-item" : "button.example"),
      ...(four ? { charges: 0, run: 1 } : { charges: 1, queue: 2, run: 1 }),
    },
    say("once more", version),
  ];
}

/** @param {string} selector @param {Partial<Step>} more @returns {Step} */
export const runs = (selector, more = {}) => ({
  ...{ what: `presses ${selector.replace("#", "")}`, does: click(selector) },
  ...{ charges: 1, queue: 1, ...more },
});

/** @param {string} selector @param {Partial<Step>} more @returns {Step} */
export const quiet = (selector, more = {}) => runs(selector, { charges: 0, queue: 0, ...more });

/** A tick of each clock, without any press. @type {Step} */
export const tick = {
  what: "waits for ticks",
  does: async () => {},
  ...{ charges: 0, queue: 1, run: 2 },
};
