//! A message of ZeroGPU's, once it was read, on its way between our own parts.

#[path = "support/message_texts.rs"]
mod message_texts;

use message_texts::{SAMPLES, read};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Cause, ZeroGpuMessage};

fn written(message: &ZeroGpuMessage) -> Value {
    serde_json::to_value(message).unwrap()
}

fn received(message: Value) -> Option<ZeroGpuMessage> {
    serde_json::from_value(message).ok()
}

#[test]
fn a_message_of_our_own_is_in_the_contract_s_words() {
    let message = read(
        "You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 1 day, 0:00:00",
    );
    let expected = json!({
        "at": "", "cause": "quota-exceeded", "chargedTo": "free",
        "requestedSeconds": 60, "leftSeconds": 12, "retryAfterSeconds": 86_400,
        "fault": null, "afterUserInput": false,
    });
    assert_eq!(written(&message), expected);
    let message = read("Falling back to IP-based quotas (InvalidRepoToken)");
    let expected = json!({
        "at": "", "cause": "ip-fallback", "chargedTo": "ip-fallback",
        "requestedSeconds": null, "leftSeconds": null, "retryAfterSeconds": null,
        "fault": "InvalidRepoToken", "afterUserInput": false,
    });
    assert_eq!(written(&message), expected);
}

#[test]
fn a_message_of_our_own_is_read_again() {
    for sample in &*SAMPLES {
        let text = sample["text"].as_str().unwrap();
        let Some(message) = ZeroGpuMessage::read(sample["title"].as_str(), text) else {
            continue;
        };
        assert_eq!(received(written(&message)), Some(message), "{text}");
    }
    let message = ZeroGpuMessage {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        after_user_input: true,
        ..read("Falling back to IP-based quotas (InvalidRepoToken)")
    };
    assert_eq!(received(written(&message)), Some(message));
}

#[test]
fn a_message_of_our_own_needs_no_more_than_cause_and_whom() {
    let message = received(json!({"cause": "no-gpu", "chargedTo": "unknown"})).unwrap();
    let bare = read("No GPU was available");
    assert_eq!(message, bare);
    for missing in ["cause", "chargedTo"] {
        let mut value = written(&bare);
        value.as_object_mut().unwrap().remove(missing);
        assert_eq!(received(value), None, "{missing}");
    }
}

#[test]
fn a_message_of_our_own_with_a_field_of_another_type_is_none() {
    let changed = |key: &str, value: Value| {
        let mut message = json!({"cause": "quota-exceeded", "chargedTo": "pro"});
        message[key] = value;
        received(message)
    };
    for odd in [
        json!(null),
        json!("x"),
        json!(-1),
        json!(1e30),
        json!("60"),
        json!([]),
    ] {
        for key in ["requestedSeconds", "leftSeconds", "retryAfterSeconds"] {
            assert_eq!(
                changed(key, odd.clone()).is_some(),
                odd.is_null(),
                "{key} {odd}"
            );
        }
        for key in ["cause", "chargedTo", "afterUserInput"] {
            assert_eq!(changed(key, odd.clone()), None, "{key} {odd}");
        }
    }
    for odd in [json!(null), json!(7), json!([]), json!(true)] {
        for key in ["at", "fault"] {
            assert_eq!(
                changed(key, odd.clone()).is_some(),
                odd.is_null(),
                "{key} {odd}"
            );
        }
    }
    for odd in [json!(null), json!([]), json!("no-gpu"), json!({})] {
        assert_eq!(received(odd), None);
    }
}

#[test]
fn what_a_message_of_our_own_cannot_say_is_unknown() {
    let with = |key: &str, value: Value| {
        let mut message = json!({"cause": "ip-fallback", "chargedTo": "ip-fallback"});
        message[key] = value;
        received(message).unwrap()
    };
    let fault = |fault: &str| with("fault", json!(fault)).fault;
    let word = "InvalidRepoToken";
    assert_eq!(fault(word).as_deref(), Some(word));
    assert_eq!(fault("a b"), None);
    assert_eq!(fault("hf_abc"), None);
    assert_eq!(fault(""), None);
    assert_eq!(fault(&"a".repeat(41)), None);
    let requested = |seconds: u32| with("requestedSeconds", json!(seconds)).requested_seconds;
    assert_eq!(requested(259_200), Some(259_200));
    assert_eq!(requested(259_201), None);
    let left = |seconds: u32| with("leftSeconds", json!(seconds)).left_seconds;
    assert_eq!(left(259_200), Some(259_200));
    assert_eq!(left(259_201), None);
    assert_eq!(with("at", json!("now")).at, "");
    assert_eq!(with("at", json!("2026-11-22")).at, "2026-11-22");
}

/// Fragments of messages and of what surrounds them, in any order.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        4 => prop::sample::select(vec![
            "You have exceeded your", " free", " Pro", " ", "Zero", "GPU", " quota (", "60s", "-1s",
            " requested vs. ", " left)", " requested)", ". ", "Try again in ", "Please retry in ",
            "0:03:12", "1 day, ", "-1 day, ", "99999999999999999999", ":", ".5", "No GPU was available",
            " after 60s", "Retry later", "Falling back to IP-based quotas (", ")", "'", "\"", "<a href=",
            ">", "</a>", "&lt;", "&gt;", "&quot;", "[", "](https://", "\\", "\\n", "\n", "Subscribe to Pro",
            " to get ", "$1 for 10 minutes", "- https://huggingface.co/", "Space app has", "ZeroGPU API",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~]{0,12}",
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_fragments_are_read_and_stay_what_they_are(text in fragments()) {
        if let Some(message) = ZeroGpuMessage::read(None, &text) {
            prop_assert!(message.requested_seconds.is_none_or(|seconds| seconds <= 259_200));
            prop_assert!(message.left_seconds.is_none_or(|seconds| seconds <= 259_200));
            prop_assert!(message.retry_after_seconds.is_none_or(|seconds| seconds < 32 * 86_400));
            prop_assert!(message.fault.is_none() || message.cause == Cause::IpFallback);
            prop_assert_eq!(received(written(&message)), Some(message));
        }
    }

    #[test]
    fn any_message_of_our_own_is_read_without_a_panic(
        cause in prop_oneof![any::<String>(), Just("ip-fallback".to_owned())],
        fault in any::<String>(),
        whole in prop_oneof![0..600_000_u64, any::<u64>()],
    ) {
        let message = json!({"cause": cause, "chargedTo": cause, "fault": fault});
        let is_read = received(message).is_some();
        prop_assert_eq!(is_read, cause == "ip-fallback");
        let message = received(json!({
            "cause": "other", "chargedTo": "unknown", "fault": fault,
            "requestedSeconds": whole, "retryAfterSeconds": whole,
        }));
        let seconds = u32::try_from(whole).ok();
        prop_assert_eq!(message.is_some(), seconds.is_some());
        if let Some(message) = message {
            prop_assert_eq!(message.retry_after_seconds, seconds);
            prop_assert_eq!(message.requested_seconds, seconds.filter(|seconds| *seconds <= 259_200));
        }
    }
}
