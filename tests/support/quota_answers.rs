//! The Hub's answer about the visitor's own quota.

// Each test uses what it needs.
#![allow(dead_code)]

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Allowance, QuotaAnswer, Remaining, Runs};

pub const RESETS: &str = "2026-11-22T16:40:00.000Z";
pub const RUNS_RESET: &str = "2026-11-22T17:05:30.000Z";

/// An answer with all that is documented, and a field that nobody knows yet.
pub fn documented() -> Value {
    json!({
        "base": 2400, "current": 2112, "resetsAt": RESETS, "overquotaUsed": 90,
        "runs": {"used": 3, "limit": 10, "remaining": 7, "resetsAt": RUNS_RESET},
        "tier": {"name": "pro"},
    })
}

/// The same in our words.
pub fn read_in_full() -> Remaining {
    Remaining {
        allowance: Allowance {
            base: 2400,
            left: 2112,
            at: None,
        },
        resets_at: Some(RESETS.to_owned()),
        credits_used: Some(90),
        runs: Some(Runs {
            limit: 10,
            left: 7,
            resets_at: Some(RUNS_RESET.to_owned()),
        }),
    }
}

pub fn in_full() -> QuotaAnswer {
    QuotaAnswer::Known {
        remaining: read_in_full(),
    }
}

/// The documented answer with the value at a path replaced, or taken away.
pub fn with(path: &[&str], value: Option<&Value>) -> String {
    let mut answer = documented();
    let (last, above) = path.split_last().unwrap();
    let holder = above.iter().fold(&mut answer, |value, key| &mut value[key]);
    match value {
        Some(value) => holder[last] = value.clone(),
        None => _ = holder.as_object_mut().unwrap().remove(*last),
    }
    answer.to_string()
}

pub fn read(body: &str) -> QuotaAnswer {
    QuotaAnswer::read(200, body)
}

#[track_caller]
pub fn known(body: &str) -> Remaining {
    match read(body) {
        QuotaAnswer::Known { remaining } => remaining,
        other => panic!("{other:?} to {body}"),
    }
}

/// What is no number of seconds or runs, written as JSON.
pub fn no_numbers() -> Vec<Value> {
    let odd = r#"[
        null, true, false, "2400", "", "40 min", "0x10", -1, -2112, -0.5, -1e3,
        65536, 70000, 4294967296, 99999999999999999999, 1e300,
        [], {}, [2112], {"seconds": 2112}, "NaN"
    ]"#;
    serde_json::from_str(odd).unwrap()
}

/// What is no point in time.
pub fn no_times() -> Vec<Value> {
    let odd = r#"[
        null, true, 0, 1763829600, 1763829600000, "", "soon", "16:40", "2026-11-2",
        "2026-11-22 16:40:00", "2026-11-22T16:40:00+00:00", "<b>2026-11-22T16:40</b>",
        "2026-11-22T16:40:00.0000000000Z", "Sun, 22 Nov 2026 16:40:00 GMT",
        [], {}, ["2026-11-22T16:40:00Z"]
    ]"#;
    serde_json::from_str(odd).unwrap()
}

/// A field: there, plain and odd.
fn field(plain: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Option<Value>> {
    let odd = prop::sample::select(no_numbers());
    prop_oneof![8 => plain.prop_map(Some), 1 => odd.prop_map(Some), 1 => Just(None)].boxed()
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![0_u32..100, 0_u32..70_000].prop_map(Value::from)
}

pub fn answer() -> impl Strategy<Value = Value> {
    let time = || prop::sample::select(vec![json!(null), json!(RESETS), json!("soon"), json!(7)]);
    let object = |names: Vec<&'static str>, fields: Vec<Option<Value>>| -> Value {
        (names.into_iter().zip(fields))
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect()
    };
    let runs = vec![
        field(number()),
        field(number()),
        field(number()),
        field(time()),
    ]
    .prop_map(move |fields| object(vec!["used", "limit", "remaining", "resetsAt"], fields));
    vec![
        field(number()),
        field(number()),
        field(time()),
        field(number()),
        field(runs),
    ]
    .prop_map(move |fields| {
        object(
            vec!["base", "current", "resetsAt", "overquotaUsed", "runs"],
            fields,
        )
    })
}
