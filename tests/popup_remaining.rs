//! How much GPU time is left, and the table of how much there is a day.

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

use elements::{attribute, texts, with_tag};
use popup_parts::{figures, remaining, section};
use popup_tabs::{
    APP, BLOG, RESETS, account, asks, at, but, gathered, gradio, has_left, hears, of, quota,
    signed_out, with,
};
use serde_json::{Value, json};
use whose_quota::facts::{ChargedTo, Facts, Place, Plan};
use whose_quota::ui::QUOTA;
use whose_quota::ui::element::Element;

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
    assert_eq!(link.text, "Hugging Face, as of August 2026");
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
        json!({"separateCookies": true}),
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
        let message = with(gathered(&signed_out()), json!({"separateCookies": true}));
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
