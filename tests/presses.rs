//! Which runs are the visitor's: raw times of runs and presses → what follows by itself, and what counts.

use serde_json::{Value, json};
use whose_quota::facts::{Facts, PageEvents};
use whose_quota::verdict::judge;

/// Some second of some minute, in ms.
fn ms(second: u64) -> u64 {
    1_795_348_800_000 + second * 1000
}

fn at(second: u64) -> String {
    format!("2026-11-22T12:00:{second:02}.000Z")
}

/// What the content script has recorded, as it hands it in.
fn recorded(log: &Value) -> PageEvents {
    serde_json::from_value(log.clone()).unwrap()
}

/// Of each run that counts: at which second, and whether it follows by itself.
fn runs(list: &[Value]) -> Vec<(String, bool)> {
    let runs = recorded(&json!({"runs": list})).runs.into_iter();
    runs.map(|run| (run.at[17..19].to_owned(), run.is_chained))
        .collect()
}

fn run(second: u64, first_press: u64, presses: &[u64]) -> Value {
    json!({
        "at": at(second), "ms": ms(second), "subdomain": "owner-name", "identity": "absent",
        "firstPress": first_press, "presses": presses,
    })
}

#[test]
fn the_times_of_the_test_are_what_they_seem() {
    assert_eq!(whose_quota::facts::milliseconds(&at(7)), Some(ms(7)));
}

#[test]
fn what_an_app_asks_before_anybody_pressed_anything_is_no_run() {
    let never = (1_u64 << 53) - 1;
    assert_eq!(runs(&[run(1, never, &[])]), []);
    assert_eq!(runs(&[run(1, ms(2), &[ms(2)])]), []);
    assert_eq!(runs(&[run(3, ms(2), &[ms(2)])]), [("03".to_owned(), false)]);
}

#[test]
fn what_nothing_was_pressed_for_follows_by_itself() {
    // A chain, a timer: pressed at 2, and nothing since the run at 3.
    let chain = [
        run(3, ms(2), &[ms(2)]),
        run(5, ms(2), &[]),
        run(9, ms(2), &[ms(8)]),
    ];
    let expected = [("03", false), ("05", true), ("09", false)];
    assert_eq!(
        runs(&chain),
        expected.map(|(at, is_chained)| (at.to_owned(), is_chained))
    );
    // The news of a run came later than the next press, which is not what it left for.
    assert_eq!(runs(&[run(5, ms(2), &[ms(6)])]), [("05".to_owned(), true)]);
}

#[test]
fn clocks_of_two_processes_may_differ_a_little() {
    assert_eq!(
        runs(&[run(5, ms(5) + 50, &[ms(5) + 50])]),
        [("05".to_owned(), false)]
    );
    assert_eq!(runs(&[run(5, ms(5) + 51, &[ms(5) + 51])]), []);
    assert_eq!(
        runs(&[run(5, ms(1), &[ms(5) + 51])]),
        [("05".to_owned(), true)]
    );
}

#[test]
fn where_no_script_listens_nothing_is_concluded_of_presses() {
    let bare = json!({"at": at(3), "ms": ms(3), "subdomain": "owner-name", "identity": "absent"});
    assert_eq!(runs(&[bare]), [("03".to_owned(), false)]);
}

#[test]
fn a_log_with_odd_times_is_none() {
    let read = |log: Value| serde_json::from_value::<PageEvents>(log).ok();
    let log = |key: &str, odd: Value| {
        let mut run = run(3, ms(1), &[ms(2)]);
        run[key] = odd;
        json!({"runs": [run]})
    };
    assert_eq!(read(log("ms", json!(ms(4)))).unwrap().runs.len(), 1);
    for odd in [json!("x"), json!(-1), json!(1.5), json!([]), json!({})] {
        for key in ["ms", "firstPress"] {
            assert_eq!(read(log(key, odd.clone())), None, "{key} {odd}");
        }
        assert_eq!(read(log("presses", json!([ms(2), odd]))), None, "{odd}");
        let message = json!({"firstPress": odd, "messages": [message(4)]});
        assert_eq!(read(message), None, "{odd}");
    }
    assert_eq!(read(log("presses", json!("x"))), None);
}

#[test]
fn a_run_before_the_first_press_of_which_nothing_is_known_is_none() {
    let mut bare = run(3, ms(1), &[]);
    bare.as_object_mut().unwrap().remove("firstPress");
    assert_eq!(runs(&[bare]), []);
}

#[test]
fn a_timers_tick_follows_whatever_was_pressed_meanwhile() {
    // Pressed at 2, and then each second, by itself.
    let ticks = |from: u64, to: u64| (from..=to).map(|second| run(second, ms(2), &[]));
    let first = run(3, ms(2), &[ms(2)]);
    let mut all = vec![first];
    all.extend(ticks(4, 7));
    // A click on a field starts nothing: the next ticks are the timer's.
    all.push(run(8, ms(2), &[ms(7) + 700]));
    all.extend(ticks(9, 9));
    // A press between two ticks that does start something.
    let mut own = run(10, ms(2), &[ms(9) + 400]);
    own["ms"] = json!(ms(9) + 480);
    all.push(own);
    all.extend(ticks(11, 12));
    let is_chained: Vec<bool> = runs(&all)
        .into_iter()
        .map(|(_, is_chained)| is_chained)
        .collect();
    let expected = [false, true, true, true, true, true, true, false, true, true];
    assert_eq!(is_chained, expected);
    // At the very moment of a tick: of the two that leave, one is the visitor's.
    let mut both: Vec<Value> = ticks(3, 7).collect();
    both[0] = run(3, ms(2), &[ms(2)]);
    both.push(run(8, ms(2), &[ms(7) + 900]));
    let mut second = run(8, ms(2), &[]);
    second["ms"] = json!(ms(8) + 40);
    both.push(second);
    let is_chained: Vec<bool> = runs(&both)
        .into_iter()
        .map(|(_, is_chained)| is_chained)
        .collect();
    assert_eq!(is_chained, [false, true, true, true, true, true, false]);
    // A chain of two is no timer.
    let chain = [
        run(3, ms(2), &[ms(2)]),
        run(5, ms(2), &[]),
        run(7, ms(2), &[]),
        run(9, ms(2), &[ms(8) + 900]),
    ];
    assert!(!runs(&chain)[3].1);
}

/// A quota message for a guest, at some second.
fn message(second: u64) -> Value {
    json!({"at": at(second), "ms": ms(second), "cause": "quota-exceeded", "chargedTo": "unauthenticated"})
}

#[test]
fn what_zero_gpu_says_of_what_an_app_does_at_its_start_brings_no_card() {
    // A load event that uses the GPU leaves before the Hub page can answer: a guest's, and refused.
    let count = |first_press: Value| {
        let log = json!({"firstPress": first_press, "messages": [message(4)]});
        recorded(&log).messages.len()
    };
    assert_eq!(count(json!((1_u64 << 53) - 1)), 0);
    assert_eq!(count(json!(ms(5))), 0);
    assert_eq!(count(json!(ms(3))), 1);
    assert_eq!(count(Value::Null), 1);
}

#[test]
fn what_was_pressed_since_the_last_run_is_told_of_a_message() {
    let is_after_press = |presses: Value| {
        let mut message = message(4);
        message["presses"] = presses;
        let events = recorded(&json!({"firstPress": ms(1), "messages": [message]}));
        events.messages[0].after_user_input
    };
    assert!(is_after_press(json!([ms(3)])));
    for none in [json!([]), json!([ms(5)])] {
        assert!(!is_after_press(none));
    }
}

#[test]
fn by_another_clock_a_press_may_seem_to_come_after_its_run() {
    let chain = [
        run(3, ms(2), &[ms(2)]),
        run(5, ms(2), &[ms(3) + 20]),
        run(7, ms(2), &[ms(5) + 60]),
    ];
    let is_chained: Vec<bool> = runs(&chain)
        .into_iter()
        .map(|(_, is_chained)| is_chained)
        .collect();
    assert_eq!(is_chained, [false, true, false]);
    let is_after_press = |press: u64| {
        let mut message = message(4);
        message["presses"] = json!([press]);
        let runs = [run(3, ms(2), &[ms(2)])];
        let events = recorded(&json!({"firstPress": ms(1), "messages": [message], "runs": runs}));
        events.messages[0].after_user_input
    };
    assert!(!is_after_press(ms(2)));
    assert!(!is_after_press(ms(3) + 20));
    assert!(is_after_press(ms(3) + 60));
}

#[test]
fn what_follows_by_itself_never_takes_a_card_away() {
    let refused = |more: &[Value]| {
        let runs = [&[run(3, ms(2), &[ms(2)])], more].concat();
        let events =
            recorded(&json!({"firstPress": ms(2), "messages": [message(4)], "runs": runs}));
        let facts = Facts {
            runs: events.runs,
            messages: events.messages,
            ..Facts::default()
        };
        judge(&facts).row
    };
    assert_eq!(refused(&[]), 2);
    // A chain's second step, then a timer's ticks.
    assert_eq!(
        refused(&[run(5, ms(2), &[]), run(6, ms(2), &[]), run(7, ms(2), &[])]),
        2
    );
    // The visitor pressed again: that run is what is spoken of now.
    assert_ne!(refused(&[run(9, ms(2), &[ms(8)])]), 2);
}
