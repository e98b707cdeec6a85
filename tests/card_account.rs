//! Whose account ZeroGPU speaks of, by what the Hub page says of the visitor's.

#[path = "support/discussions.rs"]
mod discussions;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situations::{LEFT, SPOKE, Situation, account, after, at, but, card_of, quota, run};
use whose_quota::facts::{Allowance, Cause, ChargedTo, Identity, Place, Plan, Run, ZeroGpuMessage};
use whose_quota::ui::card::AccountOwner::{self, SomebodyElse, Unknown, Visitor};
use whose_quota::ui::card::{Card, account_owner, verdict_owner};
use whose_quota::ui::text::Text;
use whose_quota::verdict::Pool;
use zerogpu_messages::{message_of as message, numbered};

const DISCUSSIONS: &str = "https://huggingface.co/spaces/owner/name/discussions/new";

fn said(message: &Text) -> String {
    message.localized(&locale::lookup)
}

fn helps(card: &Card) -> Vec<&'static str> {
    card.helps.iter().map(|help| help.key).collect()
}

/// Where the main action leads.
fn href(card: &Card) -> Option<&str> {
    let remedy = card.remedy.as_ref();
    remedy.map(|remedy| discussions::bare(&remedy.href))
}

fn of_time(identity: ChargedTo, [asked, left, wait]: [u32; 3]) -> ZeroGpuMessage {
    let numbers = [Some(asked), Some(left), Some(wait)];
    numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)
}

/// What the Hub page says is left of a day, and when.
fn on_page(situation: Situation, base: u16, left: u16, at: Option<&str>) -> Situation {
    but(situation, |facts| {
        let at = at.map(str::to_owned);
        facts.visitor.allowance = Some(Allowance { base, left, at });
    })
}

fn owner(situation: &Situation) -> AccountOwner {
    let message = situation.facts.messages.last().unwrap();
    assert_eq!(
        verdict_owner(&situation.facts),
        account_owner(&situation.facts, message)
    );
    account_owner(&situation.facts, message)
}

#[test]
fn an_account_of_another_plan_is_not_the_visitors() {
    for (plan, identity, expected) in [
        (Plan::Free, ChargedTo::Free, Visitor),
        (Plan::Free, ChargedTo::Pro, SomebodyElse),
        (Plan::Pro, ChargedTo::Free, SomebodyElse),
        (Plan::Team, ChargedTo::Free, SomebodyElse),
        (Plan::Enterprise, ChargedTo::Free, SomebodyElse),
        (Plan::Pro, ChargedTo::Pro, Visitor),
        (Plan::Team, ChargedTo::Pro, Visitor),
        (Plan::Enterprise, ChargedTo::Pro, Visitor),
    ] {
        for cause in [Cause::QuotaExceeded, Cause::RunsExceeded] {
            let situation = account(plan, &[message(SPOKE, cause, identity)]);
            assert_eq!(owner(&situation), expected, "{plan:?} {identity:?}");
        }
    }
    let unread = but(account(Plan::Free, &[quota(ChargedTo::Pro)]), |facts| {
        facts.visitor.plan = None;
    });
    assert_eq!(owner(&unread), Visitor);
    // Nobody knows whose it is where the visitor's own does not come in.
    for place in [Place::Direct, Place::Embed, Place::Hub] {
        let situation = on_page(at(place, &[quota(ChargedTo::Pro)]), 300, 5, None);
        assert_eq!(owner(&situation), Unknown);
    }
    let elsewhere = but(account(Plan::Pro, &[quota(ChargedTo::Pro)]), |facts| {
        facts.space.hardware = Some("cpu-basic".to_owned());
    });
    assert_eq!(owner(&elsewhere), Unknown);
}

#[test]
fn an_account_of_another_rest_is_not_the_visitors() {
    // Five seconds before the message; a minute, and two and a half hours before.
    let fresh = Some("2026-11-22T11:59:58.000Z");
    let minute = Some("2026-11-22T11:59:03.000Z");
    let later = Some("2026-11-22T11:59:02.000Z");
    let old = Some("2026-11-22T09:30:00.000Z");
    // By the message's clock the page comes from the future.
    let future = Some("2026-11-22T12:10:00.000Z");
    #[rustfmt::skip]
    let cases = [
        // The page's day, its rest and its time; what the message says is left.
        (2_400, 12, fresh, 12, Visitor),
        (2_400, 12, old, 12, Visitor),
        (2_400, 12, None, 12, Visitor),
        (2_400, 13, fresh, 12, Visitor),
        (2_400, 11, fresh, 12, Visitor),
        // More than a whole day: at any time.
        (2_400, 2_400, None, 2_401, SomebodyElse),
        (2_400, 12, old, 2_401, SomebodyElse),
        (2_400, 2_000, future, 2_401, SomebodyElse),
        // More than there was, and no new day began: within a minute, or by what a new day would have.
        (2_400, 12, fresh, 59, SomebodyElse),
        (2_400, 12, minute, 2_400, SomebodyElse),
        (2_400, 12, later, 59, SomebodyElse),
        (2_400, 12, later, 2_400 - 608 - 1, SomebodyElse),
        (2_400, 12, later, 2_400 - 608, Unknown),
        (2_400, 12, old, 59, Unknown),
        (2_400, 12, None, 59, Unknown),
        (2_400, 12, future, 59, Unknown),
        // Less than four runs on xlarge GPUs can have left: 4 * 2 * (5 + 15) s.
        (2_400, 2_112, fresh, 12, SomebodyElse),
        (300, 173, fresh, 12, SomebodyElse),
        (300, 172, fresh, 12, Unknown),
        (2_400, 2_112, old, 12, Unknown),
        (2_400, 2_112, None, 12, Unknown),
        (2_400, 2_112, future, 12, Unknown),
        (2_400, 2_112, Some("2026-11-22"), 12, Unknown),
    ];
    for (base, rest, at, left, expected) in cases {
        let message = of_time(ChargedTo::Pro, [3_000, left, 60]);
        let situation = on_page(account(Plan::Pro, &[message]), base, rest, at);
        assert_eq!(owner(&situation), expected, "{base} {rest} {at:?} {left}");
    }
    // Without figures nothing is contradicted.
    let bare = message(SPOKE, Cause::QuotaExceeded, ChargedTo::Pro);
    let situation = on_page(account(Plan::Pro, &[bare]), 2_400, 2_112, fresh);
    assert_eq!(owner(&situation), Visitor);
    // The one who is signed in may well have been taken for a guest.
    let guest = on_page(
        account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]),
        2_400,
        2_112,
        fresh,
    );
    assert_eq!(card_of(guest).charged.key, "charged_mismatch");
}

#[test]
fn what_the_visitors_own_runs_can_have_used_contradicts_nothing() {
    let with_runs = |times: &[&str], rest| {
        let message = quota(ChargedTo::Free);
        let page = Some("2026-11-22T11:59:30.000Z");
        let situation = on_page(account(Plan::Free, &[message]), 300, rest, page);
        but(situation, |facts| {
            let runs = times.iter().map(|at| Run {
                at: (*at).to_owned(),
                ..run(Identity::Present)
            });
            facts.runs = runs.collect();
        })
    };
    let (first, second) = ("2026-11-22T11:59:40.000Z", "2026-11-22T11:59:50.000Z");
    // Each run asks for 60 s, which may count double; the last was refused.
    assert_eq!(owner(&with_runs(&[first, LEFT], 12 + 120)), Visitor);
    assert_eq!(owner(&with_runs(&[first, LEFT], 12 + 121)), Unknown);
    assert_eq!(owner(&with_runs(&[first, second, LEFT], 12 + 240)), Visitor);
    assert_eq!(owner(&with_runs(&[LEFT], 12 + 2)), Unknown);
    // Those before the page's figure are in it; those that carried nothing were somebody else's; and
    // what left after the message has used nothing of it.
    let before = "2026-11-22T11:59:20.000Z";
    assert_eq!(owner(&with_runs(&[before, LEFT], 12 + 60)), Unknown);
    let after = but(
        with_runs(&[LEFT, "2026-11-22T12:00:09.000Z"], 12 + 60),
        |facts| facts.runs[1].is_chained = true,
    );
    assert_eq!(owner(&after), Unknown);
    let guests = but(with_runs(&[first, LEFT], 12 + 60), |facts| {
        facts.runs[0].identity = Identity::Absent;
    });
    assert_eq!(owner(&guests), Unknown);
    // They have used GPU time as long as they ran by the visitor's own clock.
    let message = of_time(ChargedTo::Pro, [60, 12, 60]);
    let fresh = Some("2026-11-22T11:59:58.000Z");
    let long_ago = but(
        on_page(account(Plan::Pro, &[message]), 2_400, 2_112, fresh),
        |facts| {
            facts.runs.insert(
                0,
                Run {
                    at: "2026-11-22T11:50:00.000Z".to_owned(),
                    ..run(Identity::Present)
                },
            )
        },
    );
    assert_eq!(owner(&long_ago), Unknown);
}

#[test]
fn an_account_that_is_not_the_visitors_is_never_called_theirs() {
    let fresh = Some("2026-11-22T11:59:58.000Z");
    let by_rest = on_page(
        account(Plan::Pro, &[quota(ChargedTo::Pro)]),
        2_400,
        2_112,
        fresh,
    );
    let by_plan = account(Plan::Free, &[quota(ChargedTo::Pro)]);
    for situation in [by_rest, by_plan] {
        let card = card_of(situation);
        assert_eq!(card.pool, Pool::Account);
        assert_eq!(
            said(&card.headline),
            "An account, not yours, had 12 s left; this run asked for 60 s"
        );
        assert_eq!(card.charged.key, "charged_notYours");
        assert_eq!(helps(&card), ["help_less", "help_ownToken"]);
        assert_eq!(href(&card), Some(DISCUSSIONS));
        // It is not theirs to wait for, and it is worth asking whose fault it is.
        assert_eq!(card.until, None);
        assert_eq!(card.scope.unwrap().key, "scope_try");
    }
    // Or ZeroGPU has not heard of the plan.
    let card = card_of(account(Plan::Pro, &[quota(ChargedTo::Free)]));
    assert_eq!(helps(&card), ["help_less", "help_ownToken", "help_payAnew"]);
    let card = card_of(account(
        Plan::Pro,
        &[message(SPOKE, Cause::RunsExceeded, ChargedTo::Free)],
    ));
    assert_eq!(card.charged.key, "charged_notYours");
    assert_eq!(href(&card), Some(DISCUSSIONS));
    // Unrelated Spaces do not all have a token of their own.
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Free));
    for (plan, help) in [(Plan::Pro, "help_payAnew"), (Plan::Team, "help_payAnew")] {
        let situation = account(plan, &[quota(ChargedTo::Free)]);
        let situation = on_page(situation, 2_400, 2_112, None);
        let others = [("a/b", trouble), ("c/d", trouble)];
        let card = card_of(after(situation, &others));
        assert_eq!(helps(&card), ["help_less", help]);
        assert_eq!(card.scope.as_ref().unwrap().key, "scope_all");
        assert_eq!((card.remedy, card.offers_report), (None, true));
    }
    let situation = account(Plan::Free, &[quota(ChargedTo::Pro)]);
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Pro));
    let situation = on_page(situation, 300, 200, None);
    let card = card_of(after(situation, &[("a/b", trouble), ("c/d", trouble)]));
    assert_eq!(helps(&card), ["help_less", "help_signInAnew"]);
    // Where it is not certain it is "an account", and the wait is as good as any.
    let doubtful = on_page(
        account(Plan::Pro, &[quota(ChargedTo::Pro)]),
        2_400,
        2_112,
        None,
    );
    let card = card_of(doubtful);
    assert_eq!(card.headline.key, "card_anAccount");
    assert_eq!(card.charged.key, "charged_pro");
    assert_eq!(card.remedy, None);
    assert!(card.until.is_some());
    let card = card_of(account(Plan::Pro, &[quota(ChargedTo::Pro)]));
    assert_eq!(card.headline.key, "card_account");
}
