// WCAG 2.2 AA, as far as a machine can tell, of all that we show: axe, sizes, that nothing moves, and what is
// read out. For keys, and for what assistive technology is told of each part, see keyboard.test.mjs.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, root, words } from "./extension.mjs";
import { at, control, like, shown } from "./support/banner_page.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { openPlain, runPlain, toastSpace } from "./support/toast_page.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {{title: string, input?: any, judged?: object, context?: object}} Typical */

const AXE = await readFile(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
/** Runs in a page: defines `axe`. */
const defineAxe = /** @type {() => void} */ (new Function(AXE));

/** @param {string} name @returns {Promise<Typical[]>} */
const typical = async (name) =>
  JSON.parse(await readFile(join(root, "tests", "data", `typical_${name}.json`), "utf8"));
const POPUPS = await typical("popups");
const TYPICAL = [...POPUPS, ...(await typical("cards"))];
const NAME = "somebody-with-a-long-name/a_Space_whose_name_is_even_longer_than_that_of_its_owner";
/** What the options page may have to show. */
const OPTIONS = [
  {},
  { until: "tomorrow at 04:00", settings: { hidden: [{ name: NAME, at: 1, cards: true }] } },
  { settings: { managed: { noBanner: true, noLookUps: true, helpUrl: "https://a.example/" } } },
  { isPrivate: true, settings: { hidden: [{ name: NAME, at: 0, cards: false }] } },
];
/** What forces colours, in each browser. */
const FORCED = {
  chrome: { args: ["--force-high-contrast"] },
  firefox: { prefs: { "browser.display.document_color_use": 2 } },
};
/** Longer than it takes until something is read out (src/page/banner.rs), in ms. */
const READ_OUT_MS = 500;
/** A screen 1280 px wide and 1024 high, at 400 %. */
const MAGNIFIED = /** @type {[number, number]} */ ([320, 256]);

const stage = onStage({ strangers: [like("plain"), toastSpace] });

/**
 * Runs in a page: what axe finds fault with, or cannot tell the colours of; and how many texts have
 * colours that can be told apart.
 * @param {string} selector @param {string[]} without rules
 */
async function audit(selector, without) {
  // axe goes by this colour, which knows nothing of forced ones.
  const shadows = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  for (const root of [document, ...shadows])
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("*")))
      if (matchMedia("(forced-colors: active)").matches)
        element.style.webkitTextFillColor = getComputedStyle(element).color;
  const off = without.map((id) => [id, { enabled: false }]);
  const { violations, incomplete, passes } = await /** @type {any} */ (window).axe.run(selector, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "target-size": { enabled: true }, ...Object.fromEntries(off) },
  });
  const isContrast = (/** @type {any} */ { id }) => id === "color-contrast";
  const found = [...violations, ...incomplete.filter(isContrast)].flatMap(({ id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) =>
      [id, target.flat().join(" "), failureSummary].join(": "),
    ),
  );
  return { found, texts: passes.find(isContrast)?.nodes.length ?? 0 };
}

/** @param {Page} page @param {string} [selector] @param {string[]} [without] rules */
async function noFault(page, selector = "html", without = []) {
  const { found, texts } = await page.evaluate(audit, selector, without);
  assert.deepEqual(found, []);
  assert.ok(texts > 0, "it has looked at texts");
}

/** A page of ours, once it shows something. @param {Browser} browser @param {string} path */
async function ours(browser, path) {
  const page = await browser.extensionPage(path);
  await page.until(() => document.querySelector("main .content") !== null);
  await page.evaluate(defineAxe);
  return page;
}

/** Runs in options.html: shows it so. @param {object} input */
async function showOptions(input) {
  const { ready } = await import(chrome.runtime.getURL("background/core.js"));
  document.querySelector("main")?.replaceChildren((await ready).options(input));
}

/** Runs in popup.html: shows another popup there, its report unfolded. @param {any} input */
async function showPopup(input) {
  const { ready } = await import(chrome.runtime.getURL("background/core.js"));
  document.querySelector("main")?.replaceChildren((await ready).popup(input));
  for (const fold of document.querySelectorAll("details")) fold.setAttribute("open", "");
}

/**
 * Runs in popup.html: shows all typical banners and cards there, one below the other, each folded to one
 * line and with all there is in it.
 * @param {Typical[]} typical
 * @returns {Promise<number>} so many
 */
async function showNotices(typical) {
  const { ready } = await import(chrome.runtime.getURL("background/core.js"));
  const core = await ready;
  /** @param {any} plan @returns {HTMLElement} */
  const build = ({ tag, class: name, text, attributes, children }) => {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    for (const [name, value] of attributes) element.setAttribute(name, value);
    element.append(...children.map(build));
    return element;
  };
  const main = /** @type {Element} */ (document.querySelector("main"));
  main.replaceChildren();
  document.querySelector("body > details")?.remove();
  document.body.style.width = "auto";
  for (const { input, judged = input?.judged, context } of typical) {
    const around = { href: "https://owner-name.hf.space/", runHistory: [], since: "", until: [] };
    const notice = judged && core.notice(judged, { ...around, ...context });
    if (!notice) continue;
    for (const isOpen of [false, true]) {
      const shadow = main.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [notice.styles, ":host{position:static!important}"].map(
        (text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          return sheet;
        },
      );
      const section = build(notice.element);
      section.classList.toggle("expanded", isOpen);
      if (isOpen) section.querySelector("div.why")?.removeAttribute("hidden");
      shadow.append(section);
    }
  }
  return main.childElementCount;
}

/**
 * Runs in a page: which of its targets offer less than a square of 24 px. What belongs to a control is
 * its label too; a link within a sentence is as high as its line.
 */
function smallTargets() {
  const shadows = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const targets = [document, ...shadows].flatMap((root) => [
    .../** @type {NodeListOf<HTMLElement>} */ (
      root.querySelectorAll("a, button, input, summary, [tabindex]")
    ),
  ]);
  const small = targets.filter((target) => {
    if (!target.checkVisibility()) return false;
    const { parentElement, textContent } = target;
    const isInSentence = target.matches("p > a") && parentElement?.textContent !== textContent;
    const { labels } = /** @type {HTMLInputElement} */ (target);
    const parts = [target, ...(labels ?? [])];
    const boxes = parts.map((part) => part.getBoundingClientRect());
    /** @param {"left" | "top"} from @param {"right" | "bottom"} to */
    const size = (from, to) =>
      Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
    return !isInSentence && Math.min(size("left", "right"), size("top", "bottom")) < 24;
  });
  const names = small.map(({ localName, className, textContent, id }) =>
    [localName, id || className, textContent].join(" "),
  );
  return { count: targets.length, names };
}

/** Runs in a page: what stands out of it at the sides. */
function wide() {
  const { scrollWidth } = document.documentElement;
  const shadows = [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const all = [document.body, ...shadows].flatMap((root) => [...root.querySelectorAll("*")]);
  const out = all.filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (left < 0 || right > innerWidth);
  });
  const names = out.map(({ localName, className, textContent }) =>
    [localName, className, textContent].join(" "),
  );
  return scrollWidth > innerWidth ? [`${scrollWidth} px`, ...names] : names;
}

/**
 * Runs in a page: what moves there, or would at a change.
 * @param {Document | ShadowRoot} [root]
 */
function moving(root = document) {
  const open = [...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return [root, ...open].flatMap((root) =>
    [...root.querySelectorAll("*")].flatMap((element) =>
      ["", "::before", "::after"].flatMap((pseudo) => {
        const { animationName, transitionDuration } = getComputedStyle(element, pseudo);
        const isStill = animationName === "none" && /^(0s(, )?)+$/.test(transitionDuration);
        return isStill ? [] : [`${element.localName}.${element.className}${pseudo}`];
      }),
    ),
  );
}

for (const name of BROWSERS) {
  for (const colours of /** @type {const} */ (["light", "dark", "forced"])) {
    describe(`${name}, ${colours} colours`, () => {
      const options = colours === "forced" ? FORCED[name] : { colorScheme: colours };
      const browser = inBrowser(name, stage, options);

      test("axe finds what is wrong, and the colours are those", async () => {
        const page = await ours(browser, "options.html");
        await noFault(page);
        const isSo = (/** @type {string} */ query) => matchMedia(query).matches;
        assert.equal(await page.evaluate(isSo, "(forced-colors: active)"), colours === "forced");
        const isDark = await page.evaluate(isSo, "(prefers-color-scheme: dark)");
        assert.equal(isDark, colours === "dark");
        await page.evaluate(() => {
          const main = /** @type {Element} */ (document.querySelector("main"));
          const faint = main.appendChild(document.createElement("p"));
          faint.textContent = "Faint words";
          faint.style.cssText = "color: #777; background: #888; forced-color-adjust: none";
          for (const _ of ["one", "beside it"]) main.append(document.createElement("button"));
        });
        const { found } = await page.evaluate(audit, "html", []);
        const rules = found.map((/** @type {string} */ fault) => fault.replace(/:.*/s, ""));
        const planted = ["button-name", "color-contrast", "target-size"];
        assert.deepEqual([...new Set(rules)].sort(), planted);
        await page.close();
      });

      test("the options page: nothing hidden, much hidden, managed, private", async () => {
        const page = await ours(browser, "options.html");
        for (const input of OPTIONS) {
          await page.evaluate(showOptions, input);
          await noFault(page);
        }
        await page.close();
      });

      test("the first run", async () => {
        const page = await ours(browser, "welcome.html");
        await noFault(page);
        await page.close();
      });

      test("the popup in each typical situation", async () => {
        const page = await ours(browser, "popup.html?tab=-1");
        for (const { input } of POPUPS) {
          await page.evaluate(showPopup, input);
          await noFault(page);
        }
        await page.close();
      });

      test("the typical banners and cards", async () => {
        const page = await ours(browser, "popup.html?tab=-1");
        assert.ok((await page.evaluate(showNotices, TYPICAL)) > 150);
        // Only one of them is ever in a page.
        await noFault(page, "main", ["landmark-unique"]);
        await page.close();
      });

      test("the banner in a page: a line, unfolded, a pill", async () => {
        const page = await browser.open(at("plain"));
        await shown(page);
        await page.evaluate(defineAxe);
        // Its root is closed, and axe looks at nothing outside of <body>.
        await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
          Object.defineProperty(root.host, "shadowRoot", { value: root });
          document.body.append(root.host);
        });
        await noFault(page, BANNER);
        for (const act of ["why", "fold"]) {
          await page.clickIn(BANNER, control(act));
          await noFault(page, BANNER);
        }
        await page.close();
      });

      test("no error of ours came of all this", () => noErrorOfOurs(browser));
    });
  }

  describe(name, () => {
    const browser = inBrowser(name, stage);

    test("every target has 24 px", async () => {
      const options = await ours(browser, "options.html");
      const zoom = (/** @type {string} */ zoom) => {
        document.querySelector("button")?.style.setProperty("zoom", zoom);
        return document.querySelector("button")?.textContent;
      };
      const reset = await options.evaluate(zoom, "0.5");
      const { names: planted } = await options.evaluate(smallTargets);
      assert.ok(planted.some((/** @type {string} */ each) => each.includes(reset)));
      await options.evaluate(zoom, "1");
      /** @type {Set<string>} */
      const small = new Set();
      const look = async (/** @type {Page} */ page) => {
        const found = await page.evaluate(smallTargets);
        for (const each of found.names) small.add(each);
        return found.count;
      };
      for (const input of OPTIONS) {
        await options.evaluate(showOptions, input);
        await look(options);
      }
      const welcome = await ours(browser, "welcome.html");
      await look(welcome);
      const popup = await ours(browser, "popup.html?tab=-1");
      for (const { input } of POPUPS) {
        await popup.evaluate(showPopup, input);
        await look(popup);
      }
      await popup.evaluate(showNotices, TYPICAL);
      assert.ok((await look(popup)) > 500);
      assert.deepEqual([...small], []);
      for (const page of [options, welcome, popup]) await page.close();
    });

    test("a pill can be pressed wherever it is", async () => {
      const page = await browser.open(at("plain"));
      await shown(page);
      const pressed = () =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
          const pill = /** @type {Element} */ (root.querySelector(".banner"));
          const { left, top, right, bottom } = pill.getBoundingClientRect();
          const [x, y] = [(left + right) / 2, (top + bottom) / 2];
          const points = [
            [left + 3, y],
            [right - 3, y],
            [x, y - 11.5],
            [x, y + 11.5],
          ];
          return points.map(([x, y]) => root.elementFromPoint(x, y)?.className);
        });
      assert.ok(!(await pressed()).includes("gauge"));
      await page.clickIn(BANNER, control("fold"));
      assert.deepEqual(await pressed(), ["gauge", "gauge", "gauge", "gauge"]);
      await page.close();
    });

    test("nothing moves", async () => {
      const plant = () => {
        const style = document.body.appendChild(document.createElement("p")).style;
        style.setProperty("transition", "color 1s");
      };
      const welcome = await ours(browser, "welcome.html");
      await welcome.evaluate(plant);
      assert.equal((await welcome.evaluate(moving)).length, 1);
      await welcome.close();
      for (const path of ["welcome.html", "options.html", "popup.html?tab=-1"]) {
        const page = await ours(browser, path);
        if (path.startsWith("popup")) await page.evaluate(showNotices, TYPICAL);
        assert.deepEqual(await page.evaluate(moving), [], path);
        await page.close();
      }
      const page = await browser.open(at("plain"));
      await shown(page);
      assert.deepEqual(await page.closedShadow(BANNER, moving), []);
      await page.close();
    });

    /** What is read out. @param {Page} page */
    const readOut = (page) =>
      page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
        [...root.querySelectorAll("[role=status], [role=alert], [aria-live]")].map(
          ({ role, textContent }) => `${role}: ${textContent}`,
        ),
      );

    test("what stands there is read out, sentence by sentence", async () => {
      const page = await browser.open(at("plain"));
      const { headline, cause, consequence } = await shown(page);
      const sentences = [headline, cause, consequence].join(" ");
      await until(async () => (await readOut(page))[0] !== "status: ");
      assert.deepEqual(await readOut(page), [`status: ${sentences}`]);
      await page.close();
    });

    test("it is read out once, a moment after it has come", async () => {
      const page = await openPlain(browser);
      const isReadOut = async (/** @type {string} */ key) =>
        (await readOut(page))[0].startsWith(`status: ${words(key)}`);
      await until(() => isReadOut("headline_guest"));
      await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
        /** @type {{what: string[], at: number}[]} */
        const changes = [];
        new MutationObserver((records) => {
          const what = records.map(({ target }) => /** @type {any} */ (target).role ?? "shown");
          changes.push({ what, at: performance.now() });
        }).observe(root, { childList: true, subtree: true });
        Object.assign(window, { changes });
      });
      const changes = () => page.evaluate(() => Reflect.get(window, "changes"));
      // It says something else.
      await page.click("#press");
      await runPlain(browser, page);
      await until(() => isReadOut("headline_run"));
      const [changed, read, ...more] = await changes();
      assert.deepEqual([changed.what, read.what, more], [["shown"], ["status"], []]);
      assert.ok(read.at - changed.at > 100, `${read.at - changed.at} ms`);
      // It says the same: nothing is shown anew, and nothing read out.
      await page.click("#press");
      await runPlain(browser, page, 2);
      const ran = await page.evaluate(() => performance.now());
      const isOver = (/** @type {number} */ at) => performance.now() > at;
      await page.until(isOver, ran + READ_OUT_MS);
      assert.equal((await changes()).length, 2);
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, magnified to 400 %`, () => {
    const browser = inBrowser(name, stage, { size: MAGNIFIED });

    test("nothing stands out at the sides", async () => {
      const options = await ours(browser, "options.html");
      assert.deepEqual(await options.evaluate(() => [innerWidth, innerHeight]), MAGNIFIED);
      await options.evaluate(() => {
        const wide = document.body.appendChild(document.createElement("div"));
        wide.style.cssText = "width: 330px; height: 1px";
      });
      assert.equal((await options.evaluate(wide)).length, 2);
      await options.evaluate(() => document.body.lastElementChild?.remove());
      for (const input of OPTIONS) {
        await options.evaluate(showOptions, input);
        assert.deepEqual(await options.evaluate(wide), []);
      }
      const welcome = await ours(browser, "welcome.html");
      assert.deepEqual(await welcome.evaluate(wide), []);
      const popup = await ours(browser, "popup.html?tab=-1");
      for (const { title, input } of POPUPS) {
        await popup.evaluate(showPopup, input);
        assert.deepEqual(await popup.evaluate(wide), [], title);
      }
    });
  });
}
