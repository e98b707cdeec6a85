// The Hub's marks (tools/watch): on the stage, with each of them removed in turn, and on huggingface.co as the
// stage plays it.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { STAGE } from "../tools/watch/assumption.mjs";
import { judgeHub, readStage, watchHub } from "../tools/watch/hub.mjs";
import { HUB_MARKS } from "../tools/watch/hub_marks.mjs";
import { root } from "../tools/watch/programs.mjs";
import { ourMinutes, ourQuotas, quotaFaults } from "../tools/watch/quota_table.mjs";
import { exitCode } from "../tools/watch/report.mjs";
import { startStage } from "./stage/stage.mjs";
import { detailsOf, failed } from "./support/watched.mjs";

/** @typedef {import("../tools/watch/hub_marks.mjs").HubRead} HubRead */

/** @type {HubRead} */
let read;
/** @type {Awaited<ReturnType<typeof startStage>>} */
let stage;
before(async () => {
  stage = await startStage();
  read = await readStage(stage);
});
after(() => stage.close());
const judge = (/** @type {Partial<HubRead>} */ more = {}) =>
  judgeHub(STAGE, { ...read, ...more }, () => "");

test("hold on the stage", () => {
  const results = judge();
  assert.deepEqual(
    results.filter(({ outcome }) => outcome !== "holds"),
    [],
  );
  assert.ok(results.length > 40);
});

/** @param {any} value @param {string} path */
function without(value, path) {
  const keys = path.split(".");
  const last = /** @type {string} */ (keys.pop());
  const inner = keys.reduce((one, key) => one[key], value);
  assert.ok(last in inner, path);
  delete inner[last];
  return value;
}

/** @param {string} html @param {string} target @param {string} path */
function withoutProp(html, target, path) {
  const pattern = new RegExp(`(data-target="${target}" data-props=")([^"]*)`);
  assert.match(html, pattern);
  return html.replace(pattern, (_, head, text) => {
    const data = text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    const rest = JSON.stringify(without(JSON.parse(data), path));
    return head + rest.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  });
}

/** How the marks go that are no field. @type {Record<string, (answer: string) => string>} */
const REMOVED = {
  "hub-app-tab": (html) => html.replace(" SpacePage", " SpacesPage"),
  "hub-app-tab-element": (html) => html.replace('"SpacePageInner"', '"SpaceInner"'),
  "hub-frame": (html) => html.replace("<iframe", "<fencedframe"),
  "hub-visit-counter": (html) => html.replace("loggedIn:", "in:"),
  "hub-no-account": (html) => html.replace('data-target="MainHeader"', 'data-target="Header"'),
};
/** What goes with it: the data of that element. @type {Record<string, string[]>} */
const TOO = { "hub-app-tab-element": ["hub-twice", "hub-plan-anonymous"] };
const ANSWERS = ["api-not-public", "api-quota-signed-out"];

for (const { id, of, at } of HUB_MARKS) {
  test(`without ${id} the watch names it, and it alone`, () => {
    const { status, text } = /** @type {import("../tools/watch/hub_marks.mjs").Answer} */ (
      read[of]
    );
    let changed = text;
    if (at?.target) changed = withoutProp(text, at.target, at.path);
    else if (at) changed = JSON.stringify(without(JSON.parse(text), at.path));
    else if (id in REMOVED) changed = REMOVED[id](text);
    const isAnswer = ANSWERS.includes(id);
    assert.ok(changed !== text || isAnswer, `${id} was there`);
    const results = judge({ [of]: { status: isAnswer ? 200 : status, text: changed } });
    assert.deepEqual(failed(results), [id, ...(TOO[id] ?? [])]);
    assert.notEqual(detailsOf(results, id), "");
  });
}

test("a value of another type is a fault, and is not told itself", () => {
  const { text } = /** @type {{text: string}} */ (read.signedIn);
  const changed = text.replaceAll(
    "&quot;user&quot;:&quot;ada-free&quot;",
    "&quot;user&quot;:[&quot;ada-free&quot;]",
  );
  const results = judge({ signedIn: { status: 200, text: changed } });
  assert.deepEqual(failed(results), ["hub-account"]);
  assert.match(detailsOf(results, "hub-account"), /^`authLight\.u\.user` is a list, not a text$/);
});

test("a page of the Hub that was captured has them", async () => {
  const file = "01-loggedout-spacepage-zerogpu-2025-11-08.html";
  const text = await readFile(join(root, "tests", "data", "captures", file), "utf8");
  const signedOut = { status: 200, text };
  // Its head was left out when it was trimmed.
  assert.deepEqual(failed(judge({ signedOut })), ["hub-no-account"]);
});

test("an API that is away fails each of its fields", () => {
  const results = judge({ byId: { status: 404, text: "{}" } });
  assert.equal(failed(results).length, 10);
  assert.equal(detailsOf(results, "api-by-id-sdk"), "the answer is 404");
});

const DOCUMENTED = `| Account type | Daily GPU quota | Queue priority |
| --- | --- | --- |
| Unauthenticated | 2 minutes | Low |
| Free account | 5 minutes | Medium |
| PRO account | 40 minutes | Highest |
| Team organization member | 40 minutes | Highest |
| Enterprise organization member | 60 minutes | Highest |`;

/**
 * huggingface.co, as the stage plays it.
 * @param {string} markdown
 * @returns {typeof fetch}
 */
const fetcher = (markdown) => async (address, options) => {
  assert.equal(options?.credentials, "omit");
  const { pathname } = new URL(String(address));
  const answers = /** @type {[RegExp, HubRead[keyof HubRead]][]} */ ([
    [/^\/docs\//, { status: 200, text: markdown }],
    [/by-subdomain\/owner-some-space$/, read.bySubdomain],
    [/zero-gpu\/quota$/, read.quotaSignedOut],
    [/^\/api\/spaces\/Owner\/some_space$/, read.byId],
    [/^\/api\//, read.missing],
    [/^\/spaces\/Owner\/some_space$/, read.signedOut],
  ]);
  const answer = answers.find(([pattern]) => pattern.test(pathname))?.[1];
  return new Response(answer?.text, { status: answer?.status ?? 404 });
};
const space = "Owner/some_space";

test("huggingface.co is asked without a sign-in; what needs one is left out", async () => {
  const results = await watchHub({ hub: true, space, fetcher: fetcher(DOCUMENTED) });
  assert.deepEqual(failed(results), []);
  const out = results.filter(({ outcome }) => outcome === "left out").map(({ id }) => id);
  const needSignIn = HUB_MARKS.filter(({ of }) => ["signedIn", "member", "quota"].includes(of));
  assert.deepEqual(
    out,
    needSignIn.map(({ id }) => id),
  );
  assert.equal(exitCode(results), 0);
});

test("a page that was saved while signed in is held against the marks of one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-page-"));
  try {
    const page = join(folder, "page.html");
    await writeFile(page, (read.signedIn?.text ?? "").replaceAll("isPro", "isPaying"));
    const results = await watchHub({ hub: true, space, page, fetcher: fetcher(DOCUMENTED) });
    assert.deepEqual(failed(results), ["hub-pro"]);
    const plan = results.find(({ id }) => id === "hub-plan");
    assert.equal(plan?.outcome, "holds");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a documentation that gives other figures", async () => {
  const other = DOCUMENTED.replace("5 minutes", "3.5 minutes");
  const results = await watchHub({ hub: true, space, fetcher: fetcher(other) });
  assert.deepEqual(failed(results), ["quota-table"]);
  const says = "Free: the documentation says 3.5 minutes, we say 5";
  assert.equal(detailsOf(results, "quota-table"), says);
});

test("huggingface.co that cannot be reached is not checked, and that is said", async () => {
  const away = async () => {
    throw new Error("fetch failed", { cause: new Error("no network") });
  };
  for (const fetcherOf of [away, fetcher(DOCUMENTED)]) {
    const results = await watchHub({ hub: true, space: "Owner/none", fetcher: fetcherOf });
    assert.ok(results.every(({ outcome }) => outcome === "unchecked"));
    assert.equal(results.length, HUB_MARKS.length + 1);
    assert.match(results[0].details[0], /no network|answers 404; --space names another/);
    assert.equal(exitCode(results), 2);
  }
});

test("the documented table, row by row", async () => {
  const ours = await ourQuotas();
  assert.deepEqual(quotaFaults(ours, DOCUMENTED), []);
  assert.deepEqual(quotaFaults(ours, "# Nothing"), ["the documentation has no table with minutes"]);
  const more = `${DOCUMENTED.split("\n").slice(0, -1).join("\n")}\n| Students | 9 minutes |`;
  assert.deepEqual(quotaFaults(ours, more), [
    "a row that we do not know: Students: 9 minutes",
    "Enterprise: the documentation has no row for it",
  ]);
  assert.throws(() => ourMinutes("pub const QUOTA"), /not written as it was/);
});
