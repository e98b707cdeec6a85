// The pages that are visited: light ones on the hosts of the stage, with all that the extension reads and
// without Gradio, whose own work varies more from load to load than what is measured.

import { space } from "../../stage/catalogue.mjs";
import { gradioLikePage } from "../../stage/space_pages.mjs";

/**
 * @typedef {object} Kind
 * @property {string} title
 * @property {boolean} banner whether the extension shows one there
 * @property {number} documents the page's and its frames'
 * @property {(round: number) => string} url
 */

/**
 * Each round visits Spaces of its own: the Hub is asked about each for the first time, and each is another
 * site, whose page the browser opens in a new process.
 * @param {string} name
 * @param {number} round
 */
const idOf = (name, round) => `bench/${name}-${round + 1}`;

/** @param {string} name */
const direct = (name) => (/** @type {number} */ round) =>
  `https://${idOf(name, round).replace("/", "-")}.hf.space/`;

/** @param {string} name */
const onHub = (name) => (/** @type {number} */ round) =>
  `https://huggingface.co/spaces/${idOf(name, round)}`;

/** @satisfies {Record<string, Kind>} */
export const KINDS = {
  static: {
    title: "static host",
    banner: false,
    documents: 1,
    url: () => "https://studio-static-page.static.hf.space/",
  },
  cpu: { title: "direct CPU Space", banner: false, documents: 1, url: direct("cpu") },
  hubCpu: { title: "Hub page of a CPU Space", banner: false, documents: 2, url: onHub("hub-cpu") },
  zero: { title: "direct ZeroGPU Space", banner: true, documents: 1, url: direct("zero") },
  hubZero: {
    title: "Hub page of a ZeroGPU Space, signed out",
    banner: true,
    documents: 2,
    url: onHub("hub-zero"),
  },
};

/** @typedef {keyof typeof KINDS} KindName */

/** A ZeroGPU Space at its direct address, for what is timed up to the banner. */
export const timed = direct("timed");

/**
 * The Spaces of that many rounds, for the stage; and the round before them, which is not counted.
 * @param {number} rounds
 */
export function spacesFor(rounds) {
  const hardware = { cpu: "cpu-basic", "hub-cpu": "cpu-basic", zero: "zero-a10g" };
  const all = { ...hardware, "hub-zero": "zero-a10g", timed: "zero-a10g" };
  return Object.entries(all).flatMap(([name, hardware]) =>
    Array.from({ length: rounds + 1 }, (_, index) => {
      const id = idOf(name, index - 1);
      return space(id, { hardware, page: gradioLikePage(id) });
    }),
  );
}
