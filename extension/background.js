// The door of the background: a service worker in Chromium, an event page in Firefox. It may be
// stopped at any time: listeners are registered at once, what must last stands in storage.session,
// and every handler waits for the core.

import "./core.js";
import { whichSpace } from "./hub_api.js";
import * as tabs from "./tabs.js";

/** @type {Promise<WhoseQuotaCore>} */
const ready = loadCore();

/**
 * The closed set of messages. Who may say what is checked here, in one place.
 * @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>}
 */
const fromFrames = {
  /** Which Space is at the sender's address? */
  space: async ({ claimedId }, sender) =>
    whichSpace(await ready, sender.url, typeof claimedId === "string" ? claimedId : null, sender),

  /** The app's frame has something for the Hub page around it. */
  frame: async ({ facts }, sender) => tellHubPage(facts, sender),

  /** A frame has decided. */
  report: async ({ report }, sender) => ({ granted: await tabs.keep(report, sender) }),

  /** A frame cannot run the core: the same core decides here. */
  decide: async ({ seen }, sender) => {
    const core = await ready;
    const isOwnPage = core.subdomain(sender.url) !== undefined;
    /** @param {HubAnswer} hubAnswer */
    const decide = (hubAnswer) =>
      core.decide({ ...seen, href: sender.url, hubAnswer }, navigator.userAgent);
    let decision = decide({ kind: "pending" });
    if (decision.frame) return tellHubPage(decision.frame, sender);
    if (isOwnPage) decision = decide(await whichSpace(core, sender.url, null, sender));
    if (decision.askById)
      decision = decide(await whichSpace(core, sender.url, decision.askById, sender));
    const granted = await tabs.keep(decision.report, sender);
    return { banner: granted ? decision.banner : null, styles: core.bannerStyles() };
  },

  /** The visitor wants the Hub page in a window that is not private. */
  "normal-window": async (_, sender) => {
    const report = (await tabs.read(sender.tab.id))?.report;
    const url = (await ready).hubUrl(report?.space.id ?? "");
    if (url) await chrome.windows.create({ url, incognito: false });
  },
};

/**
 * @param {object} facts
 * @param {Sender} sender
 */
async function tellHubPage(facts, sender) {
  const subdomain = (await ready).subdomain(sender.url);
  if (!subdomain || sender.frameId === 0) return;
  const message = { kind: "frame", facts: { ...facts, subdomain } };
  // The tab's top document may be something else than a Hub page, where nobody listens.
  await chrome.tabs.sendMessage(sender.tab.id, message, { frameId: 0 }).catch(() => undefined);
}

/** @type {Record<string, (message: any) => Promise<unknown>>} */
const fromPopup = {
  /** What is known of a tab. */
  popup: async ({ tab }) => {
    const kept = Number.isInteger(tab) ? await tabs.current(tab) : undefined;
    if (kept) return kept.report;
    // No script of ours runs there: its address may still tell.
    const href = (await chrome.tabs.get(tab).catch(() => undefined))?.url ?? "";
    const seen = { href, framing: { isTop: true } };
    return (await ready).decide(seen, navigator.userAgent).report;
  },
};

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id || typeof message?.kind !== "string") return false;
  const own = sender.url?.startsWith(chrome.runtime.getURL(""));
  /** @type {((message: any, sender: Sender) => Promise<unknown>) | undefined} */
  let handle;
  if (own) handle = Object.hasOwn(fromPopup, message.kind) ? fromPopup[message.kind] : undefined;
  else if (sender.tab?.id !== undefined && sender.url?.startsWith("https://"))
    handle = Object.hasOwn(fromFrames, message.kind) ? fromFrames[message.kind] : undefined;
  if (!handle) return false;
  handle(message, /** @type {Sender} */ (sender)).then(answer, () => answer(null));
  return true;
});

chrome.tabs.onRemoved.addListener((tab) => {
  tabs.forget(tab);
});
