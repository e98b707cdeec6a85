//! Which texts the banner shows for a verdict.

use crate::facts::{Facts, Handshake, Place, Plan, Visibility};
use crate::ui::QUOTA;
use crate::ui::evidence::{Signal, evidence};
use crate::ui::remedy::{Remedy, remedy};
use crate::ui::text::{Arg, Text};
use crate::verdict::{BannerState, Grade, Reason, Verdict};

/// All that a banner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerText {
    /// The verdict at a glance.
    pub headline: Text,
    /// Why it is so.
    pub cause: Text,
    /// What it means, with the number of minutes.
    pub consequence: Text,
    /// That no run will start here, where its source says so (`src/ui/forecast.rs`).
    pub forecast: Option<Text>,
    /// The one thing to do, where there is one.
    pub remedy: Option<Remedy>,
    /// Whether to offer a normal window too.
    pub normal_window: bool,
    /// What was seen, most telling first.
    pub evidence: Vec<(Signal, Text)>,
    /// What a run would cost where, and since when.
    pub figures: Text,
}

/// What to say about a verdict; `None` where the page should say nothing.
///
/// `href` is the page's address, whose query and fragment the remedy keeps. `is_owner`: the Space is the
/// visitor's own.
#[must_use]
pub fn banner_text(
    facts: &Facts,
    verdict: &Verdict,
    href: &str,
    is_owner: bool,
) -> Option<BannerText> {
    // What ZeroGPU said is explained by a card (`src/ui/card/`).
    if verdict.banner != BannerState::Shown || facts.current_message().is_some() {
        return None;
    }
    let (headline, cause) = headline_and_cause(facts, verdict);
    Some(BannerText {
        headline,
        cause,
        consequence: consequence(facts, verdict),
        forecast: None,
        remedy: remedy(facts, verdict, href, is_owner),
        normal_window: facts.place == Place::Hub
            && facts.visitor.private_window == Some(true)
            && facts.visitor.signed_in == Some(false),
        evidence: evidence(facts),
        figures: figures(facts),
    })
}

/// The verdict at a glance, and why it is so, for a pool of guests.
pub(crate) fn headline_and_cause(facts: &Facts, verdict: &Verdict) -> (Text, Text) {
    let has = |reason| verdict.reasons.contains(&reason);
    let gradio = || facts.space.gradio_version.map(|version| version.text());
    let will = verdict.grade != Grade::Assumed;
    let plain = |headline, cause| (Text::plain(headline), Text::plain(cause));
    let about_gradio = |headline, cause| (Text::plain(headline), Text::with(cause, gradio()));

    let is_protected =
        facts.space.visibility == Some(Visibility::Protected) && facts.place != Place::Hub;
    if let (Grade::Observed, Some(called)) = (verdict.grade, facts.called()) {
        let name = vec![called.id.as_str().to_owned()];
        return (
            Text::plain("headline_run"),
            Text::with("cause_runElsewhere", name),
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

pub(crate) fn consequence(facts: &Facts, verdict: &Verdict) -> Text {
    let guest = QUOTA.time(Plan::Anonymous);
    if verdict.reasons.contains(&Reason::ThirdPartyEmbed)
        && verdict.reasons.contains(&Reason::OutdatedGradio)
    {
        return Text::plain(if verdict.grade == Grade::Derived {
            "consequence_stuck"
        } else {
            "consequence_stuckMay"
        });
    }
    match facts.visitor.plan {
        _ if !QUOTA.holds(facts) => Text::plain("consequence_bare"),
        Some(Plan::Anonymous) => Text::with(
            "consequence_signedOut",
            vec![guest, QUOTA.number(Plan::Free), QUOTA.number(Plan::Pro)],
        ),
        Some(plan) => Text::with("consequence_account", [guest, QUOTA.number(plan)]),
        None => Text::with("consequence_guest", [guest]),
    }
}

/// The dated figures; where ZeroGPU's own message contradicts them, that it does.
pub(crate) fn figures(facts: &Facts) -> Text {
    if !QUOTA.holds(facts) {
        return Text::with("figures_differ", [Arg::date(QUOTA.read)]);
    }
    Text::with(
        "figures",
        vec![
            QUOTA.number(Plan::Anonymous),
            QUOTA.number(Plan::Free),
            QUOTA.number(Plan::Pro),
            Arg::date(QUOTA.read),
        ],
    )
}
