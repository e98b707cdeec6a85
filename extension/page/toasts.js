"use strict";
// Sees Gradio's toasts, where ZeroGPU speaks to the visitor, and asks the background what they say.
// Their texts go nowhere else.
//
// Of a page it watches the toast area alone, and that only after somebody has pressed something or a
// run has left.

(() => {
  const content = globalThis.whoseQuota;
  // Chromium may run what is injected in the document that has come meanwhile.
  if (!content || content.toasts || !content.isSpace) return;
  // So it is from Gradio 4.44 to 6.31. What an app shows lies deeper, in the area's sibling, a whole
  // imitation of Gradio too.
  const AREA = ".gradio-container:not(.gradio-container *) > * > div.toast-wrap";
  const MAX_AREAS = 4;
  const MAX_TOASTS = 32;
  const MAX_LENGTH = 20_000;
  const MAX_MESSAGES = 20;
  // Some word of every message that src/facts/zerogpu_message/ reads.
  const SIEVE = /gpu|quota|infra|runs limit|queue/i;
  // As long as Gradio shows a toast.
  const RECENT_MS = 10_000;
  const MAX_RECENT = 10;
  // Nobody has seen what was gone within that time: Gradio begins to show a toast after as long.
  const PAUSE_MS = 100;

  /** @type {Element[]} */
  let areas = [];
  /** How often each text stood in a toast. Gradio 6 takes them out of one that is folded, and puts
   * them back. @type {WeakMap<Element, Map<string, number>>} */
  const known = new WeakMap();
  /** Lately, and since the last press. @type {{text: string, at: number}[]} */
  let asked = [];

  const stop = () => {
    content.toasts = undefined;
    areas = [];
    observer.disconnect();
  };

  /** @param {string} title @param {string} text @param {string} at */
  const ask = async (title, text, at) => {
    const now = performance.now();
    asked = asked.filter((one) => now - one.at < RECENT_MS);
    if (asked.length === MAX_RECENT || asked.some((one) => one.text === text)) return;
    asked.push({ text, at: now });
    /** @type {ZeroGpuMessage | null} */
    let message = null;
    try {
      const toast = /** @satisfies {MessageOf<FrameMessages>} */ ({
        kind: "toast",
        title,
        text,
        at,
      });
      message = await chrome.runtime.sendMessage(toast);
    } catch {
      // After an update of the extension `chrome.*` throws.
      if (!chrome.runtime?.id) stop();
    }
    if (message) record(message);
  };

  /** Answers may come in another order than toasts. @param {ZeroGpuMessage} message */
  const record = (message) => {
    const { events } = content;
    events.messages = [
      ...events.messages,
      { ...message, ms: Date.parse(message.at), presses: content.presses() },
    ]
      .sort((one, other) => one.ms - other.ms)
      .slice(-MAX_MESSAGES);
    content.notify();
    content.request({ isNeeded: true });
  };

  const read = () => {
    const at = new Date().toISOString();
    /** @type {Map<Element, Map<string, number>>} */
    const shown = new Map();
    // Oldest first. Up to Gradio 5 the newest is on top; Gradio 6 has one toast for all of a level.
    const texts = areas.flatMap((area) => [
      ...[...area.querySelectorAll("div.toast-text")].reverse(),
      ...area.querySelectorAll("div.toast-message-text"),
    ]);
    // A form's own fields could stand before the DOM's methods (`<input name="closest">`): only divs.
    for (const element of texts.slice(-MAX_TOASTS)) {
      const toast = element.closest("div.toast-body");
      if (!toast) continue;
      // A span in Gradio 6.
      const title = toast.querySelector("div.toast-title, span.toast-title")?.textContent ?? "";
      const text = element.textContent.slice(0, MAX_LENGTH);
      if (!SIEVE.test(text) && !SIEVE.test(title)) continue;
      const counts = shown.get(toast) ?? new Map();
      const count = (counts.get(text) ?? 0) + 1;
      shown.set(toast, counts.set(text, count));
      if (count > (known.get(toast)?.get(text) ?? 0)) ask(title.slice(0, MAX_LENGTH), text, at);
    }
    for (const [toast, counts] of shown) known.set(toast, counts);
  };

  const watch = () => {
    for (const area of areas)
      observer.observe(area, { childList: true, subtree: true, characterData: true });
    read();
  };

  const observer = new MutationObserver(() => {
    read();
    // However much happens there: ten times a second is enough.
    observer.disconnect();
    setTimeout(watch, PAUSE_MS);
  });

  const look = () => {
    if (!chrome.runtime?.id) return;
    observer.disconnect();
    areas = [...document.querySelectorAll(AREA)].slice(0, MAX_AREAS);
    watch();
  };

  /** @param {Event} event */
  const press = (event) => {
    // Hardly anything runs because of a letter, and there are many.
    const isLetter = event instanceof KeyboardEvent && event.key !== "Enter";
    if (isLetter || event.type === "input") return;
    asked = [];
    if (!areas.some((area) => area.isConnected)) look();
  };

  content.toasts = { look, press, stop };
  // Something may have been pressed, or a run have left, before this file was injected.
  if (content.events.firstPress < Number.MAX_SAFE_INTEGER || content.events.runs.length > 0) look();
})();
