//! What a Space's source asks ZeroGPU for: the functions that are decorated with `spaces.GPU`, as its
//! Python file declares them. Nothing is run, and nothing is guessed: what is no plain constant depends on
//! the input, as far as this shows.
//!
//! Forms and arithmetic: `spaces` 0.51.3, zero/decorator.py, zero/wrappers.py and zero/client.py, August 2026.

mod bindings;
mod calls;
mod constants;
mod names;
mod statements;
mod strings;
mod targets;
mod tokens;

use calls::{
    Call, Duration, EXPRESSION, LAMBDA, Size, decorator_call, mentions, reference, unwrapped,
};
use constants::split;
use names::{Meaning, Names};
use serde::{Deserialize, Serialize};
use statements::{Decorated, Statement, Statements, Tokens, outside};
use std::collections::{HashMap, HashSet};
use targets::targets;

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
    let mut found: Vec<(Declaration, bool)> = decorated.map(|it| (it, false)).collect();
    for statement in &statements.statements {
        of_statement(&names, *statement, &mut found);
    }
    forget_repeated(&mut found);
    let mut found: Vec<Declaration> = found.into_iter().map(|(it, _)| it).collect();
    found.sort_by_key(|declaration| declaration.line);
    Some(found)
}

/// What is decorated keeps what it was first decorated with (`decorated_cache` of zero/decorator.py), and
/// which that was does not show.
fn forget_repeated(found: &mut [(Declaration, bool)]) {
    let mut times: HashMap<String, u32> = HashMap::new();
    for (declaration, _) in found.iter() {
        let count = times.entry(declaration.function.clone()).or_default();
        *count = count.saturating_add(1);
    }
    for (declaration, is_given) in found {
        if *is_given
            && times
                .get(&declaration.function)
                .is_some_and(|count| *count > 1)
        {
            *declaration = unclear(&declaration.function, declaration.line);
        }
    }
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
        return Some(declaration(function, line, preset.duration, preset.size));
    }
    let is_perhaps = match decorator {
        [name] | [name, _, ..] if name.is_name() => {
            let is_whole = decorator.get(1).is_none_or(|next| next.is("("));
            let meaning = names.meaning(name.text, scope);
            is_whole && matches!(meaning, Meaning::UnclearGpu | Meaning::Perhaps)
        }
        _ => false,
    };
    (is_perhaps || mentions(names, decorator, scope)).then(|| unclear(function, line))
}

/// What the expressions of a statement declare; with each whether its name is that of a function which is
/// given to the decorator.
fn of_statement(names: &Names, statement: Statement, found: &mut Vec<(Declaration, bool)>) {
    let Statement { tokens, scope } = statement;
    let mut is_alias: Option<bool> = None;
    let ends = outside(tokens).filter(|(_, token)| token.is("=") || token.is(":"));
    let assigned = ends.last().map_or(0, |(at, _)| at);
    // What is assigned to means nothing of what it meant before.
    let own: HashSet<&str> =
        (targets(tokens.get(..assigned).unwrap_or_default()).into_iter()).collect();
    let mut at = 0;
    while at < tokens.len() && found.len() < MAX_DECLARATIONS {
        let here = at;
        at = at.saturating_add(1);
        if here < assigned && tokens.get(here).is_some_and(|it| own.contains(it.text)) {
            continue;
        }
        let Some(length) = reference(names, tokens, here, scope) else {
            continue;
        };
        at = here.saturating_add(length);
        let from = tokens.get(here..).unwrap_or_default();
        let line = from.first().map_or(0, |token| token.line);
        match decorator_call(names, from, scope) {
            Some(Call {
                preset,
                function: Some(function),
                is_clear,
                line,
                ..
            }) => {
                let is_named = function != LAMBDA && function != EXPRESSION;
                let declaration = if is_clear {
                    declaration(&function, line, preset.duration, preset.size)
                } else {
                    unclear(&function, line)
                };
                found.push((declaration, is_named));
            }
            // A name for the decorator says nothing by itself.
            _ if *is_alias.get_or_insert_with(|| names_decorator(names, tokens, scope)) => {}
            _ => found.push((unclear(EXPRESSION, line), false)),
        }
    }
}

/// Whether a statement gives the decorator other names: what those decorate is told.
fn names_decorator(names: &Names, tokens: Tokens, scope: usize) -> bool {
    let end = outside(tokens).filter(|(_, token)| token.is("=")).last();
    let targets = end.and_then(|(at, _)| tokens.get(..at)).unwrap_or_default();
    let is_decorator = |target: Tokens| match target {
        [name, rest @ ..] if name.is_name() => {
            let is_whole = rest.first().is_none_or(|next| next.is(":"));
            let meaning = names.meaning(name.text, scope);
            is_whole && matches!(meaning, Meaning::Gpu(_) | Meaning::UnclearGpu)
        }
        _ => false,
    };
    let mut parts = split(targets, "=").into_iter();
    !targets.is_empty() && parts.all(|target| is_decorator(unwrapped(target)))
}

fn unclear(function: &str, line: u32) -> Declaration {
    declaration(function, line, Duration::Depends, Size::Unknown)
}

fn declaration(function: &str, line: u32, duration: Duration, size: Size) -> Declaration {
    let us = match duration {
        Duration::Unnamed => Some(i128::from(DEFAULT_SECONDS).saturating_mul(SECOND_US)),
        Duration::Named(us) => Some(us),
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
