//! ZeroGPU's messages, as they come to the core: read already, never as text.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::{Value, json};
use whose_quota::facts::{Cause, ChargedTo, Json, Told};

/// Why ZeroGPU may speak.
pub const CAUSES: [Cause; 10] = [
    Cause::QuotaExceeded,
    Cause::RunsExceeded,
    Cause::IllegalDuration,
    Cause::QueueTimeout,
    Cause::IpFallback,
    Cause::ExpiredToken,
    Cause::NoGpu,
    Cause::PendingCredits,
    Cause::GpuAborted,
    Cause::Other,
];

/// Whom a message may name.
pub const IDENTITIES: [ChargedTo; 6] = [
    ChargedTo::Unauthenticated,
    ChargedTo::Free,
    ChargedTo::Pro,
    ChargedTo::Space,
    ChargedTo::IpFallback,
    ChargedTo::Unknown,
];

/// `serde_json`'s value as ours.
pub fn ours(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

/// Ours as `serde_json`'s.
pub fn theirs(message: &Json) -> Value {
    serde_json::from_str(&message.write()).unwrap()
}

/// A message, its numbers being what was requested, what was left, and the wait.
pub fn numbered(
    at: &str,
    cause: Cause,
    identity: ChargedTo,
    [requested, left, wait]: [Option<u32>; 3],
) -> Told {
    let message = json!({
        "at": at, "cause": cause.name(), "identity": identity.name(),
        "requestedSeconds": requested, "leftSeconds": left, "retryAfterSeconds": wait,
    });
    Told::from_message(&ours(&message)).unwrap()
}

/// A message without numbers.
pub fn told(at: &str, cause: Cause, identity: ChargedTo) -> Told {
    numbered(at, cause, identity, [None; 3])
}

/// "Falling back to IP-based quotas (fault)".
pub fn fallback(at: &str, fault: Option<&str>) -> Told {
    let message = json!({
        "at": at, "cause": "ip-fallback", "identity": "ip-fallback", "fault": fault,
    });
    Told::from_message(&ours(&message)).unwrap()
}

/// What ZeroGPU says where the app itself failed.
pub fn app_failure(at: &str, failure: Option<&str>) -> Told {
    let message = json!({
        "at": at, "cause": "other", "identity": "unknown", "fault": failure,
    });
    Told::from_message(&ours(&message)).unwrap()
}
