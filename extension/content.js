"use strict";
// The door of every Space frame and of every Hub page of a Space. Glue: it hears, and hands over to
// the core, which decides.

(() => {
  // Question and answer alike (gradio client/js/src/helpers/zerogpu.ts).
  const HANDSHAKE = "supports-zerogpu-headers";
  const HUB = "https://huggingface.co";
  const MOST_ORIGINS = 8;
  const MOST_RUNS = 20;
  const MOST_MESSAGES = 20;
  const BANNER = "whose-quota-banner";
  // A picture that is dropped may start a run too.
  const PRESSES = ["click", "keydown", "drop"];
  // An app looks for the answer just before it sends a run; the browser reports the run a moment later.
  const RUN_UNDER_WAY_MS = 250;
  // A browser's processes may differ as much about the time.
  const CLOCKS_MS = 50;

  /** @type {WhoseQuotaHeard} */
  const heard = {
    document: String(performance.timeOrigin),
    handshakeFrom: [],
    answeredAt: null,
    runs: [],
    messages: [],
    frame: null,
  };
  /** Once somebody is there who decides. @type {((heard: WhoseQuotaHeard) => void) | undefined} */
  let changed;
  let isSpace = true;
  // Apps ask for this and that at their start by themselves: no run of the visitor's. (Chromium's
  // `navigator.userActivation` does not tell: a message from a popup that is clicked sets it too.)
  let firstPress = Number.POSITIVE_INFINITY;
  /** The last ones, in ms. @type {number[]} */
  let presses = [];
  /** @param {Event} event */
  const press = (event) => {
    // On our own banner it is about no run.
    if (event.target instanceof Element && event.target.localName === BANNER) return;
    const now = Date.now();
    firstPress = Math.min(firstPress, now);
    presses = [...presses, now].slice(-MOST_RUNS);
    toasts?.press(event);
  };

  // The Hub's pages have no toasts of Gradio's.
  let toasts = globalThis.watchToasts?.((message) => {
    // Answers may come in another order than toasts.
    heard.messages = [...heard.messages, message]
      .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
      .slice(-MOST_MESSAGES);
    changed?.(heard);
  });

  /** @param {MessageEvent} event */
  const hear = (event) => {
    // A page can make events of its own and forge their origin: those are not trusted. The origin
    // comes first, because another page's data may be large.
    const { origin } = event;
    if (!event.isTrusted || (origin !== HUB && !origin.endsWith(".hf.space"))) return;
    if (event.data !== HANDSHAKE || heard.handshakeFrom.includes(origin)) return;
    if (heard.handshakeFrom.push(origin) > MOST_ORIGINS) heard.handshakeFrom.shift();
    if (origin === HUB) heard.answeredAt = new Date(Date.now() + RUN_UNDER_WAY_MS).toISOString();
    changed?.(heard);
  };

  /** @type {Parameters<typeof chrome.runtime.onMessage.addListener>[0]} */
  const take = (message, _sender, answer) => {
    if (message.kind === "there") answer({ document: heard.document, isSpace });
    // A run of the document that stood here before is not ours.
    if (message.kind === "run" && Date.parse(message.run.at) > performance.timeOrigin) {
      // The news of it may come later than the next press.
      const left = Date.parse(message.run.at) + CLOCKS_MS;
      const before = heard.runs.findLast(({ to }) => to === message.run.to)?.at ?? 0;
      const run = {
        ...message.run,
        pressed: firstPress <= left,
        follows: !presses.some((at) => new Date(before).getTime() < at && at <= left),
      };
      heard.runs = [...heard.runs, run].slice(-MOST_RUNS);
      toasts?.look();
      changed?.(heard);
    }
    if (message.kind === "frame") {
      heard.frame = message.facts;
      changed?.(heard);
    }
  };

  /** Back from the browser's cache: a navigation forgets what happened. @param {PageTransitionEvent} event */
  const comeBack = (event) => {
    if (!event.persisted) return;
    heard.runs = [];
    heard.messages = [];
    if (heard.frame) Object.assign(heard.frame, { runs: [], messages: [] });
    changed?.(heard);
  };

  const begin = async () => {
    try {
      const core = await loadCore();
      if (core.begin(heard)) changed = core.heard;
      else leave();
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) changed = withoutWasm(heard);
      else leave();
    }
  };

  /** Only the background's question is answered from now on. */
  const leave = () => {
    isSpace = false;
    removeEventListener("message", hear);
    removeEventListener("pageshow", comeBack);
    for (const kind of PRESSES) removeEventListener(kind, press, { capture: true });
    toasts?.stop();
    toasts = undefined;
  };

  for (const kind of PRESSES) addEventListener(kind, press, { capture: true });
  addEventListener("message", hear);
  addEventListener("pageshow", comeBack);
  chrome.runtime.onMessage.addListener(take);
  if (location.hostname !== "huggingface.co") {
    begin();
    return;
  }
  // No work before it is known to be a Space's app tab.
  const look = () => (document.body?.classList.contains("SpacePage") ? begin() : leave());
  // Firefox also starts scripts in pages that were open when the extension was installed.
  if (document.readyState !== "loading") look();
  else document.addEventListener("readystatechange", look, { once: true });
})();
