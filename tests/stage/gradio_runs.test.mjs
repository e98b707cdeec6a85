// Genuine Gradio on the stage: whose quota its runs use, and what ZeroGPU says. The first time takes
// minutes: the Python environments are made. WHOSE_QUOTA_CACHE says where they are kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "./ask.mjs";
import { onStage } from "./on_stage.mjs";
import { DESCRIBE, LOAD, RUN, session, UNSEEN, visitorOf } from "./visitor.mjs";

const stage = onStage();
const { space, run, handOff } = visitorOf(stage);

for (const id of [
  "studio/zero-six",
  "studio/zero-five",
  "studio/zero-five-ssr",
  "studio/zero-five-early",
  "studio/zero-five-early-ssr",
  "studio/zero_four",
]) {
  test(`${id}: whose quota its runs use`, async () => {
    assert.match(await run(id, {}), /Painted “a test” in 5 steps/);
    await run(id, await handOff(id));
    await run(id, await handOff(id, session("free")));
    await run(id, await handOff(id, session("pro")));
    await run(id, { "x-zerogpu-token": (await handOff("studio/cpu-five"))["x-zerogpu-token"] });
    const runs = stage.counted(id).map(({ identity, user }) => user ?? identity);
    assert.deepEqual(runs, ["ip", "ip", "ada-free", "paula-pro", "ip"]);
  });

  test(`${id}: what uses no GPU is not counted`, async () => {
    const before = stage.counted(id).length;
    assert.match(await run(id, {}, { event: DESCRIBE }), /“a test” has 2 words/);
    assert.match(await run(id, {}, { event: LOAD }), /"success":true/);
    assert.equal(stage.counted(id).length, before);
    const { dependencies } = JSON.parse(
      (await ask(stage, `https://${space(id).host}/config`)).text,
    );
    assert.deepEqual(
      dependencies.map((/** @type {any} */ { api_name, targets }) => [api_name, targets[0][1]]),
      [
        ["run", "click"],
        ["describe", "click"],
        ["greet", "load"],
        ["unseen", "click"],
        ["chain", "click"],
        ["tidy", "then"],
      ],
    );
  });

  test(`${id}: its page says what a Space's page says`, async () => {
    const { host, gradio, ssr } = space(id);
    const { status, text } = await ask(stage, `https://${host}/`);
    assert.equal(status, 200);
    const inline = text.match(/window\.gradio_config\s*=\s*(\{.*?\})\s*;?\s*<\/script>/s);
    assert.equal(inline === null, ssr, "the config is in the page unless the server rendered it");
    if (inline) {
      const config = JSON.parse(inline[1]);
      assert.equal(config.space_id, id);
      assert.equal(config.version, gradio);
      assert.equal(config.root, `https://${host}`);
    } else {
      assert.ok(text.includes(`gradio-container-${gradio?.replaceAll(".", "-")}`));
    }
    const config = await ask(stage, `https://${host}/config`);
    assert.equal(JSON.parse(config.text).space_id, id);
  });
}

test("a CPU Space asks nobody for a GPU", async () => {
  assert.match(await run("studio/cpu-five", {}), /Painted/);
  assert.deepEqual(stage.counted("studio/cpu-five"), []);
});

test("a refused run shows ZeroGPU's own message", async () => {
  const id = "studio/zero-five";
  stage.refuse(id, { status: 429, body: { left: 12, wait: 192 } });
  const guest = await run(id, {});
  assert.match(guest, /exceeded your ZeroGPU quota \(60s requested vs. 12s left\)/);
  const free = await run(id, await handOff(id, session("free")));
  assert.match(free, /exceeded your free ZeroGPU quota/);
  stage.refuse(id, null);
  assert.match(await run(id, {}), /Painted/);
});

test("whatever the device API answers, ZeroGPU says so in its own words", async () => {
  const id = "studio/zero-six";
  const pro = await handOff(id, session("pro"));
  /** @type {[import("./device_api.mjs").Refusal, RegExp][]} */
  const answers = [
    [{ event: "failed" }, /Waiting for a GPU to become available.*No GPU was available after 60s/s],
    [{ event: "succeeded" }, /Waiting for a GPU.*Successfully acquired a GPU.*Painted/s],
    [{ status: 401 }, /Expired ZeroGPU proxy token/],
    [{ status: 503 }, /No GPU was available/],
    [{ unused: true }, /GPU device not used.*Painted/s],
    [
      {
        ...{ status: 429, body: { left: 0, wait: 0 } },
        headers: { "x-approve-result": "pending-overquota-exceeded" },
      },
      /too many ZeroGPU credits allocated/,
    ],
    [
      {
        ...{ status: 429, body: { left: 12, wait: 192 } },
        headers: { "x-authenticated": "regular" },
      },
      /exceeded your free ZeroGPU quota/,
    ],
  ];
  for (const [answer, words] of answers) {
    stage.refuse(id, answer);
    assert.match(await run(id, pro), words);
  }
  stage.refuse(id, null);
  assert.match(await run(id, pro, { event: { ...RUN, data: ["die", 5] } }), /GPU task aborted/);
  assert.match(await run(id, pro, { event: { ...RUN, data: ["overrun", 5] } }), /exceeding its/);
});

test("a pass with a fault, and a run that no visitor can be seen of", async () => {
  const id = "studio/zero-six";
  const pro = await handOff(id, session("pro"));
  const identity = () => stage.counted(id).at(-1)?.identity;
  stage.spoil(id, "InvalidAccessToken");
  const spoilt = await run(id, pro);
  assert.match(spoilt, /Falling back to IP-based quotas \(InvalidAccessToken\).*Painted/s);
  assert.equal(identity(), "ip");
  stage.spoil(id, null);
  await run(id, pro);
  assert.equal(identity(), "user");
  stage.refuse(id, { status: 429, body: { left: 12, wait: 192 } });
  assert.match(await run(id, pro, { event: UNSEEN }), /Space app has reached its GPU limit/);
  assert.equal(identity(), "none");
  stage.refuse(id, null);
});

for (const [id, words] of /** @type {const} */ ([
  ["studio/spaces-0.50.2", /ZeroGPU quota \(60s requested vs. 12s left\). Try again in/],
  ["studio/spaces-0.48.3", /Unlogged user is runnning out of daily ZeroGPU quotas/],
  ["studio/spaces-0.36.0", /exceeded your GPU quota \(60s requested vs. 12s left\). Try again in/],
  ["studio/spaces-0.30.4", /\(60s requested vs. 12s left\). <a [^>]*>Create a free account<\/a>/],
  ["studio/spaces-0.29.6", /\(12s left vs. 60s requested\). <a [^>]*>Sign-up on Hugging Face<\/a>/],
])) {
  test(`${id} speaks in other words`, async () => {
    assert.match(await run(id, {}), /Painted/);
    stage.refuse(id, { status: 429, body: { left: 12, wait: 192 } });
    assert.match((await run(id, {})).replaceAll('\\"', '"'), words);
    stage.refuse(id, null);
  });
}
