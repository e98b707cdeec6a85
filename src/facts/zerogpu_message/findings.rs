//! What one message says, while it is read.

use super::{Cause, ChargedTo, MAX_SECONDS, ZeroGpuMessage, is_plain_word};

/// Negative, or too large for any sense.
pub(super) const ABSURD: u32 = u32::MAX;

/// What was found so far.
pub(super) struct Findings<'a> {
    pub(super) charged_to: ChargedTo,
    pub(super) requested: u32,
    pub(super) left: u32,
    pub(super) wait: u32,
    pub(super) fault: &'a [u8],
    pub(super) stands_alone: bool,
}

pub(super) const NOTHING: Findings<'_> = Findings {
    charged_to: ChargedTo::Unknown,
    requested: ABSURD,
    left: ABSURD,
    wait: ABSURD,
    fault: &[],
    stands_alone: false,
};

impl Findings<'_> {
    /// The first who is named counts.
    pub(super) fn name_charged(&mut self, charged_to: ChargedTo) {
        if self.charged_to == ChargedTo::Unknown {
            self.charged_to = charged_to;
        }
    }

    pub(super) fn message(&self, cause: Cause) -> ZeroGpuMessage {
        let seconds = |seconds: u32, most| (seconds <= most).then_some(seconds);
        ZeroGpuMessage {
            at: String::new(),
            cause,
            charged_to: self.charged_to,
            requested_seconds: seconds(self.requested, MAX_SECONDS),
            left_seconds: seconds(self.left, MAX_SECONDS),
            retry_after_seconds: seconds(self.wait, ABSURD.wrapping_sub(1)),
            fault: word(self.fault),
            after_user_input: false,
        }
    }
}

fn word(fault: &[u8]) -> Option<String> {
    let text = str::from_utf8(fault).ok()?;
    is_plain_word(text).then(|| text.to_owned())
}
