// Where pages get Gradio's web component from. What is served is genuine: the scripts of the wheel.

import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { GRADIO_VERSIONS, gradioFrontend } from "./gradio/venv.mjs";
import { notFound, send, urlOf } from "./http.mjs";

/** The host that Gradio's guide and the Hub's "Embed this Space" name. */
export const GRADIO_CDN = "gradio.s3-us-west-2.amazonaws.com";

/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/**
 * @param {{cache?: string, log?: (line: string) => void}} options where Python environments are kept
 */
export function createGradioCdn(options) {
  /**
   * Answers a request to {@link GRADIO_CDN}: `/VERSION/gradio.js`, `/VERSION/assets/…`.
   *
   * @param {import("./http.mjs").Request} request
   * @param {import("./http.mjs").Response} response
   */
  return async function answer(request, response) {
    // Nothing is decoded, and URL has resolved what leads upwards.
    const [, version, path] = /^\/([^/]+)\/(.+)$/.exec(urlOf(request).pathname) ?? [];
    if (!GRADIO_VERSIONS.includes(version)) return notFound(response);
    try {
      const bytes = await readFile(join(await gradioFrontend(version, options), path));
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      const body = type === "text/javascript" ? atVersion(bytes.toString(), version) : bytes;
      send(response, 200, type, body, { "access-control-allow-origin": "*" });
    } catch {
      notFound(response);
    }
  };
}

/**
 * A script that finds its style sheet where this host has it. The wheel's looks for it at the root of
 * the host that it came from, which is a Space's own.
 *
 * @param {string} script
 * @param {string} version
 */
function atVersion(script, version) {
  return script.replaceAll(/(["'`])\.(\/assets\/[\w-]+\.css\1)/g, `$1/${version}$2`);
}
