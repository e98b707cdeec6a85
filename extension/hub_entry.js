"use strict";
// On the Hub's pages that are no Space's. Where the Hub makes a Space's page of one without loading it,
// no content script of the manifest starts: the background is asked to start them.

(() => {
  let isAsked = false;
  const look = async () => {
    if (isAsked || !/^\/spaces\/[^/]+\/[^/]/.test(location.pathname)) return;
    isAsked = true;
    try {
      isAsked = (await chrome.runtime.sendMessage({ kind: "entered" })) === true;
    } catch {
      // Nobody is there: after an update of the extension this script is a stranger in its page.
      isAsked = !chrome.runtime?.id;
    }
  };
  // Firefox: from 147.
  window.navigation?.addEventListener("currententrychange", look);
  addEventListener("popstate", look);
})();
