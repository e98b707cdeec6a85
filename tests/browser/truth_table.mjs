// The matrix as Markdown: each cell in a line, and all of them at a glance, for docs/testing.md.

import { PLACES } from "./truth_cell.mjs";

/** @typedef {ReturnType<typeof import("./truth_cell.mjs").summary>} Line */

const MARKS = /** @type {const} */ (["right", "may", "unknown", "WRONG"]);

/** @param {unknown} text */
const escaped = (text) => String(text).replaceAll("|", "\\|").replaceAll("\n", " ");

/** @param {unknown[][]} rows the first is the head */
const markdown = ([head, ...rows]) =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map(escaped).join(" | ")} |`)
    .join("\n");

/**
 * How many cells there are of each mark.
 * @param {Line[]} lines
 */
export function counts(lines) {
  const marks = MARKS.map((mark) => `${lines.filter((line) => line.mark === mark).length} ${mark}`);
  return `${lines.length} cells: ${marks.join(", ")}`;
}

/**
 * A line a cell.
 * @param {Line[]} lines
 */
export function everyCell(lines) {
  const head = ["shape", "Gradio", "place", "browser", "steps", "verdict and grade", "truth"];
  return markdown([[...head, "", "why"], ...lines.map((line) => Object.values(line))]);
}

/**
 * A line a shape, a column a place: the last verdict; where that is not simply right, all of them and whom
 * ZeroGPU counted; what a browser says otherwise than the other stands behind it.
 * @param {Line[]} lines
 */
export function atAGlance(lines) {
  const apps = [...new Set(lines.map(({ shape, gradio }) => `${shape} ${gradio}`))];
  /** @param {Line} line */
  const said = ({ verdict, truth, mark }) => {
    if (mark === "right") return verdict.split(" → ").at(-1);
    return `${verdict} (${mark}; counted: ${truth})`;
  };
  const rows = apps.map((app) => [
    app,
    ...PLACES.map((place) => {
      const cells = lines.filter(
        (line) => `${line.shape} ${line.gradio}` === app && line.place === place,
      );
      return [...new Set(cells.map(said))].join("; ");
    }),
  ]);
  return markdown([["app", ...PLACES], ...rows]);
}
