//! `owner/name`, checked.

use serde::{Deserialize, Serialize};

/// A Space's id, `owner/name`. Holding one proves that it can stand in a link: it has only the
/// characters that the Hub allows (`[A-Za-z0-9_.-]`, at most 96 each).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct SpaceId(String);

impl SpaceId {
    /// `None` where the Hub would not have such an owner or name.
    #[must_use]
    pub fn new(owner: &str, name: &str) -> Option<Self> {
        (is_name(owner) && is_name(name)).then(|| Self([owner, "/", name].concat()))
    }

    /// Reads `owner/name`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (owner, name) = text.split_once('/')?;
        Self::new(owner, name)
    }

    /// The host label that the Hub makes of it: lower-case, `/`, `_` and `.` become `-`.
    /// Not reversible, and two ids can share one: `a/b-c` and `a-b/c`.
    #[must_use]
    pub fn subdomain(&self) -> String {
        let dashed = |char: char| {
            if matches!(char, '/' | '_' | '.') {
                '-'
            } else {
                char
            }
        };
        self.0.to_ascii_lowercase().chars().map(dashed).collect()
    }

    /// The Hub compares ids without case.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }

    /// The user or organisation that it belongs to.
    #[must_use]
    pub fn owner(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// `owner/name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SpaceId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no id of a Space")
    }
}

fn is_name(text: &str) -> bool {
    (1..=96).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
        && !matches!(text, "." | "..")
}
