// More toasts, longer ones and stranger ones than any app has.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, dist } from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { askedUpTo, listen, taken, texts } from "./support/toast_messages.mjs";
import { openPlain, PLAIN, play, quota, runPlain, toastSpace } from "./support/toast_page.mjs";

const stage = onStage({ strangers: [toastSpace] });

/**
 * An extension that writes into the page how often its observers were called.
 * @param {"chrome" | "firefox"} name
 */
async function counting(name) {
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-counting-"));
  await cp(dist(name), folder, { recursive: true });
  const count = `const Genuine = MutationObserver;
globalThis.MutationObserver = function (called) {
  return new Genuine((...given) => {
    const { dataset } = document.documentElement;
    dataset.calls = Number(dataset.calls ?? 0) + 1;
    called(...given);
  });
};\n`;
  const file = join(folder, "page", "toasts.js");
  await writeFile(file, `{\n${count}}\n${await readFile(file, "utf8")}`);
  return folder;
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    before(() => listen(browser));

    test("what is about something else is not asked about, however much it is", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      await page.evaluate(async () => {
        const { toast, area } = Reflect.get(window, "play");
        for (let i = 0; i < 10_000; i++) {
          toast(`Saved picture number ${i}`);
          if (i > 100) area.lastElementChild.remove();
          await undefined;
        }
      });
      await play(page, "toast", quota("the end"));
      assert.deepEqual(texts(await askedUpTo(browser, "the end")), [quota("the end")]);
      await page.close();
    });

    test("a flood reaches the background as ten, and not for ever", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      /** @param {string} text */
      const flood = async (text) => {
        // Only a page in front is given animation frames.
        await page.toFront();
        await page.evaluate(async (text) => {
          for (let i = 0; i < 100; i++) {
            Reflect.get(window, "play").toast(`${text} ${i}`);
            if (i % 10 === 0) await new Promise((done) => requestAnimationFrame(done));
          }
        }, text);
      };
      await flood("ZeroGPU quota number");
      await runPlain(browser, page);
      assert.equal((await taken(browser)).length, 10);
      // As many after each press, which a page cannot make up.
      await page.evaluate(() => {
        /** @type {HTMLElement | null} */ (document.querySelector("#press"))?.click();
      });
      await flood("GPU quota number");
      await runPlain(browser, page, 2);
      assert.deepEqual(await taken(browser), []);
      await page.click("#press");
      await flood("GPU task");
      await runPlain(browser, page, 3);
      assert.equal((await taken(browser)).length, 10);
      let times = 0;
      const isHeard = async () => {
        times += 1;
        await play(page, "toast", `GPU task again ${times}`);
        return (await taken(browser)).length > 0;
      };
      await until(isHeard, { timeout: 30_000 });
      await page.close();
    });

    test("a book in a toast is cut", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      await play(page, "toast", `GPU ${"book ".repeat(1_000_000)}`, "title ".repeat(100_000));
      const [{ text, title }] = await askedUpTo(browser, "GPU");
      assert.deepEqual([text.length, title.length], [20_000, 20_000]);
      await page.close();
    });

    test("elements named like the DOM's own methods are in nobody's way", async () => {
      const page = await openPlain(browser);
      await page.evaluate(() => {
        const { area } = Reflect.get(window, "play");
        const names = ["querySelectorAll", "querySelector", "closest", "textContent"];
        const inputs = [...names, "isConnected", "contains", "parentElement"]
          .map((name) => `<input name="${name}">`)
          .join("");
        const text = '<div class="toast-text">ZeroGPU</div>';
        document.body.insertAdjacentHTML("beforeend", '<img name="querySelectorAll" alt="">');
        area.insertAdjacentHTML("beforebegin", `<form class="toast-wrap">${inputs}${text}</form>`);
        for (const html of [
          `<form class="toast-body">${inputs}${text}</form>`,
          `<div class="toast-body"><form class="toast-title">${inputs}</form>${text}</div>`,
          `<div class="toast-body"><form class="toast-text">${inputs}ZeroGPU</form></div>`,
        ])
          area.insertAdjacentHTML("beforeend", html);
      });
      await page.click("#press");
      assert.deepEqual(texts(await askedUpTo(browser, "ZeroGPU")), ["ZeroGPU"]);
      await page.close();
    });

    test("ten thousand mutations a second beside the toast area wake nobody", async (context) => {
      const folder = await counting(name);
      context.after(() => rm(folder, { recursive: true }));
      await withBrowser(name, stage, { extension: folder }, async (own) => {
        await listen(own);
        const page = await own.open(PLAIN);
        await until(() => page.find(BANNER), { what: "the banner" });
        await page.click("#press");
        await page.evaluate(async () => {
          const parents = [".wrap", "#component-0", ".app", "body"].map(
            (selector) => /** @type {HTMLElement} */ (document.querySelector(selector)),
          );
          const area = /** @type {HTMLElement} */ (document.querySelector(".toast-wrap"));
          for (let i = 0; i < 10_000; i++) {
            const parent = parents[i % parents.length];
            const added = parent.appendChild(document.createElement("p"));
            added.textContent = `You have exceeded your ZeroGPU quota ${i}`;
            added.className = "toast-text";
            // As Gradio does while its page is scrolled.
            area.style.setProperty("--toast-top", `${i}px`);
            if (i % 4 === 0) added.remove();
            // Each mutation on its own: observers are called in between.
            await undefined;
          }
        });
        const calls = () => page.evaluate(() => document.documentElement.dataset.calls ?? null);
        assert.equal(await calls(), null);
        await play(page, "toast", quota("the area"));
        assert.deepEqual(texts(await askedUpTo(own, "the area")), [quota("the area")]);
        assert.equal(await calls(), "1");
      });
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
