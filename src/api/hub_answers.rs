//! Of the background's and the popup's module: what the Hub answers.

use crate::browser::{from_js, to_js};
use crate::facts::{
    Called, HubAnswer, Json, QuotaAnswer, SourceAnswer, SpaceId, SpaceSource, back_off,
};
use crate::verdict::Judged;
use wasm_bindgen::prelude::*;

/// The Space that an app's config claims to be, if its form is the host's.
#[wasm_bindgen(js_name = claimedId)]
pub fn claimed_id(config: &str, subdomain: &str) -> Option<String> {
    let id = SpaceId::parse(&Json::parse(config)?.get("space_id").text()?)?;
    (id.subdomain() == subdomain).then(|| id.as_str().to_owned())
}

/// Whether a page at `subdomain` can claim to be a Space: the id has the host's form.
#[wasm_bindgen(js_name = canClaim)]
pub fn can_claim(id: &str, subdomain: &str) -> bool {
    SpaceId::parse(id).is_some_and(|id| id.subdomain() == subdomain)
}

/// Reads the Hub's answer about the Space that is served at `host`.
#[wasm_bindgen(js_name = readHubAnswer)]
pub fn read_hub_answer(status: u16, body: &str, host: &str, asked_id: Option<String>) -> JsValue {
    let asked_id = asked_id.as_deref().and_then(SpaceId::parse);
    let asked_id = asked_id.as_ref();
    let answer = match host.strip_suffix(".hf.space") {
        Some(subdomain) => HubAnswer::read(status, body, subdomain, asked_id),
        None => HubAnswer::read_at(status, body, host, asked_id),
    };
    to_js(&answer)
}

/// What an answer to the question by subdomain means together with the one by id, `null` where no
/// page claims an id.
#[wasm_bindgen(js_name = bothAnswers)]
pub fn both_answers(by_subdomain: &JsValue, by_id: &JsValue) -> JsValue {
    let by_subdomain: HubAnswer = from_js(by_subdomain).unwrap_or_default();
    to_js(&by_subdomain.with_answer_by_id(from_js(by_id)))
}

/// Whether what is kept can be an answer of the Hub's.
#[wasm_bindgen(js_name = isAnswer)]
pub fn is_answer(kept: &JsValue) -> bool {
    from_js::<HubAnswer>(kept).is_some_and(|answer| answer.is_whole())
}

/// The Space that was asked, where the Hub says that it runs on ZeroGPU; `null` elsewhere.
#[wasm_bindgen(js_name = calledSpace)]
pub fn called_space(hub_answer: &JsValue) -> JsValue {
    match from_js(hub_answer) {
        Some(HubAnswer::Found(space)) => to_js(&Called::of(&space)),
        _ => JsValue::NULL,
    }
}

/// Reads the Hub's answer about the visitor's own quota.
#[wasm_bindgen(js_name = readQuotaAnswer)]
pub fn read_quota_answer(status: u16, body: &str) -> JsValue {
    to_js(&QuotaAnswer::read(status, body))
}

/// Where the source of a verdict's Space is, if it may be asked for.
#[wasm_bindgen(js_name = sourceOf)]
pub fn source_of(judged: &JsValue) -> JsValue {
    let judged: Option<Judged> = from_js(judged);
    to_js(&judged.and_then(|judged| SpaceSource::of(&judged.facts.space)))
}

/// Reads the Hub's answer about a Space's source.
#[wasm_bindgen(js_name = readSource)]
pub fn read_source(status: u16, body: &str, is_cut: bool, file: &str) -> JsValue {
    to_js(&SourceAnswer::read(status, body, is_cut, file))
}

/// Whether what is kept can be an answer about a Space's source.
#[wasm_bindgen(js_name = isSourceAnswer)]
pub fn is_source_answer(kept: &JsValue) -> bool {
    from_js::<SourceAnswer>(kept).is_some()
}

/// Whether what is kept can be an answer about the visitor's own quota.
#[wasm_bindgen(js_name = isQuotaAnswer)]
pub fn is_quota_answer(kept: &JsValue) -> bool {
    from_js::<QuotaAnswer>(kept).is_some()
}

/// For how many seconds the Hub is not to be asked again.
#[wasm_bindgen(js_name = backOff)]
pub fn back_off_seconds(
    status: u16,
    retry_after: Option<String>,
    rate_limit: Option<String>,
) -> u32 {
    back_off(status, retry_after.as_deref(), rate_limit.as_deref())
}
