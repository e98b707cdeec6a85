// The cards that explain ZeroGPU's messages: what each offers, when it goes, and whether it is this
// Space alone. That every message gets one is held in messages.test.mjs.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { situations } from "../stage/messages.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { cardStates, openCard, refuse, shownCard } from "./card_states.mjs";
import { until } from "./driver/index.mjs";
import {
  appFrame,
  BANNER,
  BROWSERS,
  badgeIs,
  pressRun,
  reported,
  settled,
  visit,
  withoutText,
  words,
} from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./card_states.mjs").CardState} CardState */

const MINUTE_MS = 60_000;

const stage = onStage();

/** @param {string} id @param {Partial<CardState>} [given] @returns {CardState} */
function stateOf(id, given) {
  const state = cardStates.find((state) => state.id === id);
  assert.ok(state, id);
  return { ...state, ...given };
}

/** A pattern for words whose gaps may hold anything. @param {string} key */
function said(key) {
  const mark = "\u0000";
  const plain = words(key, mark, mark, mark).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replaceAll(mark, ".+")}$`);
}

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {import("./driver/index.mjs").Frame} frame */
    const headline = (frame) =>
      frame.closedShadow(
        BANNER,
        (/** @type {ShadowRoot} */ root) => root.querySelector(".headline")?.textContent ?? null,
      );

    /** A run that ends well. @param {Partial<CardState>} given @param {() => Promise<void>} [first] */
    async function runWell({ space = "", signIn, privateWindow }, first) {
      const url = `https://huggingface.co/spaces/${space}`;
      const to = { url, space, signIn, privateWindow };
      const page = await visit(browser, stage, to);
      await page.toFront();
      const app = await appFrame(page, stage, to);
      await first?.();
      await pressRun(app);
      await app.until(() =>
        [...document.querySelectorAll("textarea")].some(({ value }) => value.startsWith("Painted")),
      );
      await reported(browser, page, ({ runs }) => runs.length > 0);
      const { subdomain } = stage.catalogue.find(({ id }) => id === space) ?? {};
      if (!privateWindow) await remembered(`"${subdomain}"`, '"ended":true');
      await page.close();
    }

    const memory = () =>
      browser.background(async () =>
        JSON.stringify(await chrome.storage.session.get("run-history")),
      );

    /** Resolves when one of the session's runs is remembered so. @param {string[]} parts */
    const remembered = (...parts) =>
      until(
        async () => {
          /** @type {object[]} */
          const runs = JSON.parse(await memory())["run-history"] ?? [];
          return runs.some((run) => parts.every((part) => JSON.stringify(run).includes(part)));
        },
        { what: parts.join(" ") },
      );

    for (const state of cardStates.filter(({ id }) => !/^(no-gpu|queue)/.test(id))) {
      test(state.id, async () => {
        const { page, card } = await openCard(browser, stage, state);
        assert.match(card.headline, said(state.headline));
        assert.match(card.charged, said(state.charged));
        assert.ok(card.helps.length > 0);
        const link = state.link && { href: state.link, rel: "noopener" };
        assert.deepEqual(withoutText(card.links), link ? [link] : []);
        await page.close();
      });
    }

    test("an account that is not the visitor's is called so in the badge and the popup", async () => {
      const { page } = await openCard(browser, stage, stateOf("pro-of-another-rest"));
      await badgeIs(browser, page, "✓", "badge_account_told");
      const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
      const verdict = () => document.querySelector("#verdict")?.textContent;
      assert.equal(await popup.until(verdict), words("verdict_notYours"));
      await popup.close();
      await page.close();
    });

    test("away from the Hub page nobody knows whose account it was", async () => {
      const headers = { "x-authenticated": "pro" };
      const { page, card } = await openCard(browser, stage, stateOf("guest-direct", { headers }));
      assert.match(card.headline, said("card_anAccount"));
      await badgeIs(browser, page, "✓", "badge_account_told");
      await page.close();
    });

    test("where WASM is kept out", async () => {
      const { page, card } = await openCard(
        browser,
        stage,
        stateOf("guest-direct", { space: "studio/csp-five" }),
      );
      assert.match(card.headline, said("card_guest"));
      assert.match(card.countdown ?? "", said("card_more"));
      await page.close();
    });

    test("dismissed is what is about the same, and nothing else", async () => {
      const state = stateOf("guest-direct");
      const { page, app } = await openCard(browser, stage, state);
      await page.clickIn(BANNER, '[data-act="dismiss"]');
      assert.equal(await headline(page), null);
      const messages = async () =>
        (await reported(browser, page, ({ messages }) => messages.length > 0)).messages.length;
      const before = await messages();
      await page.toFront();
      await refuse(stage, app, state);
      await until(async () => (await messages()) > before, { what: "the second message" });
      // The run's own banner goes when the message comes.
      await until(async () => (await headline(page)) === null, { what: "nothing shown" });
      await refuse(stage, app, stateOf("no-gpu"));
      assert.equal((await shownCard(page)).headline, words("card_noGpu"));
      stage.refuse(state.space, null);
      await page.close();
    });

    test("what the app does by itself after a refused run ends no card", async () => {
      const { space } = stateOf("guest-direct");
      await stage.ready(space);
      const page = await browser.open("https://studio-zero-five.hf.space/");
      stage.refuse(space, situations.find(({ id }) => id === "quota-guest")?.answer ?? null);
      await settled(page);
      await page.click("#chain");
      const both = await reported(browser, page, ({ runs }) => runs.length === 2);
      assert.deepEqual(
        both.runs.map((/** @type {any} */ { follows }) => follows ?? false),
        [false, true],
      );
      assert.deepEqual(both.reasons, ["message-says-guest"]);
      assert.match((await shownCard(page)).headline, said("card_guest"));
      // What the visitor asks for does.
      stage.refuse(space, null);
      await page.clickIn(BANNER, '[data-act="fold"]');
      await page.click("#describe");
      const last = await reported(browser, page, ({ runs }) => runs.length === 3);
      assert.deepEqual(last.reasons, ["run-without-identity", "direct-url"]);
      await page.close();
    });

    test("the report is one press away", async () => {
      const { page } = await openCard(browser, stage, stateOf("mismatch"));
      const tab = await page.tabId();
      await until(async () => (await shownCard(page)).buttons.includes("report"));
      await page.clickIn(BANNER, '[data-act="report"]');
      const popup = await browser.page((url) => url.endsWith(`/popup.html?tab=${tab}`));
      const report = await popup.until(() => document.querySelector("#report")?.textContent);
      const { messages, reasons } = JSON.parse(report);
      assert.deepEqual(reasons, ["message-says-guest"]);
      assert.equal(messages.at(-1).identity, "unauthenticated");
      // And the popup explains it too.
      const text = await popup.evaluate(() => document.querySelector("main")?.textContent ?? "");
      assert.ok(text.includes(words("popup_message")));
      assert.ok(text.includes(words("charged_mismatch")));
      assert.ok(text.includes(words("blame_huggingFace")));
      await popup.close();
      await page.close();
    });

    test("from a private window too, and nothing is said to have failed there", async () => {
      const state = { ...stateOf("mismatch"), privateWindow: true };
      const { page } = await openCard(browser, stage, state);
      const tab = await page.tabId();
      await page.clickIn(BANNER, '[data-act="report"]');
      const popup = await browser.page((url) => url.endsWith(`/popup.html?tab=${tab}`));
      const report = await popup.until(() => document.querySelector("#report")?.textContent);
      assert.deepEqual(JSON.parse(report).reasons, ["message-says-guest"]);
      await popup.close();
      await badgeIs(browser, page, "!", "badge_guest_observed");
      await page.close();
    });

    test("one Space or all of them", async (t) => {
      await browser.background(() => chrome.storage.session.remove("run-history"));
      const here = stateOf("gpu-aborted");

      await t.test("nothing else was run", async () => {
        const { page, card } = await openCard(browser, stage, here);
        assert.equal(card.scope, words("scope_try"));
        await page.close();
      });

      await t.test("what a private window did is not remembered", async () => {
        // A run of a normal window at the same Space, still under way, is none of its business.
        const under = { space: "planted/run", subdomain: "studio-zero-six", ended: false };
        await runWell({ space: "studio/zero-six", signIn: "pro", privateWindow: true }, () =>
          browser.background(async (/** @type {object} */ under) => {
            const { "run-history": history = [] } = await chrome.storage.session.get("run-history");
            const at = new Date().toISOString();
            const planted = [.../** @type {object[]} */ (history), { ...under, at }];
            await chrome.storage.session.set({ "run-history": planted });
          }, under),
        );
        assert.ok(!(await memory()).includes('"space":"studio/zero-six"'));
      });

      await t.test("another Space ran", async () => {
        await runWell({ space: "studio/zero-six", signIn: "pro" });
        // Each end is noted in its turn: the private one would be by now.
        await remembered("planted/run", '"ended":false');
        const { page, card } = await openCard(browser, stage, here);
        assert.equal(card.scope, words("scope_onlyHere", "studio/zero-six"));
        await page.close();
      });

      await t.test("nor told in a private window", async () => {
        const { page, card } = await openCard(browser, stage, { ...here, privateWindow: true });
        assert.equal(card.scope, words("scope_try"));
        await page.close();
      });

      await t.test("three unrelated ones fail alike, with quota left", async () => {
        const spaces = ["atelier/zero-five", "harbour/zero-five", "studio/zero-five"];
        const scopes = [];
        for (const space of spaces) {
          const { page, card } = await openCard(browser, stage, stateOf("mismatch", { space }));
          scopes.push(card.scope);
          assert.ok(card.buttons.includes("report"));
          await page.close();
        }
        assert.deepEqual(scopes, [
          words("scope_otherRan", "studio/zero-six"),
          words("scope_otherRan", "studio/zero-six"),
          words("scope_all"),
        ]);
      });
    });

    test("a countdown goes by the clock, and rests while nobody sees it", async () => {
      const { page } = await openCard(browser, stage, stateOf("guest-direct"));
      const read = () =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
          const line = root.querySelector(".countdown");
          return { text: line?.textContent, until: Number(line?.getAttribute("data-until")) };
        });
      const other = await browser.open("https://blog.example/");
      await other.toFront();
      await page.until(() => document.hidden);
      const { text, until: end } = await read();
      assert.match(text ?? "", said("card_more"));
      // It ends with a full minute, so the next full minute is a step.
      const step = end - Math.floor((end - Date.now()) / MINUTE_MS) * MINUTE_MS + 500;
      await until(() => Date.now() > step, { timeout: MINUTE_MS + 5_000, what: "the next minute" });
      assert.equal((await read()).text, text);
      await page.toFront();
      await until(async () => (await read()).text !== text, { what: "the new time" });
      assert.match((await read()).text ?? "", said("card_more"));
      await other.close();
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
