//! What was seen: ten facts of each tab, and which of them hinder.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_parts.rs"]
mod popup_parts;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use popup_parts::{fact, fact_list, verdict};
use popup_tabs::{account, at, but, gradio, of, ran, signed_out};
use whose_quota::facts::{Facts, GradioVersion, Handshake, Identity, Place, Plan, TokenSubject};

#[test]
fn ten_facts_of_an_apps_own_address() {
    let expected = [
        "bad Address: owner-name.hf.space, the app's own",
        "open Frame: none: the app is the page itself",
        "open Sign-in: makes no difference here",
        "good Window: normal",
        "good Cookies: allowed",
        "bad Handshake: nobody here to answer the app",
        "good Gradio: 5.49.1, can pass on an account",
        "open Hardware: ZeroGPU",
        "open Last run: none seen since the page was opened",
        "open Last message: none seen yet",
    ];
    assert_eq!(fact_list(&of(&at(Place::Direct))), expected);
}

#[test]
fn ten_facts_of_an_embed() {
    let facts = but(at(Place::Embed), |facts| {
        facts.visitor.private_window = Some(true);
        facts.visitor.cookies_blocked = Some(true);
        facts.space.gradio_version = GradioVersion::parse("4.44.1");
    });
    let expected = [
        "open Address: owner-name.hf.space, the app's own",
        "bad Frame: the app is in another site",
        "open Sign-in: makes no difference here",
        "open Window: private",
        "bad Cookies: all blocked",
        "bad Handshake: nobody here to answer the app",
        "bad Gradio: 4.44.1, asks in an old way",
        "open Hardware: ZeroGPU",
        "bad Last run: left without an account",
        "open Last message: none seen yet",
    ];
    assert_eq!(
        fact_list(&of(&ran(facts, Identity::Absent, None))),
        expected
    );
}

#[test]
fn ten_facts_of_a_hub_page_signed_in() {
    let expected = [
        "good Address: the Space's Hub page",
        "good Frame: the app is in the Hub page",
        "good Sign-in: signed in, PRO",
        "good Window: normal",
        "good Cookies: allowed",
        "good Handshake: the Hub page answered the app",
        "good Gradio: 5.49.1, can pass on an account",
        "open Hardware: ZeroGPU",
        "good Last run: carried your account",
        "open Last message: none seen yet",
    ];
    let facts = ran(account(Some(Plan::Pro)), Identity::Present, None);
    assert_eq!(fact_list(&of(&facts)), expected);
}

#[test]
fn ten_facts_of_a_hub_page_signed_out() {
    let facts = but(signed_out(), |facts| {
        facts.handshake = Some(Handshake::Asked);
    });
    let expected = [
        "good Address: the Space's Hub page",
        "good Frame: the app is in the Hub page",
        "bad Sign-in: not signed in",
        "good Window: normal",
        "good Cookies: allowed",
        "open Handshake: the app asked, no answer yet",
        "good Gradio: 5.49.1, can pass on an account",
        "open Hardware: ZeroGPU",
        "open Last run: carried a pass; whose can't be seen",
        "open Last message: none seen yet",
    ];
    assert_eq!(
        fact_list(&of(&ran(facts, Identity::Present, None))),
        expected
    );
}

#[test]
fn where_nothing_is_counted_nothing_hinders() {
    let cpu = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.hardware = Some("cpu-upgrade".to_owned());
            facts.visitor.cookies_blocked = Some(true);
        })
    };
    for facts in [at(Place::Direct), at(Place::Embed), signed_out()] {
        let popup = of(&cpu(facts));
        let facts = fact_list(&popup);
        assert_eq!(facts[7], "open Hardware: cpu-upgrade");
        assert!(
            facts.iter().all(|fact| fact.starts_with("open ")),
            "{facts:?}"
        );
    }
}

#[test]
fn ten_facts_where_nothing_is_known() {
    let facts = Facts {
        place: Place::Hub,
        ..Facts::default()
    };
    let expected = [
        "good Address: the Space's Hub page",
        "good Frame: the app is in the Hub page",
        "open Sign-in: couldn't be read",
        "open Window: not known",
        "open Cookies: not known",
        "open Handshake: not seen yet",
        "open Gradio: not known",
        "open Hardware: not known",
        "open Last run: none seen since the page was opened",
        "open Last message: none seen yet",
    ];
    assert_eq!(fact_list(&of(&facts)), expected);
}

#[test]
fn each_plan_version_and_answer_has_its_fact() {
    for (plan, words) in [
        (None, "signed in"),
        (Some(Plan::Free), "signed in, free account"),
        (Some(Plan::Pro), "signed in, PRO"),
        (Some(Plan::Team), "signed in, Team"),
        (Some(Plan::Enterprise), "signed in, Enterprise"),
    ] {
        assert_eq!(fact(&account(plan), "Sign-in"), format!("good {words}"));
    }
    for (version, fact_of_it) in [
        ("4.26.0", "bad 4.26.0, never asks"),
        ("4.27.0", "bad 4.27.0, asks in an old way"),
        (
            "5.12.0",
            "open 5.12.0, passes on an account in some set-ups",
        ),
        ("5.16.1", "good 5.16.1, can pass on an account"),
        ("6.0.0b1", "open not known"),
    ] {
        assert_eq!(fact(&gradio(account(None), version), "Gradio"), fact_of_it);
    }
    for (handshake, fact_of_it) in [
        (None, "open not seen yet"),
        (Some(Handshake::Asked), "open the app asked, no answer yet"),
        (Some(Handshake::Absent), "bad no answer from the Hub page"),
        (
            Some(Handshake::Answered),
            "good the Hub page answered the app",
        ),
    ] {
        let facts = but(account(None), |facts| facts.handshake = handshake);
        assert_eq!(fact(&facts, "Handshake"), fact_of_it);
    }
    let zero = but(at(Place::Hub), |facts| {
        facts.space.hardware = Some("zero-h200".to_owned())
    });
    assert_eq!(fact(&zero, "Hardware"), "open ZeroGPU");
}

#[test]
fn the_last_run_counts() {
    let of_runs = |identities: &[Identity]| {
        let facts = account(Some(Plan::Pro));
        let facts = identities
            .iter()
            .fold(facts, |facts, identity| ran(facts, *identity, None));
        let said = fact(&facts, "Last run");
        (verdict(&of(&facts)), said)
    };
    let (present, absent) = (Identity::Present, Identity::Absent);
    let account = "Counts on your account (PRO)".to_owned();
    let guest = "Counts as a guest".to_owned();
    let carried = "good carried your account".to_owned();
    let left = "bad left without an account".to_owned();
    assert_eq!(of_runs(&[present]), (account.clone(), carried.clone()));
    assert_eq!(of_runs(&[absent]), (guest.clone(), left.clone()));
    assert_eq!(of_runs(&[absent, present]), (account, carried));
    assert_eq!(of_runs(&[present, absent]), (guest, left));
}

#[test]
fn a_run_is_told_even_where_its_verdict_is_not() {
    let unknown = but(account(None), |facts| facts.space.hardware = None);
    let left = ran(unknown, Identity::Absent, None);
    let carried = ran(at(Place::Hub), Identity::Present, None);
    for (facts, said) in [
        (left, "bad left without an account"),
        (carried, "open carried a pass; whose can't be seen"),
    ] {
        assert_eq!(verdict(&of(&facts)), "Can't tell");
        assert_eq!(fact(&facts, "Last run"), said);
    }
}

#[test]
fn no_fact_contradicts_the_verdict() {
    // A pass that names nobody, or only an address: the run counted as a guest's.
    for named in [TokenSubject::Faulty, TokenSubject::Address] {
        let facts = ran(account(Some(Plan::Pro)), Identity::Present, Some(named));
        assert_eq!(verdict(&of(&facts)), "Counts as a guest", "{named:?}");
        assert!(!fact(&facts, "Last run").starts_with("good"), "{named:?}");
    }
}
