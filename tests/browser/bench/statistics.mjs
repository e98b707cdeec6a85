// Medians and quartiles, of single values and of values that were measured in pairs.

/**
 * @typedef {object} Spread
 * @property {number} least on a busy machine the nearest to what a quiet one would show
 * @property {number} q1 a quarter of the values lies below
 * @property {number} median
 * @property {number} q3 a quarter lies above
 */

/**
 * A figure with and without something. Differences and ratios are those of each round, so that what slows
 * both halves of a round down cancels out.
 * @typedef {object} Paired
 * @property {Spread} base
 * @property {Spread} value
 * @property {Spread} difference
 * @property {Spread | null} ratio null where there is nothing to divide by
 */

/** @param {number} value */
const rounded = (value) => Math.round(value * 1000) / 1000;

/**
 * A quantile, interpolated between the two values around it.
 * @param {number[]} sorted
 * @param {number} part between 0 and 1
 */
function quantile(sorted, part) {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  return rounded(below + (above - below) * (at - Math.floor(at)));
}

/**
 * @param {number[]} values
 * @returns {Spread}
 */
export function spread(values) {
  if (values.length === 0 || !values.every(Number.isFinite))
    throw new Error(`no figures to summarise: ${JSON.stringify(values)}`);
  const sorted = values.toSorted((one, other) => one - other);
  const [least, q1, median, q3] = [0, 0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
  return { least, q1, median, q3 };
}

/**
 * @param {number[]} values one a round
 * @param {number[]} bases of the same rounds
 * @returns {Paired}
 */
export function paired(values, bases) {
  if (values.length !== bases.length) throw new Error("the rounds are not paired");
  return {
    base: spread(bases),
    value: spread(values),
    difference: spread(values.map((value, round) => value - bases[round])),
    ratio: bases.includes(0) ? null : spread(values.map((value, round) => value / bases[round])),
  };
}

/**
 * What is measured, in the order of a round: each starts a round as often as the others.
 * @template T
 * @param {T[]} all
 * @param {number} round
 * @returns {T[]}
 */
export function inTurn(all, round) {
  const first = ((round % all.length) + all.length) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}
