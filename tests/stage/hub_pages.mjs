// The Hub's pages. What the extension may read there (elements, inline scripts; hub_props.mjs) is
// written after captures of real pages; how it looks is our own.

import { PLANTED_SECRETS, signOf, token } from "./accounts.mjs";
import { escapeHtml } from "./http.mjs";
import { frameScript } from "./hub_handshake.mjs";
import {
  authLightProps,
  authorProps,
  mainHeaderProps,
  planProps,
  spaceProps,
} from "./hub_props.mjs";
import { HUB_STYLE } from "./hub_style.mjs";

/**
 * @typedef {import("./catalogue.mjs").Space} Space
 * @typedef {import("./accounts.mjs").Account} Account
 */

const ALLOW = [
  ..."accelerometer|ambient-light-sensor|autoplay|battery|camera|clipboard-read".split("|"),
  ..."clipboard-write|display-capture|document-domain|encrypted-media|fullscreen".split("|"),
  ..."geolocation|gyroscope|layout-animations|legacy-image-formats|magnetometer".split("|"),
  ..."microphone|midi|oversized-images|payment|picture-in-picture".split("|"),
  ..."publickey-credentials-get|serial|sync-xhr|usb|vr |wake-lock|xr-spatial-tracking".split("|"),
].join("; ");

const SANDBOX = [
  ..."allow-downloads allow-forms allow-modals allow-pointer-lock allow-popups".split(" "),
  ..."allow-popups-to-escape-sandbox allow-same-origin allow-scripts".split(" "),
  "allow-storage-access-by-user-activation",
].join(" ");

/** Parameters of a Space page's query that are the stage's own and not meant for the app. */
const HANDSHAKE_KNOB = "stage-handshake";
const DAMAGE_KNOB = "stage-damage";
/** Seconds that the page says are left of a signed-in visitor's day. */
const LEFT_KNOB = "stage-left";

/**
 * What can be wrong with a Hub page's data, by the value of its query's `stage-damage`.
 *
 * @type {Record<string, (html: string) => string>}
 */
const DAMAGES = {
  "no-props": (html) => html.replace(/ data-props="[^"]*"/g, "").replace(/loggedIn: "[^"]*",/, ""),
  "broken-props": (html) =>
    html
      .replace(/ data-props="([^"]{20})[^"]*"/g, ' data-props="$1"')
      .replace(/loggedIn: /, "in: "),
  // As if the Hub had renamed every sign of the sign-in.
  "no-sign-in": (html) =>
    html
      .replaceAll("isLoggedIn", "isIn")
      .replace("loggedIn: ", "in: ")
      .replaceAll("&quot;plan&quot;:{", "&quot;tier&quot;:{"),
  "wrong-types": (html) =>
    html
      .replaceAll(/&quot;isLoggedIn&quot;:(true|false)/g, "&quot;isLoggedIn&quot;:&quot;no&quot;")
      .replace(/loggedIn: "[^"]*",/, "loggedIn: 0,")
      .replaceAll("&quot;plan&quot;:{", "&quot;plan&quot;:[7],&quot;old&quot;:{"),
  // As if the Hub had renamed one mark of the app tab, or both.
  "no-app-class": (html) => html.replace(/(<body class="[^"]*)\bSpacePage\b/, "$1SpaceView"),
  "no-app-target": (html) =>
    html.replace('data-target="SpacePageInner"', 'data-target="SpaceView"'),
  "no-app-marks": (html) => DAMAGES["no-app-target"]?.(DAMAGES["no-app-class"]?.(html) ?? "") ?? "",
  // Not every Hub page says how much quota is left.
  "no-usage": (html) => html.replaceAll(/&quot;usage&quot;:\{[^{}]*\{[^{}]*\}\},/g, ""),
};

/**
 * The page of a Space, with its app in a frame.
 *
 * @param {Space} space
 * @param {Account | null} visitor
 * @param {URL} url the page's own address, whose query goes on to the app
 */
export function spacePage(space, visitor, url) {
  const query = new URLSearchParams(url.search);
  const left = query.get(LEFT_KNOB);
  query.delete(LEFT_KNOB);
  if (visitor && left !== null) visitor = { ...visitor, leftSeconds: Number(left) };
  const handshake = query.get(HANDSHAKE_KNOB) ?? "prompt";
  query.delete(HANDSHAKE_KNOB);
  const damage = DAMAGES[query.get(DAMAGE_KNOB) ?? ""] ?? ((html) => html);
  query.delete(DAMAGE_KNOB);
  query.set("__theme", "system");
  if (space.visibility === "private") query.set("__sign", signOf(space.id));
  const src = `https://${space.host}/?${query}`;
  const props = spaceProps(space);
  const inner = {
    author: authorProps(space),
    canRestart: false,
    canWrite: false,
    csrf: visitor ? PLANTED_SECRETS.csrfToken : "",
    hideNFAA: false,
    space: props,
    iframeSrc: src,
    showGettingStarted: false,
    sessionUuid: PLANTED_SECRETS.sessionUuid,
    jwt: visitor ? token({ sub: `/spaces/${space.id}`, user: visitor.user }) : null,
    plan: planProps(visitor),
  };
  const running = space.stage === "RUNNING";
  const html = hubPage({
    title: `${space.title} - a Hugging Face Space by ${space.id.split("/")[0]}`,
    bodyClass: "SpacePage",
    visitor,
    next: url.pathname + url.search,
    head: spaceHead(space),
    content: `${spaceHeader(space, visitor, "spaceApp")}
<main>
${hydrater(
  "SpacePageInner",
  inner,
  running
    ? `<script>${frameScript(space, handshake)}</script>
<iframe src="${escapeHtml(src)}" aria-label="Space app" class="space-iframe outline-hidden grow overflow-hidden bg-white p-0" allow="${ALLOW}" sandbox="${SANDBOX}" scrolling="no"></iframe>
<script>if (location.hash) forwardHash()</script>`
    : `<p class="note">This Space is ${escapeHtml(space.stage.toLowerCase())}.</p>`,
)}
</main>`,
  });
  return damage(html);
}

/**
 * Another tab of a Space's page (Files, Community): the same header, and no app.
 *
 * @param {Space} space
 * @param {Account | null} visitor
 */
export function spaceTabPage(space, visitor) {
  return hubPage({
    title: `${space.id} at main`,
    bodyClass: "ViewerIndexPage",
    visitor,
    next: `/spaces/${space.id}`,
    head: spaceHead(space),
    content: `${spaceHeader(space, visitor, "spaceFiles")}
<main><p class="note">README.md<br>app.py<br>requirements.txt</p></main>`,
  });
}

/**
 * A new discussion of a Space, filled in from its address: it is there once its button is pressed.
 *
 * @param {Space} space
 * @param {Account | null} visitor
 * @param {URL} url
 */
export function discussionPage(space, visitor, url) {
  const [title, description] = ["title", "description"].map((name) =>
    escapeHtml(url.searchParams.get(name) ?? ""),
  );
  return hubPage({
    title: `New discussion · ${space.id}`,
    bodyClass: "DiscussionsNewPage",
    visitor,
    next: `/spaces/${space.id}`,
    head: spaceHead(space),
    content: `${spaceHeader(space, visitor, "spaceFiles")}
<main><form class="note"><label>Title <input name="title" value="${title}" size="60"></label>
<p><label>Description<br><textarea name="description" rows="18" cols="80">
${description}</textarea></label></p><button type="button">Create discussion</button></form></main>`,
  });
}

/**
 * An article, a page of the documentation or of a course, with a Space's app in a frame: it answers no
 * question of the app's.
 *
 * @param {Space} space
 * @param {Account | null} visitor
 */
export function articlePage(space, visitor) {
  return hubPage({
    title: `All about ${space.title}`,
    bodyClass: "BlogPage",
    visitor,
    next: "/",
    content: `<main><div class="sheet"><h1>All about ${escapeHtml(space.title)}</h1><p>Try it:</p>
<iframe src="https://${space.host}/" width="100%" height="700"></iframe></div></main>`,
  });
}

/**
 * @param {readonly Space[]} catalogue
 * @param {Account | null} visitor
 */
export function homePage(catalogue, visitor) {
  const links = catalogue
    .filter(({ visibility }) => visibility === "public")
    .map(({ id }) => `<li><a href="/spaces/${id}">${id}</a></li>`);
  return hubPage({
    title: "Hugging Face",
    bodyClass: "HomePage",
    visitor,
    next: "/",
    content: `<main><div class="sheet"><h1>Spaces</h1><ul>${links.join("")}</ul></div></main>`,
  });
}

/**
 * @param {string} next where to go once signed in
 */
export function loginPage(next) {
  const links = [
    ["free", "a free account"],
    ["pro", "a PRO account"],
    ["team", "a member of a Team"],
    ["enterprise", "a member of an Enterprise"],
  ].map(([as, what]) => {
    const address = `/login?${new URLSearchParams({ as, next })}`;
    return `<p><a class="button" href="${escapeHtml(address)}">Sign in as ${what}</a></p>`;
  });
  return hubPage({
    title: "Log in",
    bodyClass: "LoginPage",
    visitor: null,
    next,
    content: `<main><div class="sheet"><h1>Log in</h1>${links.join("")}</div></main>`,
  });
}

/**
 * @param {Account | null} visitor
 */
export function missingPage(visitor) {
  return hubPage({
    title: "404",
    bodyClass: "ErrorPage",
    visitor,
    next: "/",
    content: `<main><div class="sheet"><h1>404</h1>
<p>Sorry, we can't find the page you are looking for.</p></div></main>`,
  });
}

/**
 * @param {object} parts
 * @param {string} parts.title
 * @param {string} parts.bodyClass
 * @param {Account | null} parts.visitor
 * @param {string} parts.next the page to come back to after signing in or out
 * @param {string} [parts.head] HTML
 * @param {string} parts.content HTML
 */
function hubPage({ title, bodyClass, visitor, next, head = "", content }) {
  const theme = visitor ? { isLoggedIn: true, theme: "system" } : { isLoggedIn: false };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${HUB_STYLE}</style>
${head}
<script>
  ((window.plausible =
    window.plausible ||
    function () {
      (plausible.q = plausible.q || []).push(arguments);
    }),
    (plausible.init =
      plausible.init ||
      function (i) {
        plausible.o = i || {};
      }));
  plausible.init({
    customProperties: {
      loggedIn: "${visitor !== null}",
    },
    endpoint: "/api/event",
  });
</script>
</head>
<body class="flex flex-col min-h-dvh bg-white dark:bg-gray-950 text-black ${bodyClass}">
<div class="flex min-h-dvh flex-col">
${hydrater("SystemThemeMonitor", theme)}
${hydrater("MainHeader", mainHeaderProps(visitor), mainHeader(visitor, next))}
${content}
</div>
</body>
</html>`;
}

/**
 * One island of a Hub page: an element with its data as JSON in an attribute.
 *
 * @param {string} target
 * @param {unknown} props
 * @param {string} [content] HTML
 */
function hydrater(target, props, content = "") {
  const data = escapeHtml(JSON.stringify(props));
  return `<div class="SVELTE_HYDRATER contents" data-target="${target}" data-props="${data}">${content}</div>`;
}

/**
 * @param {Account | null} visitor
 * @param {string} next
 */
function mainHeader(visitor, next) {
  const query = escapeHtml(`?${new URLSearchParams({ next })}`);
  const account = visitor
    ? `<a href="/logout${query}">Log out</a><span class="avatar" title="${visitor.user}">${visitor.user[0].toUpperCase()}</span>`
    : `<a href="/login${query}">Log In</a><a class="button" href="/login${query}">Sign Up</a>`;
  return `<header class="nav">
<a class="logo" href="/"><span class="face"></span>Hugging Face</a>
<input type="search" placeholder="Search models, datasets, users..." aria-label="Search">
<nav><a href="/">Models</a><a href="/">Datasets</a><a href="/">Spaces</a><a href="/">Docs</a><a href="/">Pricing</a>${account}</nav>
</header>`;
}

/**
 * @param {Space} space
 * @param {Account | null} visitor
 * @param {"spaceApp" | "spaceFiles"} activeTab
 */
function spaceHeader(space, visitor, activeTab) {
  const [owner, name] = space.id.split("/");
  const props = {
    activeTab,
    author: authorProps(space),
    ...(visitor && { authLight: authLightProps(visitor) }),
    canDisable: false,
    canWriteRepoSettings: false,
    canWrite: false,
    discussionsStats: { closed: 0, open: 2, total: 2 },
    query: {},
    space: spaceProps(space),
    sessionUuid: PLANTED_SECRETS.sessionUuid,
    hasPaidPlanEligibleOrg: false,
  };
  const zero = space.hardware?.startsWith("zero-") && space.stage === "RUNNING";
  const running = space.stage === "RUNNING" ? "Running" : "Sleeping";
  const path = `/spaces/${space.id}`;
  /** @param {boolean} active */
  const mark = (active) => (active ? ' aria-current="page"' : "");
  return hydrater(
    "SpaceHeader",
    props,
    `<header class="space">
<h1><span class="mini">${owner[0].toUpperCase()}</span>${owner}<i>/</i><a href="${path}">${name}</a></h1>
<span class="chip">${running}${zero ? " on <b>Zero</b>" : ""}</span>
<nav><a href="${path}"${mark(activeTab === "spaceApp")}>App</a><a href="${path}/tree/main"${mark(activeTab === "spaceFiles")}>Files</a><a href="${path}/discussions">Community</a></nav>
</header>`,
  );
}

/**
 * @param {Space} space
 */
function spaceHead(space) {
  const address = `https://huggingface.co/spaces/${space.id}`;
  const data = {
    "@context": "https://schema.org",
    "@type": "WebApplication",
    name: space.title,
    identifier: space.id,
    applicationCategory: "AIApplication",
    sameAs: space.subdomain,
    url: address,
    operatingSystem: "Web",
  };
  return `<meta property="og:url" content="${address}">
<link rel="canonical" href="${address}">
<script type="application/ld+json">${JSON.stringify(data).replaceAll("/", "\\/")}</script>`;
}
