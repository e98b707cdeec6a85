//! Whose fault it is where somebody signed in was counted as a guest, and the one thing to do about it.

#[path = "support/card_cases.rs"]
mod card_cases;
#[path = "support/card_conditions.rs"]
mod card_conditions;
#[path = "support/discussions.rs"]
mod discussions;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use card_cases::ALL;
use situations::{
    SPOKE, Situation, account, at, but, card_of, keys, plain, quota, run, signed_out,
};
use whose_quota::facts::{
    Cause, ChargedTo, GradioVersion, Handshake, Identity, Place, Plan, Run, TokenSubject,
    Visibility, ZeroGpuMessage,
};
use whose_quota::ui::card::explain;
use whose_quota::verdict::judge;
use zerogpu_messages::{app_failure, fallback, numbered};

#[test]
fn whose_fault_it_is_is_asked_only_where_somebody_signed_in_was_counted_as_a_guest() {
    for case in ALL.iter() {
        let blames = keys(&case.card.helps)
            .into_iter()
            .filter(|key| key.starts_with("blame_"));
        // A Gradio that asks nowhere is to blame anywhere.
        let may_be_more = case.no_place_helps() && !case.is_mismatch();
        let blames: Vec<&str> = blames.collect();
        match blames.as_slice() {
            ["blame_gradioNever"] if may_be_more => {}
            blames => assert_eq!(blames.len(), usize::from(case.is_mismatch())),
        }
    }
}

#[test]
fn after_a_press_that_sent_no_run_nobody_is_blamed() {
    // An event outside the queue carries no pass and is no run: the refusal may be its own.
    let helps = |pressed_since: bool| {
        let message = ZeroGpuMessage {
            after_user_input: pressed_since,
            ..quota(ChargedTo::Unauthenticated)
        };
        card_of(account(Plan::Pro, &[message])).helps
    };
    assert!(keys(&helps(false)).contains(&"blame_huggingFace"));
    let after_press = helps(true);
    assert!(keys(&after_press).contains(&"blame_unclear"));
    assert!(!keys(&after_press).contains(&"blame_huggingFace"));
}

#[test]
fn whose_fault_it_is_by_gradio_handshake_and_run() {
    let guest = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let bare = || vec![run(Identity::Absent)];
    let early = || {
        let run = run(Identity::Absent);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let early_passed = || {
        let run = run(Identity::Present);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let named = |named| {
        let run = run(Identity::Present);
        vec![Run {
            token_subject: Some(named),
            ..run
        }]
    };
    let with = |version: &str, handshake: Option<Handshake>, runs: Vec<Run>| {
        but(guest(), |facts| {
            facts.space.gradio_version = GradioVersion::parse(version);
            facts.handshake = handshake;
            facts.runs = runs;
        })
    };
    let silent = |situation: Situation| {
        let numbers = [Some(60), Some(12), None];
        let message = numbered(
            SPOKE,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            numbers,
        );
        but(situation, |facts| facts.messages = vec![message])
    };
    let passed = || vec![run(Identity::Present)];
    let answered = Some(Handshake::Answered);
    let asked = Some(Handshake::Asked);
    let tell = Some("action_tellOwner");
    let reload = Some("action_reload");
    #[rustfmt::skip]
    let cases = [
        // Never asks; asks in the old way, counted wrongly even with a pass.
        (with("4.20.0", None, bare()), "gradioNever", tell, false),
        (with("5.9.1", None, passed()), "gradio", tell, false),
        (with("5.9.1", None, vec![]), "gradio", tell, false),
        // 5.12.0 to 5.16.0, unanswered.
        (with("5.14.0", asked, bare()), "gradio", tell, false),
        (with("5.14.0", None, vec![]), "gradio", tell, false),
        (with("5.14.0", answered, passed()), "huggingFace", None, true),
        (with("6.31.0", answered, passed()), "huggingFace", None, true),
        (with("6.31.0", None, passed()), "huggingFace", None, true),
        (with("", None, passed()), "huggingFace", None, true),
        // So the Space itself was refused before `spaces` 0.35.
        (silent(with("6.31.0", answered, passed())), "unclear", reload, false),
        (with("6.31.0", answered, bare()), "ownWay", tell, false),
        (with("5.14.0", answered, bare()), "ownWay", tell, false),
        // A pass of the app's own that names nobody is none.
        (with("6.31.0", answered, named(TokenSubject::Address)), "ownWay", tell, false),
        (with("6.31.0", answered, named(TokenSubject::Faulty)), "ownWay", tell, false),
        (with("6.31.0", answered, early()), "tooEarly", None, false),
        (with("6.31.0", asked, bare()), "unanswered", reload, false),
        (with("6.31.0", Some(Handshake::Absent), vec![]), "unanswered", reload, false),
        (with("", None, vec![]), "unclear", reload, false),
        // A run that was called too early and carried a pass; a Gradio whose next run won't carry it.
        (with("6.31.0", answered, early_passed()), "huggingFace", None, true),
        (with("5.9.1", answered, early()), "gradio", tell, false),
        (with("5.14.0", answered, early()), "tooEarly", None, false),
    ];
    for (situation, blame, remedy, offers_report) in cases {
        let Situation { facts, context } = &situation;
        let message = facts.current_message().unwrap();
        let card = explain(facts, &judge(facts), message, context, &locale::lookup).unwrap();
        assert_eq!(card.helps[0].key, format!("blame_{blame}"), "{facts:?}");
        assert_eq!(card.charged.key, "charged_mismatch");
        let label = card.remedy.map(|remedy| remedy.label.key);
        assert_eq!(
            (label, card.offers_report),
            (remedy, offers_report),
            "{facts:?}"
        );
    }
}

#[test]
fn what_the_next_run_mends_by_itself_needs_no_advice() {
    let early = Run {
        before_handshake: true,
        ..run(Identity::Absent)
    };
    let situation = but(
        account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]),
        |facts| facts.runs = vec![early],
    );
    let card = card_of(situation);
    assert_eq!(keys(&card.helps), ["blame_tooEarly"]);
    assert_eq!((card.scope, card.remedy, card.until), (None, None, None));
}

#[test]
fn the_way_out_is_the_most_useful_help() {
    let guest = quota(ChargedTo::Unauthenticated);
    let remedy = |situation: Situation| {
        let remedy = card_of(situation).remedy;
        remedy.map(|remedy| {
            let href = discussions::bare(&remedy.href).to_owned();
            (remedy.label.key, href, remedy.target)
        })
    };
    let link =
        |key: &'static str, href: &str, target: &'static str| Some((key, href.to_owned(), target));
    let hub = "https://huggingface.co/spaces/owner/name";
    let kept = format!("{hub}?a=1#tab");
    let one = std::slice::from_ref(&guest);
    assert_eq!(
        remedy(at(Place::Direct, one)),
        link("action_openHub", &kept, "_self")
    );
    assert_eq!(
        remedy(at(Place::Embed, one)),
        link("action_openHub", &kept, "_blank")
    );
    let sign_in = "https://huggingface.co/login?next=/spaces/owner/name";
    assert_eq!(
        remedy(signed_out(one)),
        link("action_signIn", sign_in, "_self")
    );
    for visibility in [Visibility::Protected, Visibility::Private] {
        for place in [Place::Direct, Place::Embed] {
            let hidden = but(at(place, one), |facts| {
                facts.space.visibility = Some(visibility)
            });
            assert_eq!(remedy(hidden), None);
        }
    }
    // Nobody signs in anew who is not signed in.
    assert_eq!(
        remedy(signed_out(&[fallback(SPOKE, None)])),
        link("action_signIn", sign_in, "_self")
    );
    // Back to the same page: with a fragment a browser would only scroll.
    let reload = format!("{hub}?a=1");
    for message in [fallback(SPOKE, None), plain(Cause::ExpiredToken)] {
        assert_eq!(
            remedy(account(Plan::Pro, &[message])),
            link("action_reload", &reload, "_self")
        );
    }
    let discussions = format!("{hub}/discussions/new");
    for message in [
        quota(ChargedTo::Space),
        plain(Cause::IllegalDuration),
        plain(Cause::GpuAborted),
        app_failure(SPOKE, Some("RuntimeError")),
        quota(ChargedTo::Free),
    ] {
        assert_eq!(
            remedy(account(Plan::Pro, &[message])),
            link("action_tellOwner", &discussions, "_self")
        );
    }
    // The account itself is the limit; or there is nothing but waiting.
    for message in [
        quota(ChargedTo::Pro),
        plain(Cause::QueueTimeout),
        plain(Cause::NoGpu),
        plain(Cause::PendingCredits),
        plain(Cause::RunsExceeded),
    ] {
        assert_eq!(remedy(account(Plan::Pro, &[message])), None);
    }
}
