// What the visitor chooses, in the banner, in the popup and on the options page: it holds at once in open
// tabs, it is kept where it belongs, and whatever is stored nothing breaks.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import {
  BANNER,
  BROWSERS,
  badgeIs,
  banner,
  popupReport,
  reported,
  updateExtension,
  words,
} from "./extension.mjs";
import { at, control, goToBanner, like, shown, state } from "./support/banner_page.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { openPlain, PLAIN, play, REFUSED, runPlain, toastSpace } from "./support/toast_page.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

const strangers = [like("one"), like("two"), like("asked"), toastSpace];
const stage = onStage({ strangers });

/** A moment later than a card closes. */
const CLOSING = { timeout: 30_000 };

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page[]} */
    let pages = [];
    afterEach(async () => {
      for (const page of pages) await page.close();
      pages = [];
      await browser.background(async () => {
        await Promise.all([chrome.storage.sync.clear(), chrome.storage.local.clear()]);
      });
    });

    /** @param {string} space @param {{private?: boolean}} [options] */
    async function open(space, options) {
      const page = await browser.open(at(space), options);
      pages.push(page);
      return page;
    }

    /** @param {string} space @param {{private?: boolean}} [options] */
    async function openShown(space, options) {
      const page = await open(space, options);
      await shown(page);
      return page;
    }

    async function openOptions() {
      const page = await browser.extensionPage("options.html");
      pages.push(page);
      await page.until(() => document.querySelector("h1") !== null);
      return page;
    }

    /** @param {Page} page */
    const isGone = (page) =>
      until(async () => (await banner(page)) === null, { what: "no banner" });

    /** @param {Page} page What the report says of its banner, on the page itself and in the popup. */
    async function isMuted(page) {
      await reported(browser, page, (report) => report.banner === "muted");
      const report = await popupReport(browser, await page.tabId());
      assert.equal(report.banner, "muted");
      assert.deepEqual([report.pool, report.grade], ["guest", "derived"]);
      await badgeIs(browser, page, "!", "badge_guest_derived");
    }

    /** @param {Page} page @param {(popup: Page) => Promise<void>} use */
    async function inPopup(page, use) {
      const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
      await popup.until(() => document.querySelector("h1") !== null);
      await use(popup);
      await popup.close();
    }

    /** @returns {Promise<{synced: Record<string, any>, local: Record<string, any>}>} */
    const stored = () =>
      browser.background(async () => ({
        synced: await chrome.storage.sync.get(null),
        local: await chrome.storage.local.get(null),
      }));

    test("switched off on the options page it goes at once, and comes back at once", async () => {
      const page = await openShown("one");
      assert.equal((await popupReport(browser, await page.tabId())).banner, "shown");
      const options = await openOptions();
      await options.click("#banner");
      await options.until(
        (saved) => document.querySelector(".saved")?.textContent === saved,
        words("options_saved"),
      );
      await isGone(page);
      await isMuted(page);
      await inPopup(page, (popup) =>
        popup.until(
          (text) => document.querySelector("section.hidden")?.textContent === text,
          words("popup_mutedAll"),
        ),
      );
      assert.deepEqual(await stored(), { synced: { banner: false }, local: {} });
      await options.toFront();
      await options.click("#banner");
      await shown(page);
      await badgeIs(browser, page, "!");
    });

    test("hidden for this Space, and shown again in the popup", async () => {
      const [page, other] = [await openShown("one"), await openShown("two")];
      await page.toFront();
      await page.clickIn(BANNER, control("why"));
      await page.clickIn(BANNER, control("hide-space"));
      await isGone(page);
      await isMuted(page);
      const { synced } = await stored();
      assert.deepEqual(Object.keys(synced), ["hidden:strange/one"]);
      await page.reload();
      await isMuted(page);
      assert.equal(await banner(page), null);
      assert.notEqual(await banner(other), null);
      await inPopup(page, async (popup) => {
        await popup.until(
          (text) => document.querySelector("section.hidden")?.textContent?.startsWith(text),
          words("popup_muted"),
        );
        await popup.click("[data-act=show-again]");
        await shown(page);
        await popup.until(() => document.querySelector("[data-act=hide-space]") !== null);
      });
      assert.deepEqual(await stored(), { synced: {}, local: {} });
    });

    test("each hidden Space stands on the options page, with its way back", async () => {
      const page = await openShown("one");
      const options = await openOptions();
      assert.equal(await options.find("ul.hidden"), null);
      await page.toFront();
      await page.clickIn(BANNER, control("why"));
      await page.clickIn(BANNER, control("hide-space"));
      await isGone(page);
      const names = () =>
        options.evaluate(() =>
          [...document.querySelectorAll("ul.hidden .name")].map(({ textContent }) => textContent),
        );
      await until(async () => (await names()).join() === "strange/one", { what: "its name" });
      await options.toFront();
      await options.click("[data-act=show-again]");
      await until(async () => (await names()).length === 0, { what: "nothing hidden" });
      await shown(page);
    });

    test("hidden everywhere until tomorrow", async () => {
      const [page, other] = [await openShown("one"), await openShown("two")];
      await page.toFront();
      await page.clickIn(BANNER, control("why"));
      await page.clickIn(BANNER, control("hide-day"));
      await isGone(page);
      await isGone(other);
      await isMuted(other);
      const { synced } = await stored();
      const ms = synced.hiddenUntil.at - Date.now();
      assert.ok(ms > 4 * 3_600_000 && ms <= 29 * 3_600_000, `${ms} ms`);
      // Tomorrow.
      await browser.background(() =>
        chrome.storage.sync.set({ hiddenUntil: { at: Date.now() - 1, cards: true } }),
      );
      await shown(page);
      await shown(other);
    });

    test("at the lower edge, and folded from the start", async () => {
      const page = await openShown("one");
      const place = () =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
          const box = root.querySelector(".banner")?.getBoundingClientRect();
          return box && (box.top > innerHeight / 2 ? "bottom" : "top");
        });
      assert.equal(await place(), "top");
      const options = await openOptions();
      await options.click("#edge-bottom");
      await page.toFront();
      await until(async () => (await place()) === "bottom", { what: "the lower edge" });
      await options.toFront();
      await options.click("#folded");
      await until(async () => (await stored()).synced.folded === true, { what: "the choice" });
      const other = await openShown("two");
      assert.equal((await state(other)).isFolded, true);
      assert.equal((await state(other)).fold, "false");
      assert.equal((await state(page)).isFolded, false, "what is open stays as it is");
    });

    test("what is folded in a tab stays folded there, and nowhere else", async () => {
      const page = await openShown("one");
      await page.clickIn(BANNER, control("fold"));
      assert.equal((await state(page)).isFolded, true);
      await goToBanner(page, at("two"));
      assert.equal((await state(page)).isFolded, true);
      const other = await openShown("one");
      assert.equal((await state(other)).isFolded, false);
      await page.toFront();
      await page.clickIn(BANNER, control("fold"));
      await goToBanner(page, at("one"));
      assert.equal((await state(page)).isFolded, false);
    });

    test("without look-ups the Hub is asked nothing, and less is claimed", async () => {
      const asked = () => stage.apiRequests.filter(({ path }) => path.includes("strange-asked"));
      stage.apiRequests.length = 0;
      const options = await openOptions();
      await options.click("#asksSpace");
      await until(async () => (await stored()).synced.asksSpace === false, { what: "the choice" });
      const page = await open("asked");
      await reported(browser, page, ({ pool, grade }) => pool === "guest" && grade === "assumed");
      assert.equal((await shown(page)).headline, words("headline_guestMay"));
      assert.deepEqual(asked(), []);
      await options.toFront();
      await options.click("#asksSpace");
      await reported(browser, page, ({ grade }) => grade === "derived");
      assert.equal(asked().length, 1);
    });

    test("nothing that is chosen in a private window is stored", async () => {
      const page = await openShown("one", { private: true });
      await page.toFront();
      await page.clickIn(BANNER, control("why"));
      await page.clickIn(BANNER, control("hide-space"));
      await isGone(page);
      await reported(browser, page, (report) => report.banner === "muted");
      assert.deepEqual(await stored(), { synced: {}, local: {} });
      const usual = await openShown("one");
      assert.notEqual(await banner(usual), null);
    });

    test("what synced storage refuses is kept on this device", async () => {
      const page = await openShown("one");
      // Its quota is used up: of 100 KB and 512 items.
      await browser.background(async () => {
        let item = 0;
        for (let length = 8_000; length > 0; ) {
          item += 1;
          const isKept = await chrome.storage.sync.set({ [item]: "x".repeat(length) }).then(
            () => true,
            () => false,
          );
          if (!isKept) length = Math.floor(length / 2);
        }
      });
      await page.toFront();
      await page.clickIn(BANNER, control("why"));
      await page.clickIn(BANNER, control("hide-space"));
      await isGone(page);
      await page.reload();
      await isMuted(page);
      const { local, synced } = await stored();
      const kept = { ...synced, ...local };
      assert.ok(kept["hidden:strange/one"], JSON.stringify(Object.keys(local)));
      await browser.background(() => chrome.storage.sync.clear());
    });

    test("of older and strange items what can be read is moved, and the rest is dropped", async () => {
      await browser.background(async () => {
        const strange = { banner: "no", edge: 7, hiddenUntil: [], "hidden:a b": {}, muted: ["x"] };
        await chrome.storage.sync.set(strange);
        await chrome.storage.local.set({ asksQuota: true });
      });
      const page = await openShown("one");
      await updateExtension(browser);
      await until(
        async () => JSON.stringify(await stored()) === '{"synced":{"asksQuota":true},"local":{}}',
        {
          what: "what is left",
        },
      );
      await page.reload();
      await shown(page);
      const options = await openOptions();
      const checked = await options.evaluate(() =>
        [...document.querySelectorAll("input:checked")].map(({ id }) => id),
      );
      assert.deepEqual(checked, ["banner", "cards", "edge-top", "asksSpace", "asksQuota"]);
    });

    test("everything is forgotten at one press", async () => {
      await browser.background(() =>
        chrome.storage.sync.set({ banner: false, "hidden:strange/two": { at: 5 } }),
      );
      const page = await open("one");
      await isMuted(page);
      const options = await openOptions();
      await options.click("[data-act=reset]");
      await shown(page);
      assert.deepEqual(await stored(), { synced: {}, local: {} });
    });

    describe("a card", () => {
      /** A refused run's. */
      async function refused() {
        const page = await openPlain(browser);
        pages.push(page);
        await page.click("#press");
        await runPlain(browser, page);
        await play(page, "toast", REFUSED);
        await until(() => isCard(page), { what: "the card" });
        return page;
      }
      /** @param {Page} page */
      const isCard = (page) =>
        page.closedShadow(
          BANNER,
          (root) => root?.querySelector(".banner")?.classList.contains("card") ?? false,
        );
      /** @param {Page} page */
      const isExpanded = (page) =>
        page.closedShadow(BANNER, (root) =>
          root.querySelector(".banner")?.classList.contains("expanded"),
        );

      test("is not hidden with its Space's banner, but by a word of its own", async () => {
        await browser.background(() =>
          chrome.storage.sync.set({ "hidden:studio/toasts": { at: 5, cards: false } }),
        );
        const page = await browser.open(PLAIN);
        pages.push(page);
        await reported(browser, page, (report) => report.banner === "muted");
        await page.click("#press");
        await runPlain(browser, page);
        await play(page, "toast", REFUSED);
        await until(() => isCard(page), { what: "the card" });
        await page.toFront();
        await page.clickIn(BANNER, control("why"));
        await page.clickIn(BANNER, control("hide-space"));
        await isGone(page);
        const isKept = async () => (await stored()).synced["hidden:studio/toasts"].cards === true;
        await until(isKept, { what: "the choice" });
        await reported(browser, page, (report) => report.banner === "muted");
      });

      test("closes to a line when the visitor goes on with the app, and opens again", async () => {
        const page = await refused();
        assert.equal(await isExpanded(page), true);
        await page.click("#press");
        assert.equal(await isExpanded(page), false);
        await page.clickIn(BANNER, control("why"));
        assert.equal(await isExpanded(page), true);
        assert.equal((await state(page)).why, "true");
      });

      test("closes after a while in which nobody looks at it", async () => {
        const page = await refused();
        const since = Date.now();
        await until(async () => !(await isExpanded(page)), { what: "a line", ...CLOSING });
        assert.ok(Date.now() - since > 15_000, `${Date.now() - since} ms`);
        const height = await page.closedShadow(
          BANNER,
          (root) => root.querySelector(".banner")?.getBoundingClientRect().height,
        );
        assert.ok(height < 60, `${height} px`);
      });

      test("stays as long as it has the focus", async () => {
        const page = await refused();
        await page.closedShadow(BANNER, (root) => root.querySelector("[data-act=why]").focus());
        // Longer than one without it (above): there is no event to wait for.
        const since = Date.now();
        await until(() => Date.now() - since > 22_000, { what: "a while", ...CLOSING });
        assert.equal(await isExpanded(page), true);
      });
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
