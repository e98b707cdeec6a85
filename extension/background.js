// The door of the background: a service worker in Chromium, an event page in Firefox. It may be
// stopped at any time: listeners are registered at once, what must last stands in storage.session,
// and every handler waits for the core.

import { ready } from "./core.js";
import { watchFileTypes } from "./file_types.js";
import { whichSpace, whichSpaceAgain } from "./hub_api.js";
import { learn, watchEnds } from "./outcomes.js";
import { watchRuns } from "./runs.js";
import { shownFor } from "./shown.js";
import * as tabs from "./tabs.js";

/** Where the scripts of a Space's Hub page stand in the manifest. */
const SPACES = "https://huggingface.co/spaces/*";

watchRuns(ready);
watchEnds(ready);
watchFileTypes();

/**
 * The closed set of messages. Who may say what is checked here, in one place.
 * @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>}
 */
const fromFrames = {
  /** Which Space is at the sender's address? */
  space: async ({ again, claimedId }, sender) => {
    const id = typeof claimedId === "string" ? claimedId : null;
    const ask = again === true ? whichSpaceAgain : whichSpace;
    return ask(await ready, questionOf(sender, id));
  },

  /** The app's frame has something for the Hub page around it. Is there one? */
  frame: async ({ facts }, sender) => ({ isInHubPage: await tellHubPage(facts, sender) }),

  /** A frame shows a toast: what does it say? */
  toast: async ({ title, text, at }, sender) => {
    const core = await ready;
    if (core.subdomain(sender.url) === undefined) return null;
    const message = core.readToast(String(title), String(text));
    return message && { at: new Date(at).toISOString(), ...message };
  },

  /** A frame has decided: what is it to show? */
  report: async ({ report, document }, sender) =>
    publish({ report, document: String(document) }, sender),

  /** A frame cannot run the core: the same core decides here. */
  decide: async ({ seen }, sender) => {
    const document = String(seen?.heard?.document);
    const core = await ready;
    const isOwnPage = core.subdomain(sender.url) !== undefined;
    const framing = { ...seen?.framing };
    /** @param {HubAnswer} hubAnswer */
    const decide = (hubAnswer) =>
      core.decide({ ...seen, href: sender.url, framing, hubAnswer }, navigator.userAgent);
    let decision = decide({ kind: "pending" });
    if (decision.frame) {
      if ((await tellHubPage(decision.frame, sender)) !== false) return null;
      framing.isInHubPage = false;
      decision = decide({ kind: "pending" });
    }
    if (isOwnPage) decision = decide(await whichSpace(core, questionOf(sender, null)));
    if (decision.askAgain) {
      const question = questionOf(sender, decision.askAgain.claimedId);
      decision = decide(await whichSpaceAgain(core, question));
    }
    // A file in a frame has nothing to say of the tab.
    if (decision.report.place === "other" && sender.frameId !== 0) return null;
    // The Hub may have taken its time: another document may stand there by now.
    if ((await tabs.there(sender.tab.id, sender.frameId))?.document !== document) return null;
    return publish({ report: decision.report, document }, sender);
  },

  /** The Hub made another page of a tab's document: what was said of the former one is over. */
  moved: async (_, { tab, frameId }) => {
    if (frameId !== 0) return;
    await tabs.leave(tab.id);
    await chrome.tabs.sendMessage(tab.id, { kind: "around" }).catch(() => undefined);
  },

  /** The Hub made a Space's page of another page of its own, where `content.js` is not yet. */
  entered: async (_, { tab, frameId }) => {
    if (frameId !== 0 || (await tabs.there(tab.id, 0))) return false;
    const scripts = chrome.runtime.getManifest().content_scripts ?? [];
    const files = scripts.find(({ matches }) => matches?.includes(SPACES))?.js ?? [];
    const target = { tabId: tab.id, frameIds: [0] };
    await chrome.scripting.executeScript({ target, files, injectImmediately: true });
    return true;
  },

  /** The visitor wants the report on their tab, to copy it. */
  "show-report": async (_, { tab }) => {
    const url = chrome.runtime.getURL(`popup.html?tab=${tab.id}`);
    await chrome.tabs.create({ url, index: tab.index + 1, openerTabId: tab.id });
  },

  /** The visitor wants the Hub page in a window that is not private. */
  "normal-window": async (_, sender) => {
    const report = (await tabs.read(sender.tab.id))?.report;
    const url = (await ready).hubUrl(report?.space.id ?? "");
    if (url) await chrome.windows.create({ url, incognito: false });
  },
};

/**
 * Keeps a frame's report, and composes what it shows.
 * @param {tabs.Said} said
 * @param {Sender} sender
 */
async function publish(said, sender) {
  const isGranted = await tabs.keep(said, sender);
  const core = await ready;
  await learn(core, said.report, sender.tab);
  return isGranted ? shownFor(core, said.report, sender) : null;
}

/**
 * @param {Sender} sender
 * @param {string | null} claimedId
 */
function questionOf({ url, tab }, claimedId) {
  return { host: new URL(url).host, claimedId, isPrivate: tab.incognito };
}

/**
 * Tells the Hub page around an app's frame what the frame knows.
 * @param {object} facts
 * @param {Sender} sender
 * @returns {Promise<boolean | null>} whether the tab shows this Space's Hub page; null where nobody knows
 */
async function tellHubPage(facts, sender) {
  const core = await ready;
  const subdomain = core.subdomain(sender.url);
  if (!subdomain || sender.frameId === 0) return null;
  const page = sender.tab.url ?? "";
  const byAddress = core.isHubPageOf(page, subdomain, null);
  const isHubPage =
    byAddress ??
    core.isHubPageOf(page, subdomain, await whichSpace(core, questionOf(sender, null)));
  // Another Space's page may be about to become this one's, or just have been.
  if (byAddress === undefined && isHubPage === false) {
    const around = (await tabs.read(sender.tab.id))?.report.space.subdomain;
    if (!around || !core.isHubPageOf(page, around, null)) return null;
  }
  if (isHubPage) {
    const message = { kind: "frame", facts: { ...facts, subdomain } };
    // It may be another document by now, where nobody listens.
    await chrome.tabs.sendMessage(sender.tab.id, message, { frameId: 0 }).catch(() => undefined);
  }
  return isHubPage ?? null;
}

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== chrome.runtime.id || typeof message?.kind !== "string") return false;
  if (sender.tab?.id === undefined || !sender.url?.startsWith("https://")) return false;
  if (!Object.hasOwn(fromFrames, message.kind)) return false;
  // Chromium: a page that nobody looks at yet, or any more.
  if ((sender.documentLifecycle ?? "active") !== "active") return false;
  fromFrames[message.kind](message, /** @type {Sender} */ (sender)).then(answer, () =>
    answer(null),
  );
  return true;
});

chrome.tabs.onRemoved.addListener((tab) => {
  tabs.forget(tab);
});

// A tab that Chromium unloads to save memory goes on under another number.
chrome.tabs.onReplaced?.addListener((_added, removed) => {
  tabs.forget(removed);
});
