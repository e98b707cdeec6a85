// The builds that are measured, and what they are measured against: the same extension, emptied.

import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** @typedef {{raw: number, gzipped: number}} Size in bytes */

/**
 * The scripts that a browser runs for an extension by itself, as its manifest names them: no file of ours
 * is known by name here.
 * @param {string} folder
 */
async function scriptsOf(folder) {
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  const background = [manifest.background?.service_worker, ...(manifest.background?.scripts ?? [])];
  /** @type {string[][]} */
  const content = (manifest.content_scripts ?? []).map((/** @type {any} */ { js }) => js ?? []);
  return { background: [...new Set(background.filter(Boolean))], content };
}

/**
 * A copy with the same manifest and nothing behind it: what the browser itself takes for an extension with
 * these permissions and content scripts. The background is empty as well: that it observes requests, and
 * that it works on the other core while the page loads, is a cost of ours.
 * @param {string} folder
 * @returns {Promise<string>} delete it afterwards
 */
export async function emptied(folder) {
  const copy = await mkdtemp(join(tmpdir(), "whose-quota-emptied-"));
  await cp(folder, copy, { recursive: true });
  const { background, content } = await scriptsOf(copy);
  for (const file of [...background, ...content.flat()]) await writeFile(join(copy, file), "");
  return copy;
}

/** @param {string} folder */
export const removed = (folder) => rm(folder, { recursive: true });

/**
 * @param {Buffer} bytes
 * @returns {Size}
 */
const sizeOf = (bytes) => ({ raw: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length });

/**
 * The WASM modules by file name; the JavaScript of each of the manifest's content scripts, together; and
 * the whole folder.
 * @param {string} folder
 */
export async function sizes(folder) {
  const files = await readdir(folder, { recursive: true });
  /** @type {Record<string, Size>} */
  const modules = {};
  for (const file of files.filter((file) => extname(file) === ".wasm").toSorted())
    modules[file] = sizeOf(await readFile(join(folder, file)));
  const { content } = await scriptsOf(folder);
  const contentScripts = [];
  for (const scripts of content) {
    const texts = await Promise.all(scripts.map((file) => readFile(join(folder, file))));
    contentScripts.push(sizeOf(Buffer.concat(texts)));
  }
  const stats = await Promise.all(files.map((file) => stat(join(folder, file))));
  const total = stats.reduce((sum, each) => sum + (each.isFile() ? each.size : 0), 0);
  return { modules, contentScripts, total };
}
