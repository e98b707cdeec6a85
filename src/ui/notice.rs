//! Verdict → what is shown in its page. Composed by the background, so that no page pays for words that
//! it does not show; `src/page` builds it.

use crate::facts::{Facts, Place, RunHistory, SourceAnswer};
use crate::settings::{Edge, Settings};
use crate::ui::banner::{banner, card, opened_note};
use crate::ui::banner_text::banner_text;
use crate::ui::card::explain;
use crate::ui::element::Element;
use crate::ui::forecast::banner_sentence;
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
    /// What is read out, sentence by sentence.
    pub spoken: String,
    /// Where it sits.
    pub edge: Edge,
    /// It is a pill at first.
    pub folded: bool,
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
    /// What the visitor chose.
    pub settings: Settings,
    /// The time, in ms since 1970.
    pub now: u64,
    /// Whether the visitor folded it in this tab, or unfolded it.
    pub is_folded: Option<bool>,
    /// The visitor was led here from the Space's direct address, as they chose.
    pub was_opened: bool,
    /// The Space is the visitor's, or their organisation's.
    pub is_owner: bool,
    /// What the Space's source declares, where the visitor wants that read.
    pub source: Option<SourceAnswer>,
}

/// Composes what a page shows; `None` where there is nothing to say, and where the visitor wants nothing
/// said.
#[must_use]
pub fn notice(judged: &Judged, context: &NoticeContext, localize: &Localize) -> Option<Notice> {
    let Judged { facts, verdict } = judged;
    let (element, about) = if verdict.banner != BannerState::Shown {
        opened(facts, context, localize)?
    } else if context.settings.hidden_by(facts, context.now).is_some() {
        return None;
    } else if let Some(message) = facts.current_message() {
        let explained = explain(facts, verdict, message, context, localize)?;
        (
            card(&explained, facts, localize),
            [message.cause.name(), " ", message.charged_to.name()].concat(),
        )
    } else {
        let mut banner_text = banner_text(facts, verdict, &context.href, context.is_owner)?;
        // Only where the visitor turned that on: one press in the popup is for the popup.
        let source = (context.source.as_ref()).filter(|_| context.settings.asks_quota);
        banner_text.forecast = banner_sentence(facts, verdict, source, context.now, localize);
        (banner(&banner_text, facts, localize), "verdict".to_owned())
    };
    Some(Notice {
        spoken: spoken(&element),
        element,
        about,
        edge: context.settings.edge,
        folded: context.is_folded.unwrap_or(context.settings.folded),
    })
}

fn spoken(element: &Element) -> String {
    let words = element.children.iter().find(|child| child.class == "words");
    let sentences = words.into_iter().flat_map(|words| &words.children);
    let sentences: Vec<&str> = sentences.map(|sentence| sentence.text.as_str()).collect();
    sentences.join(" ")
}

/// On the Hub page that a direct address led to: the way back.
fn opened(
    facts: &Facts,
    context: &NoticeContext,
    localize: &Localize,
) -> Option<(Element, String)> {
    let is_here = context.was_opened && facts.place == Place::Hub;
    is_here.then(|| (opened_note(localize), "opened".to_owned()))
}

/// What is kept and cannot be read is no history, and no reason to show nothing.
fn readable_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RunHistory, D::Error> {
    Ok(RunHistory::deserialize(deserializer).unwrap_or_default())
}
