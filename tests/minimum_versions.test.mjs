// The oldest browsers that the manifest lets in, and why: the youngest feature that ships and that we
// cannot do without. Versions as MDN's compatibility data have them (November 2026).

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const manifest = JSON.parse(await readFile(join(root, "manifest.json"), "utf8"));

/**
 * What is used, where it shows, and since when Chrome and Firefox have it. 0: since long before, or the
 * browser does without.
 * @type {[feature: string, shows: RegExp, chrome: number, firefox: number][]}
 */
const FEATURES = [
  ["light-dark() in CSS", /light-dark\(/, 123, 120],
  ["a background of service_worker and scripts", /"service_worker".*"scripts"/s, 121, 121],
  [":has() in CSS", /:has\(/, 105, 121],
  ["hosts of the manifest granted at install", /"host_permissions"/, 0, 127],
  ["URL.canParse", /URL\.canParse/, 120, 115],
  ["a popover's button", /popovertarget/, 114, 125],
  ["color-mix() in CSS", /color-mix\(/, 111, 113],
  ["storage.session", /storage\.session/, 102, 115],
  ["AbortSignal.timeout", /AbortSignal\.timeout/, 103, 100],
  ["'wasm-unsafe-eval' for extension pages", /wasm-unsafe-eval/, 103, 102],
  ["constructed style sheets", /adoptedStyleSheets/, 73, 101],
  // Of what an add-on tells about visitors; older ones do not know the word (140, on Android 142).
  ["data_collection_permissions", /"data_collection_permissions"/, 0, 142],
  ["scripting.executeScript", /scripting\s*\.executeScript/, 88, 102],
];

/** What CSS uses beside, all older than 2022. `text-wrap: pretty` is younger: lines break less well. */
const OLD_PROPERTIES =
  `accent-color align-items align-self all appearance background border border-block-start
  border-block-start-color border-collapse border-color border-inline-start border-inline-start-color
  border-radius box-shadow box-sizing clip-path color color-scheme column-gap content cursor display filter flex
  flex-basis flex-wrap font font-family font-size font-variant-numeric font-weight gap grid-area grid-column
  grid-template-columns height inset inset-block inset-inline inset-inline-start justify-content
  line-height list-style margin margin-block margin-block-end margin-block-start margin-inline
  margin-inline-start margin-left margin-right max-height max-width min-height min-width outline
  outline-offset overflow overflow-wrap padding padding-block padding-block-start padding-inline padding-inline-end
  padding-inline-start pointer-events position text-align text-decoration text-wrap transform
  transform-origin user-select white-space width z-index`.split(/\s+/);
const OLD_FUNCTIONS =
  `@media brightness( calc( inset( max( min( minmax( not( rgb( rotate( translate(
  var(`.split(/\s+/);

/** What ships as text, with the styles that the modules carry. */
async function texts() {
  const names = (await readdir(join(root, "extension"), { recursive: true })).filter((name) =>
    /\.(js|css|html)$/.test(name),
  );
  const paths = [
    ...names.map((name) => join("extension", name)),
    ...["manifest.json", "src/ui/banner.rs", "src/ui/banner.css", "src/ui/card.css"],
  ];
  const glue = join("dist", "chrome", "page", "page_core.js");
  return Promise.all([...paths, glue].map((path) => readFile(join(root, path), "utf8")));
}

test("each feature that asks for a browser's version is used", async () => {
  const all = (await texts()).join("\n");
  for (const [feature, shows] of FEATURES) assert.ok(shows.test(all), feature);
});

test("the manifest asks for the versions that the youngest features need, and no newer ones", () => {
  const { minimum_chrome_version: chrome, browser_specific_settings } = manifest;
  assert.equal(Number(chrome), Math.max(...FEATURES.map(([, , chrome]) => chrome)));
  const firefox = parseFloat(browser_specific_settings.gecko.strict_min_version);
  assert.equal(firefox, Math.max(...FEATURES.map(([, , , firefox]) => firefox)));
});

test("Firefox for Android is not declared before somebody has seen it there", () => {
  // docs/decisions/0012-android.md says what is missing.
  assert.equal(manifest.browser_specific_settings.gecko_android, undefined);
});

test("the scripts' language is older than these versions", async () => {
  // TypeScript knows no younger one: of ES2024, Chrome 119 and Firefox 122 were the last to come.
  const { compilerOptions } = JSON.parse(await readFile(join(root, "tsconfig.json"), "utf8"));
  assert.deepEqual([compilerOptions.target, compilerOptions.lib[0]], ["es2024", "es2024"]);
  assert.ok(Number(manifest.minimum_chrome_version) >= 119);
});

test("the styles use nothing younger", async () => {
  const read = (/** @type {string} */ name) => readFile(join(root, name), "utf8");
  const pages = ["popup/popup.css", "options/options.css", "welcome/welcome.css"];
  const files = [
    ...["src/ui/banner.css", "src/ui/card.css"],
    ...pages.map((page) => `extension/${page}`),
  ];
  const styles = (await Promise.all(files.map(read))).join("\n");
  const css = styles.replace(/\/\*.*?\*\//gs, "");
  /** @param {RegExp} pattern */
  const used = (pattern) => new Set([...css.matchAll(pattern)].map(([, word = ""]) => word));
  const properties = used(/(?:^|[{;])\s*(-?[a-z][a-z-]*)\s*:(?!:)/gm);
  const functions = used(/(@[a-z-]+|(?<![a-z-])[a-z-]+\()/g);
  assert.ok(properties.size > 50 && functions.size > 10);
  for (const property of properties) assert.ok(OLD_PROPERTIES.includes(property), property);
  for (const used of functions) {
    const isNamed = FEATURES.some(([feature]) => feature.includes(used));
    assert.ok(isNamed || OLD_FUNCTIONS.includes(used), used);
  }
});
