//! A run on its way between our own parts: sent as it is, and nothing odd is received.

#[path = "support/requests.rs"]
mod requests;

use proptest::prelude::*;
use requests::{AT, any_json, ours};
use serde_json::{Value, json};
use whose_quota::facts::{Called, Identity, Run, SpaceId, TokenSubject};

/// A run as it is sent and kept.
fn message() -> Value {
    json!({
        "at": AT, "subdomain": "a-b", "identity": "present", "tokenSubject": "user",
        "beforeHandshake": true, "isChained": true,
        "called": {"id": "other/painter", "isProtected": true},
    })
}

fn received(message: Value) -> Option<Run> {
    serde_json::from_value(message).ok()
}

fn changed(key: &str, value: Value) -> Option<Run> {
    let mut message = message();
    message[key] = value;
    received(message)
}

#[test]
fn a_run_survives_the_way_through_a_message() {
    let whole = Run {
        at: AT.to_owned(),
        subdomain: "a-b".to_owned(),
        identity: Identity::Present,
        token_subject: Some(TokenSubject::User),
        before_handshake: true,
        is_chained: true,
        called: Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: true,
        }),
    };
    assert_eq!(received(message()).as_ref(), Some(&whole));
    assert_eq!(serde_json::to_value(&whole).unwrap(), message());
    for identity in [Identity::Present, Identity::Absent] {
        for token_subject in [
            None,
            Some(TokenSubject::User),
            Some(TokenSubject::Address),
            Some(TokenSubject::Faulty),
        ] {
            for before_handshake in [false, true] {
                for called in [None, whole.called.clone()] {
                    let run = Run {
                        identity,
                        token_subject,
                        before_handshake,
                        called,
                        ..whole.clone()
                    };
                    assert_eq!(received(serde_json::to_value(&run).unwrap()), Some(run));
                }
            }
        }
    }
}

#[test]
fn a_run_needs_no_more_than_whether_it_carried_an_identity() {
    let expected = Run {
        at: String::new(),
        subdomain: String::new(),
        identity: Identity::Absent,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    let run = received(json!({"identity": "absent"}));
    assert_eq!(run.as_ref(), Some(&expected));
    let run = received(json!({"identity": "absent", "at": AT}));
    let at = AT.to_owned();
    assert_eq!(run, Some(Run { at, ..expected }));
}

#[test]
fn a_time_that_is_none_is_unknown_alone() {
    for time in [
        "2026-11-22T12:00:00.000Z",
        "2026-11-22T12:00:00Z",
        "2026-11-22",
    ] {
        assert_eq!(changed("at", json!(time)).unwrap().at, time);
    }
    for odd in [
        json!(null),
        json!(""),
        json!("now"),
        json!("2026"),
        json!("2026-11-2"),
        json!("2026-11-22T12:00:00.000+01:00"),
        json!("2026-11-22 12:00:00"),
        json!("Sun Nov 22 2026"),
        json!("2026-11-22T12:00:00.000Z<b>"),
        json!("0".repeat(31)),
        json!("２０２６-11-22"),
    ] {
        assert_eq!(changed("at", odd.clone()).unwrap().at, "", "{odd}");
    }
    assert!(changed("at", json!("0".repeat(30))).is_some());
}

#[test]
fn a_host_label_that_is_none_is_unknown_alone() {
    for label in ["a", "a-b", "owner-name--tag"] {
        let run = changed("subdomain", json!(label)).unwrap();
        assert_eq!(run.subdomain, label);
    }
    for odd in ["", "a b", "a.hf.space", "A-B", "<b>", &"a".repeat(64)] {
        let run = changed("subdomain", json!(odd)).unwrap();
        assert_eq!(run.subdomain, "", "{odd}");
    }
}

#[test]
fn a_message_with_a_field_of_another_type_is_no_run() {
    for odd in [
        json!(null),
        json!(true),
        json!("Present"),
        json!("nonsense"),
        json!(["present"]),
    ] {
        assert_eq!(changed("identity", odd.clone()), None, "{odd}");
        let named = changed("tokenSubject", odd.clone());
        assert_eq!(named.is_some(), odd.is_null(), "{odd}");
    }
    for flag in ["beforeHandshake", "isChained"] {
        for odd in [json!(null), json!("true"), json!(1)] {
            assert_eq!(changed(flag, odd.clone()), None, "{flag} {odd}");
        }
        assert!(changed(flag, json!(false)).is_some());
    }
    for odd in [json!(null), json!(7), json!(["a-b"])] {
        assert_eq!(changed("subdomain", odd), None);
    }
    for odd in [json!(1_763_812_800_000_u64), json!([AT]), json!({"at": AT})] {
        assert_eq!(changed("at", odd), None);
    }
    for odd in [
        json!("other/painter"),
        json!({}),
        json!({"id": "no id"}),
        json!({"id": "other/painter", "isProtected": 1}),
    ] {
        assert_eq!(changed("called", odd), None);
    }
    for message in [json!(null), json!([message()]), json!("run"), json!({})] {
        assert_eq!(received(message), None);
    }
}

#[test]
fn the_words_of_the_contract_are_read_and_written() {
    for word in ["present", "absent"] {
        assert_eq!(Identity::from_name(word).unwrap().name(), word);
    }
    for word in ["user", "address", "faulty"] {
        assert_eq!(TokenSubject::from_name(word).unwrap().name(), word);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_ever_makes_it_panic(json in any_json()) {
        let as_request = Run::of_request(&ours(&json));
        for run in [as_request, received(json)].into_iter().flatten() {
            prop_assert_eq!(received(serde_json::to_value(&run).unwrap()), Some(run));
        }
    }
}
