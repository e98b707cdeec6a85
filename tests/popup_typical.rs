//! What each typical popup says, kept for reviewers in `tests/data/popup.txt`.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/golden.rs"]
mod golden;
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

use elements::{attribute, texts};
use popup_sound::is_sound;
use popup_tabs::{
    APP, BLOG, LATER, RESETS, account, asks, asleep, at, built, but, calls_another, gathered,
    gradio, has_left, hears, quota, ran, signed_out, with,
};
use serde_json::{Value, json};
use std::fmt::Write;
use whose_quota::facts::{
    Cause, ChargedTo, Handshake, HubApi, Identity, Place, Plan, Space, Visibility,
};
use whose_quota::ui::element::Element;

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
            with(gathered(&private), json!({"separateCookies": true})),
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
                &[zerogpu_messages::fallback(LATER, Some("InvalidRepoToken"))],
            )),
        ),
        (
            "an embed, after a message: the Space itself",
            gathered(&hears(
                at(Place::Embed),
                &[zerogpu_messages::message_of(
                    LATER,
                    Cause::QuotaExceeded,
                    ChargedTo::Space,
                )],
            )),
        ),
        (
            "a Hub page, PRO, after a message that is not about quotas",
            gathered(&hears(
                account(Some(Plan::Pro)),
                &[zerogpu_messages::message_of(
                    LATER,
                    Cause::QueueTimeout,
                    ChargedTo::Pro,
                )],
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
    golden::is_kept("popup.txt", &all);
}

#[test]
fn the_browsers_show_the_same_popups() {
    // For tests/browser/languages.test.mjs.
    let all: Vec<Value> = (typical().into_iter())
        .map(|(title, input)| json!({"title": title, "input": input}))
        .collect();
    golden::is_kept("typical_popups.json", &golden::lines(&all));
}
