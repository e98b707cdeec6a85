// Secrets in an app's address stay there: neither the link back to the Hub page nor the report holds one.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, banner, reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const APP = "https://links-app.hf.space/";
const PAGE = "https://huggingface.co/spaces/links/app";

/** What stands in the address, and what is left of it in the link. */
const REST = {
  "?a=1&b=two%20words#tab-3": "?a=1&b=two%20words#tab-3",
  "?token=SECRET&a=1": "?a=1",
  "?a=1#id_token=SECRET&token_type=Bearer": "?a=1",
  "?a=1&Access_Token=SECRET&%61pi_key=SECRET&jwt=SECRET": "?a=1",
  "?a=1&file=https%3A%2F%2Fstore.example%2Fx%3FX-Amz-Signature%3DSECRET": "?a=1",
  "?a=1&next=%252F%253F__sign%253DSECRET": "?a=1",
  "?a=1&config=%7B%22token%22%3A%22SECRET%22%7D": "?a=1",
};

const strangers = [space("links/app", { page: gradioLikePage("links/app") })];

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const [rest, kept] of Object.entries(REST)) {
      test(`the link back from ${rest}`, async () => {
        const page = await browser.open(APP + rest);
        const report = await reported(browser, page, ({ pool }) => pool === "guest");
        const { links } = await until(() => banner(page), { what: "the banner" });
        assert.equal(links[0].href, PAGE + kept);
        assert.doesNotMatch(JSON.stringify([report, links]), /SECRET/);
        const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
        await popup.until(() => document.querySelector("#report")?.textContent);
        const all = await popup.evaluate(() => document.documentElement.outerHTML);
        assert.doesNotMatch(all, /SECRET/);
        await popup.close();
        await page.close();
      });
    }

    test("no error came of this", () => noErrorOfOurs(browser));
  });
}
