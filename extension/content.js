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
  // Whatever an app can start a run for: a key, a slider that is let go, a file that is chosen or dropped.
  const PRESSES = ["click", "keydown", "pointerup", "input", "change", "drop"];
  const MOST_PRESSES = 8;
  // An app looks for the answer just before it sends a run; the browser reports the run a moment later.
  const RUN_UNDER_WAY_MS = 250;

  /** @type {WhoseQuotaHeard} */
  const heard = {
    document: String(performance.timeOrigin),
    handshakeFrom: [],
    answeredAt: null,
    runs: [],
    // So far nobody has pressed anything.
    firstPress: Number.MAX_SAFE_INTEGER,
    messages: [],
    frame: null,
  };
  /** Once somebody is there who decides. @type {((heard: WhoseQuotaHeard) => void) | undefined} */
  let changed;
  let isSpace = true;
  // Raw times, in ms, first and last ones since the last run; what follows from them the core decides.
  // (Chromium's `navigator.userActivation` does not tell: a message from a popup that is clicked sets
  // it too.)
  /** @type {number[]} */
  let presses = [];
  // The browser itself sends `input` and `change` where a script clicks a box or edits a text. Then
  // that script is still running, and no microtask gets between two listeners of one event.
  const BY_SCRIPT_TOO = ["input", "change"];
  let isByScript = false;
  const askWhose = () => {
    isByScript = true;
    queueMicrotask(() => {
      isByScript = false;
    });
  };
  /** @param {Event} event */
  const press = (event) => {
    // A page can make events up; and on our own banner a press is about no run.
    if (!event.isTrusted || isByScript || isBanner(event.target)) return;
    const now = Date.now();
    heard.firstPress = Math.min(heard.firstPress, now);
    if (presses.push(now) > MOST_PRESSES) presses.splice(MOST_PRESSES / 2, 1);
    toasts?.press(event);
  };

  // The Hub's pages have no toasts of Gradio's.
  let toasts = globalThis.watchToasts?.((message) => {
    // Answers may come in another order than toasts.
    heard.messages = [
      ...heard.messages,
      { ...message, ms: Date.parse(message.at), presses: [...presses] },
    ]
      .sort((one, other) => one.ms - other.ms)
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

  /** @param {{run: WhoseQuotaRun, isOfOtherFrame?: boolean}} message */
  const addRun = ({ run, isOfOtherFrame }) => {
    const ms = Date.parse(run.at);
    const before = heard.runs.at(-1)?.ms ?? 0;
    // Nobody listens for presses in a frame without a script of ours.
    const raw = isOfOtherFrame
      ? {}
      : { firstPress: heard.firstPress, presses: presses.filter((at) => at > before) };
    heard.runs.push({ ...run, ...raw, ms });
    // The news of a run may come later than the next press.
    presses = presses.filter((at) => at > ms);
    if (heard.runs.length > MOST_RUNS) {
      // What follows by itself is forgotten first: a timer's hundredth run, not what was pressed.
      const oldest = heard.runs.findIndex(({ presses }, index) => index > 0 && !presses?.length);
      heard.runs.splice(oldest > 0 && oldest < MOST_RUNS ? oldest : 0, 1);
    }
    toasts?.look();
    changed?.(heard);
  };

  /** @type {Parameters<typeof chrome.runtime.onMessage.addListener>[0]} */
  const take = (message, _sender, answer) => {
    if (message.kind === "there") {
      answer({ document: heard.document, isSpace, contentType: document.contentType });
    }
    if (message.kind === "again") changed?.(heard);
    if (message.kind === "run") {
      answer(true);
      // A run of the document that stood here before is not ours.
      if (Date.parse(message.run.at) > performance.timeOrigin) addRun(message);
    }
    if (message.kind === "frame") {
      heard.frame = message.facts;
      changed?.(heard);
    }
  };

  /** Back from the browser's cache: a navigation forgets what happened. @param {PageTransitionEvent} event */
  const comeBack = (event) => {
    if (!event.isTrusted || !event.persisted) return;
    heard.runs = [];
    heard.messages = [];
    presses = [];
    if (heard.frame) Object.assign(heard.frame, { runs: [], messages: [] });
    changed?.(heard);
  };

  const begin = async () => {
    // A picture, a text, JSON: no app, and nothing to be made ready for it.
    if (document.contentType !== "text/html") return leave();
    try {
      const core = (await loadCore())();
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
    for (const kind of BY_SCRIPT_TOO) removeEventListener(kind, askWhose, { capture: true });
    for (const kind of PRESSES) removeEventListener(kind, press, { capture: true });
    toasts?.stop();
    toasts = undefined;
  };

  // Before the listeners for presses.
  for (const kind of BY_SCRIPT_TOO) addEventListener(kind, askWhose, { capture: true });
  for (const kind of PRESSES) addEventListener(kind, press, { capture: true });
  addEventListener("message", hear);
  addEventListener("pageshow", comeBack);
  chrome.runtime.onMessage.addListener(take);
  if (location.hostname !== "huggingface.co") {
    begin();
    return;
  }
  // No work before it is known to be a Space's app tab.
  const look = () => {
    // A page can make up the event.
    if (document.readyState === "loading") return;
    document.removeEventListener("readystatechange", look);
    if (document.body?.classList.contains("SpacePage")) begin();
    else leave();
  };
  document.addEventListener("readystatechange", look);
  // Firefox also starts scripts in pages that were open when the extension was installed.
  look();
})();
