// Where the fuzzer begins: samples and captures of tests/data, and small texts of each kind.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const data = new URL("../tests/data/", import.meta.url);
/** @param {string} path */
const stored = (path) => readFileSync(new URL(path, data), "utf8");

/** @type {{id: string, title: string | null, text: string, html: string}[]} */
const samples = JSON.parse(stored("messages/samples.json"));
const quota = "You have exceeded your GPU quota (60s requested vs. 12s left)";

/** @param {string} target @param {string[]} seeds */
function plant(target, seeds) {
  const folder = new URL(`corpus/${target}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const [index, seed] of seeds.entries()) {
    writeFileSync(new URL(`seed-${index}`, folder), seed);
  }
}

plant(
  "message",
  samples.flatMap(({ title, text, html }) => [
    `${title}\u001f${text}`,
    html,
    `Generation failed: '${text}'`,
    `**Error:** \`${html}\``,
  ]),
);
plant("message_time", [
  "|a|",
  "You| |",
  "|Yo|",
  "|GPU task |",
  "|<a|",
  `|](${quota}| goes on`,
  `${quota}. |more |`,
  `${quota}|<a>|`,
  `|${quota} goes on. |`,
  "|Falling back to IP-based quotas (|",
  "|You have exceeded your GPU quota (9|",
]);

/** Texts that a target reads as several. @param {string[]} texts */
const parts = (...texts) => texts.join("\u001f");

const APP = "https://owner-name.hf.space/";
plant("address", [
  APP,
  `${APP}?a=1&b=two%20words&__sign=x#tab`,
  `${APP}?u=https%3A%2F%2Fx.example%2F%3Faccess_token%3Dx&config=%7B%22token%22%3A1%7D`,
  `${APP}?X-Amz-Signature=x&u[api_key]=x#/page?id_token=x`,
  "https://abc--tag.static.hf.space/",
  "https://huggingface.co/spaces/owner/name/tree/main",
  "owner/name",
]);

/** An attribute of a captured page, as the browser reads it. @param {string} page @param {string} target */
function props(page, target) {
  const element = page.match(new RegExp(`<[^>]*data-target="${target}"[^>]*>`))?.[0] ?? "";
  const value = element.match(/data-props="([^"]*)"/)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

const captures = readdirSync(new URL("captures/", data)).map((name) => stored(`captures/${name}`));
plant("hub_page", [
  ...captures.map((page) =>
    parts(
      ...["SystemThemeMonitor", "MainHeader", "SpaceHeader", "SpacePageInner"].map((target) =>
        props(page, target),
      ),
      page.match(/<script>([^<]*plausible\.init[^<]*)<\/script>/)?.[1] ?? "",
    ),
  ),
  parts(
    '{"isLoggedIn":true}',
    '{"authLight":{"u":{"user":"somebody","isPro":true,"usage":{"zeroGpu":{"base":210,"current":9}}}}}',
    '{"space":{"id":"owner/name","subdomain":"owner-name","sdk":"gradio"}}',
    '{"space":{"runtime":{"stage":"RUNNING","hardware":{"current":"zero-a10g"}}},"plan":{"user":"free"}}',
    'plausible.init({ customProperties: { loggedIn: "true" } })',
  ),
]);

const pages = readdirSync(new URL("gradio/", data)).map((name) => stored(`gradio/${name}`));
plant("app_page", [
  ...pages.map((page) =>
    parts(
      (page.match(/<script>([^<]*window\.gradio_config[^<]*)<\/script>/)?.[1] ?? "").slice(
        0,
        4_000,
      ),
      page.match(/class="([^"]*gradio-container-[^"]*)"/)?.[1] ?? "",
      "text/html",
    ),
  ),
  parts('window.gradio_config = {"version":"5.49.1","space_id":"owner/name"};', "", "text/html"),
  parts("", "gradio-container gradio-container-6-31-0", "text/html", "file=a/b.html?x=1"),
  parts("", "", "application/json", "docs"),
]);

const SPACE = {
  ...{ id: "owner/name", subdomain: "owner-name", sdk: "gradio", sdkVersion: "5.49.1" },
  ...{ private: false, visibility: "public", cardData: { sdk_version: "5.49.1" } },
  runtime: {
    ...{ stage: "RUNNING", hardware: { current: "zero-a10g", requested: "zero-a10g" } },
    domains: [{ domain: "owner-name.hf.space" }, { domain: "pictures.example", isCustom: true }],
  },
};
plant("hub_answer", [
  parts("200", JSON.stringify(SPACE)),
  parts("200", JSON.stringify({ ...SPACE, subdomain: "owner-name-1" })),
  parts("200", JSON.stringify({ ...SPACE, id: "other/name" })),
  parts("404", '{"error":"Sorry, we can\'t find the page you are looking for."}'),
  parts("429", ""),
  parts(
    "200",
    '{"base":2400,"current":12,"resetsAt":"2026-11-22T12:00:00.000Z","overquotaUsed":3,"runs":{"used":1,"limit":20,"remaining":19,"resetsAt":null}}',
  ),
]);

const at = "2026-11-22T12:00:00.000Z";
const run = {
  ...{ at, subdomain: "owner-name", identity: "absent", tokenSubject: "faulty" },
  ...{ beforeHandshake: true, isChained: false, called: null },
};
const calling = {
  ...{ ...run, subdomain: "other-name" },
  called: { id: "other/name", isProtected: true },
};
const told = {
  ...{ at, cause: "quota-exceeded", chargedTo: "free", requestedSeconds: 60, leftSeconds: 12 },
  ...{ retryAfterSeconds: 60, fault: null, afterUserInput: true },
};
const space = {
  ...{ id: "owner/name", subdomain: "owner-name", sdk: "gradio", gradioVersion: "5.49.1" },
  ...{ hardware: "zero-a10g", stage: "RUNNING", visibility: "public" },
};
const allowance = { base: 210, current: 9, lastUpdated: at };
const events = {
  ...{ document: "1", handshakeFrom: ["https://huggingface.co"], answeredAt: at, firstPress: 1 },
  runs: [{ ...run, ms: 1_800_000_000_000, firstPress: 1, presses: [1_799_999_999_000] }, calling],
  messages: [{ ...told, ms: 1_800_000_000_100, presses: [2] }],
};
const app = {
  ...{ place: "hub-frame", signedAddress: false, hasGradioMarks: true, handshakeTimedOut: true },
  gradio: { version: "5.14.0", spaceId: "owner/name", serverSideRendered: true },
  ...{ marks: { contentType: "text/html" }, hubPage: null, cookiesBlocked: false },
};
const sender = {
  ...{ href: APP, isTop: false, isInHubPage: true, privateWindow: true, latest: at },
  hubAnswer: { kind: "found", ...space },
};
const frame = {
  ...{ subdomain: "owner-name", gradioVersion: "5.14.0", handshake: "answered" },
  ...{ runs: [run], messages: [told] },
};
const judged = {
  facts: {
    ...{ place: "hub", space, handshake: "answered", runs: [run, calling], messages: [told] },
    visitor: { signedIn: true, plan: "free", allowance },
    ...{ hubApi: "not-asked", staticHost: false },
  },
  verdict: { row: 2, pool: "account", grade: "observed", reasons: [], banner: "shown" },
};
const hubPage = { space, signedIn: true, plan: "free", allowance };
plant(
  "own_message",
  [
    { page: app, events, sender },
    { page: { ...app, place: "direct" }, events, sender: { ...sender, isTop: true } },
    { page: app, events, sender: { ...sender, hubAnswer: { kind: "denied" } } },
    {
      page: { ...app, place: "hub", hubPage },
      events: { ...events, frame },
      sender: { href: "https://huggingface.co/spaces/owner/name", isTop: true },
    },
    frame,
    { kind: "ask-by-id", isMissing: true, isDenied: true },
    { kind: "known", remaining: { allowance, resetsAt: at, creditsUsed: 3, runs: null } },
    [run, calling, told],
    [
      { frameId: 0, document: "1", judged },
      { frameId: 7, document: "2", judged, runs: [run], failed: true },
    ],
    [
      {
        space: "owner/name",
        subdomain: "owner-name",
        at,
        ended: true,
        trouble: ["no-gpu", "free"],
      },
    ],
    { judged, href: APP, since: at, until: [["1800000000000", "16:40"]] },
    {
      ...{ judged, href: APP, isKept: true, asksQuota: true },
      quota: { kind: "known", remaining: { allowance, resetsAt: at, creditsUsed: 3, runs: null } },
    },
    {
      ...{ href: APP, isKept: false, script: { isSpace: true } },
      unscripted: { contentType: null },
    },
  ].map((message) => JSON.stringify(message)),
);

const claims = Buffer.from('{"sub":"/spaces/owner/name","ip":"192.0.2.1","user":"x"}').toString(
  "base64url",
);
plant("request", [
  parts("POST", `${APP}gradio_api/queue/join?__theme=dark`, "x-zerogpu-token", "x"),
  parts("POST", `${APP}call/v2/predict`, "X-IP-Token", `e30.${claims}.x`),
  parts(
    "POST",
    `${APP}run/predict`,
    "x-ip-token",
    `e30.${Buffer.from('{"error":"x"}').toString("base64url")}.x`,
  ),
]);

plant(
  "embedded_space",
  [
    {
      href: "https://pictures.example/?a=1#b",
      config: 'window.gradio_config = {"space_id":"owner/name"};',
    },
    { href: "https://blog.example/", apps: [{ src: APP }, { space: "owner/name" }], frames: [APP] },
  ].map((page) => JSON.stringify({ gradioClass: "gradio-container-5-49-1", ...page })),
);
plant("json", [
  '{"a":[1,-2.5e3,true,null,"\\ud83d\\ude00"],"a":{}}',
  '{"a":"} \\" {","b":{"c":[]}}; window.other = {}',
  "[[[[]]]] after",
  '"\\u0000"',
]);

const apps = new URL("../tests/stage/gradio/apps/", import.meta.url);
plant("gpu_source", [
  ...readdirSync(apps)
    .filter((name) => name.endsWith(".py"))
    .map((name) => readFileSync(new URL(name, apps), "utf8")),
  "import spaces as s\n@s.GPU(duration=60 * 2 + 0x3c, size='xlarge')\ndef f(): pass\n",
  "from spaces import (\n  GPU as gpu,  # (\n)\nD = 1_200\n@gpu(\n  duration=D,\n)\nasync def f(): pass\n",
  "try:\n\timport spaces\nexcept ImportError:\n\tspaces = None\nclass A:\n\t@spaces.GPU\n\tdef f(self): pass\n",
  "import spaces\nfrom datetime import timedelta\nf = spaces.GPU(timedelta(minutes=1.5))(lambda x: f'{x!r:>{y}}')\n",
  "import spaces\r\ndef f():\r\n  global spaces, D\r\n  nonlocal x; x = [D for D in x if (y := 1)]\r\n",
  "match x:\n  case {'a': [D, *E]} if y: pass\nwith x as (a, b), c as d: del a\n",
]);
