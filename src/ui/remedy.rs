//! The one thing to do: a link to huggingface.co. Which one fits one of ZeroGPU's messages:
//! `card/remedy.rs`.

use crate::facts::{Facts, Handshake, Place, SpaceId, Visibility, hub_url, link_back, sign_in_url};
use crate::ui::owner::{self, Matter};
use crate::ui::text::Text;
use crate::verdict::{Reason, Verdict};

/// The main action: a link to huggingface.co.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Its words.
    pub label: Text,
    /// Where it leads.
    pub href: String,
    /// In which tab: an embedded app leads out of its frame, everything else stays in its tab, so
    /// that "back" leads back.
    pub target: &'static str,
}

impl Remedy {
    pub(crate) fn new(facts: &Facts, label: Text, href: String) -> Self {
        Self {
            label,
            href,
            target: match facts.place {
                Place::Embed => "_blank",
                _ => "_self",
            },
        }
    }

    /// The Space's Hub page, with the query and fragment of the app's address `href`.
    pub(crate) fn open_hub(facts: &Facts, id: &SpaceId, href: &str) -> Self {
        Self::new(facts, Text::plain("action_openHub"), link_back(id, href))
    }

    /// The Hub page of the Space that the page sent its run to.
    pub(crate) fn open_other(facts: &Facts, called: &SpaceId) -> Self {
        Self::new(facts, Text::plain("action_openOther"), hub_url(called))
    }

    /// The Hub page at the address `href`, once more.
    pub(crate) fn reload(facts: &Facts, id: &SpaceId, href: &str) -> Self {
        // With a fragment the browser would only scroll.
        let href = href.split('#').next().unwrap_or_default();
        Self::new(facts, Text::plain("action_reload"), link_back(id, href))
    }

    /// Signing in, which leads back to the Space's Hub page.
    pub(crate) fn sign_in(facts: &Facts, id: &SpaceId) -> Self {
        Self::new(facts, Text::plain("action_signIn"), sign_in_url(id))
    }
}

/// The one thing to do, from a page at the address `href`; `None` where nothing would help. `is_owner`: the
/// Space is the visitor's own.
#[must_use]
pub fn remedy(facts: &Facts, verdict: &Verdict, href: &str, is_owner: bool) -> Option<Remedy> {
    let id = facts.space.id.as_ref()?;
    if let Some(called) = facts.called() {
        return (!called.is_protected).then(|| Remedy::open_other(facts, &called.id));
    }
    let has = |reason| verdict.reasons.contains(&reason);
    let is_waiting =
        has(Reason::HandshakeMissing) && !has(Reason::OutdatedGradio) && !has(Reason::IpFallback);
    match facts.place {
        Place::Direct | Place::Embed => (facts.space.visibility != Some(Visibility::Protected))
            .then(|| Remedy::open_hub(facts, id, href)),
        Place::Hub if facts.visitor.signed_in != Some(true) => Some(Remedy::sign_in(facts, id)),
        // What came late is there for the next run; what never came may come to a new page.
        Place::Hub if is_waiting => {
            (facts.handshake != Some(Handshake::Answered)).then(|| Remedy::reload(facts, id, href))
        }
        Place::Hub => owner::remedy(facts, Matter::of(verdict), None, None, is_owner),
        Place::HubFrame | Place::Other => None,
    }
}
