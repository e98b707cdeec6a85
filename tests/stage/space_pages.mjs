// What hosts under hf.space show when no Gradio answers there.

import { escapeHtml } from "./http.mjs";

/** @typedef {import("./catalogue.mjs").Space} Space */

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
  main { max-width: 560px; padding: 24px; text-align: center; }
  a { color: #2563eb; }
  .strip { height: 160px; border-radius: 12px; background: linear-gradient(120deg, #f59e0b, #8b5cf6); }
`;

/** Headers that keep WebAssembly out of a page in Chromium. */
export const WITHOUT_WASM = { "content-security-policy": "script-src 'self' 'unsafe-inline'" };

/**
 * @param {string} title
 * @param {string} content HTML
 */
function page(title, content) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>${content}</main></body>
</html>`;
}

/**
 * The app of a static or Docker Space: a page without Gradio.
 *
 * @param {Space} space
 */
export function staticAppPage(space) {
  return page(
    space.title,
    `<div class="strip"></div><h1>${escapeHtml(space.title)}</h1>
    <p>A page of pictures. Nothing here asks for a GPU.</p>`,
  );
}

/**
 * A page that tells of itself what Gradio's pages tell, without Gradio: quick, and it can be damaged
 * and hostile.
 *
 * @param {string} claims the Space's id, as the page gives it
 * @param {{head?: string, body?: string, config?: string}} [parts] HTML; and the config instead of
 *   one that is right
 */
export function gradioLikePage(claims, { head = "", body = "", config } = {}) {
  const told = config ?? JSON.stringify({ version: "5.49.1", space_id: claims, is_space: true });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Like Gradio</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><style>${STYLE}</style>${head}
<script>window.gradio_config = ${told};</script></head>
<body><main class="gradio-container gradio-container-5-49-1"><h1>Like Gradio</h1>
<p><input id="prompt" aria-label="Prompt"></p></main>${body}</body>
</html>`;
}

/** What a visitor gets for a Space that does not exist, or that is not theirs to see. */
export function missingSpacePage() {
  return page(
    "404",
    `<h1>404</h1><p>Sorry, we can't find the page you are looking for.</p>
    <p><a href="https://huggingface.co/">Back to the Hub</a></p>`,
  );
}

/**
 * @param {Space} space
 */
export function sleepingPage(space) {
  return page(
    "Sleeping",
    `<h1>This Space is sleeping</h1><p>${escapeHtml(space.id)} has been paused after a time without
    visitors. It wakes up from <a href="https://huggingface.co/spaces/${space.id}">its page</a>.</p>`,
  );
}
