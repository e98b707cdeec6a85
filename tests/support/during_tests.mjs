// What tests use only exists while they run. Here it gets its name before that.

import { after, before } from "node:test";

/**
 * Starts something before the first test of a file or suite and closes it after the last one. The result
 * stands for it: it has what the started thing has, and throws before there is one.
 * @template {{close: () => Promise<unknown>}} T
 * @param {string} what in words, for the error
 * @param {() => T | Promise<T>} start
 * @returns {T}
 */
export function duringTests(what, start) {
  /** @type {T | undefined} */
  let started;
  before(async () => {
    started = await start();
  });
  after(() => started?.close());
  const standIn = new Proxy(Object.freeze({}), {
    get(_, key) {
      if (!started) throw new Error(`${what} is there only while tests run`);
      const value = Reflect.get(started, key);
      return typeof value === "function" ? value.bind(started) : value;
    },
  });
  return /** @type {any} */ (standIn);
}
