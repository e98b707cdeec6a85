// What the matrix does not hold: refusals in the apps that people use, documents that are no app, Spaces
// in other pages of the Hub, front ends that ask another Space, and odd answers of the Hub's.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { shapeId } from "../stage/shape_spaces.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { appFrame, BROWSERS, badgeIs, banner, reported, visit, words } from "./extension.mjs";
import { shapes } from "./shapes.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { openCell, rest, take } from "./truth_cell.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./shape_steps.mjs").Step} Step */

const SIX = "6.31.0";
const FIVE = "5.49.1";
const HUB = "https://huggingface.co";
/** What is left, and how long to wait, in seconds. */
const REFUSAL = { status: 429, body: { left: 12, wait: 11564 } };

/** What `by-subdomain` may answer instead of a description; the question by id is answered well. */
const ODD = {
  "not found": { status: 404, type: "application/json", body: '{"error":"Not found"}' },
  "a page": { status: 200, type: "text/html", body: "<!doctype html><title>Moved</title>" },
  "another shape": { status: 200, type: "application/json", body: '{"spaces":[]}' },
  "bad request": { status: 400, type: "application/json", body: '{"error":"Bad request"}' },
  "not yours": { status: 401, type: "application/json", body: '{"error":"Unauthorized"}' },
  "an error": { status: 500, type: "text/html", body: "<h1>500</h1>" },
};

/** @param {keyof typeof ODD} what */
const odd = (what) => ({ api: { ...ODD[what], onlyBySubdomain: true } });

const strangers = [
  ...Object.keys(ODD).map((what) => {
    const id = `odd/${what.replaceAll(" ", "-")}`;
    return space(id, { page: gradioLikePage(id), ...odd(/** @type {keyof typeof ODD} */ (what)) });
  }),
  space("odd/genuine", { ...odd("not found") }),
  space("odd/genuine-ssr", { gradio: SIX, ssr: true, ...odd("not found") }),
];

const stage = onStage({ strangers });

/** @param {string} shape */
function shapeOf(shape) {
  const found = shapes.find((one) => one.shape === shape);
  assert.ok(found, shape);
  return found;
}

/**
 * What follows a refused run: by itself, or by presses that ask for no GPU.
 * @type {Record<string, string[]>}
 */
const FOLLOWS = {
  chat: [],
  interface: ["Clear"],
  chain: [],
  timer: ["waits for ticks", "waits for ticks"],
  buttons: ["presses unqueued"],
};

/**
 * What a refused run sends: Gradio 5 goes on with its chain, and Gradio 6 does not.
 * @param {Step} step
 * @param {string} version
 */
const refused = ({ seen: _, charges, ...step }, version) => ({
  ...step,
  charges: 1,
  upTo: false,
  ...((charges === 1 || version === SIX) && { queue: 1, run: 0 }),
});

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage, { size: [1280, 1200] });

    /** What the popup says of a tab. @param {import("./driver/index.mjs").Page} page */
    async function popupOf(page) {
      const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
      const verdict = await popup.until(() => document.querySelector("#verdict")?.textContent);
      const text = await popup.evaluate(() => document.body.textContent);
      await popup.close();
      return { verdict, text };
    }

    for (const [index, shape] of Object.keys(FOLLOWS).entries()) {
      const version = (index + BROWSERS.indexOf(name)) % 2 === 0 ? SIX : FIVE;
      // Signed in, and at one of the other places; the other browser has the other one.
      const other = (index + BROWSERS.indexOf(name)) % 2 === 0 ? "direct" : "embed";
      for (const place of /** @type {const} */ (["hub-free", other])) {
        test(`refused: ${shape}, ${version}, ${place}`, async () => {
          const cell = { shape: shapeOf(shape), version, place };
          const { page, app, to } = await openCell(browser, stage, cell);
          const at = { page, app, version };
          const steps = cell.shape.steps(version);
          const press = steps.find(({ charges }) => charges > 0);
          assert.ok(press);
          const card = async () =>
            (await rest(browser, page, await appFrame(page, stage, to))).card;
          try {
            stage.refuse(to.space, REFUSAL);
            await take(stage, to.space, at, refused(press, version));
            await until(card, { what: "a card" });
            for (const what of FOLLOWS[shape]) {
              const quiet = steps.find((step) => step.what.includes(what));
              assert.ok(quiet, what);
              await take(stage, to.space, at, { ...quiet, seen: undefined });
              assert.ok(await card(), `the card stays: ${what}`);
            }
            stage.refuse(to.space, null);
            // After a refusal a chat of genuine Gradio takes no more messages until it is loaded again, and
            // a chain no press while it still goes on by itself.
            if (shape === "chat" || shape === "chain") await page.reload();
            // What it shows may be there from before.
            else await take(stage, to.space, at, { ...press, seen: undefined });
            await until(async () => !(await card()), { what: "the card to go" });
          } finally {
            stage.refuse(to.space, null);
          }
          await page.close();
        });
      }
    }

    test("documents that are no app: nothing is said of them", async () => {
      const id = shapeId("mounted", FIVE);
      const host = stage.catalogue.find((one) => one.id === id)?.host;
      await stage.ready(id);
      const files = ["list.json", "boat.png", "letter.html"].map((file) => `files/${file}`);
      const paths = [...files, "docs", "openapi.json", "app/config"];
      for (const path of paths) {
        const alone = await browser.open(`https://${host}/${path}`);
        const framed = await browser.open(`https://blog.example/file/${id}/${path}`);
        // The app itself, asked later, has its verdict: theirs would be there as well.
        const app = await browser.open(`https://${host}/app/`);
        await reported(browser, app, ({ pool }) => pool === "guest");
        for (const page of [alone, framed]) {
          const frame =
            page === alone ? page : await page.frame((address) => address.includes(`${host}`));
          const { pool, banner } = await rest(browser, page, frame);
          assert.notEqual(pool, "guest", path);
          assert.equal(banner, false, path);
        }
        const { verdict } = await popupOf(alone);
        assert.equal(verdict, words("popup_notTheApp"), path);
        for (const page of [alone, framed, app]) await page.close();
      }
    });

    for (const kind of ["blog", "docs", "learn"]) {
      test(`a Space in a page of the Hub's ${kind} is an embed`, async () => {
        const id = shapeId("buttons", FIVE);
        const page = await visit(browser, stage, {
          ...{ space: id, url: `${HUB}/${kind}/${id}`, signIn: "pro" },
        });
        const report = await reported(browser, page, ({ place }) => place === "embed");
        assert.deepEqual([report.pool, report.grade], ["guest", "derived"]);
        await page.close();
      });
    }

    for (const shape of ["static_front", "cpu_front"]) {
      test(`${shape}: a run to another Space is told, with its name`, async () => {
        const cell = {
          shape: shapeOf(shape),
          version: SIX,
          place: /** @type {const} */ ("direct"),
        };
        const { page, app, to } = await openCell(browser, stage, cell);
        const run = cell.shape.steps(SIX).find(({ charges }) => charges > 0);
        assert.ok(run);
        await take(stage, to.space, { page, app, version: SIX }, run);
        const report = await reported(browser, page, ({ grade }) => grade === "observed");
        assert.equal(report.pool, "guest");
        assert.ok(report.reasons.includes("calls-another-space"));
        assert.equal(report.runs.at(-1).to, shapeId("target", SIX));
        await badgeIs(browser, page, "!", "badge_guest_observed");
        const popup = await popupOf(page);
        assert.ok(popup.text.includes(words("cause_runElsewhere", shapeId("target", SIX))));
        // In a static Space's page no script of ours runs that could show a banner.
        const shown = (await banner(page))?.links.map((/** @type {any} */ { href }) => href);
        const link = `${HUB}/spaces/${shapeId("target", SIX)}`;
        assert.deepEqual(shown, shape === "static_front" ? undefined : [link]);
        await page.close();
      });

      test(`${shape} on the Hub: a run without a pass is told there, with the other's link`, async () => {
        const cell = {
          shape: shapeOf(shape),
          version: SIX,
          place: /** @type {const} */ ("hub-pro"),
        };
        const { page, app } = await openCell(browser, stage, cell);
        const before = await reported(browser, page, ({ pool }) => pool === "none");
        assert.equal(before.banner, "not-needed");
        await app.click("#bare");
        const report = await reported(browser, page, ({ grade }) => grade === "observed");
        assert.equal(report.pool, "guest");
        assert.deepEqual(report.reasons, ["run-without-identity", "calls-another-space"]);
        const links = async () =>
          (await banner(page))?.links.map((/** @type {any} */ { href }) => href);
        await until(async () => (await links())?.length, { what: "the banner" });
        assert.deepEqual(await links(), [`${HUB}/spaces/${shapeId("target", SIX)}`]);
        await page.close();
      });

      test(`${shape} on the Hub: a pass for this Space, and nothing is claimed of the other`, async () => {
        const cell = {
          shape: shapeOf(shape),
          version: SIX,
          place: /** @type {const} */ ("hub-pro"),
        };
        const { page, app, to } = await openCell(browser, stage, cell);
        const run = cell.shape.steps(SIX).find(({ charges }) => charges > 0);
        assert.ok(run);
        await take(stage, to.space, { page, app, version: SIX }, run);
        const { requests } = stage.traffic(shapeId("target", SIX));
        assert.ok(requests.findLast(({ kind }) => kind === "queue")?.pass, "it carries a pass");
        const report = await reported(browser, page, ({ pool }) => pool === "unknown");
        assert.equal(report.banner, "not-needed");
        await page.close();
      });
    }

    for (const { id } of strangers) {
      test(`${id}: after an odd answer by address, the id that the page claims is asked`, async () => {
        const page = await visit(browser, stage, {
          ...{ space: id, url: `https://${id.replace("/", "-")}.hf.space/` },
        });
        const report = await reported(browser, page, ({ grade }) => grade === "derived");
        assert.deepEqual([report.pool, report.space.id], ["guest", id]);
        await page.close();
      });
    }

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
