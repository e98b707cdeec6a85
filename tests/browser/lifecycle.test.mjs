// What a browser does with documents: it keeps them in its back/forward cache while answers are under way,
// unloads them to save memory; and they write themselves anew, which takes all listeners away.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, staticAppPage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, badgeIs, banner, popupReport, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

const HUB = "https://huggingface.co";
/** What the stage sends else is kept in no back/forward cache. */
const KEPT = { "cache-control": "no-cache" };
/** Forbids WASM in Chromium: there the core comes as JavaScript. */
const NO_WASM = { ...KEPT, "content-security-policy": "script-src 'unsafe-inline'" };

/** A page like Gradio's, with a button that runs and one that shows a toast where Gradio has them. */
const BODY = `<div class="gradio-container"><div class="app"><div class="wrap"></div>
<div class="toast-wrap"></div></div></div>
<button id="run" onclick="fetch('/gradio_api/queue/join', { method: 'POST' })">Run</button>
<button id="toast" onclick="document.querySelector('.toast-wrap').innerHTML =
  '<div class=toast-body><div class=toast-title>Error</div><div class=toast-text>' +
  'No GPU was available</div></div>'">Toast</button>`;

/** The Hub's API answers about it when a test says so. @type {Record<string, () => void>} */
const answer = {};

/** @param {string} name @param {Partial<import("../stage/space.mjs").Space>} [given] */
function like(name, given) {
  const id = `lives/${name}`;
  return space(id, { page: gradioLikePage(id, { body: BODY }), headers: KEPT, ...given });
}

/** @param {string} name */
const late = (name) =>
  BROWSERS.map((browser) =>
    like(`${name}-${browser}`, {
      api: new Promise((resolve) => {
        answer[`${name}-${browser}`] = () => resolve(null);
      }),
      ...(name.includes("csp") && { headers: NO_WASM }),
    }),
  );

/** @param {string} name */
const at = (name) => `https://lives-${name}.hf.space/`;

const own = space("lives/own", { page: staticAppPage(space("lives/own")) });
const strangers = [
  ...[like("plain"), like("csp", { headers: NO_WASM }), own],
  ...[...late("late"), ...late("late-csp")],
];
const stage = onStage({ strangers });

/** Ways in which a page writes itself anew. @type {Record<string, (html: string) => any>} */
const REWRITES = {
  "at once": (html) => {
    document.open();
    document.write(html);
    document.close();
  },
  "twice, each in two steps, never closed": async (html) => {
    for (const text of ["<!doctype html><p>once</p>", html]) {
      document.open();
      await new Promise((resolve) => setTimeout(resolve));
      document.write(text);
      await new Promise((resolve) => setTimeout(resolve));
    }
  },
};

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    before(async () => {
      // What the driver loads for that empties Chromium's cache.
      const first = await browser.open(`${HUB}/login`);
      await first.tabId();
      await first.close();
    });

    /**
     * @param {Page} page
     * @param {"derived" | "assumed" | "observed"} grade
     */
    async function saysGuest(page, grade) {
      await reported(browser, page, (report) => report.pool === "guest" && report.grade === grade);
      await badgeIs(browser, page, "!", `badge_guest_${grade}`);
      await until(() => banner(page), { what: "the banner" });
      const count = (/** @type {string} */ tag) => document.querySelectorAll(tag).length;
      assert.equal(await page.evaluate(count, BANNER), 1);
      const report = await popupReport(browser, await page.tabId());
      assert.deepEqual([report.pool, report.grade, report.banner], ["guest", grade, "shown"]);
    }

    /**
     * Leaves, and comes back to the very document that was left. (A Firefox that is busy does not always
     * keep it, and loads it anew: what is said must be right there too.)
     * @param {Page} page
     * @param {() => Promise<unknown>} meanwhile
     * @returns {Promise<boolean>} whether it was kept
     */
    async function awayAndBack(page, meanwhile) {
      const url = await page.evaluate(() => {
        /** @type {any} */ (window).isOld = true;
        return location.href;
      });
      await page.goto(`${HUB}/login`);
      await badgeIs(browser, page, "", "extensionName");
      await meanwhile();
      await badgeIs(browser, page, "", "extensionName");
      await page.back();
      await page.until((url) => location.href === url, url);
      const isOld = await page.evaluate(() => Boolean(/** @type {any} */ (window).isOld));
      assert.ok(isOld || name === "firefox", "it was kept");
      return isOld;
    }

    for (const kind of ["late", "late-csp"]) {
      test(`${kind}: an answer of the Hub that came while the page lay in the cache`, async () => {
        const space = `${kind}-${name}`;
        const page = await browser.open(at(space));
        const isAsked = () => stage.apiRequests.some(({ path }) => path.endsWith(`lives-${space}`));
        await until(isAsked, { what: "the question" });
        await awayAndBack(page, async () => {
          answer[space]();
          const key = `lives-${space}.hf.space:by-subdomain/lives-${space}`;
          await until(
            () =>
              browser.background(
                async (/** @type {string} */ key) =>
                  key in Object((await chrome.storage.session.get("hub")).hub),
                key,
              ),
            { what: "the answer" },
          );
        });
        await saysGuest(page, "derived");
        await page.close();
      });
    }

    test("an answer of the background that came while the page lay in the cache", async () => {
      await browser.background(() => {
        const own = /** @type {any} */ (globalThis);
        const { session } = chrome.storage;
        own.held = [];
        own.set = session.set;
        session.set = /** @type {any} */ (
          async (/** @type {any} */ items) => {
            await new Promise((resolve) => own.held.push(resolve));
            return own.set.call(session, items);
          }
        );
      });
      const page = await browser.open(at("plain"));
      await until(() => browser.background(() => /** @type {any} */ (globalThis).held.length), {
        what: "a report",
      });
      await awayAndBack(page, () =>
        browser.background(() => {
          const own = /** @type {any} */ (globalThis);
          chrome.storage.session.set = own.set;
          for (const resolve of own.held) resolve();
        }),
      );
      await saysGuest(page, "derived");
      await page.close();
    });

    test("what happened before the page was left is forgotten, what was dismissed is not", async () => {
      const page = await browser.open(at("plain"));
      await saysGuest(page, "derived");
      await page.click("#run");
      await saysGuest(page, "observed");
      await awayAndBack(page, async () => {});
      await saysGuest(page, "derived");
      await page.clickIn(BANNER, "[data-act=dismiss]");
      const isKept = await awayAndBack(page, async () => {});
      await badgeIs(browser, page, "!", "badge_guest_derived");
      await until(async () => ((await page.find(BANNER)) === null) === isKept, {
        what: "a banner, unless it was dismissed",
      });
      await page.close();
    });

    test("a tab that was unloaded says the same when it is loaded again", async () => {
      const page = await browser.open(at("plain"));
      await page.click("#run");
      await saysGuest(page, "observed");
      const front = await browser.open(`${HUB}/login`);
      await front.toFront();
      await page.discard();
      await page.toFront();
      await saysGuest(page, "derived");
      await front.close();
      await page.close();
    });

    for (const [how, rewrite] of Object.entries(REWRITES)) {
      // A document that was never closed has never loaded: it comes into no cache.
      const isClosed = how === "at once";
      for (const kind of ["plain", "csp"]) {
        test(`${kind}: a page that writes itself anew ${how} is heard afterwards`, async () => {
          const html = gradioLikePage(`lives/${kind}`, { body: BODY });
          const page = await browser.open(at(kind));
          await saysGuest(page, "derived");
          await page.evaluate(rewrite, html);
          await saysGuest(page, "derived");
          await page.click("#run");
          await saysGuest(page, "observed");
          await page.click("#toast");
          const { messages, runs } = await reported(
            browser,
            page,
            (report) => report.messages.length > 0,
          );
          assert.deepEqual(
            [messages.map((/** @type {any} */ { cause }) => cause), runs.length],
            [["no-gpu"], 1],
          );
          await until(async () => (await banner(page))?.headline === words("card_noGpu"), {
            what: "the card",
          });
          // And from the cache it comes back as any other page.
          if (isClosed) {
            await awayAndBack(page, async () => {});
            await saysGuest(page, "derived");
          }
          await page.clickIn(BANNER, "[data-act=dismiss]");
          await until(async () => (await page.find(BANNER)) === null, { what: "no banner" });
          await page.close();
        });
      }
    }

    test("what a page has become counts once it has written itself anew", async () => {
      const page = await browser.open(at("own"));
      // A front end of its own may do what it likes.
      await saysGuest(page, "assumed");
      await page.evaluate(REWRITES["at once"], gradioLikePage("lives/own", { body: BODY }));
      await saysGuest(page, "derived");
      await page.close();
    });

    test("a frame on the Hub page that writes itself anew hears the answer afterwards", async () => {
      const page = await browser.open(`${HUB}/login?as=pro&next=/spaces/lives/plain`);
      await reported(browser, page, ({ pool, visitor }) => visitor.signedIn && pool === "unknown");
      const app = await page.frame((url) => url.startsWith(at("plain")));
      await app.evaluate(REWRITES["at once"], gradioLikePage("lives/plain", { body: BODY }));
      await app.evaluate(() =>
        parent.postMessage("supports-zerogpu-headers", "https://huggingface.co"),
      );
      const { handshake } = await reported(browser, page, ({ pool }) => pool === "account");
      assert.equal(handshake, "answered");
      await badgeIs(browser, page, "", "badge_account_derived");
      assert.equal(await banner(page), null);
      assert.equal(await banner(app), null);
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
