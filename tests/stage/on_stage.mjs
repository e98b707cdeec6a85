// The stage of a test file.

import { duringTests } from "../support/during_tests.mjs";
import { startStage } from "./stage.mjs";

/**
 * The stage, from before the file's first test until after its last one.
 * @param {object} [options]
 * @param {import("./catalogue.mjs").Space[]} [options.strangers] Spaces besides those of the catalogue
 * @param {Iterable<string>} [options.ready] the ids of Spaces whose app runs before the first test
 */
export function onStage({ strangers = [], ready = [] } = {}) {
  return duringTests("the stage", async () => {
    const cache = process.env.WHOSE_QUOTA_CACHE;
    const stage = await startStage({ cache, log: console.log, strangers });
    await Promise.all([...ready].map(stage.ready));
    return stage;
  });
}
