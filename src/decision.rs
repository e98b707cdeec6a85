//! The whole way, from what was seen to what it means. The same call in the page and in the
//! background.

use crate::assess::{BannerState, assess};
use crate::observe::{FrameFacts, GradioPage, HubAnswer, Json, Observations, Place, Seen, SpaceId};
use crate::report::{Reporter, report};

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
    /// For an edge without WASM.
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
pub fn decide(seen: &Seen, reporter: &Reporter) -> Decision {
    let known = Observations::read(seen);
    let mut assessment = assess(&known);
    if known.static_host {
        // No script of ours runs in such a page: badge and popup tell.
        assessment.banner = BannerState::NotNeeded;
    }
    Decision {
        place: known.place,
        frame: (known.place == Place::HubFrame).then(|| FrameFacts {
            gradio_version: known.space.gradio_version,
            server_side_rendered: known.space.server_side_rendered,
            own_front_end: known.own_front_end,
            handshake: known.handshake,
            runs: known.runs.clone(),
            messages: known.messages.clone(),
            ..FrameFacts::default()
        }),
        ask_again: (matches!(seen.hub_answer, HubAnswer::AskById { .. })
            && known.place != Place::Other)
            .then(|| AskAgain {
                claimed_id: GradioPage::read(seen.gradio_config.as_deref(), None)
                    .space_id
                    .filter(|id| Some(id.subdomain()) == known.space.subdomain),
            }),
        report: report(&known, &assessment, reporter),
    }
}
