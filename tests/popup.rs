//! The popup, from what `extension/popup/popup.js` gathers to the elements that it builds: each state, true
//! at its grade, with the English words; and nothing in it that a page or an address could plant.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/told.rs"]
mod told;

use elements::{attribute, elements, texts, with_class, with_tag};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write;
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place,
    Plan, QuotaAnswer, Run, Space, SpaceId, TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};
use whose_quota::ui::QUOTA;
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::popup::{PopupInput, TabState, act, popup};
use whose_quota::verdict::Judged;

const APP: &str = "https://owner-name.hf.space/?a=1&__sign=SECRET#tab";
const HUB: &str = "https://huggingface.co/spaces/owner/name";
const BLOG: &str = "https://blog.example/post";

// ---- What is known

/// A public ZeroGPU Space with a Gradio of today.
fn space() -> Space {
    Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        server_side_rendered: None,
        hardware: Some("zero-a10g".to_owned()),
        stage: Some("RUNNING".to_owned()),
        visibility: Some(Visibility::Public),
    }
}

/// It, somewhere, in a normal window that allows cookies.
fn at(place: Place) -> Facts {
    Facts {
        place,
        space: space(),
        visitor: Visitor {
            private_window: Some(false),
            cookies_blocked: Some(false),
            ..Visitor::default()
        },
        hub_api: if place == Place::Hub {
            HubApi::NotAsked
        } else {
            HubApi::Found
        },
        ..Facts::default()
    }
}

/// Its Hub page, for somebody with a plan whose app was answered.
fn account(plan: Option<Plan>) -> Facts {
    let mut facts = at(Place::Hub);
    facts.visitor.signed_in = Some(true);
    facts.visitor.plan = plan;
    facts.handshake = Some(Handshake::Answered);
    facts
}

fn signed_out() -> Facts {
    let mut facts = at(Place::Hub);
    facts.visitor.signed_in = Some(false);
    facts.visitor.plan = Some(Plan::Anonymous);
    facts
}

/// The same after some change.
fn but(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

fn gradio(facts: Facts, version: &str) -> Facts {
    but(facts, |facts| {
        facts.space.gradio_version = GradioVersion::parse(version);
    })
}

fn ran(facts: Facts, identity: Identity, named: Option<TokenSubject>) -> Facts {
    let run = Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject: named,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    but(facts, |facts| facts.runs.push(run))
}

/// A static Space whose page sent a run to a ZeroGPU Space.
fn calls_another(mut facts: Facts, identity: Identity) -> Facts {
    facts.space.sdk = Some("static".to_owned());
    facts.space.hardware = None;
    facts.space.gradio_version = None;
    facts.handshake = None;
    but(ran(facts, identity, None), |facts| {
        facts.runs[0].called = Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: false,
        });
    })
}

/// After the run of [`ran`], if there was one.
const LATER: &str = "2026-11-22T12:00:03.000Z";

fn hears(facts: Facts, messages: &[ZeroGpuMessage]) -> Facts {
    but(facts, |facts| facts.messages.extend_from_slice(messages))
}

/// Of what was asked for 12 s are left.
fn quota(identity: ChargedTo) -> ZeroGpuMessage {
    let numbers = [Some(60), Some(12), Some(11_564)];
    told::numbered(LATER, Cause::QuotaExceeded, identity, numbers)
}

fn asleep(facts: Facts) -> Facts {
    but(facts, |facts| {
        facts.space.stage = Some("SLEEPING".to_owned())
    })
}

// ---- What the glue gathers

fn judged(facts: &Facts) -> Value {
    serde_json::to_value(Judged::of(facts.clone())).unwrap()
}

/// What `popup.js` gathers of a tab that was judged.
fn gathered(facts: &Facts) -> Value {
    let href = match facts.place {
        Place::Hub => HUB,
        Place::Embed => BLOG,
        _ => APP,
    };
    json!({
        "href": href, "judged": judged(facts), "isKept": true,
        "script": if facts.place == Place::Embed { json!(null) } else { json!({"isSpace": true}) },
        "asksQuota": false, "quota": null, "isLoading": false, "isRefused": false,
        "isFirefox": false, "isApart": false,
        "clock": {"updated": null, "resets": null, "runsReset": null},
    })
}

/// With other values, each at a key.
fn with(mut message: Value, values: Value) -> Value {
    for (key, value) in values.as_object().unwrap() {
        message[key] = value.clone();
    }
    message
}

fn input_of(message: &Value) -> PopupInput {
    serde_json::from_value(message.clone()).unwrap()
}

fn built(message: &Value) -> Element {
    popup(&input_of(message), &locale::lookup)
}

fn of(facts: &Facts) -> Element {
    built(&gathered(facts))
}

// ---- What is shown

fn text_of(popup: &Element, id: &str) -> String {
    let all = elements(popup);
    let mut found = all
        .iter()
        .filter(|element| attribute(element, "id") == Some(id));
    let text = found.next().map(|element| element.text.clone());
    assert!(found.next().is_none(), "two of {id}");
    text.unwrap_or_default()
}

fn verdict(popup: &Element) -> String {
    text_of(popup, "verdict")
}

fn grade(popup: &Element) -> String {
    text_of(popup, "grade")
}

fn causes(popup: &Element) -> Vec<&str> {
    let all = elements(popup).into_iter();
    all.filter(|element| element.class == "cause")
        .map(|element| element.text.as_str())
        .collect()
}

/// The section under a heading.
fn section<'a>(popup: &'a Element, heading: &str) -> Option<&'a Element> {
    let said = locale::lookup(heading, &[]);
    popup.children.iter().find(|section| {
        section
            .children
            .first()
            .is_some_and(|first| first.tag == "h2" && first.text == said)
    })
}

fn remaining(message: &Value) -> Element {
    section(&built(message), "popup_remaining").unwrap().clone()
}

/// What can be pressed at the verdict: its class, what it does, and its words.
fn actions(popup: &Element) -> Vec<String> {
    let all = elements(popup).into_iter();
    let rows: Vec<&Element> = all.filter(|element| element.class == "actions").collect();
    assert!(rows.len() <= 1);
    rows.iter()
        .flat_map(|row| &row.children)
        .map(|action| {
            let href = attribute(action, "href").map(|href| " = ".to_owned() + href);
            let target = attribute(action, "target").map(|target| " ".to_owned() + target);
            [
                action.class.as_ref(),
                " ",
                attribute(action, "data-act").unwrap(),
                ": ",
                &action.text,
                &href.unwrap_or_default(),
                &target.unwrap_or_default(),
            ]
            .concat()
        })
        .collect()
}

const ABOUT: &str =
    "plain follow: About ZeroGPU = https://huggingface.co/docs/hub/spaces-zerogpu _blank";

fn fact_list(popup: &Element) -> Vec<String> {
    let lists = with_class(popup, "facts");
    (lists.iter().flat_map(|list| &list.children))
        .map(|fact| {
            let [spoken, label, text] = [0, 1, 2].map(|index| &fact.children[index]);
            assert_eq!(
                [
                    spoken.class.as_ref(),
                    label.class.as_ref(),
                    text.class.as_ref()
                ],
                ["spoken", "label", "fact"]
            );
            let mark = match fact.class.as_ref() {
                "good" => "Fine:",
                "bad" => "Hinders:",
                "open" => "Note:",
                other => panic!("{other}"),
            };
            assert_eq!(spoken.text, mark);
            format!("{} {}: {}", fact.class.as_ref(), label.text, text.text)
        })
        .collect()
}

#[track_caller]
fn fact(facts: &Facts, label: &str) -> String {
    let all = fact_list(&of(facts));
    let mut found = all
        .iter()
        .filter(|fact| fact.split([' ', ':']).nth(1) == label.split(' ').next());
    let fact = found.next().unwrap_or_else(|| panic!("{label}")).clone();
    fact.replace(&format!(" {label}:"), "")
}

/// The rows of the table of figures: who, with what is said of them, and how many minutes.
fn figures(popup: &Element) -> Vec<String> {
    with_tag(popup, "tr")
        .into_iter()
        .skip(1)
        .map(|row| {
            let [who, minutes] = [&row.children[0], &row.children[1]];
            let chips: Vec<&str> = who.children.iter().map(|chip| chip.text.as_str()).collect();
            assert_eq!(row.class == "own", !chips.is_empty());
            assert_eq!(
                (who.tag.as_ref(), attribute(who, "scope")),
                ("th", Some("row"))
            );
            format!("{} [{}] {}", who.text, chips.join(", "), minutes.text)
        })
        .collect()
}

// ---- How a tab stands

#[test]
fn each_standing_has_its_words_and_its_button() {
    let guest = judged(&at(Place::Direct));
    let nothing = judged(&Facts::default());
    let script = |is_space: bool| json!({"isSpace": is_space});
    #[rustfmt::skip]
    let cases = [
        ("judged", json!({"href": APP, "judged": guest, "isKept": true}), "", ""),
        ("looking", json!({"href": APP, "script": script(true)}), "looking", ""),
        ("looking", json!({"href": HUB, "script": script(true)}), "looking", ""),
        ("looking", json!({"href": APP, "isLoading": true}), "looking", ""),
        ("stale", json!({"href": APP, "judged": guest}), "stale", "reload"),
        ("stale", json!({"href": HUB, "script": null}), "stale", "reload"),
        ("refused", json!({"href": APP, "isRefused": true}), "refused", "allow"),
        ("refused", json!({"href": "", "isRefused": true}), "refused", "allow"),
        // Another tab of the Space's page: the way to its app is known, there is nothing to look for.
        ("not-a-space", json!({"href": format!("{HUB}/tree/main"), "script": script(false)}), "notASpace", ""),
        ("not-a-space", json!({"href": BLOG, "judged": nothing}), "notASpace", "look"),
        ("not-a-space", json!({"href": "", "script": null}), "notASpace", "look"),
        ("not-a-space", json!({}), "notASpace", "look"),
        // A file: a script of ours says so, or in a viewer of the browser's nobody may look.
        ("not-the-app", json!({"href": APP, "script": script(false)}), "notTheApp", ""),
        ("not-the-app", json!({"href": APP, "script": null, "unscripted": {"contentType": "image/png"}}), "notTheApp", ""),
        ("not-the-app", json!({"href": APP, "script": script(true), "isKept": true, "judged": nothing}), "notTheApp", ""),
        ("stale", json!({"href": APP, "script": null, "unscripted": {"contentType": "text/html"}}), "stale", "reload"),
        ("closed", json!({"href": APP, "script": null, "unscripted": {"contentType": null}}), "closed", "reload"),
        ("nothing-found", json!({"href": BLOG, "wasLooked": true}), "nothingFound", ""),
        // Silence is not absence: nobody is told to load a page again that is only busy.
        ("busy", json!({"href": APP, "isBusy": true}), "busy", ""),
        ("busy", json!({"href": HUB, "isBusy": true, "isLoading": true}), "busy", ""),
        ("judged", json!({"href": APP, "judged": guest, "isKept": true, "isBusy": true}), "", ""),
        ("not-a-space", json!({"href": BLOG, "isBusy": true}), "notASpace", "look"),
        ("failed", json!({"href": APP, "judged": guest, "isKept": true, "isFailed": true}), "failed", ""),
        ("failed", json!({"href": BLOG, "judged": nothing, "isKept": true, "isFailed": true}), "failed", ""),
        ("judged", json!({"href": BLOG, "wasLooked": true, "wasFound": true, "judged": guest}), "", ""),
    ];
    for (state, message, key, act) in cases {
        let expected = match state {
            "judged" => TabState::Judged,
            "looking" => TabState::Looking,
            "stale" => TabState::Stale,
            "refused" => TabState::Refused,
            "not-a-space" => TabState::NotASpace,
            "not-the-app" => TabState::NotTheApp,
            "closed" => TabState::Closed,
            "busy" => TabState::Busy,
            "failed" => TabState::Failed,
            _ => TabState::NothingFound,
        };
        assert_eq!(input_of(&message).state(), expected, "{message}");
        let popup = built(&message);
        if key.is_empty() {
            assert_eq!(verdict(&popup), "Counts as a guest", "{message}");
            continue;
        }
        assert_eq!(
            verdict(&popup),
            locale::raw(&format!("popup_{key}")),
            "{message}"
        );
        let text = match key {
            "refused" => "popup_refusedChromium".to_owned(),
            key => format!("popup_{key}Text"),
        };
        assert_eq!(causes(&popup), [locale::raw(&text)], "{message}");
        let offered = match act {
            "" => vec![],
            "reload" => vec!["main reload: Reload the tab"],
            "allow" => vec!["main allow: Switch on"],
            _ => vec!["main look: Look for a Space on this page"],
        };
        assert_eq!(actions(&popup), offered, "{message}");
        assert_eq!(grade(&popup), "");
        assert!(fact_list(&popup).is_empty() && figures(&popup).is_empty());
    }
}

#[test]
fn the_way_to_a_sites_permission_is_the_browsers_own() {
    let refused = |is_firefox: bool| {
        let message = json!({"href": APP, "isRefused": true, "isFirefox": is_firefox});
        causes(&built(&message)).join(" ")
    };
    assert_eq!(refused(false), locale::raw("popup_refusedChromium"));
    assert_eq!(refused(true), locale::raw("popup_refusedFirefox"));
    assert_ne!(refused(false), refused(true));
}

#[test]
fn what_is_stronger_decides_how_a_tab_stands() {
    let all = json!({
        "href": APP, "judged": judged(&at(Place::Direct)), "isKept": true,
        "wasFound": true, "wasLooked": true, "isRefused": true, "script": {"isSpace": true},
    });
    let without = |keys: &[&str]| {
        let mut message = all.clone();
        for key in keys {
            message.as_object_mut().unwrap().remove(*key);
        }
        input_of(&message).state()
    };
    assert_eq!(without(&[]), TabState::Judged);
    assert_eq!(without(&["wasFound"]), TabState::NothingFound);
    assert_eq!(without(&["wasFound", "wasLooked"]), TabState::Refused);
    let rest = ["wasFound", "wasLooked", "isRefused"];
    assert_eq!(without(&rest), TabState::Judged);
    assert_eq!(
        without(&[&rest[..], &["isKept"]].concat()),
        TabState::Looking
    );
    assert_eq!(
        without(&[&rest[..], &["isKept", "script"]].concat()),
        TabState::Stale
    );
}

#[test]
fn only_a_verdict_that_is_kept_of_this_page_is_shown() {
    let state = |facts: &Facts, is_kept: bool| {
        input_of(&json!({"href": BLOG, "judged": judged(facts), "isKept": is_kept})).state()
    };
    for place in [Place::Hub, Place::Direct, Place::Embed, Place::HubFrame] {
        let facts = Facts {
            place,
            ..Facts::default()
        };
        assert_eq!(state(&facts, true), TabState::Judged, "{place:?}");
        assert_eq!(state(&facts, false), TabState::NotASpace, "{place:?}");
    }
    // That nothing is counted is a verdict wherever it is.
    let counts_nothing = Facts {
        static_host: true,
        ..Facts::default()
    };
    assert_eq!(state(&counts_nothing, true), TabState::Judged);
    assert_eq!(state(&Facts::default(), true), TabState::NotASpace);
}

#[test]
fn a_host_of_files_is_judged_by_its_address_alone() {
    let facts = but(at(Place::Direct), |facts| {
        facts.static_host = true;
        facts.space = Space {
            subdomain: Some("owner-name".to_owned()),
            ..Space::default()
        };
    });
    let message = json!({
        "href": "https://owner-name.static.hf.space/", "judged": judged(&facts), "isKept": false,
    });
    assert_eq!(input_of(&message).state(), TabState::Judged);
    assert_eq!(
        verdict(&built(&message)),
        "This Space itself uses nobody's GPU time"
    );
}

#[test]
fn what_is_no_input_is_none() {
    for odd in [json!("true"), json!(1), json!({}), json!([true])] {
        for key in ["isRefused", "wasFound", "isApart", "asksQuota", "isKept"] {
            let message = with(gathered(&at(Place::Direct)), json!({key: odd}));
            assert!(serde_json::from_value::<PopupInput>(message).is_err());
        }
    }
}

// ---- The verdict

const DERIVED: &str = "It follows from how the page was opened.";
const HARDWARE: &str = "It follows from what the Space runs on.";
const ASSUMED: &str = "We couldn't read everything.";

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
fn zero_gpus_own_word_is_the_verdict() {
    let saw = "We saw it: ZeroGPU's own message says so.";
    let runs_out = |identity| told::told(LATER, Cause::RunsExceeded, identity);
    let fault = || told::fallback(LATER, Some("InvalidRepoToken"));
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
        told::told(LATER, Cause::NoGpu, ChargedTo::Unknown),
    ] {
        let popup = of(&hears(at(Place::Direct), &[message]));
        assert_eq!(
            (verdict(&popup).as_str(), grade(&popup).as_str()),
            (guest, DERIVED)
        );
        assert!(section(&popup, "popup_message").is_some());
    }
    // Nor does one from before the last run.
    let early = told::told(
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
    let told = facts.current_message().unwrap();
    explain(
        facts,
        &Judged::of(facts.clone()).verdict,
        told,
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
        hears(at(Place::Embed), &[told::fallback(LATER, None)]),
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
    let reload = actions_of(account(None), told::fallback(LATER, None));
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
    let guest = told::numbered(
        LATER,
        Cause::QuotaExceeded,
        ChargedTo::Unauthenticated,
        [Some(270), Some(149), Some(60)],
    );
    // After it, and after the next run.
    for facts in [signed_out(), at(Place::Direct)] {
        let told = hears(facts, std::slice::from_ref(&guest));
        let next = but(told.clone(), |facts| {
            let mut run = ran(at(Place::Hub), Identity::Absent, None).runs.remove(0);
            run.at = "2026-11-22T12:00:30.000Z".to_owned();
            facts.runs = vec![run];
        });
        for facts in [told, next] {
            let popup = of(&facts);
            let figures = section(&popup, "popup_quota").unwrap();
            assert!(with_tag(figures, "table").is_empty());
            let said = texts(&popup).join("\n");
            assert!(
                said.contains("other figures than those of 2026-08"),
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
        &[told::app_failure(LATER, Some("ValueError"))],
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
        last(&[told::fallback(LATER, Some("InvalidRepoToken"))]),
        "bad Last message: This run's pass had a fault (InvalidRepoToken)"
    );
    assert_eq!(
        last(&[
            quota(ChargedTo::Pro),
            told::told(LATER, Cause::NoGpu, ChargedTo::Unknown)
        ]),
        "open Last message: No GPU was free"
    );
    assert_eq!(
        last(&[
            quota(ChargedTo::Pro),
            told::told(LATER, Cause::Other, ChargedTo::Unknown)
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
                    verdict => [verdict, " once it runs"].concat(),
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

// ---- What was seen

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

// ---- What to do

#[test]
fn each_situation_has_its_actions() {
    let app = "https://huggingface.co/spaces/owner/name?a=1#tab";
    let open = &format!("main follow: Open on the Hub page = {app} _self");
    let open_new = &format!("main follow: Open on the Hub page = {HUB} _blank");
    let sign_in =
        "main follow: Sign in = https://huggingface.co/login?next=/spaces/owner/name _self";
    let tell = &format!("main follow: Tell its owner = {HUB}/discussions _self");
    let reload = &format!("main follow: Reload this page = {HUB} _self");
    let normal = "plain normal-window: Open in a normal window";

    let private = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.visitor.private_window = Some(true)
        })
    };
    let protected = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.visibility = Some(Visibility::Protected)
        })
    };
    let nameless = |facts| but(facts, |facts: &mut Facts| facts.space.id = None);
    let waiting = |facts| but(facts, |facts: &mut Facts| facts.handshake = None);
    let bare = |facts| ran(facts, Identity::Absent, None);
    let early = |facts| {
        but(bare(facts), |facts: &mut Facts| {
            facts.runs[0].before_handshake = true
        })
    };
    let cpu = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    let cases: [(Facts, &[&str]); 24] = [
        (at(Place::Direct), &[open, ABOUT]),
        (bare(at(Place::Direct)), &[open, ABOUT]),
        (asleep(at(Place::Direct)), &[open, ABOUT]),
        (private(at(Place::Direct)), &[open, normal, ABOUT]),
        (protected(at(Place::Direct)), &[ABOUT]),
        (protected(private(at(Place::Direct))), &[ABOUT]),
        (nameless(private(at(Place::Direct))), &[ABOUT]),
        (at(Place::Embed), &[open_new, ABOUT]),
        (gradio(at(Place::Embed), "4.44.1"), &[open_new, ABOUT]),
        (signed_out(), &[sign_in, ABOUT]),
        (private(signed_out()), &[sign_in, normal, ABOUT]),
        (account(None), &[ABOUT]),
        (private(account(None)), &[ABOUT]),
        (ran(account(None), Identity::Present, None), &[ABOUT]),
        (gradio(account(None), "4.20.0"), &[tell, ABOUT]),
        (gradio(account(None), "5.9.1"), &[tell, ABOUT]),
        (bare(account(None)), &[tell, ABOUT]),
        (bare(waiting(account(None))), &[reload, ABOUT]),
        // The next run will carry it.
        (early(account(None)), &[ABOUT]),
        // Nothing is wrong, as far as is known.
        (waiting(account(None)), &[ABOUT]),
        (at(Place::Hub), &[ABOUT]),
        (cpu(at(Place::Direct)), &[]),
        (cpu(signed_out()), &[]),
        (private(cpu(signed_out())), &[]),
    ];
    for (facts, expected) in cases {
        assert_eq!(actions(&of(&facts)), expected, "{facts:?}");
    }
}

#[test]
fn where_it_cannot_be_told_the_hub_page_would_tell() {
    let facts = but(at(Place::Direct), |facts| facts.signed_address = true);
    let popup = of(&facts);
    assert_eq!(verdict(&popup), "Can't tell");
    let open = "main follow: Open on the Hub page = https://huggingface.co/spaces/owner/name?a=1#tab _self";
    assert_eq!(actions(&popup), [open, ABOUT]);
}

#[test]
fn the_link_out_of_an_embed_holds_nothing_of_the_page_around_it() {
    for found in [false, true] {
        let message = with(
            gathered(&at(Place::Embed)),
            json!({
                "href": "https://blog.example/post?reader=SECRET&a=1#SECRET",
                "wasLooked": found, "wasFound": found,
            }),
        );
        let out = format!("main follow: Open on the Hub page = {HUB} _blank");
        assert_eq!(actions(&built(&message)), [out.as_str(), ABOUT]);
    }
}

#[test]
fn the_link_from_a_domain_of_its_own_keeps_query_and_fragment() {
    let message = with(
        gathered(&at(Place::Direct)),
        json!({
            "href": "https://pictures.example/x?prompt=sea&code=SECRET#top",
            "isKept": false, "wasLooked": true, "wasFound": true,
        }),
    );
    let out = format!("main follow: Open on the Hub page = {HUB}?prompt=sea#top _self");
    assert_eq!(actions(&built(&message)), [out.as_str(), ABOUT]);
}

// ---- The figures

#[test]
fn the_table_is_todays_figures_with_their_date_and_source() {
    let popup = of(&at(Place::Hub));
    let expected = [
        "Not signed in [] 2 min",
        "Free account [] 5 min",
        "PRO [] 40 min",
        "Team member [] 40 min",
        "Enterprise member [] 60 min",
    ];
    assert_eq!(figures(&popup), expected);
    let section = section(&popup, "popup_quota").unwrap();
    let head: Vec<&Element> = with_tag(section, "tr")[0].children.iter().collect();
    assert_eq!(head.len(), 2);
    for (cell, words) in head.iter().zip(["Visitor", "A day"]) {
        let scope = attribute(cell, "scope");
        assert_eq!(
            (cell.tag.as_ref(), cell.text.as_str(), scope),
            ("th", words, Some("col"))
        );
    }
    let [link] = with_tag(section, "a")[..] else {
        panic!("one source");
    };
    assert_eq!(link.text, format!("Hugging Face, as of {}", QUOTA.read));
    assert_eq!(attribute(link, "href"), Some(QUOTA.source));
    assert!(texts(section).contains(&"It begins anew 24 hours after the first use."));
}

#[test]
fn the_visitors_row_and_the_row_that_counts_are_marked() {
    let marked = |facts: &Facts| -> Vec<String> {
        let rows = figures(&of(facts)).into_iter();
        rows.filter(|row| !row.contains("[]")).collect()
    };
    let cpu = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    let waiting = but(account(Some(Plan::Team)), |facts| facts.handshake = None);
    #[rustfmt::skip]
    let cases: [(Facts, &[&str]); 15] = [
        (at(Place::Direct), &["Not signed in [runs here] 2 min"]),
        (signed_out(), &["Not signed in [you, runs here] 2 min"]),
        (account(Some(Plan::Free)), &["Free account [you, runs here] 5 min"]),
        (account(Some(Plan::Pro)), &["PRO [you, runs here] 40 min"]),
        (account(Some(Plan::Enterprise)), &["Enterprise member [you, runs here] 60 min"]),
        (account(None), &[]),
        (gradio(account(Some(Plan::Pro)), "4.20.0"), &["Not signed in [runs here] 2 min", "PRO [you] 40 min"]),
        (waiting, &["Team member [you] 40 min"]),
        (cpu(account(Some(Plan::Free))), &["Free account [you] 5 min"]),
        (cpu(at(Place::Direct)), &[]),
        // ZeroGPU's own word.
        (hears(account(Some(Plan::Pro)), &[quota(ChargedTo::Unauthenticated)]), &["Not signed in [runs here] 2 min", "PRO [you] 40 min"]),
        (hears(account(Some(Plan::Pro)), &[quota(ChargedTo::Free)]), &["Free account [runs here] 5 min", "PRO [you] 40 min"]),
        (hears(account(Some(Plan::Pro)), &[quota(ChargedTo::Pro)]), &["PRO [you, runs here] 40 min"]),
        (hears(account(Some(Plan::Pro)), &[quota(ChargedTo::Space)]), &["PRO [you] 40 min"]),
        (hears(signed_out(), &[quota(ChargedTo::Pro)]), &["Not signed in [you] 2 min"]),
    ];
    for (facts, expected) in cases {
        assert_eq!(marked(&facts), expected, "{facts:?}");
    }
}

// ---- What is left

fn has_left(base: u16, left: u16) -> Facts {
    but(account(Some(Plan::Pro)), |facts| {
        facts.visitor.allowance = Some(Allowance {
            base,
            left,
            at: Some("2026-11-22T12:00:00.000Z".to_owned()),
        });
    })
}

/// A tab whose popup asks the Hub, which answers.
fn asks(status: u16, body: &Value) -> Value {
    with(
        gathered(&at(Place::Direct)),
        json!({"asksQuota": true, "quota": answered(status, body)}),
    )
}

fn answered(status: u16, body: &Value) -> Value {
    serde_json::to_value(QuotaAnswer::read(status, &body.to_string())).unwrap()
}

/// What is said, what stands in the bar, and what can be pressed.
fn said_of(message: &Value) -> (Vec<String>, Vec<String>, Vec<String>) {
    let section = remaining(message);
    let own = |tag: &str, own: &dyn Fn(&Element) -> String| -> Vec<String> {
        with_tag(&section, tag).into_iter().map(own).collect()
    };
    let bar = |bar: &Element| {
        let of = |name| attribute(bar, name).unwrap();
        format!("{} of {}, {}", of("value"), of("max"), of("aria-label"))
    };
    let pressed =
        |button: &Element| [attribute(button, "data-act").unwrap(), ": ", &button.text].concat();
    (
        own("p", &|p| p.text.clone()),
        own("progress", &bar),
        own("button", &pressed),
    )
}

const STOP: &str = "stop-asking: Stop asking";

#[test]
fn what_the_page_tells_is_shown_without_any_question() {
    let message = gathered(&has_left(2400, 2112));
    let bar = ["288 of 2400, 4 min 48 s used".to_owned()];
    for values in [
        json!({}),
        json!({"asksQuota": true}),
        json!({"isApart": true}),
        json!({"asksQuota": true, "quota": {"kind": "signed-out"}}),
    ] {
        let (said, shown, pressed) = said_of(&with(message.clone(), values.clone()));
        assert_eq!(
            said,
            ["35 min 12 s left of 40 min", "As the Hub page said."],
            "{values}"
        );
        assert_eq!(shown, bar, "{values}");
        assert_eq!(pressed, [""; 0], "{values}");
    }
    let clock = json!({"clock": {"updated": "14:48"}});
    let (said, ..) = said_of(&with(message, clock));
    assert_eq!(
        said,
        [
            "35 min 12 s left of 40 min",
            "As the Hub page said, as of 14:48."
        ]
    );
}

#[test]
fn the_bar_is_what_is_used_of_what_there_is() {
    for (base, left, said, bar) in [
        (300, 300, "5 min left of 5 min", "0 of 300, 0 s used"),
        (300, 0, "0 s left of 5 min", "300 of 300, 5 min used"),
        (300, 299, "4 min 59 s left of 5 min", "1 of 300, 1 s used"),
        (300, 241, "4 min 1 s left of 5 min", "59 of 300, 59 s used"),
        (300, 240, "4 min left of 5 min", "60 of 300, 1 min used"),
        (
            300,
            61,
            "1 min 1 s left of 5 min",
            "239 of 300, 3 min 59 s used",
        ),
        (
            3600,
            3599,
            "59 min 59 s left of 60 min",
            "1 of 3600, 1 s used",
        ),
        (
            65535,
            1,
            "1 s left of 1092 min 15 s",
            "65534 of 65535, 1092 min 14 s used",
        ),
    ] {
        let (lines, bars, _) = said_of(&gathered(&has_left(base, left)));
        assert_eq!((lines[0].as_str(), bars[0].as_str()), (said, bar));
    }
}

#[test]
fn the_hub_is_asked_only_where_the_visitor_wants_it() {
    let answered = json!({"kind": "signed-out"});
    for message in [
        gathered(&at(Place::Direct)),
        with(gathered(&at(Place::Direct)), json!({"quota": answered})),
        json!({"href": BLOG}),
    ] {
        let (said, bar, pressed) = said_of(&message);
        assert_eq!(said, [locale::raw("remaining_off")]);
        assert!(bar.is_empty());
        assert_eq!(pressed, ["ask-quota: Show what is left"]);
    }
}

#[test]
fn where_the_sign_in_is_another_nothing_is_asked() {
    for values in [
        json!({}),
        json!({"asksQuota": true}),
        json!({"quota": {"kind": "too-many"}}),
    ] {
        let message = with(gathered(&signed_out()), json!({"isApart": true}));
        let (said, bar, pressed) = said_of(&with(message, values));
        assert_eq!(said, [locale::raw("remaining_apart")]);
        assert!(bar.is_empty() && pressed.is_empty());
    }
}

#[test]
fn each_answer_has_its_words_and_the_way_back() {
    for (status, key) in [
        (401, "remaining_signedOut"),
        (403, "remaining_signedOut"),
        (429, "remaining_tooMany"),
        (200, "remaining_unreadable"),
        (0, "remaining_unreachable"),
        (503, "remaining_unreachable"),
    ] {
        let (said, bar, pressed) = said_of(&asks(status, &json!({"error": "x"})));
        assert_eq!(said, [locale::raw(key)], "{status}");
        assert!(bar.is_empty());
        assert_eq!(pressed, [STOP], "{status}");
    }
    let waiting = with(asks(200, &json!({})), json!({"quota": null}));
    let (said, bar, pressed) = said_of(&waiting);
    assert_eq!(said, [locale::raw("popup_lookingText")]);
    assert!(bar.is_empty());
    assert_eq!(pressed, [STOP]);
}

const RESETS: &str = "2026-11-22T16:40:00.000Z";

#[test]
fn an_answer_is_told_in_full() {
    let body = json!({
        "base": 300, "current": 184, "resetsAt": RESETS, "overquotaUsed": 90,
        "runs": {"used": 3, "limit": 10, "remaining": 7, "resetsAt": RESETS},
    });
    let clock = json!({
        "resets": {"in": 192, "at": "16:40"}, "runsReset": {"in": 41, "at": "14:09"},
    });
    let (said, bar, pressed) = said_of(&with(asks(200, &body), json!({"clock": clock})));
    let expected = [
        "3 min 4 s left of 5 min",
        "More in 3 h 12 min (16:40).",
        "Runs left: 7 of 10, more in 41 min.",
        "Paid by credits: 1 min 30 s.",
    ];
    assert_eq!(said, expected);
    assert_eq!(bar, ["116 of 300, 1 min 56 s used"]);
    assert_eq!(pressed, [STOP]);
}

#[test]
fn what_an_answer_leaves_out_is_left_out() {
    let plain = json!({"base": 300, "current": 300, "resetsAt": null});
    let (said, ..) = said_of(&asks(200, &plain));
    assert_eq!(
        said,
        ["5 min left of 5 min", locale::raw("remaining_unused")]
    );
    let runs = with(
        plain,
        json!({"runs": {"limit": 10, "remaining": 10, "resetsAt": null}}),
    );
    let (said, ..) = said_of(&asks(200, &runs));
    assert_eq!(said[2..], ["Runs left: 10 of 10."]);
}

#[test]
fn nothing_used_yet_is_said_only_where_nothing_was_used() {
    // A shape that changed: used, and when it begins anew cannot be read.
    for resets_at in [json!(null), json!("tomorrow"), json!(1_763_829_600)] {
        let body = json!({"base": 300, "current": 184, "resetsAt": resets_at});
        let (said, ..) = said_of(&asks(200, &body));
        assert_eq!(said[0], "3 min 4 s left of 5 min");
        assert!(
            !said.contains(&locale::raw("remaining_unused").to_owned()),
            "{said:?}"
        );
    }
}

#[test]
fn a_wait_is_told_in_hours_and_minutes() {
    let body = json!({"base": 300, "current": 184, "resetsAt": RESETS});
    let wait = |minutes: Value| {
        let clock = json!({"resets": {"in": minutes, "at": "16:40"}});
        let (said, ..) = said_of(&with(asks(200, &body), json!({"clock": clock})));
        said.get(1).cloned().unwrap_or_default()
    };
    for (minutes, words) in [
        (0, "0 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (192, "3 h 12 min"),
        (1440, "24 h"),
    ] {
        assert_eq!(wait(json!(minutes)), format!("More in {words} (16:40)."));
    }
    for odd in [json!(null), json!("3"), json!(-1), json!(70000), json!({})] {
        assert!(!wait(odd.clone()).contains("More in"), "{odd}");
    }
}

#[test]
fn numbers_stand_beside_units_that_need_no_plural() {
    for key in locale::keys() {
        if key.starts_with("time_") {
            let words = locale::raw(key)
                .split('$')
                .enumerate()
                .filter(|(index, _)| index % 2 == 0);
            for (_, unit) in words {
                assert!(
                    ["", "s", "min", "h"].contains(&unit.trim()),
                    "{key}: {unit}"
                );
            }
        }
    }
}

#[test]
fn what_is_left_is_told_in_every_standing() {
    for message in [
        json!({"href": APP, "script": {"isSpace": true}}),
        json!({"href": APP}),
        json!({"href": APP, "isRefused": true}),
        json!({"href": BLOG}),
        json!({"href": BLOG, "wasLooked": true}),
        gathered(&at(Place::Direct)),
    ] {
        let answered = with(
            message,
            json!({"asksQuota": true, "quota": {"kind": "signed-out"}}),
        );
        let (said, _, pressed) = said_of(&answered);
        assert_eq!(said, [locale::raw("remaining_signedOut")]);
        assert_eq!(pressed, [STOP]);
    }
}

// ---- All of it

/// Calls back with two thousand situations, spread over all that can be known.
fn each_popup(mut check: impl FnMut(&Facts, &Value, &PopupInput)) {
    for number in 1..2_000_u64 {
        let mut rest = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut one_of = |count: u64| {
            let picked = usize::try_from(rest % count).unwrap();
            rest /= count;
            picked
        };
        let mut flag = || [None, Some(false), Some(true)][one_of(3)];
        let (private_window, cookies_blocked, server_side_rendered) = (flag(), flag(), flag());
        let place = [Place::Hub, Place::Direct, Place::Embed][one_of(3)];
        let mut facts = at(place);
        facts.visitor.private_window = private_window;
        facts.visitor.cookies_blocked = cookies_blocked;
        facts.space.server_side_rendered = server_side_rendered;
        facts.space.hardware = [None, Some("zero-a10g"), Some("zero-a10g"), Some("t4-small")]
            [one_of(4)]
        .map(str::to_owned);
        facts.space.gradio_version =
            GradioVersion::parse(["", "4.20.0", "5.9.1", "5.14.0", "6.31.0"][one_of(5)]);
        facts.space.stage = ["RUNNING", "SLEEPING", "BUILDING", "PAUSED", "BUILD_ERROR"]
            .map(str::to_owned)
            .get(one_of(9))
            .cloned();
        facts.space.visibility =
            ["public", "protected", "private", ""].map(Visibility::from_name)[one_of(4)];
        if place == Place::Hub {
            let plans = ["", "free", "pro", "team", "enterprise"].map(Plan::from_name);
            (facts.visitor.signed_in, facts.visitor.plan) = match one_of(4) {
                0 => (None, None),
                1 => (Some(false), Some(Plan::Anonymous)),
                _ => (Some(true), plans[one_of(5)]),
            };
            facts.handshake =
                ["", "absent", "asked", "answered"].map(Handshake::from_name)[one_of(4)];
        } else if facts.space.hardware.is_none() {
            facts.hub_api = HubApi::Unreachable;
        }
        let named = ["", "", "faulty", "address", "user"].map(TokenSubject::from_name)[one_of(5)];
        facts = match one_of(4) {
            0 => ran(facts, Identity::Absent, None),
            1 => ran(facts, Identity::Present, named),
            _ => facts,
        };
        if let Some(run) = facts.runs.first_mut() {
            run.before_handshake = facts.handshake == Some(Handshake::Answered) && one_of(2) == 0;
        }
        if one_of(3) == 0 {
            let said = match (told::CAUSES[one_of(10)], told::IDENTITIES[one_of(6)]) {
                (Cause::IpFallback, _) => told::fallback(LATER, Some("InvalidRepoToken")),
                (Cause::QuotaExceeded, identity) => quota(identity),
                (cause, identity) => told::told(LATER, cause, identity),
            };
            facts.messages.push(said);
        }
        let message = gathered(&facts);
        check(&facts, &message, &input_of(&message));
    }
}

const TAGS: &str = "div section h1 h2 p span a button ul li progress table tbody tr th td";

const ATTRIBUTES: &str = "id href rel target data-act type max value aria-label scope dir";

const ACTS: [&str; 9] = [
    act::FOLLOW,
    act::NORMAL_WINDOW,
    act::COPY_REPORT,
    act::COPY_MARKDOWN,
    act::ASK_QUOTA,
    act::STOP_ASKING,
    act::LOOK,
    act::ALLOW,
    act::RELOAD,
];

fn one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|own| own == word)
}

/// Asserts what holds in every popup, whatever it was made of.
#[track_caller]
fn is_sound(popup: &Element) {
    let all = elements(popup);
    let mut ids = BTreeSet::new();
    for element in &all {
        assert!(
            one_of(TAGS, element.tag.as_ref()),
            "{}",
            element.tag.as_ref()
        );
        assert!(!element.class.contains(['<', '"']));
        let mut names = BTreeSet::new();
        for (name, value) in &element.attributes {
            assert!(one_of(ATTRIBUTES, name), "{name}");
            assert!(names.insert(name.clone()), "{name} twice");
            assert!(!name.starts_with("on") && *name != "style");
            if *name == "id" {
                assert!(ids.insert(value.clone()), "{value} twice");
            }
        }
        let own = |name| attribute(element, name);
        match element.tag.as_ref() {
            "a" => {
                let href = own("href").unwrap();
                assert!(href.starts_with("https://huggingface.co/"), "{href}");
                assert!(!href.contains("__sign"), "{href}");
                assert_eq!(
                    (own("rel"), own("data-act")),
                    (Some("noopener"), Some(act::FOLLOW))
                );
                assert!(["_self", "_blank"].contains(&own("target").unwrap()));
                assert!(element.children.is_empty() && !element.text.is_empty());
            }
            "button" => {
                assert_eq!(own("type"), Some("button"));
                assert!(ACTS.contains(&own("data-act").unwrap()));
                assert!(element.children.is_empty() && !element.text.is_empty());
            }
            "progress" => {
                let number = |name| own(name).unwrap().parse::<u16>().unwrap();
                assert!(number("value") <= number("max"));
                assert!(!own("aria-label").unwrap().is_empty());
            }
            _ => {
                for name in ["href", "rel", "target", "data-act", "type", "max", "value"] {
                    assert_eq!(own(name), None, "{name} on {}", element.tag);
                }
            }
        }
    }
    let mains: Vec<&&Element> = all
        .iter()
        .filter(|element| element.class == "main")
        .collect();
    assert!(mains.len() <= 1);
    // What is most useful comes first.
    if let Some(main) = mains.first() {
        let row = all
            .iter()
            .find(|element| element.class == "actions")
            .unwrap();
        assert_eq!(&row.children[0], **main);
    }
    let acts: Vec<&str> = all
        .iter()
        .filter_map(|element| attribute(element, "data-act"))
        .collect();
    for act in ACTS.into_iter().filter(|act| *act != act::FOLLOW) {
        assert!(
            acts.iter().filter(|other| **other == act).count() <= 1,
            "{act} twice"
        );
    }
    let facts = fact_list(popup).len();
    assert!([0, 10].contains(&facts), "{facts}");
    // The other lists are what helps after a message.
    let is_told = section(popup, "popup_message").is_some();
    let helps = with_class(popup, "helps");
    assert_eq!(helps.len(), usize::from(is_told));
    let items: usize = helps.iter().map(|list| list.children.len()).sum();
    assert_eq!(with_tag(popup, "li").len(), facts + items);
    assert_eq!(items > 0, is_told);
    assert_eq!(with_tag(popup, "h1").len(), 1);
    assert!(!verdict(popup).is_empty());
    let heads: Vec<&str> = with_tag(popup, "h2")
        .into_iter()
        .map(|head| head.text.as_str())
        .collect();
    let expected = [
        "What ZeroGPU said",
        "Your GPU time today",
        "What we saw",
        "GPU time a day",
    ];
    let expected = match (facts, is_told) {
        (0, _) => &expected[1..2],
        (_, false) => &expected[1..],
        (_, true) => &expected[..],
    };
    assert_eq!(heads, expected);
    let last = popup.children.last().unwrap();
    assert_eq!(
        (last.class.as_ref(), last.text.as_str()),
        ("limits", locale::raw("popup_limits"))
    );
}

#[test]
fn every_popup_is_sound_and_says_no_more_than_is_known() {
    let next = locale::raw("cause_runTooEarly");
    each_popup(|facts, message, input| {
        let popup = popup(input, &locale::lookup);
        is_sound(&popup);
        assert_eq!(
            actions(&popup).is_empty(),
            message["judged"]["verdict"]["pool"] == "none"
        );

        let top = texts(&popup.children[0]).join(" ");
        let top = top.replace(next, "").replace(DERIVED, "");
        let said: Vec<String> = top
            .split(|char: char| !char.is_alphabetic())
            .map(str::to_lowercase)
            .collect();
        let says = |word: &str| said.iter().any(|said| said == word);
        let grade = message["judged"]["verdict"]["grade"].as_str().unwrap();
        let forbidden: &[&str] = match grade {
            "derived" => &["may", "might", "was"],
            "assumed" => &["will", "was"],
            _ => &["will", "may", "might"],
        };
        for word in forbidden {
            assert!(!says(word), "{word} at {grade}: {top} {facts:?}");
        }
        if grade == "assumed" && message["judged"]["verdict"]["pool"] == "guest" {
            assert!(says("may"), "{top}");
        }
        assert_eq!(says("saw"), grade == "observed", "{top}");
    });
}

#[test]
fn the_popup_and_the_report_agree() {
    each_popup(|facts, message, input| {
        let popup = popup(input, &locale::lookup);
        let is_at_rest = elements(&popup)
            .iter()
            .any(|element| element.class == "later");
        assert_eq!(
            is_at_rest,
            !facts.space.is_running() && message["judged"]["verdict"]["pool"] != "none",
            "{facts:?}"
        );
        let verdict = texts(&popup.children[0])[..2].join(" ");
        let expected: &[&str] = match message["judged"]["verdict"]["pool"].as_str().unwrap() {
            "account" => &[
                "Counts on your account",
                "Counts on an account",
                "May count on your account",
            ],
            "guest" => &[
                "ount as a guest",
                "ounts as a guest",
                "run inside another site",
            ],
            "none" => &["This Space itself uses nobody's GPU time"],
            "space" => &["Counts on the Space itself"],
            "unknown" => &["Can't tell"],
            other => panic!("{other}"),
        };
        assert!(
            expected.iter().any(|words| verdict.contains(words)),
            "{verdict}"
        );
    });
}

#[test]
fn every_message_of_the_popup_is_used_and_every_used_one_is_there() {
    // The lookup panics at a key that is missing and at a wrong number of gaps.
    let asked = RefCell::new(BTreeSet::new());
    let lookup = |key: &str, args: &[String]| {
        asked.borrow_mut().insert(key.to_owned());
        locale::lookup(key, args)
    };
    each_popup(|_, _, input| drop(popup(input, &lookup)));
    let full = json!({
        "base": 300, "current": 184, "resetsAt": RESETS, "overquotaUsed": 90,
        "runs": {"limit": 10, "remaining": 7},
    });
    let clock = json!({"clock": {
        "updated": "14:48", "resets": {"in": 92, "at": "16:40"}, "runsReset": {"in": 41, "at": "14:09"},
    }});
    let hidden = but(at(Place::Direct), |facts| {
        facts.space.hardware = None;
        facts.hub_api = HubApi::NotPublic;
    });
    let own_front_end = |place, handshake, signed_in| {
        but(at(place), |facts| {
            facts.own_front_end = true;
            facts.handshake = handshake;
            facts.visitor.signed_in = signed_in;
        })
    };
    for message in [
        gathered(&own_front_end(Place::Direct, None, None)),
        gathered(&own_front_end(
            Place::Hub,
            Some(Handshake::Answered),
            Some(true),
        )),
        json!({"href": APP, "script": {"isSpace": false}}),
        json!({"href": APP, "unscripted": {}}),
        json!({"href": APP, "script": {"isSpace": true}}),
        json!({"href": APP}),
        json!({"href": APP, "isBusy": true}),
        json!({"href": APP, "isFailed": true}),
        json!({"href": APP, "isRefused": true}),
        json!({"href": APP, "isRefused": true, "isFirefox": true}),
        json!({"href": BLOG, "isApart": true}),
        json!({"href": BLOG, "wasLooked": true}),
        with(gathered(&at(Place::Embed)), json!({"wasFound": true})),
        gathered(&has_left(300, 184)),
        with(gathered(&has_left(300, 184)), clock.clone()),
        with(asks(200, &full), clock),
        with(
            asks(200, &full),
            json!({"clock": {"resets": {"in": 120, "at": "16:40"}}}),
        ),
        asks(200, &full),
        asks(200, &json!({"base": 300, "current": 300})),
        asks(401, &json!({})),
        asks(429, &json!({})),
        asks(503, &json!({})),
        asks(200, &json!({})),
        gathered(&hidden),
        gathered(&hears(
            at(Place::Direct),
            &[told::told(LATER, Cause::Other, ChargedTo::Unknown)],
        )),
        with(
            gathered(&hears(
                at(Place::Direct),
                &[quota(ChargedTo::Unauthenticated)],
            )),
            json!({"context": {"until": [["1", "16:40"]]}}),
        ),
        // A place that no popup's tab has; the words must not fail there.
        json!({"wasFound": true, "judged": judged(&Facts::default())}),
    ] {
        drop(popup(&input_of(&message), &lookup));
    }
    let asked = asked.into_inner();
    // The frame around the popup's content is the glue's (`extension/popup.html`).
    let glue = ["popup_report", "popup_copied"];
    let own = "popup verdict grade stage plan label see remaining quota time";
    let unused: Vec<&str> = (locale::keys().into_iter())
        .filter(|key| one_of(own, key.split('_').next().unwrap()))
        .filter(|key| !glue.contains(key) && !asked.contains(*key))
        .collect();
    assert_eq!(unused, [""; 0]);
}

// ---- What strangers wrote

/// An address of a Space with secrets at the places where sign-ins leave them.
fn any_secret_address() -> impl Strategy<Value = String> {
    let secret = || {
        some_word("__sign %5F%5Fsign __%73ign %5f_sig%6E code state _target_url")
            .prop_map(|name| name + "=SECRET")
    };
    let pair = prop_oneof![2 => secret(), 1 => Just("a=1".to_owned()), 1 => Just("b".to_owned())];
    let query = prop::collection::vec(pair, 0..4).prop_map(|pairs| pairs.join("&"));
    let fragment = prop_oneof![
        Just(String::new()),
        Just("#tab".to_owned()),
        ("#[/?&;!]{0,2}(a=1&)?", secret()).prop_map(|(start, secret)| start + &secret),
    ];
    let host = prop::sample::select(vec![
        "https://owner-name.hf.space/",
        "https://owner-name.hf.space",
        "https://owner-name.hf.space/file=SECRET",
        "https://huggingface.co/spaces/owner/name",
        "https://pictures.example/",
    ]);
    (host, query, fragment)
        .prop_map(|(host, query, fragment)| [host, "?", &query, &fragment].concat())
}

fn any_situation() -> impl Strategy<Value = Facts> {
    let facts = vec![
        at(Place::Direct),
        at(Place::Embed),
        at(Place::Hub),
        signed_out(),
        account(Some(Plan::Pro)),
        gradio(account(None), "5.9.1"),
        ran(at(Place::Direct), Identity::Absent, None),
        ran(
            but(account(None), |facts| facts.handshake = None),
            Identity::Absent,
            None,
        ),
        asleep(at(Place::Direct)),
        but(at(Place::Direct), |facts| facts.signed_address = true),
        hears(at(Place::Direct), &[quota(ChargedTo::Unauthenticated)]),
        hears(
            at(Place::Embed),
            &[
                told::fallback(LATER, Some("InvalidRepoToken")),
                quota(ChargedTo::Free),
            ],
        ),
        hears(
            ran(account(Some(Plan::Pro)), Identity::Present, None),
            &[quota(ChargedTo::Unauthenticated)],
        ),
    ];
    prop::sample::select(facts)
}

/// A mark by which text of a message is known wherever it ends up.
const MARK: &str = "zqMARK";

/// A value where the core expects something else, or just this; texts carry the mark.
fn any_value() -> BoxedStrategy<Value> {
    let text = prop_oneof![
        any::<String>().prop_map(|text| text + MARK),
        Just("javascript:zqMARK".to_owned()),
        Just("https://owner-name.hf.space/?zqMARK".to_owned()),
        Just("https://huggingface.co/spaces/owner/name?zqMARK#zqMARK".to_owned()),
        Just("<img onerror=zqMARK>\" onload=zqMARK".to_owned()),
        Just("zero-zqMARK".to_owned()),
        Just("owner/zqMARK".to_owned()),
        some_word(WORDS),
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-1_i32..70_000).prop_map(Value::from),
        any::<f32>().prop_map(|number| json!(number)),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let key = prop_oneof![
            some_word(FIELDS),
            any::<String>().prop_map(|key| key + MARK),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
    .boxed()
}

const FIELDS: &str = "href judged facts verdict isKept script isSpace asksQuota quota isRefused isApart isFirefox isLoading \
    wasFound wasLooked clock updated resets runsReset in at place pool grade reasons banner \
    space visitor allowance id subdomain runs identity kind remaining base current stage chargedTo \
    hardware gradioVersion signedIn messages cause identity leftSeconds requestedSeconds fault";

/// Words that the core knows.
const WORDS: &str = "hub direct embed other hub-frame guest account space none unknown observed derived \
    assumed direct-url third-party-embed outdated-gradio handshake-missing signed-out \
    answered absent present known unreadable pro anonymous SLEEPING 5.9.1 private protected \
    owner/name quota-exceeded runs-exceeded ip-fallback illegal-duration unauthenticated free";

/// Where a message's values are.
const PLACES: &str = "/href /judged /isKept /script /asksQuota /quota /isRefused /isApart /wasFound /wasLooked \
    /clock /clock/updated /clock/resets /judged/facts/place /judged/verdict/pool /judged/verdict/grade \
    /judged/verdict/reasons /judged/verdict/banner /judged/facts/space /judged/facts/space/id \
    /judged/facts/space/subdomain /judged/facts/space/hardware /judged/facts/space/stage \
    /judged/facts/space/gradioVersion /judged/facts/space/visibility /judged/facts/visitor \
    /judged/facts/visitor/signedIn /judged/facts/visitor/plan /judged/facts/visitor/privateWindow \
    /judged/facts/visitor/cookiesBlocked /judged/facts/visitor/allowance /judged/facts/handshake \
    /judged/facts/runs /judged/facts/messages /judged/facts/messages/0 /judged/facts/messages/0/at \
    /judged/facts/messages/0/cause /judged/facts/messages/0/chargedTo \
    /judged/facts/messages/0/leftSeconds /judged/facts/messages/0/requestedSeconds \
    /judged/facts/messages/0/retryAfterSeconds /judged/facts/messages/0/fault";

fn some_word(words: &'static str) -> impl Strategy<Value = String> {
    prop::sample::select(words.split(' ').map(str::to_owned).collect::<Vec<_>>())
}

/// A real message with some values replaced, at any depth.
fn any_message() -> impl Strategy<Value = Value> {
    let change = (some_word(PLACES), any_value());
    (
        any_situation(),
        prop::collection::vec(change, 0..6),
        any::<bool>(),
    )
        .prop_map(|(facts, changes, asks)| {
            let mut message = gathered(&facts);
            if asks {
                message["asksQuota"] = json!(true);
                let body = json!({
                    "base": 300, "current": 184, "resetsAt": RESETS,
                    "runs": {"limit": 7, "remaining": 6},
                });
                message["quota"] = answered(200, &body);
            }
            for (place, value) in changes {
                if let Some(field) = message.pointer_mut(&place) {
                    *field = value;
                }
            }
            message
        })
}

/// As in a browser a gap that is not given stays empty: a message may contradict itself.
fn lenient(key: &str, given: &[String]) -> String {
    let args = if key.starts_with("@@") {
        0
    } else {
        locale::args(key)
    };
    let mut all = given.to_vec();
    all.resize(args.max(given.len()), String::new());
    locale::lookup(key, &all)
}

/// Asserts that the texts of a message are texts only.
fn planted_nothing(popup: &Element) {
    for element in elements(popup) {
        for (name, value) in &element.attributes {
            // A link may hold an address's query and a Space's name.
            assert!(*name == "href" || !value.contains(MARK), "{name}={value}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_link_and_no_text_carries_a_secret(
        facts in any_situation(), href in any_secret_address(), found in any::<bool>(),
    ) {
        let values = json!({"href": href, "wasFound": found});
        let popup = built(&with(gathered(&facts), values));
        is_sound(&popup);
        let all = format!("{popup:?}");
        prop_assert!(!all.contains("SECRET"), "{}", all);
    }

    #[test]
    fn any_message_gives_a_sound_popup(message in any_message()) {
        let Ok(input) = serde_json::from_value::<PopupInput>(message) else {
            return Ok(());
        };
        let popup = popup(&input, &lenient);
        is_sound(&popup);
        planted_nothing(&popup);
    }

    #[test]
    fn any_json_gives_a_sound_popup(message in any_value()) {
        let Ok(input) = serde_json::from_value::<PopupInput>(message) else {
            return Ok(());
        };
        let popup = popup(&input, &lenient);
        is_sound(&popup);
        planted_nothing(&popup);
    }

    #[test]
    fn any_answer_about_the_quota_gives_a_sound_popup(
        quota in any_value(), remaining in any_value(), clock in any_value(), time in any_value(),
    ) {
        let message = gathered(&at(Place::Direct));
        for quota in [quota, json!({"kind": "known", "remaining": remaining})] {
            for clock in [clock.clone(), json!({"resets": {"in": time, "at": time}, "updated": time})] {
                let asked = json!({"asksQuota": true, "quota": quota, "clock": clock});
                let asked = serde_json::from_value::<PopupInput>(with(message.clone(), asked));
                let Ok(asked) = asked else {
                    continue;
                };
                let popup = popup(&asked, &locale::lookup);
                is_sound(&popup);
                planted_nothing(&popup);
            }
        }
    }
}

// ---- For reviewers

/// A popup as plain text.
fn plain(element: &Element, out: &mut String) {
    let own = |name| attribute(element, name);
    let text = &element.text;
    match element.tag.as_ref() {
        "h1" => writeln!(out, "# {text}"),
        "h2" => writeln!(out, "\n## {text}"),
        "a" => {
            let target = if own("target") == Some("_self") {
                ""
            } else {
                ", new tab"
            };
            writeln!(
                out,
                "  -> {text} = {} ({}{target})",
                own("href").unwrap(),
                element.class.as_ref()
            )
        }
        "button" => writeln!(out, "  -> {text} ({})", element.class.as_ref()),
        "progress" => {
            let [value, max, label] = ["value", "max", "aria-label"].map(|name| own(name).unwrap());
            writeln!(out, "[{value} of {max}: {label}]")
        }
        "li" => writeln!(
            out,
            "  {} {}",
            element.class.as_ref(),
            texts(element).join(" | ")
        ),
        "tr" => writeln!(out, "  {}", texts(element).join(" | ")),
        "p" if !text.is_empty() => writeln!(out, "{text}"),
        _ => Ok(()),
    }
    .unwrap();
    if !["li", "tr"].contains(&element.tag.as_ref()) {
        element.children.iter().for_each(|child| plain(child, out));
    }
}

/// What a popup shows, by what it is about.
fn typical() -> Vec<(&'static str, Value)> {
    let hidden = but(at(Place::Direct), |facts| {
        facts.hub_api = HubApi::NotPublic;
        facts.space = Space {
            subdomain: Some("owner-name".to_owned()),
            ..Space::default()
        };
    });
    let unreachable = but(at(Place::Direct), |facts| {
        facts.hub_api = HubApi::Unreachable;
        facts.space.hardware = None;
        facts.space.stage = None;
    });
    let private = but(signed_out(), |facts| {
        facts.visitor.private_window = Some(true)
    });
    let protected = but(at(Place::Direct), |facts| {
        facts.space.visibility = Some(Visibility::Protected);
    });
    let early = but(
        ran(account(Some(Plan::Free)), Identity::Absent, None),
        |facts| {
            facts.runs[0].before_handshake = true;
        },
    );
    let cpu = but(at(Place::Direct), |facts| {
        facts.space.hardware = Some("cpu-basic".to_owned())
    });
    let waiting = but(account(Some(Plan::Team)), |facts| facts.handshake = None);
    let unreadable = but(at(Place::Hub), |facts| {
        facts.visitor.cookies_blocked = Some(true)
    });
    let found = json!({
        "href": "https://pictures.example/?prompt=sea#top", "isKept": false, "wasFound": true,
    });
    let answer = json!({
        "base": 2400, "current": 2112, "resetsAt": RESETS, "overquotaUsed": 90,
        "runs": {"limit": 10, "remaining": 7, "resetsAt": RESETS},
    });
    let clock = json!({"clock": {
        "updated": "14:48", "resets": {"in": 192, "at": "16:40"}, "runsReset": {"in": 41, "at": "14:09"},
    }});
    vec![
        ("an app's own address", gathered(&at(Place::Direct))),
        (
            "an app's own address, after a run",
            gathered(&ran(at(Place::Direct), Identity::Absent, None)),
        ),
        (
            "an app's own address, the Hub silent",
            gathered(&unreachable),
        ),
        ("an app's own address, not public", gathered(&hidden)),
        ("an app's own address, protected", gathered(&protected)),
        (
            "an app's own address, asleep",
            gathered(&asleep(at(Place::Direct))),
        ),
        ("an app's own address, no ZeroGPU", gathered(&cpu)),
        (
            "an app's own domain, found",
            with(gathered(&at(Place::Direct)), found),
        ),
        ("an embed", gathered(&at(Place::Embed))),
        (
            "an embed that never runs",
            gathered(&gradio(at(Place::Embed), "4.44.1")),
        ),
        ("a Hub page, signed out", gathered(&signed_out())),
        (
            "a Hub page, signed out, private window",
            with(gathered(&private), json!({"isApart": true})),
        ),
        (
            "a Hub page, sign-in unreadable, cookies blocked",
            gathered(&unreadable),
        ),
        (
            "a Hub page, PRO, what is left told by the page",
            with(gathered(&has_left(2400, 2112)), clock.clone()),
        ),
        (
            "a Hub page, free, after a run",
            gathered(&ran(account(Some(Plan::Free)), Identity::Present, None)),
        ),
        (
            "a Hub page, free, after a run that was too early",
            gathered(&early),
        ),
        (
            "a Hub page, PRO, an old Gradio",
            gathered(&gradio(account(Some(Plan::Pro)), "5.9.1")),
        ),
        (
            "a Hub page, Team, no answer to the app yet",
            gathered(&waiting),
        ),
        (
            "an app's own address, after a message",
            gathered(&hears(
                ran(at(Place::Direct), Identity::Absent, None),
                &[quota(ChargedTo::Unauthenticated)],
            )),
        ),
        (
            "a Hub page, PRO, after a message: counted as a guest",
            gathered(&hears(
                ran(account(Some(Plan::Pro)), Identity::Present, None),
                &[quota(ChargedTo::Unauthenticated)],
            )),
        ),
        (
            "a Hub page, free, after a message: the account itself",
            gathered(&hears(
                ran(account(Some(Plan::Free)), Identity::Present, None),
                &[quota(ChargedTo::Free)],
            )),
        ),
        (
            "a Hub page, Team, after a message: a fault of the pass",
            gathered(&hears(
                ran(account(Some(Plan::Team)), Identity::Present, None),
                &[told::fallback(LATER, Some("InvalidRepoToken"))],
            )),
        ),
        (
            "an embed, after a message: the Space itself",
            gathered(&hears(
                at(Place::Embed),
                &[told::told(LATER, Cause::QuotaExceeded, ChargedTo::Space)],
            )),
        ),
        (
            "a Hub page, PRO, after a message that is not about quotas",
            gathered(&hears(
                account(Some(Plan::Pro)),
                &[told::told(LATER, Cause::QueueTimeout, ChargedTo::Pro)],
            )),
        ),
        (
            "an app's own address, what is left asked",
            with(asks(200, &answer), clock),
        ),
        (
            "an app's own address, a front end of its own",
            gathered(&but(at(Place::Direct), |facts| facts.own_front_end = true)),
        ),
        (
            "a Hub page, PRO, a front end of its own",
            gathered(&but(account(Some(Plan::Pro)), |facts| {
                facts.own_front_end = true;
                facts.handshake = Some(Handshake::Answered);
            })),
        ),
        (
            "a static Space's Hub page, whose page called a ZeroGPU Space without a pass",
            gathered(&calls_another(account(Some(Plan::Pro)), Identity::Absent)),
        ),
        (
            "the same, with a pass",
            gathered(&calls_another(account(Some(Plan::Pro)), Identity::Present)),
        ),
        (
            "a file of a Space",
            json!({"href": APP, "script": {"isSpace": false}}),
        ),
        (
            "a Space's address that the browser lets nobody see",
            json!({"href": APP, "unscripted": {}}),
        ),
        (
            "being looked at",
            json!({"href": APP, "script": {"isSpace": true}}),
        ),
        (
            "older than the extension",
            json!({"href": APP, "asksQuota": true}),
        ),
        (
            "kept away, Chromium",
            json!({"href": APP, "isRefused": true, "asksQuota": true, "quota": {"kind": "signed-out"}}),
        ),
        (
            "kept away, Firefox",
            json!({"href": APP, "isRefused": true, "isFirefox": true}),
        ),
        ("no Space", json!({"href": BLOG})),
        ("no Space found", json!({"href": BLOG, "wasLooked": true})),
    ]
}

#[test]
fn what_each_typical_popup_says_is_kept_for_reviewers() {
    let mut all = String::new();
    for (title, message) in typical() {
        let popup = built(&message);
        is_sound(&popup);
        write!(all, "==== {title}\n\n").unwrap();
        plain(&popup, &mut all);
        all.push('\n');
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/popup.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &all).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(all, kept, "BLESS=1 accepts the change");
}
