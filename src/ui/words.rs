//! Which words fit which situation. The words themselves stand in `extension/_locales`.

use crate::facts::{
    Facts, Handshake, Identity, IdentitySupport, Place, Plan, Visibility, digits, discussions_url,
    hub_url, link_back, sign_in_url,
};
use crate::ui::QUOTA;
use crate::verdict::{BannerState, Grade, Reason, Verdict};

/// Localizes a text: its key and what to put into its gaps.
pub type Localize<'a> = dyn Fn(&str, &[String]) -> String + 'a;

/// A message that is not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its key in `_locales/*/messages.json`.
    pub key: &'static str,
    /// What goes into its gaps, in order.
    pub args: Vec<String>,
}

impl Message {
    /// One without gaps.
    #[must_use]
    pub fn plain(key: &'static str) -> Self {
        Self { key, args: vec![] }
    }

    /// One with gaps.
    #[must_use]
    pub fn with(key: &'static str, args: Vec<String>) -> Self {
        Self { key, args }
    }

    /// The words.
    #[must_use]
    pub fn said(&self, localize: &Localize) -> String {
        localize(self.key, &self.args)
    }
}

/// The main action: a link to huggingface.co.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Its words.
    pub label: Message,
    /// Where it leads.
    pub href: String,
    /// In which tab: an embedded app leads out of its frame, everything else stays in its tab, so
    /// that "back" leads back.
    pub target: &'static str,
}

/// What a fact does to the visitor's quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It speaks for the visitor's account.
    Good,
    /// It keeps the account out.
    Bad,
    /// It is not known, or says nothing either way.
    Open,
}

impl Signal {
    /// Its class in the style sheets.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Open => "open",
        }
    }

    /// The key of its word, for those who do not see it.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Good => "mark_good",
            Self::Bad => "mark_bad",
            Self::Open => "mark_open",
        }
    }
}

/// All that a banner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerText {
    /// The verdict at a glance.
    pub headline: Message,
    /// Why it is so.
    pub cause: Message,
    /// What it means, with the number of minutes.
    pub consequence: Message,
    /// The one thing to do, where there is one.
    pub remedy: Option<Remedy>,
    /// Whether to offer a normal window too.
    pub normal_window: bool,
    /// What was seen, most telling first.
    pub evidence: Vec<(Signal, Message)>,
    /// What a run would cost where, and since when.
    pub figures: Message,
}

/// What to say about an verdict; `None` where the page should say nothing.
///
/// `href` is the page's address, whose query and fragment the way out keeps.
#[must_use]
pub fn banner_text(facts: &Facts, verdict: &Verdict, href: &str) -> Option<BannerText> {
    // What ZeroGPU said is explained by a card (`src/card/`).
    if verdict.banner != BannerState::Shown || facts.current_message().is_some() {
        return None;
    }
    let (headline, cause) = headline_and_cause(facts, verdict);
    Some(BannerText {
        headline,
        cause,
        consequence: consequence(facts, verdict),
        remedy: remedy(facts, verdict, href),
        normal_window: facts.place == Place::Hub
            && facts.visitor.private_window == Some(true)
            && facts.visitor.signed_in == Some(false),
        evidence: evidence(facts),
        figures: figures(facts),
    })
}

/// The verdict at a glance, and why it is so, for a pool of guests.
pub(crate) fn headline_and_cause(facts: &Facts, verdict: &Verdict) -> (Message, Message) {
    let has = |reason| verdict.reasons.contains(&reason);
    let gradio = || {
        facts
            .space
            .gradio_version
            .map(|version| version.text())
            .into_iter()
            .collect()
    };
    let will = verdict.grade != Grade::Assumed;
    let plain = |headline, cause| (Message::plain(headline), Message::plain(cause));
    let about_gradio = |headline, cause| (Message::plain(headline), Message::with(cause, gradio()));

    let is_protected =
        facts.space.visibility == Some(Visibility::Protected) && facts.place != Place::Hub;
    if let (Grade::Observed, Some(called)) = (verdict.grade, facts.called()) {
        let name = vec![called.id.as_str().to_owned()];
        return (
            Message::plain("headline_run"),
            Message::with("cause_runElsewhere", name),
        );
    }
    if verdict.grade == Grade::Observed {
        let is_answered = facts.handshake == Some(Handshake::Answered);
        return if has(Reason::IpFallback) {
            plain("headline_run", "cause_runFaulty")
        } else if has(Reason::OutdatedGradio) {
            about_gradio("headline_run", "cause_runOutdated")
        } else if has(Reason::HandshakeMissing) && is_answered {
            // Missing when the run left, and there now.
            plain("headline_runTooEarly", "cause_runTooEarly")
        } else {
            plain(
                "headline_run",
                match () {
                    () if is_protected => "cause_protected",
                    () if has(Reason::DirectUrl) => "cause_runDirect",
                    () if has(Reason::ThirdPartyEmbed) => "cause_runEmbed",
                    () if has(Reason::SignedOut) => "cause_runSignedOut",
                    () if has(Reason::HandshakeMissing) => "cause_runUnanswered",
                    // Without a sign-in that could be read, nobody knows what was offered.
                    () if facts.visitor.signed_in.is_none() => "cause_runWithout",
                    () => "cause_runOwnWay",
                },
            )
        };
    }
    let is_own = facts.own_front_end && !is_protected;
    if has(Reason::ThirdPartyEmbed) && has(Reason::OutdatedGradio) {
        return about_gradio(
            if will {
                "headline_embedStuck"
            } else {
                "headline_embedStuckMay"
            },
            "cause_embedStuck",
        );
    }
    if has(Reason::DirectUrl) || has(Reason::ThirdPartyEmbed) {
        let headline = if will {
            "headline_guest"
        } else {
            "headline_guestMay"
        };
        let direct = has(Reason::DirectUrl);
        return plain(
            headline,
            match (direct, will) {
                _ if is_protected => "cause_protected",
                (true, _) if is_own => "cause_ownDirect",
                (false, _) if is_own => "cause_ownEmbed",
                (true, false) => "cause_directMay",
                (false, false) => "cause_embedMay",
                (true, true) if has(Reason::PrivateWindow) => "cause_directPrivate",
                (true, true) => "cause_direct",
                (false, true) => "cause_embed",
            },
        );
    }
    if has(Reason::SignedOut) {
        let (headline, cause) = if has(Reason::CookiesBlocked) {
            ("headline_cookies", "cause_cookies")
        } else if has(Reason::PrivateWindow) {
            ("headline_signedOutPrivate", "cause_signedOutPrivate")
        } else {
            ("headline_signedOut", "cause_signedOut")
        };
        return plain(headline, if is_own { "cause_ownSignedOut" } else { cause });
    }
    if has(Reason::OutdatedGradio) {
        return if will {
            about_gradio("headline_outdated", "cause_outdated")
        } else if has(Reason::HandshakeMissing) {
            about_gradio("headline_outdatedMay", "cause_handshakeMissing")
        } else {
            about_gradio("headline_outdatedMay", "cause_outdatedMay")
        };
    }
    plain(
        "headline_unreadable",
        if has(Reason::PrivateWindow) {
            "cause_unreadablePrivate"
        } else {
            "cause_unreadableCookies"
        },
    )
}

fn minutes(plan: Plan) -> String {
    digits(QUOTA.minutes(plan))
}

pub(crate) fn consequence(facts: &Facts, verdict: &Verdict) -> Message {
    let guest = minutes(Plan::Anonymous);
    if verdict.reasons.contains(&Reason::ThirdPartyEmbed)
        && verdict.reasons.contains(&Reason::OutdatedGradio)
    {
        return Message::plain(if verdict.grade == Grade::Derived {
            "consequence_stuck"
        } else {
            "consequence_stuckMay"
        });
    }
    match facts.visitor.plan {
        _ if !QUOTA.holds(facts) => Message::plain("consequence_bare"),
        Some(Plan::Anonymous) => Message::with(
            "consequence_signedOut",
            vec![guest, minutes(Plan::Free), minutes(Plan::Pro)],
        ),
        Some(plan) => Message::with("consequence_account", vec![guest, minutes(plan)]),
        None => Message::with("consequence_guest", vec![guest]),
    }
}

/// The dated figures; where ZeroGPU's own message contradicts them, that it does.
pub(crate) fn figures(facts: &Facts) -> Message {
    if !QUOTA.holds(facts) {
        return Message::with("figures_differ", vec![QUOTA.read.to_owned()]);
    }
    Message::with(
        "figures",
        vec![
            minutes(Plan::Anonymous),
            minutes(Plan::Free),
            minutes(Plan::Pro),
            QUOTA.read.to_owned(),
        ],
    )
}

/// The one thing to do, from a page at the address `href`; `None` where nothing would help.
#[must_use]
pub fn remedy(facts: &Facts, verdict: &Verdict, href: &str) -> Option<Remedy> {
    let id = facts.space.id.as_ref()?;
    if let Some(called) = facts.called() {
        return (!called.is_protected).then(|| Remedy {
            label: Message::plain("action_openOther"),
            href: hub_url(&called.id),
            target: target(facts),
        });
    }
    let has = |reason| verdict.reasons.contains(&reason);
    let is_waiting =
        has(Reason::HandshakeMissing) && !has(Reason::OutdatedGradio) && !has(Reason::IpFallback);
    let (key, href) = match facts.place {
        Place::Direct | Place::Embed if facts.space.visibility == Some(Visibility::Protected) => {
            return None;
        }
        Place::Direct | Place::Embed => ("action_openHub", link_back(id, href)),
        Place::Hub if facts.visitor.signed_in == Some(true) => {
            if is_waiting {
                // What came late is there for the next run; what never came may come to a new page.
                let is_there = facts.handshake == Some(Handshake::Answered);
                return (!is_there).then(|| Remedy {
                    label: Message::plain("action_reload"),
                    // With a fragment the browser would only scroll.
                    href: link_back(id, href.split('#').next().unwrap_or_default()),
                    target: "_self",
                });
            }
            ("action_tellOwner", discussions_url(id))
        }
        Place::Hub => ("action_signIn", sign_in_url(id)),
        Place::HubFrame | Place::Other => return None,
    };
    Some(Remedy {
        label: Message::plain(key),
        href,
        target: target(facts),
    })
}

/// A link of an embedded app leads out of its frame.
fn target(facts: &Facts) -> &'static str {
    if facts.place == Place::Embed {
        "_blank"
    } else {
        "_self"
    }
}

/// A run's GPU time: `60 s`, `2 min 30 s`.
#[must_use]
pub fn gpu_time(seconds: u32, localize: &Localize) -> String {
    match (seconds / 60, seconds % 60) {
        // Hugging Face speaks of a run in seconds.
        (0 | 1, _) => localize("time_s", &[digits(seconds)]),
        (minutes, 0) => localize("time_min", &[digits(minutes)]),
        (minutes, seconds) => localize("time_minS", &[digits(minutes), digits(seconds)]),
    }
}

/// A time to wait, in minutes: `3 h 12 min`.
#[must_use]
pub fn wait(minutes: u16, localize: &Localize) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => localize("time_min", &[digits(minutes)]),
        (hours, 0) => localize("time_h", &[digits(hours)]),
        (hours, minutes) => localize("time_hMin", &[digits(hours), digits(minutes)]),
    }
}

/// When there is more GPU time, said at a moment `minutes` before: `clock` is that time of day.
#[must_use]
pub fn countdown(minutes: u16, clock: &str, localize: &Localize) -> String {
    match minutes {
        0 => localize("card_moreNow", &[clock.to_owned()]),
        _ => localize("card_more", &[wait(minutes, localize), clock.to_owned()]),
    }
}

/// At most nine short facts.
pub(crate) fn evidence(facts: &Facts) -> Vec<(Signal, Message)> {
    let visitor = &facts.visitor;
    let place = match facts.place {
        Place::Direct => Some((Signal::Bad, Message::plain("fact_direct"))),
        Place::Embed => Some((Signal::Bad, Message::plain("fact_embed"))),
        Place::Hub => Some((Signal::Good, Message::plain("fact_hub"))),
        Place::HubFrame | Place::Other => None,
    };
    let hardware = match facts.space.is_zero_gpu() {
        // A static Space has no hardware at all.
        _ if facts.counts_nothing() => Some((Signal::Open, Message::plain("fact_otherHardware"))),
        Some(_) => Some((Signal::Open, Message::plain("fact_zeroGpu"))),
        None => Some((Signal::Open, Message::plain("fact_hardwareUnknown"))),
    };
    let sign_in = match (visitor.signed_in, facts.place) {
        (Some(true), _) => Some((Signal::Good, Message::plain("fact_signedIn"))),
        (Some(false), _) => Some((Signal::Bad, Message::plain("fact_signedOut"))),
        (None, Place::Hub) => Some((Signal::Open, Message::plain("fact_signInUnreadable"))),
        (None, _) => Some((Signal::Open, Message::plain("fact_signInHidden"))),
    };
    let private = (visitor.private_window == Some(true))
        .then(|| (Signal::Open, Message::plain("fact_privateWindow")));
    let cookies = (visitor.cookies_blocked == Some(true))
        .then(|| (Signal::Bad, Message::plain("fact_cookiesBlocked")));
    let own_front_end =
        (facts.own_front_end).then(|| (Signal::Open, Message::plain("fact_ownFrontEnd")));
    // What such a page asks for is its own affair, not that of the Gradio behind it.
    let gradio = facts.space.gradio_version.filter(|_| !facts.own_front_end);
    let gradio = gradio.map(|version| {
        let (mark, key) = match version.identity_support() {
            IdentitySupport::Handshake => (Signal::Good, "fact_gradio"),
            IdentitySupport::SsrOnly => (Signal::Open, "fact_gradioEarly"),
            IdentitySupport::PerRun => (Signal::Bad, "fact_gradioOldWay"),
            IdentitySupport::None => (Signal::Bad, "fact_gradioNever"),
        };
        (mark, Message::with(key, vec![version.text()]))
    });
    let run = facts.runs.last().map(|run| match run.carries_identity() {
        true if facts.can_count_for_visitor() => (Signal::Good, Message::plain("fact_runPresent")),
        true => (Signal::Open, Message::plain("fact_runPass")),
        false if run.identity == Identity::Present => {
            (Signal::Bad, Message::plain("fact_runFaulty"))
        }
        false => (Signal::Bad, Message::plain("fact_runAbsent")),
    });
    let called = facts.called().map(|called| {
        let name = vec![called.id.as_str().to_owned()];
        (Signal::Open, Message::with("fact_runElsewhere", name))
    });
    let handshake = match (facts.place, facts.handshake) {
        (Place::Hub, Some(Handshake::Answered)) => {
            Some((Signal::Good, Message::plain("fact_handshakeAnswered")))
        }
        (Place::Hub, Some(Handshake::Asked)) => {
            Some((Signal::Open, Message::plain("fact_handshakeAsked")))
        }
        _ => None,
    };
    [
        called,
        run,
        place,
        sign_in,
        hardware,
        private,
        cookies,
        gradio.or(own_front_end),
        handshake,
    ]
    .into_iter()
    .flatten()
    .collect()
}
