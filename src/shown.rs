//! A report → what is shown in its page. Composed by the background, so that no page pays for words
//! that it does not show; `src/page` and `extension/without_wasm.js` build it.

use crate::assess::{Assessment, BannerState};
use crate::banner::{banner, card};
use crate::card::explain;
use crate::element::Element;
use crate::observe::{Json, Observations, Outcomes};
use crate::words::{Lookup, saying};

/// What is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The banner, or a card in its place.
    pub element: Element,
    /// What it is about: a visitor who dismissed it has dismissed what is about the same.
    pub about: String,
}

/// What the background knows beside the report.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The page's address, whose query the way out keeps.
    pub href: String,
    /// What became of this session's runs.
    pub outcomes: Outcomes,
    /// A day ago, ISO 8601 in UTC.
    pub since: String,
    /// For each message of the report, when its wait ends: milliseconds since 1970, and the hour and
    /// minute in the visitor's own words.
    pub until: Vec<Option<(String, String)>>,
}

impl Around {
    /// Reads what `extension/shown.js` gathered.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let text = |value: &Json| value.text().map(str::to_owned);
        let until = message.get("until").list().iter();
        Self {
            href: text(message.get("href")).unwrap_or_default(),
            outcomes: Outcomes::from_message(message.get("outcomes")),
            since: text(message.get("since")).unwrap_or_default(),
            until: until
                .map(|until| text(until.get("ms")).zip(text(until.get("clock"))))
                .collect(),
        }
    }
}

/// Composes what a page shows; `None` where there is nothing to say.
#[must_use]
pub fn shown(report: &Json, around: &Around, lookup: &Lookup) -> Option<Shown> {
    let known = Observations::from_message(report);
    let assessment = Assessment::from_report(report);
    if assessment.banner != BannerState::Shown {
        return None;
    }
    if let Some(told) = known.to_explain() {
        let explained = explain(&known, &assessment, told, around, lookup)?;
        return Some(Shown {
            about: [told.cause.name(), " ", told.identity.name()].concat(),
            element: card(&explained, lookup),
        });
    }
    saying(&known, &assessment, &around.href).map(|saying| Shown {
        element: banner(&saying, lookup),
        about: "verdict".to_owned(),
    })
}
