// The packages are the same, byte for byte, wherever and whenever they are made.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { unzipSync } from "fflate";

const root = join(import.meta.dirname, "..");

/** @param {string} folder @param {string} command @param {Record<string, string>} [env] */
function run(folder, command, env = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    ...{ cwd: folder, encoding: "utf8", env: { ...process.env, ...env } },
  });
  assert.equal(status, 0, `${command}\n${stdout}\n${stderr}`);
  return stdout;
}

/** What is packed. @param {string} folder */
const sums = (folder) => readFile(join(folder, "dist", "SHA256SUMS"), "utf8");

/** @param {string} folder @param {RegExp} name */
async function packed(folder, name) {
  const file = (await sums(folder)).split(/\s+/).find((word) => name.test(word));
  return unzipSync(await readFile(join(folder, "dist", file ?? "")));
}

test("a package holds what was built, and proves its modules", async () => {
  const said = run(root, "node tools/package.mjs");
  assert.match(said, /firefox: page\/page_core\.js carries page_core\.wasm: sha256 [0-9a-f]{64}/);
  run(join(root, "dist"), "sha256sum --check --quiet SHA256SUMS");
  for (const [browser, name] of /** @type {const} */ ([
    ["chrome", /-chrome\.zip$/],
    ["firefox", /-firefox\.xpi$/],
  ])) {
    const files = await packed(root, name);
    const built = await readdir(join(root, "dist", browser), {
      recursive: true,
      withFileTypes: true,
    });
    assert.equal(Object.keys(files).length, built.filter((entry) => !entry.isDirectory()).length);
    for (const [file, bytes] of Object.entries(files))
      assert.ok((await readFile(join(root, "dist", browser, file))).equals(bytes), file);
  }
});

test("a script that does not carry the module beside it is no package", async () => {
  const other = await mkdtemp(join(tmpdir(), "no-proof-"));
  run(root, `cp -rL tools dist "$OTHER/"`, {
    OTHER: other,
  });
  await symlink(join(root, "node_modules"), join(other, "node_modules"));
  const module = join(other, "dist", "chrome", "page", "page_core.wasm");
  const bytes = await readFile(module);
  bytes[bytes.length - 1] ^= 1;
  await writeFile(module, bytes);
  const { status, stderr } = spawnSync("node", ["tools/package.mjs"], {
    cwd: other,
    encoding: "utf8",
  });
  assert.notEqual(status, 0);
  assert.match(stderr, /page_core\.js does not carry page_core\.wasm/);
  await rm(other, { recursive: true });
});

test("another folder, another home, another mask, another hour: the same bytes", async () => {
  run(root, "node tools/package.mjs");
  const place = await mkdtemp(join(tmpdir(), "another place "));
  const copy = join(place, "source");
  for (const [file, bytes] of Object.entries(await packed(root, /-source\.zip$/))) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    // As who unpacks it by hand does: a script must be told that it is one.
    const mode = Buffer.from(bytes.subarray(0, 2)).toString() === "#!" ? 0o700 : 0o600;
    await writeFile(join(copy, file), bytes, { mode });
  }
  // The tools are those of this copy; a source archive is made of what git knows.
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  const home = join(place, "home");
  await mkdir(home);
  const rust = {
    CARGO_HOME: process.env.CARGO_HOME ?? join(homedir(), ".cargo"),
    RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(homedir(), ".rustup"),
  };
  run(copy, "git init --quiet && git add --all && umask 077 && ./build.sh package", {
    ...rust,
    ...{ HOME: home, TZ: "Pacific/Kiritimati", LC_ALL: "C" },
  });
  assert.equal(await sums(copy), await sums(root));
  await rm(place, { recursive: true });
});
