// What ships: dist/chrome and dist/firefox, as ./build.sh made them.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");
const manifest = JSON.parse(await text("dist", "chrome", "manifest.json"));

/** @param {string} folder */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

for (const name of ["page_core", "background_core"]) {
  test(`${name}.js carries the very bytes of ${name}.wasm`, async () => {
    const core = await text("dist", "chrome", `${name}.js`);
    const carried = /const WHOSE_QUOTA_WASM = "([A-Za-z0-9+/=]+)";/.exec(core)?.[1] ?? "";
    const shown = await readFile(join(root, "dist", "chrome", `${name}.wasm`));
    assert.ok(WebAssembly.validate(shown));
    assert.ok(Buffer.from(carried, "base64").equals(shown));
  });
}

test("nothing else ships than what is listed here", async () => {
  const listed = [
    "manifest.json",
    "_locales/en/messages.json",
    // The modules: as scripts carry them, and as files for reviewers.
    ...["background_core.js", "background_core.wasm", "page_core.js", "page_core.wasm"],
    // In pages.
    ...["banner_host.js", "content.js", "hub_entry.js", "look_around.js", "toasts.js"],
    "without_wasm.js",
    // In the background, the popup, or both.
    ...["background.js", "badge.js", "build_element.js", "clock.js", "core.js", "file_types.js"],
    ...["hub_api.js", "outcomes.js", "popup.css", "popup.html", "popup.js", "questions.js"],
    ...["remaining.js", "runs.js", "shown.js", "store.js", "tab_report.js", "tabs.js"],
    ...["icons/16.png", "icons/32.png", "icons/48.png", "icons/128.png"],
  ];
  for (const browser of ["chrome", "firefox"]) {
    const folder = join(root, "dist", browser);
    const ships = (await files(folder)).map((file) => file.slice(folder.length + 1));
    assert.deepEqual(ships.sort(), listed.sort());
  }
});

test("icons are as large as their names say", async () => {
  for (const size of [16, 32, 48, 128]) {
    const png = await readFile(join(root, "extension", "icons", `${size}.png`));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
  }
});

test("both browsers get the same bytes", async () => {
  const [chrome, firefox] = [join(root, "dist", "chrome"), join(root, "dist", "firefox")];
  const names = (/** @type {string[]} */ list, /** @type {string} */ folder) =>
    list.map((file) => file.slice(folder.length)).sort();
  const inChrome = await files(chrome);
  assert.ok(inChrome.length > 10);
  assert.deepEqual(names(inChrome, chrome), names(await files(firefox), firefox));
  for (const file of inChrome) {
    const twin = await readFile(file.replace(chrome, firefox));
    assert.ok(twin.equals(await readFile(file)), file);
  }
});

test("nothing that ships names a folder of the machine that built it", async () => {
  for (const file of await files(join(root, "dist"))) {
    const bytes = await readFile(file, "latin1");
    for (const folder of [root, `${homedir()}/`]) {
      assert.ok(!bytes.includes(folder), `${file} holds ${folder}`);
    }
  }
});

test("a page can reach nothing of ours, and no script of ours runs in a page's own world", () => {
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
  for (const script of manifest.content_scripts) assert.equal(script.world, undefined);
});

test("a page of the Hub gets the scripts of a Space's page, or the one that asks for them", async () => {
  /** @type {{matches: string[], exclude_matches?: string[], js: string[], all_frames?: boolean}[]} */
  const scripts = manifest.content_scripts;
  const onHub = scripts.filter(({ matches }) => matches[0]?.startsWith("https://huggingface.co/"));
  const [spaces, others] = onHub;
  assert.equal(onHub.length, 2);
  assert.deepEqual(others?.exclude_matches, spaces?.matches);
  assert.deepEqual(others?.js, ["hub_entry.js"]);
  assert.ok(onHub.every(({ all_frames }) => all_frames === undefined));
  // The background finds the first ones by their pattern.
  const background = await text("extension", "background.js");
  assert.ok(background.includes(`const SPACES = "${spaces?.matches[0]}";`));
});

test("the popup's modules are all fetched at once", async () => {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} file */
  const follow = async (file) => {
    const script = await text("dist", "chrome", file);
    for (const [, name = ""] of script.matchAll(/(?:from|import) "\.\/(\w+\.js)";/g)) {
      if (found.has(name)) continue;
      found.add(name);
      await follow(name);
    }
  };
  await follow("popup.js");
  const page = await text("extension", "popup.html");
  const preloaded = [...page.matchAll(/modulepreload" href="(\w+\.js)"/g)].map(([, name]) => name);
  assert.ok(found.size > 5);
  assert.deepEqual(preloaded, [...found].sort());
});

test("permissions are those that the README explains", async () => {
  const readme = await text("README.md");
  const asked = [...manifest.permissions, ...manifest.host_permissions];
  assert.deepEqual(manifest.optional_permissions, undefined);
  for (const permission of asked) assert.ok(readme.includes(`| \`${permission}\` |`), permission);
});

test("the version is the crate's", async () => {
  assert.ok((await text("Cargo.toml")).includes(`version = "${manifest.version}"`));
});

test("every message that the glue and the manifest name exists", async () => {
  const messages = JSON.parse(await text("extension", "_locales", "en", "messages.json"));
  const popup = await text("extension", "popup.js");
  const named = [...popup.matchAll(/say\("(\w+)"\)/g)].map(([, key]) => key ?? "");
  assert.ok(named.length > 3);
  // extension/badge.js
  for (const pool of ["space", "none", "unknown"]) named.push(`badge_${pool}`);
  for (const grade of ["observed", "derived", "assumed"]) named.push(`badge_guest_${grade}`);
  for (const grade of ["observed", "derived"]) named.push(`badge_account_${grade}`);
  const inManifest = JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g);
  named.push(...[...inManifest].map(([, key]) => key ?? ""));
  for (const key of named) assert.ok(messages[key]?.message, `no message ${key}`);
});
