// Pages that Chromium prerenders: opened before anybody asks for them, beside the one that is looked at,
// and maybe never shown. These tabs are read through the extension's own background, so that nothing else
// touches them.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, popupReport, reported, reportOf, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Browser & {openUnwatched(url: string): Promise<number>}} Chromium */

const HUB = "https://huggingface.co";
const ID = "early/pages";
const SPACE = "https://early-pages.hf.space/";
const STATIC = "https://early-front.static.hf.space/";

/** With `?run` a run leaves by itself, with `?elsewhere` one to another Space. */
const SENDS = `<script>
  const to = { "?run": "", "?elsewhere": ${JSON.stringify(SPACE.slice(0, -1))} }[location.search];
  if (to !== undefined) fetch(to + "/gradio_api/queue/join", { method: "POST" });
</script>`;

const strangers = [
  space(ID, { page: gradioLikePage(ID, { body: SENDS }) }),
  space("early/cpu", {
    page: gradioLikePage("early/cpu", { body: SENDS }),
    hardware: "cpu-basic",
  }),
  space("early/front", { sdk: "static", page: gradioLikePage("early/front", { body: SENDS }) }),
];
const stage = onStage({ strangers });

describe("chrome", () => {
  // The driver's usual setting forbids prerendering.
  const prefs = { "net.network_prediction_options": 0 };
  const browser = /** @type {Chromium} */ (inBrowser("chrome", stage, { prefs }));
  before(async () => {
    // The first page of the extension in a browser ends what is prerendered.
    await reportOf(browser, -1);
    // What the browser loads for pages that nobody looks at yet.
    await browser.background(() => {
      const seen = /** @type {any} */ (globalThis);
      seen.early = [];
      chrome.webRequest.onCompleted.addListener(
        ({ url, documentLifecycle, type }) => {
          if (documentLifecycle === "prerender") seen.early.push(`${type} ${url}`);
        },
        { urls: ["https://*.hf.space/*", "https://huggingface.co/*"] },
      );
    });
  });

  /** @param {string} request */
  const loadedEarly = (request) =>
    until(
      async () =>
        (await browser.background(() => /** @type {any} */ (globalThis).early)).includes(request),
      { what: `${request} before anybody asks for it` },
    );

  /**
   * Runs `fn` in the document that the tab shows, beside the page's own scripts.
   * @param {number} tabId
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   */
  const inTab = (tabId, fn, ...args) =>
    browser.background(
      async (
        /** @type {number} */ tabId,
        /** @type {string} */ source,
        /** @type {any[]} */ args,
      ) => {
        // Functions cross to a page as text, and its rules may forbid to evaluate them there.
        const { [source]: func } = /** @type {any} */ (globalThis).acts;
        const [{ result }] = await chrome.scripting.executeScript({
          target: { tabId },
          func,
          args,
        });
        return result;
      },
      tabId,
      fn.name,
      args,
    );

  before(() =>
    browser.background(() => {
      /** @type {Record<string, (...args: any[]) => any>} */
      const acts = {
        look: () => ({
          href: location.href,
          activated: /** @type {any} */ (performance.getEntriesByType("navigation")[0])
            .activationStart,
          isPrerendered: /** @type {any} */ (document).prerendering,
        }),
        banner: (/** @type {string} */ tag) => {
          const host = document.querySelector(tag);
          const root = host && /** @type {any} */ (chrome).dom.openOrClosedShadowRoot(host);
          return root?.querySelector(".headline")?.textContent ?? null;
        },
        speculate: (/** @type {string} */ url) => {
          const script = document.createElement("script");
          script.type = "speculationrules";
          script.textContent = JSON.stringify({
            prerender: [{ urls: [url], eagerness: "immediate" }],
          });
          document.head.append(script);
        },
        go: (/** @type {string} */ url) => {
          location.href = url;
        },
      };
      /** @type {any} */ (globalThis).acts = acts;
    }),
  );
  const [look, bannerIn, speculate, go] = ["look", "banner", "speculate", "go"].map(
    (name) =>
      (/** @type {number} */ tab, /** @type {string[]} */ ...args) =>
        inTab(tab, /** @type {any} */ ({ name }), ...args),
  );

  /** @param {number} tabId */
  const badgeOf = (tabId) =>
    browser.background(
      async (/** @type {number} */ tabId) => [
        await chrome.action.getBadgeText({ tabId }),
        await chrome.action.getTitle({ tabId }),
      ],
      tabId,
    );

  /**
   * @param {number} tab
   * @param {string} text
   * @param {string} title its key
   * @param {string | null} headline
   */
  async function says(tab, text, title, headline) {
    /** @type {unknown} */
    let actual;
    await until(
      async () => {
        actual = [...(await badgeOf(tab)), await bannerIn(tab, BANNER)];
        return JSON.stringify(actual) === JSON.stringify([text, words(title), headline]);
      },
      { what: `“${text}”, ${title}, ${headline}` },
    ).catch((error) => {
      throw new Error(`${error.message}\n${JSON.stringify(actual)}`);
    });
  }

  /** @param {number} tab @param {string} url */
  async function activate(tab, url) {
    await go(tab, url);
    await until(async () => (await look(tab)).href === url, { what: url });
    assert.ok((await look(tab)).activated > 0, "it was prerendered and is shown now");
  }

  /** @param {number} tab */
  const close = (tab) =>
    browser.background((/** @type {number} */ tab) => chrome.tabs.remove(tab), tab);

  /**
   * The same page, opened in the usual way, has its verdict: what the one that was loaded before has to
   * say would have been said by now.
   * @param {string} url
   */
  async function saidSince(url) {
    const page = await browser.open(url);
    await reported(browser, page, ({ pool }) => pool !== "unknown");
    await page.close();
  }

  const guest = /** @type {const} */ (["!", "badge_guest_derived", words("headline_guest")]);

  test("a page of a Space that was prerendered has banner, badge and report once it is shown", async () => {
    const tab = await browser.openUnwatched(`${SPACE}?first`);
    await says(tab, ...guest);
    assert.equal((await look(tab)).activated, 0, "control: opened in the usual way");
    await speculate(tab, `${SPACE}?second`);
    await loadedEarly(`main_frame ${SPACE}?second`);
    await saidSince(SPACE);
    await says(tab, ...guest);
    await activate(tab, `${SPACE}?second`);
    await says(tab, ...guest);
    const report = await popupReport(browser, tab);
    assert.deepEqual([report.place, report.pool, report.banner], ["direct", "guest", "shown"]);
    await close(tab);
  });

  test("a Space's Hub page that was prerendered has banner, badge and report once it is shown", async () => {
    const tab = await browser.openUnwatched(`${HUB}/`);
    await says(tab, "", "extensionName", null);
    await speculate(tab, `${HUB}/spaces/${ID}`);
    await loadedEarly(`main_frame ${HUB}/spaces/${ID}`);
    await saidSince(`${HUB}/spaces/${ID}`);
    await says(tab, "", "extensionName", null);
    await activate(tab, `${HUB}/spaces/${ID}`);
    await says(tab, "!", "badge_guest_derived", words("headline_signedOut"));
    const report = await popupReport(browser, tab);
    assert.deepEqual([report.place, report.pool, report.space.id], ["hub", "guest", ID]);
    await close(tab);
  });

  test("a run of a page that nobody looks at yet tells nothing of the page that is there", async () => {
    const tab = await browser.openUnwatched(SPACE);
    await says(tab, ...guest);
    await speculate(tab, `${SPACE}?run`);
    await loadedEarly(`xmlhttprequest ${SPACE}gradio_api/queue/join`);
    await saidSince(SPACE);
    const before = await popupReport(browser, tab);
    assert.deepEqual([before.grade, before.runs], ["derived", []]);
    await says(tab, ...guest);
    await activate(tab, `${SPACE}?run`);
    // Nobody has pressed anything, so it is no run of the visitor's there either.
    await says(tab, ...guest);
    const after = await popupReport(browser, tab);
    assert.deepEqual([after.grade, after.runs], ["derived", []]);
    await close(tab);
  });

  test("where no script of ours is, a run of such a page is nobody's either", async () => {
    const tab = await browser.openUnwatched(STATIC);
    await until(async () => (await look(tab)).href === STATIC, { what: "the page" });
    await speculate(tab, `${STATIC}?elsewhere`);
    await loadedEarly(`xmlhttprequest ${SPACE}gradio_api/queue/join`);
    const report = await popupReport(browser, tab);
    assert.deepEqual([report.pool, report.runs], ["none", []]);
    assert.equal((await badgeOf(tab))[0], "");
    await close(tab);
  });

  test("a file that is prerendered says nothing of the page that is there", async () => {
    const tab = await browser.openUnwatched(SPACE);
    await says(tab, ...guest);
    await speculate(tab, `${SPACE}config`);
    await loadedEarly(`main_frame ${SPACE}config`);
    const kept = await browser.background(() => chrome.storage.session.get(null));
    assert.equal(kept[`file:${tab}`], undefined);
    await says(tab, ...guest);
    await close(tab);
  });

  test("no error of ours came of all this", () => noErrorOfOurs(browser));
});
