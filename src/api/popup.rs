//! Of the background's and the popup's module: what the popup asks.

use crate::browser::dom::build;
use crate::browser::{self, from_js, to_js};
use crate::facts::{EmbeddedSpace, Facts, HubAnswer, SpaceId};
use crate::ui::banner::STYLES;
use crate::ui::options::{OptionsInput, options};
use crate::ui::popup::{PopupInput, popup};
use crate::ui::report::report;
use crate::ui::welcome::{WelcomeInput, sample, welcome};
use crate::verdict::Judged;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What the popup shows, as an element of its document; nothing where the input cannot be read. `input` is a
/// [`PopupInput`].
#[wasm_bindgen(js_name = popup)]
pub fn popup_element(input: &JsValue) -> Option<web_sys::Element> {
    let input: PopupInput = from_js(input)?;
    let document = web_sys::window()?.document()?;
    build(&document, &popup(&input, &*browser::localize()))
}

/// Whether a tab may show a Hub page that we cannot read; `is_space` is what the content script says of
/// itself, nothing where there is none.
#[wasm_bindgen(js_name = mayHaveNewShape)]
pub fn may_have_new_shape(href: &str, judged: &JsValue, is_space: Option<bool>) -> bool {
    let judged = from_js(judged).unwrap_or_default();
    crate::ui::popup::may_have_new_shape(href, &judged, is_space)
}

/// What the options page shows, as an element of its document. `input` is an [`OptionsInput`].
#[wasm_bindgen(js_name = options)]
pub fn options_element(input: &JsValue) -> Option<web_sys::Element> {
    let input: OptionsInput = from_js(input)?;
    let document = web_sys::window()?.document()?;
    build(&document, &options(&input, &*browser::localize()))
}

/// What the page after installing shows, as an element of its document. `input` is a [`WelcomeInput`].
#[wasm_bindgen(js_name = welcome)]
pub fn welcome_element(input: &JsValue) -> Option<web_sys::Element> {
    let input: WelcomeInput = from_js(input)?;
    let document = web_sys::window()?.document()?;
    build(&document, &welcome(&input, &*browser::localize()))
}

/// The banner as an example.
#[wasm_bindgen(js_name = sampleBanner)]
pub fn sample_banner() -> Option<web_sys::Element> {
    let document = web_sys::window()?.document()?;
    build(&document, &sample(&*browser::localize())?)
}

/// The banner's styles, for the example.
#[wasm_bindgen(js_name = bannerStyles)]
pub fn banner_styles() -> String {
    STYLES.to_owned()
}

/// The report on a verdict, as JSON and for a forum post; without a verdict, on nothing that is known.
#[wasm_bindgen(js_name = report)]
pub fn report_on(judged: &JsValue, user_agent: String) -> JsValue {
    #[derive(Serialize)]
    struct Content<'a> {
        report: crate::ui::report::Report<'a>,
        markdown: String,
    }
    let judged: Judged = from_js(judged).unwrap_or_default();
    let reporter = browser::reporter(user_agent);
    let report = report(&judged, &reporter);
    to_js(&Content {
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
