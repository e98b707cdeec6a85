// What ships: dist/chrome and dist/firefox, as ./build.sh made them.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { carriedModule } from "../tools/carried.mjs";

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

for (const [folder, name] of /** @type {const} */ ([
  ["page", "page_core"],
  ["background", "background_core"],
])) {
  test(`${name}.js carries the very bytes of ${name}.wasm`, async () => {
    const core = await text("dist", "chrome", folder, `${name}.js`);
    const shown = await readFile(join(root, "dist", "chrome", folder, `${name}.wasm`));
    assert.ok(WebAssembly.validate(shown));
    assert.ok(carriedModule(core).equals(shown));
  });
}

test("nothing else ships than what is listed here", async () => {
  /** @param {string} folder @param {string} names */
  const inFolder = (folder, names) => names.split(" ").map((name) => `${folder}/${name}`);
  const listed = [
    ...["manifest.json", "managed_schema.json", "_locales/en/messages.json"],
    ...["options.html", "popup.html", "welcome.html"],
    ...(await readdir(join(root, "extension", "locales"))).map(
      (file) => `_locales/${file.replace(".json", "")}/messages.json`,
    ),
    ...inFolder("icons", "16.png 32.png 48.png 128.png"),
    // In every page.
    ...inFolder("content", "content.js hub_entry.js"),
    // In pages that need the core; and the module as a file for reviewers.
    ...inFolder("page", "banner_host.js main.js toasts.js"),
    ...inFolder("page", "page_core.js page_core.wasm page_core_js.js"),
    ...inFolder("background", "background.js badge.js clock.js core.js csp.js file_types.js"),
    ...inFolder(
      "background",
      "hub_api.js inject.js menu.js notice.js ownership.js owns_space.js questions.js remaining.js source.js",
    ),
    ...inFolder(
      "background",
      "run_history.js runs.js settings.js store.js tab_memory.js tabs.js words.js",
    ),
    ...inFolder("background", "background_core.js background_core.wasm"),
    ...inFolder(
      "popup",
      "find_spaces.js hub_page.js page_shape.js popup.css popup.js tab_verdict.js",
    ),
    ...inFolder("options", "options.css options.js"),
    ...inFolder("welcome", "welcome.css welcome.js"),
  ];
  for (const browser of ["chrome", "firefox"]) {
    const folder = join(root, "dist", browser);
    const ships = (await files(folder)).map((file) => file.slice(folder.length + 1));
    assert.deepEqual(ships.sort(), listed.sort());
  }
});

test("the page's module is within its budget", async () => {
  const module = await readFile(join(root, "dist", "chrome", "page", "page_core.wasm"));
  assert.ok(module.length <= 80_000, `${module.length} bytes`);
  const gzipped = gzipSync(module, { level: 9 }).length;
  assert.ok(gzipped <= 36_000, `${gzipped} bytes gzipped`);
});

test("what every page of a Space loads is small", async () => {
  const sizes = await Promise.all(
    ["content.js", "hub_entry.js"].map(async (name) => {
      const script = await readFile(join(root, "dist", "chrome", "content", name));
      return script.length;
    }),
  );
  assert.ok(Math.max(...sizes) <= 5_120, `${sizes} bytes`);
});

test("the core without WASM evaluates no text, and asks for no WASM", async () => {
  const script = await text("dist", "chrome", "page", "page_core_js.js");
  assert.doesNotMatch(
    script,
    /WebAssembly\.(Module|Instance|compile|instantiate)|\beval\(|new Function/,
  );
  assert.match(script, /loadCore/);
});

test("what is injected on demand is there", async () => {
  const inject = await text("extension", "background", "inject.js");
  const files = [...inject.matchAll(/"(page\/\w+\.js)"/g)].map(([, file = ""]) => file);
  assert.ok(files.length >= 5);
  for (const file of files) await text("dist", "chrome", file);
});

test("the page's core sends what the contract of messages names", async () => {
  const contract = await text("extension", "messages.d.ts");
  const frames = /interface FrameMessages \{(.*?)\n\}/s.exec(contract)?.[1] ?? "";
  const kinds = [...frames.matchAll(/^ {2}"?([a-z-]+)"?: \{/gm)].map(([, kind]) => kind);
  const page = await text("src", "page", "mod.rs");
  const sent = [...page.matchAll(/\bmessage\(\s*"([a-z-]+)"/g)].map(([, kind]) => kind);
  assert.ok(kinds.length > 11 && sent.length === 7);
  for (const kind of sent) assert.ok(kinds.includes(kind), kind);
});

test("icons are as large as their names say", async () => {
  for (const size of [16, 32, 48, 128]) {
    const png = await readFile(join(root, "dist", "chrome", "icons", `${size}.png`));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
  }
});

test("both browsers get the same bytes, but for the manifest", async () => {
  const [chrome, firefox] = [join(root, "dist", "chrome"), join(root, "dist", "firefox")];
  const names = (/** @type {string[]} */ list, /** @type {string} */ folder) =>
    list.map((file) => file.slice(folder.length)).sort();
  const inChrome = await files(chrome);
  assert.ok(inChrome.length > 10);
  assert.deepEqual(names(inChrome, chrome), names(await files(firefox), firefox));
  for (const file of inChrome.filter((file) => !file.endsWith("manifest.json"))) {
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
  assert.deepEqual(others?.js, ["content/hub_entry.js"]);
  assert.ok(onHub.every(({ all_frames }) => all_frames === undefined));
  // The background finds the first ones by their pattern.
  const background = await text("extension", "background", "background.js");
  assert.ok(background.includes(`const SPACES = "${spaces?.matches[0]}";`));
});

test("the popup's modules are all fetched at once", async () => {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} file */
  const follow = async (file) => {
    const script = await text("dist", "chrome", file);
    for (const [, path = ""] of script.matchAll(/(?:from|import) "(\.[\w./]+\.js)";/g)) {
      const name = join(dirname(file), path);
      if (found.has(name)) continue;
      found.add(name);
      await follow(name);
    }
  };
  await follow("popup/popup.js");
  const page = await text("extension", "popup.html");
  const links = page.matchAll(/modulepreload" href="([\w/]+\.js)"/g);
  const preloaded = [...links].map(([, name]) => name);
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
  const popup = await text("extension", "popup", "popup.js");
  const named = [...popup.matchAll(/say\("(\w+)"\)/g)].map(([, key]) => key ?? "");
  assert.ok(named.length > 3);
  const inManifest = JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g);
  named.push(...[...inManifest].map(([, key]) => key ?? ""));
  for (const key of named) assert.ok(messages[key]?.message, `no message ${key}`);
});
