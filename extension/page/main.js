"use strict";
// The last of the files that are injected on demand: starts the core in this document, and hands it what
// content.js has recorded and goes on recording.

(() => {
  const content = globalThis.whoseQuota;
  // Chromium may run what is injected in the document that has come meanwhile.
  if (!content) return;
  // A page where we fail again and again does not pay for each time.
  const MAX_FAILURES = 3;

  if (content.page) {
    // Another core was injected in the place of one that the page's CSP forbids.
    content.page.restart();
    return;
  }

  /** @type {Promise<Core> | undefined} */
  let loaded;
  /** @type {Core["update"] | undefined} */
  let update;
  /** Something of ours has failed, and not begun afresh yet. */
  let isFailed = false;
  let failures = 0;
  /** The page's CSP forbids this core: another one is asked for. */
  let isForbidden = false;

  const begin = async () => {
    try {
      loaded ??= loadCore().then((start) => start());
      const core = await loaded;
      // The Hub may have made another page of it meanwhile.
      if (!content.isSpace) return;
      if (core.begin(content.events)) update = core.update;
      else content.stop();
      isFailed = false;
    } catch (error) {
      isForbidden = error instanceof WebAssembly.CompileError;
      if (isForbidden) content.request({ forbidsWasm: true });
      else fail();
    }
  };

  /** Something of ours failed: nothing is shown any more, and the next event starts afresh. */
  const fail = () => {
    isFailed = true;
    failures += 1;
    update = undefined;
    loaded = undefined;
    removeBanner();
    const { document } = content.events;
    try {
      const failed = /** @satisfies {MessageOf<FrameMessages>} */ ({ kind: "failed", document });
      chrome.runtime.sendMessage(failed).catch(() => undefined);
    } catch {
      // After an update of the extension `chrome.*` throws.
    }
  };
  globalThis.failed = fail;

  content.page = {
    begin,
    restart: () => {
      if (!isForbidden) return;
      isForbidden = false;
      loaded = undefined;
      begin();
    },
    update: (again) => {
      if (isFailed && failures < MAX_FAILURES) begin();
      try {
        update?.(content.events, again);
      } catch {
        fail();
      }
    },
    stop: () => {
      update = undefined;
      loaded?.then((core) => content.isSpace || core.end()).catch(() => undefined);
    },
  };
  begin();
})();
