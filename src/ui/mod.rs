//! Verdict → words → elements: the banner, the cards, the popup and the report.

pub mod badge;
pub mod banner;
pub mod banner_text;
pub mod card;
pub mod duration;
pub mod element;
pub mod evidence;
pub mod forecast;
pub mod from_code;
pub mod hide;
pub mod notice;
pub mod options;
pub mod owner;
pub mod popup;
mod quota_table;
pub mod remedy;
pub mod report;
pub mod text;
pub mod welcome;

pub use quota_table::{PlanCredits, QUOTA, Quota, QuotaTable};
