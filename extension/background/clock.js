// Points in time, in the visitor's own words.

const HALF_A_DAY_MS = 43_200_000;

/**
 * The day and the time of day.
 * @param {Date} time
 */
export function formatDay(time) {
  const style = /** @type {const} */ ({ timeStyle: "short", dateStyle: "medium" });
  return time.toLocaleString(chrome.i18n.getMessage("locale"), style);
}

/**
 * The time of day, with the date where it is not near.
 * @param {Date} time
 */
export function formatTime(time) {
  const isNear = Math.abs(time.getTime() - Date.now()) < HALF_A_DAY_MS;
  if (!isNear) return formatDay(time);
  return time.toLocaleString(chrome.i18n.getMessage("locale"), { timeStyle: "short" });
}
