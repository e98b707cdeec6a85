// Whose Space a Hub page is: names compared, whatever shape its data has.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ownsSpace } from "../extension/background/owns_space.js";

const ID = "atelier/painter";
const SPACE = { space: { id: ID } };

/**
 * What is found in a page with these data; `null`: an element without data, a text: as it stands.
 * @param {object | string | null} header
 * @param {object | string | null} [mainHeader]
 */
function found(header, mainHeader = null) {
  /** @type {Record<string, object | string | null>} */
  const props = { SpaceHeader: header, MainHeader: mainHeader };
  const querySelector = (/** @type {string} */ selector) => {
    const value = props[/data-target=(\w+)/.exec(selector)?.[1] ?? ""] ?? null;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return value === null ? null : { getAttribute: () => text };
  };
  Object.assign(globalThis, { document: { querySelector } });
  try {
    return ownsSpace(ID);
  } finally {
    Reflect.deleteProperty(globalThis, "document");
  }
}

/** @param {unknown} u */
const account = (u) => ({ authLight: { u } });

test("the owner, and a member of the organisation", () => {
  assert.equal(found(SPACE, account({ user: "atelier", orgs: [] })), true);
  assert.equal(
    found(SPACE, account({ user: "ada", orgs: [{ name: "other" }, { name: "atelier" }] })),
    true,
  );
  // The Hub compares names without case; either header names the account.
  assert.equal(found({ space: { id: "Atelier/Painter" } }, account({ user: "ATELIER" })), true);
  assert.equal(found({ ...SPACE, ...account({ user: "atelier" }) }), true);
});

test("nobody else", () => {
  assert.equal(found(SPACE, account({ user: "ada", orgs: [{ name: "other" }] })), false);
  assert.equal(found(SPACE, account({ user: "painter" })), false);
  assert.equal(found(SPACE, account({ user: "atelierx", orgs: [{ name: "xatelier" }] })), false);
  assert.equal(found(SPACE, account({ fullname: "atelier" })), false);
});

test("a page that has become another Space's", () => {
  assert.equal(found({ space: { id: "atelier/other" } }, account({ user: "atelier" })), false);
  assert.equal(found({}, account({ user: "atelier" })), false);
});

test("odd shapes are nobody's, and take nothing from what can be read", () => {
  for (const odd of ["{", "", "null", "7", '"atelier"', "[]"]) {
    assert.equal(found(odd, account({ user: "atelier" })), false, odd);
    assert.equal(found(SPACE, odd), false, odd);
  }
  assert.equal(found(null, null), false);
  assert.equal(found(SPACE, account({ user: ["atelier"], orgs: "atelier" })), false);
  assert.equal(found(SPACE, account({ orgs: { 0: { name: "atelier" } } })), false);
  assert.equal(found(SPACE, account({ orgs: [7, null, {}, { name: ["atelier"] }] })), false);
  assert.equal(found(SPACE, account({ orgs: [7, null, {}, { name: "atelier" }] })), true);
  assert.equal(found(SPACE, account({ user: "atelier", orgs: 7 })), true);
  const long = JSON.stringify({ ...account({ user: "atelier" }), more: " ".repeat(2_000_000) });
  assert.equal(found(SPACE, long), false);
});
