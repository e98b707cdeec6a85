//! Before a run: what the Space's functions ask for, held against what is left for this visitor here.

#[path = "support/declarations.rs"]
mod declarations;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use declarations::{NOON_MS, asks_for, declares, depends};
use popup_tabs::{LATER, account, at, but, calls_another, has_left, hears, quota, ran, signed_out};
use serde_json::json;
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Declaration, Facts, GpuSize, HubApi, Identity, Place, Plan,
    QuotaAnswer, SourceAnswer, SpaceSource, Visibility,
};
use whose_quota::ui::QUOTA;
use whose_quota::ui::forecast::{Fit, Left, Overall, overall};
use whose_quota::verdict::judge;
use zerogpu_messages::message_of;

fn left(facts: &Facts) -> Left {
    Left::of(facts, &judge(facts), None, NOON_MS)
}

fn fits(facts: &Facts, functions: &[Declaration]) -> Vec<Fit> {
    let left = left(facts);
    functions
        .iter()
        .map(|function| left.fit(function))
        .collect()
}

#[test]
fn the_source_is_asked_for_where_it_is_public_and_on_zerogpu() {
    let of = |change: &dyn Fn(&mut Facts)| SpaceSource::of(&but(at(Place::Direct), change).space);
    let source = of(&|_| {}).unwrap();
    assert_eq!(
        source.url,
        "https://huggingface.co/spaces/owner/name/raw/main/app.py"
    );
    let file = |name: &'static str| {
        let description = json!({"id": "owner/name", "cardData": {"app_file": name}});
        let read = whose_quota::facts::Space::read(&description.into());
        // As it comes from a page.
        let space: whose_quota::facts::Space =
            serde_json::from_value(serde_json::to_value(read).unwrap()).unwrap();
        let app_file = space.app_file;
        of(&|facts| facts.space.app_file.clone_from(&app_file)).map(|source| source.file)
    };
    assert_eq!(file("src/main_v2.py").as_deref(), Some("src/main_v2.py"));
    for strange in [
        "../x.py", "a//b.py", "a?b", "a b.py", "/app.py", "", "a/..", "ä.py", "a#b",
    ] {
        assert_eq!(file(strange), None, "{strange}");
    }
    let named = of(&|facts| facts.space.app_file = Some("src/main.py".to_owned()));
    assert!(named.unwrap().url.ends_with("/raw/main/src/main.py"));
    for visibility in [None, Some(Visibility::Private), Some(Visibility::Protected)] {
        assert_eq!(of(&|facts| facts.space.visibility = visibility), None);
    }
    for hardware in [None, Some("cpu-basic"), Some("t4-small")] {
        let hardware = hardware.map(str::to_owned);
        assert_eq!(
            of(&|facts| facts.space.hardware.clone_from(&hardware)),
            None
        );
    }
    assert_eq!(
        of(&|facts| facts.space.sdk = Some("docker".to_owned())),
        None
    );
    assert_eq!(of(&|facts| facts.space.id = None), None);
}

#[test]
fn an_answer_is_read() {
    let read = |status, body| SourceAnswer::read(status, body, false, "app.py");
    let file = || "app.py".to_owned();
    let source = "import spaces\n@spaces.GPU(duration=120)\ndef generate(): pass\n";
    assert_eq!(
        read(200, source),
        declares(&[Declaration {
            line: 2,
            ..asks_for("generate", 120)
        }])
    );
    assert_eq!(read(200, ""), declares(&[]));
    for other in ["<!doctype html><html></html>", "print 'two'"] {
        assert_eq!(read(200, other), SourceAnswer::Unreadable { file: file() });
    }
    let cut = SourceAnswer::read(200, "", true, "app.py");
    assert_eq!(cut, SourceAnswer::TooLong { file: file() });
    assert_eq!(read(404, source), SourceAnswer::Missing { file: file() });
    assert_eq!(read(429, source), SourceAnswer::TooMany);
    for status in [0, 302, 400, 401, 403, 451, 500, 503] {
        assert_eq!(read(status, source), SourceAnswer::Unreachable);
    }
}

#[test]
fn what_is_left_is_the_newest_figure_of_the_pool_that_is_charged() {
    // Nobody has said how much guests have.
    let direct = at(Place::Direct);
    assert_eq!(left(&direct).seconds, None);
    // A message did; what an account has is another matter.
    let refused = hears(direct.clone(), &[quota(ChargedTo::Unauthenticated)]);
    assert_eq!(left(&refused).seconds, Some(12));
    let looked_up = QuotaAnswer::read(200, &json!({"base": 300, "current": 184}).to_string());
    let of = |facts: &Facts| {
        let look_up = Some((&looked_up, NOON_MS - 60_000));
        Left::of(facts, &judge(facts), look_up, NOON_MS).seconds
    };
    assert_eq!(of(&direct), None);
    // An account: by the look-up, by a message that came later, by the page.
    let free = account(Some(Plan::Free));
    assert_eq!(of(&free), Some(184));
    let minute = "2026-11-22T11:58:00.000Z";
    let told = |at: &str| {
        let mut message = quota(ChargedTo::Free);
        at.clone_into(&mut message.at);
        hears(free.clone(), &[message])
    };
    assert_eq!(of(&told(minute)), Some(184));
    assert_eq!(of(&told("2026-11-22T12:00:30.000Z")), Some(12));
    let by_page = |at: &str, left: u16| {
        but(told(minute), |facts| {
            facts.visitor.allowance = Some(Allowance {
                base: 300,
                left,
                at: Some(at.to_owned()),
            });
        })
    };
    assert_eq!(
        left(&by_page("2026-11-22T11:59:00.000Z", 11)).seconds,
        Some(11)
    );
    assert_eq!(
        left(&by_page("2026-11-22T11:57:00.000Z", 13)).seconds,
        Some(12)
    );
    // What an hour ago was left says nothing of now, and nothing once the message's wait is over.
    let later = |minutes: u64| {
        let now = NOON_MS + minutes * 60_000;
        Left::of(&refused, &judge(&refused), None, now).seconds
    };
    assert_eq!([later(59), later(61)], [Some(12), None]);
    let mut soon = quota(ChargedTo::Unauthenticated);
    soon.retry_after_seconds = Some(120);
    let soon = hears(direct, &[soon]);
    let of_soon = |seconds: u64| {
        let now = NOON_MS + seconds * 1_000;
        Left::of(&soon, &judge(&soon), None, now).seconds
    };
    assert_eq!([of_soon(119), of_soon(124)], [Some(12), None]);
    // Nobody knows whose quota it is.
    let unknown = but(at(Place::Direct), |facts| {
        facts.hub_api = HubApi::Unreachable
    });
    let unknown = but(unknown, |facts| facts.space.hardware = None);
    assert_eq!(left(&unknown), Left::default());
}

#[test]
fn nothing_is_left_where_the_next_run_may_be_charged_elsewhere() {
    let free = account(Some(Plan::Free));
    let had = but(free.clone(), |facts| {
        facts.visitor.allowance = has_left(300, 184).visitor.allowance;
    });
    assert_eq!(left(&had).seconds, Some(184));
    // The last run was too early; the next one carries the pass.
    let early = but(ran(had.clone(), Identity::Absent, None), |facts| {
        facts.runs[0].before_handshake = true;
    });
    assert_eq!(left(&early), Left::default());
    // A page that asked another Space.
    assert_eq!(
        left(&calls_another(had.clone(), Identity::Present)),
        Left::default()
    );
    // Somebody else's account.
    let other = hears(free, &[quota(ChargedTo::Pro)]);
    assert_eq!(left(&other), Left::default());
    // Signed out nothing else can happen.
    let guest = ran(signed_out(), Identity::Absent, None);
    assert_eq!(left(&guest).day, Some(QUOTA.guest_at_most));
    assert_eq!(left(&had).day, Some(300));
}

#[test]
fn nothing_fits_for_certain_where_less_may_be_left() {
    let free = but(has_left(300, 184), |facts| {
        facts.visitor.plan = Some(Plan::Free)
    });
    let one = [asks_for("a", 60)];
    assert_eq!(fits(&free, &one), [Fit::Fits]);
    // A run left since, for all that anybody knows with success.
    let run_since = but(ran(free.clone(), Identity::Present, None), |facts| {
        facts.runs[0].at = LATER.to_owned();
    });
    assert_eq!(fits(&run_since, &one), [Fit::Unknown]);
    assert_eq!(fits(&run_since, &[asks_for("a", 130)]), [Fit::Refused]);
    // The number of runs is used up.
    let mut runs = message_of(LATER, Cause::RunsExceeded, ChargedTo::Free);
    runs.retry_after_seconds = None;
    assert_eq!(fits(&hears(free.clone(), &[runs]), &one), [Fit::Unknown]);
    let used_up = json!({
        "base": 300, "current": 184, "runs": {"limit": 10, "remaining": 0},
    });
    let used_up = QuotaAnswer::read(200, &used_up.to_string());
    let of = Left::of(&free, &judge(&free), Some((&used_up, NOON_MS)), NOON_MS);
    assert_eq!(of.fit(&one[0]), Fit::Unknown);
    // A large Space may get the whole card without saying so, which costs twice what is asked for.
    let tight = but(has_left(300, 100), |facts| {
        facts.visitor.plan = Some(Plan::Free)
    });
    assert_eq!(fits(&tight, &one), [Fit::Unknown]);
    let large = Declaration {
        size: Some(GpuSize::Large),
        ..asks_for("a", 60)
    };
    assert_eq!(fits(&tight, &[large]), [Fit::Fits]);
}

#[test]
fn each_function_fits_or_does_not() {
    use Fit::{Depends, Fits, MayBeRefused, Never, Refused, TooLong, Unknown};
    let table = [
        asks_for("a", 60),
        asks_for("b", 130),
        asks_for("c", 220),
        depends("d"),
    ];
    let free = |left| {
        but(has_left(300, left), |facts| {
            facts.visitor.plan = Some(Plan::Free)
        })
    };
    let pro = |left| {
        but(has_left(2400, left), |facts| {
            facts.visitor.plan = Some(Plan::Pro)
        })
    };
    assert_eq!(fits(&free(300), &table), [Fits, Fits, Never, Depends]);
    assert_eq!(fits(&free(260), &table), [Fits, Fits, Never, Depends]);
    assert_eq!(fits(&free(259), &table), [Fits, Unknown, Never, Depends]);
    assert_eq!(fits(&free(195), &table), [Fits, Unknown, Never, Depends]);
    assert_eq!(fits(&free(194), &table), [Fits, Refused, Never, Depends]);
    assert_eq!(fits(&free(0), &table), [Refused, Refused, Never, Depends]);
    // Credits may pay for what is beyond.
    assert_eq!(
        fits(&pro(120), &table),
        [Fits, MayBeRefused, MayBeRefused, Depends]
    );
    // Guests: what is left is not known, a whole day's time is.
    let guest = at(Place::Direct);
    assert_eq!(fits(&guest, &table), [Unknown, Never, Never, Depends]);
    let hundred_and_twenty = [asks_for("a", 120)];
    assert_eq!(fits(&guest, &hundred_and_twenty), [Unknown]);
    // ZeroGPU itself said that more is left than the table knows.
    let more = hears(guest, &[but_left(quota(ChargedTo::Unauthenticated), 900)]);
    assert_eq!(fits(&more, &table), [Fits, Fits, Fits, Depends]);
    // A run of that length was called too long.
    let mut long = message_of(LATER, Cause::IllegalDuration, ChargedTo::Unknown);
    long.requested_seconds = Some(330);
    assert_eq!(
        fits(&hears(pro(2000), &[long]), &table),
        [Fits, Fits, TooLong, Depends]
    );
    // A size that cannot be read.
    let size = Declaration {
        checked_seconds: None,
        ..asks_for("a", 60)
    };
    assert_eq!(fits(&free(300), &[size]), [Unknown]);
}

fn but_left(
    mut message: whose_quota::facts::ZeroGpuMessage,
    seconds: u32,
) -> whose_quota::facts::ZeroGpuMessage {
    message.left_seconds = Some(seconds);
    message
}

#[test]
fn what_holds_of_all_functions() {
    use Fit::{Depends, Fits, MayBeRefused, Never, Refused, TooLong, Unknown};
    for (fits, expected) in [
        (&[][..], Overall::None),
        (&[Fits, Fits], Overall::Fits),
        (&[Refused, Fits, Never], Overall::OnlyOne(1)),
        (&[Refused, Fits, Fits], Overall::Some),
        (&[Refused, Never], Overall::Refused),
        (&[Never, Never], Overall::Never),
        (&[Depends, Depends], Overall::Depends),
        (&[Depends, Never], Overall::Mixed),
        (&[Fits, Unknown], Overall::Mixed),
        (&[Unknown], Overall::Mixed),
        (&[MayBeRefused], Overall::Mixed),
        (&[TooLong, Refused], Overall::Mixed),
        (&[TooLong, Fits], Overall::OnlyOne(1)),
    ] {
        assert_eq!(overall(fits), expected, "{fits:?}");
    }
}
