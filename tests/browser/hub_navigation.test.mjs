// The Hub's pages that become others without loading: the address changes in place, the content is
// swapped before or after it. What is said follows, and in between nothing is said.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, badgeIs, banner, popupReport, reportOf } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const HUB = "https://huggingface.co";
/** Two ZeroGPU Spaces, and one on a CPU. */
const ONE = "/spaces/place/one";
const TWO = "/spaces/place/two";
const CPU = "/spaces/place/cpu";
const FILES = `${ONE}/tree/main`;
const ORDERS = /** @type {const} */ (["address first", "content first"]);

/** Says the word of the handshake, as Gradio does. */
const ASKS = `<script>parent.postMessage("supports-zerogpu-headers", "https://huggingface.co")</script>`;

const strangers = ["one", "two", "cpu"].map((name) => {
  const id = `place/${name}`;
  const hardware = name === "cpu" ? "cpu-basic" : "zero-a10g";
  return space(id, { page: gradioLikePage(id, { body: ASKS }), hardware });
});
const stage = onStage({ strangers });

/**
 * The first half of a navigation in place: the next page's address, or its content.
 * @param {Page} page
 * @param {string} path
 * @param {"address" | "content"} half
 */
async function move(page, path, half) {
  await page.evaluate(
    async (path, half) => {
      if (half === "address") return history.pushState(null, "", path);
      const html = await (await fetch(path)).text();
      const next = new DOMParser().parseFromString(html, "text/html");
      document.title = next.title;
      document.body.replaceWith(next.body);
      // Scripts that a parser has not run run when they are put in anew.
      for (const old of document.body.querySelectorAll("script")) {
        const script = document.createElement("script");
        script.textContent = old.textContent;
        old.replaceWith(script);
      }
    },
    path,
    half,
  );
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {string} path of the Hub, for a visitor who is signed out */
    const open = (path) => browser.open(`${HUB}/logout?${new URLSearchParams({ next: path })}`);

    /** @param {Page} page what badge, banner and report say */
    async function said(page) {
      const tab = await page.tabId();
      const report = await reportOf(browser, tab);
      return {
        space: report.space.id,
        place: report.place,
        verdict: `${report.pool}/${report.grade}`,
        banner: (await banner(page))?.links.map((/** @type {any} */ { href }) => href) ?? null,
        count: await page.evaluate((tag) => document.querySelectorAll(tag).length, BANNER),
      };
    }

    /**
     * @param {Page} page
     * @param {Partial<Awaited<ReturnType<typeof said>>>} expected
     * @param {string} text of the badge
     * @param {string} title its key
     */
    async function says(page, expected, text, title) {
      /** @type {unknown} */
      let actual;
      await until(
        async () => {
          actual = await said(page);
          const all = { .../** @type {object} */ (actual), ...expected };
          return JSON.stringify(all) === JSON.stringify(actual);
        },
        { what: JSON.stringify(expected) },
      ).catch((error) => {
        throw new Error(`${error.message}\n${JSON.stringify(actual)}`);
      });
      await badgeIs(browser, page, text, title);
      const { pool, grade, space } = await popupReport(browser, await page.tabId());
      if (expected.verdict) assert.equal(`${pool}/${grade}`, expected.verdict);
      if (expected.space !== undefined) assert.equal(space.id, expected.space);
    }

    /** @param {Page} page @param {string} path of a ZeroGPU Space, to a visitor who is signed out */
    const saysGuest = (page, path) =>
      says(
        page,
        {
          ...{ space: path.slice("/spaces/".length), place: "hub", verdict: "guest/derived" },
          ...{ banner: [`${HUB}/login?next=${path}`], count: 1 },
        },
        "!",
        "badge_guest_derived",
      );

    /** @param {Page} page where no Space's app tab is */
    const saysNothing = (page) =>
      says(page, { verdict: "unknown/assumed", banner: null, count: 0 }, "", "extensionName");

    /** @param {Page} page whose address and content do not agree */
    const isSilent = async (page) => {
      await until(async () => (await banner(page)) === null, { what: "no banner" });
      const tab = await page.tabId();
      await until(async () => (await reportOf(browser, tab)).pool === "unknown", {
        what: "no verdict",
      });
      const { text } = await browser.background(
        async (/** @type {number} */ tabId) => ({
          text: await chrome.action.getBadgeText({ tabId }),
        }),
        tab,
      );
      assert.equal(text, "");
    };

    for (const order of ORDERS) {
      /** @type {("address" | "content")[]} */
      const halves = ["address", "content"];
      if (order === "content first") halves.reverse();

      /** @param {Page} page @param {string} path */
      async function go(page, path) {
        await move(page, path, halves[0]);
        await isSilent(page);
        await move(page, path, halves[1]);
      }

      test(`from one Space to another and on to one without ZeroGPU, ${order}`, async () => {
        const page = await open(ONE);
        await saysGuest(page, ONE);
        await go(page, TWO);
        await saysGuest(page, TWO);
        await go(page, CPU);
        await says(
          page,
          { space: "place/cpu", place: "hub", verdict: "none/derived", banner: null, count: 0 },
          "",
          "badge_none",
        );
        await page.close();
      });

      test(`from a Space to its files and back, ${order}`, async () => {
        const page = await open(ONE);
        await saysGuest(page, ONE);
        await go(page, FILES);
        await saysNothing(page);
        await move(page, ONE, halves[0]);
        await isSilent(page);
        await move(page, ONE, halves[1]);
        await saysGuest(page, ONE);
        await page.close();
      });

      test(`into a Space from other pages of the Hub, ${order}`, async () => {
        for (const from of ["/", FILES, "/blog/place/two"]) {
          const page = await open(from);
          await move(page, TWO, halves[0]);
          await move(page, TWO, halves[1]);
          await saysGuest(page, TWO);
          // There the app's frame is no embed any more: the page around it alone speaks.
          const frame = await page.frame((url) => url.startsWith("https://place-two.hf.space/"));
          await until(async () => (await banner(frame)) === null, {
            what: "no banner in the frame",
          });
          await page.close();
        }
      });

      test(`a frame that speaks in between is no embed, ${order}`, async () => {
        await browser.background(() => {
          const recorded = /** @type {any} */ (globalThis);
          recorded.facts ??= [];
          chrome.runtime.onMessage.addListener(({ kind }, { url }) => {
            if (kind === "facts" && url?.includes(".hf.space/")) recorded.facts.push(url);
            return false;
          });
        });
        const frameFacts = () =>
          browser.background(() => /** @type {any} */ (globalThis).facts.length);
        const page = await open(ONE);
        await saysGuest(page, ONE);
        await move(page, TWO, halves[0]);
        // One of both Spaces' frames stands in the page. A run is what it has to tell.
        const host = order === "address first" ? "place-one" : "place-two";
        const frame = await page.frame((url) => url === `https://${host}.hf.space/?__theme=system`);
        await frame.until(() => document.readyState === "complete");
        const before = await frameFacts();
        await frame.click("#prompt");
        await frame.evaluate(() => fetch("/gradio_api/queue/join", { method: "POST" }));
        await until(async () => (await frameFacts()) > before, { what: "the frame's facts" });
        await isSilent(page);
        assert.equal((await popupReport(browser, await page.tabId())).pool, "unknown");
        assert.equal(await banner(frame), null);
        await move(page, TWO, halves[1]);
        const now = await page.frame((url) => url.startsWith("https://place-two.hf.space/"));
        // A run of the frame that stays is told by the page around it from now on.
        const grade = order === "address first" ? "derived" : "observed";
        const verdict = { space: "place/two", place: "hub", verdict: `guest/${grade}`, count: 1 };
        await says(page, verdict, "!", `badge_guest_${grade}`);
        assert.equal(await banner(now), null);
        await page.close();
      });

      test(`a visitor who is signed in, ${order}`, async () => {
        const page = await browser.open(`${HUB}/login?as=pro&next=${ONE}`);
        const account = { place: "hub", verdict: "account/derived", banner: null, count: 0 };
        await says(page, { space: "place/one", ...account }, "", "badge_account_derived");
        await move(page, TWO, halves[0]);
        await isSilent(page);
        await move(page, TWO, halves[1]);
        await says(page, { space: "place/two", ...account }, "", "badge_account_derived");
        await page.close();
      });
    }

    test("back and forward through the pages", async () => {
      const page = await open(ONE);
      await saysGuest(page, ONE);
      await move(page, TWO, "address");
      await move(page, TWO, "content");
      await saysGuest(page, TWO);
      for (const [step, path] of /** @type {[number, string][]} */ ([
        [-1, ONE],
        [1, TWO],
      ])) {
        await page.evaluate((step) => history.go(step), step);
        await page.until((path) => location.pathname === path, path);
        await isSilent(page);
        await move(page, path, "content");
        await saysGuest(page, path);
      }
      await page.close();
    });

    test("what was dismissed of one Space is said of another, once", async () => {
      const page = await open(ONE);
      await saysGuest(page, ONE);
      await page.clickIn(BANNER, "[data-act=dismiss]");
      await until(async () => (await banner(page)) === null, { what: "no banner" });
      // The same page, another query: what was dismissed stays so.
      await page.evaluate(() => history.pushState(null, "", "?logs=container#x"));
      await move(page, TWO, "address");
      await move(page, TWO, "content");
      await saysGuest(page, TWO);
      await page.close();
    });

    test("an address of the same page changes nothing", async () => {
      const page = await open(ONE);
      await saysGuest(page, ONE);
      await page.clickIn(BANNER, "[data-act=fold]");
      await page.evaluate(() => {
        history.pushState(null, "", "?logs=container");
        history.replaceState(null, "", "#top");
        document.body.classList.add("busy");
        document.body.append(document.createElement("div"));
        // The Hub's own scripts may take the data away once they have it.
        for (const each of document.querySelectorAll("[data-props]"))
          each.removeAttribute("data-props");
      });
      await saysGuest(page, ONE);
      const isFolded = await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
        root.querySelector(".banner")?.classList.contains("folded"),
      );
      assert.equal(isFolded, true, "it is the banner that was there");
      await page.close();
    });

    test("the other pages of the Hub run no core, and a script that is there is not started again", async () => {
      const page = await open("/");
      for (const path of [ONE, "/", TWO]) {
        await move(page, path, "address");
        await move(page, path, "content");
        if (path === "/") await saysNothing(page);
        else await saysGuest(page, path);
      }
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
