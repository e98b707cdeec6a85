// One cell of the matrix: a shape with one Gradio, at one place, in one browser. Opens it, does what a
// person does there, and after each step holds what is said against what the device API counted.

/// <reference lib="dom" />
import { isDeepStrictEqual } from "node:util";
import { shapeId } from "../stage/shape_spaces.mjs";
import { until } from "./driver/index.mjs";
import { appFrame, BANNER, reported, reportOf, visit } from "./extension.mjs";
import { isFour } from "./shape_steps.mjs";
import { judgeChange, judgeVerdict } from "./truth_judge.mjs";

/** @typedef {import("./driver/index.mjs").Browser} Browser */
/** @typedef {import("./driver/index.mjs").Page} Page */
/** @typedef {import("./driver/index.mjs").Frame} Frame */
/** @typedef {import("../stage/stage.mjs").Stage} Stage */
/** @typedef {import("./shapes.mjs").Shape} Shape */
/** @typedef {import("./shape_steps.mjs").Step} Step */
/** @typedef {import("./truth_judge.mjs").Said} Said */
/** @typedef {import("./truth_judge.mjs").Truth} Truth */

export const PLACES = /** @type {const} */ (["direct", "hub-out", "hub-free", "hub-pro", "embed"]);

/** @typedef {typeof PLACES[number]} Place */

/** @typedef {{shape: Shape, version: string, place: Place}} Cell */

/**
 * The page of a cell, as something to visit.
 * @param {Stage} stage
 * @param {Cell} cell
 * @returns {import("../stage/scenarios.mjs").Visit}
 */
export function visitOf(stage, { shape, version, place }) {
  const space = shapeId(shape.shape, version);
  const host = stage.catalogue.find(({ id }) => id === space)?.host;
  if (place === "direct") return { space, url: `https://${host}/` };
  if (place === "embed") return { space, url: `https://blog.example/embed/${space}?height=1000` };
  const url = `https://huggingface.co/spaces/${space}`;
  if (place === "hub-out") return { space, url };
  return { space, url, signIn: place === "hub-pro" ? "pro" : "free" };
}

/**
 * Whose a GPU run is at a place, before any was counted.
 * @param {Cell} cell
 * @returns {Truth}
 */
function expected({ shape, place }) {
  if (shape.pool) return shape.pool;
  // A front end that joins the queue by itself hands nothing over.
  if (shape.shape === "own_page") return "guest";
  return place === "hub-free" || place === "hub-pro" ? "account" : "guest";
}

/** @type {Record<"user" | "ip" | "none", Truth>} */
const TRUTHS = { user: "account", ip: "guest", none: "space" };

/**
 * What reached a Space and, where it asks another, that one too.
 * @param {Stage} stage
 * @param {string} id
 */
function reached(stage, id) {
  const other = stage.catalogue.find((space) => space.id === id)?.other;
  const traffic = [id, other].filter((id) => typeof id === "string").map(stage.traffic);
  const requests = traffic.flatMap(({ requests }) => requests);
  /** @param {"queue" | "run" | "other"} kind */
  const answered = (kind) =>
    requests.filter((request) => request.kind === kind && request.answered).length;
  return {
    queue: requests.filter(({ kind }) => kind === "queue").length,
    run: answered("run"),
    other: answered("other"),
    ended: traffic.reduce((sum, { ended }) => sum + ended, 0),
  };
}

/**
 * What is said of a page: the report, and whether there is a banner, once both have come to rest. After
 * a request was answered, what the browser told the extension of it is on its way already: each look goes
 * through the background and every script of ours in the tab, and comes back after that.
 * @param {Browser} browser
 * @param {Page} page
 * @param {Frame} app
 * @returns {Promise<Said & {card: boolean}>}
 */
export async function rest(browser, page, app) {
  const tab = await page.tabId();
  const look = async () => {
    await browser.background(async (/** @type {number} */ tab) => {
      await chrome.tabs.sendMessage(tab, { kind: "ping" }).catch(() => undefined);
      await chrome.storage.session.get(null);
    }, tab);
    const { pool, grade, reasons, runs } = await reportOf(browser, tab);
    const shown = [await inFrame(page), app === page ? null : await inFrame(app)];
    return {
      ...{ pool, grade, reasons, lastRun: runs.at(-1)?.at ?? null },
      banner: shown.some((one) => one !== null),
      card: shown.some((one) => one === "card"),
    };
  };
  const looks = [await look()];
  await until(
    async () => {
      looks.push(await look());
      const [first, ...others] = looks.slice(-3);
      return others.length === 2 && others.every((one) => isDeepStrictEqual(one, first));
    },
    { what: "what is said to come to rest" },
  );
  return /** @type {Said & {card: boolean}} */ (looks.at(-1));
}

/**
 * @param {Frame} frame
 * @returns {Promise<"card" | "banner" | null>}
 */
function inFrame(frame) {
  return frame.closedShadow(BANNER, (/** @type {ShadowRoot} */ root) =>
    root.querySelector(".card") ? "card" : "banner",
  );
}

/**
 * @typedef {object} Row
 * @property {string} what the step
 * @property {Said & {card: boolean}} said
 * @property {string} truth
 * @property {import("./truth_judge.mjs").Judgement["mark"]} mark
 * @property {string[]} why
 * @property {object} [sent] what the step sent
 */

/**
 * Opens a cell's page and waits until a person may begin.
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {Cell} cell
 */
export async function openCell(browser, stage, cell) {
  const { shape, version, place } = cell;
  const to = visitOf(stage, cell);
  const other = stage.catalogue.find(({ id }) => id === to.space)?.other;
  if (other) await stage.ready(other);
  await stage.ready(to.space);
  const before = reached(stage, to.space);
  const counted = stage.counted(to.space).length;
  const page = await visit(browser, stage, to);
  await page.toFront();
  const app = await appFrame(page, stage, to);
  await app.until(
    (/** @type {string} */ ready) => document.querySelector(ready) !== null,
    shape.ready,
  );
  const stuck = place === "embed" && isFour(version);
  await until(
    () => {
      const now = reached(stage, to.space);
      const queue = stuck ? 0 : (shape.startQueue ?? 0);
      return now.ended - before.ended >= queue && now.run - before.run >= (shape.startRun ?? 0);
    },
    { what: "what the app asks by itself at its start" },
  );
  const hub = place.startsWith("hub");
  const asks = hub && !isFour(version) && !shape.ownPage;
  await reported(browser, page, ({ handshake }) => !asks || handshake === "answered");
  return { page, app, to, stuck, atStart: stage.counted(to.space).slice(counted) };
}

/**
 * Does a step and waits until the app has answered; tells what was sent and counted since, also later.
 * @param {Stage} stage
 * @param {string} id
 * @param {import("./shape_steps.mjs").At} at
 * @param {Step} step
 */
export async function take(stage, id, at, step) {
  const other = stage.catalogue.find((space) => space.id === id)?.other;
  const whom = step.ofOther && other ? other : id;
  const counted = stage.counted(whom).length;
  const before = reached(stage, id);
  const now = () => {
    const { queue, run, other, ended } = reached(stage, id);
    return {
      queue: queue - before.queue,
      run: run - before.run,
      other: other - before.other,
      ended: ended - before.ended,
      charged: stage.counted(whom).length - counted,
    };
  };
  await step.does(at);
  const { queue = 0, run = 0, other: others = 0, charges, upTo } = step;
  await until(
    () => {
      const sent = now();
      return (
        (upTo || sent.charged >= charges) &&
        sent.ended >= queue &&
        sent.run >= run &&
        sent.other >= others
      );
    },
    { what: `the app to answer: ${step.what}`, timeout: 20_000 },
  ).catch((error) => {
    throw new Error(`${error.message}\n${JSON.stringify(now())}`);
  });
  await step.seen?.(at);
  return { sent: now, charged: () => stage.counted(whom).slice(counted) };
}

/**
 * @param {Browser} browser
 * @param {Stage} stage
 * @param {Cell} cell
 * @returns {Promise<Row[]>}
 */
export async function walkCell(browser, stage, cell) {
  const { page, app, to, stuck, atStart } = await openCell(browser, stage, cell);
  const at = { page, app, version: cell.version };
  /** @type {Row[]} */
  const rows = [];
  let truth = expected(cell);
  let said = await rest(browser, page, app);
  // A run that left before anybody pressed was perhaps counted otherwise than the next will be.
  const first = [...new Set([truth, ...atStart.map(({ identity }) => TRUTHS[identity])])];
  rows.push({
    ...{ what: "opens it", said, truth: first.join(" or ") },
    ...judgeVerdict(said, first),
  });
  for (const step of stuck ? [] : cell.shape.steps(cell.version)) {
    const before = await rest(browser, page, app);
    const happened = await take(stage, to.space, at, step);
    const after = await rest(browser, page, app);
    const [sent, charged] = [happened.sent(), happened.charged()];
    const isOwn = step.ofOther ? cell.shape.ownPage : !step.byServer;
    if (isOwn) truth = whose(charged) ?? truth;
    const { mark, why } = judgeVerdict(after, truth);
    const changes = [
      ...judgeChange(said, before, { charged: 0, queued: true, moved: false }),
      ...judgeChange(before, after, {
        charged: charged.length,
        queued: sent.queue > 0,
        moved: step.moves ?? false,
      }),
      ...overcharged(step, charged.length),
    ];
    rows.push({
      ...{ what: step.what, said: after, truth, sent },
      mark: changes.length > 0 ? "WRONG" : mark,
      why: [...why, ...changes],
    });
    said = after;
  }
  await page.close();
  return rows;
}

/**
 * @param {readonly import("../stage/device_api.mjs").Run[]} runs
 * @returns {Truth | undefined} of the newest
 */
function whose(runs) {
  const last = runs.at(-1);
  return last && TRUTHS[last.identity];
}

/**
 * The stage itself, or the step, is not what it should be.
 * @param {Step} step
 * @param {number} charged
 */
function overcharged({ charges, what }, charged) {
  return charged > charges ? [`${what}: ${charged} runs were counted instead of ${charges}`] : [];
}

/**
 * A cell in one line.
 * @param {Cell & {browser: string}} cell
 * @param {Row[]} rows
 */
export function summary({ shape, version, place, browser }, rows) {
  const worst = ["WRONG", "unknown", "may", "right"].find((mark) =>
    rows.some((row) => row.mark === mark),
  );
  /** @param {(row: Row) => string} tell */
  const line = (tell) =>
    rows.map(tell).filter((one, index, all) => index === 0 || one !== all[index - 1]);
  return {
    ...{ shape: shape.shape, gradio: version, place, browser, steps: rows.length },
    verdict: line(({ said }) => `${said.pool}/${said.grade}`).join(" → "),
    truth: line(({ truth }) => truth).join(" → "),
    mark: worst ?? "right",
    why: rows
      .filter(({ mark }) => mark === "WRONG")
      .map(({ what, why }) => `${what}: ${why.join("; ")}`)
      .join(" · "),
  };
}
