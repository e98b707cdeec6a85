//! Points in time, so that two of them can be told apart by more than which comes first.

use super::Json;
use serde::{Deserialize, Deserializer};

const MS_A_SECOND: u64 = 1_000;
const MS_A_DAY: u64 = 86_400 * MS_A_SECOND;

/// The milliseconds since 1970 of an ISO 8601 time in UTC, as `Date.toISOString()` and the Hub write
/// it: `2026-11-22T12:00:03.250Z`, with or without a fraction of a second.
///
/// `None` for anything else, a day that is in no calendar or before 1970 included.
#[must_use]
pub fn milliseconds(iso: &str) -> Option<u64> {
    let (date, clock) = iso.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = numbers(date.split('-'), [4, 2, 2])?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let [hour, minute, second] = numbers(clock.split(':'), [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = hour.checked_mul(3600)?;
    let seconds = seconds.checked_add(minute.checked_mul(60)?)?;
    let seconds = seconds.checked_add(second)?;
    days(year, month, day)?
        .checked_mul(MS_A_DAY)?
        .checked_add(seconds.checked_mul(MS_A_SECOND)?)?
        .checked_add(thousandths(fraction)?)
}

/// The days from 1970 to a day.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let is_leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month).ok()?.checked_sub(1)?;
    let length = lengths.get(before)?;
    if !(1..=*length).contains(&day) {
        return None;
    }
    let past = year.checked_sub(1970)?.checked_mul(365)?;
    let leaps = (1970..year).filter(|year| is_leap(*year)).count();
    let months: u64 = lengths.iter().take(before).sum();
    past.checked_add(u64::try_from(leaps).ok()?)?
        .checked_add(months)?
        .checked_add(day.checked_sub(1)?)
}

/// Numbers of so many digits each, and no more of them.
fn numbers<'a, const N: usize>(
    mut parts: impl Iterator<Item = &'a str>,
    digits: [usize; N],
) -> Option<[u64; N]> {
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        *number = plain(parts.next().filter(|part| part.len() == digits)?)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// The first three digits of a fraction, as if they were three.
fn thousandths(fraction: &str) -> Option<u64> {
    let all = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let first: String = fraction.chars().chain("00".chars()).take(3).collect();
    plain(&first).filter(|_| all && !fraction.is_empty())
}

/// A number of digits alone: `u64`'s own reader takes a sign too.
fn plain(digits: &str) -> Option<u64> {
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().ok())?
}

/// A point in time as the Hub and our own messages write it, ISO 8601. Nothing longer, and nothing
/// else: it ends up in reports.
fn is_time(text: &str) -> bool {
    (10..=30).contains(&text.len())
        && (text.bytes()).all(|byte| byte.is_ascii_digit() || b"-:.TZ".contains(&byte))
}

/// A value that is one.
pub(super) fn time(value: &Json) -> Option<String> {
    value.text().filter(|text| is_time(text))
}

/// A field of a message of ours that is one; anything else is unknown.
pub(super) fn time_or_none<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| is_time(text)))
}

/// The same, empty where it is unknown.
pub(super) fn time_or_empty<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    Ok(time_or_none(deserializer)?.unwrap_or_default())
}
