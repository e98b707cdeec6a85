// What a visitor's browser does on the stage, without one.

import assert from "node:assert/strict";
import { SESSION_COOKIE, sessionOf } from "./accounts.mjs";
import { ask } from "./ask.mjs";

/** A click on the genuine app's "Run". */
export const RUN = { fn_index: 0, data: ["a test", 5] };
/** A click on "Describe", which uses no GPU. */
export const DESCRIBE = { fn_index: 1, data: ["a test"] };
/** What the app asks by itself when it is opened. */
export const LOAD = { fn_index: 2, data: [] };
/** A run for which ZeroGPU sees no visitor. */
export const UNSEEN = { fn_index: 3, data: ["a test", 5] };

/**
 * The headers of somebody who is signed in.
 * @param {import("./accounts.mjs").Plan} plan
 */
export function session(plan) {
  return { cookie: `${SESSION_COOKIE}=${sessionOf(plan)}` };
}

/**
 * The addresses of a page's frames.
 * @param {string} html
 */
export function frames(html) {
  return [...html.matchAll(/<iframe src="([^"]*)"/g)].map(([, src]) => src);
}

/**
 * Acts of a visitor of this stage.
 * @param {import("./stage.mjs").Stage} stage
 */
export function visitorOf(stage) {
  /**
   * @param {string} id
   * @returns {import("./catalogue.mjs").Space}
   */
  function space(id) {
    const found = stage.catalogue.find((space) => space.id === id);
    assert.ok(found, id);
    return found;
  }

  /**
   * What the Hub page's script does before each run.
   *
   * @param {string} id
   * @param {Record<string, string>} [headers]
   */
  async function handOff(id, headers) {
    const { text } = await ask(stage, `https://huggingface.co/api/spaces/${id}/jwt`, { headers });
    return { "x-zerogpu-token": JSON.parse(text).token, "x-zerogpu-uuid": "any" };
  }

  /**
   * What Gradio's page does at a click on a button.
   *
   * @param {string} id
   * @param {Record<string, string>} headers
   * @param {{host?: string, event?: {fn_index: number, data: unknown[]}}} [other] than a click on "Run"
   *   at the Space's usual address
   * @returns {Promise<string>} the stream of events
   */
  async function run(id, headers, { host = space(id).host, event = RUN } = {}) {
    const { gradio } = space(id);
    const api = `https://${host}${gradio?.startsWith("4.") ? "" : "/gradio_api"}`;
    const sessionHash = Math.random().toString(36).slice(2);
    const joined = await ask(stage, `${api}/queue/join?`, {
      headers,
      json: {
        ...{ ...event, event_data: null, trigger_id: 1, session_hash: sessionHash },
      },
    });
    assert.equal(joined.status, 200, joined.text);
    const stream = `${api}/queue/data?session_hash=${sessionHash}`;
    return (await ask(stage, stream, { until: '"msg":"process_completed"' })).text;
  }

  return { space, handOff, run };
}
