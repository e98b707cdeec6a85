// Looks through a page that has no address of Hugging Face for Spaces, when the visitor asks in the
// popup: `activeTab` lets it in for that once. What it finds is text; src/facts/embedded_space.rs reads it.
// A page may hold anything: each text is measured before it is read, and each list has an end.

(() => {
  const MAX_ELEMENTS = 20;
  const MAX_SCRIPTS = 200;
  const MAX_CONFIG_LENGTH = 1_000_000;
  const MAX_ADDRESS_LENGTH = 8_000;
  const MAX_CLASS_LENGTH = 2_000;
  const MAX_ID_LENGTH = 200;

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
    return text instanceof Text && text.length <= MAX_CONFIG_LENGTH ? text.data : "";
  };

  /** @param {string} name */
  const elements = (name) => first(document.getElementsByTagName(name), MAX_ELEMENTS);

  return {
    href: short(location.href, MAX_ADDRESS_LENGTH),
    config:
      first(document.scripts, MAX_SCRIPTS)
        .filter((script) => !script.hasAttribute("src") && !script.hasAttribute("type"))
        .map(code)
        .find((text) => /^\s*window\.gradio_config\s*=/.test(text)) ?? null,
    gradioClass: short(
      document
        .querySelector("body .gradio-container[class*=gradio-container-]")
        ?.getAttribute("class"),
      MAX_CLASS_LENGTH,
    ),
    apps: elements("gradio-app").map((app) => ({
      src: short(app.getAttribute("src"), MAX_ADDRESS_LENGTH),
      space: short(app.getAttribute("space"), MAX_ID_LENGTH),
    })),
    frames: elements("iframe").map((frame) =>
      short(frame.getAttribute("src"), MAX_ADDRESS_LENGTH)
        ? short(/** @type {HTMLIFrameElement} */ (frame).src, MAX_ADDRESS_LENGTH)
        : null,
    ),
  };
})();
