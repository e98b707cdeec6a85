// The driver proves itself in both browsers, each ability with its negative control.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, until } from "./index.mjs";
import { startTestbed } from "./testbed.mjs";

const TOP = "https://page.example/";
const PROBE = "driver-probe";
const COMPLAINTS = ["page console", "page exception", "page rejection", "content console"];

/** @type {Awaited<ReturnType<typeof startTestbed>>} */
let testbed;
const pictures = mkdtempSync(join(tmpdir(), "driver-pictures-"));

before(async () => {
  testbed = await startTestbed();
});
after(() => {
  testbed.stop();
  rmSync(pictures, { recursive: true });
});

/** @param {Element} root @param {string} selector */
const textOf = (root, selector) => root.querySelector(selector)?.textContent;

/** What a document may keep, run in the page. */
function storage() {
  // biome-ignore lint/suspicious/noDocumentCookie: the oldest way is what is asked about
  document.cookie = "mark=1; Secure; SameSite=None; Path=/";
  let local;
  try {
    localStorage.setItem("mark", "1");
    local = "kept";
  } catch (/** @type {any} */ error) {
    local = error.name;
  }
  return {
    cookie: document.cookie.includes("mark=1"),
    local,
    cookieEnabled: navigator.cookieEnabled,
  };
}

/** @param {string} file */
function pngSize(file) {
  const bytes = readFileSync(file);
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** @param {import("./index.mjs").Page} page */
async function embedded(page) {
  await page.goto(`${TOP}frames`);
  return page.frame((url) => url.startsWith("https://other.example/"));
}

for (const name of /** @type {const} */ (["chrome", "firefox"])) {
  /**
   * @param {import("./index.mjs").LaunchOptions} options
   * @param {(browser: import("./index.mjs").Browser) => Promise<void>} use
   */
  const using = async (options, use) => {
    const { extension, proxyPort, spki } = testbed;
    const browser = await launch(name, { extension, proxyPort, spki, ...options });
    try {
      await use(browser);
    } finally {
      await browser.close();
    }
  };

  describe(name, () => {
    /** @type {import("./index.mjs").Browser} */
    let browser;
    /** @type {import("./index.mjs").Page} */
    let page;
    before(async () => {
      const { extension, proxyPort, spki } = testbed;
      browser = await launch(name, { extension, proxyPort, spki, privateWindows: true });
      page = await browser.open(TOP);
    });
    after(() => browser.close());

    /** @param {string} text */
    const problem = (text) =>
      until(() => browser.problems.find((each) => each.text.includes(text)), { what: text });

    test("evaluates in the page's own world, and passes errors on", async () => {
      const given = await page.evaluate((a, b) => [a, b, document.title], 1, { x: 2 });
      assert.deepEqual(given, [1, { x: 2 }, "top"]);
      assert.equal(await page.evaluate(() => undefined), undefined);
      await assert.rejects(
        page.evaluate(() => {
          throw new RangeError("as told");
        }),
        /RangeError: as told/,
      );
      assert.deepEqual(await page.evaluate(() => [innerWidth, innerHeight]), [1280, 800]);
    });

    test("reads the closed shadow root, which the page cannot", async () => {
      assert.equal(
        await page.evaluate((tag) => document.querySelector(tag).shadowRoot, PROBE),
        null,
      );
      assert.equal(await page.closedShadow(PROBE, textOf, "#private"), "false");
      assert.equal(await page.closedShadow("no-such-element", textOf, "#private"), null);
    });

    test("clicks are trusted, in the page and in the closed shadow root", async () => {
      await page.click("#button");
      assert.equal(await page.evaluate(() => document.querySelector("button")?.title), "true");
      const title = (/** @type {Element} */ root) => root.querySelector("button")?.title;
      assert.equal(await page.closedShadow(PROBE, title), "");
      await page.clickIn(PROBE, "button");
      assert.equal(await page.closedShadow(PROBE, title), "true");
      await assert.rejects(page.clickIn(PROBE, "#absent"), /nothing matches #absent/);
    });

    test("clicks activate the document, in frames and private windows too", async () => {
      const active = () => navigator.userActivation.hasBeenActive;
      for (const inPrivate of [false, true]) {
        for (const [path, inner] of [
          ["frames", "https://other.example/"],
          ["own-frame", `${TOP}?inner`],
        ]) {
          const tab = await browser.open(TOP + path, { private: inPrivate });
          const frame = await tab.frame((url) => url.startsWith(inner));
          assert.equal(await frame.evaluate(active), false);
          await frame.click("#button");
          assert.equal(await frame.evaluate(() => document.querySelector("button")?.title), "true");
          assert.equal(await frame.evaluate(active), true);
          await tab.close();
        }
      }
      await until(async () => (await browser.windows()).private === 0);
    });

    test("types, and Tab and Enter reach into the closed shadow root", async () => {
      await page.goto(TOP);
      await page.type("#text", "aé b");
      const typed = () => /** @type {HTMLInputElement} */ (document.querySelector("#text")).value;
      assert.equal(await page.evaluate(typed), "aé b");
      const focused = (/** @type {any} */ root) => root.activeElement?.localName ?? "none";
      assert.equal(await page.closedShadow(PROBE, focused), "none");
      // At document_start the probe came before the body, so it comes first in the focus order.
      await page.press("Shift+Tab");
      assert.equal(await page.closedShadow(PROBE, focused), "a");
      await page.press("Shift+Tab");
      assert.equal(await page.closedShadow(PROBE, focused), "button");
      await page.press("Enter");
      assert.equal(
        await page.closedShadow(PROBE, (root) => root.querySelector("button").title),
        "true",
      );
      await page.press("Tab");
      assert.equal(await page.closedShadow(PROBE, focused), "a");
      await page.press("Enter");
      await page.until(() => location.search === "?linked");
    });

    test("reaches into frames of other sites", async () => {
      const frame = await embedded(page);
      assert.equal(await frame.evaluate(() => location.host), "other.example");
      assert.equal(await frame.closedShadow(PROBE, textOf, "#private"), "false");
      await frame.click("#button");
      assert.equal(await frame.evaluate(() => document.querySelector("button")?.title), "true");
      await frame.clickIn(PROBE, "button");
      assert.equal(
        await frame.closedShadow(PROBE, (root) => root.querySelector("button").title),
        "true",
      );
      const origins = () => Array.from(location.ancestorOrigins);
      assert.deepEqual(await frame.evaluate(origins), ["https://page.example"]);
      assert.deepEqual(await page.evaluate(origins), []);
    });

    test("goes back, forward and reloads", async () => {
      const path = () => location.pathname;
      await page.goto(TOP);
      await page.goto(`${TOP}tall`, { waitUntil: "domcontentloaded" });
      await page.back();
      assert.equal(await page.evaluate(path), "/");
      await page.forward();
      assert.equal(await page.evaluate(path), "/tall");
      await page.evaluate(() => document.documentElement.setAttribute("old", ""));
      await page.reload();
      assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("old")), false);
      await page.evaluate(() => {
        location.hash = "here";
      });
      await page.goto(`${TOP}tall#there`);
      assert.equal(await page.evaluate(() => location.hash), "#there");
      await assert.rejects(page.goto("https://unknown.example/"));
      await page.goto(TOP);
    });

    test("takes pictures of the right size", async () => {
      await page.goto(`${TOP}tall`);
      const file = join(pictures, `${name}.png`);
      await page.screenshot(file);
      assert.deepEqual(pngSize(file), [1280, 800]);
      await page.screenshot(file, { clip: { x: 10, y: 20, width: 300, height: 100 } });
      assert.deepEqual(pngSize(file), [300, 100]);
      await page.screenshot(file, { fullPage: true });
      assert.deepEqual(pngSize(file), [1280, 2000]);
    });

    test("knows the tab's id, also of a tab that a page opened", async () => {
      await page.goto(TOP);
      const { tab } = JSON.parse(await answerOf(page));
      assert.equal(await page.tabId(), tab);
      await page.evaluate(() => {
        const link = document.body.appendChild(document.createElement("a"));
        link.id = "new";
        link.href = "/?opened";
        link.target = "_blank";
        link.textContent = "new tab";
      });
      await page.click("#new");
      const opened = await browser.page((url) => url.endsWith("?opened"));
      assert.notEqual(await opened.tabId(), tab);
      assert.equal(JSON.parse(await answerOf(opened)).tab, await opened.tabId());
      await opened.close();
    });

    test("opens private windows next to normal ones, with the extension", async () => {
      assert.deepEqual(await browser.windows(), { normal: 1, private: 0 });
      const hidden = await browser.open(TOP, { private: true });
      assert.equal(await hidden.closedShadow(PROBE, textOf, "#private"), "true");
      assert.equal(JSON.parse(await answerOf(hidden)).incognito, true);
      const second = await browser.open(`${TOP}?second`, { private: true });
      assert.deepEqual(await browser.windows(), { normal: 1, private: 1 });
      await second.click("#button");
      assert.equal(await second.evaluate(() => document.querySelector("button")?.title), "true");
      await hidden.evaluate(() => localStorage.setItem("kept", "1"));
      await page.goto(TOP);
      assert.equal(await page.evaluate(() => localStorage.getItem("kept")), null);
      await second.close();
      await hidden.close();
      await until(async () => (await browser.windows()).private === 0);
    });

    test("opens extension pages", async () => {
      const popup = await browser.extensionPage("popup.html?tab=3");
      assert.equal(await popup.evaluate(() => document.title), "popup");
      assert.equal(await popup.evaluate(() => location.origin), browser.extensionOrigin);
      await problem("popup console");
      await problem("popup exception");
      await popup.close();
    });

    test("stops the background, which wakes up anew", async () => {
      const memory = () => /** @type {any} */ (globalThis).memory;
      const remember = () => {
        /** @type {any} */ (globalThis).memory = "used";
      };
      await browser.background(remember);
      assert.equal(await browser.background(memory), "used");
      await browser.stopBackground();
      assert.equal(await browser.background(memory), "fresh");
      // A message of a page wakes it just as well.
      await browser.background(remember);
      await browser.stopBackground();
      await page.goto(TOP);
      await answerOf(page);
      assert.equal(await browser.background(memory), "fresh");
      await assert.rejects(
        browser.background(() => {
          throw new Error("from afar");
        }),
        /from afar/,
      );
    });

    test("collects what pages, frames, content scripts and the background complain about", async () => {
      await problem("background console");
      browser.problems.length = 0;
      await page.goto(TOP);
      await answerOf(page);
      await page.goto(`${TOP}absent`); // 404
      assert.deepEqual(browser.problems, []);
      for (const [path, tab] of [
        ["complain", `${TOP}complain`],
        ["around", `${TOP}around`],
      ]) {
        await page.goto(TOP + path);
        for (const who of COMPLAINTS) assert.equal((await problem(who)).tab, tab, who);
        await problem("background exception");
        assert.match((await problem("content exception")).where, /content\.js/);
        browser.problems.length = 0;
      }
      await page.goto(`${TOP}csp`);
      await problem("Content");
      browser.problems.length = 0;
    });

    test("collects complaints of private windows too", async () => {
      const hidden = await browser.open(`${TOP}complain`, { private: true });
      const tab = `${TOP}complain`;
      for (const who of COMPLAINTS) assert.equal((await problem(who)).tab, tab, who);
      await problem("content exception");
      await hidden.close();
    });

    test("waits no longer than told", async () => {
      await assert.rejects(
        until(() => false, { timeout: 30, what: "the moon" }),
        /the moon/,
      );
      await assert.rejects(
        page.until(() => {
          throw new Error("wrong");
        }),
        /wrong/,
      );
      assert.equal(await page.until(() => "at once"), "at once");
    });
  });

  test(`${name}: a private window without the extension`, () =>
    using({ privateWindows: "extension-not-allowed" }, async (browser) => {
      const hidden = await browser.open(TOP, { private: true });
      assert.equal(await hidden.closedShadow(PROBE, textOf, "#private"), null);
      assert.deepEqual(await browser.windows(), { normal: 1, private: 1 });
      const page = await browser.open(TOP);
      assert.equal(await page.closedShadow(PROBE, textOf, "#private"), "false");
    }));

  test(`${name}: all cookies allowed, light colours`, () =>
    using({ cookies: "allowed", colorScheme: "light" }, async (browser) => {
      const page = await browser.open(TOP);
      const kept = { cookie: true, local: "kept", cookieEnabled: true };
      assert.deepEqual(await page.evaluate(storage), kept);
      const frame = await embedded(page);
      assert.deepEqual(await frame.evaluate(storage), kept);
      assert.equal(
        await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches),
        false,
      );
    }));

  test(`${name}: all cookies blocked, dark colours`, () =>
    using({ cookies: "blocked", colorScheme: "dark" }, async (browser) => {
      const page = await browser.open(TOP);
      const refused = { cookie: false, local: "SecurityError", cookieEnabled: name === "chrome" };
      assert.deepEqual(await page.evaluate(storage), refused);
      const frame = await embedded(page);
      assert.deepEqual(await frame.evaluate(storage), refused);
      const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
      assert.equal(await page.evaluate(dark), true);
      assert.equal(await frame.evaluate(dark), true);
      const popup = await browser.extensionPage("popup.html");
      assert.equal(await popup.evaluate(dark), true);
    }));

  test(`${name}: third-party cookies blocked`, () =>
    using({ cookies: "third-party-blocked" }, async (browser) => {
      const page = await browser.open(TOP);
      const kept = { cookie: true, local: "kept", cookieEnabled: true };
      assert.deepEqual(await page.evaluate(storage), kept);
      const frame = await embedded(page);
      assert.deepEqual(
        await frame.evaluate(storage),
        {
          chrome: { cookie: false, local: "kept", cookieEnabled: true },
          firefox: { cookie: false, local: "SecurityError", cookieEnabled: false },
        }[name],
      );
    }));
}

/** @param {import("./index.mjs").Page} page */
async function answerOf(page) {
  return until(() => page.closedShadow(PROBE, textOf, "#answer"), {
    what: "the background's answer",
  });
}
