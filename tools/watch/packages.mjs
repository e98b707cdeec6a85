// Packages of others, through the ordinary clients of their registries: which versions there are, and
// their files, kept in the cache folder.

import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { output } from "./programs.mjs";

/** @typedef {{page: Record<string, number>, server: Record<string, number>}} Words files with each word */

/**
 * The versions that pip lists, oldest first, without pre-releases.
 *
 * @param {string} printed by `pip index versions`
 */
export function versionsIn(printed) {
  const list = /^Available versions: (.*)$/m.exec(printed)?.[1] ?? "";
  const versions = list.split(",").map((version) => version.trim());
  return versions.filter((version) => /^\d+\.\d+\.\d+$/.test(version)).sort(byVersion);
}

/**
 * @param {string} one
 * @param {string} other
 */
export function byVersion(one, other) {
  return one.localeCompare(other, "en", { numeric: true });
}

/**
 * The newest release before a version.
 *
 * @param {string[]} versions
 * @param {string} version
 */
export function releaseBefore(versions, version) {
  const earlier = versions.filter((one) => byVersion(one, version) < 0);
  return earlier.sort(byVersion).at(-1);
}

const PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"];

/**
 * @param {string} name of a package on PyPI
 */
export async function pypiVersions(name) {
  const versions = versionsIn(await output("python3", [...PIP, "index", "versions", name]));
  if (versions.length === 0) throw new Error(`pip lists no version of ${name}`);
  return versions;
}

/**
 * @param {string} cache
 * @param {string} name
 * @param {string} version
 * @returns {Promise<string>} the path of the wheel
 */
export function wheel(cache, name, version) {
  const what = ["--only-binary=:all:", "--no-deps", `${name}==${version}`];
  return fetched(cache, `${name}-${version}`, ".whl", (folder) =>
    output("python3", [...PIP, "download", "--quiet", "--dest", folder, ...what]),
  );
}

/**
 * @param {string} cache
 * @param {string} name of a package on npm
 * @param {string} version
 * @returns {Promise<string>} the path of its archive
 */
export function npmArchive(cache, name, version) {
  const kept = `${name.replace(/^@/, "").replace("/", "-")}-${version}`;
  return fetched(cache, kept, ".tgz", (folder) =>
    output("npm", ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`]),
  );
}

/**
 * @param {string} name of a package on npm
 * @returns {Promise<string[]>}
 */
export async function npmVersions(name) {
  const versions = JSON.parse(await output("npm", ["view", name, "versions", "--json"]));
  return versions.filter((/** @type {string} */ one) => /^\d+\.\d+\.\d+$/.test(one));
}

/**
 * A file that is fetched into a folder of its own, once: a release never changes.
 *
 * @param {string} cache
 * @param {string} name
 * @param {string} ending
 * @param {(folder: string) => Promise<unknown>} fetch
 */
async function fetched(cache, name, ending, fetch) {
  const folder = join(cache, "packages", name);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished-${process.pid}`;
    try {
      await mkdir(unfinished, { recursive: true });
      await fetch(unfinished);
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  const file = (await readdir(folder)).find((one) => one.endsWith(ending));
  if (!file) throw new Error(`${name} has no ${ending}`);
  return join(folder, file);
}

const WORDS = join(import.meta.dirname, "package_words.py");

/**
 * In how many scripts of a package each word stands.
 *
 * @param {string} file a wheel or an npm archive
 * @param {readonly string[]} words
 * @returns {Promise<Words>}
 */
export async function wordsIn(file, words) {
  return JSON.parse(await output("python3", [WORDS, file, ...words]));
}
