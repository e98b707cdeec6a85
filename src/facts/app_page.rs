//! Whether a document at an app's address is the app. Servers of apps also answer files, pictures,
//! JSON and documentation, which people open and share: those are no app, and nothing is said there.

use super::address::Parts;
use super::{Json, PageInput};

/// What tells an app's page from a file, beside Gradio's config and container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMarks {
    /// `document.contentType`.
    pub content_type: String,
    /// A `<gradio-app>` element is in it.
    pub has_gradio_app: bool,
}

impl PageMarks {
    /// Reads what [`PageMarks`] looks like in a message of ours. `None` where nobody looked.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        Some(Self {
            content_type: message.get("contentType").text()?.to_owned(),
            has_gradio_app: message.get("hasGradioApp").flag() == Some(true),
        })
    }
}

/// What a document at an app's address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AppPage {
    /// The app, drawn by Gradio. Also where nobody looked at the document.
    Gradio,
    /// The app, with a front end of its own: HTML without Gradio's marks at the Space's front page, or
    /// that was seen sending a run.
    OwnFrontEnd,
    /// A file, a picture, JSON, documentation.
    Other,
}

impl AppPage {
    pub(super) fn of(seen: &PageInput, subdomain: &str) -> Self {
        let Some(marks) = &seen.marks else {
            return Self::Gradio;
        };
        let path = Parts::split(&seen.href).map_or("", |parts| parts.path);
        // Gradio serves uploads and results, HTML too, at `…/file=PATH` (gradio `routes.py`).
        let is_file = path.split('/').any(|segment| segment.starts_with("file="));
        if marks.content_type != "text/html" || is_file {
            return Self::Other;
        }
        let has_mark =
            seen.gradio_config.is_some() || seen.gradio_class.is_some() || marks.has_gradio_app;
        let is_front_page = path.is_empty();
        let runs = || seen.heard.runs.iter().any(|run| run.to == subdomain);
        // FastAPI's documentation can try out what it documents.
        let is_documentation = matches!(path.trim_end_matches('/'), "docs" | "redoc");
        if has_mark {
            Self::Gradio
        } else if is_front_page || runs() && !is_documentation {
            Self::OwnFrontEnd
        } else {
            Self::Other
        }
    }
}
