//! What the app's frame tells the Hub page around it.

use super::{Facts, GradioVersion, Handshake, Place, Run, ZeroGpuMessage};
use serde::{Deserialize, Serialize};

/// What the app's frame tells the Hub page around it, by way of the background.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FrameFacts {
    /// The host label of the frame.
    pub subdomain: String,
    /// Gradio's version in the frame.
    pub gradio_version: Option<GradioVersion>,
    /// Whether its HTML was rendered on the server.
    pub server_side_rendered: Option<bool>,
    /// Whether its front end is its own, not Gradio's.
    pub own_front_end: bool,
    /// How far the hand-off got.
    pub handshake: Option<Handshake>,
    /// The runs that left it, oldest first.
    pub runs: Vec<Run>,
    /// ZeroGPU's messages that were seen in it, oldest first.
    pub messages: Vec<ZeroGpuMessage>,
}

impl FrameFacts {
    /// The part of an app's facts that concerns the Hub page around it; `None` where there is none.
    #[must_use]
    pub fn of(facts: &Facts) -> Option<Self> {
        (facts.place == Place::HubFrame).then(|| Self {
            subdomain: facts.space.subdomain.clone().unwrap_or_default(),
            gradio_version: facts.space.gradio_version,
            server_side_rendered: facts.space.server_side_rendered,
            own_front_end: facts.own_front_end,
            handshake: facts.handshake,
            runs: facts.runs.clone(),
            messages: facts.messages.clone(),
        })
    }
}
