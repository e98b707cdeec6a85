//! How much GPU time a day each visitor has. These figures changed three times in eight months, so
//! they stand here alone, with their date and source, and are shown with both.

use crate::facts::{ChargedTo, Facts, Plan};
use crate::ui::text::Arg;

/// A visitor's daily share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Whose.
    pub plan: Plan,
    /// Minutes of GPU time in 24 hours from the first use.
    pub minutes: u16,
}

/// The compute credits that a plan includes each month, which ZeroGPU uses before pre-paid ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanCredits {
    /// When they were read, ISO date.
    pub read: &'static str,
    /// Where.
    pub source: &'static str,
    /// With PRO, in US dollars.
    pub pro: u16,
    /// With Team and Enterprise, for each seat.
    pub seat: u16,
}

/// The figures of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaTable {
    /// When they were read, ISO year and month.
    pub read: &'static str,
    /// Where.
    pub source: &'static str,
    /// What comes first beyond them: the compute credits that a plan has each month.
    pub plan_credits: PlanCredits,
    /// What pre-paid credits cost that come after those (PRO, Team and Enterprise, since 2026-04-03), in US
    /// dollars…
    pub credit_price: u16,
    /// … for so many minutes.
    pub credit_minutes: u16,
    /// So many times what a run asks for is checked against what is left, on today's cards: in
    /// halves, to reckon with…
    pub checked_halves: u32,
    /// … and in words.
    pub checked_times: &'static str,
    /// What guests have at most, in s: their row's figure is documented, and in October 2026 some were told
    /// of up to 178 s left.
    pub guest_at_most: u32,
    /// The figures.
    pub rows: [Quota; 5],
}

/// Today's figures, by <https://huggingface.co/docs/hub/spaces-zerogpu> in August 2026.
pub const QUOTA: QuotaTable = QuotaTable {
    read: "2026-08",
    source: "https://huggingface.co/docs/hub/spaces-zerogpu",
    plan_credits: PlanCredits {
        read: "2026-08-21",
        source: "https://github.com/huggingface/hub-docs",
        pro: 2,
        seat: 2,
    },
    credit_price: 1,
    credit_minutes: 10,
    checked_halves: 3,
    checked_times: "1.5",
    guest_at_most: 180,
    rows: [
        Quota {
            plan: Plan::Anonymous,
            minutes: 2,
        },
        Quota {
            plan: Plan::Free,
            minutes: 5,
        },
        Quota {
            plan: Plan::Pro,
            minutes: 40,
        },
        Quota {
            plan: Plan::Team,
            minutes: 40,
        },
        Quota {
            plan: Plan::Enterprise,
            minutes: 60,
        },
    ],
};

impl QuotaTable {
    /// A plan's minutes a day.
    #[must_use]
    pub fn minutes(&self, plan: Plan) -> u16 {
        self.rows
            .iter()
            .find(|row| row.plan == plan)
            .map_or(0, |row| row.minutes)
    }

    /// A plan's minutes a day, as a number.
    #[must_use]
    pub(crate) fn number(&self, plan: Plan) -> Arg {
        Arg::number(self.minutes(plan))
    }

    /// A plan's time a day, with its unit.
    #[must_use]
    pub(crate) fn time(&self, plan: Plan) -> Arg {
        Arg::minutes(self.minutes(plan))
    }
}

impl QuotaTable {
    /// What is checked for a run that asks for so many seconds. `spaces` 0.50.4 and later print this;
    /// 0.49.1 to 0.50.2 print what the run asks for.
    #[must_use]
    pub const fn checked(&self, asked: u32) -> u32 {
        asked.saturating_mul(self.checked_halves) / 2
    }

    /// The most that a run may ask for where so many seconds are left.
    #[must_use]
    pub fn fitting(&self, left: u32) -> u32 {
        let halves = left.saturating_mul(2);
        halves.checked_div(self.checked_halves).unwrap_or(left)
    }

    /// Whether these figures still hold, as far as ZeroGPU's own messages in a page show. One that
    /// says that more is left than these give for a whole day is right, and they are out of date.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        facts.messages.iter().all(|message| {
            let left = message.left_seconds;
            let plans: &[Plan] = match message.charged_to {
                ChargedTo::Unauthenticated | ChargedTo::IpFallback => &[Plan::Anonymous],
                ChargedTo::Free => &[Plan::Free],
                // Which of them, no message tells.
                ChargedTo::Pro => &[Plan::Pro, Plan::Team, Plan::Enterprise],
                ChargedTo::Space | ChargedTo::Unknown => return true,
            };
            let minutes = plans.iter().map(|plan| self.minutes(*plan)).max();
            let day = u32::from(minutes.unwrap_or_default()).saturating_mul(60);
            left.is_none_or(|left| left <= day)
        })
    }
}
