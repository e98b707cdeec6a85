// A visitor without a browser: https requests through the stage's proxy.

import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {string} text
 */

/**
 * @param {{proxyPort: number}} stage
 * @param {string} address
 * @param {object} [options]
 * @param {string} [options.method]
 * @param {Record<string, string>} [options.headers]
 * @param {unknown} [options.json] a body
 * @param {string} [options.until] hang up as soon as this has been read: for streams
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Answer>}
 */
export async function ask(stage, address, { method, headers = {}, json, until, signal } = {}) {
  const url = new URL(address);
  const socket = await tunnel(stage.proxyPort, url.hostname);
  const body = json === undefined ? "" : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    // Node takes a connected socket here; its types do not say so.
    const options = /** @type {import("node:https").RequestOptions} */ ({
      socket,
      agent: false,
      servername: url.hostname,
      // The certificate is made anew at each start.
      rejectUnauthorized: false,
      method: method ?? (body ? "POST" : "GET"),
      headers: { ...(body && { "content-type": "application/json" }), ...headers },
      signal,
    });
    const request = httpsRequest(url, options);
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      const done = () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        socket.destroy();
      };
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
        if (until && text.includes(until)) done();
      });
      response.once("end", done);
      response.once("error", reject);
    });
    request.end(body);
  });
}

/**
 * @param {number} proxyPort
 * @param {string} host
 * @returns {Promise<import("node:net").Socket>}
 */
export function tunnel(proxyPort, host) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...{ host: "127.0.0.1", port: proxyPort, agent: false },
      ...{ method: "CONNECT", path: `${host}:443` },
    });
    request.once("error", reject);
    request.once("connect", (_response, socket) => resolve(/** @type {any} */ (socket)));
    request.end();
  });
}
