// What a person does in each shape of app (tests/stage/gradio/apps), step by step, what each step sends
// and how many GPU runs the device API has to count for it. The silent steps stand between the others.

/// <reference lib="dom" />

import { shapeVersions } from "../stage/shape_spaces.mjs";
import { chat, click, clickText, quiet, runs, shows, tick, type } from "./shape_steps.mjs";

/** @typedef {import("./shape_steps.mjs").Step} Step */

/**
 * @typedef {object} Shape
 * @property {string} shape
 * @property {string[]} versions
 * @property {string} ready what is there when somebody may begin
 * @property {number} [startQueue] events of the queue that it sends by itself when it is opened
 * @property {number} [startRun] events beside the queue
 * @property {boolean} ownPage no page of Gradio's
 * @property {"none" | "space" | null} pool where it is the same in each place
 * @property {(version: string) => Step[]} steps
 */

/** A front end elsewhere. */
const elsewhere = [
  quiet("#nothing", { seen: shows("nothing") }),
  runs("#run", { ofOther: true, seen: shows("Painted") }),
  quiet("#nothing"),
  runs("#run", { ofOther: true }),
];

/** @type {Record<string, Partial<Omit<Shape, "steps">> & {ready: string, steps: Step[] | Shape["steps"]}>} */
const people = {
  chat: { ready: "textarea", steps: chat },
  interface: {
    ready: "button.primary",
    steps: [
      { what: "presses an example", does: clickText("lighthouse", "td"), charges: 0, run: 1 },
      runs("button.primary", { seen: shows("esuohthgil") }),
      { what: "presses Flag", does: clickText("Flag"), charges: 0, run: 1 },
      { what: "presses Clear", does: clickText("Clear"), charges: 0 },
      { what: "presses another example", does: clickText("harbour", "td"), charges: 0, run: 1 },
      runs("button.primary", { seen: shows("ruobrahruobrah") }),
    ],
  },
  examples: {
    ready: "button.primary",
    steps: [
      { what: "presses one that fills in", does: clickText("fills in"), charges: 0, run: 1 },
      runs("button.primary", { seen: shows("FILLS IN:") }),
      {
        ...{
          what: "presses one that runs",
          does: clickText("runs"),
          charges: 1,
          seen: shows("RUNS:"),
        },
      },
      {
        what: "presses one that fills in too",
        does: clickText("fills in too"),
        charges: 0,
        run: 1,
      },
      {
        ...{
          what: "presses one that is kept",
          does: clickText("is kept"),
          charges: 1,
          upTo: true,
          byServer: true,
        },
        seen: shows("IS KEPT:"),
      },
      runs("button.primary"),
    ],
  },
  buttons: {
    ready: "#run",
    steps: [
      quiet("#unqueued", { run: 1, seen: shows("6 letters") }),
      runs("#run", { seen: shows("Painted a boat") }),
      quiet("#unqueued", { run: 1, seen: shows("6 letters") }),
      quiet("#queued", { queue: 1 }),
      quiet("#unqueued", { run: 1 }),
      runs("#run", { seen: shows("Painted a boat") }),
      quiet("#clear", {}),
    ],
  },
  chain: {
    ready: "#run",
    steps: [
      runs("#run", { charges: 2, queue: 3, run: 1, seen: shows("Draft of a boat, refined") }),
      runs("#run", { charges: 2, queue: 3, run: 1 }),
    ],
  },
  stream: {
    ready: "#run",
    steps: [
      runs("#run", { seen: shows("5 of 5") }),
      quiet("#stop"),
      runs("#run", { seen: shows("5 of 5") }),
    ],
  },
  inputs: {
    ready: "#run",
    steps: [
      {
        ...{ what: "types", does: type("textarea", "red boat"), charges: 0, queue: 1, run: 1 },
        seen: shows("8 letters"),
      },
      runs("#run", { seen: shows("Painted red boat in") }),
      { what: "moves the slider", does: click("#steps input[type=range]"), charges: 0, run: 1 },
      {
        ...{
          what: "types again",
          does: type("textarea", "blue"),
          charges: 0,
          queue: 1,
          run: 1,
        },
        seen: shows("4 letters"),
      },
      runs("#run", { seen: shows("Painted blue in") }),
    ],
  },
  timer: {
    ...{ ready: "#run", startQueue: 1, startRun: 1 },
    steps: [tick, runs("#run", { seen: shows("Painted a boat") }), tick, runs("#run"), tick],
  },
  load: {
    ...{ ready: "#run", startQueue: 1, startRun: 1 },
    steps: [runs("#run", { seen: shows("Painted a boat") }), runs("#run")],
  },
  tabs: {
    ready: "#paint",
    steps: [
      runs("#paint", { seen: shows("Painted a boat") }),
      { what: "chooses a tab", does: clickText("Sing"), charges: 0, run: 1 },
      runs("#sing", { seen: shows("Sang a song") }),
      { what: "chooses the first tab", does: clickText("Paint"), charges: 0, queue: 1 },
      runs("#paint"),
    ],
  },
  pages: {
    ready: "#paint",
    steps: [
      runs("#paint", { seen: shows("Painted a boat") }),
      {
        ...{ what: "goes to another page", does: clickText("Sing", "a, button"), charges: 0 },
        ...{ moves: true },
        seen: ({ app }) => app.until(() => document.querySelector("#sing") !== null),
      },
      runs("#sing", { seen: shows("Sang a song") }),
      runs("#sing"),
    ],
  },
  render: {
    ready: "#run-0",
    ...{ startQueue: 1 },
    steps: [
      runs("#run-0", { seen: shows("Painted boat 0") }),
      quiet("#more", { run: 1, queue: 1 }),
      runs("#run-1", { seen: shows("Painted boat 1") }),
      quiet("#more", { run: 1, queue: 1 }),
      runs("#run-0"),
    ],
  },
  upload: {
    ready: "#run",
    steps: [
      {
        what: "gives a file",
        does: ({ app }) =>
          app.until(() => {
            const input = document.querySelector("#file input[type=file]");
            if (!(input instanceof HTMLInputElement)) return false;
            const files = new DataTransfer();
            files.items.add(new File(["a boat"], "boat.txt", { type: "text/plain" }));
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
            return true;
          }),
        ...{ charges: 0, run: 1, other: 1, seen: shows("Thank you") },
      },
      runs("#run", { seen: shows("6 bytes") }),
      runs("#run"),
    ],
  },
  state: {
    ready: "#run",
    steps: [
      runs("#run", { seen: shows("Painted 1 pictures") }),
      quiet("#anew", { run: 1, seen: shows("Painted none") }),
      runs("#run", { seen: shows("Painted 1 pictures") }),
    ],
  },
  login: {
    ...{ ready: "#run", startQueue: 1 },
    steps: [runs("#run", { seen: shows("Painted a boat") }), runs("#run")],
  },
  mounted: {
    ...{ ready: "#log", ownPage: true },
    steps: [
      quiet("#log", { run: 1, seen: shows("200") }),
      {
        ...{ what: "goes to the app", does: click("#app"), charges: 0, moves: true },
        seen: ({ app }) => app.until(() => document.querySelector("#run") !== null),
      },
      runs("#run", { seen: shows("Painted a boat") }),
      quiet("#note", { run: 1 }),
      runs("#run"),
    ],
  },
  server: {
    ...{ ready: "#run", ownPage: true },
    steps: [
      quiet("#log", { run: 1, seen: shows("answered: 200") }),
      runs("#run", { seen: shows("Painted a boat") }),
      quiet("#log", { run: 1 }),
      runs("#run"),
    ],
  },
  own_server: {
    ...{ ready: "#run", ownPage: true, pool: "space" },
    steps: [
      quiet("#log", { run: 1 }),
      runs("#run", { queue: 0, other: 1 }),
      quiet("#log", { run: 1 }),
      runs("#run", { queue: 0, other: 1 }),
    ],
  },
  own_page: {
    ...{ ready: "#run", ownPage: true },
    steps: [
      quiet("#log", { run: 1 }),
      runs("#run", { seen: shows("answered: 200") }),
      quiet("#log", { run: 1 }),
      runs("#run"),
    ],
  },
  loaded: {
    ...{ ready: "#run", pool: "none" },
    steps: [
      runs("#run", { ofOther: true, seen: shows("Painted a boat") }),
      quiet("#unqueued", { run: 1 }),
      runs("#run", { ofOther: true }),
    ],
  },
  loaded_zero: {
    ready: "#here",
    steps: [
      runs("#there", { ofOther: true, seen: shows("Painted a boat") }),
      runs("#here"),
      runs("#there", { ofOther: true }),
    ],
  },
  static_front: { ...{ ready: "#run", ownPage: true, pool: "none" }, steps: elsewhere },
  cpu_front: { ...{ ready: "#run", ownPage: true, pool: "none" }, steps: elsewhere },
};

/** @type {Shape[]} */
export const shapes = shapeVersions.map(({ shape, versions }) => {
  const { steps, ...more } = people[shape];
  return {
    ...{ shape, versions, ownPage: false, pool: null, ...more },
    steps: typeof steps === "function" ? steps : () => steps,
  };
});
