// The watch as a command (tools/watch/watch.mjs), on packages that are made up here: programs of the same
// names stand in for pip and for the core.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { wordsIn } from "../tools/watch/packages.mjs";
import { root } from "../tools/watch/programs.mjs";
import { textsIn } from "../tools/watch/spaces_messages.mjs";

/** What shows a message, as in the genuine package, but for the order of its parameters. */
const GRADIO = `
import gradio as gr

class HTMLError(gr.Error):
    pass

def error(message, title):
    return gr.Error(message)

def info(title: str, message: str, level='info'):
    return gr.Info(message)
`;

/** Every way to make a text that the genuine package has. */
const CLIENT = `
"""ZeroGPU quota: documentation is no message."""
import gradio
from gradio import Warning as Notice
from .gradio import info, error, HTMLError

MINUTES = 40
UNUSED = "GPU device not used"

def html_string(html, text):
    class HTMLString(str):
        pass
    return HTMLString(html)

def action(auth, desc, ending):
    if auth is not None:
        info("Seen", "GPU for an account")
    if not known() or auth == 'pro':
        return "Retry the GPU later", "Retry the GPU later"
    html = ""
    text = "Join for GPUs" if auth is None else "Pay for GPUs"
    desc += f" {ending}."
    if linked():
        html += f'<a href="{link}">'
    html += text
    return html, f"[{text}] {desc}"

def schedule(res, request=None):
    auth = res.meta.auth
    if (reason := payload.get('error')) and token is not None:
        info("Warning", f"Falling back ({reason})", level='warning')
    requested = round(seconds)
    if res.wait:
        gpu = "Pro GPU" if auth == 'pro' else ("free GPU" if auth == 'regular' else "GPU")
        message = f"Over your {gpu} quota ({requested}s vs. {res.left}s). "
        if from_code(request):
            if auth is None:
                message += f"Sign in for {MINUTES} min"
            elif auth == 'pro':
                message += "Add credits"
        raise error(message, "Quota")
    while True:
        try:
            step = next(res)
        except StopIteration:
            raise RuntimeError("Unexpected end of the GPU queue")
        except ValueError:
            raise error("The GPU broke", "Broken")
        if step == 'failed':
            html, text = action(auth, "to wait", "less in GPU queues")
            raise error(html_string(f"No GPU. {html}", f"No GPU {text}"), title="Queue")
    info(title="Unused", message=UNUSED)
    if res.old:
        raise HTMLError(f"No GPU for {res.left}s")
    Notice("Old " + "GPU")
    gradio.Info(message="New GPU")
`;

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "whose-quota-watch-"));
});
after(() => rm(folder, { recursive: true, force: true }));

/**
 * @param {string} name of the archive
 * @param {Record<string, string>} files
 */
async function packed(name, files) {
  const from = join(folder, `${name}-files`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(from, path, ".."), { recursive: true });
    await writeFile(join(from, path), text);
  }
  const top = [...new Set(Object.keys(files).map((path) => path.split("/")[0]))];
  const module = name.endsWith(".whl") ? "zipfile" : "tarfile";
  const made = spawnSync("python3", ["-m", module, "-c", join(folder, name), ...top], {
    cwd: from,
  });
  assert.equal(made.status, 0, String(made.stderr));
  return join(folder, name);
}

/** @param {string} name @param {string} [more] */
const spacesWheel = (name, more = "") =>
  packed(name, {
    "spaces/zero/client.py": CLIENT + more,
    "spaces/zero/gradio.py": GRADIO,
    "spaces/_vendor/other.py": 'raise ValueError("a GPU of somebody else")',
  });

test("each message in the sources is found, along each way to it", async () => {
  const { templates, others } = await textsIn(await spacesWheel("spaces-1.0.0.whl"));
  const found = templates.map(({ title, text, auths }) => `${title}|${text}|${auths.join()}`);
  assert.deepEqual(found.sort(), [
    "Broken|The GPU broke|",
    "Queue|No GPU Retry the GPU later|none,,pro",
    "Queue|No GPU [Join for GPUs] to wait less in GPU queues.|none",
    "Queue|No GPU [Pay for GPUs] to wait less in GPU queues.|",
    'Queue|No GPU. <a href="{link}">Join for GPUs|none',
    'Queue|No GPU. <a href="{link}">Pay for GPUs|',
    "Queue|No GPU. Join for GPUs|none",
    "Queue|No GPU. Pay for GPUs|",
    "Queue|No GPU. Retry the GPU later|none,,pro",
    "Quota|Over your GPU quota ({requested}s vs. {res.left}s). Sign in for 40 min|none",
    "Quota|Over your GPU quota ({requested}s vs. {res.left}s). |",
    "Quota|Over your Pro GPU quota ({requested}s vs. {res.left}s). Add credits|pro",
    "Quota|Over your Pro GPU quota ({requested}s vs. {res.left}s). |pro",
    "Quota|Over your free GPU quota ({requested}s vs. {res.left}s). |regular",
    "Seen|GPU for an account|",
    "Unused|GPU device not used|",
    "Warning|Falling back ({reason})|",
    "null|New GPU|",
    "null|No GPU for {res.left}s|",
    "null|Old GPU|",
  ]);
  assert.deepEqual(
    others.map(({ text, where }) => `${text} at ${where.split(":")[0]}`),
    ["Unexpected end of the GPU queue at spaces/zero/client.py"],
  );
});

test("words are counted in the scripts of each part of a package, as whole texts", async () => {
  const wheel = await packed("gradio-1.0.0.whl", {
    "gradio/templates/frontend/a.js": 'post("ask-gpu")',
    "gradio/templates/frontend/a.js.map": 'post("gpu")',
    "gradio/templates/node/build/b.js": "post('gpu'); post(`ask-gpu`)",
    "gradio/app.py": '"gpu"',
  });
  assert.deepEqual(await wordsIn(wheel, ["ask-gpu", "gpu"]), {
    page: { "ask-gpu": 1, gpu: 0 },
    server: { "ask-gpu": 1, gpu: 1 },
  });
  const archive = await packed("client-1.0.0.tgz", { "package/dist/index.js": '"gpu"' });
  assert.deepEqual((await wordsIn(archive, ["gpu"])).page, { gpu: 1 });
});

/**
 * Runs the command with made-up programs before the machine's own.
 *
 * @param {object} world
 * @param {string | null} world.newest version of `spaces`; null where there is no network
 * @param {string[]} [args]
 */
async function run({ newest }, args = ["--only", "spaces"]) {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  const python = spawnSync("sh", ["-c", "command -v python3"], { encoding: "utf8" }).stdout.trim();
  const program = async (/** @type {string} */ name, /** @type {string} */ script) => {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  };
  const list = newest
    ? `echo "Available versions: ${newest}, 0.0.1"`
    : "echo no network >&2; exit 1";
  await program(
    "python3",
    `case "$*" in
*"index versions"*) ${list} ;;
*" download "*) while [ "$1" != --dest ]; do shift; done; cp "${folder}/spaces-${newest}.whl" "$2" ;;
*) exec "${python}" "$@" ;;
esac`,
  );
  // Reads everything but what is new.
  const answer = '{"cause":"other","identity":"unknown","requestedSeconds":90,"leftSeconds":12}';
  const none = '{"cause":null,"identity":"unknown"}';
  await program(
    "cargo",
    `while read -r line; do case "$line" in *Brand*) echo '${none}' ;; *) echo '${answer}' ;; esac; done`,
  );
  const out = join(folder, "out", "watch.md");
  const watch = join(root, "tools", "watch", "watch.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [watch, ...args, "--out", out], {
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: bin + delimiter + process.env.PATH,
      WHOSE_QUOTA_CACHE: join(folder, "cache"),
    },
  });
  const report = await readFile(out, "utf8").catch(() => null);
  return { status, stdout, stderr, report };
}

test("green, then red since when, then away, then green again", async () => {
  const plain = CLIENT.replaceAll("{link}", "https://x.example").replaceAll(
    "{reason}",
    "{token_error}",
  );
  const files = (/** @type {string} */ more) => ({
    "spaces/zero/client.py":
      plain.replaceAll("reason :=", "token_error :=").replace("of the GPU queue", "of stream") +
      more,
    "spaces/zero/gradio.py": GRADIO,
  });
  await packed("spaces-1.1.0.whl", files(""));
  const green = await run({ newest: "1.1.0" });
  assert.equal(green.status, 0, green.stdout + green.stderr);
  assert.match(green.stdout, /^holds {7}spaces-messages \(spaces 1\.1\.0\)/m);
  assert.match(green.stdout, /^4 hold, 0 fail, 0 could not be checked/m);
  assert.equal(green.report, null);

  await packed(
    "spaces-1.2.0.whl",
    files('\ndef more():\n    info("New", "Brand new GPU words")\n'),
  );
  const red = await run({ newest: "1.2.0" });
  const day = new Date().toISOString().slice(0, 10);
  assert.equal(red.status, 1, red.stdout + red.stderr);
  assert.match(red.stdout, /^FAILS {7}spaces-messages \(spaces 1\.2\.0\)/m);
  assert.match(red.stdout, /`Brand new GPU words` \(spaces\/zero\/client\.py:\d+\)/);
  assert.match(red.stdout, /rule: src\/facts\/zerogpu_message\/forms\.rs/);
  const since = `held on ${day} with spaces 1.1.0; seen to fail since ${day} with spaces 1.2.0`;
  assert.ok(red.stdout.includes(since), red.stdout);
  assert.ok(red.report?.includes(since), String(red.report));
  assert.ok(red.report?.includes("`Brand new GPU words`"));
  assert.ok(!red.report?.includes(folder), "nothing of this machine");

  const away = await run({ newest: null });
  assert.equal(away.status, 2);
  assert.match(away.stdout, /^NOT CHECKED spaces-messages/m);
  assert.match(away.stdout, /no network/);
  assert.equal(away.report, null, "an old report is none of today's");

  const again = await run({ newest: "1.1.0" });
  assert.equal(again.status, 0);
});

test("a group that there is not", async () => {
  const { status, stderr } = await run({ newest: null }, ["--only", "spaces,weather"]);
  assert.equal(status, 2);
  assert.match(stderr, /No group weather\. There are: spaces, gradio, thresholds, hub/);
});

test("the Hub's marks on the stage", async () => {
  const { status, stdout } = await run({ newest: null }, ["--only", "hub"]);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /^holds {7}hub-app-tab \(the stage\)/m);
  assert.match(stdout, /^left out {4}quota-table/m);
});
