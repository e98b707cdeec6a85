// A certificate for the stage's hosts, made at each start and known to nobody else.

import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const NAMES = [
  ...["huggingface.co", "*.huggingface.co", "hf.space", "*.hf.space", "*.static.hf.space"],
  ...["blog.example", "gallery.example", "*.example"],
];

/**
 * @param {string} folder where its files may lie
 * @returns {Promise<{key: Buffer, cert: Buffer, certFile: string, spki: string}>} `spki` is what
 *   Chromium's switch `--ignore-certificate-errors-spki-list` takes
 */
export async function makeCertificate(folder) {
  const [keyFile, certFile] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-keyout", keyFile, "-out", certFile, "-days", "30", "-subj", "/CN=Whose Quota stage"],
    ...["-addext", `subjectAltName=${NAMES.map((name) => `DNS:${name}`).join(",")}`],
    ...["-addext", "extendedKeyUsage=serverAuth"],
  ]);
  const [key, cert] = await Promise.all([readFile(keyFile), readFile(certFile)]);
  const publicKey = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  return { key, cert, certFile, spki: createHash("sha256").update(publicKey).digest("base64") };
}
