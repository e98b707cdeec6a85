// A Gradio Space's process: started when somebody first asks for the Space, ended with the stage.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gradioPython, olderSpaces } from "./gradio/venv.mjs";

const APP = fileURLToPath(new URL("gradio/app.py", import.meta.url));

/**
 * @typedef {object} Surroundings
 * @property {string} folder a temporary folder of the stage
 * @property {string} cgroupFile what stands in for /proc/self/cgroup
 * @property {import("./device_api.mjs").DeviceApi} device
 * @property {string} [cache] where Python environments are kept
 * @property {AbortSignal} closing when it fires, every process ends at once
 * @property {(line: string) => void} log
 */

/**
 * @param {import("./catalogue.mjs").Space} space
 * @param {Surroundings} around
 * @returns {Promise<{port: number, ended: Promise<unknown>}>} once Gradio answers
 */
export async function startGradio(space, { folder, cgroupFile, device, cache, closing, log }) {
  const version = /** @type {string} */ (space.gradio);
  const python = await gradioPython(version, { cache, log });
  const older = space.spaces && (await olderSpaces(space.spaces, { cache, log }));
  const port = await freePort();
  closing.throwIfAborted();
  const [owner, name] = space.id.split("/");
  const started = performance.now();

  const child = spawn(python, [APP], {
    // A group of its own, so that Gradio's Node server and the GPU workers end with it.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      PYTHONUNBUFFERED: "1",
      PYTHONDONTWRITEBYTECODE: "1",
      ...(older && { PYTHONPATH: older }),
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
      GRADIO_SERVER_PORT: String(port),
      GRADIO_NODE_PATH: process.execPath,
      GRADIO_TEMP_DIR: join(folder, "gradio"),
      GRADIO_ANALYTICS_ENABLED: "False",
      HF_HUB_OFFLINE: "1",
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
  return { port, ended };
}

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
