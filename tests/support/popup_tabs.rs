//! Tabs as the popup finds them: what is known of one, and what `extension/popup/` gathers of it.

// Each test uses what it needs.
#![allow(dead_code)]

use super::locale;
use super::zerogpu_messages;
use serde_json::{Value, json};
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place,
    Plan, QuotaAnswer, Run, Space, SpaceId, TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};
use whose_quota::ui::element::Element;
use whose_quota::ui::popup::{PopupInput, popup};
use whose_quota::verdict::Judged;

pub const APP: &str = "https://owner-name.hf.space/?a=1&__sign=SECRET#tab";

pub const HUB: &str = "https://huggingface.co/spaces/owner/name";

pub const BLOG: &str = "https://blog.example/post";

/// A public ZeroGPU Space with a Gradio of today.
pub fn space() -> Space {
    Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        server_side_rendered: None,
        app_file: None,
        hardware: Some("zero-a10g".to_owned()),
        stage: Some("RUNNING".to_owned()),
        visibility: Some(Visibility::Public),
    }
}

/// It, somewhere, in a normal window that allows cookies.
pub fn at(place: Place) -> Facts {
    Facts {
        place,
        space: space(),
        visitor: Visitor {
            private_window: Some(false),
            cookies_blocked: Some(false),
            ..Visitor::default()
        },
        hub_api: if place == Place::Hub {
            HubApi::NotAsked
        } else {
            HubApi::Found
        },
        ..Facts::default()
    }
}

/// Its Hub page, for somebody with a plan whose app was answered.
pub fn account(plan: Option<Plan>) -> Facts {
    let mut facts = at(Place::Hub);
    facts.visitor.signed_in = Some(true);
    facts.visitor.plan = plan;
    facts.handshake = Some(Handshake::Answered);
    facts
}

pub fn signed_out() -> Facts {
    let mut facts = at(Place::Hub);
    facts.visitor.signed_in = Some(false);
    facts.visitor.plan = Some(Plan::Anonymous);
    facts
}

/// The same after some change.
pub fn but(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

pub fn gradio(facts: Facts, version: &str) -> Facts {
    but(facts, |facts| {
        facts.space.gradio_version = GradioVersion::parse(version);
    })
}

pub fn ran(facts: Facts, identity: Identity, named: Option<TokenSubject>) -> Facts {
    let run = Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject: named,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    but(facts, |facts| facts.runs.push(run))
}

/// A static Space whose page sent a run to a ZeroGPU Space.
pub fn calls_another(mut facts: Facts, identity: Identity) -> Facts {
    facts.space.sdk = Some("static".to_owned());
    facts.space.hardware = None;
    facts.space.gradio_version = None;
    facts.handshake = None;
    but(ran(facts, identity, None), |facts| {
        facts.runs[0].called = Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: false,
        });
    })
}

/// After the run of [`ran`], if there was one.
pub const LATER: &str = "2026-11-22T12:00:03.000Z";

pub fn hears(facts: Facts, messages: &[ZeroGpuMessage]) -> Facts {
    but(facts, |facts| facts.messages.extend_from_slice(messages))
}

/// Of what was asked for 12 s are left.
pub fn quota(identity: ChargedTo) -> ZeroGpuMessage {
    let numbers = [Some(60), Some(12), Some(11_564)];
    zerogpu_messages::numbered(LATER, Cause::QuotaExceeded, identity, numbers)
}

pub fn asleep(facts: Facts) -> Facts {
    but(facts, |facts| {
        facts.space.stage = Some("SLEEPING".to_owned())
    })
}

pub fn judged(facts: &Facts) -> Value {
    serde_json::to_value(Judged::of(facts.clone())).unwrap()
}

/// What `popup.js` gathers of a tab that was judged.
pub fn gathered(facts: &Facts) -> Value {
    let href = match facts.place {
        Place::Hub => HUB,
        Place::Embed => BLOG,
        _ => APP,
    };
    json!({
        "href": href, "judged": judged(facts), "isKept": true,
        "script": if facts.place == Place::Embed { json!(null) } else { json!({"isSpace": true}) },
        "asksQuota": false, "quota": null, "isLoading": false, "isRefused": false,
        "isFirefox": false, "separateCookies": false,
        "clock": {"updated": null, "resets": null, "runsReset": null},
    })
}

/// With other values, each at a key.
pub fn with(mut message: Value, values: Value) -> Value {
    for (key, value) in values.as_object().unwrap() {
        message[key] = value.clone();
    }
    message
}

pub fn input_of(message: &Value) -> PopupInput {
    serde_json::from_value(message.clone()).unwrap()
}

pub fn built(message: &Value) -> Element {
    popup(&input_of(message), &locale::lookup)
}

pub fn of(facts: &Facts) -> Element {
    built(&gathered(facts))
}

pub fn has_left(base: u16, left: u16) -> Facts {
    but(account(Some(Plan::Pro)), |facts| {
        facts.visitor.allowance = Some(Allowance {
            base,
            left,
            at: Some("2026-11-22T12:00:00.000Z".to_owned()),
        });
    })
}

/// A tab whose popup asks the Hub, which answers.
pub fn asks(status: u16, body: &Value) -> Value {
    with(
        gathered(&at(Place::Direct)),
        json!({"asksQuota": true, "quota": answered(status, body)}),
    )
}

pub fn answered(status: u16, body: &Value) -> Value {
    serde_json::to_value(QuotaAnswer::read(status, &body.to_string())).unwrap()
}

pub const RESETS: &str = "2026-11-22T16:40:00.000Z";
