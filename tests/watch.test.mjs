// The watch (tools/watch): each of its checks, green and red, without a network or a browser.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checked, notChecked, STAGE } from "../tools/watch/assumption.mjs";
import { faultOf, GRADIO_MARKS, judgeGradio, STARTS } from "../tools/watch/gradio_marks.mjs";
import { HUB_MARKS } from "../tools/watch/hub_marks.mjs";
import { learned, sinceWhen } from "../tools/watch/memory.mjs";
import { byVersion, releaseBefore, versionsIn } from "../tools/watch/packages.mjs";
import { root } from "../tools/watch/programs.mjs";
import { QUOTA_TABLE } from "../tools/watch/quota_table.mjs";
import { exitCode, lines, report } from "../tools/watch/report.mjs";
import { judgeMessages, SPACES } from "../tools/watch/spaces_messages.mjs";
import { HANDSHAKE, judgeThreshold, PER_RUN, THRESHOLDS } from "../tools/watch/thresholds.mjs";
import { detailsOf, failed } from "./support/watched.mjs";

/** Every assumption that there is. */
const ALL = [
  ...[...Object.values(SPACES), STARTS, ...GRADIO_MARKS, ...THRESHOLDS, ...HUB_MARKS],
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
    const several = [...good.templates.slice(1), template(QUOTA, ["regular", "none"])];
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
    const results = judgeGradio("6.31.0", [seen(false), seen(true)]);
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
      const results = judgeGradio("6.31.0", [seen(true), observed]);
      assert.deepEqual(failed(results), [id]);
      assert.notEqual(detailsOf(results, id), "");
    });
  }

  test("an app that does not start is a fault, and its marks are not checked", () => {
    const error = new Error('Gradio ended with 1:\n  File "/home/me/lib/x.py"\nImportError: gone');
    const fault = faultOf(error);
    assert.equal(fault, '`Gradio ended with 1: File "…/x.py" ImportError: gone`');
    const results = judgeGradio("7.0.0", [], [fault]);
    assert.deepEqual(failed(results), ["gradio-starts"]);
    assert.ok(results.slice(1).every(({ outcome }) => outcome === "unchecked"));
    // One way of rendering is broken: the other one is still judged.
    const half = judgeGradio("6.31.0", [seen(false)], [fault]);
    assert.deepEqual(failed(half), ["gradio-starts"]);
    assert.ok(half.slice(1).every(({ outcome }) => outcome === "holds"));
  });

  test("a toast that is elsewhere is told with what is around it", () => {
    const observed = seen(true);
    changes["gradio-toast"](observed);
    const details = detailsOf(judgeGradio("6.31.0", [observed]), "gradio-toast");
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
