// Toasts that are seen: genuine Gradio's, and what only looks like them. What is asked is watched in
// the background, where every question of a page arrives.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { startStage } from "../stage/stage.mjs";
import { until } from "./driver/index.mjs";
import {
  BANNER,
  BROWSERS,
  dist,
  ourProblems,
  pressRun,
  reported,
  start,
  updateExtension,
} from "./extension.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */
/** @typedef {{kind: "toast", title: string, text: string, at: string, url: string}} Asked */

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

/**
 * A page built like Gradio's, with the toast area where Gradio has it, that shows what a test wants
 * (see `play`).
 */
const PLAIN = "https://studio-toasts.hf.space/";
const plain = gradioLikePage("studio/toasts", {
  body: `<div class="gradio-container"><div class="app">
<div class="wrap"><div class="block prose" id="component-0"></div></div>
<div class="toast-wrap"></div>
</div></div>
<button id="press">Press</button>
<script>
  const item = (text) =>
    \`<div class="toast-message-item"><div class="toast-message-text">\${text}</div></div>\`;
  const play = {
    area: document.querySelector(".toast-wrap"),
    // As in Gradio 5.
    toast: (text, title = "Error") =>
      play.area.insertAdjacentHTML("afterbegin", \`<div><div class="toast-body error">
        <div class="toast-title">\${title}</div><div class="toast-text">\${text}</div></div></div>\`),
    // As in Gradio 6.
    group: (text) =>
      play.area.insertAdjacentHTML("beforeend", \`<div class="toast-item"><div class="toast-body error">
        <span class="toast-title">Error</span>
        <div class="toast-messages">\${item(text)}</div></div></div>\`),
    item: (text) =>
      document.querySelector(".toast-messages").insertAdjacentHTML("beforeend", item(text)),
    run: () =>
      fetch("/gradio_api/queue/join", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ data: [], fn_index: 0, session_hash: "stage" }),
      }),
  };
  window.play = play;
</script>`,
});

/** @param {string} name */
const quota = (name) => `You have exceeded your ZeroGPU quota in ${name}`;

/** @type {import("../stage/stage.mjs").Stage} */
let stage;
before(async () => {
  stage = await startStage({
    cache: process.env.WHOSE_QUOTA_CACHE,
    log: console.log,
    strangers: [space("studio/toasts", { page: plain })],
  });
});
after(() => stage.close());

/**
 * Listens in the background to what is asked there from now on.
 * @param {Browser} browser
 */
async function listen(browser) {
  await browser.background(() => {
    const told = /** @type {any} */ (globalThis);
    told.asked = [];
    chrome.runtime.onMessage.addListener((message, sender) => {
      if (message.kind === "toast") told.asked.push({ ...message, url: sender.url });
      return false;
    });
  });
}

/**
 * What was asked since the last time somebody wanted to know.
 * @param {Browser} browser
 * @returns {Promise<Asked[]>}
 */
function taken(browser) {
  return browser.background(() => /** @type {any} */ (globalThis).asked.splice(0));
}

/**
 * What was asked when a certain text has been, which comes last: the questions of a page arrive in
 * their order, so that nothing else follows that came before.
 * @param {Browser} browser
 * @param {string} last
 */
async function askedUpTo(browser, last) {
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

/**
 * Puts into an app's content what looks like ZeroGPU's message.
 * @param {Frame} page
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

/** @param {Asked[]} asked */
const texts = (asked) => asked.map(({ text }) => text);

/**
 * Calls a function of the plain page's.
 * @param {Page} page
 * @param {"toast" | "group" | "item" | "run"} what
 * @param {...string} given
 */
const play = (page, what, ...given) =>
  page.evaluate((what, given) => void Reflect.get(window, "play")[what](...given), what, given);

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

/** @param {string} id */
const urlOf = (id) => `https://${stage.catalogue.find((space) => space.id === id)?.host}/`;

for (const name of BROWSERS) {
  describe(name, () => {
    /** @type {Browser} */
    let browser;
    before(async () => {
      browser = await start(name, stage);
      await listen(browser);
    });
    after(() => browser.close());

    /** Opens the plain page; from when its button has been pressed on, its toasts are seen. */
    async function openPlain() {
      const page = await browser.open(PLAIN);
      await until(() => page.find(BANNER), { what: "the banner" });
      return page;
    }

    /**
     * Sends a run from the plain page. When it is in the report, its page's script has looked for toasts,
     * and what that asked stands before it.
     * @param {Page} page
     * @param {number} [runs] so many, with this one
     */
    async function runPlain(page, runs = 1) {
      await play(page, "run");
      await reported(browser, page, (report) => report.runs.length === runs);
    }

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
            (report) => report.messages.length === times,
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
      const page = await openPlain();
      await page.evaluate(() => Reflect.get(window, "play").area.remove());
      await imitate(page, "#component-0");
      await page.click("#press");
      await imitate(page, "#component-0");
      await runPlain(page);
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

    test("nobody looks before a press or a run; then what is there already is seen", async () => {
      const page = await openPlain();
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

    test("what is about something else is not asked about, however much it is", async () => {
      const page = await openPlain();
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

    test("the same message is told once, unless the visitor has tried again", async () => {
      const page = await openPlain();
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

    test("a flood reaches the background as ten, and not for ever", async () => {
      const page = await openPlain();
      await page.click("#press");
      /** @param {string} text */
      const flood = (text) =>
        page.evaluate(async (text) => {
          for (let i = 0; i < 100; i++) {
            Reflect.get(window, "play").toast(`${text} ${i}`);
            if (i % 10 === 0) await new Promise((done) => requestAnimationFrame(done));
          }
        }, text);
      await flood("ZeroGPU quota number");
      await runPlain(page);
      assert.equal((await taken(browser)).length, 10);
      // As many after each press, which a page cannot make up.
      await page.evaluate(() => {
        /** @type {HTMLElement | null} */ (document.querySelector("#press"))?.click();
      });
      await flood("GPU quota number");
      await runPlain(page, 2);
      assert.deepEqual(await taken(browser), []);
      await page.click("#press");
      await flood("GPU task");
      await runPlain(page, 3);
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
      const page = await openPlain();
      await page.click("#press");
      await play(page, "toast", `GPU ${"book ".repeat(1_000_000)}`, "title ".repeat(100_000));
      const [{ text, title }] = await askedUpTo(browser, "GPU");
      assert.deepEqual([text.length, title.length], [20_000, 20_000]);
      await page.close();
    });

    test("elements named like the DOM's own methods are in nobody's way", async () => {
      const page = await openPlain();
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

    test("ten thousand mutations a second beside the toast area wake nobody", async () => {
      const folder = await counting(name);
      const own = await start(name, stage, { extension: folder });
      try {
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
      } finally {
        await own.close();
        await rm(folder, { recursive: true });
      }
    });

    test("a navigation forgets the messages, and so does coming back", async () => {
      const page = await openPlain();
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
      const page = await openPlain();
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
      const other = await openPlain();
      await other.click("#press");
      await play(other, "toast", quota("another page"));
      assert.deepEqual(texts(await askedUpTo(browser, "another page")), [quota("another page")]);
      await other.close();
      await page.close();
    });

    test("no error of ours came of all this", () => {
      assert.deepEqual(ourProblems(browser.problems), []);
    });
  });
}
