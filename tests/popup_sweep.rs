//! Two thousand situations: every popup is sound, true at its grade, and agrees with the report.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_parts.rs"]
mod popup_parts;
#[path = "support/popup_sound.rs"]
mod popup_sound;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use elements::{elements, texts};
use popup_parts::{DERIVED, actions};
use popup_sound::{is_sound, one_of};
use popup_tabs::{
    APP, BLOG, LATER, RESETS, account, asks, at, but, gathered, gradio, has_left, hears, input_of,
    judged, quota, ran, with,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use whose_quota::facts::{
    Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place, Plan, TokenSubject,
    Visibility,
};
use whose_quota::ui::popup::{PopupInput, popup};

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
            let message = match (
                zerogpu_messages::CAUSES[one_of(10)],
                zerogpu_messages::IDENTITIES[one_of(6)],
            ) {
                (Cause::IpFallback, _) => {
                    zerogpu_messages::fallback(LATER, Some("InvalidRepoToken"))
                }
                (Cause::QuotaExceeded, identity) => quota(identity),
                (cause, identity) => zerogpu_messages::message_of(LATER, cause, identity),
            };
            facts.messages.push(message);
        }
        let message = gathered(&facts);
        check(&facts, &message, &input_of(&message));
    }
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
    // Where this was answered about the Space's source.
    let answered = |facts: &Facts, source: Value| {
        with(
            gathered(facts),
            json!({"checksSource": true, "context": {"source": source}}),
        )
    };
    let run = |name: &str, asked: u32, checked: u32| json!({"function": name, "line": 7, "durationSeconds": asked, "size": null, "checkedSeconds": checked});
    let declares = |left: u16, functions: &[Value]| {
        let source = json!({"kind": "read", "file": "app.py", "functions": functions});
        let free = but(has_left(300, left), |facts| {
            facts.visitor.plan = Some(Plan::Free)
        });
        answered(&free, source)
    };
    let depends = json!({"function": "b", "line": 9});
    let unclear = json!({"function": "c", "line": 9, "durationSeconds": 60});
    // At a direct address, with these settings.
    let chosen = |settings: &Value| {
        let mut message = gathered(&at(Place::Direct));
        message["judged"]["verdict"]["banner"] = json!("muted");
        message["settings"] = settings.clone();
        message["clock"] = json!({"hiddenUntil": "Nov 26, 2026, 4:00 AM"});
        message
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
        json!({"href": BLOG, "separateCookies": true}),
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
            &[zerogpu_messages::message_of(
                LATER,
                Cause::Other,
                ChargedTo::Unknown,
            )],
        )),
        with(
            gathered(&hears(
                at(Place::Direct),
                &[quota(ChargedTo::Unauthenticated)],
            )),
            json!({"context": {"until": [["1", "16:40"]]}}),
        ),
        json!({"noHubPage": {"host": "owner-name.hf.space", "why": "not-public"}}),
        json!({"noHubPage": {"host": "owner-name.hf.space", "why": "protected"}}),
        json!({"noHubPage": {"host": "owner-name.hf.space", "why": "unreachable"}}),
        json!({"noHubPage": {"host": "owner-name.hf.space", "why": "off"}}),
        with(
            gathered(&at(Place::Hub)),
            json!({"context": {"wasOpened": true}}),
        ),
        declares(184, &[]),
        declares(184, &[run("a", 60, 90)]),
        declares(184, &[run("a", 60, 90), run("b", 200, 300)]),
        declares(
            184,
            &[run("a", 60, 90), run("b", 60, 90), run("c", 200, 300)],
        ),
        declares(10, &[run("<lambda>", 60, 90)]),
        declares(10, &[run("a", 300, 450)]),
        declares(10, std::slice::from_ref(&depends)),
        declares(10, &[run("a", 60, 90), depends, unclear]),
        answered(
            &at(Place::Direct),
            json!({"kind": "read", "file": "app.py", "functions": [run("a", 60, 90)]}),
        ),
        answered(
            &but(has_left(2400, 10), |facts| {
                facts.visitor.plan = Some(Plan::Pro)
            }),
            json!({"kind": "read", "file": "app.py", "functions": [run("a", 60, 90)]}),
        ),
        answered(
            &at(Place::Direct),
            json!({"kind": "missing", "file": "app.py"}),
        ),
        answered(
            &at(Place::Direct),
            json!({"kind": "unreadable", "file": "app.py"}),
        ),
        answered(
            &at(Place::Direct),
            json!({"kind": "too-long", "file": "app.py"}),
        ),
        answered(&at(Place::Direct), json!({"kind": "too-many"})),
        answered(&at(Place::Direct), json!({"kind": "unreachable"})),
        answered(&at(Place::Direct), Value::Null),
        with(
            gathered(&gradio(account(None), "4.20.0")),
            json!({"context": {"isOwner": true, "source": {
                "kind": "read", "file": "app.py",
                "functions": [{"function": "draw", "line": 2, "durationSeconds": 600, "checkedSeconds": 900}],
            }}}),
        ),
        with(
            gathered(&hears(account(None), &[quota(ChargedTo::Space)])),
            json!({"context": {"isOwner": true}}),
        ),
        with(gathered(&at(Place::Hub)), json!({"hasNewShape": true})),
        chosen(&json!({"banner": false})),
        chosen(
            &json!({"managed": {"noBanner": true, "noLookUps": true, "helpUrl": "https://a.example/"}}),
        ),
        chosen(&json!({"hiddenUntil": {"at": 2, "cards": false}})),
        chosen(&json!({"hidden": [{"name": "owner/name", "at": 1, "cards": false}]})),
        chosen(&json!({"hidden": [{"name": "owner/name", "at": 1, "cards": true}]})),
        // A place that no popup's tab has; the words must not fail there.
        json!({"wasFound": true, "judged": judged(&Facts::default())}),
    ] {
        drop(popup(&input_of(&message), &lookup));
    }
    let asked = asked.into_inner();
    // The frame around the popup's content is the glue's (`extension/popup/popup.html`).
    let glue = ["popup_report", "popup_copied"];
    // The banner's (tests/forecast_words.rs).
    let banners = ["forecast_moreThanDay", "forecast_moreThanLeft"];
    let own = "popup verdict grade stage plan label see remaining quota time fit forecast owner";
    let unused: Vec<&str> = (locale::keys().into_iter())
        .filter(|key| one_of(own, key.split('_').next().unwrap()))
        .filter(|key| !glue.contains(key) && !banners.contains(key) && !asked.contains(*key))
        .collect();
    assert_eq!(unused, [""; 0]);
}
