//! Facts → verdict: whose quota a run will use, how surely, and why.

mod table;

pub use table::{Row, TABLE};

use crate::facts::{
    Facts, Framing, HubAnswer, HubPage, PageEvents, PageFacts, PageInput, PageMarks, Place, Run,
    Sender, Space,
};
use crate::string_enum::string_enum;
use serde::{Deserialize, Serialize};

string_enum! {
    /// Whose allowance a run is counted against (the contract's "pool").
    Pool {
        /// The signed-in person's own.
        Account = "account",
        /// The unauthenticated pool, kept per IP address.
        Guest = "guest",
        /// The Space's own: the run carried no visitor at all.
        Space = "space",
        /// Nothing is counted.
        None = "none",
        /// It cannot be told, and nothing is claimed.
        Unknown = "unknown",
    }
}

string_enum! {
    /// How it is known (the contract's "grade").
    Grade {
        /// A run was seen, or ZeroGPU's own message said so: "was".
        Observed = "observed",
        /// Address, frame and sign-in leave no other outcome: "will".
        Derived = "derived",
        /// Some of that could not be read: "may".
        Assumed = "assumed",
    }
}

string_enum! {
    /// Why (the contract's "reasons").
    Reason {
        /// The app's own address is open in the tab.
        DirectUrl = "direct-url",
        /// The app is framed by some other site.
        ThirdPartyEmbed = "third-party-embed",
        /// Nobody is signed in.
        SignedOut = "signed-out",
        /// A cause, not a proof: a private window starts signed out.
        PrivateWindow = "private-window",
        /// A cause, not a proof: without any cookie nobody can be signed in.
        CookiesBlocked = "cookies-blocked",
        /// This Gradio does not ask for the identity, or asks in a way that is counted wrongly.
        OutdatedGradio = "outdated-gradio",
        /// The Hub page did not answer the app, or not yet.
        HandshakeMissing = "handshake-missing",
        /// A run was seen leaving without an identity.
        RunWithoutIdentity = "run-without-identity",
        /// A run's pass had a fault, so that only the address counts.
        IpFallback = "ip-fallback",
        /// ZeroGPU's own message says that the run was a guest's.
        MessageSaysGuest = "message-says-guest",
        /// ZeroGPU's own message says that the run came without any visitor.
        SpaceToSpace = "space-to-space",
        /// The page of a Space that uses no ZeroGPU itself sent a run to one that does.
        CallsAnotherSpace = "calls-another-space",
    }
}

/// What it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The number of the row that decided (the contract's decision table).
    pub row: u8,
    /// Whose quota.
    pub pool: Pool,
    /// How surely.
    pub grade: Grade,
    /// Why, most decisive first.
    pub reasons: Vec<Reason>,
    /// Whether the page should say so.
    pub banner: BannerState,
}

/// A document's facts and what they mean: what the background keeps of a frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What is known.
    pub facts: Facts,
    /// What it means.
    pub verdict: Verdict,
}

impl Judged {
    /// Decides.
    #[must_use]
    pub fn of(facts: Facts) -> Self {
        let mut verdict = judge(&facts);
        if facts.static_host {
            // No script of ours runs in such a page: badge and popup tell.
            verdict.banner = BannerState::NotNeeded;
        }
        Self { facts, verdict }
    }

    /// What is known of a document that was not read: its address, and its Space.
    #[must_use]
    pub fn asleep(
        href: String,
        is_top: bool,
        is_private: bool,
        hub_answer: HubAnswer,
        space: Option<Space>,
    ) -> Option<Self> {
        let page = PageFacts {
            place: if is_top { Place::Direct } else { Place::Embed },
            hub_page: space.map(|space| HubPage {
                space,
                ..HubPage::default()
            }),
            ..PageFacts::read(&PageInput::default())
        };
        let sender = Sender {
            href,
            is_top,
            private_window: Some(is_private),
            hub_answer,
            ..Sender::default()
        };
        Facts::of(&page, &PageEvents::default(), &sender).map(Self::of)
    }

    /// What a tab's address alone tells, of a page in which no script of ours is: a static Space's, or
    /// one that is not an app. `runs` are those that were seen leaving it.
    #[must_use]
    pub fn unscripted(
        href: String,
        is_private: bool,
        content_type: Option<String>,
        runs: Vec<Run>,
    ) -> Self {
        let marks = content_type.map(|content_type| PageMarks {
            content_type,
            has_gradio_app: false,
        });
        Self::of(Facts::read(&PageInput {
            href,
            framing: Framing {
                is_top: true,
                ..Framing::default()
            },
            marks,
            private_window: Some(is_private),
            events: PageEvents {
                runs,
                ..PageEvents::default()
            },
            ..PageInput::default()
        }))
    }
}

impl Default for Judged {
    fn default() -> Self {
        Self::of(Facts::default())
    }
}

string_enum! {
    /// Whether there is a banner (the report's "banner").
    BannerState {
        /// There is something to say.
        Shown = "shown",
        /// There is, and the visitor does not want it shown.
        Muted = "muted",
        /// There is not.
        NotNeeded = "not-needed",
    }
}

/// Decides. First row of [`TABLE`] that matches; its last row always does.
#[must_use]
pub fn judge(facts: &Facts) -> Verdict {
    let row = TABLE
        .iter()
        .find(|row| (row.when)(facts))
        .unwrap_or(&table::ANYTHING_ELSE);
    Verdict {
        row: row.number,
        pool: row.pool,
        // The server behind a front end of its own may run without a visitor: before a run is seen,
        // where it leads is likely and no more.
        grade: match (row.grade, row.pool) {
            (Grade::Derived, Pool::Guest | Pool::Account) if facts.own_front_end => Grade::Assumed,
            (grade, _) => grade,
        },
        reasons: row
            .reasons
            .iter()
            .filter(|(_, holds)| holds(facts))
            .map(|(reason, _)| *reason)
            .collect(),
        // Whatever ZeroGPU said of the last run is explained.
        banner: if (row.banner || facts.current_message().is_some()) && facts.space.is_running() {
            BannerState::Shown
        } else {
            BannerState::NotNeeded
        },
    }
}
