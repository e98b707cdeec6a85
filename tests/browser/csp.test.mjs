// Pages whose content security policy forbids WASM. In Chromium it holds for content scripts too: there
// the core comes as JavaScript, and nothing is attempted that the page, or its owner, would be told of.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { PLANTED_SECRETS } from "../stage/accounts.mjs";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, dist, reported } from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const REPORTS = "reports.example";
const STRICT = `script-src 'self' 'unsafe-inline'; report-uri https://${REPORTS}/csp`;
const CSP = "content-security-policy";
const REPORT_ONLY = `${CSP}-report-only`;

/** What notes each violation that the page hears of, and secrets that the page holds. */
const HEAD = `<script>
  window.violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
    violations.push(violatedDirective);
  });
  const secrets = ${JSON.stringify(Object.values(PLANTED_SECRETS))};
</script>`;
const META = `<meta http-equiv="Content-Security-Policy" content="default-src 'self' https: data: 'unsafe-inline'">`;

/** @param {string} name @param {Partial<import("../stage/catalogue.mjs").Space>} given @param {string} [head] */
function like(name, given, head = "") {
  const id = `csp/${name}`;
  return space(id, { page: gradioLikePage(id, { head: HEAD + head }), ...given });
}
/** @param {string} name */
const at = (name) => `https://csp-${name}.hf.space/`;

/** What forbids WASM, or would report it. */
const FORBIDDING = {
  header: like("header", { headers: { [CSP]: STRICT } }),
  list: like("list", { headers: { [CSP]: `object-src 'none', ${STRICT}` } }),
  meta: like("meta", {}, META),
  reports: like("reports", { headers: { [REPORT_ONLY]: STRICT } }),
  both: like("both", {
    headers: { [CSP]: `script-src 'self' 'unsafe-inline' 'unsafe-eval'`, [REPORT_ONLY]: STRICT },
  }),
};
const allowing = like("allows", { headers: { [CSP]: "script-src 'unsafe-inline' 'unsafe-eval'" } });

/** @type {(html: string) => void} */
let sendRest = () => undefined;
const slow = like("slow", { headers: { [CSP]: STRICT } });
slow.rest = new Promise((resolve) => {
  sendRest = resolve;
});

const stage = onStage({ strangers: [...Object.values(FORBIDDING), allowing, slow] });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {import("./driver/index.mjs").Page} page */
    const violations = (page) => page.evaluate(() => /** @type {any} */ (window).violations);

    before(() =>
      browser.background(() => {
        /** What is done in our world of a page. */
        const acts = {
          attempt: () => {
            const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
            return WebAssembly.compile(empty).then(
              () => "compiled",
              (error) => error.name,
            );
          },
          ask: () =>
            chrome.runtime.sendMessage({
              ...{ kind: "start", document: "0", isNeeded: true, isParsed: false },
              ...{ forbidsWasm: false, policies: [], space: null },
            }),
        };
        Object.assign(globalThis, { acts, messages: [] });
        chrome.runtime.onMessage.addListener((message) => {
          /** @type {any} */ (globalThis).messages.push(message);
          return false;
        });
      }),
    );

    /**
     * @param {import("./driver/index.mjs").Page} page
     * @param {"attempt" | "ask"} act
     */
    const inOurWorld = async (page, act) =>
      browser.background(
        async (/** @type {number} */ tabId, /** @type {string} */ act) => {
          const { acts } = /** @type {any} */ (globalThis);
          const target = { tabId };
          const [{ result }] = await chrome.scripting.executeScript({ target, func: acts[act] });
          return result;
        },
        await page.tabId(),
        act,
      );

    for (const forbidding of Object.keys(FORBIDDING)) {
      test(`${forbidding}: the banner, and the page hears of nothing`, async () => {
        stage.unknownHosts.delete(REPORTS);
        const sign = `?code=${PLANTED_SECRETS.csrfToken}`;
        const page = await browser.open(at(forbidding) + sign);
        const shown = await until(() => banner(page), { what: "the banner" });
        assert.equal(shown.links[0].href, `https://huggingface.co/spaces/csp/${forbidding}`);
        await reported(browser, page, ({ pool, grade }) => pool === "guest" && grade === "derived");
        // It lives: it unfolds, comes back when the page removes it, and goes when it is dismissed.
        await page.clickIn(BANNER, "[data-act=why]");
        await page.evaluate((tag) => document.querySelector(tag)?.remove(), BANNER);
        await until(() => banner(page), { what: "the banner again" });
        await page.clickIn(BANNER, "[data-act=dismiss]");
        assert.equal(await page.find(BANNER), null);
        assert.deepEqual(await violations(page), []);
        assert.ok(!stage.unknownHosts.has(REPORTS));
        // So that this could fail: what an attempt looks like.
        if (name === "chrome") {
          await inOurWorld(page, "attempt");
          await page.until(() => /** @type {any} */ (window).violations.length > 0);
          // The owner is told of it too, a moment later: else the next test would hear that.
          const isTold = forbidding !== "meta";
          if (isTold) await until(() => stage.unknownHosts.has(REPORTS), { what: "a report" });
        }
        const messages = await browser.background(() =>
          JSON.stringify(/** @type {any} */ (globalThis).messages),
        );
        assert.ok(messages.includes('"facts"'));
        for (const secret of Object.values(PLANTED_SECRETS))
          assert.ok(!messages.includes(secret), secret);
        await page.close();
      });
    }

    test("where the policies allow WASM, the core is WASM", async () => {
      const page = await browser.open(at("allows"));
      await until(() => banner(page), { what: "the banner" });
      assert.equal(await inOurWorld(page, "attempt"), "compiled");
      assert.deepEqual(await violations(page), []);
      await page.close();
    });

    if (name === "chrome") {
      test("which documents forbid it is kept, as long as there is the tab, and no query", async () => {
        // A private Space's address carries a pass.
        const page = await browser.open(`${at("header")}?__theme=dark&code=s3cret`);
        await until(() => banner(page), { what: "the banner" });
        const other = await browser.open(at("allows"));
        await until(() => banner(other), { what: "the other banner" });
        const keys = await Promise.all(
          [page, other].map(async (page) => `forbidsWasm:${await page.tabId()}`),
        );
        const kept = () => browser.background(() => chrome.storage.session.get());
        const before = await kept();
        assert.deepEqual(
          keys.map((key) => before[key]),
          [[at("header")], undefined],
        );
        const answers = [await inOurWorld(page, "ask"), await inOurWorld(other, "ask")];
        assert.deepEqual(
          answers.map(({ forbidsWasm }) => forbidsWasm),
          [true, false],
        );
        await other.close();
        await page.close();
        await until(async () => !(keys[0] in (await kept())), { what: "the tab forgotten" });
      });

      test("a background that stops during the load costs nothing", async () => {
        const page = await browser.open("https://blog.example/plain");
        // Nobody can wait for a page that does not end: it goes there by itself.
        await page.evaluate((/** @type {string} */ url) => location.assign(url), at("slow"));
        await page.until(() => document.title === "Like Gradio");
        await browser.stopBackground();
        sendRest("<p>The rest</p>");
        await until(() => banner(page), { what: "the banner" });
        assert.deepEqual(await violations(page), []);
        await page.close();
      });
    }

    test("no error of ours came of all this", () => {
      noErrorOfOurs(browser, /WebAssembly.compile/);
    });
  });
}

test("chrome: where nobody saw the policy, one attempt fails, and the core comes as JavaScript", async () => {
  // A build that watches no headers: as a page's own service worker answers without any.
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-unseen-"));
  await cp(dist("chrome"), folder, { recursive: true });
  const file = join(folder, "background", "csp.js");
  const whole = await readFile(file, "utf8");
  const blind = whole.replace(/const PLACES = .*;/, 'const PLACES = ["https://blog.example/*"];');
  assert.notEqual(blind, whole);
  await writeFile(file, blind);
  try {
    await withBrowser("chrome", stage, { extension: folder }, async (browser) => {
      const page = await browser.open(at("header"));
      await until(() => banner(page), { what: "the banner" });
      const { length } = await page.evaluate(() => /** @type {any} */ (window).violations);
      assert.equal(length, 1);
      await reported(browser, page, ({ pool, grade }) => pool === "guest" && grade === "derived");
      await page.clickIn(BANNER, "[data-act=dismiss]");
      assert.equal(await page.find(BANNER), null);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
