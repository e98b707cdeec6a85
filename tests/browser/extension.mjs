// What every browser test does with the extension: start it, open a page, wait for its verdict, look at
// its banner and its badge.

/// <reference lib="dom" />
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { entrance } from "../stage/scenarios.mjs";
import { launch, until } from "./driver/index.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */
/** @typedef {import("../stage/stage.mjs").Stage} Stage */
/** @typedef {import("../stage/scenarios.mjs").Scenario} Scenario */
/** @typedef {import("../stage/scenarios.mjs").Visit} Visit */

/**
 * @typedef {import("./driver/index.mjs").LaunchOptions & {keepsWelcome?: boolean}} StartOptions
 *   `keepsWelcome`: the page that opens after installing stays open
 */

/** The repository. */
export const root = join(import.meta.dirname, "..", "..");

/** Both browsers, as the driver names them. */
export const BROWSERS = /** @type {const} */ (["chrome", "firefox"]);

/** The banner's element. */
export const BANNER = "whose-quota-banner";

/** @type {Record<string, {message: string, placeholders?: Record<string, {content: string}>}>} */
const messages = JSON.parse(
  readFileSync(join(root, "extension", "_locales", "en", "messages.json"), "utf8"),
);

/**
 * The English words of a message.
 * @param {string} key
 * @param {string[]} gaps
 */
export function words(key, ...gaps) {
  const { message, placeholders = {} } = messages[key];
  return message.replace(/\$(\w+)\$/g, (_, name) => {
    const { content } = placeholders[name.toLowerCase()];
    return gaps[Number(content.slice(1)) - 1];
  });
}

/**
 * Links, without what a new discussion is filled in with: that is read in owner.test.mjs.
 * @template {{href: string}} Link
 * @param {Link[]} links
 */
export const withoutText = (links) =>
  links.map((link) => ({
    ...link,
    href: link.href.replace(/(?<=\/discussions\/new)\?title=\w.*/, ""),
  }));

/**
 * Resolves once what the genuine app asks by itself at its start was answered: before, a page that was
 * rendered on the server may lose a press, and takes back what is typed. Behind another tab Gradio does
 * not get so far.
 * @param {Frame} app
 */
export function settled(app) {
  return app
    .until(() => document.querySelector('[placeholder^="Here it will"]') !== null)
    .catch(async (error) => {
      const shown = await app.evaluate(() => [document.visibilityState, document.body.textContent]);
      throw new Error(`${error.message}\n${shown.join("\n")}`);
    });
}

/** Presses the genuine app's button. @param {Frame} app */
export async function pressRun(app) {
  await settled(app);
  await app.click("button.primary");
}

/**
 * Types into the genuine app's first field.
 * @param {Frame} app
 * @param {string} prompt
 */
export async function typePrompt(app, prompt) {
  await settled(app);
  await app.evaluate((/** @type {string} */ prompt) => {
    const input = document.querySelector("textarea");
    if (input) input.value = prompt;
    input?.dispatchEvent(new Event("input", { bubbles: true }));
  }, prompt);
}

/**
 * The unpacked extension for a browser. WHOSE_QUOTA_DIST names the folder of another build, say of
 * one that is broken on purpose.
 * @param {"chrome" | "firefox"} name
 */
export function dist(name) {
  return join(process.env.WHOSE_QUOTA_DIST ?? join(root, "dist"), name);
}

/**
 * Starts a browser on the stage, with the extension, allowed in private windows.
 * @param {"chrome" | "firefox"} name
 * @param {Stage} stage
 * @param {StartOptions} [options]
 */
export async function start(name, { proxyPort, spki }, options = {}) {
  const usual = { extension: dist(name), privateWindows: true, locale: "en-US" };
  const all = { proxyPort, spki, ...usual, ...options };
  const browser = await launch(name, all);
  try {
    if (all.extension && !options.keepsWelcome) await (await welcomePage(browser)).close();
  } catch (error) {
    // Nobody else could close it.
    await browser.close();
    throw error;
  }
  return browser;
}

/** The page that opens after installing. @param {Browser} browser */
export function welcomePage(browser) {
  return browser.page((url) => url === `${browser.extensionOrigin}/welcome.html`);
}

/**
 * One browser for each way of treating cookies, started when first needed.
 * @param {"chrome" | "firefox"} name
 * @param {Stage} stage
 * @param {import("./driver/index.mjs").LaunchOptions} [options]
 */
export function browsersFor(name, stage, options = {}) {
  /** @type {Map<string | undefined, Promise<Browser>>} */
  const started = new Map();
  return {
    /**
     * @param {Scenario} scenario
     * @returns {Promise<Browser>}
     */
    of({ cookies }) {
      const browser =
        started.get(cookies) ?? start(name, stage, { ...options, ...(cookies && { cookies }) });
      started.set(cookies, browser);
      return browser;
    },
    async close() {
      await Promise.all([...started.values()].map(async (browser) => (await browser).close()));
    },
  };
}

/**
 * Opens the page of a visit in a tab of its own, signed in or out as it says.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {Visit} to
 */
export async function visit(browser, stage, to) {
  await stage.ready(to.space);
  return browser.open(entrance(to), { private: to.privateWindow ?? false });
}

/**
 * The frame in which a visit's app runs: the page itself, or a frame of it.
 * @param {Page} page
 * @param {Stage} stage
 * @param {Visit} visit
 * @returns {Promise<Frame>}
 */
export async function appFrame(page, stage, { url, space }) {
  const host = stage.catalogue.find(({ id }) => id === space)?.host;
  return new URL(url).host === host ? page : page.frame((address) => isAt(address, host));
}

/**
 * @param {string} address
 * @param {string | undefined} host
 */
function isAt(address, host) {
  return URL.canParse(address) && new URL(address).host === host;
}

/** A page of the extension for each browser, to ask from. @type {WeakMap<Browser, Promise<Page>>} */
const desks = new WeakMap();

/**
 * Reloads the extension, as an update does. That closes its pages.
 * @param {Browser} browser
 */
export async function updateExtension(browser) {
  desks.delete(browser);
  await browser.reloadExtension();
}

/**
 * The report on a tab, as the popup comes to know it, and whether it is of the page's own facts, so that
 * "nothing is said" is not only what follows from its address.
 * @param {Browser} browser
 * @param {number} tab
 * @returns {Promise<{report: any, isOfPage: boolean}>}
 */
export async function lookAt(browser, tab) {
  if (!desks.has(browser)) desks.set(browser, browser.extensionPage("popup.html?tab=-1"));
  const desk = /** @type {Page} */ (await desks.get(browser));
  return desk.evaluate(async (/** @type {number} */ tab) => {
    const { verdictOn } = await import(chrome.runtime.getURL("popup/tab_verdict.js"));
    const { tabOf } = await import(chrome.runtime.getURL("background/tabs.js"));
    const { ready } = await import(chrome.runtime.getURL("background/core.js"));
    const { judged, isKept } = await verdictOn(await tabOf(tab));
    const { report } = (await ready).report(judged, navigator.userAgent);
    // In others, and in static Spaces, no script of ours is.
    const { place, pool, space } = report;
    const isUnscripted = place === "other" || (pool === "none" && space.sdk === null);
    return { report, isOfPage: isKept || isUnscripted };
  }, tab);
}

/**
 * The report on a tab, as the popup comes to know it.
 * @param {Browser} browser
 * @param {number} tab
 * @returns {Promise<any>}
 */
export async function reportOf(browser, tab) {
  return (await lookAt(browser, tab)).report;
}

/**
 * The report on a tab, as the popup shows it.
 * @param {Browser} browser
 * @param {number} tab
 */
export async function popupReport(browser, tab) {
  const popup = await browser.extensionPage(`popup.html?tab=${tab}`);
  const text = await popup.until(() => document.querySelector("#report")?.textContent);
  await popup.close();
  return JSON.parse(text);
}

/**
 * The report on a tab once it holds true; rejects if it never does.
 * @param {Browser} browser
 * @param {Page} page
 * @param {(report: any) => boolean} holds
 */
export async function reported(browser, page, holds) {
  const tab = await page.tabId();
  /** @type {any} */
  let report;
  await until(
    async () => {
      const now = await lookAt(browser, tab);
      report = now.report;
      return now.isOfPage && holds(report);
    },
    { what: `a report for which ${holds}` },
  ).catch((error) => {
    throw new Error(`${error.message}\n${JSON.stringify(report, null, 2)}`);
  });
  return report;
}

/**
 * What the toolbar's icon shows for a tab.
 * @param {Browser} browser
 * @param {Page} page
 */
export async function badge(browser, page) {
  const tabId = await page.tabId();
  return browser.background(async (/** @type {number} */ tabId) => {
    const [text, title] = await Promise.all([
      chrome.action.getBadgeText({ tabId }),
      chrome.action.getTitle({ tabId }),
    ]);
    return { text, title };
  }, tabId);
}

/**
 * Resolves when the icon shows a badge, with the title that says it in words.
 * @param {Browser} browser
 * @param {Page} page
 * @param {string} text
 * @param {string} [title] its key
 */
export async function badgeIs(browser, page, text, title) {
  /** @type {Awaited<ReturnType<typeof badge>> | undefined} */
  let actual;
  await until(
    async () => {
      actual = await badge(browser, page);
      return actual.text === text && (!title || actual.title === words(title));
    },
    { what: `the badge “${text}”` },
  ).catch((error) => {
    throw new Error(`${error.message}\n${JSON.stringify(actual)}`);
  });
}

/**
 * What the banner shows, or null where there is none.
 * @param {Frame} frame
 */
export function banner(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
    /** @param {string} selector */
    const text = (selector) => root.querySelector(selector)?.textContent ?? null;
    return {
      headline: text(".headline"),
      cause: text(".cause"),
      consequence: text(".consequence"),
      links: [...root.querySelectorAll("a")].map(({ href, rel }) => ({ href, rel })),
      buttons: [...root.querySelectorAll("button")].map((button) => button.dataset.act),
    };
  });
}
