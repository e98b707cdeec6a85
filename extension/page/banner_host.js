"use strict";
// The banner's element, and what is pressed in it (src/page/banner.rs).

(() => {
  const NAME = "whose-quota-banner";
  /** Somebody looks at it, or does no more. */
  const ATTENTION = ["pointerover", "pointerout", "focusin", "focusout"];
  const content = globalThis.whoseQuota;
  // Chromium may run what is injected in the document that has come meanwhile.
  if (!content) return;

  /** The banner's, once there is one. @type {ShadowRoot | undefined} */
  let root;
  /** @type {(act: string, pressed: Element) => void} */
  let act;

  /** @param {EventTarget | null} target */
  const isInside = (target) => target instanceof Node && target.getRootNode() === root;

  /** @param {Element} pressed @param {boolean} isOpen */
  const setExpanded = (pressed, isOpen) => pressed.setAttribute("aria-expanded", String(isOpen));

  /** A card is open from the start, and closes by itself (src/page/card_close.rs). @param {Element} pressed */
  const toggleWhy = (pressed) => {
    const why = root?.querySelector("div.why");
    const section = root?.querySelector(".banner");
    if (!why || !section) return;
    const isHidden = why.toggleAttribute("hidden");
    section.classList.toggle("expanded", !isHidden || section.classList.contains("card"));
    setExpanded(pressed, !isHidden);
  };

  /** @param {Event} event @param {EventTarget | null} target */
  const handle = (event, target) => {
    // A page can make events up.
    if (!root || !event.isTrusted || !(target instanceof Element)) return;
    if (event instanceof KeyboardEvent && event.type === "keydown" && event.key === "Escape") {
      act("dismiss", target);
    }
    if (ATTENTION.includes(event.type)) act("attention", target);
    const pressed = event.type === "click" && target.closest("[data-act]");
    if (!pressed) return;
    const name = pressed.getAttribute("data-act") ?? "";
    if (name === "why") toggleWhy(pressed);
    if (name === "fold")
      setExpanded(pressed, !root.querySelector(".banner")?.classList.toggle("folded"));
    act(name, pressed);
  };
  /** @type {typeof handle} */
  const handleOrFail = (event, target) => {
    try {
      handle(event, target);
    } catch {
      failed();
    }
  };
  /** @param {Event} event */
  const onEvent = (event) => handleOrFail(event, event.target);

  // Firefox tells every listener from which node an event came, also in a closed shadow root; from
  // there a page could read and rewrite the banner. So these end in the document's first listener,
  // that of content.js, before a script of the page's gets them.
  /** @param {Event & {originalTarget?: EventTarget, explicitOriginalTarget?: EventTarget}} event */
  content.guard = (event) => {
    if (!root) return;
    const { originalTarget = null, explicitOriginalTarget = null } = event;
    if (!isInside(originalTarget) && !isInside(explicitOriginalTarget)) return;
    event.stopImmediatePropagation();
    handleOrFail(event, originalTarget);
  };

  const listen = () => {
    for (const kind of ["click", "keydown", ...ATTENTION]) root?.addEventListener(kind, onEvent);
    content.listen();
  };

  content.isBanner = (target) => root !== undefined && target === root.host;

  globalThis.removeBanner = () => {
    if (!root) return;
    root.host.remove();
    // Whoever showed it does not bring it back (`reattach` in src/page/banner.rs).
    Object.defineProperty(root.host, "isConnected", { value: true });
  };

  globalThis.attachBanner = (styles, onAct) => {
    const html = document.documentElement;
    if (!html) return null;
    // A page can define an element of this name. In a document without a window ours is no such
    // element when it gets its shadow root, and then no definition ever gets that root.
    const inert = new DOMParser().parseFromString("", "text/html");
    const host = inert.createElement(NAME);
    root = host.attachShadow({ mode: "closed" });
    act = onAct;
    html.append(host);
    const [sheet, position] = [new CSSStyleSheet(), new CSSStyleSheet()];
    sheet.replaceSync(styles);
    // After it has come into this document: sheets belong to the one that they were made in.
    root.adoptedStyleSheets = [sheet, position];
    // There before it has words: only then are they read out.
    const status = document.createElement("p");
    status.className = "spoken";
    status.setAttribute("role", "status");
    root.append(status);
    listen();
    return { host, root, position, listen };
  };
})();
