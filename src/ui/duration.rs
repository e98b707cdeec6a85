//! How durations are written: GPU time, waits, and the countdown.

use crate::ui::text::{Localize, number};

/// Seconds alone: `95 s`. For figures that are to be compared, or are not exact to the second.
#[must_use]
pub fn seconds(seconds: u32, localize: &Localize) -> String {
    localize("time_s", &[number(seconds, localize)])
}

/// Minutes alone: `90 min`.
#[must_use]
pub fn minutes(minutes: u32, localize: &Localize) -> String {
    localize("time_min", &[number(minutes, localize)])
}

/// Minutes and seconds: `35 min 12 s`.
#[must_use]
pub fn minutes_and_seconds(total: u32, localize: &Localize) -> String {
    match (total / 60, total % 60) {
        (0, rest) => seconds(rest, localize),
        (whole, 0) => minutes(whole, localize),
        (whole, rest) => localize(
            "time_minS",
            &[number(whole, localize), number(rest, localize)],
        ),
    }
}

/// A run's GPU time: `60 s`, `2 min 30 s`.
#[must_use]
pub fn gpu_time(total: u32, localize: &Localize) -> String {
    match total {
        // Hugging Face speaks of a run in seconds.
        0..120 => seconds(total, localize),
        _ => minutes_and_seconds(total, localize),
    }
}

/// A time to wait, in minutes: `3 h 12 min`.
#[must_use]
pub fn wait(total: u16, localize: &Localize) -> String {
    match (total / 60, total % 60) {
        (0, rest) => minutes(rest.into(), localize),
        (hours, 0) => localize("time_h", &[number(hours, localize)]),
        (hours, rest) => localize(
            "time_hMin",
            &[number(hours, localize), number(rest, localize)],
        ),
    }
}

/// When there is more GPU time, `minutes` before that moment: `clock` is its time of day.
#[must_use]
pub fn countdown(minutes: u16, clock: &str, localize: &Localize) -> String {
    match minutes {
        0 => localize("card_moreNow", &[clock.to_owned()]),
        _ => localize("card_more", &[wait(minutes, localize), clock.to_owned()]),
    }
}
