// How the driver uses Puppeteer: the connection, errors, and the few parts that are not in its public API
// (its version is pinned). https://pptr.dev

import { connect } from "puppeteer-core";
import { Gone } from "./shared.mjs";

/** @typedef {import("puppeteer-core").CDPSession} CDPSession */
/** @typedef {import("puppeteer-core").Target} Target */

/**
 * Connects to a Chromium that listens on file descriptors 3 and 4.
 * @param {import("node:child_process").ChildProcess} child
 * @param {Promise<unknown>} ended when the process has ended
 * @param {import("puppeteer-core").Viewport | null} viewport null leaves it to the window
 */
export async function connectByPipe(child, ended, viewport) {
  const toBrowser = /** @type {import("node:stream").Writable} */ (child.stdio[3]);
  const fromBrowser = /** @type {import("node:stream").Readable} */ (child.stdio[4]);
  /** @type {import("puppeteer-core").ConnectionTransport} */
  const transport = {
    send(message) {
      // Puppeteer evaluates as if the user had just pressed something. Then every page would count as
      // activated. Inside of strings the quotes are escaped, so this matches only the parameter.
      toBrowser.write(`${message.replace('"userGesture":true', '"userGesture":false')}\0`);
    },
    close() {},
  };
  let rest = "";
  fromBrowser.setEncoding("utf8").on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = /** @type {string} */ (messages.pop());
    // Puppeteer handles a message in several steps, and relies on the next one coming after them.
    for (const message of messages) setImmediate(() => transport.onmessage?.(message));
  });
  toBrowser.on("error", () => {}); // `ended` tells why
  ended.then(() => transport.onclose?.());
  return connect({
    transport,
    defaultViewport: viewport,
    // Nothing here reads requests or issues, and watching them costs time.
    networkEnabled: false,
    issuesEnabled: false,
    protocolTimeout: 30_000,
  });
}

const GONE = new RegExp(
  [
    "^Execution context (was destroyed|is not available)",
    "^Attempted to use detached Frame",
    "^(Navigating )?[Ff]rame (was )?detached",
    "^Protocol error .*(context|No node|navigated or closed|not attached|No session|No target|[Cc]losed)",
  ].join("|"),
);

/**
 * Passes a result of Puppeteer on; what failed because its document, tab or worker went away, fails with `Gone`.
 * @template T
 * @param {Promise<T>} result
 * @returns {Promise<T>}
 */
export async function orGone(result) {
  try {
    return await result;
  } catch (/** @type {any} */ error) {
    throw error.name === "TargetCloseError" || GONE.test(error.message)
      ? new Gone(error.message)
      : error;
  }
}

/**
 * A function for Puppeteer's `evaluate`, which asks it for nothing but its source.
 * @param {string} source
 * @returns {any}
 */
export const asFunction = (source) => Object.assign(() => {}, { toString: () => source });

/** @param {Target} target @returns {string} */
export const idOf = (target) => /** @type {any} */ (target)._targetId;

/** Tells frames from browser-owned targets, which `type()` both calls "other". @param {Target} target @returns {string} */
export const typeOf = (target) => /** @type {any} */ (target)._getTargetInfo().type;

/** The session by which Puppeteer attached to a tab or frame. @param {Target} target @returns {CDPSession | undefined} */
export const sessionOf = (target) => /** @type {any} */ (target)._session();

/** The session of the process that renders a frame. @param {import("puppeteer-core").Frame} frame @returns {CDPSession} */
export const sessionOfFrame = (frame) => /** @type {any} */ (frame).client;

/** The address of the tab around a frame or its worker, or of the target itself. @param {Target} target */
export function tabOf(target) {
  let at = /** @type {any} */ (target);
  while (["iframe", "worker"].includes(typeOf(at))) at = at._session().parentSession().target();
  return /** @type {string} */ (at.url());
}

/**
 * A handle in the world of the page's own scripts.
 * @param {import("puppeteer-core").Frame} frame
 * @param {number} backendNodeId
 * @returns {Promise<import("puppeteer-core").ElementHandle>}
 */
export const handleOf = (frame, backendNodeId) =>
  /** @type {any} */ (frame).mainRealm().adoptBackendNode(backendNodeId);

/** The page in a tab, or the toolbar popup, which Puppeteer does not count as one. @param {Target} target */
export const puppeteerPageOf = async (target) => (await target.page()) ?? target.asPage();
