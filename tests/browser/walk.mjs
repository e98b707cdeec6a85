// The main job on one's own machine: walks the stage's scenarios with the extension, prints what it
// said next to what it had to say, and keeps a picture of each.
//
//     node tests/browser/walk.mjs [--browser chrome|firefox] [--headless] [scenario ...]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { entrance, scenarios } from "../stage/scenarios.mjs";
import { startStage } from "../stage/stage.mjs";
import { launch } from "./driver/index.mjs";
import { root, settledReport, visit } from "./extension.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { browser: { type: "string", default: "chrome" } },
});
const name = values.browser === "firefox" ? "firefox" : "chrome";
const out = join(root, "out", name);
await mkdir(out, { recursive: true });
const stage = await startStage({ log: console.log });

/** One browser for each way of treating cookies; started when first needed. */
const browsers = new Map();
/** @param {import("../stage/scenarios.mjs").Scenario} scenario */
async function browserFor({ cookies }) {
  if (!browsers.has(cookies)) {
    const extension = join(root, "dist", name);
    const { proxyPort, spki } = stage;
    const options = { extension, proxyPort, spki, privateWindows: true };
    browsers.set(cookies, await launch(name, cookies ? { ...options, cookies } : options));
  }
  return browsers.get(cookies);
}

const rows = [];
let wrong = 0;
for (const scenario of scenarios) {
  if (positionals.length > 0 && !positionals.includes(scenario.id)) continue;
  const browser = await browserFor(scenario);
  const page = await visit(browser, stage, scenario);
  const report = await settledReport(browser, page, scenario.expect);
  await page.screenshot(join(out, `${scenario.id}.png`));
  const { expect } = scenario;
  const said = {
    pool: report.pool,
    grade: report.grade,
    reasons: report.reasons,
    banner: report.banner,
  };
  const isRight = JSON.stringify(said) === JSON.stringify(expect);
  if (!isRight) wrong += 1;
  rows.push({
    scenario: scenario.id,
    pool: said.pool,
    grade: said.grade,
    reasons: said.reasons.join(" "),
    banner: said.banner,
    "": isRight ? "as expected" : `expected ${JSON.stringify(expect)}`,
  });
  await page.close();
}
for (const browser of browsers.values()) await browser.close();
await stage.close();
console.table(rows);
console.log(`${rows.length - wrong} passed, ${wrong} failed`);
console.log(`Pictures: ${join("out", name)}`);
process.exitCode = wrong ? 1 : 0;
