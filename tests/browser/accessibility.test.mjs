// WCAG 2.2 AA, as far as a machine can tell: axe on all that we show, how big and how wide it is, that
// nothing moves, what the browsers make of it for assistive technology, and what is read out. For the
// keyboard see keyboard.test.mjs.

/// <reference lib="dom" />
/// <reference path="./driver/firefox-scope.d.ts" />
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, root, words } from "./extension.mjs";
import { at, control, goToBanner, like } from "./support/banner_page.mjs";
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
const TYPICAL = [...(await typical("popups")), ...(await typical("cards"))];
/** What each browser is told, to show forced colours. */
const FORCED = {
  chrome: { args: ["--force-high-contrast"] },
  firefox: { prefs: { "browser.display.document_color_use": 2 } },
};
/** A screen 1280 px wide and 1024 high, at 400 %. */
const MAGNIFIED = /** @type {[number, number]} */ ([320, 256]);

const stage = onStage({ strangers: [like("plain"), toastSpace] });

/**
 * Runs in a page: what axe finds fault with, or cannot tell the colours of; and how many texts have
 * colours that can be told apart.
 * @param {string} selector
 * @param {string[]} without rules
 */
async function audit(selector, without) {
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

/**
 * @param {Page} page
 * @param {string} [selector]
 * @param {string[]} [without] rules
 */
async function noFault(page, selector = "html", without = []) {
  const { found, texts } = await page.evaluate(audit, selector, without);
  assert.deepEqual(found, []);
  assert.ok(texts > 0, "it has looked at texts");
}

/**
 * A page of the extension's, once it shows something.
 * @param {Browser} browser
 * @param {string} path
 */
async function ours(browser, path) {
  const page = await browser.extensionPage(path);
  await page.until(() => document.querySelector("main .content, main section") !== null);
  await page.evaluate(defineAxe);
  return page;
}

/**
 * The genuine banner. Its closed root is opened to axe, which looks at nothing outside of <body>.
 * @param {Page} page
 */
async function openToAxe(page) {
  await page.evaluate(defineAxe);
  await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
    Object.defineProperty(root.host, "shadowRoot", { value: root });
    document.body.append(root.host);
  });
}

/**
 * Runs in popup.html: shows another popup there, its report unfolded.
 * @param {any} input
 */
async function showPopup(input) {
  const { ready } = await import(chrome.runtime.getURL("background/core.js"));
  document.querySelector("main")?.replaceChildren((await ready).popup(input));
  document.querySelector("details")?.setAttribute("open", "");
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
  document.querySelector("details")?.remove();
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
    const [left, top] = [boxes.map(({ left }) => left), boxes.map(({ top }) => top)];
    const [right, bottom] = [boxes.map(({ right }) => right), boxes.map(({ bottom }) => bottom)];
    const width = Math.max(...right) - Math.min(...left);
    const height = Math.max(...bottom) - Math.min(...top);
    return !isInSentence && Math.min(width, height) < 24;
  });
  const name = (/** @type {HTMLElement} */ { id, className, textContent }) =>
    [id, className, textContent].join(" ");
  return {
    count: targets.length,
    small: small.map((target) => {
      const { width, height } = target.getBoundingClientRect();
      return `${target.localName} ${name(target)}: ${width} × ${height}`;
    }),
  };
}

/** Runs in a page: what stands out of it at the sides. */
function wide() {
  const { scrollWidth } = document.documentElement;
  const out = [...document.querySelectorAll("body *")].filter((element) => {
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

/** Roles that Firefox names otherwise. @type {Record<string, string>} */
const ROLES = {
  ...{ pushbutton: "button", checkbutton: "checkbox", radiobutton: "radio", grouping: "group" },
  ...{ graphic: "image", DisclosureTriangle: "summary" },
};
const TOLD = /^(region|heading|link|button|checkbox|radio|group|image|list|listitem|summary)$/;

/**
 * Runs in Firefox's own scope: a tab's accessibility tree, once there is one.
 * @param {string} context
 */
function firefoxTree(context) {
  const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
  /** @param {any} accessible @returns {{role: string, name: string, states: string[]}[]} */
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
async function chromiumTree(page) {
  const { nodes } = await page.session.send("Accessibility.getFullAXTree");
  /** @param {any} node @returns {{role: string, name: string, states: string[]}[]} */
  const flat = (node) => {
    const value = (/** @type {string} */ name) =>
      node.properties?.find((/** @type {any} */ each) => each.name === name)?.value.value;
    const states = [
      ...(value("expanded") === undefined ? [] : [value("expanded") ? "expanded" : "collapsed"]),
      ...(value("checked") === "true" ? ["checked"] : []),
    ];
    const children = (node.childIds ?? []).flatMap((/** @type {string} */ id) =>
      nodes.filter((/** @type {any} */ { nodeId }) => nodeId === id).flatMap(flat),
    );
    const { ignored, role, name } = node;
    return ignored
      ? children
      : [{ role: role.value, name: name?.value ?? "", states }, ...children];
  };
  return flat(nodes[0]);
}

/**
 * What assistive technology is told of a tab, part by part, as soon as it is what is expected.
 * @param {Browser} browser
 * @param {Page} page
 * @param {string[]} expected
 */
async function isTold(browser, page, expected) {
  /** @type {string[]} */
  let told = [];
  await until(
    async () => {
      const { context } = /** @type {any} */ (page);
      const tree =
        browser.name === "chrome"
          ? await chromiumTree(page)
          : await /** @type {any} */ (browser).inChrome(firefoxTree, context);
      told = tree.flatMap((/** @type {any} */ { role, name, states }) => {
        const known = ROLES[role] ?? role;
        const state = states.find((/** @type {string} */ each) =>
          /^(expanded|collapsed|checked)$/.test(each),
        );
        // A list item is told by what is in it.
        const parts = [known, known === "listitem" ? "" : name, state];
        return TOLD.test(known) ? [parts.filter(Boolean).join(" ")] : [];
      });
      return told.join("\n") === expected.join("\n");
    },
    { what: "the accessibility tree", timeout: 5_000 },
  ).catch(() => undefined);
  assert.deepEqual(told, expected);
}

for (const name of BROWSERS) {
  for (const colours of /** @type {const} */ (["light", "dark", "forced"])) {
    describe(`${name}, ${colours} colours`, () => {
      const options = colours === "forced" ? FORCED[name] : { colorScheme: colours };
      const browser = inBrowser(name, stage, options);

      test("axe finds what is wrong, and the colours are those", async () => {
        const page = await ours(browser, "options.html");
        await noFault(page);
        const media = await page.evaluate(() => ({
          dark: matchMedia("(prefers-color-scheme: dark)").matches,
          forced: matchMedia("(forced-colors: active)").matches,
        }));
        assert.equal(media.forced, colours === "forced");
        if (!media.forced) assert.equal(media.dark, colours === "dark");
        await page.evaluate(() => {
          const main = /** @type {Element} */ (document.querySelector("main"));
          const faint = main.appendChild(document.createElement("p"));
          faint.textContent = "Faint words";
          faint.style.cssText = "forced-color-adjust: none; color: #777; background: #888";
          main.append(document.createElement("button"));
        });
        const { found } = await page.evaluate(audit, "html", []);
        const rules = found.map((/** @type {string} */ fault) => fault.replace(/:.*/s, ""));
        assert.deepEqual(rules.sort(), ["button-name", "color-contrast", "target-size"]);
        await page.close();
      });

      test("the options page: nothing hidden, much hidden, managed, private", async () => {
        const page = await ours(browser, "options.html");
        const inputs = [
          {},
          {
            until: "tomorrow at 04:00",
            settings: { hidden: [{ name: "a/b", at: 1, cards: true }] },
          },
          { settings: { managed: { noBanner: true, noLookUps: true, helpUrl: "https://a.b/" } } },
          { isPrivate: true, settings: { hidden: [{ name: "a/b", at: 0, cards: false }] } },
        ];
        for (const input of inputs) {
          await page.evaluate(async (/** @type {object} */ input) => {
            const { ready } = await import(chrome.runtime.getURL("background/core.js"));
            document.querySelector("main")?.replaceChildren((await ready).options(input));
          }, input);
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
        for (const { input } of TYPICAL.filter(({ input }) => input)) {
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
        await until(() => banner(page), { what: "the banner" });
        await openToAxe(page);
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
    /** @type {Page} */
    let page;
    before(async () => {
      page = await browser.open(at("plain"));
    });

    test("every target has 24 px", async () => {
      const options = await ours(browser, "options.html");
      await options.evaluate(async () => {
        const { ready } = await import(chrome.runtime.getURL("background/core.js"));
        const hidden = [{ name: "a/b", at: 1, cards: true }];
        const input = { until: "tomorrow", settings: { hidden } };
        document.querySelector("main")?.replaceChildren((await ready).options(input));
      });
      await options.evaluate(() =>
        document.querySelector("button")?.style.setProperty("zoom", ".5"),
      );
      assert.equal((await options.evaluate(smallTargets)).small.length, 1);
      await options.evaluate(() => document.querySelector("button")?.style.removeProperty("zoom"));
      const welcome = await ours(browser, "welcome.html");
      const popup = await ours(browser, "popup.html?tab=-1");
      /** @type {string[]} */
      const small = [];
      for (const page of [options, welcome])
        small.push(...(await page.evaluate(smallTargets)).small);
      for (const { input, title } of TYPICAL.filter(({ input }) => input)) {
        await popup.evaluate(showPopup, input);
        const found = await popup.evaluate(smallTargets);
        small.push(...found.small.map((/** @type {string} */ each) => `${title}: ${each}`));
      }
      await popup.evaluate(showNotices, TYPICAL);
      const notices = await popup.evaluate(smallTargets);
      assert.ok(notices.count > 500);
      assert.deepEqual([...small, ...notices.small], []);
      for (const page of [options, welcome, popup]) await page.close();
    });

    test("a pill is pressed wherever one presses it", async () => {
      await goToBanner(page, at("plain"));
      await page.clickIn(BANNER, control("fold"));
      const pressed = await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
        const pill = root.querySelector(".banner");
        const { left, top, width, height } = /** @type {Element} */ (pill).getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        return [-11.5, 11.5].flatMap((dx) =>
          [-11.5, 11.5].map((dy) => root.elementFromPoint(x + dx, y + dy)?.className),
        );
      });
      assert.deepEqual(new Set(pressed), new Set(["gauge"]));
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
      await goToBanner(page, at("plain"));
      assert.deepEqual(await page.closedShadow(BANNER, moving), []);
    });

    test("assistive technology is told of each part of the banner by role, name and state", async () => {
      await goToBanner(page, at("plain"));
      const app = ["heading Like Gradio"];
      const [region, fold] = [words("extensionName"), words("action_fold")];
      const [link, why] = [words("action_openHub"), words("action_why")];
      const closed = [
        ...[`region ${region}`, `button ${fold} expanded`, `link ${link}`],
        ...[`button ${why} collapsed`, `button ${words("action_dismiss")}`],
      ];
      await isTold(browser, page, [...app, ...closed]);
      await page.clickIn(BANNER, control("why"));
      await isTold(browser, page, [
        ...[...app, ...closed.map((part) => part.replace("collapsed", "expanded"))],
        ...["list", "listitem", "listitem", "listitem", "listitem", `group ${words("hide_lead")}`],
        ...["action_muteSpace", "action_muteDay", "action_options"].map(
          (key) => `button ${words(key)}`,
        ),
      ]);
      await page.clickIn(BANNER, control("fold"));
      await isTold(browser, page, [...app, `region ${region}`, `button ${fold} collapsed`]);
    });

    test("and of each part of our own pages", async () => {
      const options = await ours(browser, "options.html");
      const [box, heading] = ["checkbox", "heading"].map(
        (role) => (/** @type {string} */ key) => `${role} ${words(key)}`,
      );
      await isTold(browser, options, [
        ...[heading("options_title"), heading("options_banner")],
        ...[`${box("options_showBanner")} checked`, `${box("options_showCards")} checked`],
        ...[box("options_folded"), `group ${words("options_edge")}`],
        ...[`radio ${words("options_edgeTop")} checked`, `radio ${words("options_edgeBottom")}`],
        ...[heading("options_lookups"), `${box("options_askSpace")} checked`],
        ...[box("options_askQuota"), heading("options_links"), box("options_openHub")],
        ...[heading("options_hidden"), `button ${words("options_reset")}`],
      ]);
      await options.close();
      const welcome = await ours(browser, "welcome.html");
      await isTold(browser, welcome, [
        ...[heading("welcome_title"), heading("welcome_see"), `image ${words("headline_guest")}`],
        ...[heading("welcome_private"), heading("welcome_never")],
        ...["list", "listitem", "listitem", "listitem", `button ${words("action_options")}`],
      ]);
      await welcome.close();
    });

    test("what is said is read out once, a moment after it has come", async () => {
      const page = await openPlain(browser);
      const statuses = () =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
          [...root.querySelectorAll("[role=status], [role=alert], [aria-live]")].map(
            ({ role, textContent }) => `${role}: ${textContent}`,
          ),
        );
      /** @param {Awaited<ReturnType<typeof banner>>} shown */
      const spoken = ({ headline, cause, consequence }) =>
        `status: ${[headline, cause, consequence].filter(Boolean).join(" ")}`;
      await until(async () => (await statuses())[0] !== "status: ");
      assert.deepEqual(await statuses(), [spoken(await banner(page))]);

      await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
        /** @type {string[]} */
        const seen = [];
        const observer = new MutationObserver((records) => {
          for (const { target } of records)
            seen.push(
              target === root ? "banner" : /** @type {Element} */ ((target).role ?? "part"),
            );
          seen.push(String(Math.round(performance.now())));
        });
        observer.observe(root, { childList: true, subtree: true, characterData: true });
        Object.assign(window, { seen });
      });
      const seen = () => page.evaluate(() => Reflect.get(window, "seen"));
      await runPlain(browser, page);
      await page.until(() => Reflect.get(window, "seen").includes("status"));
      const [first, shownAt, ...rest] = await seen();
      assert.equal(first, "banner");
      assert.ok(!rest.slice(0, -2).includes("status"), rest.join(" "));
      const [written, writtenAt] = rest.slice(-2);
      assert.equal(written, "status");
      assert.ok(writtenAt - shownAt > 100, `${rest}`);
      assert.deepEqual(await statuses(), [spoken(await banner(page))]);
      assert.equal((await banner(page)).headline, words("headline_run"));
      console.log("seen", await seen());

      await runPlain(browser, page, 2);
      console.log("seen", await seen());
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
      await options.close();
      for (const path of ["options.html", "welcome.html"]) {
        const page = await ours(browser, path);
        assert.deepEqual(await page.evaluate(wide), [], path);
        await page.close();
      }
      const popup = await ours(browser, "popup.html?tab=-1");
      for (const { title, input } of TYPICAL.filter(({ input }) => input)) {
        await popup.evaluate(showPopup, input);
        assert.deepEqual(await popup.evaluate(wide), [], title);
      }
    });
  });
}
