//! Verdict → what is shown in its page. Composed by the background, so that no page pays for words that
//! it does not show; `src/page` builds it.

use crate::facts::RunHistory;
use crate::ui::banner::{banner, card};
use crate::ui::banner_text::banner_text;
use crate::ui::card::explain;
use crate::ui::element::Element;
use crate::ui::text::Localize;
use crate::verdict::{BannerState, Judged};
use serde::{Deserialize, Deserializer, Serialize};

/// What is shown.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// The banner, or a card in its place.
    pub element: Element,
    /// What it is about: a visitor who dismissed it has dismissed what is about the same.
    pub about: String,
}

/// What the background knows beside the verdict.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NoticeContext {
    /// The page's address, whose query the remedy keeps.
    pub href: String,
    /// What became of this session's runs.
    #[serde(deserialize_with = "readable_or_none")]
    pub run_history: RunHistory,
    /// A day ago, ISO 8601 in UTC.
    pub since: String,
    /// For each of the messages, when its wait ends: milliseconds since 1970, and the hour and
    /// minute in the visitor's own words.
    pub until: Vec<Option<(String, String)>>,
}

/// Composes what a page shows; `None` where there is nothing to say.
#[must_use]
pub fn notice(judged: &Judged, context: &NoticeContext, localize: &Localize) -> Option<Notice> {
    let Judged { facts, verdict } = judged;
    if verdict.banner != BannerState::Shown {
        return None;
    }
    if let Some(message) = facts.current_message() {
        let explained = explain(facts, verdict, message, context, localize)?;
        return Some(Notice {
            about: [message.cause.name(), " ", message.charged_to.name()].concat(),
            element: card(&explained, localize),
        });
    }
    banner_text(facts, verdict, &context.href).map(|banner_text| Notice {
        element: banner(&banner_text, localize),
        about: "verdict".to_owned(),
    })
}

/// What is kept and cannot be read is no history, and no reason to show nothing.
fn readable_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RunHistory, D::Error> {
    Ok(RunHistory::deserialize(deserializer).unwrap_or_default())
}
