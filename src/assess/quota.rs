//! How much GPU time a day each visitor has. These figures changed three times in eight months, so
//! they stand here alone, with their date and source, and are shown with both.

use crate::observe::Plan;

/// A visitor's daily share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Whose.
    pub plan: Plan,
    /// Minutes of GPU time in 24 hours from the first use.
    pub minutes: u16,
}

/// The figures of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaTable {
    /// When they were read, ISO year and month.
    pub read: &'static str,
    /// Where.
    pub source: &'static str,
    /// What pre-paid credits cost that go on beyond them (PRO, Team and Enterprise, since 2026-04-03)…
    pub credit_price: &'static str,
    /// … for so many minutes.
    pub credit_minutes: u16,
    /// The figures.
    pub rows: [Quota; 5],
}

/// Today's figures, by <https://huggingface.co/docs/hub/spaces-zerogpu> in August 2026.
pub const QUOTA: QuotaTable = QuotaTable {
    read: "2026-08",
    source: "https://huggingface.co/docs/hub/spaces-zerogpu",
    credit_price: "$1",
    credit_minutes: 10,
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
}
