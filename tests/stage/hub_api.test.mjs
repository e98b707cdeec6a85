// What the stage's Hub tells by its API, and to whom.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCOUNTS } from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { onStage } from "./on_stage.mjs";
import { session } from "./visitor.mjs";

const HUB = "https://huggingface.co";
const stage = onStage();

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
