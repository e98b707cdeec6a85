//! Pages of somebody else's with Spaces in them, and what the Hub says of those.

// Each test uses what it needs.
#![allow(dead_code)]

use super::judged::{judged, plain_report};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{EmbeddedSpace, HubAnswer, Json, PageInput, SpaceId};

pub const BLOG: &str = "https://blog.example/post?reader=SECRET#SECRET";
pub const OWN: &str = "https://pictures.example/a/b?prompt=sea&__sign=SECRET#top";

pub fn ours(value: &Value) -> Json {
    Json::from(value.clone())
}

pub fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

pub fn found(page: &Value) -> Vec<EmbeddedSpace> {
    EmbeddedSpace::read(&ours(page))
}

/// The hosts that were found, with the id that is claimed there.
pub fn hosts(page: &Value) -> Vec<String> {
    let each = found(page).into_iter().map(|found| match found.claimed_id {
        Some(id) => format!("{} = {}", found.host, id.as_str()),
        None => found.host,
    });
    each.collect()
}

pub fn app(src: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [{"src": src.into(), "space": null}], "frames": []})
}

pub fn app_by_id(space: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [{"src": null, "space": space.into()}], "frames": []})
}

pub fn frame(src: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [], "frames": [src.into()]})
}

/// A Gradio app's page that says it is a Space.
pub fn claims(href: &str, space: &str) -> Value {
    let config = json!({"version": "5.49.1", "space_id": space});
    json!({
        "href": href, "apps": [], "frames": [],
        "config": format!("window.gradio_config = {config};"),
        "gradioClass": "gradio-container gradio-container-5-49-1",
    })
}

/// The Hub's description of a public ZeroGPU Space that has a domain of its own.
pub fn description(space: &str, domains: &[&str]) -> Value {
    let domains = domains
        .iter()
        .map(|domain| json!({"domain": domain, "isCustom": true}));
    json!({
        "id": space, "subdomain": id(space).subdomain(), "sdk": "gradio", "private": false,
        "runtime": {
            "stage": "RUNNING", "hardware": {"current": "zero-a10g"},
            "domains": domains.collect::<Vec<_>>(),
        },
    })
}

pub fn described(space: &str, host: &str) -> HubAnswer {
    let body = description(space, &[host]).to_string();
    let answer = HubAnswer::read_at(200, &body, host, Some(&id(space)));
    assert!(matches!(answer, HubAnswer::Found(_)), "{answer:?}");
    answer
}

/// The first of a page, seen.
pub fn seen(page: &Value, answer: HubAnswer) -> Option<PageInput> {
    found(page)[0].page_input(&ours(page), answer, false)
}

pub fn reported(seen: &PageInput) -> Value {
    plain_report(&judged(seen))
}

/// No answer that says where a Space is.
pub fn no_answers() -> [HubAnswer; 6] {
    [
        HubAnswer::Pending,
        HubAnswer::NotPublic,
        MISSING,
        AGAIN,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
    ]
}

/// The same: by the subdomain it shows none.
pub const MISSING: HubAnswer = HubAnswer::AskById {
    is_missing: true,
    is_denied: false,
};

/// The Hub is to be asked by the id that the page claims.
pub const AGAIN: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: false,
};

pub const APP: &str = "https://owner-name.hf.space";

pub fn any_answer() -> impl Strategy<Value = HubAnswer> {
    prop::sample::select(
        [
            no_answers().as_slice(),
            &[described("a/b", "pictures.example")],
        ]
        .concat(),
    )
}
