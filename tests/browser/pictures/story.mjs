// The README's animation: a visitor opens a direct address, reads the banner, takes the way out, and looks into
// the popup on the Hub page.

/// <reference lib="dom" />
import { readFile } from "node:fs/promises";
import { scenarioOf } from "../../stage/scenarios.mjs";
import { until } from "../driver/index.mjs";
import { BANNER, settled, start } from "../extension.mjs";
import { control, shown, state } from "../support/banner_page.mjs";
import { appShown } from "../support/judge.mjs";
import { BAR_HEIGHT, composeWindow, ICON_RIGHT, pageSize } from "./composition.mjs";
import { openPopup, part, photographed } from "./scenes.mjs";
import { animated } from "./webp.mjs";

/** @typedef {import("../driver/index.mjs").Page} Page */
/** @typedef {import("../../stage/stage.mjs").Stage} Stage */
/** @typedef {Partial<import("./composition.mjs").Look> & {ms: number}} Step */

export const STORY = /** @type {[number, number]} */ ([960, 600]);

/** How long it takes, in ms. */
export const STORY_MS = 20_000;

/** The way out, in the banner. */
export const WAY_OUT = "a.main";

/**
 * Plays the story and answers with its animation.
 * @param {Page} composer
 * @param {Stage} stage
 */
export async function story(composer, stage) {
  const steps = await play(stage);
  const stills = [];
  for (const [index, { ms, ...look }] of steps.entries()) {
    const file = await part(`story-${String(index).padStart(2, "0")}`);
    await composeWindow(composer, file, { size: STORY, address: "", page: null, ...look });
    stills.push({ webp: await asWebp(composer, await readFile(file)), ms });
  }
  return animated(stills, STORY);
}

/** @param {Stage} stage @returns {Promise<Step[]>} */
async function play(stage) {
  const options = { size: pageSize(STORY), colorScheme: /** @type {const} */ ("light") };
  const direct = scenarioOf("raw");
  const hub = scenarioOf("hub-pro", { space: direct.space });
  const address = `${new URL(direct.url).host}/`;
  await stage.ready(direct.space);

  // The page as it is without us, before the banner is there.
  const without = await start("chrome", stage, { ...options, extension: undefined });
  const plain = await without.open(direct.url);
  await appShown(plain, direct);
  await settled(plain);
  const before = await part("story-before");
  await plain.screenshot(before);
  await without.close();

  const browser = await start("chrome", stage, options);
  await (await browser.open(`https://huggingface.co/login?as=${hub.signIn}`)).close();
  const page = await browser.open(direct.url);
  await appShown(page, direct);
  await settled(page);
  await shown(page);
  const banner = await photographed(browser, { page }, "story-banner", STORY);
  const why = await middle(page, control("why"));
  await page.clickIn(BANNER, control("why"));
  await until(async () => (await state(page))?.why === "true", { what: "the answer to Why?" });
  const answer = await photographed(browser, { page }, "story-why", STORY);
  const wayOut = await middle(page, WAY_OUT);
  await page.clickIn(BANNER, WAY_OUT);
  await page.until(() => location.host === "huggingface.co");
  await appShown(page, { ...hub, url: await page.evaluate(() => location.href) });
  const popup = await openPopup(browser, page);
  const arrived = await photographed(browser, { page, popup }, "story-hub", STORY);
  await browser.close();

  const icon = { x: STORY[0] - ICON_RIGHT, y: BAR_HEIGHT / 2 };
  const onHub = { ...arrived, popup: null };
  return [
    { ms: 1_200, address },
    { ms: 1_000, address, page: before },
    { ms: 2_600, ...banner },
    { ms: 800, ...banner, pointer: why },
    { ms: 4_200, ...answer },
    { ms: 900, ...answer, pointer: wayOut },
    { ms: 500, ...answer, pointer: { ...wayOut, isPressed: true } },
    { ms: 2_000, ...onHub },
    { ms: 800, ...onHub, pointer: icon },
    { ms: 6_000, ...arrived },
  ];
}

/**
 * Where the pointer goes to press something of the banner's.
 * @param {Page} page
 * @param {string} selector
 */
async function middle(page, selector) {
  const { x, y } = await page.closedShadow(
    BANNER,
    (/** @type {ShadowRoot} */ root, /** @type {string} */ selector) => {
      const box = root.querySelector(selector)?.getBoundingClientRect();
      return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    },
    selector,
  );
  return { x, y: y + BAR_HEIGHT };
}

/**
 * @param {Page} composer
 * @param {Buffer} png
 */
async function asWebp(composer, png) {
  const base64 = await composer.evaluate(async (/** @type {string} */ png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d", { alpha: false })?.drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 1 });
    let text = "";
    for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
    return btoa(text);
  }, png.toString("base64"));
  return Buffer.from(base64, "base64");
}
