//! Of the page's module: one content script lives as long as its document.

use crate::page::ContentScript;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static SCRIPT: RefCell<Option<Rc<ContentScript>>> = const { RefCell::new(None) };
}

/// Begins in this document, anew where the Hub made another page of it; `false` where there is
/// nothing to do. `events` is what the content script has recorded.
#[wasm_bindgen]
pub fn begin(events: &JsValue) -> bool {
    end();
    let script = ContentScript::begin(events);
    let begins = script.is_some();
    SCRIPT.with(|slot| slot.replace(script));
    begins
}

/// The content script has recorded more; `again` where the document is to be read again, and what got no
/// answer is to be sent again.
#[wasm_bindgen]
pub fn update(events: &JsValue, again: bool) {
    if let Some(script) = SCRIPT.with(|slot| slot.borrow().clone()) {
        script.update(events, again);
    }
}

/// The document shows no Space any more.
#[wasm_bindgen]
pub fn end() {
    if let Some(script) = SCRIPT.with(RefCell::take) {
        script.stop();
    }
}
