//! The toolbar icon's badge: one glance, not by colour alone. Its title says it in words.

use crate::tab::FrameVerdict;
use crate::ui::card::{AccountOwner, verdict_owner};
use crate::ui::text::Localize;
use crate::verdict::{Grade, Judged, Pool};
use serde::Serialize;

const AMBER: &str = "#a85b00";
const GREEN: &str = "#2b7a4b";

/// What the icon shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// A character, or nothing.
    pub text: &'static str,
    /// What is behind it.
    pub color: &'static str,
    /// The icon's title.
    pub title: String,
}

/// The badge of a tab for which a frame speaks; `None` where no Space is.
#[must_use]
pub fn badge(speaker: Option<&FrameVerdict>, localize: &Localize) -> Badge {
    let judged = speaker.filter(|speaker| !speaker.failed);
    let judged = judged.map(|speaker| &speaker.judged);
    let key = match speaker {
        None => "extensionName",
        Some(_) => judged.map_or("badge_failed", title),
    };
    let (text, color) = match judged.map(|judged| (judged.verdict.pool, judged.verdict.grade)) {
        Some((Pool::Guest, _)) => ("!", AMBER),
        // Before a run was seen nothing is sure enough for a tick.
        Some((Pool::Account, Grade::Observed)) => ("✓", GREEN),
        _ => ("", AMBER),
    };
    Badge {
        text,
        color,
        title: localize(key, &[]),
    }
}

fn title(judged: &Judged) -> &'static str {
    match (judged.verdict.pool, judged.verdict.grade) {
        (Pool::Guest, Grade::Observed) => "badge_guest_observed",
        (Pool::Guest, Grade::Derived) => "badge_guest_derived",
        (Pool::Guest, Grade::Assumed) => "badge_guest_assumed",
        // ZeroGPU may speak of an account that nobody knows, or that is not the visitor's.
        (Pool::Account, _) if verdict_owner(&judged.facts) != AccountOwner::Visitor => {
            "badge_account_told"
        }
        (Pool::Account, Grade::Observed) => "badge_account_observed",
        (Pool::Account, Grade::Derived) => "badge_account_derived",
        (Pool::Account, Grade::Assumed) => "badge_account_assumed",
        (Pool::Space, _) => "badge_space",
        (Pool::None, _) => "badge_none",
        (Pool::Unknown, _) => "badge_unknown",
    }
}
