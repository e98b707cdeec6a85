// The script of a Space's Hub page.

import { PLANTED_SECRETS } from "./accounts.mjs";

/**
 * The Hub's side of the hand-off. Gradio asks "supports-zerogpu-headers" once per load (from
 * 5.12.0), and "zerogpu-headers" with a port before each run.
 *
 * @param {import("./catalogue.mjs").Space} space
 * @param {string} handshake "prompt", "late" (when a test says so) or "never"
 */
export function frameScript(space, handshake) {
  const settings = {
    origin: `https://${space.host}`,
    tokens: `/api/spaces/${space.id}/jwt`,
    uuid: PLANTED_SECRETS.sessionUuid,
    handshake,
  };
  return `(() => {
  const stage = ${JSON.stringify(settings).replaceAll("<", "\\u003c")};
  const frame = () => document.querySelector("iframe.space-iframe");
  let mayAnswer = stage.handshake === "prompt";
  const waiting = [];
  addEventListener("message", async (event) => {
    if (event.source !== frame().contentWindow || event.origin !== stage.origin) return;
    if (stage.handshake === "never") return;
    if (event.data === "supports-zerogpu-headers") {
      const answer = () => event.source.postMessage("supports-zerogpu-headers", event.origin);
      if (mayAnswer) answer();
      else waiting.push(answer);
    }
    if (event.data === "zerogpu-headers") {
      const { token } = await (await fetch(stage.tokens)).json();
      event.ports[0].postMessage({ "x-zerogpu-token": token, "x-zerogpu-uuid": stage.uuid });
    }
  });
  window.stageAnswerHandshake = () => {
    mayAnswer = true;
    for (const answer of waiting.splice(0)) answer();
  };
  // Once it has loaded: a second address while the first one loads would race with it.
  window.forwardHash = () => {
    frame().addEventListener("load", () => (frame().src += location.hash), { once: true });
  };
})();`;
}
