// The figures as Markdown, each beside its aim.

import { KINDS } from "./pages.mjs";

/** @typedef {import("./statistics.mjs").Spread} Spread */
/** @typedef {import("./statistics.mjs").Paired} Paired */

/** The most that a page pays for us: ms more than with the emptied extension. */
const TASK_AIMS = { static: 0, cpu: 2, hubCpu: 3, zero: 14, hubZero: 20 };
/** Within this no page pays anything: it is how far two emptied copies lie apart. */
const NOTHING_MS = 1;
const FIRST_PAINT_AIM = 1.02;
const HEAP_AIM_KB = 60;
/** The page's module, in KB. */
const MODULE_AIM = { raw: 80, gzipped: 36 };
const BANNER_AIMS = { afterAnswerMs: 16, awakeMs: 250, asleepMs: 600 };

const BANNER_TITLES = {
  afterAnswerMs: "Hub's answer → banner painted",
  firstVisitMs: "navigation → banner painted, the Hub asked",
  awakeMs: "navigation → banner painted, answer kept, background awake",
  asleepMs: "navigation → banner painted, answer kept, background asleep",
};

/** @param {number} value @param {number} digits */
const fixed = (value, digits) => value.toFixed(digits);

/** @param {Spread | null} spread @param {number} digits */
function range(spread, digits) {
  if (!spread) return "–";
  const { q1, median, q3 } = spread;
  return `${fixed(median, digits)} [${fixed(q1, digits)}, ${fixed(q3, digits)}]`;
}

/** @param {number | undefined} value @param {number | undefined} aim @param {string} [unit] @param {number} [slack] */
function judged(value, aim, unit = "", slack = 0) {
  if (aim === undefined || value === undefined) return "–";
  return `≤ ${aim}${unit}: ${value <= aim + slack ? "held" : "missed"}`;
}

/** Tasks that take more times as long as their thread is on a core wait for one: others use the machine.
 * Without visits nobody knows. */
const BUSY = 2;

/**
 * How many times as long as on a core the tasks of pages take without us.
 * @param {Record<string, Record<string, Record<string, Paired>>>} figures
 * @param {string} build
 */
function stretch(figures, build) {
  const kinds = Object.values(figures).filter(({ taskMs }) => taskMs);
  const each = kinds.map(
    ({ taskMs, cpuMs }) => taskMs[build].base.median / cpuMs[build].base.median,
  );
  return each.length > 0 ? Math.max(...each) : 0;
}

/** @param {string[][]} rows the first one is the heading */
function markdown([heading, ...rows]) {
  return [heading, heading.map(() => "---"), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

/**
 * Of one build: what a page pays.
 * @param {Record<string, Record<string, Record<string, Paired>>>} figures
 * @param {string} build
 * @param {Column[]} columns
 * @param {string} [base]
 */
function visitsTable(figures, build, columns, base = "emptied") {
  const kinds = Object.entries(KINDS).filter(([kind]) => kind in figures);
  const rows = kinds.flatMap(([kind, { title }]) =>
    columns.map(({ name, title: what, digits, aim }) => {
      const paired = figures[kind][name][build];
      return [
        `${title}: ${what}`,
        range(paired.base, digits),
        range(paired.value, digits),
        range(paired.difference, digits),
        range(paired.ratio, 3),
        aim(kind, paired),
      ];
    }),
  );
  return markdown([["page", base, "with it", "difference", "ratio", "aim"], ...rows]);
}

const none = () => "–";

/** @param {string} kind @param {Paired} paired */
const ofTasks = (kind, { difference }) => {
  const aim = TASK_AIMS[/** @type {keyof typeof TASK_AIMS} */ (kind)];
  return judged(difference.median, aim, " ms more", aim === 0 ? NOTHING_MS : 0);
};

/** @param {string} _ @param {Paired} paired */
const ofFirstPaint = (_, { ratio }) => judged(ratio?.median, FIRST_PAINT_AIM, " times");

/** @param {string} kind @param {Paired} paired */
const ofHeap = (kind, { difference }) =>
  judged(difference.median, kind === "cpu" ? HEAP_AIM_KB : undefined, " KB more");

/** @typedef {{name: string, title: string, digits: number, aim: (kind: string, paired: Paired) => string}} Column */

/** @param {Column} column @returns {Column} */
const notByTheClock = (column) => (column.name.endsWith("Ms") ? { ...column, aim: none } : column);

/** @type {Column[]} */
const CHROMIUM = [
  { name: "taskMs", title: "main threads' tasks, ms", digits: 1, aim: ofTasks },
  { name: "cpuMs", title: "main threads on a core, ms", digits: 1, aim: none },
  { name: "firstPaintMs", title: "first contentful paint, ms", digits: 0, aim: ofFirstPaint },
  { name: "heapKb", title: "JavaScript heap, KB", digits: 0, aim: ofHeap },
];

/** It has no aims of its own. @type {Column[]} */
const FIREFOX = [
  { name: "cpuMs", title: "main threads on a core, ms", digits: 1, aim: none },
  { name: "firstPaintMs", title: "first contentful paint, ms", digits: 0, aim: none },
  { name: "loadMs", title: "load event, ms", digits: 0, aim: none },
];

/** @param {Record<string, Record<string, Paired>>} figures @param {string} build */
function mutationsTable(figures, build) {
  const rows = Object.entries(figures).map(([place, of]) => {
    const { base, value, difference, ratio } = of[build];
    return [place, range(base, 0), range(value, 0), range(difference, 0), range(ratio, 3)];
  });
  const heading = ["10,000 mutations, ms", "emptied", "with it", "difference", "ratio"];
  return markdown([heading, ...rows]);
}

/** @param {Record<string, Spread>} times @param {boolean} hasAims */
function bannerTable(times, hasAims) {
  const rows = Object.entries(times).map(([name, spread]) => {
    const aim = BANNER_AIMS[/** @type {keyof typeof BANNER_AIMS} */ (name)];
    return [
      BANNER_TITLES[/** @type {keyof typeof BANNER_TITLES} */ (name)],
      range(spread, 1),
      judged(spread.median, hasAims ? aim : undefined, " ms"),
    ];
  });
  return markdown([["until the banner, ms", "median [quartiles]", "aim"], ...rows]);
}

/** @param {Awaited<ReturnType<typeof import("./builds.mjs").sizes>>} sizes */
function sizesTable({ modules, contentScripts, total }) {
  const kb = (/** @type {number} */ bytes) => fixed(bytes / 1000, 1);
  const rows = Object.entries(modules).map(([file, { raw, gzipped }]) => {
    const isPage = file.startsWith("page");
    const aims = [judged(raw / 1000, MODULE_AIM.raw), judged(gzipped / 1000, MODULE_AIM.gzipped)];
    return [file, kb(raw), kb(gzipped), isPage ? aims.join("; ") : "–"];
  });
  for (const [index, { raw, gzipped }] of contentScripts.entries())
    rows.push([`content scripts ${index + 1} of the manifest`, kb(raw), kb(gzipped), "–"]);
  rows.push(["everything", kb(total), "", "–"]);
  return markdown([["size, KB", "raw", "gzipped", "aim"], ...rows]);
}

/** @param {any} figures as `bench.mjs` prints them */
export function report({ rounds, machine, builds, chromium, firefox }) {
  const parts = [
    `# What the page pays\n\nMedians [quartiles] of ${rounds} paired rounds. ${machine.cpus} cores, load ` +
      `${machine.load.map((/** @type {number} */ load) => fixed(load, 1)).join(" → ")}; ` +
      `Chromium ${chromium.version ?? "–"}, Firefox ${firefox.version ?? "–"}.`,
  ];
  for (const build of Object.keys(builds)) {
    parts.push(`## ${build}`, sizesTable(builds[build]));
    for (const [title, figures, columns] of /** @type {const} */ ([
      ["Chromium", chromium, CHROMIUM],
      ["Firefox", firefox, FIREFOX],
    ])) {
      const times = figures.visits ? stretch(figures.visits, build) : Number.POSITIVE_INFINITY;
      const isBusy = times > BUSY;
      if (figures.visits) {
        parts.push(`### ${title}`);
        if (isBusy)
          parts.push(
            `The machine is busy: tasks take up to ${fixed(times, 1)} times as long as they are on a core. ` +
              "What goes by the clock is not judged.",
          );
        const judged = isBusy ? columns.map(notByTheClock) : columns;
        parts.push(visitsTable(figures.visits, build, judged));
        if (figures.unsettled)
          parts.push(`${figures.unsettled} pages were still at work when their window ended.`);
        if (figures.dropped.length > 0)
          parts.push(`Not counted, because a trace was incomplete: ${figures.dropped.join("; ")}.`);
      }
      if (figures.banner)
        parts.push(bannerTable(figures.banner[build], title === "Chromium" && !isBusy));
      if (figures.mutations) parts.push(mutationsTable(figures.mutations, build));
    }
    const { popup } = chromium;
    if (popup) {
      const { awakeMs, asleepMs } = popup[build];
      const row = ["popup → first verdict, ms", range(awakeMs, 1), range(asleepMs, 1)];
      parts.push(markdown([["", "background awake", "asleep"], row]));
    }
  }
  const [build, against] = Object.keys(builds);
  if (against && chromium.visits) {
    const pair = `${build} beside ${against}`;
    const columns = CHROMIUM.map((column) => ({ ...column, aim: none }));
    parts.push(`## ${pair}`, visitsTable(chromium.visits, pair, columns, against));
  }
  return `${parts.join("\n\n")}\n`;
}
