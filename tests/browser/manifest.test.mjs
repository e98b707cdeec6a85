// What Chrome itself says of the manifest: nothing.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { launch } from "./driver/index.mjs";
import { dist } from "./extension.mjs";

/**
 * What Chrome's page of extensions says of an unpacked one: warnings and errors.
 * @param {string} extension its folder
 */
async function complaints(extension) {
  const browser = await launch("chrome", { extension });
  try {
    const page = await browser.open("chrome://extensions/");
    return await page.evaluate(async () => {
      const { developerPrivate } = /** @type {any} */ (chrome);
      const all = await developerPrivate.getExtensionsInfo({ includeDisabled: true });
      const own = all.find((/** @type {any} */ { location }) => location === "UNPACKED");
      const { installWarnings, manifestErrors, runtimeWarnings, runtimeErrors } = own;
      const messages = [...manifestErrors, ...runtimeWarnings, ...runtimeErrors];
      return [...installWarnings, ...messages.map(({ message }) => message)];
    });
  } finally {
    await browser.close();
  }
}

test("Chrome has no complaint about the manifest", async () => {
  // So that this could fail: the other browser's keys.
  const folder = await mkdtemp(join(tmpdir(), "manifest-"));
  await cp(dist("chrome"), folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  const odd = {
    ...manifest,
    background: { ...manifest.background, persistent: true },
    unknown_key: 1,
  };
  await writeFile(join(folder, "manifest.json"), JSON.stringify(odd));
  const said = (await complaints(folder)).join("\n");
  assert.match(said, /unknown_key/);
  await rm(folder, { recursive: true });
  assert.deepEqual(await complaints(dist("chrome")), []);
});
