//! Texts that are not looked up yet: the words themselves stand in `extension/_locales`.

/// Localizes a text: its key, and the values of its placeholders.
pub type Localize<'a> = dyn Fn(&str, &[String]) -> String + 'a;

/// A text that is not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its key in `_locales/*/messages.json`.
    pub key: &'static str,
    /// The values of its placeholders, in order.
    pub args: Vec<String>,
}

impl Text {
    /// One without placeholders.
    #[must_use]
    pub fn plain(key: &'static str) -> Self {
        Self { key, args: vec![] }
    }

    /// One with placeholders.
    #[must_use]
    pub fn with(key: &'static str, args: Vec<String>) -> Self {
        Self { key, args }
    }

    /// The words.
    #[must_use]
    pub fn localized(&self, localize: &Localize) -> String {
        localize(self.key, &self.args)
    }
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
