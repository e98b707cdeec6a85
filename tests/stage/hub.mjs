// huggingface.co: sign-in, the Spaces' pages, the API.

import { ACCOUNTS, SESSION_COOKIE, sessionOf, signedIn } from "./accounts.mjs";
import { redirect, sendPage, urlOf } from "./http.mjs";
import { createHubApi } from "./hub_api.mjs";
import {
  articlePage,
  discussionPage,
  homePage,
  loginPage,
  missingPage,
  spacePage,
  spaceTabPage,
} from "./hub_pages.mjs";

/**
 * @typedef {import("./http.mjs").Request} Request
 * @typedef {import("./http.mjs").Response} Response
 * @typedef {import("./catalogue.mjs").Space} Space
 */

/** As on the Hub: an embedding page can neither be read by what it opens nor learn paths. */
const PAGE_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "strict-origin-when-cross-origin",
};

/** Pages of the Hub that show a Space somewhere in their text: `/blog/OWNER/NAME` and so on. */
const ARTICLES = ["blog", "docs", "learn"];

/**
 * @param {readonly Space[]} catalogue
 * @param {import("./hub_api.mjs").ApiRequest[]} apiRequests
 * @param {import("./hub_quota.mjs").Quota} quota
 * @param {import("./hub_source.mjs").Sources} sources
 */
export function createHub(catalogue, apiRequests, quota, sources) {
  const api = createHubApi(catalogue, apiRequests, quota);

  /**
   * Answers a request to `huggingface.co`.
   *
   * @param {Request} request
   * @param {Response} response
   */
  return function answer(request, response) {
    const url = urlOf(request);
    const visitor = signedIn(request);
    if (url.pathname.startsWith("/api/")) return api(request, response);
    if (url.pathname === "/login") return logIn(url, response);
    if (url.pathname === "/logout") return logOut(url, response);
    if (url.pathname === "/") {
      return sendPage(response, homePage(catalogue, visitor), 200, PAGE_HEADERS);
    }

    const [, kind, owner, name, ...tab] = url.pathname.replace(/\/$/, "").split("/");
    const shown = catalogue.find(({ id }) => ARTICLES.includes(kind) && id === `${owner}/${name}`);
    if (shown) return sendPage(response, articlePage(shown, visitor), 200, PAGE_HEADERS);
    const space = catalogue.find(({ id }) => kind === "spaces" && id === `${owner}/${name}`);
    const hidden =
      space?.visibility === "protected" || (space?.visibility === "private" && !visitor);
    if (!space || hidden) return sendPage(response, missingPage(visitor), 404, PAGE_HEADERS);
    const [raw, branch, ...path] = tab;
    if (raw === "raw" && branch === "main")
      return sources.answer(request, response, space, path.join("/"));
    sendPage(response, pageOf(space, visitor, url, tab.join("/")), 200, PAGE_HEADERS);
  };
}

/**
 * A page of a Space: its app, or another tab.
 *
 * @param {Space} space
 * @param {import("./accounts.mjs").Account | null} visitor
 * @param {URL} url
 * @param {string} tab
 */
function pageOf(space, visitor, url, tab) {
  if (tab === "") return spacePage(space, visitor, url);
  return tab === "discussions/new"
    ? discussionPage(space, visitor, url)
    : spaceTabPage(space, visitor);
}

/**
 * @param {URL} url
 * @param {Response} response
 */
function logIn(url, response) {
  const as = url.searchParams.get("as") ?? "";
  const account = Object.values(ACCOUNTS).find(({ plan }) => plan === as);
  if (!account) return sendPage(response, loginPage(nextOf(url)), 200, PAGE_HEADERS);
  redirect(response, nextOf(url), {
    "set-cookie": `${SESSION_COOKIE}=${sessionOf(account.plan)}; ${COOKIE_ATTRIBUTES}`,
  });
}

/**
 * @param {URL} url
 * @param {Response} response
 */
function logOut(url, response) {
  redirect(response, nextOf(url), {
    "set-cookie": `${SESSION_COOKIE}=; Max-Age=0; ${COOKIE_ATTRIBUTES}`,
  });
}

const COOKIE_ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";

/**
 * Where to go afterwards: a path of the Hub and nothing else.
 *
 * @param {URL} url
 */
function nextOf(url) {
  const next = new URL(url.searchParams.get("next") ?? "/", url.origin);
  return next.origin === url.origin ? next.pathname + next.search + next.hash : "/";
}
