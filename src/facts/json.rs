//! JSON that strangers wrote, read into a small tree.
//!
//! Our own and not serde's, because each page of a Space pays for it: with `serde`, `serde_json` and
//! `serde-wasm-bindgen` the WASM was 248 KB, without them it is under 100 (docs/performance.md). Tested
//! against `serde_json` on generated and damaged text (tests/json.rs). Linear, bounded in depth.

/// Deeper text is no page of the Hub's.
const MAX_DEPTH: u8 = 64;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// `null`, and what is not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in its order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one value and nothing after it but white space. `None` where it is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text };
        let value = reader.value(MAX_DEPTH)?;
        reader.skip_space();
        reader.rest.is_empty().then_some(value)
    }

    /// Reads one value at the start of a text, whatever follows it.
    #[must_use]
    pub fn parse_start(text: &str) -> Option<Self> {
        Reader { rest: text }.value(MAX_DEPTH)
    }

    /// The value of a key; of a repeated key the last, as in `JSON.parse`. `Null` where there is
    /// none.
    #[must_use]
    pub fn get(&self, key: &str) -> &Self {
        match self {
            Self::Object(entries) => entries
                .iter()
                .rev()
                .find_map(|(name, value)| (name == key).then_some(value))
                .unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }

    /// Its text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its truth, if it is one.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Its whole part, if it is a number from 0 to 65,535: seconds of up to 18 hours, say.
    #[must_use]
    pub fn whole(&self) -> Option<u16> {
        match self {
            // `1.5e3` is a number of another size than its digits say.
            Self::Number(digits) if !digits.contains(['e', 'E']) => {
                digits.split('.').next()?.parse().ok()
            }
            _ => None,
        }
    }

    /// Its value, if it is a whole number that is not negative: milliseconds since 1970, say.
    #[must_use]
    pub fn integer(&self) -> Option<u64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// Its entries, if it is an array; none otherwise.
    #[must_use]
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    /// An object without entries, to be filled by [`Json::with`].
    #[must_use]
    pub const fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// An object with one entry more. Not generic and not inlined: each use costs a few bytes.
    #[must_use]
    #[inline(never)]
    pub fn with(mut self, key: &str, value: Self) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.to_owned(), value));
        }
        self
    }

    /// Writes it.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => write_text(text, out),
            Self::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    value.write_to(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write_to(out);
                }
                out.push('}');
            }
        }
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            // The control characters: `\u00XX`.
            '\0'..' ' => {
                let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
                let code = u32::from(char);
                out.push_str("\\u00");
                out.extend([digit(code >> 4), digit(code & 15)]);
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    /// Takes a token, if it comes next.
    fn takes(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.skip_space();
        match self.rest.bytes().next()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            b't' => self.takes("true").then_some(Json::Bool(true)),
            b'f' => self.takes("false").then_some(Json::Bool(false)),
            b'n' => self.takes("null").then_some(Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        let mut entries = vec![];
        self.entries("{", "}", |reader| {
            let key = reader.string()?;
            reader.skip_space();
            let value = reader.takes(":").then(|| reader.value(depth))??;
            entries.push((key, value));
            Some(())
        })?;
        Some(Json::Object(entries))
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        let mut list = vec![];
        self.entries("[", "]", |reader| {
            list.push(reader.value(depth)?);
            Some(())
        })?;
        Some(Json::List(list))
    }

    fn entries(
        &mut self,
        open: &str,
        close: &str,
        mut entry: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.takes(open).then_some(())?;
        self.skip_space();
        if self.takes(close) {
            return Some(());
        }
        loop {
            self.skip_space();
            entry(self)?;
            self.skip_space();
            if !self.takes(",") {
                return self.takes(close).then_some(());
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.takes("\"").then_some(())?;
        let mut text = String::new();
        loop {
            let end = self
                .rest
                .find(|char: char| matches!(char, '"' | '\\') || char < ' ')?;
            let (plain, rest) = self.rest.split_at_checked(end)?;
            text.push_str(plain);
            self.rest = rest;
            if self.takes("\"") {
                return Some(text);
            }
            self.takes("\\").then_some(())?;
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let escaped = chars.next()?;
        self.rest = chars.as_str();
        Some(match escaped {
            '"' | '\\' | '/' => escaped,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.code_point()?,
            _ => return None,
        })
    }

    /// The digits after `\u`, with the second half of a surrogate pair.
    fn code_point(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            // `JSON.parse` keeps a lone half; a Rust string cannot.
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.rest;
        if self.takes("\\u")
            && let Some(second @ 0xDC00..0xE000) = self.four_digits()
        {
            let offset = ((first & 0x3FF) << 10) | (second & 0x3FF);
            return char::from_u32(offset.checked_add(0x1_0000)?);
        }
        self.rest = before;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.rest = rest;
        is_hex.then(|| u32::from_str_radix(digits, 16).ok())?
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.rest;
        self.takes("-");
        if !self.takes("0") {
            self.digits()?;
        }
        if self.takes(".") {
            self.digits()?;
        }
        if self.takes("e") || self.takes("E") {
            let _ = self.takes("+") || self.takes("-");
            self.digits()?;
        }
        let length = start.len().checked_sub(self.rest.len())?;
        Some(Json::Number(start.get(..length)?.to_owned()))
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self
            .rest
            .trim_start_matches(|char: char| char.is_ascii_digit());
        let has_some = rest.len() < self.rest.len();
        self.rest = rest;
        has_some.then_some(())
    }
}
