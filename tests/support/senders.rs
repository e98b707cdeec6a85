//! An app's page, what was recorded in it, and what the browser and the Hub say of it.

// Each test uses what it needs.
#![allow(dead_code)]

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, from_value, json, to_value};
use whose_quota::facts::{
    Facts, Framing, HubAnswer, PageEvents, PageFacts, PageInput, PageMarks, Sender, Space, SpaceId,
    Visibility, is_hub_page_of,
};

pub const APP: &str = "https://owner-name.hf.space/";
pub const LATEST: &str = "2026-11-25T13:00:00.000Z";

pub fn space(hardware: &str, stage: &str) -> Space {
    Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        hardware: Some(hardware.to_owned()),
        stage: Some(stage.to_owned()),
        visibility: Some(Visibility::Public),
        ..Space::default()
    }
}

/// What the Hub may have answered about the app's host.
pub fn answers() -> Vec<HubAnswer> {
    vec![
        HubAnswer::Found(Box::new(space("zero-a10g", "RUNNING"))),
        HubAnswer::Found(Box::new(space("zero-a10g", "SLEEPING"))),
        HubAnswer::Found(Box::new(space("cpu-basic", "RUNNING"))),
        HubAnswer::NotPublic,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
    ]
}

/// What a content script may have recorded: runs, then messages.
pub fn recorded() -> Vec<Value> {
    let run = |to: &str, identity: &str, more: Value| {
        let mut run =
            json!({"at": "2026-11-25T12:00:00.000Z", "subdomain": to, "identity": identity});
        let fields = run.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        run
    };
    let faulty = json!({"tokenSubject": "faulty"});
    let calls = json!({"called": {"id": "some/other", "isProtected": true}});
    let message_of = |cause: &str, charged_to: &str| {
        json!({"at": "2026-11-25T12:00:01.000Z", "cause": cause, "chargedTo": charged_to,
            "requestedSeconds": 60, "leftSeconds": 12})
    };
    let (absent, present) = (
        run("owner-name", "absent", json!({})),
        run("owner-name", "present", json!({})),
    );
    vec![
        json!({}),
        json!({"handshakeFrom": ["https://huggingface.co"]}),
        json!({"runs": [absent]}),
        json!({"runs": [run("owner-name", "present", faulty)]}),
        json!({"runs": [present, absent]}),
        json!({"runs": [run("some-other", "absent", calls)]}),
        json!({"messages": [message_of("quota-exceeded", "unauthenticated")]}),
        json!({"messages": [message_of("quota-exceeded", "pro")]}),
        json!({"runs": [absent],
            "messages": [message_of("gpu-aborted", "unknown"), message_of("ip-fallback", "ip-fallback")]}),
    ]
}

pub fn events(recorded: &Value) -> PageEvents {
    from_value(recorded.clone()).unwrap()
}

prop_compose! {
    /// An app's page, as the tab or framed by somebody, what was recorded in it, and what the browser
    /// says of it.
    pub fn apps()(
        is_top in any::<bool>(),
        is_private in any::<bool>(),
        cookies_blocked in any::<Option<bool>>(),
        query in select(vec!["", "?__sign=x", "?a=1#b"]),
        config in select(vec![
            None,
            Some(r#"window.gradio_config = {"version": "5.49.1", "space_id": "owner/name"};"#),
            Some(r#"window.gradio_config = {"version": "4.44.1", "space_id": "some/other"};"#),
        ]),
        hub_answer in select(answers()),
        recorded in select(recorded()),
    ) -> (PageInput, Value, Sender) {
        let href = [APP, query].concat();
        let input = PageInput {
            href: href.clone(),
            framing: Framing {
                is_top,
                parent_is_top: true,
                parent_origin: Some("https://blog.example".to_owned()),
                is_in_hub_page: Some(false),
                ..Framing::default()
            },
            gradio_config: config.map(str::to_owned),
            marks: Some(PageMarks { content_type: "text/html".to_owned(), has_gradio_app: true }),
            private_window: Some(is_private),
            cookies_blocked: cookies_blocked.filter(|_| is_top),
            events: events(&recorded),
            hub_answer: hub_answer.clone(),
            ..PageInput::default()
        };
        let tab_href = if is_top { href.as_str() } else { "" };
        let sender = Sender {
            is_in_hub_page: is_hub_page_of(Some(tab_href), "owner-name", Some(&hub_answer)),
            href,
            is_top,
            private_window: Some(is_private),
            hub_answer,
            latest: Some(LATEST.to_owned()),
        };
        (input, recorded, sender)
    }
}

/// What the background makes of a page's facts, as they travel.
pub fn checked(page: &PageFacts, recorded: &Value, sender: &Sender) -> Option<Facts> {
    let page: PageFacts = from_value(to_value(page).unwrap()).unwrap();
    Facts::of(&page, &events(recorded), sender)
}
