// Sites of other people: a blog that embeds Spaces, a copycat, and the gallery that leads to every
// scenario.

import { GRADIO_CDN } from "./gradio_cdn.mjs";
import { escapeHtml, notFound, sendPage, urlOf } from "./http.mjs";
import { entrance, scenarios } from "./scenarios.mjs";
import { gradioLikePage } from "./space_pages.mjs";

/**
 * @typedef {import("./http.mjs").Request} Request
 * @typedef {import("./http.mjs").Response} Response
 * @typedef {import("./catalogue.mjs").Space} Space
 */

/** Where the gallery is, for whoever opens a browser on the stage. */
export const GALLERY = "https://gallery.example/";

/**
 * @param {readonly Space[]} catalogue
 */
export function createBlog(catalogue) {
  /**
   * Answers a request to `blog.example`: `/embed/OWNER/NAME` and `/two-embeds/OWNER/NAME/OWNER/NAME`
   * with frames, `?width=PX&height=PX` for frames of another size; `/app/OWNER/NAME` and
   * `/app-space/OWNER/NAME` with Gradio's web component, which knows the Space by its address or by
   * its id; `/file/OWNER/NAME/PATH` with a frame for a file of a Space's; `/plain` without any Space.
   *
   * @param {Request} request
   * @param {Response} response
   */
  return function answer(request, response) {
    const { pathname, searchParams } = urlOf(request);
    const [, kind, ...names] = pathname.split("/");
    const wanted = { plain: 0, embed: 1, app: 1, "app-space": 1, "two-embeds": 2 }[kind];
    if (kind === "file") {
      const host = catalogue.find(({ id }) => id === names.slice(0, 2).join("/"))?.host;
      const file = escapeHtml(`https://${host}/${names.slice(2).join("/")}`);
      const html = `<iframe src="${file}" title="A file"></iframe>`;
      return sendPage(response, article([html], { width: "100%", height: 300 }));
    }
    const spaces = [names.slice(0, 2), names.slice(2)]
      .map((pair) => catalogue.find(({ id }) => id === pair.join("/")))
      .filter((space) => space !== undefined);
    if (spaces.length !== wanted || names.length !== 2 * wanted) return notFound(response);
    const [width, height] = ["width", "height"].map((name) => Number(searchParams.get(name)));
    const size = { width: width ? `${width}px` : "100%", height: height || 560 };
    const embedded = spaces.map((space) => SHOWN[kind](space));
    sendPage(response, article(embedded, size));
  };
}

/**
 * Answers a request to `copycat.example`: a page that says that it is a Space, whose domain it is
 * not.
 *
 * @param {Request} request
 * @param {Response} response
 */
export function answerCopycat(request, response) {
  if (urlOf(request).pathname !== "/") return notFound(response);
  sendPage(response, gradioLikePage("studio/zero-five"));
}

/**
 * Answers a request to `gallery.example`.
 *
 * @param {Request} request
 * @param {Response} response
 */
export function answerGallery(request, response) {
  if (urlOf(request).pathname !== "/") return notFound(response);
  sendPage(response, gallery());
}

/**
 * @param {string} title
 * @param {string} style
 * @param {string} content HTML
 */
function page(title, style, content) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --line: #d6d3d1; --quiet: #78716c; }
@media (prefers-color-scheme: dark) { :root { --line: #44403c; --quiet: #a8a29e; } }
body { margin: 0; }
${style}
</style></head>
<body>${content}</body>
</html>`;
}

/** @param {Space} space */
const frame = ({ host, title }) =>
  `<iframe src="https://${host}/" title="${escapeHtml(title)}"></iframe>`;

/**
 * How the blog shows a Space, by kind of page.
 *
 * @type {Record<string, (space: Space) => string>}
 */
const SHOWN = {
  embed: frame,
  "two-embeds": frame,
  app: (space) => component(space, `src="https://${space.host}/"`),
  "app-space": (space) => component(space, `space="${space.id}"`),
};

/**
 * Gradio's web component, as its guide says
 * (https://www.gradio.app/guides/sharing-your-app#embedding-with-web-components).
 *
 * @param {Space} space
 * @param {string} attributes
 */
function component({ gradio }, attributes) {
  return `<script type="module" src="https://${GRADIO_CDN}/${gradio}/gradio.js"></script>
<gradio-app ${attributes}></gradio-app>`;
}

/**
 * @param {string[]} embedded HTML
 * @param {{width: string, height: number}} size of the frames
 */
function article(embedded, { width, height }) {
  const lead =
    embedded.length > 0
      ? "Somebody put a picture generator on a Space, and it can be tried without leaving this page."
      : "A few of them hang above the stove by now. The demo that made them is away this week.";
  const parts = embedded.map(
    (html) => `${html}
<p>Type what you would like to see, press the button, and wait a few seconds.</p>`,
  );
  return page(
    "Pictures from words",
    `body { font: 18px/1.6 Georgia, "DejaVu Serif", serif; }
header, article { width: min(760px, 100% - 48px); margin: 0 auto; }
header { padding: 20px 0; border-bottom: 1px solid var(--line); font-style: italic; }
h1 { margin: 32px 0 4px; font-size: 36px; line-height: 1.2; }
.by { margin: 0; color: var(--quiet); font-size: 15px; }
iframe { width: ${width}; height: ${height}px; border: 1px solid var(--line); border-radius: 8px; }`,
    `<header>The Tinkerer's Notebook</header>
<article>
<h1>Pictures from words</h1>
<p class="by">A Sunday afternoon with a small demo</p>
<p>${lead}</p>
${parts.join("\n")}
</article>`,
  );
}

/** What a visitor will find, in words. */
const POOLS = {
  account: "counts on the account",
  guest: "counts as a guest",
  space: "counts on the Space",
  none: "nothing is counted",
  unknown: "cannot be told",
};

function gallery() {
  const rows = scenarios.map((scenario) => {
    const { id, title, privateWindow, cookies, expect } = scenario;
    const how = [
      privateWindow && "open the link in a private window",
      cookies === "blocked" && "block all cookies in the browser's settings first",
      cookies === "third-party-blocked" && "block third-party cookies first",
    ].filter((part) => typeof part === "string");
    const banner = expect.banner === "shown" ? "a banner appears" : "no banner";
    const may = expect.grade === "assumed" && expect.pool === "guest" ? ", perhaps" : "";
    return `<li id="${id}"><a href="${escapeHtml(entrance(scenario))}">${escapeHtml(title)}</a>
<p>${capital([...how, `${POOLS[expect.pool]}${may}; ${banner}`].join(": "))}.</p></li>`;
  });
  return page(
    "Whose Quota: the stage",
    `body { font: 16px/1.5 system-ui, sans-serif; }
main { width: min(720px, 100% - 48px); margin: 48px auto; }
h1 { margin: 0; font-size: 28px; }
ol { padding-left: 28px; }
li { padding: 8px 0; border-bottom: 1px solid var(--line); }
a { color: light-dark(#1d4ed8, #93c5fd); font-weight: 600; }
p { margin: 2px 0; color: var(--quiet); }`,
    `<main><h1>Whose quota will a run use?</h1>
<p>Every page below is served by this machine: real Gradio apps behind a stand-in for the Hub.
Links to Hub pages sign you in or out first.</p>
<ol>${rows.join("\n")}</ol></main>`,
  );
}

/** @param {string} sentence */
function capital(sentence) {
  return sentence[0].toUpperCase() + sentence.slice(1);
}
