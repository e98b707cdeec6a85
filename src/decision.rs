//! The whole way, from what was seen to what it means. The same call in the page and in the
//! background.

use crate::assess::assess;
use crate::observe::{FrameFacts, GradioPage, HubAnswer, Json, Observations, Place, Seen, SpaceId};
use crate::report::{Reporter, report};

/// What an edge needs to act.
#[derive(Clone, Debug)]
pub struct Decision {
    /// For the popup, the badge and the banner, all of which the background makes of it.
    pub report: Json,
    /// In the app's frame on the Hub: for the Hub page around it, which decides.
    pub frame: Option<FrameFacts>,
    /// The Hub could not say by the subdomain: it is to be asked by the id that the page claims.
    pub ask_by_id: Option<SpaceId>,
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
                "askById",
                self.ask_by_id.as_ref().map(SpaceId::as_str).into(),
            )
    }
}

/// Decides.
#[must_use]
pub fn decide(seen: &Seen, reporter: &Reporter) -> Decision {
    let known = Observations::read(seen);
    let assessment = assess(&known);
    Decision {
        frame: (known.place == Place::HubFrame).then(|| FrameFacts {
            gradio_version: known.space.gradio_version,
            server_side_rendered: known.space.server_side_rendered,
            handshake: known.handshake,
            runs: known.runs.clone(),
            messages: known.messages.clone(),
            ..FrameFacts::default()
        }),
        ask_by_id: (seen.hub_answer == HubAnswer::AskById)
            .then(|| GradioPage::read(seen.gradio_config.as_deref(), None).space_id)
            .flatten()
            .filter(|id| Some(id.subdomain()) == known.space.subdomain),
        report: report(&known, &assessment, reporter),
    }
}
