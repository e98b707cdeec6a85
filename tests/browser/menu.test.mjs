// “Whose quota is this?” in the context menu of a Space's frame and of a link to a Space: it opens the Space's
// Hub page, or tells why there is none. And the key that opens the popup, which has no shortcut at first.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, updateExtension, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

const HUB = "https://huggingface.co";
const LABEL = words("menu_whose");
const APPS = ["https://*.hf.space/*"];

/** @param {string} name */
const at = (name) => `https://menu-${name}.hf.space/`;
/** @param {string} name */
const hubPage = (name) => `${HUB}/spaces/menu/${name}`;

const DOWN = {
  status: 503,
  type: "text/html",
  body: "<h1>503 Service Temporarily Unavailable</h1>",
};
/** @type {Record<string, Partial<import("../stage/catalogue.mjs").Space>>} */
const SPACES = {
  ...{ one: {}, two: {}, cpu: { hardware: "cpu-basic" } },
  ...{ mine: { visibility: "private" }, guarded: { visibility: "protected" } },
  ...{ down: { api: DOWN }, off: {} },
  renamed: { subdomain: "menu-before", host: "menu-before.hf.space" },
};
const strangers = Object.entries(SPACES).map(([name, given]) => {
  const id = `menu/${name}`;
  return space(id, { page: gradioLikePage(id, { body: '<a id="link">a link</a>' }), ...given });
});
const stage = onStage({ strangers });

/** Why there is no Hub page, by what is asked for. */
const NO_PAGE = {
  mine: "popup_noHubPageNotPublic",
  absent: "popup_noHubPageNotPublic",
  guarded: "popup_noHubPageProtected",
  down: "popup_noHubPageUnreachable",
};

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {Page[]} */
    const pages = [];
    afterEach(async () => {
      for (const page of pages.splice(0)) await page.close();
      await browser.background(async () => {
        await chrome.storage.sync.clear();
        await chrome.storage.session.clear();
      });
      await browser.stopBackground();
      stage.apiRequests.length = 0;
    });

    /** @param {string} url @param {import("./driver/index.mjs").OpenOptions} [options] */
    async function open(url, options) {
      const page = await browser.open(url, options);
      pages.push(page);
      return page;
    }

    /** A tab that something opens, and its place. @param {(url: string) => boolean} matches */
    async function opened(matches) {
      const page = await browser.page(matches);
      pages.push(page);
      const tab = await page.tabId();
      const { index, windowId, openerTabId, incognito } = await browser.background(
        (/** @type {number} */ tab) => chrome.tabs.get(tab),
        tab,
      );
      return { page, index, windowId, openerTabId, incognito };
    }

    /** @param {(url: string) => boolean} matches of any tab */
    async function isOpen(matches) {
      const urls = await browser.background(async () =>
        (await chrome.tabs.query({})).map(({ url }) => url),
      );
      return urls.some((/** @type {string | null} */ url) => url && matches(url));
    }

    /**
     * Opens the context menu of an element and presses our item. Nothing opens Chromium's menu without a
     * screen: there the background is told what it tells of such a press, where the patterns offer the item.
     * @param {Page} page
     * @param {string} selector
     * @param {Frame} [frame] of the page
     * @returns {Promise<boolean>} whether there is such an item
     */
    async function ask(page, selector, frame = page) {
      await page.toFront();
      if (browser.pressInMenu)
        return (await browser.pressInMenu(frame, selector, LABEL)).includes(LABEL);
      const { linkUrl, url } = await frame.evaluate((/** @type {string} */ selector) => {
        const link = document.querySelector(selector)?.closest("a");
        return { linkUrl: link?.href, url: location.href };
      }, selector);
      const isApp = (/** @type {string} */ url) => /^https:\/\/([^/]+\.)?hf\.space\//.test(url);
      const isLink = linkUrl !== undefined && isApp(linkUrl);
      if (!isLink && (!isApp(url) || (linkUrl && frame === page))) return false;
      const info = {
        menuItemId: isLink ? "whose-link" : "whose-frame",
        ...{ linkUrl, ...(frame !== page && { frameUrl: url }), editable: false },
      };
      await browser.background(
        async (tabId, info) => {
          const tab = await chrome.tabs.get(tabId);
          const { onClicked } = /** @type {any} */ (chrome.contextMenus);
          onClicked.dispatch({ ...info, pageUrl: tab.url }, tab);
        },
        await page.tabId(),
        info,
      );
      return true;
    }

    /** Lets the page's link lead somewhere. @param {Frame} frame @param {string} href */
    const link = (frame, href) =>
      frame.evaluate((/** @type {string} */ href) => {
        const link = document.querySelector("a#link") ?? document.createElement("a");
        Object.assign(link, { id: "link", href, textContent: "a link" });
        document.body.prepend(link);
      }, href);

    /** Asks on a link in somebody else's page. @param {string} href @param {import("./driver/index.mjs").OpenOptions} [options] */
    async function askOnLink(href, options) {
      const page = await open("https://blog.example/plain", options);
      await link(page, href);
      return { page, isOffered: await ask(page, "#link") };
    }

    /**
     * What the page says that opens where there is no Hub page.
     * @param {string} host
     */
    async function whyNone(host) {
      const start = `${browser.extensionOrigin}/popup.html?host=${host}&`;
      const { page } = await opened((url) => url.startsWith(start));
      await page.until(() => document.querySelector("#verdict") !== null);
      return page.evaluate(() => ({
        headline: document.querySelector("#verdict")?.textContent,
        cause: document.querySelector(".cause")?.textContent,
      }));
    }

    /** @param {string} key @param {string} host */
    const saying = (key, host) => ({ headline: words("popup_noHubPage"), cause: words(key, host) });

    test("on a link to a Space it opens its Hub page, beside the tab", async () => {
      assert.ok(!(await isOpen((url) => url === hubPage("two"))));
      const { page, isOffered } = await askOnLink(`${at("two")}some/file?__sign=secret#x`);
      assert.ok(isOffered);
      const hub = await opened((url) => url === hubPage("two"));
      const from = await browser.background(
        (/** @type {number} */ tab) => chrome.tabs.get(tab),
        await page.tabId(),
      );
      assert.equal(hub.index, from.index + 1);
      assert.deepEqual([hub.windowId, hub.openerTabId], [from.windowId, from.id]);
      assert.equal(hub.incognito, false);
      // The tab itself stays where it was, and the app was asked nothing.
      assert.equal(await page.evaluate(() => location.href), "https://blog.example/plain");
      assert.deepEqual(
        stage.apiRequests.map(({ path, cookie }) => ({ path, cookie })),
        [{ path: "/api/spaces/by-subdomain/menu-two", cookie: false }],
      );
    });

    test("on a Space's own page, and on one without ZeroGPU, and on one that was renamed", async () => {
      const hosts = { one: at("one"), cpu: at("cpu"), renamed: "https://menu-before.hf.space/" };
      for (const [space, url] of Object.entries(hosts)) {
        const page = await open(url);
        assert.ok(!(await isOpen((url) => url === hubPage(space))));
        assert.ok(await ask(page, "h1"));
        const hub = await opened((url) => url === hubPage(space));
        assert.equal(hub.openerTabId, await page.tabId());
      }
    });

    test("in a Space's frame it is about that Space, on a link there about the other one", async () => {
      const page = await open("https://blog.example/embed/menu/one");
      const frame = await page.frame((url) => url === at("one"));
      assert.ok(!(await ask(page, "h1")), "the page around is no Space");
      assert.ok(await ask(page, "h1", frame));
      await opened((url) => url === hubPage("one"));
      assert.ok(!(await isOpen((url) => url === hubPage("two"))));
      await link(frame, at("two"));
      assert.ok(await ask(page, "#link", frame));
      await opened((url) => url === hubPage("two"));
    });

    if (name === "firefox")
      test("a static Space's link leads to its Hub page too", async () => {
        const url = `${HUB}/spaces/studio/static-page`;
        assert.ok(!(await isOpen((each) => each === url)));
        assert.ok((await askOnLink("https://studio-static-page.static.hf.space/")).isOffered);
        await opened((each) => each === url);
      });

    test("in a private window the Hub page opens there", async () => {
      const { page } = await askOnLink(at("two"), { private: true });
      const hub = await opened((url) => url === hubPage("two"));
      assert.equal(hub.incognito, true);
      assert.equal(hub.openerTabId, await page.tabId());
      const kept = await browser.background(() => chrome.storage.session.get());
      assert.ok(!JSON.stringify(kept).includes("menu-two"), "nothing of it is stored");
    });

    test("where there is no Hub page, a page tells why", async () => {
      for (const [space, key] of Object.entries(NO_PAGE)) {
        const host = new URL(at(space)).host;
        assert.ok((await askOnLink(at(space))).isOffered);
        assert.deepEqual(await whyNone(host), saying(key, host));
        assert.ok(!(await isOpen((url) => url === hubPage(space))), space);
      }
      // Chromium shows it in a usual window.
      const { host } = new URL(at("nowhere"));
      await askOnLink(at("nowhere"), { private: true });
      assert.deepEqual(await whyNone(host), saying(NO_PAGE.absent, host));
    });

    test("on an address of no Space it says so too", async () => {
      for (const href of ["https://hf.space/x", "https://two.menu-two.hf.space/"]) {
        const { host } = new URL(href);
        assert.ok((await askOnLink(href)).isOffered);
        assert.deepEqual(await whyNone(host), saying("popup_noHubPageNotPublic", host));
      }
      assert.deepEqual(stage.apiRequests, []);
    });

    test("where look-ups are off, nobody is asked, and it says so", async () => {
      await browser.background(() => chrome.storage.sync.set({ asksSpace: false }));
      const { host } = new URL(at("off"));
      await askOnLink(at("off"));
      assert.deepEqual(await whyNone(host), saying("popup_noHubPageOff", host));
      assert.deepEqual(stage.apiRequests, []);
      await browser.background(() => chrome.storage.sync.set({ asksSpace: true }));
      await askOnLink(at("off"));
      await opened((url) => url === hubPage("off"));
      assert.equal(stage.apiRequests.length, 1);
    });

    test("it is offered nowhere else", async () => {
      const page = await open("https://blog.example/plain");
      await link(page, at("two"));
      const others = [
        `${hubPage("two")}?next=${at("two")}`,
        "https://hf.space.example/",
        "https://menu-two.hf.space.example/",
        `https://blog.example/?${at("two")}`,
        "http://menu-two.hf.space/",
      ];
      for (const href of others) {
        await link(page, href);
        assert.equal(await ask(page, "#link"), false, href);
      }
      const hub = await open(`${HUB}/logout?next=/spaces/menu/one`);
      assert.equal(await ask(hub, "h1"), false);
      const app = await open(at("one"));
      await link(app, "https://blog.example/plain");
      assert.equal(await ask(app, "#link"), false, "on a Space's page, another site's link");
      assert.deepEqual(
        stage.apiRequests.filter(({ path }) => path.includes("menu-two")),
        [],
      );
    });

    test("both items have their patterns, and are there after an update", async () => {
      const desk = await browser.extensionPage("popup.html?tab=-1");
      pages.push(desk);
      const items = await desk.evaluate(async () => {
        const { contextMenus, runtime } = /** @type {any} */ (chrome);
        /** @type {object[]} */
        const items = [];
        contextMenus.create = (/** @type {object} */ item) => items.push(item);
        contextMenus.removeAll = (/** @type {() => void} */ done) => done();
        /** @type {(() => void) | undefined} */
        let install;
        runtime.onInstalled.addListener = (/** @type {() => void} */ listener) => {
          install = listener;
        };
        const { watchMenu } = await import(runtime.getURL("background/menu.js"));
        watchMenu();
        install?.();
        return items;
      });
      assert.deepEqual(items, [
        { id: "whose-link", title: LABEL, contexts: ["link"], targetUrlPatterns: APPS },
        { id: "whose-frame", title: LABEL, contexts: ["page", "frame"], documentUrlPatterns: APPS },
      ]);
      const isThere = (/** @type {string} */ id) =>
        browser.background(
          (/** @type {string} */ id) =>
            chrome.contextMenus.update(id, {}).then(
              () => true,
              () => false,
            ),
          id,
        );
      await updateExtension(browser);
      pages.length = 0;
      if (name === "firefox") {
        // There `update` knows items of its own start only.
        assert.ok((await askOnLink(at("two"))).isOffered);
        await opened((url) => url === hubPage("two"));
        return;
      }
      assert.equal(await isThere("whose-other"), false);
      await until(() => isThere("whose-link"), { what: "the item of links" });
      await until(() => isThere("whose-frame"), { what: "the item of frames" });
    });

    test("a key can be given to the popup, and none is taken", async () => {
      const commands = await browser.background(() => chrome.commands.getAll());
      assert.equal(commands.length, 1);
      const [{ name: command, shortcut, description }] = commands;
      assert.deepEqual([command, shortcut ?? ""], ["_execute_action", ""]);
      // Chromium has its own words for it.
      if (name === "firefox") assert.equal(description, words("command_popup"));
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
