// Sizes, and what a page of a Space pays for us, as JSON. Times are of a noisy machine: compare
// them within one run, with the empty extension's.
//
//     ./build.sh bench

import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { space } from "../stage/catalogue.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { startStage } from "../stage/stage.mjs";
import { launch, until } from "./driver/index.mjs";
import { BANNER, root } from "./extension.mjs";

const LOADS = 15;
const dist = join(root, "dist", "chrome");

/** Pages without a script of their own: whatever script runs there is the extension's. */
const PAGES = {
  decides: { url: "https://studio-plain-zero.hf.space/", banner: true },
  silent: { url: "https://studio-docker-cpu.hf.space/", banner: false },
  static: { url: "https://studio-static-page.static.hf.space/", banner: false },
};

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {number} value */
const rounded = (value) => Math.round(value * 100) / 100;

/**
 * Time in which the extension's own files were evaluated, before the page's first script could run.
 * @param {any[]} trace
 */
function atDocumentStart(trace) {
  const own = trace.filter(
    ({ name, args }) =>
      name === "EvaluateScript" && args?.data?.url?.startsWith("chrome-extension:"),
  );
  return own.reduce((sum, { dur }) => sum + dur, 0) / 1000;
}

/**
 * From the Hub's answer arriving in the background to the first paint with the banner, in ms.
 * @param {any[]} trace
 */
function factsToPaint(trace) {
  const asked = trace.find(
    ({ name, args }) =>
      name === "ResourceSendRequest" && args.data.url.includes("/api/spaces/by-subdomain/"),
  );
  const answered = trace.find(
    ({ name, args }) =>
      name === "ResourceFinish" && args.data.requestId === asked?.args.data.requestId,
  );
  // The banner is one more layer: the page's own paints before it have fewer.
  const paint = trace.findLast(({ name, ts }) => name === "Paint" && ts > answered?.ts);
  return paint && answered ? (paint.ts + paint.dur - answered.ts) / 1000 : Number.NaN;
}

/**
 * @param {import("../stage/stage.mjs").Stage} stage
 * @param {string} extension
 * @param {keyof typeof PAGES} kind
 * @param {boolean} isEmpty the extension does nothing
 */
async function measure(stage, extension, kind, isEmpty) {
  const { proxyPort, spki } = stage;
  const browser = /** @type {any} */ (await launch("chrome", { extension, proxyPort, spki }));
  const { url, banner } = PAGES[kind];
  /** @type {any[]} */
  let trace = [];
  let isTraced = false;
  browser.wire.on("Tracing.dataCollected", (/** @type {any} */ { value }) => trace.push(...value));
  browser.wire.on("Tracing.tracingComplete", () => {
    isTraced = true;
  });
  const page = await browser.open("about:blank");
  const { session } = page;
  await session.send("Performance.enable");
  /** Everything that the page's main thread did so far, in ms. */
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((/** @type {any} */ { name }) => name === "TaskDuration").value * 1000;
  };
  /** @type {{start: number[], tasks: number[], paint: number[]}} */
  const times = { start: [], tasks: [], paint: [] };
  for (let load = -1; load < LOADS; load += 1) {
    if (!isEmpty) await browser.background(() => chrome.storage.session.clear());
    trace = [];
    isTraced = false;
    await browser.wire.send("Tracing.start", {
      traceConfig: { includedCategories: ["devtools.timeline"] },
    });
    await page.goto(`${url}?load=${load}`);
    if (banner && !isEmpty) {
      await page.until((/** @type {string} */ tag) => document.querySelector(tag), BANNER);
    }
    const nextFrame = () =>
      new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0, true)));
    await page.evaluate(nextFrame);
    const tasks = await busy();
    await browser.wire.send("Tracing.end");
    await until(() => isTraced, { what: "the trace" });
    // The first load also wakes everything up: it is not counted.
    if (load < 0) continue;
    times.start.push(atDocumentStart(trace));
    times.tasks.push(tasks);
    if (banner && !isEmpty) times.paint.push(factsToPaint(trace));
  }
  await browser.close();
  return {
    documentStartMs: rounded(median(times.start)),
    mainThreadMs: rounded(median(times.tasks)),
    ...(times.paint.length > 0 ? { factsToPaintMs: rounded(median(times.paint)) } : {}),
  };
}

/** Pages with a toast area where Gradio has it: one with a banner, and one that is watched alone. */
const BUSY = { banner: "https://busy-zero.hf.space/", silent: "https://busy-cpu.hf.space/" };
const busy = Object.entries({ "busy/zero": "zero-a10g", "busy/cpu": "cpu-basic" }).map(
  ([id, hardware]) => {
    const body = `<div class="gradio-container"><div><div id="beside"></div><div class="toast-wrap"></div>
</div></div><button>Press</button>`;
    return space(id, { hardware, page: gradioLikePage(id, { body }) });
  },
);

/**
 * What ten thousand mutations one after the other take a page, in ms: beside its toast area and inside
 * of it, with this extension and with one that does nothing. The two take turns.
 * @param {import("../stage/stage.mjs").Stage} stage
 * @param {"chrome" | "firefox"} name
 * @param {string} empty
 */
async function mutationTimes({ proxyPort, spki }, name, empty) {
  const browsers = await Promise.all(
    [dist, empty].map((extension) => launch(name, { extension, proxyPort, spki })),
  );
  /** @type {Record<string, {ms: number, emptyExtensionMs: number, ratio: number}>} */
  const figures = {};
  for (const [kind, selector] of /** @type {const} */ ([
    ["silent", "#beside"],
    ["silent", ".toast-wrap"],
    ["banner", "#beside"],
  ])) {
    const pages = await Promise.all(browsers.map((browser) => browser.open(BUSY[kind])));
    if (kind === "banner") await until(() => pages[0].find(BANNER), { what: "the banner" });
    // From here on the toast area is watched.
    for (const page of pages) await page.click("button");
    /** @type {[number[], number[]]} */
    const times = [[], []];
    for (let load = -1; load < LOADS; load += 1) {
      for (const turn of [0, 1]) {
        const index = (load + 1 + turn) % 2;
        await pages[index].toFront();
        const time = await pages[index].evaluate(mutate, selector, 10_000);
        if (load >= 0) times[index].push(time);
      }
    }
    const [ms, emptyExtensionMs] = times.map(median);
    const ratio = median(times[0].map((time, index) => time / times[1][index]));
    figures[`${kind} ${selector}`] = {
      ms: rounded(ms),
      emptyExtensionMs: rounded(emptyExtensionMs),
      ratio: rounded(ratio),
    };
    await Promise.all(pages.map((page) => page.close()));
  }
  await Promise.all(browsers.map((browser) => browser.close()));
  return figures;
}

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

/** An extension with the same doors and nothing behind them: what the browser itself takes. */
async function emptyExtension() {
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-empty-"));
  await cp(dist, folder, { recursive: true });
  for (const file of [
    "page_core.js",
    "without_wasm.js",
    "toasts.js",
    "content.js",
    "background.js",
  ])
    await writeFile(join(folder, file), "");
  return folder;
}

/**
 * From the popup's opening to its first verdict, in ms: with the background awake, and asleep.
 * @param {import("../stage/stage.mjs").Stage} stage
 */
async function popupTimes({ proxyPort, spki }) {
  const browser = await launch("chrome", { extension: dist, proxyPort, spki });
  const page = await browser.open(PAGES.decides.url);
  const tab = await page.tabId();
  await until(() => page.find(BANNER), { what: "the banner" });
  /** @type {Record<"awake" | "asleep", number[]>} */
  const times = { awake: [], asleep: [] };
  for (let load = -1; load < LOADS; load += 1) {
    for (const state of /** @type {const} */ (["awake", "asleep"])) {
      if (state === "asleep") await browser.stopBackground();
      const popup = await browser.extensionPage(`popup.html?tab=${tab}`);
      const shown = await popup.until(() => performance.getEntriesByName("shown")[0]?.startTime);
      if (load >= 0) times[state].push(shown);
      await popup.close();
    }
  }
  await browser.close();
  return { awakeMs: rounded(median(times.awake)), asleepMs: rounded(median(times.asleep)) };
}

const wasm = await readFile(join(dist, "page_core.wasm"));
const figures = {
  bytes: {
    wasm: wasm.length,
    wasmGzipped: gzipSync(wasm, { level: 9 }).length,
    pageCoreJs: (await stat(join(dist, "page_core.js"))).size,
    toastsJs: (await stat(join(dist, "toasts.js"))).size,
    contentJs: (await stat(join(dist, "content.js"))).size,
    withoutWasmJs: (await stat(join(dist, "without_wasm.js"))).size,
    backgroundWasm: (await stat(join(dist, "background_core.wasm"))).size,
  },
  loads: LOADS,
  /** @type {Record<string, any>} */
  chromium: {},
  /** @type {Record<string, any>} */
  firefox: {},
};
const stage = await startStage({ strangers: busy });
const empty = await emptyExtension();
for (const kind of /** @type {(keyof typeof PAGES)[]} */ (Object.keys(PAGES))) {
  figures.chromium[kind] = {
    ...(await measure(stage, dist, kind, false)),
    emptyExtension: await measure(stage, empty, kind, true),
  };
}
figures.chromium.mutations = await mutationTimes(stage, "chrome", empty);
figures.firefox.mutations = await mutationTimes(stage, "firefox", empty);
figures.chromium.popup = await popupTimes(stage);
await stage.close();
await rm(empty, { recursive: true });
console.log(JSON.stringify(figures, null, 2));
