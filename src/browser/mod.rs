//! The WebExtension calls. Firefox has `chrome.*` too, with promises, since Manifest V3.
//!
//! What only a page's script needs is in [`page`].

#[cfg(feature = "page")]
pub mod page;

use crate::facts::Json;
use crate::ui::report::Reporter;
use crate::ui::words::Localize;
use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(key: &str, args: Vec<String>) -> Result<String, JsValue>;
}

/// A message of `_locales`; empty where there is no extension any more.
#[must_use]
pub fn lookup() -> Box<Localize<'static>> {
    Box::new(|key, args| get_message(key, args.to_vec()).unwrap_or_default())
}

/// The extension's version and the browser's name.
#[must_use]
pub fn reporter(user_agent: String) -> Reporter {
    let version = get_manifest()
        .ok()
        .and_then(|manifest| Reflect::get(&manifest, &JsValue::from_str("version")).ok())
        .and_then(|version| version.as_string());
    Reporter {
        extension: version.unwrap_or_default(),
        user_agent,
    }
}

/// Plain objects, as messages must be.
#[must_use]
pub fn to_js(value: &Json) -> JsValue {
    JSON::parse(&value.write()).unwrap_or_default()
}

/// The other way round. `Null` for what is no JSON, as `undefined` is: the answer of nobody.
#[must_use]
pub fn from_js(value: &JsValue) -> Json {
    JSON::stringify(value)
        .ok()
        .and_then(|text| JsValue::from(text).as_string())
        .and_then(|text| Json::parse(&text))
        .unwrap_or_default()
}
