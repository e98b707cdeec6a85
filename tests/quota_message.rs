//! The Hub's answer about the visitor's own quota on its way between our own parts.

#[path = "support/quota_answers.rs"]
mod quota_answers;

use proptest::prelude::*;
use quota_answers::{RESETS, RUNS_RESET, answer, documented, in_full, read};
use serde_json::{Value, json};
use whose_quota::facts::QuotaAnswer;

fn written(answer: &QuotaAnswer) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn received(message: Value) -> Option<QuotaAnswer> {
    serde_json::from_value(message).ok()
}

#[test]
fn a_message_holds_what_was_read_by_its_kind() {
    let expected = json!({"kind": "known", "remaining": {
        "allowance": {"base": 2400, "current": 2112, "lastUpdated": null},
        "resetsAt": RESETS, "creditsUsed": 90,
        "runs": {"limit": 10, "left": 7, "resetsAt": RUNS_RESET},
    }});
    assert_eq!(written(&in_full()), expected);
    let expected = json!({"kind": "known", "remaining": {
        "allowance": {"base": 120, "current": 0, "lastUpdated": null},
        "resetsAt": null, "creditsUsed": null, "runs": null,
    }});
    assert_eq!(
        written(&read(r#"{"base": 120, "current": 0}"#)),
        expected,
        "unknown is null"
    );
    for (answer, kind) in [
        (QuotaAnswer::SignedOut, "signed-out"),
        (QuotaAnswer::TooMany, "too-many"),
        (QuotaAnswer::Unreadable, "unreadable"),
        (QuotaAnswer::Unreachable, "unreachable"),
    ] {
        assert_eq!(written(&answer), json!({"kind": kind}));
    }
}

#[test]
fn every_answer_arrives_as_it_was_sent() {
    for answer in [
        in_full(),
        read(r#"{"base": 120, "current": 0}"#),
        QuotaAnswer::SignedOut,
        QuotaAnswer::TooMany,
        QuotaAnswer::Unreadable,
        QuotaAnswer::Unreachable,
    ] {
        let message = written(&answer);
        assert_eq!(received(message.clone()), Some(answer), "{message}");
    }
}

#[test]
fn a_message_that_is_none_of_ours_is_no_answer() {
    let remaining = || written(&in_full())["remaining"].clone();
    assert!(received(json!({"kind": "known", "remaining": remaining()})).is_some());
    let but = |key: &str, odd: Value| {
        let mut remaining = remaining();
        remaining[key] = odd;
        json!({"kind": "known", "remaining": remaining})
    };
    for message in [
        json!(null),
        json!({}),
        json!([]),
        json!("known"),
        json!({"kind": null}),
        json!({"kind": 7}),
        json!({"kind": "Known", "remaining": remaining()}),
        json!({"kind": "signed-in"}),
        json!({"kind": "known"}),
        json!({"kind": "known", "remaining": null}),
        // The API's own answer is no message of ours.
        json!({"kind": "known", "remaining": documented()}),
        but("allowance", json!({"base": 7})),
        but("allowance", json!(null)),
        but("creditsUsed", json!("90")),
        but("runs", json!({"limit": 7})),
        but("resetsAt", json!(7)),
        json!({"remaining": remaining()}),
    ] {
        assert_eq!(received(message.clone()), None, "{message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_that_was_read_arrives_as_it_was_sent(answer in answer(), status in 0_u16..600) {
        for status in [200, status] {
            let answer = QuotaAnswer::read(status, &answer.to_string());
            prop_assert_eq!(received(written(&answer)), Some(answer));
        }
    }
}
