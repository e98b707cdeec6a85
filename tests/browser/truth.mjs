// The whole matrix: shape × Gradio × place × browser. Prints a line per cell as it ends and writes
// out/truth.md.
//
//     node tests/browser/truth.mjs [--browser chrome|firefox] [--place direct,embed] [--gradio 6] [shape ...]

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { shapeId } from "../stage/shape_spaces.mjs";
import { startStage } from "../stage/stage.mjs";
import { BROWSERS, root, start } from "./extension.mjs";
import { shapes } from "./shapes.mjs";
import { PLACES, summary, walkCell } from "./truth_cell.mjs";
import { atAGlance, counts, everyCell } from "./truth_table.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string" },
    place: { type: "string" },
    gradio: { type: "string" },
    steps: { type: "boolean" },
  },
});
const browsers = BROWSERS.filter((name) => !values.browser || name === values.browser);
const places = PLACES.filter((place) => !values.place || values.place.split(",").includes(place));
const chosen = shapes.filter(
  ({ shape }) => positionals.length === 0 || positionals.includes(shape),
);
const apps = chosen.flatMap((shape) =>
  shape.versions
    .filter((version) => version.startsWith(values.gradio ?? ""))
    .map((version) => ({ shape, version })),
);
const began = performance.now();
const stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE });
const open = await Promise.all(
  browsers.map(async (name) => ({
    name,
    browser: await start(name, stage, { size: [1280, 1200] }),
  })),
);
/** @type {ReturnType<typeof summary>[]} */
const lines = [];
for (const [index, app] of apps.entries()) {
  const id = shapeId(app.shape.shape, app.version);
  // The next one starts while this one is tried.
  const next = apps[index + 1];
  if (next) stage.ready(shapeId(next.shape.shape, next.version)).catch(() => undefined);
  for (const place of places) {
    for (const { name, browser } of open) {
      const cell = { ...app, place, browser: name };
      const from = performance.now();
      const line = await walkCell(browser, stage, cell).then(
        (rows) => {
          if (values.steps) for (const row of rows) console.log(`  ${JSON.stringify(row)}`);
          return summary(cell, rows);
        },
        (error) => ({
          ...summary(cell, []),
          mark: "WRONG",
          why: `it could not be walked: ${error.message}`,
        }),
      );
      lines.push(line);
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      const { shape, gradio, verdict, truth, mark, why } = line;
      console.log(
        `${mark.padEnd(7)} ${shape} ${gradio} ${place} ${name}: ${verdict} (${truth}), ${seconds} s${why && `\n        ${why}`}`,
      );
    }
  }
  await stage.sleep(id);
}
await Promise.all(open.map(({ browser }) => browser.close()));
await stage.close();

const wrong = lines.filter(({ mark }) => mark === "WRONG").length;
const minutes = Math.round((performance.now() - began) / 6000) / 10;
const total = `${counts(lines)}; ${minutes} minutes.`;
await mkdir(join(root, "out"), { recursive: true });
await writeFile(
  join(root, "out", "truth.md"),
  [total, atAGlance(lines), everyCell(lines)].join("\n\n").concat("\n"),
);
console.log(`${total} Table: out/truth.md`);
process.exitCode = wrong ? 1 : 0;
