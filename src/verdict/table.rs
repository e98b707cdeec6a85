//! The decision table, to be held against the project's contract row by row. First match wins.

use super::Reason::{
    CallsAnotherSpace, CookiesBlocked, DirectUrl, HandshakeMissing, IpFallback, MessageSaysGuest,
    OutdatedGradio, PrivateWindow, RunWithoutIdentity, SignedOut, SpaceToSpace, ThirdPartyEmbed,
};
use super::{Grade, Pool, Reason};
use crate::facts::{
    Cause, ChargedTo, Facts, Handshake, HubApi, IdentitySupport, Place, Run, TokenSubject,
    Visibility,
};

/// A condition on what is known.
type When = fn(&Facts) -> bool;

/// One row.
#[derive(Debug)]
pub struct Row {
    /// Its number in the contract.
    pub number: u8,
    /// What is known, in words.
    pub known: &'static str,
    /// The same, as a condition.
    pub when: When,
    /// Whose quota.
    pub pool: Pool,
    /// How surely.
    pub grade: Grade,
    /// Why: each reason with the condition under which it is named.
    pub reasons: &'static [(Reason, When)],
    /// Whether the page says so.
    pub banner: bool,
}

/// The table.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    Row { number: 1, known: "ZeroGPU said of the last run that it falls back to the network address",
          when: |o| o.current_message().is_some_and(|told| told.cause == Cause::IpFallback),
          pool: Pool::Guest, grade: Grade::Observed, reasons: &[(IpFallback, always), (CallsAnotherSpace, calls_another)], banner: true },

    Row { number: 2, known: "ZeroGPU's quota message on the last run names the unauthenticated",
          when: |o| was_told(o, ChargedTo::Unauthenticated),
          pool: Pool::Guest, grade: Grade::Observed, reasons: &[(MessageSaysGuest, always), (CallsAnotherSpace, calls_another)], banner: true },

    Row { number: 2, known: "ZeroGPU's quota message on the last run names an account",
          when: |o| was_told(o, ChargedTo::Free) || was_told(o, ChargedTo::Pro),
          pool: Pool::Account, grade: Grade::Observed, reasons: &[], banner: true },

    Row { number: 2, known: "ZeroGPU's quota message on the last run names the Space itself",
          when: |o| was_told(o, ChargedTo::Space),
          pool: Pool::Space, grade: Grade::Observed, reasons: &[(SpaceToSpace, always)], banner: true },

    Row { number: 3, known: "the last run left without an identity, or with a pass that names nobody; ZeroGPU, or sent to another Space that is",
          when: |o| (zero_gpu(o) || calls_another(o)) && last_run(o).is_some_and(|run| !run.carries_identity()),
          pool: Pool::Guest, grade: Grade::Observed,
          reasons: &[(IpFallback, pass_is_faulty), (RunWithoutIdentity, |o| !pass_is_faulty(o)),
                     (CallsAnotherSpace, calls_another), (DirectUrl, direct), (ThirdPartyEmbed, embed), (SignedOut, hub_signed_out),
                     (OutdatedGradio, |o| hub_signed_in(o) && !calls_another(o) && (o.never_asks() || asks_old_way(o) || early_handshake_failed(o))),
                     (HandshakeMissing, |o| hub_signed_in(o) && !calls_another(o) && handshake_was_missing(o)),
                     (PrivateWindow, |o| !signed_in(o) && private_window(o)), (CookiesBlocked, cookies_blocked)], banner: true },

    Row { number: 4, known: "the last run carried an identity, on the Hub page of somebody who is signed in",
          when: |o| hub_signed_in(o) && !o.counts_nothing() && last_run(o).is_some_and(Run::carries_identity),
          pool: Pool::Account, grade: Grade::Observed, reasons: &[], banner: false },

    // A pass is made for one Space. What another one makes of it shows in ZeroGPU's messages alone.
    Row { number: 4, known: "the last run went to another Space, on ZeroGPU, with an identity",
          when: calls_another,
          pool: Pool::Unknown, grade: Grade::Assumed, reasons: &[(CallsAnotherSpace, always)], banner: false },

    Row { number: 5, known: "not ZeroGPU, not Gradio, or a static host",
          when: Facts::counts_nothing,
          pool: Pool::None, grade: Grade::Derived, reasons: &[], banner: false },

    Row { number: 6, known: "an app's own page; the Space is private, or the Hub does not show it",
          when: |o| own_page(o) && (private(o) || o.signed_address || o.hub_api == HubApi::NotPublic),
          pool: Pool::Unknown, grade: Grade::Assumed, reasons: &[], banner: false },

    Row { number: 7, known: "an app's address as the tab, ZeroGPU",
          when: |o| direct(o) && zero_gpu(o) && !names_a_user(o),
          pool: Pool::Guest, grade: Grade::Derived,
          reasons: &[(DirectUrl, always), (PrivateWindow, private_window), (CookiesBlocked, cookies_blocked)], banner: true },

    Row { number: 8, known: "an app's frame in another site, ZeroGPU",
          when: |o| embed(o) && zero_gpu(o) && !answered_in_embed(o) && !names_a_user(o),
          pool: Pool::Guest, grade: Grade::Derived,
          reasons: &[(ThirdPartyEmbed, always), (OutdatedGradio, stuck_in_embed), (PrivateWindow, private_window), (CookiesBlocked, cookies_blocked)], banner: true },

    Row { number: 9, known: "Hub page, ZeroGPU, signed out",
          when: |o| hub_signed_out(o) && zero_gpu(o) && !names_a_user(o),
          pool: Pool::Guest, grade: Grade::Derived,
          reasons: &[(SignedOut, always), (PrivateWindow, private_window), (CookiesBlocked, cookies_blocked)], banner: true },

    Row { number: 10, known: "Hub page, ZeroGPU, signed in, a Gradio that never asks",
          when: |o| hub_signed_in(o) && zero_gpu(o) && o.never_asks(),
          pool: Pool::Guest, grade: Grade::Derived, reasons: &[(OutdatedGradio, always)], banner: true },

    Row { number: 11, known: "Hub page, ZeroGPU, signed in, a Gradio that asks in the old way, or whose handshake was not answered",
          when: |o| hub_signed_in(o) && zero_gpu(o) && (asks_old_way(o) || early_handshake_failed(o)),
          pool: Pool::Guest, grade: Grade::Assumed,
          reasons: &[(OutdatedGradio, always), (HandshakeMissing, early_handshake_failed)], banner: true },

    Row { number: 12, known: "Hub page, ZeroGPU, signed in, handshake answered",
          when: |o| hub_signed_in(o) && zero_gpu(o) && answered(o),
          pool: Pool::Account, grade: Grade::Derived, reasons: &[], banner: false },

    Row { number: 13, known: "Hub page, ZeroGPU, signed in, a Gradio with handshake, none answered yet",
          when: |o| hub_signed_in(o) && zero_gpu(o) && o.identity_support() == Some(IdentitySupport::Handshake),
          pool: Pool::Unknown, grade: Grade::Assumed, reasons: &[(HandshakeMissing, always)], banner: false },

    Row { number: 14, known: "Hub page, ZeroGPU, sign-in unreadable, private window or cookies blocked",
          when: |o| hub(o) && zero_gpu(o) && o.visitor.signed_in.is_none() && (private_window(o) || cookies_blocked(o)) && !names_a_user(o),
          pool: Pool::Guest, grade: Grade::Assumed,
          reasons: &[(PrivateWindow, private_window), (CookiesBlocked, cookies_blocked)], banner: true },

    Row { number: 15, known: "an app's own page, Gradio, hardware cannot be learned",
          when: |o| own_page(o) && o.space.is_gradio() && o.space.is_zero_gpu().is_none() && o.hub_api != HubApi::Pending && !answered_in_embed(o) && !names_a_user(o),
          pool: Pool::Guest, grade: Grade::Assumed,
          reasons: &[(DirectUrl, direct), (ThirdPartyEmbed, embed), (OutdatedGradio, stuck_in_embed), (PrivateWindow, private_window), (CookiesBlocked, cookies_blocked)], banner: true },

    ANYTHING_ELSE,
];

/// The last row: an honest answer.
#[rustfmt::skip]
pub(super) const ANYTHING_ELSE: Row =
    Row { number: 16, known: "anything else",
          when: always,
          pool: Pool::Unknown, grade: Grade::Assumed, reasons: &[], banner: false };

fn always(_: &Facts) -> bool {
    true
}

fn direct(facts: &Facts) -> bool {
    facts.place == Place::Direct
}

fn embed(facts: &Facts) -> bool {
    facts.place == Place::Embed
}

fn own_page(facts: &Facts) -> bool {
    direct(facts) || embed(facts)
}

fn hub(facts: &Facts) -> bool {
    facts.place == Place::Hub
}

fn hub_signed_in(facts: &Facts) -> bool {
    hub(facts) && signed_in(facts)
}

fn hub_signed_out(facts: &Facts) -> bool {
    hub(facts) && signed_out(facts)
}

fn last_run(facts: &Facts) -> Option<&Run> {
    facts.runs.last()
}

fn calls_another(facts: &Facts) -> bool {
    facts.called().is_some()
}

fn was_told(facts: &Facts, whose: ChargedTo) -> bool {
    facts
        .current_message()
        .is_some_and(|told| told.names(whose))
}

fn pass_is_faulty(facts: &Facts) -> bool {
    last_run(facts).and_then(|run| run.token_subject) == Some(TokenSubject::Faulty)
}

/// An app may send a pass of its own, which names somebody: whose quota that is, nobody here knows.
fn names_a_user(facts: &Facts) -> bool {
    last_run(facts).and_then(|run| run.token_subject) == Some(TokenSubject::User)
}

/// When the last run left, the app had no answer to its question.
fn handshake_was_missing(facts: &Facts) -> bool {
    !answered(facts) || last_run(facts).is_some_and(|run| run.before_handshake)
}

fn zero_gpu(facts: &Facts) -> bool {
    facts.space.is_zero_gpu() == Some(true)
}

fn private(facts: &Facts) -> bool {
    facts.space.visibility == Some(Visibility::Private)
}

fn signed_in(facts: &Facts) -> bool {
    facts.visitor.signed_in == Some(true)
}

fn signed_out(facts: &Facts) -> bool {
    facts.visitor.signed_in == Some(false)
}

fn private_window(facts: &Facts) -> bool {
    facts.visitor.private_window == Some(true)
}

fn cookies_blocked(facts: &Facts) -> bool {
    facts.visitor.cookies_blocked == Some(true)
}

fn asks_old_way(facts: &Facts) -> bool {
    facts.identity_support() == Some(IdentitySupport::PerRun)
}

/// In a frame such a Gradio waits for an answer that only the Hub page gives.
fn stuck_in_embed(facts: &Facts) -> bool {
    embed(facts) && !facts.component && asks_old_way(facts)
}

fn answered(facts: &Facts) -> bool {
    facts.handshake == Some(Handshake::Answered)
}

/// Some other page of huggingface.co hands over a pass: whose, nobody here knows.
fn answered_in_embed(facts: &Facts) -> bool {
    embed(facts) && answered(facts)
}

/// 5.12.0 to 5.16.0 rendered on the server, and there was time enough for an answer.
fn early_handshake_failed(facts: &Facts) -> bool {
    facts.identity_support() == Some(IdentitySupport::SsrOnly)
        && facts.space.server_side_rendered == Some(true)
        && matches!(facts.handshake, Some(Handshake::Asked | Handshake::Absent))
}
