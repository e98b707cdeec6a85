//! What may be said of a case, and when: written from the issue and from what is known of Hugging Face
//! (README.md), not from the code.

// Each test uses what it needs.
#![allow(dead_code)]

use super::card_cases::Case;
use whose_quota::facts::{
    Cause, ChargedTo, GradioVersion, Handshake, IdentitySupport, Place, Plan, Run, TokenSubject,
    Visibility,
};

pub const GUEST: &[ChargedTo] = &[ChargedTo::Unauthenticated];

pub const PERSON: &[ChargedTo] = &[ChargedTo::Free, ChargedTo::Pro];

pub const SPACE: &[ChargedTo] = &[ChargedTo::Space];

pub const UNKNOWN: &[ChargedTo] = &[ChargedTo::Unknown];

impl Case {
    pub fn is(&self, cause: Cause) -> bool {
        self.message.cause == cause
    }

    pub fn names(&self, identities: &[ChargedTo]) -> bool {
        identities.contains(&self.message.charged_to)
    }

    /// Of a quota of GPU time or of runs.
    pub fn is_about_a_quota(&self) -> bool {
        self.is(Cause::QuotaExceeded) || self.is(Cause::RunsExceeded)
    }

    pub fn is_quota_of(&self, identities: &[ChargedTo]) -> bool {
        self.is_about_a_quota() && self.names(identities)
    }

    /// A quota message about time, with both numbers, which tell why the run was refused.
    pub fn was_too_little(&self) -> bool {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        self.is(Cause::QuotaExceeded) && numbers.is_some_and(|(left, asked)| left < asked)
    }

    pub fn lacks_numbers(&self) -> bool {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        self.is(Cause::QuotaExceeded) && numbers.is_none()
    }

    /// Less was left than ZeroGPU checks, which is one and a half times what is asked.
    pub fn was_checked(&self) -> bool {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        let is_between = numbers.is_some_and(|(left, asked)| asked <= left && 2 * left < 3 * asked);
        self.is(Cause::QuotaExceeded) && is_between && self.message.retry_after_seconds > Some(0)
    }

    /// ZeroGPU says that more is left than the table gives for a whole day.
    pub fn outdates_the_table(&self) -> bool {
        self.facts.messages.iter().any(|message| {
            let day = match message.charged_to {
                ChargedTo::Unauthenticated => 120,
                ChargedTo::Free => 300,
                ChargedTo::Pro => 3_600,
                _ => return false,
            };
            message.left_seconds > Some(day)
        })
    }

    /// How long ago the page told what was left, in seconds.
    pub fn since(&self) -> Option<u32> {
        self.facts.visitor.allowance.as_ref()?.at.as_ref()?;
        Some(if self.is_slow() { 183 } else { 5 })
    }

    /// The message came three minutes after the press.
    pub fn is_slow(&self) -> bool {
        self.last_run().is_some_and(|run| run.at.contains("11:57"))
    }

    /// Signed in on a Hub page whose plan or rest cannot be those of the account that was named.
    pub fn is_not_yours(&self) -> bool {
        let is_hub = self.place(&[Place::Hub]) && self.facts.visitor.signed_in == Some(true);
        let is_other_plan = match self.message.charged_to {
            ChargedTo::Free => self.pays(),
            _ => self.facts.visitor.plan == Some(Plan::Free),
        };
        is_hub && self.is_quota_of(PERSON) && (is_other_plan || self.is_other_rest() == Some(true))
    }

    /// Whether the seconds are those of another account; `None` where that may be.
    pub fn is_other_rest(&self) -> Option<bool> {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        let Some((left, _)) = numbers else {
            return Some(false);
        };
        let Some(page) = &self.facts.visitor.allowance else {
            return Some(false);
        };
        let rest = u32::from(page.left);
        // Four runs at once, each on an xlarge GPU, and clocks that differ by a quarter of a minute.
        let usable = self.since().map(|since| 4 * 2 * (since + 15));
        if left > u32::from(page.base) {
            Some(true)
        } else if left.abs_diff(rest) <= 1 {
            Some(false)
        } else if left > rest {
            let is_no_new_day = usable.is_some_and(|usable| 2_400 - left > usable);
            (self.since() == Some(5) || is_no_new_day).then_some(true)
        } else {
            usable
                .is_some_and(|usable| rest - left > usable)
                .then_some(true)
        }
    }

    /// Nothing contradicts that it is the visitor's.
    pub fn is_yours(&self) -> bool {
        self.is_signed_in() && !self.is_not_yours() && self.is_other_rest() == Some(false)
    }

    /// Their own tier's limit would be a better one than a guest's.
    pub fn is_limit_of_a_guest(&self) -> bool {
        let is_signed_out = self.place(&[Place::Hub]) && self.facts.visitor.signed_in != Some(true);
        (self.is_own_page() || is_signed_out)
            && !self.is_of_another()
            && !self.names(&[ChargedTo::Free, ChargedTo::Pro, ChargedTo::Space])
            // The app sent a pass of its own.
            && self.last_run().and_then(|run| run.token_subject) != Some(TokenSubject::User)
    }

    /// … and is there to be had.
    pub fn is_better_elsewhere(&self) -> bool {
        let visibility = self.facts.space.visibility;
        let is_kept = visibility == Some(Visibility::Private)
            || visibility == Some(Visibility::Protected) && self.is_own_page();
        self.is_limit_of_a_guest() && !is_kept && !self.no_place_helps()
    }

    /// What the app itself failed of.
    pub fn failure(&self) -> Option<&str> {
        let fault = self.message.fault.as_deref();
        fault.filter(|_| self.is(Cause::Other))
    }

    /// Time enough was left, and there is no time to wait for: it was the limit on runs.
    pub fn mistakes_runs(&self) -> bool {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        let has_no_wait = matches!(self.message.retry_after_seconds, None | Some(0));
        let is_enough = numbers.is_some_and(|(left, asked)| left >= asked);
        self.is(Cause::QuotaExceeded) && is_enough && has_no_wait
    }

    /// Something is left, and less than was asked for.
    pub fn some_is_left(&self) -> bool {
        let numbers = self
            .message
            .left_seconds
            .zip(self.message.requested_seconds);
        self.is(Cause::QuotaExceeded)
            && numbers.is_some_and(|(left, asked)| 0 < left && left < asked)
    }

    pub fn place(&self, places: &[Place]) -> bool {
        places.contains(&self.facts.place)
    }

    pub fn is_own_page(&self) -> bool {
        self.place(&[Place::Direct, Place::Embed])
    }

    /// Signed in, on the Space's Hub page: only there it is known and means anything.
    pub fn is_signed_in(&self) -> bool {
        self.place(&[Place::Hub])
            && self.facts.visitor.signed_in == Some(true)
            && !self.is_of_another()
    }

    /// ZeroGPU speaks, and this Space is none of its own.
    pub fn is_of_another(&self) -> bool {
        self.facts.space.hardware.as_deref() == Some("cpu-basic")
    }

    /// About somebody's quota, on a Space that runs on something else.
    pub fn is_quota_of_another(&self) -> bool {
        self.is_of_another() && (self.is_about_a_quota() || self.is(Cause::IpFallback))
    }

    /// Before 4.27.0; or 5.12.0 to 5.16.0 that is not rendered on the server.
    pub fn never_asks(&self) -> bool {
        let is_plain = self.facts.space.server_side_rendered == Some(false);
        self.asks() == Some(IdentitySupport::None)
            || self.asks() == Some(IdentitySupport::SsrOnly) && is_plain
    }

    /// Nobody's account would count on the Hub page either.
    pub fn no_place_helps(&self) -> bool {
        let is_protected = self.facts.space.visibility == Some(Visibility::Protected);
        let is_signed_out = self.place(&[Place::Hub]) && !self.is_signed_in();
        self.never_asks() && (self.is_own_page() && !is_protected || is_signed_out)
    }

    pub fn pays(&self) -> bool {
        let plan = self.facts.visitor.plan.map(Plan::name);
        plan.is_some_and(|plan| ["pro", "team", "enterprise"].contains(&plan))
    }

    /// Somebody signed in was counted as a guest.
    pub fn is_mismatch(&self) -> bool {
        self.is_quota_of(&[ChargedTo::Unauthenticated]) && self.is_signed_in()
    }

    pub fn last_run(&self) -> Option<&Run> {
        self.facts.runs.last()
    }

    pub fn carried(&self) -> Option<bool> {
        self.last_run().map(Run::carries_identity)
    }

    pub fn is_answered(&self) -> bool {
        self.facts.handshake == Some(Handshake::Answered)
    }

    pub fn asks(&self) -> Option<IdentitySupport> {
        self.facts
            .space
            .gradio_version
            .map(GradioVersion::identity_support)
    }

    pub fn is_hidden(&self) -> bool {
        let visibility = self.facts.space.visibility.map(Visibility::name);
        visibility.is_some_and(|visibility| visibility != "public")
    }

    /// What the next run mends by itself.
    pub fn is_too_early(&self) -> bool {
        self.carried() == Some(false) && self.last_run().is_some_and(|run| run.before_handshake)
    }

    /// Before `spaces` 0.35 a run without any visitor was refused in a guest's words.
    pub fn may_be_the_spaces(&self) -> bool {
        self.is(Cause::QuotaExceeded) && self.message.retry_after_seconds.is_none()
    }

    /// Something is wrong rather than used up, and stays so.
    pub fn is_fault(&self) -> bool {
        let faults = [Cause::IpFallback, Cause::GpuAborted];
        let is_old = matches!(
            self.asks(),
            Some(IdentitySupport::None | IdentitySupport::PerRun)
        );
        self.is_mismatch() && (is_old || !self.is_too_early())
            || self.is_not_yours()
            || faults.contains(&self.message.cause)
            || self.is(Cause::QuotaExceeded) && self.names(&[ChargedTo::Space])
    }

    /// Other Spaces of other people that failed alike today.
    pub fn unrelated(&self) -> usize {
        let Some(id) = &self.facts.space.id else {
            return 0;
        };
        let trouble = (self.message.cause, self.message.charged_to);
        let outcomes = &self.context.run_history;
        outcomes
            .similar_failures(id, trouble, &self.context.since)
            .len()
    }

    pub fn another_ran(&self) -> bool {
        let id = self.facts.space.id.as_ref();
        let outcomes = &self.context.run_history;
        id.is_some_and(|id| {
            outcomes
                .last_success_elsewhere(id, &self.context.since)
                .is_some()
        })
    }

    /// Three unrelated Spaces did the same.
    pub fn is_everywhere(&self) -> bool {
        self.unrelated() >= 2 && self.has_enough_left()
    }

    pub fn has_enough_left(&self) -> bool {
        let left = self.facts.visitor.allowance.as_ref();
        let asked = self.message.requested_seconds.unwrap_or(1).max(1);
        left.is_some_and(|left| u32::from(left.left) >= asked)
    }
}
