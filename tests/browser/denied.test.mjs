// A page claims to be a Space, and the Hub describes that one as served elsewhere, or describes another:
// nothing leads to it.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, banner, popupReport, reported, words } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("../stage/space.mjs").ApiFault} ApiFault */

const HUB = "https://huggingface.co";
const DOWN = { status: 500, type: "application/json", body: '{"error":"Internal Error"}' };

/**
 * What the API says at the host of a page that claims `…-a/b`, its own id being `…/a-b`.
 * @param {string} id
 * @param {string} subdomain
 * @returns {ApiFault}
 */
const described = (id, subdomain) => ({
  ...{ status: 200, type: "application/json" },
  body: JSON.stringify({ id, subdomain, sdk: "gradio", runtime: { stage: "RUNNING" } }),
});

/**
 * The API's answers: by the subdomain of the page, and by the id that it claims.
 * @type {Record<string, {bySubdomain: ApiFault, byId: ApiFault}>}
 */
const ANSWERS = {
  "another host by id": { bySubdomain: DOWN, byId: described("x1-a/b", "x1-a-b-1") },
  "another Space by id": { bySubdomain: DOWN, byId: described("somebody/else", "x2-a-b") },
  "another host by subdomain, nothing by id": {
    bySubdomain: described("x3-a/b", "x3-a-b-1"),
    byId: DOWN,
  },
};

/**
 * A page that claims the id of another Space, whose host has the same form.
 * @param {number} number
 * @param {{bySubdomain: ApiFault, byId: ApiFault}} answers
 */
const pair = (number, { bySubdomain, byId }) => [
  space(`x${number}/a-b`, {
    api: bySubdomain,
    page: gradioLikePage(`x${number}-a/b`),
  }),
  space(`x${number}-a/b`, {
    subdomain: `x${number}-a-b-1`,
    host: `x${number}-a-b-1.hf.space`,
    api: byId,
    app: "page",
  }),
];

const strangers = [{ bySubdomain: DOWN, byId: DOWN }, ...Object.values(ANSWERS)].flatMap(
  (answers, number) => pair(number, answers),
);

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {number} number */
    const look = async (number) => {
      const page = await browser.open(`https://x${number}-a-b.hf.space/`);
      const report = await reported(browser, page, ({ pool }) => pool === "guest");
      const { headline, links } = await until(() => banner(page), { what: "the banner" });
      assert.equal(headline, words("headline_guestMay"));
      const popup = await popupReport(browser, await page.tabId());
      await page.close();
      return { report, popup, links: links.map((/** @type {HTMLAnchorElement} */ a) => a.href) };
    };

    test("a claim that the Hub says nothing of is linked", async () => {
      const { report, links } = await look(0);
      assert.equal(report.space.id, "x0-a/b");
      assert.deepEqual(links, [`${HUB}/spaces/x0-a/b`]);
    });

    for (const [number, answer] of Object.keys(ANSWERS).entries()) {
      test(`a claim that the Hub denies is not linked: ${answer}`, async () => {
        const { report, popup, links } = await look(number + 1);
        assert.deepEqual(links, []);
        assert.deepEqual([report.space.id, report.space.hubUrl], [null, null]);
        assert.deepEqual([report.pool, report.grade], ["guest", "assumed"]);
        assert.doesNotMatch(JSON.stringify([report, popup]), /-a\/b|somebody/);
      });
    }

    test("no error came of this", () => noErrorOfOurs(browser));
  });
}
