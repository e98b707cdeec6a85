// What the stores are told is so, and the workflows name what is there.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

/** web-ext's own: YAML is read in no other place. */
const { load } = createRequire(import.meta.url)("js-yaml");

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const text = (...path) => readFile(join(root, ...path), "utf8");
/** @param {string} folder @param {RegExp} named */
const filesIn = async (folder, named) =>
  (await readdir(join(root, folder), { recursive: true }))
    .filter((name) => named.test(name))
    .sort();

const manifest = JSON.parse(await text("manifest.json"));
const PRIVACY = await text("PRIVACY.md");

/** How a text is built: the bullets of each paragraph. @param {string} text */
const shape = (text) =>
  text
    .trim()
    .split("\n\n")
    .map((paragraph) => paragraph.match(/^• /gm)?.length ?? 0);

test("each language of the extension has its long text, built like the English one", async () => {
  const english = await text("store", "listing", "en.txt");
  assert.deepEqual(shape("a\n\n• b\n• c\n"), [0, 2]);
  assert.deepEqual(shape(english), [0, 0, 5, 0, 0]);
  const codes = (await readdir(join(root, "extension", "locales"))).map((file) =>
    file.replace(".json", ""),
  );
  const listed = ["en", ...codes].sort();
  const texts = await filesIn("store/listing", /\.txt$/);
  assert.deepEqual(
    texts.map((file) => file.replace(".txt", "")),
    listed,
  );
  const rows = [...(await text("store", "listing", "README.md")).matchAll(/^\| `(\w+)` \|/gm)];
  assert.deepEqual(
    rows.map(([, code]) => code),
    listed,
  );
  for (const file of texts) {
    const words = await text("store", "listing", file);
    assert.deepEqual(shape(words), shape(english), file);
    if (file !== "en.txt") assert.notEqual(words, english, file);
    // The names that nobody translates, and ZeroGPU's own words.
    for (const name of ["Whose Quota", "ZeroGPU", "You have exceeded your GPU quota"])
      assert.ok(words.includes(name), `${file}: ${name}`);
    // Each line is a whole paragraph or bullet; the stores take no markup.
    assert.ok(!/<|\]\(|\*\*|[ \t]$/m.test(words), file);
  }
});

test("each permission and each site has its reason for the stores, and no other has one", async () => {
  const document = await text("store", "permissions.md");
  const reasons = [...document.matchAll(/^### `(.+)`\n\n([^#]+)/gm)];
  const asked = [...manifest.permissions, ...manifest.host_permissions];
  assert.deepEqual(reasons.map(([, name]) => name).sort(), asked.sort());
  assert.equal(document.match(/^### /gm)?.length, reasons.length);
  for (const [, name, words = ""] of reasons) {
    assert.ok(words.trim().length > 100, name);
    // A field of the Chrome Web Store holds no more.
    assert.ok(words.trim().length <= 1_000, `${name}: ${words.length}`);
  }
  for (const section of ["Single purpose", "Remote code", "Notes to reviewers (AMO)"])
    assert.match(document, new RegExp(`^## ${section.replace(/[()]/g, "\\$&")}\n\n\\S`, "m"));
});

/** Where the extension's own pages and its background may ask: what the manifest's policy allows. */
const ASKED = /connect-src ([^;]+);/
  .exec(manifest.content_security_policy.extension_pages)?.[1]
  ?.split(" ")
  .map((source) => source.replace("*", "SUBDOMAIN"));

test("PRIVACY.md names every place that may be asked, and no other", () => {
  assert.ok(ASKED && ASKED.length > 2);
  const named = [...PRIVACY.matchAll(/`(https:[^`]+)`/g)].map(([, url = ""]) => url);
  for (const place of ASKED)
    assert.ok(
      named.some((url) => url.startsWith(place)),
      place,
    );
  for (const url of named)
    assert.ok(
      ASKED.some((place) => url.startsWith(place)),
      url,
    );
});

/** @param {string} source JavaScript without its comments */
const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

test("one file asks, and PRIVACY.md names every storage that is used", async () => {
  const scripts = await filesIn("extension", /\.js$/);
  assert.ok(scripts.length > 20);
  const areas = new Set();
  for (const file of scripts) {
    const source = withoutComments(await text("extension", file));
    const asks = /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts/;
    assert.equal(asks.test(source), file === join("background", "questions.js"), file);
    // What a page could hold for us.
    assert.ok(
      !/localStorage|sessionStorage|indexedDB|\bcaches\.|document\.cookie/.test(source),
      file,
    );
    for (const [, one, several] of source.matchAll(
      /chrome\.storage\??\.(\w+)|\{([^}]+)\} = chrome\.storage\b/g,
    ))
      for (const area of (one ?? several ?? "").split(",")) areas.add(area.trim());
  }
  areas.delete("onChanged");
  assert.ok(areas.size > 2);
  const named = [...PRIVACY.matchAll(/^\| `storage\.(\w+)`/gm)].map(([, area]) => area);
  assert.deepEqual(named.sort(), [...areas].sort());
});

test("what Firefox is told of data is what the documents say", async () => {
  for (const name of ["README.md", "SECURITY.md"])
    assert.ok((await text(name)).includes("(PRIVACY.md)"), name);
  const { data_collection_permissions: declared } = manifest.browser_specific_settings.gecko;
  assert.deepEqual(declared, { required: ["none"] });
  assert.ok(
    (await text("store", "privacy.md")).includes(
      '`data_collection_permissions` in `manifest.json`: `{ "required": ["none"] }`',
    ),
  );
  // docs/releasing.md says that Android is not declared.
  const isDeclared = manifest.browser_specific_settings.gecko_android !== undefined;
  assert.equal((await text("docs", "releasing.md")).includes("**Not declared"), !isDeclared);
});

/** The commands that build.sh lists. */
const COMMANDS = new Set(
  [...(await text("build.sh")).matchAll(/^\.\/build\.sh (\w+)/gm)].map(([, name]) => name),
);

/** @param {string} text @param {string} where */
function checkCommands(text, where) {
  for (const [, name] of text.matchAll(/\.\/build\.sh +([a-z]+)/g))
    assert.ok(COMMANDS.has(name), `${where}: ./build.sh ${name}`);
}

const WORKFLOWS = await filesIn(".github", /^(workflows|actions)\/.+\.yml$/);

test("the workflows can be read, pin what they use, and name commands that exist", async () => {
  assert.ok(COMMANDS.size > 8);
  assert.throws(() => checkCommands("./build.sh tset", "x"), /tset/);
  assert.deepEqual(WORKFLOWS, [
    ...["actions/prepare/action.yml", "workflows/ci.yml", "workflows/release.yml"],
  ]);
  for (const file of WORKFLOWS) {
    const source = await text(".github", file);
    const { on, permissions, jobs, runs } = load(source);
    checkCommands(source.replace(/^ *#.*$/gm, ""), file);
    const all = jobs ? Object.values(jobs) : [runs];
    const steps = all.flatMap((/** @type {{steps: Record<string, string>[]}} */ job) => job.steps);
    for (const { uses = "./" } of steps)
      assert.match(uses, /^\.\/|^actions\/[\w-]+@[0-9a-f]{40}$/, `${file}: ${uses}`);
    for (const [, name = ""] of source.matchAll(/npx --yes (\S+)/g))
      assert.match(name, /@\d+\.\d+\.\d+$/, name);
    if (!jobs) continue;
    assert.deepEqual(permissions, { contents: "read" }, file);
    assert.ok(!("pull_request_target" in on), file);
  }
});

test("the tests run on each change, the fuzzers and the watch each week, both stores on a tag", async () => {
  const [ci, release] = await Promise.all(
    ["ci", "release"].map(async (name) => load(await text(".github", "workflows", `${name}.yml`))),
  );
  assert.ok("push" in ci.on && "pull_request" in ci.on && ci.on.schedule.length === 1);
  assert.deepEqual(release.on, { push: { tags: ["v*"] } });
  /** @param {{steps: {run?: string}[]}} job */
  const commands = ({ steps }) => steps.map(({ run = "" }) => run).join("\n");
  assert.match(commands(ci.jobs.test), /^\.\/build\.sh$[\s\S]*^\.\/build\.sh test$/m);
  assert.match(commands(ci.jobs.fuzz), /^\.\/build\.sh fuzz 300$/m);
  assert.match(commands(ci.jobs.watch), /^\.\/build\.sh watch --hub$/m);
  assert.match(commands(ci.jobs.report), /gh issue create/);
  assert.match(commands(release.jobs.package), /^\.\/build\.sh package$/m);
  assert.match(commands(release.jobs.chrome), /chrome-webstore-upload-cli/);
  assert.match(commands(release.jobs.firefox), /web-ext sign/);
  // Where secrets are, nothing is built; where something is built, nothing may be written.
  for (const job of Object.values({ ...ci.jobs, ...release.jobs })) {
    const runsOthers = commands(job).includes("./build.sh");
    assert.ok(
      !(runsOthers && (job.permissions || job.environment || /secrets/.test(JSON.stringify(job)))),
    );
  }
});

test("the other files of .github can be read, and the templates ask for the report", async () => {
  const { updates } = load(await text(".github", "dependabot.yml"));
  const kinds = updates.map(
    (/** @type {Record<string, string>} */ one) => one["package-ecosystem"],
  );
  assert.deepEqual(kinds.sort(), ["cargo", "github-actions", "npm", "pip"]);
  const english = JSON.parse(await text("extension", "_locales", "en", "messages.json"));
  const isButton = (/** @type {string} */ name) =>
    Object.entries(english).some(
      ([key, { message }]) => /^(action|popup)_/.test(key) && message === name,
    );
  const forms = (await filesIn(".github/ISSUE_TEMPLATE", /\.yml$/)).filter(
    (f) => f !== "config.yml",
  );
  assert.equal(forms.length, 4);
  load(await text(".github", "ISSUE_TEMPLATE", "config.yml"));
  for (const name of [
    ...forms.map((form) => `ISSUE_TEMPLATE/${form}`),
    "pull_request_template.md",
  ]) {
    const source = await text(".github", name);
    if (name.endsWith(".yml")) assert.ok(load(source).body.length > 1, name);
    assert.ok(source.includes('"Copy report (JSON)"'), name);
    for (const [, button = ""] of source.matchAll(/"(Copy [^"]+|Report)"/g))
      assert.ok(isButton(button), `${name}: ${button}`);
    checkCommands(source, name);
  }
});

test("docs/releasing.md has ten steps, whose commands and secrets exist", async () => {
  const document = await text("docs", "releasing.md");
  const steps = [...document.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => Number(number));
  assert.deepEqual(steps, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  checkCommands(document, "docs/releasing.md");
  const release = await text(".github", "workflows", "release.yml");
  const secrets = [...release.matchAll(/secrets\.(\w+)/g)].map(([, name = ""]) => name);
  const environments = [...release.matchAll(/environment: (\S+)/g)].map(([, name = ""]) => name);
  assert.ok(secrets.length > 5 && environments.length === 2);
  for (const name of [...secrets, ...environments])
    assert.ok(document.includes(`\`${name}\``), name);
});
