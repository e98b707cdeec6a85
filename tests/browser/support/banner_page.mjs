// Pages of Gradio's kind that show the banner, and what a visitor sees of it.

/// <reference lib="dom" />
import { space } from "../../stage/catalogue.mjs";
import { gradioLikePage } from "../../stage/space_pages.mjs";
import { until } from "../driver/index.mjs";
import { BANNER, banner } from "../extension.mjs";

/** @typedef {import("../driver/index.mjs").Frame} Frame */

/**
 * A Space on ZeroGPU, unless other hardware is given, whose page is built like Gradio's.
 * @param {string} name
 * @param {Parameters<typeof gradioLikePage>[1]} [parts]
 * @param {string} [hardware]
 */
export function like(name, parts, hardware = "zero-a10g") {
  const id = `strange/${name}`;
  return space(id, { page: gradioLikePage(id, parts), hardware });
}

/** Its address. @param {string} name */
export const at = (name) => `https://strange-${name}.hf.space/`;

/**
 * What the banner shows, once it shows something.
 * @param {Frame} frame
 */
export async function shown(frame) {
  return until(() => banner(frame), { what: "the banner" });
}

/**
 * Goes to a page; resolves when its banner shows something.
 * @param {import("../driver/index.mjs").Page} page
 * @param {string} url
 */
export async function goToBanner(page, url) {
  await page.goto(url);
  await shown(page);
}

/**
 * Where the banner's box is, and whether it can be seen there.
 * @param {Frame} frame
 */
export function box(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => {
    const section = /** @type {HTMLElement} */ (root.querySelector(".banner"));
    const { left, top, right, bottom } = section.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return {
      ...{ left, top, right, bottom },
      isInView: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
      isOnTop: document.elementFromPoint(x, y) === root.host,
      isVisible: section.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
      isBig: right - left > 150 && bottom - top > 40,
    };
  });
}

/** What is pressed or focused in the banner. @param {Frame} frame */
export function state(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) => ({
    focused: /** @type {HTMLElement | null} */ (root.activeElement)?.dataset.act ?? null,
    why: root.querySelector("[data-act=why]")?.getAttribute("aria-expanded"),
    isWhyHidden: root.querySelector("div.why")?.hasAttribute("hidden"),
    fold: root.querySelector("[data-act=fold]")?.getAttribute("aria-expanded"),
    isFolded: root.querySelector(".banner")?.classList.contains("folded"),
  }));
}

/** A control of the banner's, as a selector. @param {string} act */
export const control = (act) => `[data-act=${act}]`;
