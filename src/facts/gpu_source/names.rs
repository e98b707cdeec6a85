//! What the names of a file mean, as far as it matters: `spaces` and its decorator under any name, and
//! constants.

use super::calls::{Call, Preset, decorator_call};
use super::constants::{Number, number, timedelta};
use super::statements::{Binding, MODULE, Statements, Tokens, Value, plain_text};
use std::cell::Cell;

/// The meaning of a name in a scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// The `spaces` package.
    Spaces,
    /// Its decorator, or what it made of its arguments.
    Gpu(Preset),
    /// The decorator or its package perhaps: the name has another meaning too.
    Unclear,
    Datetime,
    Timedelta,
    Number(Number),
    /// A `timedelta`, in µs.
    Duration(i128),
    Text(String),
    /// Anything else.
    Other,
}

/// So many names are looked up for one file: names may stand for names without end.
const MAX_LOOKUPS: u32 = 100_000;
/// Names for names.
const MAX_NESTING: u32 = 16;

/// The names of a file.
pub(super) struct Names<'s, 't, 'a> {
    pub(super) statements: &'s Statements<'t, 'a>,
    lookups: Cell<u32>,
    nesting: Cell<u32>,
}

impl<'s, 't, 'a> Names<'s, 't, 'a> {
    pub(super) const fn new(statements: &'s Statements<'t, 'a>) -> Self {
        Self {
            statements,
            lookups: Cell::new(0),
            nesting: Cell::new(0),
        }
    }

    /// Counts, and says whether there was not too much yet.
    pub(super) fn may_go_on(&self) -> bool {
        self.lookups.set(self.lookups.get().saturating_add(1));
        self.lookups.get() < MAX_LOOKUPS
    }

    /// What a name means in a scope.
    pub(super) fn meaning(&self, name: &str, scope: usize) -> Meaning {
        let nesting = self.nesting.get();
        if nesting >= MAX_NESTING || !self.may_go_on() {
            return Meaning::Other;
        }
        self.nesting.set(nesting.saturating_add(1));
        let meaning = self.look_up(name, scope);
        self.nesting.set(nesting);
        meaning
    }

    fn look_up(&self, name: &str, scope: usize) -> Meaning {
        let Some(all) = self.statements.bindings.get(name) else {
            return Meaning::Other;
        };
        let mut scopes = self.statements.scopes(scope);
        let bound = scopes.find_map(|scope| {
            let here: Vec<_> = all
                .iter()
                .filter(|it| it.scope == scope)
                .take(100)
                .collect();
            (!here.is_empty()).then_some(here)
        });
        let bound = bound.unwrap_or_default();
        let imports: Vec<Meaning> = bound
            .iter()
            .filter_map(|binding| imported(binding))
            .collect();
        if let Some(meaning) = imports.first() {
            let is_other = |binding: &&&Binding| imported(binding).is_none();
            // `try: import spaces`, and a substitute where that fails: on ZeroGPU it does not.
            let is_substitute = bound.iter().filter(is_other).all(|it| it.is_conditional);
            let is_one = imports.iter().all(|it| it == meaning);
            return match meaning {
                _ if is_one && is_substitute => meaning.clone(),
                Meaning::Spaces | Meaning::Gpu(_) => Meaning::Unclear,
                _ => Meaning::Other,
            };
        }
        let [binding] = bound.as_slice() else {
            return if bound.iter().any(|binding| self.is_decorator(binding)) {
                Meaning::Unclear
            } else {
                Meaning::Other
            };
        };
        let is_once = binding.scope == MODULE && !binding.is_conditional;
        let is_overwritten = self
            .statements
            .stars
            .iter()
            .any(|star| *star >= binding.order);
        match &binding.value {
            Value::Expression(tokens) if is_once && !is_overwritten => self.constant(tokens),
            _ if self.is_decorator(binding) => Meaning::Unclear,
            _ => Meaning::Other,
        }
    }

    /// What an expression means in the module's own scope.
    fn constant(&self, tokens: Tokens) -> Meaning {
        if let [text] = tokens
            && let Some(text) = plain_text(text)
        {
            return Meaning::Text(text.to_owned());
        }
        if let Some(number) = number(self, tokens, MODULE) {
            return Meaning::Number(number);
        }
        if let Some(us) = timedelta(self, tokens, MODULE) {
            return Meaning::Duration(us);
        }
        if let [name] = tokens
            && name.is_name()
        {
            // A name for a `timedelta`, a string, the decorator.
            return self.meaning(name.text, MODULE);
        }
        match decorator_call(self, tokens, MODULE) {
            Some(Call {
                preset,
                function: None,
                rest: [],
                ..
            }) => Meaning::Gpu(preset),
            _ => Meaning::Other,
        }
    }

    fn is_decorator(&self, binding: &Binding) -> bool {
        match &binding.value {
            Value::Expression(tokens) => decorator_call(self, tokens, binding.scope)
                .is_some_and(|call| call.function.is_none()),
            _ => false,
        }
    }
}

fn imported(binding: &Binding) -> Option<Meaning> {
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
