// The banner as an element in somebody else's page: what the page can see and do of it, and that it moves
// nothing.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, settled } from "./extension.mjs";
import { at, box, control, goToBanner, like, shown, state } from "./support/banner_page.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

/** Everything that a page's own rules can do to an element. */
const HOSTILE = ["*:not(html)", BANNER, `html > ${BANNER}:not(#a#b#c)`]
  .map(
    (selector) => `${selector} { display: none !important; visibility: hidden !important;
      opacity: 0 !important; width: 0 !important; height: 0 !important; z-index: -1 !important;
      position: static !important; transform: scale(0) !important; clip-path: inset(50%) !important;
      filter: opacity(0) !important; content-visibility: hidden !important; zoom: 0.01 !important;
      --top: -999px !important; --bottom: 9999px !important; pointer-events: none !important; }`,
  )
  .join("\n");

const strangers = [
  like("plain"),
  like("other"),
  like("cpu", {}, "cpu-basic"),
  like("hostile", { head: `<style>${HOSTILE}</style>` }),
  like("removing", {
    head: `<script>
      window.removed = 0;
      new MutationObserver(() => {
        for (const element of document.querySelectorAll("${BANNER}")) {
          removed++;
          element.remove();
        }
      }).observe(document, { childList: true, subtree: true });
    </script>`,
  }),
  // A page of the app inside the app.
  like("nested", {
    body: `<script>
      if (!location.search) document.write('<iframe src="/?inner" height="300"></iframe>');
    </script>`,
  }),
];

const stage = onStage({ strangers, ready: ["studio/zero-five"] });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page} */
    let page;
    before(async () => {
      page = await browser.open(at("plain"));
    });

    test("the page sees an element that tells nothing", async () => {
      await goToBanner(page, at("plain"));
      const seen = await page.evaluate((tag) => {
        const all = [...document.querySelectorAll(tag)];
        return all.map((element) => ({
          attributes: element.getAttributeNames(),
          shadowRoot: element.shadowRoot,
          html: element.outerHTML,
          isUnderHtml: element.parentNode === document.documentElement,
          isDefined: customElements.get(tag) !== undefined,
        }));
      }, BANNER);
      const html = `<${BANNER}></${BANNER}>`;
      const nothing = { attributes: [], shadowRoot: null, html };
      assert.deepEqual(seen, [{ ...nothing, isUnderHtml: true, isDefined: false }]);
    });

    test("made-up clicks and keys do nothing", async () => {
      await goToBanner(page, at("plain"));
      await page.evaluate((tag) => {
        const host = document.querySelector(tag);
        host.click();
        for (const type of ["mousedown", "mouseup", "click"])
          host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
        for (const type of ["keydown", "keyup"])
          host.dispatchEvent(new KeyboardEvent(type, { key: "Escape", bubbles: true }));
      }, BANNER);
      assert.deepEqual(await state(page), {
        ...{ focused: null, why: "false", isWhyHidden: true, fold: "true", isFolded: false },
      });
    });

    test("comes back when the page replaces what is around it", async () => {
      for (const replace of [
        () => document.body.replaceWith(document.createElement("body")),
        () => document.documentElement.replaceChildren(document.createElement("body")),
        () => {
          document.documentElement.innerHTML = "<head></head><body>new</body>";
        },
        () => document.documentElement.replaceWith(document.createElement("html")),
      ]) {
        // What is left of the document may not be fit to navigate from.
        const wreck = await browser.open(at("plain"));
        await shown(wreck);
        await wreck.evaluate(replace);
        await shown(wreck);
        const count = (/** @type {string} */ tag) => document.querySelectorAll(tag).length;
        assert.equal(await wreck.evaluate(count, BANNER), 1, String(replace));
        await wreck.clickIn(BANNER, control("dismiss"));
        assert.equal(await wreck.find(BANNER), null);
        await wreck.close();
      }
    });

    test("works again after the page has written itself anew", async () => {
      const wreck = await browser.open(at("plain"));
      await shown(wreck);
      await wreck.evaluate(() => {
        document.open();
        document.write("<!doctype html><title>new</title><body>new</body>");
        document.close();
      });
      await shown(wreck);
      await wreck.clickIn(BANNER, control("dismiss"));
      assert.equal(await wreck.find(BANNER), null);
      await wreck.close();
    });

    test("comes back three times when the page removes it", async () => {
      await goToBanner(page, at("plain"));
      for (let removed = 0; removed < 3; removed++) {
        await page.evaluate((tag) => document.querySelector(tag).remove(), BANNER);
        await shown(page);
      }
    });

    test("a page that removes it for ever has its way", async () => {
      await page.goto(at("removing"));
      await page.until(() => /** @type {any} */ (window).removed === 6);
      // Were it to come back, then with the next change of the page.
      const { there, removed } = await page.evaluate(async (tag) => {
        document.documentElement.append(document.createElement("i"));
        // Observers are told before the next task.
        await new Promise((resolve) => setTimeout(resolve));
        return { there: document.querySelector(tag), removed: /** @type {any} */ (window).removed };
      }, BANNER);
      assert.deepEqual({ there, removed }, { there: null, removed: 6 });
    });

    test("no rule of the page's own hides it", async () => {
      await goToBanner(page, at("hostile"));
      const { isInView, isOnTop, isVisible, isBig } = await box(page);
      assert.deepEqual(
        { isInView, isOnTop, isVisible, isBig },
        { isInView: true, isOnTop: true, isVisible: true, isBig: true },
      );
      await page.clickIn(BANNER, control("dismiss"));
      assert.equal(await page.find(BANNER), null);
    });

    test("two embedded Spaces in one page: one banner", async () => {
      // The background hears both frames before we look.
      await browser.background(() => {
        const recorded = /** @type {any} */ (globalThis);
        recorded.reports = [];
        chrome.runtime.onMessage.addListener(({ kind }, sender) => {
          if (kind === "facts") recorded.reports.push(sender.url);
        });
      });
      await page.goto("https://blog.example/two-embeds/strange/plain/strange/other");
      const frames = await Promise.all(
        ["plain", "other"].map((name) => page.frame((url) => url === at(name))),
      );
      const reports = () => browser.background(() => /** @type {any} */ (globalThis).reports);
      await until(async () => new Set(await reports()).size === 2, {
        what: "both frames' facts",
      });
      await until(async () => (await Promise.all(frames.map(banner))).some(Boolean));
      const banners = await Promise.all(frames.map(banner));
      assert.equal(banners.filter(Boolean).length, 1);
      assert.equal(await page.find(BANNER), null);
    });

    test("a page of the app inside the app: one banner", async () => {
      await goToBanner(page, at("nested"));
      const inner = await page.frame((url) => url.endsWith("?inner"));
      await inner.until(() => document.readyState === "complete");
      await reported(browser, page, ({ pool }) => pool === "guest");
      assert.equal(await inner.find(BANNER), null);
    });

    test("nothing of the page moves", async () => {
      const boxes = async (/** @type {Page} */ page) => {
        await page.goto("https://studio-zero-five.hf.space/");
        await page.toFront();
        await settled(page);
        return page.until(() => {
          if (document.fonts.status !== "loaded") return null;
          if (document.getAnimations().some(({ playState }) => playState === "running"))
            return null;
          return [
            "h1",
            "textarea",
            "button.primary",
            "input[type=range]",
            "footer",
            "html",
            "body",
          ].map((selector) => {
            const { x, y, width, height } = /** @type {Element} */ (
              document.querySelector(selector)
            ).getBoundingClientRect();
            return [selector, x, y, width, height].join(" ");
          });
        });
      };
      await withBrowser(name, stage, { extension: undefined }, async (without) => {
        const plain = await boxes(await without.open("about:blank"));
        const withBanner = await boxes(page);
        await shown(page);
        assert.deepEqual(withBanner, plain);
      });
      if (name !== "chrome") return; // Firefox measures no layout shifts.
      await goToBanner(page, at("plain"));
      await page.click("#prompt"); // Only what is in front is painted.
      const shifts = await page.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return new Promise((resolve) => {
          const observer = new PerformanceObserver((list) => {
            const kinds = list.getEntries().map(({ entryType }) => entryType);
            // The paint tells that the observer has told all there was.
            resolve(kinds.filter((kind) => kind === "layout-shift").length);
          });
          observer.observe({ type: "layout-shift", buffered: true });
          observer.observe({ type: "paint", buffered: true });
        });
      });
      assert.equal(shifts, 0);
    });

    test("says nothing where there is nothing to say, and leaves no trace", () =>
      withBrowser(name, stage, { extension: undefined }, async (without) => {
        const html = () => document.documentElement.outerHTML;
        const plain = await (await without.open(at("cpu"))).evaluate(html);
        await page.goto(at("cpu"));
        await reported(browser, page, ({ pool }) => pool === "none");
        assert.equal(await page.evaluate(html), plain);
      }));

    test("no error came of all this", () => noErrorOfOurs(browser));
  });
}
