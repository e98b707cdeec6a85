// What Chromium shows in red in its consoles.

import { idOf, puppeteerPageOf, sessionOf, tabOf, typeOf } from "./chromium_puppeteer.mjs";

/** @typedef {import("./index.mjs").Problem} Problem */
/** @typedef {import("puppeteer-core").Target} Target */

/**
 * Collects the complaints of every tab, frame and worker from now on. Puppeteer's own events leave out exceptions
 * in frames of other sites and in service workers.
 * @param {import("puppeteer-core").Browser} puppeteer
 */
export function watchProblems(puppeteer) {
  /** @type {Problem[]} */
  const problems = [];
  const seen = new WeakSet();
  /** @param {Target} target */
  const watch = (target) => {
    // A toolbar popup becomes a page only when its document comes.
    if (["browser", "tab", "other"].includes(typeOf(target)) || seen.has(target)) return;
    seen.add(target);
    // It may end meanwhile.
    listen(target, problems).catch(() => {});
  };
  for (const target of puppeteer.targets()) watch(target);
  puppeteer.on("targetcreated", watch);
  puppeteer.on("targetchanged", watch);
  return problems;
}

/** @param {Target} target @param {Problem[]} problems */
async function listen(target, problems) {
  const session = sessionOf(target) ?? (await target.worker())?.client;
  if (!session) return;
  /** @param {Problem["kind"]} kind @param {string | undefined} where @param {string} text */
  const report = (kind, where, text) => {
    problems.push({ kind, where: where || target.url(), tab: tabOf(target), text });
  };
  session.on("Runtime.consoleAPICalled", ({ type, args, stackTrace }) => {
    if (type !== "error" && type !== "assert") return;
    const text = args.map((arg) => String(arg.value ?? arg.description)).join(" ");
    report("console", stackTrace?.callFrames[0]?.url, text);
  });
  session.on("Runtime.exceptionThrown", ({ exceptionDetails }) => {
    const { url, stackTrace, text, exception } = exceptionDetails;
    const description = exception?.description ?? exception?.value ?? "";
    report("exception", url || stackTrace?.callFrames[0]?.url, `${text} ${description}`.trim());
  });
  session.on("Log.entryAdded", ({ entry }) => {
    // Failed requests are no console errors in Firefox; the proxy sees them.
    if (entry.level !== "error" || entry.source === "network") return;
    report("report", entry.url, entry.text);
  });
  if (typeOf(target) === "service_worker") {
    session.once("Inspector.targetCrashed", () => forget(target, session).catch(() => {}));
  }
  // Puppeteer's page first: a session is told of a script context once, and the page must hear of it.
  if (typeOf(target) === "page") await puppeteerPageOf(target);
  await Promise.all([session.send("Runtime.enable"), session.send("Log.enable")]);
}

/**
 * Chromium does not tell that a worker's target is gone which ended with its extension. Puppeteer's
 * `uninstallExtension` helps itself in the same way.
 * @param {Target} target @param {import("puppeteer-core").CDPSession} session
 */
async function forget(target, session) {
  const connection = session.connection();
  await session.detach();
  connection?.emit("Target.targetDestroyed", { targetId: idOf(target) });
}
