// What a frame says is held against what the browser says of it. Here frames lie, as a page could that
// has taken over its own process and our script in it: their words are sent from our script's world.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, badgeIs, banner, reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const HUB = "https://huggingface.co";
const NOW = () => new Date().toISOString();

/** @param {string} name @param {string} [hardware] */
function like(name, hardware = "zero-a10g") {
  const id = `trust/${name}`;
  return space(id, { page: gradioLikePage(id), hardware });
}
/** @param {string} name */
const at = (name) => `https://trust-${name}.hf.space/`;

/**
 * What a liar would say, who likes somebody else's Space under a tick.
 * @param {string} place
 * @param {string} document
 */
const lie = (place, document) => ({
  kind: "facts",
  page: {
    ...{ place, signedAddress: false, hasGradioMarks: true, cookiesBlocked: false },
    gradio: { version: "5.49.1", spaceId: "some/other", serverSideRendered: false },
    marks: { contentType: "text/html", hasGradioApp: true },
    hubPage: {
      space: {
        ...{ id: "some/other", subdomain: "some-other", sdk: "gradio", hardware: "zero-a10g" },
        ...{ gradioVersion: "5.49.1", stage: "RUNNING", visibility: "public" },
      },
      ...{ signedIn: true, plan: "pro", allowance: null },
    },
    handshakeTimedOut: false,
  },
  events: {
    ...{ document, handshakeFrom: [HUB], answeredAt: null, firstPress: null, frame: null },
    runs: [{ at: NOW(), subdomain: "trust-zero", identity: "present" }],
    messages: [],
  },
});

const strangers = [like("zero"), like("cpu", "cpu-basic"), like("beside")];
const stage = onStage({ strangers });

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    /** @type {import("./driver/index.mjs").Page | undefined} */
    let page;
    before(async () => {
      await browser.background(() => {
        const frameIds = new Map();
        Object.assign(globalThis, { frameIds });
        chrome.runtime.onMessage.addListener((_message, { tab, frameId, url }) => {
          frameIds.set(`${tab?.id} ${url}`, frameId);
          return false;
        });
      });
    });
    afterEach(async () => {
      await page?.close();
      page = undefined;
      stage.apiRequests.length = 0;
    });

    /**
     * Lets the frame at an address say something to the background, all at once.
     * @param {import("./driver/index.mjs").Page} page
     * @param {string} url what its address begins with
     * @param {object[]} messages
     * @returns {Promise<any[]>} the answers
     */
    async function say(page, url, messages) {
      return browser.background(
        async (
          /** @type {number} */ tabId,
          /** @type {string} */ url,
          /** @type {object[]} */ messages,
        ) => {
          /** @type {Map<string, number>} */
          const frameIds = /** @type {any} */ (globalThis).frameIds;
          const [, frameId] =
            [...frameIds].findLast(([from]) => from.startsWith(`${tabId} ${url}`)) ?? [];
          if (frameId === undefined) throw new Error(`${url} has said nothing`);
          const [{ result }] = await chrome.scripting.executeScript({
            target: { tabId, frameIds: [frameId] },
            func: (/** @type {object[]} */ messages) =>
              Promise.all(
                messages.map((message) => chrome.runtime.sendMessage(message).catch(() => null)),
              ),
            args: [messages],
          });
          return result;
        },
        await page.tabId(),
        url,
        messages,
      );
    }

    /** @param {import("./driver/index.mjs").Page} page @param {string} place */
    const judged = (page, place) =>
      reported(browser, page, (report) => report.pool === "guest" && report.place === place);

    test("an app's frame gets neither another place nor another Space, nor a tick", async () => {
      page = await browser.open("https://blog.example/embed/trust/zero");
      const { runs: _, ...honest } = await judged(page, "embed");
      const app = await page.frame((url) => url === at("zero"));
      await until(() => banner(app), { what: "the banner" });
      const key = `tab:${await page.tabId()}`;
      const [{ document }] = await browser.background(
        async (/** @type {string} */ key) => (await chrome.storage.session.get(key))[key],
        key,
      );
      // What it may say: that a run left, for example.
      const honestly = lie("embed", document);
      honestly.events.handshakeFrom = [];
      honestly.events.runs = [{ at: NOW(), subdomain: "trust-zero", identity: "absent" }];
      const [answer] = await say(page, at("zero"), [honestly]);
      assert.equal(typeof answer?.element, "object", JSON.stringify(answer));
      for (const place of ["hub", "direct", "other"]) {
        assert.deepEqual(await say(page, at("zero"), [lie(place, document)]), [null], place);
      }
      for (const place of ["hub-frame", "embed"]) {
        await say(page, at("zero"), [lie(place, document)]);
        const kept = await reported(browser, page, ({ handshake }) => handshake === "answered");
        assert.deepEqual([kept.place, kept.space.id], ["embed", honest.space.id]);
        assert.deepEqual(kept.visitor, honest.visitor);
        assert.notEqual(kept.pool, "account");
      }
      await badgeIs(browser, page, "");
    });

    test("an app's frame says nothing of the Hub page around it", async () => {
      page = await browser.open(`${HUB}/login?as=pro&next=/spaces/trust/zero`);
      // Once its app's frame has told what it knows.
      const honest = await reported(browser, page, ({ pool, space }) => {
        return pool === "unknown" && space.serverSideRendered !== null;
      });
      await page.evaluate((/** @type {string} */ url) => {
        const frame = document.createElement("iframe");
        frame.src = url;
        document.body.append(frame);
      }, at("beside"));
      const beside = await page.frame((url) => url === at("beside"));
      await beside.until(() => document.readyState === "complete");
      // A card on the Hub page, of what another Space's frame says.
      const stranger = lie("hub-frame", "0");
      const message = { at: NOW(), cause: "quota-exceeded", chargedTo: "pro" };
      Object.assign(stranger.events, { messages: [message] });
      await say(page, at("beside"), [stranger]);
      for (const place of ["embed", "hub", "direct"]) {
        assert.deepEqual(await say(page, at("zero"), [lie(place, "0")]), [null], place);
      }
      assert.deepEqual(await reported(browser, page, ({ place }) => place === "hub"), honest);
      await badgeIs(browser, page, "", "badge_unknown");
      assert.equal(await banner(page), null);
    });

    test("no tab and no window opens for a frame that offers no such thing", async () => {
      const before = await browser.windows();
      for (const [name, isShown] of /** @type {const} */ ([
        ["cpu", false],
        ["zero", true],
      ])) {
        page = await browser.open(at(name));
        await reported(
          browser,
          page,
          ({ banner }) => banner === (isShown ? "shown" : "not-needed"),
        );
        const tabs = () => browser.background(async () => (await chrome.tabs.query({})).length);
        const count = await tabs();
        const kinds = ["show-report", "normal-window"];
        const messages = kinds.flatMap((kind) => Array(20).fill({ kind }));
        assert.deepEqual(await say(page, at(name), messages), Array(40).fill(null));
        assert.equal(await tabs(), count, name);
        assert.deepEqual(await browser.windows(), before);
        await page.close();
        page = undefined;
      }
    });

    test("a frame asks about its own host, and not often", async () => {
      page = await browser.open(at("zero"));
      await judged(page, "direct");
      stage.apiRequests.length = 0;
      const claims = Array.from({ length: 300 }, (_, index) => `some/other${index}`);
      const own = ["trust/zero", "trust-zero/x", "TRUST/zero"];
      /** @param {string} claimedId */
      const claiming = (claimedId) => {
        const message = lie("direct", "0");
        message.page.gradio.spaceId = claimedId;
        return message;
      };
      await say(page, at("zero"), own.map(claiming));
      await say(page, at("zero"), claims.map(claiming));
      const paths = stage.apiRequests.map(({ path }) => path);
      assert.ok(
        paths.every((path) => !path.includes("other")),
        paths.join(),
      );
      assert.ok(paths.length <= 12, paths.join());
    });

    test("what a frame says is kept in small", async () => {
      page = await browser.open(at("zero"));
      await judged(page, "direct");
      const long = "x".repeat(300_000);
      const run = { at: NOW(), subdomain: "trust-zero", identity: "absent" };
      const many = lie("direct", "0");
      many.events.runs = Array(1_000).fill({ ...run, more: "x".repeat(100) });
      const wide = lie("direct", long);
      wide.page.hubPage.space.sdk = long;
      await say(page, at("zero"), [
        many,
        wide,
        { kind: "failed", document: long },
        { kind: "toast", title: long, text: long, at: NOW() },
        { kind: "toast", title: {}, text: [], at: "now" },
        { kind: "facts", page: null, events: null },
        { kind: "facts", page: 7, events: long },
        { kind: "frame", facts: long },
      ]);
      const bytes = await browser.background(
        async () => JSON.stringify(await chrome.storage.session.get()).length,
      );
      assert.ok(bytes < 20_000, `${bytes} characters`);
    });

    test("what the popup may ask, a frame may not", async () => {
      page = await browser.open(at("zero"));
      await judged(page, "direct");
      stage.apiRequests.length = 0;
      const tab = await page.tabId();
      const kinds = ["kept", "file", "quota", "found"];
      const answers = await say(
        page,
        at("zero"),
        kinds.map((kind) => ({ kind, tab, host: "trust-beside.hf.space", claimedId: null })),
      );
      assert.deepEqual(answers.filter(Boolean), []);
      assert.deepEqual(stage.apiRequests, []);
    });

    test("no error of ours came of all this", () => noErrorOfOurs(browser));
  });
}
