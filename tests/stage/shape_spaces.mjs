// The apps that people use, as Spaces: a shape (gradio/apps) with each Gradio that can run it.

import { elsewherePage, ownPage, ownServerPage, serverPage } from "./fronts.mjs";
import { space } from "./space.mjs";

const SIX = "6.31.0";
const FIVE = "5.49.1";
const FOUR = "4.44.1";
const ALL = [SIX, FIVE, FOUR];

/**
 * @typedef {object} Shape
 * @property {string} shape
 * @property {string[]} versions
 * @property {(version: string) => Partial<import("./space.mjs").Space>} [given]
 */

/** @type {Shape[]} */
const shapes = [
  ...[
    ...["chat", "interface", "examples", "buttons", "chain", "stream", "inputs", "timer", "load"],
    ...["tabs", "render", "upload", "state", "login"],
  ].map((shape) => ({ shape, versions: ALL })),
  // With 4.44.1 a mounted app's queue takes events and never begins them here.
  { shape: "mounted", versions: [SIX, FIVE] },
  { shape: "pages", versions: [SIX] },
  {
    shape: "server",
    versions: [SIX],
    given: () => ({ app: "gradio", page: serverPage() }),
  },
  {
    shape: "own_server",
    versions: [SIX, FIVE],
    given: () => ({ app: "gradio", page: ownServerPage() }),
  },
  {
    shape: "own_page",
    versions: [SIX, FIVE],
    given: () => ({ app: "gradio", page: ownPage() }),
  },
  {
    shape: "loaded",
    versions: [SIX, FIVE],
    given: (version) => ({ hardware: "cpu-basic", other: shapeId("target", version) }),
  },
  {
    shape: "loaded_zero",
    versions: [SIX, FIVE],
    given: (version) => ({ other: shapeId("target", version) }),
  },
  {
    shape: "static_front",
    versions: [SIX, FIVE],
    given: (version) => {
      const other = shapeId("target", version);
      return { sdk: "static", gradio: null, hardware: null, other, page: elsewherePage(other) };
    },
  },
  {
    shape: "cpu_front",
    versions: [SIX, FIVE],
    given: (version) => {
      const other = shapeId("target", version);
      return {
        sdk: "docker",
        gradio: null,
        hardware: "cpu-basic",
        other,
        page: elsewherePage(other),
      };
    },
  },
  // What the last four ask.
  { shape: "target", versions: [SIX, FIVE] },
];

/**
 * The id of a shape's Space.
 *
 * @param {string} shape
 * @param {string} version of Gradio
 */
export function shapeId(shape, version) {
  return `apps/${shape.replaceAll("_", "-")}-${version.split(".")[0]}`;
}

/** Each shape with its versions of Gradio; the target is no shape of its own. */
export const shapeVersions = shapes
  .filter(({ shape }) => shape !== "target")
  .map(({ shape, versions }) => ({ shape, versions }));

/** The Spaces. */
export const shapeSpaces = shapes.flatMap(({ shape, versions, given }) =>
  versions.map((gradio) => {
    const file = shape === "target" ? "buttons" : shape;
    return space(shapeId(shape, gradio), { gradio, shape: file, ...given?.(gradio) });
  }),
);
