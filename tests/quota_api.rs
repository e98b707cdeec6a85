//! What the Hub answers about the visitor's own quota: read as it is documented, or not at all.

#[path = "support/quota_answers.rs"]
mod quota_answers;

use proptest::prelude::*;
use quota_answers::{
    RESETS, answer, documented, known, no_numbers, no_times, read, read_in_full, with,
};
use serde_json::{Value, json};
use whose_quota::facts::{Allowance, QuotaAnswer, Remaining, Runs};

#[test]
fn the_documented_answer_is_read_in_full() {
    assert_eq!(known(&documented().to_string()), read_in_full());
}

#[test]
fn the_smallest_answer_is_one_before_the_first_use() {
    let expected = Remaining {
        allowance: Allowance {
            base: 120,
            left: 120,
            at: None,
        },
        resets_at: None,
        credits_used: None,
        runs: None,
    };
    let small = json!({"base": 120, "current": 120, "resetsAt": null});
    assert_eq!(known(&small.to_string()), expected);
    assert_eq!(known(r#"{"base": 120, "current": 120}"#), expected);
}

#[test]
fn each_status_has_its_answer_whatever_the_body_says() {
    for body in [documented().to_string(), String::new(), "<h1>".to_owned()] {
        let answer = |status| QuotaAnswer::read(status, &body);
        for status in [401, 403] {
            assert_eq!(answer(status), QuotaAnswer::SignedOut, "{status}");
        }
        assert_eq!(answer(429), QuotaAnswer::TooMany);
        // 0: nobody answered in time.
        for status in [0, 500, 502, 503, 504, 599] {
            assert_eq!(answer(status), QuotaAnswer::Unreachable, "{status}");
        }
        // Whatever these are: no figures, and nothing about the visitor.
        for status in [1, 199, 201, 204, 206, 301, 302, 304, 400, 404, 410, 65535] {
            let answer = answer(status);
            let is_fault = [QuotaAnswer::Unreachable, QuotaAnswer::Unreadable].contains(&answer);
            assert!(is_fault, "{status} {answer:?}");
        }
    }
}

#[test]
fn without_two_plain_figures_it_is_unreadable() {
    for field in ["base", "current"] {
        assert_eq!(read(&with(&[field], None)), QuotaAnswer::Unreadable);
        for odd in no_numbers() {
            let answer = read(&with(&[field], Some(&odd)));
            assert_eq!(answer, QuotaAnswer::Unreadable, "{field} {odd}");
        }
    }
}

#[test]
fn part_of_a_second_is_left_out() {
    for (written, seconds) in [
        ("0.9", 0),
        ("2111.999999", 2111),
        ("2112.0", 2112),
        ("2112.5", 2112),
    ] {
        let value = serde_json::from_str(written).unwrap();
        let remaining = known(&with(&["current"], Some(&value)));
        assert_eq!(remaining.allowance.left, seconds, "{written}");
    }
    let remaining = known(&with(&["base"], Some(&json!(2400.75))));
    assert_eq!(remaining.allowance.base, 2400);
}

#[test]
fn a_number_with_an_exponent_is_read_right_or_not_at_all() {
    // As `serde_json` and a browser read them: 1500 and 1200. Never 1 and 1.
    for (base, current) in [
        ("1.5e3", "1.2e3"),
        ("1.5E3", "1200"),
        ("1500", "1.2E+3"),
        ("15e2", "12e2"),
        ("150000.0e-2", "1200"),
    ] {
        let body = format!(r#"{{"base": {base}, "current": {current}}}"#);
        if let QuotaAnswer::Known { remaining } = read(&body) {
            let figures = (remaining.allowance.base, remaining.allowance.left);
            assert_eq!(figures, (1500, 1200), "{body}");
        }
    }
}

#[test]
fn more_left_than_there_was_is_unreadable() {
    let left = |current: u32| read(&with(&["current"], Some(&json!(current))));
    assert_eq!(left(2401), QuotaAnswer::Unreadable);
    assert_eq!(left(65535), QuotaAnswer::Unreadable);
    assert!(matches!(left(2400), QuotaAnswer::Known { .. }));
    assert!(matches!(left(0), QuotaAnswer::Known { .. }));
    assert!(matches!(
        read(r#"{"base": 0, "current": 0}"#),
        QuotaAnswer::Known { .. }
    ));
    let largest = r#"{"base": 65535, "current": 65535}"#;
    assert_eq!(known(largest).allowance.base, 65535);
}

#[test]
fn an_odd_time_is_unknown_and_the_rest_stays() {
    let none: &Option<Value> = &None;
    for odd in no_times().iter().map(Some).chain([none.as_ref()]) {
        let mut expected = read_in_full();
        expected.resets_at = None;
        assert_eq!(known(&with(&["resetsAt"], odd)), expected, "{odd:?}");

        let mut expected = read_in_full();
        expected.runs.as_mut().unwrap().resets_at = None;
        let body = with(&["runs", "resetsAt"], odd);
        assert_eq!(known(&body), expected, "{odd:?}");
    }
}

#[test]
fn only_resets_at_tells_when_it_begins_anew() {
    // What the Hub's page calls `lastUpdated` is another time.
    let body = format!(r#"{{"base": 120, "current": 60, "lastUpdated": "{RESETS}"}}"#);
    assert_eq!(known(&body).resets_at, None);
    let both = with(&["lastUpdated"], Some(&json!("2020-01-01T00:00:00Z")));
    assert_eq!(known(&both).resets_at.as_deref(), Some(RESETS));
}

#[test]
fn credits_are_told_where_some_were_used() {
    let credits = |value: &Value| known(&with(&["overquotaUsed"], Some(value))).credits_used;
    assert_eq!(credits(&json!(1)), Some(1));
    assert_eq!(credits(&json!(90.5)), Some(90));
    assert_eq!(credits(&json!(65535)), Some(65535));
    assert_eq!(credits(&json!(0)), None);
    assert_eq!(credits(&json!(0.5)), None);
    assert_eq!(known(&with(&["overquotaUsed"], None)).credits_used, None);
    for odd in no_numbers() {
        let mut expected = read_in_full();
        expected.credits_used = None;
        let remaining = known(&with(&["overquotaUsed"], Some(&odd)));
        assert_eq!(remaining, expected, "{odd}");
    }
}

#[test]
fn odd_runs_are_left_out_and_the_rest_stays() {
    let mut without = read_in_full();
    without.runs = None;
    assert_eq!(known(&with(&["runs"], None)), without);
    let odd_runs = no_numbers().into_iter().chain([
        json!(10),
        json!({"used": 3}),
        json!({"limit": 10, "used": 3}),
        json!({"remaining": 7, "used": 3}),
        json!([{"limit": 10, "remaining": 7}]),
        // More left than there were.
        json!({"limit": 6, "remaining": 7}),
        json!({"limit": 0, "remaining": 1}),
    ]);
    for odd in odd_runs {
        assert_eq!(known(&with(&["runs"], Some(&odd))), without, "{odd}");
    }
    for field in ["limit", "remaining"] {
        for odd in no_numbers() {
            let body = with(&["runs", field], Some(&odd));
            assert_eq!(known(&body), without, "{field} {odd}");
        }
    }
}

#[test]
fn the_runs_that_are_left_are_the_hubs_own_figure() {
    // `used` is not subtracted: it says nothing that `remaining` does not.
    for odd in no_numbers().into_iter().chain([json!(0), json!(11)]) {
        let body = with(&["runs", "used"], Some(&odd));
        assert_eq!(known(&body), read_in_full(), "{odd}");
    }
    let all = known(&with(&["runs", "remaining"], Some(&json!(10))));
    assert_eq!(all.runs.unwrap().left, 10);
    let none = known(&with(&["runs", "remaining"], Some(&json!(0))));
    assert_eq!(none.runs.unwrap().left, 0);
}

#[test]
fn what_is_no_object_in_json_is_unreadable() {
    let plain = documented().to_string();
    let deep = "[".repeat(9_000);
    for body in [
        "",
        " ",
        "null",
        "7",
        "true",
        "\"base\"",
        "[]",
        "{}",
        "{",
        "<!doctype html><title>Sign in</title><p>{\"base\": 2400, \"current\": 2112}",
        "{\"error\": \"Not found\"}",
        "{'base': 2400, 'current': 2112}",
        "{\"base\": 2400, \"current\": 2112,}",
        "{\"base\": NaN, \"current\": 0}",
        "{\"base\": 02400, \"current\": 0}",
        "{\"base\": +2400, \"current\": 0}",
        &deep,
        &format!("[{plain}]"),
        &format!("{plain}{plain}"),
        &format!("{plain}<br>"),
        &format!("\u{feff}{plain}"),
        &format!("{{\"quota\": {plain}}}"),
    ] {
        assert_eq!(read(body), QuotaAnswer::Unreadable, "{body:.80}");
    }
}

#[test]
fn an_answer_of_more_than_ten_thousand_bytes_is_not_looked_at() {
    let of = |length: usize| {
        let plain = documented().to_string();
        let fill = " ".repeat(length.checked_sub(plain.len()).unwrap());
        read(&(plain + &fill))
    };
    assert!(matches!(of(10_000), QuotaAnswer::Known { .. }));
    assert_eq!(of(10_001), QuotaAnswer::Unreadable);
    assert_eq!(of(5_000_000), QuotaAnswer::Unreadable);
    let html = "<p>Sign in</p>".repeat(400_000);
    assert_eq!(read(&html), QuotaAnswer::Unreadable);
}

#[test]
fn of_a_repeated_field_the_last_counts_as_in_a_browser() {
    let body = r#"{"base": 1, "current": 1, "base": 300, "current": 184}"#;
    let allowance = known(body).allowance;
    assert_eq!((allowance.base, allowance.left), (300, 184));
}

/// The same reading, in serde's terms.
fn by_serde(body: &str) -> Option<Remaining> {
    let answer: Value = serde_json::from_str(body).ok()?;
    let whole = |value: &Value| u16::try_from(value.as_u64()?).ok();
    let time = |value: &Value| (value.as_str() == Some(RESETS)).then(|| RESETS.to_owned());
    let (base, left) = (whole(&answer["base"])?, whole(&answer["current"])?);
    let runs = &answer["runs"];
    (left <= base).then(|| Remaining {
        allowance: Allowance {
            base,
            left,
            at: None,
        },
        resets_at: time(&answer["resetsAt"]),
        credits_used: whole(&answer["overquotaUsed"]).filter(|used| *used != 0),
        runs: whole(&runs["limit"])
            .zip(whole(&runs["remaining"]))
            .filter(|(limit, left)| limit >= left)
            .map(|(limit, left)| Runs {
                limit,
                left,
                resets_at: time(&runs["resetsAt"]),
            }),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_is_read_as_serde_reads_it(answer in answer()) {
        let body = answer.to_string();
        let known = |remaining| QuotaAnswer::Known { remaining };
        let expected = by_serde(&body).map_or(QuotaAnswer::Unreadable, known);
        prop_assert_eq!(read(&body), expected);
    }

    #[test]
    fn any_text_with_any_status_never_panics(body in any::<String>(), status in any::<u16>()) {
        let answer = QuotaAnswer::read(status, &body);
        let is_known = matches!(answer, QuotaAnswer::Known { .. });
        prop_assert!(status == 200 || !is_known);
    }

    #[test]
    fn a_damaged_answer_never_panics(
        at in 0_usize..200, length in 0_usize..20, new in "[\\PC\"{}\\[\\]:,0-9.eE-]{0,8}",
    ) {
        let chars: Vec<char> = documented().to_string().chars().collect();
        let damaged: String = (chars.iter().take(at).copied())
            .chain(new.chars())
            .chain(chars.iter().skip(at.saturating_add(length)).copied())
            .collect();
        if let QuotaAnswer::Known { remaining } = read(&damaged) {
            prop_assert!(remaining.allowance.left <= remaining.allowance.base);
            prop_assert!(remaining.runs.is_none_or(|runs| runs.left <= runs.limit));
            prop_assert!(serde_json::from_str::<Value>(&damaged).is_ok());
        }
    }
}
