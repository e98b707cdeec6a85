// A genuine app of a Gradio on the stage, opened in Chromium with the extension: what it does there. What
// that means is judged in gradio_marks.mjs.

/// <reference lib="dom" />
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../../tests/browser/driver/index.mjs";
import { appFrame, reportOf, visit } from "../../tests/browser/extension.mjs";
import { click } from "../../tests/browser/shape_steps.mjs";
import { ask } from "../../tests/stage/ask.mjs";
import { space } from "../../tests/stage/space.mjs";
import { root } from "./programs.mjs";

/** @typedef {import("../../tests/browser/driver/index.mjs").Browser} Browser */
/** @typedef {import("../../tests/browser/driver/index.mjs").Frame} Frame */
/** @typedef {import("../../tests/browser/driver/index.mjs").Page} Page */
/** @typedef {import("../../tests/stage/stage.mjs").Stage} Stage */

/** One POST of the page's. @typedef {{path: string, pass: boolean}} Post */

/**
 * @typedef {object} Seen what was seen at one place
 * @property {string | null} container the class list that names Gradio's version
 * @property {{version: unknown, space_id: unknown} | null} inline the config in the page's HTML
 * @property {number} areas toast areas where the extension looks for them
 * @property {Record<"gpu" | "queued" | "unqueued", Post[]>} posts by what was pressed
 * @property {Toast | null} toast of a refused run
 * @property {{gradio: unknown, handshake: unknown, runs: string[], messages: string[]}} report of the extension
 */

/**
 * @typedef {object} Toast a message on the screen
 * @property {boolean} isRead whether it is where the extension reads
 * @property {string[]} around the elements around the text, inside out
 */

/**
 * @typedef {object} Observations
 * @property {string} version
 * @property {boolean} ssr
 * @property {string} space its id
 * @property {Record<string, unknown>} config the fields of what `/config` answers that we know
 * @property {Seen} direct at its own address
 * @property {Seen} hub on its Hub page, signed in
 */

/**
 * The Space in which a Gradio is watched.
 *
 * @param {string} version
 * @param {boolean} ssr rendered on the server
 */
export function watchedSpace(version, ssr) {
  const name = `gradio-${version}${ssr ? "-ssr" : ""}`;
  return space(`watch/${name}`, { gradio: version, ssr, shape: "buttons" });
}

/** Words of the message that a refused run gets here. */
const REFUSED = "requested vs.";

/**
 * What the extension's own file looks for, so that both stay the same.
 */
export async function toastSelectors() {
  const file = await readFile(join(root, "extension", "page", "toasts.js"), "utf8");
  const area = /const AREA = "([^"]+)"/.exec(file)?.[1];
  const body = /closest\("([^"]+)"\)/.exec(file)?.[1];
  const texts = [...file.matchAll(/querySelectorAll\("([^"]+)"\)/g)].map(([, text]) => text);
  if (!area || !body || texts.length === 0) throw new Error("toasts.js is not written as it was");
  return { area, body, text: texts.join(", ") };
}

/**
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {ReturnType<typeof watchedSpace>} watched
 * @param {number} [patience] for how long what ought to come is waited for, in ms
 * @returns {Promise<Observations>}
 */
export async function observe(browser, stage, watched, patience = 8_000) {
  const selectors = await toastSelectors();
  const { id, host, ssr } = watched;
  await stage.ready(id);
  const { text } = await ask(stage, `https://${host}/config`);
  const around = { browser, stage, watched, selectors, come: waiting(patience) };
  const direct = await look(around, { space: id, url: `https://${host}/` });
  const hub = await look(around, {
    ...{ space: id, url: `https://huggingface.co/spaces/${id}`, signIn: "pro" },
  });
  return { version: watched.gradio ?? "", ssr, space: id, config: parsed(text), direct, hub };
}

/**
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
function parsed(text) {
  try {
    const { version, space_id, api_prefix, dependencies } = JSON.parse(text);
    return { version, space_id, api_prefix, dependencies: Array.isArray(dependencies) };
  } catch {
    return {};
  }
}

/**
 * @typedef {{browser: Browser, stage: Stage, watched: ReturnType<typeof watchedSpace>,
 *   selectors: {area: string, body: string, text: string}, come: ReturnType<typeof waiting>}} Around
 */

/**
 * @param {Around} around
 * @param {import("../../tests/stage/scenarios.mjs").Visit} to
 * @returns {Promise<Seen>}
 */
async function look({ browser, stage, watched, selectors, come }, to) {
  const page = await visit(browser, stage, to);
  await page.toFront();
  const app = await appFrame(page, stage, to);
  const at = { page, app, version: watched.gradio ?? "" };
  await app.until(() => document.querySelector("#run") !== null);
  // Before the handshake is answered, a run carries no pass. One that never is is a finding.
  if (app !== page)
    await come(async () => (await reportOn(browser, page)).handshake === "answered");
  const marks = await app.evaluate(readMarks, selectors.area);
  const press = (/** @type {string} */ selector) =>
    sentBy(stage, watched.id, come, () => click(selector)(at));
  const posts = {
    gpu: await press("#run"),
    queued: await press("#queued"),
    unqueued: await press("#unqueued"),
  };
  stage.refuse(watched.id, { status: 429, body: { left: 12, wait: 192 } });
  await press("#run");
  /** @type {Toast | null} */
  let toast = null;
  await come(async () => {
    toast = await app.evaluate(findToast, REFUSED, selectors);
    return toast !== null;
  });
  stage.refuse(watched.id, null);
  await come(async () => (await reportOn(browser, page)).messages.length > 0);
  const report = await reportOn(browser, page);
  await page.close();
  return { ...marks, posts, toast, report };
}

/**
 * Waits for what ought to come. What does not come is found wanting later.
 *
 * @param {number} patience
 */
function waiting(patience) {
  return (/** @type {() => Promise<boolean> | boolean} */ condition) =>
    until(condition, { what: "what ought to come", timeout: patience }).catch(() => undefined);
}

/**
 * What a press sends to the Space, once it was answered.
 *
 * @param {Stage} stage
 * @param {string} id
 * @param {ReturnType<typeof waiting>} come
 * @param {() => Promise<unknown>} press
 * @returns {Promise<Post[]>}
 */
async function sentBy(stage, id, come, press) {
  const traffic = stage.traffic(id);
  const before = { requests: traffic.requests.length, ended: traffic.ended };
  const since = () => traffic.requests.slice(before.requests);
  await press();
  await come(() => {
    const queued = since().filter(({ kind }) => kind === "queue").length;
    const isOver = queued > 0 ? traffic.ended - before.ended >= queued : true;
    return since().length > 0 && isOver && since().every(({ answered }) => answered);
  });
  return since().map(({ path, pass }) => ({ path, pass }));
}

/**
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<Seen["report"]>}
 */
async function reportOn(browser, page) {
  const { space, handshake, runs, messages } = await reportOf(browser, await page.tabId());
  return {
    gradio: space.gradioVersion,
    handshake,
    runs: runs.map((/** @type {{identity: string}} */ { identity }) => identity),
    messages: messages.map((/** @type {{cause: string}} */ { cause }) => cause),
  };
}

/**
 * In the page: the marks that src/page/read.rs reads, by its own selectors.
 *
 * @param {string} area
 */
function readMarks(area) {
  const container = document.querySelector("body .gradio-container[class*=gradio-container-]");
  const scripts = [...document.querySelectorAll("script:not([src],[type])")].map(
    ({ textContent }) => textContent ?? "",
  );
  const script = scripts.find((text) => /^\s*window\.gradio_config\s*=/.test(text));
  let inline = null;
  try {
    const config = JSON.parse(script?.replace(/^[^=]*=\s*/, "").replace(/;\s*$/, "") ?? "null");
    inline = config && { version: config.version ?? null, space_id: config.space_id ?? null };
  } catch {
    // It is no JSON any more.
  }
  return {
    container: container?.getAttribute("class") ?? null,
    inline,
    areas: document.querySelectorAll(area).length,
  };
}

/**
 * In the page: a message, wherever it is shown.
 *
 * @param {string} words
 * @param {{area: string, body: string, text: string}} selectors
 */
function findToast(words, { area, body, text }) {
  const all = [...document.querySelectorAll("body *")].filter(
    (element) => element.tagName !== "SCRIPT" && element.textContent?.includes(words),
  );
  const element = all.at(-1);
  if (!element) return null;
  const read = [...document.querySelectorAll(area)].flatMap((one) => [
    ...one.querySelectorAll(text),
  ]);
  const isRead = read.some((one) => one.textContent?.includes(words) && one.closest(body));
  const around = [];
  for (let one = /** @type {Element | null} */ (element); one; one = one.parentElement)
    around.push(`${one.tagName.toLowerCase()}.${one.className}`.slice(0, 120));
  return { isRead, around: around.slice(0, 8) };
}
