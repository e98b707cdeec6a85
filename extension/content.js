"use strict";
// The door of every Space frame and of every Hub page of a Space. Glue: it hears what comes before
// the core is there, and hands over.

(() => {
  // Question and answer alike (gradio client/js/src/helpers/zerogpu.ts).
  const HANDSHAKE = "supports-zerogpu-headers";

  /** @type {WhoseQuotaEarly} */
  const early = {
    handshakeFrom: [],
    facts: [],
    changed: null,
    stop() {
      removeEventListener("message", hear);
      chrome.runtime.onMessage.removeListener(take);
    },
  };
  /** @param {MessageEvent} event */
  const hear = (event) => {
    // A page can make events of its own and forge their origin: those are not trusted.
    if (!event.isTrusted || event.data !== HANDSHAKE) return;
    early.handshakeFrom.push(event.origin);
    early.changed?.();
  };
  /** @param {any} message */
  const take = (message) => {
    early.facts.push(message);
    early.changed?.();
  };

  const begin = async () => {
    try {
      (await loadCore()).begin(early);
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) withoutWasm(early);
      else early.stop();
    }
  };

  addEventListener("message", hear);
  chrome.runtime.onMessage.addListener(take);
  if (location.hostname !== "huggingface.co") {
    begin();
    return;
  }
  // No work before it is known to be a Space's app tab.
  const look = () => (document.body?.classList.contains("SpacePage") ? begin() : early.stop());
  // Firefox also starts scripts in pages that were open when the extension was installed.
  if (document.readyState !== "loading") look();
  else document.addEventListener("readystatechange", look, { once: true });
})();
