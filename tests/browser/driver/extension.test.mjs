// What a visitor and the browser do to an extension: its popup, its access, its end and beginning.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, until } from "./index.mjs";
import { startTestbed } from "./testbed.mjs";

const FOREIGN = "https://page.example/";
const KNOWN = "https://other.example/";

/** @typedef {import("./index.mjs").Page} Page */

/** @type {any} */
const chrome = undefined; // a name of extension scopes, for functions that run there

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

/** How often the content script ran in the document. */
const probes = () => document.querySelectorAll("driver-probe").length;

/** Runs in the background: reads a tab's title if it may. @param {number} tabId */
async function read(tabId) {
  const injection = { target: { tabId }, func: () => document.title };
  return chrome.scripting.executeScript(injection).then(
    (/** @type {any} */ [frame]) => frame.result,
    () => "refused",
  );
}

for (const name of /** @type {const} */ (["chrome", "firefox"])) {
  describe(name, () => {
    /** @type {import("./index.mjs").Browser} */
    let browser;
    before(async () => {
      const { withButton: extension, proxyPort, spki } = testbed;
      const options = { extension, proxyPort, spki, privateWindows: true, permanent: true };
      browser = await launch(name, options);
    });
    after(() => browser.close());

    /** @param {number} tabId */
    const tab = (tabId) =>
      browser.background((/** @type {number} */ id) => chrome.tabs.get(id), tabId);
    /** @param {Page} page */
    const title = async (page) => browser.background(read, await page.tabId());

    for (const inPrivate of [false, true]) {
      test(`the popup grants its tab, private: ${inPrivate}`, async () => {
        const other = await browser.open(FOREIGN, { private: inPrivate });
        const page = await browser.open(FOREIGN, { private: inPrivate });
        assert.equal(await title(page), "refused");
        const popup = await browser.openPopup(page);
        assert.equal(await title(page), "top");
        assert.equal(await title(other), "refused");

        assert.deepEqual(await popup.evaluate(() => [innerWidth, innerHeight]), [321, 123]);
        const active = () => chrome.tabs.query({ active: true, currentWindow: true });
        const [{ id, incognito }] = await popup.evaluate(active);
        assert.deepEqual([id, incognito], [await page.tabId(), inPrivate]);

        await popup.type("input", "aé b");
        assert.equal(await popup.evaluate(() => document.querySelector("input")?.value), "aé b");
        await popup.press("Shift+Tab");
        assert.equal(await popup.evaluate(() => document.activeElement?.localName), "button");
        await popup.click("button");
        assert.equal(await popup.evaluate(() => document.querySelector("button")?.title), "true");

        const file = join(pictures, `${name}.png`);
        await popup.screenshot(file);
        const png = readFileSync(file);
        assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [321, 123]);
        await until(() => browser.problems.some(({ text }) => text.includes("popup console")));
        browser.problems.length = 0;

        await popup.close();
        await assert.rejects(popup.evaluate(() => 1));
        await page.click("#button");
        await (await browser.openPopup(other)).close();
        assert.equal(await title(other), "top");
        await page.close();
        await other.close();
      });
    }

    test("a click may close the popup, and another can be opened", async () => {
      const page = await browser.open(FOREIGN);
      for (const closeBy of ["click", "press"]) {
        const popup = await browser.openPopup(page);
        await popup.evaluate(() => {
          const [button] = document.querySelectorAll("button");
          button.onclick = () => close();
          button.focus();
        });
        await (closeBy === "click" ? popup.click("button") : popup.press("Enter"));
        const closed = () =>
          popup
            .evaluate(() => 1)
            .then(
              () => false,
              () => true,
            );
        await until(closed, { what: "the popup to close" });
        await assert.rejects(popup.press("Enter"));
      }
      browser.problems.length = 0;
      await page.close();
    });

    test("access to its hosts goes and comes", async () => {
      const page = await browser.open(KNOWN);
      for (const allowed of [true, false, true]) {
        await browser.setSiteAccess(allowed);
        await page.reload();
        assert.equal(await page.evaluate(probes), Number(allowed));
        assert.deepEqual(
          await browser.background(async () => (await chrome.permissions.getAll()).origins),
          allowed ? [`${KNOWN}*`] : [],
        );
        assert.equal(await page.evaluate(() => document.visibilityState), "visible");
      }
      await page.close();
    });

    test("the extension reloads while tabs are open", async () => {
      const pages = [await browser.open(KNOWN), await browser.open(KNOWN, { private: true })];
      await browser.background(() => {
        /** @type {any} */ (globalThis).memory = "used";
      });
      await browser.reloadExtension();
      assert.equal(await browser.background(() => /** @type {any} */ (globalThis).memory), "fresh");
      for (const page of pages) {
        // Chromium leaves the old content script as it is.
        if (name === "firefox")
          await page.until(() => document.querySelectorAll("driver-probe")[1]);
        else assert.equal(await page.evaluate(probes), 1);
        await page.reload();
        assert.equal(await page.evaluate(probes), 1);
        await page.close();
      }
      await until(async () => (await browser.windows()).private === 0);
    });

    test("a tab is unloaded, and goes on when it comes to the front", async () => {
      const hidden = await browser.open(FOREIGN, { private: true });
      const page = await browser.open(KNOWN);
      const front = await browser.open(FOREIGN);
      await front.toFront();
      assert.equal((await tab(await page.tabId())).discarded, false);
      await page.discard();
      assert.equal((await tab(await page.tabId())).discarded, true);
      await page.toFront();
      assert.equal(await page.until(probes), 1);
      assert.equal((await tab(await page.tabId())).discarded, false);
      await page.until(() => document.readyState === "complete");
      await page.click("#button");
      assert.equal(await page.evaluate(() => document.querySelector("button")?.title), "true");
      assert.deepEqual(await page.evaluate(() => [innerWidth, innerHeight]), [1280, 800]);
      await page.goto(`${KNOWN}frames`);
      const frame = await page.frame((url) => url.endsWith("?inner"));
      await frame.click("#button");
      await page.goto(`${KNOWN}tall`);
      await page.back();
      for (const each of [page, front, hidden]) await each.close();
      await until(async () => (await browser.windows()).private === 0);
    });

    test("the browser restarts with extension, storage and tabs", async () => {
      const known = await browser.open(`${KNOWN}?known`);
      await browser.open(`${FOREIGN}?foreign`);
      const hidden = await browser.open(`${KNOWN}?hidden`, { private: true });
      await browser.background(() => {
        /** @type {any} */ (globalThis).memory = "used";
        return chrome.storage.local.set({ kept: true });
      });
      await hidden.evaluate(() => sessionStorage.setItem("kept", "no"));
      await known.evaluate(() => sessionStorage.setItem("kept", "yes"));
      const { extensionOrigin } = browser;
      browser = await browser.restart();
      assert.equal(browser.extensionOrigin, extensionOrigin);
      assert.deepEqual(await browser.windows(), { normal: 1, private: 0 });
      assert.equal(await browser.background(() => /** @type {any} */ (globalThis).memory), "fresh");
      assert.deepEqual(await browser.background(() => chrome.storage.local.get()), { kept: true });

      const again = await browser.page((url) => url.endsWith("?known"));
      await again.toFront();
      assert.equal(await again.until(probes), 1);
      assert.equal(await again.evaluate(() => sessionStorage.getItem("kept")), "yes");
      const foreign = await browser.page((url) => url.endsWith("?foreign"));
      assert.equal(await title(foreign), "refused");
      const popup = await browser.openPopup(foreign);
      assert.equal(await title(foreign), "top");
      await popup.close();
      assert.deepEqual(await foreign.evaluate(() => [innerWidth, innerHeight]), [1280, 800]);
      const fresh = await browser.open(KNOWN, { private: true });
      assert.equal(await fresh.evaluate(probes), 1);
      assert.deepEqual(
        browser.problems.map(({ text }) => text),
        ["popup console"],
      );
    });
  });
}
