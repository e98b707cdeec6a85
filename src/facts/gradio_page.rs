//! A Gradio app's own page: its config, as text, and the class of its container.

use super::{GradioVersion, Json, SpaceId};
use serde::{Deserialize, Serialize};

/// Longest config that is looked at. A page with a longer one still tells its version by the class.
pub const MAX_CONFIG_LENGTH: usize = 1_000_000;

/// How the script begins that holds the config (a regular expression). What an app's author writes can
/// stand in any other script, and within this one.
pub const GRADIO_CONFIG: &str = r"^\s*window\.gradio_config\s*=";

/// What a Gradio page tells of itself. Its author can write anything there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GradioPage {
    /// The version.
    pub version: Option<GradioVersion>,
    /// The Space that it says it is.
    pub space_id: Option<SpaceId>,
    /// Whether it was rendered on the server: such a page has the container but no config.
    pub server_side_rendered: Option<bool>,
}

impl GradioPage {
    /// Reads the inline script `window.gradio_config = {…};` and the container's class list.
    ///
    /// The same in Gradio 4.44 to 6.31; with server-side rendering there is no such script.
    #[must_use]
    pub fn read(config_script: Option<&str>, container_class: Option<&str>) -> Self {
        let config = config_script.and_then(config);
        let by_class = container_class.and_then(GradioVersion::from_class);
        let server_side_rendered = match (&config, by_class) {
            (Some(_), _) => Some(false),
            (None, Some(_)) if config_script.is_none() => Some(true),
            _ => None,
        };
        let text = |key| config.as_ref().and_then(|config| config.get(key).text());
        Self {
            version: text("version")
                .and_then(|version| GradioVersion::parse(&version))
                .or(by_class),
            space_id: text("space_id").and_then(|id| SpaceId::parse(&id)),
            server_side_rendered,
        }
    }
}

/// The object that the script assigns. What follows it (`;`, more script) does not matter.
fn config(script: &str) -> Option<Json> {
    if script.len() > MAX_CONFIG_LENGTH {
        return None;
    }
    let rest = script.trim_start().strip_prefix("window.gradio_config")?;
    Json::parse_object_at_start(rest.trim_start().strip_prefix('=')?.trim_start())
}
