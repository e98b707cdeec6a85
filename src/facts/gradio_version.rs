//! Gradio's version, and what it implies for the hand-off of an identity.

use super::digits;
use serde::{Deserialize, Serialize};

/// A released Gradio version: major, minor, patch.
///
/// Pre-releases and anything else that is not three plain numbers are not a `GradioVersion`: which
/// side of a threshold they are on cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GradioVersion(u16, u16, u16);

/// How an app of some Gradio version asks the Hub page for the visitor's identity.
///
/// Source: the tags of gradio-app/gradio between 4.26 and 6.31 (`client/js/src/helpers/zerogpu.ts`,
/// `client/js/src/utils/submit.ts`, `js/spa/src/Index.svelte`), read in August 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentitySupport {
    /// Before 4.27.0: never.
    None,
    /// 4.27.0 to 5.11.x: the parent directly, at each run, and waits for the answer for ever.
    PerRun,
    /// 5.12.0 to 5.16.0: by handshake, but only where the app is rendered on the server.
    SsrOnly,
    /// 5.16.1 and later: by handshake.
    Handshake,
}

impl GradioVersion {
    /// Reads `5.49.1`. `None` for anything else, pre-releases such as `6.0.0b1` included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_parts(text.split('.'))
    }

    /// Reads the version out of a class list that holds `gradio-container-5-49-1`, the only mark of
    /// the version in a server-rendered page (gradio `js/core/src/Blocks.svelte`, 4.44 to 6.31).
    #[must_use]
    pub fn from_class(classes: &str) -> Option<Self> {
        classes
            .split_ascii_whitespace()
            .filter_map(|class| class.strip_prefix("gradio-container-"))
            .find_map(|numbers| Self::from_parts(numbers.split('-')))
    }

    /// How this version asks for the identity.
    #[must_use]
    pub fn identity_support(self) -> IdentitySupport {
        if self < Self(4, 27, 0) {
            IdentitySupport::None
        } else if self < Self(5, 12, 0) {
            IdentitySupport::PerRun
        } else if self < Self(5, 16, 1) {
            IdentitySupport::SsrOnly
        } else {
            IdentitySupport::Handshake
        }
    }

    /// `5.49.1`.
    #[must_use]
    pub fn text(self) -> String {
        let Self(major, minor, patch) = self;
        [&digits(major), ".", &digits(minor), ".", &digits(patch)].concat()
    }

    fn from_parts<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let version = Self(
            number(parts.next()?)?,
            number(parts.next()?)?,
            number(parts.next()?)?,
        );
        parts.next().is_none().then_some(version)
    }
}

/// `u16::from_str` alone would also take `+5`.
fn number(digits: &str) -> Option<u16> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

impl From<GradioVersion> for String {
    fn from(version: GradioVersion) -> Self {
        version.text()
    }
}

impl TryFrom<String> for GradioVersion {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no released version")
    }
}
