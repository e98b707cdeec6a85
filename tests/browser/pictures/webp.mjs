// An animated WebP out of still ones. The browser's canvas encodes the stills, lossless at quality 1; what is
// left is a container of a dozen fields. No package for that in the registry is both kept up and free of
// native code: upng-js is of 2017, sharp brings 20 MB of libvips. WebP rather than APNG: a third smaller, and no
// host takes its name for a file to download.
// https://developers.google.com/speed/webp/docs/riff_container

/** @typedef {{webp: Buffer, ms: number}} Still a whole WebP file, and how long it stays */

const HEADER_SIZE = 12;
const ANIMATION = 0x02;
/** Each still replaces the one before. */
const NO_BLEND = 0x02;

/**
 * @param {Still[]} stills
 * @param {[width: number, height: number]} size
 */
export function animated(stills, [width, height]) {
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(ANIMATION, 0);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  // No background, and played for ever.
  const loop = Buffer.alloc(6);
  const frames = stills.map(({ webp, ms }) => {
    const head = Buffer.alloc(16);
    head.writeUIntLE(width - 1, 6, 3);
    head.writeUIntLE(height - 1, 9, 3);
    head.writeUIntLE(ms, 12, 3);
    head.writeUInt8(NO_BLEND, 15);
    return chunk("ANMF", Buffer.concat([head, bitstream(webp)]));
  });
  const content = [Buffer.from("WEBP"), chunk("VP8X", canvas), chunk("ANIM", loop), ...frames];
  return chunk("RIFF", Buffer.concat(content));
}

/**
 * What an animated WebP holds, as its container says.
 * @param {Buffer} webp
 */
export function readAnimated(webp) {
  const chunks = chunksOf(webp);
  const canvas = chunks.find(({ name }) => name === "VP8X")?.content;
  if (!canvas || !(canvas.readUInt8(0) & ANIMATION)) throw new Error("not an animated WebP");
  const frames = chunks.filter(({ name }) => name === "ANMF").map(({ content }) => content);
  return {
    size: [canvas.readUIntLE(4, 3) + 1, canvas.readUIntLE(7, 3) + 1],
    frames: frames.map((content) => ({
      size: [content.readUIntLE(6, 3) + 1, content.readUIntLE(9, 3) + 1],
      ms: content.readUIntLE(12, 3),
      format: content.toString("latin1", 16, 20),
    })),
  };
}

/** The encoded picture of a still, with its header. @param {Buffer} webp */
function bitstream(webp) {
  const found = chunksOf(webp).find(({ name }) => name === "VP8L");
  if (!found) throw new Error("the browser's WebP is not lossless");
  return chunk("VP8L", found.content);
}

/** @param {Buffer} webp */
function chunksOf(webp) {
  const chunks = [];
  for (let at = HEADER_SIZE; at + 8 <= webp.length; ) {
    const size = webp.readUInt32LE(at + 4);
    const content = webp.subarray(at + 8, at + 8 + size);
    if (content.length < size) throw new Error("the file ends within a chunk");
    chunks.push({ name: webp.toString("latin1", at, at + 4), content });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/**
 * @param {string} name
 * @param {Buffer} content
 */
function chunk(name, content) {
  const head = Buffer.alloc(8, name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
