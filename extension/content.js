"use strict";
// The door of every Space frame and of every Hub page of a Space. Glue: it hears, and hands over to
// the core, which decides.

(() => {
  // Question and answer alike (gradio client/js/src/helpers/zerogpu.ts).
  const HANDSHAKE = "supports-zerogpu-headers";
  const HUB = "https://huggingface.co";
  const HEADER = "[data-target=SpaceHeader]";
  const MOST_ORIGINS = 8;
  const MOST_RUNS = 20;
  const MOST_MESSAGES = 20;
  // A page where we fail again and again does not pay for each time.
  const MOST_FAILURES = 3;
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
  /** Once somebody is there who decides; `again` where answers may be lost, or the page another one.
   * @type {((heard: WhoseQuotaHeard, again?: boolean) => void) | undefined} */
  let changed;
  /** @type {Promise<WhoseQuotaCore> | undefined} */
  let loaded;
  /** Something of ours has failed, and not begun afresh yet. */
  let isFailed = false;
  let failures = 0;
  let isSpace = true;
  const isOnHub = location.hostname === "huggingface.co";
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
    tell();
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
    tell();
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
    if (!document.prerendering) toasts?.look();
    tell();
  };

  /** @type {Parameters<typeof chrome.runtime.onMessage.addListener>[0]} */
  const take = (message, _sender, answer) => {
    if (message.kind === "there") {
      answer({ document: heard.document, isSpace, contentType: document.contentType });
    }
    if (message.kind === "run") {
      answer(true);
      // A run of the document that stood here before is not ours.
      if (Date.parse(message.run.at) > Number(heard.document)) addRun(message);
    }
    if (message.kind === "frame") {
      heard.frame = message.facts;
      tell();
    }
    if (message.kind === "around" && !isOnHub) tell(true);
    // The background has forgotten what was said.
    if (message.kind === "again") tell();
  };

  /** A navigation forgets what happened. */
  const forget = () => {
    heard.runs = [];
    heard.messages = [];
    presses = [];
    if (heard.frame) Object.assign(heard.frame, { runs: [], messages: [] });
  };

  /** Back from the browser's cache. @param {PageTransitionEvent} event */
  const comeBack = (event) => {
    if (!event.isTrusted || !event.persisted) return;
    forget();
    tell(true);
  };

  const begin = async () => {
    // A picture, a text, JSON: no app, and nothing to be made ready for it.
    if (document.contentType !== "text/html") return leave();
    isSpace = true;
    listen();
    try {
      loaded ??= loadCore().then((start) => start());
      const core = await loaded;
      // The Hub may have made another page of it meanwhile.
      if (!isSpace) return;
      if (core.begin(heard)) changed = core.heard;
      else leave();
      isFailed = false;
    } catch (error) {
      isFailed = !(error instanceof WebAssembly.CompileError);
      if (isFailed) fail();
      else changed = withoutWasm(heard);
    }
  };

  /** Something came to our ears. @param {boolean} [again] */
  const tell = (again = false) => {
    if (isFailed && failures < MOST_FAILURES) begin();
    try {
      changed?.(heard, again);
    } catch {
      fail();
    }
  };

  /** Something of ours failed: nothing is shown any more, and the next event starts afresh. */
  const fail = () => {
    isFailed = true;
    failures += 1;
    changed = undefined;
    loaded = undefined;
    removeBanner();
    const { document } = heard;
    try {
      chrome.runtime.sendMessage({ kind: "failed", document }).catch(() => undefined);
    } catch {
      // After an update of the extension this script is a stranger in its page.
    }
  };
  globalThis.failed = fail;

  const listen = () => {
    // Before the listeners for presses.
    for (const kind of BY_SCRIPT_TOO) addEventListener(kind, askWhose, { capture: true });
    for (const kind of PRESSES) addEventListener(kind, press, { capture: true });
    addEventListener("message", hear);
    addEventListener("pageshow", comeBack);
    if (document.prerendering) document.addEventListener("prerenderingchange", start);
  };

  /** Only the background's question is answered from now on. */
  const leave = () => {
    isSpace = false;
    changed = undefined;
    loaded?.then((core) => isSpace || core.end()).catch(() => undefined);
    removeEventListener("message", hear);
    removeEventListener("pageshow", comeBack);
    for (const kind of BY_SCRIPT_TOO) removeEventListener(kind, askWhose, { capture: true });
    for (const kind of PRESSES) removeEventListener(kind, press, { capture: true });
    toasts?.stop();
    toasts = undefined;
  };

  /** What a page of the Hub shows: its address, whether it is a Space's app tab, and the data of which
   * Space. @type {{path: string, isApp: boolean, props: string | null} | undefined} */
  let page;

  /** On the Hub no work is done before the page is known to be a Space's app tab. The Hub may make
   * another page of it, of whose address and content either may come first. */
  const look = () => {
    const path = location.pathname;
    const isApp = document.body?.classList.contains("SpacePage") ?? false;
    const props = document.querySelector(HEADER)?.getAttribute("data-props") ?? null;
    watchPage();
    const before = page;
    const isSamePath = before?.path === path;
    // The Hub's own scripts may take the data away once they have it.
    if (before && isSamePath && before.isApp === isApp && [null, before.props].includes(props))
      return;
    page = { path, isApp, props };
    if (before && !isSamePath) {
      forget();
      heard.frame = null;
      heard.document = String(performance.timeOrigin + performance.now());
    }
    if (before) tellMoved();
    if (isApp) begin();
    else leave();
  };

  const tellMoved = async () => {
    try {
      await chrome.runtime.sendMessage({ kind: "moved" });
    } catch {
      // After an update of the extension this script is a stranger in its page.
      if (!chrome.runtime?.id) hubPage.disconnect();
    }
  };

  const hubPage = new MutationObserver(look);
  /** The header with the Space's data and what is around it, no subtrees. */
  const watchPage = () => {
    hubPage.disconnect();
    /** @type {Element | null} */
    let node = document.querySelector(`${HEADER}, main`) ?? document.body;
    for (; node; node = node.parentElement)
      hubPage.observe(node, { childList: true, attributeFilter: ["class", "data-props"] });
  };

  let root = document.documentElement;
  const read = () => {
    if (document.readyState === "loading") return;
    document.removeEventListener("readystatechange", read);
    if (isOnHub) look();
    else tell(true);
  };
  // `document.open()` takes all listeners away, but not those who watch the document's children.
  new MutationObserver(() => {
    if (!isSpace || document.documentElement === root) return;
    root = document.documentElement;
    listen();
    document.addEventListener("readystatechange", read);
    read();
  }).observe(document, { childList: true });

  let isStarted = false;
  const start = () => {
    // Chromium may open a page before anybody asks for it: nothing is said of such a page.
    if (document.prerendering || isStarted) return;
    isStarted = true;
    if (heard.runs.length > 0) toasts?.look();
    if (!isOnHub) {
      begin();
      return;
    }
    // Firefox: from 147.
    window.navigation?.addEventListener("currententrychange", look);
    addEventListener("popstate", look);
    // Firefox also starts scripts in pages that were open when the extension was installed.
    document.addEventListener("readystatechange", read);
    read();
  };

  listen();
  chrome.runtime.onMessage.addListener(take);
  start();
})();
