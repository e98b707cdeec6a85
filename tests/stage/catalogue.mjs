// The Spaces of the stage, as data. Names follow the Hub: the host is the id in lower case with
// "/", "_" and "." turned into "-".

import { OLDER_SPACES } from "./gradio/venv.mjs";
import { ownFetchPage } from "./own_fetch.mjs";

/**
 * What the Hub's API does for a Space instead of answering.
 *
 * @typedef {{status: number, body: string, type: string, onlyBySubdomain?: boolean} | "silent"} ApiFault
 */

/** @typedef {keyof typeof OLDER_SPACES} OlderSpaces */

/**
 * @typedef {object} Space
 * @property {string} id owner/name
 * @property {string} subdomain
 * @property {string} host where the app answers
 * @property {readonly string[]} customDomains where it answers too
 * @property {string} title
 * @property {string} emoji
 * @property {"gradio" | "static" | "docker"} sdk
 * @property {string | null} gradio the version, for Gradio Spaces
 * @property {OlderSpaces | null} spaces a `spaces` package that is not the newest, and speaks in
 *   other words
 * @property {boolean} ssr Gradio renders its page on the server
 * @property {string | null} hardware null where nothing runs (static Spaces)
 * @property {string} stage the Hub's word for its state
 * @property {"public" | "private" | "protected"} visibility
 * @property {ApiFault | null} api
 * @property {Record<string, string>} headers added to what the app answers
 * @property {"gradio" | "page" | "sleeping"} app what its host serves
 * @property {string | null} page HTML, where `app` is "page" and it is not a static Space's
 */

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
  space("studio/docker-cpu", { sdk: "docker", hardware: "cpu-basic" }),
  ownFetch("studio/own-fetch", "studio/own-fetch-cpu"),
  ownFetch("studio/own-fetch-cpu", "studio/own-fetch", { hardware: "cpu-basic" }),
];

/**
 * A Space with what is not said filled in: a public, running ZeroGPU Space on Gradio 5.49.1.
 *
 * @param {string} id
 * @param {Partial<Space>} [given]
 * @returns {Space}
 */
export function space(id, given = {}) {
  const sdk = given.sdk ?? "gradio";
  const subdomain = subdomainOf(id);
  return {
    id,
    subdomain,
    host: `${subdomain}.${sdk === "static" ? "static." : ""}hf.space`,
    customDomains: [],
    title: sdk === "gradio" ? "Picture Maker" : "Picture Book",
    emoji: sdk === "gradio" ? "🖼️" : "📖",
    sdk,
    gradio: sdk === "gradio" ? "5.49.1" : null,
    spaces: null,
    ssr: false,
    hardware: sdk === "static" ? null : "zero-a10g",
    stage: "RUNNING",
    visibility: "public",
    api: null,
    headers: {},
    app: sdk === "gradio" && given.page === undefined ? "gradio" : "page",
    page: null,
    ...given,
  };
}

/** @param {string} id */
function subdomainOf(id) {
  return id.toLowerCase().replace(/[/_.]/g, "-");
}
