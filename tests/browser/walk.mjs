// The main job on one's own machine: walks the stage's scenarios with the extension, prints what it
// said next to what it had to say, and keeps a picture of each.
//
//     node tests/browser/walk.mjs [--browser chrome|firefox] [scenario ...]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scenarios } from "../stage/scenarios.mjs";
import { startStage } from "../stage/stage.mjs";
import { appShown, browsersFor, judge, root } from "./extension.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "string", default: "chrome" } },
});
const name = values.browser === "firefox" ? "firefox" : "chrome";
const out = join(root, "out", name);
await mkdir(out, { recursive: true });
const stage = await startStage({ log: console.log });
const browsers = browsersFor(name, stage);

const rows = [];
let wrong = 0;
for (const scenario of scenarios) {
  if (positionals.length > 0 && !positionals.includes(scenario.id)) continue;
  const browser = await browsers.of(scenario);
  const { page, actual, expected, isRight } = await judge(browser, stage, scenario);
  await appShown(page, scenario);
  await page.screenshot(join(out, `${scenario.id}.png`));
  if (!isRight) wrong += 1;
  rows.push({
    scenario: scenario.id,
    pool: actual?.pool,
    grade: actual?.grade,
    reasons: actual?.reasons.join(" "),
    banner: actual?.banner,
    "": isRight ? "as expected" : `expected ${JSON.stringify(expected)}`,
  });
  await page.close();
}
await browsers.close();
await stage.close();
console.table(rows);
console.log(`${rows.length - wrong} passed, ${wrong} failed`);
console.log(`Pictures: ${join("out", name)}`);
process.exitCode = wrong ? 1 : 0;
