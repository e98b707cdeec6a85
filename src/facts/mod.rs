//! Text that strangers wrote → observations.
//!
//! [`PageInput`] is what an edge hands in, unread: addresses, texts, marks. [`Facts::read`] makes
//! plain facts of it. Nothing here knows a browser, nothing panics, and each field that cannot be
//! read is unknown on its own.

mod address;
mod app_page;
mod back_off;
mod csp;
mod embedded_space;
mod gradio_page;
mod gradio_version;
mod hub_api;
mod hub_page;
mod json;
mod page_input;
mod quota_api;
mod request;
mod run;
mod run_history;
mod space;
mod space_id;
mod time;
mod told;
mod zerogpu_message;

pub use address::{Address, HUB, discussions_url, hub_url, is_app_tab, link_back, sign_in_url};
pub use app_page::PageMarks;
pub use back_off::back_off;
pub use csp::forbids_wasm;
pub use embedded_space::EmbeddedSpace;
pub use gradio_page::{GRADIO_CONFIG, GradioPage, MAX_CONFIG_LENGTH};
pub use gradio_version::{GradioVersion, IdentitySupport};
pub use hub_api::HubAnswer;
pub use hub_page::{HubPage, HubPageText, MAX_TEXT_LENGTH, VISIT_COUNTER};
pub use json::Json;
pub use page_input::{FrameFacts, Framing, PageEvents, PageInput};
pub use quota_api::{QuotaAnswer, Remaining, Runs};
pub use run::{Called, Identity, Run, TokenSubject};
pub use run_history::RunHistory;
pub use space::{Space, Visibility};
pub use space_id::SpaceId;
pub use time::milliseconds;
pub use told::Told;
pub use zerogpu_message::{Cause, ChargedTo, GRADIO_FAILURE, Message};

use crate::string_enum::string_enum;
use app_page::AppPage;

/// What an app and the Hub page say to each other, question and answer alike (gradio
/// `client/js/src/helpers/zerogpu.ts`, August 2026).
pub const HANDSHAKE: &str = "supports-zerogpu-headers";

string_enum! {
    /// Where a page stands (the contract's "place").
    Place {
        /// The Space's page on the Hub.
        Hub = "hub",
        /// The app's frame inside it.
        HubFrame = "hub-frame",
        /// An app's address as the tab itself.
        Direct = "direct",
        /// An app's frame inside any other site.
        Embed = "embed",
        /// Anything else, and where it cannot be told.
        Other = "other",
    }
}

string_enum! {
    /// A visitor's plan (the contract's "plan").
    Plan {
        /// Not signed in.
        Anonymous = "anonymous",
        /// A free account.
        Free = "free",
        /// PRO.
        Pro = "pro",
        /// Member of a Team organisation.
        Team = "team",
        /// Member of an Enterprise organisation.
        Enterprise = "enterprise",
    }
}

string_enum! {
    /// How far the hand-off of the visitor's identity got.
    Handshake {
        /// The Hub page answered the app.
        Answered = "answered",
        /// The app asked; no answer was seen.
        Asked = "asked",
        /// The app had time to ask and did not.
        Absent = "absent",
    }
}

/// What is known of the visitor. `None` is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Visitor {
    /// Whether they are signed in to the Hub.
    pub signed_in: Option<bool>,
    /// Their plan.
    pub plan: Option<Plan>,
    /// Whether this is a private window.
    pub private_window: Option<bool>,
    /// Whether the browser blocks all cookies here.
    pub cookies_blocked: Option<bool>,
    /// What is left of today's GPU time, as the Hub page itself told.
    pub allowance: Option<Allowance>,
}

/// A visitor's GPU time of one day, in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Included a day.
    pub base: u16,
    /// Left of it.
    pub left: u16,
    /// Since when, ISO 8601.
    pub at: Option<String>,
}

impl Allowance {
    /// Reads `{base, current, lastUpdated}`. `None` where a figure is no plain number, or more is
    /// left than there was.
    #[must_use]
    pub fn read(description: &Json) -> Option<Self> {
        let (base, left) = (description.get("base"), description.get("current"));
        let (base, left) = (base.whole()?, left.whole()?);
        (left <= base).then(|| Self {
            base,
            left,
            at: time(description.get("lastUpdated")).map(str::to_owned),
        })
    }

    /// The counterpart of [`Allowance::read`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        Json::object()
            .with("base", Json::Number(digits(self.base)))
            .with("current", Json::Number(digits(self.left)))
            .with("lastUpdated", self.at.as_deref().into())
    }
}

/// A point in time as the Hub and our own messages write it, ISO 8601. Nothing longer, and nothing
/// else: it ends up in reports.
fn time(value: &Json) -> Option<&str> {
    value.text().filter(|text| {
        (10..=30).contains(&text.len())
            && (text.bytes()).all(|byte| byte.is_ascii_digit() || b"-:.TZ".contains(&byte))
    })
}

/// Facts, as far as they are known: the input of the decision. The field names are the report's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the page stands.
    pub place: Place,
    /// The Space.
    pub space: Space,
    /// The visitor.
    pub visitor: Visitor,
    /// How far the hand-off got; `None` while it is too early to tell.
    pub handshake: Option<Handshake>,
    /// The runs that were seen leaving this page, oldest first.
    pub runs: Vec<Run>,
    /// ZeroGPU's messages that were seen in this page, oldest first.
    pub messages: Vec<Told>,
    /// How the question to the Hub's API ended.
    pub hub_api: HubApi,
    /// The host is one of static files.
    pub static_host: bool,
    /// The address carries a private Space's pass.
    pub signed_address: bool,
    /// The app stands in somebody's page without a frame (`<gradio-app>`).
    pub component: bool,
    /// The app's front end is its own, not Gradio's: its server may run without a visitor, and the
    /// version of its Gradio tells nothing of whether the page asks for one.
    pub own_front_end: bool,
}

string_enum! {
    /// How the question to the Hub's API ended; what it said is in [`Facts::space`].
    HubApi {
        /// It was not asked: the page itself told.
        NotAsked = "not-asked",
        /// No answer yet.
        Pending = "pending",
        /// It described the Space.
        Found = "found",
        /// 401, 403 or 404.
        NotPublic = "not-public",
        /// It described another Space than the page claims to be, or another host than the page's.
        Denied = "denied",
        /// No answer in time, 400, 429, 5xx, not JSON.
        Unreachable = "unreachable",
    }
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            place: Place::Other,
            space: Space::default(),
            visitor: Visitor::default(),
            handshake: None,
            runs: vec![],
            messages: vec![],
            hub_api: HubApi::NotAsked,
            static_host: false,
            signed_address: false,
            component: false,
            own_front_end: false,
        }
    }
}

impl Facts {
    /// Whether this is a Space's Hub page, of somebody who is signed in, and runs may count on their
    /// account: a Space without ZeroGPU can only have asked another one, in whoever's name.
    #[must_use]
    pub fn can_count_for_visitor(&self) -> bool {
        self.place == Place::Hub
            && self.visitor.signed_in == Some(true)
            && self.space.is_zero_gpu() != Some(false)
    }

    /// Reads facts that are written in the report's own words, each on its own.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        let visitor = message.get("visitor");
        let word = |key| message.get(key).text().unwrap_or_default();
        let mut observations = Self {
            place: Place::from_name(word("place")).unwrap_or(Place::Other),
            space: Space::from_message(message.get("space")),
            visitor: Visitor {
                signed_in: visitor.get("signedIn").flag(),
                plan: visitor.get("plan").text().and_then(Plan::from_name),
                private_window: visitor.get("privateWindow").flag(),
                cookies_blocked: visitor.get("cookiesBlocked").flag(),
                allowance: Allowance::read(visitor.get("allowance")),
            },
            handshake: Handshake::from_name(word("handshake")),
            runs: vec![],
            messages: told::messages(message.get("messages")),
            hub_api: HubApi::from_name(word("hubApi")).unwrap_or(HubApi::NotAsked),
            static_host: message.get("staticHost").flag() == Some(true),
            signed_address: message.get("signedAddress").flag() == Some(true),
            component: message.get("component").flag() == Some(true),
            own_front_end: message.get("space").get("ownFrontEnd").flag() == Some(true),
        };
        let runs = run::runs(message.get("runs"));
        observations.runs = observations.runs_of(&runs, true, |_| true);
        observations
    }

    /// Whether the Space itself uses nobody's GPU time: it does not run on ZeroGPU, or is no Gradio
    /// app, as a Space on ZeroGPU must be.
    #[must_use]
    pub fn counts_nothing(&self) -> bool {
        let sdk = self.space.sdk.as_deref();
        self.static_host
            || sdk.is_some_and(|sdk| sdk != "gradio")
            || self.space.is_zero_gpu() == Some(false)
    }

    /// How the app's page asks for the visitor's identity. A front end of its own does so as it likes,
    /// whatever Gradio is behind it: at best with a handshake.
    #[must_use]
    pub fn asks(&self) -> Option<IdentitySupport> {
        if self.own_front_end {
            return Some(IdentitySupport::Handshake);
        }
        self.space.gradio_version.map(GradioVersion::asks)
    }

    /// Whether the app's page never asks: its Gradio is older than 4.27.0; or 5.12.0 to 5.16.0, where
    /// only the server-rendered page asks.
    #[must_use]
    pub fn never_asks(&self) -> bool {
        match self.asks() {
            Some(IdentitySupport::None) => true,
            Some(IdentitySupport::SsrOnly) => self.space.server_side_rendered == Some(false),
            _ => false,
        }
    }

    /// The ZeroGPU Space that the last run went to, where that is another one than the page's own.
    #[must_use]
    pub fn called(&self) -> Option<&Called> {
        self.runs.last()?.called.as_ref()
    }

    /// Makes facts of what was seen.
    #[must_use]
    pub fn read(seen: &PageInput) -> Self {
        let visitor = Visitor {
            private_window: seen.private_window,
            cookies_blocked: seen.cookies_blocked,
            ..Visitor::default()
        };
        match Address::read(&seen.href) {
            Address::App {
                subdomain,
                is_static,
                is_signed,
            } => {
                let mut observations = Self {
                    place: app_place(&seen.framing, &subdomain),
                    visitor,
                    static_host: is_static,
                    signed_address: is_signed,
                    component: seen.framing.is_component,
                    ..Self::default()
                };
                let page = AppPage::of(seen, &subdomain);
                if page == AppPage::Other {
                    observations.place = Place::Other;
                    return observations;
                }
                observations.read_app(seen, subdomain);
                // While a Space does not run, Hugging Face's own page stands there.
                observations.own_front_end =
                    page == AppPage::OwnFrontEnd && observations.space.is_running();
                observations
            }
            // The Hub may put another tab of the Space into a page before that page shows it.
            Address::Hub(id) if seen.framing.is_top && is_app_tab(&seen.href) => {
                let Some(text) = &seen.hub_page else {
                    return Self {
                        visitor,
                        ..Self::default()
                    };
                };
                let mut observations = Self {
                    place: Place::Hub,
                    visitor,
                    ..Self::default()
                };
                observations.read_hub_page(&HubPage::read(text), id, seen);
                observations
            }
            Address::Hub(_) | Address::Other => Self {
                visitor,
                ..Self::default()
            },
        }
    }

    fn read_app(&mut self, seen: &PageInput, subdomain: String) {
        let page = GradioPage::read(seen.gradio_config.as_deref(), seen.gradio_class.as_deref());
        self.hub_api = match &seen.hub_answer {
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
        self.space.gradio_version = page.version.or(self.space.gradio_version);
        self.space.server_side_rendered = page.server_side_rendered;
        // A page can claim to be any Space. Two ids can share a host's form, so the Hub's word
        // comes first, and the page's counts only while the Hub says nothing.
        if self.hub_api == HubApi::Unreachable {
            self.space.id = page.space_id.filter(|id| id.subdomain() == subdomain);
        }
        let heard = &seen.heard;
        // The Hub page around it knows what the Space runs on.
        let may_call = self.place == Place::HubFrame || self.counts_nothing();
        self.runs = self.runs_of(&heard.runs, may_call, |to| to == subdomain);
        self.messages = heard.messages.clone();
        self.space.clear_stale_stage(page.version.is_some());
        self.space.subdomain = Some(subdomain);
        let is_answered = heard.handshake_from.iter().any(|origin| origin == HUB);
        let is_in_other_hub_page = seen.framing.is_in_hub_page == Some(false);
        if self.place == Place::Embed && is_in_other_hub_page && is_answered {
            // Whose pass such a page hands over, nobody here knows.
            self.handshake = Some(Handshake::Answered);
        }
        if self.place == Place::HubFrame {
            self.handshake = match (is_answered, seen.handshake_timed_out) {
                (true, _) => Some(Handshake::Answered),
                (false, true) => Some(Handshake::Absent),
                (false, false) => None,
            };
            for run in &mut self.runs {
                // ISO times sort as text.
                let answered_later = |at: &String| !run.at.is_empty() && run.at < *at;
                run.before_handshake = heard.answered_at.as_ref().is_some_and(answered_later);
            }
        }
    }

    fn read_hub_page(&mut self, page: &HubPage, id: SpaceId, seen: &PageInput) {
        self.space = page.space.clone();
        self.visitor.signed_in = page.signed_in;
        self.visitor.plan = page.plan;
        self.visitor.allowance.clone_from(&page.allowance);
        let told_id = self.space.id.take();
        if told_id.as_ref().is_some_and(|told| !told.is(&id)) {
            // The page speaks of another Space than its address: a shape that we do not know.
            self.space = Space::default();
        }
        self.space.id = Some(told_id.filter(|told| told.is(&id)).unwrap_or(id));
        let has_asked = seen.heard.handshake_from.iter().any(|origin| {
            matches!(Address::read(origin), Address::App { subdomain, .. }
                if self.is_served_at(&subdomain))
        });
        self.handshake = has_asked.then_some(Handshake::Asked);
        // Runs of frames in which no script of ours listens: those of static Spaces.
        self.runs = self.runs_of(&seen.heard.runs, self.counts_nothing(), |_| false);
        let frame = seen.heard.frame.as_ref();
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
        if self.asks() == Some(IdentitySupport::PerRun) {
            // Such a Gradio sends the pass with GPU functions only: a run without it is as a rule one
            // that needs none (gradio `client/js/src/utils/submit.ts`, 4.27 to 5.11). It is a newer
            // run than what was said before it all the same.
            let last_user_run_at = self.last_user_run_at().to_owned();
            self.messages
                .retain(|told| told.is_since(&last_user_run_at));
            self.runs.retain(Run::carries_identity);
        }
        let is_early = self.asks() == Some(IdentitySupport::SsrOnly);
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
            if calls_own || run.called.as_ref().map_or(is_own(&run.to), |_| may_call) {
                let mut run = run.clone();
                if calls_own {
                    run.called = None;
                }
                concerning.push(run);
            }
        }
        concerning
    }

    fn is_served_at(&self, subdomain: &str) -> bool {
        match (&self.space.subdomain, &self.space.id) {
            (Some(own), _) => own == subdomain,
            (None, Some(id)) => id.subdomain() == subdomain,
            (None, None) => false,
        }
    }
}

/// Where an app's page stands.
fn app_place(framing: &Framing, subdomain: &str) -> Place {
    if framing.is_top {
        return Place::Direct;
    }
    let own_origin = ["https://", subdomain, ".hf.space"].concat();
    let told = framing.parent_origin.as_deref();
    let Some(parent) = told.or_else(|| origin_of(&framing.referrer)) else {
        return Place::Other;
    };
    if parent == own_origin {
        // A page of the app inside the app; or a frame that navigated by itself, whose referrer is
        // its own earlier page.
        return Place::Other;
    }
    match (parent == HUB, framing.parent_is_top) {
        // A blog, a course, another Space's page are other sites like any.
        (true, true) if framing.is_in_hub_page == Some(false) => Place::Embed,
        (true, true) => Place::HubFrame,
        // The Hub page itself inside another site: nobody knows what it hands over there.
        (true, false) => Place::Other,
        (false, _) => Place::Embed,
    }
}

/// The origin of a referrer; `None` where it has none.
fn origin_of(address: &str) -> Option<&str> {
    let slashes = address.match_indices('/').map(|(index, _)| index);
    let end = slashes.take(3).nth(2).unwrap_or(address.len());
    address.get(..end).filter(|origin| origin.contains(':'))
}

/// What follows the first occurrence of a mark. (`str::split_once` would bring 8 KB of WASM along:
/// its searcher, and the messages of its panics.)
pub(crate) fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let start = text
        .as_bytes()
        .windows(mark.len())
        .position(|window| window == mark.as_bytes())?;
    text.get(start.checked_add(mark.len())?..)
}

/// A number in digits. (`to_string` would bring the formatting of numbers along, 3 KB of WASM.)
pub(crate) fn digits(number: impl Into<u32>) -> String {
    let mut number = number.into();
    let mut digits = String::new();
    loop {
        let digit = char::from_digit(number % 10, 10);
        digits.insert(0, digit.unwrap_or_default());
        number /= 10;
        if number == 0 {
            return digits;
        }
    }
}
