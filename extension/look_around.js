// Looks through a page that has no address of Hugging Face for Spaces, when the visitor asks in the
// popup: `activeTab` lets it in for that once. What it finds is text; src/observe/found.rs reads it.

(() => {
  const MOST = 20;
  const LONGEST = 1_000_000;
  const scripts = [...document.querySelectorAll("script:not([src],[type])")];
  const config = scripts
    .map((script) => script.textContent ?? "")
    .find((text) => /^\s*window\.gradio_config\s*=/.test(text) && text.length <= LONGEST);
  return {
    href: location.href,
    config: config ?? null,
    gradioClass:
      document
        .querySelector("body .gradio-container[class*=gradio-container-]")
        ?.getAttribute("class") ?? null,
    apps: [...document.querySelectorAll("gradio-app")].slice(0, MOST).map((app) => ({
      src: app.getAttribute("src"),
      space: app.getAttribute("space"),
    })),
    frames: [...document.querySelectorAll("iframe")].slice(0, MOST).map((frame) => frame.src),
  };
})();
