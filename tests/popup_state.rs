//! How a tab stands to us: each state has its words and its button.

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

use popup_parts::{actions, causes, fact_list, figures, grade, verdict};
use popup_tabs::{APP, BLOG, HUB, at, built, but, gathered, input_of, judged, with};
use serde_json::json;
use whose_quota::facts::{Facts, Place, Space};
use whose_quota::ui::popup::{PopupInput, TabState, may_have_new_shape};
use whose_quota::verdict::Judged;

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
        ("new-shape", json!({"href": HUB, "script": script(false), "hasNewShape": true}), "newShape", "copy"),
        ("new-shape", json!({"href": HUB, "script": script(true), "isKept": true, "judged": guest, "hasNewShape": true}), "newShape", "copy"),
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
            "new-shape" => TabState::NewShape,
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
            "copy" => vec!["main copy-shape: Copy shape report"],
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
        for key in [
            "isRefused",
            "wasFound",
            "separateCookies",
            "asksQuota",
            "isKept",
        ] {
            let message = with(gathered(&at(Place::Direct)), json!({key: odd}));
            assert!(serde_json::from_value::<PopupInput>(message).is_err());
        }
    }
}

#[test]
fn a_new_shape_is_looked_for_where_a_hub_page_tells_nothing() {
    let hub = |signed_in: Option<bool>, hardware: Option<&str>| {
        let facts = but(at(Place::Hub), |facts| {
            facts.visitor.signed_in = signed_in;
            facts.visitor.plan = None;
            facts.space = Space {
                id: facts.space.id.take(),
                sdk: hardware.map(|_| "gradio".to_owned()),
                hardware: hardware.map(str::to_owned),
                ..Space::default()
            };
        });
        Judged::of(facts)
    };
    let read = hub(Some(true), Some("zero-a10g"));
    let cases = [
        (true, HUB, &read, Some(false)),
        (false, HUB, &read, Some(true)),
        // No script of ours is there: the page is older than the extension.
        (false, HUB, &read, None),
        (true, HUB, &hub(None, Some("zero-a10g")), Some(true)),
        (true, HUB, &hub(Some(true), None), Some(true)),
        (false, HUB, &hub(None, Some("cpu-basic")), Some(true)),
        (false, &format!("{HUB}/tree/main"), &read, Some(false)),
        (false, APP, &Judged::default(), Some(false)),
        (false, BLOG, &Judged::default(), Some(false)),
        (false, "", &Judged::default(), Some(false)),
    ];
    for (number, (expected, href, judged, is_space)) in cases.into_iter().enumerate() {
        let found = may_have_new_shape(href, judged, is_space);
        assert_eq!(found, expected, "case {number}: {href}");
    }
}
