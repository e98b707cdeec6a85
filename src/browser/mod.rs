//! The WebExtension calls. Firefox has `chrome.*` too, with promises, since Manifest V3.
//!
//! What only a page's script needs is in [`page`].

pub mod dom;
mod intl;
#[cfg(feature = "page")]
pub mod page;

use crate::ui::text::Localize;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(key: &str, args: Vec<String>) -> Result<String, JsValue>;
}

/// A message of `_locales`; empty where there is no extension any more.
#[must_use]
pub fn localize() -> Box<Localize<'static>> {
    let message = |key: &str, args| get_message(key, args).unwrap_or_default();
    let locale = message("locale", vec![]);
    Box::new(move |key, args| match args {
        [value] if key.starts_with('@') => intl::formatted(key, value, &locale),
        _ => message(key, args.to_vec()),
    })
}

/// Plain objects, as messages must be: what is `None` is `null`.
#[must_use]
pub fn to_js(value: &impl Serialize) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

/// Reads a value of ours. `None` for what is not one.
#[cfg(feature = "background")]
pub fn from_js<T: serde::de::DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(value.clone()).ok()
}

/// The extension's version and the browser's name.
#[cfg(feature = "background")]
#[must_use]
pub fn reporter(user_agent: String) -> crate::ui::report::Reporter {
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getManifest)]
        fn get_manifest() -> Result<JsValue, JsValue>;
    }
    let version = get_manifest()
        .ok()
        .and_then(|manifest| js_sys::Reflect::get(&manifest, &JsValue::from_str("version")).ok())
        .and_then(|version| version.as_string());
    crate::ui::report::Reporter {
        extension: version.unwrap_or_default(),
        user_agent,
    }
}
