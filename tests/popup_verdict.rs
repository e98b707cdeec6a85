//! The verdict in the popup: each pool and grade has its words, its cause and its consequence.

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

use elements::{elements, texts};
use popup_parts::{ASSUMED, DERIVED, HARDWARE, causes, grade, text_of, verdict};
use popup_tabs::{BLOG, account, at, built, but, gathered, gradio, of, ran, signed_out, with};
use serde_json::json;
use whose_quota::facts::{Facts, HubApi, Identity, Place, Plan, Space};

#[test]
fn each_pool_and_grade_has_its_words() {
    let direct = at(Place::Direct);
    let unreachable = but(at(Place::Direct), |facts| {
        facts.space.hardware = None;
        facts.hub_api = HubApi::Unreachable;
    });
    let private = but(at(Place::Direct), |facts| {
        facts.space = Space {
            subdomain: Some("owner-name".to_owned()),
            ..Space::default()
        };
        facts.hub_api = HubApi::NotPublic;
    });
    let cpu = |place| {
        but(at(place), |facts| {
            facts.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    let bare = |facts| ran(facts, Identity::Absent, None);
    let passed = |facts| ran(facts, Identity::Present, None);
    let guest_saw =
        "We saw it: the last run left without your account. Whether it used a GPU can't be seen.";
    let account_saw = "We saw it: the last run carried your account.";
    #[rustfmt::skip]
    let cases = [
        (direct.clone(), "Counts as a guest", DERIVED),
        (at(Place::Embed), "Counts as a guest", DERIVED),
        (signed_out(), "Counts as a guest", DERIVED),
        (gradio(account(None), "4.20.0"), "Counts as a guest", DERIVED),
        (unreachable, "May count as a guest", ASSUMED),
        (gradio(account(None), "5.9.1"), "May count as a guest", ASSUMED),
        (bare(direct), "Counts as a guest", guest_saw),
        (bare(at(Place::Embed)), "Counts as a guest", guest_saw),
        (bare(account(None)), "Counts as a guest", guest_saw),
        (account(None), "Counts on your account", DERIVED),
        (account(Some(Plan::Free)), "Counts on your account (Free account)", DERIVED),
        (account(Some(Plan::Pro)), "Counts on your account (PRO)", DERIVED),
        (account(Some(Plan::Team)), "Counts on your account (Team member)", DERIVED),
        (account(Some(Plan::Enterprise)), "Counts on your account (Enterprise member)", DERIVED),
        (passed(account(Some(Plan::Pro))), "Counts on your account (PRO)", account_saw),
        (passed(account(None)), "Counts on your account", account_saw),
        (cpu(Place::Direct), "This Space itself uses nobody's GPU time", HARDWARE),
        (cpu(Place::Hub), "This Space itself uses nobody's GPU time", HARDWARE),
        (private, "Can't tell", ASSUMED),
        (but(account(Some(Plan::Pro)), |facts| facts.handshake = None), "Can't tell", ASSUMED),
        (at(Place::Hub), "Can't tell", ASSUMED),
        // Stuck: no run ever leaves.
        (gradio(at(Place::Embed), "4.44.1"), "This Space can't run inside another site", DERIVED),
        (
            but(gradio(at(Place::Embed), "4.44.1"), |facts| {
                facts.space.hardware = None;
                facts.hub_api = HubApi::Unreachable;
            }),
            "This Space may not run inside another site",
            ASSUMED,
        ),
    ];
    for (facts, headline, how) in cases {
        let popup = of(&facts);
        assert_eq!(verdict(&popup), headline, "{facts:?}");
        assert_eq!(grade(&popup), how, "{facts:?}");
        assert_eq!(
            text_of(&popup, "space"),
            match facts.space.id {
                Some(_) => "owner/name",
                None => "owner-name",
            }
        );
    }
}

#[test]
fn the_verdicts_colour_is_its_pool() {
    let class = |facts: &Facts| of(facts).children[0].class.clone();
    assert_eq!(class(&at(Place::Direct)), "verdict guest");
    assert_eq!(class(&account(None)), "verdict account");
    assert_eq!(class(&at(Place::Hub)), "verdict");
    let cpu = but(at(Place::Hub), |facts| {
        facts.space.hardware = Some("t4-small".to_owned())
    });
    assert_eq!(class(&cpu), "verdict");
}

#[test]
fn a_guest_is_told_the_cause_and_the_consequence() {
    let first = "Guests get 2 minutes of GPU a day, shared per network";
    let direct = of(&at(Place::Direct));
    let expected = [
        "The Space's direct address hides your account.",
        &format!("{first}."),
    ];
    assert_eq!(causes(&direct), expected);
    let out = of(&signed_out());
    // What the banner's headline tells beyond the verdict comes first.
    let expected = [
        "You're not signed in",
        "Runs here will count as a guest.",
        &format!("{first}; a free account has 5, PRO 40."),
    ];
    assert_eq!(causes(&out), expected);
    let stuck = of(&gradio(at(Place::Embed), "4.44.1"));
    let expected = [
        "On ZeroGPU, its Gradio (4.44.1) waits for an answer that only the Hub page gives.",
        "A run here would never start.",
    ];
    assert_eq!(causes(&stuck), expected);
    let early = but(
        ran(account(Some(Plan::Pro)), Identity::Absent, None),
        |facts| {
            facts.runs[0].before_handshake = true;
        },
    );
    let expected = [
        "That run was a moment too early",
        "The page hadn't received your account's pass yet. The next run will carry it.",
        &format!("{first}; your account has 40."),
    ];
    assert_eq!(causes(&of(&early)), expected);
}

#[test]
fn everybody_else_is_told_why() {
    assert_eq!(
        causes(&of(&account(None))),
        ["The Hub page offered your account to the app."]
    );
    // It was seen: there is nothing to explain.
    assert_eq!(
        causes(&of(&ran(account(None), Identity::Present, None))),
        [""; 0]
    );
    let cpu = but(at(Place::Hub), |facts| {
        facts.space.hardware = Some("cpu-basic".to_owned())
    });
    assert_eq!(causes(&of(&cpu)), [locale::raw("why_none")]);
}

#[test]
fn why_it_cannot_be_told_is_told_only_as_far_as_it_is_known() {
    let hidden = |hub_api: HubApi, sdk: Option<&str>| {
        but(at(Place::Direct), |facts| {
            facts.hub_api = hub_api;
            facts.space = Space {
                subdomain: Some("owner-name".to_owned()),
                sdk: sdk.map(str::to_owned),
                ..Space::default()
            };
        })
    };
    let waiting = but(account(None), |facts| facts.handshake = None);
    let unreadable_hub = but(account(None), |facts| {
        facts.space.hardware = None;
        facts.handshake = None;
    });
    for (facts, key) in [
        (waiting, "why_handshake"),
        (at(Place::Hub), "why_signInUnreadable"),
        (unreadable_hub, "why_unknown"),
        (hidden(HubApi::NotPublic, None), "why_notPublic"),
        // The Hub has not answered yet; it did not answer at all, and the page shows no Gradio.
        (hidden(HubApi::Pending, Some("gradio")), "why_notPublic"),
        (hidden(HubApi::Unreachable, None), "why_notPublic"),
    ] {
        let popup = of(&facts);
        assert_eq!(verdict(&popup), "Can't tell", "{facts:?}");
        assert_eq!(causes(&popup), [locale::raw(key)], "{facts:?}");
    }
}

#[test]
fn of_a_space_at_rest_it_is_said_first() {
    let stages = [
        ("SLEEPING", "This Space is asleep"),
        ("PAUSED", "This Space is stopped"),
        ("STOPPED", "This Space is stopped"),
        ("DELETING", "This Space is stopped"),
        ("BUILDING", "This Space is starting"),
        ("APP_STARTING", "This Space is starting"),
        ("NO_APP_FILE", "This Space doesn't run"),
        ("CONFIG_ERROR", "This Space doesn't run"),
        ("BUILD_ERROR", "This Space doesn't run"),
        ("RUNTIME_ERROR", "This Space doesn't run"),
        ("RUNNING", ""),
        ("RUNNING_BUILDING", ""),
        ("RUNNING_APP_STARTING", ""),
        ("SOMETHING_NEW", ""),
    ];
    for (stage, headline) in stages {
        for (facts, words) in [
            (at(Place::Direct), "Counts as a guest"),
            (account(Some(Plan::Pro)), "Counts on your account (PRO)"),
            (at(Place::Hub), "Can't tell"),
        ] {
            let popup = of(&but(facts, |facts| {
                facts.space.stage = Some(stage.to_owned())
            }));
            let later = elements(&popup)
                .into_iter()
                .find(|element| element.class == "later");
            let later = later.map(|element| element.text.as_str());
            if headline.is_empty() {
                assert_eq!((verdict(&popup).as_str(), later), (words, None), "{stage}");
            } else {
                let then = match words {
                    "Can't tell" => words.to_owned(),
                    verdict => ["Once it runs: ", verdict].concat(),
                };
                assert_eq!(verdict(&popup), headline, "{stage}");
                assert_eq!(later, Some(then.as_str()), "{stage}");
            }
        }
        // Nothing is counted there, whether it runs or not.
        let cpu = but(at(Place::Direct), |facts| {
            facts.space.stage = Some(stage.to_owned());
            facts.space.hardware = Some("cpu-basic".to_owned());
        });
        assert_eq!(
            verdict(&of(&cpu)),
            "This Space itself uses nobody's GPU time",
            "{stage}"
        );
    }
    let unknown = but(at(Place::Direct), |facts| facts.space.stage = None);
    assert_eq!(verdict(&of(&unknown)), "Counts as a guest");
}

#[test]
fn the_cause_needs_no_headline_of_the_banners_to_be_understood() {
    // "Whether you are", "without them": the banner's headline says what, the popup's does not.
    let blocked = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.visitor.cookies_blocked = Some(true)
        })
    };
    let private = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.visitor.private_window = Some(true)
        })
    };
    for (facts, words) in [
        (signed_out(), "signed in"),
        (blocked(signed_out()), "cookies"),
        (blocked(at(Place::Hub)), "signed in"),
        (private(at(Place::Hub)), "signed in"),
    ] {
        let top = texts(&of(&facts).children[0]).join("\n");
        assert!(top.to_lowercase().contains(words), "{words}: {top}");
    }
}

#[test]
fn what_was_found_says_that_it_was() {
    let said = locale::raw("popup_found");
    for facts in [at(Place::Direct), at(Place::Embed)] {
        let message = with(gathered(&facts), json!({"href": BLOG, "isKept": false}));
        let found = built(&with(message, json!({"wasLooked": true, "wasFound": true})));
        assert!(causes(&found).contains(&said));
        assert!(!causes(&of(&facts)).contains(&said));
    }
}
