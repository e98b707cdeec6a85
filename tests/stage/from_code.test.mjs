// What docs/from-code.md offers to copy, run as it is: genuine clients, genuine curl and genuine Gradio.
// Only the Space, its host and the endpoint are the stage's. ZeroGPU's device API says whom each run charged.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { duringTests } from "../support/during_tests.mjs";
import { ACCOUNTS, accessTokenOf } from "./accounts.mjs";
import { ask } from "./ask.mjs";
import { gradioPython } from "./gradio/venv.mjs";
import { onStage } from "./on_stage.mjs";
import { shapeId } from "./shape_spaces.mjs";
import { space, subdomainOf } from "./space.mjs";
import { session, visitorOf } from "./visitor.mjs";

const root = join(import.meta.dirname, "..", "..");
const SIX = "6.31.0";
const FIVE = "5.49.1";

const document = await readFile(join(root, "docs", "from-code.md"), "utf8");
/** What is to be copied, by its title. */
const offered = new Map(
  [...document.matchAll(/^## (.+)\n[^`]*```\w+\n([\s\S]*?)```$/gm)].map(
    ([, title = "", code = ""]) => [title, code],
  ),
);

/**
 * @param {string} title
 * @param {string} target the Space to call, which has an endpoint /paint
 */
function snippet(title, target) {
  const code = offered.get(title);
  assert.ok(code, title);
  return code
    .replaceAll("OWNER/NAME", target)
    .replaceAll("owner-name", subdomainOf(target))
    .replaceAll("/predict", "/paint");
}

const [TO_SIX, TO_FIVE] = [shapeId("target", SIX), shapeId("target", FIVE)];
const TO_FOUR = shapeId("buttons", "4.44.1");
const IN_GRADIO = "A Gradio Space that calls this one";
const IN_SERVER = "A Space without Gradio that calls this one";

/** The same without passing anybody on. @param {string} code */
function forgetful(code) {
  const forwards = 'headers = {"x-ip-token": visitor} if visitor else None';
  assert.ok(code.includes(forwards));
  return code.replace(forwards, "headers = None");
}

/** The same, with the other Space's address in place of its id. @param {string} code */
const byAddress = (code) =>
  code.replace(`"${TO_SIX}"`, `"https://${subdomainOf(TO_SIX)}.hf.space"`);

/**
 * A Space on a CPU whose app is a text from the document. A token of its owner's is among its secrets.
 *
 * @param {string} id
 * @param {string} gradio
 * @param {string} other
 * @param {string} code
 */
function caller(id, gradio, other, code) {
  const variables = { STAGE_CODE: code, HF_TOKEN: accessTokenOf("team") };
  return space(id, { gradio, other, shape: "from_code", hardware: "cpu-basic", variables });
}

const inGradio = snippet(IN_GRADIO, TO_SIX);
const inServer = snippet(IN_SERVER, TO_SIX);
const CALLERS = [
  caller("code/gradio-6", SIX, TO_SIX, inGradio),
  caller("code/gradio-5", FIVE, TO_FIVE, snippet(IN_GRADIO, TO_FIVE)),
  caller("code/server", SIX, TO_SIX, inServer),
  // The negative controls.
  caller("code/forgets-by-id-6", SIX, TO_SIX, forgetful(inGradio)),
  caller("code/forgets-by-id-5", FIVE, TO_FIVE, forgetful(snippet(IN_GRADIO, TO_FIVE))),
  caller("code/forgets", SIX, TO_SIX, byAddress(forgetful(inGradio))),
  caller("code/server-forgets", SIX, TO_SIX, forgetful(inServer)),
  caller("code/server-own", SIX, TO_SIX, forgetful(inServer).replace(" False,", " None,")),
];
const stage = onStage({
  strangers: CALLERS,
  ready: [TO_SIX, TO_FIVE, TO_FOUR, ...CALLERS.map(({ id }) => id)],
});
const { space: spaceOf, run, handOff } = visitorOf(stage);

/** Where programs run that find nothing of this machine's user. */
const home = duringTests("a home", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-home-"));
  // As after `pip install gradio_client`: with a Gradio beside it the client would import that, for seconds.
  await writeFile(join(folder, "gradio.py"), 'raise ImportError("only the client is installed")\n');
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
});

/**
 * Runs a program until it ends, with text on its standard input.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} input
 * @param {string | null} token
 * @returns {Promise<string>} what it printed
 */
function program(command, args, input, token) {
  const { certificate, proxyPort } = stage;
  const child = spawn(command, args, {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: home.folder,
      HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
      ...{ SSL_CERT_FILE: certificate, REQUESTS_CA_BUNDLE: certificate },
      ...{ CURL_CA_BUNDLE: certificate, NODE_EXTRA_CA_CERTS: certificate },
      ...{ PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: home.folder },
      ...(token && { HF_TOKEN: token }),
    },
  });
  return new Promise((resolve, reject) => {
    let out = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ended with ${code}:\n${out}\n${errors}`));
    });
    child.stdin.end(input);
  });
}

/** @param {string} version of the Gradio whose `gradio_client` it is */
const python =
  (version) => async (/** @type {string} */ code, /** @type {string | null} */ token) =>
    program(
      await gradioPython(version, { cache: process.env.WHOSE_QUOTA_CACHE }),
      ["-"],
      code,
      token,
    );

/** @param {string} code @param {string | null} token */
function node(code, token) {
  const preload = join(import.meta.dirname, "through_proxy.mjs");
  return program(process.execPath, ["--import", preload, "--input-type=module"], code, token);
}

/** @param {string} code @param {string | null} token */
const shell = (code, token) => program("sh", [], code, token);

/**
 * Whom a Space's runs charged while something was done: accounts by their names, else "ip" or "none".
 *
 * @param {string} id
 * @param {() => Promise<string>} act
 */
async function charged(id, act) {
  const before = stage.counted(id).length;
  const said = await act();
  assert.match(said, /Painted Hello/);
  return stage
    .counted(id)
    .slice(before)
    .map(({ identity, user }) => user ?? identity);
}

/** @type {[string, string, string, (code: string, token: string | null) => Promise<string>][]} */
const programs = [
  ["Python", TO_SIX, `gradio_client of Gradio ${SIX}`, python(SIX)],
  ["Python", TO_FIVE, `gradio_client of Gradio ${FIVE}`, python(FIVE)],
  ["JavaScript", TO_SIX, "@gradio/client", node],
  ["JavaScript", TO_FIVE, "@gradio/client", node],
  ["curl", TO_SIX, "curl", shell],
  ["curl", TO_FIVE, "curl", shell],
];
for (const [title, target, by, execute] of programs)
  test(`${title}, by ${by}, at ${target}: the token's account, without one a guest`, async () => {
    const code = snippet(title, target);
    for (const plan of /** @type {const} */ (["free", "pro"])) {
      const { user } = ACCOUNTS[plan];
      assert.deepEqual(await charged(target, () => execute(code, accessTokenOf(plan))), [user]);
    }
    assert.deepEqual(await charged(target, () => execute(code, null)), ["ip"]);
  });

test("curl, at a Space with Gradio 4: without /gradio_api, as its comment says", async () => {
  const code = snippet("curl", TO_FOUR);
  await assert.rejects(shell(code, null), /Not Found/);
  const four = code.replaceAll("/gradio_api/", "/");
  const pro = () => shell(four, accessTokenOf("pro"));
  assert.deepEqual(await charged(TO_FOUR, pro), [ACCOUNTS.pro.user]);
  assert.deepEqual(await charged(TO_FOUR, () => shell(four, null)), ["ip"]);
});

test("Python: a token that was saved counts without being named, and False uses none", async () => {
  const code = snippet("Python", TO_SIX);
  const saved = join(home.folder, ".cache", "huggingface", "token");
  await mkdir(dirname(saved), { recursive: true });
  await writeFile(saved, accessTokenOf("team"));
  try {
    const execute = python(SIX);
    assert.deepEqual(await charged(TO_SIX, () => execute(code, null)), [ACCOUNTS.team.user]);
    const none = code.replace('os.environ.get("HF_TOKEN")', "False");
    assert.notEqual(none, code);
    assert.deepEqual(await charged(TO_SIX, () => execute(none, accessTokenOf("pro"))), ["ip"]);
  } finally {
    await rm(saved);
  }
});

test("a token that is nobody's is a guest's on this stage", async () => {
  const nobodys = () => shell(snippet("curl", TO_SIX), "nobodys");
  assert.deepEqual(await charged(TO_SIX, nobodys), ["ip"]);
});

/**
 * A visitor's run of a Space that calls another one.
 *
 * @param {string} id
 * @param {import("./accounts.mjs").Plan} [plan] with which they are signed in on its Hub page
 */
async function visit(id, plan) {
  const headers = await handOff(id, plan && session(plan));
  const { host } = spaceOf(id);
  const isServer = id.startsWith("code/server");
  if (isServer) return (await ask(stage, `https://${host}/ask?text=Hello`, { headers })).text;
  const { dependencies } = JSON.parse((await ask(stage, `https://${host}/config`)).text);
  // Gradio 6 names it after its function.
  const fn_index = dependencies.findIndex((/** @type {{api_name: string}} */ { api_name }) =>
    ["ask", "predict"].includes(api_name),
  );
  return run(id, headers, { event: { fn_index, data: ["Hello"] } });
}

for (const [id, target] of [
  ["code/gradio-6", TO_SIX],
  ["code/gradio-5", TO_FIVE],
  ["code/server", TO_SIX],
]) {
  test(`${id} passes its visitor on: their account, or a guest; its own token stays`, async () => {
    const before = stage.traffic(target).requests.length;
    assert.deepEqual(await charged(target, () => visit(id, "pro")), [ACCOUNTS.pro.user]);
    assert.deepEqual(await charged(target, () => visit(id, "free")), [ACCOUNTS.free.user]);
    assert.deepEqual(await charged(target, () => visit(id)), ["ip"]);
    const sent = stage.traffic(target).requests.slice(before);
    assert.ok(sent.length > 0 && sent.every(({ token }) => !token));
    // The Space in between runs on a CPU.
    assert.deepEqual(stage.counted(id), []);
  });
}

for (const id of ["code/forgets", "code/server-forgets"])
  test(`${id} passes nobody on: its visitor's account is not charged`, async () => {
    assert.deepEqual(await charged(TO_SIX, () => visit(id, "pro")), ["ip"]);
  });

test("gradio_client 2 passes the visitor on by itself, in Gradio and by a Space's id; 1.13.3 doesn't", async () => {
  const [six, five] = ["code/forgets-by-id-6", "code/forgets-by-id-5"];
  assert.deepEqual(await charged(TO_SIX, () => visit(six, "pro")), [ACCOUNTS.pro.user]);
  assert.deepEqual(await charged(TO_FIVE, () => visit(five, "pro")), ["ip"]);
});

test("without False, a Space's own token is charged for who is passed on by nobody", async () => {
  assert.deepEqual(await charged(TO_SIX, () => visit("code/server-own", "pro")), [
    ACCOUNTS.team.user,
  ]);
});
