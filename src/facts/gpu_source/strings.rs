//! Where a string ends: with its quotes, escapes, and the code that stands in formatted ones.

use super::tokens::{MAX_NESTING, Reader, is_name_letter};

impl Reader<'_> {
    /// A string from its quotes on; `formatted` where code stands in it.
    pub(super) fn text(&mut self, formatted: bool, nesting: usize) -> Option<()> {
        let quote = ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|quote| self.eat(quote))?;
        self.literal(quote, formatted, false, nesting)
    }

    /// To a string's end, or in a field's format to the end of the field.
    fn literal(
        &mut self,
        quote: &str,
        formatted: bool,
        is_format: bool,
        nesting: usize,
    ) -> Option<()> {
        if nesting > MAX_NESTING {
            return None;
        }
        loop {
            if is_format && self.peek() == Some('}') {
                return Some(());
            }
            if self.eat(quote) {
                return (!is_format).then_some(());
            }
            if self.eat("\\") {
                if formatted && self.eat("N{") {
                    self.eat_while(|letter| letter != '}' && letter != '\n');
                    self.eat("}").then_some(())?;
                } else if formatted && matches!(self.peek()?, '{' | '}') {
                    // A brace keeps its meaning.
                } else if !self.eat_newline() {
                    self.skip()?;
                }
            } else if formatted && !is_format && (self.eat("{{") || self.eat("}}")) {
                // A brace.
            } else if formatted && self.eat("{") {
                self.field(quote, nesting.checked_add(1)?)?;
            } else if self.eat_newline() {
                (quote.len() == 3).then_some(())?;
            } else {
                self.skip()?;
            }
        }
    }

    /// The code in a formatted string, to its closing brace. It may hold the quotes of the string itself
    /// (since 3.12, PEP 701); before, such a file is none.
    fn field(&mut self, quote: &str, nesting: usize) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let next = self.peek()?;
            match next {
                '"' | '\'' => self.text(false, nesting)?,
                '#' => self.skip_comment(),
                '(' | '[' | '{' => {
                    depth = depth.checked_add(1)?;
                    self.skip()?;
                }
                '}' if depth == 0 => return self.skip(),
                ')' | ']' | '}' => {
                    depth = depth.checked_sub(1)?;
                    self.skip()?;
                }
                ':' if depth == 0 => {
                    self.skip()?;
                    self.literal(quote, true, true, nesting)?;
                }
                '!' if depth == 0 && !self.rest.starts_with("!=") => self.skip()?,
                '\r' | '\n' => {
                    self.eat_newline();
                }
                _ if is_name_letter(next) => {
                    let name = self.eat_while(is_name_letter);
                    if let (Some('"' | '\''), Some(formatted)) = (self.peek(), is_formatted(name)) {
                        self.text(formatted, nesting)?;
                    }
                }
                _ => self.skip()?,
            }
        }
    }
}

/// Whether code stands in the strings of a prefix; `None` where it is none.
pub(super) fn is_formatted(prefix: &str) -> Option<bool> {
    match prefix.to_ascii_lowercase().as_str() {
        "r" | "u" | "b" | "br" | "rb" => Some(false),
        "f" | "fr" | "rf" | "t" | "tr" | "rt" => Some(true),
        _ => None,
    }
}
