// When toasts are looked for, and how often one is told: presses, runs, repeats, navigations, updates.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, reported, updateExtension } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { askedUpTo, listen, taken, texts } from "./support/toast_messages.mjs";
import { openPlain, play, quota, toastSpace } from "./support/toast_page.mjs";

const HUB = "https://huggingface.co";

const stage = onStage({ strangers: [toastSpace] });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    before(() => listen(browser));

    test("nobody looks before a press or a run; then what is there already is seen", async () => {
      const page = await openPlain(browser);
      await play(page, "toast", quota("the past"));
      // Nothing that a page makes up is a press.
      await page.evaluate(() => /** @type {any} */ (document.querySelector("#press")).click());
      await play(page, "toast", quota("the present"));
      await reported(browser, page, ({ grade }) => grade === "derived");
      assert.deepEqual(await taken(browser), []);
      // A run shows that something is going on, though nobody pressed anything: it is not the visitor's.
      await play(page, "run");
      const asked = await askedUpTo(browser, "the present");
      assert.deepEqual(texts(asked), [quota("the past"), quota("the present")], "oldest first");
      await page.close();
    });

    test("the same message is told once, unless the visitor has tried again", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      const same = quota("a group");
      /** Resolves with what was asked of what is there by now. @param {string} end */
      const readUpTo = async (end) => {
        await play(page, "toast", quota(end));
        return texts(await askedUpTo(browser, end));
      };
      await play(page, "group", same);
      assert.equal((await askedUpTo(browser, same)).length, 1);
      // An app that tries again by itself.
      await play(page, "toast", same);
      await play(page, "item", same);
      assert.deepEqual(await readUpTo("one"), [quota("one")]);
      await page.click("#press");
      // Regrouped; folded and unfolded, its title counted anew; gone in part.
      await page.evaluate(() => {
        const list = /** @type {Element} */ (document.querySelector(".toast-messages"));
        list.replaceChildren(...[...list.children].map((item) => item.cloneNode(true)));
      });
      assert.deepEqual(await readUpTo("two"), [quota("two")]);
      await page.evaluate(() => {
        const { play } = /** @type {any} */ (window);
        play.list = document.querySelector(".toast-messages");
        play.list.remove();
      });
      assert.deepEqual(await readUpTo("three"), [quota("three")]);
      await page.evaluate(() => {
        const title = /** @type {Element} */ (document.querySelector("span.toast-title"));
        title.after(Reflect.get(window, "play").list);
        title.textContent = "Error (2)";
        for (const other of document.querySelectorAll("div.toast-text"))
          other.closest(".toast-body")?.remove();
      });
      assert.deepEqual(await readUpTo("four"), [quota("four")]);
      // The visitor's second try.
      await play(page, "item", same);
      const [{ title }, ...more] = await askedUpTo(browser, same);
      assert.deepEqual([title, more], ["Error (2)", []]);
      // Another text in the same place, after the pause that follows each look.
      await page.evaluate(async (text) => {
        await new Promise((done) => setTimeout(done, 300));
        const first = document.querySelector(".toast-message-text")?.firstChild;
        /** @type {Text} */ (first).data = text;
      }, quota("its place"));
      assert.deepEqual(texts(await askedUpTo(browser, "its place")), [quota("its place")]);
      await page.close();
    });

    test("a navigation forgets the messages, and so does coming back", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      await play(page, "toast", "Waiting for a GPU slot on this Space");
      await play(page, "toast", "No GPU was available");
      const { messages } = await reported(browser, page, (report) => report.messages.length === 2);
      assert.deepEqual(
        messages.map((/** @type {any} */ { cause }) => cause),
        ["other", "no-gpu"],
      );
      await taken(browser);
      await page.goto(`${HUB}/login`);
      await reported(browser, page, ({ place }) => place === "other");
      await page.back();
      const back = await reported(browser, page, ({ messages }) => messages.length === 0);
      assert.deepEqual([back.place, back.grade], ["direct", "derived"]);
      await page.click("#press");
      await play(page, "toast", "GPU device not used");
      const again = await reported(browser, page, (report) => report.messages.length > 0);
      assert.equal(again.messages.length, 1);
      assert.equal((await askedUpTo(browser, "not used")).length, 1);
      await page.close();
    });

    test("after an update of the extension the old script is silent", async () => {
      const page = await openPlain(browser);
      await page.click("#press");
      await play(page, "toast", quota("old times"));
      assert.equal((await askedUpTo(browser, "old times")).length, 1);
      await updateExtension(browser);
      await listen(browser);
      if (name === "firefox") {
        // Firefox starts the new scripts in open pages too, a moment later.
        const there = (/** @type {number} */ tab) =>
          chrome.tabs.sendMessage(tab, { kind: "ping" }).then(Boolean, () => false);
        const tab = await page.tabId();
        await until(() => browser.background(there, tab), { what: "the new script" });
      }
      await play(page, "toast", quota("between"));
      await page.click("#press");
      await play(page, "toast", quota("new times"));
      if (name === "firefox") {
        // The new script is in the page as well, and reads what is there when somebody presses.
        const all = ["old times", "between", "new times"].map(quota);
        assert.deepEqual(texts(await askedUpTo(browser, "new times")), all);
      }
      const other = await openPlain(browser);
      await other.click("#press");
      await play(other, "toast", quota("another page"));
      assert.deepEqual(texts(await askedUpTo(browser, "another page")), [quota("another page")]);
      await other.close();
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
