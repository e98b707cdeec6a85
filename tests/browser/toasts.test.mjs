// Genuine Gradio's toasts are seen, each once, and what an app shows besides is not taken for one.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { BROWSERS, pressRun, reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { askedUpTo, listen, texts } from "./support/toast_messages.mjs";
import { openPlain, play, quota, runPlain, toastSpace } from "./support/toast_page.mjs";

const HUB = "https://huggingface.co";
const TOO_LITTLE = { status: 429, body: { left: 12, wait: 180 } };

/**
 * Genuine Spaces with the titles of their toasts: every generation, with and without server-side
 * rendering, and a CSP against WASM.
 */
const GENUINE = {
  "studio/zero_four": "error",
  "studio/zero-five": "ZeroGPU quota exceeded",
  "studio/zero-five-ssr": "ZeroGPU quota exceeded",
  "studio/csp-five": "ZeroGPU quota exceeded",
  "studio/zero-six-spa": "Error",
  "studio/zero-six": "Error",
};

const stage = onStage({ strangers: [toastSpace] });

/**
 * Puts into an app's content what looks like ZeroGPU's message.
 * @param {import("./driver/index.mjs").Frame} page
 * @param {string} selector
 */
const imitate = (page, selector) =>
  page.evaluate((selector) => {
    const here = document.querySelector(selector);
    if (!here?.parentElement) throw new Error(selector);
    const text = "You have exceeded your ZeroGPU quota (look-alike)";
    const toasts = `<div class="toast-wrap"><div class="toast-body error">
      <div class="toast-title">ZeroGPU quota exceeded</div><div class="toast-text">${text}</div>
      <div class="toast-message-text">${text}</div></div></div>`;
    const gradio = `<div class="gradio-container"><main><div class="wrap"></div>${toasts}</main></div>`;
    const root = here.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
    root.innerHTML = gradio;
    for (const html of [text, toasts, gradio, `<textarea class="toast-text">${text}</textarea>`])
      here.insertAdjacentHTML("beforeend", html);
    here.parentElement.insertAdjacentHTML("beforeend", toasts);
    document.body.insertAdjacentHTML("beforeend", toasts);
  }, selector);

/** @param {string} id */
const urlOf = (id) => `https://${stage.catalogue.find((space) => space.id === id)?.host}/`;

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    before(() => listen(browser));

    for (const [id, title] of Object.entries(GENUINE)) {
      test(`${id}: ZeroGPU is heard each time that it speaks`, async () => {
        await stage.ready(id);
        stage.refuse(id, TOO_LITTLE);
        const page = await browser.open(urlOf(id));
        for (const times of [1, 2]) {
          await page.toFront();
          await pressRun(page);
          const [asked, ...more] = await askedUpTo(browser, "ZeroGPU quota (60s requested");
          assert.deepEqual(more, []);
          assert.match(
            asked.text.trim(),
            /^You have exceeded your ZeroGPU quota .* Try again in 0:03:00\./,
          );
          const isGrouped = title === "Error" && times === 2;
          assert.equal(asked.title.trim(), isGrouped ? "Error (2)" : title);
          assert.equal(asked.url, await page.evaluate(() => location.href));
          assert.ok(Math.abs(Date.parse(asked.at) - Date.now()) < 30_000);
          const { messages } = await reported(
            browser,
            page,
            ({ messages, runs }) => messages.length === times && runs.length === times,
          );
          const seconds = { requestedSeconds: 60, leftSeconds: 12, retryAfterSeconds: 180 };
          const { at, identity, ...numbers } = messages.at(-1);
          assert.deepEqual([at, identity], [asked.at, "unauthenticated"]);
          assert.deepEqual(numbers, { cause: "quota-exceeded", ...seconds });
        }
        await page.close();
      });
    }

    test("in the frame on the Hub page", async () => {
      const id = "studio/zero-five";
      await stage.ready(id);
      stage.refuse(id, TOO_LITTLE);
      const page = await browser.open(`${HUB}/login?as=pro&next=/spaces/${id}`);
      const app = await page.frame((url) => url.startsWith(urlOf(id)));
      await pressRun(app);
      const [{ text, url }, ...more] = await askedUpTo(browser, "Pro ZeroGPU quota");
      assert.deepEqual(more, []);
      assert.match(text, /60s requested vs\. 12s left/);
      assert.ok(url.startsWith(urlOf(id)));
      const { messages } = await reported(browser, page, (report) => report.messages.length > 0);
      assert.deepEqual(
        messages.map((/** @type {any} */ { identity }) => identity),
        ["pro"],
      );
      await page.close();
    });

    test("a toast that is gone within a second", async () => {
      const id = "studio/zero-five";
      await stage.ready(id);
      stage.refuse(id, TOO_LITTLE);
      const page = await browser.open(urlOf(id));
      await page.evaluate(() => {
        /** @type {number | undefined} */
        let since;
        new MutationObserver(() => {
          const close = document.querySelector(".toast-close");
          if (close && since === undefined) {
            since = performance.now();
            /** @type {HTMLElement} */ (close).click();
          }
          const { dataset } = document.documentElement;
          if (!close && since !== undefined) dataset.life ??= String(performance.now() - since);
        }).observe(document.body, { childList: true, subtree: true });
      });
      await pressRun(page);
      assert.equal((await askedUpTo(browser, "ZeroGPU quota")).length, 1);
      const life = await page.until(() => document.documentElement.dataset.life);
      assert.ok(Number(life) < 1_000, `${life} ms`);
      await page.close();
    });

    test("Gradio 6 puts all errors into one toast, which folds: none is told twice", async () => {
      const id = "studio/zero-six-spa";
      await stage.ready(id);
      stage.refuse(id, TOO_LITTLE);
      const page = await browser.open(urlOf(id));
      await pressRun(page);
      assert.equal((await askedUpTo(browser, "vs. 12s left")).length, 1);
      await page.click(".toast-header");
      await page.until(() => !document.querySelector(".toast-message-text"));
      // Somebody who goes on with the app meanwhile.
      await page.press("Tab");
      await page.click(".toast-header");
      await page.until(() => document.querySelector(".toast-message-text"));
      await page.click(".toast-header");
      await page.until(() => !document.querySelector(".toast-message-text"));
      stage.refuse(id, { ...TOO_LITTLE, body: { left: 7, wait: 180 } });
      await pressRun(page);
      // The new one unfolds the toast.
      assert.equal((await askedUpTo(browser, "vs. 7s left")).length, 1);
      assert.equal(
        await page.evaluate(() => document.querySelectorAll(".toast-message-text").length),
        2,
      );
      await page.close();
    });

    for (const id of ["studio/zero-five", "studio/zero-six-spa"]) {
      test(`${id}: what an app shows is not ZeroGPU's`, async () => {
        await stage.ready(id);
        stage.refuse(id, TOO_LITTLE);
        const page = await browser.open(urlOf(id));
        await page.until(() => document.querySelector(".prose"));
        await imitate(page, ".prose");
        await pressRun(page);
        assert.equal((await askedUpTo(browser, "vs. 12s left")).length, 1);
        await imitate(page, ".prose");
        await pressRun(page);
        assert.equal((await askedUpTo(browser, "vs. 12s left")).length, 1);
        await page.close();
      });
    }

    test("nor where there is no toast area at all; one that comes later is found", async () => {
      const page = await openPlain(browser);
      await page.evaluate(() => Reflect.get(window, "play").area.remove());
      await imitate(page, "#component-0");
      await page.click("#press");
      await imitate(page, "#component-0");
      await runPlain(browser, page);
      await page.evaluate(() => {
        document.querySelector(".app")?.append(Reflect.get(window, "play").area);
      });
      await page.click("#press");
      await play(page, "toast", quota("a late area"));
      assert.equal((await askedUpTo(browser, "a late area")).length, 1);
      // Another one in its place.
      await page.evaluate(() => {
        const { play } = /** @type {any} */ (window);
        const heir = play.area.cloneNode();
        play.area.replaceWith(heir);
        play.area = heir;
      });
      await page.click("#press");
      await play(page, "toast", quota("its heir"));
      assert.deepEqual(texts(await askedUpTo(browser, "its heir")), [quota("its heir")]);
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
