//! `spaces.GPU` with what it is given (`spaces` 0.51.3, zero/decorator.py).

use super::constants::{arguments, is_balanced, number, of_seconds, timedelta};
use super::names::{Meaning, Names};
use super::statements::{Tokens, plain_text};
use super::tokens::Token;

/// What the decorator was told.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Preset {
    pub(super) duration: Duration,
    pub(super) size: Size,
    /// It was called, and waits for its function.
    pub(super) is_called: bool,
}

/// For how long.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Duration {
    #[default]
    Unnamed,
    /// In µs.
    Named(i128),
    Depends,
}

/// On what.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Size {
    #[default]
    Unnamed,
    Large,
    Xlarge,
    Unknown,
}

/// A use of the decorator.
#[derive(Debug)]
pub(super) struct Call<'t, 'a> {
    pub(super) preset: Preset,
    /// The function that it was given; `None` where that is still to come.
    pub(super) function: Option<String>,
    /// What follows.
    pub(super) rest: Tokens<'t, 'a>,
    pub(super) line: u32,
}

/// How a function without a name is called, as Python does.
const LAMBDA: &str = "<lambda>";
/// What is no name.
pub(super) const EXPRESSION: &str = "<expression>";

/// Reads a use of the decorator at the start of these tokens. `None` where it is not surely that.
pub(super) fn decorator_call<'t, 'a>(
    names: &Names,
    tokens: Tokens<'t, 'a>,
    scope: usize,
) -> Option<Call<'t, 'a>> {
    let first = tokens.first()?;
    first.is_name().then_some(())?;
    let (preset, mut rest) = match (names.meaning(first.text, scope), tokens) {
        (Meaning::Gpu(preset), [_, rest @ ..]) => (preset, rest),
        (Meaning::Spaces, [_, dot, member, rest @ ..]) if dot.is(".") && member.is("GPU") => {
            (Preset::default(), rest)
        }
        _ => return None,
    };
    let mut call = Call {
        preset,
        function: None,
        rest,
        line: first.line,
    };
    while let Some((inner, after)) = brackets(rest) {
        if call.function.is_some() {
            // The decorated function is called.
            break;
        }
        call.give(names, inner, scope);
        rest = after;
        call.rest = rest;
    }
    Some(call)
}

impl Call<'_, '_> {
    fn give(&mut self, names: &Names, inner: Tokens, scope: usize) {
        let mut positional = 0_u32;
        for (name, value) in arguments(inner) {
            let is_spread = value
                .first()
                .is_some_and(|token| token.is("*") || token.is("**"));
            match name {
                _ if is_spread => self.unclear(),
                _ if self.preset.is_called => {
                    if self.function.is_none() {
                        self.function = Some(function(value));
                    }
                }
                Some("duration") => self.preset.duration = duration(names, value, scope),
                Some("size") => self.preset.size = size(names, value, scope),
                None if positional == 0 => {
                    positional = 1;
                    self.task(names, value, scope);
                }
                Some("task") => self.task(names, value, scope),
                Some(_) => {}
                None => self.unclear(),
            }
        }
        self.preset.is_called = true;
    }

    /// The decorator's first argument: its function; by an older habit a duration or a size, which count
    /// more than what is named.
    fn task(&mut self, names: &Names, value: Tokens, scope: usize) {
        if is_none(value) {
            return;
        }
        match duration(names, value, scope) {
            Duration::Named(us) => self.preset.duration = Duration::Named(us),
            _ => match size(names, value, scope) {
                Size::Unknown => self.function = Some(function(value)),
                size => self.preset.size = size,
            },
        }
    }

    fn unclear(&mut self) {
        self.preset.duration = Duration::Depends;
        self.preset.size = Size::Unknown;
    }
}

/// What stands in the brackets that follow, and what after them.
fn brackets<'t, 'a>(tokens: Tokens<'t, 'a>) -> Option<(Tokens<'t, 'a>, Tokens<'t, 'a>)> {
    let (open, rest) = tokens.split_first()?;
    open.is("(").then_some(())?;
    let mut depth = 1_i32;
    let end = rest.iter().position(|token| {
        depth = depth.saturating_add(token.deepens());
        depth == 0
    })?;
    Some((rest.get(..end)?, rest.get(end.checked_add(1)?..)?))
}

/// Without the brackets around all of it.
pub(super) fn unwrapped<'t, 'a>(tokens: Tokens<'t, 'a>) -> Tokens<'t, 'a> {
    let mut tokens = tokens;
    while let [open, inner @ .., close] = tokens
        && open.is("(")
        && close.is(")")
        && is_balanced(inner)
    {
        tokens = inner;
    }
    tokens
}

fn is_none(value: Tokens) -> bool {
    matches!(value, [token] if token.is("None"))
}

fn duration(names: &Names, value: Tokens, scope: usize) -> Duration {
    let value = unwrapped(value);
    if is_none(value) {
        return Duration::Unnamed;
    }
    let named = match value {
        [name] if name.is_name() => match names.meaning(name.text, scope) {
            Meaning::Duration(us) => Some(us),
            Meaning::Number(number) => of_seconds(number),
            _ => None,
        },
        _ => match number(names, value, scope) {
            Some(number) => of_seconds(number),
            None => timedelta(names, value, scope),
        },
    };
    named.map_or(Duration::Depends, Duration::Named)
}

fn size(names: &Names, value: Tokens, scope: usize) -> Size {
    let value = unwrapped(value);
    if is_none(value) {
        return Size::Unnamed;
    }
    let text = match value {
        [name] if name.is_name() => match names.meaning(name.text, scope) {
            Meaning::Text(text) => Some(text),
            _ => None,
        },
        [text] => plain_text(text).map(ToOwned::to_owned),
        _ => None,
    };
    match text.as_deref() {
        Some("large") => Size::Large,
        Some("xlarge") => Size::Xlarge,
        _ => Size::Unknown,
    }
}

/// The name of a function that is given as a value.
fn function(value: Tokens) -> String {
    let value = unwrapped(value);
    let is_dotted = |tokens: &[Token]| {
        let is_part = |(at, token): (usize, &Token)| {
            if at % 2 == 0 {
                token.is_name()
            } else {
                token.is(".")
            }
        };
        tokens.len() % 2 == 1 && tokens.iter().enumerate().all(is_part)
    };
    match value {
        [lambda, ..] if lambda.is("lambda") => LAMBDA.to_owned(),
        [.., name] if is_dotted(value) => name.text.to_owned(),
        _ => EXPRESSION.to_owned(),
    }
}
