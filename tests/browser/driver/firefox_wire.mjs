// WebDriver BiDi over its own WebSocket. https://w3c.github.io/webdriver-bidi/

import WebSocket from "ws";
import { Gone, Replaced } from "./shared.mjs";

/** Sends numbered commands and matches the answers. */
export class Wire {
  /** @type {(message: any) => void} */
  onEvent = () => {};
  #next = 1;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  #open = new Map();

  /** @param {(message: string) => void} write */
  constructor(write) {
    this.write = write;
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  send(method, params = {}) {
    const id = this.#next++;
    this.write(JSON.stringify({ id, method, params }));
    /** @type {NodeJS.Timeout} */
    let alarm;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      alarm = setTimeout(() => reject(new Error("no answer for 30 s")), 30_000);
    })
      .catch((error) => {
        error.message = `${method}: ${error.message}`;
        throw error;
      })
      .finally(() => clearTimeout(alarm));
  }

  /** @param {string} text */
  receive(text) {
    const message = JSON.parse(text);
    const open = this.#open.get(message.id);
    if (!open) return this.onEvent(message);
    this.#open.delete(message.id);
    if (message.type === "error") open.reject(toError(message));
    else open.resolve(message.result);
  }

  /** @param {Error} error */
  fail(error) {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
    this.write = () => {
      throw error;
    };
  }
}

/** @param {{error: string, message: string}} message */
function toError({ error, message }) {
  if (/stale element|is not displayed/.test(`${error} ${message}`)) return new Replaced(message);
  // The last one is how Firefox trips over a document that has just gone.
  const gone =
    /no such (frame|node)|DiscardedBrowsingContext|AbortError|actor .*destroyed|side of 'in' .* null/i;
  return gone.test(`${error} ${message}`) ? new Gone(message) : new Error(`${error}: ${message}`);
}

/**
 * Connects to a Firefox that was started with --remote-debugging-port=0, which says where it listens.
 * @param {import("node:child_process").ChildProcess} child
 * @param {Promise<Error>} ended when the process has ended
 */
export async function connect(child, ended) {
  /** @type {Promise<string>} */
  const listening = new Promise((found) => {
    let output = "";
    child.stderr?.on("data", (chunk) => {
      output += chunk;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(output);
      if (address) found(address[1]);
    });
  });
  const address = await Promise.race([listening, ended.then((error) => Promise.reject(error))]);
  const socket = new WebSocket(`${address}/session`, { perMessageDeflate: false });
  await new Promise((open, failed) => socket.once("open", open).once("error", failed));
  const wire = new Wire((text) => socket.send(text));
  socket.on("message", (data) => wire.receive(String(data)));
  ended.then((error) => wire.fail(error));
  return wire;
}
