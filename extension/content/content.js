"use strict";
// At document_start in every Space frame and on every Hub page of a Space: records what can only be
// observed early, and asks the background whether this document needs the core. The background injects
// it (extension/page/); until then nothing of the page is parsed here.

(() => {
  // Question and answer alike (gradio client/js/src/helpers/zerogpu.ts).
  const HANDSHAKE = "supports-zerogpu-headers";
  const HUB = "https://huggingface.co";
  const HEADER = "[data-target=SpaceHeader]";
  const APP = "body.SpacePage, [data-target=SpacePageInner]";
  const MAX_PROPS_LENGTH = 2_000_000;
  const MAX_POLICIES = 8;
  const MAX_ORIGINS = 8;
  const MAX_RUNS = 20;
  // Whatever an app can start a run for: a key, a slider that is let go, a file that is chosen or dropped.
  const INPUTS = ["click", "keydown", "pointerup", "input", "change", "drop"];
  const MAX_INPUTS = 8;
  // An app looks for the answer just before it sends a run; the browser reports the run a moment later.
  const RUN_IN_FLIGHT_MS = 250;
  // `location` would make one more interface in the script's world: 0.2 ms in each silent frame.
  const isOnHub = window.origin === HUB;

  /** @type {PageEvents} */
  const events = {
    document: String(performance.timeOrigin),
    handshakeFrom: [],
    answeredAt: null,
    runs: [],
    // So far nobody has pressed anything.
    firstPress: Number.MAX_SAFE_INTEGER,
    messages: [],
    frame: null,
  };
  // Raw times, in ms, first and last ones since the last run; what follows from them the core decides.
  // (Chromium's `navigator.userActivation` does not tell: a message from a popup that is clicked sets
  // it too.)
  /** @type {number[]} */
  let presses = [];

  /** @type {ContentScript} */
  const content = {
    events,
    isSpace: true,
    presses: () => [...presses],
    ...{ listen, notify, request, stop },
  };
  globalThis.whoseQuota = content;

  const isParsed = () => document.readyState !== "loading";

  // Firefox starts scripts anew in open pages when the extension is updated. The old ones are dead by
  // then; what they showed, in parsed pages alone, is not.
  if (isParsed())
    for (const old of document.querySelectorAll(":root > whose-quota-banner")) old.remove();

  // The browser itself sends `input` and `change` where a script clicks a box or edits a text. Then
  // that script is still running, and no microtask gets between two listeners of one event.
  const SENT_BY_SCRIPTS = ["input", "change"];
  let isByScript = false;
  const markScript = () => {
    isByScript = true;
    queueMicrotask(() => {
      isByScript = false;
    });
  };
  /** @param {Event} event */
  const onInput = (event) => {
    // A page can make events up; and a press on our own banner is about no run.
    if (!event.isTrusted || isByScript || content.isBanner?.(event.target)) return;
    const now = Date.now();
    events.firstPress = Math.min(events.firstPress, now);
    if (presses.push(now) > MAX_INPUTS) presses.splice(MAX_INPUTS / 2, 1);
    content.toasts?.press(event);
  };

  /** @param {MessageEvent} event */
  const onWindowMessage = (event) => {
    // A page can make events of its own and forge their origin: those are not trusted. The origin
    // comes first, because another page's data may be large.
    const { origin } = event;
    if (!event.isTrusted || (origin !== HUB && !origin.endsWith(".hf.space"))) return;
    const { handshakeFrom } = events;
    if (event.data !== HANDSHAKE || handshakeFrom.includes(origin)) return;
    if (handshakeFrom.push(origin) > MAX_ORIGINS) handshakeFrom.shift();
    if (origin === HUB) events.answeredAt = new Date(Date.now() + RUN_IN_FLIGHT_MS).toISOString();
    notify();
  };

  /** @param {{run: Run, isOfOtherFrame?: boolean}} message */
  const addRun = ({ run, isOfOtherFrame }) => {
    const ms = Date.parse(run.at);
    const before = events.runs.at(-1)?.ms ?? 0;
    // No script of ours records presses in the other frame.
    const raw = isOfOtherFrame
      ? {}
      : { firstPress: events.firstPress, presses: presses.filter((at) => at > before) };
    events.runs.push({ ...run, ...raw, ms });
    // The message about a run may come later than the next press.
    presses = presses.filter((at) => at > ms);
    if (events.runs.length > MAX_RUNS) {
      // Runs that nobody pressed for go first: a timer's hundredth one.
      const oldest = events.runs
        .slice(0, MAX_RUNS)
        .findIndex((run, at) => at && !run.presses?.length);
      events.runs.splice(Math.max(oldest, 0), 1);
    }
    if (!document.prerendering) content.toasts?.look();
    notify();
  };

  /**
   * Only scripts of ours can send these.
   * @param {MessageOf<ContentMessages>} message
   * @param {chrome.runtime.MessageSender} _sender
   * @param {(answer: ContentMessages[keyof ContentMessages]["answer"]) => void} answer
   */
  const onMessage = (message, _sender, answer) => {
    if (message.kind === "ping") {
      const { isSpace, page } = content;
      const { contentType } = document;
      answer({ document: events.document, isSpace, contentType, hasCore: !!page });
    } else if (message.kind === "run") {
      answer({ hasCore: !!content.page });
      // A run of the document that stood here before is not ours.
      if (Date.parse(message.run.at) > Number(events.document)) {
        addRun(message);
        if (message.run.called) request({ isNeeded: true });
      }
    } else if (message.kind === "frame") {
      events.frame = message.facts;
      notify();
      request({ isNeeded: true });
    } else if (message.kind === "wake") {
      if (!isStarted || content.page || !content.isSpace) return;
      answer(true);
      request(message);
    } else if (message.kind === "again" || !isOnHub) {
      notify(message.kind === "moved");
    }
  };

  /** A navigation forgets what happened. */
  const forget = () => {
    Object.assign(events, { runs: [], messages: [] });
    presses = [];
    if (events.frame) Object.assign(events.frame, { runs: [], messages: [] });
  };

  /** Back from the browser's cache. @param {PageTransitionEvent} event */
  const onPageShow = (event) => {
    if (!event.isTrusted || !event.persisted) return;
    forget();
    // Answers get lost meanwhile.
    isAsking = false;
    notify(true);
  };

  let isStarted = false;
  /** Counts, so that an answer to a question that was lost counts no more. */
  let asked = 0;
  let isAsking = false;
  /** What is to be asked next. @type {{isNeeded?: boolean, forbidsWasm?: boolean} | undefined} */
  let next;
  /** Something asks for the core, whatever the Space runs on. */
  let isNeeded = false;
  let forbidsWasm = false;
  /** What the background answered last. @type {StartAnswer["state"] | undefined} */
  let state;

  const begin = () => {
    // A picture, a text, JSON: no app.
    if (document.contentType !== "text/html") return stop();
    isStarted = true;
    content.isSpace = true;
    listen();
    if (content.page) content.page.begin();
    else request();
  };

  /**
   * Asks the background for the core.
   * @param {{isNeeded?: boolean, forbidsWasm?: boolean}} [more]
   */
  async function request(more = {}) {
    isNeeded ||= more.isNeeded ?? false;
    forbidsWasm ||= more.forbidsWasm ?? false;
    if (!isStarted || !content.isSpace || (content.page && !more.forbidsWasm)) return;
    next = isAsking ? { ...next, ...more } : undefined;
    if (isAsking) return;
    isAsking = true;
    const number = ++asked;
    const wasParsed = isParsed();
    /** @type {StartAnswer | null} */
    let answer = null;
    try {
      answer = await chrome.runtime.sendMessage(
        /** @satisfies {MessageOf<FrameMessages>} */ ({
          ...{ kind: /** @type {const} */ ("start"), document: events.document },
          ...{ isNeeded, isParsed: wasParsed, forbidsWasm },
          policies: wasParsed ? policies() : [],
          space: isOnHub ? space() : null,
        }),
      );
    } catch {
      // After an update of the extension `chrome.*` throws.
      if (!chrome.runtime?.id) stop();
    }
    if (number !== asked) return;
    isAsking = false;
    state = answer?.state;
    forbidsWasm ||= answer?.forbidsWasm ?? false;
    isNeeded ||= state === "needed";
    // It was asked too early for the core.
    const isLate = !wasParsed && isParsed() && state !== "asleep";
    if (next || isLate) request(next);
  }

  /** The policies that the document itself declares. */
  const policies = () =>
    [...document.querySelectorAll('meta[http-equiv="content-security-policy" i]')]
      .slice(0, MAX_POLICIES)
      .map((meta) => meta.getAttribute("content"));

  /** Of a Hub page's data what tells whether the core is needed. */
  const space = () => {
    try {
      const props = page?.props ?? "";
      if (props.length > MAX_PROPS_LENGTH) return null;
      const { id, sdk, runtime } = JSON.parse(props).space;
      const { current, requested } = runtime?.hardware ?? {};
      return { id, sdk, runtime: { hardware: { current, requested } } };
    } catch {
      return null;
    }
  };

  /** Something was recorded; `again` where answers may be lost, or the page is another one. */
  function notify(again = false) {
    if (content.page) content.page.update(again);
    else if (again || (!isAsking && state !== "asleep")) request();
  }

  function listen() {
    // Firefox tells every listener from which node an event came, also in a closed shadow root. This
    // listener is the first one in its document, so that it can end such events.
    if ("originalTarget" in Event.prototype)
      for (const kind of kinds()) addEventListener(kind, guard, { capture: true, passive: true });
    // Before the listeners for presses.
    for (const kind of SENT_BY_SCRIPTS) addEventListener(kind, markScript, { capture: true });
    for (const kind of INPUTS) addEventListener(kind, onInput, { capture: true });
    addEventListener("message", onWindowMessage);
    addEventListener("pageshow", onPageShow);
    if (document.prerendering) document.addEventListener("prerenderingchange", start);
  }
  /** @param {Event} event */
  const guard = (event) => content.guard?.(event);
  /** Each kind of event that an element can get: those with a handler, and those without. */
  const kinds = () => [
    ...["focusin", "focusout", "DOMMouseScroll", "MozMousePixelScroll"],
    ...Object.getOwnPropertyNames(HTMLElement.prototype)
      .filter((name) => name.startsWith("on"))
      .map((name) => name.slice(2)),
  ];

  /** From now on only messages of the extension are answered. */
  function stop() {
    content.isSpace = false;
    content.page?.stop();
    removeEventListener("message", onWindowMessage);
    removeEventListener("pageshow", onPageShow);
    for (const kind of SENT_BY_SCRIPTS) removeEventListener(kind, markScript, { capture: true });
    for (const kind of INPUTS) removeEventListener(kind, onInput, { capture: true });
    content.toasts?.stop();
  }

  /** What a page of the Hub shows: its address, whether it is a Space's app tab, and the data of which
   * Space. @type {{path: string, isApp: boolean, props: string | null} | undefined} */
  let page;

  /** The Hub may make another page of it, of which address or content may come first. */
  const look = () => {
    const path = location.pathname;
    // Either mark will do: the Hub may rename one of them.
    const isApp = !!document.querySelector(APP);
    const props = document.querySelector(HEADER)?.getAttribute("data-props") ?? null;
    watchPage();
    const before = page;
    const isSamePath = before?.path === path;
    // The Hub's own scripts may take the data away once they have it.
    if (before && isSamePath && before.isApp === isApp && [null, before.props].includes(props))
      return;
    page = { path, isApp, props };
    isNeeded = false;
    if (before && !isSamePath) {
      forget();
      events.frame = null;
      events.document = String(performance.timeOrigin + performance.now());
    }
    if (before) sendMoved();
    if (isApp) begin();
    else stop();
  };

  const sendMoved = async () => {
    try {
      await chrome.runtime.sendMessage(
        /** @satisfies {MessageOf<FrameMessages>} */ ({ kind: "moved" }),
      );
    } catch {
      // After an update of the extension `chrome.*` throws.
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

  const onParsed = () => {
    if (!isParsed()) return;
    document.removeEventListener("readystatechange", onParsed);
    if (isOnHub) look();
    // The answer that is under way may say that nothing more is to be asked.
    else if (content.page || (state !== "asleep" && !isAsking)) notify(true);
  };
  // Firefox also starts scripts in pages that were open when the extension was installed.
  const watchParsing = () => {
    document.addEventListener("readystatechange", onParsed);
    onParsed();
  };
  // `document.open()` takes all listeners away, but not those who watch the document's children. To
  // look at an element here would cost each silent frame 63 KB for the interfaces of elements.
  new MutationObserver((records) => {
    if (!content.isSpace || !records.some(({ removedNodes }) => removedNodes.length > 0)) return;
    listen();
    watchParsing();
  }).observe(document, { childList: true });

  const start = () => {
    // Chromium may open a page before anybody asks for it: nothing is said of such a page.
    if (document.prerendering || hasStarted) return;
    hasStarted = true;
    if (isOnHub) {
      // Firefox: from 147.
      window.navigation?.addEventListener("currententrychange", look);
      addEventListener("popstate", look);
    } else {
      begin();
    }
    watchParsing();
  };
  let hasStarted = false;

  listen();
  chrome.runtime.onMessage.addListener(onMessage);
  start();
})();
