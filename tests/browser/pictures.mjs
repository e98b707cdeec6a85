// Makes the pictures for the stores (store/pictures) and the README's animation, of what the extension shows on
// the stage. For people to look at before they are committed.
//
//     node tests/browser/pictures.mjs [--only chrome,firefox,tile,story]

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startStage } from "../stage/stage.mjs";
import { launch } from "./driver/index.mjs";
import { BROWSERS, root, start } from "./extension.mjs";
import { composeTile, composeWindow, pageSize } from "./pictures/composition.mjs";
import { PICTURE, photographed, SCENES, TILE } from "./pictures/scenes.mjs";
import { story } from "./pictures/story.mjs";

const { values } = parseArgs({
  options: { only: { type: "string", default: "chrome,firefox,tile,story" } },
});
const wanted = new Set(values.only.split(","));
const folder = join(root, "store", "pictures");

const stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE, log: console.log });
const composing = await launch("chrome");
const composer = await composing.open("about:blank");

for (const name of BROWSERS) {
  if (!wanted.has(name)) continue;
  await mkdir(join(folder, name), { recursive: true });
  for (const isDark of [false, true]) {
    const colorScheme = isDark ? "dark" : "light";
    const browser = await start(name, stage, { size: pageSize(PICTURE), colorScheme });
    for (const scene of SCENES.filter((scene) => Boolean(scene.isDark) === isDark)) {
      const opened = await scene.open(browser, stage);
      const shot = await photographed(browser, opened, `${name}-${scene.file}`, PICTURE);
      const file = join(folder, name, `${scene.file}.png`);
      await composeWindow(composer, file, { size: PICTURE, isDark, ...shot });
      console.log(file);
      await opened.page.close();
    }
    await browser.close();
  }
}
if (wanted.has("tile")) {
  await mkdir(join(folder, "chrome"), { recursive: true });
  await composeTile(composer, join(folder, "chrome", "tile.png"), TILE);
}
if (wanted.has("story")) {
  const animation = await story(composer, stage);
  await writeFile(join(root, "docs", "whose-quota.webp"), animation);
  console.log(`docs/whose-quota.webp: ${animation.length} bytes`);
}
await composing.close();
await stage.close();
