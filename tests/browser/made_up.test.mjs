// Events that nobody made: a page makes them up, or has its own scripts press, type and focus. None of
// that is a press of the visitor's, none moves or removes the banner, none ends our looking.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, WITHOUT_WASM } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const BODY = `
  <p><label id="label" for="box">a box</label><input type="checkbox" id="box">
  <label id="around"><input type="checkbox">another</label><input type="radio" id="radio">
  <button id="button">a button</button><input id="text"><input type="range" id="range">
  <select id="select"><option>1</option><option>2</option></select></p>
  <form id="form" onsubmit="return false"><button>send</button></form>
  <div id="editable" contenteditable>a text</div><details><summary id="summary">more</summary></details>
  <input id="under" style="position: fixed; top: 20px; left: 45%; width: 10%">
  <${BANNER} id="own"></${BANNER}>
  <script>
    const inOurName = document.getElementById("own").attachShadow({ mode: "open" });
    inOurName.append(Object.assign(document.createElement("button"), {
      id: "inside", textContent: "in an element of our name", onclick: () => run() }));
    const body = JSON.stringify({ data: ["a test"], fn_index: 0, session_hash: "stage" });
    const headers = { "content-type": "application/json" };
    window.run = () => fetch("/gradio_api/queue/join", { method: "POST", headers, body });
    for (const id of ["box", "text"])
      document.getElementById(id).addEventListener(id === "text" ? "input" : "click", ({ isTrusted }) => {
        if (isTrusted && !isByItself) run();
      });
    window.isByItself = false;
  </script>`;

/** What a page's script can do. @type {Record<string, () => void>} */
const ACTS = {
  "body.click()": () => document.body.click(),
  "label.click()": () => document.getElementById("label")?.click(),
  "click() on a label around": () => document.getElementById("around")?.click(),
  "click() on a box": () => document.getElementById("box")?.click(),
  "click() on a radio button": () => document.getElementById("radio")?.click(),
  "click() on a button": () => document.getElementById("button")?.click(),
  "click() on a summary": () => document.getElementById("summary")?.click(),
  "requestSubmit()": () => /** @type {any} */ (document.getElementById("form")).requestSubmit(),
  "dispatchEvent on a label": () => {
    document.getElementById("label")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  },
  "every kind of press, made up": () => {
    for (const kind of ["click", "pointerup", "input", "change", "drop", "keydown"])
      document.body.dispatchEvent(
        kind === "keydown"
          ? new KeyboardEvent(kind, { key: "Enter", bubbles: true })
          : new Event(kind, { bubbles: true, composed: true }),
      );
  },
  "execCommand in a field": () => {
    document.getElementById("text")?.focus();
    document.execCommand("insertText", false, "typed by nobody");
    document.getElementById("text")?.blur();
  },
  "execCommand in a text": () => {
    document.getElementById("editable")?.focus();
    document.execCommand("insertText", false, "typed by nobody");
    document.execCommand("undo");
  },
};

/** Resolves the rest of the page that loads slowly. @type {Record<string, (html: string) => void>} */
const finish = {};

/** @param {string} name @param {Record<string, string>} headers */
function slow(name, headers) {
  const id = `made-up/${name}`;
  const html = gradioLikePage(id);
  const middle = html.indexOf("<script>");
  const rest = new Promise((resolve) => {
    finish[name] = () => resolve(html.slice(middle));
  });
  return space(id, { page: html.slice(0, middle), rest, headers });
}

const strangers = [
  space("made-up/page", { page: gradioLikePage("made-up/page", { body: BODY }) }),
  ...BROWSERS.flatMap((name) => [slow(`${name}-slow`, {}), slow(`${name}-slow-csp`, WITHOUT_WASM)]),
];

/** @param {string} name */
const at = (name) => `https://made-up-${name}.hf.space/`;

const stage = onStage({ strangers });

/** Ours; the page's own element of the name comes before it. */
const OURS = `html > ${BANNER}`;

/** @param {Page} page */
const headlineOf = (page) =>
  page.closedShadow(OURS, (root) => root.querySelector(".headline")?.textContent);

/**
 * Sends a run. What is pressed within 50 ms afterwards counts for it: the browser's processes may
 * differ about the time. So this resolves when that is over.
 * @param {Page} page
 */
async function run(page) {
  const sent = await page.evaluate(() => /** @type {any} */ (window).run().then(() => Date.now()));
  await page.until((sent) => Date.now() > sent + 100, sent);
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page} */
    let page;
    before(async () => {
      page = await browser.open(at("page"));
    });

    /** Sends a run, presses, and sends another one: how many count? */
    const countsAlone = async () => {
      await run(page);
      const pressed = await page.evaluate(() => new Date().toISOString());
      await page.click("#button");
      await run(page);
      /** @param {{runs: {at: string}[]}} report */
      const hasBoth = ({ runs }) => runs.some(({ at }) => at > pressed);
      return (await reported(browser, page, hasBoth)).runs.length;
    };

    for (const [what, act] of Object.entries(ACTS)) {
      test(`${what} is no press of the visitor's`, async () => {
        await page.goto(at("page"));
        await until(() => headlineOf(page), { what: "the banner" });
        await page.evaluate(() => {
          /** @type {any} */ (window).isByItself = true;
        });
        await page.evaluate(act);
        assert.equal(await countsAlone(), 1);
      });
    }

    for (const [what, press] of /** @type {[string, (page: Page) => Promise<void>][]} */ ([
      ["a click on a box", (page) => page.click("#box")],
      ["a typed letter", (page) => page.type("#text", "a")],
      ["a button in the page's own element of our name", (page) => page.clickIn("#own", "#inside")],
    ])) {
      test(`${what} is a press of the visitor's`, async () => {
        await page.goto(at("page"));
        await until(() => headlineOf(page), { what: "the banner" });
        await page.toFront();
        await run(page);
        await press(page);
        const { runs, grade } = await reported(browser, page, ({ runs }) => runs.length > 0);
        assert.deepEqual([runs.length, grade], [1, "observed"]);
      });
    }

    test("a press on our own banner is about no run", async () => {
      await page.goto(at("page"));
      await until(() => headlineOf(page), { what: "the banner" });
      await page.clickIn(OURS, "[data-act=why]");
      await page.press("Enter");
      assert.equal(await countsAlone(), 1);
    });

    test("a made-up focusin moves nothing, and neither does a made-up return from the cache", async () => {
      await page.goto(at("page"));
      await until(() => headlineOf(page), { what: "the banner" });
      await page.click("#button");
      await run(page);
      await reported(browser, page, ({ grade }) => grade === "observed");
      const top = () =>
        page.closedShadow(OURS, (root) =>
          Math.round(root.querySelector(".banner").getBoundingClientRect().top),
        );
      const before = await top();
      await page.evaluate(() => {
        const under = /** @type {HTMLElement} */ (document.getElementById("under"));
        under.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      });
      assert.equal(await top(), before);
      const report = await reported(browser, page, () => true);
      assert.deepEqual([report.runs.length, report.grade], [1, "observed"]);
      // The real one does move it.
      await page.toFront();
      await page.evaluate(() => document.getElementById("under")?.focus());
      await until(async () => (await top()) !== before, { what: "the banner to make way" });
    });

    for (const way of ["slow", "slow-csp"]) {
      test(`a made-up readystatechange while the page loads ends nothing: ${way}`, async () => {
        const space = `${name}-${way}`;
        const tab = await browser.open("about:blank");
        const going = tab.goto(at(space)).catch((error) => error);
        await tab.until(
          (host) => location.hostname === host && document.head,
          new URL(at(space)).host,
        );
        // The background has it in hand once it asks for the Space, or knows of a script there.
        await until(() => isListening(browser, at(space)), { what: "our script in the page" });
        await tab.evaluate(() => {
          document.dispatchEvent(new Event("readystatechange"));
          if (document.readyState !== "loading") throw new Error("it has loaded");
        });
        finish[space]("");
        await going;
        const headline = await until(() => headlineOf(tab), { what: "the banner" });
        assert.equal(headline, words("headline_guest"));
        const report = await reported(browser, tab, ({ pool }) => pool === "guest");
        assert.equal(report.space.gradioVersion, "5.49.1");
        await tab.close();
      });
    }

    test("no error came of all this", () => noErrorOfOurs(browser));
  });
}

/**
 * Whether a script of ours answers in the tab of an address.
 * @param {import("./driver/index.mjs").Browser} browser
 * @param {string} url
 */
function isListening(browser, url) {
  return browser.background(async (/** @type {string} */ url) => {
    const [tab] = await chrome.tabs.query({ url: `${url}*` });
    if (tab?.id === undefined) return false;
    const there = { kind: "ping" };
    return chrome.tabs.sendMessage(tab.id, there, { frameId: 0 }).then(Boolean, () => false);
  }, url);
}
