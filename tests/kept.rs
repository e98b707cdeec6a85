//! What the background keeps of a tab and of the Hub's answers: it can be read again, and garbage is none.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/senders.rs"]
mod senders;

use hub_pages::{CPU, captured};
use proptest::prelude::*;
use proptest::sample::select;
use senders::{APP, answers, apps, space};
use serde_json::{Value, from_value, json, to_value};
use whose_quota::facts::{Facts, HubAnswer, PageEvents, PageFacts};
use whose_quota::verdict::Judged;

/// What may stand where something else is expected.
fn any_value() -> impl Strategy<Value = Value> {
    let words = [
        "hub",
        "direct",
        "embed",
        "asked",
        "zero-a10g",
        "present",
        "owner/name",
        "6.31.0",
        "text/html",
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é]{0,40}".prop_map(Value::from),
        "[a-z0-9-]{90,200}".prop_map(Value::from),
        select(words.to_vec()).prop_map(Value::from),
        Just(json!([])),
        Just(json!({"id": "some/other", "isProtected": true})),
        Just(json!({
            "at": "2026-11-25T12:00:00.000Z", "identity": "absent", "cause": "no-gpu",
            "chargedTo": "unknown",
        })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_background_makes_of_a_message_can_be_kept_and_read_again(
        (input, recorded, sender) in apps(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any_value()), 0..4),
    ) {
        let mut said = json!({"page": PageFacts::read(&input), "events": recorded});
        let fields = [
            "/page/place", "/page/signedAddress", "/page/gradio", "/page/gradio/version",
            "/page/gradio/spaceId", "/page/marks", "/page/marks/contentType", "/page/hubPage",
            "/page/cookiesBlocked", "/page/handshakeTimedOut",
            "/events/runs", "/events/runs/0", "/events/runs/0/at", "/events/runs/0/subdomain",
            "/events/runs/0/identity", "/events/runs/0/called", "/events/runs/0/called/id",
            "/events/messages", "/events/messages/0", "/events/messages/0/at",
            "/events/messages/0/cause", "/events/messages/0/leftSeconds", "/events/handshakeFrom",
        ];
        for (index, value) in changes {
            if let Some(field) = said.pointer_mut(index.get::<&str>(&fields)) {
                *field = value;
            }
        }
        let page = from_value::<PageFacts>(said["page"].clone());
        let events = from_value::<PageEvents>(said["events"].clone());
        if let (Ok(page), Ok(events)) = (page, events)
            && let Some(facts) = Facts::of(&page, &events, &sender)
        {
            let judged = Judged::of(facts);
            let kept = serde_json::to_string(&judged).unwrap();
            prop_assert!(kept.len() < 20_000, "{}", kept);
            prop_assert_eq!(serde_json::from_str::<Judged>(&kept).ok(), Some(judged));
        }
    }
}

#[test]
fn garbage_is_no_verdict() {
    let judged = judged::judged(&hub_pages::seen(captured(CPU)));
    let kept = to_value(&judged).unwrap();
    assert_eq!(from_value::<Judged>(kept.clone()).ok(), Some(judged));
    assert!(from_value::<Judged>(Value::Null).is_err());
    for path in [
        "/facts",
        "/facts/place",
        "/facts/space",
        "/facts/visitor",
        "/verdict",
        "/verdict/pool",
        "/verdict/grade",
        "/verdict/banner",
    ] {
        for garbage in [json!(null), json!(7), json!("x"), json!([7])] {
            let mut damaged = kept.clone();
            *damaged.pointer_mut(path).unwrap() = garbage;
            assert!(from_value::<Judged>(damaged).is_err(), "{path}");
        }
    }
}

#[test]
fn an_answer_that_is_kept_is_read_whole_or_not_at_all() {
    let kept = |answer: Value| from_value(answer).ok().filter(HubAnswer::is_whole);
    for answer in answers() {
        assert_eq!(kept(to_value(&answer).unwrap()), Some(answer));
    }
    for garbage in [
        json!(null),
        json!("found"),
        json!({}),
        json!({"kind": "x"}),
        json!({"kind": ["found"]}),
        json!({"kind": "found"}),
        json!({"kind": "found", "space": 7}),
        json!({"kind": "found", "hardware": "zero-a10g"}),
        json!({"kind": "found", "id": "owner/name", "hardware": 7}),
    ] {
        assert_eq!(kept(garbage.clone()), None, "{garbage}");
    }
}

#[test]
fn what_is_kept_is_about_the_tab_by_its_address() {
    let facts = Facts {
        space: space("zero-a10g", "RUNNING"),
        ..Facts::default()
    };
    for (href, is) in [
        (APP, true),
        ("https://owner-name.hf.space/x?y#z", true),
        ("https://huggingface.co/spaces/Owner/name", true),
        ("https://some-other.hf.space/", false),
        ("https://huggingface.co/spaces/some/other", false),
        ("https://huggingface.co/", false),
        ("https://blog.example/", false),
        ("", false),
    ] {
        assert_eq!(facts.are_about(href), is, "{href}");
    }
    assert!(!Facts::default().are_about(APP));
}
