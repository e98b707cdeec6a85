// Each language in a narrow window: typical popups, cards and banners, made by the core and laid out by both
// browsers 320 px wide. And what people see in some of them, as pictures in `out/`.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, dist, root } from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { openPlain, play, REFUSED, runPlain, toastSpace } from "./support/toast_page.mjs";

/** @typedef {{title: string, input?: object, judged?: object, context?: object}} Typical */

const WIDTH = 320;

/** @param {string[]} path */
const json = async (...path) => JSON.parse(await readFile(join(root, ...path), "utf8"));

/** @type {Typical[]} */
const TYPICAL = [
  ...(await json("tests", "data", "typical_popups.json")),
  ...(await json("tests", "data", "typical_cards.json")),
];
const codes = (await readdir(join(dist("chrome"), "_locales"))).sort();

const stage = onStage({ strangers: [toastSpace], ready: ["studio/zero-five"] });

/**
 * Runs in a page of the extension: what is wider than its box, in each typical popup and notice.
 * @param {Record<string, {message: string, placeholders?: Record<string, {content: string}>}>} messages
 * @param {Typical[]} typical
 * @param {number} width
 */
async function tooWide(messages, typical, width) {
  chrome.i18n.getMessage = (/** @type {string} */ key, /** @type {any} */ values = []) => {
    const { message = "", placeholders = {} } = messages[key] ?? {};
    return message.replace(/\$(\w+)\$/g, (_, name) => {
      const { content = "" } = placeholders[name.toLowerCase()] ?? {};
      return [values].flat()[Number(content.slice(1)) - 1];
    });
  };
  const { ready } = await import(chrome.runtime.getURL("background/core.js"));
  const core = await ready;
  document.querySelector("iframe")?.remove();
  const frame = document.body.appendChild(document.createElement("iframe"));
  frame.style.setProperty("width", `${width}px`);
  frame.style.setProperty("height", "2000px");
  frame.style.setProperty("border", "0");
  const inner = /** @type {Document} */ (frame.contentDocument);
  inner.documentElement.dir = messages.direction?.message ?? "";
  inner.documentElement.lang = messages.locale?.message ?? "";
  const link = inner.createElement("link");
  link.rel = "stylesheet";
  link.href = chrome.runtime.getURL("popup/popup.css");
  const styled = new Promise((resolve) => link.addEventListener("load", resolve));
  inner.head.append(link);
  await styled;
  const main = inner.body.appendChild(inner.createElement("main"));
  const host = inner.body.appendChild(inner.createElement("div"));
  const shadow = host.attachShadow({ mode: "open" });

  /** @param {any} plan @returns {HTMLElement} */
  const build = ({ tag, class: name, text, attributes, children }) => {
    const element = inner.createElement(tag);
    element.className = name;
    element.textContent = text;
    for (const [name, value] of attributes) element.setAttribute(name, value);
    element.append(...children.map(build));
    return element;
  };
  /** @type {string[]} */
  const found = [];
  /** @param {string} title @param {ParentNode} parent @param {Element} box */
  const look = (title, parent, box) => {
    const [left, right] = [box.getBoundingClientRect().left, box.getBoundingClientRect().right];
    for (const element of parent.querySelectorAll("*")) {
      const rect = element.getBoundingClientRect();
      const isHidden = rect.width <= 1 || element.closest(".spoken") !== null;
      if (!isHidden && (rect.right > right + 1 || rect.left < left - 1))
        found.push(`${title}: ${element.localName}.${element.className} “${element.textContent}”`);
    }
    if (inner.documentElement.scrollWidth > width) found.push(`${title}: scrolls sideways`);
  };
  let count = 0;
  for (const { title, input, judged, context } of typical) {
    const shown = /** @type {any} */ (input)?.judged ?? judged;
    main.replaceChildren();
    shadow.replaceChildren();
    if (input) {
      const element = core.popup(input);
      main.replaceChildren(element);
      look(`popup, ${title}`, main, inner.body);
      count += 1;
      main.replaceChildren();
    }
    const href = "https://owner-name.hf.space/";
    const defaults = { href, runHistory: [], since: "", until: [] };
    const notice = shown && core.notice(shown, { ...defaults, ...context });
    if (!notice) continue;
    const Sheet = /** @type {any} */ (frame.contentWindow).CSSStyleSheet;
    const sheet = new Sheet();
    sheet.replaceSync(notice.styles);
    shadow.adoptedStyleSheets = [sheet];
    const element = build(notice.element);
    for (const hidden of element.querySelectorAll("[hidden]")) hidden.removeAttribute("hidden");
    shadow.append(element);
    look(`notice, ${title}`, shadow, element);
    count += 1;
  }
  return { count, found };
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {import("./driver/index.mjs").Page} */
    let page;
    before(async () => {
      page = await browser.extensionPage("popup.html?tab=-1");
    });
    const messagesOf = (/** @type {string} */ code) =>
      json("dist", name, "_locales", code, "messages.json");

    test("a word that is too long is noticed", async () => {
      const messages = await messagesOf("en");
      messages.action_why = {
        message: "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen?",
      };
      const { found } = await page.evaluate(tooWide, messages, TYPICAL, WIDTH);
      assert.ok(found.length > 10, found.join("\n"));
    });

    for (const code of codes)
      test(`${code}: everything fits into ${WIDTH} px`, async () => {
        const messages = await messagesOf(code);
        const { count, found } = await page.evaluate(tooWide, messages, TYPICAL, WIDTH);
        assert.ok(count > 90, `${count} popups and notices`);
        assert.deepEqual(found, []);
      });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    /** @type {string} */
    let builds;
    before(async () => {
      await mkdir(folder, { recursive: true });
      builds = await mkdtemp(join(tmpdir(), "whose-quota-languages-"));
    });
    after(() => rm(builds, { recursive: true }));

    // Each browser speaks English here: the extension speaks another language in its place.
    for (const code of ["en", "de", "ar", "ja", "th"])
      for (const colorScheme of /** @type {const} */ (["light", "dark"]))
        test(`${code}, ${colorScheme}`, async () => {
          const extension = join(builds, `${code}-${colorScheme}`);
          await cp(dist(name), extension, { recursive: true });
          const locales = join(extension, "_locales");
          const spoken = join(locales, code, "messages.json");
          if (code !== "en") await cp(spoken, join(locales, "en", "messages.json"));
          const shipped = await json("dist", name, "_locales", code, "messages.json");
          /** @type {Record<string, string>} */
          const texts = Object.fromEntries(
            Object.entries(shipped).map(([key, { message }]) => [key, message]),
          );
          await withBrowser(name, stage, { extension, colorScheme }, async (browser) => {
            const page = await browser.open("https://studio-zero-five.hf.space/");
            await page.until(() => document.querySelector("button.primary") !== null);
            const shown = await until(() => banner(page), { what: "the banner" });
            assert.equal(shown?.headline, texts.headline_guest);
            const direction = await page.closedShadow(
              BANNER,
              (root) => getComputedStyle(root.querySelector(".banner")).direction,
            );
            assert.equal(direction, texts.direction);
            await page.clickIn(BANNER, "[data-act=why]");
            await page.screenshot(join(folder, `language-${code}-${colorScheme}-banner.png`));
            const popup = await browser.openPopup(page);
            await popup.until(() => document.querySelector("h1") !== null);
            const { heading, lang, dir } = await popup.evaluate(() => ({
              heading: document.querySelector("h1")?.textContent,
              lang: document.documentElement.lang,
              dir: document.documentElement.dir,
            }));
            assert.deepEqual([heading, lang, dir], [texts.verdict_guest, code, texts.direction]);
            await popup.screenshot(join(folder, `language-${code}-${colorScheme}-popup.png`));
            await popup.close();
            const refused = await openPlain(browser);
            await refused.click("#press");
            await runPlain(browser, refused);
            await play(refused, "toast", REFUSED);
            const isCard = (/** @type {ShadowRoot} */ root) => root.querySelector(".card") !== null;
            await until(() => refused.closedShadow(BANNER, isCard), { what: "the card" });
            await refused.screenshot(join(folder, `language-${code}-${colorScheme}-card.png`));
          });
        });
  });
}
