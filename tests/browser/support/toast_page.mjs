// A page built like Gradio's whose toasts a test makes.

/// <reference lib="dom" />
import { space } from "../../stage/catalogue.mjs";
import { gradioLikePage } from "../../stage/space_pages.mjs";
import { until } from "../driver/index.mjs";
import { BANNER, reported } from "../extension.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {import("../driver/index.mjs").Page} Page */

/** Its address. */
export const PLAIN = "https://studio-toasts.hf.space/";

/** It has the toast area where Gradio has it, and shows what a test wants (see `play`). */
const page = gradioLikePage("studio/toasts", {
  body: `<div class="gradio-container"><div class="app">
<div class="wrap"><div class="block prose" id="component-0"></div></div>
<div class="toast-wrap"></div>
</div></div>
<button id="press">Press</button>
<script>
  const item = (text) =>
    \`<div class="toast-message-item"><div class="toast-message-text">\${text}</div></div>\`;
  const play = {
    area: document.querySelector(".toast-wrap"),
    // As in Gradio 5.
    toast: (text, title = "Error") =>
      play.area.insertAdjacentHTML("afterbegin", \`<div><div class="toast-body error">
        <div class="toast-title">\${title}</div><div class="toast-text">\${text}</div></div></div>\`),
    // As in Gradio 6.
    group: (text) =>
      play.area.insertAdjacentHTML("beforeend", \`<div class="toast-item"><div class="toast-body error">
        <span class="toast-title">Error</span>
        <div class="toast-messages">\${item(text)}</div></div></div>\`),
    item: (text) =>
      document.querySelector(".toast-messages").insertAdjacentHTML("beforeend", item(text)),
    run: () =>
      fetch("/gradio_api/queue/join", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ data: [], fn_index: 0, session_hash: "stage" }),
      }),
  };
  window.play = play;
</script>`,
});

/** The Space of that page. */
export const toastSpace = space("studio/toasts", { page });

/** What ZeroGPU says to a guest who asks for more than is left. */
export const REFUSED =
  "You have exceeded your GPU quota (60s requested vs. 12s left). Create a free account to get more daily usage quota.";

/** A message of ZeroGPU's that can be told from others. @param {string} name */
export const quota = (name) => `You have exceeded your ZeroGPU quota in ${name}`;

/**
 * Opens the plain page; from when its button has been pressed on, its toasts are seen.
 * @param {Browser} browser
 */
export async function openPlain(browser) {
  const page = await browser.open(PLAIN);
  await until(() => page.find(BANNER), { what: "the banner" });
  return page;
}

/**
 * Sends a run from the plain page. When it is in the report, its page's script has looked for toasts,
 * and what that asked stands before it.
 * @param {Browser} browser
 * @param {Page} page
 * @param {number} [runs] so many, with this one
 */
export async function runPlain(browser, page, runs = 1) {
  await play(page, "run");
  await reported(browser, page, (report) => report.runs.length === runs);
}

/**
 * Calls a function of the plain page's.
 * @param {Page} page
 * @param {"toast" | "group" | "item" | "run"} what
 * @param {...string} given
 */
export const play = (page, what, ...given) =>
  page.evaluate((what, given) => void Reflect.get(window, "play")[what](...given), what, given);
