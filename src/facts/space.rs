//! What is known of a Space, whoever said it: the Hub's page or the Hub's API describe it in the
//! same JSON shape. Each field is read on its own; what is missing or odd is unknown.

use super::{GradioVersion, Json, SpaceId};
use crate::string_enum::string_enum;
use serde::{Deserialize, Deserializer, Serialize};

/// A Space, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Space {
    /// `owner/name`.
    pub id: Option<SpaceId>,
    /// The first label of its host.
    #[serde(deserialize_with = "plain_word")]
    pub subdomain: Option<String>,
    /// `gradio`, `docker`, `static`, …
    #[serde(deserialize_with = "plain_word")]
    pub sdk: Option<String>,
    /// The version that runs.
    pub gradio_version: Option<GradioVersion>,
    /// Whether the app's HTML is rendered on the server.
    pub server_side_rendered: Option<bool>,
    /// `zero-a10g`, `cpu-basic`, …
    #[serde(deserialize_with = "plain_word")]
    pub hardware: Option<String>,
    /// `RUNNING`, `SLEEPING`, …
    #[serde(deserialize_with = "plain_word")]
    pub stage: Option<String>,
    /// Who may see it.
    pub visibility: Option<Visibility>,
    /// The file that starts its app, where its README names one: as it stands there, until it is read back
    /// ([`Self::with_readable_path`]).
    #[serde(deserialize_with = "path_or_none")]
    pub app_file: Option<String>,
}

string_enum! {
    /// Who may see a Space.
    Visibility {
        /// Everybody.
        Public = "public",
        /// Everybody may use the app; nobody but its people sees the Hub page (since March 2026).
        Protected = "protected",
        /// Its people only.
        Private = "private",
    }
}

impl Space {
    /// Reads the Hub's description: the `space` object of a Hub page, or an API answer.
    ///
    /// Fields: <https://huggingface.co/docs/hub/api> and `tests/data/captures` (2025-11).
    #[must_use]
    pub fn read(description: &Json) -> Self {
        let runtime = description.get("runtime");
        let hardware = runtime.get("hardware");
        let readme = description.get("cardData");
        let sdk = word(&description.get("sdk"));
        Self {
            id: (description.get("id").text()).and_then(|id| SpaceId::parse(&id)),
            subdomain: word(&description.get("subdomain")),
            gradio_version: (description.get("sdkVersion").text())
                .or_else(|| readme.get("sdk_version").text())
                .filter(|_| sdk.as_deref() == Some("gradio"))
                .and_then(|version| GradioVersion::parse(&version)),
            sdk,
            server_side_rendered: None,
            // `current` is null while a Space is built.
            hardware: word(&hardware.get("current")).or_else(|| word(&hardware.get("requested"))),
            stage: word(&runtime.get("stage")),
            visibility: visibility(description),
            app_file: readme.get("app_file").text(),
        }
    }

    /// With a path of letters that need no escape in an address; else it is empty, and says that there is
    /// one. Not in [`Self::read`]: that is in the page's module too, where each rule is paid for.
    pub(super) fn with_readable_path(mut self) -> Self {
        self.app_file = self.app_file.map(path);
        self
    }

    /// Whether this description says that it is served at a host: `SUBDOMAIN.hf.space`, or a domain
    /// of its own. A Space that was renamed keeps its old host beside the new one.
    #[must_use]
    pub fn is_served_at(&self, description: &Json, host: &str) -> bool {
        let domains = description.get("runtime").get("domains").list();
        host.strip_suffix(".hf.space")
            .is_some_and(|label| self.subdomain.as_deref() == Some(label))
            || (domains.iter()).any(|entry| entry.get("domain").text().as_deref() == Some(host))
    }

    /// Whether it runs on ZeroGPU. `None` where the hardware is unknown.
    ///
    /// One flavour name so far, `zero-a10g`, whatever the real card
    /// (<https://huggingface.co/docs/hub/spaces-zerogpu>, August 2026).
    #[must_use]
    pub fn is_zero_gpu(&self) -> Option<bool> {
        Some(self.hardware.as_deref()?.starts_with("zero-"))
    }

    /// Whether it is known to be a Gradio app.
    #[must_use]
    pub fn is_gradio(&self) -> bool {
        self.sdk.as_deref() == Some("gradio") || self.gradio_version.is_some()
    }

    /// Its app is there, so what was said of its sleep is out of date.
    pub(super) fn clear_stale_stage(&mut self, is_there: bool) {
        if is_there && !self.is_running() {
            self.stage = None;
        }
    }

    /// Whether its app answers. Unknown counts as running: the visitor is looking at it.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(
            self.stage.as_deref(),
            None | Some("RUNNING" | "RUNNING_BUILDING" | "RUNNING_APP_STARTING")
        )
    }
}

fn visibility(description: &Json) -> Option<Visibility> {
    let named = description.get("visibility").text();
    named
        .and_then(|name| Visibility::from_name(&name))
        .or_else(|| match description.get("private").flag()? {
            true => Some(Visibility::Private),
            false => Some(Visibility::Public),
        })
}

/// A short plain word of the Hub's own vocabulary. Longer text, or text with other characters, is
/// not one; it would end up in a report that people paste into forums.
fn is_word(text: &str) -> bool {
    is_made_of(text, b"_-")
}

/// By bytes: what reads letters brings the messages of its failures into the page's module (11 KB).
fn is_made_of(text: &str, marks: &[u8]) -> bool {
    (1..=96).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || marks.contains(&byte))
}

fn word(value: &Json) -> Option<String> {
    value.text().filter(|text| is_word(text))
}

fn path_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(path))
}

/// Of a text that may be any, a path in a repository.
fn path(text: String) -> String {
    if is_made_of(&text, b"_-./") {
        text
    } else {
        String::new()
    }
}

fn plain_word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.filter(|text| is_word(text)))
}
