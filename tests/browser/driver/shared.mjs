// What both drivers share: processes, polling, and the parts of a page that need no protocol.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The document or worker that a command addressed went away (it navigated, closed, or is not there yet). */
export class Gone extends Error {}

/** The element that a command addressed was replaced by another one, before anything was pressed. */
export class Replaced extends Error {}

/** How often an element is looked up again. */
const MAX_REPLACED = 5;

/**
 * For what may take its own document away, such as a click that closes a popup.
 * @param {unknown} error
 */
export function mayBeGone(error) {
  if (!(error instanceof Gone)) throw error;
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again until the answer is truthy. A document that goes away meanwhile counts as "not yet";
 * every other error ends the waiting, so that a mistake in `ask` is seen at once.
 * @template T
 * @param {() => T | Promise<T>} ask
 * @param {{timeout?: number, what?: string}} [options]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(ask, { timeout = 10_000, what = String(ask) } = {}) {
  const deadline = performance.now() + timeout;
  for (let wait = 4, last; ; wait = Math.min(wait * 2, 64)) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      last = error.message;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeout} ms for: ${what}\nlast answer: ${String(last)}`);
    }
    await pause(wait);
  }
}

/**
 * The source of a function that runs `fn` in the browser. Arguments and result travel as JSON, so that
 * both browsers give the very same values.
 * @param {(...args: any[]) => any} fn
 * @param {unknown[]} args
 */
export function remote(fn, args) {
  const given = args.map((arg) => JSON.stringify(arg) ?? "undefined");
  return `async (...handles) => JSON.stringify(await (${fn})(...handles, ${given.join(", ")}))`;
}

/** @param {string | undefined} json */
export const fromJson = (json) => (json === undefined ? undefined : JSON.parse(json));

/** An empty profile folder. */
export const newProfile = () => mkdtempSync(join(tmpdir(), "driver-profile-"));

/**
 * Starts a browser; it dies with this process at the latest.
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").StdioOptions} stdio
 * @param {string} profile deleted when the browser has ended
 * @param {NodeJS.ProcessEnv} [env]
 */
export function start(program, args, stdio, profile, env = process.env) {
  const child = spawn(program, args, { stdio, env });
  let output = "";
  child.stderr?.on("data", (chunk) => {
    output = (output + chunk).slice(-4000);
  });
  const cleanUp = () => {
    child.kill("SIGKILL");
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", cleanUp);
  /** @type {Promise<Error>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error));
    child.once("exit", (code, signal) =>
      resolve(new Gone(`${program} ended (${code ?? signal})\n${output}`)),
    );
  });
  return {
    child,
    ended,
    /**
     * Waits until the browser, which was asked to, has ended; its profile stays.
     * @returns {Promise<void>}
     */
    async exited() {
      const alarm = setTimeout(() => child.kill("SIGKILL"), 30_000);
      await ended;
      clearTimeout(alarm);
      if (child.signalCode) throw new Error(`${program} did not end when asked to\n${output}`);
      process.off("exit", cleanUp);
    },
    async stop() {
      child.kill("SIGKILL");
      await ended;
      process.off("exit", cleanUp);
      // The browser's own children end a moment later and may still be writing.
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

/**
 * The keys that can be pressed by name, and WebDriver's code points for them.
 * https://www.w3.org/TR/webdriver2/#keyboard-actions
 * @type {Record<string, string>}
 */
const KEYS = {
  Tab: "\uE004",
  Enter: "\uE006",
  Escape: "\uE00C",
  Space: " ",
  Backspace: "\uE003",
  Delete: "\uE017",
  Home: "\uE011",
  End: "\uE010",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

/**
 * Takes "Shift+Tab" apart.
 * @param {string} keys
 */
export function parseKeys(keys) {
  const [, shift, name] = /** @type {string[]} */ (/^(Shift\+)?(.+)$/.exec(keys));
  if (!KEYS[name]) throw new Error(`unknown key ${name}; known: ${Object.keys(KEYS).join(", ")}`);
  return { shift: Boolean(shift), name, char: KEYS[name] };
}

/**
 * A document in a tab: the part that is the same for both protocols.
 * @abstract
 */
export class Frame {
  /**
   * Calls an async function given as source with handles of this document; its JSON answer comes back.
   * @abstract
   * @param {string} _source
   * @param {...any} _handles
   * @returns {Promise<string | undefined>}
   */
  async run(_source, ..._handles) {
    throw new Error("abstract");
  }

  /**
   * The first element that matches in the document or in the given root.
   * @abstract
   * @param {string} _selector
   * @param {any} [_root]
   * @returns {Promise<any>} a handle, or null
   */
  async find(_selector, _root) {
    throw new Error("abstract");
  }

  /**
   * The shadow root, open or closed, of an element.
   * @abstract
   * @param {any} _element
   * @returns {Promise<any>} a handle, or null
   */
  async shadowOf(_element) {
    throw new Error("abstract");
  }

  /**
   * A trusted click at the element's middle.
   * @abstract
   * @param {any} _element
   * @returns {Promise<void>}
   */
  async clickElement(_element) {
    throw new Error("abstract");
  }

  /**
   * A finger put on the element's middle and taken off again.
   * @abstract
   * @param {any} _element
   * @returns {Promise<void>}
   */
  async tapElement(_element) {
    throw new Error("abstract");
  }

  /**
   * Runs `fn` in the page's own world.
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  async evaluate(fn, ...args) {
    return fromJson(await this.run(remote(fn, args)));
  }

  /**
   * Runs `fn(root, ...args)` with the closed shadow root of the first element that matches `host`;
   * null if there is no such element or it has no shadow root.
   * @param {string} host
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  async closedShadow(host, fn, ...args) {
    const root = await this.#root(host);
    return root && fromJson(await this.run(remote(fn, args), root));
  }

  /**
   * Resolves with `fn`'s first truthy result in the page, across navigations.
   * @param {(...args: any[]) => any} fn
   * @param {...unknown} args
   * @returns {Promise<any>}
   */
  until(fn, ...args) {
    return until(() => this.evaluate(fn, ...args), { what: String(fn) });
  }

  /**
   * A trusted click on an element of the page.
   * @param {string} selector
   */
  async click(selector) {
    await this.#press((element) => this.clickElement(element), selector);
  }

  /**
   * A tap on an element of the page, in a browser that was launched with `touch`.
   * @param {string} selector
   */
  async tap(selector) {
    await this.#press((element) => this.tapElement(element), selector);
  }

  /**
   * A trusted click on an element inside the closed shadow root of `host`.
   * @param {string} host
   * @param {string} selector
   */
  async clickIn(host, selector) {
    await this.#press((element) => this.clickElement(element), selector, host);
  }

  /**
   * A tap on an element inside the closed shadow root of `host`.
   * @param {string} host
   * @param {string} selector
   */
  async tapIn(host, selector) {
    await this.#press((element) => this.tapElement(element), selector, host);
  }

  /**
   * Pages build anew what they show, also between the look and the press.
   * @param {(element: any) => Promise<void>} press
   * @param {string} selector
   * @param {string} [host]
   */
  async #press(press, selector, host) {
    for (let replaced = 0; ; replaced++) {
      const root = host && (await this.#root(host));
      const element = host && !root ? null : await this.find(selector, root);
      if (!element)
        throw new Error(
          `nothing matches ${selector}${host ? ` in the shadow root of ${host}` : ""}`,
        );
      try {
        return await press(element);
      } catch (error) {
        if (!(error instanceof Replaced) || replaced === MAX_REPLACED) throw error;
      }
    }
  }

  /** @param {string} host */
  async #root(host) {
    const element = await this.find(host);
    return element && this.shadowOf(element);
  }
}
