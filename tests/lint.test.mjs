// What Mozilla's own linter says of what ships (`web-ext lint`, as addons.mozilla.org runs it).

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");

/** Warnings that stay, and why. */
const KNOWN = [
  // Chromium's half of the one manifest: Firefox takes the other, `background.scripts`.
  "BACKGROUND_SERVICE_WORKER_IGNORED",
  // `data_collection_permissions` is read since Firefox 140, on Android since 142, and is nothing to
  // older ones; new add-ons must have it.
  "KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION",
  "KEY_FIREFOX_UNSUPPORTED_BY_MIN_VERSION",
];

test("the linter of Firefox's add-ons finds no error, and no warning but those that are explained", () => {
  const tool = join(root, "node_modules", "web-ext", "bin", "web-ext.js");
  const folder = join(root, "dist", "firefox");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tool, "lint", "--source-dir", folder, "--output", "json", "--no-config-discovery"],
    { encoding: "utf8", env: { ...process.env, NO_UPDATE_NOTIFIER: "1" } },
  );
  assert.ok(stdout.includes('"summary"'), stderr);
  const { count, errors, warnings } = JSON.parse(stdout);
  assert.ok(count >= 0);
  assert.deepEqual(errors, []);
  const codes = warnings.map((/** @type {{code: string}} */ { code }) => code);
  assert.deepEqual(codes.sort(), KNOWN);
});
