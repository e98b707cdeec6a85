//! What a page's script says, held against what the browser says of the sender: a page may have taken
//! over its own process, and our script with it, but not the background.
//!
//! A frame's word counts for what only the page can know: its Gradio, the handshake, runs, messages,
//! and on the Hub who is signed in. Where it stands, which Space it is and what that Space runs on,
//! the background knows by itself.

use super::app_page::AppPage;
use super::{
    Address, Allowance, Facts, HUB, Handshake, HubAnswer, HubApi, HubPage, IdentitySupport,
    PageEvents, PageFacts, PageInput, Place, Run, Space, SpaceId, Visitor, is_app_tab,
};
use serde::Deserialize;

/// More runs or messages of one document than anybody looks at.
const MAX_EVENTS: usize = 20;

/// What the browser says of the sender, and the Hub of its host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Sender {
    /// The frame's address.
    pub href: String,
    /// It is the tab itself.
    pub is_top: bool,
    /// Whether the tab shows the Hub page of the frame's own Space; `None` where nobody knows.
    pub is_in_hub_page: Option<bool>,
    /// The tab is in a private window.
    pub private_window: Option<bool>,
    /// What the Hub answered about the app's host.
    pub hub_answer: HubAnswer,
    /// Nothing has happened after this, ISO 8601 in UTC; `None` where that is not checked.
    pub latest: Option<String>,
}

/// Whether a tab's address is the Hub page of the Space that is served at `subdomain`, `None` where that
/// does not show in the address: then the Hub's answer about the host decides, where it has answered.
/// `tab_href` is `None` where the address cannot be read: then nothing is known.
#[must_use]
pub fn is_hub_page_of(
    tab_href: Option<&str>,
    subdomain: &str,
    hub_answer: Option<&HubAnswer>,
) -> Option<bool> {
    let Address::Hub(page) = Address::read(tab_href?) else {
        return Some(false);
    };
    if page.subdomain() == subdomain {
        return Some(true);
    }
    match hub_answer {
        Some(HubAnswer::Found(space)) => Some(space.id.as_ref()?.is(&page)),
        _ => None,
    }
}

impl Facts {
    /// Puts together what a page's script, the browser and the Hub say. `None` where it cannot be the
    /// sender's word.
    #[must_use]
    pub fn of(page: &PageFacts, events: &PageEvents, sender: &Sender) -> Option<Self> {
        let visitor = Visitor {
            private_window: sender.private_window,
            // In a frame blocking third parties looks the same.
            cookies_blocked: page.cookies_blocked.filter(|_| sender.is_top),
            ..Visitor::default()
        };
        let nothing = Self {
            visitor,
            ..Self::default()
        };
        match Address::read(&sender.href) {
            Address::App {
                subdomain,
                is_static,
                is_signed,
            } => {
                let mut facts = Self {
                    place: app_place(page.place, sender)?,
                    static_host: is_static,
                    signed_address: is_signed || page.signed_address,
                    ..nothing
                };
                let kind = AppPage::of(&sender.href, page, &events.runs, &subdomain);
                if kind == AppPage::Other {
                    facts.place = Place::Other;
                    return Some(facts);
                }
                facts.read_app(page, events, sender, subdomain);
                facts.keep_newest(sender);
                // While a Space does not run, Hugging Face's own page stands there.
                facts.own_front_end = kind == AppPage::OwnFrontEnd && facts.space.is_running();
                Some(facts)
            }
            // The Hub may put another tab of the Space into a page before that page shows it.
            Address::Hub(id) if sender.is_top && is_app_tab(&sender.href) => {
                let Some(hub_page) = &page.hub_page else {
                    return Some(nothing);
                };
                let mut facts = Self {
                    place: Place::Hub,
                    ..nothing
                };
                facts.read_hub_page(hub_page, id, events);
                facts.keep_newest(sender);
                Some(facts)
            }
            Address::Hub(_) | Address::Other => Some(nothing),
        }
    }

    /// The same for a document of which everything is known at one place: tests, and Spaces in other
    /// people's pages.
    #[must_use]
    pub fn read(input: &PageInput) -> Self {
        let sender = Sender {
            href: input.href.clone(),
            is_top: input.framing.is_top,
            is_in_hub_page: input.framing.is_in_hub_page,
            private_window: input.private_window,
            hub_answer: input.hub_answer.clone(),
            latest: None,
        };
        let mut facts =
            Self::of(&PageFacts::read(input), &input.events, &sender).unwrap_or_default();
        facts.component = input.framing.is_component && facts.place != Place::Other;
        facts
    }

    fn read_app(
        &mut self,
        page: &PageFacts,
        events: &PageEvents,
        sender: &Sender,
        subdomain: String,
    ) {
        let gradio = &page.gradio;
        self.hub_api = match &sender.hub_answer {
            HubAnswer::Pending => HubApi::Pending,
            HubAnswer::Found(space) => {
                self.space = (**space).clone();
                HubApi::Found
            }
            HubAnswer::NotPublic => HubApi::NotPublic,
            HubAnswer::Denied => HubApi::Denied,
            HubAnswer::AskById { .. } | HubAnswer::Unreachable => HubApi::Unreachable,
        };
        // The page knows best which Gradio it runs; the Hub knows what the Space's card asks for.
        self.space.gradio_version = gradio.version.or(self.space.gradio_version);
        self.space.server_side_rendered = gradio.server_side_rendered;
        // A page can claim to be any Space. Two ids can share a host's form, so the Hub's word
        // comes first, and the page's counts only while the Hub says nothing.
        if self.hub_api == HubApi::Unreachable {
            let claimed = gradio.space_id.clone();
            self.space.id = claimed.filter(|id| id.subdomain() == subdomain);
        }
        // The Hub page around it knows what the Space runs on.
        let may_call = self.place == Place::HubFrame || self.counts_nothing();
        self.runs = self.runs_of(&events.runs, may_call, |to| to == subdomain);
        self.messages.clone_from(&events.messages);
        self.space.clear_stale_stage(gradio.version.is_some());
        self.space.subdomain = Some(subdomain);
        let is_answered = events.handshake_from.iter().any(|origin| origin == HUB);
        let is_in_other_hub_page = sender.is_in_hub_page == Some(false);
        if self.place == Place::Embed && is_in_other_hub_page && is_answered {
            // Whose pass such a page hands over, nobody here knows.
            self.handshake = Some(Handshake::Answered);
        }
        if self.place == Place::HubFrame {
            self.handshake = match (is_answered, page.handshake_timed_out) {
                (true, _) => Some(Handshake::Answered),
                (false, true) => Some(Handshake::Absent),
                (false, false) => None,
            };
            for run in &mut self.runs {
                // ISO times sort as text.
                let answered_later = |at: &String| !run.at.is_empty() && run.at < *at;
                run.before_handshake = events.answered_at.as_ref().is_some_and(answered_later);
            }
        }
    }

    fn read_hub_page(&mut self, page: &HubPage, id: SpaceId, events: &PageEvents) {
        self.space = page.space.clone();
        self.visitor.signed_in = page.signed_in;
        self.visitor.plan = page.plan;
        let is_possible = |allowance: &Allowance| allowance.left <= allowance.base;
        self.visitor.allowance = page.allowance.clone().filter(is_possible);
        let told_id = self.space.id.take();
        if told_id.as_ref().is_some_and(|told| !told.is(&id)) {
            // The page speaks of another Space than its address: a shape that we do not know.
            self.space = Space::default();
        }
        self.space.id = Some(told_id.filter(|told| told.is(&id)).unwrap_or(id));
        let has_asked = events.handshake_from.iter().any(|origin| {
            matches!(Address::read(origin), Address::App { subdomain, .. }
                if self.is_served_at(&subdomain))
        });
        self.handshake = has_asked.then_some(Handshake::Asked);
        // Runs of frames in which no script of ours listens: those of static Spaces.
        self.runs = self.runs_of(&events.runs, self.counts_nothing(), |_| false);
        let frame = events.frame.as_ref();
        let Some(frame) = frame.filter(|frame| self.is_served_at(&frame.subdomain)) else {
            return;
        };
        // The frame itself has looked which runs are its own.
        self.runs = self.runs_of(&frame.runs, self.counts_nothing(), |_| true);
        self.messages = frame.messages.clone();
        self.own_front_end = frame.own_front_end && self.space.is_running();
        self.space.clear_stale_stage(frame.gradio_version.is_some());
        self.space.gradio_version = frame.gradio_version.or(self.space.gradio_version);
        self.space.server_side_rendered = frame.server_side_rendered;
        if self.identity_support() == Some(IdentitySupport::PerRun) {
            // Such a Gradio sends the pass with GPU functions only: a run without it is as a rule one
            // that needs none (gradio `client/js/src/utils/submit.ts`, 4.27 to 5.11). It is a newer
            // run than what was said before it all the same.
            let last_user_run_at = self.last_user_run_at().to_owned();
            self.messages
                .retain(|told| told.is_since(&last_user_run_at));
            self.runs.retain(Run::carries_identity);
        }
        let is_early = self.identity_support() == Some(IdentitySupport::SsrOnly);
        self.handshake = match (frame.handshake, has_asked) {
            // Such a Gradio is blamed for a missing answer: not a moment after it asked.
            (None, true) if is_early => None,
            (Some(Handshake::Absent) | None, true) => Some(Handshake::Asked),
            (told, _) => told,
        };
    }

    /// The runs of a page that concern it: those of its own Space; and, where that one uses nobody's GPU
    /// time, those that it sends to another Space, which does. A run to the page's own Space by its name,
    /// at another of its hosts say, calls no other.
    fn runs_of(&self, runs: &[Run], may_call: bool, is_own: impl Fn(&str) -> bool) -> Vec<Run> {
        let own = self.space.id.as_ref();
        let mut concerning = vec![];
        for run in runs {
            let calls_own = (run.called.as_ref().zip(own)).is_some_and(|(to, own)| own.is(&to.id));
            if calls_own
                || run
                    .called
                    .as_ref()
                    .map_or(is_own(&run.subdomain), |_| may_call)
            {
                let mut run = run.clone();
                if calls_own {
                    run.called = None;
                }
                concerning.push(run);
            }
        }
        concerning
    }

    /// Without what has not happened yet, and no more than is looked at.
    fn keep_newest(&mut self, sender: &Sender) {
        fn newest<T>(all: &mut Vec<T>, at: impl Fn(&T) -> &String, latest: Option<&String>) {
            if let Some(latest) = latest {
                all.retain(|one| at(one) <= latest);
            }
            let more = all.len().saturating_sub(MAX_EVENTS);
            all.drain(..more);
        }
        let latest = sender.latest.as_ref();
        newest(&mut self.runs, |run| &run.at, latest);
        newest(&mut self.messages, |message| &message.at, latest);
    }

    fn is_served_at(&self, subdomain: &str) -> bool {
        match (&self.space.subdomain, &self.space.id) {
            (Some(own), _) => own == subdomain,
            (None, Some(id)) => id.subdomain() == subdomain,
            (None, None) => false,
        }
    }
}

/// Where an app's page stands, by its own word as far as the browser does not contradict it.
fn app_place(claimed: Place, sender: &Sender) -> Option<Place> {
    if sender.is_top {
        return Some(Place::Direct);
    }
    match (claimed, sender.is_in_hub_page) {
        // A blog, a course, another Space's page are other sites like any.
        (Place::HubFrame, Some(false)) => Some(Place::Embed),
        // In its own Hub page an app's frame has nothing to say of the tab.
        (Place::Embed, Some(true)) | (Place::Direct | Place::Hub | Place::Other, _) => None,
        (claimed, _) => Some(claimed),
    }
}
