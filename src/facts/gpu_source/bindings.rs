//! What the statements of a file bind to names, and in which scope.

use super::calls::unwrapped;
use super::statements::{MODULE, Statements, Tokens, colon, outside};
use super::targets::{inner, targets};
use super::tokens::Token;
use std::collections::HashSet;

/// Something that gives a name its meaning.
#[derive(Clone, Debug)]
pub(super) struct Binding<'t, 'a> {
    pub(super) name: &'a str,
    pub(super) scope: usize,
    /// It stands in a block that may not run.
    pub(super) is_conditional: bool,
    /// An import, an assignment, a definition: a block can have one in another's place.
    pub(super) is_plain: bool,
    pub(super) value: Value<'t, 'a>,
}

/// What a name is bound to.
#[derive(Clone, Debug)]
pub(super) enum Value<'t, 'a> {
    /// An expression, alone on its side of `=`.
    Expression(Tokens<'t, 'a>),
    /// A module, by its path.
    Module(String),
    /// A member of a module.
    Member(String, &'a str),
    /// A function or a class.
    Definition,
    /// Something else.
    Other,
}

const ASSIGNMENTS: [&str; 13] = [
    "**=", "//=", ">>=", "<<=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
];

impl<'t, 'a> Statements<'t, 'a> {
    /// Where a name of a scope may be bound, innermost first: not in the classes around it.
    pub(super) fn lookup_scopes(&self, name: &str, scope: usize) -> impl Iterator<Item = usize> {
        let outer = move |at: &usize| {
            if *at != MODULE && self.globals.contains(&(*at, name)) {
                return Some(MODULE);
            }
            self.scopes.get(*at)?.parent
        };
        std::iter::successors(Some(scope), outer)
            .filter(move |it| *it == scope || !self.is_class(*it))
    }

    fn is_class(&self, scope: usize) -> bool {
        self.scopes.get(scope).is_some_and(|scope| scope.is_class)
    }

    /// Moves what is bound with `nonlocal` to where it belongs.
    pub(super) fn settle(mut self) -> Self {
        if self.nonlocals.is_empty() {
            return self;
        }
        let is_own =
            |binding: &&Binding<'t, 'a>| !self.nonlocals.contains(&(binding.scope, binding.name));
        let own: HashSet<(usize, &str)> = (self.bindings.iter().filter(is_own))
            .map(|binding| (binding.scope, binding.name))
            .collect();
        let homes: Vec<Option<usize>> = (self.bindings.iter())
            .map(|binding| {
                let key = (binding.scope, binding.name);
                self.nonlocals.contains(&key).then_some(())?;
                self.lookup_scopes(binding.name, binding.scope)
                    .find(|scope| *scope != MODULE && own.contains(&(*scope, binding.name)))
            })
            .collect();
        for (binding, home) in self.bindings.iter_mut().zip(homes) {
            if let Some(home) = home {
                binding.scope = home;
                binding.is_conditional = true;
            }
        }
        self
    }

    pub(super) fn assignment(
        &mut self,
        statement: Tokens<'t, 'a>,
        scope: usize,
        is_conditional: bool,
    ) {
        let ends: Vec<usize> = outside(statement)
            .filter(|(_, token)| token.is("="))
            .map(|(at, _)| at)
            .collect();
        let Some(last) = ends.last() else {
            // `name += 1`, or `name: int` alone, which binds nothing and makes a function's name its own.
            let end = outside(statement)
                .find(|(_, token)| token.is(":") || ASSIGNMENTS.iter().any(|mark| token.is(mark)));
            let Some((at, mark)) = end else {
                return;
            };
            if mark.is(":") && (scope == MODULE || self.is_class(scope)) {
                return;
            }
            for name in targets(statement.get(..at).unwrap_or_default()) {
                self.rebind(name, scope);
            }
            return;
        };
        let value = statement.get(last.saturating_add(1)..).unwrap_or_default();
        let mut from = 0;
        for end in &ends {
            let target = statement.get(from..*end).unwrap_or_default();
            // With its annotation.
            let annotation = colon(target).unwrap_or(target.len());
            let plain = unwrapped(target.get(..annotation).unwrap_or_default());
            self.is_patched |= matches!(plain, [.., dot, name] if dot.is(".") && name.is("GPU"));
            match plain {
                [name] if name.is_name() => {
                    self.bind(name.text, scope, is_conditional, Value::Expression(value));
                }
                _ => {
                    for name in targets(plain) {
                        self.bind(name, scope, is_conditional, Value::Other);
                    }
                }
            }
            from = end.saturating_add(1);
        }
    }

    /// What an expression binds.
    pub(super) fn inner(&mut self, tokens: Tokens<'t, 'a>, scope: usize) {
        for name in inner(tokens) {
            self.rebind(name, scope);
        }
    }

    /// `import one, two.three as four`
    pub(super) fn import(&mut self, tokens: Tokens<'t, 'a>, scope: usize, is_conditional: bool) {
        for part in tokens.split(|token| token.is(",")) {
            let mut sides = part.split(|token| token.is("as"));
            let path = sides.next().unwrap_or_default();
            let alias = sides.next().and_then(<[Token]>::first);
            let first = path.first();
            let module = match alias {
                Some(_) => joined(path),
                None => first.map(|first| first.text.to_owned()).unwrap_or_default(),
            };
            if let Some(name) = alias.or(first) {
                self.bind(name.text, scope, is_conditional, Value::Module(module));
            }
        }
    }

    /// `from one.two import three as four, five`, also in brackets.
    pub(super) fn import_from(
        &mut self,
        tokens: Tokens<'t, 'a>,
        scope: usize,
        is_conditional: bool,
    ) {
        let Some(at) = tokens.iter().position(|token| token.is("import")) else {
            return;
        };
        let (path, members) = tokens.split_at(at);
        let module = joined(path);
        let is_bracket = |token: &Token| token.is("(") || token.is(")") || token.is("import");
        for member in members.split(|token| token.is(",") || is_bracket(token)) {
            let Some(member_name) = member.first() else {
                continue;
            };
            if member_name.is("*") {
                self.last_star = Some(self.bindings.len());
                match module.as_str() {
                    "spaces" => self.member(&module, "GPU", "GPU", scope, is_conditional),
                    "datetime" => {
                        self.member(&module, "timedelta", "timedelta", scope, is_conditional);
                    }
                    _ => {}
                }
                continue;
            }
            let name = member.last().unwrap_or(member_name);
            self.member(&module, member_name.text, name.text, scope, is_conditional);
        }
    }

    fn member(
        &mut self,
        module: &str,
        member: &'a str,
        name: &'a str,
        scope: usize,
        is_conditional: bool,
    ) {
        let value = Value::Member(module.to_owned(), member);
        self.bind(name, scope, is_conditional, value);
    }

    pub(super) fn bind(
        &mut self,
        name: &'a str,
        scope: usize,
        is_conditional: bool,
        value: Value<'t, 'a>,
    ) {
        // A function that says `global` may never run, or later.
        let is_global = self.globals.contains(&(scope, name));
        self.bindings.push(Binding {
            name,
            scope: if is_global { MODULE } else { scope },
            is_conditional: is_conditional || is_global,
            is_plain: true,
            value,
        });
    }

    /// Gives a name another meaning than a statement of its own would.
    pub(super) fn rebind(&mut self, name: &'a str, scope: usize) {
        self.bind(name, scope, true, Value::Other);
        if let Some(binding) = self.bindings.last_mut() {
            binding.is_plain = false;
        }
    }
}

fn joined(path: &[Token]) -> String {
    path.iter().map(|token| token.text).collect()
}
