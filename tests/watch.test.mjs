// The watch (tools/watch): each of its checks, green and red, without a network or a browser.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checked, notChecked, STAGE } from "../tools/watch/assumption.mjs";
import { GRADIO_MARKS, judgeGradio } from "../tools/watch/gradio_marks.mjs";
import { judgeHub, readStage, watchHub } from "../tools/watch/hub.mjs";
import { HUB_MARKS } from "../tools/watch/hub_marks.mjs";
import { learned, sinceWhen } from "../tools/watch/memory.mjs";
import { byVersion, releaseBefore, versionsIn } from "../tools/watch/packages.mjs";
import { root } from "../tools/watch/programs.mjs";
import { ourMinutes, ourQuotas, QUOTA_TABLE, quotaFaults } from "../tools/watch/quota_table.mjs";
import { exitCode, lines, report } from "../tools/watch/report.mjs";
import { judgeMessages, SPACES } from "../tools/watch/spaces_messages.mjs";
import { HANDSHAKE, judgeThreshold, PER_RUN, THRESHOLDS } from "../tools/watch/thresholds.mjs";
import { startStage } from "./stage/stage.mjs";

/** @typedef {import("../tools/watch/assumption.mjs").Checked} Checked */
/** @typedef {import("../tools/watch/hub_marks.mjs").HubRead} HubRead */

/** @param {Checked[]} results */
const failed = (results) =>
  results.filter(({ outcome }) => outcome === "fails").map(({ id }) => id);

/** @param {Checked[]} results @param {string} id */
const detailsOf = (results, id) =>
  results.find((result) => result.id === id)?.details.join("\n") ?? "";

/** Every assumption that there is. */
const ALL = [
  ...[...Object.values(SPACES), ...GRADIO_MARKS, ...THRESHOLDS, ...HUB_MARKS],
  QUOTA_TABLE,
];

test("each assumption has a name of its own, and the files of its rule exist", async () => {
  const ids = ALL.map(({ id }) => id);
  assert.deepEqual([...new Set(ids)], ids);
  for (const { id, rule } of ALL) {
    const files = rule.match(/(src|extension|tests|tools)\/[\w/]+\.\w+/g) ?? [];
    assert.ok(files.length > 0, id);
    for (const file of files) await readFile(join(root, file));
    // A name in backticks stands in one of them.
    for (const [, name] of rule.matchAll(/`(?:\w+::)?(\w+)`/g)) {
      const texts = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
      assert.ok(
        texts.some((text) => text.includes(/** @type {string} */ (name))),
        `${id}: ${name}`,
      );
    }
  }
});

describe("the messages of `spaces`", () => {
  const QUOTA = "exceeded your ZeroGPU quota ({requested}s requested vs. {res.left}s left)";
  /** @param {string} text @param {(string | null)[]} auths */
  const template = (text, auths = [null]) => ({ title: "ZeroGPU", text, where: "c.py:1", auths });
  const good = {
    templates: [
      template(QUOTA, ["none"]),
      template("{res.error_cls}"),
      ...Array.from({ length: 10 }, (_, index) => template(`Waiting for GPU ${index}`)),
    ],
    others: [{ text: "ZeroGPU init", where: "w.py:1" }],
  };
  /** @param {{text: string}[]} messages */
  const read = async (messages) =>
    messages.map(({ text }) => {
      const isQuota = text.includes("(90s requested vs. 12s left)");
      return {
        cause: text.startsWith("New") ? null : isQuota ? "quota-exceeded" : "other",
        identity: isQuota ? "unauthenticated" : "unknown",
        requestedSeconds: isQuota ? 90 : null,
        leftSeconds: isQuota ? 12 : null,
      };
    });
  /** @param {Partial<typeof good>} more @param {typeof read} [reader] */
  const judge = (more, reader = read) =>
    judgeMessages("spaces 9", { ...good, ...more }, /** @type {any} */ (reader));

  test("all of them are read", async () => {
    assert.deepEqual(failed(await judge({})), []);
  });

  test("one that is not read is listed, with where it stands", async () => {
    const results = await judge({ templates: [...good.templates, template("New words, no GPU")] });
    assert.deepEqual(failed(results), ["spaces-messages"]);
    assert.equal(detailsOf(results, "spaces-messages"), "`New words, no GPU` (c.py:1)");
  });

  test("a gap that nobody knows how to fill is listed", async () => {
    const templates = [...good.templates, template("Try {somewhere.else} on a GPU")];
    const results = await judge({ templates });
    assert.match(detailsOf(results, "spaces-messages"), /nobody knows .*`somewhere\.else`/);
  });

  test("sources in which hardly any message is found are not taken for good ones", async () => {
    const results = await judge({ templates: good.templates.slice(0, 3) });
    assert.deepEqual(failed(results), ["spaces-messages"]);
  });

  test("figures and identities that are read wrong are listed", async () => {
    const wrong = async (/** @type {{text: string}[]} */ messages) =>
      (await read(messages)).map((reading) => ({ ...reading, leftSeconds: 90 }));
    assert.deepEqual(failed(await judge({}, wrong)), ["spaces-figures"]);
    const templates = [...good.templates.slice(1), template(QUOTA, ["pro"])];
    const results = await judge({ templates });
    assert.deepEqual(failed(results), ["spaces-identity"]);
    assert.match(detailsOf(results, "spaces-identity"), /“unauthenticated”, shown to “pro”/);
    // Shown to several accounts alike, it names none of them.
    const several = [...good.templates.slice(1), template(QUOTA, ["none", "regular"])];
    assert.deepEqual(failed(await judge({ templates: several })), []);
  });

  test("another text about GPUs is listed", async () => {
    const others = [...good.others, { text: "Your GPU is on fire", where: "w.py:7" }];
    const results = await judge({ others });
    assert.deepEqual(failed(results), ["spaces-other-texts"]);
    assert.equal(detailsOf(results, "spaces-other-texts"), "`Your GPU is on fire` (w.py:7)");
  });
});

describe("Gradio's page", () => {
  /** @typedef {import("../tools/watch/gradio_page.mjs").Observations} Observations */

  /** What Gradio 6.31.0 did. @param {boolean} ssr @returns {Observations} */
  function seen(ssr) {
    const space = "watch/gradio-6.31.0";
    /** @param {boolean} pass */
    const place = (pass) => ({
      container: "gradio-container gradio-container-6-31-0 svelte-99kmwu",
      inline: ssr ? null : { version: "6.31.0", space_id: space },
      areas: 1,
      posts: {
        gpu: [{ path: "/gradio_api/queue/join", pass }],
        queued: [{ path: "/gradio_api/queue/join", pass }],
        unqueued: [{ path: "/gradio_api/run/predict", pass: false }],
      },
      toast: { isRead: true, around: ["div.toast-message-text", "div.toast-wrap"] },
      report: {
        gradio: "6.31.0",
        handshake: pass ? "answered" : null,
        runs: [pass ? "present" : "absent"],
        messages: ["quota-exceeded"],
      },
    });
    const config = { version: "6.31.0", space_id: space, dependencies: true };
    return { version: "6.31.0", ssr, space, config, direct: place(false), hub: place(true) };
  }

  test("as we know it", () => {
    const results = judgeGradio([seen(false), seen(true)]);
    assert.deepEqual(failed(results), []);
    assert.equal(results.length, GRADIO_MARKS.length + 1);
  });

  /** @type {Record<string, (seen: Observations) => void>} */
  const changes = {
    "gradio-container": ({ hub }) => {
      hub.container = "gradio-app-6-31-0";
    },
    "gradio-config-inline": ({ direct }) => {
      direct.inline = direct.inline && { ...direct.inline, space_id: null };
    },
    "gradio-config-route": ({ config }) => {
      config.dependencies = false;
    },
    "gradio-handshake": ({ hub }) => {
      hub.report.handshake = null;
    },
    "gradio-per-run": ({ hub }) => {
      hub.posts.queued[0].pass = false;
    },
    "gradio-route-queue": ({ direct }) => {
      direct.posts.gpu[0].path = "/gradio_api/queue/enter";
    },
    "gradio-route-unqueued": ({ hub }) => {
      hub.posts.unqueued[0].pass = true;
    },
    "gradio-toast-area": ({ direct }) => {
      direct.areas = 0;
    },
    "gradio-toast": ({ hub }) => {
      hub.toast = { isRead: false, around: ["div.notice", "div.toast-wrap"] };
    },
    "gradio-as-a-whole": ({ direct }) => {
      direct.report.messages = [];
    },
  };

  test("each mark has a change that breaks it", () => {
    const ids = GRADIO_MARKS.map(({ id }) => id);
    assert.deepEqual(Object.keys(changes), ids);
  });

  for (const [id, change] of Object.entries(changes)) {
    test(`changed: ${id}`, () => {
      const observed = seen(false);
      change(observed);
      const results = judgeGradio([seen(true), observed]);
      assert.deepEqual(failed(results), [id]);
      assert.notEqual(detailsOf(results, id), "");
    });
  }

  test("a toast that is elsewhere is told with what is around it", () => {
    const observed = seen(true);
    changes["gradio-toast"](observed);
    const details = detailsOf(judgeGradio([observed]), "gradio-toast");
    const stands = "the message stands in `div.notice < div.toast-wrap`";
    assert.equal(details, `rendered on the server, hub: ${stands}`);
  });
});

describe("the thresholds", () => {
  /** @param {import("../tools/watch/thresholds.mjs").Asks} asks */
  const words = ({ perRun, page, server }) => ({
    page: { [HANDSHAKE]: Number(page), [PER_RUN]: Number(perRun) },
    server: { [HANDSHAKE]: Number(server), [PER_RUN]: 0 },
  });

  for (const threshold of THRESHOLDS) {
    const { id, before, after, rows = null } = threshold;
    const both = { before: words(before), after: words(after) };

    test(`${id}: holds`, () => {
      const result = judgeThreshold(threshold, "1.0.0", both, rows);
      assert.deepEqual([result.outcome, result.details], ["holds", []]);
    });

    test(`${id}: a package that asks otherwise on either side`, () => {
      for (const side of /** @type {const} */ (["before", "after"]))
        for (const part of /** @type {const} */ (["perRun", "page", "server"])) {
          const other = { ...threshold[side], [part]: !threshold[side][part] };
          const result = judgeThreshold(
            threshold,
            "1.0.0",
            { ...both, [side]: words(other) },
            rows,
          );
          assert.equal(result.outcome, "fails");
          const release = side === "before" ? "1.0.0" : threshold.version;
          assert.match(result.details.join(), new RegExp(`${release} (asks|does not ask)`));
        }
    });

    if (rows)
      test(`${id}: a decision table that says something else`, () => {
        const other = { ...rows, after: { ...rows.after, server: 7 } };
        const result = judgeThreshold(threshold, "1.0.0", both, other);
        assert.equal(result.outcome, "fails");
        assert.match(result.details.join(), /row 7 for gradio .* \(server\) instead of/);
      });
  }

  test("releases, in order, without what came before them", () => {
    const printed =
      "gradio (5.2.0)\nAvailable versions: 5.10.0, 5.2.0, 6.0.0b1, 5.9.1.dev0, 4.44.1\n";
    const versions = versionsIn(printed);
    assert.deepEqual(versions, ["4.44.1", "5.2.0", "5.10.0"]);
    assert.equal(releaseBefore(versions, "5.10.0"), "5.2.0");
    assert.equal(releaseBefore(versions, "4.44.1"), undefined);
    assert.ok(byVersion("5.9.0", "5.10.0") < 0);
    assert.deepEqual(versionsIn("ERROR: no matching distribution"), []);
  });
});

describe("the Hub's marks", () => {
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
    "hub-frame": (html) => html.replace("<iframe", "<fencedframe"),
    "hub-visit-counter": (html) => html.replace("loggedIn:", "in:"),
    "hub-no-account": (html) => html.replace('data-target="MainHeader"', 'data-target="Header"'),
  };
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
      assert.deepEqual(failed(results), [id]);
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
    assert.deepEqual(quotaFaults(ours, "# Nothing"), [
      "the documentation has no table with minutes",
    ]);
    const more = `${DOCUMENTED.split("\n").slice(0, -1).join("\n")}\n| Students | 9 minutes |`;
    assert.deepEqual(quotaFaults(ours, more), [
      "a row that we do not know: Students: 9 minutes",
      "Enterprise: the documentation has no row for it",
    ]);
    assert.throws(() => ourMinutes("pub const QUOTA"), /not written as it was/);
  });
});

describe("what is said of it", () => {
  const one = { id: "one", assumption: "The first", rule: "src/lib.rs" };
  const good = checked(one, "spaces 1.0.0", []);
  const bad = checked(one, "spaces 2.0.0", ["`new words`"]);
  const away = notChecked(one, "spaces", "no network");

  test("the code that it ends with", () => {
    const out = notChecked(one, "x", "nobody asked", "left out");
    assert.equal(exitCode([good, out]), 0);
    assert.equal(exitCode([good, away, bad]), 1);
    assert.equal(exitCode([good, away]), 2);
  });

  test("since when", () => {
    const first = learned({}, [good], "2026-11-30");
    const second = learned(first, [away], "2026-12-01");
    assert.deepEqual(second, first);
    const third = learned(second, [bad], "2026-12-02");
    const fourth = learned(third, [{ ...bad, against: "spaces 2.1.0" }], "2026-12-03");
    const said =
      "held on 2026-11-30 with spaces 1.0.0; seen to fail since 2026-12-02 with spaces 2.0.0";
    assert.equal(sinceWhen(fourth.one), said);
    const again = learned(fourth, [good], "2026-12-04");
    assert.equal(sinceWhen(again.one), "held on 2026-12-04 with spaces 1.0.0");
    const never = learned({}, [bad], "2026-12-02");
    assert.match(
      sinceWhen(never.one),
      /^was never seen to hold here; seen to fail since 2026-12-02/,
    );
  });

  test("what held on the stage did not hold on the Hub", () => {
    const memory = learned({}, [{ ...good, against: STAGE }], "2026-11-30");
    const after = learned(memory, [{ ...bad, against: "huggingface.co" }], "2026-12-01");
    assert.match(sinceWhen(after.one), /^was never seen to hold here/);
  });

  test("a line each, and a report that names rule and time", () => {
    const memory = learned(learned({}, [good], "2026-11-30"), [bad], "2026-12-02");
    assert.deepEqual(lines([good, bad, away, away], memory), [
      "holds       one (spaces 1.0.0): The first",
      "FAILS       one (spaces 2.0.0): The first",
      "            `new words`",
      "            rule: src/lib.rs",
      `            ${sinceWhen(memory.one)}`,
      "NOT CHECKED one (spaces): The first",
      "            no network",
      "NOT CHECKED one (spaces): The first",
    ]);
    const text = report([good, bad, away], memory, "2026-12-02");
    assert.match(text, /^# 1 of our assumptions about Hugging Face no longer holds$/m);
    assert.match(text, /1 hold, 1 fail, 1 could not be checked/);
    assert.match(text, /^## The first$/m);
    assert.match(text, /^- since when: held on 2026-11-30 with spaces 1\.0\.0;/m);
    assert.match(text, /^- what hangs on it: src\/lib\.rs$/m);
  });
});
