//! What the popup knows of a tab, and how the tab stands to us.

use crate::facts::{Address, HubAnswer, Place, QuotaAnswer, Visibility, is_app_tab};
use crate::settings::Settings;
use crate::string_enum::string_enum;
use crate::ui::notice::NoticeContext;
use crate::verdict::{Judged, Pool};
use serde::{Deserialize, Deserializer};

/// How a tab stands to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabState {
    /// There is a verdict.
    Judged,
    /// A script of ours is at work there.
    Looking,
    /// A Space's address, and no script of ours: the extension is newer than the page.
    Stale,
    /// The visitor's browser keeps us away from the site.
    Refused,
    /// No address of a Space.
    NotASpace,
    /// A Space's address, and what stands there is not its app: a file, a picture, documentation.
    NotTheApp,
    /// A Space's address, and the browser lets nobody look at what stands there: a viewer of its own
    /// for files, or an error page.
    Closed,
    /// It was looked for Spaces, and there are none.
    NothingFound,
    /// The page is too busy to answer.
    Busy,
    /// Something of ours failed there.
    Failed,
    /// The Hub page of a Space, in a shape that we cannot read.
    NewShape,
}

/// What the popup knows (`extension/popup/`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools)]
pub struct PopupInput {
    /// The tab's address, empty where the browser hides it.
    pub href: String,
    /// What is kept of the tab, or what the address alone tells.
    pub judged: Option<Judged>,
    /// It is what a script of ours said there.
    pub is_kept: bool,
    /// Something of ours failed there.
    pub is_failed: bool,
    /// The page is too busy to answer.
    pub is_busy: bool,
    /// The tab is still loading.
    pub is_loading: bool,
    /// The visitor's browser keeps us away from the site.
    pub is_refused: bool,
    /// The page was searched for Spaces.
    pub was_looked: bool,
    /// The verdict is about a Space that was found in the page.
    pub was_found: bool,
    /// What our script in the tab says of itself, where there is one.
    pub script: Option<Script>,
    /// What stands in a tab without one, as far as that was looked at.
    pub unscripted: Option<Unscripted>,
    /// Whether the tab is in a private window, or keeps its cookies apart from the popup's.
    pub separate_cookies: bool,
    /// Whether to ask for the remaining quota.
    pub asks_quota: bool,
    /// What was answered.
    pub quota: Option<QuotaAnswer>,
    /// When that was answered at the latest, in ms since 1970.
    pub quota_at: u64,
    /// Whether to ask for the Space's source: as the visitor chose, or pressed in this popup.
    pub checks_source: bool,
    /// Points in time of the answer, in the visitor's words.
    pub clock: Clock,
    /// It may be a Hub page that we cannot read ([`may_have_new_shape`]), and has a Space's app in a frame.
    pub has_new_shape: bool,
    /// What is known beside the verdict.
    pub context: Option<NoticeContext>,
    /// Firefox, where the way to a site's permission is another one.
    pub is_firefox: bool,
    /// What the visitor chose.
    pub settings: Settings,
    /// In place of a tab, the popup tells why an address has no Hub page.
    pub no_hub_page: Option<NoHubPage>,
}

/// An address that was asked for in the context menu, and why it has no Hub page.
#[derive(Clone, Debug, Deserialize)]
pub struct NoHubPage {
    /// The app's.
    pub host: String,
    /// Why.
    pub why: WhyNoHubPage,
}

string_enum! {
    /// Why an address has no Hub page to go to.
    WhyNoHubPage {
        /// The Space is private, or there is none.
        NotPublic = "not-public",
        /// Only its app is public.
        Protected = "protected",
        /// The Hub did not answer, or not in a way that we can read.
        Unreachable = "unreachable",
        /// Nobody is asked: the visitor, or their organisation, switched that off.
        Off = "off",
    }
}

impl WhyNoHubPage {
    /// By what the Hub answered about the address; `None` where nobody was asked.
    #[must_use]
    pub fn of(answer: Option<&HubAnswer>) -> Self {
        match answer {
            None => Self::Off,
            Some(HubAnswer::NotPublic | HubAnswer::Denied) => Self::NotPublic,
            Some(HubAnswer::Found(space)) => match space.visibility {
                Some(Visibility::Protected) => Self::Protected,
                Some(Visibility::Private) => Self::NotPublic,
                // A shape that we do not know.
                Some(Visibility::Public) | None => Self::Unreachable,
            },
            Some(HubAnswer::AskById { .. } | HubAnswer::Pending | HubAnswer::Unreachable) => {
                Self::Unreachable
            }
        }
    }
}

/// What our script in a tab says of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Script {
    /// Whether it is at work.
    pub is_space: bool,
}

/// What stands in a tab without a script of ours.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Unscripted {
    /// `None` where the browser lets nobody look.
    pub content_type: Option<String>,
}

/// Points in time, in the visitor's words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Clock {
    /// When the page's figure was true: hour and minute.
    pub updated: Option<String>,
    /// When the day's GPU time begins anew.
    #[serde(deserialize_with = "moment")]
    pub resets: Option<Moment>,
    /// Until when everything is hidden.
    pub hidden_until: Option<String>,
    /// When the number of runs does.
    #[serde(deserialize_with = "moment")]
    pub runs_reset: Option<Moment>,
}

/// A point in time that is to come.
#[derive(Clone, Debug, Deserialize)]
pub struct Moment {
    /// In so many minutes.
    #[serde(rename = "in")]
    pub minutes: u16,
    /// Hour and minute.
    pub at: String,
}

/// The Hub may name any time: one that is weeks away, or odd, is not told.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
    Ok(Moment::deserialize(deserializer).ok())
}

/// Whether a tab may show the Hub page of a Space in a shape that we cannot read: neither mark of the app
/// tab is there (`is_space`: what the content script says of itself), or of what a page tells nothing is. It is
/// one if it has a Space's frame, which is to be looked for in the page.
#[must_use]
pub fn may_have_new_shape(href: &str, judged: &Judged, is_space: Option<bool>) -> bool {
    let Judged { facts, verdict } = judged;
    let tells_nothing = facts.visitor.signed_in.is_none()
        || facts.space.sdk.is_none() && facts.space.hardware.is_none();
    let is_unread = facts.place == Place::Hub && verdict.pool == Pool::Unknown && tells_nothing;
    let is_hub_page = matches!(Address::read(href), Address::Hub(_)) && is_app_tab(href);
    is_hub_page && (is_space == Some(false) || is_space == Some(true) && is_unread)
}

impl PopupInput {
    /// How the tab stands to us.
    #[must_use]
    pub fn state(&self) -> TabState {
        let is_judged = (self.judged.as_ref()).is_some_and(|Judged { facts, verdict }| {
            facts.place != Place::Other || verdict.pool == Pool::None
        });
        let is_file = self.judged.is_some() && !is_judged;
        let is_at_work = self.script.as_ref().map(|script| script.is_space);
        match Address::read(&self.href) {
            _ if self.was_found => TabState::Judged,
            _ if self.was_looked => TabState::NothingFound,
            _ if self.is_refused => TabState::Refused,
            _ if self.is_failed => TabState::Failed,
            _ if self.has_new_shape => TabState::NewShape,
            _ if is_judged && self.is_kept => TabState::Judged,
            Address::App {
                is_static: true, ..
            } => TabState::Judged,
            Address::App { .. } if is_at_work == Some(false) || is_file => TabState::NotTheApp,
            Address::App { .. } | Address::Hub(_) if self.is_busy => TabState::Busy,
            Address::App { .. } | Address::Hub(_) => match is_at_work {
                Some(true) => TabState::Looking,
                Some(false) => TabState::NotASpace,
                None if self.is_loading => TabState::Looking,
                None => self.unscripted_state(),
            },
            Address::Other => TabState::NotASpace,
        }
    }

    fn unscripted_state(&self) -> TabState {
        match &self.unscripted {
            None => TabState::Stale,
            Some(Unscripted { content_type: None }) => TabState::Closed,
            Some(Unscripted {
                content_type: Some(kind),
            }) if kind == "text/html" => TabState::Stale,
            Some(_) => TabState::NotTheApp,
        }
    }
}
