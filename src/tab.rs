//! Which of a tab's frames speaks for the tab, in popup and badge, and which may show a banner.
//!
//! What is kept of a tab is a list of what its frames said last: `{frameId, document, report}` each, and
//! whatever else the glue puts there. A document's name is the time at which it began.

use crate::checked::is_report;
use crate::facts::{Json, Place};

/// More frames of one tab than have anything to say.
const MOST: usize = 8;

/// What is kept of a tab; what cannot be read is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tab(Vec<Json>);

impl Tab {
    /// Reads what [`Tab`] looks like in the session's storage.
    #[must_use]
    pub fn from_message(kept: &Json) -> Self {
        let is_whole = |said: &&Json| {
            said.get("document").text().is_some()
                && said.get("frameId").integer().is_some()
                && is_report(said.get("report"))
        };
        Self(kept.list().iter().filter(is_whole).cloned().collect())
    }

    /// The counterpart of [`Tab::from_message`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        Json::List(self.0.clone())
    }

    /// A frame says something, maybe not for the first time. Whether it may show a banner: one that no
    /// other frame of the tab is in the way of.
    pub fn hear(&mut self, said: &Json) -> bool {
        let frame = frame_of(said);
        // Frames begin after the page that holds them. What began earlier was in the page before.
        if is_top(said) {
            self.0
                .retain(|other| is_top(other) || began(other) >= began(said));
        } else if self
            .0
            .iter()
            .any(|top| is_top(top) && began(top) > began(said))
        {
            return false;
        }
        match self.0.iter_mut().find(|other| frame_of(other) == frame) {
            Some(before) => before.clone_from(said),
            None => self.0.push(said.clone()),
        }
        let speaker = self.speaker().map(frame_of);
        if self.0.len() > MOST
            && let Some(silent) = (self.0.iter())
                .rposition(|other| frame_of(other) != speaker.flatten() && !is_top(other))
        {
            self.0.remove(silent);
        }
        self.speaker()
            .is_none_or(|speaker| frame_of(speaker) == frame || !shows(speaker))
    }

    /// What the tab's own document says, where that is a Space's Hub page, or has something to show;
    /// else the first frame that has; else whoever said anything.
    #[must_use]
    pub fn speaker(&self) -> Option<&Json> {
        let top = self.0.iter().find(|said| is_top(said));
        top.filter(|top| place_of(top) == Some(Place::Hub) || shows(top))
            .or_else(|| self.0.iter().find(|said| shows(said)))
            .or(top)
            .or(self.0.first())
    }

    /// Without the frames whose documents are gone.
    #[must_use]
    pub fn without(mut self, gone: &[&str]) -> Self {
        let is_gone =
            |said: &Json| (said.get("document").text()).is_some_and(|it| gone.contains(&it));
        self.0.retain(|said| !is_gone(said));
        self
    }
}

fn frame_of(said: &Json) -> Option<u64> {
    said.get("frameId").integer()
}

fn is_top(said: &Json) -> bool {
    frame_of(said) == Some(0)
}

fn began(said: &Json) -> Option<f64> {
    said.get("document").text()?.parse().ok()
}

fn place_of(said: &Json) -> Option<Place> {
    said.get("report")
        .get("place")
        .text()
        .and_then(Place::from_name)
}

fn shows(said: &Json) -> bool {
    said.get("report").get("banner").text() == Some("shown")
}
