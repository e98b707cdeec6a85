//! Explains messages without a browser: one message a line on standard input, what it says on
//! standard output.
//!
//! `You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 0:03:12` becomes
//! `{"cause":"quota-exceeded","identity":"free","requestedSeconds":60,"leftSeconds":12,"retryAfterSeconds":192}`.
//!
//! A line is raw text, a JSON string, or, where a title was shown, `{"title": "…", "text": "…"}`.
//! `cause` is `null` for what is no message of ZeroGPU's.

use serde::Serialize;
use serde_json::Value;
use std::io::{self, BufRead, Write};
use whose_quota::facts::{Cause, ChargedTo, ZeroGpuMessage};

/// By the contract's names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    cause: Option<Cause>,
    identity: ChargedTo,
    requested_seconds: Option<u32>,
    left_seconds: Option<u32>,
    retry_after_seconds: Option<u32>,
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let answer = answer(&String::from_utf8_lossy(&line?));
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        // Whoever asks line by line waits for each answer.
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Answer {
    let json: Value = serde_json::from_str(line).unwrap_or_default();
    let message = match (&json, json["text"].as_str()) {
        (Value::String(text), _) => ZeroGpuMessage::read(None, text),
        (_, Some(text)) => ZeroGpuMessage::read(json["title"].as_str(), text),
        _ => ZeroGpuMessage::read(None, line),
    };
    let Some(message) = message else {
        return Answer {
            cause: None,
            identity: ChargedTo::Unknown,
            requested_seconds: None,
            left_seconds: None,
            retry_after_seconds: None,
        };
    };
    Answer {
        cause: Some(message.cause),
        identity: message.charged_to,
        requested_seconds: message.requested_seconds,
        left_seconds: message.left_seconds,
        retry_after_seconds: message.retry_after_seconds,
    }
}
