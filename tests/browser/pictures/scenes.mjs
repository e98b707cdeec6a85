// The situations that the stores' pictures show, each brought about on the stage as a visitor would.

/// <reference lib="dom" />
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { scenarioOf } from "../../stage/scenarios.mjs";
import { cardStates, openCard } from "../card_states.mjs";
import { until } from "../driver/index.mjs";
import { appFrame, BANNER, root, settled, visit } from "../extension.mjs";
import { leave, openState } from "../popup_actions.mjs";
import { popupStates } from "../popup_states.mjs";
import { control, shown, state } from "../support/banner_page.mjs";
import { appShown } from "../support/judge.mjs";
import { BAR_HEIGHT } from "./composition.mjs";

/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {import("../driver/index.mjs").Page} Page */
/** @typedef {import("../driver/index.mjs").Popup} Popup */
/** @typedef {import("../../stage/stage.mjs").Stage} Stage */
/** @typedef {{page: Page, popup?: Popup | Page}} Opened */

/**
 * @typedef {object} Scene
 * @property {string} file the picture's name, without its ending
 * @property {boolean} [isDark]
 * @property {(browser: Browser, stage: Stage) => Promise<Opened>} open
 */

/** What a store accepts; the tile is Chrome's alone. */
export const PICTURE = /** @type {[number, number]} */ ([1280, 800]);
export const TILE = /** @type {[number, number]} */ ([440, 280]);

/** The largest that Chromium lets ours become (its width is the style's). */
const POPUP = [380, 600];

/** Six functions, of which some fit into what is left and some do not. */
const FORECAST = "studio/six-functions";

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
      const opened = await openState(browser, stage, found(popupStates, "account-ran"));
      await opened.popup.until(() => document.querySelector(".waits") === null);
      return opened;
    },
  },
  {
    file: "4-forecast",
    async open(browser, stage) {
      const url = `https://huggingface.co/spaces/${FORECAST}?stage-left=100`;
      const to = { url, space: FORECAST, signIn: /** @type {const} */ ("free") };
      const page = await visit(browser, stage, to);
      const app = await appFrame(page, stage, to);
      await settled(app);
      await app.until(isOpaque, "#plain");
      const popup = await browser.openPopup(page);
      await popup.until(() => document.querySelector("[data-act=check-source]") !== null);
      await popup.click("[data-act=check-source]");
      await popup.until(() => document.querySelectorAll(".functions .chip").length === 4);
      // The popup is lower than what it says: the forecast comes up to its top edge.
      await popup.evaluate(() =>
        document.querySelector(".functions")?.closest("section")?.scrollIntoView(),
      );
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
 * Takes the pictures that a composition needs of what is open, and closes the popup, which must be
 * photographed first: Chromium closes it when its page comes to the front.
 * @param {Browser} browser
 * @param {Opened} opened
 * @param {string} name of the parts' files
 * @param {import("./composition.mjs").Size} size of the picture
 */
export async function photographed(browser, { page, popup }, name, size) {
  const files = { page: await part(`${name}-page`), popup: await part(`${name}-popup`) };
  if (popup) {
    const height = await whole(browser, popup, size[1] - BAR_HEIGHT);
    const width = await popup.evaluate(() => innerWidth);
    await popup.screenshot(files.popup, { clip: { x: 0, y: 0, width, height } });
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
 * How much of a popup to show: as much as is seen without scrolling, up to the end of a section.
 * @param {Browser} browser
 * @param {Popup | Page} popup
 * @param {number} room
 * @returns {Promise<number>}
 */
async function whole(browser, popup, room) {
  // Headless, Chromium gives a popup always the same size; in a window it fits what is shown, up to 600 px.
  const [width, height] = POPUP;
  if (browser.name === "chrome") await Reflect.get(popup, "page").setViewport({ width, height });
  return popup.evaluate((/** @type {number} */ room) => {
    const most = Math.min(innerHeight, room) - 16;
    const ends = [...document.querySelectorAll("main > * > *")]
      .map((part) => part.getBoundingClientRect().bottom)
      .filter((end) => end <= most);
    return Math.round(Math.max(...ends)) + 16;
  }, room);
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
