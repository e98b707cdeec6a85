// The files of a Space's repository, as the Hub hands them out: `/spaces/OWNER/NAME/raw/main/FILE`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { send } from "./http.mjs";

const APPS = fileURLToPath(new URL("gradio/apps", import.meta.url));

/**
 * What is answered instead of the file.
 *
 * @typedef {{status: number, body: string, type?: string, headers?: Record<string, string>}} SourceFault
 */

/**
 * A question for a file.
 *
 * @typedef {{id: string, file: string, cookie: string | undefined}} SourceRequest
 */

/** @typedef {ReturnType<typeof createSources>} Sources */

export function createSources() {
  /** @type {Map<string, SourceFault>} */
  const faults = new Map();
  /** @type {SourceRequest[]} */
  const requests = [];

  return {
    /** Every question so far, oldest first. */
    requests,

    /**
     * Answers a question for a Space's file.
     *
     * @param {import("./http.mjs").Request} request
     * @param {import("./http.mjs").Response} response
     * @param {import("./space.mjs").Space} space
     * @param {string} file
     */
    async answer(request, response, space, file) {
      requests.push({ id: space.id, file, cookie: request.headers.cookie });
      const fault = faults.get(space.id);
      const type = fault?.type ?? "text/plain; charset=utf-8";
      if (fault) return send(response, fault.status, type, fault.body, fault.headers);
      const isApp = file === "app.py" && space.gradio;
      if (!isApp) return send(response, 404, "text/plain", "Entry not found");
      send(response, 200, type, await readFile(join(APPS, `${space.shape}.py`)));
    },

    /**
     * Answers something else for a Space from now on; null ends that.
     *
     * @param {string} id
     * @param {SourceFault | null} fault
     */
    fault(id, fault) {
      if (fault) faults.set(id, fault);
      else faults.delete(id);
    },
  };
}
