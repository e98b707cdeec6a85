// Small helpers that every server of the stage uses.

/**
 * @typedef {import("node:http").IncomingMessage} Request
 * @typedef {import("node:http").ServerResponse} Response
 */

/**
 * @param {Response} response
 * @param {number} status
 * @param {string} type
 * @param {string | Buffer} body
 * @param {import("node:http").OutgoingHttpHeaders} [headers]
 */
export function send(response, status, type, body, headers = {}) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  response.end(bytes);
}

/**
 * @param {Response} response
 * @param {string} html
 * @param {number} [status]
 * @param {import("node:http").OutgoingHttpHeaders} [headers]
 */
export function sendPage(response, html, status = 200, headers = {}) {
  send(response, status, "text/html", html, headers);
}

/**
 * @param {Response} response
 * @param {unknown} value
 * @param {number} [status]
 * @param {import("node:http").OutgoingHttpHeaders} [headers]
 */
export function sendJson(response, value, status = 200, headers = {}) {
  send(response, status, "application/json", JSON.stringify(value), headers);
}

/**
 * @param {Response} response
 * @param {string} location
 * @param {import("node:http").OutgoingHttpHeaders} [headers]
 */
export function redirect(response, location, headers = {}) {
  send(response, 302, "text/plain", "", { location, ...headers });
}

/** @param {Response} response */
export function notFound(response) {
  send(response, 404, "text/plain", "Not on this stage");
}

/**
 * The address that a request asks for, as its browser sees it.
 *
 * @param {Request} request
 */
export function urlOf(request) {
  return new URL(request.url ?? "/", `https://${request.headers.host}`);
}

/**
 * Text made safe for HTML text and for attributes in double quotes.
 *
 * @param {string} text
 */
export function escapeHtml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
