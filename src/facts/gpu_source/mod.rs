//! What a Space's source asks ZeroGPU for: the functions that are decorated with `spaces.GPU`, as its
//! Python file declares them. Nothing is run, and nothing is guessed: what is no plain constant depends on
//! the input, as far as this shows.
//!
//! Forms and arithmetic: `spaces` 0.51.3, zero/decorator.py, zero/wrappers.py and zero/client.py, August 2026.

mod calls;
mod constants;
mod names;
mod statements;
mod tokens;

use calls::{Call, Duration, EXPRESSION, Size, decorator_call, unwrapped};
use names::{Meaning, Names};
use serde::{Deserialize, Serialize};
use statements::{Decorated, Statement, Statements, Tokens};

/// A function that uses the GPU, as the source declares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
    /// Its name; `<lambda>`, or `<expression>` where the source gives it none.
    pub function: String,
    /// The line of the decorator or of its call, from 1.
    pub line: u32,
    /// What it asks for, in s: 60 where none is named. `None` depends on the input.
    pub duration_seconds: Option<u64>,
    /// On which size of GPU, where that is named.
    pub size: Option<GpuSize>,
    /// What ZeroGPU holds against what is left, and its messages show, in s.
    pub checked_seconds: Option<u32>,
}

/// The sizes of ZeroGPU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GpuSize {
    /// Half of a card.
    Large,
    /// All of it: costs twice.
    Xlarge,
}

/// `DEFAULT_SCHEDULE_DURATION` of zero/client.py.
const DEFAULT_SECONDS: u64 = 60;
/// More functions of one file are not told.
const MAX_DECLARATIONS: usize = 200;
/// More letters of a name neither.
const MAX_NAME: usize = 100;
const SECOND_US: i128 = 1_000_000;
const DAY_SECONDS: i128 = 86_400;

/// The functions of a file that use the GPU, in its order; `None` where it is no Python 3.
#[must_use]
pub fn declarations(source: &str) -> Option<Vec<Declaration>> {
    let lines = tokens::lines(source)?;
    let statements = Statements::read(&lines)?;
    let names = Names::new(&statements);
    let decorated = (statements.decorated.iter())
        .filter_map(|decorated| of_decorators(&names, decorated))
        .take(MAX_DECLARATIONS);
    let mut found: Vec<Declaration> = decorated.collect();
    for statement in &statements.statements {
        if found.len() < MAX_DECLARATIONS {
            of_statement(&names, *statement, &mut found);
        }
    }
    found.sort_by_key(|declaration| declaration.line);
    found.truncate(MAX_DECLARATIONS);
    Some(found)
}

/// Of several decorators of ours the one next to the function counts: what it made is not decorated again
/// (`decorated_cache` of zero/decorator.py).
fn of_decorators(names: &Names, decorated: &Decorated) -> Option<Declaration> {
    let scope = decorated.scope;
    let ours: Vec<Option<Declaration>> = (decorated.decorators.iter())
        .map(|decorator| of_decorator(names, unwrapped(decorator), decorated.name, scope))
        .collect();
    let first = ours.iter().position(Option::is_some)?;
    let last = ours.iter().rposition(Option::is_some)?;
    let is_together = ours
        .iter()
        .skip(first)
        .take(last.checked_sub(first)?)
        .all(Option::is_some);
    let declaration = ours.into_iter().nth(last)??;
    Some(if is_together {
        declaration
    } else {
        unclear(decorated.name, declaration.line)
    })
}

fn of_decorator(
    names: &Names,
    decorator: Tokens,
    function: &str,
    scope: usize,
) -> Option<Declaration> {
    let line = decorator.first()?.line;
    if let Some(Call {
        preset,
        function: None,
        rest: [],
        ..
    }) = decorator_call(names, decorator, scope)
    {
        return Some(declaration(function, line, &preset.duration, &preset.size));
    }
    let is_ours = (0..decorator.len()).any(|at| {
        let from = decorator.get(at..).unwrap_or_default();
        !is_member(decorator, at) && reference(names, from, scope).is_some()
    });
    is_ours.then(|| unclear(function, line))
}

fn of_statement(names: &Names, statement: Statement, found: &mut Vec<Declaration>) {
    let Statement { tokens, scope } = statement;
    let mut at = 0;
    while let Some(from) = tokens.get(at..).filter(|from| !from.is_empty()) {
        let here = at;
        at = at.saturating_add(1);
        if is_member(tokens, here) || is_label(from) || found.len() >= MAX_DECLARATIONS {
            continue;
        }
        let Some(length) = reference(names, from, scope) else {
            continue;
        };
        let line = from.first().map_or(0, |token| token.line);
        at = here.saturating_add(length);
        match decorator_call(names, from, scope) {
            Some(Call {
                preset,
                function: Some(function),
                line,
                ..
            }) => found.push(declaration(&function, line, &preset.duration, &preset.size)),
            // A name for the decorator says nothing by itself.
            Some(Call {
                function: None,
                rest,
                ..
            }) if is_alias(names, tokens, here, rest, scope) => {}
            _ => found.push(unclear(EXPRESSION, line)),
        }
    }
}

/// Whether the whole statement gives the decorator another name that is understood.
fn is_alias(names: &Names, tokens: Tokens, at: usize, rest: Tokens, scope: usize) -> bool {
    let is_whole = rest.is_empty() && at == 2;
    match tokens {
        [name, equals, ..] if is_whole && name.is_name() && equals.is("=") => {
            matches!(names.meaning(name.text, scope), Meaning::Gpu(_))
        }
        _ => false,
    }
}

/// How many tokens name the decorator at the start of these, surely or perhaps.
fn reference(names: &Names, tokens: Tokens, scope: usize) -> Option<usize> {
    let (first, rest) = tokens.split_first()?;
    first.is_name().then_some(())?;
    let is_gpu = matches!(rest, [dot, member, ..] if dot.is(".") && member.is("GPU"));
    match names.meaning(first.text, scope) {
        Meaning::Spaces if is_gpu => Some(3),
        Meaning::Unclear if is_gpu => Some(3),
        Meaning::Gpu(_) => Some(1),
        Meaning::Unclear => rest.first().is_some_and(|next| next.is("(")).then_some(1),
        _ => None,
    }
}

/// `other.spaces` is something else.
fn is_member(tokens: Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    before.is_some_and(|token| token.is("."))
}

/// A target of an assignment, or an argument's name.
fn is_label(tokens: Tokens) -> bool {
    tokens.get(1).is_some_and(|next| next.is("="))
}

fn unclear(function: &str, line: u32) -> Declaration {
    declaration(function, line, &Duration::Depends, &Size::Unknown)
}

fn declaration(function: &str, line: u32, duration: &Duration, size: &Size) -> Declaration {
    let us = match duration {
        Duration::Unnamed => Some(i128::from(DEFAULT_SECONDS).saturating_mul(SECOND_US)),
        Duration::Named(us) => Some(*us),
        Duration::Depends => None,
    };
    let seconds = us.map(|us| us.div_euclid(SECOND_US));
    // `timedelta.seconds`: without its days.
    let of_day = seconds.and_then(|seconds| u32::try_from(seconds.rem_euclid(DAY_SECONDS)).ok());
    Declaration {
        function: function.chars().take(MAX_NAME).collect(),
        line,
        duration_seconds: seconds.and_then(|seconds| u64::try_from(seconds).ok()),
        size: match size {
            Size::Large => Some(GpuSize::Large),
            Size::Xlarge => Some(GpuSize::Xlarge),
            Size::Unnamed | Size::Unknown => None,
        },
        checked_seconds: match size {
            Size::Unknown => None,
            Size::Xlarge => of_day.map(|seconds| seconds.saturating_mul(2)),
            Size::Unnamed | Size::Large => of_day.map(times_one_and_a_half),
        },
    }
}

/// As Python rounds: a half to the even number.
fn times_one_and_a_half(seconds: u32) -> u32 {
    let halves = seconds.saturating_mul(3);
    let whole = halves / 2;
    let is_up = halves % 2 == 1 && whole % 2 == 1;
    whole.saturating_add(u32::from(is_up))
}
