// The page that opens once, after the extension was installed. Glue: the core builds it
// (src/ui/welcome.rs).

import { ready } from "../background/core.js";
import { localizePage, say } from "../background/words.js";

const core = await ready;
const element = core.welcome({
  isFirefox: navigator.userAgent.includes("Firefox/"),
  isInPrivate: await chrome.extension.isAllowedIncognitoAccess(),
});
localizePage(say("welcome_title"));
if (element) document.querySelector("main")?.append(element);
const sample = document.querySelector(".sample");
const banner = core.sampleBanner();
if (sample && banner) {
  const root = sample.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(core.bannerStyles());
  const place = new CSSStyleSheet();
  // The page is narrower than a window with room for the cause.
  place.replaceSync(`:host { position: static !important }
    .banner > .words > .cause { display: none }`);
  root.adoptedStyleSheets = [sheet, place];
  // A picture: nothing in it can be pressed.
  banner.setAttribute("inert", "");
  root.append(banner);
}
addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-act=options]"))
    chrome.runtime.openOptionsPage();
});
