// What a page's own world does to get at the banner: it can neither read nor rewrite it, nor keep it
// out. What it can do all the same, hide the element as a whole, leaves badge and popup as they are.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, WITHOUT_WASM } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, badgeIs, banner, popupReport, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */

/** What a page does with a shadow root that it got hold of. */
const TAKE = `
  window.taken = [];
  window.take = (how, root) => {
    if (!root?.host) return;
    taken.push(how);
    for (const element of root.querySelectorAll(".headline")) element.textContent = "All is well";
    for (const element of root.querySelectorAll("a")) element.href = "https://other.example/";
  };
  // The same with an element of the page's own: what shows that the way exists.
  window.control = (name) => {
    let element;
    let isKeptOut = false;
    try {
      element = document.createElement(name);
      element.attachShadow({ mode: "closed" });
    } catch {
      isKeptOut = true;
    }
    if (!(element instanceof customElements.get(name))) isKeptOut = true;
    document.documentElement.append(element);
    const isTaken = taken.length > 0;
    element.remove();
    taken = [];
    return isTaken || isKeptOut;
  };`;

/** Definitions of an element, of a name. @type {Record<string, string>} */
const DEFINITIONS = {
  internals: `class extends HTMLElement {
    constructor() { super(); this.internals = this.attachInternals(); }
    connectedCallback() { take("internals", this.internals.shadowRoot); }
  }`,
  shadow: `class extends HTMLElement {
    static get disabledFeatures() { return ["shadow"]; }
  }`,
  "own root": `class extends HTMLElement {
    constructor() { super(); take("own root", this.attachShadow({ mode: "open" })); }
  }`,
  throwing: `class extends HTMLElement {
    constructor() { super(); throw new Error("no"); }
  }`,
};

/** The DOM as it never was: each method and setter that could see our root tells of it. */
const CLOBBER = `
  window.isSpying = true;
  const { getRootNode } = Node.prototype;
  const tell = (prototype, name, how = prototype.constructor.name + "." + name) => {
    const property = Object.getOwnPropertyDescriptor(prototype, name);
    if (!property) return;
    const spy = (old) => old && function (...args) {
      const result = old.apply(this, args);
      if (!isSpying) return result;
      isSpying = false;
      for (const one of [this, result, ...args])
        if (one instanceof Node && getRootNode.call(one) instanceof ShadowRoot)
          take(how, getRootNode.call(one));
      isSpying = true;
      return result;
    };
    for (const key of ["value", "get", "set"])
      if (typeof property[key] === "function") property[key] = spy(property[key]);
    Object.defineProperty(prototype, name, property);
  };
  for (const { prototype } of [Element, ShadowRoot, DocumentFragment, Node, HTMLElement, Document,
    DOMParser, CSSStyleSheet, EventTarget, MutationObserver, DOMImplementation, DOMTokenList])
    for (const name of Object.getOwnPropertyNames(prototype))
      if (name !== "constructor") tell(prototype, name);
  Object.defineProperty(Event.prototype, "isTrusted", { get: () => true });
  globalThis.DOMParser = globalThis.CSSStyleSheet = globalThis.MutationObserver = class {};`;

/** Whatever an event or a selection tells. */
const WATCH = `
  const look = (how, node) => {
    const root = node instanceof Node && node.getRootNode();
    if (root instanceof ShadowRoot) take(how, root);
  };
  const everywhere = () => {
    const selection = getSelection();
    look("anchor", selection.anchorNode);
    look("focus", selection.focusNode);
    if (selection.rangeCount) look("range", selection.getRangeAt(0).startContainer);
    look("active", document.activeElement);
  };
  window.events = 0;
  const kinds = new Set(["click", "dblclick", "auxclick", "contextmenu", "focusin", "focusout"]);
  for (const at of [window, document, document.documentElement, Element.prototype])
    for (const key in at) if (key.startsWith("on")) kinds.add(key.slice(2));
  for (const kind of kinds)
    addEventListener(kind, (event) => {
      events++;
      for (const key in event) look(kind + "." + key, event[key]);
      for (const node of event.composedPath()) look(kind + " path", node);
      everywhere();
    }, true);
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      for (const node of [target, ...addedNodes]) {
        look("mutation", node);
        take("open root", node.shadowRoot);
      }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });`;

const strangers = [
  ...Object.entries({ plain: {}, csp: WITHOUT_WASM }).flatMap(([way, headers]) => [
    like(`${way}-page`, headers, { head: `<script>${TAKE}</script>` }),
    ...Object.entries(DEFINITIONS).map(([name, definition]) =>
      like(`${way}-${name.replace(" ", "-")}`, headers, {
        head: `<script>${TAKE}
          customElements.define("${BANNER}", ${definition});
          customElements.define("page-control", ${definition});
        </script>`,
      }),
    ),
    like(`${way}-clobber`, headers, { head: `<script>${TAKE}${CLOBBER}</script>` }),
    like(`${way}-watch`, headers, { head: `<script>${TAKE}${WATCH}</script>` }),
    like(`${way}-own`, headers, { body: `<div><${BANNER} id="own">ours</${BANNER}></div>` }),
  ]),
];

/** @param {string} name @param {Record<string, string>} headers @param {{head?: string, body?: string}} parts */
function like(name, headers, parts) {
  const id = `guarded/${name}`;
  return space(id, { page: gradioLikePage(id, parts), headers });
}

/** @param {string} name */
const at = (name) => `https://guarded-${name.replace(" ", "-")}.hf.space/`;

/** @param {Page} page */
const shown = (page) => until(() => banner(page), { what: "the banner" });

/** What the page got hold of. @param {Page} page */
const taken = (page) => page.evaluate(() => [.../** @type {any} */ (window).taken]);

/** @param {Page} page @param {string} name */
async function isUntouched(page, name) {
  assert.deepEqual(await taken(page), []);
  const { headline, links } = await shown(page);
  assert.equal(headline, words("headline_guest"));
  assert.deepEqual(links, [
    {
      href: `https://huggingface.co/spaces/guarded/${name.replace(" ", "-")}`,
      rel: "noopener",
    },
  ]);
}

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const way of ["plain", "csp"]) {
      for (const definition of Object.keys(DEFINITIONS)) {
        test(`${way}: a definition before the banner: ${definition}`, async () => {
          const page = await browser.open(at(`${way}-${definition}`));
          assert.ok(
            await page.evaluate(() => /** @type {any} */ (window).control("page-control")),
            "an element of the page's own is taken so, or kept out",
          );
          await page.reload();
          // What it takes hold of at once, it is told of itself: our element, as everybody sees it.
          await shown(page);
          await page.evaluate(() => {
            /** @type {any} */ (window).taken = [];
          });
          await page.evaluate((tag) => {
            const element = document.querySelector(tag);
            const { take } = /** @type {any} */ (window);
            take("internals", element.internals?.shadowRoot);
            take("open root", element.shadowRoot);
            try {
              take("late internals", element.attachInternals().shadowRoot);
            } catch {}
            try {
              take("late root", element.attachShadow({ mode: "open" }));
            } catch {}
          }, BANNER);
          await isUntouched(page, `${way}-${definition}`);
          await page.clickIn(BANNER, "[data-act=dismiss]");
          assert.equal(await page.find(BANNER), null);
          await page.close();
        });

        test(`${way}: a definition after the banner: ${definition}`, async () => {
          const page = await browser.open(at(`${way}-page`));
          await shown(page);
          await page.evaluate(
            (tag, source) => {
              const script = document.createElement("script");
              script.textContent = `customElements.define("${tag}", ${source})`;
              document.head.append(script);
              const element = document.querySelector(tag);
              customElements.upgrade(element);
              /** @type {any} */ (window).taken = [];
              const { take } = /** @type {any} */ (window);
              take("internals", element.internals?.shadowRoot);
              take("open root", element.shadowRoot);
              // Out and in again.
              element.remove();
            },
            BANNER,
            DEFINITIONS[definition],
          );
          await isUntouched(page, `${way}-page`);
          await page.close();
        });
      }

      test(`${way}: every method and setter of the page's DOM tells whom it serves`, async () => {
        const page = await browser.open(at(`${way}-clobber`));
        await page.until((tag) => document.querySelector(`html > ${tag}`) !== null, BANNER);
        for (const key of ["Tab", "Tab", "Enter", "Shift+Tab"]) await page.press(key);
        // The driver, too, looks into the banner with the page's methods.
        const isTaken = await page.evaluate(() => {
          const page = /** @type {any} */ (window);
          const soFar = page.taken;
          page.taken = [];
          document.createElement("div").attachShadow({ mode: "closed" });
          const isTaken = page.taken.length > 0;
          page.isSpying = false;
          page.taken = soFar;
          return isTaken;
        });
        assert.ok(isTaken, "a root of the page's own is taken so");
        await isUntouched(page, `${way}-clobber`);
        await page.close();
      });

      test(`${way}: events, selections and observers tell of the element alone`, async () => {
        const page = await browser.open(at(`${way}-watch`));
        await shown(page);
        await page.clickIn(BANNER, ".headline");
        await page.clickIn(BANNER, "[data-act=why]");
        await page.clickIn(BANNER, ".limits");
        // From there Tab leads to Dismiss, and back.
        await page.clickIn(BANNER, "[data-act=why]");
        for (const key of ["Tab", "Shift+Tab", "Enter", "Enter", "Space", "ArrowDown"])
          await page.press(key);
        await page.click("#prompt");
        const { text, events } = await page.evaluate((finds) => {
          const selection = /** @type {Selection} */ (getSelection());
          selection.selectAllChildren(document.documentElement);
          document.execCommand("selectAll");
          // Firefox selects what is found, in a closed shadow root too: nothing of ours can prevent it.
          if (finds) /** @type {any} */ (window).find("guest");
          return { text: selection.toString(), events: /** @type {any} */ (window).events };
        }, name === "chrome");
        assert.ok(events > 0);
        assert.ok(!text.includes(words("headline_guest")), text);
        await isUntouched(page, `${way}-watch`);
        await page.clickIn(BANNER, "[data-act=dismiss]");
        assert.equal(await page.find(BANNER), null);
        assert.deepEqual(await taken(page), []);
        await page.close();
      });

      test(`${way}: an element of the page's own, of our name, stays as it is`, async () => {
        const page = await browser.open(at(`${way}-own`));
        const own = () => {
          const element = /** @type {HTMLElement} */ (document.getElementById("own"));
          return [element.outerHTML, element.shadowRoot];
        };
        const before = await page.evaluate(own);
        await until(() =>
          page.evaluate((tag) => document.querySelector(`html > ${tag}`) !== null, BANNER),
        );
        assert.deepEqual(await page.evaluate(own), before);
        await page.close();
      });
    }

    test("a page hides the element as a whole: badge and popup keep the verdict", async () => {
      /** @type {Record<string, (tag: string) => void>} */
      const ways = {
        transform: () => {
          document.documentElement.style.transform = "translateY(-3000px)";
        },
        display: () => {
          document.documentElement.style.display = "none";
        },
        inert: () => {
          document.documentElement.inert = true;
        },
        cover: () => {
          const cover = document.createElement("dialog");
          cover.style.cssText = "width: 100vw; height: 100vh; max-width: none; max-height: none";
          document.body.append(cover);
          cover.showModal();
        },
        remove: (tag) => {
          new MutationObserver(() => document.querySelector(tag)?.remove()).observe(document, {
            ...{ childList: true, subtree: true },
          });
          document.querySelector(tag)?.remove();
        },
      };
      for (const [way, hide] of Object.entries(ways)) {
        const page = await browser.open(at("plain-page"));
        await shown(page);
        await page.evaluate(hide, BANNER);
        await badgeIs(browser, page, "!", "badge_guest_derived");
        const { pool, grade } = await popupReport(browser, await page.tabId());
        assert.deepEqual([pool, grade], ["guest", "derived"], way);
        await page.close();
      }
    });

    test("no error came of all this", () => {
      // What the page's own definitions throw is said to be where our script runs just then.
      const theirs = /\bno$|disabledFeatures|re-attach|Custom element upgrade|already hosts/;
      noErrorOfOurs(browser, theirs);
    });
  });
}
