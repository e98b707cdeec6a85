// The documents say what is so: each test that they name exists, each permission has its section.

import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");

/**
 * The tests that a document's tables name: `file` › “title”, “another title of that file”; `other file` › “…”.
 * @param {string} document
 */
function named(document) {
  /** @type {{file: string, title: string}[]} */
  const tests = [];
  for (const row of document.split("\n").filter((line) => line.startsWith("|"))) {
    let file = "";
    for (const [, path, title] of row.matchAll(/`([\w./-]+)` ›|“([^”]+)”/g)) {
      if (path) file = path;
      else if (file && title) tests.push({ file, title });
    }
  }
  return tests;
}

/**
 * Whether a file has a test of that title: JavaScript's as it is written, `${…}` and all; Rust's by its name.
 * @param {string} source
 * @param {{file: string, title: string}} test
 */
function has(source, { file, title }) {
  if (file.endsWith(".rs")) {
    // An attribute and a name; in `proptest!` too.
    return new RegExp(`#\\[test\\]\\s+fn ${title}\\(`).test(source);
  }
  return source.split("test(").some((rest) => {
    const [quote = "", ...start] = rest.trimStart();
    return start.join("").startsWith(title + quote);
  });
}

test("a test that does not exist is noticed", () => {
  const source = `test("a title", () => {}); test(\n  \`of \${what}\`, () => {});`;
  const inRust = "#[test]\nfn a_name() {}\nfn no_test() {}";
  const at = (/** @type {string} */ file, /** @type {string} */ title) => ({ file, title });
  assert.ok(has(source, at("x.mjs", "a title")));
  assert.ok(has(source, at("x.mjs", `of \${what}`)));
  assert.ok(!has(source, at("x.mjs", "a titl")));
  assert.ok(!has(source, at("x.mjs", "of something")));
  assert.ok(has(inRust, at("x.rs", "a_name")));
  assert.ok(!has(inRust, at("x.rs", "no_test")));
  const row = "| a threat | “no title” | `tests/a.rs` › “one”, “two”; `tests/b.mjs` › “three” |";
  const found = named(row).map(({ file, title }) => `${file} ${title}`);
  assert.deepEqual(found, ["tests/a.rs one", "tests/a.rs two", "tests/b.mjs three"]);
});

for (const name of ["security.md", "reliability.md"]) {
  test(`every test that docs/${name} names exists, and every row of its tables names one`, async () => {
    const document = await text("docs", name);
    const tests = named(document);
    assert.ok(tests.length > 2);
    for (const one of tests) {
      const source = await text(one.file).catch(() => "");
      assert.ok(has(source, one), `${one.file} has no test “${one.title}”`);
    }
    // A table whose last column is "tests".
    const tables = document.split(/\n\n+/).filter((part) => /^\|.*\| tests? \|\n/.test(part));
    assert.ok(tables.length > 0);
    for (const row of tables.flatMap((table) => table.trim().split("\n").slice(2))) {
      assert.ok(named(row).length > 0, row);
    }
  });
}

test("every permission and every site has its section, and no other has one", async () => {
  const manifest = JSON.parse(await text("manifest.json"));
  const document = await text("docs", "permissions.md");
  const sections = [...document.matchAll(/^## `(.+)`\n\n([^#]+)/gm)];
  const asked = [...manifest.permissions, ...manifest.host_permissions];
  assert.deepEqual(sections.map(([, name]) => name).sort(), asked.sort());
  for (const [, name, words = ""] of sections) assert.ok(words.trim().length > 100, name);
  assert.equal(document.match(/^## /gm)?.length, sections.length);
  assert.equal(manifest.optional_permissions, undefined);
  assert.equal(manifest.optional_host_permissions, undefined);
  const places = manifest.content_scripts.flatMap(
    (/** @type {{matches: string[]}} */ { matches }) => matches,
  );
  const isAsked = (/** @type {string} */ place) =>
    manifest.host_permissions.some((/** @type {string} */ site) =>
      place.startsWith(site.replace(/\*$/, "")),
    );
  for (const place of places) assert.ok(isAsked(place), place);
});

/** Documents that say how things are today. */
const DOCUMENTS = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "PRIVACY.md"],
  ...["store/listing/README.md", "store/permissions.md", "store/privacy.md"],
  ...[
    ...["architecture", "from-code", "performance", "permissions"],
    ...["releasing", "reliability", "security", "testing", "watch"],
  ].map((name) => `docs/${name}.md`),
];

/**
 * The files and folders of the repository that a document names: in code from its root, in links from
 * where it stands.
 * @param {string} file
 * @param {string} document
 */
function paths(file, document) {
  const inCode = document.matchAll(
    /`((?:src|extension|tests|docs|fuzz|tools|examples)\/[\w./-]*)`/g,
  );
  const links = document.matchAll(/\]\((?!https?:)([\w./-]+)\)|src="(docs\/[\w./-]+)"/g);
  return [
    ...[...inCode].map(([, path = ""]) => path),
    ...[...links].map(([, link = "", image = ""]) => image || join(dirname(file), link)),
  ];
}

test("every file that a document names exists", async () => {
  const named = paths("docs/x.md", "`src/lib.rs` [x](y.md) `tests/none.rs` [z](https://a.b/c)");
  assert.deepEqual(named, ["src/lib.rs", "tests/none.rs", "docs/y.md"]);
  for (const file of DOCUMENTS) {
    const all = paths(file, await text(file));
    assert.ok(all.length > 0, file);
    for (const path of all)
      await access(join(root, path)).catch(() => assert.fail(`${file} names ${path}`));
  }
});

test("every test that a document tells to run exists", async () => {
  let count = 0;
  for (const file of DOCUMENTS)
    for (const [, name] of (await text(file)).matchAll(/cargo test[^`\n]*--test (\w+)/g)) {
      await access(join(root, "tests", `${name}.rs`)).catch(() => assert.fail(`${file}: ${name}`));
      count += 1;
    }
  assert.ok(count > 3);
});

test("each recipe of CONTRIBUTING.md has five steps", async () => {
  const recipes = (await text("CONTRIBUTING.md")).split(/^\*\*/m).slice(1);
  assert.equal(recipes.length, 5);
  for (const recipe of recipes) {
    const steps = [...recipe.matchAll(/(?<![\w.])(\d)\. /g)].map(([, number]) => number);
    assert.deepEqual(steps, ["1", "2", "3", "4", "5"], recipe);
  }
});

test("the README leads to these documents", async () => {
  const readme = await text("README.md");
  for (const name of ["security", "reliability", "permissions", "from-code"])
    assert.ok(readme.includes(`docs/${name}.md`), name);
});
