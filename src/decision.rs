//! The whole way, from what was seen to what it means. The same call in the page and in the
//! background.

use crate::facts::{Facts, FrameFacts, GradioPage, HubAnswer, Json, PageInput, Place, SpaceId};
use crate::ui::report::{Reporter, report};
use crate::verdict::{BannerState, judge};

/// What an edge needs to act.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Where the document stands: a file of the Space, say, at no place of interest.
    pub place: Place,
    /// For the popup, the badge and the banner, all of which the background makes of it.
    pub report: Json,
    /// In the app's frame on the Hub: for the Hub page around it, which decides.
    pub frame: Option<FrameFacts>,
    /// The Hub did not say by the subdomain which Space this is: it is to be asked again.
    pub ask_again: Option<AskAgain>,
}

/// How the Hub is to be asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskAgain {
    /// By the id that the page claims, whose form is the host's. `None` where the document claims
    /// none, as those that are rendered on the server: then the app's config may.
    pub claimed_id: Option<SpaceId>,
}

impl Decision {
    /// For the background and the popup.
    #[must_use]
    pub fn into_message(self) -> Json {
        Json::object()
            .with("report", self.report)
            .with(
                "frame",
                self.frame.as_ref().map(FrameFacts::to_message).into(),
            )
            .with(
                "askAgain",
                self.ask_again.map_or(Json::Null, |again| {
                    let id = again.claimed_id.as_ref().map(SpaceId::as_str);
                    Json::object().with("claimedId", id.into())
                }),
            )
    }
}

/// Decides.
#[must_use]
pub fn decide(seen: &PageInput, reporter: &Reporter) -> Decision {
    let facts = Facts::read(seen);
    let mut verdict = judge(&facts);
    if facts.static_host {
        // No script of ours runs in such a page: badge and popup tell.
        verdict.banner = BannerState::NotNeeded;
    }
    Decision {
        place: facts.place,
        frame: (facts.place == Place::HubFrame).then(|| FrameFacts {
            gradio_version: facts.space.gradio_version,
            server_side_rendered: facts.space.server_side_rendered,
            own_front_end: facts.own_front_end,
            handshake: facts.handshake,
            runs: facts.runs.clone(),
            messages: facts.messages.clone(),
            ..FrameFacts::default()
        }),
        ask_again: (matches!(seen.hub_answer, HubAnswer::AskById { .. })
            && facts.place != Place::Other)
            .then(|| AskAgain {
                claimed_id: GradioPage::read(seen.gradio_config.as_deref(), None)
                    .space_id
                    .filter(|id| Some(id.subdomain()) == facts.space.subdomain),
            }),
        report: report(&facts, &verdict, reporter),
    }
}
