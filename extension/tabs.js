// What was decided in each tab, for the popup and the badge, and which frame of a tab shows the
// banner. Lasts through the worker's sleep, ends with the tab.

/** @typedef {{report: WhoseQuotaReport, frameId: number}} Kept */

/** @param {number} tab */
const key = (tab) => `tab:${tab}`;

/** One change of a tab's record at a time. @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * @template T
 * @param {() => Promise<T>} change
 * @returns {Promise<T>}
 */
function inTurn(change) {
  const result = turn.then(change);
  turn = result.catch(() => undefined);
  return result;
}

/**
 * @param {number} tab
 * @returns {Promise<Kept | undefined>}
 */
export async function read(tab) {
  const kept = (await chrome.storage.session.get(key(tab)))[key(tab)];
  return /** @type {Kept | undefined} */ (kept);
}

/**
 * Keeps a frame's report. The tab's own document speaks for the tab; where it has none, the first
 * frame that has something to say does.
 * @param {WhoseQuotaReport} report
 * @param {Sender} sender
 * @returns {Promise<boolean>} whether this frame may show a banner
 */
export function keep(report, sender) {
  return inTurn(async () => {
    const { tab, frameId } = sender;
    const kept = frameId === 0 ? undefined : await current(tab.id);
    const isTaken =
      frameId !== 0 && kept && kept.frameId !== frameId && kept.report.banner === "shown";
    if (isTaken) return false;
    if (frameId === 0 || !kept || kept.frameId === frameId || report.banner === "shown") {
      await chrome.storage.session.set({ [key(tab.id)]: { report, frameId } });
      await showBadge(tab.id, report);
    }
    return true;
  });
}

/**
 * What is kept of a tab, if the document that it is about is still there. Nobody tells when a
 * document goes away: a page that leaves cannot speak reliably, and asking when it matters is cheaper
 * than listening to every navigation of the browser.
 * @param {number} tab
 */
export async function current(tab) {
  const kept = await read(tab);
  if (!kept) return undefined;
  const isThere = await chrome.tabs
    .sendMessage(tab, { kind: "there" }, { frameId: kept.frameId })
    .then(() => true)
    .catch(() => false);
  if (isThere) return kept;
  await forget(tab);
  return undefined;
}

/** @param {number} tab */
export async function forget(tab) {
  await chrome.storage.session.remove(key(tab));
}

/**
 * @param {number} tabId
 * @param {WhoseQuotaReport | null} report
 */
async function showBadge(tabId, report) {
  const isGuest = report?.pool === "guest";
  const title = !isGuest
    ? "extensionName"
    : report.grade === "assumed"
      ? "badge_guestMay"
      : "badge_guest";
  // The tab may be closed by now.
  await Promise.allSettled([
    chrome.action.setBadgeText({ tabId, text: isGuest ? "!" : "" }),
    chrome.action.setBadgeBackgroundColor({ tabId, color: "#a85b00" }),
    chrome.action.setTitle({ tabId, title: chrome.i18n.getMessage(title) }),
  ]);
}
