// The pages of the stage's Hub: what they hold, and their side of the hand-off.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { PLANTED_SECRETS } from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { onStage } from "./on_stage.mjs";
import { frames, session } from "./visitor.mjs";

const HUB = "https://huggingface.co";
const stage = onStage();

/**
 * @param {string} html
 * @param {string} target
 */
function props(html, target) {
  const found = html.match(new RegExp(`data-target="${target}" data-props="([^"]*)"`));
  assert.ok(found, target);
  return JSON.parse(
    found[1]
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&"),
  );
}

test("a Space's Hub page, signed out", async () => {
  const { text } = await ask(stage, `${HUB}/spaces/studio/zero-five?seed=1&stage-handshake=late`);
  assert.match(text, /<body class="[^"]*\bSpacePage\b/);
  assert.match(
    text,
    /<link rel="canonical" href="https:\/\/huggingface.co\/spaces\/studio\/zero-five">/,
  );
  assert.match(text, /loggedIn: "false"/);
  assert.equal(props(text, "SystemThemeMonitor").isLoggedIn, false);
  assert.equal(props(text, "MainHeader").authLight, undefined);
  assert.equal(props(text, "SpaceHeader").authLight, undefined);
  assert.equal(props(text, "SpaceHeader").space.runtime.hardware.current, "zero-a10g");
  assert.deepEqual(props(text, "SpacePageInner").plan, { user: "anonymous" });
  const src = "https://studio-zero-five.hf.space/?seed=1&__theme=system";
  assert.equal(props(text, "SpacePageInner").iframeSrc, src);
  assert.ok(text.includes(`<iframe src="${src.replaceAll("&", "&amp;")}" aria-label="Space app"`));
});

test("a Space's Hub page, signed in, with the secrets that nobody may copy", async () => {
  for (const [plan, told] of /** @type {const} */ ([
    ["free", { user: "free" }],
    ["pro", { user: "pro" }],
    ["team", { user: "free", org: "team" }],
    ["enterprise", { user: "free", org: "enterprise" }],
  ])) {
    const { text } = await ask(stage, `${HUB}/spaces/studio/zero-five`, { headers: session(plan) });
    assert.match(text, /loggedIn: "true"/);
    assert.equal(props(text, "SystemThemeMonitor").isLoggedIn, true);
    assert.deepEqual(props(text, "SpacePageInner").plan, told);
    const { u } = props(text, "MainHeader").authLight;
    assert.equal(u.isPro, plan === "pro");
    assert.equal(u.orgs.length, told.user === "free" && plan !== "free" ? 1 : 0);
    assert.deepEqual(Object.keys(u.usage.zeroGpu), ["base", "current", "lastUpdated"]);
    for (const secret of ["csrfToken", "sessionUuid", "jwtSignature"]) {
      assert.ok(text.includes(PLANTED_SECRETS[/** @type {"csrfToken"} */ (secret)]), secret);
    }
  }
});

test("a Hub page that does not say how much quota is left", async () => {
  const { text } = await ask(stage, `${HUB}/spaces/studio/zero-five?stage-damage=no-usage`, {
    headers: session("free"),
  });
  for (const target of ["MainHeader", "SpaceHeader"]) {
    const { u } = props(text, target).authLight;
    assert.equal(u.user, "ada-free");
    assert.equal(u.usage, undefined);
  }
});

test("a sleeping Space's Hub page, signed out and in", async () => {
  for (const headers of [{}, session("pro")]) {
    const { status, text } = await ask(stage, `${HUB}/spaces/studio/asleep`, { headers });
    assert.equal(status, 200);
    assert.equal(props(text, "SystemThemeMonitor").isLoggedIn, "cookie" in headers);
    const { runtime } = props(text, "SpaceHeader").space;
    assert.equal(runtime.stage, "SLEEPING");
    assert.deepEqual(runtime.hardware, { current: null, requested: "zero-a10g" });
    assert.deepEqual(frames(text), []);
    assert.match(text, /This Space is sleeping/);
  }
});

for (const [handshake, told] of /** @type {const} */ ([
  ["prompt", { handshake: ["at once"], headers: true }],
  // As measured on a parent that is slow with the handshake alone: an old Gradio, which asks for the
  // headers without one, gets them.
  ["late", { handshake: ["when told"], headers: true }],
  ["never", { handshake: [], headers: false }],
])) {
  test(`the Hub page's side of the hand-off: ${handshake}`, async () => {
    const address = `${HUB}/spaces/studio/zero-five?stage-handshake=${handshake}`;
    const { text } = await ask(stage, address);
    const script = /<script>(\(\(\) => \{\s*const stage = .*?)<\/script>/s.exec(text)?.[1] ?? "";
    const origin = "https://studio-zero-five.hf.space";
    /** @type {string[]} */
    const answers = [];
    let when = "at once";
    const contentWindow = {
      /** @param {string} word @param {string} target */
      postMessage(word, target) {
        assert.deepEqual([word, target], ["supports-zerogpu-headers", origin]);
        answers.push(when);
      },
    };
    /** @type {(event: object) => Promise<void>} */
    let hear = async () => assert.fail("nobody listens");
    /** @type {any} */
    const window = {};
    runInNewContext(script, {
      window,
      document: { querySelector: () => ({ contentWindow }) },
      addEventListener: (/** @type {string} */ _, /** @type {typeof hear} */ listener) => {
        hear = listener;
      },
      fetch: async () => ({ json: async () => ({ token: "a token" }) }),
    });
    /** @type {any[]} */
    const headers = [];
    const ports = [{ postMessage: (/** @type {any} */ given) => headers.push(given) }];
    const event = { source: contentWindow, origin };
    await hear({ ...event, data: "supports-zerogpu-headers", origin: "https://elsewhere.example" });
    await hear({ ...event, data: "supports-zerogpu-headers" });
    await hear({ ...event, data: "zerogpu-headers", ports });
    when = "when told";
    if (handshake === "late") window.stageAnswerHandshake();
    assert.deepEqual(answers, told.handshake);
    assert.deepEqual(
      headers.map((given) => given["x-zerogpu-token"]),
      told.headers ? ["a token"] : [],
    );
  });
}

test("who may see which Hub page", async () => {
  const statuses = [];
  for (const [id, headers] of /** @type {const} */ ([
    ["studio/private-five", {}],
    ["studio/private-five", session("free")],
    ["studio/protected-five", session("pro")],
    ["no/such", {}],
    ["studio/static-page", {}],
  ])) {
    statuses.push((await ask(stage, `${HUB}/spaces/${id}`, { headers })).status);
  }
  assert.deepEqual(statuses, [404, 200, 404, 404, 200]);
});
