// What a picture shows around a page: a plain bar with the address and the extension's icon, the popup where a
// press on that icon opens it, a pointer. A browser without a window has none of these to photograph.

import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { escapeHtml } from "../../stage/http.mjs";
import { root } from "../extension.mjs";

/** @typedef {import("../driver/index.mjs").Page} Page */
/** @typedef {import("../driver/index.mjs").Browser} Browser */
/** @typedef {[width: number, height: number]} Size */

/** Above each page. */
export const BAR_HEIGHT = 44;

/** From the right edge to the popup, and to the icon's middle. */
const POPUP_RIGHT = 8;
export const ICON_RIGHT = 30;

const icon = readFileSync(join(root, "extension", "icons", "icon.svg"), "utf8");
const { extensionName } = JSON.parse(
  readFileSync(join(root, "extension", "_locales", "en", "messages.json"), "utf8"),
);

/**
 * @typedef {object} Look
 * @property {Size} size of the picture
 * @property {boolean} [isDark]
 * @property {string} address
 * @property {string | null} page a picture of the page, null while it is empty
 * @property {string | null} [popup] a picture of the popup
 * @property {{text: string, color: number[]}} [badge]
 * @property {{x: number, y: number, isPressed?: boolean}} [pointer]
 */

/** The part of a picture that is the page. @param {Size} size @returns {Size} */
export const pageSize = ([width, height]) => [width, height - BAR_HEIGHT];

/**
 * Makes a picture of a page as a browser's window shows it.
 * @param {Page} composer a page of a browser without the extension
 * @param {string} file
 * @param {Look} look
 */
export async function composeWindow(composer, file, look) {
  const { size, isDark = false, address, page, popup, badge, pointer } = look;
  const image = (/** @type {string | null | undefined} */ path, /** @type {string} */ name) =>
    path ? `<img class="${name}" src="${pathToFileURL(path)}" alt="">` : "";
  const color = badge ? `rgb(${badge.color.slice(0, 3).join(" ")})` : "";
  const mark = badge?.text ? `<b style="background: ${color}">${escapeHtml(badge.text)}</b>` : "";
  await photograph(
    composer,
    file,
    size,
    `<body class="${isDark ? "dark" : ""}">
<div class="bar"><span class="address">${escapeHtml(address)}</span><span class="icon">${icon}${mark}</span></div>
${image(page, "page")}${image(popup, "popup")}
${pointer ? drawnPointer(pointer) : ""}`,
  );
}

/**
 * Makes a picture of the extension's icon and name, and of nothing else.
 * @param {Page} composer
 * @param {string} file
 * @param {Size} size
 */
export async function composeTile(composer, file, size) {
  const content = `<body class="tile">${icon}<h1>${escapeHtml(extensionName.message)}</h1>`;
  await photograph(composer, file, size, content);
}

/**
 * @param {Page} composer
 * @param {string} file
 * @param {Size} size
 * @param {string} body HTML
 */
async function photograph(composer, file, [width, height], body) {
  const html = `<!doctype html><meta charset="utf-8"><style>${STYLE}
body { width: ${width}px; height: ${height}px; }</style>${body}`;
  const folder = join(root, "out", "pictures");
  await mkdir(folder, { recursive: true });
  const source = join(folder, "composition.html");
  await writeFile(source, html);
  await composer.goto(String(pathToFileURL(source)));
  const isWhole = await composer.evaluate(() =>
    [...document.images].every((image) => image.naturalWidth > 0),
  );
  if (!isWhole) throw new Error(`${file}: a part of it does not load`);
  await composer.screenshot(file, { clip: { x: 0, y: 0, width, height } });
}

/** @param {{x: number, y: number, isPressed?: boolean}} pointer */
function drawnPointer({ x, y, isPressed }) {
  const ring = isPressed ? `<circle cx="4" cy="4" r="14"/>` : "";
  return `<svg class="pointer" style="left: ${x - 20}px; top: ${y - 20}px" viewBox="-16 -16 48 48">
${ring}<path d="M4 4v19l5-4.4 3.2 7.4 3.4-1.5-3.2-7.2h6.8z"/></svg>`;
}

const STYLE = `
* { box-sizing: border-box; }
body { --bar: #f1efec; --field: #fff; --ink: #29241b; --line: #d9d5ce; position: relative; margin: 0;
  overflow: hidden; font: 15px/1 system-ui, sans-serif; color: var(--ink); background: #fff; }
body.dark { --bar: #3d3a34; --field: #2b2925; --ink: #f1ece2; --line: #57534a; background: #0b0f19; }
.bar { display: flex; gap: 16px; align-items: center; height: ${BAR_HEIGHT}px;
  padding: 0 ${ICON_RIGHT - 12}px 0 14px; background: var(--bar); border-bottom: 1px solid var(--line); }
.address { flex: 1; padding: 7px 14px; background: var(--field); border: 1px solid var(--line);
  border-radius: 15px; white-space: nowrap; }
.icon { position: relative; width: 24px; height: 24px; }
.icon svg { width: 24px; height: 24px; }
.icon b { position: absolute; right: -6px; bottom: -5px; min-width: 14px; padding: 1px 3px; font-size: 11px;
  color: #fff; text-align: center; border-radius: 4px; }
.page { display: block; }
.popup { position: absolute; top: ${BAR_HEIGHT - 2}px; right: ${POPUP_RIGHT}px; border: 1px solid var(--line);
  border-radius: 8px; box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 12px 40px rgb(0 0 0 / 30%); }
.pointer { position: absolute; width: 48px; height: 48px; }
.pointer path { fill: #111; stroke: #fff; stroke-width: 1.6; }
.pointer circle { fill: rgb(245 181 74 / 45%); stroke: #a85b00; stroke-width: 1.5; }
.tile { display: flex; flex-direction: column; gap: 22px; align-items: center; justify-content: center;
  background: #fffdf8; }
.tile svg { width: 128px; height: 128px; }
.tile h1 { margin: 0; font-size: 34px; font-weight: 650; line-height: 1; }
`;
