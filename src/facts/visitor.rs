//! What is known of the visitor.

use super::{Json, time};
use crate::string_enum::string_enum;
use serde::{Deserialize, Serialize};

string_enum! {
    /// A visitor's plan (the contract's "plan").
    Plan {
        /// Not signed in.
        Anonymous = "anonymous",
        /// A free account.
        Free = "free",
        /// PRO.
        Pro = "pro",
        /// Member of a Team organisation.
        Team = "team",
        /// Member of an Enterprise organisation.
        Enterprise = "enterprise",
    }
}

/// What is known of the visitor. `None` is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Visitor {
    /// Whether they are signed in to the Hub.
    pub signed_in: Option<bool>,
    /// Their plan.
    pub plan: Option<Plan>,
    /// Whether this is a private window.
    pub private_window: Option<bool>,
    /// Whether the browser blocks all cookies here.
    pub cookies_blocked: Option<bool>,
    /// What is left of today's GPU time, as the Hub page itself told.
    pub allowance: Option<Allowance>,
}

/// A visitor's GPU time of one day, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Included a day.
    pub base: u16,
    /// Left of it.
    #[serde(rename = "current")]
    pub left: u16,
    /// Since when, ISO 8601.
    #[serde(rename = "lastUpdated", deserialize_with = "super::time_or_none")]
    pub at: Option<String>,
}

impl Allowance {
    /// Reads `{base, current, lastUpdated}`. `None` where a figure is no plain number, or more is
    /// left than there was.
    #[must_use]
    pub fn read(description: &Json) -> Option<Self> {
        let (base, left) = (description.get("base"), description.get("current"));
        let (base, left) = (base.whole()?, left.whole()?);
        (left <= base).then(|| Self {
            base,
            left,
            at: time(&description.get("lastUpdated")),
        })
    }
}
