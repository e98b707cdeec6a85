//! One Space or all of them, and when there is more.

#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situations::{
    SPOKE, SPOKE_AGAIN, Situation, account, after, at, but, card_of, plain, quota, run, with_left,
};
use whose_quota::facts::{Cause, ChargedTo, Identity, Place, Plan, ZeroGpuMessage};
use whose_quota::ui::text::Text;
use zerogpu_messages::{fallback, numbered};

/// The scope of a card, and whether the report is offered.
fn scope(situation: &Situation) -> (Option<Text>, bool) {
    let card = card_of(situation.clone());
    (card.scope, card.offers_report)
}

#[test]
fn one_space_or_all_of_them() {
    let mismatch = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let key = |situation: &Situation| scope(situation).0.map(|scope| scope.key);
    let named = |situation: &Situation| scope(situation).0.unwrap().values(&locale::lookup);
    // Nothing else was run: the test that helpers ask for.
    assert_eq!(key(&mismatch()), Some("scope_try"));
    // The pass left with the run: that is not blamed on a Space, nor on anybody else.
    let ran = after(mismatch(), &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    assert_eq!(named(&ran), ["a/b"]);
    assert_eq!(card_of(ran).helps[0].key, "blame_passLeft");
    let own_way = but(mismatch(), |facts| facts.runs = vec![run(Identity::Absent)]);
    let ran = after(own_way, &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    assert_eq!(named(&ran), ["a/b"]);
    // Whose quota that run used nobody knows; a fault is no matter of quotas.
    let aborted = after(
        account(Plan::Pro, &[plain(Cause::GpuAborted)]),
        &[("a/b", None)],
    );
    assert_eq!(key(&aborted), Some("scope_onlyHere"));
    assert_eq!(named(&aborted), ["a/b"]);
    let failed = after(mismatch(), &[("a/b", trouble)]);
    assert_eq!(key(&failed), Some("scope_alike"));
    assert_eq!(named(&failed), ["a/b"]);
    // Otherwise than alike.
    let other = Some((Cause::QuotaExceeded, ChargedTo::Pro));
    assert_eq!(
        key(&after(mismatch(), &[("a/b", other)])),
        Some("scope_try")
    );
    // What is used up is nobody's fault; that another Space ran says something all the same.
    let used_up = || account(Plan::Pro, &[quota(ChargedTo::Pro)]);
    assert_eq!(key(&used_up()), None);
    let ran = after(used_up(), &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    // Without a name of its own a Space has no others.
    let nameless = but(after(mismatch(), &[("a/b", None)]), |facts| {
        facts.space.id = None;
    });
    assert_eq!(key(&nameless), None);
}

#[test]
fn three_unrelated_spaces_and_time_left_is_hugging_faces_side() {
    let fault = Some((Cause::IpFallback, ChargedTo::IpFallback));
    let base = || account(Plan::Pro, &[fallback(SPOKE, None)]);
    let everywhere = |situation: Situation, others: &[(&str, Option<(Cause, ChargedTo)>)]| {
        let (scope, offers_report) = scope(&after(situation, others));
        let is_all = scope.unwrap().key == "scope_all";
        assert!(offers_report || !is_all);
        is_all
    };
    let two = [("a/b", fault), ("c/d", fault)];
    assert!(everywhere(with_left(base(), 2000), &two));
    assert!(everywhere(with_left(base(), 1), &two));
    // One less; relatives; nothing left; nobody knows what is left; otherwise.
    assert!(!everywhere(with_left(base(), 2000), &two[..1]));
    let relatives = [("a/b", fault), ("A/c", fault), ("owner/d", fault)];
    assert!(!everywhere(with_left(base(), 2000), &relatives));
    assert!(!everywhere(with_left(base(), 0), &two));
    assert!(!everywhere(base(), &two));
    let other = [
        ("a/b", fault),
        ("c/d", Some((Cause::GpuAborted, ChargedTo::Unknown))),
    ];
    assert!(!everywhere(with_left(base(), 2000), &other));
    // As much as was asked for.
    let guest = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let two = [("a/b", trouble), ("c/d", trouble)];
    assert!(everywhere(with_left(guest(), 60), &two));
    assert!(!everywhere(with_left(guest(), 59), &two));
    // What is used up is used up everywhere, by right.
    let pro = Some((Cause::QuotaExceeded, ChargedTo::Pro));
    let used_up = with_left(account(Plan::Pro, &[quota(ChargedTo::Pro)]), 0);
    let (used_up, _) = scope(&after(used_up, &[("a/b", pro), ("c/d", pro)]));
    assert_ne!(used_up.unwrap().key, "scope_all");
}

#[test]
fn what_is_older_than_a_day_is_not_of_today() {
    let mut situation = after(
        account(Plan::Pro, &[fallback(SPOKE, None)]),
        &[("a/b", None)],
    );
    assert_eq!(scope(&situation).0.unwrap().key, "scope_onlyHere");
    situation.context.since = "2026-11-22T11:00:00.000Z".to_owned();
    assert_eq!(scope(&situation).0.unwrap().key, "scope_try");
}

#[test]
fn the_countdown_is_that_of_the_message() {
    let until = |situation: &Situation| card_of(situation.clone()).until;
    let some = |ms: &str| Some((ms.to_owned(), "16:40".to_owned()));
    let of = |messages: &[ZeroGpuMessage]| until(&at(Place::Direct, messages));
    let waiting = |at: &str, wait| {
        let numbers = [Some(60), Some(12), wait];
        numbered(
            at,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            numbers,
        )
    };
    assert_eq!(of(&[waiting(SPOKE, Some(7))]), some("7000"));
    // "Try again in 0:00:00" is no promise; nor is silence.
    assert_eq!(of(&[waiting(SPOKE, Some(0))]), None);
    assert_eq!(of(&[waiting(SPOKE, None)]), None);
    // Of several its own.
    let (first, second) = (waiting(SPOKE, Some(7)), waiting(SPOKE_AGAIN, Some(9)));
    assert_eq!(of(&[first.clone(), second.clone()]), some("9000"));
    assert_eq!(of(&[second, waiting(SPOKE_AGAIN, None)]), None);
    // The wait of the run that was refused after a fallback; not that of a run before.
    let fault = fallback(SPOKE, None);
    let after_fault = waiting(SPOKE_AGAIN, Some(9));
    let refused = [fault.clone(), after_fault, plain(Cause::NoGpu)];
    assert_eq!(of(&refused[..2]), some("9000"));
    assert_eq!(of(&refused), some("9000"));
    assert_eq!(of(std::slice::from_ref(&fault)), None);
    assert_eq!(of(&[first, fault]), None);
    // Where the glue made no time of it there is none.
    let mut situation = at(Place::Direct, &[waiting(SPOKE, Some(7))]);
    situation.context.until = vec![None];
    assert_eq!(until(&situation), None);
    situation.context.until = vec![];
    assert_eq!(until(&situation), None);
}
