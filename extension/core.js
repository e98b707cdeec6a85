// The core, for the background and for the popup: compiled once in each.

import "./background_core.js";

/** @type {Promise<WhoseQuotaCore>} */
export const ready = loadCore();
