// The shape of a Hub page's data, for a report about a page that we cannot read: names of elements and keys, and
// types. No value leaves the page: neither names of people and things, nor tokens.

(() => {
  const MAX_ELEMENTS = 40;
  const MAX_PROPS_LENGTH = 2_000_000;
  const MAX_KEYS = 80;
  const MAX_DEPTH = 5;
  /** A key of the Hub's own. People's names, addresses and hashes are keys too, in other forms. */
  const KEY = /^[a-z][A-Za-z]{0,31}$/;
  /** What people put in, keys and all. */
  const OWN = new Set(["cardData", "variables", "secrets", "reactions", "tags", "query"]);

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {unknown} a type, or the shape of what it holds
   */
  const shapeOf = (value, depth) => {
    if (value === null) return "null";
    if (typeof value !== "object") return typeof value;
    if (depth === MAX_DEPTH) return Array.isArray(value) ? "list" : "object";
    if (Array.isArray(value)) return value.slice(0, 1).map((one) => shapeOf(one, depth + 1));
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => KEY.test(key))
        .slice(0, MAX_KEYS)
        .map(([key, held]) => [key, OWN.has(key) ? typeof held : shapeOf(held, depth + 1)]),
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
