// What ten thousand mutations one after the other take a page, beside its toast area and inside of it.

/// <reference lib="dom" />
import { space } from "../../stage/catalogue.mjs";
import { gradioLikePage } from "../../stage/space_pages.mjs";
import { until } from "../driver/index.mjs";
import { BANNER } from "../extension.mjs";
import { inTurn, paired } from "./statistics.mjs";

const MUTATIONS = 10_000;

/** Pages with a toast area where Gradio has it: one with a banner, and one that is watched alone. */
const URLS = { banner: "https://busy-zero.hf.space/", silent: "https://busy-cpu.hf.space/" };

export const busySpaces = Object.entries({ "busy/zero": "zero-a10g", "busy/cpu": "cpu-basic" }).map(
  ([id, hardware]) => {
    const body = `<div class="gradio-container"><div><div id="beside"></div><div class="toast-wrap"></div>
</div></div><button>Press</button>`;
    return space(id, { hardware, page: gradioLikePage(id, { body }) });
  },
);

/** @type {[keyof typeof URLS, string][]} */
const PLACES = [
  ["silent", "#beside"],
  ["silent", ".toast-wrap"],
  ["banner", "#beside"],
];

/**
 * Runs in the page. Thirty toasts stay on.
 * @param {string} selector
 * @param {number} times
 */
async function mutate(selector, times) {
  const parent = /** @type {Element} */ (document.querySelector(selector));
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    const toast = parent.appendChild(document.createElement("div"));
    toast.className = "toast-body";
    const text = toast.appendChild(document.createElement("div"));
    text.className = "toast-text";
    text.textContent = `Picture ${i}`;
    if (i >= 30) parent.firstElementChild?.remove();
    // Observers are called in between.
    await undefined;
  }
  const time = performance.now() - start;
  parent.replaceChildren();
  return time;
}

/**
 * @param {Record<string, import("../driver/index.mjs").Browser>} browsers by build, "emptied" among them
 * @param {number} rounds
 * @param {(line: string) => void} log
 */
export async function mutations(browsers, rounds, log) {
  /** @type {Record<string, Record<string, import("./statistics.mjs").Paired>>} */
  const figures = {};
  for (const [kind, selector] of PLACES) {
    log(`mutations: ${kind} ${selector}`);
    /** @type {[string, import("../driver/index.mjs").Page][]} */
    const pages = [];
    for (const [build, browser] of Object.entries(browsers)) {
      const page = await browser.open(URLS[kind]);
      if (kind === "banner" && build !== "emptied")
        await until(() => page.find(BANNER), { what: "the banner" });
      // From here on the toast area is watched.
      await page.click("button");
      pages.push([build, page]);
    }
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(pages.map(([build]) => [build, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const [build, page] of inTurn(pages, round)) {
        await page.toFront();
        const time = await page.evaluate(mutate, selector, MUTATIONS);
        if (round >= 0) times[build].push(time);
      }
    }
    const { emptied, ...builds } = times;
    const each = Object.entries(builds).map(([build, ms]) => [build, paired(ms, emptied)]);
    figures[`${kind} ${selector}`] = Object.fromEntries(each);
    for (const [, page] of pages) await page.close();
  }
  return figures;
}
