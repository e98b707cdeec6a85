//! Runs that were seen leaving the browser, and whether they carried an identity.

use super::{Json, time};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Whether a run carried an identity (the report's "identity").
    Identity {
        /// `x-zerogpu-token` or `x-ip-token` was on it.
        Present = "present",
        /// Neither was.
        Absent = "absent",
    }
}

vocabulary! {
    /// Whom a run's pass names, where it can be read: an app may relay `x-ip-token` by itself.
    Named {
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it left: ISO 8601 in UTC, which sorts as text. Empty where unknown.
    pub at: String,
    /// The host label of the Space that was asked; empty where a frame has checked it already.
    pub to: String,
    /// Whether it carried an identity.
    pub identity: Identity,
    /// Whom that names. `None` where it cannot be read, as it is with the Hub's own passes.
    pub named: Option<Named>,
    /// It left before the Hub page answered the app, which answered later.
    pub too_early: bool,
    /// Nothing was pressed since the run before it: apps chain what they do, also after a failure
    /// (`run.click(paint).then(tidy)`, <https://www.gradio.app/guides/blocks-and-event-listeners>).
    pub follows: bool,
}

impl Run {
    /// Reads what [`Run`] looks like in a message of ours. `None` for what is not one, and for what
    /// left before the visitor did anything in the page: that is an app's own question at its
    /// start, which as a rule asks for no GPU.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        (message.get("pressed").flag() != Some(false)).then_some(())?;
        Some(Self {
            at: time(message.get("at")).unwrap_or_default().to_owned(),
            to: message.get("to").text().unwrap_or_default().to_owned(),
            identity: Identity::from_name(message.get("identity").text()?)?,
            named: message.get("named").text().and_then(Named::from_name),
            too_early: message.get("tooEarly").flag() == Some(true),
            follows: message.get("follows").flag() == Some(true),
        })
    }

    /// The counterpart of [`Run::from_message`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        Json::object()
            .with("at", self.at.as_str().into())
            .with("to", self.to.as_str().into())
            .with("identity", self.identity.into())
            .with("named", self.named.into())
            .with("tooEarly", self.too_early.into())
            .with("follows", self.follows.into())
    }

    /// Whether it brought along what can count for somebody.
    #[must_use]
    pub fn carries_identity(&self) -> bool {
        self.identity == Identity::Present
            && !matches!(self.named, Some(Named::Address | Named::Faulty))
    }
}

/// The runs in a message of ours, oldest first.
pub(super) fn runs(message: &Json) -> Vec<Run> {
    message
        .list()
        .iter()
        .filter_map(Run::from_message)
        .collect()
}
