//! What the names of a file mean, as far as it matters: `spaces` and its decorator under any name, and
//! constants.

use super::bindings::{Binding, Value};
use super::calls::{Call, Preset, Size, decorator_call, named_size, reference, unwrapped};
use super::constants::{Number, number, timedelta};
use super::statements::{MODULE, Statements, Tokens};
use super::targets::inner;
use std::collections::{HashMap, HashSet};

/// The meaning of a name in a scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// The `spaces` package.
    Spaces,
    /// That perhaps: the name has another meaning too.
    UnclearSpaces,
    /// Its decorator, or what it made of its arguments.
    Gpu(Preset),
    /// That perhaps.
    UnclearGpu,
    /// What the decorator made of something that may be its function or not.
    Perhaps,
    Datetime,
    Timedelta,
    Number(Number),
    /// A `timedelta`, in µs.
    Duration(i128),
    Size(Size),
    /// Anything else.
    Other,
}

/// A name in a scope.
type Key<'a> = (usize, &'a str);

/// The names of a file.
pub(super) struct Names<'s, 't, 'a> {
    statements: &'s Statements<'t, 'a>,
    meanings: HashMap<Key<'a>, Meaning>,
    functions: HashSet<Key<'a>>,
}

impl<'s, 't, 'a> Names<'s, 't, 'a> {
    /// Reads the bindings once, in their order: a name can only stand for what came before. So names for
    /// names need no search, however many there are. The module's own come first, as functions run later.
    pub(super) fn new(statements: &'s Statements<'t, 'a>) -> Self {
        let mut names = Self {
            statements,
            meanings: HashMap::new(),
            functions: HashSet::new(),
        };
        let mut bound: HashMap<Key<'a>, Vec<&'s Binding<'t, 'a>>> = HashMap::new();
        for binding in &statements.bindings {
            let key = (binding.scope, binding.name);
            bound.entry(key).or_default().push(binding);
            names.meanings.insert(key, Meaning::Other);
            if is_function(&binding.value) {
                names.functions.insert(key);
            }
        }
        for (key, bindings) in &bound {
            if let Some(meaning) = imported(bindings) {
                names.meanings.insert(*key, meaning);
            }
        }
        let all = || statements.bindings.iter().enumerate();
        let (of_module, others): (Vec<_>, Vec<_>) =
            all().partition(|(_, binding)| binding.scope == MODULE);
        for (order, binding) in of_module.into_iter().chain(others) {
            let key = (binding.scope, binding.name);
            let is_only = bound.get(&key).is_some_and(|all| all.len() == 1);
            let is_overwritten = statements.last_star.is_some_and(|star| order < star);
            let is_constant =
                is_only && binding.scope == MODULE && !binding.is_conditional && !is_overwritten;
            let is_open = names.meanings.get(&key) == Some(&Meaning::Other);
            if let Value::Expression(tokens) = &binding.value
                && is_open
            {
                let tokens = unwrapped(tokens);
                let meaning = match names.constant(tokens) {
                    Some(meaning) if is_constant => meaning,
                    _ => names.unclear(tokens, binding.scope),
                };
                names.meanings.insert(key, meaning);
            }
        }
        names
    }

    /// What a name means in a scope.
    pub(super) fn meaning(&self, name: &str, scope: usize) -> Meaning {
        let found = self.find(name, scope, |key| self.meanings.get(&key).copied());
        match found {
            Some(Meaning::Spaces) if self.statements.is_patched => Meaning::UnclearSpaces,
            Some(meaning) => meaning,
            // Perhaps of a module of the Space's own, by `from … import *`.
            None if self.statements.last_star.is_none() => Meaning::Other,
            None if name == "spaces" => Meaning::UnclearSpaces,
            None if name == "GPU" => Meaning::UnclearGpu,
            None => Meaning::Other,
        }
    }

    /// Whether an expression is surely a function.
    pub(super) fn is_function(&self, value: Tokens, scope: usize) -> bool {
        match value {
            [lambda, ..] if lambda.is("lambda") => true,
            [name] if name.is_name() => {
                let is_function = |key| {
                    let is_bound = self.meanings.contains_key(&key);
                    is_bound.then(|| self.functions.contains(&key))
                };
                self.find(name.text, scope, is_function).unwrap_or_default()
            }
            _ => false,
        }
    }

    fn find<'n, T>(
        &self,
        name: &'n str,
        scope: usize,
        of: impl Fn(Key<'n>) -> Option<T>,
    ) -> Option<T> {
        let mut scopes = self.statements.lookup_scopes(name, scope);
        scopes.find_map(|scope| of((scope, name)))
    }

    /// What an expression means in the module's own scope.
    fn constant(&self, tokens: Tokens) -> Option<Meaning> {
        if let Some(size) = named_size(tokens) {
            return Some(Meaning::Size(size));
        }
        if let Some(number) = number(self, tokens, MODULE) {
            return Some(Meaning::Number(number));
        }
        if let Some(us) = timedelta(self, tokens, MODULE) {
            return Some(Meaning::Duration(us));
        }
        if let [name] = tokens
            && name.is_name()
        {
            // A name for a `timedelta`, a string, the decorator.
            return Some(self.meaning(name.text, MODULE));
        }
        match decorator_call(self, tokens, MODULE)? {
            Call {
                preset,
                function: None,
                rest: [],
                ..
            } => Some(Meaning::Gpu(preset)),
            _ => None,
        }
    }

    /// What an expression may mean that is no constant, or not the only one.
    fn unclear(&self, tokens: Tokens, scope: usize) -> Meaning {
        let (mut is_perhaps, mut is_package) = (false, false);
        let is_dot = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at))
                .is_some_and(|it| it.is("."))
        };
        let is_label = |at: usize| {
            tokens
                .get(at.saturating_add(1))
                .is_some_and(|it| it.is("="))
        };
        // What the expression itself binds.
        let own: HashSet<&str> = inner(tokens).into_iter().collect();
        let is_dotted = |at: usize| is_dot(at.checked_sub(1)) || is_dot(at.checked_add(1));
        for (at, token) in tokens.iter().enumerate() {
            let after = |count: usize| tokens.get(at.saturating_add(count));
            if let Some(length) = reference(self, tokens, at, scope) {
                let from = tokens.get(at..).unwrap_or_default();
                let is_called = after(length).is_some_and(|next| next.is("("));
                match decorator_call(self, from, scope) {
                    Some(call) if call.function.is_some() => is_perhaps |= !call.is_clear,
                    None if is_called => is_perhaps = true,
                    _ => return Meaning::UnclearGpu,
                }
            } else if token.is_name()
                && !is_dotted(at)
                && !is_label(at)
                && !own.contains(token.text)
            {
                match self.meaning(token.text, scope) {
                    Meaning::Spaces | Meaning::UnclearSpaces => is_package = true,
                    Meaning::UnclearGpu => return Meaning::UnclearGpu,
                    Meaning::Perhaps => is_perhaps = true,
                    _ => {}
                }
            }
        }
        match (is_package, is_perhaps) {
            (true, _) => Meaning::UnclearSpaces,
            (false, true) => Meaning::Perhaps,
            (false, false) => Meaning::Other,
        }
    }
}

fn is_function(value: &Value) -> bool {
    match value {
        Value::Definition => true,
        Value::Expression(tokens) => unwrapped(tokens).first().is_some_and(|it| it.is("lambda")),
        _ => false,
    }
}

/// What a name means that is imported, of all that it is bound to in a scope.
fn imported(bound: &[&Binding]) -> Option<Meaning> {
    let imports: Vec<(Meaning, bool)> = (bound.iter())
        .filter_map(|binding| Some((of_import(binding)?, binding.is_conditional)))
        .collect();
    let (meaning, _) = *imports.first()?;
    let is_one = imports.iter().all(|(other, _)| *other == meaning);
    // `try: import spaces`, and a substitute where that fails: on ZeroGPU it does not.
    let is_tried = imports.iter().all(|(_, is_conditional)| *is_conditional);
    let is_substitute = (bound.iter())
        .filter(|binding| of_import(binding).is_none())
        .all(|binding| is_tried && binding.is_conditional && binding.is_plain);
    Some(match meaning {
        _ if is_one && is_substitute => meaning,
        Meaning::Spaces => Meaning::UnclearSpaces,
        Meaning::Gpu(_) => Meaning::UnclearGpu,
        _ => Meaning::Other,
    })
}

fn of_import(binding: &Binding) -> Option<Meaning> {
    match &binding.value {
        Value::Module(module) if module == "spaces" => Some(Meaning::Spaces),
        Value::Module(module) if module == "datetime" => Some(Meaning::Datetime),
        Value::Member(module, "GPU") if module == "spaces" || module == "spaces.zero.decorator" => {
            Some(Meaning::Gpu(Preset::default()))
        }
        Value::Member(module, "timedelta") if module == "datetime" => Some(Meaning::Timedelta),
        _ => None,
    }
}
