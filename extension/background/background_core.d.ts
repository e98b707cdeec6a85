// core.js is made by the build: wasm-bindgen's glue, the module's bytes, load_core.js.
export {};
