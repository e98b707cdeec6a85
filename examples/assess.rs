//! Decides without a browser: one observations object (JSON) a line on standard input, one
//! verdict a line on standard output.
//!
//! `{"place":"direct","space":{"hardware":"zero-a10g"}}` becomes
//! `{"row":7,"pool":"guest","grade":"derived","reasons":["direct-url"],"banner":"shown"}`.
//!
//! The fields are the report's (`place`, `space`, `visitor`, `handshake`, `runs`, `messages`), and
//! `hubApi`, `staticHost`, `signedAddress`, `component` of [`Facts`]. What is missing, or cannot be
//! read, is unknown.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Write};
use whose_quota::facts::{Called, Facts, HubApi, Json, Place, Run, Space, SpaceId, ZeroGpuMessage};
use whose_quota::verdict::judge;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        writeln!(out, "{}", answer(&String::from_utf8_lossy(&line?))?)?;
        // Whoever asks line by line waits for each answer.
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> serde_json::Result<String> {
    match serde_json::from_str::<Map<String, Value>>(line) {
        Ok(observations) => serde_json::to_string(&judge(&facts(&observations.into()))),
        Err(_) => serde_json::to_string(&json!({"error": "not a JSON object"})),
    }
}

fn facts(observations: &Value) -> Facts {
    let list = |key: &str| observations[key].as_array().into_iter().flatten();
    let is = |key: &str| observations[key] == true;
    let observed = &observations["space"];
    let space = Space {
        // Or in the Hub's words: `private`.
        visibility: Space::read(&Json::from(observed.clone())).visibility,
        ..readable_fields(observed)
    };
    Facts {
        place: read(&observations["place"]).unwrap_or(Place::Other),
        runs: list("runs").filter_map(|it| run(it, &space)).collect(),
        visitor: readable_fields(&observations["visitor"]),
        handshake: read(&observations["handshake"]),
        messages: list("messages").filter_map(message).collect(),
        hub_api: read(&observations["hubApi"]).unwrap_or(HubApi::NotAsked),
        static_host: is("staticHost"),
        signed_address: is("signedAddress"),
        component: is("component"),
        own_front_end: observed["ownFrontEnd"] == true,
        space,
    }
}

/// A run, as a report tells it. One to the page's own Space, by its name, calls no other.
fn run(observed: &Value, own: &Space) -> Option<Run> {
    let called: Option<SpaceId> = read(&observed["to"]);
    let is_own = |id: &SpaceId| own.id.as_ref().is_some_and(|own| own.is(id));
    Some(Run {
        called: called.filter(|id| !is_own(id)).map(|id| Called {
            id,
            is_protected: observed["toProtected"] == true,
        }),
        token_subject: read(&observed["named"]),
        before_handshake: observed["tooEarly"] == true,
        is_chained: observed["follows"] == true,
        ..read(&json!({"at": observed["at"].as_str(), "identity": observed["identity"]}))?
    })
}

/// One of ZeroGPU's messages, as a report tells it.
fn message(observed: &Value) -> Option<ZeroGpuMessage> {
    let text = |key: &str| observed[key].as_str();
    let seconds = |key: &str| read::<u32>(&observed[key]);
    read(&json!({
        "at": text("at"),
        "cause": observed["cause"],
        "chargedTo": observed["identity"],
        "requestedSeconds": seconds("requestedSeconds"),
        "leftSeconds": seconds("leftSeconds"),
        "retryAfterSeconds": seconds("retryAfterSeconds"),
        "fault": text("fault"),
        "afterUserInput": observed["pressedSince"] == true,
    }))
}

/// What can be read of an object's fields, each on its own.
fn readable_fields<T: DeserializeOwned + Default>(object: &Value) -> T {
    let fields = object.as_object().into_iter().flatten();
    let readable = fields.filter(|(key, value)| read::<T>(&json!({*key: value})).is_some());
    let readable = readable.map(|(key, value)| (key.clone(), value.clone()));
    read(&Value::Object(readable.collect())).unwrap_or_default()
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}
