//! Whether a document at an app's address is the app. Servers of apps also answer files, pictures,
//! JSON and documentation, which people open and share: those are no app, and nothing is said there.

use super::address::Parts;
use super::{PageFacts, Run};
use serde::{Deserialize, Serialize};

/// What tells an app's page from a file, beside Gradio's config and container.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageMarks {
    /// `document.contentType`.
    pub content_type: String,
    /// A `<gradio-app>` element is in it.
    pub has_gradio_app: bool,
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
    /// By the page at `href`, and the runs that were seen leaving it.
    pub(super) fn of(href: &str, page: &PageFacts, runs: &[Run], subdomain: &str) -> Self {
        let Some(marks) = &page.marks else {
            return Self::Gradio;
        };
        let path = Parts::split(href).map_or("", |parts| parts.path);
        // Gradio serves uploads and results, HTML too, at `…/file=PATH` (gradio `routes.py`).
        let is_file = path.split('/').any(|segment| segment.starts_with("file="));
        if marks.content_type != "text/html" || is_file {
            return Self::Other;
        }
        let is_front_page = path.is_empty();
        let has_run = || runs.iter().any(|run| run.subdomain == subdomain);
        // FastAPI's documentation can try out what it documents.
        let is_documentation = matches!(path.trim_end_matches('/'), "docs" | "redoc");
        if page.has_gradio_marks || marks.has_gradio_app {
            Self::Gradio
        } else if is_front_page || has_run() && !is_documentation {
            Self::OwnFrontEnd
        } else {
            Self::Other
        }
    }
}
