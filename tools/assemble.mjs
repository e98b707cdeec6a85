// Puts the parts together: what ships as it is, the glue, the modules' bytes, the version.
// Both browsers get the same bytes: one manifest serves both.
//
// node tools/assemble.mjs FOLDER_OF_CORES

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");

const [, , cores = ""] = process.argv;
const load = await text("extension", "load_core.js");

/** @type {Record<string, string | Buffer>} */
const made = {};
for (const name of ["page_core", "background_core"]) {
  const module = await readFile(join(cores, `${name}.wasm`));
  const names = JSON.parse(await readFile(join(cores, `${name}_names.json`), "utf8"));
  made[`${name}.js`] = [
    "const newCore = () => {",
    renamed(await readFile(join(cores, `${name}.js`), "utf8"), names),
    "return wasm_bindgen;",
    "};",
    `const WHOSE_QUOTA_WASM = "${module.toString("base64")}";`,
    load,
  ].join("\n");
  // For reviewers: the bytes that the script carries, as a file.
  made[`${name}.wasm`] = module;
}

const version = /^version = "(.+)"$/m.exec(await text("Cargo.toml"))?.[1];
if (!version) throw new Error("Cargo.toml names no version");
const manifest = { ...JSON.parse(await text("manifest.json")), version };
made["manifest.json"] = `${JSON.stringify(manifest, null, 2)}\n`;

// The banner's styles travel inside the modules (build.rs).
const notShipped = /(\.d\.ts|[/\\](load_core\.js|icon\.svg|banner\.css))$/;
for (const browser of ["chrome", "firefox"]) {
  const dist = join(root, "dist", browser);
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await cp(join(root, "extension"), dist, {
    recursive: true,
    filter: (source) => !notShipped.test(source),
  });
  for (const [file, content] of Object.entries(made)) await writeFile(join(dist, file), content);
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
