// Does the stage play what it should? Genuine Gradio runs here, so the first time takes minutes:
// the Python environments are made. WHOSE_QUOTA_CACHE says where they are kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PLANTED_SECRETS, SESSION_COOKIE, sessionOf, signOf } from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { entrance, scenarios } from "./scenarios.mjs";
import { startStage } from "./stage.mjs";

const HUB = "https://huggingface.co";

/** @type {import("./stage.mjs").Stage} */
let stage;
before(async () => {
  stage = await startStage({ cache: process.env.WHOSE_QUOTA_CACHE, log: console.log });
});
after(() => stage.close());

/**
 * @param {string} id
 * @returns {import("./catalogue.mjs").Space}
 */
function space(id) {
  const found = stage.catalogue.find((space) => space.id === id);
  assert.ok(found, id);
  return found;
}

/** @param {import("./accounts.mjs").Plan} plan */
function session(plan) {
  return { cookie: `${SESSION_COOKIE}=${sessionOf(plan)}` };
}

/**
 * What the Hub page's script does before each run.
 *
 * @param {string} id
 * @param {Record<string, string>} [headers]
 */
async function handOff(id, headers) {
  const { text } = await ask(stage, `${HUB}/api/spaces/${id}/jwt`, { headers });
  return { "x-zerogpu-token": JSON.parse(text).token, "x-zerogpu-uuid": "any" };
}

/**
 * What Gradio's page does at a click on "Run".
 *
 * @param {string} id
 * @param {Record<string, string>} headers
 * @returns {Promise<string>} the stream of events
 */
async function run(id, headers) {
  const { host, gradio } = space(id);
  const api = `https://${host}${gradio?.startsWith("4.") ? "" : "/gradio_api"}`;
  const sessionHash = Math.random().toString(36).slice(2);
  const joined = await ask(stage, `${api}/queue/join?`, {
    headers,
    json: {
      ...{ data: ["a test", 5], event_data: null, fn_index: 0, trigger_id: 1 },
      session_hash: sessionHash,
    },
  });
  assert.equal(joined.status, 200, joined.text);
  const stream = `${api}/queue/data?session_hash=${sessionHash}`;
  return (await ask(stage, stream, { until: '"msg":"process_completed"' })).text;
}

for (const id of [
  "studio/zero-six",
  "studio/zero-five",
  "studio/zero-five-ssr",
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

test("the API tells what a Space is, by host and by id", async () => {
  for (const path of ["by-subdomain/studio-zero-four", "studio/zero_four"]) {
    const { status, headers, text } = await ask(stage, `${HUB}/api/spaces/${path}`, {
      headers: { origin: "https://elsewhere.example" },
    });
    assert.equal(status, 200);
    assert.equal(headers["access-control-allow-origin"], "https://elsewhere.example");
    const info = JSON.parse(text);
    assert.equal(info.id, "studio/zero_four");
    assert.equal(info.subdomain, "studio-zero-four");
    assert.equal(info.host, "https://studio-zero-four.hf.space");
    assert.equal(info.cardData.sdk_version, "4.44.1");
    assert.equal(info.runtime.hardware.current, "zero-a10g");
    assert.equal(info.runtime.stage, "RUNNING");
    assert.equal(info.visibility, "public");
  }
});

test("the API's requests are noted, and what they told about the visitor", async () => {
  const before = stage.apiRequests.length;
  const path = "/api/spaces/studio/cpu-five";
  await ask(stage, HUB + path);
  await ask(stage, HUB + path, {
    headers: { ...session("pro"), authorization: "Bearer x", origin: "https://a.example" },
  });
  const noted = stage.apiRequests.slice(before).map(({ at, ...request }) => {
    assert.ok(!Number.isNaN(Date.parse(at)));
    return request;
  });
  assert.deepEqual(noted, [
    { path, cookie: false, authorization: false, origin: null },
    { path, cookie: true, authorization: true, origin: "https://a.example" },
  ]);
});

test("the API does not tell private Spaces from missing ones", async () => {
  for (const path of ["by-subdomain/studio-private-five", "studio/private-five", "no/such"]) {
    const { status, text } = await ask(stage, `${HUB}/api/spaces/${path}`);
    assert.equal(status, 401, path);
    assert.deepEqual(JSON.parse(text), { error: "Invalid username or password." });
  }
  assert.equal((await ask(stage, `${HUB}/api/spaces/by-subdomain/no-such`)).status, 404);
  const mine = await ask(stage, `${HUB}/api/spaces/studio/private-five`, {
    headers: session("free"),
  });
  assert.equal(JSON.parse(mine.text).private, true);
});

test("the API's faults: an error page, and no answer at all", async () => {
  const down = await ask(stage, `${HUB}/api/spaces/by-subdomain/studio-api-down`);
  assert.equal(down.status, 503);
  assert.match(down.text, /^<h1>/);
  const silent = `${HUB}/api/spaces/by-subdomain/studio-api-silent`;
  await assert.rejects(ask(stage, silent, { signal: AbortSignal.timeout(500) }), /abort/i);
});

test("signing in is a cookie, and only that", async () => {
  const login = await ask(stage, `${HUB}/login?as=pro&next=/spaces/studio/zero-five?a=b`);
  assert.equal(login.status, 302);
  assert.equal(login.headers.location, "/spaces/studio/zero-five?a=b");
  const [cookie] = login.headers["set-cookie"] ?? [];
  assert.match(cookie, /^token=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const away = await ask(stage, `${HUB}/login?as=free&next=https://elsewhere.example/`);
  assert.equal(away.headers.location, "/");
  const logout = await ask(stage, `${HUB}/logout`);
  assert.match(logout.headers["set-cookie"]?.[0] ?? "", /^token=; Max-Age=0/);
  assert.match((await ask(stage, `${HUB}/login`)).text, /\/login\?as=enterprise/);
});

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

/** @param {string} html */
function frames(html) {
  return [...html.matchAll(/<iframe src="([^"]*)"/g)].map(([, src]) => src);
}

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
