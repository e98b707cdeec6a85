//! The statements of a Python file with their scopes, and what each binds a name to.

use super::bindings::{Binding, Value};
use super::targets::{after_as, parameters, pattern, targets};
use super::tokens::{Indent, Line, Token};
use std::collections::HashSet;

/// A part of a statement.
pub(super) type Tokens<'t, 'a> = &'t [Token<'a>];

/// The module's own scope.
pub(super) const MODULE: usize = 0;

/// What a file says, in its order.
#[derive(Debug, Default)]
pub(super) struct Statements<'t, 'a> {
    pub(super) statements: Vec<Statement<'t, 'a>>,
    pub(super) decorated: Vec<Decorated<'t, 'a>>,
    /// In their order.
    pub(super) bindings: Vec<Binding<'t, 'a>>,
    /// How many of those come before the last import of whatever a module has.
    pub(super) last_star: Option<usize>,
    /// Somebody sets `….GPU`.
    pub(super) is_patched: bool,
    pub(super) scopes: Vec<Scope>,
    /// Names that a scope calls global, and nonlocal.
    pub(super) globals: HashSet<(usize, &'a str)>,
    pub(super) nonlocals: HashSet<(usize, &'a str)>,
}

/// The module, a function or a class.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) parent: Option<usize>,
    pub(super) is_class: bool,
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
/// Python's own limit.
const MAX_BLOCKS: usize = 100;
impl<'t, 'a> Statements<'t, 'a> {
    /// `None` where the lines are no Python 3, as far as that shows.
    pub(super) fn read(lines: &'t [Line<'a>]) -> Option<Self> {
        let mut read = Self {
            scopes: vec![Scope {
                parent: None,
                is_class: false,
            }],
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
        (head.is_none() && decorators.is_empty()).then(|| read.settle())
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
        let scope = self.scopes.len();
        let is_class = opening.get(keyword)?.is("class");
        self.scopes.push(Scope {
            parent: Some(block.scope),
            is_class,
        });
        self.bind(
            name.text,
            block.scope,
            block.is_conditional,
            Value::Definition,
        );
        let rest = opening.get(keyword.checked_add(2)?..)?;
        let parts = if is_class {
            vec![(None, rest)]
        } else {
            parameters(rest)
        };
        for (parameter, more) in parts {
            if let Some(name) = parameter {
                self.bind(name, scope, false, Value::Other);
            }
            self.statements.push(Statement {
                tokens: more,
                scope: block.scope,
            });
        }
        self.inner(rest, block.scope);
        if !decorators.is_empty() {
            for decorator in &decorators {
                self.inner(decorator, block.scope);
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
        let names = match opening.first() {
            Some(first) if first.is("case") => pattern(opening),
            _ => after_as(opening),
        };
        for name in names {
            self.rebind(name, scope);
        }
        self.inner(opening, scope);
        // A word that is a name elsewhere is none here.
        let is_soft = |first: &Token| first.is("match") || first.is("case");
        let tokens = match opening.split_first() {
            Some((first, rest)) if is_soft(first) => rest,
            _ => opening,
        };
        self.statements.push(Statement { tokens, scope });
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
            let names = rest.iter().filter(|token| token.is_name());
            if first.is("global") {
                self.globals.extend(names.map(|name| (scope, name.text)));
                continue;
            }
            if first.is("nonlocal") {
                self.nonlocals.extend(names.map(|name| (scope, name.text)));
                continue;
            }
            if first.is("del") {
                for name in targets(rest) {
                    self.rebind(name, scope);
                }
                continue;
            }
            let statement = if first.is("type") && rest.first().is_some_and(Token::is_name) {
                rest
            } else {
                statement
            };
            self.assignment(statement, scope, is_conditional);
            self.inner(statement, scope);
            self.statements.push(Statement {
                tokens: statement,
                scope,
            });
        }
    }
}

/// Into the block of the next line, or out of those that have ended.
fn enter(blocks: &mut Vec<Block>, head: Option<Head>, indent: Indent) -> Option<()> {
    let last = blocks.last()?.indent;
    let is_deeper = indent.wide > last.wide && indent.narrow > last.narrow;
    match head {
        Some(head) if is_deeper && blocks.len() <= MAX_BLOCKS => blocks.push(Block {
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
pub(super) fn colon(tokens: &[Token]) -> Option<usize> {
    outside(tokens)
        .find(|(_, token)| token.is(":"))
        .map(|(at, _)| at)
}
