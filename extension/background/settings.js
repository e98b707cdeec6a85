// What the visitor chose: kept in storage.sync, each choice an item of its own; in storage.local what
// storage.sync refuses. What is chosen in a private window stays in this worker's memory. What the
// items mean is read by the core (src/settings.rs).

const { local, managed } = chrome.storage;
/** @type {chrome.storage.StorageArea} */
const synced = chrome.storage.sync ?? local;
const isSynced = chrome.storage.sync !== undefined;

/** @typedef {"synced" | "local" | "memory" | "failed"} Where a choice was kept */

/** Kept where somebody tells of changes: in the background. @type {Promise<Settings> | undefined} */
let known;
let isWatched = false;

/** What was chosen in private windows. @type {Map<string, unknown>} */
const ofPrivate = new Map();

/** @param {chrome.storage.StorageArea | undefined} area */
const contentOf = async (area) => {
  try {
    return (await area?.get(null)) ?? {};
  } catch {
    // Firefox rejects where no organisation has set anything.
    return {};
  }
};

/**
 * What is chosen, as it holds in the usual windows or in private ones.
 * @param {Core} core
 * @param {boolean} isPrivate
 * @returns {Promise<Settings>}
 */
export async function settings(core, isPrivate) {
  if (isPrivate && ofPrivate.size > 0) return read(core, ofPrivate);
  if (!isWatched) return read(core, new Map());
  known ??= read(core, new Map());
  return known;
}

/**
 * @param {Core} core
 * @param {Map<string, unknown>} more
 */
async function read(core, more) {
  const stored = await Promise.all([synced, local].map(contentOf));
  const items = new Map(stored.flatMap(Object.entries));
  for (const [key, value] of more) items.set(key, value);
  // Taken away, where it could not be removed, or only in private windows.
  const kept = [...items].filter(([, value]) => value !== null);
  return core.readSettings(kept, await contentOf(managed));
}

/**
 * Keeps a choice; `null` takes it back.
 * @param {Core} core
 * @param {Change} change
 * @param {boolean} isPrivate
 * @returns {Promise<Where>}
 */
export async function choose(core, { key, value }, isPrivate) {
  if (isPrivate) {
    ofPrivate.set(key, value);
    return "memory";
  }
  try {
    if (value === null) await synced.remove(key);
    else await synced.set({ [key]: value });
    if (isSynced) await local.remove(key);
    await removeSurplus(core);
    return isSynced ? "synced" : "local";
  } catch {
    // Its quota is used up, or it was written too often.
    return local.set({ [key]: value }).then(
      () => "local",
      () => "failed",
    );
  } finally {
    known = undefined;
  }
}

/** Takes away what nobody can read, and what is too much. @param {Core} core */
async function removeSurplus(core) {
  const { surplus } = await read(core, new Map());
  if (surplus.length === 0) return;
  await Promise.all([synced, local].map((area) => area.remove(surplus)));
}

/**
 * Forgets every choice.
 * @returns {Promise<Where>}
 */
export async function reset() {
  known = undefined;
  ofPrivate.clear();
  return Promise.all([synced.clear(), local.clear()]).then(
    () => "synced",
    () => "failed",
  );
}

/**
 * What an older version stored is stored as it is today.
 * @param {Core} core
 */
export async function migrate(core) {
  if (!isSynced) return;
  for (const [key, value] of Object.entries(await contentOf(local)))
    await choose(core, { key, value }, false);
}

/** Until when "until tomorrow" lasts: to the small hours, in ms since 1970. */
export function tomorrow() {
  const time = new Date();
  time.setDate(time.getDate() + 1);
  return time.setHours(4, 0, 0, 0);
}

/**
 * Calls back when something was chosen, here or elsewhere.
 * @param {() => void} changed
 */
export function watchSettings(changed) {
  isWatched = true;
  chrome.storage.onChanged.addListener((_, area) => {
    if (area === "session") return;
    known = undefined;
    changed();
  });
}
