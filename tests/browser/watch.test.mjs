// What the watch sees of a genuine Gradio in Chromium (tools/watch): the newest one here as we know it, and an
// old one, which has no handshake, as one that has changed.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeGradio } from "../../tools/watch/gradio_marks.mjs";
import { observe, toastSelectors, watchedSpace } from "../../tools/watch/gradio_page.mjs";
import { GRADIO_VERSIONS } from "../stage/gradio/venv.mjs";
import { onStage } from "../stage/on_stage.mjs";
import { detailsOf, failed } from "../support/watched.mjs";
import { inBrowser } from "./support/in_browser.mjs";
import { noErrorOfOurs } from "./support/problems.mjs";

const NEWEST = watchedSpace(GRADIO_VERSIONS[0], false);
const OLD = watchedSpace("4.44.1", false);

const stage = onStage({ strangers: [NEWEST, OLD], ready: [NEWEST.id, OLD.id] });
describe("chrome", () => {
  const browser = inBrowser("chrome", stage);

  test("toasts are looked for as the extension looks for them", async () => {
    const { area, body, text } = await toastSelectors();
    assert.match(area, /toast-wrap$/);
    assert.equal(body, "div.toast-body");
    assert.equal(text, "div.toast-text, div.toast-message-text");
  });

  test("the newest Gradio of the stage has every mark", async () => {
    const results = judgeGradio(GRADIO_VERSIONS[0], [await observe(browser, stage, NEWEST)]);
    assert.deepEqual(
      results.filter(({ outcome }) => outcome !== "holds"),
      [],
    );
  });

  test("a Gradio without the handshake is found out", async () => {
    // What it does not do need not be waited for.
    const results = judgeGradio("4.44.1", [await observe(browser, stage, OLD, 1_500)]);
    assert.deepEqual(failed(results), ["gradio-handshake", "gradio-per-run"]);
    const queued = "hub, queued: `/queue/join` without a pass";
    assert.equal(detailsOf(results, "gradio-per-run"), queued);
  });

  test("no error of the extension's scripts was reported", () => noErrorOfOurs(browser));
});
