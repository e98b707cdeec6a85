"use strict";
// On the Hub's pages that are no Space's. Where the Hub makes a Space's page of one without loading it,
// no content script of the manifest starts: the background is asked to start it.

(() => {
  let isAsked = false;
  const look = async () => {
    if (isAsked || !/^\/spaces\/[^/]+\/[^/]/.test(location.pathname)) return;
    isAsked = true;
    try {
      const entered = /** @satisfies {MessageOf<FrameMessages>} */ ({ kind: "entered" });
      isAsked = (await chrome.runtime.sendMessage(entered)) === true;
    } catch {
      // After an update of the extension `chrome.*` throws.
      isAsked = !chrome.runtime?.id;
    }
  };
  // Firefox: from 147.
  window.navigation?.addEventListener("currententrychange", look);
  addEventListener("popstate", look);
})();
