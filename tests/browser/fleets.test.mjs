// What an organisation sets for the browsers of its people (docs/fleets.md): by a policy file, where each
// browser looks for it. What is no rule of the organisation's is the visitor's.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, badgeIs, banner, dist, reported, words } from "./extension.mjs";
import { at, like, shown } from "./support/banner_page.mjs";
import { withBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { PLAIN, play, runPlain, toastSpace } from "./support/toast_page.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */

/**
 * Browsers that heed one policy file.
 * @typedef {object} Fleet
 * @property {string} extension the folder of theirs
 * @property {(policy: object | null) => Promise<void>} set what they read from now on
 * @property {() => void} end
 */

const CHROMIUM_POLICIES = "/etc/chromium/policies/managed";
const HELP = "https://help.example/quota";
const QUOTA = "/api/spaces/zero-gpu/quota";
const REFUSED =
  "You have exceeded your GPU quota (60s requested vs. 12s left). Create a free account to get more daily usage quota.";
/** A browser hands a policy to an extension only after that has started for the first time. */
const HANDED_OVER = { timeout: 30_000, what: "the browser to hand over the policy" };

const stage = onStage({ strangers: [like("usual"), like("hidden"), toastSpace] });

/**
 * Chromium has one folder for all. The extension's id, by which the file names it, follows from the folder
 * of the extension: of this copy nobody else is affected.
 * @param {string} folder
 * @returns {Promise<Fleet>}
 */
async function chromiumFleet(folder) {
  const extension = join(folder, "extension");
  await fs.cp(dist("chrome"), extension, { recursive: true });
  const hash = createHash("sha256").update(extension).digest("hex").slice(0, 32);
  const id = hash.replace(/./g, (digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]);
  const file = join(CHROMIUM_POLICIES, `whose-quota-${id}.json`);
  const remove = () => rmSync(file, { force: true });
  process.once("exit", remove);
  return {
    extension,
    async set(policy) {
      if (!policy) return remove();
      const text = JSON.stringify({ "3rdparty": { extensions: { [id]: policy } } });
      try {
        await fs.mkdir(CHROMIUM_POLICIES, { recursive: true });
        await fs.writeFile(file, text);
      } catch (cause) {
        const why = `Chromium reads policies from ${CHROMIUM_POLICIES} alone, and this user may not write there`;
        throw new Error(`${why}: run this test as root, say in a container.`, { cause });
      }
    },
    end: remove,
  };
}

/**
 * Firefox looks for policies beside its own program: a folder of links to the installed one, with a program
 * and policies of its own.
 * @param {string} folder
 * @returns {Promise<Fleet>}
 */
async function firefoxFleet(folder) {
  const extension = dist("firefox");
  const manifest = JSON.parse(await fs.readFile(join(extension, "manifest.json"), "utf8"));
  const { id } = manifest.browser_specific_settings.gecko;
  const usual = process.env.FIREFOX;
  const where = ["-c", 'command -v "$0"', usual ?? "firefox-esr"];
  const program = await fs.realpath(execFileSync("sh", where, { encoding: "utf8" }).trim());
  const [home, own] = [dirname(program), join(folder, "firefox")];
  await fs.mkdir(join(own, "distribution"), { recursive: true });
  for (const name of await fs.readdir(home))
    if (![basename(program), "distribution"].includes(name))
      await fs.symlink(join(home, name), join(own, name));
  process.env.FIREFOX = join(own, basename(program));
  await fs.copyFile(program, process.env.FIREFOX);
  return {
    extension,
    async set(policy) {
      const policies = policy ? { "3rdparty": { Extensions: { [id]: policy } } } : {};
      const file = join(own, "distribution", "policies.json");
      await fs.writeFile(file, JSON.stringify({ policies }));
    },
    end() {
      if (usual === undefined) delete process.env.FIREFOX;
      else process.env.FIREFOX = usual;
    },
  };
}

/** What the browser hands to the extension. @param {Browser} browser @returns {Promise<Record<string, unknown>>} */
const handedOver = (browser) =>
  // Firefox rejects where there is nothing.
  browser.background(() => chrome.storage.managed.get(null).catch(() => ({})));

/** Waits until a page of the extension's says it. @param {Page} page @param {string} key */
const says = (page, key) =>
  page.until((text) => document.querySelector("main")?.textContent.includes(text), words(key));

/** What such a page says, and what of it is the organisation's. @param {Page} page */
const said = (page) =>
  page.evaluate(() => {
    /** @param {string} selector */
    const all = (selector) => [...document.querySelectorAll(`main ${selector}`)];
    return {
      text: document.querySelector("main")?.textContent ?? "",
      checked: all("input:checked").map(({ id }) => id),
      managed: {
        notes: all(".managed").length,
        disabled: all("input:disabled").map(({ id }) => id),
        help: all(".help a").map((link) => [link.textContent, link.getAttribute("href")]),
      },
    };
  });

/** The same, once it is open and says a text. @param {Browser} browser @param {string} path @param {string} key */
async function look(browser, path, key) {
  const page = await browser.extensionPage(path);
  await says(page, key);
  const saying = await said(page);
  await page.close();
  return saying;
}

/** @param {Browser} browser */
const lookAtOptions = (browser) => look(browser, "options.html", "options_hidden");

/** @param {Browser} browser @param {Page} page @param {string} [key] */
const lookAtPopup = async (browser, page, key = "popup_remaining") =>
  look(browser, `popup.html?tab=${await page.tabId()}`, key);

/** @param {Page} page */
const isGone = (page) =>
  until(async () => (await banner(page)) === null, { ...HANDED_OVER, what: "no banner" });

/** @param {Browser} browser Everything that can be shown and asked. */
const wantAll = (browser) =>
  browser.background(() =>
    chrome.storage.sync.set({ banner: true, cards: true, asksSpace: true, asksQuota: true }),
  );

const asked = () => stage.apiRequests.map(({ path }) => path);
const NOT_MANAGED = { notes: 0, disabled: [], help: [] };

/**
 * On the page of ZeroGPU's messages: a run that is refused.
 * @param {Browser} browser
 * @param {Page} page
 */
async function refusedRun(browser, page) {
  await page.toFront();
  await page.click("#press");
  await runPlain(browser, page);
  await play(page, "toast", REFUSED);
  return reported(browser, page, ({ messages }) => messages.length === 1);
}

for (const name of BROWSERS) {
  describe(name, () => {
    /** @type {string} */
    let folder;
    /** @type {Fleet | undefined} */
    let fleet;
    before(async () => {
      folder = await fs.realpath(await fs.mkdtemp(join(tmpdir(), "whose-quota-fleet-")));
      fleet = await (name === "chrome" ? chromiumFleet(folder) : firefoxFleet(folder));
    });
    after(async () => {
      fleet?.end();
      await fs.rm(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      stage.apiRequests.length = 0;
    });

    /**
     * A browser of the fleet, once the extension has been handed some of the policy.
     * @param {Record<string, unknown> | null} policy
     * @param {(browser: Browser, fleet: Fleet) => Promise<void>} use
     */
    async function withPolicy(policy, use) {
      const ours = /** @type {Fleet} */ (fleet);
      await ours.set(policy);
      await withBrowser(name, stage, { extension: ours.extension }, async (browser) => {
        await until(async () => {
          const has = await handedOver(browser);
          const pairs = Object.entries(policy ?? {});
          return !policy || pairs.some(([key, value]) => isDeepStrictEqual(has[key], value));
        }, HANDED_OVER);
        await use(browser, ours);
        noErrorOfOurs(browser);
      });
    }

    test("without a policy banner and card show, and the Hub is asked", () =>
      withPolicy(null, async (browser) => {
        assert.deepEqual(await handedOver(browser), {});
        await wantAll(browser);
        const page = await browser.open(PLAIN);
        assert.equal((await shown(page)).headline, words("headline_guest"));
        const report = await reported(browser, page, ({ banner }) => banner === "shown");
        assert.deepEqual([report.pool, report.grade], ["guest", "derived"]);
        const popup = await lookAtPopup(browser, page, "remaining_signedOut");
        assert.deepEqual(popup.managed, NOT_MANAGED);
        assert.deepEqual((await lookAtOptions(browser)).managed, NOT_MANAGED);
        assert.deepEqual(asked(), ["/api/spaces/by-subdomain/studio-toasts", QUOTA]);
        await refusedRun(browser, page);
        const isCard = (/** @type {ShadowRoot} */ root) => root.querySelector(".card") !== null;
        await until(() => page.closedShadow(BANNER, isCard), { what: "the card" });
      }));

    test("no banner, no card and no look-up, whatever the visitor wants, and a link to help", () =>
      withPolicy({ banner: false, lookUps: false, helpUrl: HELP }, async (browser) => {
        await wantAll(browser);
        const page = await browser.open(PLAIN);
        const report = await reported(browser, page, ({ banner }) => banner === "muted");
        assert.deepEqual([report.pool, report.grade], ["guest", "assumed"]);
        await badgeIs(browser, page, "!", "badge_guest_assumed");
        const help = [[words("action_help"), HELP]];
        const popup = await lookAtPopup(browser, page, "popup_mutedManaged");
        // Instead of what is left.
        assert.ok(popup.text.includes(words("options_managed")), popup.text);
        assert.deepEqual(popup.managed, { ...NOT_MANAGED, help });
        const options = await lookAtOptions(browser);
        const disabled = ["banner", "cards", "asksSpace", "asksQuota", "opensHub"];
        assert.deepEqual(options.managed, { notes: 3, disabled, help });
        assert.equal(options.text.split(words("options_managed")).length, 4);
        assert.deepEqual(options.checked, ["edge-top"]);
        const refused = await refusedRun(browser, page);
        assert.equal(refused.banner, "muted");
        await badgeIs(browser, page, "!", "badge_guest_observed");
        assert.equal(await page.find(BANNER), null);
        assert.deepEqual(asked(), []);
      }));

    test("the list of hidden Spaces is only where the visitor begins", () =>
      withPolicy({ hiddenSpaces: ["strange/hidden"] }, async (browser) => {
        const [page, other] = [await browser.open(at("hidden")), await browser.open(at("usual"))];
        await shown(other);
        await reported(browser, page, (report) => report.banner === "muted");
        assert.equal(await banner(page), null);
        const options = await browser.extensionPage("options.html");
        await says(options, "options_hidden");
        const { text } = await said(options);
        assert.ok(text.includes(`strange/hidden${words("options_managed")}`), text);
        await options.click("[data-act=show-again]");
        await shown(page);
        await says(options, "options_hiddenNone");
        await page.reload();
        await shown(page);
        // What the visitor chose is forgotten: the list holds again.
        await options.toFront();
        await options.click("[data-act=reset]");
        await isGone(page);
      }));

    test("a broken policy changes nothing", async () => {
      const broken = { banner: "false", lookUps: 0, hiddenSpaces: "strange/hidden", colour: 7 };
      await withPolicy({ ...broken, helpUrl: "http://help.example/" }, async (browser) => {
        const page = await browser.open(at("hidden"));
        assert.equal((await shown(page)).headline, words("headline_guest"));
        assert.deepEqual(asked(), ["/api/spaces/by-subdomain/strange-hidden"]);
        const options = await lookAtOptions(browser);
        assert.deepEqual(options.managed, NOT_MANAGED);
        assert.ok(options.text.includes(words("options_hiddenNone")), options.text);
        assert.deepEqual((await lookAtPopup(browser, page)).managed, NOT_MANAGED);
      });
    });

    // Firefox reads its policies when it starts.
    if (name === "chrome")
      test("a policy that comes while the browser runs holds at once in open tabs", () =>
        withPolicy(null, async (browser, { set }) => {
          const page = await browser.open(at("usual"));
          await shown(page);
          await set({ banner: false });
          await isGone(page);
          await set(null);
          await until(() => banner(page), { ...HANDED_OVER, what: "the banner" });
        }));
  });
}
