//! The facts that a verdict rests on, each with what it does to the visitor's quota: the short list of
//! the banner and the cards, and what the popup's complete list shares with it (`popup/facts.rs`).

use crate::facts::{Facts, GradioVersion, Handshake, Identity, IdentitySupport, Place};
use crate::ui::text::Text;

/// What a fact does to the visitor's quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It speaks for the visitor's account.
    For,
    /// It keeps the account out.
    Against,
    /// It is not known, or says nothing either way.
    Neutral,
}

impl Signal {
    /// Its class in the style sheets.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::For => "good",
            Self::Against => "bad",
            Self::Neutral => "open",
        }
    }

    /// The key of its word, for those who do not see it.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::For => "mark_good",
            Self::Against => "mark_bad",
            Self::Neutral => "mark_open",
        }
    }
}

/// A fact: what it does to the visitor's quota, and its text.
pub(crate) type Fact = (Signal, Text);

/// The banner's and the cards' facts, at most nine, most telling first.
pub(crate) fn evidence(facts: &Facts) -> Vec<Fact> {
    let visitor = &facts.visitor;
    let place = match facts.place {
        Place::Direct => Some((Signal::Against, Text::plain("fact_direct"))),
        Place::Embed => Some((Signal::Against, Text::plain("fact_embed"))),
        Place::Hub => Some((Signal::For, Text::plain("fact_hub"))),
        Place::HubFrame | Place::Other => None,
    };
    let hardware = match facts.space.is_zero_gpu() {
        // A static Space has no hardware at all.
        _ if facts.counts_nothing() => "fact_otherHardware",
        Some(_) => "fact_zeroGpu",
        None => "fact_hardwareUnknown",
    };
    let keys = [
        "fact_signedIn",
        "fact_signedOut",
        "fact_signInUnreadable",
        "fact_signInHidden",
    ];
    let sign_in = sign_in(facts, keys);
    let private =
        (visitor.private_window == Some(true)).then(|| private_window("fact_privateWindow"));
    let cookies =
        (visitor.cookies_blocked == Some(true)).then(|| cookies_blocked("fact_cookiesBlocked"));
    let own_front_end =
        (facts.own_front_end).then(|| (Signal::Neutral, Text::plain("fact_ownFrontEnd")));
    // What such a page asks for is its own affair, not that of the Gradio behind it.
    let gradio = facts.space.gradio_version.filter(|_| !facts.own_front_end);
    let gradio = gradio.map(|version| {
        let keys = [
            "fact_gradio",
            "fact_gradioEarly",
            "fact_gradioOldWay",
            "fact_gradioNever",
        ];
        gradio_fact(version, keys)
    });
    let run = facts.runs.last().map(|run| match run.carries_identity() {
        true if facts.can_count_for_visitor() => (Signal::For, Text::plain("fact_runPresent")),
        true => (Signal::Neutral, Text::plain("fact_runPass")),
        false if run.identity == Identity::Present => {
            (Signal::Against, Text::plain("fact_runFaulty"))
        }
        false => (Signal::Against, Text::plain("fact_runAbsent")),
    });
    let called = facts.called().map(|called| {
        let name = vec![called.id.as_str().to_owned()];
        (Signal::Neutral, Text::with("fact_runElsewhere", name))
    });
    let handshake = match (facts.place, facts.handshake) {
        (Place::Hub, Some(Handshake::Answered)) => Some("fact_handshakeAnswered"),
        (Place::Hub, Some(Handshake::Asked)) => Some("fact_handshakeAsked"),
        _ => None,
    };
    [
        called,
        run,
        place,
        Some(sign_in),
        Some((Signal::Neutral, Text::plain(hardware))),
        private,
        cookies,
        gradio.or(own_front_end),
        handshake.map(|key| (handshake_signal(facts), Text::plain(key))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the visitor is signed in, as far as the page shows it; the keys: signed in, signed out, a Hub
/// page that could not be read, an app's own page.
pub(crate) fn sign_in(facts: &Facts, keys: [&'static str; 4]) -> Fact {
    let [signed_in, signed_out, unreadable, hidden] = keys;
    match (facts.visitor.signed_in, facts.place) {
        (Some(true), _) => (Signal::For, Text::plain(signed_in)),
        (Some(false), _) => (Signal::Against, Text::plain(signed_out)),
        (None, Place::Hub) => (Signal::Neutral, Text::plain(unreadable)),
        (None, _) => (Signal::Neutral, Text::plain(hidden)),
    }
}

/// A private window alone keeps no account out (`docs/decisions/0005-private-window-alone.md`).
pub(crate) fn private_window(key: &'static str) -> Fact {
    (Signal::Neutral, Text::plain(key))
}

/// Blocked cookies keep the sign-in from the page.
pub(crate) fn cookies_blocked(key: &'static str) -> Fact {
    (Signal::Against, Text::plain(key))
}

/// Whether this Gradio asks for the visitor; the keys: by handshake, only where it was rendered on
/// the server, at each run, never.
pub(crate) fn gradio_fact(version: GradioVersion, keys: [&'static str; 4]) -> Fact {
    let [by_handshake, ssr_only, per_run, never] = keys;
    let (signal, key) = match version.identity_support() {
        IdentitySupport::Handshake => (Signal::For, by_handshake),
        IdentitySupport::SsrOnly => (Signal::Neutral, ssr_only),
        IdentitySupport::PerRun => (Signal::Against, per_run),
        IdentitySupport::None => (Signal::Against, never),
    };
    (signal, Text::with(key, vec![version.text()]))
}

/// What the handshake between the app and the Hub page does. On an app's own page nobody answers.
pub(crate) fn handshake_signal(facts: &Facts) -> Signal {
    match (facts.place, facts.handshake) {
        (_, Some(Handshake::Answered)) => Signal::For,
        (Place::Direct | Place::Embed, _) | (_, Some(Handshake::Absent)) => Signal::Against,
        (_, Some(Handshake::Asked) | None) => Signal::Neutral,
    }
}
