// What happens behind the pages: what the Hub's API is asked, what is kept and for how long, the
// a background that stops, an extension that goes away.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { PLANTED_SECRETS } from "../stage/accounts.mjs";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import {
  BANNER,
  BROWSERS,
  badgeIs,
  banner,
  popupReport,
  reported,
  reportOf,
} from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const HUB = "https://huggingface.co";
const GPU = ["two", "three", "four", "hidden", "orphan"];

/**
 * @param {string} name
 * @param {string} [hardware]
 * @param {import("../stage/catalogue.mjs").ApiFault | null} [api]
 */
function like(name, hardware = "zero-a10g", api = null) {
  const id = `etiquette/${name}`;
  return space(id, { page: gradioLikePage(id), hardware, api });
}

/** @param {string} name */
const at = (name) => `https://etiquette-${name}.hf.space/`;

const strangers = [
  ...GPU.map((name) => like(name)),
  like("cpu", "cpu-basic"),
  like("slow", "zero-a10g", "silent"),
];
const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    before(() => {
      stage.apiRequests.length = 0;
    });
    const browser = inBrowser(name, stage);

    /**
     * What the extension asked about a Space. Its requests name no origin; those of Gradio's pages do,
     * and the Hub page asks itself for the pass alone.
     * @param {string} [space]
     */
    const asked = (space = "") =>
      stage.apiRequests.filter(
        ({ origin, path }) => origin === null && !path.endsWith("/jwt") && path.includes(space),
      );

    /** Everything that the extension keeps. */
    const kept = async () =>
      JSON.stringify(await browser.background(() => chrome.storage.session.get()));

    /** @param {import("./driver/index.mjs").Page} page @param {string} pool */
    const settled = (page, pool) => reported(browser, page, (report) => report.pool === pool);

    test("one question for a Space that two tabs open at once, about nobody", async () => {
      // Somebody is signed in, so there is a cookie that could be sent along.
      const signedIn = await browser.open(`${HUB}/login?as=pro&next=/spaces/etiquette/slow`);
      await reported(browser, signedIn, ({ visitor }) => visitor.signedIn === true);
      // The API keeps both waiting, so the second asks while the first question is under way.
      const pages = await Promise.all([browser.open(at("slow")), browser.open(at("slow"))]);
      for (const page of pages) await settled(page, "guest");
      const about = asked("etiquette-slow");
      assert.deepEqual(
        about.map(({ cookie, authorization }) => ({ cookie, authorization })),
        [{ cookie: false, authorization: false }],
      );
      for (const page of [signedIn, ...pages]) await page.close();
    });

    test("no question twice, also after the background stopped", async () => {
      const page = await browser.open(at("two"));
      await settled(page, "guest");
      await browser.stopBackground();
      await page.reload();
      await until(() => banner(page), { what: "the banner" });
      await settled(page, "guest");
      assert.equal(asked("etiquette-two").length, 1);
      await page.close();
    });

    test("no question from the Hub's own pages, with or without an account", async () => {
      const before = asked().length;
      const page = await browser.open(`${HUB}/login?as=pro&next=/spaces/etiquette/three`);
      await reported(browser, page, ({ visitor }) => visitor.signedIn === true);
      await page.goto(`${HUB}/logout?next=/spaces/etiquette/three`);
      await settled(page, "guest");
      assert.equal(asked().length, before);
      await page.close();
    });

    test("what a private window asked is kept nowhere", async () => {
      const page = await browser.open(at("hidden"), { private: true });
      await settled(page, "guest");
      assert.equal(asked("etiquette-hidden").length, 1);
      await page.reload();
      await until(() => banner(page), { what: "the banner" });
      await settled(page, "guest");
      assert.equal(asked("etiquette-hidden").length, 1, "remembered as long as the worker lives");
      assert.ok(!(await kept()).includes("etiquette-hidden"));
      await page.close();
    });

    test("the report outlives the background", async () => {
      const page = await browser.open(at("four"));
      const report = await settled(page, "guest");
      await browser.stopBackground();
      assert.deepEqual(await popupReport(browser, await page.tabId()), report);
      await page.close();
    });

    test("what a tab showed before does not count any more", async () => {
      const page = await browser.open(at("four"));
      await settled(page, "guest");
      await badgeIs(browser, page, "!");
      await page.goto(`${HUB}/login`);
      await until(async () => (await reportOf(browser, await page.tabId())).place === "other", {
        what: "a report of the new page",
      });
      await badgeIs(browser, page, "");
      await page.goto(at("four"));
      await settled(page, "guest");
      await page.goto("https://blog.example/embed/etiquette/four");
      const app = await page.frame((url) => url === at("four"));
      await until(() => banner(app), { what: "the banner in the embedded app" });
      await reported(browser, page, ({ place }) => place === "embed");
      await page.goto("https://blog.example/embed/etiquette/cpu");
      await reported(browser, page, ({ pool }) => pool === "none");
      await badgeIs(browser, page, "");
      await page.close();
    });

    test("who looks at a tab changes nothing of what is kept", async () => {
      const page = await browser.open(at("four"));
      await settled(page, "guest");
      await page.goto(`${HUB}/login`);
      // A report of the page that comes now could be removed together with the old one.
      const before = await kept();
      assert.ok(before.includes("etiquette-four"), before);
      assert.equal((await reportOf(browser, await page.tabId())).place, "other");
      assert.equal(await kept(), before);
      await page.close();
    });

    test("nothing of a closed tab is kept", async () => {
      const page = await browser.open(at("four"));
      await settled(page, "guest");
      const key = `tab:${await page.tabId()}`;
      assert.ok((await kept()).includes(key));
      await page.close();
      await until(async () => !(await kept()).includes(`"${key}"`), { what: "the tab forgotten" });
    });

    test("no secret in messages, in storage, or in the report", async () => {
      await browser.background(() => {
        const recorded = /** @type {any} */ (globalThis);
        recorded.messages = [];
        chrome.runtime.onMessage.addListener((message) => {
          recorded.messages.push(message);
          return false;
        });
      });
      const page = await browser.open(`${HUB}/login?as=pro&next=/spaces/etiquette/three`);
      await reported(browser, page, ({ visitor }) => visitor.plan === "pro");
      const sign = `s1gn.${PLANTED_SECRETS.jwtSignature}`;
      await page.goto(`${at("three")}?__sign=${sign}&code=${PLANTED_SECRETS.csrfToken}`);
      const report = await reported(browser, page, ({ place }) => place === "direct");
      assert.equal(report.pool, "unknown");
      const messages = await browser.background(() => /** @type {any} */ (globalThis).messages);
      const kinds = new Set(messages.map((/** @type {any} */ { kind }) => kind));
      assert.ok(kinds.has("start") && kinds.has("facts"), [...kinds].join());
      const all = JSON.stringify([messages, report, await kept()]);
      for (const secret of [...Object.values(PLANTED_SECRETS), "s1gn", "paula", "Paula"])
        assert.ok(!all.includes(secret), secret);
      await page.close();
    });

    test("pages can neither speak to the extension nor fetch its files", async () => {
      const page = await browser.open(at("four"));
      await settled(page, "guest");
      const seen = await page.evaluate(async (origin) => {
        /** @param {string} file */
        const image = (file) =>
          new Promise((resolve) => {
            const image = new Image();
            image.onload = () => resolve("loaded");
            image.onerror = () => resolve("failed");
            image.src = `${origin}/${file}`;
          });
        const files = [
          "page/banner_host.js",
          "page/page_core.js",
          "page/page_core.wasm",
          "popup.html",
          "manifest.json",
        ];
        const fetched = files.map((file) =>
          fetch(`${origin}/${file}`).then(
            () => "loaded",
            () => "failed",
          ),
        );
        const { chrome, browser } = /** @type {any} */ (window);
        return {
          runtime: [typeof chrome?.runtime, typeof browser?.runtime],
          ours: Object.keys(window).filter((key) => /quota|wasm_bindgen|loadCore/i.test(key)),
          files: await Promise.all([...fetched, image("icons/16.png")]),
        };
      }, browser.extensionOrigin);
      assert.deepEqual(seen, {
        runtime: ["undefined", "undefined"],
        ours: [],
        files: Array(6).fill("failed"),
      });
      await page.close();
    });

    test("no error came of all this", () => {
      // But for what Firefox tells a page's owner about the attempts above.
      const refused = /^Security Error: Content at \S+ may not load or link to moz-extension:/;
      noErrorOfOurs(browser, refused);
    });
  });
}

test("chrome: when the extension goes away, its banner does at its next action", () =>
  withBrowser("chrome", stage, {}, async (browser) => {
    const page = await browser.open(`${at("orphan")}?first`);
    await until(() => banner(page), { what: "the banner" });
    const popup = await browser.extensionPage("popup.html?tab=-1");
    // The worker does not live to tell.
    browser.background(() => chrome.management.uninstallSelf()).catch(() => undefined);
    // Its pages go with it.
    await until(() =>
      popup
        .evaluate(() => false)
        .catch((error) => {
          assert.ok(error instanceof Error);
          return true;
        }),
    );
    // Its next action: it leaves for the back/forward cache, and comes back.
    await page.goto(`${HUB}/login`);
    await page.back();
    await until(async () => {
      const shown = await page.find(BANNER);
      return shown === null;
    });
    noErrorOfOurs(browser);
  }));
