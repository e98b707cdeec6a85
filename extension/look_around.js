// Looks through a page that has no address of Hugging Face for Spaces, when the visitor asks in the
// popup: `activeTab` lets it in for that once. What it finds is text; src/facts/embedded_space.rs reads it.
// A page may hold anything: each text is measured before it is read, and each list has an end.

(() => {
  const MOST = 20;
  const MOST_SCRIPTS = 200;
  const LONGEST_CONFIG = 1_000_000;
  const LONGEST_ADDRESS = 8_000;
  const LONGEST_CLASS = 2_000;
  const LONGEST_ID = 200;

  /**
   * The first of a live list, which the browser makes only as far as it is read.
   * @template T
   * @param {ArrayLike<T>} list
   * @param {number} most
   */
  const first = (list, most) => {
    const found = [];
    for (let index = 0; index < most; index += 1) {
      const one = list[index];
      if (one === undefined) break;
      found.push(one);
    }
    return found;
  };

  /** @param {string | null | undefined} text @param {number} longest */
  const short = (text, longest) => (text && text.length <= longest ? text : null);

  /** A script's text is one node. @param {Element} script */
  const code = (script) => {
    const text = script.firstChild;
    return text instanceof Text && text.length <= LONGEST_CONFIG ? text.data : "";
  };

  /** @param {string} name */
  const elements = (name) => first(document.getElementsByTagName(name), MOST);

  return {
    href: short(location.href, LONGEST_ADDRESS),
    config:
      first(document.scripts, MOST_SCRIPTS)
        .filter((script) => !script.hasAttribute("src") && !script.hasAttribute("type"))
        .map(code)
        .find((text) => /^\s*window\.gradio_config\s*=/.test(text)) ?? null,
    gradioClass: short(
      document
        .querySelector("body .gradio-container[class*=gradio-container-]")
        ?.getAttribute("class"),
      LONGEST_CLASS,
    ),
    apps: elements("gradio-app").map((app) => ({
      src: short(app.getAttribute("src"), LONGEST_ADDRESS),
      space: short(app.getAttribute("space"), LONGEST_ID),
    })),
    frames: elements("iframe").map((frame) =>
      short(frame.getAttribute("src"), LONGEST_ADDRESS)
        ? short(/** @type {HTMLIFrameElement} */ (frame).src, LONGEST_ADDRESS)
        : null,
    ),
  };
})();
