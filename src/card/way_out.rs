//! The one thing to do: a link to huggingface.co.

use super::CardBuilder;
use super::fault::Fault;
use crate::observe::{
    Cause, MessageIdentity as Whose, Place, SpaceId, Visibility, discussions_url, link_back,
};
use crate::words::{Message, WayOut};

impl CardBuilder<'_> {
    pub(super) fn way_out(&self) -> Option<WayOut> {
        let id = self.known.space.id.as_ref()?;
        let is_shown = self.is_shown();
        match (self.said.cause, self.said.identity) {
            _ if self.is_about_quota() && self.is_of_another() => self.tell_owner(id),
            (Cause::QuotaExceeded | Cause::RunsExceeded, Whose::Unauthenticated)
            | (Cause::QuotaExceeded, Whose::Unknown) => match self.fault() {
                Some(Fault::HuggingFace | Fault::TooEarly) => None,
                Some(Fault::Unanswered | Fault::Unclear) => Some(self.reload(id)),
                Some(Fault::Gradio | Fault::OwnWay) => self.tell_owner(id),
                None => self.to_place(id).filter(|_| is_shown),
            },
            _ if self.is_about_quota() && self.is_somebody_elses() => {
                let (_, is_everywhere) = self.scope();
                self.tell_owner(id).filter(|_| !is_everywhere)
            }
            (Cause::RunsExceeded, Whose::Unknown) => self.way_out_limit(id),
            (Cause::IllegalDuration, _) => {
                let way_out = self.way_out_limit(id);
                way_out.or_else(|| self.tell_owner(id))
            }
            (Cause::QuotaExceeded, Whose::Space) | (Cause::GpuAborted, _) => self.tell_owner(id),
            (Cause::Other, _) => self.way_out_app_failure(id),
            (Cause::ExpiredToken, _) => {
                let helps = self.known.place == Place::Hub && self.expired_too_soon();
                helps.then(|| self.reload(id))
            }
            (Cause::IpFallback, _) => match self.known.place {
                Place::Hub if self.known.visitor.signed_in == Some(false) => self.to_place(id),
                Place::Hub => Some(self.reload(id)),
                _ => self.to_place(id).filter(|_| is_shown),
            },
            _ => None,
        }
    }

    /// Whether the Space's Hub page, and its discussions, are there for everybody.
    pub(super) fn is_shown(&self) -> bool {
        !matches!(
            self.known.space.visibility,
            Some(Visibility::Private | Visibility::Protected)
        )
    }

    pub(super) fn target(&self) -> &'static str {
        if self.known.place == Place::Embed {
            "_blank"
        } else {
            "_self"
        }
    }

    pub(super) fn link(&self, key: &'static str, href: String) -> WayOut {
        WayOut {
            label: Message::plain(key),
            href,
            target: self.target(),
        }
    }

    pub(super) fn to_place(&self, id: &SpaceId) -> Option<WayOut> {
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

    pub(super) fn reload(&self, id: &SpaceId) -> WayOut {
        // With a fragment the browser would only scroll.
        let href = self.around.href.split('#').next().unwrap_or_default();
        self.link("action_reload", link_back(id, href))
    }

    pub(super) fn tell_owner(&self, id: &SpaceId) -> Option<WayOut> {
        let link = || self.link("action_tellOwner", discussions_url(id));
        self.is_shown().then(link)
    }
}
