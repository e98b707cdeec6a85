// A part of the matrix in which each shape and each place occurs, in both browsers. The whole of it is
// ./build.sh truth.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { shapeId } from "../stage/shape_spaces.mjs";
import { BROWSERS } from "./extension.mjs";
import { shapes } from "./shapes.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";
import { PLACES, walkCell } from "./truth_cell.mjs";

/**
 * One version of each shape, in one browser signed in, where a false alarm shows, in the other at one of
 * the other places. All of them go round.
 * @param {number} turn of the browser
 */
function cells(turn) {
  const signedIn = PLACES.filter((place) => place === "hub-free" || place === "hub-pro");
  const others = PLACES.filter((place) => place !== "hub-free" && place !== "hub-pro");
  return shapes.map((shape, index) => {
    const places = (index + turn) % 2 === 0 ? signedIn : others;
    const version = shape.versions[index % shape.versions.length];
    return { shape, version, place: places[Math.floor(index / 2) % places.length] };
  });
}

const stage = onStage();

describe("each shape and each place", () => {
  const size = /** @type {[number, number]} */ ([1280, 1200]);
  const open = Object.fromEntries(BROWSERS.map((name) => [name, inBrowser(name, stage, { size })]));

  // Both browsers use a Space before the next one's turn: its process starts only once.
  for (const [index, { shape, version }] of cells(0).entries()) {
    describe(`${shape.shape}, Gradio ${version}`, () => {
      before(() => {
        const next = cells(0)[index + 1];
        // While this one is tried; whoever needs it says what went wrong.
        if (next) stage.ready(shapeId(next.shape.shape, next.version)).catch(() => undefined);
      });
      after(() => stage.sleep(shapeId(shape.shape, version)));
      for (const [turn, name] of BROWSERS.entries()) {
        const { place } = cells(turn)[index];
        test(`${name}, ${place}`, async () => {
          const rows = await walkCell(open[name], stage, { shape, version, place });
          assert.deepEqual(
            rows.filter(({ mark }) => mark === "WRONG"),
            [],
          );
        });
      }
    });
  }

  test("no error of ours came of all this", () => {
    for (const browser of Object.values(open)) noErrorOfOurs(browser);
  });
});
