// What is assumed of Gradio's pages, held against what a genuine one did.

import { gradioPython } from "../../tests/stage/gradio/venv.mjs";
import { checked, notChecked, quoted } from "./assumption.mjs";
import { pypiVersions } from "./packages.mjs";

/** @typedef {import("./gradio_page.mjs").Observations} Observations */
/** @typedef {import("./gradio_page.mjs").Post} Post */
/** @typedef {import("./assumption.mjs").Assumption} Assumption */

const PLACES = /** @type {const} */ (["direct", "hub"]);

/** @param {Post[]} posts */
const told = (posts) =>
  posts.map(({ path, pass }) => `${quoted(path)} ${pass ? "with" : "without"} a pass`).join(", ") ||
  "nothing";

/**
 * Whether an event of the queue is what we know it for.
 *
 * @param {Post[]} posts
 */
const isQueued = (posts) => posts.some(({ path }) => /\/queue\/join$/.test(path));

/**
 * Each mark, and what speaks against it in what was seen.
 *
 * @type {(Assumption & {faults: (seen: Observations) => string[]})[]}
 */
export const GRADIO_MARKS = [
  {
    id: "gradio-container",
    assumption: "the container's class names Gradio's version",
    rule: "src/page/read.rs, `GradioVersion::from_class` in src/facts/gradio_version.rs",
    faults: (seen) =>
      PLACES.filter((place) => {
        const name = `gradio-container-${seen.version.replaceAll(".", "-")}`;
        return !seen[place].container?.split(/\s+/).includes(name);
      }).map((place) => `${place}: the class is ${quoted(seen[place].container ?? "not there")}`),
  },
  {
    id: "gradio-config-inline",
    assumption:
      "a page that was not rendered on the server holds its config, with `version` and `space_id`; one that was holds none",
    rule: "src/facts/gradio_page.rs",
    faults: (seen) =>
      PLACES.filter((place) => {
        const { inline } = seen[place];
        if (seen.ssr) return inline !== null;
        return inline?.version !== seen.version || inline?.space_id !== seen.space;
      }).map((place) => `${place}: the page holds ${quoted(JSON.stringify(seen[place].inline))}`),
  },
  {
    id: "gradio-config-route",
    assumption: "`/config` answers with `version`, `space_id` and `dependencies`",
    rule: "extension/background/hub_api.js, src/facts/gradio_page.rs",
    faults: ({ config, version, space }) => {
      const isKnown = config.version === version && config.space_id === space;
      return isKnown && config.dependencies ? [] : [`it holds ${quoted(JSON.stringify(config))}`];
    },
  },
  {
    id: "gradio-handshake",
    assumption: "in a frame of the Hub's page the app asks “supports-zerogpu-headers”",
    rule: "`HANDSHAKE` in extension/content/content.js; rows 11 to 13 of src/verdict/table.rs",
    faults: ({ hub }) =>
      hub.report.handshake === "answered"
        ? []
        : ["the Hub's page was never asked and never answered"],
  },
  {
    id: "gradio-per-run",
    assumption:
      "every event of the queue carries a pass in a frame whose handshake was answered, and none at the app's own address",
    rule: "`Run::of_request` in src/facts/request.rs; rows 3 and 4 of src/verdict/table.rs",
    faults: ({ direct, hub }) =>
      /** @type {const} */ (["gpu", "queued"]).flatMap((act) => [
        ...(hub.posts[act].some(({ pass }) => pass)
          ? []
          : [`hub, ${act}: ${told(hub.posts[act])}`]),
        ...(direct.posts[act].some(({ pass }) => pass)
          ? [`direct, ${act}: ${told(direct.posts[act])}`]
          : []),
      ]),
  },
  {
    id: "gradio-route-queue",
    assumption: "an event of the queue leaves as POST …/queue/join",
    rule: "`Route::of` in src/facts/request.rs",
    faults: (seen) =>
      PLACES.flatMap((place) =>
        /** @type {const} */ (["gpu", "queued"])
          .filter((act) => !isQueued(seen[place].posts[act]))
          .map((act) => `${place}, ${act}: ${told(seen[place].posts[act])}`),
      ),
  },
  {
    id: "gradio-route-unqueued",
    assumption: "an event with `queue=False` leaves as POST …/run/NAME, and never carries a pass",
    rule: "`Route::OutsideTheQueue` in src/facts/request.rs",
    faults: (seen) =>
      PLACES.filter((place) => {
        const posts = seen[place].posts.unqueued;
        return (
          !posts.some(({ path }) => /\/run\/[^/]+$/.test(path)) || posts.some(({ pass }) => pass)
        );
      }).map((place) => `${place}: ${told(seen[place].posts.unqueued)}`),
  },
  {
    id: "gradio-toast-area",
    assumption: "there is one toast area, where we look for it",
    rule: "`AREA` in extension/page/toasts.js",
    faults: (seen) =>
      PLACES.filter((place) => seen[place].areas !== 1).map(
        (place) => `${place}: ${seen[place].areas} of them; ${around(seen, place)}`,
      ),
  },
  {
    id: "gradio-toast",
    assumption: "ZeroGPU's refusal is shown in a toast, whose marks we know",
    rule: "`read` in extension/page/toasts.js",
    faults: (seen) =>
      PLACES.filter((place) => !seen[place].toast?.isRead).map(
        (place) => `${place}: ${around(seen, place)}`,
      ),
  },
  {
    id: "gradio-as-a-whole",
    assumption: "the extension tells such a page's version, its run and ZeroGPU's message",
    rule: "src/facts, extension/content/content.js, extension/page/toasts.js",
    faults: (seen) =>
      PLACES.filter((place) => {
        const { gradio, runs, messages } = seen[place].report;
        const identity = place === "hub" ? "present" : "absent";
        const isRun = runs.length > 0 && runs.every((run) => run === identity);
        return gradio !== seen.version || !isRun || !messages.includes("quota-exceeded");
      }).map((place) => `${place}: ${quoted(JSON.stringify(seen[place].report))}`),
  },
];

/** @type {Assumption} */
export const STARTS = {
  id: "gradio-starts",
  assumption: "an app on ZeroGPU starts with this Gradio, and its page can be used",
  rule: "tests/stage/gradio/harness.py, tests/stage/gradio/apps/buttons.py",
};

/**
 * Where the message stands, which is what a new selector needs.
 *
 * @param {Observations} seen
 * @param {"direct" | "hub"} place
 */
function around(seen, place) {
  const { toast } = seen[place];
  return toast
    ? `the message stands in ${quoted(toast.around.join(" < "))}`
    : "no message was seen";
}

/**
 * Holds each mark against one app or several: rendered on the server, and not.
 *
 * @param {string} version
 * @param {Observations[]} observations
 * @param {string[]} [broken] what kept an app from being observed at all
 */
export function judgeGradio(version, observations, broken = []) {
  const against = `gradio ${version}`;
  return [
    checked(STARTS, against, broken),
    ...GRADIO_MARKS.map(({ faults, ...mark }) =>
      observations.length === 0
        ? notChecked(mark, against, "no app with it was seen at work")
        : checked(
            mark,
            against,
            observations.flatMap((seen) =>
              faults(seen).map((fault) => `${seen.ssr ? "rendered on the server, " : ""}${fault}`),
            ),
          ),
    ),
  ];
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The end of an error's text, without the folders of this machine.
 *
 * @param {unknown} error
 */
export function faultOf(error) {
  const end = messageOf(error).trim().split("\n").slice(-3).join(" ");
  return quoted(end.replaceAll(/(?:\/[\w.@+-]+)+\//g, "…/"));
}

/**
 * Checks a Gradio in Chromium.
 *
 * @param {{cache: string, log: (line: string) => void, version?: string}} options `version`: by default the
 *   newest one
 */
export async function watchGradio({ cache, log, version }) {
  let against = "the newest gradio";
  try {
    version ??= (await pypiVersions("gradio")).at(-1) ?? "";
    against = `gradio ${version}`;
    const { observations, broken } = await observeInChromium(version, { cache, log });
    return judgeGradio(version, observations, broken);
  } catch (error) {
    return [STARTS, ...GRADIO_MARKS].map((one) => notChecked(one, against, faultOf(error)));
  }
}

/**
 * Rejects where nothing can be tried: no environment, no browser.
 *
 * @param {string} version
 * @param {{cache: string, log: (line: string) => void}} options
 */
async function observeInChromium(version, { cache, log }) {
  // Only here: they are for a machine with a browser.
  const [{ observe, watchedSpace }, { startStage }, { start }] = await Promise.all([
    import("./gradio_page.mjs"),
    import("../../tests/stage/stage.mjs"),
    import("../../tests/browser/extension.mjs"),
  ]);
  await gradioPython(version, { cache, log });
  const spaces = [false, true].map((ssr) => watchedSpace(version, ssr));
  const stage = await startStage({ cache, log, strangers: spaces });
  try {
    const browser = await start("chrome", stage);
    /** @type {Observations[]} */
    const observations = [];
    /** @type {string[]} */
    const broken = [];
    try {
      for (const space of spaces) {
        await observe(browser, stage, space).then(
          (seen) => observations.push(seen),
          (error) => broken.push(`${space.ssr ? "rendered on the server: " : ""}${faultOf(error)}`),
        );
        await stage.sleep(space.id);
      }
    } finally {
      await browser.close();
    }
    return { observations, broken };
  } finally {
    await stage.close();
  }
}
