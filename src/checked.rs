//! What a frame says of itself, held against what the browser says of the sender: a page may have
//! taken over its own process, and our script with it, but not the background.
//!
//! A frame's word counts for what only the page can know: its Gradio, the handshake, runs, messages,
//! and on the Hub who is signed in. Where it stands, which Space it is and what that Space runs on,
//! the background knows by itself; and it draws the conclusion anew.

use crate::facts::{
    Address, Facts, FrameFacts, HubAnswer, HubApi, Json, Place, Space, SpaceId, Visitor,
};
use crate::ui::report::{Reporter, report};
use crate::verdict::{BannerState, Grade, Pool, Verdict, judge};

/// More runs or messages of one document than anybody looks at.
const MOST: usize = 20;

/// What the browser says of the sender, and the Hub of its host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The frame's address.
    pub href: String,
    /// It is the tab itself.
    pub is_top: bool,
    /// The tab's address; empty where the browser hides it.
    pub tab_href: String,
    /// The tab is in a private window.
    pub private_window: bool,
    /// What the Hub answered about the app's host.
    pub hub_answer: HubAnswer,
    /// Nothing has happened after this, ISO 8601 in UTC.
    pub latest: String,
}

impl Sender {
    /// Reads what `extension/background/background.js` knows of a sender.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let text = |key| message.get(key).text().unwrap_or_default().to_owned();
        let flag = |key| message.get(key).flag() == Some(true);
        Self {
            href: text("href"),
            is_top: flag("isTop"),
            tab_href: text("tabHref"),
            private_window: flag("privateWindow"),
            hub_answer: HubAnswer::from_message(message.get("hubAnswer")),
            latest: text("latest"),
        }
    }
}

/// The report that a frame's report comes to; `None` where it cannot be the sender's.
#[must_use]
pub fn checked(said: &Json, sender: &Sender, reporter: &Reporter) -> Option<Json> {
    // A frame may always claim less than it could: where Gradio has taken `__sign` out of its address
    // by now, the frame alone still knows.
    let claims_nothing = Verdict::from_report(said).pool == Pool::Unknown;
    let said = Facts::from_message(said);
    let mut facts = match Address::read(&sender.href) {
        Address::App {
            subdomain,
            is_static: false,
            is_signed,
        } => Facts {
            signed_address: is_signed || claims_nothing,
            ..of_app(said, subdomain, sender)?
        },
        Address::Hub(id) if sender.is_top => match said.place {
            Place::Hub if said.space.id.as_ref().is_some_and(|told| told.is(&id)) => said,
            Place::Other => nothing(said),
            _ => return None,
        },
        _ => return None,
    };
    facts.visitor.private_window = Some(sender.private_window);
    facts.runs = newest(facts.runs, |run| &run.at, &sender.latest);
    facts.messages = newest(facts.messages, |told| &told.at, &sender.latest);
    Some(report(&facts, &judge(&facts), reporter))
}

/// What an app's frame tells the Hub page around it: its host by the sender's address, and no more
/// than is looked at.
#[must_use]
pub fn checked_facts(said: &Json, subdomain: &str, latest: &str) -> FrameFacts {
    let said = FrameFacts::from_message(said);
    FrameFacts {
        subdomain: subdomain.to_owned(),
        runs: newest(said.runs, |run| &run.at, latest),
        messages: newest(said.messages, |told| &told.at, latest),
        ..said
    }
}

fn of_app(said: Facts, subdomain: String, sender: &Sender) -> Option<Facts> {
    let is_place = match said.place {
        Place::Direct | Place::Other => sender.is_top,
        // In its own Hub page an app's frame has nothing to say of the tab.
        Place::Embed => !sender.is_top && !is_hub_page_of(sender, &subdomain),
        Place::Hub | Place::HubFrame => false,
    };
    if !is_place {
        return None;
    }
    if said.place == Place::Other {
        return Some(nothing(said));
    }
    let told = said.space;
    let (hub_api, mut space) = match &sender.hub_answer {
        HubAnswer::Pending => (HubApi::Pending, Space::default()),
        HubAnswer::Found(space) => (HubApi::Found, (**space).clone()),
        HubAnswer::NotPublic => (HubApi::NotPublic, Space::default()),
        HubAnswer::Denied => (HubApi::Denied, Space::default()),
        HubAnswer::AskById { .. } | HubAnswer::Unreachable => (
            HubApi::Unreachable,
            Space {
                id: told.id.filter(|id| id.subdomain() == subdomain),
                ..Space::default()
            },
        ),
    };
    space.gradio_version = told.gradio_version.or(space.gradio_version);
    space.server_side_rendered = told.server_side_rendered;
    // What was said of its sleep is out of date where its app is there.
    space.stage = space.stage.filter(|_| told.stage.is_some());
    space.subdomain = Some(subdomain);
    Some(Facts {
        space,
        hub_api,
        visitor: Visitor {
            // In a frame blocking third parties looks the same.
            cookies_blocked: said.visitor.cookies_blocked.filter(|_| sender.is_top),
            ..Visitor::default()
        },
        static_host: false,
        component: false,
        ..said
    })
}

/// What is said of a document that is no app.
fn nothing(said: Facts) -> Facts {
    Facts {
        visitor: Visitor {
            cookies_blocked: said.visitor.cookies_blocked,
            ..Visitor::default()
        },
        ..Facts::default()
    }
}

fn is_hub_page_of(sender: &Sender, subdomain: &str) -> bool {
    let Address::Hub(page) = Address::read(&sender.tab_href) else {
        return false;
    };
    let found = match &sender.hub_answer {
        HubAnswer::Found(space) => space.id.as_ref(),
        _ => None,
    };
    page.subdomain() == subdomain || found.is_some_and(|id| id.is(&page))
}

/// The newest of what happened, without what has not happened yet.
fn newest<T>(mut all: Vec<T>, at: impl Fn(&T) -> &String, latest: &str) -> Vec<T> {
    all.retain(|one| at(one).as_str() <= latest);
    let more = all.len().saturating_sub(MOST);
    all.split_off(more)
}

/// Whether a report can be about a tab's own document, by the tab's address.
#[must_use]
pub fn is_about(report: &Json, href: &str) -> bool {
    let space = report.get("space");
    match Address::read(href) {
        Address::App { subdomain, .. } => space.get("subdomain").text() == Some(&subdomain),
        Address::Hub(id) => SpaceId::parse(space.get("id").text().unwrap_or_default())
            .is_some_and(|told| told.is(&id)),
        Address::Other => false,
    }
}

/// Whether what is kept of a tab can be a report.
#[must_use]
pub fn is_report(kept: &Json) -> bool {
    let is = |key, holds: fn(&str) -> bool| kept.get(key).text().is_some_and(holds);
    is("place", |word| Place::from_name(word).is_some())
        && is("pool", |word| Pool::from_name(word).is_some())
        && is("grade", |word| Grade::from_name(word).is_some())
        && is("banner", |word| BannerState::from_name(word).is_some())
        && kept.get("space").is_object()
        && kept.get("visitor").is_object()
}
