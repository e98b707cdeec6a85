// What Mozilla's own linter says of what ships (`web-ext lint`, as addons.mozilla.org runs it).

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");

test("the linter of Firefox's add-ons finds no error, and no warning", () => {
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
  assert.deepEqual(warnings, []);
});
