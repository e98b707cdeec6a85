// The situations that the extension must tell apart, with what it must say, after the decision
// table of the contract. The gallery shows them, `./build.sh run --headless` walks them, and the
// browser tests check them.

import { signOf } from "./accounts.mjs";
import { catalogue } from "./catalogue.mjs";

/**
 * @typedef {object} Expectation
 * @property {"account" | "guest" | "space" | "none" | "unknown"} pool
 * @property {"observed" | "derived" | "assumed"} grade
 * @property {string[]} reasons
 * @property {"shown" | "not-needed"} banner
 */

/**
 * What the banner says.
 * @typedef {object} Says
 * @property {string} headline its key in `extension/_locales/en/messages.json`
 * @property {string | null} link where the way out leads; null where there is none
 */

/**
 * @typedef {object} Visit
 * @property {string} url the page itself
 * @property {string} space the Space that the page shows
 * @property {"free" | "pro" | "team"} [signIn] sign in on the Hub first; without it the visitor is signed out
 * @property {boolean} [privateWindow]
 * @property {"blocked" | "third-party-blocked"} [cookies]
 */

/**
 * @typedef {object} Told
 * @property {string} id
 * @property {string} title
 * @property {Expectation} expect
 * @property {Says} [says] where a banner appears
 */

/** A visit, and what is to be told of it. @typedef {Visit & Told} Scenario */

const HUB = "https://huggingface.co";
const BLOG = "https://blog.example/embed";

/** @type {Scenario[]} */
export const scenarios = [
  {
    id: "raw",
    title: "A ZeroGPU Space at its direct address",
    ...raw("studio/zero-five"),
    expect: guest("derived", ["direct-url"]),
    says: { headline: "headline_guest", link: hubPage("studio/zero-five") },
  },
  {
    id: "raw-ssr",
    title: "The same with server-side rendering, on the newest Gradio",
    ...raw("studio/zero-six"),
    expect: guest("derived", ["direct-url"]),
    says: { headline: "headline_guest", link: hubPage("studio/zero-six") },
  },
  {
    id: "raw-cpu",
    title: "A CPU Space at its direct address",
    ...raw("studio/cpu-five"),
    expect: none(),
  },
  {
    id: "hub-signed-out",
    title: "The Hub page, signed out",
    ...hub("studio/zero-five"),
    expect: guest("derived", ["signed-out"]),
    says: { headline: "headline_signedOut", link: signIn("studio/zero-five") },
  },
  {
    id: "hub-free",
    title: "The Hub page, signed in with a free account",
    ...hub("studio/zero-five"),
    signIn: "free",
    expect: account(),
  },
  {
    id: "hub-pro",
    title: "The Hub page, signed in with PRO, on the newest Gradio",
    ...hub("studio/zero-six"),
    signIn: "pro",
    expect: account(),
  },
  {
    id: "hub-old-gradio",
    title: "The Hub page of a Space with an old Gradio, signed in",
    ...hub("studio/zero_four"),
    signIn: "pro",
    expect: guest("assumed", ["outdated-gradio"]),
    says: {
      headline: "headline_outdatedMay",
      link: `${hubPage("studio/zero_four")}/discussions/new`,
    },
  },
  {
    id: "private-hub-signed-out",
    title: "The Hub page in a private window",
    ...hub("studio/zero-five"),
    privateWindow: true,
    expect: guest("derived", ["signed-out", "private-window"]),
    says: { headline: "headline_signedOutPrivate", link: signIn("studio/zero-five") },
  },
  {
    id: "private-hub-signed-in",
    title: "The Hub page in a private window, signed in there",
    ...hub("studio/zero-five"),
    privateWindow: true,
    signIn: "pro",
    expect: account(),
  },
  {
    id: "private-raw",
    title: "A direct address in a private window",
    ...raw("studio/zero-five"),
    privateWindow: true,
    expect: guest("derived", ["direct-url", "private-window"]),
    says: { headline: "headline_guest", link: hubPage("studio/zero-five") },
  },
  {
    id: "cookies-blocked-hub",
    title: "The Hub page with all cookies blocked",
    ...hub("studio/zero-five"),
    cookies: "blocked",
    expect: guest("derived", ["signed-out", "cookies-blocked"]),
    says: { headline: "headline_cookies", link: signIn("studio/zero-five") },
  },
  {
    id: "third-party-cookies-blocked-hub-pro",
    title: "The Hub page with third-party cookies blocked, signed in",
    ...hub("studio/zero-five"),
    cookies: "third-party-blocked",
    signIn: "pro",
    expect: account(),
  },
  {
    id: "embed",
    title: "A ZeroGPU Space inside somebody else's page",
    ...embed("studio/zero-five"),
    expect: guest("derived", ["third-party-embed"]),
    says: { headline: "headline_guest", link: hubPage("studio/zero-five") },
  },
  {
    id: "embed-old-gradio",
    title: "A Space with an old Gradio inside somebody else's page",
    ...embed("studio/zero_four"),
    expect: guest("derived", ["third-party-embed", "outdated-gradio"]),
    says: { headline: "headline_embedStuck", link: hubPage("studio/zero_four") },
  },
  {
    id: "static-raw",
    title: "A static Space at its direct address",
    ...raw("studio/static-page"),
    expect: none(),
  },
  {
    id: "private-space-raw",
    title: "A private Space at its signed address",
    space: "studio/private-five",
    url: `${raw("studio/private-five").url}?__sign=${signOf("studio/private-five")}`,
    expect: { pool: "unknown", grade: "assumed", reasons: [], banner: "not-needed" },
  },
  {
    id: "protected-raw",
    title: "A protected Space at its direct address: it has no Hub page",
    ...raw("studio/protected-five"),
    expect: guest("derived", ["direct-url"]),
    says: { headline: "headline_guest", link: null },
  },
  {
    id: "api-down-raw",
    title: "A direct address while the Hub's API is down",
    ...raw("studio/api-down"),
    expect: guest("assumed", ["direct-url"]),
    says: { headline: "headline_guestMay", link: hubPage("studio/api-down") },
  },
  {
    id: "api-silent-raw",
    title: "A direct address while the Hub's API does not answer",
    ...raw("studio/api-silent"),
    expect: guest("assumed", ["direct-url"]),
    says: { headline: "headline_guestMay", link: hubPage("studio/api-silent") },
  },
  {
    id: "csp-raw",
    title: "A direct address whose page forbids WebAssembly",
    ...raw("studio/csp-five"),
    expect: guest("derived", ["direct-url"]),
    says: { headline: "headline_guest", link: hubPage("studio/csp-five") },
  },
  {
    id: "hub-cpu",
    title: "The Hub page of a CPU Space, signed out",
    ...hub("studio/cpu-five"),
    expect: none(),
  },
  {
    id: "hub-static",
    title: "The Hub page of a static Space, signed out",
    ...hub("studio/static-page"),
    expect: none(),
  },
  {
    id: "asleep-raw",
    title: "A sleeping ZeroGPU Space at its direct address",
    ...raw("studio/asleep"),
    expect: { pool: "guest", grade: "derived", reasons: ["direct-url"], banner: "not-needed" },
  },
];

/**
 * The address to open for a visit in a window of any history: through the Hub's sign-in or
 * sign-out where the Hub page is what matters.
 *
 * @param {Visit} visit
 */
export function entrance({ url, signIn }) {
  if (!url.startsWith(HUB)) return url;
  const next = url.slice(HUB.length);
  if (signIn) return `${HUB}/login?${new URLSearchParams({ as: signIn, next })}`;
  return `${HUB}/logout?${new URLSearchParams({ next })}`;
}

/** @param {string} space */
function raw(space) {
  const found = catalogue.find(({ id }) => id === space);
  if (!found) throw new Error(`${space} is not in the catalogue`);
  return { space, url: `https://${found.host}/` };
}

/** @param {string} space */
function hub(space) {
  return { space, url: hubPage(space) };
}

/** @param {string} space */
function hubPage(space) {
  return `${HUB}/spaces/${space}`;
}

/** @param {string} space */
function signIn(space) {
  return `${HUB}/login?next=/spaces/${space}`;
}

/** @param {string} space */
function embed(space) {
  return { space, url: `${BLOG}/${space}` };
}

/**
 * @param {"derived" | "assumed"} grade
 * @param {string[]} reasons
 * @returns {Expectation}
 */
function guest(grade, reasons) {
  return { pool: "guest", grade, reasons, banner: "shown" };
}

/** @returns {Expectation} */
function account() {
  return { pool: "account", grade: "derived", reasons: [], banner: "not-needed" };
}

/** @returns {Expectation} */
function none() {
  return { pool: "none", grade: "derived", reasons: [], banner: "not-needed" };
}

/**
 * A scenario by its id, at another address perhaps.
 * @param {string} id
 * @param {Partial<Scenario>} [other]
 * @returns {Scenario}
 */
export function scenarioOf(id, other) {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`no scenario is called ${id}`);
  return { ...found, ...other };
}
