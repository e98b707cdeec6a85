// For people who use no mouse, or no screen: where the Tab key goes, that one sees it, what keys do, and what
// the browsers tell assistive technology of each part. More: accessibility.test.mjs.

/// <reference lib="dom" />
/// <reference path="./driver/firefox-scope.d.ts" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, words } from "./extension.mjs";
import { at, control, goToBanner, like, shown, state } from "./support/banner_page.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {{name: string, isRinged: boolean, left: number, top: number, bottom: number}} Stop */
/** @typedef {(page: Page) => Promise<Stop | null>} Look */
/** @typedef {{role: string, name: string | null, states: string[]}[]} Tree */

const stage = onStage({ strangers: [like("plain")] });

/**
 * Runs in a page: what has the focus, whether a ring shows it, and where it is.
 * @param {Document | ShadowRoot} [root] @returns {Stop | null}
 */
function stop(root = document) {
  const element = /** @type {HTMLElement | null} */ (root.activeElement);
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { left, top, bottom } = element.getBoundingClientRect();
  const { act, key } = element.dataset;
  const name = element.id || [act, act && key].filter(Boolean).join(" ") || element.localName;
  const isRinged = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  return { name, isRinged, left, top: top + scrollY, bottom: bottom + scrollY };
}

/** @type {Look} */
const stopInPage = (page) => page.evaluate(stop);
/** @type {Look} */
const stopInBanner = (page) => page.closedShadow(BANNER, stop);

/**
 * Presses a key; resolves with where the focus is then.
 * @param {Page} page @param {"Tab" | "Shift+Tab"} keys @param {Look} look
 */
async function step(page, keys, look) {
  const before = JSON.stringify(await look(page));
  await page.press(keys);
  const { now } = await until(
    async () => {
      const now = await look(page);
      return JSON.stringify(now) === before ? null : { now };
    },
    { what: `${keys} to move the focus from ${before}` },
  );
  return now;
}

/**
 * Presses Tab; resolves with each stop on the way.
 * @param {Page} page @param {number} count @param {Look} [look]
 */
async function walk(page, count, look = stopInPage) {
  const stops = [];
  for (let pressed = 0; pressed < count; pressed++) {
    const stop = await step(page, "Tab", look);
    if (stop) stops.push(stop);
  }
  return stops;
}

/** Tab until then. @param {Page} page @param {string} name */
async function tabTo(page, name) {
  for (let pressed = 0; pressed < 20; pressed++)
    if ((await step(page, "Tab", stopInPage))?.name === name) return;
  assert.fail(`Tab never comes to ${name}`);
}

/**
 * Resolves once something is as expected, else shows the difference.
 * @template T
 * @param {() => Promise<T>} look
 * @param {T} expected
 */
async function becomes(look, expected) {
  /** @type {T | undefined} */
  let actual;
  await until(async () => {
    actual = await look();
    return isDeepStrictEqual(actual, expected);
  }).catch(() => undefined);
  assert.deepEqual(actual, expected);
}

/** @param {Stop[]} stops */
const names = (stops) => stops.map(({ name }) => name);

/** Each stop is seen, and stands beside or below the one before. @param {Stop[]} stops */
function isInOrder(stops) {
  for (const [index, { name, isRinged, left, top }] of stops.entries()) {
    assert.ok(isRinged, `${name} has a ring`);
    const before = stops[index - 1];
    if (before) assert.ok(top >= before.bottom - 1 || left > before.left, `${name} comes later`);
  }
}

/** A page of ours, once it shows something. @param {Browser} browser @param {string} path */
async function ours(browser, path) {
  const page = await browser.extensionPage(path);
  await page.until(() => document.querySelector("main .content") !== null);
  return page;
}

/**
 * Shows a page of ours anew, where only this is chosen.
 * @param {Page} page @param {object} items of storage
 */
async function begin(page, items) {
  await page.evaluate(async (items) => {
    await chrome.storage.sync.clear();
    await chrome.storage.sync.set(items);
  }, items);
  await page.reload();
  await page.until(() => document.querySelector("main .content") !== null);
}

/** Roles that Firefox names otherwise. @type {Record<string, string>} */
const ROLES = {
  pushbutton: "button",
  checkbutton: "checkbox",
  radiobutton: "radio",
  grouping: "group",
};
const TOLD = /^(region|heading|link|button|checkbox|radio|group|list|listitem)$/;

/** Runs in Firefox's own scope: a tab's accessibility tree, if there is one. @param {string} context */
function firefoxTree(context) {
  const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
  /** @param {any} accessible @returns {Tree} */
  const flat = (accessible) => {
    const [state, more] = [/** @type {any} */ ({}), /** @type {any} */ ({})];
    accessible.getState(state, more);
    const names = service.getStringStates(state.value, more.value);
    const states = Array.from({ length: names.length }, (_, index) => names.item(index));
    const found = [{ role: service.getStringRole(accessible.role), name: accessible.name, states }];
    for (let child = accessible.firstChild; child; child = child.nextSibling)
      found.push(...flat(child));
    return found;
  };
  const tab = service.getAccessibleFor(driver.browserOf(context));
  return tab ? flat(tab) : [];
}

/** The same in Chromium. @param {any} page */
async function chromiumTree({ page }) {
  /** @param {any} node @returns {Tree} */
  const flat = ({ role, name, expanded, checked, children = [] }) => {
    const states = expanded === undefined ? [] : [expanded ? "expanded" : "collapsed"];
    if (checked === true) states.push("checked");
    return [{ role, name, states }, ...children.flatMap(flat)];
  };
  return flat(await page.accessibility.snapshot({ interestingOnly: false }));
}

/**
 * What assistive technology is told of a tab, part by part, as soon as it is what is expected.
 * @param {Browser} browser @param {Page} page @param {string[]} expected
 */
function isTold(browser, page, expected) {
  return becomes(async () => {
    const { context } = /** @type {any} */ (page);
    /** @type {Tree} */
    const tree =
      browser.name === "chrome"
        ? await chromiumTree(page)
        : await /** @type {any} */ (browser).inChrome(firefoxTree, context);
    return tree.flatMap(({ role, name, states }) => {
      const known = ROLES[role] ?? role;
      const state = states.find((each) => /^(expanded|collapsed|checked)$/.test(each));
      // A list item is told by what is in it.
      const parts = [known, known === "listitem" ? "" : name, state];
      return TOLD.test(known) ? [parts.filter(Boolean).join(" ")] : [];
    });
  }, expected);
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    describe("the banner", () => {
      /** @type {Page} */
      let page;
      before(async () => {
        page = await browser.open(at("plain"));
      });
      const toBanner = async () => {
        await goToBanner(page, at("plain"));
        await page.click("#prompt");
      };

      test("Tab goes as one reads, and one sees where it is", async () => {
        await toBanner();
        await page.clickIn(BANNER, control("why"));
        const pressed = await stopInBanner(page);
        assert.deepEqual([pressed?.name, pressed?.isRinged], ["why", false], "by mouse: no ring");
        await page.clickIn(BANNER, control("why"));
        await page.click("#prompt");
        const line = await walk(page, 4, stopInBanner);
        assert.deepEqual(names(line), ["fold", "leave", "why", "dismiss"]);
        isInOrder(line);
        assert.equal((await step(page, "Shift+Tab", stopInBanner))?.name, "why");
        await page.press("Enter");
        await becomes(async () => (await state(page)).why, "true");
        const unfolded = await walk(page, 4, stopInBanner);
        assert.deepEqual(names(unfolded), ["dismiss", "hide-space", "hide-day", "options"]);
        // Unfolded, it stands in the corner.
        isInOrder(unfolded.slice(1));
      });

      test("Escape is for the page, unless the focus is inside", async () => {
        await toBanner();
        await page.press("Escape");
        assert.ok(await page.find(BANNER));
        await page.clickIn(BANNER, control("why"));
        const [, stop] = await walk(page, 2, stopInBanner);
        assert.equal(stop?.name, "hide-space");
        await page.press("Escape");
        await becomes(() => page.find(BANNER), null);
      });

      test("the mark folds and unfolds it, and keeps the focus", async () => {
        await toBanner();
        await step(page, "Tab", stopInBanner);
        const now = async () => {
          const { focused, fold, isFolded } = await state(page);
          return { focused, fold, isFolded };
        };
        const unfolded = { focused: "fold", fold: "true", isFolded: false };
        await becomes(now, unfolded);
        await page.press("Enter");
        await becomes(now, { focused: "fold", fold: "false", isFolded: true });
        assert.equal((await stopInBanner(page))?.isRinged, true);
        await page.press("Space");
        await becomes(now, unfolded);
      });

      // Comes last: in Firefox what is pressed after that is for the browser's own window.
      test("nobody is caught in it", async () => {
        await toBanner();
        assert.equal((await step(page, "Tab", stopInBanner))?.name, "fold");
        assert.equal((await step(page, "Shift+Tab", stopInPage))?.name, "prompt");
        assert.equal((await walk(page, 4, stopInBanner)).length, 4);
        assert.equal(await step(page, "Tab", stopInBanner), null);
        await page.close();
      });
    });

    describe("the options page", () => {
      /** @type {Page} */
      let page;
      before(async () => {
        page = await ours(browser, "options.html");
      });
      /** @param {string} key */
      const stored = (key) =>
        page.evaluate(async (key) => (await chrome.storage.sync.get(key))[key] ?? null, key);
      const HIDDEN = {
        "hidden:owner/one": { at: 2, cards: false },
        "hidden:owner/two": { at: 1, cards: false },
      };

      test("Tab comes to every choice, as one reads", async () => {
        await begin(page, HIDDEN);
        const stops = await walk(page, 12);
        assert.deepEqual(names(stops), [
          ...["banner", "cards", "folded", "edge-top", "asksSpace", "asksQuota", "opensHub"],
          ...["space-0-cards", "show-again hidden:owner/one"],
          ...["space-1-cards", "show-again hidden:owner/two", "reset"],
        ]);
        isInOrder(stops);
      });

      test("Space ticks a box, which is stored and keeps the focus", async () => {
        await begin(page, {});
        await tabTo(page, "folded");
        for (const isOn of [true, false]) {
          await page.evaluate(() =>
            document.querySelector("#folded")?.setAttribute("title", "old"),
          );
          await page.press("Space");
          // The page is built anew.
          const isBuilt = (/** @type {boolean} */ isOn) =>
            document.querySelector("#folded:not([title])")?.matches(":checked") === isOn;
          await page.until(isBuilt, isOn);
          assert.equal((await stopInPage(page))?.name, "folded");
          assert.equal(await stored("folded"), isOn);
          const said = () => document.querySelector("[role=status]")?.textContent;
          assert.equal(await page.until(said), words("options_saved"));
        }
      });

      test("arrows choose the edge", async () => {
        await begin(page, {});
        await tabTo(page, "edge-top");
        for (const edge of ["bottom", "top"]) {
          await page.press(edge === "bottom" ? "ArrowDown" : "ArrowUp");
          const isBuilt = (/** @type {string} */ id) =>
            document.querySelector(`#${id}[checked]:focus`) !== null;
          await page.until(isBuilt, `edge-${edge}`);
          assert.equal(await stored("edge"), edge);
        }
      });

      test("what is shown again is gone, the focus is not", async () => {
        await begin(page, HIDDEN);
        await tabTo(page, "show-again hidden:owner/one");
        for (const left of [1, 0]) {
          await page.press("Enter");
          const isLeft = (/** @type {number} */ left) =>
            document.querySelectorAll("ul.hidden > li").length === left;
          await page.until(isLeft, left);
          const name = (await stopInPage(page))?.name;
          assert.ok(name, `${left} are left`);
          const other = "show-again hidden:owner/two";
          if (left && name !== other) await tabTo(page, other);
        }
      });

      test("everything is forgotten, and the focus stays", async () => {
        await begin(page, { folded: true });
        await tabTo(page, "reset");
        await page.press("Space");
        const said = () => document.querySelector("[role=status]")?.textContent;
        assert.equal(await page.until(said), words("options_resetDone"));
        assert.equal(await stored("folded"), null);
        assert.equal((await stopInPage(page))?.name, "reset");
      });
    });

    describe("the popup", () => {
      /** @type {Page} */
      let popup;
      before(async () => {
        const page = await browser.open(at("plain"));
        await shown(page);
        popup = await ours(browser, `popup.html?tab=${await page.tabId()}`);
      });
      const isThere = (/** @type {string} */ act) =>
        document.querySelector(`main [data-act=${act}]`) && !document.querySelector(".waits");

      test("Tab comes to everything, as one reads", async () => {
        await begin(popup, {});
        const stops = await walk(popup, 10);
        assert.deepEqual(names(stops), [
          ...["follow", "follow", "check-source", "ask-quota", "follow", "summary"],
          ...["hide-space", "hide-day", "options", "summary"],
        ]);
        isInOrder(stops);
        await popup.press("Enter");
        await popup.until(() => document.querySelector("details[open]") !== null);
        const report = await walk(popup, 3);
        assert.deepEqual(names(report), ["copy-report", "copy-markdown", "report"]);
        isInOrder(report);
      });

      test("what is copied is told in a place that was there before", async () => {
        await begin(popup, {});
        const status = () => {
          const fold = document.querySelector("body > details");
          fold?.setAttribute("open", "");
          const place = fold?.querySelector("[role=status]");
          return { isThere: place?.checkVisibility(), text: place?.textContent };
        };
        assert.deepEqual(await popup.evaluate(status), { isThere: true, text: "" });
      });

      for (const [pressed, instead, items] of /** @type {[string, string, object][]} */ ([
        ["hide-day", "show-again", {}],
        ["show-again", "hide-day", { hiddenUntil: { at: Date.now() + 3_600_000, cards: false } }],
        ["ask-quota", "stop-asking", {}],
        ["stop-asking", "ask-quota", { asksQuota: true }],
      ]))
        test(`${pressed} goes, the focus does not`, async () => {
          await begin(popup, items);
          await popup.until(isThere, pressed);
          await tabTo(popup, pressed);
          await popup.press("Enter");
          await popup.until(isThere, instead);
          assert.ok(await stopInPage(popup));
        });

      test("a link keeps the focus when something else changes", async () => {
        await begin(popup, {});
        await popup.until(isThere, "hide-day");
        await walk(popup, 2);
        const text = () => document.activeElement?.textContent;
        assert.equal(await popup.evaluate(text), words("action_aboutZeroGpu"));
        await popup.evaluate(() => chrome.storage.sync.set({ banner: false }));
        await popup.until(() => document.querySelector("section.hidden") !== null);
        assert.equal(await popup.evaluate(text), words("action_aboutZeroGpu"));
      });
    });

    describe("for assistive technology", () => {
      test("each choice has its role, name and state", async () => {
        const page = await ours(browser, "options.html");
        await begin(page, {});
        const [box, heading] = ["checkbox", "heading"].map(
          (role) => (/** @type {string} */ key) => `${role} ${words(key)}`,
        );
        await isTold(browser, page, [
          ...[heading("options_title"), heading("options_banner")],
          ...[`${box("options_showBanner")} checked`, `${box("options_showCards")} checked`],
          ...[box("options_folded"), `group ${words("options_edge")}`],
          ...[`radio ${words("options_edgeTop")} checked`, `radio ${words("options_edgeBottom")}`],
          ...[heading("options_lookups"), `${box("options_askSpace")} checked`],
          ...[box("options_askQuota"), heading("options_links"), box("options_openHub")],
          ...[heading("options_hidden"), `button ${words("options_reset")}`],
        ]);
        await page.close();
      });

      test("each part of the banner has its role, name and state", async () => {
        const page = await browser.open(at("plain"));
        await shown(page);
        const app = ["heading Like Gradio", `region ${words("extensionName")}`];
        const [fold, why] = [words("action_fold"), words("action_why")];
        const line = [
          ...[...app, `button ${fold} expanded`, `link ${words("action_openHub")}`],
          ...[`button ${why} collapsed`, `button ${words("action_dismiss")}`],
        ];
        await isTold(browser, page, line);
        await page.clickIn(BANNER, control("why"));
        const hide = ["action_muteSpace", "action_muteDay", "action_options"];
        await isTold(browser, page, [
          ...line.map((part) => part.replace("collapsed", "expanded")),
          ...["list", "listitem", "listitem", "listitem", "listitem"],
          ...[`group ${words("hide_lead")}`, ...hide.map((key) => `button ${words(key)}`)],
        ]);
        await page.clickIn(BANNER, control("fold"));
        await isTold(browser, page, [...app, `button ${fold} collapsed`]);
        await page.close();
      });
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
