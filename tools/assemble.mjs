// Puts the parts together: what ships as it is, the glue, the module's bytes, the version.
// Both browsers get the same bytes: one manifest serves both.
//
// node tools/assemble.mjs FOLDER_OF_BINDGEN MODULE.wasm

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");

const [, , glueFolder = "", moduleFile = ""] = process.argv;
const module = await readFile(moduleFile);

const core = [
  await readFile(join(glueFolder, "core.js"), "utf8"),
  `const WHOSE_QUOTA_WASM = "${module.toString("base64")}";`,
  await text("extension", "load_core.js"),
].join("\n");

const version = /^version = "(.+)"$/m.exec(await text("Cargo.toml"))?.[1];
if (!version) throw new Error("Cargo.toml names no version");
const manifest = JSON.stringify({ ...JSON.parse(await text("manifest.json")), version }, null, 2);

const notShipped = new Set(["types.d.ts", "core.d.ts", "load_core.js", "icon.svg"]);
for (const browser of ["chrome", "firefox"]) {
  const dist = join(root, "dist", browser);
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await cp(join(root, "extension"), dist, {
    recursive: true,
    filter: (source) => !notShipped.has(source.split("/").at(-1) ?? ""),
  });
  await writeFile(join(dist, "manifest.json"), `${manifest}\n`);
  await writeFile(join(dist, "core.js"), core);
  // For reviewers: the bytes that core.js carries, as a file.
  await writeFile(join(dist, "core.wasm"), module);
}
