// The pictures that are committed for the stores and the README have what is asked of them, and what they show
// still stands where they show it. Whether they are right and legible only people see: ./build.sh pictures.

/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { onStage } from "../stage/on_stage.mjs";
import { BANNER, BROWSERS, root } from "./extension.mjs";
import { pageSize } from "./pictures/composition.mjs";
import { openPopup, PICTURE, POPUP_HEIGHT, popupBox, SCENES, TILE } from "./pictures/scenes.mjs";
import { STORY, STORY_MS, WAY_OUT } from "./pictures/story.mjs";
import { animated, readAnimated } from "./pictures/webp.mjs";
import { at, box, control, goToBanner, like } from "./support/banner_page.mjs";
import { withBrowser } from "./support/in_browser.mjs";

/** The README is read on telephones too. */
const MAX_ANIMATION = 1_500_000;

/** Eight bits a colour, no transparency: Chrome's store takes no other. */
const OPAQUE = [8, 2];

const stage = onStage({ strangers: [like("pictured")] });

for (const name of BROWSERS) {
  test(`${name}'s store has its pictures, each as large as it must be, and no other`, async () => {
    const folder = join(root, "store", "pictures", name);
    const expected = Object.fromEntries(SCENES.map(({ file }) => [`${file}.png`, PICTURE]));
    if (name === "chrome") expected["tile.png"] = TILE;
    const files = await readdir(folder);
    assert.deepEqual(files.sort(), Object.keys(expected).sort());
    for (const file of files) {
      const png = await readFile(join(folder, file));
      assert.equal(png.toString("latin1", 1, 4), "PNG");
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], expected[file], file);
      assert.deepEqual([...png.subarray(24, 26)], OPAQUE, file);
    }
  });
}

test("the README's animation takes 20 s and less than 1.5 MB", async () => {
  const webp = await readFile(join(root, "docs", "whose-quota.webp"));
  assert.ok(webp.length < MAX_ANIMATION, `${webp.length} bytes`);
  const { size, frames } = readAnimated(webp);
  assert.deepEqual(size, STORY);
  assert.ok(frames.length >= 8 && frames.length <= 14, `${frames.length} frames`);
  for (const frame of frames) assert.deepEqual([frame.size, frame.format], [STORY, "VP8L"]);
  const total = frames.reduce((sum, { ms }) => sum + ms, 0);
  assert.deepEqual([total, STORY_MS], [20_000, 20_000]);
  // WCAG 2.3.1: nothing flashes three times a second.
  assert.ok(frames.every(({ ms }) => ms > 333));
  const readme = await readFile(join(root, "README.md"), "utf8");
  assert.match(readme, /<img src="docs\/whose-quota\.webp"[^>]* alt="[^"]{40,}"/);
});

test("an animation that is cut off, or of stills with losses, is noticed", () => {
  const still = (/** @type {string} */ format) => {
    const content = Buffer.alloc(12, `${format}\x04\0\0\0abcd`, "latin1");
    return Buffer.concat([Buffer.from("RIFF\x10\0\0\0WEBP", "latin1"), content]);
  };
  const whole = animated([{ webp: still("VP8L"), ms: 70_000 }], [960, 600]);
  assert.deepEqual(readAnimated(whole).frames, [{ size: [960, 600], ms: 70_000, format: "VP8L" }]);
  assert.throws(() => readAnimated(whole.subarray(0, -1)), /ends within/);
  assert.throws(() => animated([{ webp: still("VP8 "), ms: 1 }], [960, 600]), /lossless/);
});

for (const [what, size] of /** @type {const} */ ([
  ["the stores'", PICTURE],
  ["the animation's", STORY],
])) {
  describe(`on a page of ${what} size`, () => {
    for (const name of BROWSERS)
      test(`${name}: the banner, its way out and the popup can be seen whole`, () =>
        withBrowser(name, stage, { size: pageSize(size) }, async (browser) => {
          const page = await browser.open("about:blank");
          await goToBanner(page, at("pictured"));
          const [width, height] = pageSize(size);
          assert.equal((await box(page)).isInView, true);
          for (const pressed of [control("why"), WAY_OUT]) {
            const isInView = await page.closedShadow(
              BANNER,
              (/** @type {ShadowRoot} */ root, /** @type {string} */ pressed) => {
                const { left, right, bottom } =
                  root.querySelector(pressed)?.getBoundingClientRect() ?? new DOMRect(-1);
                return left > 0 && right < innerWidth && bottom < innerHeight;
              },
              pressed,
            );
            assert.equal(isInView, true, pressed);
            await page.clickIn(BANNER, control("why"));
          }
          const popup = await openPopup(browser, page);
          const seen = await popupBox(popup, Math.min(POPUP_HEIGHT, height));
          assert.equal(seen.width, 380);
          // The verdict and one more section at least.
          assert.ok(
            seen.height > 200 && seen.height <= height && seen.width < width / 2,
            `${seen}`,
          );
        }));
  });
}
