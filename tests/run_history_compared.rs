//! One Space failing, or all: what a session's runs say of other Spaces.

#[path = "support/run_histories.rs"]
mod run_histories;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use run_histories::{
    FAULT, QUOTA, SINCE, alike, at, but, facts, last_success_elsewhere, message, ran, recorded,
};
use whose_quota::facts::{Cause, ChargedTo, RunHistory};

#[test]
fn another_space_ran_where_its_last_run_ended_and_zero_gpu_said_nothing() {
    let mut history = RunHistory::default();
    assert_eq!(last_success_elsewhere(&history, "x/y"), None);
    history.record(&facts("a/b", &[1], &[]));
    assert_eq!(
        last_success_elsewhere(&history, "x/y"),
        None,
        "it still runs"
    );
    history.ended("a-b", "", &at(2));
    assert_eq!(
        last_success_elsewhere(&history, "x/y").as_deref(),
        Some("a/b")
    );
    // A Space is no other to itself.
    assert_eq!(last_success_elsewhere(&history, "a/b"), None);
    assert_eq!(last_success_elsewhere(&history, "A/B"), None);
    // A related Space is another one.
    assert_eq!(
        last_success_elsewhere(&history, "a/z").as_deref(),
        Some("a/b")
    );
    // Its next run is refused.
    history.record(&facts("a/b", &[1, 3], &[message(4, QUOTA)]));
    history.ended("a-b", "", &at(5));
    assert_eq!(last_success_elsewhere(&history, "x/y"), None);
    // And another Space's is not; the newest is named.
    ran(&mut history, "c/d", 2);
    assert_eq!(
        last_success_elsewhere(&history, "x/y").as_deref(),
        Some("c/d")
    );
    ran(&mut history, "e/f", 9);
    assert_eq!(
        last_success_elsewhere(&history, "x/y").as_deref(),
        Some("e/f")
    );
    ran(&mut history, "g/h", 7);
    assert_eq!(
        last_success_elsewhere(&history, "x/y").as_deref(),
        Some("e/f")
    );
}

#[test]
fn what_an_app_does_by_itself_after_a_refused_run_is_none_that_went_well() {
    let refused = facts("a/b", &[1, 3], &[message(2, QUOTA)]);
    let mut history = recorded(std::slice::from_ref(&refused));
    history.ended("a-b", "", &at(4));
    assert_eq!(
        last_success_elsewhere(&history, "x/y").as_deref(),
        Some("a/b")
    );
    let mut history = recorded(&[but(refused, |facts| facts.runs[1].is_chained = true)]);
    history.ended("a-b", "", &at(4));
    assert_eq!(last_success_elsewhere(&history, "x/y"), None);
}

#[test]
fn a_run_that_was_refused_ended_and_did_not_run() {
    for trouble in [QUOTA, FAULT, (Cause::GpuAborted, ChargedTo::Unknown)] {
        let mut history = recorded(&[facts("a/b", &[1], &[message(2, trouble)])]);
        history.ended("a-b", "", &at(3));
        assert_eq!(last_success_elsewhere(&history, "x/y"), None);
    }
}

#[test]
fn unrelated_spaces_that_failed_alike_are_named_once_an_owner() {
    let failed = |space: &str, minute| facts(space, &[minute], &[message(minute + 1, FAULT)]);
    let history = recorded(&[
        failed("a/one", 1),
        failed("a/two", 5),
        failed("A/three", 9),
        failed("b/one", 3),
        failed("own/other", 4),
        failed("x/y", 2),
        facts("c/refused", &[6], &[message(7, QUOTA)]),
        facts("d/ran", &[6], &[]),
    ]);
    // The newest of each owner; none of this Space's owner, and not itself.
    assert_eq!(
        alike(&history, "x/y", FAULT),
        ["A/three", "own/other", "b/one"]
    );
    assert_eq!(alike(&history, "own/x", FAULT), ["A/three", "b/one", "x/y"]);
    assert_eq!(alike(&history, "OWN/x", FAULT), ["A/three", "b/one", "x/y"]);
    assert_eq!(alike(&history, "x/y", QUOTA), ["c/refused"]);
    // The same means the same in cause and identity.
    let others = [
        (Cause::QuotaExceeded, ChargedTo::Pro),
        (Cause::RunsExceeded, ChargedTo::Unauthenticated),
        (Cause::IpFallback, ChargedTo::Unknown),
    ];
    for other in others {
        assert_eq!(alike(&history, "x/y", other), [""; 0], "{other:?}");
    }
}

#[test]
fn a_space_whose_last_run_went_well_has_not_failed() {
    let mut history = recorded(&[facts("a/b", &[1], &[message(2, FAULT)])]);
    assert_eq!(alike(&history, "x/y", FAULT), ["a/b"]);
    // Whether it ended or not: nothing was said of it.
    history.record(&facts("a/b", &[1, 5], &[message(2, FAULT)]));
    assert_eq!(alike(&history, "x/y", FAULT), [""; 0]);
}

#[test]
fn what_is_older_than_a_day_does_not_count() {
    let yesterday = |time: &str| {
        but(facts("a/b", &[1], &[]), |facts| {
            facts.runs[0].at = time.to_owned();
        })
    };
    for (time, counts) in [
        ("2026-11-21T11:59:59.999Z", false),
        (SINCE, true),
        ("2026-11-21T12:00:00.001Z", true),
        ("2025-11-22T12:00:00.000Z", false),
    ] {
        let mut history = recorded(&[yesterday(time)]);
        history.ended("a-b", "", &at(5));
        let named = last_success_elsewhere(&history, "x/y");
        assert_eq!(named.is_some(), counts, "{time}");
        let failed = but(yesterday(time), |facts| {
            facts.messages = vec![zerogpu_messages::fallback(time, None)];
        });
        let named = alike(&recorded(&[failed]), "x/y", FAULT);
        assert_eq!(!named.is_empty(), counts, "{time}");
    }
    // A Space's older runs do not stand in for its last one.
    let mut history = recorded(&[yesterday("2026-11-21T11:00:00.000Z")]);
    history.ended("a-b", "", &at(0));
    history.record(&facts("a/b", &[1], &[message(2, QUOTA)]));
    assert_eq!(last_success_elsewhere(&history, "x/y"), None);
}
