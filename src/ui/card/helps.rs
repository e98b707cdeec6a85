//! What helps, most useful first.

use super::fault::Fault;
use super::{CardBuilder, headline};
use crate::facts::{Cause, ChargedTo, Place, Plan, Visibility};
use crate::ui::QUOTA;
use crate::ui::text::{Arg, Text};

impl CardBuilder<'_> {
    pub(super) fn helps(&self) -> Vec<Text> {
        let plain = |keys: &[&'static str]| keys.iter().copied().map(Text::plain).collect();
        match self.message.cause {
            cause if self.is_about_quota() && self.is_of_another() => {
                let refused = self.refused_after_fallback();
                let refused = refused.filter(|_| cause == Cause::IpFallback);
                let others = ["help_another", "help_tellToken"].map(Text::plain);
                refused.into_iter().chain(others).collect()
            }
            Cause::QuotaExceeded => match self.message.charged_to {
                ChargedTo::Unauthenticated | ChargedTo::IpFallback => self.helps_guest(),
                ChargedTo::Free | ChargedTo::Pro => self.helps_account(),
                ChargedTo::Space => plain(&["help_examples", "help_nothing", "help_tellToken"]),
                ChargedTo::Unknown => {
                    let mut helps = self.helps_guest();
                    let reset = Text::plain("help_reset");
                    if !self.message.means_runs() && !helps.contains(&reset) {
                        helps.push(reset);
                    }
                    helps
                }
            },
            Cause::RunsExceeded if self.is_somebody_elses() => {
                let mut helps = plain(&["help_runs", "help_runsWait"]);
                helps.extend(self.helps_somebody_else());
                helps
            }
            Cause::RunsExceeded => self.helps_runs(),
            Cause::IllegalDuration => self.helps_duration(),
            Cause::QueueTimeout => plain(&["help_queue", "help_queuePlans"]),
            Cause::IpFallback => {
                let mut helps: Vec<_> = self.refused_after_fallback().into_iter().collect();
                let anew = || Text::plain("help_signInAnew");
                let place = self.help_place();
                helps.extend(place.or_else(|| (!self.is_own_page()).then(anew)));
                helps.push(Text::plain("help_everySpace"));
                helps
            }
            Cause::ExpiredToken => self.helps_expired(),
            Cause::NoGpu => plain(&["help_noGpu", "help_noGpuAgain"]),
            Cause::PendingCredits => plain(&["help_credits", "help_creditsWait"]),
            Cause::GpuAborted => plain(&["help_aborted", "help_abortedLess"]),
            Cause::Other => Self::helps_app_failure(),
        }
    }

    /// The run went on without the pass, and was refused: why.
    pub(super) fn refused_after_fallback(&self) -> Option<Text> {
        let refused = self.facts.messages.last()?;
        let is_more = refused.cause != Cause::IpFallback;
        headline(self.facts, refused, self.localize).filter(|_| is_more)
    }

    /// What the page's own place keeps from the visitor.
    pub(super) fn help_place(&self) -> Option<Text> {
        let visitor = &self.facts.visitor;
        let key = match self.facts.place {
            _ if self.no_place_helps() => return Some(self.blame_gradio()),
            Place::Direct | Place::Embed => match self.facts.space.visibility {
                Some(Visibility::Protected) => "help_protected",
                _ => "help_openHub",
            },
            Place::Hub if visitor.signed_in == Some(false) => {
                let plans = [QUOTA.time(Plan::Free), QUOTA.number(Plan::Pro)];
                return Some(if QUOTA.holds(self.facts) {
                    Text::with("help_signIn", plans)
                } else {
                    Text::plain("help_signInBare")
                });
            }
            Place::Hub if visitor.signed_in.is_none() => "help_check",
            _ => return None,
        };
        Some(Text::plain(key))
    }

    /// Nowhere does such a Gradio ask for the visitor.
    pub(super) fn no_place_helps(&self) -> bool {
        let is_protected = self.facts.space.visibility == Some(Visibility::Protected);
        let is_elsewhere = self.is_own_page() && !is_protected;
        let is_signed_out = self.facts.place == Place::Hub && !self.is_signed_in();
        self.facts.never_asks() && (is_elsewhere || is_signed_out)
    }

    pub(super) fn blame_gradio(&self) -> Text {
        let version = self.facts.space.gradio_version;
        let version = version.map(|version| version.text()).unwrap_or_default();
        let key = if self.facts.never_asks() {
            "blame_gradioNever"
        } else {
            "blame_gradio"
        };
        Text::with(key, vec![version])
    }

    /// What gets a run out of the guests' pool.
    pub(super) fn helps_out_of_the_pool(&self) -> Vec<Text> {
        let plain = Text::plain;
        let mut helps: Vec<_> = self.help_place().into_iter().collect();
        match self.fault() {
            Some(Fault::Gradio) => helps.push(self.blame_gradio()),
            Some(Fault::OwnWay) => helps.push(plain("blame_ownWay")),
            Some(Fault::HuggingFace) => {
                // Where other Spaces run, nobody knows.
                helps.push(plain(match self.last_success_elsewhere() {
                    Some(_) => "blame_passLeft",
                    None => "blame_huggingFace",
                }));
                helps.push(plain("help_signInAnew"));
            }
            Some(Fault::Unanswered) => helps.push(plain("blame_unanswered")),
            Some(Fault::TooEarly) => helps.push(plain("blame_tooEarly")),
            Some(Fault::Unclear) => helps.push(plain("blame_unclear")),
            None => {}
        }
        helps
    }

    pub(super) fn helps_guest(&self) -> Vec<Text> {
        let mut helps = self.helps_out_of_the_pool();
        if self.fault() == Some(Fault::TooEarly) {
            return helps;
        }
        if self.message.means_runs() {
            helps.push(Text::plain("help_runsInstead"));
        }
        if self.fault().is_none() {
            helps.extend(self.help_less());
            helps.extend(self.helps_checked());
        }
        if helps.is_empty() {
            helps.push(Text::plain("help_reset"));
        }
        helps
    }

    pub(super) fn helps_account(&self) -> Vec<Text> {
        let plain = Text::plain;
        let mut helps = vec![];
        if self.message.means_runs() {
            helps.push(plain("help_runsInstead"));
            helps.extend(self.helps_somebody_else());
            return helps;
        }
        helps.extend(self.help_less());
        helps.extend(self.helps_checked());
        if self.is_somebody_elses() {
            helps.extend(self.helps_somebody_else());
            return helps;
        }
        if self.left_but_too_little().is_some() {
            helps.push(plain("help_refusedWithLeft"));
        }
        if self.message.charged_to == ChargedTo::Pro {
            helps.extend(Self::helps_credits());
        } else if QUOTA.holds(self.facts) {
            helps.push(Text::with("help_pro", [QUOTA.time(Plan::Pro)]));
        } else {
            helps.push(plain("help_proBare"));
        }
        helps.push(plain("help_reset"));
        helps
    }

    /// What comes after the day's time, in its order.
    fn helps_credits() -> [Text; 2] {
        let of_plan = &QUOTA.plan_credits;
        let of_plan = [
            Arg::dollars(of_plan.pro),
            Arg::dollars(of_plan.seat),
            Arg::date(of_plan.read),
        ];
        let price = [
            Arg::dollars(QUOTA.credit_price),
            Arg::minutes(QUOTA.credit_minutes),
        ];
        [
            Text::with("help_planCredits", of_plan),
            Text::with("help_prepaid", price),
        ]
    }

    /// What helps where the account is not the visitor's; nothing where it may be.
    fn helps_somebody_else(&self) -> Vec<Text> {
        if !self.is_somebody_elses() {
            return vec![];
        }
        // Unrelated Spaces do not all have a token of their own.
        let (_, is_everywhere) = self.scope();
        let mut helps = vec![];
        if !is_everywhere {
            helps.push(Text::plain("help_ownToken"));
        }
        let pays = !matches!(self.facts.visitor.plan, None | Some(Plan::Free));
        if self.message.charged_to == ChargedTo::Free && pays {
            helps.push(Text::plain("help_payAnew"));
        } else if is_everywhere {
            helps.push(Text::plain("help_signInAnew"));
        }
        helps
    }

    /// Seconds.
    pub(super) fn left_but_too_little(&self) -> Option<u32> {
        let (left, asked) = (self.message.left_seconds?, self.message.requested_seconds?);
        (0 < left && left < asked).then_some(left)
    }

    /// A smaller run may fit.
    pub(super) fn help_less(&self) -> Option<Text> {
        let left = self.time(Some(self.left_but_too_little()?))?;
        Some(Text::with("help_less", vec![left]))
    }
}
