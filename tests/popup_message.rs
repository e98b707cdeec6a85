//! ZeroGPU's messages in the popup: the verdict that they give, and the card that explains them.

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

use elements::{texts, with_tag};
use popup_parts::{DERIVED, actions, causes, fact_list, figures, grade, section, verdict};
use popup_tabs::{
    APP, HUB, LATER, account, at, but, gathered, hears, input_of, of, quota, ran, signed_out, with,
};
use serde_json::{Value, json};
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Facts, Identity, Place, Plan, Run, ZeroGpuMessage,
};
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::popup::popup;
use whose_quota::verdict::Judged;

#[test]
fn zero_gpus_own_word_is_the_verdict() {
    let saw = "We saw it: ZeroGPU's own message says so.";
    let runs_out = |identity| zerogpu_messages::message_of(LATER, Cause::RunsExceeded, identity);
    let fault = || zerogpu_messages::fallback(LATER, Some("InvalidRepoToken"));
    let pro = || account(Some(Plan::Pro));
    let (guest, own) = ("Counts as a guest", "Counts on your account");
    #[rustfmt::skip]
    let cases = [
        (at(Place::Direct), quota(ChargedTo::Unauthenticated), guest),
        (ran(pro(), Identity::Present, None), quota(ChargedTo::Unauthenticated), guest),
        (ran(pro(), Identity::Present, None), fault(), guest),
        (at(Place::Embed), runs_out(ChargedTo::Unauthenticated), guest),
        // Where nothing would be counted, and where nothing was known.
        (but(pro(), |facts| facts.space.hardware = Some("cpu-basic".to_owned())), fault(), guest),
        (at(Place::Hub), quota(ChargedTo::Unauthenticated), guest),
        (at(Place::Direct), quota(ChargedTo::Space), "Counts on the Space itself"),
        // The plan is the one that ZeroGPU names.
        (account(Some(Plan::Free)), quota(ChargedTo::Free), "Counts on your account (Free account)"),
        (pro(), quota(ChargedTo::Pro), "Counts on your account (PRO)"),
        (account(Some(Plan::Team)), quota(ChargedTo::Pro), "Counts on your account (Team member)"),
        (account(None), quota(ChargedTo::Pro), own),
        // Whose account, nobody knows where the visitor's does not come in.
        (signed_out(), quota(ChargedTo::Pro), "Counts on an account"),
        (at(Place::Direct), quota(ChargedTo::Free), "Counts on an account"),
        (but(pro(), |facts| facts.space.hardware = Some("cpu-basic".to_owned())), quota(ChargedTo::Pro), "Counts on an account"),
    ];
    for (facts, message, headline) in cases {
        let popup = of(&hears(facts.clone(), &[message]));
        assert_eq!(verdict(&popup), headline, "{facts:?}");
        assert_eq!(grade(&popup), saw, "{facts:?}");
        // What the message means stands in its own section, and nowhere else.
        let section = section(&popup, "popup_message").unwrap();
        assert_eq!(causes(&popup), causes(section));
    }
    // An account that the page contradicts is not the visitor's; one that it makes doubtful, anybody's.
    let contradicts =
        "We saw it: ZeroGPU's message doesn't fit what the Hub page says of your account.";
    let left = |facts, left, at: Option<&str>| {
        but(facts, |facts: &mut Facts| {
            let at = at.map(str::to_owned);
            facts.visitor.allowance = Some(Allowance {
                base: 2_400,
                left,
                at,
            });
        })
    };
    let fresh = Some("2026-11-22T11:59:58.000Z");
    let (not_yours, anybodys) = (
        "Counts on an account that isn't yours",
        "Counts on an account",
    );
    for (facts, message, headline, grade_said, here) in [
        (
            pro(),
            quota(ChargedTo::Free),
            not_yours,
            contradicts,
            "Free account",
        ),
        (
            account(Some(Plan::Free)),
            quota(ChargedTo::Pro),
            not_yours,
            contradicts,
            "",
        ),
        (
            left(pro(), 2_112, fresh),
            quota(ChargedTo::Pro),
            not_yours,
            contradicts,
            "",
        ),
        (
            left(pro(), 2_112, None),
            quota(ChargedTo::Pro),
            anybodys,
            saw,
            "",
        ),
        (
            left(pro(), 12, None),
            quota(ChargedTo::Pro),
            "Counts on your account (PRO)",
            saw,
            "PRO",
        ),
    ] {
        let popup = of(&hears(facts, &[message]));
        assert_eq!(verdict(&popup), headline);
        assert_eq!(grade(&popup), grade_said);
        let rows = figures(&popup);
        let marked: Vec<&String> = rows
            .iter()
            .filter(|row| row.contains("runs here"))
            .collect();
        assert_eq!(marked.len(), usize::from(!here.is_empty()), "{rows:?}");
        assert!(marked.iter().all(|row| row.starts_with(here)));
    }
    // A message that names nobody proves nothing, and is explained all the same.
    for message in [
        quota(ChargedTo::Unknown),
        zerogpu_messages::message_of(LATER, Cause::NoGpu, ChargedTo::Unknown),
    ] {
        let popup = of(&hears(at(Place::Direct), &[message]));
        assert_eq!(
            (verdict(&popup).as_str(), grade(&popup).as_str()),
            (guest, DERIVED)
        );
        assert!(section(&popup, "popup_message").is_some());
    }
    // Nor does one from before the last run.
    let early = zerogpu_messages::message_of(
        "2026-11-22T11:00:00.000Z",
        Cause::QuotaExceeded,
        ChargedTo::Free,
    );
    let popup = of(&hears(
        ran(at(Place::Direct), Identity::Absent, None),
        &[early],
    ));
    assert_eq!(verdict(&popup), guest);
    assert_eq!(
        grade(&popup),
        "We saw it: the last run left without your account. Whether it used a GPU can't be seen."
    );
    assert!(section(&popup, "popup_message").is_none());
    assert!(section(&of(&at(Place::Direct)), "popup_message").is_none());
}

/// What the card of a popup's tab says.
fn card_of(facts: &Facts) -> Card {
    let around = NoticeContext {
        href: APP.to_owned(),
        ..NoticeContext::default()
    };
    let message = facts.current_message().unwrap();
    explain(
        facts,
        &Judged::of(facts.clone()).verdict,
        message,
        &around,
        &locale::lookup,
    )
    .unwrap()
}

#[test]
fn what_zero_gpu_said_is_explained_as_on_the_page() {
    let mismatch = ran(account(Some(Plan::Pro)), Identity::Present, None);
    for facts in [
        hears(at(Place::Direct), &[quota(ChargedTo::Unauthenticated)]),
        hears(mismatch, &[quota(ChargedTo::Unauthenticated)]),
        hears(account(Some(Plan::Free)), &[quota(ChargedTo::Free)]),
        hears(at(Place::Embed), &[zerogpu_messages::fallback(LATER, None)]),
    ] {
        let popup = of(&facts);
        let section = section(&popup, "popup_message").unwrap();
        let card = card_of(&facts);
        let said = [&card.headline, &card.charged].into_iter();
        let said = said.chain(&card.helps).chain(&card.scope);
        let said: Vec<String> = said.map(|line| line.localized(&locale::lookup)).collect();
        assert_eq!(texts(section)[1..], said);
    }
}

#[test]
fn after_a_message_the_action_is_the_cards() {
    let open = format!("main follow: Open on the Hub page = {HUB}?a=1#tab _self");
    let actions_of = |facts, message| actions(&of(&hears(facts, &[message])));
    let direct = actions_of(at(Place::Direct), quota(ChargedTo::Unauthenticated));
    assert_eq!(direct[0], open);
    // The account itself is the limit: no way out of it.
    let pro = actions_of(account(Some(Plan::Pro)), quota(ChargedTo::Pro));
    assert_eq!(pro.len(), 1, "{pro:?}");
    assert!(pro[0].contains("About ZeroGPU"));
    let reload = actions_of(account(None), zerogpu_messages::fallback(LATER, None));
    let expected = format!("main follow: Reload this page = {HUB} _self");
    assert_eq!(reload[0], expected);
    // In somebody else's page the tab's address is theirs.
    let embed = actions_of(at(Place::Embed), quota(ChargedTo::Unauthenticated));
    assert_eq!(
        embed[0],
        format!("main follow: Open on the Hub page = {HUB} _blank")
    );
}

#[test]
fn when_there_is_more_is_told_where_the_page_counts_down() {
    let message = gathered(&hears(
        at(Place::Direct),
        &[quota(ChargedTo::Unauthenticated)],
    ));
    let said = |message: &Value| {
        texts(section(&popup(&input_of(message), &locale::lookup), "popup_message").unwrap())
            .join("|")
    };
    let more = json!({"context": {"until": [["1", "16:40"]]}});
    assert!(!said(&message).contains("16:40"));
    assert!(said(&with(message, more)).contains("|More from 16:40 on."));
}

#[test]
fn where_zero_gpu_shows_other_figures_none_are_quoted() {
    let guest = zerogpu_messages::numbered(
        LATER,
        Cause::QuotaExceeded,
        ChargedTo::Unauthenticated,
        [Some(270), Some(149), Some(60)],
    );
    // After it, and after the next run.
    for facts in [signed_out(), at(Place::Direct)] {
        let refused = hears(facts, std::slice::from_ref(&guest));
        let next = but(refused.clone(), |facts| {
            let mut run = ran(at(Place::Hub), Identity::Absent, None).runs.remove(0);
            run.at = "2026-11-22T12:00:30.000Z".to_owned();
            facts.runs = vec![run];
        });
        for facts in [refused, next] {
            let popup = of(&facts);
            let figures = section(&popup, "popup_quota").unwrap();
            assert!(with_tag(figures, "table").is_empty());
            let said = texts(&popup).join("\n");
            assert!(
                said.contains("other figures than those of August 2026"),
                "{said}"
            );
            for quoted in ["2 minutes", "2 min\n", "5 min", "40"] {
                assert!(!said.contains(quoted), "{quoted}: {said}");
            }
        }
    }
}

#[test]
fn the_apps_own_failure_is_explained() {
    let facts = hears(
        at(Place::Direct),
        &[zerogpu_messages::app_failure(LATER, Some("ValueError"))],
    );
    let popup = of(&facts);
    let said = texts(section(&popup, "popup_message").unwrap()).join("\n");
    assert!(
        said.contains("The app itself failed on the GPU (ValueError)"),
        "{said}"
    );
    let last = fact_list(&popup).pop().unwrap();
    assert!(
        last.contains("Last message: The app itself failed on the GPU (ValueError)"),
        "{last}"
    );
    assert_eq!(grade(&popup), DERIVED);
}

#[test]
fn the_last_message_is_a_fact() {
    let last = |messages: &[ZeroGpuMessage]| {
        fact_list(&of(&hears(at(Place::Direct), messages)))[9].clone()
    };
    assert_eq!(last(&[]), "open Last message: none seen yet");
    assert_eq!(
        last(&[quota(ChargedTo::Unauthenticated)]),
        "bad Last message: The guest pool had 12 s left; this run asked for 60 s"
    );
    assert_eq!(
        last(&[zerogpu_messages::fallback(LATER, Some("InvalidRepoToken"))]),
        "bad Last message: This run's pass had a fault (InvalidRepoToken)"
    );
    assert_eq!(
        last(&[
            quota(ChargedTo::Pro),
            zerogpu_messages::message_of(LATER, Cause::NoGpu, ChargedTo::Unknown)
        ]),
        "open Last message: No GPU was free"
    );
    assert_eq!(
        last(&[
            quota(ChargedTo::Pro),
            zerogpu_messages::message_of(LATER, Cause::Other, ChargedTo::Unknown)
        ]),
        "open Last message: one that we can't explain"
    );
    // It stays a fact after the next run, which makes its explanation old.
    let next = Run {
        at: "2026-11-22T12:30:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity: Identity::Absent,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    let facts = hears(at(Place::Direct), &[quota(ChargedTo::Space)]);
    let popup = of(&but(facts, |facts| facts.runs.push(next)));
    assert!(section(&popup, "popup_message").is_none());
    assert!(fact_list(&popup)[9].starts_with("open Last message: This Space has used up"));
}
