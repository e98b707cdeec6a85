// The options page. Glue: the core builds it (src/ui/options.rs), what is chosen is stored at once
// (background/settings.js).

import { formatDay } from "../background/clock.js";
import { ready } from "../background/core.js";
import { settings } from "../background/settings.js";
import { localizePage, say } from "../background/words.js";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

const core = await ready;
const isPrivate = chrome.extension.inIncognitoContext;

/** What a choice comes to, in words. @type {Record<string, string>} */
const SAVED = { synced: "options_saved", local: "options_savedHere", memory: "options_saved" };

async function show() {
  const chosen = await settings(core, isPrivate);
  const { at = 0 } = chosen.hiddenUntil ?? {};
  const until = at > Date.now() ? formatDay(new Date(at)) : null;
  const element = core.options({ settings: chosen, isPrivate, until });
  if (!element) return;
  // What has the focus keeps it.
  const focused = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
  const { id, dataset } = focused;
  const { act, key } = dataset;
  const alike = () => [
    .../** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll(`main [data-act="${act}"]`)
    ),
  ];
  const place = alike().indexOf(focused);
  find("main").replaceChildren(element);
  const same = [...document.querySelectorAll("main [id], main [data-act]")].find((other) => {
    const { dataset, id: otherId } = /** @type {HTMLElement} */ (other);
    return id ? otherId === id : act && dataset.act === act && dataset.key === key;
  });
  if (same instanceof HTMLElement) same.focus();
  else if (act) (alike().at(place) ?? alike().at(-1) ?? find("main")).focus();
}

/** @param {MessageOf<PopupMessages>} message @returns {Promise<string>} where it was kept */
const send = (message) => chrome.runtime.sendMessage(message).catch(() => "failed");

/** @param {Change} change */
async function choose(change) {
  const kept = await send({ kind: "choose", change });
  await tell(SAVED[kept] ?? "options_failed");
}

/** @param {string} key */
async function tell(key) {
  await show();
  find(".saved").textContent = say(key);
}

addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement)) return;
  const { key, at } = target.dataset;
  if (!key) return;
  const flag = target.type === "radio" ? target.value : target.checked;
  await choose({ key, value: at ? { at: Number(at), cards: target.checked } : flag });
});

addEventListener("click", async ({ target }) => {
  const pressed = target instanceof Element ? target.closest("[data-act]") : null;
  if (!(pressed instanceof HTMLElement)) return;
  const { act, key = "", value } = pressed.dataset;
  if (act === "show-again") await choose({ key, value: value === "false" ? false : null });
  if (act === "reset")
    await tell(
      (await send({ kind: "reset" })) === "failed" ? "options_failed" : "options_resetDone",
    );
});

localizePage(`${say("extensionName")}: ${say("options_title")}`);
await show();
// Chosen in a banner meanwhile, or on another machine.
chrome.storage.onChanged.addListener((_, area) => {
  if (area !== "session") show();
});
