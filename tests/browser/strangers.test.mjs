// Pages, Hub pages and API answers that are broken, hostile or late: each thing that cannot be read
// is unknown on its own, nothing is claimed that is not known, and nobody gets an error.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("../stage/catalogue.mjs").Space} Space */
/** @typedef {import("../stage/catalogue.mjs").ApiFault} ApiFault */

const HUB = "https://huggingface.co";
const WORD = "supports-zerogpu-headers";

/** What an API that cannot say anything answers. */
const DOWN = { status: 500, type: "application/json", body: '{"error":"Internal Error"}' };

/** @param {unknown} value */
const json = (value) => ({ status: 200, type: "application/json", body: JSON.stringify(value) });

/** A description of a Space, as right as it can be. @param {string} id */
const described = (id) => ({
  ...{ id, sdk: "gradio", private: false, subdomain: id.replace("/", "-") },
  runtime: { stage: "RUNNING", hardware: { current: "zero-a10g" } },
});

/**
 * What the API may answer, and what follows: the report's pool, grade, and whose page the way out
 * leads to. The pages themselves tell which Space they are.
 * @type {Record<string, {api: ApiFault, pool: string, grade: string, link: boolean, ask?: number, isDenied?: boolean}>}
 */
const ANSWERS = {
  400: { api: { ...DOWN, status: 400 }, ...may() },
  "400-only": {
    api: { ...DOWN, status: 400, onlyBySubdomain: true },
    ...{ pool: "guest", grade: "derived", link: true },
  },
  401: { api: { ...DOWN, status: 401 }, ...unknown() },
  403: { api: { ...DOWN, status: 403 }, ...unknown() },
  404: { api: { ...DOWN, status: 404 }, ...unknown() },
  429: { api: { ...DOWN, status: 429 }, ...may(), ask: 1 },
  500: { api: DOWN, ...may() },
  html: {
    api: { status: 200, type: "text/html", body: "<!doctype html><h1>Hello</h1>" },
    ...may(),
  },
  empty: { api: { status: 200, type: "application/json", body: "" }, ...may() },
  cut: {
    api: { status: 200, type: "application/json", body: '{"id":"answers/cut","sdk":"gr' },
    ...may(),
  },
  deep: { api: { status: 200, type: "application/json", body: "[".repeat(100_000) }, ...may() },
  huge: { api: json({ ...described("answers/huge"), more: "x".repeat(5_000_000) }), ...may() },
  another: { api: json(described("somebody/else")), ...may(), isDenied: true },
  "wrong-types": {
    api: json({
      ...described("answers/wrong-types"),
      runtime: { stage: 7, hardware: ["zero-a10g"] },
    }),
    ...may(),
    ask: 1,
  },
  silent: { api: "silent", ...may(), ask: 1 },
};

function may() {
  return { pool: "guest", grade: "assumed", link: true };
}

function unknown() {
  return { pool: "unknown", grade: "assumed", link: false };
}

/**
 * A Space whose page tells what it should not.
 * @param {string} name
 * @param {string} claims
 * @param {Parameters<typeof gradioLikePage>[1]} [parts]
 * @param {Partial<Space>} [more]
 */
const hostile = (name, claims, parts, more) =>
  space(`hostile/${name}`, { page: gradioLikePage(claims, parts), ...more });

const strangers = [
  ...Object.entries(ANSWERS).map(([name, { api }]) =>
    space(`answers/${name}`, { api, page: gradioLikePage(`answers/${name}`) }),
  ),
  hostile("claims", "studio/zero-five"),
  hostile("claims-down", "studio/zero-five", {}, { api: DOWN }),
  hostile("claims-400", "studio/zero-five", {}, { api: { ...DOWN, status: 400 } }),
  hostile(
    "broken",
    "hostile/broken",
    { config: '{"version": "5.49.1", "space_id": "hosti' },
    { api: DOWN },
  ),
  hostile("types", "", { config: '{"version": 7, "space_id": {"a": ["b"]}}' }, { api: DOWN }),
  hostile(
    "huge",
    "hostile/huge",
    { config: `{"version":"5.49.1","space_id":"hostile/huge","more":"${"x".repeat(5_000_000)}"}` },
    { api: DOWN },
  ),
  hostile("many", "hostile/many", {
    body: '<div class="gradio-container-x"><script>1</script></div>'.repeat(10_000),
  }),
  hostile("forging", "hostile/forging", {
    body: `<script>
      const word = "${WORD}";
      const forge = () => {
        dispatchEvent(new MessageEvent("message", { origin: "${HUB}", data: word, source: parent }));
        postMessage(word, "*");
        parent.postMessage("zerogpu-headers", "*");
        const frame = document.querySelector("iframe");
        frame?.contentWindow.eval("parent.postMessage('" + word + "', '*')");
        frame?.contentWindow.eval("parent.parent.postMessage('" + word + "', '*')");
      };
      document.write('<iframe></iframe>');
      forge();
      addEventListener("load", () => { forge(); document.title = "forged"; });
    </script>`,
  }),
];

const stage = onStage({ strangers, ready: ["studio/zero-five"] });

/** @param {string} id */
const host = (id) => `https://${id.replace("/", "-")}.hf.space/`;

/** The Hub page, by way of a sign-in or sign-out. @param {string} way @param {string} path */
const by = (way, path) =>
  `${HUB}/${way}${way.includes("?") ? "&" : "?"}next=${encodeURIComponent(path)}`;

for (const name of BROWSERS) {
  describe(name, () => {
    before(() => {
      stage.apiRequests.length = 0;
    });
    const browser = inBrowser(name, stage);
    /** @type {any} */
    let page;

    /**
     * A tab of its own for each test, so that no report of an earlier page is in the way.
     * @param {string} url
     * @param {{private?: boolean}} [options]
     */
    const open = async (url, options) => {
      page = await browser.open(url, options);
    };
    afterEach(async () => {
      await page?.close();
      page = undefined;
      // After a 429 the Hub is not asked for a minute (hub_manners.test.mjs).
      await browser.background(() => chrome.storage.session.remove("quietUntil"));
    });

    /** @param {any} report */
    const verdict = ({ pool, grade, reasons, banner }) => ({ pool, grade, reasons, banner });

    for (const [answer, { pool, grade, link, ask = 2, isDenied }] of Object.entries(ANSWERS)) {
      test(`the API answers: ${answer}`, async () => {
        const id = `answers/${answer}`;
        await open(host(id));
        const report = await reported(
          browser,
          page,
          ({ space }) => space.subdomain === id.replace("/", "-"),
        );
        const reasons = pool === "guest" ? ["direct-url"] : [];
        const shown = pool === "guest" ? "shown" : "not-needed";
        assert.deepEqual(verdict(report), { pool, grade, reasons, banner: shown });
        assert.equal(report.space.hardware, grade === "derived" ? "zero-a10g" : null);
        const asked = stage.apiRequests.filter(
          ({ path }) => path.endsWith(id) || path.endsWith(`-${answer}`),
        );
        assert.equal(asked.length, ask, JSON.stringify(asked));
        if (!link) return assert.equal(await page.find(BANNER), null);
        const said = await until(() => banner(page), { what: "the banner" });
        const headline = grade === "derived" ? "headline_guest" : "headline_guestMay";
        assert.equal(said.headline, words(headline));
        const href = isDenied ? undefined : `${HUB}/spaces/${id}`;
        assert.equal(said.links[0]?.href, href);
      });
    }

    for (const claims of ["claims", "claims-down", "claims-400"]) {
      test(`a page that claims to be another owner's Space: ${claims}`, async () => {
        await open(host(`hostile/${claims}`));
        const report = await reported(browser, page, ({ pool }) => pool === "guest");
        // The Hub knows who it is; where the Hub says nothing, nobody does.
        const id = claims === "claims" ? "hostile/claims" : null;
        assert.equal(report.space.id, id);
        const { links } = await until(() => banner(page), { what: "the banner" });
        assert.deepEqual(
          links.map((/** @type {HTMLAnchorElement} */ { href }) => href),
          id ? [`${HUB}/spaces/${id}`] : [],
        );
      });
    }

    for (const [damage, version] of /** @type {const} */ ([
      ["broken", "5.49.1"],
      ["types", "5.49.1"],
      ["huge", "5.49.1"],
    ])) {
      test(`a page whose config is ${damage}`, async () => {
        await open(host(`hostile/${damage}`));
        const report = await reported(browser, page, ({ pool }) => pool === "guest");
        assert.equal(report.space.id, null);
        // The container's class tells it as well.
        assert.equal(report.space.gradioVersion, version);
        assert.deepEqual((await until(() => banner(page))).links, []);
      });
    }

    test("a page of many elements stays quick", async () => {
      await open(host("hostile/many"));
      await reported(browser, page, ({ pool }) => pool === "guest");
      await until(() => banner(page), { what: "the banner" });
      const late = await page.evaluate(async () => {
        const start = performance.now();
        await new Promise((resolve) => setTimeout(resolve));
        return performance.now() - start;
      });
      assert.ok(late < 500, `a turn of the page took ${late} ms`);
    });

    test("a handshake that the app forges does not count", async () => {
      await open(by("login?as=pro", "/spaces/hostile/forging?stage-handshake=never"));
      const app = await page.frame((/** @type {string} */ url) =>
        url.startsWith(host("hostile/forging")),
      );
      await app.until(() => document.title === "forged");
      // Both sides have heard the word: as a question it is the app's to send.
      const report = await reported(browser, page, ({ handshake }) => handshake !== null);
      assert.equal(report.handshake, "asked");
      assert.deepEqual(verdict(report), {
        ...{
          pool: "unknown",
          grade: "assumed",
          reasons: ["handshake-missing"],
          banner: "not-needed",
        },
      });
      assert.equal(await page.find(BANNER), null);
    });

    test("another site's answer does not count either", async () => {
      await open("https://blog.example/embed/hostile/forging");
      const app = await page.frame((/** @type {string} */ url) =>
        url.startsWith(host("hostile/forging")),
      );
      await page.evaluate((/** @type {string} */ word) => {
        document.querySelector("iframe")?.contentWindow?.postMessage(word, "*");
      }, WORD);
      await app.until(() => document.title === "forged");
      const report = await reported(browser, page, ({ pool }) => pool === "guest");
      assert.deepEqual([report.place, report.handshake], ["embed", null]);
    });

    test("a handshake that is answered late counts from then on", async () => {
      await open(by("login?as=pro", "/spaces/studio/zero-five?stage-handshake=late"));
      const early = await reported(browser, page, ({ handshake }) => handshake === "asked");
      const missing = { pool: "unknown", grade: "assumed", reasons: ["handshake-missing"] };
      assert.deepEqual(verdict(early), { ...missing, banner: "not-needed" });
      assert.equal(await page.find(BANNER), null);
      await page.evaluate(() => /** @type {any} */ (window).stageAnswerHandshake());
      const late = await reported(browser, page, ({ handshake }) => handshake === "answered");
      assert.deepEqual(verdict(late), {
        ...{ pool: "account", grade: "derived", reasons: [], banner: "not-needed" },
      });
      assert.equal(await page.find(BANNER), null);
    });

    for (const damage of ["no-props", "broken-props", "no-sign-in", "wrong-types"]) {
      for (const [way, windows] of /** @type {const} */ ([
        ["login?as=pro", "normal"],
        ["logout", "normal"],
        ["logout", "private"],
      ])) {
        test(`a Hub page with ${damage}, ${way}, ${windows} window`, async () => {
          const isPrivate = windows === "private";
          const address = by(way, `/spaces/studio/zero-five?stage-damage=${damage}`);
          await open(address, { private: isPrivate });
          const report = await reported(browser, page, ({ place, handshake }) => {
            return place === "hub" && handshake === "answered";
          });
          const hasData = damage === "no-sign-in" || damage === "wrong-types";
          // A page that says nothing of a session has still said what it has: the account's name.
          const signedIn = hasData && way !== "logout" ? true : null;
          assert.equal(report.visitor.signedIn, signedIn);
          assert.equal(report.space.id, "studio/zero-five");
          assert.equal(report.space.hardware, hasData ? "zero-a10g" : null);
          const may = isPrivate && hasData;
          const pool = signedIn ? "account" : may ? "guest" : "unknown";
          assert.deepEqual(verdict(report), {
            pool,
            grade: signedIn ? "derived" : "assumed",
            reasons: may ? ["private-window"] : [],
            banner: may ? "shown" : "not-needed",
          });
          if (may) {
            const { headline } = await until(() => banner(page), { what: "the banner" });
            assert.equal(headline, words("headline_unreadable"));
          } else {
            assert.equal(await page.find(BANNER), null);
          }
        });
      }
    }

    test("no error came of all this", () => noErrorOfOurs(browser));
  });
}
