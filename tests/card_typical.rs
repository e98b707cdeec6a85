//! What each typical card says, kept for reviewers in `tests/data/cards.txt`.

#[path = "support/card_cases.rs"]
mod card_cases;
#[path = "support/elements.rs"]
mod elements;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use card_cases::{Case, FRESH, explained};
use elements::{attribute, with_class};
use serde_json::{Value, json};
use situations::{
    SPOKE, SPOKE_AGAIN, Situation, account, after, at, but, plain, quota, run, runs_mistaken,
    signed_out, with_left,
};
use std::fmt::Write;
use whose_quota::facts::{
    Cause, ChargedTo, GradioVersion, Handshake, Identity, Place, Plan, Run, Visibility,
    ZeroGpuMessage,
};
use whose_quota::ui::banner::{act, card};
use whose_quota::ui::duration::countdown;
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::text::Text;
use whose_quota::verdict::Judged;
use zerogpu_messages::{app_failure, fallback, message_of, numbered};

/// A card as somebody reads it.
fn written(case: &Case) -> String {
    let element = card(&case.card, &case.facts, &locale::lookup);
    let mut out = String::new();
    let pill = &with_class(&element, "pill")[0].text;
    let said = |message: &Text| message.localized(&locale::lookup);
    writeln!(out, "[{pill}] {}", said(&case.card.headline)).unwrap();
    writeln!(out, "{}", said(&case.card.charged)).unwrap();
    for help in &case.card.helps {
        writeln!(out, "  * {}", said(help)).unwrap();
    }
    if let Some(scope) = &case.card.scope {
        writeln!(out, "{}", said(scope)).unwrap();
    }
    if let Some((_, clock)) = &case.card.until {
        writeln!(out, "{}", countdown(192, clock, &locale::lookup)).unwrap();
    }
    for action in &with_class(&element, "actions")[0].children {
        let href = attribute(action, "href").map(|href| format!(" = {href}"));
        let (text, class) = (&action.text, &action.class);
        let href = href.unwrap_or_default();
        if attribute(action, "data-act") != Some(act::WHY) {
            writeln!(out, "  -> {text}{href} ({class})").unwrap();
        }
    }
    for (signal, fact) in &case.card.evidence {
        writeln!(out, "    {}: {}", signal.class(), said(fact)).unwrap();
    }
    out
}

/// What a reviewer wants to have seen, by what it is about.
fn typical() -> Vec<(&'static str, Situation)> {
    let guest = || [quota(ChargedTo::Unauthenticated)];
    let mismatch = |version: &str, handshake: Option<Handshake>, runs: Vec<Run>| {
        but(account(Plan::Pro, &guest()), |facts| {
            facts.space.gradio_version = GradioVersion::parse(version);
            facts.handshake = handshake;
            facts.runs = runs;
        })
    };
    let bare = || vec![run(Identity::Absent)];
    let early = || {
        let run = run(Identity::Absent);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let answered = Some(Handshake::Answered);
    let protected = but(at(Place::Direct, &guest()), |facts| {
        facts.space.visibility = Some(Visibility::Protected);
    });
    let private = but(at(Place::Direct, &guest()), |facts| {
        facts.space.visibility = Some(Visibility::Private);
    });
    let unreadable = but(at(Place::Hub, &guest()), |facts| {
        facts.visitor.private_window = Some(true);
    });
    let none_left = |identity| {
        let numbers = [Some(60), Some(0), Some(11_564)];
        [numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)]
    };
    let bare_words = [message_of(SPOKE, Cause::QuotaExceeded, ChargedTo::Unknown)];
    let guest_trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let fault = [fallback(SPOKE, Some("InvalidRepoToken"))];
    let fault_trouble = Some((Cause::IpFallback, ChargedTo::IpFallback));
    let refused_after = [
        fallback(SPOKE, Some("InvalidAccessToken")),
        numbered(
            SPOKE_AGAIN,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            [Some(60), Some(12), Some(11_564)],
        ),
    ];
    let duration = || {
        let numbers = [Some(300), None, None];
        numbered(SPOKE, Cause::IllegalDuration, ChargedTo::Unknown, numbers)
    };
    let checked = |identity| {
        let numbers = [Some(120), Some(160), Some(85_882)];
        numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)
    };
    let more_than_a_day = numbered(
        SPOKE,
        Cause::QuotaExceeded,
        ChargedTo::Unauthenticated,
        [Some(270), Some(149), Some(11_564)],
    );
    let queue = |identity| [message_of(SPOKE, Cause::QueueTimeout, identity)];
    let runs = |identity| [message_of(SPOKE, Cause::RunsExceeded, identity)];
    let on_hub = |message: ZeroGpuMessage| account(Plan::Pro, &[message]);
    vec![
        ("guest, the app's own address", at(Place::Direct, &guest())),
        (
            "guest, the app's own address, nothing left",
            at(Place::Direct, &none_left(ChargedTo::Unauthenticated)),
        ),
        ("guest, protected Space", protected),
        ("guest, private Space", private),
        ("guest, embed", at(Place::Embed, &guest())),
        ("guest, Hub page, signed out", signed_out(&guest())),
        ("guest, Hub page, sign-in unreadable", unreadable),
        (
            "guest, the limit on runs in a quota's words",
            at(Place::Direct, &[runs_mistaken(ChargedTo::Unauthenticated)]),
        ),
        (
            "mismatch, the pass left with the run",
            mismatch("6.31.0", answered, vec![run(Identity::Present)]),
        ),
        (
            "mismatch, the run left without the pass",
            mismatch("6.31.0", answered, bare()),
        ),
        (
            "mismatch, a moment too early",
            mismatch("6.31.0", answered, early()),
        ),
        (
            "mismatch, the Hub page has not answered",
            mismatch("6.31.0", Some(Handshake::Asked), bare()),
        ),
        ("mismatch, an old Gradio", mismatch("4.44.1", None, vec![])),
        ("mismatch, too little seen", mismatch("", None, vec![])),
        (
            "mismatch, another Space ran",
            after(
                mismatch("6.31.0", answered, vec![run(Identity::Present)]),
                &[("black-forest-labs/FLUX.1-dev", None)],
            ),
        ),
        (
            "mismatch, three unrelated Spaces and time left",
            after(
                with_left(
                    mismatch("6.31.0", answered, vec![run(Identity::Present)]),
                    2112,
                ),
                &[("a/b", guest_trouble), ("c/d", guest_trouble)],
            ),
        ),
        (
            "free account",
            account(Plan::Free, &[quota(ChargedTo::Free)]),
        ),
        (
            "free account, nothing left",
            account(Plan::Free, &none_left(ChargedTo::Free)),
        ),
        (
            "free account, the limit on runs in a quota's words",
            account(Plan::Free, &[runs_mistaken(ChargedTo::Free)]),
        ),
        (
            "counted as free, PRO is paid for",
            account(Plan::Pro, &[quota(ChargedTo::Free)]),
        ),
        (
            "guest, the app's own address, a Gradio that never asks",
            but(at(Place::Direct, &guest()), |facts| {
                facts.space.gradio_version = GradioVersion::parse("4.20.0");
            }),
        ),
        (
            "signed in, a Space that asks another one",
            but(
                account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]),
                |facts| facts.space.hardware = Some("cpu-basic".to_owned()),
            ),
        ),
        ("PRO", account(Plan::Pro, &[quota(ChargedTo::Pro)])),
        (
            "PRO, another Space ran",
            after(
                account(Plan::Pro, &[quota(ChargedTo::Pro)]),
                &[("black-forest-labs/FLUX.1-dev", None)],
            ),
        ),
        (
            "PRO, the app's own address",
            at(Place::Direct, &[quota(ChargedTo::Pro)]),
        ),
        (
            "PRO, Hub page, signed out",
            signed_out(&[quota(ChargedTo::Pro)]),
        ),
        (
            "the Space itself, Hub page",
            account(
                Plan::Pro,
                &[message_of(SPOKE, Cause::QuotaExceeded, ChargedTo::Space)],
            ),
        ),
        (
            "the Space itself, the app's own address",
            at(
                Place::Direct,
                &[message_of(SPOKE, Cause::QuotaExceeded, ChargedTo::Space)],
            ),
        ),
        (
            "nobody is named, the app's own address",
            at(Place::Direct, &[quota(ChargedTo::Unknown)]),
        ),
        (
            "nobody is named, no numbers, Hub page",
            account(Plan::Free, &bare_words),
        ),
        ("fallback, Hub page", account(Plan::Pro, &fault)),
        (
            "fallback, then refused, Hub page",
            account(Plan::Pro, &refused_after),
        ),
        ("fallback, Hub page, signed out", signed_out(&fault)),
        ("fallback, the app's own address", at(Place::Direct, &fault)),
        (
            "fallback, three unrelated Spaces and time left",
            after(
                with_left(account(Plan::Pro, &fault), 2112),
                &[("a/b", fault_trouble), ("c/d", fault_trouble)],
            ),
        ),
        (
            "fallback, another Space did the same",
            after(account(Plan::Pro, &fault), &[("a/b", fault_trouble)]),
        ),
        (
            "runs, nobody is named, Hub page",
            account(Plan::Pro, &runs(ChargedTo::Unknown)),
        ),
        (
            "runs, nobody is named, the app's own address",
            at(Place::Direct, &runs(ChargedTo::Unknown)),
        ),
        (
            "runs, guest, the app's own address",
            at(Place::Direct, &runs(ChargedTo::Unauthenticated)),
        ),
        ("runs, PRO", account(Plan::Pro, &runs(ChargedTo::Pro))),
        ("duration", on_hub(duration())),
        (
            "duration, embed",
            at(Place::Embed, &[plain(Cause::IllegalDuration)]),
        ),
        ("queue, PRO", account(Plan::Pro, &queue(ChargedTo::Pro))),
        (
            "queue, guest, the app's own address",
            at(Place::Direct, &queue(ChargedTo::Unauthenticated)),
        ),
        (
            "queue, the Space itself",
            account(Plan::Pro, &queue(ChargedTo::Space)),
        ),
        ("expired pass, Hub page", on_hub(plain(Cause::ExpiredToken))),
        (
            "expired pass, the app's own address",
            at(Place::Direct, &[plain(Cause::ExpiredToken)]),
        ),
        ("no GPU", on_hub(plain(Cause::NoGpu))),
        ("credits set aside", on_hub(plain(Cause::PendingCredits))),
        ("aborted", on_hub(plain(Cause::GpuAborted))),
        (
            "more left than asked, the app's own address",
            at(Place::Direct, &[checked(ChargedTo::Unauthenticated)]),
        ),
        (
            "more left than asked, PRO",
            account(Plan::Pro, &[checked(ChargedTo::Pro)]),
        ),
        (
            "guest, more left than a day's, Hub page, signed out",
            signed_out(&[more_than_a_day]),
        ),
        (
            "duration, the app's own address",
            at(Place::Direct, &[duration()]),
        ),
        ("duration, Hub page, signed out", signed_out(&[duration()])),
        ("duration, free account", account(Plan::Free, &[duration()])),
        (
            "duration, protected Space",
            but(at(Place::Direct, &[duration()]), |facts| {
                facts.space.visibility = Some(Visibility::Protected);
            }),
        ),
        (
            "runs, nobody is named, Hub page, signed out",
            signed_out(&runs(ChargedTo::Unknown)),
        ),
        (
            "expired pass, three minutes after the press",
            but(on_hub(plain(Cause::ExpiredToken)), |facts| {
                facts.runs[0].at = "2026-11-22T11:57:00.000Z".to_owned();
            }),
        ),
        (
            "PRO, of whom the page says another rest",
            but(with_left(on_hub(quota(ChargedTo::Pro)), 2112), |facts| {
                let allowance = facts.visitor.allowance.as_mut().unwrap();
                allowance.at = Some(FRESH.to_owned());
            }),
        ),
        (
            "PRO, of whom the page said another rest long ago",
            with_left(on_hub(quota(ChargedTo::Pro)), 2112),
        ),
        (
            "counted as PRO, a free account",
            account(Plan::Free, &[quota(ChargedTo::Pro)]),
        ),
        (
            "the app itself failed",
            on_hub(app_failure(SPOKE, Some("RuntimeError"))),
        ),
        (
            "the app itself failed before",
            on_hub(app_failure(SPOKE, Some("InternalGradioError"))),
        ),
    ]
}

#[test]
fn what_each_typical_card_says_is_kept_for_reviewers() {
    let mut all = String::new();
    for (title, situation) in typical() {
        let case = explained(situation).unwrap();
        writeln!(all, "==== {title}\n\n{}", written(&case)).unwrap();
    }
    golden::is_kept("cards.txt", &all);
}

#[test]
fn the_browsers_show_the_same_cards() {
    // For tests/browser/languages.test.mjs.
    let all: Vec<Value> = (typical().into_iter())
        .map(|(title, Situation { facts, context })| {
            let NoticeContext {
                href,
                run_history,
                since,
                until,
                ..
            } = context;
            json!({
                "title": title,
                "judged": Judged::of(facts),
                "context": {"href": href, "runHistory": run_history, "since": since, "until": until},
            })
        })
        .collect();
    golden::is_kept("typical_cards.json", &golden::lines(&all));
}
