//! The names that parts of a statement bind.

use super::calls::brackets;
use super::constants::split;
use super::statements::{Tokens, outside};
use super::tokens::Token;

/// Of a target of an assignment: not those whose member or item it sets.
pub(super) fn targets<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let mut names = vec![];
    let mut rest = tokens;
    let mut is_after_value = false;
    while let Some((token, after)) = rest.split_first() {
        rest = after;
        if is_after_value && (token.is("[") || token.is("(")) {
            // An item's key.
            let mut depth = 1_i32;
            while depth > 0
                && let Some((token, after)) = rest.split_first()
            {
                depth = depth.saturating_add(token.deepens());
                rest = after;
            }
            continue;
        }
        if token.is(".") {
            rest = rest.get(1..).unwrap_or_default();
            is_after_value = true;
            continue;
        }
        is_after_value = token.is_name() || token.deepens() < 0;
        let next = rest.first();
        let is_whole = next.is_none_or(|next| ![".", "[", "("].iter().any(|mark| next.is(mark)));
        if token.is_name() && is_whole {
            names.push(token.text);
        }
    }
    names
}

/// Of a function's head behind its name: its parameters, with those for types, each with what says more
/// of it; and what the function gives.
pub(super) fn parameters<'t, 'a>(tokens: Tokens<'t, 'a>) -> Vec<(Option<&'a str>, Tokens<'t, 'a>)> {
    let mut found = vec![];
    let mut rest = tokens;
    while let Some(open) = rest.first().filter(|first| first.deepens() > 0) {
        let is_last = open.is("(");
        let Some((inner, after)) = brackets(rest) else {
            break;
        };
        for part in split(inner, ",") {
            let star = part.iter().take_while(|it| it.is("*") || it.is("**"));
            let part = part.get(star.count()..).unwrap_or_default();
            if let Some((name, more)) = part.split_first()
                && name.is_name()
            {
                found.push((Some(name.text), more));
            }
        }
        rest = after;
        if is_last {
            break;
        }
    }
    found.push((None, rest));
    found
}

/// Of the head of a `case`: all names of its pattern, also those that it only compares with.
pub(super) fn pattern<'a>(opening: &[Token<'a>]) -> Vec<&'a str> {
    let guard = outside(opening).find(|(_, token)| token.is("if"));
    let pattern = guard.map_or(opening, |(at, _)| opening.get(..at).unwrap_or_default());
    let names = pattern.iter().skip(1).filter(|token| token.is_name());
    names.map(|token| token.text).collect()
}

/// Of `with … as (one, two), … as three`, and of `except … as error`.
pub(super) fn after_as<'a>(opening: &[Token<'a>]) -> Vec<&'a str> {
    let mut names = vec![];
    let mut rest = opening;
    while let Some(at) = rest.iter().position(|token| token.is("as")) {
        rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        let mut depth = 0_i32;
        let end = rest.iter().position(|token| {
            let is_end = depth == 0 && token.is(",");
            depth = depth.saturating_add(token.deepens());
            is_end || depth < 0
        });
        let (target, after) = rest.split_at(end.unwrap_or(rest.len()));
        names.extend(targets(target));
        rest = after;
    }
    names
}

/// Anywhere in an expression: `name := value`, `for name in …`, `lambda name: …`. Of the last two Python
/// makes scopes of their own; here they count for the scope around them, where nothing is said of a name
/// that has two meanings.
pub(super) fn inner<'a>(tokens: Tokens<'_, 'a>) -> Vec<&'a str> {
    let mut names = vec![];
    for pair in tokens.windows(2) {
        if let [name, walrus] = pair
            && walrus.is(":=")
            && name.is_name()
        {
            names.push(name.text);
        }
    }
    let mut rest = tokens;
    while let Some(at) = rest.iter().position(|token| token.is("for")) {
        rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        let end = rest.iter().position(|token| token.is("in"));
        let (target, after) = rest.split_at(end.unwrap_or(rest.len()));
        names.extend(targets(target));
        rest = after;
    }
    names.extend(of_lambdas(tokens));
    names
}

fn of_lambdas<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let mut names = vec![];
    let mut depth = 0_i32;
    // How deep in brackets each lambda stands whose parameters are not at their end.
    let mut open: Vec<i32> = vec![];
    let mut is_start = false;
    for token in tokens {
        let is_here = open.last() == Some(&depth);
        if token.is("lambda") {
            open.push(depth);
            is_start = true;
        } else if is_here && token.is(":") {
            open.pop();
            is_start = false;
        } else if is_here && token.is(",") {
            is_start = true;
        } else if !(token.is("*") || token.is("**")) {
            if is_here && is_start && token.is_name() {
                names.push(token.text);
            }
            is_start = false;
        }
        depth = depth.saturating_add(token.deepens());
    }
    names
}
