//! Of the background's and the popup's module: what the popup asks.

use crate::browser::{self, from_js, to_js};
use crate::facts::{EmbeddedSpace, Facts, HubAnswer, SpaceId};
use crate::ui::element::Element;
use crate::ui::popup::{PopupInput, popup};
use crate::ui::report::report;
use crate::verdict::Judged;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What the popup shows: an element, and the report as JSON and for a forum post. `input` is a
/// [`PopupInput`].
#[wasm_bindgen(js_name = popup)]
pub fn popup_content(input: &JsValue, user_agent: String) -> JsValue {
    #[derive(Serialize)]
    struct Content<'a> {
        element: Element,
        report: crate::ui::report::Report<'a>,
        markdown: String,
    }
    let Some(input) = from_js::<PopupInput>(input) else {
        return JsValue::NULL;
    };
    let reporter = browser::reporter(user_agent);
    let judged = input.judged.clone().unwrap_or_default();
    let report = report(&judged, &reporter);
    to_js(&Content {
        element: popup(&input, &*browser::localize()),
        markdown: report.markdown(),
        report,
    })
}

/// The Spaces in a page that was searched for them: `[{host, claimedId}]`.
#[wasm_bindgen(js_name = findSpaces)]
pub fn find_spaces(page: JsValue) -> JsValue {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Found {
        host: String,
        claimed_id: Option<SpaceId>,
    }
    let found = EmbeddedSpace::read(&page.into());
    let found: Vec<Found> = (found.into_iter())
        .map(|found| Found {
            host: found.host,
            claimed_id: found.claimed_id,
        })
        .collect();
    to_js(&found)
}

/// The verdict on the Space number `index` of those; `null` where it is not what it claims to be.
#[wasm_bindgen(js_name = judgeEmbedded)]
pub fn judge_embedded(
    page: JsValue,
    index: usize,
    hub_answer: &JsValue,
    is_private: bool,
) -> JsValue {
    let page = page.into();
    let hub_answer: HubAnswer = from_js(hub_answer).unwrap_or_default();
    let found = EmbeddedSpace::read(&page);
    let input = found
        .get(index)
        .and_then(|found| found.page_input(&page, hub_answer, is_private));
    to_js(&input.map(|input| Judged::of(Facts::read(&input))))
}
