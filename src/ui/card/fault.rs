//! Why a signed-in visitor's run was charged as a guest's.

use super::CardBuilder;
use crate::facts::{Cause, ChargedTo, Handshake, IdentitySupport, Run};

/// On whose side a guest's run of somebody signed in went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// This Gradio is known to lose accounts.
    Gradio,
    /// The pass was offered, and the run left without it.
    OwnWay,
    /// The pass left with the run.
    HuggingFace,
    /// The Hub page had not answered the app.
    Unanswered,
    /// It had not yet.
    TooEarly,
    /// Too little was seen.
    Unclear,
}

impl CardBuilder<'_> {
    /// Whose side it is, where somebody signed in on the Hub page was counted as a guest.
    pub(super) fn fault(&self) -> Option<Fault> {
        let facts = self.facts;
        let is_mismatch = self.is_about_quota()
            && self.message.charged_to == ChargedTo::Unauthenticated
            && self.is_signed_in();
        is_mismatch.then(|| {
            let asks = facts.identity_support();
            let is_answered = facts.handshake == Some(Handshake::Answered);
            let carried = facts.runs.last().map(Run::carries_identity);
            match (asks, carried) {
                // Counted wrongly even where the pass was asked for.
                (Some(IdentitySupport::None | IdentitySupport::PerRun), _) => Fault::Gradio,
                // Before `spaces` 0.35 a run without any visitor was refused in a guest's words, and
                // these told no time to wait (tests/data/messages/samples.json).
                (_, Some(true)) if self.message.after_user_input => Fault::Unclear,
                (_, Some(true)) if self.tells_of_a_person() => Fault::HuggingFace,
                (_, Some(true)) => Fault::Unclear,
                _ if facts.runs.last().is_some_and(|run| run.before_handshake) => Fault::TooEarly,
                (Some(IdentitySupport::SsrOnly), _) if !is_answered => Fault::Gradio,
                (_, Some(false)) if is_answered => Fault::OwnWay,
                (Some(IdentitySupport::Handshake), _) if !is_answered => Fault::Unanswered,
                _ => Fault::Unclear,
            }
        })
    }

    pub(super) fn tells_of_a_person(&self) -> bool {
        self.message.cause == Cause::RunsExceeded || self.message.retry_after_seconds.is_some()
    }
}
