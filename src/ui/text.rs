//! Texts that are not looked up yet: the words themselves stand in `extension/_locales`.

use crate::facts::digits;

/// Localizes a text: its key, and the values of its placeholders. Answers the keys in [`format`] by the
/// rules of the language that its texts are in.
pub type Localize<'a> = dyn Fn(&str, &[String]) -> String + 'a;

/// Keys that no locale file has: the browser writes their value in the reader's own way (`Intl`).
pub mod format {
    /// A number: `1.5`.
    pub const NUMBER: &str = "@number";
    /// Minutes, with the word for them: `2` → "2 minutes".
    pub const MINUTES: &str = "@minutes";
    /// A month or a day, ISO 8601: `2026-08` → "August 2026".
    pub const DATE: &str = "@date";
    /// Whole US dollars: `2` → "$2".
    pub const DOLLARS: &str = "@dollars";
}

/// The value of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words, a name, a version; or what is written in the reader's way already.
    Text(String),
    /// Written by one of the keys in [`format`].
    Format(&'static str, String),
}

impl Arg {
    /// A number.
    #[must_use]
    pub fn number(number: impl Into<u32>) -> Self {
        Self::Format(format::NUMBER, digits(number))
    }

    /// Minutes, with the word for them.
    #[must_use]
    pub fn minutes(minutes: impl Into<u32>) -> Self {
        Self::Format(format::MINUTES, digits(minutes))
    }

    /// A month or a day, ISO 8601.
    #[must_use]
    pub fn date(iso: &str) -> Self {
        Self::Format(format::DATE, iso.to_owned())
    }

    /// Whole US dollars.
    #[must_use]
    pub fn dollars(dollars: impl Into<u32>) -> Self {
        Self::Format(format::DOLLARS, digits(dollars))
    }

    fn localized(&self, localize: &Localize) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Format(key, value) => localize(key, std::slice::from_ref(value)),
        }
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A text that is not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its key in `_locales/*/messages.json`.
    pub key: &'static str,
    /// The values of its placeholders, in order.
    pub args: Vec<Arg>,
}

impl Text {
    /// One without placeholders.
    #[must_use]
    pub fn plain(key: &'static str) -> Self {
        Self { key, args: vec![] }
    }

    /// One with placeholders.
    #[must_use]
    pub fn with(key: &'static str, args: impl IntoIterator<Item = impl Into<Arg>>) -> Self {
        Self {
            key,
            args: args.into_iter().map(Into::into).collect(),
        }
    }

    /// The values of its placeholders, as they are written.
    #[must_use]
    pub fn values(&self, localize: &Localize) -> Vec<String> {
        self.args
            .iter()
            .map(|arg| arg.localized(localize))
            .collect()
    }

    /// The words.
    #[must_use]
    pub fn localized(&self, localize: &Localize) -> String {
        localize(self.key, &self.values(localize))
    }
}

/// A number in the reader's own digits.
#[must_use]
pub fn number(number: impl Into<u32>, localize: &Localize) -> String {
    Arg::number(number).localized(localize)
}

/// Looks up what an element builder needs.
#[derive(Clone, Copy)]
pub(crate) struct Localizer<'a>(pub &'a Localize<'a>);

impl Localizer<'_> {
    pub(crate) fn plain(&self, key: &str) -> String {
        (self.0)(key, &[])
    }

    pub(crate) fn with(&self, key: &str, args: &[String]) -> String {
        (self.0)(key, args)
    }

    pub(crate) fn text(&self, text: &Text) -> String {
        text.localized(self.0)
    }
}
