//! What happened, and who was charged.

use super::{AccountOwner, CardBuilder};
use crate::facts::{Cause, ChargedTo, Plan};
use crate::ui::QUOTA;
use crate::ui::text::Text;

impl CardBuilder<'_> {
    pub(super) fn headline(&self) -> Option<Text> {
        let message = self.message;
        let (asked, left) = (
            self.time(message.requested_seconds),
            self.time(message.left_seconds),
        );
        let plain = Text::plain;
        Some(match message.cause {
            Cause::QuotaExceeded => match (message.charged_to, left.zip(asked)) {
                (ChargedTo::Space, _) => plain("card_space"),
                (_, Some(_)) if self.checked().is_some() => {
                    let figures = [self.checked(), message.left_seconds];
                    let figures = figures
                        .into_iter()
                        .filter_map(|figure| self.seconds(figure));
                    Text::with("card_checked", figures)
                }
                (_, Some((left, _)))
                    if self.message.left_seconds >= self.message.requested_seconds =>
                {
                    Text::with("card_withEnough", vec![left])
                }
                (ChargedTo::Unauthenticated | ChargedTo::IpFallback, Some((left, asked))) => {
                    Text::with("card_guest", vec![left, asked])
                }
                (ChargedTo::Free | ChargedTo::Pro, Some((left, asked))) => {
                    let key = match self.owner {
                        AccountOwner::Visitor => "card_account",
                        AccountOwner::Unknown => "card_anAccount",
                        AccountOwner::SomebodyElse => "card_notYours",
                    };
                    Text::with(key, vec![left, asked])
                }
                (ChargedTo::Unknown, Some((left, asked))) => {
                    Text::with("card_somebody", vec![left, asked])
                }
                (ChargedTo::Unauthenticated | ChargedTo::IpFallback, None) => {
                    plain("card_guestOut")
                }
                (ChargedTo::Free | ChargedTo::Pro, None) => plain(match self.owner {
                    AccountOwner::Visitor => "card_accountOut",
                    AccountOwner::Unknown => "card_anAccountOut",
                    AccountOwner::SomebodyElse => "card_notYoursOut",
                }),
                (ChargedTo::Unknown, None) => plain("card_somebodyOut"),
            },
            Cause::RunsExceeded => plain("card_runs"),
            Cause::IllegalDuration => match asked {
                Some(asked) => Text::with("card_duration", vec![asked]),
                None => plain("card_durationUnknown"),
            },
            Cause::QueueTimeout => plain("card_queue"),
            Cause::IpFallback => match &message.fault {
                Some(fault) => Text::with("card_fallback", vec![fault.clone()]),
                None => plain("card_fallbackUnknown"),
            },
            Cause::ExpiredToken => plain("card_expired"),
            Cause::NoGpu => plain("card_noGpu"),
            Cause::PendingCredits => plain("card_credits"),
            Cause::GpuAborted => plain("card_aborted"),
            Cause::Other => return self.headline_app_failure(),
        })
    }

    pub(super) fn charged(&self) -> Text {
        let plain = Text::plain;
        if !self.is_about_quota() {
            return plain("charged_nobody");
        }
        match self.message.charged_to {
            ChargedTo::Unauthenticated if self.fault().is_some() => plain("charged_mismatch"),
            ChargedTo::Unauthenticated if !QUOTA.holds(self.facts) => plain("charged_guestBare"),
            ChargedTo::Unauthenticated => {
                Text::with("charged_guest", [QUOTA.time(Plan::Anonymous)])
            }
            _ if self.is_somebody_elses() => plain("charged_notYours"),
            ChargedTo::Free if !QUOTA.holds(self.facts) => plain("charged_freeBare"),
            ChargedTo::Free => Text::with("charged_free", [QUOTA.time(Plan::Free)]),
            ChargedTo::Pro => plain("charged_pro"),
            ChargedTo::Space => plain("charged_space"),
            ChargedTo::IpFallback => plain("charged_fallback"),
            ChargedTo::Unknown if self.message.cause == Cause::RunsExceeded => {
                plain("charged_nobody")
            }
            ChargedTo::Unknown => plain("charged_unknown"),
        }
    }
}
