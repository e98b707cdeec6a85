// Documents at an app's address that are no HTML, or have lost their <html>: as the tab and in a frame
// of somebody's page, before a banner and under it. Nothing is said of them, and nothing fails.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, WITHOUT_WASM } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reportOf } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { ourProblems } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Frame} Frame */

const XHTML = "http://www.w3.org/1999/xhtml";

/** @param {string} type */
const as = (type) => ({ "content-type": type });

/** The page's script takes its own root away, at some moment. @param {string} moment @param {string} what */
const losing = (moment, what) =>
  `<script>
    const lose = () => { document.documentElement?.${what}; };
    ${moment === "at once" ? "lose();" : `addEventListener("${moment}", lose);`}
  </script>`;

/** @type {Record<string, {page: string, headers?: Record<string, string>}>} */
const DOCUMENTS = {
  svg: {
    page: `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><title>x</title>
      <rect width="90" height="90"/><script>document.documentElement.focus()</script></svg>`,
    headers: as("image/svg+xml"),
  },
  xml: { page: "<a><b/></a>", headers: as("application/xml") },
  "broken-xml": { page: "<a><b></a>", headers: as("text/xml") },
  xhtml: {
    page: `<html xmlns="${XHTML}"><head><title>x</title></head><body><p>x</p></body></html>`,
    headers: as("application/xhtml+xml"),
  },
  json: { page: "{}", headers: as("application/json") },
  text: { page: "a text", headers: as("text/plain") },
  frameset: { page: '<frameset cols="50%,50%"><frame src="about:blank"></frameset>' },
  empty: { page: "" },
  "early-removed": { page: losing("at once", "remove()") },
  "early-replaced": { page: losing("at once", "replaceWith(document.createElement('p'))") },
  "early-svg": {
    page: losing(
      "at once",
      "replaceWith(document.createElementNS('http://www.w3.org/2000/svg', 'svg'))",
    ),
  },
  "parsed-removed": { page: gradioLikePage("", { head: losing("DOMContentLoaded", "remove()") }) },
  "loaded-removed": { page: gradioLikePage("", { head: losing("load", "remove()") }) },
  "loaded-replaced": {
    page: gradioLikePage("", {
      head: losing("load", "replaceWith(document.createElement('whose-quota-banner'))"),
    }),
  },
};

const strangers = [
  ...Object.entries(DOCUMENTS).flatMap(([name, { page, headers = {} }]) => [
    space(`no-page/${name}`, { page, headers }),
    space(`no-page/${name}-csp`, { page, headers: { ...headers, ...WITHOUT_WASM } }),
  ]),
  space("no-page/page", { page: gradioLikePage("no-page/page") }),
  space("no-page/page-csp", { page: gradioLikePage("no-page/page-csp"), headers: WITHOUT_WASM }),
];

/** @param {string} name */
const at = (name) => `https://no-page-${name}.hf.space/`;

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** What came into the console since, of ours. */
    const problems = () => ourProblems(browser.problems.splice(0));

    /** @param {string} url */
    const judge = async (url) => {
      const page = await browser.open(url);
      // Until our scripts have done what they do there.
      const tab = await page.tabId();
      const report = await until(() => reportOf(browser, tab), { what: "a report" });
      const all = { report, problems: problems() };
      await page.close();
      return all;
    };

    test("of a file's address nothing is kept that may be a pass", async () => {
      const page = await browser.open(`${at("json")}?__sign=s1gn#f`);
      const key = `file:${await page.tabId()}`;
      const kept = await until(
        () => browser.background(async (key) => (await chrome.storage.session.get(key))[key], key),
        { what: "the file's type" },
      );
      assert.deepEqual(kept, { address: at("json"), contentType: "application/json" });
      await page.close();
    });

    for (const document of Object.keys(DOCUMENTS)) {
      // Where there is no HTML, nothing asks for WASM.
      for (const way of DOCUMENTS[document].headers ? [""] : ["", "-csp"]) {
        test(`${document}${way}: as the tab and in a frame, no error comes of it`, async () => {
          const asTab = await judge(at(document + way));
          assert.deepEqual(asTab.problems, []);
          const inFrame = await judge(`https://blog.example/embed/no-page/${document}${way}`);
          assert.deepEqual(inFrame.problems, []);
          if (DOCUMENTS[document].headers) assert.equal(asTab.report.pool, "unknown");
        });
      }
    }

    for (const way of ["page", "page-csp"]) {
      for (const [what, change] of /** @type {[string, () => void][]} */ ([
        ["is removed", () => document.documentElement.remove()],
        [
          "is removed and comes back",
          () => {
            const html = document.documentElement;
            html.remove();
            document.append(html);
          },
        ],
        [
          "is replaced by a picture",
          () => {
            const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
            document.documentElement.replaceWith(svg);
          },
        ],
        ["and all else is gone", () => document.replaceChildren()],
      ])) {
        test(`${way}: <html> ${what} under the banner`, async () => {
          const page = await browser.open(at(way));
          await until(() => banner(page), { what: "the banner" });
          problems();
          await page.evaluate(change);
          // What comes to our ears then finds no page, and observers are told.
          await page.evaluate(async (word) => {
            document.dispatchEvent(new Event("visibilitychange"));
            dispatchEvent(new FocusEvent("focusin"));
            postMessage(word, "*");
            await new Promise((resolve) => setTimeout(resolve));
          }, "supports-zerogpu-headers");
          await reportOf(browser, await page.tabId());
          assert.deepEqual(problems(), []);
          const banners = (/** @type {string} */ tag) => document.querySelectorAll(tag).length;
          assert.ok((await page.evaluate(banners, BANNER)) <= 1);
          await page.close();
        });
      }
    }
  });
}
