//! The toolbar icon's badge: what it shows, and which words stand in its title.

#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situations::{account, quota};
use whose_quota::facts::{ChargedTo, Facts, Plan};
use whose_quota::tab::FrameVerdict;
use whose_quota::ui::badge::badge;
use whose_quota::verdict::{Grade, Judged, Pool};

fn frame(judged: Judged, failed: bool) -> FrameVerdict {
    FrameVerdict {
        frame_id: 0,
        document: "1000.5".to_owned(),
        judged,
        runs: None,
        failed,
    }
}

/// A verdict on a signed-in visitor's Hub page.
fn verdict(pool: Pool, grade: Grade) -> Judged {
    let mut judged = Judged::of(account(Plan::Pro, &[]).facts);
    judged.verdict.pool = pool;
    judged.verdict.grade = grade;
    judged
}

/// Its character, and its title's key.
fn shown(speaker: Option<&FrameVerdict>) -> (&'static str, String) {
    let badge = badge(speaker, &|key, args| {
        assert!(!locale::lookup(key, args).is_empty(), "{key}");
        key.to_owned()
    });
    assert_eq!(badge.color == "#2b7a4b", badge.text == "✓", "{badge:?}");
    (badge.text, badge.title)
}

#[test]
fn each_pool_at_each_grade() {
    let all = [Grade::Observed, Grade::Derived, Grade::Assumed];
    for (pool, texts, title) in [
        (Pool::Guest, ["!"; 3], "badge_guest_"),
        (Pool::Account, ["✓", "", ""], "badge_account_"),
        (Pool::Space, [""; 3], "badge_space"),
        (Pool::None, [""; 3], "badge_none"),
        (Pool::Unknown, [""; 3], "badge_unknown"),
    ] {
        for (grade, text) in all.into_iter().zip(texts) {
            let grade_name = if title.ends_with('_') {
                grade.name()
            } else {
                ""
            };
            let expected = (text, [title, grade_name].concat());
            assert_eq!(shown(Some(&frame(verdict(pool, grade), false))), expected);
        }
    }
}

#[test]
fn where_no_space_is_it_is_the_icon_alone() {
    assert_eq!(shown(None), ("", "extensionName".to_owned()));
}

#[test]
fn where_something_of_ours_failed_nothing_old_is_said() {
    let failed = frame(verdict(Pool::Guest, Grade::Derived), true);
    assert_eq!(shown(Some(&failed)), ("", "badge_failed".to_owned()));
}

#[test]
fn an_account_that_is_not_the_visitors_is_not_called_yours() {
    // ZeroGPU names a free account to somebody with PRO.
    let facts: Facts = account(Plan::Pro, &[quota(ChargedTo::Free)]).facts;
    let judged = Judged::of(facts);
    assert_eq!(judged.verdict.pool, Pool::Account);
    let expected = ("✓", "badge_account_told".to_owned());
    assert_eq!(shown(Some(&frame(judged, false))), expected);
}
