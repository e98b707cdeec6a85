// A part of the matrix in which each shape and each place occurs, in both browsers. The whole of it is
// ./build.sh truth.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { shapeId } from "../stage/shape_spaces.mjs";
import { startStage } from "../stage/stage.mjs";
import { BROWSERS, ourProblems, start } from "./extension.mjs";
import { shapes } from "./shapes.mjs";
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

/** @type {import("../stage/stage.mjs").Stage} */
let stage;
/** @type {Record<string, import("./driver/index.mjs").Browser>} */
const open = {};
before(async () => {
  stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE });
  await Promise.all(
    BROWSERS.map(async (name) => {
      open[name] = await start(name, stage, { size: [1280, 1200] });
    }),
  );
});
after(async () => {
  await Promise.all(Object.values(open).map((browser) => browser.close()));
  await stage.close();
});

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
  for (const { problems } of Object.values(open)) assert.deepEqual(ourProblems(problems), []);
});
