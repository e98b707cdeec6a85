// The door of the background: a service worker in Chromium, an event page in Firefox. It may be
// stopped at any time: listeners are registered at once, what must last stands in storage.session
// (store.js), and every handler waits for the core.

import { ready } from "./core.js";
import { forgetPolicies, watchPolicies } from "./csp.js";
import { fileTypeOf, watchFileTypes } from "./file_types.js";
import { resolveSpace, resolveSpaceAgain } from "./hub_api.js";
import { start } from "./inject.js";
import { watchMenu } from "./menu.js";
import { noticeContext, noticeFor } from "./notice.js";
import * as remaining from "./remaining.js";
import { record, watchEnds } from "./run_history.js";
import { delivered, watchRuns } from "./runs.js";
import { choose, migrate, reset, settings, tomorrow, watchSettings } from "./settings.js";
import { knownSource, readSource } from "./source.js";
import { separateCookies } from "./store.js";
import { mayOpen, moveTab, openedFrom, setFolded } from "./tab_memory.js";
import * as tabs from "./tabs.js";

/** Where the scripts of a Space's Hub page stand in the manifest. */
const SPACES = "https://huggingface.co/spaces/*";
const WELCOME = "welcome.html";
/** Pages of ours: what they send is the visitor's own word. */
const OWN_PAGES = ["popup.html", "options.html"];

watchRuns(ready);
watchEnds(ready);
watchFileTypes();
watchPolicies(ready);
watchMenu(ready);
watchSettings(tabs.sayAgain);

/**
 * What frames may send. What a frame says is held against what the browser says of it: a page may have
 * taken over its own process, and our script in it.
 * @type {Handlers<FrameMessages, [sender: Sender]>}
 */
const fromFrames = {
  start: async (question, sender) => start(await ready, question, sender),

  facts: async ({ page, events }, sender) => publish(page, events, sender),

  toast: async ({ title, text, at }, sender) => {
    const core = await ready;
    if (core.subdomain(sender.url) === undefined) return null;
    const [heading, body] = [title, text].map((text) => String(text).slice(0, MAX_TOAST_LENGTH));
    const message = core.readToast(heading, body);
    const time = new Date(String(at));
    const isTime = !Number.isNaN(time.getTime());
    if (!message || !isTime) return null;
    await delivered(sender.tab.id, sender.frameId);
    return { ...message, at: time.toISOString() };
  },

  failed: async ({ document }, sender) => {
    const moved = tabs.movesOf(sender.tab.id);
    const core = await ready;
    const judged = core.judgeUnscripted(sender.url, sender.tab.incognito, undefined, []);
    await tabs.keep({ judged, document: String(document), failed: true }, sender, moved);
  },

  /** What was said of the former page is over. */
  moved: async (_, { tab, frameId }) => {
    if (frameId !== 0) return;
    await tabs.clear(tab.id);
    tabs.send(tab.id, { kind: "moved" }).catch(() => undefined);
  },

  entered: async (_, { tab, frameId }) => {
    // A page that is only busy has not got it.
    if (frameId !== 0 || (await tabs.pingWithoutTimeout(tab.id, 0))) return false;
    const scripts = chrome.runtime.getManifest().content_scripts ?? [];
    const files = scripts.find(({ matches }) => matches?.includes(SPACES))?.js ?? [];
    const target = { tabId: tab.id, frameIds: [0] };
    await chrome.scripting.executeScript({ target, files, injectImmediately: true });
    return true;
  },

  "show-report": async (_, sender) => {
    const { tab } = sender;
    if (!(await wasPressed("report", sender))) return;
    const url = chrome.runtime.getURL(`popup.html?tab=${tab.id}`);
    // Chromium opens it in a window that is not private, where a private tab opens nothing.
    const place = tab.incognito ? {} : { index: tab.index + 1, openerTabId: tab.id };
    await chrome.tabs.create({ url, ...place });
  },

  hide: async ({ isForSpace }, sender) => {
    const isSpace = isForSpace === true;
    const judged = await wasPressed(isSpace ? "hide-space" : "hide-day", sender);
    return judged ? hide(judged, isSpace, sender.tab.incognito) : false;
  },

  fold: async ({ isFolded }, { tab }) => {
    if (tab.active) await setFolded(tab, isFolded === true);
  },

  options: async (_, sender) => {
    if (await wasPressed("options", sender)) await chrome.runtime.openOptionsPage();
  },

  back: async (_, sender) => {
    const { tab, frameId } = sender;
    // What is known of a private window ends with this worker, and its page may still show the note.
    const isForgotten = separateCookies(tab) !== "" && (await openedFrom(tab)) === undefined;
    const isPressed = isForgotten ? tab.active && frameId === 0 : await wasPressed("back", sender);
    if (isPressed) await goBack(tab);
  },

  "normal-window": async (_, sender) => {
    const judged = await wasPressed("normal-window", sender);
    const url = (await ready).hubUrl(judged?.facts.space.id ?? "");
    if (url) await chrome.windows.create({ url, incognito: false });
  },
};

/**
 * What the popup may send.
 * @type {Handlers<PopupMessages, []>}
 */
const fromPopup = {
  kept: async ({ tab }) => {
    const kept = await tabs.read(Number(tab));
    // This worker may have slept: each frame knows its own report.
    if (kept.length === 0) tabs.send(Number(tab), { kind: "again" }).catch(() => undefined);
    return kept;
  },

  file: async ({ tab }) => (await fileTypeOf(await tabs.tabOf(Number(tab)))) ?? null,

  found: async ({ host, claimedId, tab }) => {
    const core = await ready;
    const shown = await tabs.tabOf(Number(tab));
    const question = {
      ...{ host: String(host), claimedId: typeof claimedId === "string" ? claimedId : null },
      ...{ tab: Number(tab), separate: separateCookies(shown) },
    };
    const answer = await resolveSpace(core, question);
    return answer.kind === "ask-by-id" ? resolveSpaceAgain(core, question) : answer;
  },

  quota: async ({ tab }) => remaining.ask(await ready, Number(tab)),

  source: async ({ tab, judged, isPressed }) => {
    const shown = await tabs.tabOf(Number(tab));
    const verdict = /** @type {Judged} */ (judged);
    return shown ? readSource(await ready, verdict, shown, isPressed === true) : null;
  },

  hide: async ({ tab, judged, isForSpace }) => {
    const shown = await tabs.tabOf(Number(tab));
    return hide(/** @type {Judged} */ (judged), isForSpace === true, shown?.incognito ?? true);
  },

  choose: async ({ tab, change }) => {
    const shown = await tabs.tabOf(Number(tab));
    const isPrivate = shown?.incognito ?? false;
    const kept = await choose(await ready, /** @type {Change} */ (change), isPrivate);
    if (kept === "memory") await tabs.sayAgain();
    return kept;
  },

  chosen: async () => settings(await ready, true),

  reset: () => reset(),

  back: async ({ tab }) => {
    const shown = await tabs.tabOf(Number(tab));
    if (shown) await goBack(shown);
  },
};

/**
 * Hides what is shown, for its Space or everywhere until tomorrow. Whether that lasts.
 * @param {Judged} judged
 * @param {boolean} isForSpace
 * @param {boolean} isPrivate
 */
async function hide(judged, isForSpace, isPrivate) {
  const core = await ready;
  const change = core.hide(judged, isForSpace, Date.now(), tomorrow());
  const kept = change ? await choose(core, change, isPrivate) : "failed";
  if (kept === "memory") await tabs.sayAgain();
  return kept !== "failed" && kept !== "memory";
}

/** To the direct address that led to a tab's Hub page. @param {chrome.tabs.Tab} tab */
async function goBack(tab) {
  const { id, url = "" } = tab;
  const host = (await openedFrom(tab)) ?? (await ready).directHost(url);
  if (!host || id === undefined) return;
  const { search, hash } = new URL(url);
  // So that it stays there.
  await mayOpen(/** @type {Sender["tab"]} */ (tab), host, url);
  await chrome.tabs.update(id, { url: `https://${host}/${search}${hash}` });
}

/** In UTF-16 units: ZeroGPU's own have a few hundred. */
const MAX_TOAST_LENGTH = 20_000;
/** A browser's processes may differ as much about the time. */
const CLOCKS_MS = 60_000;

/** From now on nothing has happened. */
const latest = () => new Date(Date.now() + CLOCKS_MS).toISOString();

/**
 * Judges what a frame sent, keeps the verdict, and composes what it shows.
 * @param {any} page as the frame sent it
 * @param {any} events as the frame sent them
 * @param {Sender} sender
 */
async function publish(page, events, sender) {
  const receivedAt = Date.now();
  const moved = tabs.movesOf(sender.tab.id);
  const core = await ready;
  const { url, frameId, tab } = sender;
  const isTop = frameId === 0;
  const document = String(events?.document).slice(0, 40);
  const isApp = core.subdomain(url) !== undefined;
  const isInHubPage = isApp && !isTop ? await isInOwnHubPage(core, sender) : undefined;
  // The Hub page knows what its app's Space runs on. Where the tab's address cannot be read, the app's own
  // word says where it stands.
  const isAlone = isTop || isInHubPage === false || (await tabs.addressOf(tab)) === undefined;
  const asksHub = isApp && isAlone;
  const { judged, frame } = core.judge(page, events, {
    // Chromium's `sender.url` is the address with which a document began.
    href: (isTop && tab.url) || url,
    ...{ isTop, isInHubPage, latest: latest() },
    privateWindow: tab.incognito,
    ...(asksHub && { hubAnswer: await hubAnswerFor(core, sender, page?.gradio?.spaceId) }),
  });
  if (frame && isInHubPage) {
    // It may be another document by now, where nobody listens; and a page that is busy takes it later.
    tabs.send(tab.id, { kind: "frame", facts: frame }, { frameId: 0 }).catch(() => undefined);
  }
  // A file in a frame has nothing to say of the tab.
  if (!judged || frame || (judged.facts.place === "other" && !isTop)) return null;
  if (asksHub && isTop && !(await tabs.isStillThere(tab.id, document, receivedAt))) return null;
  const isGranted = await tabs.keep({ judged, document }, sender, moved);
  await record(core, judged, tab);
  if (!isGranted) return null;
  forecast(core, judged, sender).catch(() => undefined);
  return noticeFor(core, { judged, document }, sender);
}

/**
 * Where the visitor wants to know what runs ask for: reads it beside the banner, which does not wait, and has
 * the frame ask once more.
 * @param {Core} core
 * @param {Judged} judged
 * @param {Sender} sender
 */
async function forecast(core, judged, { tab, frameId }) {
  const isWanted = (await settings(core, tab.incognito)).asksQuota;
  if (judged.verdict.banner !== "shown" || !isWanted) return;
  if (await knownSource(core, judged, tab)) return;
  const answer = await readSource(core, judged, tab, false);
  // What was not kept would be asked for again and again.
  if (answer && (await knownSource(core, judged, tab)))
    tabs.send(tab.id, { kind: "again" }, { frameId }).catch(() => undefined);
}

/**
 * What the Hub says of the sender's host; asked again by the id that the page claims where the host
 * alone does not tell.
 * @param {Core} core
 * @param {Sender} sender
 * @param {unknown} claimedId
 */
async function hubAnswerFor(core, sender, claimedId) {
  const answer = await resolveSpace(core, questionOf(core, sender));
  return answer.kind === "ask-by-id"
    ? resolveSpaceAgain(core, questionOf(core, sender, claimedId))
    : answer;
}

/**
 * @param {Core} core
 * @param {Sender} sender
 * @param {unknown} [claimedId] counts where it has the host's form
 */
function questionOf(core, { url, tab }, claimedId) {
  const subdomain = core.subdomain(url) ?? "";
  const isClaim = typeof claimedId === "string" && core.canClaim(claimedId, subdomain);
  return {
    host: new URL(url).host,
    claimedId: isClaim ? claimedId : null,
    tab: tab.id,
    separate: separateCookies(tab),
  };
}

/** What was opened lately for presses (src/press_limit.rs). @type {unknown} */
let opened = [];

/**
 * Whether a frame can have been pressed so: it shows what offers that, in the tab that is looked at,
 * and nobody presses ten times a second.
 * @param {string} act
 * @param {Sender} sender
 * @returns {Promise<Judged | undefined>} the verdict that it shows
 */
async function wasPressed(act, sender) {
  const { tab, url } = sender;
  const core = await ready;
  if (!tab.active) return undefined;
  const kept = await tabs.ofFrame(sender);
  if (!kept) return undefined;
  const context = await noticeContext(core, kept, tab, url);
  if (!core.offers(kept.judged, context, act)) return undefined;
  const limit = core.limitPress(opened, tab.id, Date.now());
  opened = limit.opened;
  return limit.isAllowed ? kept.judged : undefined;
}

/**
 * Whether the tab around an app's frame shows the Hub page of its Space; undefined where nobody knows.
 * @param {Core} core
 * @param {Sender} sender
 */
async function isInOwnHubPage(core, sender) {
  const subdomain = core.subdomain(sender.url) ?? "";
  const page = await tabs.addressOf(sender.tab);
  const byAddress = core.isHubPageOf(page, subdomain, null);
  if (byAddress !== undefined) return byAddress;
  const answer = await resolveSpace(core, questionOf(core, sender));
  const isHubPage = core.isHubPageOf(page, subdomain, answer);
  if (isHubPage !== false) return isHubPage;
  // Another Space's page may be about to become this one's, or just have been.
  const kept = await tabs.read(sender.tab.id);
  const topSubdomain = kept.find(({ frameId }) => frameId === 0)?.judged.facts.space.subdomain;
  return topSubdomain && core.isHubPageOf(page, topSubdomain, null) ? false : undefined;
}

/** In characters as JSON. */
const MAX_LENGTH = 200_000;

/** @param {unknown} message */
function isShort(message) {
  try {
    return JSON.stringify(message).length <= MAX_LENGTH;
  } catch {
    return false;
  }
}

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id || typeof message?.kind !== "string") return false;
  const isPopup = OWN_PAGES.some((page) => sender.url?.startsWith(chrome.runtime.getURL(page)));
  const isFrame = sender.tab?.id !== undefined && sender.url?.startsWith("https://");
  /** @type {Record<string, (message: object, sender: Sender) => Promise<unknown>>} */
  const kinds = isPopup ? fromPopup : isFrame ? fromFrames : {};
  // Chromium: a page that nobody looks at yet, or any more.
  if ((sender.documentLifecycle ?? "active") !== "active") return false;
  if (!Object.hasOwn(kinds, message.kind) || !isShort(message)) return false;
  kinds[message.kind](message, /** @type {Sender} */ (sender)).then(answer, () => {
    answer(null);
    if (!isPopup) noteFailure(message, /** @type {Sender} */ (sender)).catch(() => undefined);
  });
  return true;
});

/**
 * Something of ours failed here: what is kept of that document counts no more. Another one that has come
 * meanwhile is not to blame.
 * @param {{document?: unknown, events?: {document?: unknown}}} message
 * @param {Sender} sender
 */
async function noteFailure({ document, events }, sender) {
  const shown = await tabs.ping(sender.tab.id, sender.frameId);
  if (!shown || shown === "silent" || shown.document !== (document ?? events?.document)) return;
  await fromFrames.failed({ document: shown.document }, sender);
}

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  if (reason === "install") await chrome.tabs.create({ url: WELCOME });
  if (reason === "update") await migrate(await ready);
});

chrome.tabs.onRemoved.addListener((tab) => {
  tabs.forget(tab);
  forgetPolicies(tab);
});

// A tab that Chromium unloads to save memory goes on under another number.
chrome.tabs.onReplaced?.addListener(async (added, removed) => {
  await moveTab(removed, added);
  tabs.forget(removed);
  forgetPolicies(removed);
});
