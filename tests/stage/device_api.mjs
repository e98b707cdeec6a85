// ZeroGPU's device API: what the `spaces` package of every ZeroGPU Space asks for a GPU. It is the
// one place where Hugging Face books a run, so it knows whose quota each run used.

import { createServer } from "node:http";
import { ACCOUNTS, claimsOf } from "./accounts.mjs";
import { notFound, send, sendJson } from "./http.mjs";

/**
 * One run that a Space asked a GPU for.
 *
 * @typedef {{at: string, identity: "user" | "ip" | "none", user?: string}} Run
 */

/**
 * What is answered to a run's request instead of "here is a GPU".
 *
 * @typedef {object} Refusal
 * @property {number} [left] seconds: a run that asks for more is refused, an xlarge one twice as soon
 * @property {number} [status] 429, 401, 503; without one the run gets its GPU, in the queue perhaps
 * @property {unknown} [body] with 429 `{left, wait}`, in seconds
 * @property {"failed" | "succeeded"} [event] how the queue ends in which the run waits first
 * @property {boolean} [unused] the GPU was given and given back untouched
 * @property {Record<string, string>} [headers] `X-Approve-Result` or `X-Queuing-Reason`; and
 *   `X-Authenticated`, which else tells the visitor's plan; none where it is empty
 */

/**
 * What a run asked for: seconds as `spaces` computed them, and the size where one is named.
 *
 * @typedef {{seconds: number, size: string | null}} Asked
 */

/** @typedef {Awaited<ReturnType<typeof startDeviceApi>>} DeviceApi */

/** What a run gets. "idle" lets the Space use its worker process again. */
const GPU = { idle: true, nvidiaIndex: 0, nvidiaUUID: "GPU-0", allowToken: "stage" };

export async function startDeviceApi() {
  /** @type {Map<string, Run[]>} */
  const runs = new Map();
  /** @type {Map<string, Refusal>} */
  const refusals = new Map();
  /** @type {Map<string, Asked[]>} */
  const asked = new Map();

  const server = createServer((request, response) => {
    // Each Space is given an address of its own: /OWNER/NAME before the API's path.
    const url = new URL(request.url ?? "/", "http://device");
    const [, owner, name, call] = url.pathname.split("/");
    const id = `${owner}/${name}`;
    if (request.method !== "POST") return notFound(response);
    const refusal = refusals.get(id) ?? {};
    if (call === "release" && refusal.unused) return send(response, 204, "text/plain", "");
    if (call !== "schedule") {
      if (["startup-report", "allow", "release"].includes(call)) return sendJson(response, {});
      return notFound(response);
    }
    const run = runOf(url.searchParams.get("token"));
    runs.set(id, [...(runs.get(id) ?? []), run]);
    const seconds = Number(url.searchParams.get("durationSeconds"));
    const size = url.searchParams.get("gpuSize");
    asked.set(id, [...(asked.get(id) ?? []), { seconds, size }]);
    const all = { ...authenticated(run), ...refusal.headers };
    const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
    if (refusal.event) {
      const data = refusal.event === "succeeded" ? `\ndata: ${JSON.stringify(GPU)}` : "";
      const event = `event: ${refusal.event}${data}\n\n`;
      return send(response, 200, "text/event-stream", event, headers);
    }
    const { left } = refusal;
    if (left !== undefined && seconds * (size === "xlarge" ? 2 : 1) > left)
      return sendJson(response, { left, wait: 3600 }, 429, headers);
    if (refusal.status) return sendJson(response, refusal.body ?? {}, refusal.status, headers);
    sendJson(response, GPU, 200, headers);
  });
  // Node ends a connection after 5 s of silence, and `spaces` (httpx) uses one again for as long.
  server.keepAliveTimeout = 0;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());

  return {
    /**
     * The value of SPACES_ZERO_DEVICE_API_URL for a Space.
     *
     * @param {string} id
     */
    urlFor: (id) => `http://127.0.0.1:${address.port}/${id}`,

    /**
     * The runs that a Space asked a GPU for, oldest first.
     *
     * @param {string} id
     * @returns {readonly Run[]}
     */
    counted: (id) => runs.get(id) ?? [],

    /**
     * What those runs asked for.
     *
     * @param {string} id
     */
    asked: (id) => asked.get(id) ?? [],

    /**
     * Answers a Space's runs like this from now on; null grants them again.
     *
     * @param {string} id
     * @param {Refusal | null} refusal
     */
    refuse(id, refusal) {
      if (refusal) refusals.set(id, refusal);
      else refusals.delete(id);
    },

    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(null)));
    },
  };
}

/**
 * @param {string | null} token the X-IP-Token that reached the Space
 * @returns {Run}
 */
function runOf(token) {
  const at = new Date().toISOString();
  const claims = token === null ? null : claimsOf(token);
  if (claims?.user) return { at, identity: "user", user: claims.user };
  return { at, identity: claims?.ip ? "ip" : "none" };
}

/**
 * @param {Run} run
 * @returns {Record<string, string>}
 */
function authenticated(run) {
  const account = Object.values(ACCOUNTS).find(({ user }) => user === run.user);
  if (!account) return {};
  return { "x-authenticated": account.plan === "free" ? "regular" : "pro" };
}
