//! The report for a forum post, in some browser.

// Each test uses what it needs.
#![allow(dead_code)]

use whose_quota::facts::{Identity, Run};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::Judged;

/// How every such report begins.
pub const HEAD: &str = "**Whose Quota**\n\n| what | seen |\n|---|---|\n";

pub fn reporter() -> Reporter {
    Reporter {
        extension: "1.0.0".to_owned(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
            .to_owned(),
    }
}

pub fn markdown(judged: &Judged) -> String {
    report(judged, &reporter()).markdown()
}

/// A run at some minute.
pub fn run(minute: u8, identity: Identity) -> Run {
    Run {
        at: format!("2026-11-22T12:{minute:02}:00.000Z"),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}
