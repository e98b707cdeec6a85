//! A content script's calls.
//!
//! After an update the old content script lives on in its page without an extension behind it:
//! there every call throws, which shows here as `None` or `Err(Orphaned)`.

use super::{from_js, to_js};
use crate::facts::Json;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Promise;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    fn send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, method, js_name = then)]
    fn then(this: &Promise, fulfilled: &JsValue, rejected: &JsValue) -> Result<Promise, JsValue>;

    /// Of `extension/page/main.js`: something of ours failed.
    #[wasm_bindgen(thread_local_v2, js_name = failed)]
    static FAILED: JsValue;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome"], js_name = extension)]
    static EXTENSION: JsValue;
}

/// The extension behind this script is gone.
#[derive(Clone, Copy, Debug)]
pub struct Orphaned;

/// Sends a message to the background and hands its answer over, one without content where it
/// gave none.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn ask(message: &Json, answered: impl FnOnce(Json) + 'static) -> Result<(), Orphaned> {
    let promise = send_message(&to_js(message)).map_err(|_| Orphaned)?;
    // One function for both outcomes: wasm-bindgen frees what is called, and only that. Nobody may be
    // listening, which is not an error of the page's: an error is read as an answer that says nothing.
    let answered = Closure::once_into_js(move |answer: JsValue| answered(from_js(&answer)));
    if let Ok(done) = promise.then(&answered, &answered) {
        let _ = FAILED.with(|failed| done.then(&JsValue::UNDEFINED, failed));
    }
    Ok(())
}

/// Sends a message that needs no answer.
///
/// # Errors
/// [`Orphaned`] where there is no extension any more.
pub fn tell(message: &Json) -> Result<(), Orphaned> {
    ask(message, |_| ())
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
