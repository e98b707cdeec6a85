// For a person: opens a browser with the extension on the gallery of all scenarios, and keeps the
// stage up until the browser is closed.
//
//     node tests/browser/gallery.mjs [--browser chrome|firefox]

import { join } from "node:path";
import { parseArgs } from "node:util";
import { GALLERY } from "../stage/sites.mjs";
import { startStage } from "../stage/stage.mjs";
import { launch } from "./driver/index.mjs";
import { root } from "./extension.mjs";

const { values } = parseArgs({ options: { browser: { type: "string", default: "chrome" } } });
const name = values.browser === "firefox" ? "firefox" : "chrome";
const stage = await startStage({ log: console.log });
const { proxyPort, spki } = stage;
const browser = await launch(name, {
  ...{ extension: join(root, "dist", name), proxyPort, spki },
  privateWindows: true,
  headless: false,
});
await browser.open(GALLERY);
console.log(`The gallery is open: ${GALLERY}. Close the browser to end.`);
await browser.ended;
await browser.close().catch(() => undefined);
await stage.close();
