// What a frame gets beside content.js, and when: the core only where runs may count for somebody.

import { forbidsWasm } from "./csp.js";
import { resolveSpace } from "./hub_api.js";
import { settings } from "./settings.js";
import { separateCookies } from "./store.js";
import { mayOpen } from "./tab_memory.js";
import * as tabs from "./tabs.js";

const BANNER = "page/banner_host.js";
const CORE = "page/page_core.js";
/** The same core, where the page's CSP forbids WASM. */
const CORE_WITHOUT_WASM = "page/page_core_js.js";
const TOASTS = "page/toasts.js";
const MAIN = "page/main.js";

/**
 * What a document of ours is told about the core.
 * @param {Core} core
 * @param {Unread<StartQuestion>} question
 * @param {Sender} sender
 * @returns {Promise<StartAnswer>}
 */
export async function start(core, question, sender) {
  const moved = tabs.movesOf(sender.tab.id);
  const isApp = core.subdomain(sender.url) !== undefined;
  // Known at once, it outlives this worker in the document itself.
  const forbids =
    question.forbidsWasm === true || (await forbidsWasm(core, sender, question.policies));
  if (isApp && (await led(core, question, sender)))
    return { state: "asleep", forbidsWasm: forbids };
  const needsCore = question.isNeeded === true || (await mayCount(core, question, sender, moved));
  if (!needsCore) return { state: "asleep", forbidsWasm: forbids };
  if (question.isParsed !== true) return { state: "needed", forbidsWasm: forbids };
  const files = [BANNER, forbids ? CORE_WITHOUT_WASM : CORE, ...(isApp ? [TOASTS] : []), MAIN];
  await inject(targetOf(sender), files);
  // The app's frame waits for its Hub page.
  if (!isApp) await wake(sender.tab.id, false);
  return { state: "injected", forbidsWasm: forbids };
}

/**
 * Injects what sees Gradio's toasts, and no core.
 * @param {chrome.scripting.InjectionTarget} target
 */
export const injectToasts = (target) => inject(target, [TOASTS]);

/**
 * Wakes the frames of a tab that have no core.
 * @param {number} tab
 * @param {boolean} isNeeded whatever their Spaces run on
 */
async function wake(tab, isNeeded) {
  await tabs.send(tab, { kind: "wake", isNeeded }).catch(() => undefined);
}

/** @param {Sender} sender @returns {chrome.scripting.InjectionTarget} */
function targetOf({ tab, frameId, documentId }) {
  return documentId
    ? { tabId: tab.id, documentIds: [documentId] }
    : { tabId: tab.id, frameIds: [frameId] };
}

/**
 * @param {chrome.scripting.InjectionTarget} target
 * @param {string[]} files
 */
async function inject(target, files) {
  await chrome.scripting.executeScript({ target, files, injectImmediately: true });
}

/**
 * Leads a direct address to its Hub page, where the visitor chose that (src/facts/direct_address.rs).
 * @param {Core} core
 * @param {Unread<StartQuestion>} question
 * @param {Sender} sender
 * @returns {Promise<boolean>} whether the tab goes there
 */
async function led(core, { isParsed }, sender) {
  const { url, tab, frameId } = sender;
  // Firefox also starts scripts in pages that are open when the extension is updated.
  if (frameId !== 0 || isParsed === true) return false;
  if (!(await settings(core, tab.incognito)).opensHub) return false;
  const { host } = new URL(url);
  const question = { host, claimedId: null, tab: tab.id, separate: separateCookies(tab) };
  const answer = await resolveSpace(core, question);
  const [{ result } = { result: undefined }] = await chrome.scripting
    .executeScript({ target: targetOf(sender), func: howOpened, injectImmediately: true })
    .catch(() => []);
  const target = core.hubPageInstead(tab.url ?? url, result?.isFromHub !== false, answer);
  // Who went back to this address, or loads it again, wants it.
  if (!target || result?.type !== "navigate") return false;
  const now = await tabs.tabOf(tab.id);
  // It may show another page by now.
  if (now?.url !== tab.url || !(await mayOpen(tab, host, target))) return false;
  await chrome.tabs.update(tab.id, { url: target });
  return true;
}

/** Runs in a document: how somebody came to it. */
function howOpened() {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  const isFromHub = document.referrer.startsWith("https://huggingface.co/");
  return { type: navigation?.type ?? "", isFromHub };
}

/**
 * Whether runs of a document may count for somebody. What is known of one whose runs do not is kept for
 * badge and popup.
 * @param {Core} core
 * @param {Unread<StartQuestion>} question
 * @param {Sender} sender
 * @param {number} moved how often the tab had moved when it was asked
 */
async function mayCount(core, { document: name, space }, sender, moved) {
  const askedAt = Date.now();
  const document = String(name).slice(0, 40);
  const { url, tab, frameId } = sender;
  const isTop = frameId === 0;
  const href = (isTop && tab.url) || url;
  const subdomain = core.subdomain(url);
  let hubAnswer = null;
  let isKnownPlace = isTop;
  if (subdomain !== undefined) {
    const isInHubPage = isTop
      ? false
      : core.isHubPageOf(await tabs.addressOf(tab), subdomain, null);
    // The Hub page says what its Space runs on.
    if (isInHubPage) return hasCore(tab.id);
    isKnownPlace = isInHubPage === false;
    const host = new URL(url).host;
    const question = { host, claimedId: null, tab: tab.id, separate: separateCookies(tab) };
    hubAnswer = await resolveSpace(core, question);
  }
  const judged = core.judgeAsleep(href, isTop, tab.incognito, hubAnswer, space);
  if (!judged) return true;
  const isThere = !isTop || (await tabs.isStillThere(tab.id, document, askedAt));
  if (isKnownPlace && isThere) await tabs.keep({ judged, document }, sender, moved);
  return false;
}

/** Whether a tab's own document has the core. One that cannot be asked may have it. @param {number} tab */
async function hasCore(tab) {
  const top = await tabs.ping(tab, 0);
  return !top || top === "silent" || top.hasCore;
}
