// What a run asks for, before it is started: read of the Space's source where the visitor wants it, and
// held against what the device API then does.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { shownCard } from "./card_states.mjs";
import { until } from "./driver/index.mjs";
import {
  appFrame,
  BANNER,
  BROWSERS,
  banner,
  reported,
  root,
  settled,
  visit,
  words,
} from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { copied, picture, popupOf, section } from "./support/popup_page.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */

const SIX = "studio/six-functions";
const DIRECT = "https://studio-six-functions.hf.space/";
const HUB = "https://huggingface.co/spaces/";

/** What each function asks for and what is checked, in s; `null` depends on the input ("a boat"). */
const FUNCTIONS = {
  unnamed: [60, 90],
  named: [120, 180],
  whole_card: [45, 90],
  by_habit: [15, 22],
  by_input: [null, 90],
  plain: [300, 450],
};

const stage = onStage({ ready: [SIX] });

/** @param {string | RegExp} id */
const asked = (id) => stage.sourceRequests.filter((request) => request.id.match(id)).length;

/** @param {number} seconds */
const time = (seconds) => {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (seconds < 120) return words("time_s", `${seconds}`);
  return rest === 0 ? words("time_min", `${minutes}`) : words("time_minS", `${minutes}`, `${rest}`);
};

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {Page} popup @param {(said: NonNullable<ReturnType<typeof section>>) => boolean} holds */
    async function says(popup, holds) {
      /** @type {ReturnType<typeof section>} */
      let said = null;
      await until(
        async () => {
          said = await popup.evaluate(section, words("popup_forecast"));
          return said !== null && holds(said);
        },
        { what: `a forecast for which ${holds}` },
      ).catch((error) => {
        throw new Error(`${error.message}\n${JSON.stringify(said)}`);
      });
      return /** @type {NonNullable<ReturnType<typeof section>>} */ (/** @type {unknown} */ (said));
    }

    /** What was read is forgotten, and no answer of the Hub's keeps us from asking. */
    const forget = () =>
      browser.background(() => chrome.storage.session.remove(["sources", "sourcesQuietUntil"]));

    /** @param {boolean} isOn */
    async function turn(isOn) {
      await browser.background(async (/** @type {boolean} */ isOn) => {
        await chrome.storage.sync.set({ asksQuota: isOn });
      }, isOn);
    }

    /** @param {string} url @param {string} [space] */
    async function open(url, space = SIX) {
      const page = await visit(browser, stage, { url, space });
      await settled(await appFrame(page, stage, { url, space }));
      return page;
    }

    test("nobody is asked before the visitor wants it; then once, and without the sign-in", async () => {
      await forget();
      const before = asked(SIX);
      const page = await browser.open(`https://huggingface.co/login?as=free&next=/spaces/${SIX}`);
      await reported(browser, page, ({ pool }) => pool === "account");
      const popup = await popupOf(browser, page);
      const off = await says(popup, () => true);
      assert.deepEqual(off.sentences, [words("forecast_off")]);
      assert.deepEqual(off.buttons, [words("action_checkSource")]);
      assert.equal(asked(SIX), before);
      await popup.click('[data-act="check-source"]');
      const said = await says(popup, ({ items }) => items.length === 6);
      for (const [index, [name, [seconds, checked]]] of Object.entries(FUNCTIONS).entries()) {
        const expected =
          seconds === null || checked === null
            ? words("forecast_runDepends", name)
            : words("forecast_run", name, time(seconds), time(checked));
        assert.ok(said.items[index]?.startsWith(expected), said.items[index]);
      }
      assert.deepEqual(said.sentences.at(-1), words("forecast_declared", "app.py"));
      await popup.close();
      // Known for an hour.
      const again = await popupOf(browser, page);
      await says(again, ({ items }) => items.length === 6);
      assert.equal(asked(SIX), before + 1);
      assert.equal(stage.sourceRequests.at(-1)?.cookie, undefined);
      assert.equal(stage.sourceRequests.at(-1)?.file, "app.py");
      await again.close();
      await page.close();
    });

    test("each function's mark is what the device API does", async () => {
      const left = 100;
      // The page alone says what is left.
      await turn(false);
      await forget();
      const url = `${HUB}${SIX}?stage-left=${left}`;
      const page = await visit(browser, stage, { url, space: SIX, signIn: "free" });
      const app = await appFrame(page, stage, { url, space: SIX });
      await settled(app);
      const popup = await popupOf(browser, page);
      await says(popup, ({ buttons }) => buttons.length === 1);
      await popup.click('[data-act="check-source"]');
      const compared = words("forecast_left", words("time_minS", "1", "40"));
      const said = await says(popup, ({ sentences }) => sentences.at(-2) === compared);
      await popup.close();
      // An unnamed size may be the whole card, which costs twice what is asked for: 120 s.
      const marks = ["", "refused", "fits", "fits", "", "never"];
      assert.deepEqual(
        said.items.map(
          (text) =>
            ["never", "refused", "fits"].find((mark) => text.endsWith(words(`fit_${mark}`))) ?? "",
        ),
        marks,
      );
      stage.refuse(SIX, { left });
      let refused = 0;
      for (const [index, [name, [, checked]]] of Object.entries(FUNCTIONS).entries()) {
        const before = stage.asked(SIX).length;
        await page.toFront();
        await app.click(`#${name}`);
        const isRefused = ["refused", "never"].includes(marks[index] ?? "");
        if (isRefused) {
          refused += 1;
          const count = refused;
          await reported(browser, page, ({ messages }) => messages.length === count);
        } else {
          const answer = (/** @type {string} */ name) =>
            [...document.querySelectorAll("textarea")].some(({ value }) =>
              value.startsWith(`${name}: `),
            );
          await app.until(answer, name);
        }
        const [run, ...more] = stage.asked(SIX).slice(before);
        assert.deepEqual(more, []);
        assert.equal((run?.seconds ?? 0) * (run?.size === "xlarge" ? 2 : 1), checked, name);
      }
      stage.refuse(SIX, null);
      assert.equal(refused, 2);
      await page.close();
    });

    test("a card names the function and its line", async () => {
      await turn(true);
      await forget();
      // With a function that depends on its input nobody could say which one asked.
      const body = "import spaces\n\n@spaces.GPU(duration=120)\ndef named(text): pass\n";
      stage.sourceFault(SIX, { status: 200, body });
      const page = await open(DIRECT);
      stage.refuse(SIX, { left: 12 });
      await page.toFront();
      await page.click("#named");
      await shownCard(page);
      const scopes = () =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
          [...root.querySelectorAll(".scope")].map(({ textContent }) => textContent ?? ""),
        );
      const line = words("card_declared", "named", time(120), "app.py", "3");
      await until(async () => (await scopes())?.includes(line), { what: line });
      stage.refuse(SIX, null);
      stage.sourceFault(SIX, null);
      await page.close();
    });

    test("the banner says that no run here will start, where that is certain", async () => {
      await forget();
      await turn(true);
      const sentences = (/** @type {Page} */ page) =>
        page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
          [...root.querySelectorAll(".consequence")].map(({ textContent }) => textContent),
        );
      // One of its functions may start.
      const plain = await open(DIRECT);
      const before = asked(SIX);
      await until(async () => asked(SIX) > before - 1 && (await sentences(plain))?.length === 1);
      await plain.close();
      await forget();
      const long = "import spaces\n@spaces.GPU(duration=300)\ndef long(): pass\n";
      stage.sourceFault(SIX, { status: 200, body: long });
      const page = await open(DIRECT);
      const expected = words("forecast_moreThanDay", "app.py", time(450));
      await until(async () => (await sentences(page))?.[1] === expected, { what: expected });
      assert.equal((await banner(page))?.headline, words("headline_guest"));
      stage.sourceFault(SIX, null);
      await page.close();
    });

    /** @type {[string, import("../stage/hub_source.mjs").SourceFault, string[]][]} */
    const answers = [
      [
        "not found: a file without such functions",
        { status: 200, body: "print(1)\n" },
        ["forecast_none", "app.py"],
      ],
      ["no such file", { status: 404, body: "Entry not found" }, ["forecast_missing", "app.py"]],
      [
        "HTML in its place",
        { status: 200, body: "<!doctype html><p>Sign in</p>", type: "text/html" },
        ["forecast_unreadable", "app.py"],
      ],
      [
        "two megabytes",
        { status: 200, body: "x = 1\n".repeat(350_000) },
        ["forecast_tooLong", "app.py"],
      ],
      [
        "asked too often",
        { status: 429, body: "", headers: { "retry-after": "1" } },
        ["remaining_tooMany"],
      ],
      ["a fault of the Hub's", { status: 503, body: "" }, ["remaining_unreachable"]],
      [
        "each depends on its input",
        { status: 200, body: "import spaces\n@spaces.GPU(duration=len)\ndef a(): pass\n" },
        ["forecast_depends"],
      ],
    ];

    for (const [what, fault, [key = "", ...gaps]] of answers)
      test(what, async () => {
        await turn(false);
        await forget();
        stage.sourceFault(SIX, fault);
        const page = await open(DIRECT);
        const popup = await popupOf(browser, page);
        await says(popup, ({ buttons }) => buttons.length === 1);
        const before = asked(SIX);
        await popup.click('[data-act="check-source"]');
        await says(popup, ({ sentences }) => sentences[0] === words(key, ...gaps));
        assert.equal(asked(SIX), before + 1);
        stage.sourceFault(SIX, null);
        await forget();
        await popup.close();
        await page.close();
      });

    test("never for a private Space", async () => {
      await turn(true);
      const id = "studio/private-five";
      const page = await browser.open(`https://huggingface.co/login?as=pro&next=/spaces/${id}`);
      await reported(browser, page, ({ space }) => space.id === id);
      const popup = await popupOf(browser, page);
      await popup.until(() => document.querySelector("#report")?.textContent);
      assert.equal(await popup.evaluate(section, words("popup_forecast")), null);
      assert.equal(asked(id), 0);
      await popup.close();
      await page.close();
    });

    test("from a private window nothing is kept", async () => {
      await turn(false);
      await forget();
      const page = await browser.open(DIRECT, { private: true });
      await reported(browser, page, ({ pool }) => pool === "guest");
      const popup = await popupOf(browser, page);
      await says(popup, ({ buttons }) => buttons.length === 1);
      await popup.click('[data-act="check-source"]');
      await says(popup, ({ items }) => items.length === 6);
      const kept = await browser.background(async () =>
        JSON.stringify([await chrome.storage.session.get(), await chrome.storage.local.get()]),
      );
      assert.ok(!kept.includes("by_habit"), kept);
      await popup.close();
      await page.close();
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });

  describe(`${name}, pictures`, () => {
    const folder = join(root, "out", name);
    before(() => mkdir(folder, { recursive: true }));

    for (const colorScheme of /** @type {const} */ (["light", "dark"]))
      test(colorScheme, () =>
        withBrowser(name, stage, { colorScheme, size: [320, 900] }, async (browser) => {
          const url = `${HUB}${SIX}?stage-left=100`;
          const page = await visit(browser, stage, { url, space: SIX, signIn: "free" });
          await reported(browser, page, ({ pool }) => pool === "account");
          const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
          await popup.until(() => document.querySelector("[data-act=check-source]") !== null);
          await popup.click('[data-act="check-source"]');
          await popup.until(() => document.querySelectorAll(".functions .chip").length === 4);
          await picture(popup, join(folder, `forecast-${colorScheme}.png`));
          await popup.click(".code > summary");
          await picture(popup, join(folder, `from-code-${colorScheme}.png`));
          const text = await copied(popup, ".code > [data-act=copy-code]", ".code > .copied");
          assert.ok(text.includes(`Client("${SIX}"`), text);
          noErrorOfOurs(browser);
        }),
      );
  });
}
