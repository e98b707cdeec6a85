// The words of our own pages: popup, options, and the one after installing.

/** @param {string} key */
export const say = (key) => chrome.i18n.getMessage(key);

/** Tells the browser which language a page speaks, and names it. @param {string} [title] */
export function localizePage(title = say("extensionName")) {
  document.documentElement.dir = say("direction");
  document.documentElement.lang = say("locale");
  document.title = title;
  const name = document.querySelector(".name");
  if (name) name.textContent = say("extensionName");
}
