// The first minutes: one page opens when the extension was installed and says what it does, it asks nobody
// anything, and tabs that were open before come along. And pictures of that page and the options page.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import {
  BROWSERS,
  banner,
  dist,
  reported,
  root,
  updateExtension,
  welcomePage,
  words,
} from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */

const OPEN = "https://first-open.hf.space/";
const LATER = "https://first-later.hf.space/";
const WELCOME = "welcome.html";
const OPTIONS = "options.html";
const SENTENCES = ["welcome_what", "welcome_whose", "welcome_banner", "welcome_badge"];
const NARROW = 320;

const strangers = ["open", "later"].map((name) =>
  space(`first/${name}`, { page: gradioLikePage(`first/${name}`) }),
);
const stage = onStage({ strangers });

/** The step that allows private windows. */
const STEPS = { chrome: "welcome_privateChromium", firefox: "welcome_privateFirefox" };

/** The paragraphs of a page of ours. @param {Page} page @returns {Promise<string[]>} */
const texts = (page) =>
  page.until(() => {
    const all = [...document.querySelectorAll("main p, main li")];
    return all.length > 0 && all.map(({ textContent }) => textContent);
  });

/** How many pages of ours are open in tabs. @param {Browser} browser @param {string} path */
const count = (browser, path) =>
  browser.background(async (/** @type {string} */ url) => {
    const contexts = await chrome.runtime.getContexts({});
    return contexts.filter(({ documentUrl }) => documentUrl === url).length;
  }, `${browser.extensionOrigin}/${path}`);

/** How many tabs are open. @param {Browser} browser */
const tabs = (browser) => browser.background(async () => (await chrome.tabs.query({})).length);

/** What the background and a page of ours have loaded that is not their own. @param {Browser} browser @param {Page} page */
async function loaded(browser, page) {
  const names = () => performance.getEntriesByType("resource").map(({ name }) => name);
  const all = [...(await browser.background(names)), ...(await page.evaluate(names))];
  return all.filter((name) => !name.startsWith(`${browser.extensionOrigin}/`));
}

/** What reached the stage. */
const asked = () => [
  ...stage.apiRequests.map(({ path }) => path),
  ...stage.unknownHosts,
  ...stage.catalogue.flatMap(({ id }) => stage.traffic(id).requests.map(({ path }) => path)),
];

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage, {
      ...{ later: true, keepsWelcome: true, privateWindows: "extension-not-allowed" },
    });
    /** @type {Page} */
    let open;
    /** @type {Page} */
    let welcome;

    test("a page opens, and says what the extension does", async () => {
      open = await browser.open(OPEN);
      await open.until(() => document.readyState === "complete");
      assert.equal(await banner(open), null, "there is no extension yet");
      await browser.installExtension();
      welcome = await welcomePage(browser);
      const said = await texts(welcome);
      assert.deepEqual(
        said.slice(0, SENTENCES.length),
        SENTENCES.map((key) => words(key)),
      );
      assert.equal(await count(browser, WELCOME), 1);
      const { title, lang, dir, heading } = await welcome.evaluate(() => ({
        title: document.title,
        ...{ lang: document.documentElement.lang, dir: document.documentElement.dir },
        heading: document.querySelector("h1")?.textContent,
      }));
      assert.deepEqual([title, heading], [words("welcome_title"), words("welcome_title")]);
      assert.deepEqual([lang, dir], ["en", "ltr"]);
    });

    test("it says how to allow private windows in this browser", async () => {
      const said = await texts(welcome);
      const { chrome, firefox } = STEPS;
      const other = name === "chrome" ? firefox : chrome;
      assert.ok(!said.includes(words(other)), "the other browser's step");
      assert.ok(!said.includes(words("welcome_privateOn")), "it is not allowed yet");
      assert.ok(said.includes(words("welcome_privateText")));
      assert.ok(said.includes(words(STEPS[name])));
    });

    test("it shows the banner, in which nothing can be pressed", async () => {
      const look = () =>
        welcome.evaluate(() => {
          const root = document.querySelector(".sample")?.shadowRoot;
          const banner = root?.querySelector(".banner");
          const main = root?.querySelector("a.main");
          if (!root || !banner || !main) return null;
          const { left, top, width, height } = main.getBoundingClientRect();
          const [x, y] = [left + width / 2, top + height / 2];
          return {
            mode: root.mode,
            isSeen: banner.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
            headline: root.querySelector(".headline")?.textContent,
            isInert: banner.hasAttribute("inert"),
            isPressed: root.elementFromPoint(x, y) === main,
            isBelow: top >= (document.querySelector("h1")?.getBoundingClientRect().bottom ?? 0),
          };
        });
      const shown = await until(look, { what: "the sample" });
      const headline = words("headline_guest");
      const expected = { mode: "open", isSeen: true, headline, isBelow: true };
      assert.deepEqual(shown, { ...expected, isInert: true, isPressed: false });
      // A press would be seen.
      await welcome.evaluate(() => {
        const root = document.querySelector(".sample")?.shadowRoot;
        root?.querySelector(".banner")?.removeAttribute("inert");
      });
      assert.deepEqual(await look(), { ...expected, isInert: false, isPressed: true });
      await welcome.reload();
    });

    // For tabs that were open before an update: popup.test.mjs and after_update.test.mjs.
    test("a tab that was open before comes along", async () => {
      if (name === "firefox") {
        const { headline } = await until(() => banner(open), { what: "the banner" });
        assert.equal(headline, words("headline_guest"));
        return;
      }
      const popup = await browser.openPopup(open);
      await popup.until(
        (text) => document.querySelector("#verdict")?.textContent === text,
        words("popup_stale"),
      );
      assert.equal(await banner(open), null);
      await popup.click("[data-act=reload]");
      const { headline } = await until(() => banner(open), { what: "the banner" });
      assert.equal(headline, words("headline_guest"));
    });

    test("its button opens the options", async () => {
      await welcome.toFront();
      await welcome.until(() => document.querySelector("[data-act=options]") !== null);
      // Chromium shows them in a frame of its own page of extensions, and tells us of no context there.
      const id = browser.extensionOrigin.replace(/^.*\//, "");
      const own = name === "chrome" ? `chrome://extensions/?options=${id}` : "about:addons";
      const before = await tabs(browser);
      assert.equal(await count(browser, OPTIONS), 0);
      await welcome.click("[data-act=options]");
      const page = await browser.page((url) => url === own);
      if (name === "firefox")
        await until(async () => (await count(browser, OPTIONS)) === 1, { what: "the options" });
      assert.equal(await tabs(browser), before + 1);
      await page.close();
    });

    test("no second one opens after an update", async () => {
      assert.equal(await count(browser, WELCOME), 1);
      // What the same listener does with an update: what an older version stored moves.
      await browser.background(() => chrome.storage.local.set({ asksQuota: true }));
      const isMoved = () =>
        browser.background(async () => (await chrome.storage.sync.get()).asksQuota === true);
      assert.equal(await isMoved(), false);
      const before = await tabs(browser);
      // It closes pages of ours: this one.
      await updateExtension(browser);
      await until(isMoved, { what: "the listener to have run" });
      assert.equal(await tabs(browser), before - 1);
      assert.equal(await count(browser, WELCOME), 0);
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    /** @type {string} */
    let builds;
    before(async () => {
      await mkdir(folder, { recursive: true });
      builds = await mkdtemp(join(tmpdir(), "whose-quota-first-run-"));
    });
    after(() => rm(builds, { recursive: true }));

    /**
     * A page of ours as it is, once it is complete, and what does not fit into a narrow window.
     * @param {Page} page
     * @param {string} file
     */
    async function picture(page, file) {
      await page.until(() => document.querySelector("main button") !== null);
      await page.until(() => document.querySelector(".sample")?.shadowRoot !== null);
      await page.screenshot(join(folder, `${file}.png`), { fullPage: true });
      // The sample stands in one line, as the banner does on a desktop.
      const lines = await page.evaluate(() => {
        const headline = document.querySelector(".sample")?.shadowRoot?.querySelector(".headline");
        const range = document.createRange();
        if (headline) range.selectNodeContents(headline);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size;
      });
      assert.ok(lines <= 1, `${lines} lines`);
      const clipped = await page.evaluate(async (/** @type {number} */ width) => {
        const frame = document.createElement("iframe");
        frame.style.cssText = `width: ${width}px; height: 900px; border: 0`;
        frame.src = location.href;
        document.body.append(frame);
        await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
        while (!frame.contentDocument?.querySelector("main button"))
          await new Promise((resolve) => requestAnimationFrame(resolve));
        return [...frame.contentDocument.querySelectorAll("main *")]
          .filter((element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < 0 || right > width;
          })
          .map(({ outerHTML }) => outerHTML.slice(0, 200));
      }, NARROW);
      assert.deepEqual(clipped, []);
    }

    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      test(`${colorScheme}: nobody is asked anything`, async () => {
        stage.apiRequests.length = 0;
        stage.unknownHosts.clear();
        const start = { colorScheme, keepsWelcome: true, privateWindows: true };
        await withBrowser(name, stage, start, async (browser) => {
          const page = await welcomePage(browser);
          const said = await texts(page);
          assert.ok(!said.includes(words(STEPS[name])), "it is allowed already");
          assert.ok(said.includes(words("welcome_privateOn")));
          await picture(page, `welcome-${colorScheme}`);
          assert.deepEqual([...asked(), ...(await loaded(browser, page))], []);
          // A question would be seen.
          const space = await browser.open(LATER);
          await reported(browser, space, ({ pool }) => pool === "guest");
          const path = "/api/spaces/by-subdomain/first-later";
          const all = [...asked(), ...(await loaded(browser, page))];
          assert.deepEqual(all, [path, `https://huggingface.co${path}`]);
          noErrorOfOurs(browser);
        });
      });

      // Each browser speaks English here: the extension speaks another language in its place.
      for (const code of ["en", "de", "ar", "ja", "th"])
        test(`${code}, ${colorScheme}`, async () => {
          const extension = join(builds, `${code}-${colorScheme}`);
          await cp(dist(name), extension, { recursive: true });
          const locales = join(extension, "_locales");
          const file = join(locales, code, "messages.json");
          const texts = JSON.parse(await readFile(file, "utf8"));
          const say = (/** @type {string} */ key) => texts[key].message;
          if (code !== "en") await cp(file, join(locales, "en", "messages.json"));
          const start = { extension, colorScheme, keepsWelcome: true };
          await withBrowser(name, stage, start, async (browser) => {
            for (const what of ["welcome", "options"]) {
              const page =
                what === "welcome"
                  ? await welcomePage(browser)
                  : await browser.extensionPage(OPTIONS);
              await page.toFront();
              await picture(page, `language-${code}-${colorScheme}-${what}`);
              const { heading, lang, dir } = await page.evaluate(() => ({
                heading: document.querySelector("h1")?.textContent,
                ...{ lang: document.documentElement.lang, dir: document.documentElement.dir },
              }));
              const expected = [say(`${what}_title`), code, say("direction")];
              assert.deepEqual([heading, lang, dir], expected);
            }
            noErrorOfOurs(browser);
          });
        });
    }
  });
}
