//! The tokens of a Python 3 file, by logical line: statements over several physical lines are one.
//!
//! By <https://docs.python.org/3/reference/lexical_analysis.html>, Python 3.14; read in November 2026.

use super::strings::is_formatted;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    /// A number, complex ones too.
    Number,
    /// A string of any kind, with its prefix and quotes.
    Text,
    /// An operator, a bracket, a delimiter.
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The physical line that it begins on, from 1.
    pub(super) line: u32,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text && self.kind != Kind::Text
    }

    /// A name that is no keyword.
    pub(super) fn is_name(&self) -> bool {
        self.kind == Kind::Name && !KEYWORDS.contains(&self.text)
    }

    /// How much deeper in brackets one is after it.
    pub(super) fn deepens(&self) -> i32 {
        match (self.kind, self.text) {
            (Kind::Mark, "(" | "[" | "{") => 1,
            (Kind::Mark, ")" | "]" | "}") => -1,
            _ => 0,
        }
    }

    fn is_value(&self) -> bool {
        match self.kind {
            Kind::Name => !KEYWORDS.contains(&self.text) || VALUES.contains(&self.text),
            Kind::Number | Kind::Text => true,
            Kind::Mark => self.text == "...",
        }
    }
}

/// A logical line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) indent: Indent,
    pub(super) tokens: Vec<Token<'a>>,
}

/// How far a line is indented, where a tab reaches to the next multiple of eight, and where it is as wide
/// as a space. Two lines must compare alike both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Indent {
    pub(super) wide: u32,
    pub(super) narrow: u32,
}

const VALUES: [&str; 3] = ["False", "None", "True"];
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];
/// Keywords at the start of a statement, names elsewhere.
const SOFT_KEYWORDS: [&str; 3] = ["case", "match", "type"];

/// Longest first.
const MARKS: [&str; 46] = [
    "**=", "//=", ">>=", "<<=", "...", "->", ":=", "**", "//", ">>", "<<", "<=", ">=", "==", "!=",
    "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", "+", "-", "*", "/", "%", "@", "&", "|",
    "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ";", ".",
];

/// Python itself allows not much more.
pub(super) const MAX_NESTING: usize = 150;

/// The logical lines of a file, without empty ones and comments; `None` where it is no Python 3.
pub(super) fn lines(source: &str) -> Option<Vec<Line<'_>>> {
    if source.contains('\0') {
        return None;
    }
    let rest = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut reader = Reader { rest, line: 1 };
    let mut lines = vec![];
    loop {
        let indent = reader.indent();
        if reader.skip_empty() {
            if reader.rest.is_empty() {
                return Some(lines);
            }
            continue;
        }
        let tokens = reader.logical_line()?;
        if !tokens.is_empty() {
            lines.push(Line { indent, tokens });
        }
    }
}

/// What is left of a file.
pub(super) struct Reader<'a> {
    pub(super) rest: &'a str,
    line: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        self.rest
            .strip_prefix(text)
            .map(|rest| self.rest = rest)
            .is_some()
    }

    /// One of the three ends of a line.
    pub(super) fn eat_newline(&mut self) -> bool {
        let is_newline = self.eat("\r\n") || self.eat("\n") || self.eat("\r");
        if is_newline {
            self.line = self.line.saturating_add(1);
        }
        is_newline
    }

    pub(super) fn eat_while(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|letter| !holds(letter));
        let (eaten, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        eaten
    }

    fn indent(&mut self) -> Indent {
        let mut indent = Indent::default();
        loop {
            if self.eat(" ") {
                indent.wide = indent.wide.saturating_add(1);
                indent.narrow = indent.narrow.saturating_add(1);
            } else if self.eat("\t") {
                indent.wide = (indent.wide / 8).saturating_add(1).saturating_mul(8);
                indent.narrow = indent.narrow.saturating_add(1);
            } else if self.eat("\u{c}") {
                indent = Indent::default();
            } else {
                return indent;
            }
        }
    }

    pub(super) fn skip_comment(&mut self) {
        if self.peek() == Some('#') {
            self.eat_while(|letter| !matches!(letter, '\r' | '\n'));
        }
    }

    /// A line without tokens, or the end.
    fn skip_empty(&mut self) -> bool {
        self.skip_comment();
        self.eat_newline() || self.rest.is_empty()
    }

    fn logical_line(&mut self) -> Option<Vec<Token<'a>>> {
        let mut tokens: Vec<Token<'a>> = vec![];
        let mut open: Vec<&str> = vec![];
        loop {
            self.eat_while(|letter| matches!(letter, ' ' | '\t' | '\u{c}'));
            self.skip_comment();
            if self.rest.is_empty() {
                return open.is_empty().then_some(tokens);
            }
            if self.eat_newline() {
                if open.is_empty() {
                    return Some(tokens);
                }
                continue;
            }
            if self.eat("\\") {
                if !self.eat_newline() || self.rest.is_empty() {
                    return None;
                }
                continue;
            }
            let token = self.token()?;
            match token.text {
                _ if token.kind != Kind::Mark => {}
                "(" | "[" | "{" => open.push(token.text),
                ")" | "]" | "}" => {
                    let pair = [open.pop()?, token.text];
                    [["(", ")"], ["[", "]"], ["{", "}"]]
                        .contains(&pair)
                        .then_some(())?;
                }
                _ => {}
            }
            if open.len() > MAX_NESTING || !may_follow(&tokens, &token) {
                return None;
            }
            tokens.push(token);
        }
    }

    fn token(&mut self) -> Option<Token<'a>> {
        let (start, line) = (self.rest, self.line);
        let kind = self.token_kind()?;
        let text = start.get(..start.len().checked_sub(self.rest.len())?)?;
        Some(Token { kind, text, line })
    }

    fn token_kind(&mut self) -> Option<Kind> {
        let next = self.peek()?;
        let after = self.rest.chars().nth(1);
        if next.is_ascii_digit() || (next == '.' && after.is_some_and(|c| c.is_ascii_digit())) {
            return self.number().map(|()| Kind::Number);
        }
        if matches!(next, '"' | '\'') {
            return self.text(false, 0).map(|()| Kind::Text);
        }
        if is_name_letter(next) {
            let name = self.eat_while(is_name_letter);
            // Python takes some of these for other letters (NFKC), also for ASCII ones.
            name.chars()
                .all(|letter| !may_be_another(letter))
                .then_some(())?;
            let is_prefix = self.peek().is_some_and(|quote| matches!(quote, '"' | '\''));
            return match is_prefix.then(|| is_formatted(name)).flatten() {
                Some(formatted) => self.text(formatted, 0).map(|()| Kind::Text),
                None => Some(Kind::Name),
            };
        }
        if let Some(mark) = MARKS.iter().find(|mark| self.rest.starts_with(**mark)) {
            self.eat(mark);
        } else if !self.eat("=") {
            return None;
        }
        Some(Kind::Mark)
    }

    fn number(&mut self) -> Option<()> {
        let start = self.rest;
        let is_digit = |letter: char| letter.is_ascii_digit() || letter == '_';
        for (prefixes, radix) in [(["0x", "0X"], 16), (["0o", "0O"], 8), (["0b", "0B"], 2)] {
            if prefixes.iter().any(|prefix| self.eat(prefix)) {
                let digits = self.eat_while(|letter| letter == '_' || letter.is_digit(radix));
                return (!digits.is_empty()).then_some(());
            }
        }
        let whole = self.eat_while(is_digit);
        let has_fraction = self.eat(".");
        if has_fraction {
            self.eat_while(is_digit);
        }
        let after = self.rest;
        let has_exponent = self.eat("e") || self.eat("E");
        if has_exponent {
            let _ = self.eat("+") || self.eat("-");
            if self.eat_while(is_digit).is_empty() {
                // `1else 2`, for example.
                self.rest = after;
            }
        }
        let is_imaginary = self.eat("j") || self.eat("J");
        let is_plain = start.get(..start.len().checked_sub(self.rest.len())?)? == whole;
        // Python 2's octal numbers.
        let is_old = whole.starts_with('0') && whole.chars().any(|c| c != '0' && c != '_');
        (!(is_plain && is_old) || is_imaginary).then_some(())
    }

    pub(super) fn skip(&mut self) -> Option<()> {
        let mut letters = self.rest.chars();
        letters.next()?;
        self.rest = letters.as_str();
        Some(())
    }
}

/// Two values side by side are no Python 3: `print "text"`, a command of a notebook.
fn may_follow(tokens: &[Token], next: &Token) -> bool {
    let Some(last) = tokens.last() else {
        return true;
    };
    let is_closed = last.deepens() < 0;
    if !next.is_value() || !(last.is_value() || is_closed) {
        return true;
    }
    let before = tokens.len().checked_sub(2).and_then(|at| tokens.get(at));
    let is_first = before.is_none_or(|token| token.is(";") || token.is(":"));
    let is_soft_keyword = SOFT_KEYWORDS.contains(&last.text) && is_first;
    is_soft_keyword || (last.kind == Kind::Text && next.kind == Kind::Text)
}

pub(super) fn is_name_letter(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric() || is_mark_of_letter(letter)
}

/// Combining marks, of Indic scripts for example.
fn is_mark_of_letter(letter: char) -> bool {
    !letter.is_ascii()
        && !letter.is_whitespace()
        && matches!(letter as u32, 0x300..=0x36f | 0x900..=0xdff | 0xe30..=0xe4f)
}

/// Letters that Python reads as ASCII ones: `Ｄ`, `ℂ`, `ſ`, `𝐃`.
fn may_be_another(letter: char) -> bool {
    matches!(
        letter as u32,
        0xaa | 0xba | 0x132..=0x133 | 0x149 | 0x17f | 0x1c7..=0x1f3 | 0x2b0..=0x2ff | 0x1d00..=0x1dbf
            | 0x2070..=0x209f | 0x2100..=0x218f | 0x2460..=0x24ff | 0x2c7c..=0x2c7d | 0xa7f0..=0xa7ff
            | 0xab5c..=0xab6f | 0xfb00..=0xfb06 | 0xff00..=0xffef | 0x1_0780..=0x1_07bf
            | 0x1_d400..=0x1_d7ff | 0x1_f100..=0x1_f2ff
    )
}
