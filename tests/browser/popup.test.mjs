// The popup in each of its states, and what it does when its buttons are pressed.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PLANTED_SECRETS } from "../stage/accounts.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, pressRun, words } from "./extension.mjs";
import { leave, openState, said, shown } from "./popup_actions.mjs";
import { popupStates, scenarioOf } from "./popup_states.mjs";
import { inBrowsers } from "./support/in_browser.mjs";
import { ourProblems } from "./support/problems.mjs";

/** @typedef {import("./popup_states.mjs").PopupState} PopupState */
/** @typedef {import("./driver/index.mjs").Page} Page */

const QUOTA = "/api/spaces/zero-gpu/quota";

const stage = onStage();

/** How often the Hub was asked what is left. */
const asked = () => stage.apiRequests.filter(({ path }) => path === QUOTA).length;

/** @param {string} id */
function stateOf(id) {
  const found = popupStates.find((state) => state.id === id);
  assert.ok(found, id);
  return found;
}

/** @param {string[]} message */
const say = ([key, ...gaps]) => words(key ?? "", ...gaps);

for (const name of BROWSERS) {
  describe(name, () => {
    const browsers = inBrowsers(name, stage);

    /** @param {PopupState} state */
    async function open(state) {
      const browser = await browsers.of(scenarioOf(state) ?? /** @type {any} */ ({}));
      // The browser is shared: what an earlier test complained of is not this one's.
      const earlier = browser.problems.length;
      const problems = () => ourProblems(browser.problems.slice(earlier));
      return { browser, problems, ...(await openState(browser, stage, state)) };
    }

    // Firefox runs the scripts of an updated extension anew in open pages.
    const here = popupStates.filter(({ trouble }) => trouble !== "updated" || name === "chrome");
    for (const state of here) {
      test(`${state.id}`, async (context) => {
        if (state.trouble === "refused") {
          context.after(async () =>
            (await browsers.of(/** @type {any} */ ({}))).setSiteAccess(true),
          );
        }
        const { page, popup, problems } = await open(state);
        const expected = say(state.verdict);
        const left = state.says?.left && say(state.says.left);
        const remaining = state.says?.remaining && say(state.says.remaining);
        /** @type {Awaited<ReturnType<typeof said>> | undefined} */
        let actual;
        await until(async () => {
          actual = await said(popup);
          return (
            actual.verdict === expected &&
            (!left || actual.left === left) &&
            (!remaining || actual.text.includes(remaining))
          );
        }).catch(() => undefined);
        assert.equal(actual?.verdict, expected);
        if (state.grade !== undefined)
          assert.equal(actual?.grade, state.grade && words(state.grade));
        if (left) assert.equal(actual?.left, left);
        if (remaining) assert.ok(actual?.text.includes(remaining), actual?.text);
        if (state.offers) {
          const offers = state.offers.map((key) => words(key));
          assert.deepEqual(actual?.offers, offers);
        }
        if (state.grade) assert.equal(actual?.facts.length, 10);
        for (const secret of Object.values(PLANTED_SECRETS)) {
          const all = JSON.stringify(
            await popup.evaluate(() => document.documentElement.outerHTML),
          );
          assert.ok(!all.includes(secret), secret);
        }
        await leave(popup);
        await page.close();
        assert.deepEqual(problems(), []);
      });
    }

    test("the visitor's row is marked, and the row that counts", async () => {
      const rows = async (/** @type {string} */ id) => {
        const { page, popup } = await open(stateOf(id));
        const { rows } = await said(popup);
        await leave(popup);
        await page.close();
        return rows;
      };
      const [you, here] = [words("quota_you"), words("quota_here")];
      assert.deepEqual(await rows("guest"), [`${words("plan_anonymous")}${here}2 min`]);
      assert.deepEqual(await rows("account"), [`${words("plan_free")}${you}${here}5 min`]);
      assert.deepEqual(await rows("guest-old-gradio"), [
        `${words("plan_anonymous")}${here}2 min`,
        `${words("plan_pro")}${you}40 min`,
      ]);
    });

    test("what is left is asked only where the visitor wants it, once a minute", async () => {
      const before = asked();
      const { page, popup, browser } = await open({ ...stateOf("guest"), signIn: "pro" });
      assert.equal(asked(), before);
      await popup.click('[data-act="ask-quota"]');
      await popup.until(() => document.querySelector("progress") !== null);
      assert.equal(asked(), before + 1);
      const request = stage.apiRequests.findLast(({ path }) => path === QUOTA);
      assert.equal(request?.cookie, true, "with the visitor's session");
      const { left, text } = await said(popup);
      assert.equal(left, words("remaining_left", "35 min 12 s", "40 min"));
      assert.match(text, /More in \d+ h \d+ min \(/);
      assert.ok(text.includes(words("remaining_credits", "1 min 30 s")), text);
      await popup.close();

      // Next time it asks by itself, and remembers for a minute; the worker may sleep between.
      await browser.stopBackground();
      const again = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
      await again.until(() => document.querySelector("progress") !== null);
      assert.equal(asked(), before + 1);
      await again.evaluate(async () => {
        const { quota } = /** @type {any} */ (await chrome.storage.session.get("quota"));
        await chrome.storage.session.set({ quota: { ...quota, at: quota.at - 61_000 } });
      });
      await again.reload();
      await until(() => asked() === before + 2, { what: "another question after a minute" });
      await again.until(() => document.querySelector("progress") !== null);

      await again.click('[data-act="stop-asking"]');
      await again.until(() => document.querySelector("progress") === null);
      await again.reload();
      await shown(again);
      await again.until(() => document.querySelector('[data-act="ask-quota"]') !== null);
      assert.equal(asked(), before + 2);
      await leave(again);
      await page.close();
    });

    test("the Hub page's own figure is used without a question", async () => {
      const before = asked();
      const { page, browser, ...off } = await open(stateOf("account"));
      await off.popup.evaluate(() => chrome.storage.local.set({ asksQuota: true }));
      await off.popup.close();
      const popup = await browser.openPopup(page);
      await popup.until(() => document.querySelector("progress") !== null);
      assert.equal(asked(), before);
      await leave(popup);
      await page.close();
    });

    test("nothing is asked for a private window, whose sign-in is another one", async () => {
      const before = asked();
      const { page, browser, ...off } = await open(stateOf("guest-private-window"));
      await off.popup.evaluate(() => chrome.storage.local.set({ asksQuota: true }));
      await off.popup.close();
      const popup = await browser.openPopup(page);
      await shown(popup);
      const { text } = await said(popup);
      assert.ok(text.includes(words("remaining_apart")), text);
      assert.equal(asked(), before);
      await leave(popup);
      await page.close();
    });

    test("the report is copied as JSON and as Markdown, without secrets", async () => {
      const { page, popup } = await open(stateOf("account-ran"));
      await popup.evaluate(() => {
        const recorded = /** @type {any} */ (globalThis);
        recorded.copied = [];
        // The clipboard is the machine's; what would be put there is enough.
        navigator.clipboard.writeText = async (text) => void recorded.copied.push(text);
      });
      await popup.click("body > details > summary");
      await popup.click('[data-act="copy-report"]');
      await popup.click('[data-act="copy-markdown"]');
      await popup.until(() => document.querySelector("body > details .copied")?.textContent !== "");
      const [json, markdown] = await popup.evaluate(() => /** @type {any} */ (globalThis).copied);
      const report = JSON.parse(json);
      assert.deepEqual(report, (await said(popup)).report);
      assert.deepEqual([report.schema, report.pool, report.grade], [1, "account", "observed"]);
      assert.equal(report.runs.length, 1);
      assert.match(markdown, /^\*\*Whose Quota\*\*\n\n\| what \| seen \|\n\|---\|---\|\n/);
      for (const row of [
        "| pool | account |",
        "| grade | observed |",
        "| space id | studio/zero-six |",
      ])
        assert.ok(markdown.includes(row), markdown);
      for (const secret of [...Object.values(PLANTED_SECRETS), "paula", "Paula"])
        assert.ok(!(json + markdown).includes(secret), secret);
      await leave(popup);
      await page.close();
    });

    test("it follows what happens in the page while it is open", async () => {
      const { page, browser, ...toolbar } = await open(stateOf("guest"));
      await toolbar.popup.close();
      // A real one closes when the page is pressed.
      const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
      await shown(popup);
      await page.toFront();
      await pressRun(page);
      await popup.until(
        (/** @type {string} */ grade) => document.querySelector("#grade")?.textContent === grade,
        words("grade_observedGuest"),
      );
      await leave(popup);
      await page.close();
    });

    test("in a private window links stay in it", async () => {
      const { page, popup, browser } = await open(stateOf("guest-private-window"));
      const { normal } = await browser.windows();
      await popup.click("a.source");
      const link = await browser.page((url) => url.endsWith("/docs/hub/spaces-zerogpu"));
      assert.equal((await browser.windows()).normal, normal);
      const isPrivate = await browser.background(
        async (/** @type {number} */ id) => (await chrome.tabs.get(id)).incognito,
        await link.tabId(),
      );
      assert.equal(isPrivate, true);
      await link.close();
      await page.close();
    });

    test("the way out of a domain of one's own keeps what its address says", async () => {
      const { page, popup } = await open(stateOf("found-domain"));
      const link = await popup.until(() => document.querySelector("a.main")?.getAttribute("href"));
      assert.equal(link, "https://huggingface.co/spaces/studio/zero-five?prompt=sea#top");
      await leave(popup);
      await page.close();
    });

    test("links open in the tab itself, where the visitor was", async () => {
      const { page, popup } = await open(stateOf("guest"));
      await popup.click("a.main");
      await page.until(() => location.href === "https://huggingface.co/spaces/studio/zero-five");
      await page.close();
    });

    test("everything can be reached by keyboard, in order", async () => {
      const { page, popup } = await open(stateOf("guest"));
      /** @type {(string | null)[]} */
      const reached = [];
      for (let press = 0; press < 10; press += 1) {
        await popup.press("Tab");
        reached.push(
          await popup.evaluate(() => {
            const focused = document.activeElement;
            return focused?.getAttribute("data-act") ?? focused?.localName ?? null;
          }),
        );
      }
      const hide = ["hide-space", "hide-day", "options"];
      const links = ["follow", "follow", "check-source", "ask-quota", "follow"];
      assert.deepEqual(reached, [...links, "summary", ...hide, "summary"]);
      await leave(popup);
      await page.close();
    });

    test("no wider than 320 px, at 200 % too", async () => {
      const { page, popup } = await open(stateOf("guest-ran"));
      await popup.evaluate(async () => {
        const frame = document.createElement("iframe");
        frame.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 320px; height: 700px";
        frame.src = location.href;
        document.body.append(frame);
        await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      });
      await popup.until(
        () =>
          (document.querySelector("iframe")?.contentDocument?.querySelector("#report")
            ?.textContent ?? "") !== "",
      );
      const overflow = await popup.evaluate(() => {
        const page = document.querySelector("iframe")?.contentDocument;
        const { scrollWidth = 0, clientWidth = 1 } = page?.documentElement ?? {};
        const clipped = [...(page?.querySelectorAll("main *") ?? [])]
          .filter((element) => element.getBoundingClientRect().right > 320)
          .map((element) => element.outerHTML);
        return { wider: scrollWidth - clientWidth, clipped };
      });
      assert.deepEqual(overflow, { wider: 0, clipped: [] });
      await leave(popup);
      await page.close();
    });
  });
}
