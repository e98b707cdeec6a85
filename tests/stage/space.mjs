// What a Space of the stage is, and how it is written down. Names follow the Hub: the host is the id in
// lower case with "/", "_" and "." turned into "-".

/**
 * What the Hub's API does for a Space instead of answering: another status and body, the body as often
 * as `repeat` says, `null` for its own answer; or until when it waits with that.
 *
 * @typedef {{status: number, body: string | null, type: string, onlyBySubdomain?: boolean,
 *   headers?: Record<string, string>, repeat?: number} | "silent" | Promise<unknown>} ApiFault
 */

/** @typedef {keyof typeof import("./gradio/venv.mjs").OLDER_SPACES} OlderSpaces */

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
 * @property {string} shape the file of its app in gradio/apps, where `app` is "gradio"
 * @property {string | null} other the id of another Space that this one asks
 * @property {Record<string, string>} variables what its owner has set in its settings, secrets too
 * @property {string | null} page HTML: where `app` is "page" the whole of it, else the front end that
 *   the app serves in Gradio's stead
 * @property {Promise<string> | null} rest what follows `page`, where `app` is "page" and it loads slowly
 */

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
    shape: "picture_maker",
    other: null,
    variables: {},
    page: null,
    rest: null,
    ...given,
  };
}

/** @param {string} id */
export function subdomainOf(id) {
  return id.toLowerCase().replace(/[/_.]/g, "-");
}
