//! Text that strangers wrote → facts.
//!
//! [`PageInput`] is what a page's script hands in, unread: addresses, texts, marks. [`PageFacts`] is what
//! it makes of them and sends; [`Facts::of`] puts that together with what the browser and the Hub say.
//! Nothing here knows a browser, nothing panics, and each field that cannot be read is unknown on its own.

mod address;
mod app_page;
mod back_off;
mod csp;
mod current_message;
mod direct_address;
mod embedded_space;
mod frame_facts;
mod gpu_source;
mod gradio_page;
mod gradio_version;
mod hub_api;
mod hub_page;
mod page_events;
mod page_input;
mod place;
mod quota_api;
mod request;
mod run;
mod run_history;
mod sender;
mod space;
mod space_id;
mod space_source;
mod time;
mod visitor;
mod zerogpu_message;

pub use crate::json::Json;
pub use address::{Address, HUB, hub_url, is_app_tab, link_back, sign_in_url};
pub use app_page::PageMarks;
pub use back_off::back_off;
pub use csp::forbids_wasm;
pub use direct_address::{direct_host, hub_page_instead, public_hub_page};
pub use embedded_space::EmbeddedSpace;
pub use frame_facts::FrameFacts;
pub use gpu_source::{Declaration, GpuSize, declarations};
pub use gradio_page::{GRADIO_CONFIG, GradioPage, MAX_CONFIG_LENGTH};
pub use gradio_version::{GradioVersion, IdentitySupport};
pub use hub_api::HubAnswer;
pub use hub_page::{HubPage, HubPageText, MAX_TEXT_LENGTH, VISIT_COUNTER};
pub use page_events::PageEvents;
pub use page_input::{PageFacts, PageInput};
pub use place::{Framing, Place};
pub use quota_api::{QuotaAnswer, Remaining, Runs};
pub use run::{Called, Identity, Run, TokenSubject};
pub use run_history::RunHistory;
pub use sender::{Sender, is_hub_page_of};
pub use space::{Space, Visibility};
pub use space_id::SpaceId;
pub use space_source::{SourceAnswer, SpaceSource, app_path};
pub use time::milliseconds;
pub use visitor::{Allowance, Plan, Visitor};
pub use zerogpu_message::{Cause, ChargedTo, GRADIO_FAILURE, ZeroGpuMessage};

use crate::string_enum::string_enum;
use serde::{Deserialize, Serialize};
use time::{time, time_or_empty, time_or_none};

/// What an app and the Hub page say to each other, question and answer alike (gradio
/// `client/js/src/helpers/zerogpu.ts`, August 2026).
pub const HANDSHAKE: &str = "supports-zerogpu-headers";

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

/// Facts, as far as they are known: the input of the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
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
    pub messages: Vec<ZeroGpuMessage>,
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
    pub fn identity_support(&self) -> Option<IdentitySupport> {
        if self.own_front_end {
            return Some(IdentitySupport::Handshake);
        }
        self.space
            .gradio_version
            .map(GradioVersion::identity_support)
    }

    /// Whether the app's page never asks: its Gradio is older than 4.27.0; or 5.12.0 to 5.16.0, where
    /// only the server-rendered page asks.
    #[must_use]
    pub fn never_asks(&self) -> bool {
        match self.identity_support() {
            Some(IdentitySupport::None) => true,
            Some(IdentitySupport::SsrOnly) => self.space.server_side_rendered == Some(false),
            _ => false,
        }
    }

    /// Whether they can be of a tab's own document, by the tab's address.
    #[must_use]
    pub fn are_about(&self, href: &str) -> bool {
        match Address::read(href) {
            Address::App { subdomain, .. } => self.space.subdomain.as_ref() == Some(&subdomain),
            Address::Hub(id) => self.space.id.as_ref().is_some_and(|own| own.is(&id)),
            Address::Other => false,
        }
    }

    /// The ZeroGPU Space that the last run went to, where that is another one than the page's own.
    #[must_use]
    pub fn called(&self) -> Option<&Called> {
        self.runs.last()?.called.as_ref()
    }
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
