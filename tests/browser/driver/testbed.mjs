// What the driver's own tests drive: a small site behind a proxy, and a throwaway extension.

import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const HOSTS = ["page.example", "other.example"];

/** @type {Record<string, string>} */
const PAGES = {
  "/": `<title>top</title><input id="text"><button id="button">press</button>
    <script>button.onclick = (event) => { button.title = String(event.isTrusted) }</script>`,
  "/frames": `<body style="margin: 40px"><div style="height: 1500px">far down</div>
    <iframe src="https://other.example/?inner" width="600" height="300"
      style="border: 7px solid; padding: 5px"></iframe>`,
  "/own-frame": `<iframe src="/?inner"></iframe>`,
  "/tall": `<body style="margin: 0; height: 2000px; background: rgb(1, 2, 3)">`,
  "/complain": `<script>
      console.error("page console", 7);
      Promise.reject(new Error("page rejection"));
      throw new Error("page exception");
    </script>`,
  "/around": `<iframe src="https://other.example/complain"></iframe>`,
  "/csp": `<meta http-equiv="content-security-policy" content="script-src 'none'"><script>1</script>`,
};

/** @type {Record<string, string>} */
const EXTENSION = {
  "manifest.json": JSON.stringify({
    manifest_version: 3,
    name: "driver test",
    version: "1",
    browser_specific_settings: { gecko: { id: "driver-test@example.org" } },
    background: { service_worker: "background.js", scripts: ["background.js"] },
    content_scripts: [
      { matches: ["https://*/*"], js: ["content.js"], all_frames: true, run_at: "document_start" },
    ],
  }),
  "background.js": `
    globalThis.memory = "fresh";
    console.error("background console");
    chrome.runtime.onMessage.addListener((message, sender, answer) => {
      if (message === "complain") throw new Error("background exception");
      answer({ tab: sender.tab?.id, incognito: sender.tab?.incognito });
    });`,
  "content.js": `
    const host = document.createElement("driver-probe");
    const root = host.attachShadow({ mode: "closed" });
    root.innerHTML = '<div id="private"></div><div id="answer"></div>' +
      '<button>press</button> <a href="https://page.example/?linked">a link</a>';
    root.querySelector("button").onclick = (event) => { event.target.title = String(event.isTrusted) };
    root.querySelector("#private").textContent = String(chrome.extension.inIncognitoContext);
    host.style.cssText = "position: fixed; bottom: 0; right: 0";
    document.documentElement.append(host);
    chrome.runtime.sendMessage("hello", (answer) => {
      root.querySelector("#answer").textContent = JSON.stringify(answer);
    });
    if (location.pathname === "/complain") {
      console.error("content console");
      chrome.runtime.sendMessage("complain");
      throw new Error("content exception");
    }`,
  "popup.html": "<!doctype html><title>popup</title><script src=popup.js></script>",
  "popup.js": 'console.error("popup console"); throw new Error("popup exception");',
};

/**
 * One with a button in the toolbar, which may read one of the hosts.
 * @type {Record<string, string>}
 */
const WITH_BUTTON = {
  "manifest.json": JSON.stringify({
    manifest_version: 3,
    name: "driver test with a button",
    version: "1",
    browser_specific_settings: { gecko: { id: "driver-button@example.org" } },
    permissions: ["activeTab", "scripting", "storage"],
    host_permissions: ["https://other.example/*"],
    action: { default_popup: "popup.html" },
    background: { service_worker: "background.js", scripts: ["background.js"] },
    content_scripts: [
      {
        matches: ["https://other.example/*"],
        js: ["scripts/content.js"],
        run_at: "document_start",
      },
    ],
  }),
  "background.js": 'globalThis.memory = "fresh";',
  "scripts/content.js": 'document.documentElement.append(document.createElement("driver-probe"));',
  "popup.html": `<!doctype html><title>popup</title>
    <body style="width: 321px; height: 123px; margin: 0"><button>press</button><input>
    <script src=popup.js></script>`,
  "popup.js": `
    console.error("popup console");
    document.querySelector("button").onclick = ({ target, isTrusted }) => {
      target.title = String(isTrusted && navigator.userActivation.hasBeenActive);
    };`,
};

/**
 * Starts the site and the proxy, and writes the extensions.
 */
export async function startTestbed() {
  const folder = mkdtempSync(join(tmpdir(), "driver-testbed-"));
  const at = (/** @type {string} */ name) => join(folder, name);
  for (const [extension, files] of Object.entries({ EXTENSION, WITH_BUTTON })) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(at(join(extension, name))), { recursive: true });
      writeFileSync(at(join(extension, name)), text);
    }
  }

  const request =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test";
  const names = HOSTS.map((host) => `DNS:${host}`).join(",");
  execFileSync(
    "openssl",
    [
      ...request.split(" "),
      "-addext",
      `subjectAltName=${names}`,
      "-keyout",
      at("key"),
      "-out",
      at("cert"),
    ],
    { stdio: "pipe" },
  );
  const cert = readFileSync(at("cert"));
  const publicKey = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  const spki = createHash("sha256").update(publicKey).digest("base64");

  const site = createHttps({ key: readFileSync(at("key")), cert }, (request, response) => {
    const page = PAGES[String(request.url).replace(/\?.*/, "")];
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><meta charset="utf-8">${page ?? "not here"}`);
  });
  /** @type {Set<string>} */
  const strangers = new Set();
  const proxy = createHttp((request, response) => {
    strangers.add(String(request.url));
    response.writeHead(404).end();
  }).on("connect", (request, socket) => {
    socket.on("error", () => {}); // browsers end their connections as they like
    const { port } = /** @type {import("node:net").AddressInfo} */ (site.address());
    if (!HOSTS.includes(String(request.url).replace(/:443$/, ""))) {
      strangers.add(String(request.url));
      socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
  });
  for (const server of [site, proxy]) {
    await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  }
  const { port: proxyPort } = /** @type {import("node:net").AddressInfo} */ (proxy.address());
  return {
    extension: at("EXTENSION"),
    withButton: at("WITH_BUTTON"),
    proxyPort,
    spki,
    strangers,
    stop() {
      for (const server of [site, proxy]) {
        server.close();
        server.closeAllConnections();
      }
      rmSync(folder, { recursive: true });
    },
  };
}
