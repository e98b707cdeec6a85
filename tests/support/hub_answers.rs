//! Answers of the Hub's API on a Space.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::{Value, json};
use whose_quota::facts::{HubAnswer, Space, SpaceId};

pub fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

/// An answer of 2026, with the fields that matter and some that do not.
pub fn description(id: &str, subdomain: &str) -> Value {
    json!({
        "_id": "000000000000000000000000",
        "id": id,
        "author": id.split('/').next(),
        "sdk": "gradio",
        "private": false,
        "gated": false,
        "disabled": false,
        "subdomain": subdomain,
        "host": format!("https://{subdomain}.hf.space"),
        "tags": ["gradio", "region:us"],
        "cardData": {"sdk": "gradio", "sdk_version": "5.49.1", "title": "🎬"},
        "runtime": {
            "stage": "RUNNING",
            "hardware": {"current": "zero-a10g", "requested": "zero-a10g"},
            "domains": [{"domain": format!("{subdomain}.hf.space"), "stage": "READY"}],
            "replicas": {"current": 2, "requested": "auto"},
            "devMode": false,
            "gcTimeout": 172_800,
        },
    })
}

pub fn found(answer: &HubAnswer) -> &Space {
    match answer {
        HubAnswer::Found(space) => space,
        other => panic!("{other:?}"),
    }
}

/// To be asked by the id; where the page claims none, the Space is not public.
pub const MISSING: HubAnswer = HubAnswer::AskById {
    is_missing: true,
    is_denied: false,
};

/// To be asked by the id; the subdomain is another Space's.
pub const OTHER: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: true,
};

/// The Hub is to be asked by the id that the page claims.
pub const AGAIN: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: false,
};

pub fn answer(body: &Value) -> HubAnswer {
    HubAnswer::read(200, &body.to_string(), "owner-name", None)
}
