//! Whose Quota: whose GPU quota a run on a Hugging Face Space will use.
//!
//! `observe` → `assess` → `report`, `words` → `banner` are pure and tested natively. `page` and
//! `browser` are the edge, exist in WASM only, and decide nothing. Here are the doors.

pub mod assess;
pub mod banner;
pub mod decision;
pub mod observe;
pub mod report;
mod vocabulary;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod page;

/// Four kilobytes less on each page than the allocator of Rust's own library (docs/size.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(target_arch = "wasm32")]
mod doors {
    use crate::observe::{Address, HubAnswer, Seen, SpaceId, hub_url};
    use crate::{banner, browser, decision, page};
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::prelude::*;

    thread_local! {
        /// It lives as long as its document.
        static SCRIPT: RefCell<Option<Rc<page::ContentScript>>> = const { RefCell::new(None) };
    }

    /// For `content.js`: begins in this document.
    #[wasm_bindgen]
    pub fn begin(early: &JsValue) {
        let script = page::ContentScript::begin(early);
        SCRIPT.with(|slot| slot.replace(script));
    }

    /// For the background: the host label of a Space's own address, if it is one.
    #[wasm_bindgen]
    pub fn subdomain(href: &str) -> Option<String> {
        match Address::read(href) {
            Address::App { subdomain, .. } => Some(subdomain),
            Address::Hub(_) | Address::Other => None,
        }
    }

    /// For the background: reads the Hub's answer about the Space at `subdomain`.
    #[wasm_bindgen(js_name = readHubAnswer)]
    pub fn read_hub_answer(
        status: u16,
        body: &str,
        subdomain: &str,
        asked_id: Option<String>,
    ) -> JsValue {
        let asked_id = asked_id.as_deref().and_then(SpaceId::parse);
        let answer = HubAnswer::read(status, body, subdomain, asked_id.as_ref());
        browser::to_js(&answer.to_message())
    }

    /// For the background: a Space's page on the Hub, if the id is one.
    #[wasm_bindgen(js_name = hubUrl)]
    pub fn hub_page_url(id: &str) -> Option<String> {
        SpaceId::parse(id).map(|id| hub_url(&id))
    }

    /// For the background: decides about a page that cannot run this core itself, or has no script
    /// of ours at all. `seen` is a [`Seen`]; the answer is a report and, maybe, a banner.
    #[wasm_bindgen]
    pub fn decide(seen: &JsValue, user_agent: String) -> JsValue {
        let seen: Seen = Seen::from_message(&browser::from_js(seen));
        let reporter = browser::reporter(user_agent);
        let decision = decision::decide(&seen, &reporter, &*browser::lookup());
        browser::to_js(&decision.into_message())
    }

    /// For the glue that shows the banner where this core cannot run.
    #[wasm_bindgen(js_name = bannerStyles)]
    pub fn banner_styles() -> String {
        banner::STYLES.to_owned()
    }
}
