// What the Hub's API tells about the quota that is left.

import { send, sendJson } from "./http.mjs";
import { NOT_YOURS } from "./hub_api.mjs";

/**
 * What is answered instead: text as it is (HTML, unless `headers` say otherwise), anything else as
 * JSON, or nothing at all.
 *
 * @typedef {{status: number, body: unknown, headers?: Record<string, string>} | "silent"} QuotaFault
 */

/** @typedef {ReturnType<typeof createQuota>} Quota */

export function createQuota() {
  /** @type {QuotaFault | null} */
  let current = null;

  return {
    /**
     * Answers a request to `/api/spaces/zero-gpu/quota`.
     *
     * @param {import("./http.mjs").Response} response
     * @param {import("./accounts.mjs").Account | null} visitor
     */
    answer(response, visitor) {
      // Kept open until the asker gives up or the stage closes.
      if (current === "silent") return;
      if (current) {
        const { status, body, headers } = current;
        if (typeof body === "string") return send(response, status, "text/html", body, headers);
        return sendJson(response, body, status, headers);
      }
      if (visitor) return sendJson(response, quotaOf(visitor));
      sendJson(response, NOT_YOURS, 401, { "x-error-message": NOT_YOURS.error });
    },

    /**
     * Answers something else from now on; null ends that.
     *
     * @param {QuotaFault | null} fault
     */
    fault(fault) {
      current = fault;
    },
  };
}

/**
 * @param {import("./accounts.mjs").Account} visitor
 */
function quotaOf({ quotaSeconds, leftSeconds, resetsInMinutes, creditsUsedSeconds, runs }) {
  const resetsAt =
    resetsInMinutes === null ? null : new Date(Date.now() + resetsInMinutes * 60_000).toISOString();
  return {
    base: quotaSeconds,
    current: leftSeconds,
    resetsAt,
    ...(creditsUsedSeconds !== undefined && { overquotaUsed: creditsUsedSeconds }),
    ...(runs && { runs: { ...runs, remaining: runs.limit - runs.used, resetsAt } }),
  };
}
