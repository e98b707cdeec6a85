// The layout that docs/architecture.md describes: files of a size that can be read at once, no use of a
// layer above, no circle of modules.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");

/** What is part of the project: what git has, or would take. */
const FILES = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .stdout.split("\n")
  .filter((file) => /\.(rs|js|mjs|ts|py|css|html|sh)$/.test(file));

/** @param {string} file */
const text = (file) => readFileSync(join(root, file), "utf8");

const MAX_SOURCE_LINES = 400;
const MAX_TEST_LINES = 500;

test("no source file is longer than 400 lines, and no file of the tests longer than 500", () => {
  assert.ok(FILES.length > 200, `${FILES.length} files`);
  const long = FILES.filter((file) => {
    const isTest = /^(tests|fuzz|examples)\//.test(file);
    const lines = text(file).split("\n").length - 1;
    return lines > (isTest ? MAX_TEST_LINES : MAX_SOURCE_LINES);
  });
  assert.deepEqual(long, []);
});

/** The modules of the core, and what each may use. */
const MAY_USE = {
  string_enum: [],
  json: [],
  press_limit: [],
  facts: ["json", "string_enum"],
  verdict: ["facts", "string_enum"],
  tab: ["facts", "verdict"],
  settings: ["facts", "verdict", "json", "string_enum"],
  ui: ["facts", "verdict", "tab", "settings", "json", "string_enum"],
  browser: ["json", "ui"],
  page: ["browser", "facts", "json", "ui"],
  api: [
    ...["browser", "facts", "json", "page", "press_limit"],
    ...["settings", "tab", "ui", "verdict"],
  ],
};

test("no module of the core uses one above it", () => {
  const sources = FILES.filter((file) => /^src\/.*\.rs$/.test(file) && file !== "src/lib.rs");
  const upwards = [];
  for (const file of sources) {
    const module = file.slice("src/".length).split(/[/.]/)[0];
    const may = MAY_USE[/** @type {keyof typeof MAY_USE} */ (module)];
    assert.ok(may, `${module}: which layer?`);
    for (const [, used] of text(file).matchAll(/\bcrate::(\w+)/g))
      if (used !== module && !(/** @type {string[]} */ (may).includes(used)))
        upwards.push(`${file} uses ${used}`);
  }
  assert.deepEqual(upwards, []);
});

/**
 * The modules that a file imports, by their paths.
 * @param {string} file
 */
function imports(file) {
  const paths = [...text(file).matchAll(/\b(?:from|import) "(\.{1,2}\/[^"]+)"/g)];
  return paths.map(([, path]) => join(dirname(file), path));
}

test("no script of the extension imports from a door above it, and none in a circle", () => {
  const scripts = FILES.filter((file) => /^extension\/.*\.js$/.test(file));
  const graph = new Map(scripts.map((file) => [file, imports(file)]));
  assert.ok([...graph.values()].flat().length > 20);
  for (const [file, used] of graph)
    for (const other of used)
      assert.ok(
        !other.startsWith("extension/popup/") || file.startsWith("extension/popup/"),
        `${file} imports ${other}`,
      );
  /** @param {string} file @param {string[]} path */
  const walk = (file, path) => {
    assert.ok(!path.includes(file), [...path, file].join(" → "));
    for (const other of graph.get(file) ?? []) walk(other, [...path, file]);
  };
  for (const file of scripts) walk(file, []);
});
