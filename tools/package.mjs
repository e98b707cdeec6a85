// What the stores get, byte for byte the same on each machine and each day: the packages of both browsers, the
// source with notes for reviewers (store/reviewers.md), and their checksums. And the proof that the scripts carry
// the modules that ship beside them as files.
//
// node tools/package.mjs

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import { carriedModule } from "./carried.mjs";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
// A time in an archive is a local one. Its first possible day.
process.env.TZ = "UTC";
const MTIME = "1980-01-01";

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * An archive of files, in the order of their names. By a library in JavaScript: what Node compresses depends
 * on its version.
 * @param {string} folder
 * @param {string[]} names
 */
async function archive(folder, names) {
  /** @type {import("fflate").Zippable} */
  const files = {};
  for (const name of [...names].sort()) {
    const content = await readFile(join(folder, name));
    // Unix's mode of a file: a script can be run, whatever the mode of this copy.
    const mode = content.subarray(0, 2).toString() === "#!" ? 0o100755 : 0o100644;
    files[name] = [content, { mtime: MTIME, level: 9, os: 3, attrs: mode << 16 }];
  }
  return zipSync(files);
}

/** Every file below a folder, with slashes on every system. @param {string} folder */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}

/** @param {string[]} args */
const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });

/** What is under version control, as it stands here; null where this folder is not. */
function sources() {
  const top = git("rev-parse", "--show-toplevel").stdout?.trim();
  if (!top || realpathSync(top) !== realpathSync(root)) return null;
  if (git("status", "--porcelain").stdout) console.log("not all of this is committed");
  return git("ls-files", "-z").stdout.split("\0").filter(Boolean);
}

/**
 * Asserts that a script carries the module beside it.
 * @param {string} browser
 * @param {string} folder
 * @param {string} name
 */
async function prove(browser, folder, name) {
  const script = await readFile(join(dist, browser, folder, `${name}.js`), "utf8");
  const module = await readFile(join(dist, browser, folder, `${name}.wasm`));
  if (!carriedModule(script).equals(module))
    throw new Error(`${browser}: ${folder}/${name}.js does not carry ${name}.wasm`);
  console.log(`${browser}: ${folder}/${name}.js carries ${name}.wasm: sha256 ${sha256(module)}`);
}

const { version } = JSON.parse(await readFile(join(dist, "chrome", "manifest.json"), "utf8"));
for (const old of await readdir(dist))
  if (/^whose-quota-.*\.(zip|xpi)$/.test(old)) await rm(join(dist, old));

/** @type {Map<string, Uint8Array>} */
const made = new Map();
for (const [browser, ending] of [
  ["chrome", "chrome.zip"],
  ["firefox", "firefox.xpi"],
]) {
  const folder = join(dist, browser);
  made.set(`whose-quota-${version}-${ending}`, await archive(folder, await filesIn(folder)));
}
const tracked = sources();
// Whoever builds from the source archive has that archive.
if (tracked) made.set(`whose-quota-${version}-source.zip`, await archive(root, tracked));
else console.log("no version control here: no source archive");

for (const browser of ["chrome", "firefox"]) {
  await prove(browser, "page", "page_core");
  await prove(browser, "background", "background_core");
}
const sums = [...made].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
for (const [name, bytes] of made) await writeFile(join(dist, name), bytes);
await writeFile(join(dist, "SHA256SUMS"), sums.join(""));
for (const [name, bytes] of made) console.log(`dist/${name}: ${bytes.length} bytes`);
