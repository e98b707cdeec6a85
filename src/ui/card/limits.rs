//! Limits beside the day's GPU time: how long one run may be, how many runs there are, and that more
//! is checked than a run asks for. They are the visitor's tier's, and so the place decides first: on
//! the app's own address everybody has a guest's.

use super::CardBuilder;
use crate::facts::{Cause, ChargedTo, Place, Plan, SpaceId, TokenSubject, Visibility};
use crate::ui::QUOTA;
use crate::ui::remedy::Remedy;
use crate::ui::text::{Arg, Text, format};
use crate::verdict::Pool;

impl CardBuilder<'_> {
    /// What ZeroGPU checked, where the message shows less and by that alone the refusal makes no
    /// sense: `spaces` 0.49.1 to 0.50.2 print what the run asks for. "Try again in 0:00:00" with so
    /// much left is the limit on runs.
    pub(super) fn checked(&self) -> Option<u32> {
        let message = self.message;
        let (asked, left) = (message.requested_seconds?, message.left_seconds?);
        let checked = QUOTA.checked(asked);
        let is_refused_so = message.cause == Cause::QuotaExceeded
            && message.retry_after_seconds > Some(0)
            && asked <= left
            && left < checked;
        is_refused_so.then_some(checked)
    }

    /// What would have fitted, and why what was asked for did not.
    pub(super) fn helps_checked(&self) -> Vec<Text> {
        if self.checked().is_none() {
            return vec![];
        }
        let fits = self.message.left_seconds.map(|left| QUOTA.fitting(left));
        let fits = self.seconds(fits.filter(|fits| *fits > 0));
        let fits = fits.map(|fits| Text::with("help_fits", vec![fits]));
        let why = self.seconds(self.message.requested_seconds).map(|asked| {
            Text::with(
                "help_checked",
                [
                    asked.into(),
                    Arg::Format(format::NUMBER, QUOTA.checked_times.to_owned()),
                ],
            )
        });
        fits.into_iter().chain(why).collect()
    }

    /// Whether the limit is that of a guest, who has a better one as somebody signed in.
    fn is_limit_of_place(&self) -> bool {
        let facts = self.facts;
        let is_place = self.is_own_page()
            || facts.place == Place::Hub && facts.visitor.signed_in != Some(true);
        // An app may send a pass of its own, which names somebody.
        let names_a_user =
            facts.runs.last().and_then(|run| run.token_subject) == Some(TokenSubject::User);
        let is_private = facts.space.visibility == Some(Visibility::Private);
        let is_nobodys = matches!(
            self.message.charged_to,
            ChargedTo::Unauthenticated | ChargedTo::Unknown
        );
        is_place && is_nobodys && !names_a_user && !is_private && !self.is_of_another()
    }

    /// The place's own help before a limit's.
    fn helps_limit(&self, tier: &'static str, rest: [&'static str; 2]) -> Vec<Text> {
        let place = self.is_limit_of_place().then(|| match self.facts.place {
            // The minutes of a day are another limit.
            Place::Hub if !self.no_place_helps() && self.facts.visitor.signed_in.is_some() => {
                Some(Text::plain("help_signInBare"))
            }
            _ => self.help_place(),
        });
        let place = place.flatten();
        let is_better_elsewhere = place.as_ref().is_some_and(|help| {
            ["help_openHub", "help_signInBare", "help_check"].contains(&help.key)
        });
        let rest = match rest {
            // Where the place is to blame, the plan is not.
            [_, last] if is_better_elsewhere => [tier, last],
            rest => rest,
        };
        place.into_iter().chain(rest.map(Text::plain)).collect()
    }

    pub(super) fn helps_duration(&self) -> Vec<Text> {
        // "Subscribe to Hugging Face PRO to allow GPU tasks up to 40 min" (spaces 0.51.3).
        let is_free = self.facts.visitor.plan == Some(Plan::Free) && self.pool == Pool::Account;
        let plan = if is_free {
            "help_durationPro"
        } else {
            "help_duration"
        };
        self.helps_limit("help_durationTier", [plan, "help_durationLess"])
    }

    pub(super) fn helps_runs(&self) -> Vec<Text> {
        let mut helps = match self.message.charged_to {
            ChargedTo::Unauthenticated if self.fault().is_some() => self.helps_out_of_the_pool(),
            _ => vec![],
        };
        helps.extend(self.helps_limit("help_runsTier", ["help_runs", "help_runsWait"]));
        helps
    }

    /// Where the limit is a better one; `None` where it is nowhere.
    pub(super) fn remedy_limit(&self, id: &SpaceId) -> Option<Remedy> {
        let remedy = self.is_limit_of_place().then(|| self.remedy_place(id));
        remedy.flatten().filter(|_| self.is_shown())
    }
}
