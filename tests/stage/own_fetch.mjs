// A Space whose page sends its requests itself instead of leaving that to Gradio, and what such a
// page is answered where no Gradio runs.

import { ACCOUNTS, token, VISITOR_IP } from "./accounts.mjs";
import { send, sendJson, urlOf } from "./http.mjs";
import { gradioLikePage } from "./space_pages.mjs";

/**
 * What the page's buttons send, by their id.
 *
 * @param {string} elsewhere the origin of another Space
 * @returns {Record<string, {url: string, times?: number, headers?: Record<string, string>, get?: true}>}
 */
function requests(elsewhere) {
  const url = "/gradio_api/queue/join";
  /** @param {object} claims */
  const relayed = (claims) => ({ "x-ip-token": token({ ip: VISITOR_IP, error: null, ...claims }) });
  return {
    plain: { url },
    "with-ip": { url, headers: relayed({}) },
    "with-user": { url, headers: relayed({ user: ACCOUNTS.pro.user }) },
    "with-error": { url, headers: relayed({ error: "InvalidRepoToken" }) },
    upload: { url: "/gradio_api/upload" },
    config: { url: "/config", get: true },
    heartbeat: { url: "/gradio_api/heartbeat/x", get: true },
    call: { url: "/gradio_api/call/run" },
    "call-v2": { url: "/gradio_api/call/v2/run" },
    "run-api-pass": { url: "/run/predict", headers: relayed({}) },
    "run-api": { url: "/run/predict" },
    api: { url: "/api/predict" },
    many: { url, times: 100 },
    elsewhere: { url: elsewhere + url },
  };
}

/**
 * A page like Gradio's with a button for each kind of request. `#answered` counts the answers.
 *
 * @param {string} id
 * @param {string} elsewhere the origin of another Space
 */
export function ownFetchPage(id, elsewhere) {
  const all = requests(elsewhere);
  const buttons = Object.keys(all).map((name) => `<button id="${name}">${name}</button>`);
  return gradioLikePage(id, {
    body: `<p>${buttons.join("\n")}</p>
<p>Answered: <output id="answered">0</output></p>
<script>
  const requests = ${JSON.stringify(all)};
  const body = JSON.stringify({ data: ["a test", 5], fn_index: 0, session_hash: "stage" });
  for (const [id, { url, times = 1, headers, get }] of Object.entries(requests)) {
    document.getElementById(id).onclick = async () => {
      for (let i = 0; i < times; i++) {
        const json = { "content-type": "application/json", ...headers };
        const { status } = await fetch(url, get ? {} : { method: "POST", headers: json, body });
        if (status === 200) answered.value++;
      }
    };
  }
</script>`,
  });
}

const RUN_OR_UPLOAD = /^(\/gradio_api)?\/(queue\/join|upload|(call|call\/v2|run|api)\/[^/]+)$/;

/**
 * Answers a request as if Gradio had taken it; false where Gradio would not.
 *
 * @param {import("./http.mjs").Request} request
 * @param {import("./http.mjs").Response} response
 * @param {import("./catalogue.mjs").Space} space
 */
export function answerLikeGradio(request, response, space) {
  const { pathname } = urlOf(request);
  if (request.method === "OPTIONS") {
    send(response, 204, "text/plain", "", {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "",
    });
    return true;
  }
  if (request.method === "POST" && RUN_OR_UPLOAD.test(pathname)) {
    sendJson(response, { event_id: "stage" }, 200, { "access-control-allow-origin": "*" });
    return true;
  }
  if (request.method !== "GET") return false;
  if (pathname === "/config") {
    sendJson(response, { version: space.gradio, space_id: space.id });
    return true;
  }
  if (/^(\/gradio_api)?\/heartbeat\/[^/]+$/.test(pathname)) {
    // As long as the page is open.
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: ALIVE\n\n");
    return true;
  }
  return false;
}
