//! Verdict → words → elements: the banner, the cards, the popup and the report.

pub mod banner;
pub mod card;
pub mod element;
pub mod notice;
pub mod popup;
mod quota_table;
pub mod report;
pub mod words;

pub use quota_table::{PlanCredits, QUOTA, Quota, QuotaTable};
