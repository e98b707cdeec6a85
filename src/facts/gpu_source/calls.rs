//! `spaces.GPU` with what it is given (`spaces` 0.51.3, zero/decorator.py).

use super::constants::{arguments, is_balanced, number, of_seconds, timedelta};
use super::names::{Meaning, Names};
use super::statements::Tokens;
use super::tokens::{Kind, Token};

/// What the decorator was told.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Preset {
    pub(super) duration: Duration,
    pub(super) size: Size,
    /// It was called, and waits for its function.
    pub(super) is_called: bool,
}

/// For how long.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Duration {
    #[default]
    Unnamed,
    /// In µs.
    Named(i128),
    Depends,
}

/// On what.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    /// That is surely a function, and nothing else was given that is not understood.
    pub(super) is_clear: bool,
    /// What follows.
    pub(super) rest: Tokens<'t, 'a>,
    pub(super) line: u32,
}

/// How a function without a name is called, as Python does.
pub(super) const LAMBDA: &str = "<lambda>";
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
        is_clear: true,
        rest,
        line: first.line,
    };
    while rest.first().is_some_and(|next| next.is("("))
        && let Some((inner, after)) = brackets(rest)
    {
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
        let given = arguments(inner);
        let is_spread = given.iter().any(|(_, value)| {
            let first = value.first();
            first.is_some_and(|token| token.is("*") || token.is("**"))
        });
        if self.preset.is_called {
            self.is_clear = false;
            self.function = Some(EXPRESSION.to_owned());
            if let [(None | Some("task"), value)] = given.as_slice()
                && !is_spread
            {
                self.function = Some(function(value));
                self.is_clear = !mentions(names, value, scope);
            }
            return;
        }
        self.preset.is_called = true;
        let mut positional = 0_u32;
        let mut task: Tokens = &[];
        for (name, value) in given {
            match name {
                Some("duration") => self.preset.duration = duration(names, value, scope),
                Some("size") => self.preset.size = size(names, value, scope),
                Some("task") => task = value,
                Some(_) => {}
                None => {
                    positional = positional.saturating_add(1);
                    task = value;
                }
            }
        }
        if is_spread || positional > 1 {
            self.preset.duration = Duration::Depends;
            self.preset.size = Size::Unknown;
        } else if !task.is_empty() {
            self.task(names, task, scope);
        }
    }

    /// The decorator's first argument: its function; by an older habit a duration or a size, which count
    /// more than what is named.
    fn task(&mut self, names: &Names, value: Tokens, scope: usize) {
        if is_none(unwrapped(value)) {
            return;
        }
        match duration(names, value, scope) {
            Duration::Named(us) => self.preset.duration = Duration::Named(us),
            _ => match size(names, value, scope) {
                Size::Unknown => {
                    self.function = Some(function(value));
                    self.is_clear = names.is_function(unwrapped(value), scope)
                        && !mentions(names, value, scope);
                }
                size => self.preset.size = size,
            },
        }
    }
}

/// How many tokens name the decorator at a place, surely or perhaps.
pub(super) fn reference(names: &Names, tokens: Tokens, at: usize, scope: usize) -> Option<usize> {
    // `other.spaces` is something else.
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let (first, rest) = tokens.get(at..)?.split_first()?;
    (first.is_name() && !before.is_some_and(|token| token.is("."))).then_some(())?;
    // A target of an assignment, or an argument's name.
    let is_label = |next: Option<&Token>| next.is_some_and(|next| next.is("="));
    (!is_label(rest.first())).then_some(())?;
    let is_gpu = matches!(rest, [dot, member, ..] if dot.is(".") && member.is("GPU"))
        && !is_label(rest.get(2));
    match names.meaning(first.text, scope) {
        Meaning::Spaces | Meaning::UnclearSpaces if is_gpu => Some(3),
        Meaning::Gpu(_) => Some(1),
        Meaning::UnclearGpu => rest.first().is_some_and(|next| next.is("(")).then_some(1),
        _ => None,
    }
}

/// Whether the decorator stands anywhere in an expression.
pub(super) fn mentions(names: &Names, tokens: Tokens, scope: usize) -> bool {
    (0..tokens.len()).any(|at| reference(names, tokens, at, scope).is_some())
}

/// What stands in the brackets that follow, and what after them.
pub(super) fn brackets<'t, 'a>(tokens: Tokens<'t, 'a>) -> Option<(Tokens<'t, 'a>, Tokens<'t, 'a>)> {
    let (open, rest) = tokens.split_first()?;
    (open.deepens() > 0).then_some(())?;
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
    match value {
        [name] if name.is_name() => match names.meaning(name.text, scope) {
            Meaning::Size(size) => size,
            _ => Size::Unknown,
        },
        _ => named_size(value).unwrap_or(Size::Unknown),
    }
}

/// The size that a string names; several side by side are one.
pub(super) fn named_size(value: Tokens) -> Option<Size> {
    let text: Option<String> = value.iter().map(plain_text).collect();
    match text?.as_str() {
        "large" => Some(Size::Large),
        "xlarge" => Some(Size::Xlarge),
        _ => None,
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

/// Whether a string holds this, without escapes and code.
fn plain_text<'a>(token: &Token<'a>) -> Option<&'a str> {
    (token.kind == Kind::Text).then_some(())?;
    let text = token.text.trim_start_matches(['r', 'R', 'u', 'U']);
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(rest) = text.strip_prefix(quote) {
            let inner = rest.strip_suffix(quote)?;
            return (!inner.contains('\\')).then_some(inner);
        }
    }
    None
}
