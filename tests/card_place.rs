//! ZeroGPU's messages, read with the place and the run that they are about: what a limit is worth
//! elsewhere, when a pass was made, and whose figures are right. Whose account it was is in card_account.rs.

#[path = "support/discussions.rs"]
mod discussions;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situations::{
    LEFT, PAGE, SPOKE, Situation, account, at, but, card_of, keys, plain, quota, run, signed_out,
};
use whose_quota::facts::{
    Cause, ChargedTo, GradioVersion, Identity, Place, Plan, Run, TokenSubject, Visibility,
    ZeroGpuMessage,
};
use whose_quota::ui::QUOTA;
use whose_quota::ui::banner::banner;
use whose_quota::ui::banner_text::banner_text;
use whose_quota::ui::card::Card;
use whose_quota::ui::text::Text;
use whose_quota::verdict::{Pool, judge};
use zerogpu_messages::{app_failure, numbered};

const HUB: &str = "https://huggingface.co/spaces/owner/name?a=1#tab";
const DISCUSSIONS: &str = "https://huggingface.co/spaces/owner/name/discussions/new";
const SIGN_IN: &str = "https://huggingface.co/login?next=/spaces/owner/name";

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

// ---- More left than asked

#[test]
fn more_left_than_asked_is_refused_for_one_and_a_half_times_as_much() {
    // Of `spaces` 0.49.1 to 0.50.2: (120s requested vs. 160s left). Try again in 23:51:22.
    let card = card_of(at(
        Place::Direct,
        &[of_time(ChargedTo::Unauthenticated, [120, 160, 85_882])],
    ));
    assert_eq!(
        said(&card.headline),
        "ZeroGPU checked 180 s for this run; 160 s was left"
    );
    assert_eq!(helps(&card), ["help_openHub", "help_fits", "help_checked"]);
    assert!(said(&card.helps[1]).contains("106 s"));
    assert!(said(&card.helps[2]).contains("120 s, and ZeroGPU checks 1.5 times that"));
    assert!(card.until.is_some());
    // Of an account as well, without a word of the limit on runs.
    let numbers = [120, 160, 85_882];
    let card = card_of(account(Plan::Pro, &[of_time(ChargedTo::Pro, numbers)]));
    let expected = [
        "help_fits",
        "help_checked",
        "help_planCredits",
        "help_prepaid",
        "help_reset",
    ];
    assert_eq!(helps(&card), expected);
}

#[test]
fn more_left_than_is_checked_is_no_matter_of_what_is_checked() {
    for (numbers, headline) in [
        // 180 s are checked.
        ([120, 179, 60], "card_checked"),
        ([120, 180, 60], "card_withEnough"),
        ([120, 120, 60], "card_checked"),
        ([120, 119, 60], "card_guest"),
        // 1.5 s are more than one.
        ([1, 1, 60], "card_withEnough"),
        ([2, 2, 60], "card_checked"),
        // The limit on runs.
        ([120, 160, 0], "card_withEnough"),
    ] {
        let card = card_of(at(
            Place::Direct,
            &[of_time(ChargedTo::Unauthenticated, numbers)],
        ));
        assert_eq!(card.headline.key, headline, "{numbers:?}");
        let is_runs = helps(&card).contains(&"help_runsInstead");
        assert_eq!(is_runs, numbers[2] == 0, "{numbers:?}");
        let is_checked = helps(&card).contains(&"help_fits");
        assert_eq!(is_checked, headline == "card_checked", "{numbers:?}");
    }
    // What would have fitted is refused no more, and one second more would be.
    for left in 1..1_000 {
        let fits = QUOTA.fitting(left);
        assert!(2 * left >= 3 * fits && 2 * left < 3 * (fits + 1), "{left}");
    }
}

// ---- Limits of the visitor's tier

/// The two limits, in the words that name nobody.
fn limits() -> [ZeroGpuMessage; 2] {
    let duration = numbered(
        SPOKE,
        Cause::IllegalDuration,
        ChargedTo::Unknown,
        [Some(270), None, None],
    );
    [duration, plain(Cause::RunsExceeded)]
}

#[test]
fn a_tiers_limits_are_better_on_the_hub_page_or_signed_in() {
    for limit in limits() {
        let one = std::slice::from_ref(&limit);
        for place in [Place::Direct, Place::Embed] {
            let card = card_of(at(place, one));
            assert_eq!(card.helps[0].key, "help_openHub", "{limit:?}");
            assert_eq!(href(&card), Some(HUB), "{limit:?}");
            assert!(said(&card.helps[1]).contains("goes by plan"), "{limit:?}");
        }
        let card = card_of(signed_out(one));
        assert_eq!(card.helps[0].key, "help_signInBare", "{limit:?}");
        assert_eq!(href(&card), Some(SIGN_IN), "{limit:?}");
        let card = card_of(at(Place::Hub, one));
        assert_eq!(card.helps[0].key, "help_check", "{limit:?}");
        assert_eq!(href(&card), Some(SIGN_IN), "{limit:?}");
    }
}

#[test]
fn a_tiers_limits_on_the_hub_page_signed_in_are_the_accounts_own() {
    let [duration, runs] = limits();
    let of = |plan, message: &ZeroGpuMessage| card_of(account(plan, std::slice::from_ref(message)));
    // A higher plan is named where there is one.
    let card = of(Plan::Free, &duration);
    assert_eq!(helps(&card), ["help_durationPro", "help_durationLess"]);
    assert_eq!(href(&card), Some(DISCUSSIONS));
    for plan in [Plan::Pro, Plan::Team, Plan::Enterprise] {
        let card = of(plan, &duration);
        assert_eq!(helps(&card), ["help_duration", "help_durationLess"]);
    }
    // The run was a guest's: PRO would have changed nothing.
    let bare = but(
        account(Plan::Free, std::slice::from_ref(&duration)),
        |facts| {
            facts.runs = vec![run(Identity::Absent)];
        },
    );
    let card = card_of(bare);
    assert_eq!(card.pool, Pool::Guest);
    assert_eq!(helps(&card), ["help_duration", "help_durationLess"]);
    let card = of(Plan::Free, &runs);
    assert_eq!(helps(&card), ["help_runs", "help_runsWait"]);
    assert_eq!(href(&card), None);
}

#[test]
fn a_tiers_limits_where_no_place_helps_keep_their_own_truth() {
    for (limit, own) in limits()
        .into_iter()
        .zip(["help_durationLess", "help_runsWait"])
    {
        let one = std::slice::from_ref(&limit);
        let with = |visibility| {
            card_of(but(at(Place::Direct, one), |facts| {
                facts.space.visibility = Some(visibility);
            }))
        };
        let card = with(Visibility::Protected);
        assert_eq!(card.helps[0].key, "help_protected");
        assert_eq!(href(&card), None);
        let card = with(Visibility::Private);
        assert!(!helps(&card).contains(&"help_openHub"), "{card:?}");
        assert_eq!(href(&card), None);
        for situation in [at(Place::Direct, one), signed_out(one)] {
            let card = card_of(but(situation, |facts| {
                facts.space.gradio_version = GradioVersion::parse("4.20.0");
            }));
            assert_eq!(card.helps[0].key, "blame_gradioNever");
            assert_eq!(href(&card), Some(DISCUSSIONS));
            assert_eq!(card.helps.last().unwrap().key, own);
            assert!(!helps(&card).iter().any(|help| help.ends_with("Tier")));
        }
        // An app's own pass names somebody; and another Space's limit is not this page's.
        let named = but(at(Place::Direct, one), |facts| {
            facts.runs = vec![Run {
                token_subject: Some(TokenSubject::User),
                ..run(Identity::Present)
            }];
        });
        let other = but(at(Place::Direct, one), |facts| {
            facts.space.hardware = Some("cpu-basic".to_owned());
        });
        for situation in [named, other] {
            let card = card_of(situation);
            assert!(!helps(&card).contains(&"help_openHub"), "{card:?}");
            assert_ne!(href(&card), Some(HUB));
        }
    }
}

// ---- The pass that expired

/// After a press at these times, each with whether it only followed.
fn expired(runs: &[(&str, bool)]) -> Card {
    let situation = account(Plan::Pro, &[plain(Cause::ExpiredToken)]);
    card_of(but(situation, |facts| {
        let runs = runs.iter().map(|(at, is_chained)| Run {
            at: (*at).to_owned(),
            is_chained: *is_chained,
            ..run(Identity::Present)
        });
        facts.runs = runs.collect();
    }))
}

#[test]
fn a_pass_expires_between_the_press_and_the_gpu() {
    // 173 s and 85 s before the message; nothing seen; a time that cannot be read.
    for runs in [
        &[("2026-11-22T11:57:10.000Z", false)][..],
        &[("2026-11-22T11:58:38.000Z", false)],
        &[],
        &[("", false)],
        &[("2026-11-22", false)],
        // What followed by itself left a moment ago.
        &[("2026-11-22T11:57:10.000Z", false), (LEFT, true)],
    ] {
        let card = expired(runs);
        assert_eq!(helps(&card), ["help_expiredWhy", "help_expiredLess"]);
        assert!(said(&card.helps[0]).contains("170 s"), "{runs:?}");
        assert_eq!(card.remedy, None, "{runs:?}");
    }
}

#[test]
fn reloading_helps_where_a_pass_expired_too_soon() {
    for runs in [
        &[(LEFT, false)][..],
        &[("2026-11-22T11:58:38.001Z", false)],
        &[(LEFT, false), ("2026-11-22T12:00:01.000Z", true)],
        &[("2026-11-22T11:00:00.000Z", false), (LEFT, false)],
    ] {
        let card = expired(runs);
        assert_eq!(helps(&card), ["help_expired", "help_expiredSoon"]);
        assert_eq!(
            href(&card),
            Some("https://huggingface.co/spaces/owner/name?a=1")
        );
    }
    // Where there is a way back to.
    let direct = but(at(Place::Direct, &[plain(Cause::ExpiredToken)]), |facts| {
        facts.runs = vec![run(Identity::Present)]
    });
    assert_eq!(card_of(direct).remedy, None);
}

// ---- The app's own failure

#[test]
fn the_apps_own_failure_is_no_refusal() {
    for situation in [
        at(Place::Direct, &[app_failure(SPOKE, Some("RuntimeError"))]),
        account(Plan::Pro, &[app_failure(SPOKE, Some("RuntimeError"))]),
    ] {
        let card = card_of(situation);
        assert_eq!(
            said(&card.headline),
            "The app itself failed on the GPU (RuntimeError); nothing was refused"
        );
        assert_eq!(card.charged.key, "charged_nobody");
        assert_eq!(helps(&card), ["help_appFailed", "help_appFailedOwner"]);
        assert_eq!(href(&card), Some(DISCUSSIONS));
        assert_eq!((card.until, card.scope), (None, None));
    }
    let failure = app_failure(SPOKE, Some("InternalGradioError"));
    let card = card_of(account(Plan::Pro, &[failure]));
    assert_eq!(card.headline.key, "card_appFailedBefore");
    // Nothing that we know of.
    let other = account(Plan::Pro, &[app_failure(SPOKE, None)]);
    assert_eq!(other.facts.current_message(), None);
}

// ---- Figures

#[test]
fn a_messages_figures_outrank_the_table() {
    let of = |identity, left| of_time(identity, [4_000, left, 60]);
    for (identity, day) in [
        (ChargedTo::Unauthenticated, 120),
        (ChargedTo::Free, 300),
        (ChargedTo::Pro, 3_600),
    ] {
        for (left, holds) in [(day, true), (day + 1, false)] {
            let situation = at(Place::Direct, &[of(identity, left)]);
            assert_eq!(QUOTA.holds(&situation.facts), holds, "{identity:?} {left}");
            let card = card_of(situation);
            assert_eq!(card.figures.key == "figures", holds);
            let said: Vec<String> = [&card.charged]
                .into_iter()
                .chain(&card.helps)
                .map(said)
                .collect();
            let quotes = said.iter().any(|said| said.contains(" minutes a day"));
            assert_eq!(quotes, holds && identity != ChargedTo::Pro, "{said:?}");
        }
    }
    // Who names nobody contradicts nothing.
    for identity in [ChargedTo::Space, ChargedTo::Unknown] {
        let situation = at(Place::Direct, &[of(identity, 4_000)]);
        assert!(QUOTA.holds(&situation.facts));
    }
    // The guests of October 2026 had 149 s left, of 120 by the table.
    let guest = of_time(ChargedTo::Unauthenticated, [270, 149, 60]);
    let card = card_of(signed_out(std::slice::from_ref(&guest)));
    assert_eq!(card.charged.key, "charged_guestBare");
    assert_eq!(card.helps[0].key, "help_signInBare");
    assert!(said(&card.figures).contains("August 2026"));
}

#[test]
fn a_banner_after_such_a_message_quotes_no_table_either() {
    let guest = of_time(ChargedTo::Unauthenticated, [270, 149, 60]);
    for (messages, consequence, figures) in [
        (vec![], "consequence_signedOut", "figures"),
        (vec![guest], "consequence_bare", "figures_differ"),
    ] {
        let Situation { mut facts, .. } = signed_out(&messages);
        // The next run's banner.
        facts.runs = vec![Run {
            at: "2026-11-22T12:01:00.000Z".to_owned(),
            ..run(Identity::Absent)
        }];
        let banner_text = banner_text(&facts, &judge(&facts), PAGE, false).unwrap();
        assert_eq!(
            keys([&banner_text.consequence, &banner_text.figures]),
            [consequence, figures]
        );
        let _ = banner(&banner_text, &facts, &locale::lookup);
    }
}

#[test]
fn a_plans_monthly_credits_come_before_pre_paid_ones() {
    for plan in [Plan::Pro, Plan::Team, Plan::Enterprise] {
        let card = card_of(account(plan, &[quota(ChargedTo::Pro)]));
        let helps = helps(&card);
        let first = helps.iter().position(|help| *help == "help_planCredits");
        let then = helps.iter().position(|help| *help == "help_prepaid");
        assert_eq!(first.unwrap() + 1, then.unwrap());
        let words = said(&card.helps[first.unwrap()]);
        assert!(words.contains("PRO $2, Team and Enterprise $2 a seat (Aug 21, 2026)"));
        assert!(said(&card.helps[then.unwrap()]).contains("$1 for 10 minutes"));
    }
}
