//! Runs that were seen leaving the browser, and whether they carried an identity.

use super::address::is_label;
use super::{Space, SpaceId, Visibility, time_or_empty};
use crate::string_enum::string_enum;
use serde::{Deserialize, Deserializer, Serialize};

string_enum! {
    /// Whether a run carried an identity (the report's "identity").
    Identity {
        /// `x-zerogpu-token` or `x-ip-token` was on it.
        Present = "present",
        /// Neither was.
        Absent = "absent",
    }
}

string_enum! {
    /// Whom a run's pass names, where it can be read: an app may relay `x-ip-token` by itself.
    TokenSubject {
        /// Some user.
        User = "user",
        /// A network address and nobody.
        Address = "address",
        /// Nobody, because of an error: ZeroGPU "falls back to IP-based quotas"
        /// (`spaces/zero/client.py`, spaces 0.51.3).
        Faulty = "faulty",
    }
}

/// A run, as little of it as is needed. Never a token, never what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// When it left: ISO 8601 in UTC, which sorts as text. Empty where unknown.
    #[serde(default, deserialize_with = "time_or_empty")]
    pub at: String,
    /// The host label of the Space that was asked. Empty where unknown.
    #[serde(default, deserialize_with = "label_or_empty")]
    pub subdomain: String,
    /// Whether it carried an identity.
    pub identity: Identity,
    /// Whom that names. `None` where it cannot be read, as it is with the Hub's own passes.
    #[serde(default)]
    pub token_subject: Option<TokenSubject>,
    /// It left before the Hub page answered the app, which answered later.
    #[serde(default)]
    pub before_handshake: bool,
    /// Nothing was pressed since the run before it: apps chain what they do, also after a failure
    /// (`run.click(paint).then(tidy)`, <https://www.gradio.app/guides/blocks-and-event-listeners>).
    #[serde(default)]
    pub is_chained: bool,
    /// The other Space that was asked, where it is one that runs on ZeroGPU.
    #[serde(default)]
    pub called: Option<Called>,
}

/// A ZeroGPU Space that the page of another Space sent a run to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Called {
    /// Its name.
    pub id: SpaceId,
    /// It has no Hub page for everybody.
    #[serde(default)]
    pub is_protected: bool,
}

impl Called {
    /// What the Hub says of the Space that was asked; `None` where it does not run on ZeroGPU, or
    /// nobody knows.
    #[must_use]
    pub fn of(space: &Space) -> Option<Self> {
        Some(Self {
            id: space
                .id
                .clone()
                .filter(|_| space.is_zero_gpu() == Some(true))?,
            is_protected: space.visibility == Some(Visibility::Protected),
        })
    }
}

impl Run {
    /// Whether it brought along what can count for somebody.
    #[must_use]
    pub fn carries_identity(&self) -> bool {
        self.identity == Identity::Present
            && !matches!(
                self.token_subject,
                Some(TokenSubject::Address | TokenSubject::Faulty)
            )
    }
}

/// Nothing else, and so nothing longer, is kept of it.
fn label_or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(Some(text).filter(|text| is_label(text)).unwrap_or_default())
}
