//! How often a press in a page may open a tab or a window. A page that has taken over its process can
//! send our messages without anybody pressing.

use serde::{Deserialize, Serialize};

/// At least so much lies between two presses in one tab, in ms.
const PAUSE_MS: f64 = 1_000.0;

/// What is counted, in ms…
const WINDOW_MS: f64 = 60_000.0;

/// … and so many are allowed in one tab meanwhile.
const MAX_PRESSES: usize = 3;

/// The tabs in which a press opened something within the last minute, and when, in ms since 1970.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PressLimit(Vec<(u32, f64)>);

impl PressLimit {
    /// Whether a press in a tab may open something now; then it counts.
    pub fn allows(&mut self, tab: u32, now: f64) -> bool {
        // The clock may have been set back.
        self.0.retain(|(_, at)| *at <= now && now - at < WINDOW_MS);
        let times = || self.0.iter().filter(|(of, _)| *of == tab);
        let is_too_soon = times()
            .next_back()
            .is_some_and(|(_, at)| now - at < PAUSE_MS);
        let allows = !is_too_soon && times().count() < MAX_PRESSES;
        if allows {
            self.0.push((tab, now));
        }
        allows
    }
}
