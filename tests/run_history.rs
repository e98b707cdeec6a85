//! What became of a session's runs, by Space: what is remembered, and for how long.

#[path = "support/run_histories.rs"]
mod run_histories;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use proptest::prelude::*;
use run_histories::{
    FAULT, QUOTA, SINCE, alike, any_facts, at, but, entries, facts, id, kept,
    last_success_elsewhere, message, ran, recorded,
};
use serde_json::{Value, json};
use whose_quota::facts::{Cause, ChargedTo, Facts, RunHistory, Space, SpaceId, ZeroGpuMessage};
use whose_quota::ui::notice::NoticeContext;

#[test]
fn a_run_is_remembered_with_what_zero_gpu_said_of_it() {
    assert_eq!(kept(&RunHistory::default()), [""; 0]);
    assert_eq!(kept(&recorded(&[facts("a/b", &[], &[])])), [""; 0]);
    let silent = recorded(&[facts("a/b", &[1], &[])]);
    assert_eq!(kept(&silent), ["a/b 00:01 runs - -"]);
    let refused = recorded(&[facts("a/b", &[1], &[message(2, QUOTA)])]);
    assert_eq!(
        kept(&refused),
        ["a/b 00:01 runs quota-exceeded unauthenticated"]
    );
}

#[test]
fn a_report_that_comes_again_teaches_nothing_new() {
    let first = facts("a/b", &[1], &[]);
    let second = facts("a/b", &[1, 3], &[message(2, QUOTA)]);
    let expected = [
        "a/b 00:01 runs quota-exceeded unauthenticated",
        "a/b 00:03 runs - -",
    ];
    assert_eq!(kept(&recorded(&[first.clone(), second.clone()])), expected);
    let again = [first.clone(), second.clone(), second.clone(), first, second];
    assert_eq!(kept(&recorded(&again)), expected);
    // The same id in other letters is the same Space.
    let shouted = facts("A/B", &[1, 3], &[message(2, QUOTA)]);
    let both = recorded(&[facts("a/b", &[1], &[]), shouted]);
    assert_eq!(kept(&both).len(), 2);
}

#[test]
fn a_message_belongs_to_the_last_run_before_it() {
    let messages = [message(4, QUOTA)];
    let of = |runs: &[u32]| kept(&recorded(&[facts("a/b", runs, &messages)]));
    assert_eq!(
        of(&[1, 3]),
        [
            "a/b 00:01 runs - -",
            "a/b 00:03 runs quota-exceeded unauthenticated"
        ]
    );
    assert_eq!(
        of(&[3, 1, 5]),
        [
            "a/b 00:01 runs - -",
            "a/b 00:03 runs quota-exceeded unauthenticated",
            "a/b 00:05 runs - -",
        ]
    );
    assert_eq!(of(&[4]), ["a/b 00:04 runs quota-exceeded unauthenticated"]);
    // Not to another Space's.
    let elsewhere = recorded(&[facts("c/d", &[3], &[]), facts("a/b", &[1], &messages)]);
    assert_eq!(
        kept(&elsewhere),
        [
            "a/b 00:01 runs quota-exceeded unauthenticated",
            "c/d 00:03 runs - -"
        ]
    );
}

#[test]
fn of_several_messages_on_a_run_the_newest_counts_and_a_fault_explains_the_rest() {
    let pro = (Cause::QuotaExceeded, ChargedTo::Pro);
    let of = |messages: &[ZeroGpuMessage]| kept(&recorded(&[facts("a/b", &[1], messages)]));
    assert_eq!(
        of(&[message(2, QUOTA), message(3, pro)]),
        ["a/b 00:01 runs quota-exceeded pro"]
    );
    assert_eq!(
        of(&[message(2, FAULT), message(3, pro)]),
        ["a/b 00:01 runs ip-fallback ip-fallback"]
    );
    assert_eq!(
        of(&[message(2, pro), message(3, FAULT)]),
        ["a/b 00:01 runs ip-fallback ip-fallback"]
    );
    let chatter = (Cause::Other, ChargedTo::Unknown);
    assert_eq!(of(&[message(2, chatter)]), ["a/b 00:01 runs - -"]);
}

#[test]
fn a_message_without_a_run_is_remembered_where_it_belongs() {
    let alone = recorded(&[facts("a/b", &[], &[message(2, QUOTA)])]);
    let line = "a/b 00:02 runs quota-exceeded unauthenticated";
    assert_eq!(kept(&alone), [line]);
    // Older than everything else that is known, also of other Spaces.
    let all = recorded(&[
        facts("c/d", &[5], &[]),
        facts("a/b", &[3], &[message(2, QUOTA)]),
    ]);
    assert_eq!(
        kept(&all),
        [line, "a/b 00:03 runs - -", "c/d 00:05 runs - -"]
    );
    // What is said later in the same facts belongs to the run, and the run is the Space's last.
    let pro = (Cause::QuotaExceeded, ChargedTo::Pro);
    let both = [message(2, QUOTA), message(9, pro)];
    let mut history = recorded(&[facts("a/b", &[3], &both)]);
    assert_eq!(kept(&history), [line, "a/b 00:03 runs quota-exceeded pro"]);
    history.ended("a-b", "", &at(9));
    assert_eq!(last_success_elsewhere(&history, "x/y"), None);
    assert_eq!(alike(&history, "x/y", pro), ["a/b"]);
    assert_eq!(alike(&history, "x/y", QUOTA), [""; 0]);
}

#[test]
fn only_what_is_known_to_run_on_zero_gpu_is_remembered_and_only_by_its_name() {
    let whole = || facts("a/b", &[1], &[message(2, QUOTA)]);
    assert_eq!(kept(&recorded(&[whole()])).len(), 1);
    let changes: [fn(&mut Facts); 5] = [
        |facts| facts.space.hardware = Some("cpu-basic".to_owned()),
        |facts| facts.space.hardware = None,
        |facts| facts.space.id = None,
        |facts| facts.space = Space::default(),
        |facts| *facts = Facts::default(),
    ];
    for change in changes {
        assert_eq!(kept(&recorded(&[but(whole(), change)])), [""; 0]);
    }
}

#[test]
fn what_has_no_time_is_not_remembered() {
    let whole = || facts("a/b", &[1], &[message(2, QUOTA)]);
    let timeless = but(whole(), |facts| facts.runs[0].at.clear());
    let line = "a/b 00:02 runs quota-exceeded unauthenticated";
    assert_eq!(kept(&recorded(&[timeless])), [line]);
    let timeless = but(whole(), |facts| facts.messages[0].at.clear());
    assert_eq!(kept(&recorded(&[timeless])), ["a/b 00:01 runs - -"]);
}

#[test]
fn runs_stand_in_the_order_in_which_they_left() {
    let history = recorded(&[
        facts("a/b", &[5, 1], &[]),
        facts("c/d", &[3], &[]),
        facts("a/b", &[9, 0], &[]),
    ]);
    let minutes: Vec<String> = kept(&history)
        .iter()
        .map(|line| line.get(4..9).unwrap().to_owned())
        .collect();
    assert_eq!(minutes, ["00:00", "00:01", "00:03", "00:05", "00:09"]);
}

#[test]
fn sixty_runs_are_remembered_the_newest() {
    let minutes: Vec<u32> = (0..60).collect();
    let sixty = recorded(&[facts("a/b", &minutes, &[])]);
    assert_eq!(kept(&sixty).len(), 60);
    let more = recorded(&[
        facts("c/d", &[100, 101, 102], &[message(103, QUOTA)]),
        facts("a/b", &minutes, &[]),
    ]);
    let kept = kept(&more);
    assert_eq!(kept.len(), 60);
    assert_eq!(kept.first().unwrap(), "a/b 00:03 runs - -");
    assert_eq!(
        kept.last().unwrap(),
        "c/d 01:42 runs quota-exceeded unauthenticated"
    );
    // Messages alone are bounded as well.
    let messages: Vec<ZeroGpuMessage> = (0..200)
        .rev()
        .map(|minute| message(minute, QUOTA))
        .collect();
    let many = recorded(&[facts("a/b", &[], &messages)]);
    assert_eq!(entries(&many).len(), 60);
}

#[test]
fn a_stream_that_ended_ends_the_runs_of_its_space_that_left_before() {
    let mut history = recorded(&[facts("A/b.C", &[1, 5], &[]), facts("c/d", &[1], &[])]);
    // The host's form of the id.
    history.ended("a-b-c", "", &at(4));
    let expected = [
        "A/b.C 00:01 ended - -",
        "c/d 00:01 runs - -",
        "A/b.C 00:05 runs - -",
    ];
    assert_eq!(kept(&history), expected);
    for (subdomain, minute) in [("a-b", 9), ("A-B-C", 9), ("", 9), ("a-b-c", 0)] {
        history.ended(subdomain, "", &at(minute));
        assert_eq!(kept(&history), expected, "{subdomain}");
    }
    history.ended("a-b-c", "", &at(5));
    assert_eq!(kept(&history)[2], "A/b.C 00:05 ended - -");
    // It is not undone by the same facts again.
    history.record(&facts("A/b.C", &[1, 5], &[]));
    assert_eq!(kept(&history)[2], "A/b.C 00:05 ended - -");
    // Where the facts tell another host, that one counts.
    let message = but(facts("a/b", &[1], &[]), |facts| {
        facts.space.subdomain = Some("old-name".to_owned());
    });
    let mut renamed = recorded(&[message]);
    renamed.ended("a-b", "", &at(9));
    assert_eq!(kept(&renamed), ["a/b 00:01 runs - -"]);
    renamed.ended("old-name", "", &at(9));
    assert_eq!(kept(&renamed), ["a/b 00:01 ended - -"]);
}

#[test]
fn it_survives_the_way_through_storage() {
    let mut history = recorded(&[
        facts("a/b", &[1, 5], &[message(2, QUOTA)]),
        facts("C/d.e", &[3], &[message(4, FAULT)]),
    ]);
    ran(&mut history, "g/h", 7);
    let written = serde_json::to_string(&history).unwrap();
    let again: RunHistory = serde_json::from_str(&written).unwrap();
    assert_eq!(again, history);
    // Nothing in it but Spaces, times, and what ZeroGPU said.
    let mut keys: Vec<String> = vec![];
    for entry in entries(&history) {
        keys.extend(entry.as_object().unwrap().keys().cloned());
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys, ["at", "ended", "space", "subdomain", "trouble"]);
}

#[test]
fn damaged_storage_is_no_history_and_no_reason_to_show_nothing() {
    let sound = json!({
        "space": "a/b", "subdomain": "a-b", "at": at(1), "ended": true,
        "trouble": ["ip-fallback", "ip-fallback"],
    });
    let read = |list: &Value| -> Vec<String> {
        // As the background reads it for a notice.
        let context = json!({"href": "https://a-b.hf.space/", "runHistory": list});
        let context: NoticeContext = serde_json::from_value(context).unwrap();
        assert_eq!(context.href, "https://a-b.hf.space/");
        let alone = serde_json::from_value::<RunHistory>(list.clone()).unwrap_or_default();
        assert_eq!(context.run_history, alone);
        kept(&alone)
    };
    let line = "a/b 00:01 ended ip-fallback ip-fallback";
    assert_eq!(read(&json!([sound])), [line]);
    assert_eq!(read(&json!([sound, sound])), [line, line]);
    for odd in [json!(7), json!(null), json!("x"), json!({}), json!([sound])] {
        assert_eq!(read(&json!([sound, odd])), [""; 0], "{odd}");
    }
    for (key, value) in [
        ("space", json!(null)),
        ("space", json!("no id")),
        ("at", json!(null)),
        ("at", json!(1_763_812_800)),
        ("ended", json!("true")),
        ("trouble", json!("ip-fallback")),
        ("trouble", json!(["something", "ip-fallback"])),
        ("trouble", json!(["ip-fallback", null])),
        ("subdomain", json!(7)),
    ] {
        let mut odd = sound.clone();
        odd[key] = value;
        assert_eq!(read(&json!([odd])), [""; 0], "{key}");
    }
    for odd in [json!({}), json!("x"), json!(7), json!({"0": sound})] {
        assert_eq!(read(&odd), [""; 0]);
    }
}

/// Storage of any shape, its keys and words meaning something now and then.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("a/b")),
        Just(json!("2026-11-22T12:00:00Z")),
        Just(json!("ip-fallback")),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let keys = "space subdomain at ended trouble";
        let key = prop::sample::select(keys.split(' ').map(str::to_owned).collect::<Vec<_>>());
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

#[test]
fn a_stream_that_a_page_closes_ends_only_what_that_page_has_sent() {
    let recorded = || {
        let mut history = RunHistory::default();
        history.record(&facts("a/b", &[2, 4], &[]));
        history
    };
    let ended = |from: &str| {
        let mut history = recorded();
        history.ended("a-b", from, &at(9));
        let ended = entries(&history).into_iter();
        ended
            .map(|run| run["ended"] == json!(true))
            .collect::<Vec<_>>()
    };
    assert_eq!(ended(""), [true, true]);
    // The document that stands there now was opened at 3: the run at 2 was another's.
    assert_eq!(ended(&at(3)), [false, true]);
    assert_eq!(ended(&at(9)), [false, false]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_storage_and_any_facts_are_read_without_a_panic(
        storage in any_value(), facts in any_facts(), subdomain in any::<String>(), time in any::<String>(),
    ) {
        let mut history: RunHistory = serde_json::from_value(storage).unwrap_or_default();
        history.record(&facts);
        history.ended(&subdomain, "", &time);
        let written = serde_json::to_value(&history).unwrap();
        let again: RunHistory = serde_json::from_value(written).unwrap();
        prop_assert_eq!(&again, &history);
        let space = id("a/b");
        let _ = history.last_success_elsewhere(&space, &time);
        let _ = history.similar_failures(&space, QUOTA, &time);
    }

    #[test]
    fn whatever_was_learned_is_bounded_sorted_and_says_nothing_of_the_space_itself(
        all in prop::collection::vec(any_facts(), 0..6), end in 0_u32..1440,
    ) {
        let mut history = recorded(&all);
        let kept = entries(&history);
        prop_assert!(kept.len() <= 60);
        let times: Vec<&str> = kept.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
        prop_assert!(times.is_sorted());
        if let Some(facts) = all.last().filter(|_| kept.len() < 60) {
            // Twice is once.
            let mut again = history.clone();
            again.record(facts);
            prop_assert_eq!(&again, &history);
        }
        history.ended("a-b", "", &at(end));
        for space in ["a/b", "A/c", "d/e", "z/z"].map(id) {
            let same_owner = |other: &SpaceId| other.owner().eq_ignore_ascii_case(space.owner());
            if let Some(other) = history.last_success_elsewhere(&space, SINCE) {
                prop_assert!(!other.is(&space));
            }
            let alike = history.similar_failures(&space, FAULT, SINCE);
            let owners: std::collections::BTreeSet<String> =
                alike.iter().map(|id| id.owner().to_lowercase()).collect();
            prop_assert_eq!(owners.len(), alike.len());
            prop_assert!(!alike.into_iter().any(same_owner));
        }
    }
}
