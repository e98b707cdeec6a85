//! What an edge hands in about one document, unread; and how it looks in a message of ours.

use super::{
    GradioVersion, Handshake, HubAnswer, HubPageText, Json, PageMarks, Run, Told, run, told,
};

/// How a document is framed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    /// It is the tab itself.
    pub is_top: bool,
    /// Its parent is the tab itself.
    pub parent_is_top: bool,
    /// `location.ancestorOrigins[0]`, the parent's origin; absent before Firefox 153.
    pub parent_origin: Option<String>,
    /// `document.referrer`: the parent's address, if the frame was not navigated since.
    pub referrer: String,
    /// In a frame of huggingface.co: whether the page around it is the Hub page of this very Space, by
    /// the tab's address, which the background knows. Until it has said so (`None`) it is taken for one:
    /// nothing is shown in such a frame.
    pub is_in_hub_page: Option<bool>,
    /// It is no frame at all: `<gradio-app>` puts the app into somebody's page.
    pub is_component: bool,
}

/// What the app's frame tells the Hub page around it, by way of the background.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameFacts {
    /// The host label of the frame, set by the background from the sender's address.
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
    pub messages: Vec<Told>,
}

/// What came to a document's ears (`extension/content/content.js`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageEvents {
    /// A name for the document that heard it.
    pub document: String,
    /// The origins from which a genuine window message brought [`super::HANDSHAKE`], the same word
    /// for question and answer. Any page can send it: whose it was decides.
    pub handshake_from: Vec<String>,
    /// When the Hub page's answer came, ISO 8601 in UTC, a moment added for the run that is on its
    /// way just then.
    pub answered_at: Option<String>,
    /// The runs that the background saw leaving this document, oldest first.
    pub runs: Vec<Run>,
    /// ZeroGPU's messages that were seen in this document since somebody pressed something in it,
    /// oldest first.
    pub messages: Vec<Told>,
    /// What the app's frame told, on the Hub page.
    pub frame: Option<FrameFacts>,
}

impl PageEvents {
    /// Reads what [`PageEvents`] looks like in a message of ours.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let frame = message.get("frame");
        Self {
            document: text(message.get("document")).unwrap_or_default(),
            handshake_from: (message.get("handshakeFrom").list().iter())
                .filter_map(text)
                .collect(),
            answered_at: text(message.get("answeredAt")),
            runs: run::heard_runs(message.get("runs")),
            messages: (message.get("messages").list().iter())
                .filter_map(|told| {
                    Told::heard(told, message.get("firstPress"), message.get("runs"))
                })
                .collect(),
            frame: frame.is_object().then(|| FrameFacts::from_message(frame)),
        }
    }
}

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
    /// What came to its ears.
    pub heard: PageEvents,
    /// There was time enough for an answer to the handshake.
    pub handshake_timed_out: bool,
    /// What the Hub's API answered, on an app's page.
    pub hub_answer: HubAnswer,
}

impl FrameFacts {
    /// Reads what [`FrameFacts`] looks like in a message of ours.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        Self {
            subdomain: text(message.get("subdomain")).unwrap_or_default(),
            gradio_version: (message.get("gradioVersion").text()).and_then(GradioVersion::parse),
            server_side_rendered: message.get("serverSideRendered").flag(),
            own_front_end: message.get("ownFrontEnd").flag() == Some(true),
            handshake: message
                .get("handshake")
                .text()
                .and_then(Handshake::from_name),
            runs: run::runs(message.get("runs")),
            messages: told::messages(message.get("messages")),
        }
    }

    /// The counterpart of [`FrameFacts::from_message`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        Json::object()
            .with("subdomain", self.subdomain.as_str().into())
            .with("gradioVersion", self.gradio_version.into())
            .with("serverSideRendered", self.server_side_rendered.into())
            .with("ownFrontEnd", self.own_front_end.into())
            .with("handshake", self.handshake.into())
            .with(
                "runs",
                Json::List(self.runs.iter().map(Run::to_message).collect()),
            )
            .with(
                "messages",
                Json::List(self.messages.iter().map(Told::to_message).collect()),
            )
    }
}

impl PageInput {
    /// Reads what the background hands in of a document without the core.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let framing = message.get("framing");
        let hub_page = message.get("hubPage");
        Self {
            href: text(message.get("href")).unwrap_or_default(),
            framing: Framing {
                is_top: framing.get("isTop").flag().unwrap_or_default(),
                parent_is_top: framing.get("parentIsTop").flag().unwrap_or_default(),
                parent_origin: text(framing.get("parentOrigin")),
                referrer: text(framing.get("referrer")).unwrap_or_default(),
                is_in_hub_page: framing.get("isInHubPage").flag(),
                is_component: false,
            },
            gradio_config: text(message.get("gradioConfig")),
            gradio_class: text(message.get("gradioClass")),
            marks: PageMarks::from_message(message.get("marks")),
            hub_page: hub_page.is_object().then(|| HubPageText {
                theme_monitor: text(hub_page.get("themeMonitor")),
                main_header: text(hub_page.get("mainHeader")),
                space_header: text(hub_page.get("spaceHeader")),
                space_page: text(hub_page.get("spacePage")),
                visit_counter: text(hub_page.get("visitCounter")),
            }),
            private_window: message.get("privateWindow").flag(),
            cookies_blocked: message.get("cookiesBlocked").flag(),
            heard: PageEvents::from_message(message.get("heard")),
            handshake_timed_out: message.get("patienceIsOver").flag().unwrap_or_default(),
            hub_answer: HubAnswer::from_message(message.get("hubAnswer")),
        }
    }
}

fn text(value: &Json) -> Option<String> {
    value.text().map(str::to_owned)
}
