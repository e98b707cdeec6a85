// Does the stage play what it should? Genuine Gradio runs here, so the first time takes minutes:
// the Python environments are made. WHOSE_QUOTA_CACHE says where they are kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  ACCOUNTS,
  claimsOf,
  PLANTED_SECRETS,
  SESSION_COOKIE,
  sessionOf,
  signOf,
} from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { GRADIO_CDN } from "./gradio_cdn.mjs";
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

const RUN = { fn_index: 0, data: ["a test", 5] };
const DESCRIBE = { fn_index: 1, data: ["a test"] };
const LOAD = { fn_index: 2, data: [] };
const UNSEEN = { fn_index: 3, data: ["a test", 5] };

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
 * What Gradio's page does at a click on a button.
 *
 * @param {string} id
 * @param {Record<string, string>} headers
 * @param {{host?: string, event?: {fn_index: number, data: unknown[]}}} [other] than a click on "Run"
 *   at the Space's usual address
 * @returns {Promise<string>} the stream of events
 */
async function run(id, headers, { host = space(id).host, event = RUN } = {}) {
  const { gradio } = space(id);
  const api = `https://${host}${gradio?.startsWith("4.") ? "" : "/gradio_api"}`;
  const sessionHash = Math.random().toString(36).slice(2);
  const joined = await ask(stage, `${api}/queue/join?`, {
    headers,
    json: {
      ...{ ...event, event_data: null, trigger_id: 1, session_hash: sessionHash },
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
    { path, cookie: false, authorization: false, origin: null, sent: 0 },
    { path, cookie: true, authorization: true, origin: "https://a.example", sent: 0 },
  ]);
});

const QUOTA = `${HUB}/api/spaces/zero-gpu/quota`;

test("the API tells what is left of an account's quota", async () => {
  for (const account of Object.values(ACCOUNTS)) {
    const before = Date.now();
    const { status, text } = await ask(stage, QUOTA, { headers: session(account.plan) });
    assert.equal(status, 200);
    const { resetsAt, runs, ...figures } = JSON.parse(text);
    assert.deepEqual(figures, {
      base: account.quotaSeconds,
      current: account.leftSeconds,
      ...(account.plan === "pro" && { overquotaUsed: 90 }),
    });
    if (account.plan === "team") assert.equal(resetsAt, null);
    else assert.ok(Date.parse(resetsAt) > before + 30 * 60_000, resetsAt);
    const limited = { used: 3, limit: 10, remaining: 7, resetsAt };
    assert.deepEqual(runs, account.plan === "free" ? limited : undefined);
  }
});

test("the quota is told to nobody else, and the question is noted", async () => {
  const before = stage.apiRequests.length;
  const { status, text } = await ask(stage, QUOTA);
  assert.equal(status, 401);
  assert.deepEqual(JSON.parse(text), { error: "Invalid username or password." });
  await ask(stage, QUOTA, { headers: session("free") });
  assert.deepEqual(
    stage.apiRequests.slice(before).map(({ path, cookie }) => ({ path, cookie })),
    [false, true].map((cookie) => ({ path: "/api/spaces/zero-gpu/quota", cookie })),
  );
});

test("the quota's faults, and their end", async () => {
  const headers = session("free");
  stage.quotaFault({ status: 429, body: { error: "Slow down" }, headers: { "retry-after": "60" } });
  const busy = await ask(stage, QUOTA, { headers });
  assert.deepEqual([busy.status, busy.headers["retry-after"]], [429, "60"]);
  assert.deepEqual(JSON.parse(busy.text), { error: "Slow down" });
  stage.quotaFault({ status: 200, body: "<h1>Hello</h1>" });
  const html = await ask(stage, QUOTA, { headers });
  assert.match(String(html.headers["content-type"]), /^text\/html/);
  assert.equal(html.text, "<h1>Hello</h1>");
  stage.quotaFault("silent");
  await assert.rejects(ask(stage, QUOTA, { headers, signal: AbortSignal.timeout(300) }), /abort/i);
  stage.quotaFault(null);
  assert.equal(JSON.parse((await ask(stage, QUOTA, { headers })).text).current, 184);
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
