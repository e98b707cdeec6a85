//! Which card explains one of ZeroGPU's messages: what happened, who was charged, what helps. The
//! words themselves stand in `extension/_locales`.
//!
//! What the messages mean: `../README.md` names the sources; figures and rules of August 2026 are
//! those of <https://huggingface.co/docs/hub/spaces-zerogpu>.

mod account;
mod app_failure;
mod expired;
mod fault;
mod headline;
mod helps;
mod limits;
mod remedy;
mod scope;

use self::fault::Fault;
pub use account::{AccountOwner, account_owner, verdict_owner};

use crate::facts::{Cause, ChargedTo, Facts, Place, SourceAnswer, ZeroGpuMessage};
use crate::ui::banner_text::figures;
use crate::ui::duration;
use crate::ui::evidence::{Signal, evidence};
use crate::ui::forecast::{declared, name};
use crate::ui::notice::NoticeContext;
use crate::ui::remedy::Remedy;
use crate::ui::text::{Localize, Text, number};
use crate::verdict::{Pool, Verdict};

/// All that a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whose quota it was, for the colour and the pill.
    pub pool: Pool,
    /// What happened, with the numbers.
    pub headline: Text,
    /// Who was charged.
    pub charged: Text,
    /// What helps, most useful first.
    pub helps: Vec<Text>,
    /// Which function of the Space's source asked for so much.
    pub declared: Option<Text>,
    /// Whether it is this Space alone or all of them.
    pub scope: Option<Text>,
    /// The one thing to do, where there is one.
    pub remedy: Option<Remedy>,
    /// Whether to offer the report, for somebody to be told.
    pub offers_report: bool,
    /// When there is more: milliseconds since 1970, and the same in the visitor's words.
    pub until: Option<(String, String)>,
    /// What was seen, most telling first.
    pub evidence: Vec<(Signal, Text)>,
    /// What a run would cost where, and since when.
    pub figures: Text,
}

/// What is told about one message, put together.
struct CardBuilder<'a> {
    facts: &'a Facts,
    context: &'a NoticeContext,
    message: &'a ZeroGpuMessage,
    /// Whose account it is, where it names one.
    owner: AccountOwner,
    /// Whose quota it was, if that is asked.
    pool: Pool,
    localize: &'a Localize<'a>,
}

/// Explains a message; `None` where it says nothing that could be explained.
#[must_use]
pub fn explain(
    facts: &Facts,
    verdict: &Verdict,
    message: &ZeroGpuMessage,
    context: &NoticeContext,
    localize: &Localize,
) -> Option<Card> {
    let builder = CardBuilder {
        facts,
        context,
        message,
        owner: account_owner(facts, message),
        pool: verdict.pool,
        localize,
    };
    let (scope, is_everywhere) = builder.scope();
    Some(Card {
        pool: verdict.pool,
        headline: builder.headline()?,
        charged: builder.charged(),
        helps: builder.helps(),
        declared: builder.declared(),
        scope,
        remedy: builder.remedy(),
        offers_report: is_everywhere
            || builder.message.cause == Cause::IpFallback
            || builder.fault() == Some(Fault::HuggingFace),
        until: builder.until(),
        evidence: evidence(facts),
        figures: figures(facts),
    })
}

/// What happened, for the popup's list too.
#[must_use]
pub fn headline(facts: &Facts, message: &ZeroGpuMessage, localize: &Localize) -> Option<Text> {
    let builder = CardBuilder {
        facts,
        context: &NoticeContext::default(),
        message,
        owner: account_owner(facts, message),
        pool: Pool::Unknown,
        localize,
    };
    builder.headline()
}

impl CardBuilder<'_> {
    fn time(&self, seconds: Option<u32>) -> Option<String> {
        seconds.map(|seconds| duration::gpu_time(seconds, self.localize))
    }

    /// The same in seconds alone: figures that are to be compared, or are not exact to the second.
    fn seconds(&self, seconds: Option<u32>) -> Option<String> {
        seconds.map(|seconds| duration::seconds(seconds, self.localize))
    }

    /// What the source declares of the Space that the message is about.
    fn source(&self) -> Option<&SourceAnswer> {
        let source = self.context.source.as_ref();
        source.filter(|_| !self.is_of_another())
    }

    fn declared(&self) -> Option<Text> {
        let (file, function) = declared(self.source(), self.message)?;
        // Named by its line it would be named twice.
        let is_named = !function.function.starts_with('<');
        let asked = self.time(u32::try_from(function.duration_seconds?).ok())?;
        let line = number(function.line, self.localize);
        let name = name(function, self.localize);
        is_named.then(|| Text::with("card_declared", [name, asked, file.to_owned(), line]))
    }

    fn is_signed_in(&self) -> bool {
        self.facts.can_count_for_visitor()
    }

    /// The Space itself runs on something else: it asked another one, which ZeroGPU speaks of.
    fn is_of_another(&self) -> bool {
        self.facts.space.is_zero_gpu() == Some(false)
    }

    /// Whether the message is about a quota, and so about somebody's.
    fn is_about_quota(&self) -> bool {
        matches!(
            self.message.cause,
            Cause::QuotaExceeded | Cause::RunsExceeded | Cause::IpFallback
        )
    }

    /// Whether the message names an account that is not the visitor's.
    fn is_somebody_elses(&self) -> bool {
        self.names_account() && self.owner == AccountOwner::SomebodyElse
    }

    fn names_account(&self) -> bool {
        matches!(self.message.charged_to, ChargedTo::Free | ChargedTo::Pro)
    }

    fn is_own_page(&self) -> bool {
        matches!(self.facts.place, Place::Direct | Place::Embed)
    }

    /// When there is more: by this message, or by the one that refused the run after a fallback.
    fn until(&self) -> Option<(String, String)> {
        let waits = |message: &ZeroGpuMessage| message.retry_after_seconds > Some(0);
        let is_fallback = self.message.cause == Cause::IpFallback;
        let messages = self.facts.messages.iter();
        let mut listed = messages.zip(&self.context.until).rev();
        let (_, until) =
            listed.find(|(other, _)| *other == self.message || is_fallback && waits(other))?;
        // Nobody waits for a pool or an account that is not theirs.
        let is_own = self.fault().is_none() && !self.is_somebody_elses();
        until
            .clone()
            .filter(|_| (is_fallback || waits(self.message)) && is_own)
    }
}
