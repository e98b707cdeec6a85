// Loads that nobody has in one day, and what is used by then: memory, the session's storage, questions to
// the Hub, the background's time awake. Prints a line a load and writes out/soak.md, for
// docs/reliability.md; ends with 1 where a bound does not hold.
//
//     ./build.sh soak [--browser chrome|firefox] [load ...]

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { space } from "../stage/catalogue.mjs";
import { ownFetchPage } from "../stage/own_fetch.mjs";
import { gradioLikePage } from "../stage/space_pages.mjs";
import { startStage } from "../stage/stage.mjs";
import { launch, until } from "./driver/index.mjs";
import { BROWSERS, dist, reported, root } from "./extension.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */

const FRAMES = 60;
const TABS = 200;
const NAVIGATIONS = 500;
const RUNS = 10_000;
const TOASTS = 10_000;
const VISITS_AN_HOUR = 10;

/** What must hold after each load. */
const BOUNDS = {
  /** In `storage.session`, whose own bound is 10 MB in both browsers. */
  storedBytes: 500_000,
  /** More of the background's heap than before the load, in bytes (Chromium). */
  backgroundGrowth: 5_000_000,
  /** More of the page's heap than the same page takes without us, in bytes (Chromium). */
  pageGrowth: 5_000_000,
};

const HOUR_MS = 3_600_000;
/** How long Chromium keeps an idle worker. */
const IDLE_MS = 30_000;

const PLAIN = "https://blog.example/plain";
const apps = Array.from({ length: FRAMES }, (_, number) => {
  const id = `soak/app-${number}`;
  return space(id, { page: gradioLikePage(id) });
});
const runner = "soak/runner";
const strangers = [...apps, space(runner, { page: ownFetchPage(runner, "https://x.invalid") })];
/** @param {number} number */
const app = (number) => `https://soak-app-${number % FRAMES}.hf.space/`;

const stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE, strangers });

/**
 * A load: what is done in a browser with the extension, and with none, to compare. Answers with more to
 * tell of it.
 * @typedef {(browser: Browser, has: boolean) => Promise<{page?: any, more?: Record<string, unknown>}>} Load
 */

/** @type {Record<string, Load>} */
const LOADS = {
  "60 frames in one page": async (browser, has) => {
    const page = await browser.open(PLAIN);
    await page.evaluate(
      async (/** @type {string[]} */ addresses) => {
        const loaded = addresses.map((address) => {
          const frame = document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
          return new Promise((resolve) => frame.addEventListener("load", resolve));
        });
        await Promise.all(loaded);
      },
      apps.map((_, number) => app(number)),
    );
    if (has) await reported(browser, page, ({ banner }) => banner === "shown");
    return { page };
  },

  "200 tabs": async (browser, has) => {
    let page;
    for (let number = 0; number < TABS; number += 1) {
      page = await browser.open(app(number));
      if (has) await reported(browser, page, ({ banner }) => banner === "shown");
    }
    return { page };
  },

  "500 navigations of a frame": async (browser, has) => {
    const page = await browser.open(PLAIN);
    for (let number = 0; number < NAVIGATIONS; number += 1) {
      await page.evaluate(
        async (/** @type {string} */ address) => {
          const frame = document.querySelector("iframe") ?? document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
          await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
        },
        `${app(number)}?visit=${number}`,
      );
    }
    if (has) await reported(browser, page, ({ banner }) => banner === "shown");
    return { page };
  },

  "10,000 runs": async (browser, has) => {
    const page = await browser.open(`https://${runner.replace("/", "-")}.hf.space/`);
    for (let sent = 0; sent < RUNS; sent += 100) {
      await page.click("#many");
      await page.until(
        (/** @type {number} */ count) =>
          Number(document.querySelector("output")?.textContent) >= count,
        sent + 100,
      );
    }
    const listed = has && (await reported(browser, page, ({ grade }) => grade === "observed"));
    return { page, more: listed ? { runsInReport: listed.runs.length } : {} };
  },

  "10,000 toasts": async (browser, has) => {
    const page = await browser.open(`https://${runner.replace("/", "-")}.hf.space/`);
    // They are looked for after somebody has pressed something.
    await page.evaluate(() => {
      const area = document.createElement("div");
      area.innerHTML = '<div class="toast-wrap"></div>';
      document.querySelector(".gradio-container")?.append(area);
    });
    await page.click("h1");
    await page.evaluate(async (/** @type {number} */ most) => {
      const area = /** @type {Element} */ (document.querySelector(".toast-wrap"));
      for (let shown = 0; shown < most; shown += 10) {
        area.replaceChildren();
        for (let number = shown; number < shown + 10; number += 1) {
          const toast = document.createElement("div");
          toast.className = "toast-body";
          const text = `You have exceeded your GPU quota (${1 + (number % 3_000)}s requested vs. 1s left).`;
          toast.innerHTML = `<div class="toast-title">Error</div><div class="toast-text">${text}</div>`;
          area.append(toast);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, TOASTS);
    const listed = has && (await reported(browser, page, ({ grade }) => grade === "observed"));
    return { page, more: listed ? { messagesInReport: listed.messages.length } : {} };
  },

  "24 hours": async (browser, has) => {
    let page;
    for (let visit = 0; visit < 24 * VISITS_AN_HOUR; visit += 1) {
      await page?.close();
      if (has) {
        await browser.background((/** @type {number} */ ms) => {
          const now = Date.now.bind(Date);
          Date.now = () => now() + ms;
        }, HOUR_MS / VISITS_AN_HOUR);
      }
      // Every hour some Spaces that were not seen in the last one.
      const hour = Math.floor(visit / VISITS_AN_HOUR);
      page = await browser.open(`${app(7 * hour + (visit % VISITS_AN_HOUR))}?visit=${visit}`);
      if (has) await reported(browser, page, ({ banner }) => banner === "shown");
    }
    return { page };
  },
};

/** Bytes and entries of the session's storage, by the first word of their keys. @param {Browser} browser */
function stored(browser) {
  return browser.background(async () => {
    const all = await chrome.storage.session.get(null);
    /** @type {Record<string, number>} */
    const entries = {};
    for (const key of Object.keys(all)) {
      const [kind = ""] = key.split(":");
      entries[kind] = (entries[kind] ?? 0) + 1;
    }
    return { bytes: JSON.stringify(all).length, entries };
  });
}

/**
 * When something woke the background, by its own clock, which a load may set forward. The browser's driver keeps it awake, so its
 * sleep is reckoned: it would end half a minute after each of these.
 * @param {Browser} browser
 */
function watchWaking(browser) {
  return browser.background(() => {
    const here = /** @type {any} */ (globalThis);
    here.soakWoken = [];
    const note = () => {
      here.soakWoken.push(Date.now());
    };
    chrome.runtime.onMessage.addListener(note);
    chrome.tabs.onRemoved.addListener(note);
  });
}

/** @param {Browser} browser */
async function awake(browser) {
  /** @type {number[]} */
  const woken = await browser.background(
    () => /** @type {any} */ (globalThis).soakWoken?.splice(0) ?? [],
  );
  let [ms, end] = [0, Number.NEGATIVE_INFINITY];
  for (const at of woken) {
    ms += Math.min(IDLE_MS, at + IDLE_MS - Math.max(at, end));
    end = at + IDLE_MS;
  }
  return { events: woken.length, seconds: Math.round(ms / 1000) };
}

/** A heap after a collection, in bytes; null where the browser does not tell. @param {any} session */
async function heapOf(session) {
  if (!session) return null;
  await session.send("HeapProfiler.collectGarbage");
  return (await session.send("Runtime.getHeapUsage")).usedSize;
}

/** The background's session in Chromium. @param {any} browser */
async function backgroundSession(browser) {
  if (browser.name !== "chrome") return null;
  const target = browser.puppeteer
    .targets()
    .find(
      (/** @type {import("puppeteer-core").Target} */ each) =>
        each.type() === "service_worker" && each.url().startsWith(browser.extensionOrigin),
    );
  return (await target.worker()).client;
}

/**
 * @param {"chrome" | "firefox"} name
 * @param {string} what
 * @param {boolean} has the extension
 */
async function measure(name, what, has) {
  const { proxyPort, spki } = stage;
  const extension = has ? { extension: dist(name), privateWindows: true } : {};
  const browser = await launch(name, { proxyPort, spki, locale: "en-US", ...extension });
  const background = has ? await backgroundSession(browser) : null;
  const before = await heapOf(background);
  const asked = stage.apiRequests.length;
  if (has) await watchWaking(browser);
  const start = performance.now();
  const { page, more } = await LOADS[what](browser, has);
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  const pageHeap = await heapOf(page.session);
  const waking = has ? await awake(browser) : null;
  const kept = has ? await stored(browser) : null;
  await page.close();
  const after = await heapOf(background);
  const left = has
    ? await until(
        async () => {
          const { entries } = await stored(browser);
          return what === "200 tabs" || !entries.tab ? { entries } : undefined;
        },
        { what: "the closed tab to be forgotten" },
      )
    : null;
  await browser.close();
  return {
    ...{ seconds, pageHeap, kept, waking, more, left: left?.entries },
    questions: stage.apiRequests.slice(asked).filter(({ origin }) => origin !== null).length,
    asked: stage.apiRequests.length - asked,
    backgroundGrowth: before === null || after === null ? null : after - before,
  };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "string" } },
});
const chosen = Object.keys(LOADS).filter(
  (what) => positionals.length === 0 || positionals.some((word) => what.includes(word)),
);
/** @param {number | null} bytes */
const kilobytes = (bytes) => (bytes === null ? "–" : `${Math.round(bytes / 1000)} KB`);
const rows = [];
let isBroken = false;
for (const name of BROWSERS.filter((name) => !values.browser || name === values.browser)) {
  for (const what of chosen) {
    const bare = name === "chrome" ? await measure(name, what, false) : null;
    const measured = await measure(name, what, true);
    const pageGrowth =
      bare?.pageHeap && measured.pageHeap ? measured.pageHeap - bare.pageHeap : null;
    const { kept, waking, backgroundGrowth } = measured;
    const broken = Object.entries({
      ...{ storedBytes: kept?.bytes ?? 0, backgroundGrowth, pageGrowth },
    }).filter(([bound, value]) => (value ?? 0) > BOUNDS[/** @type {"pageGrowth"} */ (bound)]);
    isBroken ||= broken.length > 0;
    const cells = [
      ...[name, what, `${bare ? `${bare.seconds} → ` : ""}${measured.seconds} s`],
      ...[kilobytes(pageGrowth), kilobytes(backgroundGrowth), kilobytes(kept?.bytes ?? null)],
      ...[JSON.stringify(kept?.entries), measured.asked],
      `${waking?.seconds} s, ${waking?.events} messages`,
    ];
    rows.push(`| ${cells.join(" | ")} |`);
    console.log(rows.at(-1), JSON.stringify(measured.more ?? {}), "left:", measured.left);
    for (const [bound, value] of broken) console.error(`✖ ${bound}: ${value}`);
  }
}
await stage.close();
await mkdir(join(root, "out"), { recursive: true });
const head = [
  "| browser | load | time, without us → with us | page's heap, more than without us | background's heap, more than before | storage.session | its entries | questions to the Hub | background awake |",
  "|---|---|---|---|---|---|---|---|---|",
];
await writeFile(join(root, "out", "soak.md"), `${[...head, ...rows].join("\n")}\n`);
if (isBroken) process.exit(1);
