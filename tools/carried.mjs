/**
 * The WASM module that a built script carries.
 * @param {string} script its text
 */
export function carriedModule(script) {
  const text = /const WHOSE_QUOTA_WASM = "([A-Za-z0-9+/=]+)";/.exec(script)?.[1] ?? "";
  return Buffer.from(text, "base64");
}
