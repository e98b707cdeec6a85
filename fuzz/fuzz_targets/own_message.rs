//! Messages between our own parts, and what is kept: a frame may have been taken over, and storage damaged.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::hint::black_box;
use std::iter::once;
use whose_quota::checked::{Sender, checked, is_report};
use whose_quota::facts::{
    Facts, FrameFacts, HubAnswer, Json, PageInput, QuotaAnswer, Run, RunHistory, Told,
};
use whose_quota::tab::Tab;
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::popup::{self, popup};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::judge;
use whose_quota_fuzz::{check_report, check_seen, rewritten};

fuzz_target!(|input: &str| {
    let Some(message) = Json::parse(input) else {
        return;
    };
    assert_eq!(rewritten(&message), message);
    check_seen(&PageInput::from_message(&message));

    // A report: what is read of it makes one that is read as it is written.
    let facts = Facts::from_message(&message);
    check_report(&report(&facts, &judge(&facts), &Reporter::default()), "");

    // The background holds a frame's report against its sender: what it makes of it stays what it is.
    let sender = Sender::from_message(message.get("sender"));
    if let Some(once) = checked(&message, &sender, &Reporter::default()) {
        assert!(is_report(&once) && once.write().len() < 20_000);
        assert_eq!(checked(&once, &sender, &Reporter::default()), Some(once));
    }
    let mut tab = Tab::from_message(&message);
    for said in message.list() {
        tab.hear(said);
    }
    assert_eq!(Tab::from_message(&rewritten(&tab.to_message())), tab);

    let facts = FrameFacts::from_message(&message);
    assert_eq!(
        FrameFacts::from_message(&rewritten(&facts.to_message())).to_message(),
        facts.to_message()
    );
    let answer = HubAnswer::from_message(&message);
    assert_eq!(
        HubAnswer::from_message(&rewritten(&answer.to_message())),
        answer
    );
    if let Some(quota) = QuotaAnswer::from_message(&message) {
        assert_eq!(
            QuotaAnswer::from_message(&rewritten(&quota.to_message())),
            Some(quota)
        );
    }
    for part in once(&message).chain(message.list()) {
        if let Some(told) = Told::from_message(part) {
            assert_eq!(
                Told::from_message(&rewritten(&told.to_message())),
                Some(told)
            );
        }
        if let Some(run) = Run::from_message(part) {
            let again = Run::from_message(&rewritten(&run.to_message()));
            assert_eq!(again.map(|run| run.to_message()), Some(run.to_message()));
        }
    }

    // What became of runs: bounded, in order, and kept as it is.
    let mut outcomes = RunHistory::from_message(&message);
    assert_eq!(
        RunHistory::from_message(&rewritten(&outcomes.to_message())),
        outcomes
    );
    outcomes.record(&message);
    outcomes.ended("owner-name", "", "9");
    outcomes.record(message.get("report"));
    assert_eq!(
        RunHistory::from_message(&rewritten(&outcomes.to_message())),
        outcomes
    );

    black_box(NoticeContext::from_message(&message));
    let lookup = |key: &str, args: &[String]| [key, ": ", &args.join(", ")].concat();
    black_box(popup(&popup::PopupInput::from_message(&message), &lookup));
});
