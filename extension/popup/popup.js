// The toolbar's popup: the verdict in words, and everything that is known. `popup.html?tab=ID` shows
// any tab. Glue: it gathers what the core reads (src/ui/popup/), shows what it builds, and does what is pressed.

import { formatDay, formatTime } from "../background/clock.js";
import { ready } from "../background/core.js";
import { contextWithOwner } from "../background/notice.js";
import { separateCookies } from "../background/store.js";
import * as tabs from "../background/tabs.js";
import { localizePage, say } from "../background/words.js";
import { shapeOf } from "./hub_page.js";
import { asChosen, chosenIn, verdictOn } from "./tab_verdict.js";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

const asked = new URLSearchParams(location.search);
const [core, tab] = await Promise.all([ready.catch(() => null), tabOfPopup()]);
const isPrivate = tab?.incognito ?? false;

/** @type {Judged | null} */
let judged = null;
let markdown = "";
/** In place of a tab: an address without a Hub page (background/menu.js). */
const noHubPage = asked.has("host") ? { host: asked.get("host"), why: asked.get("why") } : null;
/** What the visitor asked for in this popup. @type {{wasLooked?: boolean, wasFound?: boolean}} */
let looked = {};
/** @type {QuotaAnswer | null} */
let quota = null;
/** When that was answered at the latest: the background remembers it for a minute (remaining.js). */
let quotaAt = 0;
const QUOTA_TTL_MS = 60_000;
/** What the source of a Space declares, by its address. @type {{url?: string, answer?: SourceAnswer | null}} */
let source = {};
/** The source that was asked for in this popup, by its address. @type {string | undefined} */
let checked;
/** Names and types of a Hub page that nobody of us can read. @type {object | null} */
let shape = null;
/** Counts, so that what was gathered earlier never replaces what was gathered later. */
let showing = 0;
/** What is on the screen, as HTML: only to be compared. */
let shown = "";

/** Once the page answers that is too busy just now, the popup looks again. */
let isWaiting = false;

/**
 * Asks the background.
 * @template {keyof PopupMessages} Kind
 * @param {Kind} kind
 * @param {Omit<PopupMessages[Kind]["payload"], "tab">} [more]
 * @returns {Promise<PopupMessages[Kind]["answer"] | null>} null where it does not answer
 */
const ask = (kind, more) =>
  chrome.runtime.sendMessage({ kind, ...more, tab: tab?.id }).catch(() => null);

async function tabOfPopup() {
  if (asked.has("host")) return undefined;
  const id = asked.get("tab");
  if (id !== null) return tabs.tabOf(Number(id));
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab;
}

/** Whether the visitor's browser keeps us away from a site of ours. @param {string} href */
async function isRefused(href) {
  /** @type {string[]} */
  const ours = chrome.runtime.getManifest().host_permissions ?? [];
  const has = await Promise.all(
    ours.map((origin) => chrome.permissions.contains({ origins: [origin] })),
  );
  // Without access a tab's address is hidden too.
  if (!href) return !has.includes(true);
  const isHub = href.startsWith("https://huggingface.co/");
  const isApp = core?.subdomain(href) !== undefined;
  return ours.some(
    (origin, index) => !has[index] && (origin.includes("huggingface.co") ? isHub : isApp),
  );
}

/**
 * Where a script of ours is missing: in a page that is older than the extension, or in what is no page.
 * @returns {Promise<{contentType: string | null} | "silent">}
 */
async function whatIsThere() {
  const shown = await tabs.lookAt(tab?.id ?? -1);
  return shown ?? (await ask("file")) ?? { contentType: null };
}

/** What is known of the tab. */
async function gather() {
  const now = tab?.id === undefined ? undefined : await tabs.tabOf(tab.id);
  const href = now?.url ?? "";
  const [{ judged: current, document, isKept, isFailed }, answer, refused, chosen] =
    await Promise.all([
      verdictOn(now),
      tab?.id === undefined ? undefined : tabs.ping(tab.id, 0),
      isRefused(href),
      core && chosenIn(isPrivate),
    ]);
  const isBare = !answer && now?.status === "complete" && core?.subdomain(href) !== undefined;
  const shown = isBare && (await whatIsThere());
  const isSpace = answer === "silent" ? undefined : answer?.isSpace;
  const found = core?.mayHaveNewShape(href, current, isSpace) ? await shapeOf(now) : null;
  const isBusy = answer === "silent" || shown === "silent";
  const script = answer === "silent" ? undefined : answer;
  const unscripted = shown && shown !== "silent" ? shown : undefined;
  if (!looked.wasFound) judged = current;
  const { url } = (core && judged && core.sourceOf(judged)) ?? {};
  const known = url && source.url === url ? source.answer : null;
  const asksByItself = chosen?.asksQuota && separateCookies(tab) === "";
  const context =
    core && tab && judged && (await contextWithOwner(core, { judged, document }, tab, href));
  return {
    ...{ href, judged, script, unscripted, quota, quotaAt, ...looked, noHubPage },
    ...(chosen && { settings: chosen, asksQuota: chosen.asksQuota }),
    ...{ isKept, isFailed, isBusy, hasNewShape: found?.hasFrame ?? false },
    isLoading: now?.status === "loading",
    isRefused: refused,
    isFirefox: navigator.userAgent.includes("Firefox/"),
    // There the Hub's cookies are others than this popup's.
    separateCookies: separateCookies(tab) !== "",
    clock: clock(chosen),
    checksSource: Boolean(url && (asksByItself || checked === url)),
    context: context && { ...context, source: known ?? context.source },
    shape: found?.shape ?? null,
  };
}

/** Points in time, in the visitor's own words. @param {Settings | null} chosen */
function clock(chosen) {
  const { remaining } = quota ?? {};
  const { hiddenUntil } = chosen ?? {};
  return {
    hiddenUntil: hiddenUntil ? formatDay(new Date(hiddenUntil.at)) : null,
    updated: at(judged?.facts.visitor.allowance?.lastUpdated)?.at ?? null,
    resets: at(remaining?.resetsAt),
    runsReset: at(remaining?.runs?.resetsAt),
  };
}

/** @param {string | null | undefined} iso */
function at(iso) {
  const time = new Date(iso ?? "");
  if (Number.isNaN(time.getTime())) return null;
  const minutes = Math.max(0, Math.ceil((time.getTime() - Date.now()) / 60_000));
  return { in: minutes, at: formatTime(time) };
}

/** What can be pressed. @returns {HTMLElement[]} */
const controls = () =>
  [...document.querySelectorAll("main [data-act]")].filter(
    (control) => control instanceof HTMLElement,
  );

/**
 * Gives the focus to the control that is the same as before, else to what has come in its place.
 * @param {HTMLElement} focused
 * @param {HTMLElement[]} before
 */
function follow(focused, before) {
  const name = (/** @type {HTMLElement} */ { dataset, ariaLabel, textContent }) =>
    dataset.act + (ariaLabel ?? "") + textContent;
  const known = before.map(name);
  const now = controls();
  const same = now.find((control) => name(control) === name(focused));
  const other = now.find((control) => !known.includes(name(control)));
  (same ?? other ?? find("main")).focus();
}

async function show() {
  showing += 1;
  const current = showing;
  const input = await gather();
  if (current !== showing) return input;
  shape = input.shape;
  if (!core) throw new Error("no core");
  const element = core.popup(input);
  if (!element) throw new Error("no input");
  const { report, ...forForum } = core.report(judged, navigator.userAgent);
  markdown = forForum.markdown;
  const failed = input.isFailed && { failed: true };
  find("#report").textContent = JSON.stringify({ ...report, ...failed }, null, 2);
  // What stays the same stays in place, and with it the focus.
  const html = element.outerHTML;
  if (html !== shown) {
    const before = controls();
    const focused = before.find((control) => control === document.activeElement);
    const isOpen = document.querySelector("main details")?.hasAttribute("open") ?? false;
    find("main").replaceChildren(element);
    document.querySelector("main details")?.toggleAttribute("open", isOpen);
    if (focused) follow(focused, before);
    shown = html;
  }
  find("body > details").hidden = false;
  if (input.isBusy && !isWaiting && tab?.id !== undefined) {
    isWaiting = true;
    tabs.pingWithoutTimeout(tab.id, 0).then(() => {
      isWaiting = false;
      showOrFail();
    });
  }
  return input;
}

/** Whatever goes wrong here: the popup says that something did, and what is known for a report. */
async function showOrFail() {
  try {
    return await show();
  } catch (error) {
    const { version } = chrome.runtime.getManifest();
    const failed = { extension: version, browser: navigator.userAgent, failed: String(error) };
    find("#report").textContent = JSON.stringify({ ...reportOrNothing(), ...failed }, null, 2);
    markdown = `\`${JSON.stringify(failed)}\``;
    const headline = document.createElement("h1");
    headline.textContent = say("popup_failed");
    const text = document.createElement("p");
    text.textContent = say("popup_failedText");
    const section = document.createElement("section");
    section.className = "verdict";
    section.append(headline, text);
    find("main").replaceChildren(section);
    find("body > details").hidden = false;
    shown = "";
    return null;
  }
}

/** What can still be reported of the verdict. */
function reportOrNothing() {
  try {
    return core?.report(judged, navigator.userAgent).report;
  } catch {
    return undefined;
  }
}

/** Asks for what is left, where the visitor wants it. @param {Awaited<ReturnType<typeof show>> | null} input */
async function askQuota(input) {
  const isTold = Boolean(judged?.facts.visitor.allowance);
  if (!input?.asksQuota || input.separateCookies || isTold) return;
  const now = Date.now();
  quota = await ask("quota");
  quotaAt = now - QUOTA_TTL_MS;
  await showOrFail();
}

/** Asks what the Space's runs ask for, where the visitor wants it. @param {Awaited<ReturnType<typeof show>> | null} input */
async function askSource(input) {
  const { url } = (core && judged && core.sourceOf(judged)) ?? {};
  const isPressed = checked === url;
  if (!input?.checksSource || !url || source.url === url) return;
  if (input.context?.source && !isPressed) return;
  source = { url };
  const answer = await ask("source", { judged, isPressed });
  // The tab may show another Space by now.
  if (source.url !== url) return;
  if (isPressed) checked = undefined;
  // Where nobody was asked, the button comes back.
  source = answer || !isPressed ? { url, answer: answer ?? { kind: "unreachable" } } : {};
  await showOrFail();
}

/** Looks for Spaces in a page that has no address of Hugging Face. */
async function look() {
  const id = tab?.id;
  if (id === undefined || !core) return;
  const files = ["popup/find_spaces.js"];
  const results = await chrome.scripting
    .executeScript({ target: { tabId: id }, files })
    .catch(() => []);
  const page = results[0]?.result;
  const verdicts = [];
  for (const [index, space] of (page ? core.findSpaces(page) : []).entries()) {
    const answer = (await ask("found", space)) ?? { kind: "unreachable" };
    const found = core.judgeEmbedded(page, index, answer, isPrivate);
    if (found) verdicts.push(found);
  }
  // Of several, the one that there is something to say about.
  const best = verdicts.find(({ verdict }) => verdict.banner === "shown") ?? verdicts[0];
  looked = { wasLooked: true, wasFound: best !== undefined };
  if (best) judged = await asChosen(best, isPrivate);
  await askSource(await showOrFail());
}

/** @param {string} text @param {Element} pressed what is said of it stands in the same part */
async function copy(text, pressed) {
  await navigator.clipboard.writeText(text);
  const status = pressed.closest("details, section")?.querySelector(".copied");
  if (status) status.textContent = say("popup_copied");
}

/** @param {Change} change */
const choose = (change) => ask("choose", { change });

/** @type {Record<string, (pressed: Element) => unknown>} */
const acts = {
  /** In the tab's own window: a popup of a private window is not private itself (Chromium). */
  follow: async (pressed) => {
    if (!(pressed instanceof HTMLAnchorElement)) return;
    const url = pressed.href;
    if (pressed.target === "_self" && tab?.id !== undefined)
      await chrome.tabs.update(tab.id, { url });
    else await chrome.tabs.create({ url, windowId: tab?.windowId });
    window.close();
  },
  "normal-window": async () => {
    const url = core?.hubUrl(judged?.facts.space.id ?? "");
    if (url) await chrome.windows.create({ url, incognito: false });
    window.close();
  },
  "copy-report": (pressed) => copy(find("#report").textContent ?? "", pressed),
  "copy-markdown": (pressed) => copy(markdown, pressed),
  "copy-shape": (pressed) => copy(JSON.stringify(shape, null, 2), pressed),
  "copy-code": (pressed) => copy(pressed.previousElementSibling?.textContent ?? "", pressed),
  "ask-quota": async () => {
    await choose({ key: "asksQuota", value: true });
    const input = await showOrFail();
    await Promise.all([askQuota(input), askSource(input)]);
  },
  "check-source": async () => {
    checked = core && judged ? core.sourceOf(judged)?.url : undefined;
    await askSource(await showOrFail());
  },
  "stop-asking": async () => {
    quota = null;
    await choose({ key: "asksQuota", value: false });
    await showOrFail();
  },
  "hide-space": () => ask("hide", { judged, isForSpace: true }).then(showOrFail),
  "hide-day": () => ask("hide", { judged, isForSpace: false }).then(showOrFail),
  "show-again": async () => {
    const chosen = await chosenIn(isPrivate);
    const change = core && judged && core.showAgain(judged, chosen, Date.now());
    if (change) await choose(change);
    await showOrFail();
  },
  options: async () => {
    await chrome.runtime.openOptionsPage();
    window.close();
  },
  back: async () => {
    await ask("back");
    window.close();
  },
  look,
  allow: async () => {
    const { host_permissions: origins = [] } = chrome.runtime.getManifest();
    if (await chrome.permissions.request({ origins })) await showOrFail();
  },
  reload: async () => {
    if (tab?.id !== undefined) await chrome.tabs.reload(tab.id);
    window.close();
  },
};

addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("[data-act]") : null;
  const act = acts[pressed?.getAttribute("data-act") ?? ""];
  if (!pressed || !act) return;
  event.preventDefault();
  act(pressed);
});

localizePage();
find("body > details > summary").textContent = say("popup_report");
find(".report").ariaLabel = say("popup_report");
find("[data-act=copy-report]").textContent = say("action_copyReport");
find("[data-act=copy-markdown]").textContent = say("action_copyMarkdown");
const first = await showOrFail();
// For `./build.sh bench`: the popup is to be there in less than 100 ms.
performance.mark("shown");
// A page that is still being looked at speaks a moment later, and runs come while one reads.
chrome.runtime.onMessage.addListener((message) => {
  const isNews =
    message.kind === "chosen" || (message.kind === "changed" && message.tab === tab?.id);
  if (isNews)
    showOrFail().then((input) => {
      if (quota === null) askQuota(input);
      askSource(input);
    });
  return false;
});
chrome.tabs.onUpdated.addListener((id, { status }) => {
  if (id !== tab?.id || !status) return;
  // What was found in the page before.
  if (status === "loading") looked = {};
  showOrFail();
});
await Promise.all([askQuota(first), askSource(first)]);
