//! The statements of a Python file with their scopes, and what each binds a name to.

use super::tokens::{Indent, Kind, Line, Token};
use std::collections::HashMap;

/// A part of a statement.
pub(super) type Tokens<'t, 'a> = &'t [Token<'a>];

/// The module's own scope.
pub(super) const MODULE: usize = 0;

/// What a file says, in its order.
#[derive(Debug, Default)]
pub(super) struct Statements<'t, 'a> {
    pub(super) statements: Vec<Statement<'t, 'a>>,
    pub(super) decorated: Vec<Decorated<'t, 'a>>,
    /// By name.
    pub(super) bindings: HashMap<&'a str, Vec<Binding<'t, 'a>>>,
    /// Imports of whatever a module has, other than `spaces` and `datetime`, by their order.
    pub(super) stars: Vec<usize>,
    /// Each scope's parent.
    parents: Vec<Option<usize>>,
}

/// A statement, or the head of one with its colon.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statement<'t, 'a> {
    pub(super) tokens: Tokens<'t, 'a>,
    pub(super) scope: usize,
}

/// A function or class with its decorators.
#[derive(Debug)]
pub(super) struct Decorated<'t, 'a> {
    /// Each without its `@`.
    pub(super) decorators: Vec<Tokens<'t, 'a>>,
    pub(super) name: &'a str,
    pub(super) scope: usize,
}

/// Something that gives a name its meaning.
#[derive(Clone, Debug)]
pub(super) struct Binding<'t, 'a> {
    pub(super) scope: usize,
    pub(super) order: usize,
    /// It stands in a block that may not run.
    pub(super) is_conditional: bool,
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
    /// Something else.
    Other,
}

/// A block, and how far its lines are indented.
struct Block {
    indent: Indent,
    scope: usize,
    is_conditional: bool,
    is_match: bool,
}

/// The block that a head's next line begins.
#[derive(Clone, Copy)]
struct Head {
    scope: usize,
    is_conditional: bool,
    is_match: bool,
}

/// Heads of blocks that may not run, or not once.
const CONDITIONAL: [&str; 8] = [
    "if", "elif", "else", "for", "while", "try", "except", "finally",
];
const ASSIGNMENTS: [&str; 13] = [
    "**=", "//=", ">>=", "<<=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
];

impl<'t, 'a> Statements<'t, 'a> {
    /// `None` where the lines are no Python 3, as far as that shows.
    pub(super) fn read(lines: &'t [Line<'a>]) -> Option<Self> {
        let mut read = Self {
            parents: vec![None],
            ..Self::default()
        };
        let mut blocks = vec![Block {
            indent: Indent::default(),
            scope: MODULE,
            is_conditional: false,
            is_match: false,
        }];
        let mut head: Option<Head> = None;
        let mut decorators = vec![];
        for line in lines {
            enter(&mut blocks, head.take(), line.indent)?;
            let block = blocks.last()?;
            if let Some((at, decorator)) = line.tokens.split_first()
                && at.is("@")
            {
                decorators.push(decorator);
                continue;
            }
            let found = std::mem::take(&mut decorators);
            head = read.line(&line.tokens, block, found)?;
        }
        (head.is_none() && decorators.is_empty()).then_some(read)
    }

    /// Whether one scope is another, or around it.
    pub(super) fn scopes(&self, scope: usize) -> impl Iterator<Item = usize> {
        let parent = |scope: &usize| self.parents.get(*scope).copied().flatten();
        std::iter::successors(Some(scope), parent)
    }

    fn line(
        &mut self,
        tokens: Tokens<'t, 'a>,
        block: &Block,
        decorators: Vec<Tokens<'t, 'a>>,
    ) -> Option<Option<Head>> {
        let (scope, is_conditional) = (block.scope, block.is_conditional);
        let first = match tokens.split_first()? {
            (first, rest) if first.is("async") => rest.first()?,
            (first, _) => first,
        };
        let is_definition = first.is("def") || first.is("class");
        if !is_definition && !decorators.is_empty() {
            return None;
        }
        let is_match = first.is("match") && tokens.last()?.is(":");
        let is_case = first.is("case") && block.is_match;
        let is_head = is_definition || is_match || is_case || first.is("with");
        if !is_head && !CONDITIONAL.iter().any(|head| first.is(head)) {
            self.simple(tokens, scope, is_conditional);
            return Some(None);
        }
        let colon = colon(tokens)?;
        let (opening, body) = tokens.split_at_checked(colon)?;
        let inner = if is_definition {
            self.definition(opening, block, decorators)?
        } else {
            self.head(opening, scope);
            scope
        };
        let is_conditional = !is_definition && (is_conditional || !first.is("with"));
        match body.split_first()? {
            (_, []) => Some(Some(Head {
                scope: inner,
                is_conditional,
                is_match,
            })),
            (_, body) => {
                self.simple(body, inner, is_conditional);
                Some(None)
            }
        }
    }

    fn definition(
        &mut self,
        opening: Tokens<'t, 'a>,
        block: &Block,
        decorators: Vec<Tokens<'t, 'a>>,
    ) -> Option<usize> {
        let keyword = opening
            .iter()
            .position(|token| token.is("def") || token.is("class"))?;
        let name = opening.get(keyword.checked_add(1)?)?;
        name.is_name().then_some(())?;
        let scope = self.parents.len();
        self.parents.push(Some(block.scope));
        self.bind(name.text, block.scope, block.is_conditional, Value::Other);
        let rest = opening.get(keyword.checked_add(2)?..)?;
        if opening.get(keyword)?.is("def") {
            for parameter in parameters(rest) {
                self.bind(parameter, scope, false, Value::Other);
            }
        }
        self.walruses(rest, block.scope);
        // Names of parameters are no references: what is called in their defaults may be.
        if rest.iter().filter(|token| token.is("(")).count() > 1 {
            self.statements.push(Statement {
                tokens: rest,
                scope: block.scope,
            });
        }
        if !decorators.is_empty() {
            for decorator in &decorators {
                self.walruses(decorator, block.scope);
            }
            self.decorated.push(Decorated {
                decorators,
                name: name.text,
                scope: block.scope,
            });
        }
        Some(scope)
    }

    /// The head of another block.
    fn head(&mut self, opening: Tokens<'t, 'a>, scope: usize) {
        let is = |word: &str| opening.iter().take(2).any(|token| token.is(word));
        let until_in = |token: &&Token| !token.is("in");
        let names: Vec<&str> = if is("for") {
            let names = opening.iter().take_while(until_in);
            names
                .filter(|token| token.is_name())
                .map(|token| token.text)
                .collect()
        } else if is("case") {
            opening
                .iter()
                .filter(|token| token.is_name())
                .map(|token| token.text)
                .collect()
        } else {
            // `with … as (one, two)`, `except … as error`.
            let mut names = vec![];
            let mut rest = opening;
            while let Some(at) = rest.iter().position(|token| token.is("as")) {
                rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
                names.extend(targets(
                    rest.split(|token| token.is("as"))
                        .next()
                        .unwrap_or_default(),
                ));
            }
            names
        };
        for name in names {
            self.bind(name, scope, true, Value::Other);
        }
        self.walruses(opening, scope);
        self.statements.push(Statement {
            tokens: opening,
            scope,
        });
    }

    /// One or more statements in a line.
    fn simple(&mut self, tokens: Tokens<'t, 'a>, scope: usize, is_conditional: bool) {
        for statement in tokens.split(|token| token.is(";")) {
            let Some((first, rest)) = statement.split_first() else {
                continue;
            };
            if first.is("import") {
                self.import(rest, scope, is_conditional);
                continue;
            }
            if first.is("from") {
                self.import_from(rest, scope, is_conditional);
                continue;
            }
            if first.is("global") || first.is("nonlocal") || first.is("del") {
                // Whoever says so may change it elsewhere.
                let scope = if first.is("del") { scope } else { MODULE };
                for name in rest.iter().filter(|token| token.is_name()) {
                    self.bind(name.text, scope, true, Value::Other);
                }
                continue;
            }
            let statement = if first.is("type") && rest.first().is_some_and(Token::is_name) {
                rest
            } else {
                statement
            };
            self.assignment(statement, scope, is_conditional);
            self.walruses(statement, scope);
            self.statements.push(Statement {
                tokens: statement,
                scope,
            });
        }
    }

    fn assignment(&mut self, statement: Tokens<'t, 'a>, scope: usize, is_conditional: bool) {
        let ends: Vec<usize> = outside(statement)
            .filter(|(_, token)| token.is("="))
            .map(|(at, _)| at)
            .collect();
        let Some(last) = ends.last() else {
            // `name += 1`, or `name: int` alone.
            let end = outside(statement)
                .find(|(_, token)| token.is(":") || ASSIGNMENTS.iter().any(|mark| token.is(mark)));
            let changed = end.and_then(|(at, _)| statement.get(..at));
            for name in changed.map(targets).unwrap_or_default() {
                self.bind(name, scope, is_conditional, Value::Other);
            }
            return;
        };
        let value = statement.get(last.saturating_add(1)..).unwrap_or_default();
        let mut from = 0;
        for end in &ends {
            let target = statement.get(from..*end).unwrap_or_default();
            // With its annotation.
            let plain = target
                .split(|token| token.is(":"))
                .next()
                .unwrap_or_default();
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

    /// `name := value`, anywhere.
    fn walruses(&mut self, tokens: Tokens<'t, 'a>, scope: usize) {
        for pair in tokens.windows(2) {
            if let [name, walrus] = pair
                && walrus.is(":=")
                && name.is_name()
            {
                self.bind(name.text, scope, true, Value::Other);
            }
        }
    }

    /// `import one, two.three as four`
    fn import(&mut self, tokens: Tokens<'t, 'a>, scope: usize, is_conditional: bool) {
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
    fn import_from(&mut self, tokens: Tokens<'t, 'a>, scope: usize, is_conditional: bool) {
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
                match module.as_str() {
                    "spaces" => self.member(&module, "GPU", "GPU", scope, is_conditional),
                    "datetime" => {
                        self.member(&module, "timedelta", "timedelta", scope, is_conditional);
                    }
                    _ => self.stars.push(self.order()),
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

    fn bind(&mut self, name: &'a str, scope: usize, is_conditional: bool, value: Value<'t, 'a>) {
        let order = self.order();
        self.bindings.entry(name).or_default().push(Binding {
            scope,
            order,
            is_conditional,
            value,
        });
    }

    fn order(&self) -> usize {
        self.statements.len()
    }
}

/// Into the block of the next line, or out of those that have ended.
fn enter(blocks: &mut Vec<Block>, head: Option<Head>, indent: Indent) -> Option<()> {
    let last = blocks.last()?.indent;
    let is_deeper = indent.wide > last.wide && indent.narrow > last.narrow;
    match head {
        Some(head) if is_deeper => blocks.push(Block {
            indent,
            scope: head.scope,
            is_conditional: head.is_conditional,
            is_match: head.is_match,
        }),
        Some(_) => return None,
        None => {
            while blocks.last()?.indent.wide > indent.wide {
                blocks.pop();
            }
            (blocks.last()?.indent == indent).then_some(())?;
        }
    }
    Some(())
}

/// The tokens outside of brackets, those of a lambda's parameters left out.
pub(super) fn outside<'s, 'a>(
    tokens: &'s [Token<'a>],
) -> impl Iterator<Item = (usize, &'s Token<'a>)> {
    let (mut depth, mut lambdas) = (0_i32, 0_u32);
    tokens.iter().enumerate().filter(move |(_, token)| {
        let before = depth;
        depth = depth.saturating_add(token.deepens());
        if before != 0 {
            return false;
        }
        if token.is("lambda") {
            lambdas = lambdas.saturating_add(1);
        } else if lambdas > 0 {
            if token.is(":") {
                lambdas = lambdas.saturating_sub(1);
            }
            return false;
        }
        true
    })
}

/// Where a head ends.
fn colon(tokens: &[Token]) -> Option<usize> {
    outside(tokens)
        .find(|(_, token)| token.is(":"))
        .map(|(at, _)| at)
}

/// The names that a target binds: not those whose member or item it sets.
fn targets<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
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

/// The names of a function's parameters: with its type parameters, the last bracket at the outside.
fn parameters<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let mut depth = 0_i32;
    let mut names = vec![];
    let mut before: Option<&Token> = None;
    for token in tokens {
        let opens =
            before.is_some_and(|mark| ["(", "[", ",", "*", "**"].iter().any(|it| mark.is(it)));
        if depth == 1 && opens && token.is_name() {
            names.push(token.text);
        }
        depth = depth.saturating_add(token.deepens());
        before = Some(token);
    }
    names
}

fn joined(path: &[Token]) -> String {
    path.iter().map(|token| token.text).collect()
}

/// Whether a string holds this, without escapes and code.
pub(super) fn plain_text<'a>(token: &Token<'a>) -> Option<&'a str> {
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
