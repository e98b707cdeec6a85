"use strict";
// Where a page's CSP keeps WASM out (Chromium), the background decides with the same core. Here is
// what it needs for that: the page as text, and hands that build what it answers. The counterparts
// in Rust are src/page/read.rs and src/page/banner.rs.

globalThis.withoutWasm = (() => {
  const LONGEST = 1_000_000;

  /** @param {string | null | undefined} text */
  const short = (text) => (text && text.length <= LONGEST ? text : null);

  /** @param {RegExp} pattern */
  const script = (pattern) =>
    [...document.querySelectorAll("script:not([src],[type])")]
      .slice(0, 200)
      .map((element) => element.textContent ?? "")
      .filter((text) => pattern.test(text))
      .map((text) => short(text) ?? "")[0] ?? null;

  /** @param {string} target */
  const props = (target) =>
    short(document.querySelector(`[data-target=${target}]`)?.getAttribute("data-props"));

  const cookiesBlocked = () => {
    if (window !== top || origin === "null") return null;
    try {
      return !window.localStorage;
    } catch {
      return true;
    }
  };

  /** @param {WhoseQuotaHeard} heard */
  const see = (heard) => ({
    href: location.href,
    framing: {
      isTop: window === top,
      parentIsTop: parent === top,
      parentOrigin: location.ancestorOrigins?.[0] ?? null,
      referrer: document.referrer,
    },
    gradioConfig: script(/^\s*window\.gradio_config\s*=/),
    marks: {
      contentType: document.contentType,
      hasGradioApp: document.querySelector("gradio-app") !== null,
    },
    gradioClass: short(
      document
        .querySelector("body .gradio-container[class*=gradio-container-]")
        ?.getAttribute("class"),
    ),
    hubPage: document.body?.classList.contains("SpacePage")
      ? {
          themeMonitor: props("SystemThemeMonitor"),
          mainHeader: props("MainHeader"),
          spaceHeader: props("SpaceHeader"),
          spacePage: props("SpacePageInner"),
          visitCounter: script(/^[\s(]*(window\.)?plausible\b/),
        }
      : null,
    privateWindow: chrome.extension.inIncognitoContext,
    cookiesBlocked: cookiesBlocked(),
    heard,
  });

  /**
   * @param {WhoseQuotaElement} plan
   * @returns {HTMLElement}
   */
  const build = (plan) => {
    const element = document.createElement(plan.tag);
    element.className = plan.class;
    element.textContent = plan.text;
    for (const [name, value] of plan.attributes) element.setAttribute(name, value);
    element.append(...plan.children.map(build));
    return element;
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** A card's countdown: by wall clock, and a timer only while the page is seen. @param {ShadowRoot} root */
  const count = (root) => {
    clearTimeout(timer);
    const line = root.querySelector(".countdown");
    // After an update of the extension this script is a stranger in its page: it has no words.
    if (!line || document.hidden || !chrome.runtime?.id) return;
    const left = Math.max(0, Number(line.getAttribute("data-until")) - Date.now());
    const minutes = Math.ceil(left / 60_000);
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map(String);
    const say = chrome.i18n.getMessage;
    const wait =
      minutes < 60
        ? say("time_min", [rest])
        : rest === "0"
          ? say("time_h", [hours])
          : say("time_hMin", [hours, rest]);
    const clock = line.getAttribute("data-clock") ?? "";
    line.textContent = minutes ? say("card_more", [wait, clock]) : say("card_moreNow", [clock]);
    if (minutes) timer = setTimeout(count, (left % 60_000) + 50, root);
  };

  /** @param {{kind: string, seen?: object}} message */
  const ask = async (message) => {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return null;
    }
  };

  /** @param {WhoseQuotaHeard} heard */
  return (heard) => {
    /** @type {WhoseQuotaBanner | null} */
    let shown = null;
    /** @type {Set<string>} */
    const dismissed = new Set();
    let about = "";
    let last = "";
    let turn = 0;
    const remove = () => {
      shown?.host.remove();
      shown = null;
    };
    /** @param {string} name */
    const act = (name) => {
      if (name === "dismiss") dismissed.add(about);
      if (name === "dismiss" || !chrome.runtime?.id) return remove();
      if (name === "normal-window") ask({ kind: "normal-window" });
      if (name === "report") ask({ kind: "show-report" });
    };
    const update = async () => {
      if (document.readyState === "loading") return;
      turn += 1;
      const current = turn;
      const seen = see(heard);
      /** @type {WhoseQuotaShown | null} */
      const answer = await ask({ kind: "decide", seen });
      if (current !== turn) return;
      if (!answer || dismissed.has(answer.about)) return remove();
      // `document.open()` takes everything away.
      if (shown && !shown.host.isConnected) remove();
      // Built anew, it would forget what was folded or opened.
      const text = JSON.stringify(answer);
      if (shown && text === last) return;
      last = text;
      about = answer.about;
      shown ??= attachBanner(answer.styles, act);
      if (!shown) return;
      shown.root.replaceChildren(build(answer.element));
      count(shown.root);
    };
    const updateOrFail = () => {
      update().catch(failed);
    };
    const parsed = () => {
      if (document.readyState === "loading") return;
      document.removeEventListener("readystatechange", parsed);
      updateOrFail();
    };
    document.addEventListener("readystatechange", parsed);
    document.addEventListener("visibilitychange", () => shown && count(shown.root));
    parsed();
    return updateOrFail;
  };
})();
