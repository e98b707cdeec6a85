// Preloaded (`node --import`) into a program that knows nothing of the stage: its `fetch` takes the way
// through HTTPS_PROXY. Node 20 has no switch for that; later ones have NODE_USE_ENV_PROXY.

import { connect } from "node:tls";
import { tunnel } from "./ask.mjs";

const port = Number(new URL(String(process.env.HTTPS_PROXY)).port);
// How Node's own `fetch` and undici find their dispatcher
// (https://github.com/nodejs/undici/blob/main/lib/global.js). A first request makes it.
const dispatcher = Symbol.for("undici.globalDispatcher.1");
await fetch("data:,");
const all = /** @type {any} */ (globalThis);
const Agent = all[dispatcher].constructor;

/**
 * @param {{hostname: string}} options
 * @param {(error: unknown, socket?: import("node:tls").TLSSocket) => void} done
 */
async function connectThroughProxy({ hostname }, done) {
  try {
    const socket = connect({ socket: await tunnel(port, hostname), servername: hostname });
    socket.once("error", done);
    socket.once("secureConnect", () => {
      socket.off("error", done);
      done(null, socket);
    });
  } catch (error) {
    done(error);
  }
}

all[dispatcher] = new Agent({ connect: connectThroughProxy });
