//! Facts for the decision table, and what they come to in one line.

// Each test uses what it needs.
#![allow(dead_code)]

use super::zerogpu_messages::message_of;
use whose_quota::facts::{
    Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place, Run, Space,
    TokenSubject, Visibility, ZeroGpuMessage,
};
use whose_quota::verdict::judge;

/// A ZeroGPU Gradio Space at some place, nothing else known.
pub fn zero_gpu(place: Place) -> Facts {
    Facts {
        place,
        space: Space {
            sdk: Some("gradio".to_owned()),
            hardware: Some("zero-a10g".to_owned()),
            stage: Some("RUNNING".to_owned()),
            ..Space::default()
        },
        ..Facts::default()
    }
}

pub fn hub(signed_in: Option<bool>) -> Facts {
    let mut facts = zero_gpu(Place::Hub);
    facts.visitor.signed_in = signed_in;
    facts
}

/// A ZeroGPU Space's Hub page, signed in, with a Gradio version.
pub fn hub_with(version: &str) -> Facts {
    let mut facts = hub(Some(true));
    facts.space.gradio_version = GradioVersion::parse(version);
    facts
}

/// An app's own page, about which the Hub could not be asked.
pub fn without_hub(place: Place) -> Facts {
    let mut facts = zero_gpu(place);
    facts.space.hardware = None;
    facts.hub_api = HubApi::Unreachable;
    facts
}

pub fn but(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

pub fn run(identity: Identity, token_subject: Option<TokenSubject>) -> Run {
    Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

/// A run without any pass.
pub fn bare() -> Run {
    run(Identity::Absent, None)
}

/// A run with the Hub's own pass, which nobody can read.
pub fn passed() -> Run {
    run(Identity::Present, None)
}

/// A run with a pass that the app sent by itself and that can be read.
pub fn naming(named: TokenSubject) -> Run {
    run(Identity::Present, Some(named))
}

/// The same, and then a run leaves.
pub fn then(facts: &Facts, run: Run) -> Facts {
    but(facts.clone(), |o| o.runs.push(run))
}

/// A moment after the run of [`run`].
pub const LATER: &str = "2026-11-22T12:00:03.000Z";

/// The same, and then ZeroGPU speaks.
pub fn hears(facts: &Facts, messages: &[ZeroGpuMessage]) -> Facts {
    but(facts.clone(), |o| o.messages.extend_from_slice(messages))
}

pub fn quota(identity: ChargedTo) -> ZeroGpuMessage {
    message_of(LATER, Cause::QuotaExceeded, identity)
}

/// `row pool/grade [reasons] banner`.
pub fn verdict(facts: &Facts) -> String {
    let verdict = judge(facts);
    let reasons = verdict.reasons.iter().map(|reason| reason.name());
    format!(
        "{} {}/{} [{}] {}",
        verdict.row,
        verdict.pool.name(),
        verdict.grade.name(),
        reasons.collect::<Vec<_>>().join(", "),
        verdict.banner.name(),
    )
}

#[track_caller]
pub fn says(facts: &Facts, expected: &str) {
    assert_eq!(verdict(facts), expected, "{facts:?}");
}

/// What may be known when ZeroGPU speaks: all that decides, were it silent.
pub fn situations() -> Vec<Facts> {
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let private = but(zero_gpu(Place::Direct), |o| {
        o.space.visibility = Some(Visibility::Private);
    });
    let unreadable = but(hub(None), |o| o.visitor.private_window = Some(true));
    let cpu = |place| {
        but(zero_gpu(place), |o| {
            o.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    vec![
        then(&zero_gpu(Place::Direct), bare()),
        then(&answered, passed()),
        then(&answered, bare()),
        cpu(Place::Direct),
        cpu(Place::Hub),
        but(zero_gpu(Place::Embed), |o| {
            o.space.sdk = Some("docker".to_owned())
        }),
        but(zero_gpu(Place::Direct), |o| o.static_host = true),
        private,
        but(zero_gpu(Place::Direct), |o| o.signed_address = true),
        but(without_hub(Place::Direct), |o| {
            o.hub_api = HubApi::NotPublic
        }),
        zero_gpu(Place::Direct),
        zero_gpu(Place::Embed),
        hub(Some(false)),
        hub_with("4.20.0"),
        hub_with("5.9.1"),
        answered,
        hub_with("6.31.0"),
        unreadable,
        without_hub(Place::Embed),
        Facts::default(),
    ]
}

/// One situation for each row from 5 on.
pub fn each_row_without_runs() -> Vec<(u8, Facts)> {
    let cpu = but(hub(Some(true)), |o| {
        o.space.hardware = Some("cpu-basic".to_owned());
    });
    let signed = but(zero_gpu(Place::Direct), |o| o.signed_address = true);
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let unreadable = but(hub(None), |o| o.visitor.private_window = Some(true));
    vec![
        (5, cpu),
        (6, signed),
        (7, zero_gpu(Place::Direct)),
        (8, zero_gpu(Place::Embed)),
        (9, hub(Some(false))),
        (10, hub_with("4.20.0")),
        (11, hub_with("5.9.1")),
        (12, answered),
        (13, hub_with("6.31.0")),
        (14, unreadable),
        (15, without_hub(Place::Direct)),
        (16, hub(Some(true))),
    ]
}
