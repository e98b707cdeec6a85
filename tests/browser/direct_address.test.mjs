// Direct addresses that lead to the Hub page, for visitors who chose that: which ones, once in each tab, with a
// way back that stays, and nowhere else.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { signOf } from "../stage/accounts.mjs";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, updateExtension, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const HUB = "https://huggingface.co";
const ELSEWHERE = "https://blog.example/plain";
/** Genuine Gradio, with a page at another path. */
const PAGES = "apps/pages-6";
const JSON_TYPE = "application/json";

/** The Hub's API answers about these when a test says so. @type {Record<string, () => void>} */
const answer = {};
const late = (/** @type {string} */ name) => ({
  api: new Promise((resolve) => {
    answer[name] = () => resolve(null);
  }),
});

/** @type {Record<string, Partial<import("../stage/catalogue.mjs").Space>>} */
const SPACES = {
  ...{ one: {}, two: {}, open: {}, unloaded: {}, secret: {} },
  renamed: { subdomain: "direct-before", host: "direct-before.hf.space" },
  ...{ cpu: { hardware: "cpu-basic" }, guarded: { visibility: "protected" } },
  asleep: { stage: "SLEEPING", app: "sleeping" },
  mine: { visibility: "private" },
  down: { api: { status: 503, type: "text/html", body: "" } },
  // The Hub describes another Space, of another host.
  denied: {
    api: {
      ...{ status: 200, type: JSON_TYPE },
      body: JSON.stringify({ id: "somebody/else", subdomain: "somebody-else", private: false }),
    },
  },
  ...Object.fromEntries(BROWSERS.map((name) => [`late-${name}`, late(name)])),
};
const strangers = Object.entries(SPACES).map(([name, given]) =>
  space(`direct/${name}`, { page: gradioLikePage(`direct/${name}`), ...given }),
);
const stage = onStage({ strangers, ready: [PAGES] });

/** @param {string} name */
const at = (name) => `https://direct-${name}.hf.space/`;
/** @param {string} name */
const hubPage = (name) => `${HUB}/spaces/direct/${name}`;
/** Where a Space stands that has another name now. */
const BEFORE = "https://direct-before.hf.space/";

/** Addresses that lead nowhere, by why. */
const NEVER = {
  "without ZeroGPU": at("cpu"),
  protected: at("guarded"),
  private: `${at("mine")}?__sign=${signOf("direct/mine")}`,
  "asleep, in the Hub's words": at("asleep"),
  "the Hub answers nothing": at("down"),
  "the Hub describes another Space": at("denied"),
  "the Hub knows none": at("absent"),
  "with a pass": `${at("one")}?a=1&__sign=x`,
  "at another path": "https://apps-pages-6.hf.space/sing",
};

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page[]} */
    const pages = [];
    before(async () => {
      await (await browser.open(`${HUB}/login?as=pro`)).close();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.close();
    });

    /** A tab of its own. @param {string} [url] @param {import("./driver/index.mjs").OpenOptions} [options] */
    async function open(url = ELSEWHERE, options = {}) {
      const page = await browser.open(url, options);
      pages.push(page);
      return page;
    }

    /** @param {boolean} opensHub */
    const choose = (opensHub) =>
      browser.background(
        (/** @type {boolean} */ opensHub) => chrome.storage.sync.set({ opensHub }),
        opensHub,
      );

    /** The addresses that led to a Hub page, by tab, as far as that is stored. */
    async function kept() {
      const all = await browser.background(() => chrome.storage.session.get());
      return Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith("opened:")));
    }

    /** Those of a tab, as text. @param {Page} page */
    const led = async (page) =>
      JSON.stringify((await kept())[`opened:${await page.tabId()}`]) ?? "";

    /** Resolves when a tab has come to an address. @param {Page} page @param {string} url */
    const arrives = (page, url) =>
      page.until((url) => location.href === url && document.readyState === "complete", url);

    /**
     * Goes to an address that leads on: a browser may tell of a navigation that another one has ended.
     * @param {Page} page
     * @param {string} url
     * @param {string} target
     */
    async function leads(page, url, target) {
      await page.goto(url).catch(() => undefined);
      await arrives(page, target);
    }

    /** Resolves when a document at a direct address has got its verdict, which comes after. @param {Page} page @param {string} url */
    async function stays(page, url) {
      await reported(browser, page, ({ place }) => place === "direct");
      assert.equal(await page.evaluate(() => location.href), url);
    }

    /** One page back, as the browser's own button goes. @param {Page} page */
    const goBack = (page) => page.evaluate(() => void setTimeout(() => history.back()));

    /** What the Hub page says that it was led to. @param {Page} page */
    const note = (page) => until(() => banner(page), { what: "the note" });

    test("nothing leads anywhere before it is chosen, and then no page that is open", async () => {
      const page = await open(at("open"));
      await stays(page, at("open"));
      const { headline } = await until(() => banner(page), { what: "the banner" });
      assert.equal(headline, words("headline_guest"));
      const options = await open(`${browser.extensionOrigin}/options.html`);
      await options.until(() => document.querySelector("[data-key=opensHub]") !== null);
      const isOn = () =>
        options.evaluate(
          () =>
            /** @type {HTMLInputElement} */ (document.querySelector("[data-key=opensHub]")).checked,
        );
      assert.equal(await isOn(), false);
      await options.click("[data-key=opensHub]");
      await options.until(
        (saved) => document.querySelector(".saved")?.textContent === saved,
        words("options_saved"),
      );
      assert.equal(await isOn(), true);
      await stays(page, at("open"));
      assert.deepEqual(await kept(), {});
      await leads(await open(), at("open"), hubPage("open"));
    });

    test("the Hub page keeps what the address says, and leads back", async () => {
      await choose(true);
      const page = await open();
      const address = `${at("one")}?prompt=a%20sea&__theme=dark&size=2#top`;
      await leads(page, address, `${hubPage("one")}?prompt=a%20sea&size=2#top`);
      assert.ok((await led(page)).includes("direct-one"));
      const { headline, cause, buttons } = await note(page);
      assert.deepEqual(
        { headline, cause, buttons },
        {
          ...{ headline: words("headline_opened"), cause: words("cause_opened") },
          buttons: ["fold", "back", "dismiss"],
        },
      );
      await page.clickIn(BANNER, "[data-act=back]");
      await page.until((start) => location.href.startsWith(start), at("one"));
      const now = await page.evaluate(() => location.href);
      await stays(page, now);
      await page.reload();
      await stays(page, now);
      // Another Hub page was opened by nobody but the visitor.
      await page.goto(hubPage("two"));
      await reported(browser, page, ({ place }) => place === "hub");
      assert.equal(await banner(page), null);
    });

    test("the browser's own way back stays too", async () => {
      await choose(true);
      const page = await open();
      await leads(page, at("one"), hubPage("one"));
      await note(page);
      await goBack(page);
      await arrives(page, at("one"));
      await stays(page, at("one"));
    });

    test("the Hub page of a Space that was renamed leads back to the address of its former name", async () => {
      await choose(true);
      const page = await open();
      await leads(page, BEFORE, hubPage("renamed"));
      assert.equal((await note(page)).headline, words("headline_opened"));
      await page.clickIn(BANNER, "[data-act=back]");
      await arrives(page, BEFORE);
      await stays(page, BEFORE);
    });

    test("the popup of that Hub page leads back, another one's does not", async () => {
      await choose(true);
      const page = await open(hubPage("two"));
      await reported(browser, page, ({ place }) => place === "hub");
      /** @param {import("./driver/index.mjs").Popup} popup */
      const said = async (popup) => {
        await popup.until(() => document.querySelector("#report")?.textContent !== "");
        return popup.evaluate(() => ({
          isOffered: document.querySelector("[data-act=back]") !== null,
          text: document.querySelector("main")?.textContent ?? "",
        }));
      };
      const other = await browser.openPopup(page);
      const { isOffered, text } = await said(other);
      assert.ok(!isOffered && !text.includes(words("popup_opened")), text);
      await other.close();
      await leads(page, at("one"), hubPage("one"));
      await note(page);
      const popup = await browser.openPopup(page);
      const own = await said(popup);
      assert.ok(own.isOffered && own.text.includes(words("popup_opened")), own.text);
      await popup.click("[data-act=back]");
      await arrives(page, at("one"));
      await stays(page, at("one"));
    });

    test("once in each tab", async () => {
      await choose(true);
      const page = await open();
      await leads(page, at("one"), hubPage("one"));
      await page.goto(ELSEWHERE);
      await page.goto(at("one"));
      await stays(page, at("one"));
      // Another Space's address, and another tab.
      await leads(page, at("two"), hubPage("two"));
      await leads(await open(), at("one"), hubPage("one"));
    });

    test("never where there is no public Hub page with ZeroGPU, nor another address", async () => {
      await choose(true);
      const page = await open();
      for (const [why, url] of Object.entries(NEVER)) {
        await page.goto(url);
        await stays(page, url).catch((error) => {
          throw new Error(`${why}: ${error.message}`);
        });
      }
      assert.equal(await led(page), "");
      await leads(page, "https://apps-pages-6.hf.space/", `${HUB}/spaces/${PAGES}`);
    });

    test("never in a frame", async () => {
      await choose(true);
      const page = await open("https://blog.example/embed/direct/one");
      const frame = await page.frame((url) => url === at("one"));
      await until(() => banner(frame), { what: "the banner" });
      assert.equal(await frame.evaluate(() => location.href), at("one"));
      assert.equal(await led(page), "");
      await leads(page, at("one"), hubPage("one"));
    });

    test("never from a page of the Hub, whose visitor wants this address", async () => {
      await choose(true);
      for (const from of [hubPage("two"), `${HUB}/blog/direct/two`, ELSEWHERE]) {
        const page = await open(from);
        await page.evaluate((/** @type {string} */ href) => {
          const link = document.createElement("a");
          Object.assign(link, { id: "direct", href, textContent: "a direct address" });
          document.body.prepend(link);
        }, at("one"));
        await page.click("#direct");
        if (from === ELSEWHERE) {
          await arrives(page, hubPage("one"));
        } else {
          await arrives(page, at("one"));
          await stays(page, at("one"));
          assert.equal(await led(page), "");
        }
      }
    });

    test("a tab that has gone elsewhere meanwhile was not led", async () => {
      await choose(true);
      const page = await open();
      const path = `/api/spaces/by-subdomain/direct-late-${name}`;
      const isAsked = () => stage.apiRequests.some((request) => request.path === path);
      assert.ok(!isAsked());
      await page.goto(at(`late-${name}`), { waitUntil: "domcontentloaded" });
      await until(isAsked, { what: "the question" });
      await page.goto(hubPage(`late-${name}`));
      answer[name]();
      await reported(browser, page, ({ place }) => place === "hub");
      await until(async () => {
        const { hub } = await browser.background(() => chrome.storage.session.get());
        return JSON.stringify(hub ?? {}).includes(`direct-late-${name}`);
      });
      assert.equal(await banner(page), null);
      await leads(page, at(`late-${name}`), hubPage(`late-${name}`));
      assert.equal((await note(page)).headline, words("headline_opened"));
    });

    test("a direct address that was gone back to stays after the tab was unloaded", async () => {
      await choose(true);
      const page = await open();
      await leads(page, at("unloaded"), hubPage("unloaded"));
      await page.goto(at("unloaded"));
      await stays(page, at("unloaded"));
      await (await open()).toFront();
      await page.discard();
      await page.toFront();
      await stays(page, at("unloaded"));
    });

    test("an update of the extension takes no visitor away from an open page", async () => {
      await choose(true);
      const page = await open();
      await leads(page, at("two"), hubPage("two"));
      await page.goto(at("two"));
      await stays(page, at("two"));
      await updateExtension(browser);
      // Firefox starts our scripts anew there.
      if (name === "firefox") await stays(page, at("two"));
      await page.reload();
      await stays(page, at("two"));
    });

    describe("in a private window", () => {
      /** @type {Page} */
      let page;
      before(async () => {
        await choose(true);
        page = await browser.open(`${HUB}/login?as=pro`, { private: true });
      });

      test("the way there and back is the same, and nothing of it is stored", async () => {
        const stored = async () =>
          JSON.stringify(await browser.background(() => chrome.storage.session.get()));
        const usual = await open();
        await leads(usual, at("one"), hubPage("one"));
        assert.ok((await stored()).includes("direct-one"));
        await leads(page, at("secret"), hubPage("secret"));
        assert.equal((await note(page)).headline, words("headline_opened"));
        assert.ok(!(await stored()).includes("direct-secret"));
        assert.equal(await led(page), "");
        await page.clickIn(BANNER, "[data-act=back]");
        await arrives(page, at("secret"));
        await stays(page, at("secret"));
        assert.ok(!(await stored()).includes("direct-secret"));
      });

      for (const way of ["the note's", "the browser's own"])
        test(`${way} way back stays after the background slept`, async () => {
          const space = way === "the note's" ? "one" : "two";
          await leads(page, at(space), hubPage(space));
          await note(page);
          // Nobody speaks any more who could wake it: a note that is composed anew is none then.
          await page.evaluate(() => document.querySelector("iframe.space-iframe")?.remove());
          await reported(browser, page, ({ place }) => place === "hub");
          // What it knows of private windows ends with it.
          await browser.stopBackground();
          if (space === "one") await page.clickIn(BANNER, "[data-act=back]");
          else await goBack(page);
          await arrives(page, at(space));
          await stays(page, at(space));
        });
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
