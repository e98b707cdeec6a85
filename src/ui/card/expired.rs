//! A pass that was too old when ZeroGPU looked at it ("Expired ZeroGPU proxy token").

use super::CardBuilder;
use crate::facts::{Run, milliseconds};
use crate::ui::text::Text;

/// How long a pass lasts from the press on, in seconds, about (measured and reported in 2026-10; no
/// documentation says it).
const PASS_LASTS: u32 = 170;

/// A pass that expired within half that time was not made at the press: then another page may hold a
/// better one.
const MS_TOO_SOON: u64 = 85_000;

impl CardBuilder<'_> {
    pub(super) fn helps_expired(&self) -> Vec<Text> {
        let lasts = || self.seconds(Some(PASS_LASTS));
        if self.expired_too_soon() {
            vec![
                Text::plain("help_expired"),
                Text::with("help_expiredSoon", lasts()),
            ]
        } else {
            vec![
                Text::with("help_expiredWhy", lasts()),
                Text::plain("help_expiredLess"),
            ]
        }
    }

    /// Whether the message came so soon after the press that the time since then explains nothing.
    /// Where either time is unknown nothing is claimed. What followed the press by itself has passes
    /// of its own, and which run the message is about nobody knows: so the press counts.
    pub(super) fn expired_too_soon(&self) -> bool {
        let message_at = &self.message.at;
        let is_press = |run: &&Run| !run.is_chained && run.at <= *message_at;
        let press = self.facts.runs.iter().rfind(is_press);
        let times = press.and_then(|run| milliseconds(&run.at).zip(milliseconds(message_at)));
        let took = times.and_then(|(from, to)| to.checked_sub(from));
        took.is_some_and(|took| took < MS_TOO_SOON)
    }
}
