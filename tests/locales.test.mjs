// The texts in each language, beside the English ones: complete, with the same placeholders, translated,
// and in the words of docs/glossary.md.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
/** @param {string[]} path */
const json = async (...path) => JSON.parse(await readFile(join(root, ...path), "utf8"));

/** @type {Record<string, {message: string, placeholders?: Record<string, object>}>} */
const ENGLISH = await json("extension", "_locales", "en", "messages.json");
const files = (await readdir(join(root, "extension", "locales"))).sort();
const codes = files.map((file) => file.replace(".json", ""));

/** @type {Record<string, Record<string, string>>} */
const TEXTS = {};
for (const code of codes) TEXTS[code] = await json("extension", "locales", `${code}.json`);

/** How a term shows in an English text. */
const TERMS = {
  Space: /\bSpaces?\b/,
  "Hub page": /\bHub page/,
  guest: /\bguests?\b/i,
  pass: /(?<!may )\bpass(es)?\b(?! on)/i,
  "GPU time": /GPU time/i,
  account: /\baccounts?\b/i,
  "private window": /private window/i,
};

/**
 * The table of docs/glossary.md: for each language and term the stems, one of which must stand where the
 * English text has the term.
 * @type {Record<string, Record<string, string[]>>}
 */
const GLOSSARY = {};
const rows = (await readFile(join(root, "docs", "glossary.md"), "utf8"))
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
const [[, ...terms] = []] = rows;
for (const [code = "", ...cells] of rows.slice(2))
  GLOSSARY[code] = Object.fromEntries(
    cells.map((cell, index) => [terms[index] ?? "", cell.split(", ")]),
  );

/** Messages that are names alone, and words that languages share. @param {string} message */
const isName = (message) => !/[a-z]{2,} [a-z]{2,}/.test(message);

/** @param {string} text */
const placeholders = (text) => (text.match(/\$[A-Z]+\$/g) ?? []).sort();

/**
 * What is wrong with a language's texts.
 * @param {Record<string, string>} texts
 * @param {Record<string, string[]>} glossary
 */
function problems(texts, glossary) {
  const found = Object.keys(texts)
    .filter((key) => !ENGLISH[key])
    .map((key) => `${key}: unused`);
  for (const [key, { message }] of Object.entries(ENGLISH)) {
    const text = texts[key];
    if (typeof text !== "string" || text.trim() === "") {
      found.push(`${key}: missing`);
      continue;
    }
    const isSame = placeholders(text).join() === placeholders(message).join();
    if (!isSame) found.push(`${key}: placeholders differ: ${text}`);
    if (text.replace(/\$[A-Z]+\$/g, "").includes("$")) found.push(`${key}: a stray $: ${text}`);
    if (/<|&\w+;/.test(text)) found.push(`${key}: markup: ${text}`);
    if (text === message && !isName(message)) found.push(`${key}: untranslated: ${text}`);
    if (/\s$/.test(text) !== /\s$/.test(message)) found.push(`${key}: its last space: “${text}”`);
    for (const [term, pattern] of Object.entries(TERMS)) {
      const stems = glossary[term] ?? [];
      const has = stems.some((stem) => text.toLowerCase().includes(stem.toLowerCase()));
      if (pattern.test(message) && !has) found.push(`${key}: no “${stems.join("/")}”: ${text}`);
    }
  }
  return found;
}

test("what is wrong is noticed", () => {
  const german = TEXTS.de ?? {};
  const glossary = GLOSSARY.de ?? {};
  /** @param {Record<string, string>} change */
  const wrong = (change) => problems({ ...german, ...change }, glossary);
  assert.deepEqual(wrong({}), []);
  const { headline_guest: _, ...less } = german;
  assert.deepEqual(problems(less, glossary), ["headline_guest: missing"]);
  for (const [key, text, message] of [
    ["headline_new", "Neu", "unused"],
    ["popup_staleText", ENGLISH.popup_staleText?.message, "untranslated"],
    ["time_s", "$SECONDS$ s", "placeholders differ"],
    ["time_s", "$S$ $ s", "a stray"],
    ["time_s", "<b>$S$ s</b>", "markup"],
    ["mark_good", "Gut: ", "its last space"],
    ["headline_guest", "Hier zählst du als Besucher", "no “Gast"],
  ])
    assert.match(
      wrong({ [String(key)]: String(text) }).join("\n"),
      new RegExp(`^${key}: ${message}`),
    );
});

test("each language has its row in the glossary, and no other has one", () => {
  assert.deepEqual(Object.keys(GLOSSARY).sort(), codes);
  assert.deepEqual(terms, Object.keys(TERMS));
  assert.ok(codes.length >= 20, `${codes.length} languages`);
});

for (const code of codes)
  test(`${code}: complete, translated, in the glossary's words`, () => {
    const texts = TEXTS[code] ?? {};
    assert.deepEqual(problems(texts, GLOSSARY[code] ?? {}), []);
    assert.equal(texts.locale, code.replace("_", "-"));
    assert.equal(new Intl.Locale(String(texts.locale)).language, code.split("_")[0]);
    assert.equal(texts.direction, ["ar", "he"].includes(code) ? "rtl" : "ltr");
    // As the stores ask for it.
    assert.ok(String(texts.extensionDescription).length <= 132, texts.extensionDescription);
  });

test("what ships has each language, with the placeholders of the English texts", async () => {
  for (const code of codes) {
    const shipped = await json("dist", "chrome", "_locales", code, "messages.json");
    assert.deepEqual(Object.keys(shipped).sort(), Object.keys(ENGLISH).sort());
    for (const [key, { placeholders }] of Object.entries(ENGLISH)) {
      assert.equal(shipped[key].message, TEXTS[code]?.[key]);
      assert.deepEqual(shipped[key].placeholders, placeholders, key);
    }
  }
});
