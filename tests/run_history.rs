//! What became of a session's runs, by Space: what is remembered, and what it says of other Spaces.

#[path = "support/told.rs"]
mod told;

use proptest::prelude::*;
use serde_json::{Value, json};
use told::{ours, theirs};
use whose_quota::facts::{Cause, ChargedTo, Json, RunHistory, SpaceId};

/// Yesterday at this hour.
const SINCE: &str = "2026-11-21T12:00:00.000Z";

const QUOTA: (Cause, ChargedTo) = (Cause::QuotaExceeded, ChargedTo::Unauthenticated);
const FAULT: (Cause, ChargedTo) = (Cause::IpFallback, ChargedTo::IpFallback);

fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

/// At a minute of today.
fn at(minute: u32) -> String {
    format!("2026-11-22T{:02}:{:02}:00.000Z", minute / 60, minute % 60)
}

fn message(minute: u32, (cause, identity): (Cause, ChargedTo)) -> Value {
    json!({"at": at(minute), "cause": cause.name(), "identity": identity.name()})
}

/// A page's report on a Space: runs at those minutes, and what ZeroGPU said.
fn report(space: &str, runs: &[u32], messages: &[Value]) -> Value {
    let runs: Vec<Value> = (runs.iter())
        .map(|minute| json!({"at": at(*minute), "identity": "present"}))
        .collect();
    json!({
        "place": "direct", "space": {"id": space, "hardware": "zero-a10g"},
        "runs": runs, "messages": messages,
    })
}

/// With another value somewhere.
fn with(mut report: Value, pointer: &str, value: Value) -> Value {
    *report.pointer_mut(pointer).unwrap() = value;
    report
}

fn learned(reports: &[Value]) -> RunHistory {
    let mut outcomes = RunHistory::default();
    for report in reports {
        outcomes.record(&ours(report));
    }
    outcomes
}

/// A run of a Space whose results have come to their end.
fn ran(outcomes: &mut RunHistory, space: &str, minute: u32) {
    outcomes.record(&ours(&report(space, &[minute], &[])));
    outcomes.ended(&id(space).subdomain(), "", &at(minute));
}

/// What is kept, as `space minute ended trouble`.
fn kept(outcomes: &RunHistory) -> Vec<String> {
    let list = theirs(&outcomes.to_message());
    let line = |entry: &Value| {
        let word = |key: &str| entry[key].as_str().unwrap_or("-").to_owned();
        let ended = if entry["ended"] == json!(true) {
            "ended"
        } else {
            "runs"
        };
        let time = word("at");
        let time = time.get(11..16).unwrap();
        [
            &word("space"),
            " ",
            time,
            " ",
            ended,
            " ",
            &word("cause"),
            " ",
            &word("identity"),
        ]
        .concat()
    };
    list.as_array().unwrap().iter().map(line).collect()
}

fn last_success_elsewhere(outcomes: &RunHistory, space: &str) -> Option<String> {
    let other = outcomes.last_success_elsewhere(&id(space), SINCE)?;
    Some(other.as_str().to_owned())
}

fn alike(outcomes: &RunHistory, space: &str, trouble: (Cause, ChargedTo)) -> Vec<String> {
    let found = outcomes.similar_failures(&id(space), trouble, SINCE);
    found.into_iter().map(|id| id.as_str().to_owned()).collect()
}

#[test]
fn a_run_is_remembered_with_what_zero_gpu_said_of_it() {
    assert_eq!(kept(&RunHistory::default()), [""; 0]);
    assert_eq!(kept(&learned(&[report("a/b", &[], &[])])), [""; 0]);
    let silent = learned(&[report("a/b", &[1], &[])]);
    assert_eq!(kept(&silent), ["a/b 00:01 runs - -"]);
    let refused = learned(&[report("a/b", &[1], &[message(2, QUOTA)])]);
    assert_eq!(
        kept(&refused),
        ["a/b 00:01 runs quota-exceeded unauthenticated"]
    );
}

#[test]
fn a_report_that_comes_again_teaches_nothing_new() {
    let first = report("a/b", &[1], &[]);
    let second = report("a/b", &[1, 3], &[message(2, QUOTA)]);
    let expected = [
        "a/b 00:01 runs quota-exceeded unauthenticated",
        "a/b 00:03 runs - -",
    ];
    assert_eq!(kept(&learned(&[first.clone(), second.clone()])), expected);
    let again = [first.clone(), second.clone(), second.clone(), first, second];
    assert_eq!(kept(&learned(&again)), expected);
    // The same id in other letters is the same Space.
    let shouted = report("A/B", &[1, 3], &[message(2, QUOTA)]);
    let both = learned(&[report("a/b", &[1], &[]), shouted]);
    assert_eq!(kept(&both).len(), 2);
}

#[test]
fn a_message_belongs_to_the_last_run_before_it() {
    let messages = [message(4, QUOTA)];
    let of = |runs: &[u32]| kept(&learned(&[report("a/b", runs, &messages)]));
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
    let elsewhere = learned(&[report("c/d", &[3], &[]), report("a/b", &[1], &messages)]);
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
    let of = |messages: &[Value]| kept(&learned(&[report("a/b", &[1], messages)]));
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
    let alone = learned(&[report("a/b", &[], &[message(2, QUOTA)])]);
    let line = "a/b 00:02 runs quota-exceeded unauthenticated";
    assert_eq!(kept(&alone), [line]);
    // Older than everything else that is known, also of other Spaces.
    let facts = learned(&[
        report("c/d", &[5], &[]),
        report("a/b", &[3], &[message(2, QUOTA)]),
    ]);
    assert_eq!(
        kept(&facts),
        [line, "a/b 00:03 runs - -", "c/d 00:05 runs - -"]
    );
    // What is said later in the same report belongs to the run, and the run is the Space's last.
    let pro = (Cause::QuotaExceeded, ChargedTo::Pro);
    let both = [message(2, QUOTA), message(9, pro)];
    let mut outcomes = learned(&[report("a/b", &[3], &both)]);
    assert_eq!(kept(&outcomes), [line, "a/b 00:03 runs quota-exceeded pro"]);
    outcomes.ended("a-b", "", &at(9));
    assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
    assert_eq!(alike(&outcomes, "x/y", pro), ["a/b"]);
    assert_eq!(alike(&outcomes, "x/y", QUOTA), [""; 0]);
}

#[test]
fn only_what_is_known_to_run_on_zero_gpu_is_remembered_and_only_by_its_name() {
    let whole = report("a/b", &[1], &[message(2, QUOTA)]);
    assert_eq!(kept(&learned(std::slice::from_ref(&whole))).len(), 1);
    for (pointer, value) in [
        ("/space/hardware", json!("cpu-basic")),
        ("/space/hardware", json!(null)),
        ("/space/id", json!(null)),
        ("/space/id", json!("no id")),
        ("/space", json!(7)),
        ("/runs/0/identity", json!("maybe")),
    ] {
        let message_alone = usize::from(pointer.starts_with("/runs"));
        let report = with(whole.clone(), pointer, value);
        assert_eq!(kept(&learned(&[report])).len(), message_alone, "{pointer}");
    }
    // Without a time nobody knows when.
    let timeless = with(whole, "/runs/0/at", json!(null));
    let timeless = with(timeless, "/messages/0/at", json!("now"));
    assert_eq!(kept(&learned(&[timeless])), [""; 0]);
    for odd in [json!(null), json!([]), json!("report"), json!({})] {
        assert_eq!(kept(&learned(&[odd])), [""; 0]);
    }
}

#[test]
fn runs_stand_in_the_order_in_which_they_left() {
    let outcomes = learned(&[
        report("a/b", &[5, 1], &[]),
        report("c/d", &[3], &[]),
        report("a/b", &[9, 0], &[]),
    ]);
    let minutes: Vec<String> = kept(&outcomes)
        .iter()
        .map(|line| line.get(4..9).unwrap().to_owned())
        .collect();
    assert_eq!(minutes, ["00:00", "00:01", "00:03", "00:05", "00:09"]);
}

#[test]
fn sixty_runs_are_remembered_the_newest() {
    let minutes: Vec<u32> = (0..60).collect();
    let sixty = learned(&[report("a/b", &minutes, &[])]);
    assert_eq!(kept(&sixty).len(), 60);
    let more = learned(&[
        report("c/d", &[100, 101, 102], &[message(103, QUOTA)]),
        report("a/b", &minutes, &[]),
    ]);
    let kept = kept(&more);
    assert_eq!(kept.len(), 60);
    assert_eq!(kept.first().unwrap(), "a/b 00:03 runs - -");
    assert_eq!(
        kept.last().unwrap(),
        "c/d 01:42 runs quota-exceeded unauthenticated"
    );
    // Messages alone are bounded as well.
    let messages: Vec<Value> = (0..200)
        .rev()
        .map(|minute| message(minute, QUOTA))
        .collect();
    let many = learned(&[report("a/b", &[], &messages)]);
    assert!(theirs(&many.to_message()).as_array().unwrap().len() <= 60);
}

#[test]
fn a_stream_that_ended_ends_the_runs_of_its_space_that_left_before() {
    let mut outcomes = learned(&[report("A/b.C", &[1, 5], &[]), report("c/d", &[1], &[])]);
    // The host's form of the id.
    outcomes.ended("a-b-c", "", &at(4));
    let expected = [
        "A/b.C 00:01 ended - -",
        "c/d 00:01 runs - -",
        "A/b.C 00:05 runs - -",
    ];
    assert_eq!(kept(&outcomes), expected);
    for (subdomain, minute) in [("a-b", 9), ("A-B-C", 9), ("", 9), ("a-b-c", 0)] {
        outcomes.ended(subdomain, "", &at(minute));
        assert_eq!(kept(&outcomes), expected, "{subdomain}");
    }
    outcomes.ended("a-b-c", "", &at(5));
    assert_eq!(kept(&outcomes)[2], "A/b.C 00:05 ended - -");
    // It is not undone by the same report again.
    outcomes.record(&ours(&report("A/b.C", &[1, 5], &[])));
    assert_eq!(kept(&outcomes)[2], "A/b.C 00:05 ended - -");
    // Where the report tells another host, that one counts.
    let told = with(
        report("a/b", &[1], &[]),
        "/space",
        json!({"id": "a/b", "hardware": "zero-a10g", "subdomain": "old-name"}),
    );
    let mut renamed = learned(&[told]);
    renamed.ended("a-b", "", &at(9));
    assert_eq!(kept(&renamed), ["a/b 00:01 runs - -"]);
    renamed.ended("old-name", "", &at(9));
    assert_eq!(kept(&renamed), ["a/b 00:01 ended - -"]);
}

#[test]
fn another_space_ran_where_its_last_run_ended_and_zero_gpu_said_nothing() {
    let mut outcomes = RunHistory::default();
    assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
    outcomes.record(&ours(&report("a/b", &[1], &[])));
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y"),
        None,
        "it still runs"
    );
    outcomes.ended("a-b", "", &at(2));
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y").as_deref(),
        Some("a/b")
    );
    // A Space is no other to itself.
    assert_eq!(last_success_elsewhere(&outcomes, "a/b"), None);
    assert_eq!(last_success_elsewhere(&outcomes, "A/B"), None);
    // A related Space is another one.
    assert_eq!(
        last_success_elsewhere(&outcomes, "a/z").as_deref(),
        Some("a/b")
    );
    // Its next run is refused.
    outcomes.record(&ours(&report("a/b", &[1, 3], &[message(4, QUOTA)])));
    outcomes.ended("a-b", "", &at(5));
    assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
    // And another Space's is not; the newest is named.
    ran(&mut outcomes, "c/d", 2);
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y").as_deref(),
        Some("c/d")
    );
    ran(&mut outcomes, "e/f", 9);
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y").as_deref(),
        Some("e/f")
    );
    ran(&mut outcomes, "g/h", 7);
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y").as_deref(),
        Some("e/f")
    );
}

#[test]
fn what_an_app_does_by_itself_after_a_refused_run_is_none_that_went_well() {
    let refused = report("a/b", &[1, 3], &[message(2, QUOTA)]);
    let mut outcomes = learned(std::slice::from_ref(&refused));
    outcomes.ended("a-b", "", &at(4));
    assert_eq!(
        last_success_elsewhere(&outcomes, "x/y").as_deref(),
        Some("a/b")
    );
    let mut outcomes = learned(&[with(
        refused,
        "/runs/1",
        json!({
            "at": at(3), "identity": "present", "follows": true,
        }),
    )]);
    outcomes.ended("a-b", "", &at(4));
    assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
}

#[test]
fn a_run_that_was_refused_ended_and_did_not_run() {
    for trouble in [QUOTA, FAULT, (Cause::GpuAborted, ChargedTo::Unknown)] {
        let mut outcomes = learned(&[report("a/b", &[1], &[message(2, trouble)])]);
        outcomes.ended("a-b", "", &at(3));
        assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
    }
}

#[test]
fn unrelated_spaces_that_failed_alike_are_named_once_an_owner() {
    let failed = |space: &str, minute| report(space, &[minute], &[message(minute + 1, FAULT)]);
    let outcomes = learned(&[
        failed("a/one", 1),
        failed("a/two", 5),
        failed("A/three", 9),
        failed("b/one", 3),
        failed("own/other", 4),
        failed("x/y", 2),
        report("c/refused", &[6], &[message(7, QUOTA)]),
        report("d/ran", &[6], &[]),
    ]);
    // The newest of each owner; none of this Space's owner, and not itself.
    assert_eq!(
        alike(&outcomes, "x/y", FAULT),
        ["A/three", "own/other", "b/one"]
    );
    assert_eq!(
        alike(&outcomes, "own/x", FAULT),
        ["A/three", "b/one", "x/y"]
    );
    assert_eq!(
        alike(&outcomes, "OWN/x", FAULT),
        ["A/three", "b/one", "x/y"]
    );
    assert_eq!(alike(&outcomes, "x/y", QUOTA), ["c/refused"]);
    // The same means the same in cause and identity.
    let others = [
        (Cause::QuotaExceeded, ChargedTo::Pro),
        (Cause::RunsExceeded, ChargedTo::Unauthenticated),
        (Cause::IpFallback, ChargedTo::Unknown),
    ];
    for other in others {
        assert_eq!(alike(&outcomes, "x/y", other), [""; 0], "{other:?}");
    }
}

#[test]
fn a_space_whose_last_run_went_well_has_not_failed() {
    let mut outcomes = learned(&[report("a/b", &[1], &[message(2, FAULT)])]);
    assert_eq!(alike(&outcomes, "x/y", FAULT), ["a/b"]);
    // Whether it ended or not: nothing was said of it.
    outcomes.record(&ours(&report("a/b", &[1, 5], &[message(2, FAULT)])));
    assert_eq!(alike(&outcomes, "x/y", FAULT), [""; 0]);
}

#[test]
fn what_is_older_than_a_day_does_not_count() {
    let yesterday = |time: &str| {
        let report = report("a/b", &[1], &[]);
        with(report, "/runs/0/at", json!(time))
    };
    for (time, counts) in [
        ("2026-11-21T11:59:59.999Z", false),
        (SINCE, true),
        ("2026-11-21T12:00:00.001Z", true),
        ("2025-11-22T12:00:00.000Z", false),
    ] {
        let mut outcomes = learned(&[yesterday(time)]);
        outcomes.ended("a-b", "", &at(5));
        let named = last_success_elsewhere(&outcomes, "x/y");
        assert_eq!(named.is_some(), counts, "{time}");
        let message = json!({"at": time, "cause": "ip-fallback", "identity": "ip-fallback"});
        let failed = with(yesterday(time), "/messages", json!([message]));
        let named = alike(&learned(&[failed]), "x/y", FAULT);
        assert_eq!(!named.is_empty(), counts, "{time}");
    }
    // A Space's older runs do not stand in for its last one.
    let mut outcomes = learned(&[yesterday("2026-11-21T11:00:00.000Z")]);
    outcomes.ended("a-b", "", &at(0));
    outcomes.record(&ours(&report("a/b", &[1], &[message(2, QUOTA)])));
    assert_eq!(last_success_elsewhere(&outcomes, "x/y"), None);
}

#[test]
fn it_survives_the_way_through_storage() {
    let mut outcomes = learned(&[
        report("a/b", &[1, 5], &[message(2, QUOTA)]),
        report("C/d.e", &[3], &[message(4, FAULT)]),
    ]);
    ran(&mut outcomes, "g/h", 7);
    let written = outcomes.to_message().write();
    let again = RunHistory::from_message(&Json::parse(&written).unwrap());
    assert_eq!(again, outcomes);
    assert_eq!(RunHistory::from_message(&Json::Null), RunHistory::default());
    // Nothing in it but Spaces, times, and what ZeroGPU said.
    let mut keys: Vec<String> = vec![];
    for entry in theirs(&outcomes.to_message()).as_array().unwrap() {
        keys.extend(entry.as_object().unwrap().keys().cloned());
    }
    keys.sort();
    keys.dedup();
    assert_eq!(
        keys,
        ["at", "cause", "ended", "identity", "space", "subdomain"]
    );
}

#[test]
fn of_damaged_storage_what_can_be_read_is_kept() {
    let sound = json!({
        "space": "a/b", "subdomain": "a-b", "at": at(1), "ended": true,
        "cause": "ip-fallback", "identity": "ip-fallback",
    });
    let line = "a/b 00:01 ended ip-fallback ip-fallback";
    let read = |list: Value| kept(&RunHistory::from_message(&ours(&list)));
    assert_eq!(read(json!([sound])), [line]);
    assert_eq!(read(json!([7, null, "x", {}, [sound], sound])), [line]);
    for (key, value) in [
        ("space", json!(null)),
        ("space", json!("no id")),
        ("at", json!(null)),
        ("at", json!("yesterday")),
        ("at", json!(1_763_812_800)),
    ] {
        let mut odd = sound.clone();
        odd[key] = value;
        assert_eq!(read(json!([odd])), [""; 0], "{key}");
    }
    for (key, value, expected) in [
        (
            "ended",
            json!("true"),
            "a/b 00:01 runs ip-fallback ip-fallback",
        ),
        ("cause", json!("something"), "a/b 00:01 ended - -"),
        ("identity", json!(null), "a/b 00:01 ended - -"),
        ("subdomain", json!(7), line),
    ] {
        let mut odd = sound.clone();
        odd[key] = value;
        assert_eq!(read(json!([odd])), [expected], "{key}");
    }
    for odd in [json!({}), json!("x"), json!(7), json!({"0": sound})] {
        assert_eq!(read(odd), [""; 0]);
    }
}

fn any_report() -> impl Strategy<Value = Value> {
    let space = prop::sample::select(vec!["a/b", "A/B", "a/c", "d/e", "no id", "f/g"]);
    let trouble = prop::sample::select(vec![
        QUOTA,
        FAULT,
        (Cause::QuotaExceeded, ChargedTo::Pro),
        (Cause::Other, ChargedTo::Unknown),
    ]);
    let messages = prop::collection::vec((0_u32..1440, trouble), 0..4);
    let runs = prop::collection::vec(0_u32..1440, 0..25);
    (space, runs, messages, any::<bool>()).prop_map(|(space, runs, messages, is_zero_gpu)| {
        let messages: Vec<Value> = (messages.into_iter())
            .map(|(minute, trouble)| message(minute, trouble))
            .collect();
        let report = report(space, &runs, &messages);
        if is_zero_gpu {
            report
        } else {
            with(report, "/space/hardware", json!("cpu-basic"))
        }
    })
}

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
        let keys = "space subdomain at ended cause identity runs messages id hardware";
        let key = prop::sample::select(keys.split(' ').map(str::to_owned).collect::<Vec<_>>());
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_storage_and_any_report_are_read_without_a_panic(
        storage in any_value(), report in any_value(), subdomain in any::<String>(), time in any::<String>(),
    ) {
        let mut outcomes = RunHistory::from_message(&ours(&storage));
        outcomes.record(&ours(&report));
        outcomes.ended(&subdomain, "", &time);
        let again = RunHistory::from_message(&outcomes.to_message());
        prop_assert_eq!(&again, &outcomes);
        let space = id("a/b");
        let _ = outcomes.last_success_elsewhere(&space, &time);
        let _ = outcomes.similar_failures(&space, QUOTA, &time);
    }

    #[test]
    fn whatever_was_learned_is_bounded_sorted_and_says_nothing_of_the_space_itself(
        reports in prop::collection::vec(any_report(), 0..6), end in 0_u32..1440,
    ) {
        let mut outcomes = learned(&reports);
        let kept = theirs(&outcomes.to_message());
        let kept = kept.as_array().unwrap();
        prop_assert!(kept.len() <= 60);
        let times: Vec<&str> = kept.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
        prop_assert!(times.is_sorted());
        if let Some(report) = reports.last().filter(|_| kept.len() < 60) {
            // Twice is once.
            let mut again = outcomes.clone();
            again.record(&ours(report));
            prop_assert_eq!(&again, &outcomes);
        }
        outcomes.ended("a-b", "", &at(end));
        for space in ["a/b", "A/c", "d/e", "z/z"].map(id) {
            let same_owner = |other: &SpaceId| other.owner().eq_ignore_ascii_case(space.owner());
            if let Some(other) = outcomes.last_success_elsewhere(&space, SINCE) {
                prop_assert!(!other.is(&space));
            }
            let alike = outcomes.similar_failures(&space, FAULT, SINCE);
            let owners: std::collections::BTreeSet<String> =
                alike.iter().map(|id| id.owner().to_lowercase()).collect();
            prop_assert_eq!(owners.len(), alike.len());
            prop_assert!(!alike.into_iter().any(same_owner));
        }
    }
}

#[test]
fn a_stream_that_a_page_closes_ends_only_what_that_page_has_sent() {
    let learned = || {
        let mut outcomes = RunHistory::default();
        outcomes.record(&ours(&report("a/b", &[2, 4], &[])));
        outcomes
    };
    let ended = |from: &str| {
        let mut outcomes = learned();
        outcomes.ended("a-b", from, &at(9));
        let message = outcomes.to_message();
        let ended = message.list().iter().map(|run| run.get("ended").flag());
        ended.collect::<Vec<_>>()
    };
    assert_eq!(ended(""), [Some(true), Some(true)]);
    // The document that stands there now was opened at 3: the run at 2 was another's.
    assert_eq!(ended(&at(3)), [Some(false), Some(true)]);
    assert_eq!(ended(&at(9)), [Some(false), Some(false)]);
}
