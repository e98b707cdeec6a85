// A Gradio Space's process: started when somebody first asks for the Space, ended with the stage.

import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gradioPython, oauthPackages, olderSpaces } from "./gradio/venv.mjs";

const APPS = fileURLToPath(new URL("gradio/apps", import.meta.url));
/** What they share, for Python's path. */
const HARNESS = fileURLToPath(new URL("gradio", import.meta.url));

/**
 * @typedef {object} Surroundings
 * @property {string} folder a temporary folder of the stage
 * @property {string} cgroupFile what stands in for /proc/self/cgroup
 * @property {import("./device_api.mjs").DeviceApi} device
 * @property {() => {proxyPort: number, certificate: string}} outside how a Space reaches the others
 * @property {string} [cache] where Python environments are kept
 * @property {AbortSignal} closing when it fires, every process ends at once
 * @property {(line: string) => void} log
 */

/**
 * @param {import("./catalogue.mjs").Space} space
 * @param {Surroundings} around
 * @returns {Promise<{port: number, ended: Promise<unknown>, end: () => void}>} once Gradio answers
 */
export async function startGradio(space, around) {
  const { folder, cgroupFile, device, cache, closing, log } = around;
  const version = /** @type {string} */ (space.gradio);
  const python = await gradioPython(version, { cache, log });
  const older = space.spaces && (await olderSpaces(space.spaces, { cache, log }));
  const oauth = space.shape === "login" && (await oauthPackages(version, { cache, log }));
  const path = [HARNESS, older, oauth].filter((folder) => typeof folder === "string");
  const port = await freePort();
  // Some apps write beside themselves.
  const cwd = join(folder, space.subdomain);
  await mkdir(cwd, { recursive: true });
  closing.throwIfAborted();
  const [owner, name] = space.id.split("/");
  const started = performance.now();

  const child = spawn(python, ["-P", join(APPS, `${space.shape}.py`)], {
    cwd,
    // A group of its own, so that Gradio's Node server and the GPU workers end with it.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      PYTHONUNBUFFERED: "1",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONPATH: path.join(delimiter),
      SYSTEM: "spaces",
      SPACE_ID: space.id,
      SPACE_HOST: space.host,
      SPACE_AUTHOR_NAME: owner,
      SPACE_REPO_NAME: name,
      ...(space.hardware?.startsWith("zero-") && {
        SPACES_ZERO_GPU: "true",
        SPACES_ZERO_DEVICE_API_URL: device.urlFor(space.id),
        ZEROGPU_PROC_SELF_CGROUP_PATH: cgroupFile,
      }),
      ...(space.other && asking(space.other, around)),
      ...(space.page && { STAGE_PAGE: space.page }),
      ...space.variables,
      ...(oauth && OAUTH),
      GRADIO_SERVER_PORT: String(port),
      GRADIO_NODE_PATH: process.execPath,
      GRADIO_TEMP_DIR: join(folder, "gradio"),
      GRADIO_ANALYTICS_ENABLED: "False",
      HF_HUB_OFFLINE: space.other ? "0" : "1",
      // uvicorn trusts proxies on 127.0.0.1 and would turn the request's scheme into https, which
      // Gradio 5 then uses to reach its own Node server. Hugging Face's proxy is not on loopback.
      FORWARDED_ALLOW_IPS: "192.0.2.1",
      STAGE_SSR: String(space.ssr),
    },
  });
  const kill = () => {
    try {
      process.kill(-(/** @type {number} */ (child.pid)), "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  closing.addEventListener("abort", kill);
  // Else a Node server that outlives its Gradio would keep the pipes open.
  child.once("exit", kill);
  const ended = new Promise((resolve) => child.once("close", resolve));
  ended.then(() => closing.removeEventListener("abort", kill));

  let printed = "";
  await new Promise((resolve, reject) => {
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      printed += chunk;
      if (printed.includes("STAGE READY")) resolve(null);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    ended.then((code) =>
      reject(new Error(`Gradio of ${space.id} ended with ${code}:\n${printed}`)),
    );
  });
  // What it prints from now on is drained and forgotten, else the pipe would fill up.
  child.stdout.removeAllListeners("data").resume();
  child.stderr.removeAllListeners("data").resume();
  log(`${space.id}: Gradio ${version} up in ${Math.round(performance.now() - started)} ms`);
  return { port, ended, end: kill };
}

/**
 * What a Space needs that asks another one from its own process: it reaches it as anybody does.
 *
 * @param {string} other
 * @param {Surroundings} around
 */
function asking(other, { outside }) {
  const { proxyPort, certificate } = outside();
  return {
    STAGE_OTHER: other,
    HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
    SSL_CERT_FILE: certificate,
    REQUESTS_CA_BUNDLE: certificate,
  };
}

/** What the Hub tells a Space that has `hf_oauth: true`. */
const OAUTH = {
  OAUTH_CLIENT_ID: "stage",
  OAUTH_CLIENT_SECRET: "stage",
  OAUTH_SCOPES: "openid profile",
  OPENID_PROVIDER_URL: "https://huggingface.co",
};

/** Given out, and maybe not in use yet. @type {Set<number>} */
const ports = new Set();

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => {
        if (ports.has(port)) return resolve(freePort());
        ports.add(port);
        resolve(port);
      });
    });
  });
}
