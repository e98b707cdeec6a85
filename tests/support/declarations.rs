//! What a Space's source declares, for tests of what is made of it.

// Each test uses what it needs.
#![allow(dead_code)]

use whose_quota::facts::{Declaration, SourceAnswer};

/// A function that asks for so much, on today's cards.
pub fn asks_for(name: &str, seconds: u32) -> Declaration {
    Declaration {
        function: name.to_owned(),
        line: 41,
        duration_seconds: Some(seconds.into()),
        size: None,
        checked_seconds: Some(seconds * 3 / 2),
    }
}

pub fn depends(name: &str) -> Declaration {
    Declaration {
        duration_seconds: None,
        checked_seconds: None,
        ..asks_for(name, 60)
    }
}

pub fn declares(functions: &[Declaration]) -> SourceAnswer {
    SourceAnswer::Read {
        file: "app.py".to_owned(),
        functions: functions.to_vec(),
    }
}

/// At noon on the day of the messages.
pub const NOON_MS: u64 = 1_795_348_800_000;
