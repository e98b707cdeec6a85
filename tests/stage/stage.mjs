// The stage: Hugging Face played on loopback, with genuine Gradio Spaces. By hand:
//
//     node tests/stage/stage.mjs

import { setMaxListeners } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { catalogue } from "./catalogue.mjs";
import { makeCertificate } from "./certificate.mjs";
import { answerClientCdn, CLIENT_CDN } from "./client_cdn.mjs";
import { startDeviceApi } from "./device_api.mjs";
import { createGradioCdn, GRADIO_CDN } from "./gradio_cdn.mjs";
import { notFound, send } from "./http.mjs";
import { createHub } from "./hub.mjs";
import { createQuota } from "./hub_quota.mjs";
import { createSources } from "./hub_source.mjs";
import { answerCopycat, answerGallery, createBlog, GALLERY } from "./sites.mjs";
import { createSpaceProxy } from "./space_proxy.mjs";

/** @typedef {Awaited<ReturnType<typeof startStage>>} Stage */

/**
 * Starts the stage. No Gradio process runs until a Space is asked for.
 *
 * @param {object} [options]
 * @param {string} [options.cache] where Python environments are kept; see gradio/venv.mjs
 * @param {number} [options.proxyPort] 0, the default, takes any free port
 * @param {(line: string) => void} [options.log] told about slow things; silent by default
 * @param {import("./catalogue.mjs").Space[]} [options.strangers] Spaces besides those of the
 *   catalogue
 */
export async function startStage({ cache, proxyPort = 0, log = () => {}, strangers = [] } = {}) {
  const spaces = [...catalogue, ...strangers];
  const folder = await mkdtemp(join(tmpdir(), "whose-quota-stage-"));
  const cgroupFile = join(folder, "cgroup");
  await writeFile(cgroupFile, "0::/stage\n");
  const [{ key, cert, certFile, spki }, device] = await Promise.all([
    makeCertificate(folder),
    startDeviceApi(),
  ]);

  /** @type {import("./hub_api.mjs").ApiRequest[]} */
  const apiRequests = [];
  /** @type {Set<string>} */
  const unknownHosts = new Set();
  const quota = createQuota();
  const sources = createSources();
  const hub = createHub(spaces, apiRequests, quota, sources);
  const blog = createBlog(spaces);
  const cdn = createGradioCdn({ cache, log });
  const customDomains = new Set(spaces.flatMap((space) => space.customDomains));
  const closing = new AbortController();
  // Each Space's process listens to it.
  setMaxListeners(0, closing.signal);
  const apps = createSpaceProxy(spaces, {
    ...{ folder, cgroupFile, device, cache, log },
    outside: () => ({ proxyPort: address.port, certificate: certFile }),
    closing: closing.signal,
  });

  const sites = createHttpsServer({ key, cert }, (request, response) => {
    const host = (request.headers.host ?? "").replace(/:443$/, "");
    if (host === "huggingface.co") return hub(request, response);
    if (host.endsWith(".hf.space") || customDomains.has(host)) {
      return apps.answer(request, response);
    }
    if (host === "blog.example") return blog(request, response);
    if (host === "gallery.example") return answerGallery(request, response);
    if (host === "copycat.example") return answerCopycat(request, response);
    if (host === GRADIO_CDN) return cdn(request, response);
    if (host === CLIENT_CDN) return answerClientCdn(request, response);
    if (host === "fonts.googleapis.com") return sendEmpty(response, "text/css");
    if (host === "cdnjs.cloudflare.com") return sendEmpty(response, "text/javascript");
    unknownHosts.add(host);
    notFound(response);
  });

  // Node ends a connection after 5 s of silence, maybe when the next request is on its way already.
  sites.keepAliveTimeout = 0;

  // Plain-http requests through the proxy are answered here; https arrives as CONNECT.
  const proxy = createHttpServer((_request, response) => notFound(response));
  /** @type {Set<import("node:stream").Duplex>} */
  const tunnels = new Set();
  proxy.on("connect", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (!request.url?.endsWith(":443")) return socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    tunnels.add(socket);
    socket.once("close", () => tunnels.delete(socket));
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    sites.emit("connection", socket);
  });
  await new Promise((resolve, reject) => {
    proxy.once("error", reject);
    proxy.listen(proxyPort, "127.0.0.1", () => resolve(null));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (proxy.address());

  // However this process ends, nothing that it started or wrote stays behind.
  const atExit = () => {
    closing.abort();
    rmSync(folder, { recursive: true, force: true });
  };
  const atSignal = () => process.exit(1);
  process.once("exit", atExit);
  process.once("SIGINT", atSignal);
  process.once("SIGTERM", atSignal);

  return {
    /** The HTTP CONNECT proxy on 127.0.0.1 through which a browser reaches every https host. */
    proxyPort: address.port,
    /** For Chromium's `--ignore-certificate-errors-spki-list`. */
    spki,
    /** The path of its certificate, for programs. */
    certificate: certFile,
    /** Its Spaces. */
    catalogue: spaces,
    /** Every request to the Hub's API since the start, oldest first. */
    apiRequests,
    /** Hosts that somebody asked for and that the stage does not play. */
    unknownHosts,
    /** The runs that a Space asked a GPU for: `(id) => Run[]`. */
    counted: device.counted,
    /** What its runs asked for: `(id) => {seconds, size}[]`. */
    asked: device.asked,
    /** Every question for a Space's file. */
    sourceRequests: sources.requests,
    /** What the Hub answers instead of a Space's file: `(id, fault | null) => void`. */
    sourceFault: sources.fault,
    /** What reached a Space: `(id) => Traffic`. */
    traffic: apps.trafficOf,
    /** Ends a Space's process, until somebody asks for it: `(id) => Promise<void>`. */
    sleep: apps.sleep,
    /** Refuses the runs of a Space: `(id, refusal | null) => void`. */
    refuse: device.refuse,
    /** Spoils the passes of a Space's visitors: `(id, fault | null) => void`. */
    spoil: apps.spoil,
    /** What the Hub answers when asked for the quota that is left: `(fault | null) => void`. */
    quotaFault: quota.fault,

    /**
     * Starts a Space's Gradio if need be; resolves when it answers.
     *
     * @param {string} id
     */
    async ready(id) {
      const space = spaces.find((space) => space.id === id);
      if (!space) throw new Error(`${id} is not in the catalogue`);
      if (space.app === "gradio") await apps.awake(space);
    },

    async close() {
      process.off("exit", atExit);
      process.off("SIGINT", atSignal);
      process.off("SIGTERM", atSignal);
      closing.abort();
      for (const tunnel of tunnels) tunnel.destroy();
      proxy.closeAllConnections();
      await Promise.all([new Promise((resolve) => proxy.close(resolve)), device.close()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * Gradio's pages load fonts and a script from elsewhere. What they get here is empty: without it
 * they work as well, but would complain on the console.
 *
 * @param {import("./http.mjs").Response} response
 * @param {string} type
 */
function sendEmpty(response, type) {
  send(response, 200, type, "", { "access-control-allow-origin": "*" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stage = await startStage({ log: console.log });
  console.log(`The stage is up. Proxy for https: 127.0.0.1:${stage.proxyPort}`);
  console.log(`Gallery: ${GALLERY}`);
  console.log(`Chromium: --ignore-certificate-errors-spki-list=${stage.spki}`);
}
