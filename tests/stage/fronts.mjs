// Front ends of people's own: pages that ask a ZeroGPU Space without Gradio's page.

import { CLIENT_SCRIPT } from "./client_cdn.mjs";
import { escapeHtml } from "./http.mjs";

/**
 * A page with buttons, by their id, each with what its press runs; the answers come one after the
 * other into `#answers`.
 *
 * @param {string} title
 * @param {Record<string, string>} buttons JavaScript, the body of an async function that returns a text
 */
function front(title, buttons) {
  const presses = Object.entries(buttons).map(
    ([id, script]) => `document.getElementById("${id}").onclick = () => told(async () => {
  ${script}
});`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 560px; margin: 48px auto; }</style></head>
<body><h1>${escapeHtml(title)}</h1>
<p>${Object.keys(buttons)
    .map((id) => `<button id="${id}">${id}</button>`)
    .join("\n")}</p>
<ol id="answers"></ol>
<script type="module">
const told = async (ask) => {
  const line = document.createElement("li");
  line.textContent = await ask().catch((error) => "failed: " + (error.message ?? JSON.stringify(error)));
  document.getElementById("answers").append(line);
};
const post = async (url, body) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body ?? {}) });
  return "answered: " + answer.status;
};
${presses.join("\n")}
</script></body>
</html>`;
}

/** @param {string} whom JavaScript: an id or an address */
const paint = (whom) => `const { Client } = await import("${CLIENT_SCRIPT}");
  window.app ??= await Client.connect(${whom});
  const { data } = await window.app.predict("/paint", ["a boat"]);
  return data[0];`;

const LOG = 'return post("/api/log");';

/** The front end of a `gr.Server`: Gradio's client, and its own server. */
export const serverPage = () => front("Painter", { run: paint("location.origin"), log: LOG });

/** The front end of a server that asks for the GPU itself. */
export const ownServerPage = () => front("Painter", { run: 'return post("/generate");', log: LOG });

/** A front end that joins Gradio's queue by a plain request. */
export const ownPage = () =>
  front("Painter", {
    run: `const session_hash = Math.random().toString(36).slice(2);
  const joined = await post("/gradio_api/queue/join", { data: ["a boat"], fn_index: 0, session_hash });
  const stream = new EventSource("/gradio_api/queue/data?session_hash=" + session_hash);
  await new Promise((resolve) => {
    stream.onmessage = ({ data }) => data.includes("process_completed") && resolve(stream.close());
  });
  return joined;`,
    log: LOG,
  });

/**
 * A front end elsewhere, which asks another Space.
 *
 * @param {string} other its id
 */
export const elsewherePage = (other) =>
  front("Painter", {
    run: paint(JSON.stringify(other)),
    // As clients before 2.2.0 do, which know no handshake.
    bare: `return post("https://${other.replace("/", "-")}.hf.space/gradio_api/queue/join", {
    data: ["a boat"], fn_index: 0, session_hash: "bare",
  });`,
    nothing: 'return "nothing";',
  });
