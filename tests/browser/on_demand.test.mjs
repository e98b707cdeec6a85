// The core is injected on demand: where a Space is known to use nobody's GPU time, nothing of ours but
// content.js is in its frames and on its Hub page, until somebody opens the popup, or a run goes elsewhere.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { space } from "../stage/catalogue.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { until } from "./driver/index.mjs";
import { BROWSERS, badgeIs, banner, popupReport, reported } from "./extension.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const HUB = "https://huggingface.co";

/** @param {string} name @param {Partial<import("../stage/catalogue.mjs").Space>} given */
function like(name, given) {
  const id = `demand/${name}`;
  return space(id, { page: gradioLikePage(id), ...given });
}
/** @param {string} name */
const at = (name) => `https://demand-${name}.hf.space/`;
/** @param {string} name */
const hub = (name) => `${HUB}/spaces/demand/${name}`;

const SILENT = {
  cpu: { hardware: "cpu-basic" },
  docker: { sdk: /** @type {const} */ ("docker"), hardware: "t4-small" },
};

/** The Hub answers about these Spaces once a page of theirs is there. @type {Record<string, () => void>} */
const answers = {};
const LATE = BROWSERS.flatMap((browser) =>
  ["cpu-basic", "zero-a10g"].map((hardware) => {
    const name = `late-${hardware}-${browser}`;
    const api = new Promise((resolve) => {
      answers[name] = () => resolve(undefined);
    });
    return like(name, { hardware, api });
  }),
);

/** Sends runs, and shows what Gradio shows of a message. */
const ASKS = `<button id="own">Own</button><button id="other">Other</button><button id="toast">Toast</button>
<script>
  const area = document.createElement("div");
  area.innerHTML = '<div class="toast-wrap"></div>';
  document.querySelector(".gradio-container").append(area);
  const send = (origin) =>
    fetch(origin + "/gradio_api/queue/join", { method: "POST", body: "{}" }).catch(() => undefined);
  own.onclick = () => send("");
  other.onclick = () => send("${at("zero").slice(0, -1)}");
  toast.onclick = () => {
    area.firstChild.innerHTML = '<div class="toast-body"><div class="toast-title">Error</div>' +
      '<div class="toast-text">No GPU was available</div></div>';
  };
</script>`;

const stage = onStage({
  strangers: [
    ...Object.entries(SILENT).map(([name, given]) => like(name, given)),
    like("zero", {}),
    like("asks", { hardware: "cpu-basic", page: gradioLikePage("demand/asks", { body: ASKS }) }),
    ...LATE,
    like("down", { api: { status: 503, type: "text/plain", body: "" } }),
  ],
});

for (const name of BROWSERS) {
  describe(name, () => {
    const browser = inBrowser(name, stage);
    before(async () => {
      await browser.background(() => {
        /** @type {Map<string, number>} */
        const frames = new Map();
        /** @type {string[]} the addresses of those who asked for the core */
        const asked = [];
        Object.assign(globalThis, { frames, asked });
        chrome.runtime.onMessage.addListener(({ kind }, { tab, frameId, url = "" }) => {
          if (kind !== "start") return false;
          asked.push(url);
          if (frameId) frames.set(`${tab?.id} ${url}`, frameId);
          return false;
        });
      });
    });

    /**
     * Which parts of ours are in the isolated world of a page, or of the frame at an address.
     * @param {import("./driver/index.mjs").Page} page
     * @param {string} [frame]
     */
    async function partsIn(page, frame) {
      return browser.background(
        async (/** @type {number} */ tabId, /** @type {string} */ frame) => {
          /** @type {Map<string, number>} */
          const frames = /** @type {any} */ (globalThis).frames;
          // An app's address in its Hub page says more.
          const [, frameId] = frame
            ? ([...frames].findLast(([from]) => from.startsWith(`${tabId} ${frame}`)) ?? [])
            : [null, 0];
          if (frameId === undefined) return null;
          const [{ result }] = await chrome.scripting.executeScript({
            target: { tabId, frameIds: [frameId] },
            func: () => {
              const world = /** @type {any} */ (globalThis);
              const parts = {
                content: world.whoseQuota,
                core: world.loadCore ?? world.whoseQuota?.page,
                banner: world.attachBanner,
                toasts: world.whoseQuota?.toasts,
              };
              return Object.keys(parts).filter(
                (part) => parts[/** @type {keyof typeof parts} */ (part)] !== undefined,
              );
            },
          });
          return result;
        },
        await page.tabId(),
        frame ?? "",
      );
    }

    for (const silent of Object.keys(SILENT)) {
      for (const url of [at(silent), hub(silent)]) {
        test(`${url}: no core, and the popup tells all the same`, async () => {
          const page = await browser.open(url);
          const isHub = url === hub(silent);
          await badgeIs(browser, page, "", "badge_none");
          assert.deepEqual(await partsIn(page), ["content"]);
          if (isHub) {
            await until(async () => (await partsIn(page, at(silent))) !== null);
            assert.deepEqual(await partsIn(page, at(silent)), ["content"]);
          }
          const report = await popupReport(browser, await page.tabId());
          const { pool, grade, place, space, visitor } = report;
          const { sdk, hardware } = { sdk: "gradio", ...SILENT[/** @type {"cpu"} */ (silent)] };
          assert.deepEqual([pool, grade, place], ["none", "derived", isHub ? "hub" : "direct"]);
          assert.deepEqual(
            [space.id, space.sdk, space.hardware],
            [`demand/${silent}`, sdk, hardware],
          );
          // That it knows only from the page.
          assert.equal(visitor.cookiesBlocked, false);
          if (isHub) assert.equal(visitor.signedIn, false);
          const parts = ["content", "core", "banner", ...(isHub ? [] : ["toasts"])];
          assert.deepEqual(await partsIn(page), parts);
          assert.equal(await banner(page), null);
          await page.close();
        });
      }

      test(`${silent} in another site's frame: no core`, async () => {
        const page = await browser.open(`https://blog.example/embed/demand/${silent}`);
        await badgeIs(browser, page, "", "badge_none");
        assert.deepEqual(await partsIn(page, at(silent)), ["content"]);
        const { pool, place } = await reported(browser, page, ({ pool }) => pool === "none");
        assert.deepEqual([pool, place], ["none", "embed"]);
        await until(async () => (await partsIn(page, at(silent)))?.includes("core"));
        await page.close();
      });
    }

    test("a page that was parsed before the Hub answered asks again only where the core is needed", async () => {
      const questions = (/** @type {string} */ url) =>
        browser.background(
          (/** @type {string} */ url) =>
            /** @type {{asked: string[]}} */ (/** @type {unknown} */ (globalThis)).asked.filter(
              (one) => one === url,
            ).length,
          url,
        );
      const needing = `late-zero-a10g-${name}`;
      const loud = await browser.open(at(needing));
      answers[needing]();
      await until(() => banner(loud), { what: "the banner" });
      assert.equal(await questions(at(needing)), 2);

      const silent = `late-cpu-basic-${name}`;
      const quiet = await browser.open(at(silent));
      answers[silent]();
      await badgeIs(browser, quiet, "", "badge_none");
      // Whatever it sends on that answer comes before what it says now.
      await partsIn(quiet);
      assert.equal(await questions(at(silent)), 1);
      for (const page of [loud, quiet]) await page.close();
    });

    test("ZeroGPU, or nobody knows: the core is in the app, in its Hub page, and in the frame there", async () => {
      for (const url of [at("zero"), at("down"), hub("zero")]) {
        const page = await browser.open(url);
        await until(() => banner(page), { what: `the banner of ${url}` });
        assert.ok((await partsIn(page))?.includes("core"), url);
        if (url === hub("zero"))
          await until(async () => (await partsIn(page, at("zero")))?.includes("core"));
        await page.close();
      }
    });

    test("a run to a ZeroGPU Space wakes the app that sends it", async () => {
      const page = await browser.open(at("asks"));
      await badgeIs(browser, page, "", "badge_none");
      assert.deepEqual(await partsIn(page), ["content"]);
      await page.click("#other");
      await until(() => banner(page), { what: "the banner" });
      const { pool, grade, runs } = await reported(browser, page, ({ runs }) => runs.length > 0);
      assert.deepEqual([pool, grade, runs[0].to], ["guest", "observed", "demand/zero"]);
      await page.close();
    });

    test("a Space that asks ZeroGPU on its server gets the core once ZeroGPU speaks", async () => {
      const page = await browser.open(at("asks"));
      await badgeIs(browser, page, "", "badge_none");
      await page.click("#own");
      await until(async () => (await partsIn(page)).includes("toasts"), { what: "the watch" });
      assert.deepEqual(await partsIn(page), ["content", "toasts"]);
      await page.click("#toast");
      await until(() => banner(page), { what: "the card" });
      const { messages } = await reported(browser, page, ({ messages }) => messages.length > 0);
      assert.equal(messages[0].cause, "no-gpu");
      await page.close();
    });

    test("a Hub page that comes to speak of ZeroGPU wakes", async () => {
      const page = await browser.open(hub("cpu"));
      await badgeIs(browser, page, "", "badge_none");
      assert.deepEqual(await partsIn(page), ["content"]);
      await page.evaluate(() => {
        const header = document.querySelector("[data-target=SpaceHeader]");
        const props = header?.getAttribute("data-props") ?? "";
        header?.setAttribute("data-props", props.replaceAll("cpu-basic", "zero-a10g"));
      });
      await badgeIs(browser, page, "!");
      await until(() => banner(page), { what: "the banner" });
      await page.close();
    });

    test("no error of ours came of all this", () => {
      noErrorOfOurs(browser);
    });
  });
}
