//! A report → what is shown in its page. Composed by the background, so that no page pays for words
//! that it does not show; `src/page` builds it.

use crate::facts::{Facts, Json, RunHistory};
use crate::ui::banner::{banner, card};
use crate::ui::card::explain;
use crate::ui::element::Element;
use crate::ui::words::{Localize, banner_text};
use crate::verdict::{BannerState, Verdict};

/// What is shown.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The banner, or a card in its place.
    pub element: Element,
    /// What it is about: a visitor who dismissed it has dismissed what is about the same.
    pub about: String,
}

/// What the background knows beside the report.
#[derive(Clone, Debug, Default)]
pub struct NoticeContext {
    /// The page's address, whose query the way out keeps.
    pub href: String,
    /// What became of this session's runs.
    pub outcomes: RunHistory,
    /// A day ago, ISO 8601 in UTC.
    pub since: String,
    /// For each message of the report, when its wait ends: milliseconds since 1970, and the hour and
    /// minute in the visitor's own words.
    pub until: Vec<Option<(String, String)>>,
}

impl NoticeContext {
    /// Reads what `extension/background/notice.js` gathered.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let text = |value: &Json| value.text().map(str::to_owned);
        let until = message.get("until").list().iter();
        Self {
            href: text(message.get("href")).unwrap_or_default(),
            outcomes: RunHistory::from_message(message.get("outcomes")),
            since: text(message.get("since")).unwrap_or_default(),
            until: until
                .map(|until| text(until.get("ms")).zip(text(until.get("clock"))))
                .collect(),
        }
    }
}

/// Composes what a page shows; `None` where there is nothing to say.
#[must_use]
pub fn notice(report: &Json, around: &NoticeContext, lookup: &Localize) -> Option<Notice> {
    let facts = Facts::from_message(report);
    let verdict = Verdict::from_report(report);
    if verdict.banner != BannerState::Shown {
        return None;
    }
    if let Some(told) = facts.current_message() {
        let explained = explain(&facts, &verdict, told, around, lookup)?;
        return Some(Notice {
            about: [told.cause.name(), " ", told.identity.name()].concat(),
            element: card(&explained, lookup),
        });
    }
    banner_text(&facts, &verdict, &around.href).map(|banner_text| Notice {
        element: banner(&banner_text, lookup),
        about: "verdict".to_owned(),
    })
}
