//! `GET /api/spaces/zero-gpu/quota`: what is left of the visitor's own GPU time. Asked only where the
//! visitor turned it on.
//!
//! Shape: `{base, current, resetsAt|null, overquotaUsed?, runs?{used, limit, remaining, resetsAt|null}}`
//! in seconds (<https://huggingface.co/docs/hub/spaces-zerogpu>, August 2026).

use super::{Allowance, Json, time};

/// What the Hub answered. It never guesses: whatever is odd is [`QuotaAnswer::Unreadable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaAnswer {
    /// Figures.
    Known(Remaining),
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// The day's GPU time; its `at` is when it begins anew, `None` before the first use.
    pub allowance: Allowance,
    /// Seconds that were paid by credits.
    pub credits_used: Option<u16>,
    /// The number of runs, where that is limited.
    pub runs: Option<Runs>,
}

/// Runs of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
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
            200 => remaining(body).map_or(Self::Unreadable, Self::Known),
            401 | 403 => Self::SignedOut,
            429 => Self::TooMany,
            400..=499 => Self::Unreadable,
            _ => Self::Unreachable,
        }
    }

    /// Reads what [`QuotaAnswer`] itself looks like in a message of ours. `None` for anything else.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        Some(match message.get("kind").text()? {
            "known" => Self::Known(read(message.get("remaining"))?),
            "signed-out" => Self::SignedOut,
            "too-many" => Self::TooMany,
            "unreadable" => Self::Unreadable,
            "unreachable" => Self::Unreachable,
            _ => return None,
        })
    }

    /// The counterpart of [`QuotaAnswer::from_message`], in the API's own words.
    #[must_use]
    pub fn to_message(&self) -> Json {
        let kind = match self {
            Self::Known(remaining) => {
                return Json::object()
                    .with("kind", "known".into())
                    .with("remaining", remaining.to_message());
            }
            Self::SignedOut => "signed-out",
            Self::TooMany => "too-many",
            Self::Unreadable => "unreadable",
            Self::Unreachable => "unreachable",
        };
        Json::object().with("kind", kind.into())
    }
}

impl Remaining {
    fn to_message(&self) -> Json {
        let number = |number: u16| Json::Number(super::digits(number));
        let runs = self.runs.as_ref().map(|runs| {
            Json::object()
                .with("limit", number(runs.limit))
                .with("remaining", number(runs.left))
                .with("resetsAt", runs.resets_at.as_deref().into())
        });
        Json::object()
            .with("base", number(self.allowance.base))
            .with("current", number(self.allowance.left))
            .with("resetsAt", self.allowance.at.as_deref().into())
            .with("overquotaUsed", self.credits_used.map(number).into())
            .with("runs", runs.into())
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
    let runs = runs.get("limit").whole().zip(runs.get("remaining").whole());
    Some(Remaining {
        allowance: Allowance {
            at: time(answer.get("resetsAt")).map(str::to_owned),
            ..allowance
        },
        credits_used: answer.get("overquotaUsed").whole().filter(|used| *used > 0),
        runs: runs
            .filter(|(limit, left)| left <= limit)
            .map(|(limit, left)| Runs {
                limit,
                left,
                resets_at: time(answer.get("runs").get("resetsAt")).map(str::to_owned),
            }),
    })
}
