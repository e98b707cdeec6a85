// What is kept while the browser runs, in storage.session, which outlives the worker's sleep. What is
// about private windows and containers stays in this worker's memory alone, and so does what
// storage.session refuses: it holds 10 MB. Whatever fails here is a miss, never an error.

/** More entries than this are not kept in memory: the oldest go. */
const MAX_ENTRIES = 300;

/** @type {Map<string, unknown>} */
const memory = new Map();

/**
 * Whose cookie store a tab uses where it is not the usual one: what a private window or a container
 * does is its own. Empty for the usual one.
 * @param {chrome.tabs.Tab & {cookieStoreId?: string} | undefined} tab
 */
export function separateCookies(tab) {
  if (!tab || tab.incognito) return "private";
  const { cookieStoreId = "firefox-default" } = tab;
  return /^(firefox-default|0)$/.test(cookieStoreId) ? "" : cookieStoreId;
}

/**
 * An address as it may be kept: without the fragment, and without the query, which may hold a private
 * Space's `__sign`.
 * @param {string} url
 */
export const withoutQuery = (url) => url.split(/[?#]/)[0];

/**
 * @param {string} key
 * @returns {Promise<unknown>} undefined where nothing is kept, or nothing can be read
 */
export async function get(key) {
  if (memory.has(key)) return memory.get(key);
  return chrome.storage.session.get(key).then(
    (kept) => kept[key],
    () => undefined,
  );
}

/**
 * @param {string} key
 * @param {unknown} value
 * @param {string} [separate] as `separateCookies` says
 */
export async function set(key, value, separate = "") {
  const isStored =
    !separate &&
    (await chrome.storage.session.set({ [key]: value }).then(
      () => true,
      () => false,
    ));
  memory.delete(key);
  if (isStored) return;
  memory.set(key, value);
  for (const oldest of memory.keys()) if (memory.size > MAX_ENTRIES) memory.delete(oldest);
  // After the worker's sleep an older value would be taken for this one.
  await drop(key);
}

/** @param {string} key */
export async function remove(key) {
  memory.delete(key);
  await drop(key);
}

/** @param {string} key */
function drop(key) {
  return chrome.storage.session.remove(key).catch(() => undefined);
}
