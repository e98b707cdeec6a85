//! ZeroGPU's messages, as they come to the core: read already, never as text.

// Each test uses what it needs.
#![allow(dead_code)]

use whose_quota::facts::{Cause, ChargedTo, ZeroGpuMessage};

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

/// A message, its numbers being what was requested, what was left, and the wait.
pub fn numbered(
    at: &str,
    cause: Cause,
    charged_to: ChargedTo,
    [requested_seconds, left_seconds, retry_after_seconds]: [Option<u32>; 3],
) -> ZeroGpuMessage {
    ZeroGpuMessage {
        at: at.to_owned(),
        cause,
        charged_to,
        requested_seconds,
        left_seconds,
        retry_after_seconds,
        fault: None,
        after_user_input: false,
    }
}

/// A message without numbers.
pub fn message_of(at: &str, cause: Cause, charged_to: ChargedTo) -> ZeroGpuMessage {
    numbered(at, cause, charged_to, [None; 3])
}

/// "Falling back to IP-based quotas (fault)".
pub fn fallback(at: &str, fault: Option<&str>) -> ZeroGpuMessage {
    ZeroGpuMessage {
        fault: fault.map(str::to_owned),
        ..message_of(at, Cause::IpFallback, ChargedTo::IpFallback)
    }
}

/// What ZeroGPU says where the app itself failed.
pub fn app_failure(at: &str, failure: Option<&str>) -> ZeroGpuMessage {
    ZeroGpuMessage {
        fault: failure.map(str::to_owned),
        ..message_of(at, Cause::Other, ChargedTo::Unknown)
    }
}
