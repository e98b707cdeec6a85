//! A content script's calls.
//!
//! After an update the old content script lives on in its page without an extension behind it:
//! there every call throws, which shows here as `None` or `Err(Orphaned)`.

use crate::json::Json;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Promise;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, method, js_name = then)]
    fn then(this: &Promise, fulfilled: &JsValue, rejected: &JsValue) -> Result<Promise, JsValue>;

    /// Of the content script: something of ours failed.
    #[wasm_bindgen(thread_local_v2, js_name = failed)]
    static FAILED: JsValue;
}

/// The extension behind this script is gone.
#[derive(Clone, Copy, Debug)]
pub struct Orphaned;

/// A message of the contract (`extension/messages.d.ts`): its kind, and what else is in it.
#[must_use]
pub fn message(kind: &str, content: &[(&str, &JsValue)]) -> JsValue {
    let message = Object::new();
    for (key, value) in [("kind", &JsValue::from_str(kind))].iter().chain(content) {
        let _ = Reflect::set(&message, &JsValue::from_str(key), value);
    }
    message.into()
}

/// Sends a message to the background and hands its answer over, one without content where it
/// gave none.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn request(message: &JsValue, answered: impl FnOnce(Json) + 'static) -> Result<(), Orphaned> {
    let promise = send_message(message).map_err(|_| Orphaned)?;
    // One function for both outcomes: wasm-bindgen frees what is called, and only that. Nobody may be
    // listening, which is not an error of the page's: an error is read as an answer that says nothing.
    let answered = Closure::once_into_js(move |answer: JsValue| answered(Json::from(answer)));
    if let Ok(done) = promise.then(&answered, &answered) {
        let _ = FAILED.with(|failed| done.then(&JsValue::UNDEFINED, failed));
    }
    Ok(())
}

/// Sends a message that needs no answer.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn notify(message: &JsValue) -> Result<(), Orphaned> {
    request(message, |_| ())
}
