// The situations that the stores' pictures show, each brought about on the stage as a visitor would.

/// <reference lib="dom" />
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { scenarioOf } from "../../stage/scenarios.mjs";
import { cardStates, openCard } from "../card_states.mjs";
import { until } from "../driver/index.mjs";
import { BANNER, root, settled, visit } from "../extension.mjs";
import { leave, openState } from "../popup_actions.mjs";
import { popupStates } from "../popup_states.mjs";
import { control, shown, state } from "../support/banner_page.mjs";
import { appShown } from "../support/judge.mjs";
import { BAR_HEIGHT } from "./composition.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {import("../driver/index.mjs").Page} Page */
/** @typedef {import("../../stage/stage.mjs").Stage} Stage */
/** @typedef {{page: Page, popup?: Page}} Opened */

/**
 * @typedef {object} Scene
 * @property {string} file the picture's name, without its ending
 * @property {boolean} [isDark]
 * @property {(browser: Browser, stage: Stage) => Promise<Opened>} open
 */

/** What a store accepts; the tile is Chrome's alone. */
export const PICTURE = /** @type {[number, number]} */ ([1280, 800]);
export const TILE = /** @type {[number, number]} */ ([440, 280]);

/** No browser lets a popup become higher. */
export const POPUP_HEIGHT = 600;

/** Below what a popup shows. */
const MARGIN = 16;

/** What the Space's file declares in the forecast's picture. */
const SOURCE = Object.entries({ describe: 20, paint: 60, upscale: 120, animate: 300 })
  .map(([name, seconds]) => `@spaces.GPU(duration=${seconds}, size="large")\ndef ${name}(): pass\n`)
  .join("");

/** @type {Scene[]} */
export const SCENES = [
  {
    file: "1-banner",
    open: async (browser, stage) => ({ page: await openScenario(browser, stage, "raw") }),
  },
  {
    file: "2-card",
    async open(browser, stage) {
      const { page } = await openCard(browser, stage, found(cardStates, "guest-direct"));
      await page.until(isOpaque, ".toast-body");
      return { page };
    },
  },
  {
    file: "3-popup",
    async open(browser, stage) {
      const { page, popup } = await openState(browser, stage, found(popupStates, "account-ran"));
      await leave(popup);
      return { page, popup: await openPopup(browser, page) };
    },
  },
  {
    file: "4-forecast",
    async open(browser, stage) {
      const hub = scenarioOf("hub-free");
      // So that some fit, one is refused today, and one fits into no day.
      const scenario = { ...hub, url: `${hub.url}?stage-left=100` };
      stage.sourceFault(hub.space, { status: 200, body: `import spaces\n${SOURCE}` });
      const page = await visit(browser, stage, scenario);
      await appShown(page, scenario);
      const popup = await openPopup(browser, page);
      await popup.click("[data-act=check-source]");
      await popup.until(() => document.querySelectorAll(".functions .chip").length === 4);
      stage.sourceFault(hub.space, null);
      return { page, popup };
    },
  },
  {
    file: "5-dark",
    isDark: true,
    async open(browser, stage) {
      const page = await openScenario(browser, stage, "raw");
      await page.clickIn(BANNER, control("why"));
      await until(async () => (await state(page))?.why === "true", { what: "the answer to Why?" });
      return { page };
    },
  },
];

/** Runs in a page: whether something has faded in. @param {string} selector */
function isOpaque(selector) {
  let element = document.querySelector(selector);
  if (!element) return false;
  for (; element; element = element.parentElement)
    if (getComputedStyle(element).opacity !== "1") return false;
  return true;
}

/**
 * @template {{id: string}} State
 * @param {State[]} states
 * @param {string} id
 */
function found(states, id) {
  const state = states.find((state) => state.id === id);
  if (!state) throw new Error(`no state is called ${id}`);
  return state;
}

/**
 * A scenario's page with its app and its banner.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {string} id
 */
export async function openScenario(browser, stage, id) {
  const scenario = scenarioOf(id);
  const page = await visit(browser, stage, scenario);
  await appShown(page, scenario);
  await settled(page);
  await shown(page);
  return page;
}

/** A file of a picture's part, which is kept nowhere. @param {string} name */
export async function part(name) {
  const folder = join(root, "out", "pictures");
  await mkdir(folder, { recursive: true });
  return join(folder, `${name}.png`);
}

/**
 * Takes the pictures that a composition needs of what is open, and closes the popup.
 * @param {Browser} browser
 * @param {Opened} opened
 * @param {string} name of the parts' files
 * @param {import("./composition.mjs").Size} size of the picture
 */
export async function photographed(browser, { page, popup }, name, size) {
  const files = { page: await part(`${name}-page`), popup: await part(`${name}-popup`) };
  if (popup) {
    const clip = await popupBox(popup, Math.min(POPUP_HEIGHT, size[1] - BAR_HEIGHT));
    await popup.screenshot(files.popup, { clip });
    await leave(popup);
  }
  await page.toFront();
  await page.screenshot(files.page);
  const { host, pathname } = new URL(await page.evaluate(() => location.href));
  return {
    page: files.page,
    popup: popup ? files.popup : null,
    address: `${host}${pathname}`,
    badge: await badgeOf(browser, page),
  };
}

/**
 * The popup on a tab, in a tab of its own: headless, Chromium gives the real one a size that no window has.
 * @param {Browser} browser
 * @param {Page} page
 */
export async function openPopup(browser, page) {
  const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
  await popup.until(() => document.querySelector("#report")?.textContent);
  await popup.until(() => document.querySelector(".waits") === null);
  return popup;
}

/**
 * What is seen of a popup that is so high, up to the end of a section: below, one scrolls.
 * @param {Page} popup
 * @param {number} height
 */
export function popupBox(popup, height) {
  return popup.evaluate(
    (/** @type {number} */ height, /** @type {number} */ margin) => {
      scrollTo(0, 0);
      const { x, width } = document.body.getBoundingClientRect();
      const ends = [...document.querySelectorAll("main > * > *")]
        .map((part) => part.getBoundingClientRect().bottom)
        .filter((end) => end <= height - margin);
      return { x, y: 0, width, height: Math.round(Math.max(...ends)) + margin };
    },
    height,
    MARGIN,
  );
}

/**
 * What the toolbar's icon shows for a tab.
 * @param {Browser} browser
 * @param {Page} page
 * @returns {Promise<{text: string, color: number[]}>}
 */
async function badgeOf(browser, page) {
  return browser.background(
    async (/** @type {number} */ tabId) => ({
      text: await chrome.action.getBadgeText({ tabId }),
      color: [...(await chrome.action.getBadgeBackgroundColor({ tabId }))],
    }),
    await page.tabId(),
  );
}
