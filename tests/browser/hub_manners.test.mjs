// Manners towards the Hub: one back-off for all questions until the time that it names, answers read up
// to a bound, and no page makes many questions.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, banner, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** How long the Hub wants to be left alone here, in seconds. */
const PAUSE = 3;
const TOO_MANY = { status: 429, type: "application/json", body: '{"error":"Too many requests"}' };
const MOST_OF_TAB = 12;
const LONGEST = 1_000_000;

/** @type {Record<string, import("../stage/catalogue.mjs").ApiFault | null>} */
const SPACES = {
  limited: { ...TOO_MANY, headers: { "retry-after": String(PAUSE) } },
  dated: TOO_MANY,
  "used-up": { status: 200, type: "", body: null, headers: { ratelimit: `"api";r=0;t=${PAUSE}` } },
  endless: { status: 200, type: "", body: " ".repeat(65_536), repeat: 6_400 },
  ...{ one: null, two: null, three: null, "after-frames": null },
};

/** @param {string} name */
const at = (name) => `https://manners-${name}.hf.space/`;

const strangers = Object.entries(SPACES).map(([name, api]) => {
  const id = `manners/${name}`;
  return space(id, { page: gradioLikePage(id), hardware: "zero-a10g", api });
});
const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {import("./driver/index.mjs").Page | undefined} */
    let page;
    afterEach(async () => {
      await page?.close();
      page = undefined;
      await browser.background(() => chrome.storage.session.clear());
      await browser.stopBackground();
      stage.apiRequests.length = 0;
    });

    /** @param {string} name */
    const asked = (name) =>
      stage.apiRequests.filter(({ path }) => path.includes(`manners-${name}`));

    /**
     * Opens a Space, and says what its banner says.
     * @param {string} name
     */
    async function headline(name) {
      await page?.close();
      page = await browser.open(at(name));
      await reported(browser, page, ({ pool }) => pool === "guest");
      const said = await until(() => banner(/** @type {any} */ (page)), { what: "the banner" });
      return said.headline;
    }

    /** @type {Record<string, {first: string, says: string}>} */
    const pauses = {
      "a 429 that names its time": { first: "limited", says: "headline_guestMay" },
      "an answer that uses up what is allowed": { first: "used-up", says: "headline_guest" },
    };
    for (const [what, { first, says }] of Object.entries(pauses)) {
      test(`after ${what} nobody is asked until then`, async () => {
        assert.equal(await headline(first), words(says));
        const answered = Date.parse(asked(first)[0]?.at ?? "");
        assert.equal(asked(first).length, 1);
        assert.equal(await headline("one"), words("headline_guestMay"));
        assert.equal(asked("one").length, 0);
        // Also after the background slept.
        await browser.stopBackground();
        assert.equal(await headline("two"), words("headline_guestMay"));
        assert.equal(asked("two").length, 0);
        await until(async () => (await headline("one")) === words("headline_guest"), {
          what: "the Hub to be asked again",
        });
        const waited = Date.parse(asked("one")[0]?.at ?? "") - answered;
        assert.ok(waited >= PAUSE * 1000, `${waited} ms`);
      });
    }

    test("a 429 that names no time means a minute", async () => {
      assert.equal(await headline("dated"), words("headline_guestMay"));
      const { quietUntil } = await browser.background(() => chrome.storage.session.get());
      const left = quietUntil - Date.now();
      assert.ok(left > 50_000 && left <= 60_000, `${left} ms`);
    });

    test("a long answer is dropped, not read", async () => {
      assert.equal(await headline("endless"), words("headline_guestMay"));
      const [{ sent }] = asked("endless");
      // What lies in buffers between.
      assert.ok(sent > LONGEST && sent < 20 * LONGEST, `${sent} characters`);
    });

    test("a page of many frames makes a dozen questions", async () => {
      // Each is a process of its own: more keep two cores busy until questions time out.
      const FRAMES = 20;
      page = await browser.open("https://blog.example/plain");
      await page.evaluate(async (/** @type {number} */ frames) => {
        const loads = Array.from({ length: frames }, (_, index) => {
          const frame = document.createElement("iframe");
          frame.src = `https://absent-${index}.hf.space/`;
          document.body.append(frame);
          return new Promise((resolve) => frame.addEventListener("load", resolve));
        });
        await Promise.all(loads);
      }, FRAMES);
      // To the Hub, and to apps that the Hub does not know.
      const questions = () =>
        browser.background(() =>
          performance
            .getEntriesByType("resource")
            .map(({ name }) => name)
            .filter((name) => name.includes("absent-")),
        );
      await until(async () => (await questions()).length >= MOST_OF_TAB, {
        what: "a dozen questions",
      });
      // Another tab has questions of its own, and they come later.
      const other = await browser.open(at("after-frames"));
      await reported(browser, other, ({ grade }) => grade === "derived");
      assert.equal(asked("after-frames").length, 1);
      await other.close();
      const all = await questions();
      assert.equal(all.length, MOST_OF_TAB, all.join("\n"));
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
