// The main job on one's own machine: walks the stage's scenarios with the extension, prints what it
// said next to what it had to say, and keeps a picture of each.
//
//     node tests/browser/walk.mjs [--browser chrome|firefox] [scenario ...]

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scenarios } from "../stage/scenarios.mjs";
import { startStage } from "../stage/stage.mjs";
import { cardStates, openCard } from "./card_states.mjs";
import { browsersFor, root, start } from "./extension.mjs";
import { leave, openState, said, shown } from "./popup_actions.mjs";
import { popupStates, scenarioOf } from "./popup_states.mjs";
import { appShown, judge } from "./support/judge.mjs";

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
  await page.toFront();
  await appShown(page, scenario);
  await page.screenshot(join(out, `${scenario.id}.png`));
  if (!isRight) wrong += 1;
  print(scenario.id, actual?.pool, actual?.grade, actual?.banner, isRight);
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

/** @type {{card: string, headline: string, charged: string}[]} */
const cards = [];

// The popup in each of its states, as a press on the toolbar's icon shows it.
const popups = [];
for (const state of popupStates) {
  if (positionals.length > 0 && !positionals.includes(state.id)) continue;
  if (state.trouble === "updated" && name === "firefox") continue;
  const scenario = scenarioOf(state);
  const browser = await browsers.of(scenario ?? /** @type {any} */ ({}));
  const { page, popup } = await openState(browser, stage, state);
  const file = join(out, `popup-${state.id}.png`);
  await settled(popup);
  await popup.screenshot(file);
  const { verdict, grade, left } = await said(popup);
  popups.push({ popup: state.id, verdict, grade, left });
  console.log(`popup ${state.id}: ${[verdict, grade, left].filter(Boolean).join(" · ")}`);
  if (state.trouble === "refused") await browser.setSiteAccess(true);
  await leave(popup);
  await page.close();
}
await browsers.close();

// The card that explains each of ZeroGPU's messages, by day and by night, and as narrow as a phone.
for (const [look, options] of /** @type {const} */ ([
  ["", { colorScheme: "light" }],
  ["-dark", { colorScheme: "dark" }],
  ["-narrow", { colorScheme: "light", size: [390, 844] }],
])) {
  const states = cardStates.filter(
    ({ id }) =>
      (positionals.length === 0 || positionals.includes(`card-${id}`)) &&
      (look !== "-narrow" || ["guest-direct", "pro"].includes(id)),
  );
  if (states.length === 0) continue;
  const browser = await start(name, stage, /** @type {any} */ (options));
  for (const state of states) {
    const { page, card } = await openCard(browser, stage, state);
    await page.screenshot(join(out, `card-${state.id}${look}.png`));
    if (look === "-narrow") await wholePopup(browser, page, `popup-card-${state.id}.png`);
    console.log(`card${look} ${state.id}: ${card.headline}`);
    if (look === "") cards.push({ card: state.id, headline: card.headline, charged: card.charged });
    await page.close();
  }
  await browser.close();
}

// All of it at once: dark, and as narrow as it gets.
const long = popupStates.filter(({ id }) => ["guest-ran", "account-ran"].includes(id));
for (const [look, options] of /** @type {const} */ ([
  ["dark", { colorScheme: "dark", size: [380, 800] }],
  ["narrow", { colorScheme: "light", size: [320, 800] }],
])) {
  if (positionals.length > 0) break;
  const browser = await start(name, stage, { ...options, size: [...options.size] });
  for (const state of long) {
    const { page, popup } = await openState(browser, stage, state);
    await popup.close();
    await wholePopup(browser, page, `popup-${state.id}-${look}.png`);
    await page.close();
  }
  await browser.close();
}
await stage.close();
console.table(rows);
console.table(popups);
console.table(cards);
console.log(`${rows.length - wrong} passed, ${wrong} failed`);
console.log(`Pictures: ${join("out", name)}`);
process.exitCode = wrong ? 1 : 0;

/**
 * A line as soon as a scenario ends: the whole walk takes minutes.
 * @param {string} id
 * @param {string | undefined} pool
 * @param {string | undefined} grade
 * @param {string | undefined} shown
 * @param {boolean} isRight
 */
function print(id, pool, grade, shown, isRight) {
  const there = shown === "shown" ? "banner" : "no banner";
  console.log(`${id}: ${pool}, ${grade}, ${there}: ${isRight ? "as expected" : "NOT AS EXPECTED"}`);
}

/**
 * A picture of all that the popup says of a page.
 * @param {import("./driver/index.mjs").Browser} browser
 * @param {import("./driver/index.mjs").Page} page
 * @param {string} file
 */
async function wholePopup(browser, page, file) {
  const popup = await browser.extensionPage(`popup.html?tab=${await page.tabId()}`);
  await shown(popup);
  await popup.screenshot(join(out, file), { fullPage: true });
  await popup.close();
}

/**
 * Resolves when a popup has its last word: no answer is waited for any more.
 * @param {import("./driver/index.mjs").Frame} popup
 */
function settled(popup) {
  return popup.until(() => document.querySelector(".waits") === null);
}
