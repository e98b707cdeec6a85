// The banner in apps as people build them: what it lies on can be reached all the same.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, settled } from "./extension.mjs";
import { at, control, like, shown } from "./support/banner_page.mjs";
import { withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const GENUINE = "studio/zero-five";

/** Each is a page built like Gradio's, but for the genuine one. @type {Record<string, string>} */
const APPS = {
  form: `<h1>A form</h1><form>${"<p><label>Field <input></label></p>".repeat(12)}
    <button type="button">Send</button></form>`,
  chat: `<main style="height: 100vh; display: flex; flex-direction: column">
    <header><button>New chat</button></header><section style="flex: 1">Hello.</section>
    <footer style="display: flex"><textarea style="flex: 1"></textarea><button>Send</button></footer></main>`,
  canvas: `<canvas tabindex="0" style="position: fixed; inset: 0; width: 100vw; height: 100vh"></canvas>`,
  toolbar: `<nav style="position: fixed; inset: 0 0 auto; display: flex; justify-content: space-between">
    ${["Left", "Middle left", "Middle", "Middle right", "Right"].map((name) => `<button style="height: 48px">${name}</button>`).join("")}
    </nav><p style="height: 2000px">A long text.</p>`,
};
const strangers = Object.entries(APPS).map(([name, body]) => like(name, { body }));
const stage = onStage({ strangers, ready: [GENUINE] });

/** Runs in the page: the names of the controls whose middle somebody cannot press. @param {string} banner */
function covered(banner) {
  const all = [...document.querySelectorAll("button, input, textarea, a[href], canvas, select")];
  return all
    .filter((control) => {
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const isInView = right > left && x > 0 && y > 0 && x < innerWidth && y < innerHeight;
      return isInView && document.elementFromPoint(x, y)?.localName === banner;
    })
    .map((control) => control.textContent || control.localName);
}

for (const name of BROWSERS)
  for (const [what, size] of Object.entries({
    "a desktop": /** @type {[number, number]} */ ([1280, 800]),
    "a telephone": /** @type {[number, number]} */ ([390, 844]),
  }))
    describe(`${name}, ${what}`, () => {
      /** @param {string} app @param {(page: Page) => Promise<void>} look */
      const inApp = (app, look) =>
        withBrowser(name, stage, { size }, async (browser) => {
          const isGenuine = app === GENUINE;
          const page = await browser.open(
            isGenuine ? "https://studio-zero-five.hf.space/" : at(app),
          );
          if (isGenuine) await settled(page);
          await shown(page);
          await look(page);
          noErrorOfOurs(browser);
        });

      const height = (/** @type {Page} */ page) =>
        page.closedShadow(BANNER, (root) => {
          const { top, bottom } = root.querySelector(".banner").getBoundingClientRect();
          return bottom - top;
        });

      for (const app of [...Object.keys(APPS), GENUINE])
        test(`${app}: a line, and one press frees what it lies on`, () =>
          inApp(app, async (page) => {
            const line = await height(page);
            assert.ok(line <= (size[0] > 640 ? 48 : 96), `${line} px`);
            // What is under it can be reached by keyboard: it goes to the other edge.
            const under = await page.evaluate(covered, BANNER);
            if (app === "toolbar") assert.notDeepEqual(under, []);
            for (const hidden of under) {
              await page.evaluate((name) => {
                const all = [
                  ...document.querySelectorAll("button, input, textarea, a[href], canvas"),
                ];
                const focused = all.find((one) => (one.textContent || one.localName) === name);
                if (focused instanceof HTMLElement) focused.focus();
              }, hidden);
              await until(async () => !(await page.evaluate(covered, BANNER)).includes(hidden), {
                what: `${hidden} to be free`,
              });
            }
            await page.clickIn(BANNER, control("fold"));
            assert.ok((await height(page)) <= 30);
            const stillUnder = await page.evaluate(covered, BANNER);
            assert.ok(stillUnder.length <= 1, `${stillUnder}`);
            await page.clickIn(BANNER, control("fold"));
            await page.clickIn(BANNER, control("dismiss"));
            assert.equal(await banner(page), null);
            assert.deepEqual(await page.evaluate(covered, BANNER), []);
          }));

      if (size[0] > 640)
        test("it leaves Gradio's own header chip alone", () =>
          inApp(GENUINE, async (page) => {
            const chip = await page.until(() => {
              const link = document.querySelector(
                'a[href="https://huggingface.co/spaces/studio/zero-five"]',
              );
              return link?.getBoundingClientRect().left;
            });
            const right = () =>
              page.closedShadow(
                BANNER,
                (root) => root.querySelector(".banner").getBoundingClientRect().right,
              );
            assert.ok((await right()) < chip, `${await right()} of ${chip}`);
            // Where the cause fits into the line too.
            await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
              root.querySelector(".cause")?.classList.remove("long"),
            );
            assert.ok((await right()) < chip, `${await right()} of ${chip}, with its cause`);
          }));
    });
