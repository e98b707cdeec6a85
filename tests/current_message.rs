//! ZeroGPU's messages in a page: which one is explained, which one decides, and how they travel.

#[path = "support/judged.rs"]
mod judged;
#[path = "support/zerogpu_messages.rs"]
mod support;

use judged::plain_report;
use proptest::prelude::*;
use serde_json::{Value, from_value, json, to_value};
use support::{CAUSES, IDENTITIES, app_failure, fallback, message_of, numbered};
use whose_quota::facts::{Cause, ChargedTo, Facts, Identity, Run, ZeroGpuMessage};
use whose_quota::verdict::Judged;

/// At a second of some minute.
fn at(second: u8) -> String {
    format!("2026-11-22T12:00:{second:02}.000Z")
}

fn quota(second: u8) -> ZeroGpuMessage {
    message_of(&at(second), Cause::QuotaExceeded, ChargedTo::Free)
}

fn run(at: &str) -> Run {
    Run {
        at: at.to_owned(),
        subdomain: "owner-name".to_owned(),
        identity: Identity::Present,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

/// Which of these messages is explained after runs at those times.
fn explained(runs: &[&str], messages: &[ZeroGpuMessage]) -> Option<ZeroGpuMessage> {
    let facts = Facts {
        runs: runs.iter().map(|at| run(at)).collect(),
        messages: messages.to_vec(),
        ..Facts::default()
    };
    facts.current_message().cloned()
}

#[test]
fn the_newest_message_is_explained_and_none_where_there_is_none() {
    assert_eq!(explained(&[], &[]), None);
    assert_eq!(explained(&[&at(1)], &[]), None);
    assert_eq!(explained(&[], &[quota(1)]), Some(quota(1)));
    assert_eq!(explained(&[], &[quota(1), quota(5)]), Some(quota(5)));
}

#[test]
fn a_message_from_before_the_last_run_is_over() {
    assert_eq!(explained(&[&at(5)], &[quota(4)]), None);
    assert_eq!(explained(&[&at(5)], &[quota(5)]), Some(quota(5)));
    assert_eq!(explained(&[&at(5)], &[quota(6)]), Some(quota(6)));
    assert_eq!(explained(&[&at(1), &at(9)], &[quota(5)]), None);
    assert_eq!(explained(&[&at(5)], &[quota(4), quota(6)]), Some(quota(6)));
    // The day after.
    let tomorrow = "2026-11-23T00:00:00.000Z";
    assert_eq!(explained(&[tomorrow], &[quota(59)]), None);
    let late = message_of(tomorrow, Cause::NoGpu, ChargedTo::Unknown);
    assert_eq!(
        explained(&[&at(59)], std::slice::from_ref(&late)),
        Some(late)
    );
}

#[test]
fn what_an_app_does_by_itself_after_a_run_ends_no_message() {
    let explained = |runs: &[(&str, bool)], messages: &[ZeroGpuMessage]| {
        let runs = runs.iter().map(|(at, is_chained)| Run {
            is_chained: *is_chained,
            ..run(at)
        });
        let facts = Facts {
            runs: runs.collect(),
            messages: messages.to_vec(),
            ..Facts::default()
        };
        facts.current_message().cloned()
    };
    let asked = (&*at(1), false);
    assert_eq!(explained(&[asked, (&at(5), false)], &[quota(4)]), None);
    let chained = [asked, (&*at(5), true), (&*at(6), true)];
    assert_eq!(explained(&chained, &[quota(4)]), Some(quota(4)));
    // What it follows may have left before it was seen.
    assert_eq!(explained(&chained[1..], &[quota(4)]), Some(quota(4)));
    // The visitor's next run ends it all the same.
    assert_eq!(
        explained(&[&chained[..], &[(&at(9), false)]].concat(), &[quota(4)]),
        None
    );
    assert_eq!(
        explained(
            &chained,
            &[message_of(&at(0), Cause::NoGpu, ChargedTo::Unknown)]
        ),
        None
    );
}

#[test]
fn where_a_time_is_unknown_the_message_is_of_the_last_run() {
    let timeless = message_of("", Cause::QuotaExceeded, ChargedTo::Free);
    assert_eq!(
        explained(&[&at(5)], std::slice::from_ref(&timeless)),
        Some(timeless.clone())
    );
    assert_eq!(explained(&[""], &[quota(4)]), Some(quota(4)));
    assert_eq!(explained(&[&at(9), ""], &[quota(4)]), Some(quota(4)));
    assert_eq!(
        explained(&[""], &[quota(4), timeless.clone()]),
        Some(timeless)
    );
}

#[test]
fn what_says_nothing_of_a_quota_is_never_explained() {
    let chatter = message_of(&at(9), Cause::Other, ChargedTo::Unknown);
    assert_eq!(explained(&[], std::slice::from_ref(&chatter)), None);
    assert_eq!(explained(&[], &[quota(1), chatter]), Some(quota(1)));
    for cause in CAUSES {
        let said = message_of(&at(1), cause, ChargedTo::Unknown);
        let is_explained = explained(&[], &[said]).is_some();
        assert_eq!(is_explained, cause != Cause::Other, "{cause:?}");
    }
}

#[test]
fn the_apps_own_failure_is_explained_where_nothing_was_refused() {
    let failed = |second| app_failure(&at(second), Some("RuntimeError"));
    let run = [&*at(1)];
    assert_eq!(explained(&run, &[failed(2)]), Some(failed(2)));
    assert_eq!(explained(&run, &[failed(2), failed(3)]), Some(failed(3)));
    // What an app does after a refusal fails for want of its result.
    let messages = [quota(2), failed(3)];
    assert_eq!(explained(&run, &messages), Some(quota(2)));
    let messages = [failed(2), quota(3), failed(4)];
    assert_eq!(explained(&run, &messages), Some(quota(3)));
    let fault = fallback(&at(2), None);
    assert_eq!(explained(&run, &[fault.clone(), failed(3)]), Some(fault));
    // Other words are none of a failure, and take none away.
    let other = app_failure(&at(3), None);
    assert_eq!(
        explained(&run, &[failed(2), other.clone()]),
        Some(failed(2))
    );
    assert_eq!(explained(&run, &[other]), None);
    assert!(!failed(2).decides());
}

#[test]
fn a_fault_of_the_pass_explains_what_follows_it_until_the_next_run() {
    let fault = fallback(&at(3), Some("InvalidRepoToken"));
    let both = [fault.clone(), quota(4)];
    assert_eq!(explained(&[&at(2)], &both), Some(fault.clone()));
    assert_eq!(explained(&[], &both), Some(fault.clone()));
    // The other way round it is the newest.
    let turned = [quota(1), fault.clone()];
    assert_eq!(explained(&[], &turned), Some(fault.clone()));
    // The first fault of a run, and not of the run before.
    let again = fallback(&at(7), Some("InvalidAccessToken"));
    let two = [fault.clone(), quota(4), again.clone(), quota(8)];
    assert_eq!(explained(&[&at(2)], &two), Some(fault));
    assert_eq!(explained(&[&at(2), &at(6)], &two), Some(again));
    assert_eq!(explained(&[&at(8)], &two), Some(quota(8)));
    assert_eq!(explained(&[&at(9)], &two), None);
}

#[test]
fn only_a_fault_and_a_quota_that_names_somebody_decide() {
    let mut deciding = vec![];
    for cause in CAUSES {
        for identity in IDENTITIES {
            let message = message_of(&at(1), cause, identity);
            let names = IDENTITIES.iter().filter(|whose| message.names(**whose));
            // One at most.
            assert!(names.count() <= 1);
            let is_quota = [Cause::QuotaExceeded, Cause::RunsExceeded].contains(&cause);
            assert_eq!(message.names(identity), is_quota);
            if message.decides() {
                deciding.push([cause.name(), " ", identity.name()].concat());
            }
        }
    }
    let names = ["unauthenticated", "free", "pro", "space"];
    let of = |cause: &str| names.map(|name| [cause, " ", name].concat()).to_vec();
    let faults = IDENTITIES.map(|identity| ["ip-fallback ", identity.name()].concat());
    let expected = [of("quota-exceeded"), of("runs-exceeded"), faults.to_vec()].concat();
    assert_eq!(deciding, expected);
}

/// What is read of a message of ours, if it is one.
fn read(message: &Value) -> Option<ZeroGpuMessage> {
    from_value(message.clone()).ok()
}

#[test]
fn it_survives_the_way_through_a_message() {
    let numbers = [Some(60), Some(12), Some(11_564)];
    for cause in CAUSES {
        for identity in IDENTITIES {
            for after_user_input in [false, true] {
                for message in [
                    message_of("", cause, identity),
                    numbered(&at(1), cause, identity, numbers),
                    fallback(&at(1), Some("InvalidRepoToken")),
                    fallback("", None),
                ] {
                    let message = ZeroGpuMessage {
                        after_user_input,
                        ..message
                    };
                    let written = serde_json::to_string(&message).unwrap();
                    let again = serde_json::from_str(&written).unwrap();
                    assert_eq!(message, again, "{written}");
                }
            }
        }
    }
}

#[test]
fn in_a_report_the_contracts_fields_are_always_there_and_a_fault_only_where_there_is_one() {
    let reported = |message: ZeroGpuMessage| {
        let report = plain_report(&Judged::of(Facts {
            messages: vec![message],
            ..Facts::default()
        }));
        report["messages"][0].clone()
    };
    let plain = message_of("", Cause::NoGpu, ChargedTo::Unknown);
    let expected = json!({
        "at": null, "cause": "no-gpu", "identity": "unknown", "requestedSeconds": null,
        "leftSeconds": null, "retryAfterSeconds": null,
    });
    assert_eq!(reported(plain.clone()), expected);
    let fault = reported(fallback(&at(1), Some("InvalidRepoToken")));
    assert_eq!(fault.get("fault"), Some(&json!("InvalidRepoToken")));
    assert_eq!(reported(fallback(&at(1), None)).get("fault"), None);
    let pressed = ZeroGpuMessage {
        after_user_input: true,
        ..plain
    };
    assert_eq!(
        reported(pressed).get("pressedSince"),
        Some(&Value::Bool(true))
    );
}

#[test]
fn what_is_no_message_is_none() {
    for odd in [
        json!(null),
        json!(7),
        json!("quota-exceeded"),
        json!([]),
        json!({}),
        json!({"cause": "quota-exceeded"}),
        json!({"chargedTo": "free"}),
        json!({"cause": "Quota-exceeded", "chargedTo": "free"}),
        json!({"cause": "quota-exceeded", "chargedTo": ""}),
        json!({"cause": ["quota-exceeded"], "chargedTo": "free"}),
        json!({"cause": null, "chargedTo": "unknown"}),
        json!({"cause": "no-gpu", "chargedTo": "unknown", "at": 7}),
        json!({"cause": "no-gpu", "chargedTo": "unknown", "afterUserInput": "x"}),
    ] {
        assert_eq!(read(&odd), None, "{odd}");
    }
    // A time that is none is unknown.
    for odd in [
        json!(null),
        json!(""),
        json!("yesterday"),
        json!("2026-11-22T12:00:00+01:00"),
        json!("2026-11-22 <script>"),
        json!("2026-11-22T12:00:00.000000000000000000Z"),
    ] {
        let message = read(&json!({"at": odd, "cause": "no-gpu", "chargedTo": "unknown"}));
        assert_eq!(message.unwrap().at, "", "{odd}");
    }
}

/// What may stand where something else is expected.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "quota-exceeded",
            "ip-fallback",
            "free",
            "2026-11-22T12:00:00Z"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 0..3).prop_map(Value::from)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_values_are_read_without_a_panic_and_written_as_they_were_read(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_value()), 0..4),
    ) {
        let keys = [
            "at", "cause", "chargedTo", "requestedSeconds", "leftSeconds", "retryAfterSeconds", "fault",
            "afterUserInput", "text",
        ];
        let mut message = json!({
            "at": at(1), "cause": "quota-exceeded", "chargedTo": "free", "requestedSeconds": 60,
        });
        for (index, value) in changes {
            message[*index.get(&keys)] = value;
        }
        if let Some(message) = read(&message) {
            let again = read(&to_value(&message).unwrap());
            prop_assert_eq!(again.as_ref(), Some(&message));
            let facts = Facts { messages: vec![message.clone()], ..Facts::default() };
            let is_explained = facts.current_message().is_some();
            prop_assert_eq!(is_explained, message.cause != Cause::Other || message.fault.is_some());
        }
    }

    #[test]
    fn of_any_order_of_runs_and_messages_one_of_the_last_run_is_explained(
        ran in prop::collection::vec(0_u8..60, 0..4),
        said in prop::collection::vec((0_u8..60, 0_usize..10), 0..6),
    ) {
        let messages: Vec<ZeroGpuMessage> = said.iter()
            .map(|(second, cause)| message_of(&at(*second), CAUSES[*cause], ChargedTo::Free))
            .collect();
        let times: Vec<String> = ran.iter().map(|second| at(*second)).collect();
        let runs: Vec<&str> = times.iter().map(String::as_str).collect();
        let left = times.last().cloned().unwrap_or_default();
        let explained = explained(&runs, &messages);
        let counts = |message: &&ZeroGpuMessage| message.at >= left && message.cause != Cause::Other;
        let of_last: Vec<&ZeroGpuMessage> = messages.iter().filter(counts).collect();
        prop_assert_eq!(explained.is_some(), !of_last.is_empty());
        if let Some(explained) = explained {
            prop_assert!(of_last.contains(&&explained));
            let is_fault = |message: &&&ZeroGpuMessage| message.cause == Cause::IpFallback;
            let expected = of_last.iter().find(is_fault).or(of_last.last());
            prop_assert_eq!(Some(&&explained), expected);
        }
    }
}

#[test]
fn what_is_no_number_and_no_plain_word_is_not_passed_on() {
    let message = |key: &str, value: Value| {
        let mut message = json!({
            "at": "2026-11-22T12:00:00.000Z", "cause": "ip-fallback", "chargedTo": "ip-fallback",
            "requestedSeconds": 60, "leftSeconds": 12, "retryAfterSeconds": 7, "fault": "Error",
        });
        message[key] = value;
        message
    };
    let numbers = ["requestedSeconds", "leftSeconds", "retryAfterSeconds"];
    for odd in [
        json!([60]),
        json!({"x": 1}),
        json!("60 seconds of SECRET"),
        json!("60"),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
    ] {
        for key in numbers {
            assert_eq!(read(&message(key, odd.clone())), None, "{key} {odd}");
        }
    }
    // More GPU time than a run can take is unknown.
    for (key, seconds) in [("requestedSeconds", 259_201), ("leftSeconds", u32::MAX)] {
        let message = read(&message(key, json!(seconds))).unwrap();
        assert_eq!(to_value(&message).unwrap()[key], Value::Null, "{key}");
    }
    let most = read(&message("leftSeconds", json!(259_200))).unwrap();
    assert_eq!(most.left_seconds, Some(259_200));
    let (long, longest) = ("x".repeat(41), "x".repeat(40));
    for odd in ["60 seconds of SECRET", "hf_x", "", "x9", &long] {
        let message = read(&message("fault", json!(odd))).unwrap();
        assert_eq!(message.fault, None, "{odd}");
    }
    let whole = read(&message("fault", json!(longest))).unwrap();
    assert_eq!(whole.fault, Some(longest));
    for odd in [json!(7), json!(["Error"]), json!({"x": 1})] {
        assert_eq!(read(&message("fault", odd.clone())), None, "{odd}");
    }
}
