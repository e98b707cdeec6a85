// ZeroGPU's device API: what the `spaces` package of every ZeroGPU Space asks for a GPU. It is the
// one place where Hugging Face books a run, so it knows whose quota each run used.

import { createServer } from "node:http";
import { ACCOUNTS, claimsOf } from "./accounts.mjs";
import { notFound, sendJson } from "./http.mjs";

/**
 * One run that a Space asked a GPU for.
 *
 * @typedef {{at: string, identity: "user" | "ip" | "none", user?: string}} Run
 */

/**
 * An answer to a run's request other than "here is a GPU": 429 with `{left, wait}` in seconds and
 * perhaps the header `X-Approve-Result`, say.
 *
 * @typedef {{status: number, body: unknown, headers?: Record<string, string>}} Refusal
 */

/** @typedef {Awaited<ReturnType<typeof startDeviceApi>>} DeviceApi */

export async function startDeviceApi() {
  /** @type {Map<string, Run[]>} */
  const runs = new Map();
  /** @type {Map<string, Refusal>} */
  const refusals = new Map();

  const server = createServer((request, response) => {
    // Each Space is given an address of its own: /OWNER/NAME before the API's path.
    const url = new URL(request.url ?? "/", "http://device");
    const [, owner, name, call] = url.pathname.split("/");
    const id = `${owner}/${name}`;
    if (request.method !== "POST") return notFound(response);
    if (call !== "schedule") {
      if (["startup-report", "allow", "release"].includes(call)) return sendJson(response, {});
      return notFound(response);
    }
    const run = runOf(url.searchParams.get("token"));
    runs.set(id, [...(runs.get(id) ?? []), run]);
    const refusal = refusals.get(id);
    if (refusal) {
      sendJson(response, refusal.body, refusal.status, {
        ...authenticated(run),
        ...refusal.headers,
      });
      return;
    }
    sendJson(
      response,
      // "idle" lets the Space use its worker process again.
      { idle: true, nvidiaIndex: 0, nvidiaUUID: "GPU-0", allowToken: "stage" },
      200,
      authenticated(run),
    );
  });
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
     * Refuses a Space's runs from now on; null grants them again.
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
