// Puts the parts together: what ships as it is, the glue, the modules' bytes, the icons, the version.
// Both browsers get the same bytes, but for the keys of the manifest that only the other one knows.
//
// node tools/assemble.mjs FOLDER_OF_CORES

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { transform } from "esbuild";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");

const [, , cores = ""] = process.argv;
const load = await text("extension", "page", "load_core.js");

/** @type {Record<string, string | Buffer>} */
const made = {};
for (const [folder, name] of [
  ["page/", "page_core"],
  ["background/", "background_core"],
]) {
  const module = await readFile(join(cores, `${name}.wasm`));
  const names = JSON.parse(await readFile(join(cores, `${name}_names.json`), "utf8"));
  made[`${folder}${name}.js`] = [
    "{",
    "const newCore = () => {",
    renamed(await readFile(join(cores, `${name}.js`), "utf8"), names),
    "return wasm_bindgen;",
    "};",
    `const WHOSE_QUOTA_WASM = "${module.toString("base64")}";`,
    load,
    "}",
  ].join("\n");
  // For reviewers: the bytes that the script carries, as a file.
  made[`${folder}${name}.wasm`] = module;
}

const version = /^version = "(.+)"$/m.exec(await text("Cargo.toml"))?.[1];
if (!version) throw new Error("Cargo.toml names no version");
const manifest = { ...JSON.parse(await text("manifest.json")), version };
const { service_worker, scripts, ...background } = manifest.background;
const { minimum_chrome_version, browser_specific_settings, ...common } = manifest;
/** What each browser would complain of, the other one needs. @type {Record<string, object>} */
const manifests = {
  chrome: { ...common, minimum_chrome_version, background: { ...background, service_worker } },
  firefox: { ...common, browser_specific_settings, background: { ...background, scripts } },
};

// Every icon from one picture. In WASM, so that each machine draws the same bytes.
await initWasm(await readFile(new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm"))));
const icon = await text("extension", "icons", "icon.svg");
for (const [size, file] of Object.entries(manifest.icons))
  made[file] = Buffer.from(
    new Resvg(icon, { fitTo: { mode: "width", value: Number(size) } }).render().asPng(),
  );

// The page's core once more, as JavaScript: where a page's CSP forbids WASM (Chromium).
made["page/page_core_js.js"] = (
  await transform(
    [
      "{",
      "const newCore = () => {",
      withoutWasm(await readFile(join(cores, "page_core_js.js"), "utf8")),
      "return wasm_bindgen;",
      "};",
      "const instantiate = (imports) => {",
      ofImports(await readFile(join(cores, "page_core_js.mjs"), "utf8")),
      "return retasmFunc;",
      "};",
      "globalThis.loadCore = async () => () => {",
      "const core = newCore();",
      "core.initSync();",
      "return core;",
      "};",
      "}",
    ].join("\n"),
    { minify: true },
  )
).code;

// What every Space frame and Hub page loads: without comments, with short names.
for (const name of ["content/content.js", "content/hub_entry.js"])
  made[name] = (await transform(await text("extension", name), { minify: true })).code;

// Each language's texts, with the placeholders of the English ones.
const english = JSON.parse(await text("extension", "_locales", "en", "messages.json"));
for (const file of await readdir(join(root, "extension", "locales"))) {
  const texts = Object.entries(JSON.parse(await text("extension", "locales", file)));
  const messages = texts.map(([key, message]) => {
    const { placeholders } = english[key] ?? {};
    return [key, { message, ...(placeholders && { placeholders }) }];
  });
  const all = JSON.stringify(Object.fromEntries(messages), null, 1);
  made[`_locales/${file.replace(".json", "")}/messages.json`] = `${all}\n`;
}

const notShipped = /(\.d\.ts|[/\\](load_core\.js|icon\.svg|locales))$/;
for (const browser of ["chrome", "firefox"]) {
  const dist = join(root, "dist", browser);
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await cp(join(root, "extension"), dist, {
    recursive: true,
    filter: (source) => !notShipped.test(source),
  });
  const own = { "manifest.json": `${JSON.stringify(manifests[browser], null, 2)}\n` };
  for (const [file, content] of Object.entries({ ...made, ...own })) {
    await mkdir(dirname(join(dist, file)), { recursive: true });
    await writeFile(join(dist, file), content);
  }
}

/**
 * wasm-bindgen's glue with the short names that wasm-opt gave to the module's imports and exports.
 * @param {string} glue
 * @param {{imports: [string, string, string][], exports: [string, string][]}} names the module, the
 *   old name, the new one
 */
function renamed(glue, { imports, exports }) {
  const shorter = [
    ...new Map(imports.map(([module]) => [`"${module}": `, "a: "])),
    ...imports.map(([, old, name]) => [`${old}: `, `${name}: `]),
    ...exports.map(([old, name]) => [`wasm.${old}\\b`, `wasm.${name}`]),
  ];
  let text = glue;
  for (const [old = "", name] of shorter) {
    const parts = text.split(new RegExp(old));
    // Some exports are for others than this glue; an import that it does not know would be a fault.
    if (parts.length < 2 && !old.startsWith("wasm.")) throw new Error(`no ${old} in the glue`);
    text = parts.join(name);
  }
  return text;
}

/**
 * The glue of a module that `wasm2js` has made JavaScript of.
 * @param {string} glue
 */
function withoutWasm(glue) {
  const syncOnly = replaced(
    replaced(glue, / *async function __wbg_load.*(?=function initSync)/s, ""),
    /let __wbg_init_promise.*return Object\.assign\(__wbg_init,/s,
    "return Object.assign({},",
  );
  const instantiated = replaced(
    syncOnly,
    /if \(!\(module instanceof WebAssembly\.Module\)\) \{[^}]*\}\s*const instance = new WebAssembly\.Instance\(module, imports\);\s*return __wbg_finalize_init/,
    "const instance = { exports: instantiate(imports) };\nreturn __wbg_finalize_init",
  );
  // Such a memory grows into a new buffer, and does not detach the old one.
  return replaced(
    replaced(
      instantiated,
      /(cached\w+Memory0)\.byteLength === 0/g,
      "$1.buffer !== wasm.memory.buffer",
    ),
    /(cached\w+Memory0)\.buffer\.detached === true \|\| \([^)]*\)/g,
    "$1.buffer !== wasm.memory.buffer",
  );
}

/**
 * What `wasm2js` has made, as a function's body: its imports are the function's.
 * @param {string} module
 */
function ofImports(module) {
  const called = replaced(module, /(var retasmFunc = asmFunc)\(\{[^}]*\}\)/, "$1(imports)");
  return replaced(called, /^(import|export) .*;$/gm, "");
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {string} by
 */
function replaced(text, pattern, by) {
  const result = text.replace(pattern, by);
  if (result === text) throw new Error(`no ${pattern} in what the tools made`);
  return result;
}
