// The banner as an element in somebody else's page: what the page can see and do of it, what a
// visitor can, and that it moves nothing.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, root, settled, start } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

const HUB = "https://huggingface.co";
const LATE = `${HUB}/logout?next=${encodeURIComponent("/spaces/studio/zero-five?stage-handshake=late")}`;

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
  like("focused", {
    body: `<p><input id="first"></p>
      <script>if (self === top) document.getElementById("first").focus()</script>`,
  }),
  like("under", {
    body: '<input id="before"><input id="under" style="position:fixed;top:20px;left:45%;width:10%">',
  }),
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

/**
 * @param {string} name
 * @param {Parameters<typeof gradioLikePage>[1]} [parts]
 * @param {string} [hardware]
 */
function like(name, parts, hardware = "zero-a10g") {
  const id = `strange/${name}`;
  return space(id, { page: gradioLikePage(id, parts), hardware });
}

/** @param {string} name */
const at = (name) => `https://strange-${name}.hf.space/`;

const stage = onStage({ strangers, ready: ["studio/zero-five"] });

/**
 * A handle on the banner once it shows something.
 * @param {Frame} frame
 */
async function shown(frame) {
  return until(() => banner(frame), { what: "the banner" });
}

/**
 * Where the banner's box is, and whether it can be seen there.
 * @param {Frame} frame
 */
function box(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
    const section = /** @type {HTMLElement} */ (root.querySelector(".banner"));
    const { left, top, right, bottom } = section.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return {
      ...{ left, top, right, bottom },
      isInView: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
      isOnTop: document.elementFromPoint(x, y) === root.host,
      isVisible: section.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      isBig: right - left > 150 && bottom - top > 40,
    };
  });
}

/** What is pressed or focused in the banner. @param {Frame} frame */
function state(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => ({
    focused: /** @type {HTMLElement | null} */ (root.activeElement)?.dataset.act ?? null,
    why: root.querySelector("[data-act=why]")?.getAttribute("aria-expanded"),
    isWhyHidden: root.querySelector("div.why")?.hasAttribute("hidden"),
    fold: root.querySelector("[data-act=fold]")?.getAttribute("aria-expanded"),
    isFolded: root.querySelector(".banner")?.classList.contains("folded"),
  }));
}

/** @param {string} act */
const control = (act) => `[data-act=${act}]`;

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page} */
    let page;
    before(async () => {
      page = await browser.open(at("plain"));
    });

    /** @param {string} url */
    const go = async (url) => {
      await page.goto(url);
      return shown(page);
    };

    test("the page sees an element that tells nothing", async () => {
      await go(at("plain"));
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
      await go(at("plain"));
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

    test("Dismiss: gone from this document for good, there again after a reload", async () => {
      await page.goto(LATE);
      await reported(browser, page, ({ handshake }) => handshake === "asked");
      await shown(page);
      await page.clickIn(BANNER, control("dismiss"));
      assert.equal(await page.find(BANNER), null);
      await page.evaluate(() => /** @type {any} */ (window).stageAnswerHandshake());
      const report = await reported(browser, page, ({ handshake }) => handshake === "answered");
      assert.equal(report.pool, "guest");
      assert.equal(await page.find(BANNER), null);
      await page.reload();
      await shown(page);
    });

    test("an update leaves what is unfolded, and the focus, as they are", async () => {
      await page.goto(LATE);
      await shown(page);
      await reported(browser, page, ({ handshake }) => handshake === "asked");
      await page.clickIn(BANNER, control("why"));
      const before = await state(page);
      assert.equal(before.why, "true");
      await page.evaluate(() => /** @type {any} */ (window).stageAnswerHandshake());
      await reported(browser, page, ({ handshake }) => handshake === "answered");
      // Now it says so, too.
      const offered = "The Hub page offered your account to the app";
      await until(() =>
        page.closedShadow(BANNER, (root, text) => root.textContent.includes(text), offered),
      );
      assert.deepEqual(await state(page), before);
    });

    test("Why? unfolds, and the mark folds it all into a pill", async () => {
      await go(at("plain"));
      await page.clickIn(BANNER, control("why"));
      const unfolded = { why: "true", isWhyHidden: false, fold: "true", isFolded: false };
      assert.deepEqual(await state(page), { focused: "why", ...unfolded });
      await page.clickIn(BANNER, control("why"));
      assert.equal((await state(page)).isWhyHidden, true);
      await page.clickIn(BANNER, control("fold"));
      const { fold, isFolded } = await state(page);
      assert.deepEqual([fold, isFolded], ["false", true]);
      const pill = await box(page);
      assert.ok(pill.bottom - pill.top === 28 && pill.right - pill.left < 120, "a small pill");
      await page.clickIn(BANNER, control("fold"));
      assert.equal((await state(page)).isFolded, false);
    });

    test("the keyboard reaches every control, and Escape dismisses", async () => {
      await go(at("focused"));
      // Focus was where the page wanted it when the banner came, and it stays there.
      assert.equal(await page.evaluate(() => document.activeElement?.id), "first");
      const reached = [];
      for (let pressed = 0; pressed < 4; pressed++) {
        await page.press("Tab");
        reached.push((await state(page)).focused);
      }
      assert.deepEqual(reached, ["fold", "leave", "why", "dismiss"]);
      await page.press("Shift+Tab");
      await page.press("Enter");
      assert.equal((await state(page)).why, "true");
      await page.press("Space");
      assert.equal((await state(page)).why, "false");
      await page.press("Escape");
      assert.equal(await page.find(BANNER), null);
    });

    test("Enter follows the way out, and Enter dismisses", async () => {
      await go(at("focused"));
      for (let pressed = 0; pressed < 4; pressed++) await page.press("Tab");
      await page.press("Enter");
      assert.equal(await page.find(BANNER), null);
      await go(at("focused"));
      for (let pressed = 0; pressed < 2; pressed++) await page.press("Tab");
      await page.press("Enter");
      await page.until(
        (/** @type {string} */ there) => location.href === there,
        `${HUB}/spaces/strange/focused`,
      );
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
      await go(at("plain"));
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
      await go(at("hostile"));
      const { isInView, isOnTop, isVisible, isBig } = await box(page);
      assert.deepEqual(
        { isInView, isOnTop, isVisible, isBig },
        { isInView: true, isOnTop: true, isVisible: true, isBig: true },
      );
      await page.clickIn(BANNER, control("dismiss"));
      assert.equal(await page.find(BANNER), null);
    });

    test("makes way for a control that gets the focus", async () => {
      await go(at("under"));
      assert.ok((await box(page)).top < 100);
      await page.click("#before");
      await page.press("Tab");
      const { top, isInView } = await box(page);
      assert.ok(top > 400 && isInView);
      assert.equal(await page.evaluate(() => document.activeElement?.id), "under");
      await page.click("#under");
    });

    test("two embedded Spaces in one page: one banner", async () => {
      // The background hears both frames before we look.
      await browser.background(() => {
        const heard = /** @type {any} */ (globalThis);
        heard.reports = [];
        chrome.runtime.onMessage.addListener(({ kind }, sender) => {
          if (kind === "report") heard.reports.push(sender.url);
        });
      });
      await page.goto("https://blog.example/two-embeds/strange/plain/strange/other");
      const frames = await Promise.all(
        ["plain", "other"].map((name) => page.frame((url) => url === at(name))),
      );
      const reports = () => browser.background(() => /** @type {any} */ (globalThis).reports);
      await until(async () => new Set(await reports()).size === 2, {
        what: "both frames' reports",
      });
      await until(async () => (await Promise.all(frames.map(banner))).some(Boolean));
      const banners = await Promise.all(frames.map(banner));
      assert.equal(banners.filter(Boolean).length, 1);
      assert.equal(await page.find(BANNER), null);
    });

    test("a page of the app inside the app: one banner", async () => {
      await go(at("nested"));
      const inner = await page.frame((url) => url.endsWith("?inner"));
      await inner.until(() => document.readyState === "complete");
      await reported(browser, page, ({ pool }) => pool === "guest");
      assert.equal(await inner.find(BANNER), null);
    });

    for (const size of ["?width=320&height=400", "?width=320&height=200", "?height=200"]) {
      test(`fits into a frame of ${size}`, async () => {
        await page.goto(`https://blog.example/embed/strange/plain${size}`);
        const app = await page.frame((url) => url === at("plain"));
        await shown(app);
        const { isInView, isOnTop, isVisible } = await box(app);
        assert.deepEqual([isInView, isOnTop, isVisible], [true, true, true]);
        assert.ok(await app.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await app.clickIn(BANNER, control("why"));
        assert.equal((await box(app)).isInView, true, "unfolded, it scrolls within itself");
        await app.clickIn(BANNER, control("dismiss"));
      });
    }

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
      const without = await start(name, stage, { extension: undefined });
      try {
        const plain = await boxes(await without.open("about:blank"));
        const withBanner = await boxes(page);
        await shown(page);
        assert.deepEqual(withBanner, plain);
      } finally {
        await without.close();
      }
      if (name !== "chrome") return; // Firefox measures no layout shifts.
      await go(at("plain"));
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

    test("says nothing where there is nothing to say, and leaves no trace", async () => {
      const without = await start(name, stage, { extension: undefined });
      try {
        const html = () => document.documentElement.outerHTML;
        const plain = await (await without.open(at("cpu"))).evaluate(html);
        await page.goto(at("cpu"));
        await reported(browser, page, ({ pool }) => pool === "none");
        assert.equal(await page.evaluate(html), plain);
      } finally {
        await without.close();
      }
    });

    test("no error came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    const picture = (/** @type {string} */ file) => join(folder, `${file}.png`);
    before(() => mkdir(folder, { recursive: true }));

    /**
     * @param {import("./driver/index.mjs").LaunchOptions} options
     * @param {(browser: import("./driver/index.mjs").Browser) => Promise<void>} use
     */
    const using = async (options, use) => {
      const browser = await start(name, stage, options);
      try {
        await use(browser);
      } finally {
        await browser.close();
      }
    };
    /** The app with its banner. @param {import("./driver/index.mjs").Browser} browser */
    const app = async (browser) => {
      const page = await browser.open("https://studio-zero-five.hf.space/");
      await page.until(() => document.querySelector("button.primary") !== null);
      await shown(page);
      return page;
    };
    /** @param {Frame} frame */
    const paper = (frame) =>
      frame.closedShadow(
        BANNER,
        (root) => getComputedStyle(root.querySelector(".banner")).backgroundColor,
      );

    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      test(colorScheme, () =>
        using({ colorScheme }, async (browser) => {
          const page = await app(browser);
          assert.equal(
            await paper(page),
            { light: "rgb(255, 253, 248)", dark: "rgb(34, 32, 28)" }[colorScheme],
          );
          await page.screenshot(picture(`banner-${colorScheme}`));
          await page.clickIn(BANNER, control("why"));
          await page.screenshot(picture(`banner-why-${colorScheme}`));
          await page.clickIn(BANNER, control("why"));
          await page.clickIn(BANNER, control("fold"));
          if (colorScheme === "light") await page.screenshot(picture("banner-pill"));
          if (colorScheme === "dark") return;
          await page.goto("https://blog.example/embed/studio/zero-five?height=200");
          const frame = await page.frame((url) => url.startsWith("https://studio-zero-five"));
          await shown(frame);
          await page.screenshot(picture("banner-embed-low"));
        }),
      );
    }

    test("narrow", () =>
      using({ size: [360, 640], colorScheme: "light" }, async (browser) => {
        const page = await app(browser);
        assert.equal((await box(page)).isInView, true);
        await page.screenshot(picture("banner-narrow"));
        await page.clickIn(BANNER, control("why"));
        assert.equal((await box(page)).isInView, true);
        await page.screenshot(picture("banner-narrow-why"));
      }));
  });
}
