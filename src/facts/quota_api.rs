//! `GET /api/spaces/zero-gpu/quota`: what is left of the visitor's own GPU time. Asked only where the
//! visitor turned it on.
//!
//! Shape: `{base, current, resetsAt|null, overquotaUsed?, runs?{used, limit, remaining, resetsAt|null}}`
//! in seconds (<https://huggingface.co/docs/hub/spaces-zerogpu>, August 2026).

use super::{Allowance, Json, time};
use serde::{Deserialize, Serialize};

/// What the Hub answered. It never guesses: whatever is odd is [`QuotaAnswer::Unreadable`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum QuotaAnswer {
    /// Figures.
    Known {
        /// What is left.
        remaining: Remaining,
    },
    /// 401 or 403: the browser is not signed in, as far as this question shows.
    SignedOut,
    /// 429.
    TooMany,
    /// An answer, but not in the shape that we know.
    Unreadable,
    /// No answer in time, or a fault of the Hub's.
    Unreachable,
}

/// What is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Remaining {
    /// The day's GPU time.
    pub allowance: Allowance,
    /// When it begins anew; `None` before the first use.
    pub resets_at: Option<String>,
    /// Seconds that were paid by credits.
    pub credits_used: Option<u16>,
    /// The number of runs, where that is limited.
    pub runs: Option<Runs>,
}

/// Runs of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Runs {
    /// How many there are.
    pub limit: u16,
    /// How many are left.
    pub left: u16,
    /// When they begin anew.
    pub resets_at: Option<String>,
}

impl QuotaAnswer {
    /// Reads an answer; `status` is the HTTP status, 0 where there was none.
    #[must_use]
    pub fn read(status: u16, body: &str) -> Self {
        match status {
            200 => remaining(body).map_or(Self::Unreadable, |remaining| Self::Known { remaining }),
            401 | 403 => Self::SignedOut,
            429 => Self::TooMany,
            400..=499 => Self::Unreadable,
            _ => Self::Unreachable,
        }
    }
}

fn remaining(body: &str) -> Option<Remaining> {
    // Real answers have a few hundred characters.
    (body.len() <= 10_000).then_some(())?;
    read(&Json::parse(body)?)
}

fn read(answer: &Json) -> Option<Remaining> {
    let allowance = Allowance::read(answer)?;
    let runs = answer.get("runs");
    let counts = runs.get("limit").whole().zip(runs.get("remaining").whole());
    Some(Remaining {
        allowance,
        resets_at: time(&answer.get("resetsAt")),
        credits_used: answer.get("overquotaUsed").whole().filter(|used| *used > 0),
        runs: counts
            .filter(|(limit, left)| left <= limit)
            .map(|(limit, left)| Runs {
                limit,
                left,
                resets_at: time(&runs.get("resetsAt")),
            }),
    })
}
