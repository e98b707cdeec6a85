//! Which remedy fits one of ZeroGPU's messages.

use super::CardBuilder;
use super::fault::Fault;
use crate::facts::{Cause, ChargedTo, Place, SpaceId, Visibility};
use crate::ui::forecast::declared;
use crate::ui::owner::{self, Matter};
use crate::ui::remedy::Remedy;

impl CardBuilder<'_> {
    pub(super) fn remedy(&self) -> Option<Remedy> {
        let id = self.facts.space.id.as_ref()?;
        let is_shown = self.is_shown();
        match (self.message.cause, self.message.charged_to) {
            _ if self.is_about_quota() && self.is_of_another() => self.tell_owner(),
            (Cause::QuotaExceeded | Cause::RunsExceeded, ChargedTo::Unauthenticated)
            | (Cause::QuotaExceeded, ChargedTo::Unknown) => match self.fault() {
                Some(Fault::HuggingFace | Fault::TooEarly) => None,
                Some(Fault::Unanswered | Fault::Unclear) => Some(self.reload(id)),
                Some(Fault::Gradio | Fault::OwnWay) => self.tell_owner(),
                None => self.remedy_place(id).filter(|_| is_shown),
            },
            _ if self.is_about_quota() && self.is_somebody_elses() => {
                let (_, is_everywhere) = self.scope();
                self.tell_owner().filter(|_| !is_everywhere)
            }
            (Cause::RunsExceeded, ChargedTo::Unknown) => self.remedy_limit(id),
            (Cause::IllegalDuration, _) => {
                let remedy = self.remedy_limit(id);
                remedy.or_else(|| self.tell_owner())
            }
            (Cause::QuotaExceeded, ChargedTo::Space) | (Cause::GpuAborted | Cause::Other, _) => {
                self.tell_owner()
            }
            (Cause::ExpiredToken, _) => {
                let helps = self.facts.place == Place::Hub && self.expired_too_soon();
                helps.then(|| self.reload(id))
            }
            (Cause::IpFallback, _) => match self.facts.place {
                Place::Hub if self.facts.visitor.signed_in == Some(false) => self.remedy_place(id),
                Place::Hub => Some(self.reload(id)),
                _ => self.remedy_place(id).filter(|_| is_shown),
            },
            _ => None,
        }
    }

    /// Whether the Space's Hub page, and its discussions, are there for everybody.
    pub(super) fn is_shown(&self) -> bool {
        !matches!(
            self.facts.space.visibility,
            Some(Visibility::Private | Visibility::Protected)
        )
    }

    /// Out of the place that keeps the visitor's account from counting.
    pub(super) fn remedy_place(&self, id: &SpaceId) -> Option<Remedy> {
        match self.facts.place {
            _ if self.no_place_helps() => self.blame(Matter::Gradio),
            Place::Direct | Place::Embed => {
                Some(Remedy::open_hub(self.facts, id, &self.context.href))
            }
            Place::Hub if self.facts.visitor.signed_in == Some(true) => None,
            Place::Hub => Some(Remedy::sign_in(self.facts, id)),
            Place::HubFrame | Place::Other => None,
        }
    }

    fn reload(&self, id: &SpaceId) -> Remedy {
        Remedy::reload(self.facts, id, &self.context.href)
    }

    fn tell_owner(&self) -> Option<Remedy> {
        self.blame(Matter::of_message(self.facts, self.message))
    }

    fn blame(&self, matter: Matter) -> Option<Remedy> {
        // What another Space asks for is no line of this one's.
        if self.context.is_owner && self.is_of_another() && !self.is_about_quota() {
            return None;
        }
        let declared = declared(self.source(), self.message);
        let message = Some(self.message);
        owner::remedy(self.facts, matter, message, declared, self.context.is_owner)
    }
}
