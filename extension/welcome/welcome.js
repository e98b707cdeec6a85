// The page that opens once, after the extension was installed. Glue: the core builds it
// (src/ui/welcome.rs).

import { ready } from "../background/core.js";

/** @param {string} key */
const say = (key) => chrome.i18n.getMessage(key);

const core = await ready;
const element = core.welcome({
  isFirefox: navigator.userAgent.includes("Firefox/"),
  isInPrivate: await chrome.extension.isAllowedIncognitoAccess(),
});
document.documentElement.dir = say("direction");
document.documentElement.lang = say("locale");
document.title = say("welcome_title");
const name = document.querySelector(".name");
if (name) name.textContent = say("extensionName");
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
