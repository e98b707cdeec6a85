//! ZeroGPU's own messages → why a run was refused, and who was charged.
//!
//! Every form that the `spaces` package has shown, 0.6.1 to 0.51.3, is a row of [`forms::forms`], with
//! what may follow it in [`forms::PIECES`] (the wheels' `spaces/zero/client.py` and `wrappers.py`,
//! August 2026). A form counts only as a whole sentence with its numbers in their places: a text that
//! merely talks about quotas is no message.

mod findings;
mod forms;
mod scanner;
mod search;

use super::time_or_empty;
use crate::string_enum::string_enum;
use serde::{Deserialize, Deserializer, Serialize};

string_enum! {
    /// Why ZeroGPU spoke (the contract's message "cause").
    Cause {
        /// Too little GPU time is left for what was asked.
        QuotaExceeded = "quota-exceeded",
        /// No more runs today.
        RunsExceeded = "runs-exceeded",
        /// The Space asks for longer runs than this visitor may have.
        IllegalDuration = "illegal-duration",
        /// No GPU within the queue's patience.
        QueueTimeout = "queue-timeout",
        /// The visitor's pass was faulty; the run goes on and is counted by network address.
        IpFallback = "ip-fallback",
        /// The visitor's pass was too old.
        ExpiredToken = "expired-token",
        /// No GPU at all.
        NoGpu = "no-gpu",
        /// Too much of the visitor's credit is set aside for runs that go on.
        PendingCredits = "pending-credits",
        /// The work on the GPU died.
        GpuAborted = "gpu-aborted",
        /// ZeroGPU's, and nothing about quotas that we could read.
        Other = "other",
    }
}

string_enum! {
    /// Who was charged, in the message's own words (the contract's message "identity").
    ChargedTo {
        /// Nobody who is signed in.
        Unauthenticated = "unauthenticated",
        /// A free account.
        Free = "free",
        /// A PRO account.
        Pro = "pro",
        /// The Space: the run had no visitor.
        Space = "space",
        /// A network address, because the visitor's pass was faulty.
        IpFallback = "ip-fallback",
        /// The words do not tell.
        Unknown = "unknown",
    }
}

/// One of ZeroGPU's messages: what it says, and when. What it said in words is not kept. `None` where it
/// does not say, or says a negative or absurd number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZeroGpuMessage {
    /// When its toast was seen: ISO 8601 in UTC, which sorts as text. Empty where unknown.
    #[serde(default, deserialize_with = "time_or_empty")]
    pub at: String,
    /// Why ZeroGPU spoke.
    pub cause: Cause,
    /// Who was charged.
    pub charged_to: ChargedTo,
    /// GPU time that the run asked for.
    #[serde(default, deserialize_with = "run_seconds")]
    pub requested_seconds: Option<u32>,
    /// GPU time that was left.
    #[serde(default, deserialize_with = "run_seconds")]
    pub left_seconds: Option<u32>,
    /// How long to wait from when the message came.
    #[serde(default)]
    pub retry_after_seconds: Option<u32>,
    /// One word. With [`Cause::IpFallback`] the fault of the visitor's pass (`InvalidRepoToken`);
    /// with [`Cause::Other`] what the app itself failed of, the class of an exception
    /// (`RuntimeError`) or [`GRADIO_FAILURE`]. With no other cause.
    #[serde(default, deserialize_with = "plain_word")]
    pub fault: Option<String>,
    /// Something was pressed between the last run and this message: it may be about an event outside the
    /// queue, which is no run that anybody sees, and carries no pass.
    #[serde(default)]
    pub after_user_input: bool,
}

/// What [`ZeroGpuMessage::fault`] is where ZeroGPU says "Internal Gradio error": the app's server gave it
/// a request without headers, before a GPU was asked for (`spaces/zero/client.py`, spaces 0.51.3).
pub const GRADIO_FAILURE: &str = "InternalGradioError";

/// More GPU time is no run's: a duration is under a day (`timedelta.seconds`), times 1.5 on today's
/// cards, times 2 for `xlarge`.
const MAX_SECONDS: u32 = 3 * 86_400;

impl ZeroGpuMessage {
    /// Reads a toast: its text, as text or HTML, and its title where one is shown (Gradio 5.3 to
    /// 5.50). `None` for what is no message of ZeroGPU's. When it came is left open.
    #[must_use]
    pub fn read(title: Option<&str>, text: &str) -> Option<Self> {
        search::message(title, text)
    }

    /// Whether a quota message stands for the limit on runs: `spaces` 0.34.2 to 0.51.0 mistook one
    /// for the other, and said "Try again in 0:00:00" with enough time left; 0.35.0 named no time.
    #[must_use]
    pub fn means_runs(&self) -> bool {
        let seconds = self.requested_seconds.zip(self.left_seconds);
        self.cause == Cause::QuotaExceeded
            && self.retry_after_seconds.is_none_or(|seconds| seconds == 0)
            && seconds.is_some_and(|(requested, left)| left >= requested)
    }

    /// Whether it speaks of a quota and names whose: the decision table's row 2.
    #[must_use]
    pub fn names(&self, charged_to: ChargedTo) -> bool {
        self.charged_to == charged_to
            && matches!(self.cause, Cause::QuotaExceeded | Cause::RunsExceeded)
    }

    /// Whether it alone tells whose quota it was: the decision table's rows 1 and 2.
    #[must_use]
    pub fn decides(&self) -> bool {
        use ChargedTo::{Free, Pro, Space, Unauthenticated};
        let names = [Unauthenticated, Free, Pro, Space];
        self.cause == Cause::IpFallback || names.iter().any(|charged_to| self.names(*charged_to))
    }

    /// Whether it came since a point in time, as far as that is known.
    pub(super) fn is_since(&self, from: &str) -> bool {
        self.at.is_empty() || self.at.as_str() >= from
    }

    /// Whether it says that the app itself failed.
    pub(super) fn tells_app_failure(&self) -> bool {
        self.cause == Cause::Other && self.fault.is_some()
    }
}

/// One plain word: it ends up in reports. A token (`hf_…`) is none.
fn is_plain_word(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn plain_word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| is_plain_word(text)))
}

fn run_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let seconds = Option::<u32>::deserialize(deserializer)?;
    Ok(seconds.filter(|seconds| *seconds <= MAX_SECONDS))
}
