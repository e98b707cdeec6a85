// The shape of a Hub page's data, for a report about a page that we cannot read: names of elements and keys, and
// types. No value leaves the page: neither names of people and things, nor tokens.

(() => {
  const MAX_ELEMENTS = 40;
  const MAX_PROPS_LENGTH = 2_000_000;
  const MAX_KEYS = 80;
  const MAX_DEPTH = 6;
  /** A key of the Hub's own. */
  const KEY = /^[a-z][A-Za-z]{0,31}$/;
  /** What is looked into: elsewhere a key may be somebody's name. */
  const PARENTS = new Set([
    ...["authLight", "u", "usage", "zeroGpu"],
    ...["space", "runtime", "hardware", "plan"],
  ]);

  /** @param {unknown} value */
  const typeOf = (value) =>
    value === null ? "null" : Array.isArray(value) ? "list" : typeof value;

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {unknown} a type, or the keys of what it holds with theirs
   */
  const shapeOf = (value, depth) => {
    if (typeOf(value) !== "object" || depth === MAX_DEPTH) return typeOf(value);
    return Object.fromEntries(
      Object.entries(/** @type {object} */ (value))
        .filter(([key]) => KEY.test(key))
        .slice(0, MAX_KEYS)
        .map(([key, held]) => [key, PARENTS.has(key) ? shapeOf(held, depth + 1) : typeOf(held)]),
    );
  };

  /** @param {string} text */
  const shapeOfJson = (text) => {
    try {
      return text.length > MAX_PROPS_LENGTH ? "too long" : shapeOf(JSON.parse(text), 0);
    } catch {
      return "no JSON";
    }
  };

  const elements = [...document.querySelectorAll("[data-target]")].slice(0, MAX_ELEMENTS);
  const shapes = elements.flatMap((element) => {
    const name = element.getAttribute("data-target") ?? "";
    const props = element.getAttribute("data-props");
    return /^[A-Za-z]{1,40}$/.test(name)
      ? [[name, props === null ? null : shapeOfJson(props)]]
      : [];
  });
  return {
    hasFrame: document.querySelector("iframe[src*='.hf.space']") !== null,
    shape: { report: "shape", elements: Object.fromEntries(shapes) },
  };
})();
