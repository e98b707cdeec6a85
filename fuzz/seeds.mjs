// Where the fuzzer begins: each sample (tests/data/messages), and texts that take long to read.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

/** @type {{id: string, title: string | null, text: string, html: string}[]} */
const samples = JSON.parse(
  readFileSync(new URL("../tests/data/messages/samples.json", import.meta.url), "utf8"),
);
const quota = "You have exceeded your GPU quota (60s requested vs. 12s left)";

/** @param {string} target @param {string[]} seeds */
function plant(target, seeds) {
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [index, seed] of seeds.entries()) {
    writeFileSync(new URL(`seed-${index}`, folder), seed);
  }
}

plant(
  "message",
  samples.flatMap(({ title, text, html }) => [
    `${title}\u001f${text}`,
    html,
    `Generation failed: '${text}'`,
    `**Error:** \`${html}\``,
  ]),
);
plant("message_time", [
  "|a|",
  "You| |",
  "|Yo|",
  "|GPU task |",
  "|<a|",
  `|](${quota}| goes on`,
  `${quota}. |more |`,
  `${quota}|<a>|`,
  `|${quota} goes on. |`,
  "|Falling back to IP-based quotas (|",
  "|You have exceeded your GPU quota (9|",
]);
