// The toolbar's popup: the verdict in words, and the report. `popup.html?tab=ID` shows any tab.

/** @param {string} key */
const say = (key) => chrome.i18n.getMessage(key);

/**
 * @param {string} selector
 * @param {string} text
 */
function put(selector, text) {
  const element = document.querySelector(selector);
  if (element) element.textContent = text;
}

async function tabId() {
  const asked = new URLSearchParams(location.search).get("tab");
  if (asked !== null) return Number(asked);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

const report = await chrome.runtime.sendMessage({ kind: "popup", tab: await tabId() });

document.documentElement.dir = say("@@bidi_dir");
document.documentElement.lang = say("@@ui_locale").replace("_", "-");
put(".name", say("extensionName"));
put("summary", say("popup_report"));
put(".limits", say("popup_limits"));
if (!report || (report.place === "other" && report.pool === "unknown")) {
  put("#verdict", say("popup_notASpace"));
} else {
  const may = report.pool === "guest" && report.grade === "assumed" ? "May" : "";
  put("#verdict", say(`verdict_${report.pool}${may}`));
  put("#grade", say(`grade_${report.grade}`));
  put("#space", report.space.id ?? report.space.subdomain ?? "");
  document.body.dataset.pool = report.pool;
}
put("#report", JSON.stringify(report, null, 2));
