// What a person does in each shape of app (tests/stage/gradio/apps), step by step, what each step sends
// and how many GPU runs the device API has to count for it. The silent steps stand between the others.

/// <reference lib="dom" />

import { shapeVersions } from "../stage/shape_spaces.mjs";

/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */

/** Where a step happens. @typedef {{page: Page, app: Frame, version: string}} At */

/**
 * @typedef {object} Step
 * @property {string} what in words: "presses Run"
 * @property {(at: At) => Promise<unknown>} does
 * @property {number} charges GPU runs
 * @property {boolean} [upTo] or fewer: what was kept of an earlier run asks for none
 * @property {number} [queue] events of the queue that it sends, at least
 * @property {number} [run] events beside the queue, and requests of the app's own to /api/
 * @property {number} [other] other POSTs of its own
 * @property {boolean} [byServer] it may be counted as the Space's, which nobody can see from outside
 * @property {boolean} [ofOther] the run is the other Space's
 * @property {boolean} [moves] it leads to another page of the app
 * @property {(at: At) => Promise<unknown>} [seen] resolves when the answer is on the screen
 */

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

/** @param {string} version */
export const isFour = (version) => version.startsWith("4.");

/** @param {string} selector */
const click =
  (selector) =>
  /** @param {At} at */
  async ({ app }) => {
    await app.until((/** @type {string} */ s) => document.querySelector(s) !== null, selector);
    await makeRoom(app, selector);
    await app.click(selector);
  };

/**
 * The banner lies over the top of a page, and a person would scroll: these pages are too short for it.
 * @param {Frame} app
 * @param {string} selector
 */
function makeRoom(app, selector) {
  return app.evaluate((/** @type {string} */ selector) => {
    const { style } = document.documentElement;
    style.paddingTop = "";
    const top = document.querySelector(selector)?.getBoundingClientRect().top ?? 0;
    if (top + scrollY < 420) style.paddingTop = "420px";
  }, selector);
}

/**
 * Presses what shows this text: buttons, and the cells of examples.
 * @param {string} text
 * @param {string} [kind] a selector
 */
const clickText =
  (text, kind = "button, a, td, label, [role=tab]") =>
  /** @param {At} at */
  async ({ app }) => {
    await app.until(
      (/** @type {string} */ kind, /** @type {string} */ text) => {
        document.querySelector("[data-test-step]")?.removeAttribute("data-test-step");
        // Gradio keeps hidden twins of its tabs, to measure them.
        const all = [...document.querySelectorAll(kind)].filter((one) => {
          if (one.textContent?.trim() !== text) return false;
          one.scrollIntoView({ block: "center" });
          const { left, top, width, height } = one.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return one.contains(hit);
        });
        all[0]?.setAttribute("data-test-step", "");
        return all.length > 0;
      },
      kind,
      text,
    );
    await makeRoom(app, "[data-test-step]");
    await app.click("[data-test-step]");
  };

/**
 * Types into a field, instead of what it holds.
 * @param {string} selector
 * @param {string} text
 */
const type =
  (selector, text) =>
  /** @param {At} at */
  async (at) => {
    await click(selector)(at);
    await at.app.evaluate((/** @type {string} */ selector) => {
      /** @type {HTMLTextAreaElement | null} */ (document.querySelector(selector))?.select();
    }, selector);
    // The driver types into tabs; what has the focus here may be a frame.
    const { app, page } = /** @type {any} */ (at);
    const keys = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    if (app.act) await app.act({ type: "key", id: "keyboard", actions: keys });
    else {
      for (const { type, value } of keys) {
        const key = { type, key: value, ...(type === "keyDown" && { text: value }) };
        await page.session.send("Input.dispatchKeyEvent", key);
      }
    }
  };

/**
 * A field shows this.
 * @param {string} text
 */
const shows =
  (text) =>
  /** @param {At} at */
  ({ app }) =>
    app.until(
      (/** @type {string} */ text) =>
        document.body.textContent?.includes(text) ||
        [...document.querySelectorAll("textarea, input")].some((field) =>
          /** @type {HTMLInputElement} */ (field).value.includes(text),
        ),
      text,
    );

/**
 * A message in a chat.
 * @param {string} text
 * @param {string} version
 * @returns {Step}
 */
function say(text, version) {
  return {
    what: `says “${text}”`,
    async does(at) {
      await type("textarea", text)(at);
      await click("button.submit-button:not([disabled]), button.primary")(at);
    },
    charges: 1,
    ...(isFour(version) ? { queue: 1, run: 4 } : { queue: 2, run: 6 }),
    seen: shows(`You said: ${text}. That is`),
  };
}

/**
 * In an old chat an example only fills in.
 * @param {string} version
 * @returns {Step[]}
 */
function chat(version) {
  const four = isFour(version);
  return [
    say("good morning", version),
    say("and good night", version),
    {
      what: "presses Clear",
      does: four
        ? clickText("🗑️  Clear")
        : click("button[aria-label='Clear' i], button[title='Clear' i]"),
      ...{ charges: 0, run: four ? 1 : 2 },
    },
    {
      what: "presses an example",
      does: click(four ? "button.gallery-item" : "button.example"),
      ...(four ? { charges: 0, run: 1 } : { charges: 1, queue: 2, run: 1 }),
    },
    say("once more", version),
  ];
}

/** @param {string} selector @param {Partial<Step>} more @returns {Step} */
const runs = (selector, more = {}) => ({
  ...{ what: `presses ${selector.replace("#", "")}`, does: click(selector) },
  ...{ charges: 1, queue: 1, ...more },
});

/** @param {string} selector @param {Partial<Step>} more @returns {Step} */
const quiet = (selector, more = {}) => runs(selector, { charges: 0, queue: 0, ...more });

/** A tick of each clock, without any press. @type {Step} */
const tick = {
  what: "waits for ticks",
  does: async () => {},
  ...{ charges: 0, queue: 1, run: 2 },
};

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
