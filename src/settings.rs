//! What the visitor chose on the options page, in banners and in the popup, and what their organisation
//! did (`storage.managed`). Read field by field: what is of an old or unknown shape is not chosen.

use crate::facts::{Facts, SpaceId};
use crate::json::Json;
use crate::string_enum::string_enum;
use crate::verdict::{BannerState, Judged};
use serde::{Deserialize, Serialize};

/// More Spaces than anybody hides, and than fit into the browser's synced storage (512 items).
const MAX_HIDDEN: usize = 200;

/// The names in storage. Each choice is an item of its own, so that two machines that choose at the same
/// time lose nothing of each other.
mod key {
    pub const BANNER: &str = "banner";
    pub const CARDS: &str = "cards";
    pub const EDGE: &str = "edge";
    pub const FOLDED: &str = "folded";
    pub const ASKS_SPACE: &str = "asksSpace";
    /// Of version 1.0.0 too.
    pub const ASKS_QUOTA: &str = "asksQuota";
    pub const OPENS_HUB: &str = "opensHub";
    pub const HIDDEN_UNTIL: &str = "hiddenUntil";
    /// Before a Space's name.
    pub const HIDDEN: &str = "hidden:";
}

string_enum! {
    /// Where the banner sits.
    Edge {
        /// Below the upper edge.
        Top = "top",
        /// Above the lower one.
        Bottom = "bottom",
    }
}

/// What holds in a tab.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Settings {
    /// Pages show the banner.
    pub banner: bool,
    /// Pages explain refused runs.
    pub cards: bool,
    /// Where both sit.
    pub edge: Edge,
    /// They are a pill at first.
    pub folded: bool,
    /// The Hub and apps may be asked which Space is at an address.
    pub asks_space: bool,
    /// The Hub may be asked, with the visitor's sign-in, what is left of their GPU time.
    pub asks_quota: bool,
    /// A Space's direct address leads to its Hub page.
    pub opens_hub: bool,
    /// Nothing is shown anywhere until then.
    pub hidden_until: Option<HiddenUntil>,
    /// The Spaces whose banner is hidden, as they were hidden.
    pub hidden: Vec<HiddenSpace>,
    /// What the organisation says.
    pub managed: Managed,
    /// Items of storage that are not needed: unreadable ones, and the oldest of too many.
    pub surplus: Vec<String>,
}

/// Until when nothing is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenUntil {
    /// In ms since 1970.
    pub at: u64,
    /// Explanations of refused runs too.
    pub cards: bool,
}

/// A Space whose banner is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenSpace {
    /// `owner/name`, or where that was not known the host label of its address.
    pub name: String,
    /// When that was chosen, in ms since 1970; 0 where only the organisation hides it.
    pub at: u64,
    /// Explanations of refused runs too.
    pub cards: bool,
    /// The organisation hides it, too.
    #[serde(default)]
    pub is_listed: bool,
}

/// What the visitor's organisation set (`extension/managed_schema.json`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Managed {
    /// No banner and no card, whatever the visitor chose.
    pub no_banner: bool,
    /// Nobody is asked anything, whatever the visitor chose.
    pub no_look_ups: bool,
    /// Where people find help, an `https:` address.
    pub help_url: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            banner: true,
            cards: true,
            edge: Edge::Top,
            folded: false,
            asks_space: true,
            asks_quota: false,
            opens_hub: false,
            hidden_until: None,
            hidden: vec![],
            managed: Managed::default(),
            surplus: vec![],
        }
    }
}

/// Why nothing is shown although there is something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenBy {
    /// The organisation.
    Organisation,
    /// A choice on the options page.
    Options,
    /// Until then, in ms since 1970.
    Until(u64),
    /// Hidden for this Space.
    Space,
    /// The same, explanations included.
    SpaceWithCards,
}

impl Settings {
    /// Reads what is stored: a list of pairs, key and value, and what the organisation set.
    #[must_use]
    pub fn read(stored: &Json, managed: &Json) -> Self {
        let mut settings = Self::default();
        let mut shown = vec![];
        for item in stored.list() {
            let [name, value] = item.list().try_into().unwrap_or_default();
            let Some(name) = name.text() else { continue };
            if let Some(space) = name.strip_prefix(key::HIDDEN) {
                match HiddenSpace::read(space, &value) {
                    Some(hidden) => settings.hidden.push(hidden),
                    // Shown again, although the organisation hides it.
                    None if is_space(space) && value.flag() == Some(false) => {
                        shown.push(space.to_owned());
                    }
                    None => settings.surplus.push(name),
                }
            } else if !settings.choose(&name, &value) {
                settings.surplus.push(name);
            }
        }
        settings.hidden.sort_by_key(|hidden| hidden.at);
        let more = settings.hidden.len().saturating_sub(MAX_HIDDEN);
        let oldest = settings.hidden.drain(..more);
        let keys = oldest.map(|hidden| [key::HIDDEN, &hidden.name].concat());
        settings.surplus.extend(keys);
        settings.manage(managed, &shown);
        settings
    }

    /// Takes one stored value; false where it is none of ours.
    fn choose(&mut self, name: &str, value: &Json) -> bool {
        let flag = match name {
            key::BANNER => &mut self.banner,
            key::CARDS => &mut self.cards,
            key::FOLDED => &mut self.folded,
            key::ASKS_SPACE => &mut self.asks_space,
            key::ASKS_QUOTA => &mut self.asks_quota,
            key::OPENS_HUB => &mut self.opens_hub,
            key::EDGE => {
                let edge = value.text().and_then(|word| Edge::from_name(&word));
                self.edge = edge.unwrap_or(self.edge);
                return edge.is_some();
            }
            key::HIDDEN_UNTIL => {
                self.hidden_until = value.get("at").integer().map(|at| HiddenUntil {
                    at,
                    cards: value.get("cards").flag() == Some(true),
                });
                return self.hidden_until.is_some();
            }
            _ => return false,
        };
        *flag = value.flag().unwrap_or(*flag);
        value.flag().is_some()
    }

    fn manage(&mut self, managed: &Json, shown: &[String]) {
        self.managed = Managed {
            no_banner: managed.get("banner").flag() == Some(false),
            no_look_ups: managed.get("lookUps").flag() == Some(false),
            help_url: (managed.get("helpUrl").text()).filter(|url| url.starts_with("https://")),
        };
        if self.managed.no_look_ups {
            self.asks_space = false;
            self.asks_quota = false;
        }
        for name in managed.get("hiddenSpaces").list().iter().take(MAX_HIDDEN) {
            let Some(name) = name.text().filter(|name| is_space(name)) else {
                continue;
            };
            if let Some(own) = self.hidden.iter_mut().find(|hidden| hidden.name == name) {
                own.is_listed = true;
            } else if !shown.contains(&name) {
                self.hidden.push(HiddenSpace {
                    name,
                    at: 0,
                    cards: false,
                    is_listed: true,
                });
            }
        }
    }

    /// Why nothing is shown of a verdict although there is something to say.
    #[must_use]
    pub fn hidden_by(&self, facts: &Facts, now: u64) -> Option<HiddenBy> {
        let is_card = facts.current_message().is_some();
        if self.managed.no_banner {
            return Some(HiddenBy::Organisation);
        }
        let is_on = if is_card { self.cards } else { self.banner };
        if !is_on {
            return Some(HiddenBy::Options);
        }
        let holds = |until: &&HiddenUntil| now < until.at && (until.cards || !is_card);
        if let Some(until) = self.hidden_until.as_ref().filter(holds) {
            return Some(HiddenBy::Until(until.at));
        }
        let hidden = self.hidden.iter().find(|hidden| hidden.is_of(facts))?;
        match (is_card, hidden.cards) {
            (_, true) => Some(HiddenBy::SpaceWithCards),
            (false, false) => Some(HiddenBy::Space),
            (true, false) => None,
        }
    }

    /// A verdict as it shows: `muted` where it would show and the visitor does not want it.
    #[must_use]
    pub fn apply(&self, mut judged: Judged, now: u64) -> Judged {
        let is_hidden = self.hidden_by(&judged.facts, now).is_some();
        if judged.verdict.banner == BannerState::Shown && is_hidden {
            judged.verdict.banner = BannerState::Muted;
        }
        judged
    }
}

/// The item of storage that hides a verdict's Space. `None` where nobody knows which Space it is.
#[must_use]
pub fn hidden_key(facts: &Facts) -> Option<String> {
    let id = facts.space.id.as_ref().map(SpaceId::as_str);
    let name = id.or(facts.space.subdomain.as_deref())?;
    is_space(name).then(|| [key::HIDDEN, name].concat())
}

impl HiddenSpace {
    fn read(name: &str, value: &Json) -> Option<Self> {
        let at = value.get("at").integer()?;
        is_space(name).then(|| Self {
            name: name.to_owned(),
            at,
            cards: value.get("cards").flag() == Some(true),
            is_listed: false,
        })
    }

    fn is_of(&self, facts: &Facts) -> bool {
        let space = &facts.space;
        let id = SpaceId::parse(&self.name);
        match (&id, &space.id) {
            (Some(hidden), Some(id)) => hidden.is(id),
            _ => {
                let label = |id: &SpaceId| id.subdomain();
                let hidden = id.as_ref().map_or_else(|| self.name.clone(), label);
                let own = space.subdomain.clone().or(space.id.as_ref().map(label));
                own == Some(hidden)
            }
        }
    }
}

/// A Space's id, or the host label of one.
fn is_space(name: &str) -> bool {
    let is_label = |name: &str| {
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        (1..=200).contains(&name.len()) && name.bytes().all(is_part)
    };
    SpaceId::parse(name).is_some() || is_label(name)
}

/// A change of what is stored: `null` takes the item away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The item.
    pub key: String,
    /// What it holds from now on.
    pub value: Option<Stored>,
}

/// What an item holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Stored {
    /// A choice.
    Flag(bool),
    /// A time, and whether explanations of refused runs are hidden too.
    At {
        /// In ms since 1970.
        at: u64,
        /// Whether they are.
        cards: bool,
    },
}

/// Hides what shows of a verdict: for its Space, or everywhere until `tomorrow`. Who hides an explanation
/// wants no more of them; a banner alone hides none.
#[must_use]
pub fn hide(facts: &Facts, is_for_space: bool, now: u64, tomorrow: u64) -> Option<Change> {
    let cards = facts.current_message().is_some();
    let (key, at) = if is_for_space {
        (hidden_key(facts)?, now)
    } else {
        (key::HIDDEN_UNTIL.to_owned(), tomorrow)
    };
    Some(Change {
        key,
        value: Some(Stored::At { at, cards }),
    })
}

impl HiddenSpace {
    /// Its item of storage.
    #[must_use]
    pub fn key(&self) -> String {
        [key::HIDDEN, &self.name].concat()
    }

    /// Shows it again. What the organisation hides is shown by a word of its own.
    #[must_use]
    pub fn show_again(&self) -> Change {
        Change {
            key: self.key(),
            value: self.is_listed.then_some(Stored::Flag(false)),
        }
    }
}

impl Settings {
    /// Shows again what is hidden of a verdict, as far as one press can.
    #[must_use]
    pub fn show_again(&self, facts: &Facts, now: u64) -> Option<Change> {
        match self.hidden_by(facts, now)? {
            HiddenBy::Until(_) => Some(Change {
                key: key::HIDDEN_UNTIL.to_owned(),
                value: None,
            }),
            HiddenBy::Space | HiddenBy::SpaceWithCards => {
                let hidden = self.hidden.iter().find(|hidden| hidden.is_of(facts))?;
                Some(hidden.show_again())
            }
            HiddenBy::Organisation | HiddenBy::Options => None,
        }
    }
}
