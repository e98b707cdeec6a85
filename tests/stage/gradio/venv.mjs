// Makes the Python environments of the Gradio Spaces, once per list of requirements.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Gradio versions that have a list of requirements here. */
export const GRADIO_VERSIONS = ["6.31.0", "5.49.1", "5.23.3", "4.44.1"];

/**
 * Older `spaces` packages, with the Gradio that each goes with here. The environments themselves have
 * the newest one.
 */
export const OLDER_SPACES = /** @type {const} */ ({
  "0.50.2": "5.23.3",
  "0.48.3": "4.44.1",
  "0.36.0": "5.23.3",
  "0.30.4": "4.44.1",
  "0.29.6": "4.44.1",
});

/** Where environments are kept unless the caller says otherwise. */
export const DEFAULT_CACHE = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "whose-quota",
);

/** @type {Map<string, Promise<string>>} */
const underWay = new Map();

/**
 * The Python interpreter of an environment with this Gradio, which is made if it is not there yet.
 *
 * @param {string} version one of {@link GRADIO_VERSIONS}, or any other release, for the watch (tools/watch)
 * @param {{cache?: string, log?: (line: string) => void}} [options]
 * @returns {Promise<string>} the path of its `python`
 */
export function gradioPython(version, { cache = DEFAULT_CACHE, log = console.log } = {}) {
  return once(`${cache}\0${version}`, () => make(version, cache, log));
}

/**
 * Where the scripts and styles of a Gradio's pages lie, in the same environment.
 *
 * @param {string} version
 * @param {{cache?: string, log?: (line: string) => void}} [options]
 */
export async function gradioFrontend(version, options) {
  const lib = join(dirname(await gradioPython(version, options)), "..", "lib");
  const [python] = await readdir(lib);
  return join(lib, python, "site-packages", "gradio", "templates", "frontend");
}

/**
 * A folder with an older `spaces`, for Python's path: there it comes before the environment's own.
 *
 * @param {keyof typeof OLDER_SPACES} version
 * @param {{cache?: string, log?: (line: string) => void}} [options]
 * @returns {Promise<string>}
 */
export function olderSpaces(version, { cache = DEFAULT_CACHE, log = console.log } = {}) {
  return once(`${cache}\0spaces-${version}`, async () => {
    const folder = join(cache, `spaces-${version}`);
    if (existsSync(folder)) return folder;
    const python = await gradioPython(OLDER_SPACES[version], { cache, log });
    await madeAside(folder, async (unfinished) => {
      await pip(python, "--no-deps", "--target", unfinished, `spaces==${version}`, "psutil==5.9.8");
    });
    return folder;
  });
}

/** What `gradio[oauth]` brings besides, as on a Space. */
const OAUTH_PACKAGES = [
  ...["authlib==1.6.5", "itsdangerous==2.2.0", "cryptography==46.0.3"],
  ...["cffi==2.0.0", "pycparser==2.23"],
];

/**
 * A folder with what Gradio's sign-in needs, for Python's path.
 *
 * @param {string} version of Gradio, whose Python installs them
 * @param {{cache?: string, log?: (line: string) => void}} [options]
 */
export function oauthPackages(version, { cache = DEFAULT_CACHE, log = console.log } = {}) {
  return once(`${cache}\0oauth`, async () => {
    const folder = join(cache, "oauth-1");
    if (existsSync(folder)) return folder;
    const python = await gradioPython(version, { cache, log });
    await madeAside(folder, async (unfinished) => {
      await pip(python, "--no-deps", "--target", unfinished, ...OAUTH_PACKAGES);
    });
    return folder;
  });
}

/**
 * @param {string} key
 * @param {() => Promise<string>} make
 */
function once(key, make) {
  const known = underWay.get(key);
  if (known) return known;
  const made = make();
  underWay.set(key, made);
  // A failure (no network, say) may be put right before the next Space asks.
  made.catch(() => underWay.delete(key));
  return made;
}

/**
 * @param {string} version
 * @param {string} cache
 * @param {(line: string) => void} log
 */
async function make(version, cache, log) {
  const requirements = fileURLToPath(new URL(`requirements-${version}.txt`, import.meta.url));
  const isPinned = existsSync(requirements);
  // A release that came after this project is for the watch alone: with what is newest beside it.
  const packages = isPinned ? ["--requirement", requirements] : [`gradio==${version}`, "spaces"];
  const hash = createHash("sha256").update(isPinned ? await readFile(requirements) : "newest");
  const folder = join(cache, `gradio-${version}-${hash.digest("hex").slice(0, 12)}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;

  log(`Making a Python environment with Gradio ${version} in ${folder} (about a minute, 500 MB)`);
  await checkPython();
  await madeAside(folder, async (unfinished) => {
    await run("python3", ["-m", "venv", unfinished]);
    // Only its `python` is used, which a rename does not hurt.
    await pip(join(unfinished, "bin", "python"), ...packages);
  });
  log(`Gradio ${version} is ready`);
  return python;
}

/**
 * Makes a folder under another name and renames it when it is whole, so that neither a break nor a
 * second process that does the same leaves half of it behind.
 *
 * @param {string} folder
 * @param {(unfinished: string) => Promise<void>} make
 */
async function madeAside(folder, make) {
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  try {
    await make(unfinished);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {string} python
 * @param {string[]} what
 */
function pip(python, ...what) {
  const quietly = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
  return run(python, ["-m", "pip", "install", ...quietly, ...what]);
}

async function checkPython() {
  const [major, minor] = await run("python3", [
    "-c",
    "import sys; print(*sys.version_info[:2])",
  ]).then(
    (out) => out.trim().split(" ").map(Number),
    () => {
      throw new Error("python3 is missing. On Debian: apt-get install python3 python3-venv");
    },
  );
  if (major < 3 || minor < 11) {
    throw new Error(`python3 is ${major}.${minor}; the Gradio Spaces need 3.11 or later`);
  }
  await run("python3", ["-c", "import venv, ensurepip"]).catch(() => {
    throw new Error("Python's venv module is missing. On Debian: apt-get install python3-venv");
  });
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string>} what it printed
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${errors || out}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cache = process.argv[2] || DEFAULT_CACHE;
  for (const version of GRADIO_VERSIONS) console.log(await gradioPython(version, { cache }));
  const older = /** @type {(keyof typeof OLDER_SPACES)[]} */ (Object.keys(OLDER_SPACES));
  for (const version of older) console.log(await olderSpaces(version, { cache }));
  console.log(await oauthPackages(GRADIO_VERSIONS[0], { cache }));
}
