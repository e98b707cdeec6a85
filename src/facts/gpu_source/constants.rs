//! Numbers that stand in a file: literals, sums and products of them, and `timedelta` of those.
//! What is anything else has no value here.

use super::names::{Meaning, Names};
use super::statements::{Tokens, outside};
use super::tokens::{Kind, Token};

/// A number, as Python has two kinds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Whole(u64),
    Float(f64),
}

/// Brackets in brackets.
const MAX_NESTING: u32 = 30;
/// The most days of a `timedelta`.
const MAX_DAYS: i128 = 999_999_999;
const SECOND_US: i128 = 1_000_000;
const DAY_US: i128 = 86_400 * SECOND_US;
/// Parameters of `timedelta` in their order, in µs.
const UNITS: [(&str, i128); 7] = [
    ("days", DAY_US),
    ("seconds", SECOND_US),
    ("microseconds", 1),
    ("milliseconds", 1_000),
    ("minutes", 60 * SECOND_US),
    ("hours", 3_600 * SECOND_US),
    ("weeks", 7 * DAY_US),
];
/// In which order Python adds them up (`delta_new` in CPython's Modules/_datetimemodule.c, 3.13).
const ADDED: [&str; 7] = [
    "microseconds",
    "milliseconds",
    "seconds",
    "minutes",
    "hours",
    "days",
    "weeks",
];

impl Number {
    #[expect(clippy::cast_precision_loss, reason = "as Python does it")]
    fn float(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Float(float) => float,
        }
    }

    fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.checked_add(other).map(Self::Whole),
            _ => Self::finite(self.float() + other.float()),
        }
    }

    fn times(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.checked_mul(other).map(Self::Whole),
            _ => Self::finite(self.float() * other.float()),
        }
    }

    fn finite(float: f64) -> Option<Self> {
        float.is_finite().then_some(Self::Float(float))
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.replace('_', "");
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
            let lower = text.get(..2).map(str::to_ascii_lowercase);
            if lower.as_deref() == Some(prefix) {
                let digits = text.get(2..)?;
                return u64::from_str_radix(digits, radix).ok().map(Self::Whole);
            }
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Whole);
        }
        text.parse().ok().and_then(Self::finite)
    }
}

/// The value of an expression in a scope.
pub(super) fn number(names: &Names, tokens: Tokens, scope: usize) -> Option<Number> {
    sum(names, tokens, scope, 0)
}

fn sum(names: &Names, tokens: Tokens, scope: usize, nesting: u32) -> Option<Number> {
    let mut parts = split(tokens, "+").into_iter();
    let first = product(names, parts.next()?, scope, nesting)?;
    parts.try_fold(first, |sum, part| {
        sum.plus(product(names, part, scope, nesting)?)
    })
}

fn product(names: &Names, tokens: Tokens, scope: usize, nesting: u32) -> Option<Number> {
    let mut parts = split(tokens, "*").into_iter();
    let first = atom(names, parts.next()?, scope, nesting)?;
    parts.try_fold(first, |product, part| {
        product.times(atom(names, part, scope, nesting)?)
    })
}

fn atom(names: &Names, tokens: Tokens, scope: usize, nesting: u32) -> Option<Number> {
    match tokens {
        [number] if number.kind == Kind::Number => Number::read(number.text),
        [name] if name.is_name() => match names.meaning(name.text, scope) {
            Meaning::Number(number) => Some(number),
            _ => None,
        },
        [open, inner @ .., close] if open.is("(") && close.is(")") => {
            (nesting < MAX_NESTING).then_some(())?;
            sum(names, inner, scope, nesting.saturating_add(1))
        }
        _ => None,
    }
}

/// At an operator outside of brackets.
pub(super) fn split<'t, 'a>(tokens: Tokens<'t, 'a>, mark: &str) -> Vec<Tokens<'t, 'a>> {
    let mut parts = vec![];
    let mut from = 0;
    for (at, _) in outside(tokens).filter(|(_, token)| token.is(mark)) {
        parts.push(tokens.get(from..at).unwrap_or_default());
        from = at.saturating_add(1);
    }
    parts.push(tokens.get(from..).unwrap_or_default());
    parts
}

/// The arguments of a call, of the tokens between its brackets: each with its name, if it has one.
pub(super) fn arguments<'t, 'a>(tokens: Tokens<'t, 'a>) -> Vec<(Option<&'a str>, Tokens<'t, 'a>)> {
    let argument = |part: Tokens<'t, 'a>| match part {
        [name, equals, value @ ..] if name.is_name() && equals.is("=") => (Some(name.text), value),
        _ => (None, part),
    };
    let parts = split(tokens, ",").into_iter();
    parts
        .filter(|part| !part.is_empty())
        .map(argument)
        .collect()
}

/// How long a `timedelta(…)` is, in µs.
pub(super) fn timedelta(names: &Names, tokens: Tokens, scope: usize) -> Option<i128> {
    let open = tokens.iter().position(|token| token.is("("))?;
    let (callee, call) = tokens.split_at_checked(open)?;
    let [_, inner @ .., close] = call else {
        return None;
    };
    let is_one_call = close.is(")") && is_balanced(inner);
    let is_timedelta = match callee {
        [name] if name.is_name() => names.meaning(name.text, scope) == Meaning::Timedelta,
        [module, dot, member] if module.is_name() && dot.is(".") && member.is("timedelta") => {
            names.meaning(module.text, scope) == Meaning::Datetime
        }
        _ => false,
    };
    (is_one_call && is_timedelta).then_some(())?;
    let mut given: Vec<(&str, Number)> = vec![];
    for (at, (name, value)) in arguments(inner).into_iter().enumerate() {
        let unit = match name {
            Some(name) => UNITS.iter().find(|(unit, _)| *unit == name)?.0,
            None => UNITS.get(at)?.0,
        };
        // Python takes each once.
        (given.iter().all(|(other, _)| *other != unit)).then_some(())?;
        given.push((unit, number(names, value, scope)?));
    }
    total(&given)
}

/// How long so many seconds are as a `timedelta`, in µs.
pub(super) fn of_seconds(seconds: Number) -> Option<i128> {
    total(&[("seconds", seconds)])
}

/// As Python adds them up: whole parts exactly, and one rounding of what is left.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "whole and small"
)]
fn total(given: &[(&str, Number)]) -> Option<i128> {
    const MAX: f64 = 1e27;
    let (mut us, mut left) = (0_i128, 0.0_f64);
    for name in ADDED {
        let unit = UNITS.iter().find(|(unit, _)| *unit == name)?.1;
        for (_, number) in given.iter().filter(|(given, _)| *given == name) {
            match number {
                Number::Whole(whole) => {
                    us = us.checked_add(i128::from(*whole).checked_mul(unit)?)?;
                }
                Number::Float(float) => {
                    (*float < MAX).then_some(())?;
                    us = us.checked_add((float.trunc() as i128).checked_mul(unit)?)?;
                    let rest = float.fract() * unit as f64;
                    us = us.checked_add(rest.trunc() as i128)?;
                    left += rest.fract();
                }
            }
        }
    }
    let mut whole = left.round_ties_even();
    if (whole - left).abs() == 0.5 {
        let odd = if us % 2 == 0 { 0.0 } else { 1.0 };
        whole = 2.0 * ((left + odd) * 0.5).round_ties_even() - odd;
    }
    let us = us.checked_add(whole as i128)?;
    (us / DAY_US <= MAX_DAYS).then_some(us)
}

/// Whether each bracket that closes has been opened here.
pub(super) fn is_balanced(tokens: &[Token]) -> bool {
    let mut depth = 0_i32;
    tokens.iter().all(|token| {
        depth = depth.saturating_add(token.deepens());
        depth >= 0
    })
}
