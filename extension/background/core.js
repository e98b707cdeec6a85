// The core, for the background and for the popup: compiled once in each. After a panic the next call
// meets a new instance.

import "./background_core.js";

/** @type {Promise<Core>} */
export const ready = loadCore().then((start) => {
  let core = start();
  return new Proxy(core, {
    get: (_, name) => {
      // A promise's only question; there is no such door.
      if (name === "then") return undefined;
      return (/** @type {unknown[]} */ ...given) => {
        try {
          return /** @type {any} */ (core)[name](...given);
        } catch (error) {
          core = start();
          throw error;
        }
      };
    },
  });
});
