// The Hub's API, as far as pages, Gradio and the extension may ask it.

import { once } from "node:events";
import { signedIn, token, VISITOR_IP } from "./accounts.mjs";
import { send, sendJson, urlOf } from "./http.mjs";

/**
 * @typedef {import("./http.mjs").Request} Request
 * @typedef {import("./http.mjs").Response} Response
 * @typedef {import("./catalogue.mjs").Space} Space
 */

/**
 * One request to `/api/`, and whether it told anything about the visitor. `origin` tells who asked:
 * Gradio's own pages ask too.
 *
 * @typedef {object} ApiRequest
 * @property {string} path
 * @property {boolean} cookie
 * @property {boolean} authorization
 * @property {string | null} origin the request's header
 * @property {string} at
 * @property {number} sent characters of the answer, where it is a long one
 */

/**
 * @param {readonly Space[]} catalogue
 * @param {ApiRequest[]} seen every request is noted here
 * @param {import("./hub_quota.mjs").Quota} quota
 */
export function createHubApi(catalogue, seen, quota) {
  /**
   * Answers a request to `/api/…`.
   *
   * @param {Request} request
   * @param {Response} response
   */
  return async function answer(request, response) {
    const path = urlOf(request).pathname;
    /** @type {ApiRequest} */
    const asked = {
      path,
      cookie: request.headers.cookie !== undefined,
      authorization: request.headers.authorization !== undefined,
      origin: request.headers.origin ?? null,
      at: new Date().toISOString(),
      sent: 0,
    };
    seen.push(asked);
    allowOrigins(request, response);
    if (request.method === "OPTIONS") return send(response, 204, "text/plain", "");

    const visitor = signedIn(request);
    const [, , kind, first, second, what] = path.split("/");
    if (["users", "organizations"].includes(kind) && second === "avatar") {
      return sendJson(response, { avatarUrl: AVATAR });
    }
    if (kind !== "spaces" || !first || !second) return sendJson(response, NO_PAGE, 404);
    if (first === "zero-gpu" && second === "quota" && what === undefined) {
      return quota.answer(response, visitor);
    }
    const bySubdomain = first === "by-subdomain" && what === undefined;
    const space = bySubdomain
      ? catalogue.find(({ subdomain }) => subdomain === second)
      : catalogue.find(({ id }) => id === `${first}/${second}`);

    if (!space && bySubdomain) return sendJson(response, NO_PAGE, 404);
    if (!space || (space.visibility === "private" && !visitor)) {
      // The Hub does not tell what does not exist from what is not for everybody.
      const headers = { "x-error-message": NOT_YOURS.error };
      return sendJson(response, NOT_YOURS, 401, headers);
    }
    if (what === "jwt") return sendJson(response, { token: handOff(space, visitor) });
    // `<gradio-app space="…">` asks this.
    if (what === "host") {
      return sendJson(response, { subdomain: space.subdomain, host: `https://${space.host}` });
    }
    // A Space that loads another one asks this.
    if (what === "runtime") return sendJson(response, runtime(space));
    if (what !== undefined) return sendJson(response, NO_PAGE, 404);
    // Kept open until the asker gives up or the stage closes.
    if (space.api === "silent") return;
    if (space.api instanceof Promise) await space.api;
    const fault = space.api instanceof Promise ? null : space.api;
    const headers = { ratelimit: '"api";r=499;t=300', ...fault?.headers };
    if (!fault || fault.body === null || (fault.onlyBySubdomain && !bySubdomain))
      return sendJson(response, spaceInfo(space), 200, headers);
    const { status, type, body, repeat } = fault;
    if (repeat) return pour(response, body, repeat, asked);
    send(response, status, type, body, headers);
  };
}

/**
 * A long answer, as fast as it is read.
 *
 * @param {Response} response
 * @param {string} body
 * @param {number} repeat
 * @param {ApiRequest} asked
 */
async function pour(response, body, repeat, asked) {
  response.writeHead(200, { "content-type": "application/json" });
  for (let round = 0; round < repeat && !response.destroyed; round += 1) {
    asked.sent += body.length;
    if (!response.write(body)) {
      await Promise.race([once(response, "drain"), once(response, "close")]);
    }
  }
  response.end();
}

/** Gradio shows its author's picture on a direct address. */
const AVATAR = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#8b5cf6" d="M0 0h8v8H0z"/></svg>',
)}`;

const NO_PAGE = { error: "Sorry, we can't find the page you are looking for." };
/** What the Hub says to whoever is not signed in, or not allowed. */
export const NOT_YOURS = { error: "Invalid username or password." };

/**
 * @param {Request} request
 * @param {Response} response
 */
function allowOrigins(request, response) {
  const origin = request.headers.origin ?? "https://huggingface.co";
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("vary", "Origin");
  response.setHeader("access-control-expose-headers", "X-Error-Code,X-Error-Message,RateLimit");
  if (request.method === "OPTIONS") {
    response.setHeader("access-control-allow-headers", "authorization,content-type");
  }
}

/**
 * The token that the Hub page hands to the app's frame: for the visitor's account, or, signed out,
 * for nobody in particular.
 *
 * @param {Space} space
 * @param {import("./accounts.mjs").Account | null} visitor
 */
function handOff(space, visitor) {
  const sub = `/spaces/${space.id}`;
  return token(
    visitor
      ? { sub, onBehalfOf: { kind: "user", user: visitor.user, isPro: visitor.plan === "pro" } }
      : { sub, ip: VISITOR_IP },
  );
}

/**
 * @param {Space} space
 */
function spaceInfo(space) {
  const [author] = space.id.split("/");
  return {
    _id: "000000000000000000000000",
    id: space.id,
    author,
    sha: "c09ff4c680537ecf6b3a35878b152fa515e8f980",
    lastModified: "2026-08-06T11:49:56.000Z",
    private: space.visibility === "private",
    visibility: space.visibility,
    gated: false,
    disabled: false,
    host: `https://${space.host}`,
    subdomain: space.subdomain,
    tags: [space.sdk, "region:us"],
    likes: 180,
    sdk: space.sdk,
    cardData: cardData(space),
    runtime: runtime(space),
    createdAt: "2025-11-04T13:54:42.000Z",
    siblings: [".gitattributes", "README.md", "app.py"].map((rfilename) => ({ rfilename })),
  };
}

/**
 * The head of a Space's README, as the API and the Hub page tell it.
 *
 * @param {Space} space
 */
export function cardData(space) {
  return {
    title: space.title,
    emoji: space.emoji,
    colorFrom: "indigo",
    colorTo: "pink",
    sdk: space.sdk,
    ...(space.gradio && { sdk_version: space.gradio }),
    ...(space.sdk === "gradio" && { app_file: "app.py" }),
    pinned: false,
  };
}

/**
 * What runs a Space, as the API and the Hub page tell it.
 *
 * @param {Space} space
 */
export function runtime(space) {
  const asleep = space.stage === "SLEEPING";
  const domains = [
    { domain: space.host, stage: "READY" },
    ...space.customDomains.map((domain) => ({ domain, stage: "READY", isCustom: true })),
  ];
  if (space.sdk === "static") {
    const replicas = { current: 1, requested: 1 };
    return { stage: space.stage, hardware: { current: null, requested: null }, replicas, domains };
  }
  return {
    stage: space.stage,
    hardware: { current: asleep ? null : space.hardware, requested: space.hardware },
    storage: null,
    gcTimeout: 172800,
    replicas: space.hardware?.startsWith("zero-")
      ? { current: asleep ? 0 : 2, requested: "auto" }
      : { current: 1, requested: 1 },
    devMode: false,
    domains,
    sha: "c09ff4c680537ecf6b3a35878b152fa515e8f980",
  };
}
