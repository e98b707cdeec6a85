// *.hf.space and custom domains: Hugging Face's proxy in front of the Spaces. It alone tells a Space
// who is asking: the hand-off's `x-zerogpu-token` becomes `X-IP-Token`, and without one only the
// address is told.

import { request as httpRequest } from "node:http";
import { claimsOf, cookies, signOf, token, VISITOR_IP } from "./accounts.mjs";
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
 * @param {readonly Space[]} catalogue
 * @param {import("./gradio_process.mjs").Surroundings} around
 */
export function createSpaceProxy(catalogue, around) {
  /** @type {Map<string, ReturnType<typeof startGradio>>} */
  const processes = new Map();
  /** @type {Map<string, string>} */
  const faults = new Map();

  /** @param {Space} space */
  function awake(space) {
    const known = processes.get(space.id);
    if (known) return known;
    const process = startGradio(space, around);
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
        return sendPage(response, space.page ?? staticAppPage(space), 200, space.headers);
      }
      try {
        const { port } = await awake(space);
        forward(request, response, space, { port, fault: faults.get(space.id), log: around.log });
      } catch {
        sendPage(response, "<h1>This Space has a runtime error</h1>", 503);
      }
    },
  };
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {Space} space
 * @param {{port: number, fault?: string, log: (line: string) => void}} how
 */
function forward(request, response, space, { port, fault, log }) {
  const { "x-zerogpu-token": handedOver, "x-zerogpu-uuid": _, ...headers } = request.headers;
  for (const name of HOP_BY_HOP) delete headers[name];
  if (typeof handedOver === "string") headers["x-ip-token"] = ipToken(space, handedOver, fault);
  // A Space that calls this one may pass on what it was told about its own visitor.
  headers["x-ip-token"] ??= token({ ip: VISITOR_IP, error: null });
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
