//! Which of a tab's frames speaks for the tab, in popup and badge, and which may show a banner.

use crate::facts::{Place, Run};
use crate::verdict::{BannerState, Judged};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// More frames of one tab than have anything to say.
const MAX_FRAMES: usize = 8;

/// What a frame of a tab said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FrameVerdict {
    /// The browser's number of the frame: 0 is the tab itself.
    pub frame_id: u64,
    /// A name for its document: when it began, in milliseconds since 1970.
    pub document: String,
    /// Its facts, and what they mean.
    pub judged: Judged,
    /// Its runs, where no script keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runs: Option<Vec<Run>>,
    /// Something of ours failed there.
    #[serde(default)]
    pub failed: bool,
}

impl FrameVerdict {
    const fn is_top(&self) -> bool {
        self.frame_id == 0
    }

    fn began(&self) -> Option<f64> {
        self.document.parse().ok()
    }

    fn shows(&self) -> bool {
        self.judged.verdict.banner == BannerState::Shown
    }
}

/// What a frame answers that is asked which document it shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// Nothing in time: its page is busy, or hangs.
    Silent,
    /// The document's name; `None` where no script of ours is.
    Shows(Option<String>),
}

/// What is kept of a tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>")]
pub struct Tab(Vec<FrameVerdict>);

/// An entry of the session's storage: what cannot be read is not kept.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Frame(Box<FrameVerdict>),
    Unreadable(IgnoredAny),
}

impl From<Vec<Kept>> for Tab {
    fn from(kept: Vec<Kept>) -> Self {
        let frame = |kept| match kept {
            Kept::Frame(frame) => Some(*frame),
            Kept::Unreadable(_) => None,
        };
        Self(kept.into_iter().filter_map(frame).collect())
    }
}

impl Tab {
    /// A frame says something, maybe not for the first time. Whether it may show a banner: one that no
    /// other frame of the tab is in the way of.
    pub fn record(&mut self, said: FrameVerdict) -> bool {
        let frame = said.frame_id;
        // Frames begin after the page that holds them. What began earlier was in the page before.
        if said.is_top() {
            self.0
                .retain(|other| other.is_top() || other.began() >= said.began());
        } else if self
            .0
            .iter()
            .any(|top| top.is_top() && top.began() > said.began())
        {
            return false;
        }
        match self.0.iter_mut().find(|other| other.frame_id == frame) {
            Some(before) => *before = said,
            None => self.0.push(said),
        }
        let speaker = self.speaker().map(|speaker| speaker.frame_id);
        if self.0.len() > MAX_FRAMES
            && let Some(silent) = (self.0.iter())
                .rposition(|other| Some(other.frame_id) != speaker && !other.is_top())
        {
            self.0.remove(silent);
        }
        self.speaker()
            .is_none_or(|speaker| speaker.frame_id == frame || !speaker.shows())
    }

    /// What is kept, one entry a frame.
    #[must_use]
    pub fn frames(&self) -> &[FrameVerdict] {
        &self.0
    }

    /// What the tab's own document says, where that is a Space's Hub page, or has something to show;
    /// else the first frame that has; else whoever said anything.
    #[must_use]
    pub fn speaker(&self) -> Option<&FrameVerdict> {
        let top = self.0.iter().find(|said| said.is_top());
        top.filter(|top| top.judged.facts.place == Place::Hub || top.shows())
            .or_else(|| self.0.iter().find(|said| said.shows()))
            .or(top)
            .or(self.0.first())
    }

    /// The documents that are there no more, by what each frame answered, in order. A frame that did not
    /// answer in time still shows its document, as far as the tab's address does not contradict: `href`,
    /// empty where nobody knows it.
    #[must_use]
    pub fn gone(&self, presences: &[Presence], href: &str) -> Vec<String> {
        let is_gone = |said: &FrameVerdict, presence: &Presence| match presence {
            Presence::Shows(document) => document.as_ref() != Some(&said.document),
            Presence::Silent => {
                said.is_top() && !href.is_empty() && !said.judged.facts.are_about(href)
            }
        };
        let gone =
            (self.0.iter().zip(presences)).filter(|(said, presence)| is_gone(said, presence));
        gone.map(|(said, _)| said.document.clone()).collect()
    }

    /// Without the frames whose documents are gone.
    #[must_use]
    pub fn without(mut self, gone: &[String]) -> Self {
        self.0.retain(|said| !gone.contains(&said.document));
        self
    }
}
