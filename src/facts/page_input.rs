//! What a page's own script reads of one document, once: texts → [`PageFacts`], which is all of the page
//! that leaves it.

use super::{
    Address, Framing, GradioPage, HubAnswer, HubPage, HubPageText, PageEvents, PageMarks, Place,
};
use serde::{Deserialize, Serialize};

/// What an edge hands in about one document, unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInput {
    /// `location.href`.
    pub href: String,
    /// How the document is framed.
    pub framing: Framing,
    /// The script that holds `window.gradio_config`, on an app's page.
    pub gradio_config: Option<String>,
    /// The class list of `.gradio-container`, on an app's page.
    pub gradio_class: Option<String>,
    /// What else tells whether a document at an app's address is the app; `None` where nobody looked.
    pub marks: Option<PageMarks>,
    /// The texts of the Hub page: present if and only if it is a Space's app tab.
    pub hub_page: Option<HubPageText>,
    /// `extension.inIncognitoContext`.
    pub private_window: Option<bool>,
    /// Whether storage is refused to a top document of a tuple origin.
    pub cookies_blocked: Option<bool>,
    /// What the content script has recorded.
    pub events: PageEvents,
    /// There was time enough for an answer to the handshake.
    pub handshake_timed_out: bool,
    /// What the Hub's API answered about the app's host.
    pub hub_answer: HubAnswer,
}

/// What a page's script tells the background of its document: facts, no text of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageFacts {
    /// Where the page stands, as far as it can tell itself.
    pub place: Place,
    /// The address carries a private Space's pass (`__sign`), or did when the document began.
    pub signed_address: bool,
    /// What an app's page tells.
    pub gradio: GradioPage,
    /// Whether Gradio's config or container is in it.
    pub has_gradio_marks: bool,
    /// What else tells whether it is the app; `None` where nobody looked.
    pub marks: Option<PageMarks>,
    /// What the Hub page tells.
    pub hub_page: Option<HubPage>,
    /// Whether the browser blocks all cookies here.
    pub cookies_blocked: Option<bool>,
    /// There was time enough for an answer to the handshake.
    pub handshake_timed_out: bool,
}

impl PageFacts {
    /// Reads a document's texts.
    #[must_use]
    pub fn read(input: &PageInput) -> Self {
        let (config, class) = (
            input.gradio_config.as_deref(),
            input.gradio_class.as_deref(),
        );
        Self {
            place: Place::of(&input.href, &input.framing),
            signed_address: matches!(
                Address::read(&input.href),
                Address::App {
                    is_signed: true,
                    ..
                }
            ),
            gradio: GradioPage::read(config, class),
            has_gradio_marks: config.is_some() || class.is_some(),
            marks: input.marks.clone(),
            hub_page: input.hub_page.as_ref().map(HubPage::read),
            cookies_blocked: input.cookies_blocked,
            handshake_timed_out: input.handshake_timed_out,
        }
    }
}
