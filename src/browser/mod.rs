//! The WebExtension calls. Firefox has `chrome.*` too, with promises, since Manifest V3.
//!
//! After an update the old content script lives on in its page without an extension behind it:
//! there every call throws, which shows here as `None` or `Err(Orphaned)`.

use crate::observe::Json;
use crate::report::Reporter;
use crate::words::Lookup;
use js_sys::{JSON, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Promise;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, method, js_name = then)]
    fn then(this: &Promise, fulfilled: &JsValue, rejected: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    fn get_manifest() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    fn get_message(key: &str, gaps: Vec<String>) -> Result<String, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome"], js_name = extension)]
    static EXTENSION: JsValue;
}

/// The extension behind this script is gone.
#[derive(Clone, Copy, Debug)]
pub struct Orphaned;

/// Sends a message to the background and hands its answer over, `Null` where it gave none.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn ask(message: &Json, answered: impl FnOnce(Json) + 'static) -> Result<(), Orphaned> {
    let promise = send_message(&to_js(message)).map_err(|_| Orphaned)?;
    let answered = Rc::new(Cell::new(Some(answered)));
    let never = Rc::clone(&answered);
    let fulfilled = Closure::once_into_js(move |answer: JsValue| {
        if let Some(answered) = answered.take() {
            answered(from_js(&answer));
        }
    });
    // Nobody may be listening: that is not an error of the page's.
    let rejected = Closure::once_into_js(move |_: JsValue| {
        if let Some(answered) = never.take() {
            answered(Json::Null);
        }
    });
    let _ = promise.then(&fulfilled, &rejected);
    Ok(())
}

/// Sends a message that needs no answer.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn tell(message: &Json) -> Result<(), Orphaned> {
    ask(message, |_| ())
}

/// A message of `_locales`; empty where there is no extension any more.
#[must_use]
pub fn lookup() -> Box<Lookup<'static>> {
    Box::new(|key, gaps| get_message(key, gaps.to_vec()).unwrap_or_default())
}

/// Whether this is a private window.
#[must_use]
pub fn in_private_window() -> Option<bool> {
    EXTENSION.with(|extension| {
        Reflect::get(extension, &JsValue::from_str("inIncognitoContext"))
            .ok()?
            .as_bool()
    })
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
