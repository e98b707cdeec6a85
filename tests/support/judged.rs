//! The whole way of a document's facts, at one place: what the page reads, the verdict, the report.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::Value;
use whose_quota::facts::{Facts, PageInput};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::Judged;

/// What a document comes to.
pub fn judged(input: &PageInput) -> Judged {
    Judged::of(Facts::read(input))
}

/// The report on it, as it is copied.
pub fn report_on(judged: &Judged, reporter: &Reporter) -> Value {
    serde_json::to_value(report(judged, reporter)).unwrap()
}

/// The report of this build in no browser.
pub fn plain_report(judged: &Judged) -> Value {
    report_on(judged, &Reporter::default())
}
