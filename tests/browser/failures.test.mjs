// A fault of our own: the page never notices, the popup says that something failed and offers the
// report, no old verdict stays, and the next event starts afresh. The build under test is broken on
// purpose: it fails in a page whose address says so.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, badgeIs, banner, dist, reported, words } from "./extension.mjs";
import { withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const at = "https://failures-zero.hf.space/";

/** After an instance of the core was made: these of its doors fail where `condition` holds. @param {string[]} doors @param {string} condition */
const broken = (doors, condition) => `
  for (const door of ${JSON.stringify(doors)}) {
    const open = wasm_bindgen[door];
    wasm_bindgen[door] = (...given) => {
      if (${condition}) throw new WebAssembly.RuntimeError("unreachable");
      return open(...given);
    };
  }
  return wasm_bindgen;`;

/** @type {Record<string, Record<string, (text: string) => string>>} */
const BUILDS = {
  page: {
    "page/page_core.js": (text) =>
      text.replace(
        "return wasm_bindgen;",
        broken(["begin", "update"], 'location.hash === "#break"'),
      ),
  },
  background: {
    "background/background_core.js": (text) =>
      text.replace("return wasm_bindgen;", broken(["judge"], 'given[2].href.endsWith("#break")')),
  },
  popup: {
    "background/background_core.js": (text) =>
      text.replace("return wasm_bindgen;", broken(["popup"], 'given[0].href.endsWith("#break")')),
  },
  core: {
    "background/background_core.js": (text) =>
      text.replace(/WHOSE_QUOTA_WASM = "[^"]*"/, 'WHOSE_QUOTA_WASM = "AAAA"'),
  },
};

const strangers = [space("failures/zero", { page: gradioLikePage("failures/zero") })];
const stage = onStage({ strangers });
/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "whose-quota-broken-"));
});
after(() => rm(folder, { recursive: true }));

for (const name of BROWSERS) {
  describe(name, () => {
    /**
     * Uses a browser with a build that is broken.
     * @param {string} build
     * @param {(browser: import("./driver/index.mjs").Browser) => Promise<void>} use
     */
    async function withBroken(build, use) {
      const extension = join(folder, `${build}-${name}`);
      await cp(dist(name), extension, { recursive: true });
      for (const [file, change] of Object.entries(BUILDS[build])) {
        const whole = await readFile(join(extension, file), "utf8");
        assert.notEqual(change(whole), whole);
        await writeFile(join(extension, file), change(whole));
      }
      return withBrowser(name, stage, { extension }, use);
    }

    /**
     * The popup on a tab once it says something.
     * @param {import("./driver/index.mjs").Browser} browser
     * @param {number} tab
     * @param {string} verdict the key of what
     */
    async function popupSays(browser, tab, verdict) {
      const popup = await browser.extensionPage(`popup.html?tab=${tab}`);
      await popup.until(
        (/** @type {string} */ verdict) => document.querySelector("h1")?.textContent === verdict,
        words(verdict),
      );
      // The report is offered below.
      await popup.click("body > details > summary");
      await popup.until(() => document.querySelector("[data-act=copy-report]")?.checkVisibility());
      const report = await popup.evaluate(() => document.querySelector("#report")?.textContent);
      await popup.close();
      return JSON.parse(report);
    }

    /**
     * Puts a tab's page into another state and lets it speak again, as any event does.
     * @param {import("./driver/index.mjs").Browser} browser
     * @param {import("./driver/index.mjs").Page} page
     * @param {string} hash
     */
    async function event(browser, page, hash) {
      await page.evaluate((/** @type {string} */ hash) => location.replace(hash), hash);
      await browser.background(
        (/** @type {number} */ tab) => {
          chrome.tabs.sendMessage(tab, { kind: "again" }).catch(() => undefined);
        },
        await page.tabId(),
      );
    }

    for (const build of ["page", "background"]) {
      test(`a fault in the ${build}: nothing old stays, and the next event starts afresh`, () =>
        withBroken(build, async (browser) => {
          const page = await browser.open(at);
          const tab = await page.tabId();
          await until(() => banner(page), { what: "the banner" });
          await page.evaluate(() => {
            Object.assign(window, { errors: [] });
            for (const kind of ["error", "unhandledrejection"])
              addEventListener(kind, ({ type }) => /** @type {any} */ (window).errors.push(type));
          });
          const honest = await popupSays(browser, tab, "verdict_guest");
          assert.equal(honest.failed, undefined);
          await event(browser, page, "#break");
          await badgeIs(browser, page, "", "badge_failed");
          await until(async () => (await banner(page)) === null, { what: "the banner to go" });
          const report = await popupSays(browser, tab, "popup_failed");
          assert.deepEqual([report.failed, report.pool], [true, "unknown"]);
          assert.equal(report.space.subdomain, "failures-zero");
          await event(browser, page, "#whole");
          await badgeIs(browser, page, "!", "badge_guest_derived");
          await until(() => banner(page), { what: "the banner again" });
          assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).errors), []);
          // From the start.
          await page.goto("about:blank");
          await page.goto(`${at}#break`);
          await badgeIs(browser, page, "", "badge_failed");
          assert.equal(await banner(page), null);
          noErrorOfOurs(browser);
        }));
    }

    test("a fault in the popup itself is told there", () =>
      withBroken("popup", async (browser) => {
        const page = await browser.open(at);
        const tab = await page.tabId();
        await reported(browser, page, ({ pool }) => pool === "guest");
        await popupSays(browser, tab, "verdict_guest");
        await page.evaluate(() => location.replace("#break"));
        const report = await popupSays(browser, tab, "popup_failed");
        assert.match(report.failed, /unreachable/);
        assert.equal(report.pool, "guest", "what is known all the same");
        await page.evaluate(() => location.replace("#whole"));
        await popupSays(browser, tab, "verdict_guest");
      }));

    test("a core that does not start is told in the popup", () =>
      withBroken("core", async (browser) => {
        const page = await browser.open(at);
        const report = await popupSays(browser, await page.tabId(), "popup_failed");
        assert.ok(report.failed && report.browser && report.extension, JSON.stringify(report));
        assert.equal(await banner(page), null);
      }));
  });
}
