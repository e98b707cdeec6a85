// The stage's other sites: addresses of Spaces, the blog that embeds them, the gallery.

import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf, signOf } from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { GRADIO_CDN } from "./gradio_cdn.mjs";
import { onStage } from "./on_stage.mjs";
import { entrance, scenarios } from "./scenarios.mjs";
import { frames, visitorOf } from "./visitor.mjs";

const HUB = "https://huggingface.co";
const stage = onStage();
const { space, run } = visitorOf(stage);

test("a private Space opens with its signed address, then with the cookie that it set", async () => {
  const address = `https://${space("studio/private-five").host}/`;
  assert.equal((await ask(stage, address)).status, 404);
  assert.equal((await ask(stage, `${address}?__sign=forged`)).status, 404);
  const signed = await ask(stage, `${address}?__sign=${signOf("studio/private-five")}`);
  assert.equal(signed.status, 200);
  const [cookie] = signed.headers["set-cookie"] ?? [];
  assert.match(cookie, /; Secure; HttpOnly; SameSite=None; Partitioned$/);
  const again = await ask(stage, address, { headers: { cookie: cookie.split(";")[0] } });
  assert.match(again.text, /"space_id":"studio\/private-five"/);
});

test("hosts without Gradio", async () => {
  const page = await ask(stage, "https://studio-static-page.static.hf.space/");
  assert.match(page.text, /Picture Book/);
  assert.equal((await ask(stage, "https://studio-docker-cpu.hf.space/")).status, 200);
  const asleep = await ask(stage, "https://studio-asleep.hf.space/");
  assert.equal(asleep.status, 503);
  assert.match(asleep.text, /sleeping/);
  assert.equal((await ask(stage, "https://no-such.hf.space/")).status, 404);
  assert.equal((await ask(stage, "https://fonts.example.org/font")).status, 404);
  assert.ok(stage.unknownHosts.has("fonts.example.org"));
});

test("a Space answers on a domain of its own too", async () => {
  const id = "studio/zero-five";
  const { text } = await ask(stage, "https://pictures.example/config");
  const { space_id, root } = JSON.parse(text);
  assert.deepEqual([space_id, root], [id, "https://pictures.example"]);
  const before = stage.counted(id).length;
  assert.match(await run(id, {}, { host: "pictures.example" }), /Painted/);
  assert.deepEqual(
    stage
      .counted(id)
      .map(({ identity }) => identity)
      .slice(before),
    ["ip"],
  );
  const info = JSON.parse((await ask(stage, `${HUB}/api/spaces/${id}`)).text);
  assert.deepEqual(info.runtime.domains, [
    { domain: "studio-zero-five.hf.space", stage: "READY" },
    { domain: "pictures.example", stage: "READY", isCustom: true },
  ]);
});

test("a page may say that it is a Space whose domain it is not", async () => {
  const { status, text } = await ask(stage, "https://copycat.example/");
  assert.equal(status, 200);
  assert.match(text, /<script>window\.gradio_config = \{.*"space_id":"studio\/zero-five"/);
});

for (const id of ["studio/own-fetch", "studio/own-fetch-cpu"]) {
  test(`${id}: a page that sends its requests itself`, async () => {
    const origin = `https://${space(id).host}`;
    const { text } = await ask(stage, `${origin}/`);
    assert.ok(text.includes(`"space_id":"${id}"`));
    assert.match(text, /gradio-container-5-49-1/);
    const told = JSON.parse(text.match(/const requests = (.*);/)?.[1] ?? "");
    assert.deepEqual(
      [...text.matchAll(/<button id="([^"]*)"/g)].map(([, name]) => name),
      Object.keys(told),
    );
    for (const { url, get, headers } of Object.values(told)) {
      const answer = await ask(stage, new URL(url, origin).href, {
        headers,
        ...(get ? { until: "\n\n" } : { json: { data: [] } }),
      });
      assert.equal(answer.status, 200, url);
      if (!get) assert.deepEqual(JSON.parse(answer.text), { event_id: "stage" });
    }
    const identities = ["with-ip", "with-user", "with-error"].map((name) => {
      const { ip: _, ...claims } = claimsOf(told[name].headers["x-ip-token"]) ?? {};
      return claims;
    });
    assert.deepEqual(identities, [
      { error: null },
      { error: null, user: "paula-pro" },
      { error: "InvalidRepoToken" },
    ]);

    // Another origin may send runs here, tokens and all.
    const asked = await ask(stage, `${origin}/gradio_api/queue/join`, {
      method: "OPTIONS",
      headers: { "access-control-request-headers": "content-type,x-ip-token" },
    });
    assert.equal(asked.headers["access-control-allow-origin"], "*");
    assert.equal(asked.headers["access-control-allow-headers"], "content-type,x-ip-token");
    assert.equal((await ask(stage, `${origin}/gradio_api/queue/join`)).status, 404);
  });
}

test("a Space's own Content-Security-Policy leaves out WebAssembly", async () => {
  const { status, headers } = await ask(stage, `https://${space("studio/csp-five").host}/`);
  assert.equal(status, 200);
  const policy = String(headers["content-security-policy"]);
  assert.match(policy, /script-src /);
  assert.doesNotMatch(policy, /wasm-unsafe-eval|unsafe-eval/);
});

test("the blog embeds one Space, or two", async () => {
  const one = await ask(stage, "https://blog.example/embed/studio/zero_four");
  assert.deepEqual(frames(one.text), ["https://studio-zero-four.hf.space/"]);
  const two = await ask(stage, "https://blog.example/two-embeds/studio/zero-six/studio/cpu-five");
  assert.deepEqual(frames(two.text), [
    "https://studio-zero-six.hf.space/",
    "https://studio-cpu-five.hf.space/",
  ]);
  assert.equal((await ask(stage, "https://blog.example/embed/no/such")).status, 404);
});

test("the blog shows a Space as Gradio's web component", async () => {
  for (const [id, version] of [
    ["studio/zero-five", "5.49.1"],
    ["studio/zero_four", "4.44.1"],
  ]) {
    const script = `<script type="module" src="https://${GRADIO_CDN}/${version}/gradio.js"></script>`;
    const app = await ask(stage, `https://blog.example/app/${id}`);
    assert.ok(app.text.includes(script));
    assert.ok(app.text.includes(`<gradio-app src="https://${space(id).host}/"></gradio-app>`));
    const bySpace = await ask(stage, `https://blog.example/app-space/${id}`);
    assert.ok(bySpace.text.includes(`<gradio-app space="${id}"></gradio-app>`));
    const host = await ask(stage, `${HUB}/api/spaces/${id}/host`);
    assert.equal(JSON.parse(host.text).host, `https://${space(id).host}`);

    // From one script to the next, as a browser loads them.
    const cdn = `https://${GRADIO_CDN}/${version}/`;
    const start = await ask(stage, `${cdn}gradio.js`);
    assert.equal(start.headers["access-control-allow-origin"], "*");
    const [, entry] = /import\("\.\/(assets\/[^"]+)"\)/.exec(start.text) ?? [];
    const { text, headers } = await ask(stage, cdn + entry);
    assert.match(String(headers["content-type"]), /^text\/javascript/);
    assert.match(text, /customElements\.define\("gradio-app"/);
    const [, style] = /["'`]([^"'`]+\/assets\/[\w-]+\.css)["'`]/.exec(text) ?? [];
    assert.equal((await ask(stage, new URL(style, cdn).href)).status, 200, style);
  }
  assert.equal((await ask(stage, `https://${GRADIO_CDN}/5.49.1/none.js`)).status, 404);
  assert.equal((await ask(stage, `https://${GRADIO_CDN}/latest/gradio.js`)).status, 404);
});

test("a page of the blog without a Space", async () => {
  const { status, text } = await ask(stage, "https://blog.example/plain");
  assert.equal(status, 200);
  assert.doesNotMatch(text, /iframe src|gradio-app|hf\.space/);
  assert.equal((await ask(stage, "https://blog.example/plain/more")).status, 404);
});

test("the gallery leads to every scenario, and each is a page of the stage", async () => {
  const gallery = await ask(stage, "https://gallery.example/");
  assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
  for (const scenario of scenarios) {
    const link = entrance(scenario).replaceAll("&", "&amp;");
    assert.ok(gallery.text.includes(`<a href="${link}">`), scenario.id);
    const { host } = new URL(scenario.url);
    // Direct addresses are not opened here: each would start a process of its own.
    if (host === space(scenario.space).host) continue;
    assert.equal((await ask(stage, scenario.url)).status, 200, scenario.id);
  }
});
