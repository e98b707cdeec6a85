// What is assumed of a Space's page on the Hub and of the Hub's API: each mark by its own name, with what is
// wrong with it in what was read.

/** @typedef {import("./assumption.mjs").Assumption} Assumption */

/** @typedef {{status: number, text: string}} Answer of the API, or a page */

/**
 * What was read of the Hub; `null` where it could not be, or nobody asked for it.
 *
 * @typedef {object} HubRead
 * @property {Answer | null} signedOut a ZeroGPU Space's page
 * @property {Answer | null} signedIn the same, of somebody who is signed in
 * @property {Answer | null} member the same, of a member of a paying organisation
 * @property {Answer | null} bySubdomain
 * @property {Answer | null} byId
 * @property {Answer | null} missing the answer by an id that does not exist
 * @property {Answer | null} quota signed in
 * @property {Answer | null} quotaSignedOut
 */

/** @typedef {keyof HubRead} Source */

/**
 * @typedef {Assumption & {of: Source, fault: (text: string, status: number) => string | null,
 *   at?: {target: string | null, path: string}}} Mark
 *   `fault`: what is wrong with it in a page or in an answer; null where it is as we know it. `at`: the field
 *   that it is, in the data of an element of the page or in the answer
 */

/** What a value may be, and how that is called. @typedef {[string, (value: any) => boolean]} Kind */

const READER = "src/facts/hub_page.rs";
const SPACE = "src/facts/space.rs";
const CONTENT = "extension/content/content.js";
const API = "src/facts/hub_api.rs";
const QUOTA = "src/facts/quota_api.rs";
const MONITOR = "SystemThemeMonitor";
const INNER = "SpacePageInner";
const HEADER = "SpaceHeader";
const MAIN = "MainHeader";
const ZERO_GPU = `\`Space::is_zero_gpu\` in ${SPACE}; rows 7 to 15 of src/verdict/table.rs`;
const USAGE = "authLight.u.usage.zeroGpu";

/** @type {Kind} */
const FLAG = ["true or false", (value) => typeof value === "boolean"];
/** @type {Kind} */
const TEXT = ["a text", (value) => typeof value === "string" && value !== ""];
/** @type {Kind} */
const NUMBER = ["a number", Number.isFinite];
/** @type {Kind} */
const TIME = ["a time or null", (value) => value === null || !Number.isNaN(Date.parse(value))];
/** @type {Kind} */
const DOMAINS = [
  "a list of domains",
  (value) => Array.isArray(value) && value.some((one) => typeof one?.domain === "string"),
];
/** @param {RegExp} pattern @returns {Kind} */
const like = (pattern) => [`like ${pattern}`, (value) => pattern.test(String(value))];

/**
 * A Space's description, on its page and in the API's answers: id, what it tells, path, kind, rule.
 *
 * @type {[string, string, string, Kind, string?][]}
 */
const DESCRIPTION = [
  ["space-id", "which Space it is", "id", TEXT],
  ["subdomain", "the app's host", "subdomain", TEXT],
  ["sdk", "the SDK", "sdk", TEXT],
  ["hardware", "its hardware", "runtime.hardware.current", like(/^zero-/), ZERO_GPU],
  ["requested", "the hardware that was chosen", "runtime.hardware.requested", like(/^zero-/)],
  ["stage", "its state", "runtime.stage", like(/^[A-Z_]+$/)],
  ["domains", "its hosts", "runtime.domains", DOMAINS],
  ["private", "who may see it", "private", FLAG],
  ["app-file", "the file of its code", "cardData.app_file", TEXT, "src/facts/space_source.rs"],
];

/**
 * Who the visitor is, in the data of the page's elements: id, what it tells, page, element, path, kind.
 *
 * @type {[string, string, Source, string, string, Kind][]}
 */
const VISITOR = [
  ["sign-in", "whether somebody is signed in", "signedOut", MONITOR, "isLoggedIn", FLAG],
  ["plan-anonymous", "no plan, signed out", "signedOut", INNER, "plan.user", like(/^anonymous$/)],
  ["plan", "the plan", "signedIn", INNER, "plan.user", like(/^(free|pro)$/)],
  ["plan-org", "an organisation's plan", "member", INNER, "plan.org", like(/^(team|enterprise)$/)],
  ["account", "the account", "signedIn", MAIN, "authLight.u.user", TEXT],
  ["pro", "PRO", "signedIn", MAIN, "authLight.u.isPro", FLAG],
  ["paid", "PRO or a paid plan", "signedIn", MAIN, "authLight.u.hasProOrOrgPaidPlan", FLAG],
  ["allowance-day", "the day's GPU time", "signedIn", MAIN, `${USAGE}.base`, NUMBER],
  ["allowance-left", "what is left of it", "signedIn", MAIN, `${USAGE}.current`, NUMBER],
];

/** What is left, by the API: id, what it tells, path, kind. @type {[string, string, string, Kind][]} */
const QUOTA_FIELDS = [
  ["quota-base", "the quota's day", "base", NUMBER],
  ["quota-current", "what is left of the quota", "current", NUMBER],
  ["quota-resets", "when the quota begins anew", "resetsAt", TIME],
];

/** @param {string} text */
const unescaped = (text) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#34;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/**
 * The data of one of a Hub page's elements.
 *
 * @param {string} html
 * @param {string} target
 */
function propsOf(html, target) {
  const tag = new RegExp(`<[^<>]*\\bdata-target="${target}"[^<>]*>`).exec(html)?.[0] ?? "";
  const text = /\bdata-props="([^"]*)"/.exec(tag)?.[1];
  return text === undefined ? undefined : parsed(unescaped(text));
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {any} value
 * @param {string} path
 * @param {Kind} kind
 */
function fieldFault(value, path, [name, fits]) {
  const found = path.split(".").reduce((inner, key) => inner?.[key], value);
  // Else a missing time would be no number, and no fault.
  if (found !== undefined && fits(found)) return null;
  // Its type alone: a value may be somebody's name.
  const type = found === null ? "null" : Array.isArray(found) ? "a list" : typeof found;
  return `\`${path}\` is ${type === "undefined" ? "not there" : type}, not ${name}`;
}

/**
 * A field in the data of an element of the page.
 *
 * @param {Pick<Mark, "id" | "rule" | "of"> & {what: string}} mark
 * @param {string} target
 * @param {string} path
 * @param {Kind} kind
 * @returns {Mark}
 */
function onPage({ id, what, rule, of }, target, path, kind) {
  return {
    ...{ id, assumption: `${what}: ${target}, \`${path}\``, rule, of, at: { target, path } },
    fault: (html) => {
      const props = propsOf(html, target);
      return props === undefined
        ? `no element \`data-target=${target}\` with data`
        : fieldFault(props, path, kind);
    },
  };
}

/**
 * A field of an answer of the API.
 *
 * @param {Pick<Mark, "id" | "rule" | "of"> & {what: string}} mark
 * @param {string} path
 * @param {Kind} kind
 * @returns {Mark}
 */
function inAnswer({ id, what, rule, of }, path, kind) {
  return {
    ...{ id, assumption: `${what}: \`${path}\``, rule, of, at: { target: null, path } },
    fault: (text, status) =>
      status === 200 ? fieldFault(parsed(text), path, kind) : `the answer is ${status}`,
  };
}

/**
 * @param {string} text
 * @param {string} otherwise
 * @param {RegExp} pattern
 */
const found = (text, otherwise, pattern) => (pattern.test(text) ? null : otherwise);

/** @type {Mark["fault"]} */
const isRefused = (_, status) =>
  [401, 403, 404].includes(status) ? null : `the answer is ${status}, which is no refusal`;

/** @type {Mark[]} */
export const HUB_MARKS = [
  {
    id: "hub-app-tab",
    assumption: "the app tab: the body has the class `SpacePage`",
    ...{ rule: `\`APP\` in ${CONTENT}, whose other mark stands in for it`, of: "signedOut" },
    fault: (html) =>
      found(
        html,
        "the body has no class `SpacePage`",
        /<body\b[^>]*\bclass="(?:[^"]*\s)?SpacePage(?:\s[^"]*)?"/,
      ),
  },
  {
    id: "hub-app-tab-element",
    assumption: `the app tab, its other mark: an element \`data-target=${INNER}\``,
    ...{ rule: `\`APP\` in ${CONTENT}, whose other mark stands in for it; ${READER}` },
    of: "signedOut",
    fault: (html) => found(html, "no such element", new RegExp(`\\bdata-target="${INNER}"`)),
  },
  {
    id: "hub-frame",
    assumption: "the app stands in a frame of its own host",
    ...{ rule: `${CONTENT}, src/tab.rs`, of: "signedOut" },
    fault: (html) =>
      found(
        html,
        "no frame under `hf.space`",
        /<iframe\b[^>]*\bsrc="https:\/\/[\w-]+\.hf\.space\//,
      ),
  },
  ...DESCRIPTION.map(([id, what, path, kind, rule = SPACE]) =>
    onPage({ id: `hub-${id}`, what, rule, of: "signedOut" }, HEADER, `space.${path}`, kind),
  ),
  onPage(
    { id: "hub-sdk-version", what: "Gradio's version", rule: SPACE, of: "signedOut" },
    ...[HEADER, "space.sdkVersion"],
    TEXT,
  ),
  onPage(
    { id: "hub-twice", what: "the Space's data once more", rule: READER, of: "signedOut" },
    ...[INNER, "space.id"],
    TEXT,
  ),
  {
    id: "hub-visit-counter",
    assumption: "whether somebody is signed in: `loggedIn` of the visit counter's script",
    ...{ rule: `\`VISIT_COUNTER\` in ${READER}`, of: "signedOut" },
    fault: (html) =>
      found(
        html,
        "no `plausible.init({customProperties: {loggedIn: …`",
        /plausible\.init\(\{\s*customProperties:\s*\{\s*loggedIn:\s*"false"/,
      ),
  },
  {
    id: "hub-no-account",
    assumption: "signed out, the page names no account: MainHeader has no `authLight`",
    ...{ rule: READER, of: "signedOut" },
    fault: (html) => {
      const props = propsOf(html, MAIN);
      if (!props) return `no element \`data-target=${MAIN}\` with data`;
      return props.authLight === undefined ? null : "`authLight` is there";
    },
  },
  ...VISITOR.map(([id, what, of, target, path, kind]) =>
    onPage({ id: `hub-${id}`, what, rule: READER, of }, target, path, kind),
  ),
  ...[
    ...DESCRIPTION,
    /** @type {typeof DESCRIPTION[0]} */ (["sdk-version", "Gradio", "cardData.sdk_version", TEXT]),
  ].flatMap(([id, what, path, kind, rule = `${API}, ${SPACE}`]) => [
    inAnswer({ id: `api-by-id-${id}`, what: `asked by id, ${what}`, rule, of: "byId" }, path, kind),
    inAnswer(
      {
        id: `api-by-subdomain-${id}`,
        what: `asked by subdomain, ${what}`,
        rule,
        of: "bySubdomain",
      },
      path,
      kind,
    ),
  ]),
  {
    id: "api-not-public",
    assumption: "a Space that is not there, or not for everybody, is refused",
    ...{ rule: `\`HubAnswer::NotPublic\` in ${API}`, of: "missing", fault: isRefused },
  },
  ...QUOTA_FIELDS.map(([id, what, path, kind]) =>
    inAnswer({ id: `api-${id}`, what, rule: QUOTA, of: "quota" }, path, kind),
  ),
  {
    id: "api-quota-signed-out",
    assumption: "signed out, the quota is refused",
    ...{ rule: `\`QuotaAnswer::SignedOut\` in ${QUOTA}`, of: "quotaSignedOut", fault: isRefused },
  },
];
