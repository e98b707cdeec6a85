// *.hf.space and custom domains: Hugging Face's proxy in front of the Spaces. It alone tells a Space
// who is asking: the hand-off's `x-zerogpu-token` becomes `X-IP-Token`, an access token does too (its account's
// quota is used: https://huggingface.co/docs/hub/spaces-api-endpoints; how, is inferred), and without
// either only the address is told.

import { request as httpRequest } from "node:http";
import { bearer, claimsOf, cookies, signOf, token, VISITOR_IP } from "./accounts.mjs";
import { startGradio } from "./gradio_process.mjs";
import { notFound, sendPage, urlOf } from "./http.mjs";
import { answerLikeGradio } from "./own_fetch.mjs";
import { missingSpacePage, sleepingPage, staticAppPage } from "./space_pages.mjs";

/** The cookie that keeps a private Space open after its signed address. */
const PRIVATE_COOKIE = "spaces-jwt";

/** Headers that belong to one connection and are not passed on. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/**
 * @typedef {import("./http.mjs").Request} Request
 * @typedef {import("./http.mjs").Response} Response
 * @typedef {import("./catalogue.mjs").Space} Space
 */

/**
 * One POST that reached a Space.
 *
 * @typedef {object} Sent
 * @property {string} path
 * @property {"queue" | "run" | "other"} kind an event of the queue, one beside it, or neither
 * @property {boolean} pass whether it carried the Hub page's hand-off
 * @property {boolean} token whether it carried somebody's access token
 * @property {boolean} answered
 */

/**
 * What reached a Space, and how many events of its queue have ended.
 *
 * @typedef {{requests: Sent[], ended: number}} Traffic
 */

/**
 * @param {readonly Space[]} catalogue
 * @param {import("./gradio_process.mjs").Surroundings} around
 */
export function createSpaceProxy(catalogue, around) {
  /** @type {Map<string, ReturnType<typeof startGradio>>} */
  const processes = new Map();
  /** @type {Map<string, string>} */
  const faults = new Map();
  /** @type {Map<string, Traffic>} */
  const traffic = new Map();

  /** @param {string} id */
  function trafficOf(id) {
    const known = traffic.get(id) ?? { requests: [], ended: 0 };
    traffic.set(id, known);
    return known;
  }

  /**
   * @param {Space} space
   * @returns {ReturnType<typeof startGradio>}
   */
  function awake(space) {
    const known = processes.get(space.id);
    if (known) return known;
    // `gr.load` asks the other Space while its own starts, and waits 5 s for an answer.
    const other = catalogue.find(({ id }) => id === space.other);
    const process = other
      ? awake(other).then(() => startGradio(space, around))
      : startGradio(space, around);
    processes.set(space.id, process);
    const forget = () => processes.delete(space.id);
    process.then(
      ({ ended }) => ended.then(forget),
      (error) => {
        forget();
        if (!around.closing.aborted) around.log(String(error));
      },
    );
    return process;
  }

  return {
    awake,
    trafficOf,

    /**
     * Ends a Space's process; it starts anew when somebody asks.
     *
     * @param {string} id
     */
    async sleep(id) {
      const process = await processes.get(id)?.catch(() => undefined);
      process?.end();
      await process?.ended;
    },

    /**
     * From now on passes that are handed over for a Space have a fault, as on days when something is
     * broken on the Hub's side; null ends that.
     *
     * @param {string} id
     * @param {string | null} fault `InvalidRepoToken`, say
     */
    spoil(id, fault) {
      if (fault) faults.set(id, fault);
      else faults.delete(id);
    },

    /**
     * Answers a request to `*.hf.space`, or to a Space's domain of its own.
     *
     * @param {Request} request
     * @param {Response} response
     */
    async answer(request, response) {
      const url = urlOf(request);
      const space = catalogue.find(
        ({ host, customDomains }) => host === url.hostname || customDomains.includes(url.hostname),
      );
      if (!space) return sendPage(response, missingSpacePage(), 404);
      if (request.method === "POST") note(request, response, trafficOf(space.id));
      if (space.visibility === "private") {
        const sign = signOf(space.id);
        if (url.searchParams.get("__sign") === sign) {
          const attributes = "Path=/; Secure; HttpOnly; SameSite=None; Partitioned";
          response.setHeader("set-cookie", `${PRIVATE_COOKIE}=${sign}; ${attributes}`);
        } else if (cookies(request)[PRIVATE_COOKIE] !== sign) {
          return sendPage(response, missingSpacePage(), 404);
        }
      }
      if (space.app === "sleeping") return sendPage(response, sleepingPage(space), 503);
      if (space.app === "page") {
        if (space.sdk === "gradio" && answerLikeGradio(request, response, space)) return;
        if (url.pathname !== "/") return notFound(response);
        if (space.rest) {
          response.writeHead(200, { "content-type": "text/html", ...space.headers });
          response.write(space.page);
          return response.end(await space.rest);
        }
        return sendPage(response, space.page ?? staticAppPage(space), 200, space.headers);
      }
      try {
        const { port } = await awake(space);
        const fault = faults.get(space.id);
        const told = trafficOf(space.id);
        forward(request, response, space, { port, fault, told, log: around.log });
      } catch {
        sendPage(response, "<h1>This Space has a runtime error</h1>", 503);
      }
    },
  };
}

/**
 * Notes a POST, and when it was answered.
 *
 * @param {Request} request
 * @param {Response} response
 * @param {Traffic} told
 */
function note(request, response, { requests }) {
  const path = urlOf(request).pathname;
  /** @type {Sent} */
  const sent = {
    path,
    kind: /\/queue\/join$/.test(path)
      ? "queue"
      : /\/(run|api)\/[^/]+$/.test(path)
        ? "run"
        : "other",
    pass: request.headers["x-zerogpu-token"] !== undefined,
    token: bearer(request) !== null,
    answered: false,
  };
  requests.push(sent);
  response.once("close", () => {
    sent.answered = true;
  });
}

/** How a queue's stream says that an event has ended. */
const ENDED = '"msg":"process_completed"';

/**
 * Counts what ends in a stream of events, however it is cut.
 *
 * @param {import("node:http").IncomingMessage} stream
 * @param {Traffic} told
 */
function countEnds(stream, told) {
  let rest = "";
  stream.on("data", (chunk) => {
    const parts = (rest + chunk.toString("latin1")).replaceAll('": "', '":"').split(ENDED);
    told.ended += parts.length - 1;
    rest = parts[parts.length - 1].slice(-2 * ENDED.length);
  });
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {Space} space
 * @param {{port: number, fault?: string, told: Traffic, log: (line: string) => void}} how
 */
function forward(request, response, space, { port, fault, told, log }) {
  const { "x-zerogpu-token": handedOver, "x-zerogpu-uuid": _, ...headers } = request.headers;
  // The Space is not shown the token (https://github.com/gradio-app/gradio/pull/11700).
  for (const name of [...HOP_BY_HOP, "x-hf-authorization"]) delete headers[name];
  if (typeof handedOver === "string") headers["x-ip-token"] = ipToken(space, handedOver, fault);
  // A Space that calls this one may pass on what it was told about its own visitor. What counts where a
  // request carries that and an access token, no document says; no test depends on it.
  const user = bearer(request)?.user;
  headers["x-ip-token"] ??= token({ ip: VISITOR_IP, error: null, ...(user && { user }) });
  headers["x-forwarded-for"] = VISITOR_IP;
  headers["x-forwarded-host"] = urlOf(request).hostname;
  headers["x-forwarded-proto"] = "https";

  // A connection of its own: those that are kept, Gradio's server (uvicorn) ends after 5 s of silence and
  // Node reuses for 5 s, so that a request now and then would meet the end, and a page lack a script.
  const upstream = httpRequest(
    { host: "127.0.0.1", port, agent: false, method: request.method, path: request.url, headers },
    (answer) => {
      const passed = { ...answer.headers };
      for (const name of HOP_BY_HOP) delete passed[name];
      response.writeHead(answer.statusCode ?? 502, { ...passed, ...space.headers });
      // Streams (text/event-stream) must begin before their first event.
      response.flushHeaders();
      if (/\/queue\/data$/.test(urlOf(request).pathname)) countEnds(answer, told);
      answer.pipe(response);
    },
  );
  upstream.once("error", (error) => {
    if (response.headersSent || response.destroyed) return response.destroy();
    log(`${space.id}: ${request.url} was not answered: ${error.message}`);
    sendPage(response, "<h1>502 Bad Gateway</h1>", 502);
  });
  response.once("close", () => upstream.destroy());
  request.pipe(upstream);
}

/**
 * What the Space is told about the bearer of a hand-off token. A token for another Space counts for
 * nothing, and the claims say so.
 *
 * @param {Space} space
 * @param {string} handedOver
 * @param {string} [fault]
 */
function ipToken(space, handedOver, fault) {
  const claims = claimsOf(handedOver);
  if (fault || claims?.sub !== `/spaces/${space.id}`) {
    return token({ ip: VISITOR_IP, error: fault ?? "InvalidRepoToken" });
  }
  const user = claims.onBehalfOf?.user;
  return token({ ip: VISITOR_IP, error: null, ...(user && { user }) });
}
