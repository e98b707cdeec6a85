// Pages that hang: a frame that never ends its turn silences nobody else, and the popup on a page that
// hangs shows what is known.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, badgeIs, banner, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** How long a page hangs here, in ms. */
const HANGS_MS = 8_000;
/** In which time others are told, far below that. */
const SOON_MS = 3_000;

/** Hangs when it is told to, and says so. */
const HANGING = `<script>
  addEventListener("message", ({ data, source }) => {
    if (data !== "hang") return;
    source?.postMessage("hangs", "*");
    const end = Date.now() + ${HANGS_MS};
    setTimeout(() => { while (Date.now() < end); document.title = "over"; });
  });
</script>`;

/** Hangs before it is parsed, and tells the stage. */
const HANGING_EARLY = `<script>
  const request = new XMLHttpRequest();
  request.open("GET", "https://hangs.example/", false);
  try { request.send(); } catch {}
  const end = Date.now() + ${HANGS_MS};
  while (Date.now() < end);
</script>`;

/** @param {string} name @param {Parameters<typeof gradioLikePage>[1]} [parts] */
function like(name, parts) {
  const id = `hung/${name}`;
  return space(id, { page: gradioLikePage(id, parts), hardware: "zero-a10g" });
}
/** @param {string} name */
const at = (name) => `https://hung-${name}.hf.space/`;

const strangers = [
  like("loop", { body: HANGING }),
  like("early", { head: HANGING_EARLY }),
  like("beside"),
  like("other"),
];
const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** While a tab hangs, Firefox's driver opens no other. @type {import("./driver/index.mjs").Page} */
    let popup;
    before(async () => {
      // The worker has started, and the answers are known: what is measured is the waiting alone.
      for (const space of ["other", "beside"]) await open(at(space));
      popup = await browser.extensionPage("popup.html?tab=-1");
    });

    /** @param {string} url */
    async function open(url) {
      const page = await browser.open(url, { waitUntil: "domcontentloaded" });
      await until(() => banner(page), { what: `the banner of ${url}`, timeout: SOON_MS });
      await badgeIs(browser, page, "!");
      await page.close();
    }

    /** @param {number} tab */
    const tabOf = (tab) =>
      browser.background((/** @type {number} */ tab) => chrome.tabs.get(tab), tab);

    /** Lets the first frame of a page hang. @param {import("./driver/index.mjs").Page} page */
    async function hangFrame(page) {
      await page.evaluate((/** @type {string} */ host) => {
        const frame = [...document.querySelectorAll("iframe")].find(({ src }) => src === host);
        addEventListener("message", ({ data }) => {
          document.title = data;
        });
        frame?.contentWindow?.postMessage("hang", "*");
      }, at("loop"));
      await page.until(() => document.title === "hangs");
    }

    /**
     * The popup on a tab, as soon as it shows anything, and how long that took.
     * @param {number} tab
     */
    async function popupOf(tab) {
      // Behind another tab its timers would be late.
      await popup.toFront();
      await popup.goto(`${browser.extensionOrigin}/popup.html?tab=${tab}`);
      const { ms, headline } = await popup.until(() => {
        const [shown] = performance.getEntriesByName("shown");
        return (
          shown && { ms: shown.startTime, headline: document.querySelector("h1")?.textContent }
        );
      });
      return { ms, headline };
    }

    test("a frame that hangs keeps no other tab, and no other frame, from its banner", async () => {
      const page = await browser.open("https://blog.example/two-embeds/hung/loop/hung/beside");
      await reported(browser, page, ({ pool, place }) => pool === "guest" && place === "embed");
      await open(at("other"));
      await hangFrame(page);
      const began = Date.now();
      // The frame beside it speaks, which asks for what the other one says.
      await page.evaluate((/** @type {string} */ host) => {
        const frame = [...document.querySelectorAll("iframe")].find(({ src }) => src === host);
        if (frame) frame.src += "?again";
      }, at("beside"));
      await open(at("other"));
      await open(at("beside"));
      const took = Date.now() - began;
      assert.ok(took < HANGS_MS, `so it hung no more: ${took} ms`);
      // The tab itself goes on.
      await page.goto(at("beside"), { waitUntil: "domcontentloaded" });
      await until(() => banner(page), { what: "the banner in the same tab", timeout: SOON_MS });
      await page.close();
    });

    test("the popup on a page that hangs shows what is kept at once", async () => {
      const page = await browser.open(at("loop"));
      const tab = await page.tabId();
      await badgeIs(browser, page, "!");
      const popups = async () => {
        const times = [];
        for (let round = 0; round < 3; round += 1) {
          const { ms, headline } = await popupOf(tab);
          assert.equal(headline, words("verdict_guest"));
          times.push(ms);
        }
        return times;
      };
      const usual = await popups();
      await page.evaluate(() => postMessage("hang", "*"));
      const hung = await popups();
      const [least, more] = [usual, hung].map((times) => Math.min(...times));
      assert.ok(more - least < 300, `${hung} ms, usually ${usual} ms`);
      assert.notEqual((await tabOf(tab)).title, "over", "so it hung no more");
      await page.until(() => document.title === "over");
      await page.close();
    });

    test("a page that hangs before it says anything is called busy, until it answers", async () => {
      const page = await browser.open("https://blog.example/plain");
      const tab = await page.tabId();
      // Firefox gets no other tab to the front while the one in front hangs.
      await popup.toFront();
      // Nobody can wait for a page that hangs: it goes there by itself.
      await page.evaluate((/** @type {string} */ url) => location.assign(url), at("early"));
      await until(() => stage.unknownHosts.delete("hangs.example"), { what: "the page to hang" });
      const { headline } = await popupOf(tab);
      assert.equal(headline, words("popup_busy"));
      await popup.until(
        (/** @type {string} */ verdict) => document.querySelector("h1")?.textContent === verdict,
        words("verdict_guest"),
      );
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
