//! Which card explains one of ZeroGPU's messages: what happened, who was charged, what helps. The
//! words themselves stand in `extension/_locales`.
//!
//! What the messages mean: `../README.md` names the sources; figures and rules of August 2026 are
//! those of <https://huggingface.co/docs/hub/spaces-zerogpu>.

use crate::assess::{Assessment, Pool, QUOTA};
use crate::observe::{
    Asks, Cause, Handshake, Message as Said, MessageIdentity as Whose, Observations, Place, Plan,
    Run, SpaceId, Told, Visibility, digits, discussions_url, link_back,
};
use crate::shown::Around;
use crate::words::{self, Lookup, Mark, Message, WayOut};

/// All that a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whose quota it was, for the colour and the pill.
    pub pool: Pool,
    /// What happened, with the numbers.
    pub headline: Message,
    /// Who was charged.
    pub charged: Message,
    /// What helps, most useful first.
    pub helps: Vec<Message>,
    /// Whether it is this Space alone or all of them.
    pub scope: Option<Message>,
    /// The one thing to do, where there is one.
    pub way_out: Option<WayOut>,
    /// Whether to offer the report, for somebody to be told.
    pub offers_report: bool,
    /// When there is more: milliseconds since 1970, and the same in the visitor's words.
    pub until: Option<(String, String)>,
    /// What was seen, most telling first.
    pub evidence: Vec<(Mark, Message)>,
    /// What a run would cost where, and since when.
    pub figures: Message,
}

/// What is told about one message, put together.
struct Case<'a> {
    known: &'a Observations,
    around: &'a Around,
    said: Said,
    lookup: &'a Lookup<'a>,
}

/// On whose side a guest's run of somebody signed in went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blame {
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

/// Explains a message; `None` where it says nothing that could be explained.
#[must_use]
pub fn explain(
    known: &Observations,
    assessment: &Assessment,
    told: &Told,
    around: &Around,
    lookup: &Lookup,
) -> Option<Card> {
    let case = Case {
        known,
        around,
        said: Said::from_message(&told.to_message())?,
        lookup,
    };
    let (scope, is_everywhere) = case.scope();
    Some(Card {
        pool: assessment.pool,
        headline: case.headline()?,
        charged: case.charged(),
        helps: case.helps(),
        scope,
        way_out: case.way_out(),
        offers_report: is_everywhere
            || case.said.cause == Cause::IpFallback
            || case.blame() == Some(Blame::HuggingFace),
        until: case.until(told),
        evidence: words::evidence(known),
        figures: words::figures(),
    })
}

/// What happened, for the popup's list too.
#[must_use]
pub fn headline(known: &Observations, told: &Told, lookup: &Lookup) -> Option<Message> {
    let case = Case {
        known,
        around: &Around::default(),
        said: Said::from_message(&told.to_message())?,
        lookup,
    };
    case.headline()
}

impl Case<'_> {
    fn time(&self, seconds: Option<u32>) -> Option<String> {
        seconds.map(|seconds| words::gpu_time(seconds, self.lookup))
    }

    fn headline(&self) -> Option<Message> {
        let said = &self.said;
        let (asked, left) = (
            self.time(said.requested_seconds),
            self.time(said.left_seconds),
        );
        let plain = Message::plain;
        Some(match said.cause {
            Cause::QuotaExceeded => match (said.identity, left.zip(asked)) {
                (Whose::Space, _) => plain("card_space"),
                (_, Some((left, _))) if self.said.left_seconds >= self.said.requested_seconds => {
                    Message::with("card_withEnough", vec![left])
                }
                (Whose::Unauthenticated | Whose::IpFallback, Some((left, asked))) => {
                    Message::with("card_guest", vec![left, asked])
                }
                (Whose::Free | Whose::Pro, Some((left, asked))) => {
                    let key = if self.is_signed_in() {
                        "card_account"
                    } else {
                        "card_anAccount"
                    };
                    Message::with(key, vec![left, asked])
                }
                (Whose::Unknown, Some((left, asked))) => {
                    Message::with("card_somebody", vec![left, asked])
                }
                (Whose::Unauthenticated | Whose::IpFallback, None) => plain("card_guestOut"),
                (Whose::Free | Whose::Pro, None) if self.is_signed_in() => plain("card_accountOut"),
                (Whose::Free | Whose::Pro, None) => plain("card_anAccountOut"),
                (Whose::Unknown, None) => plain("card_somebodyOut"),
            },
            Cause::RunsExceeded => plain("card_runs"),
            Cause::IllegalDuration => match asked {
                Some(asked) => Message::with("card_duration", vec![asked]),
                None => plain("card_durationUnknown"),
            },
            Cause::QueueTimeout => plain("card_queue"),
            Cause::IpFallback => match &said.fault {
                Some(fault) => Message::with("card_fallback", vec![fault.clone()]),
                None => plain("card_fallbackUnknown"),
            },
            Cause::ExpiredToken => plain("card_expired"),
            Cause::NoGpu => plain("card_noGpu"),
            Cause::PendingCredits => plain("card_credits"),
            Cause::GpuAborted => plain("card_aborted"),
            Cause::Other => return None,
        })
    }

    fn is_signed_in(&self) -> bool {
        self.known.can_count_for_visitor()
    }

    /// The Space itself runs on something else: it asked another one, which ZeroGPU speaks of.
    fn is_of_another(&self) -> bool {
        self.known.space.is_zero_gpu() == Some(false)
    }

    /// Whether the message is about a quota, and so about somebody's.
    fn is_about_quota(&self) -> bool {
        matches!(
            self.said.cause,
            Cause::QuotaExceeded | Cause::RunsExceeded | Cause::IpFallback
        )
    }

    fn minutes(plan: Plan) -> String {
        digits(QUOTA.minutes(plan))
    }

    fn pays(&self) -> bool {
        let plan = self.known.visitor.plan;
        matches!(plan, Some(Plan::Pro | Plan::Team | Plan::Enterprise))
    }

    fn charged(&self) -> Message {
        let plain = Message::plain;
        if !self.is_about_quota() {
            return plain("charged_nobody");
        }
        match self.said.identity {
            Whose::Unauthenticated if self.blame().is_some() => plain("charged_mismatch"),
            Whose::Unauthenticated => {
                Message::with("charged_guest", vec![Self::minutes(Plan::Anonymous)])
            }
            Whose::Free if self.pays() => plain("charged_freeThoughPaid"),
            Whose::Free => Message::with("charged_free", vec![Self::minutes(Plan::Free)]),
            Whose::Pro => plain("charged_pro"),
            Whose::Space => plain("charged_space"),
            Whose::IpFallback => plain("charged_fallback"),
            Whose::Unknown if self.said.cause == Cause::RunsExceeded => plain("charged_nobody"),
            Whose::Unknown => plain("charged_unknown"),
        }
    }

    /// When there is more: by this message, or by the one that refused the run after a fallback.
    fn until(&self, told: &Told) -> Option<(String, String)> {
        let messages = self.known.messages.iter();
        let of = |told: &Told| {
            let said = Said::from_message(&told.to_message());
            said.is_some_and(|said| said.retry_after_seconds > Some(0))
        };
        let is_fallback = self.said.cause == Cause::IpFallback;
        let mut listed = messages.zip(&self.around.until).rev();
        let (_, until) = listed.find(|(other, _)| *other == told || is_fallback && of(other))?;
        // Who was taken for a guest by mistake does not wait for the guests' pool.
        let waits = (is_fallback || of(told)) && self.blame().is_none();
        until.clone().filter(|_| waits)
    }

    /// Whose side it is, where somebody signed in on the Hub page was counted as a guest.
    fn blame(&self) -> Option<Blame> {
        let known = self.known;
        let is_mismatch = self.is_about_quota()
            && self.said.identity == Whose::Unauthenticated
            && self.is_signed_in();
        is_mismatch.then(|| {
            let asks = known.space.gradio_version.map(|version| version.asks());
            let is_answered = known.handshake == Some(Handshake::Answered);
            let carried = known.runs.last().map(Run::carries_identity);
            match (asks, carried) {
                // Counted wrongly even where the pass was asked for.
                (Some(Asks::Never | Asks::OldWay), _) => Blame::Gradio,
                // Before `spaces` 0.35 a run without any visitor was refused in a guest's words, and
                // these told no time to wait (tests/data/messages/samples.json).
                (_, Some(true)) if self.tells_of_a_person() => Blame::HuggingFace,
                (_, Some(true)) => Blame::Unclear,
                _ if known.runs.last().is_some_and(|run| run.too_early) => Blame::TooEarly,
                (Some(Asks::OnlyServerSide), _) if !is_answered => Blame::Gradio,
                (_, Some(false)) if is_answered => Blame::OwnWay,
                (Some(Asks::Handshake), _) if !is_answered => Blame::Unanswered,
                _ => Blame::Unclear,
            }
        })
    }

    fn tells_of_a_person(&self) -> bool {
        self.said.cause == Cause::RunsExceeded || self.said.retry_after_seconds.is_some()
    }

    fn is_own_page(&self) -> bool {
        matches!(self.known.place, Place::Direct | Place::Embed)
    }

    fn helps(&self) -> Vec<Message> {
        let plain = |keys: &[&'static str]| keys.iter().copied().map(Message::plain).collect();
        match self.said.cause {
            cause if self.is_about_quota() && self.is_of_another() => {
                let refused = self.refused_after_fallback();
                let refused = refused.filter(|_| cause == Cause::IpFallback);
                let others = ["help_another", "help_tellToken"].map(Message::plain);
                refused.into_iter().chain(others).collect()
            }
            Cause::QuotaExceeded => match self.said.identity {
                Whose::Unauthenticated | Whose::IpFallback => self.helps_guest(),
                Whose::Free | Whose::Pro => self.helps_account(),
                Whose::Space => plain(&["help_examples", "help_nothing", "help_tellToken"]),
                Whose::Unknown => {
                    let mut helps = self.helps_guest();
                    let reset = Message::plain("help_reset");
                    if !self.said.means_runs() && !helps.contains(&reset) {
                        helps.push(reset);
                    }
                    helps
                }
            },
            Cause::RunsExceeded => {
                let mut helps = match self.said.identity {
                    Whose::Unauthenticated => self.helps_out_of_the_pool(),
                    _ => vec![],
                };
                helps.extend(["help_runs", "help_runsWait"].map(Message::plain));
                helps
            }
            Cause::IllegalDuration => plain(&["help_duration", "help_durationLess"]),
            Cause::QueueTimeout => plain(&["help_queue", "help_queuePlans"]),
            Cause::IpFallback => {
                let mut helps: Vec<_> = self.refused_after_fallback().into_iter().collect();
                let anew = || Message::plain("help_signInAnew");
                let place = self.help_place();
                helps.extend(place.or_else(|| (!self.is_own_page()).then(anew)));
                helps.push(Message::plain("help_everySpace"));
                helps
            }
            Cause::ExpiredToken => plain(&["help_expired", "help_expiredWhy"]),
            Cause::NoGpu => plain(&["help_noGpu", "help_noGpuAgain"]),
            Cause::PendingCredits => plain(&["help_credits", "help_creditsWait"]),
            Cause::GpuAborted => plain(&["help_aborted", "help_abortedLess"]),
            Cause::Other => vec![],
        }
    }

    /// The run went on without the pass, and was refused: why.
    fn refused_after_fallback(&self) -> Option<Message> {
        let refused = self.known.messages.last()?;
        let is_more = refused.cause != Cause::IpFallback;
        headline(self.known, refused, self.lookup).filter(|_| is_more)
    }

    /// What the page's own place keeps from the visitor.
    fn help_place(&self) -> Option<Message> {
        let visitor = &self.known.visitor;
        let key = match self.known.place {
            _ if self.no_place_helps() => return Some(self.blame_gradio()),
            Place::Direct | Place::Embed => match self.known.space.visibility {
                Some(Visibility::Protected) => "help_protected",
                _ => "help_openHub",
            },
            Place::Hub if visitor.signed_in == Some(false) => {
                let plans = [Plan::Free, Plan::Pro].map(Self::minutes);
                return Some(Message::with("help_signIn", plans.into()));
            }
            Place::Hub if visitor.signed_in.is_none() => "help_check",
            _ => return None,
        };
        Some(Message::plain(key))
    }

    /// Nowhere does such a Gradio ask for the visitor.
    fn no_place_helps(&self) -> bool {
        let is_protected = self.known.space.visibility == Some(Visibility::Protected);
        let is_elsewhere = self.is_own_page() && !is_protected;
        let is_signed_out = self.known.place == Place::Hub && !self.is_signed_in();
        self.known.space.never_asks() && (is_elsewhere || is_signed_out)
    }

    fn blame_gradio(&self) -> Message {
        let version = self.known.space.gradio_version;
        let version = version.map(|version| version.text()).unwrap_or_default();
        let key = if self.known.space.never_asks() {
            "blame_gradioNever"
        } else {
            "blame_gradio"
        };
        Message::with(key, vec![version])
    }

    /// What gets a run out of the guests' pool.
    fn helps_out_of_the_pool(&self) -> Vec<Message> {
        let plain = Message::plain;
        let mut helps: Vec<_> = self.help_place().into_iter().collect();
        match self.blame() {
            Some(Blame::Gradio) => helps.push(self.blame_gradio()),
            Some(Blame::OwnWay) => helps.push(plain("blame_ownWay")),
            Some(Blame::HuggingFace) => {
                // Where other Spaces run, nobody knows.
                helps.push(plain(match self.other_that_ran() {
                    Some(_) => "blame_passLeft",
                    None => "blame_huggingFace",
                }));
                helps.push(plain("help_signInAnew"));
            }
            Some(Blame::Unanswered) => helps.push(plain("blame_unanswered")),
            Some(Blame::TooEarly) => helps.push(plain("blame_tooEarly")),
            Some(Blame::Unclear) => helps.push(plain("blame_unclear")),
            None => {}
        }
        helps
    }

    fn helps_guest(&self) -> Vec<Message> {
        let mut helps = self.helps_out_of_the_pool();
        if self.blame() == Some(Blame::TooEarly) {
            return helps;
        }
        if self.said.means_runs() {
            helps.push(Message::plain("help_runsInstead"));
        }
        if self.blame().is_none() {
            helps.extend(self.help_less());
        }
        if helps.is_empty() {
            helps.push(Message::plain("help_reset"));
        }
        helps
    }

    fn helps_account(&self) -> Vec<Message> {
        let plain = Message::plain;
        let mut helps = vec![];
        if self.said.identity == Whose::Free && self.pays() {
            helps.push(plain("help_payAnew"));
        }
        if self.said.means_runs() {
            helps.push(plain("help_runsInstead"));
            return helps;
        }
        helps.extend(self.help_less());
        if self.left_but_too_little().is_some() {
            helps.push(plain("help_refusedWithLeft"));
        }
        if self.said.identity == Whose::Pro || self.pays() {
            let price = vec![QUOTA.credit_price.to_owned(), digits(QUOTA.credit_minutes)];
            helps.push(Message::with("help_prepaid", price));
        } else {
            helps.push(Message::with("help_pro", vec![Self::minutes(Plan::Pro)]));
        }
        helps.push(plain("help_reset"));
        helps
    }

    /// Seconds.
    fn left_but_too_little(&self) -> Option<u32> {
        let (left, asked) = (self.said.left_seconds?, self.said.requested_seconds?);
        (0 < left && left < asked).then_some(left)
    }

    /// A smaller run may fit.
    fn help_less(&self) -> Option<Message> {
        let left = self.time(Some(self.left_but_too_little()?))?;
        Some(Message::with("help_less", vec![left]))
    }

    fn way_out(&self) -> Option<WayOut> {
        let id = self.known.space.id.as_ref()?;
        let is_shown = self.is_shown();
        match (self.said.cause, self.said.identity) {
            _ if self.is_about_quota() && self.is_of_another() => self.tell_owner(id),
            (Cause::QuotaExceeded | Cause::RunsExceeded, Whose::Unauthenticated)
            | (Cause::QuotaExceeded, Whose::Unknown) => match self.blame() {
                Some(Blame::HuggingFace | Blame::TooEarly) => None,
                Some(Blame::Unanswered | Blame::Unclear) => Some(self.reload(id)),
                Some(Blame::Gradio | Blame::OwnWay) => self.tell_owner(id),
                None => self.to_place(id).filter(|_| is_shown),
            },
            (Cause::QuotaExceeded, Whose::Space)
            | (Cause::IllegalDuration | Cause::GpuAborted, _) => self.tell_owner(id),
            (Cause::IpFallback | Cause::ExpiredToken, _) => match self.known.place {
                Place::Hub if self.known.visitor.signed_in == Some(false) => self.to_place(id),
                Place::Hub => Some(self.reload(id)),
                _ if self.said.cause == Cause::IpFallback => self.to_place(id).filter(|_| is_shown),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the Space's Hub page, and its discussions, are there for everybody.
    fn is_shown(&self) -> bool {
        !matches!(
            self.known.space.visibility,
            Some(Visibility::Private | Visibility::Protected)
        )
    }

    fn target(&self) -> &'static str {
        if self.known.place == Place::Embed {
            "_blank"
        } else {
            "_self"
        }
    }

    fn link(&self, key: &'static str, href: String) -> WayOut {
        WayOut {
            label: Message::plain(key),
            href,
            target: self.target(),
        }
    }

    fn to_place(&self, id: &SpaceId) -> Option<WayOut> {
        match self.known.place {
            _ if self.no_place_helps() => self.tell_owner(id),
            Place::Direct | Place::Embed => {
                Some(self.link("action_openHub", link_back(id, &self.around.href)))
            }
            Place::Hub if self.known.visitor.signed_in == Some(true) => None,
            Place::Hub => Some(self.link("action_signIn", crate::observe::sign_in_url(id))),
            Place::HubFrame | Place::Other => None,
        }
    }

    fn reload(&self, id: &SpaceId) -> WayOut {
        // With a fragment the browser would only scroll.
        let href = self.around.href.split('#').next().unwrap_or_default();
        self.link("action_reload", link_back(id, href))
    }

    fn tell_owner(&self, id: &SpaceId) -> Option<WayOut> {
        let link = || self.link("action_tellOwner", discussions_url(id));
        self.is_shown().then(link)
    }

    /// Whether something is wrong, rather than used up: then it is worth asking whose fault it is.
    fn is_fault(&self) -> bool {
        match self.blame() {
            Some(blame) => blame != Blame::TooEarly,
            None => matches!(
                (self.said.cause, self.said.identity),
                (Cause::QuotaExceeded, Whose::Space) | (Cause::IpFallback | Cause::GpuAborted, _)
            ),
        }
    }

    fn other_that_ran(&self) -> Option<&SpaceId> {
        let id = self.known.space.id.as_ref()?;
        self.around.outcomes.other_that_ran(id, &self.around.since)
    }

    /// One Space or all of them? And whether it is all of them.
    fn scope(&self) -> (Option<Message>, bool) {
        let Some(id) = &self.known.space.id else {
            return (None, false);
        };
        let (outcomes, since) = (&self.around.outcomes, &self.around.since);
        let trouble = (self.said.cause, self.said.identity);
        let alike = outcomes.unrelated_that_failed_alike(id, trouble, since);
        let left = self
            .known
            .visitor
            .allowance
            .as_ref()
            .map(|allowance| allowance.left);
        let needed = self.said.requested_seconds.unwrap_or(1);
        let has_left = left.is_some_and(|left| u32::from(left) >= needed.max(1));
        // Three with this one. An account that has nothing left is refused everywhere by right.
        if self.is_fault() && has_left && alike.len() >= 2 {
            return (Some(Message::plain("scope_all")), true);
        }
        let named = |key, id: &SpaceId| Some(Message::with(key, vec![id.as_str().to_owned()]));
        let scope = if let Some(other) = self.other_that_ran() {
            // Nobody knows whose quota that run used.
            let is_here = self.is_fault() && self.blame().is_none();
            let key = if is_here {
                "scope_onlyHere"
            } else {
                "scope_otherRan"
            };
            named(key, other)
        } else if let Some(other) = alike.first() {
            named("scope_alike", other)
        } else {
            self.is_fault().then(|| Message::plain("scope_try"))
        };
        (scope, false)
    }
}
