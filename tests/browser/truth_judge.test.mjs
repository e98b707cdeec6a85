// The matrix's judge sees what is wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeChange, judgeVerdict } from "./truth_judge.mjs";

/** @param {Partial<import("./truth_judge.mjs").Said>} [said] */
const said = (said) => ({
  ...{ pool: "account", grade: "derived", reasons: [], banner: false, lastRun: null, ...said },
});
const nothing = { charged: 0, queued: false, moved: false };

test("the truth is right, at any grade that claims", () => {
  for (const grade of ["observed", "derived"]) {
    assert.equal(judgeVerdict(said({ grade }), "account").mark, "right");
    assert.equal(judgeVerdict(said({ pool: "guest", grade, banner: true }), "guest").mark, "right");
  }
  assert.equal(judgeVerdict(said({ pool: "none" }), "none").mark, "right");
});

test("another pool is wrong, unless it says may or unknown", () => {
  const guest = said({ pool: "guest", grade: "observed" });
  assert.equal(judgeVerdict(guest, "account").mark, "WRONG");
  assert.equal(judgeVerdict({ ...guest, grade: "derived" }, "space").mark, "WRONG");
  assert.equal(judgeVerdict({ ...guest, grade: "assumed" }, "space").mark, "may");
  assert.equal(judgeVerdict(said(), "guest").mark, "WRONG");
  assert.equal(judgeVerdict(said({ pool: "none" }), "guest").mark, "WRONG");
  assert.equal(judgeVerdict(said({ pool: "unknown" }), "guest").mark, "unknown");
  assert.equal(judgeVerdict(guest, ["guest", "account"]).mark, "right");
});

test("a banner where the account is charged is wrong, unless an old Gradio's may", () => {
  assert.equal(judgeVerdict(said({ banner: true }), "account").mark, "WRONG");
  const may = said({ pool: "guest", grade: "assumed", banner: true });
  assert.equal(judgeVerdict(may, "account").mark, "WRONG");
  assert.equal(judgeVerdict({ ...may, reasons: ["outdated-gradio"] }, "account").mark, "may");
});

test("a banner that comes or goes needs a run that was charged", () => {
  const with_ = said({ banner: true });
  assert.equal(judgeChange(said(), with_, nothing).length, 1);
  assert.equal(judgeChange(with_, said(), nothing).length, 1);
  assert.deepEqual(judgeChange(said(), with_, { ...nothing, charged: 1, queued: true }), []);
  assert.deepEqual(judgeChange(with_, said(), { ...nothing, moved: true }), []);
  assert.deepEqual(judgeChange(with_, with_, nothing), []);
});

test("a run that is listed needs the queue", () => {
  const later = said({ lastRun: "2026-11-25T12:00:00.000Z" });
  assert.equal(judgeChange(said(), later, nothing).length, 1);
  assert.deepEqual(judgeChange(said(), later, { ...nothing, queued: true }), []);
});
