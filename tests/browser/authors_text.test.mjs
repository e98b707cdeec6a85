// What an author writes, a title, a description, a script of the app's own, is no sign of anything,
// though it holds every mark that is looked for.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage, WITHOUT_WASM } from "../stage/space_pages.mjs";
import { BROWSERS, reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const HUB = "https://huggingface.co";

/** Both answers to "who is signed in?", in turn, and another Gradio. */
const marks = (/** @type {boolean} */ is) =>
  [
    `plausible.init({ customProperties: { loggedIn: ${is} } }) loggedIn: ${is}`,
    `<div data-target="SystemThemeMonitor" data-props='{"isLoggedIn":${is}}'>`,
    `<body class="SpacePage"> <gradio-app> window.gradio_config = {"version":"4.0.0"};`,
    '<div class="gradio-container gradio-container-4-0-0">',
  ].join(" ");

const written = JSON.stringify(marks(true)).replaceAll("<", "\\u003c");
const HEAD = `
  <script type="application/ld+json">{"@type":"WebApplication","name":${written}}</script>
  <script type="text/template">window.gradio_config = {"version":"4.0.0"};</script>
  <meta name="description" class="gradio-container gradio-container-4-0-0" content="">
  <script>const title = ${written};</script>
  <script>if (window.gradio_config) document.title = title;</script>`;

/** The Hub says nothing of these: what the page tells is what is known. */
const DOWN = { status: 500, type: "application/json", body: "{}" };
const strangers = [
  space("author/true", { title: marks(true) }),
  space("author/false", { title: marks(false) }),
  ...Object.entries({ plain: {}, csp: WITHOUT_WASM }).map(([name, headers]) => {
    const id = `author/${name}`;
    return space(id, { page: gradioLikePage(id, { head: HEAD }), api: DOWN, headers });
  }),
].map((space) =>
  space.app === "gradio" ? { ...space, app: /** @type {const} */ ("page") } : space,
);

const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    for (const written of ["true", "false"]) {
      for (const [way, signedIn] of /** @type {const} */ ([
        ["login?as=pro", true],
        ["logout", false],
      ])) {
        test(`a title that says loggedIn: ${written}, at ${way}`, async () => {
          const next = encodeURIComponent(`/spaces/author/${written}`);
          const page = await browser.open(
            `${HUB}/${way}${way.includes("?") ? "&" : "?"}next=${next}`,
          );
          const isTitled = await page.evaluate(() =>
            [...document.querySelectorAll("script")].some(
              ({ type, textContent }) =>
                type === "application/ld+json" && /loggedIn/.test(textContent ?? ""),
            ),
          );
          assert.ok(isTitled, "the title stands in the page's description of itself");
          const { visitor, space } = await reported(browser, page, ({ place }) => place === "hub");
          assert.deepEqual(
            [visitor.signedIn, visitor.plan, space.hardware],
            [signedIn, signedIn ? "pro" : "anonymous", "zero-a10g"],
          );
          await page.close();
        });
      }
    }

    for (const way of ["plain", "csp"]) {
      test(`${way}: an app whose author mentions another config before Gradio's own`, async () => {
        const page = await browser.open(`https://author-${way}.hf.space/`);
        const { space, grade } = await reported(browser, page, ({ pool }) => pool === "guest");
        assert.deepEqual(
          [space.id, space.gradioVersion, grade],
          [`author/${way}`, "5.49.1", "assumed"],
        );
        await page.close();
      });
    }

    test("no error came of all this", () => noErrorOfOurs(browser));
  });
}
