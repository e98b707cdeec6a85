//! What a Space's owner can mend: the owner is led to the line, everybody else to a discussion that tells
//! the owner of it (`discussion.rs`).

mod discussion;

pub use discussion::{Discussion, discussion};

use crate::facts::{
    Cause, ChargedTo, Declaration, Facts, GpuSize, Handshake, IdentitySupport, Place, Plan, Space,
    SpaceId, Visibility, ZeroGpuMessage, app_path, hub_url,
};
use crate::ui::QUOTA;
use crate::ui::remedy::Remedy;
use crate::ui::text::Text;
use crate::verdict::{Judged, Reason, Verdict};

/// What to write for `sdk_version` where Gradio loses accounts: the newest release of the first major
/// version that does not (<https://pypi.org/project/gradio/5.49.1/>, October 2025).
pub const SDK_VERSION: &str = "5.49.1";

/// The words of a link to the editor of a Space's own code.
pub(crate) const EDIT_FILE: &str = "action_editFile";

/// What is wrong with a Space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Its Gradio loses accounts.
    Gradio,
    /// A run left without the pass that its page had.
    OwnCode,
    /// A run left with a pass that had a fault.
    FaultyPass,
    /// It asks another Space without the visitor's pass, or with somebody else's token.
    Forwarding,
    /// A run asks for more GPU time than it may.
    Duration,
    /// A run broke, or took longer than it had asked for.
    Aborted,
    /// The app failed.
    Failure,
}

impl Matter {
    /// What a verdict is about, where no message of ZeroGPU's says more.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Self {
        if verdict.reasons.contains(&Reason::OutdatedGradio) {
            Self::Gradio
        } else if verdict.reasons.contains(&Reason::IpFallback) {
            Self::FaultyPass
        } else {
            Self::OwnCode
        }
    }

    /// What one of ZeroGPU's messages is about, as far as the Space itself is to blame.
    #[must_use]
    pub fn of_message(facts: &Facts, message: &ZeroGpuMessage) -> Self {
        match (message.cause, message.charged_to) {
            // It asks another Space, which ZeroGPU speaks of.
            _ if facts.space.is_zero_gpu() == Some(false) => Self::Forwarding,
            (Cause::IllegalDuration, _) => Self::Duration,
            (Cause::GpuAborted, _) => Self::Aborted,
            (Cause::Other, _) => Self::Failure,
            (_, ChargedTo::Space | ChargedTo::Free | ChargedTo::Pro) => Self::Forwarding,
            _ if loses_accounts(facts) => Self::Gradio,
            _ => Self::OwnCode,
        }
    }
}

/// Whether the app's Gradio is one that is known to lose accounts, and may have lost one here.
#[must_use]
pub fn loses_accounts(facts: &Facts) -> bool {
    match facts.identity_support() {
        // On other hardware nobody's account is asked for.
        _ if facts.space.is_zero_gpu() == Some(false) => false,
        Some(IdentitySupport::None | IdentitySupport::PerRun) => true,
        Some(IdentitySupport::SsrOnly) => facts.handshake != Some(Handshake::Answered),
        Some(IdentitySupport::Handshake) | None => false,
    }
}

/// The Space whose owner may be the visitor: somebody is signed in on its Hub page.
#[must_use]
pub fn space_of_visitor(judged: &Judged) -> Option<&SpaceId> {
    let facts = &judged.facts;
    let is_asked = facts.place == Place::Hub && facts.visitor.signed_in == Some(true);
    facts.space.id.as_ref().filter(|_| is_asked)
}

/// What to do about it: for the owner, and for everybody else. `None` where the owner has no line to change,
/// and where others see no discussions.
#[must_use]
pub fn remedy(
    facts: &Facts,
    matter: Matter,
    message: Option<&ZeroGpuMessage>,
    declared: Option<(&str, &Declaration)>,
    is_owner: bool,
) -> Option<Remedy> {
    let id = facts.space.id.as_ref()?;
    let declared = declared.filter(|_| matter == Matter::Duration);
    if is_owner {
        let (label, href) = edit(&facts.space, id, matter)?;
        return Some(Remedy::new(facts, label, href));
    }
    // Who is on the Hub page sees its discussions.
    let is_hidden = facts.place != Place::Hub
        && matches!(
            facts.space.visibility,
            Some(Visibility::Private | Visibility::Protected)
        );
    let discussion = discussion(facts, matter, message, declared);
    let label = Text::plain("action_tellOwner");
    (!is_hidden).then(|| Remedy::new(facts, label, discussion.url(id)))
}

/// The file to edit, on the Hub: the words of a link to it, and its address.
pub(crate) fn edit(space: &Space, id: &SpaceId, matter: Matter) -> Option<(Text, String)> {
    match matter {
        Matter::Gradio => Some((
            Text::with("action_editReadme", vec![SDK_VERSION.to_owned()]),
            edit_url(id, "README.md"),
        )),
        Matter::OwnCode
        | Matter::FaultyPass
        | Matter::Forwarding
        | Matter::Duration
        | Matter::Aborted => {
            let file = app_path(space)?;
            let label = Text::with(EDIT_FILE, vec![file.to_owned()]);
            Some((label, edit_url(id, file)))
        }
        Matter::Failure => None,
    }
}

/// The Hub's editor for one of a Space's files.
fn edit_url(id: &SpaceId, file: &str) -> String {
    [&hub_url(id), "/edit/main/", file].concat()
}

/// The longest `duration`, in s, that fits the documented day of a guest, for a function that asks for more
/// than guests ever have: they can never use it.
#[must_use]
pub fn longest_for_guests(function: &Declaration) -> Option<u32> {
    let is_too_long = function
        .checked_seconds
        .is_some_and(|checked| checked > QUOTA.guest_at_most);
    let day = u32::from(QUOTA.minutes(Plan::Anonymous)).saturating_mul(60);
    is_too_long.then(|| match function.size {
        Some(GpuSize::Large) => QUOTA.fitting(day),
        // A large Space gets the whole card without saying so (May 2026), which costs twice.
        Some(GpuSize::Xlarge) | None => day / 2,
    })
}
