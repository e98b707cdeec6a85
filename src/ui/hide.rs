//! How the banner is hidden, and shown again: the choices beside "now", and why it does not show.

use crate::facts::Facts;
use crate::settings::{HiddenBy, Settings, hidden_key};
use crate::ui::element::{Element, button, element};
use crate::ui::text::Localizer;

/// The values of `data-act`.
pub mod act {
    /// Hides the banner for this Space; of a card, its explanations too.
    pub const HIDE_SPACE: &str = "hide-space";
    /// Hides it everywhere until tomorrow.
    pub const HIDE_DAY: &str = "hide-day";
    /// Shows it again.
    pub const SHOW_AGAIN: &str = "show-again";
    /// Opens the options page.
    pub const OPTIONS: &str = "options";
}

/// The buttons that hide it, and the way to the options.
#[must_use]
pub(crate) fn hide_choices(facts: &Facts, localizer: Localizer) -> Element {
    let is_card = facts.current_message().is_some();
    let lead = localizer.plain(if is_card {
        "hide_leadCard"
    } else {
        "hide_lead"
    });
    let plain = |act, label| button("plain", act, &localizer.plain(label));
    let mut choices = element("div", "hide", "")
        .attribute("role", "group")
        .attribute("aria-label", &lead)
        .child(element("span", "lead", &lead));
    if hidden_key(facts).is_some() {
        choices = choices.child(plain(act::HIDE_SPACE, "action_muteSpace"));
    }
    choices
        .child(plain(act::HIDE_DAY, "action_muteDay"))
        .child(plain(act::OPTIONS, "action_options"))
}

/// Why it does not show, and how it does again. `until` is when it does by itself, in the visitor's words.
#[must_use]
pub(crate) fn hidden_section(
    settings: &Settings,
    facts: &Facts,
    now: u64,
    until: Option<&str>,
    localizer: Localizer,
) -> Option<Element> {
    let hidden_by = settings.hidden_by(facts, now)?;
    // Its words speak of the banner, and an explanation stands in the popup in full.
    if hidden_by == HiddenBy::Options && facts.current_message().is_some() {
        return None;
    }
    let text = match (hidden_by, until) {
        (HiddenBy::Organisation, _) => localizer.plain("popup_mutedManaged"),
        (HiddenBy::Until(_), Some(until)) => localizer.with("popup_mutedDay", &[until.to_owned()]),
        (HiddenBy::Options | HiddenBy::Until(_), _) => localizer.plain("popup_mutedAll"),
        (HiddenBy::Space, _) => localizer.plain("popup_muted"),
        (HiddenBy::SpaceWithCards, _) => localizer.plain("popup_mutedCards"),
    };
    let section = element("section", "hidden", "").child(element("p", "", &text));
    let is_own = matches!(
        hidden_by,
        HiddenBy::Until(_) | HiddenBy::Space | HiddenBy::SpaceWithCards
    );
    let label = localizer.plain("action_unmute");
    Some(if is_own {
        section.child(button("plain", act::SHOW_AGAIN, &label))
    } else {
        section
    })
}
