// Where pages of people's own get Gradio's JavaScript client from. What is served is genuine: the file
// of the npm package.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { notFound, send, urlOf } from "./http.mjs";

/** The host that Gradio's guide names. */
export const CLIENT_CDN = "cdn.jsdelivr.net";

const FILE = createRequire(import.meta.url).resolve("@gradio/client/dist/index.min.js");

/** The version of package.json. */
export const CLIENT_VERSION = "2.7.0";

/** The address of the client's script. */
export const CLIENT_SCRIPT = `https://${CLIENT_CDN}/npm/@gradio/client@${CLIENT_VERSION}/dist/index.min.js`;

/**
 * Answers a request to {@link CLIENT_CDN}.
 *
 * @param {import("./http.mjs").Request} request
 * @param {import("./http.mjs").Response} response
 */
export async function answerClientCdn(request, response) {
  if (urlOf(request).href !== CLIENT_SCRIPT) return notFound(response);
  const headers = { "access-control-allow-origin": "*" };
  send(response, 200, "text/javascript", await readFile(FILE), headers);
}
