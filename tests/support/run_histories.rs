//! Runs of a session, what ZeroGPU said of them, and what is kept.

// Each test uses what it needs.
#![allow(dead_code)]

use super::zerogpu_messages;
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{
    Cause, ChargedTo, Facts, Identity, Place, Run, RunHistory, Space, SpaceId, ZeroGpuMessage,
};

/// Yesterday at this hour.
pub const SINCE: &str = "2026-11-21T12:00:00.000Z";

pub const QUOTA: (Cause, ChargedTo) = (Cause::QuotaExceeded, ChargedTo::Unauthenticated);
pub const FAULT: (Cause, ChargedTo) = (Cause::IpFallback, ChargedTo::IpFallback);

pub fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

/// At a minute of today.
pub fn at(minute: u32) -> String {
    format!("2026-11-22T{:02}:{:02}:00.000Z", minute / 60, minute % 60)
}

pub fn message(minute: u32, (cause, charged_to): (Cause, ChargedTo)) -> ZeroGpuMessage {
    zerogpu_messages::message_of(&at(minute), cause, charged_to)
}

pub fn run(minute: u32) -> Run {
    Run {
        at: at(minute),
        subdomain: String::new(),
        identity: Identity::Present,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

/// What a page of a Space on ZeroGPU told: runs at those minutes, and what ZeroGPU said.
pub fn facts(space: &str, runs: &[u32], messages: &[ZeroGpuMessage]) -> Facts {
    Facts {
        place: Place::Direct,
        space: Space {
            id: SpaceId::parse(space),
            hardware: Some("zero-a10g".to_owned()),
            ..Space::default()
        },
        runs: runs.iter().copied().map(run).collect(),
        messages: messages.to_vec(),
        ..Facts::default()
    }
}

pub fn but(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

pub fn recorded(all: &[Facts]) -> RunHistory {
    let mut history = RunHistory::default();
    for facts in all {
        history.record(facts);
    }
    history
}

/// A run of a Space whose results have come to their end.
pub fn ran(history: &mut RunHistory, space: &str, minute: u32) {
    history.record(&facts(space, &[minute], &[]));
    history.ended(&id(space).subdomain(), "", &at(minute));
}

/// What is kept, as it is written.
pub fn entries(history: &RunHistory) -> Vec<Value> {
    let Value::Array(entries) = serde_json::to_value(history).unwrap() else {
        panic!("no list");
    };
    entries
}

/// What is kept, as `space minute ended trouble`.
pub fn kept(history: &RunHistory) -> Vec<String> {
    let line = |entry: Value| {
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let (space, time) = (word(&entry["space"]), word(&entry["at"]));
        let is_ended = entry["ended"] == json!(true);
        let ended = if is_ended { "ended" } else { "runs" };
        let trouble = [&entry["trouble"][0], &entry["trouble"][1]].map(word);
        format!("{space} {} {ended} {}", &time[11..16], trouble.join(" "))
    };
    entries(history).into_iter().map(line).collect()
}

pub fn last_success_elsewhere(history: &RunHistory, space: &str) -> Option<String> {
    let other = history.last_success_elsewhere(&id(space), SINCE)?;
    Some(other.as_str().to_owned())
}

pub fn alike(history: &RunHistory, space: &str, trouble: (Cause, ChargedTo)) -> Vec<String> {
    let found = history.similar_failures(&id(space), trouble, SINCE);
    found.into_iter().map(|id| id.as_str().to_owned()).collect()
}

pub fn any_facts() -> impl Strategy<Value = Facts> {
    let space = prop::sample::select(vec!["a/b", "A/B", "a/c", "d/e", "no id", "f/g"]);
    let trouble = prop::sample::select(vec![
        QUOTA,
        FAULT,
        (Cause::QuotaExceeded, ChargedTo::Pro),
        (Cause::Other, ChargedTo::Unknown),
    ]);
    let messages = prop::collection::vec((0_u32..1440, trouble), 0..4);
    let runs = prop::collection::vec(0_u32..1440, 0..25);
    (space, runs, messages, any::<bool>()).prop_map(|(space, runs, messages, is_zero_gpu)| {
        let messages: Vec<ZeroGpuMessage> = (messages.into_iter())
            .map(|(minute, trouble)| message(minute, trouble))
            .collect();
        but(facts(space, &runs, &messages), |facts| {
            if !is_zero_gpu {
                facts.space.hardware = Some("cpu-basic".to_owned());
            }
        })
    })
}
