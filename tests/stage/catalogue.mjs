// The Spaces of the stage, as data.

import { OLDER_SPACES } from "./gradio/venv.mjs";
import { ownFetchPage } from "./own_fetch.mjs";
import { shapeSpaces } from "./shape_spaces.mjs";
import { space, subdomainOf } from "./space.mjs";

export { space };

/** @typedef {import("./space.mjs").Space} Space */
/** @typedef {import("./space.mjs").ApiFault} ApiFault */
/** @typedef {import("./space.mjs").OlderSpaces} OlderSpaces */

/**
 * Lets Gradio run, but no WebAssembly: `'wasm-unsafe-eval'` is missing from `script-src`.
 */
const CSP_WITHOUT_WASM = [
  "default-src 'self' https: data: blob:",
  "script-src 'self' 'unsafe-inline' https://cdnjs.cloudflare.com",
  "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com",
  "connect-src 'self' https://huggingface.co",
].join("; ");

/**
 * A Space whose page sends its runs itself, instead of Gradio. It has a twin to send some to.
 *
 * @param {string} id
 * @param {string} twin
 * @param {Partial<Space>} [given]
 */
function ownFetch(id, twin, given) {
  return space(id, { page: ownFetchPage(id, `https://${subdomainOf(twin)}.hf.space`), ...given });
}

/** @type {Space[]} */
export const catalogue = [
  space("studio/zero-six", { gradio: "6.31.0", ssr: true }),
  space("studio/zero-six-spa", { gradio: "6.31.0" }),
  space("studio/zero-five", { customDomains: ["pictures.example"] }),
  space("studio/zero-five-ssr", { ssr: true }),
  // Of other people, who have nothing to do with the studio.
  space("atelier/zero-five"),
  space("atelier/zero_four", { gradio: "4.44.1" }),
  space("harbour/zero-five"),
  space("studio/zero-five-early", { gradio: "5.23.3" }),
  space("studio/zero-five-early-ssr", { gradio: "5.23.3", ssr: true }),
  space("studio/zero_four", { gradio: "4.44.1" }),
  ...Object.entries(OLDER_SPACES).map(([version, gradio]) =>
    space(`studio/spaces-${version}`, { gradio, spaces: /** @type {OlderSpaces} */ (version) }),
  ),
  space("studio/cpu-five", { hardware: "cpu-basic" }),
  space("studio/static-page", { sdk: "static" }),
  space("studio/private-five", { visibility: "private" }),
  space("studio/protected-five", { visibility: "protected" }),
  space("studio/api-down", {
    api: { status: 503, type: "text/html", body: "<h1>503 Service Temporarily Unavailable</h1>" },
  }),
  space("studio/api-silent", { api: "silent" }),
  space("studio/csp-five", { headers: { "content-security-policy": CSP_WITHOUT_WASM } }),
  space("studio/asleep", { stage: "SLEEPING", app: "sleeping" }),
  // A page without a script of its own: what runs there is the extension's.
  space("studio/plain-zero", { app: "page" }),
  space("studio/six-functions", { shape: "six_functions" }),
  space("studio/docker-cpu", { sdk: "docker", hardware: "cpu-basic" }),
  ownFetch("studio/own-fetch", "studio/own-fetch-cpu"),
  ownFetch("studio/own-fetch-cpu", "studio/own-fetch", { hardware: "cpu-basic" }),
  ...shapeSpaces,
];
