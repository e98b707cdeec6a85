//! The page that opens once, after the extension was installed.

use crate::facts::{Facts, Place, Space, SpaceId};
use crate::ui::banner::banner;
use crate::ui::banner_text::banner_text;
use crate::ui::element::{Element, button, element};
use crate::ui::hide;
use crate::ui::text::{Localize, Localizer};
use crate::verdict::judge;
use serde::Deserialize;

/// What the page knows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WelcomeInput {
    /// Firefox, where private windows are allowed in another place.
    pub is_firefox: bool,
    /// The extension may run in private windows.
    pub is_in_private: bool,
}

/// Builds the page's content. The element of class `sample` is empty: the banner belongs there
/// ([`sample`]).
#[must_use]
pub fn welcome(input: &WelcomeInput, localize: &Localize) -> Element {
    let localizer = Localizer(localize);
    let text = |key| element("p", "", &localizer.plain(key));
    let section =
        |heading| element("section", "", "").child(element("h2", "", &localizer.plain(heading)));
    let what = [
        "welcome_what",
        "welcome_whose",
        "welcome_banner",
        "welcome_badge",
    ]
    .into_iter()
    .fold(element("section", "what", ""), |what, key| {
        what.child(text(key))
    });
    let sample = element("div", "sample", "")
        .attribute("role", "img")
        .attribute("aria-label", &localizer.plain("headline_guest"));
    let private = section("welcome_private");
    let private = if input.is_in_private {
        private.child(text("welcome_privateOn"))
    } else {
        private
            .child(text("welcome_privateText"))
            .child(text(if input.is_firefox {
                "welcome_privateFirefox"
            } else {
                "welcome_privateChromium"
            }))
    };
    let never = [
        "welcome_neverRead",
        "welcome_neverTell",
        "welcome_neverChange",
    ]
    .into_iter()
    .fold(element("ul", "never", ""), |list, key| {
        list.child(element("li", "", &localizer.plain(key)))
    });
    let content = element("div", "content", "")
        .child(element("h1", "", &localizer.plain("welcome_title")))
        .child(what)
        .child(section("welcome_see").child(sample))
        .child(private)
        .child(section("welcome_never").child(never));
    // Firefox starts scripts in open tabs by itself.
    let content = if input.is_firefox {
        content
    } else {
        content.child(text("welcome_reload"))
    };
    content.child(button(
        "plain",
        hide::act::OPTIONS,
        &localizer.plain("action_options"),
    ))
}

/// The banner as a visitor sees it at a direct address.
#[must_use]
pub fn sample(localize: &Localize) -> Option<Element> {
    let facts = Facts {
        place: Place::Direct,
        space: Space {
            id: SpaceId::new("owner", "name"),
            sdk: Some("gradio".to_owned()),
            hardware: Some("zero-a10g".to_owned()),
            ..Space::default()
        },
        ..Facts::default()
    };
    let text = banner_text(&facts, &judge(&facts), "", false)?;
    Some(banner(&text, &facts, localize))
}
