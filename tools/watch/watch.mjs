// Whether what we know of Hugging Face, Gradio and ZeroGPU still holds: docs/watch.md.
//
//     node tools/watch/watch.mjs [--only spaces,gradio,thresholds,hub] [--gradio VERSION]
//         [--hub [--space OWNER/NAME] [--page FILE]]

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_CACHE } from "../../tests/stage/gradio/venv.mjs";
import { watchGradio } from "./gradio_marks.mjs";
import { watchHub } from "./hub.mjs";
import { learned, recall, remember } from "./memory.mjs";
import { root } from "./programs.mjs";
import { exitCode, lines, report } from "./report.mjs";
import { watchSpaces } from "./spaces_messages.mjs";
import { watchThresholds } from "./thresholds.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    hub: { type: "boolean", default: false },
    gradio: { type: "string" },
    space: { type: "string" },
    page: { type: "string" },
    // For the tests: the report's file.
    out: { type: "string", default: join(root, "out", "watch.md") },
  },
});
const cache = process.env.WHOSE_QUOTA_CACHE || DEFAULT_CACHE;

const groups = {
  spaces: () => watchSpaces({ cache }),
  gradio: () => watchGradio({ cache, log: console.error, version: values.gradio }),
  thresholds: () => watchThresholds({ cache }),
  hub: () => watchHub({ ...values, cache }),
};
const names = /** @type {(keyof typeof groups)[]} */ (Object.keys(groups));
const wanted = values.only?.split(",") ?? names;
const strange = wanted.filter((name) => !(/** @type {string[]} */ (names).includes(name)));
if (strange.length > 0) {
  console.error(`No group ${strange.join(", ")}. There are: ${names.join(", ")}`);
  process.exit(2);
}

const day = new Date().toISOString().slice(0, 10);
const file = join(cache, "watch.json");
let memory = await recall(file);
/** @type {import("./assumption.mjs").Checked[]} */
const results = [];
for (const name of names.filter((name) => wanted.includes(name))) {
  const found = await groups[name]();
  // A group at a time: a later one may be broken off.
  // A release that was asked for by its number says nothing about today.
  if (name !== "gradio" || !values.gradio) memory = learned(memory, found, day);
  await remember(file, memory);
  for (const line of lines(found, memory)) console.log(line);
  results.push(...found);
}

const code = exitCode(results);
await mkdir(dirname(values.out), { recursive: true });
if (code === 1) await writeFile(values.out, report(results, memory, day));
else await rm(values.out, { force: true });
const count = (/** @type {string} */ wanted) =>
  results.filter(({ outcome }) => outcome === wanted).length;
console.log(
  `${count("holds")} hold, ${count("fails")} fail, ${count("unchecked")} could not be checked, ${count("left out")} left out`,
);
if (code === 1) console.log(`For an issue: ${relative(process.cwd(), values.out)}`);
process.exitCode = code;
