// What a Space's owner can mend: the owner is led to the line, everybody else to a discussion that is filled
// in. Whether the visitor is the owner is asked of the Hub page, and kept nowhere.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { ACCOUNTS } from "../stage/accounts.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { openCard } from "./card_states.mjs";
import { until } from "./driver/index.mjs";
import { BANNER, BROWSERS, banner, reported, root, visit, words } from "./extension.mjs";
import { inBrowser, withBrowser } from "./support/in_browser.mjs";
import { copied, picture, popupOf, section } from "./support/popup_page.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */

/** Of an organisation that the visitor of the Team plan is in. */
const OLD = "atelier/zero_four";
const NEW = "atelier/zero-five";
const HUB = "https://huggingface.co/spaces/";
const EDIT_README = words("action_editReadme", "5.49.1");

const stage = onStage({ ready: [OLD, NEW] });

/** Runs in the page. @param {ShadowRoot} root */
const link = (root) => {
  const found = root.querySelector("a");
  return found && { label: found.textContent, href: found.href };
};

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);

    /** @param {string} space @param {"pro" | "team"} signIn */
    async function open(space, signIn) {
      return visit(browser, stage, { url: HUB + space, space, signIn });
    }

    test("somebody else opens a discussion that is filled in", async () => {
      const page = await open(OLD, "pro");
      await until(async () => (await banner(page))?.headline, { what: "the banner" });
      const shown = await page.closedShadow(BANNER, link);
      assert.equal(shown?.label, words("action_tellOwner"));
      assert.ok(shown?.href.startsWith(`${HUB}${OLD}/discussions/new?title=`), shown?.href);
      const popup = await popupOf(browser, page);
      assert.equal(await popup.evaluate(section, words("popup_owner")), null);
      await popup.close();
      await page.goto(shown?.href ?? "");
      const [title, description] = await page.until(() => {
        const fields = document.querySelectorAll("[name=title], [name=description]");
        return fields.length === 2 && [...fields].map((field) => Reflect.get(field, "value"));
      });
      assert.equal(title, "Runs of signed-in visitors may count as guests' runs");
      for (const part of ["Gradio 4.44.1", "**Cause:**", "`sdk_version: 5.49.1`"])
        assert.ok(description.includes(part), description);
      const { user, fullname } = ACCOUNTS.pro;
      for (const own of [user, fullname, "PRO", "pro-"])
        assert.ok(!`${title} ${description}`.includes(own), own);
      await page.close();
    });

    test("a member of its organisation is led to the line", async () => {
      const page = await open(OLD, "team");
      await until(async () => (await banner(page))?.headline, { what: "the banner" });
      assert.deepEqual(await page.closedShadow(BANNER, link), {
        label: EDIT_README,
        href: `${HUB}${OLD}/edit/main/README.md`,
      });
      const popup = await popupOf(browser, page);
      const said = await popup.evaluate(section, words("popup_owner"));
      assert.deepEqual(said?.code, ["sdk_version: 5.49.1\n"]);
      // The same link stands above it.
      assert.deepEqual(said?.links, []);
      assert.deepEqual(said?.sentences, [words("owner_gradio", "4.44.1"), ""]);
      await popup.close();
      await page.close();
    });

    test("a card leads there too", async () => {
      for (const [signIn, expected] of /** @type {const} */ ([
        ["pro", "/discussions/new"],
        ["team", "/edit/main/app.py"],
      ])) {
        const { page, card } = await openCard(browser, stage, {
          ...{ id: "owner", situation: "quota-space", place: "hub", space: NEW, signIn },
          ...{ headline: "card_space", charged: "charged_space", link: null },
        });
        const [href = ""] = card.links.map(({ href }) => href);
        assert.equal(href.split("?")[0], `${HUB}${NEW}${expected}`);
        const popup = await popupOf(browser, page);
        const said = await popup.evaluate(section, words("popup_owner"));
        assert.equal(said?.sentences[0], signIn === "team" ? words("owner_forward") : undefined);
        if (said) assert.ok(said.code[0]?.includes('request.headers.get("x-ip-token")'));
        await popup.close();
        await page.close();
      }
    });

    test("what guests can never use is a line of the source", async () => {
      const body = "import spaces\n\n@spaces.GPU(duration=300)\ndef long(): pass\n";
      stage.sourceFault(NEW, { status: 200, body });
      for (const signIn of /** @type {const} */ (["pro", "team"])) {
        await browser.background(() => chrome.storage.session.remove("sources"));
        const page = await open(NEW, signIn);
        await reported(browser, page, ({ pool }) => pool === "account");
        const popup = await popupOf(browser, page);
        assert.equal(await popup.evaluate(section, words("popup_owner")), null);
        await popup.click('[data-act="check-source"]');
        await popup.until(() => document.querySelector(".functions") !== null);
        const said = await popup.evaluate(section, words("popup_owner"));
        const times = ["7 min 30 s", "3 min", "60 s"];
        const line = words("owner_duration", "app.py", "3", ...times);
        assert.equal(said?.items[0], signIn === "team" ? line : undefined);
        if (said) assert.deepEqual(said.links, [`${HUB}${NEW}/edit/main/app.py`]);
        await popup.close();
        await page.close();
      }
      stage.sourceFault(NEW, null);
    });

    test("who that is, is kept nowhere and told to nobody", async () => {
      const page = await open(OLD, "team");
      await until(async () => (await page.closedShadow(BANNER, link))?.label === EDIT_README);
      const kept = await browser.background(async () =>
        JSON.stringify([
          await chrome.storage.session.get(),
          await chrome.storage.local.get(),
          await chrome.storage.sync.get(),
        ]),
      );
      const report = JSON.stringify(await reported(browser, page, ({ pool }) => pool === "guest"));
      // A negative control: the Space itself is kept.
      assert.ok(kept.includes(OLD) && report.includes(OLD));
      for (const told of [kept, report])
        for (const own of ["isOwner", 'owner":', ACCOUNTS.team.user, ACCOUNTS.team.fullname])
          assert.ok(!told.includes(own), own);
      await page.close();
    });

    test("a page that names no account is nobody's", async () => {
      const page = await open(OLD, "team");
      await until(async () => (await page.closedShadow(BANNER, link))?.label === EDIT_README);
      const said = async () => {
        const popup = await popupOf(browser, page);
        const found = await popup.evaluate(section, words("popup_owner"));
        await popup.close();
        return found;
      };
      assert.notEqual(await said(), null);
      // Each odd shape: tests/owns_space.test.mjs.
      await page.evaluate(() => {
        for (const name of ["MainHeader", "SpaceHeader"]) {
          const element = document.querySelector(`[data-target=${name}]`);
          const props = JSON.parse(element?.getAttribute("data-props") ?? "");
          delete props.authLight;
          element?.setAttribute("data-props", JSON.stringify(props));
        }
      });
      await until(async () => (await said()) === null, { what: "a popup for somebody else" });
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
          const page = await visit(browser, stage, { url: HUB + OLD, space: OLD, signIn: "team" });
          await until(async () => (await page.closedShadow(BANNER, link))?.label === EDIT_README);
          const isInside = await page.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
            const [inner, outer] = [root.querySelector("a"), root.querySelector(".banner")];
            return inner && outer
              ? inner.getBoundingClientRect().right <= outer.getBoundingClientRect().right
              : null;
          });
          assert.equal(isInside, true);
          await page.screenshot(join(folder, `owner-page-${colorScheme}.png`));
          const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
          await popup.until(() => document.querySelector(".owner > pre") !== null);
          await picture(popup, join(folder, `owner-${colorScheme}.png`));
          const text = await copied(popup, ".owner > [data-act=copy-code]", ".owner > .copied");
          assert.equal(text, "sdk_version: 5.49.1\n");
          noErrorOfOurs(browser);
        }),
      );
  });
}
