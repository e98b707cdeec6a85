// The Hub's marks: on the stage, or on huggingface.co itself (`--hub`), which is asked without any sign-in.

import { readFile } from "node:fs/promises";
import { ask } from "../../tests/stage/ask.mjs";
import { startStage } from "../../tests/stage/stage.mjs";
import { session } from "../../tests/stage/visitor.mjs";
import { checked, notChecked, STAGE } from "./assumption.mjs";
import { HUB_MARKS } from "./hub_marks.mjs";
import { DOCUMENTATION, ourQuotas, QUOTA_TABLE, quotaFaults } from "./quota_table.mjs";

/** @typedef {import("./hub_marks.mjs").HubRead} HubRead */
/** @typedef {import("./hub_marks.mjs").Answer} Answer */

const HUB = "https://huggingface.co";
const TIMEOUT_MS = 20_000;

/** A public ZeroGPU Space that has been there for years. */
export const WELL_KNOWN = "black-forest-labs/FLUX.1-schnell";

/**
 * Holds each mark against what was read.
 *
 * @param {string} against
 * @param {HubRead} read
 * @param {(of: import("./hub_marks.mjs").Source) => string} why what was not read was not
 */
export function judgeHub(against, read, why) {
  return HUB_MARKS.map(({ of, fault, at: _, ...mark }) => {
    const found = read[of];
    if (found === null) return notChecked(mark, against, why(of), "left out");
    const wrong = fault(found.text, found.status);
    return checked(mark, against, wrong === null ? [] : [wrong]);
  });
}

/**
 * Everything that the stage's Hub shows and answers.
 *
 * @param {import("../../tests/stage/stage.mjs").Stage} stage
 * @returns {Promise<HubRead>}
 */
export async function readStage(stage) {
  const id = "studio/zero-five";
  const get = async (/** @type {string} */ path, headers = {}) => {
    const { status, text } = await ask(stage, HUB + path, { headers });
    return { status, text };
  };
  const free = session("free");
  return {
    signedOut: await get(`/spaces/${id}`),
    signedIn: await get(`/spaces/${id}`, free),
    member: await get(`/spaces/${id}`, session("team")),
    bySubdomain: await get("/api/spaces/by-subdomain/studio-zero-five"),
    byId: await get(`/api/spaces/${id}`),
    missing: await get("/api/spaces/studio/there-is-none"),
    quota: await get("/api/spaces/zero-gpu/quota", free),
    quotaSignedOut: await get("/api/spaces/zero-gpu/quota"),
  };
}

/**
 * What huggingface.co shows and answers to anybody, and a page that somebody saved while signed in.
 *
 * @param {string} id
 * @param {string | null} savedPage
 * @param {typeof fetch} fetcher
 * @returns {Promise<HubRead>}
 */
export async function readHuggingFace(id, savedPage, fetcher) {
  const get = async (/** @type {string} */ path) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetcher(HUB + path, { credentials: "omit", signal });
    return { status: response.status, text: await response.text() };
  };
  const signedOut = await get(`/spaces/${id}`);
  if (signedOut.status !== 200)
    throw new Error(`the page of ${id} answers ${signedOut.status}; --space names another one`);
  const subdomain = id.toLowerCase().replaceAll(/[/_.]/g, "-");
  return {
    signedOut,
    signedIn: savedPage === null ? null : { status: 200, text: savedPage },
    member: null,
    bySubdomain: await get(`/api/spaces/by-subdomain/${subdomain}`),
    byId: await get(`/api/spaces/${id}`),
    missing: await get(`/api/spaces/${id}-that-is-not-there`),
    quota: null,
    quotaSignedOut: await get("/api/spaces/zero-gpu/quota"),
  };
}

/** @param {unknown} error */
function reason(error) {
  const { message = String(error), cause } = /** @type {Error} */ (error);
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

/**
 * @param {object} options
 * @param {string} [options.cache]
 * @param {boolean} [options.hub] huggingface.co itself
 * @param {string} [options.space] the Space whose page is read there
 * @param {string} [options.page] the file of a page that was saved while signed in
 * @param {typeof fetch} [options.fetcher] instead of the network
 */
export async function watchHub({ cache, hub, space = WELL_KNOWN, page, fetcher = fetch }) {
  if (!hub) return watchStage(cache);
  const against = "huggingface.co";
  /** @type {HubRead} */
  let read;
  try {
    read = await readHuggingFace(space, page ? await readFile(page, "utf8") : null, fetcher);
  } catch (error) {
    const why = `huggingface.co cannot be read from here (${reason(error)})`;
    return [...HUB_MARKS, QUOTA_TABLE].map((mark) => notChecked(mark, against, why));
  }
  const marks = judgeHub(against, read, (of) =>
    of === "signedIn"
      ? "needs a page that somebody saved while signed in: --page FILE"
      : "needs a sign-in, which this command has not",
  );
  return [...marks, await watchDocumentation(fetcher)];
}

/** @param {string} [cache] */
async function watchStage(cache) {
  const stage = await startStage({ cache });
  try {
    const marks = judgeHub(STAGE, await readStage(stage), () => "");
    const why = "the stage has no documentation: only with --hub";
    return [...marks, notChecked(QUOTA_TABLE, DOCUMENTATION, why, "left out")];
  } finally {
    await stage.close();
  }
}

/** @param {typeof fetch} fetcher */
async function watchDocumentation(fetcher) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetcher(DOCUMENTATION, { credentials: "omit", signal });
    if (response.status !== 200) throw new Error(`the answer is ${response.status}`);
    return checked(
      QUOTA_TABLE,
      DOCUMENTATION,
      quotaFaults(await ourQuotas(), await response.text()),
    );
  } catch (error) {
    return notChecked(QUOTA_TABLE, DOCUMENTATION, reason(error));
  }
}
