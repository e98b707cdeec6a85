// The end of page_core.js and background_core.js, after wasm-bindgen's glue (`newCore`) and the
// module's bytes in base64; all three in one block, so that a script can be injected twice.

globalThis.loadCore = (() => {
  /** @param {string} text */
  const bytes = (text) =>
    // @ts-expect-error Newer than TypeScript's library: Chromium 140, Firefox 133.
    Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

  /**
   * Compiles off the main thread, once per document. Rejects with a CompileError where the page's
   * CSP forbids WASM (Chromium).
   * @returns {Promise<() => Core>} makes an instance: after a panic an old one is not used
   *   any more
   */
  return async () => {
    const module = await WebAssembly.compile(bytes(WHOSE_QUOTA_WASM));
    return () => {
      const core = newCore();
      core.initSync({ module });
      return core;
    };
  };
})();
