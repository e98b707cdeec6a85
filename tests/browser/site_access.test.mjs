// The visitor gives access to apps alone, and withholds the Hub's pages: what is around an app's frame is not
// ours to read then, and an app in its own Hub page is not taken for one in somebody else's.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, visit, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const HUB = "https://huggingface.co";
const APPS = "https://*.hf.space/*";
const ID = "access/zero";
const APP = "https://access-zero.hf.space/";

const stage = onStage({ strangers: [space(ID, { page: gradioLikePage(ID) })] });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /**
     * The app's frame in a page, once the background has its facts.
     * @param {import("./driver/index.mjs").Page} page
     */
    async function appIn(page) {
      const frame = await page.frame((/** @type {string} */ url) => url.startsWith(APP));
      const tab = await page.tabId();
      const told = (/** @type {number} */ tab) =>
        /** @type {{told: number[]}} */ (/** @type {unknown} */ (globalThis)).told.includes(tab);
      await until(() => browser.background(told, tab), { what: "the app's facts" });
      return frame;
    }

    before(async () => {
      await browser.setSiteAccess(APPS);
      await browser.background(() => {
        /** @type {(number | undefined)[]} */
        const told = [];
        Object.assign(globalThis, { told });
        chrome.runtime.onMessage.addListener(({ kind }, { tab, url }) => {
          if (kind === "facts" && url?.includes(".hf.space/")) told.push(tab?.id);
          return false;
        });
      });
    });

    test("an app in its own Hub page is not called one in another site's page", async () => {
      const { origins } = await browser.background(() => chrome.permissions.getAll());
      assert.deepEqual(origins, [APPS]);
      const hub = await visit(browser, stage, {
        ...{ url: `${HUB}/spaces/${ID}`, space: ID, signIn: "pro" },
      });
      const inHub = await appIn(hub);
      // That one is warned of, by what its own frame knows, after the other one has told its facts.
      const blog = await browser.open(`https://blog.example/embed/${ID}`);
      const inBlog = await appIn(blog);
      const { headline } = await until(() => banner(inBlog), { what: "the banner in the blog" });
      assert.equal(headline, words("headline_guest"));
      for (const place of [hub, inHub]) assert.equal(await place.find(BANNER), null);
      for (const page of [hub, blog]) await page.close();
    });

    test("no error of ours came of this", () => noErrorOfOurs(browser));
  });
}
