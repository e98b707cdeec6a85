//! What a frame says, held against what the browser says of it: an honest frame's report stays what it
//! is, and a frame that was taken over gets nobody else's place, Space or tick.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/told.rs"]
mod told;

use hub_pages::{ADDRESS, SIGNED_OUT, captured, signed_in};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use told::{ours, theirs};
use whose_quota::checked::{Sender, checked, checked_facts, is_about, is_report};
use whose_quota::decision::decide;
use whose_quota::facts::{
    FrameFacts, Framing, HubAnswer, Json, PageInput, PageMarks, Space, SpaceId, Visibility,
};
use whose_quota::ui::report::Reporter;

const APP: &str = "https://owner-name.hf.space/";
const LATEST: &str = "2026-11-25T13:00:00.000Z";

fn reporter() -> Reporter {
    Reporter {
        extension: "1.2.3".to_owned(),
        user_agent: "Chrome/156.0".to_owned(),
    }
}

fn space(hardware: &str, stage: &str) -> Space {
    Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        hardware: Some(hardware.to_owned()),
        stage: Some(stage.to_owned()),
        visibility: Some(Visibility::Public),
        ..Space::default()
    }
}

/// What the Hub may have answered about the app's host.
fn answers() -> Vec<HubAnswer> {
    vec![
        HubAnswer::Found(Box::new(space("zero-a10g", "RUNNING"))),
        HubAnswer::Found(Box::new(space("zero-a10g", "SLEEPING"))),
        HubAnswer::Found(Box::new(space("cpu-basic", "RUNNING"))),
        HubAnswer::NotPublic,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
    ]
}

/// What may have been heard: runs, then messages.
fn heards() -> Vec<Value> {
    let run = |to: &str, identity: &str, more: Value| {
        let mut run = json!({"at": "2026-11-25T12:00:00.000Z", "to": to, "identity": identity});
        run.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        run
    };
    let other = json!({"id": "some/other", "hardware": "zero-a10g", "visibility": "protected"});
    let told = |cause: &str, identity: &str| {
        json!({"at": "2026-11-25T12:00:01.000Z", "cause": cause, "identity": identity,
            "requestedSeconds": 60, "leftSeconds": 12})
    };
    vec![
        json!({}),
        json!({"handshakeFrom": ["https://huggingface.co"]}),
        json!({"runs": [run("owner-name", "absent", json!({}))]}),
        json!({"runs": [run("owner-name", "present", json!({"named": "faulty"}))]}),
        json!({"runs": [run("owner-name", "present", json!({})), run("owner-name", "absent", json!({}))]}),
        json!({"runs": [run("some-other", "absent", json!({"called": other}))]}),
        json!({"messages": [told("quota-exceeded", "unauthenticated")]}),
        json!({"messages": [told("quota-exceeded", "pro")]}),
        json!({"runs": [run("owner-name", "absent", json!({}))],
            "messages": [told("gpu-aborted", "unknown"), told("ip-fallback", "ip-fallback")]}),
    ]
}

prop_compose! {
    /// An app's page, as the tab or framed by somebody, and what the browser says of it.
    fn apps()(
        is_top in any::<bool>(),
        is_private in any::<bool>(),
        cookies_blocked in any::<Option<bool>>(),
        query in select(vec!["", "?__sign=x", "?a=1#b"]),
        config in select(vec![
            None,
            Some(r#"window.gradio_config = {"version": "5.49.1", "space_id": "owner/name"};"#),
            Some(r#"window.gradio_config = {"version": "4.44.1", "space_id": "some/other"};"#),
        ]),
        hub_answer in select(answers()),
        heard in select(heards()),
    ) -> (PageInput, Sender) {
        let href = [APP, query].concat();
        let seen = PageInput {
            href: href.clone(),
            framing: Framing {
                is_top,
                parent_is_top: true,
                parent_origin: Some("https://blog.example".to_owned()),
                ..Framing::default()
            },
            gradio_config: config.map(str::to_owned),
            marks: Some(PageMarks { content_type: "text/html".to_owned(), has_gradio_app: true }),
            private_window: Some(is_private),
            cookies_blocked: cookies_blocked.filter(|_| is_top),
            heard: PageInput::from_message(&ours(&json!({"heard": heard}))).events,
            hub_answer: hub_answer.clone(),
            ..PageInput::default()
        };
        let sender = Sender {
            tab_href: if is_top { href.clone() } else { String::new() },
            href,
            is_top,
            private_window: is_private,
            hub_answer,
            latest: LATEST.to_owned(),
        };
        (seen, sender)
    }
}

fn report(seen: &PageInput) -> Json {
    decide(seen, &reporter()).report
}

proptest! {
    #[test]
    fn an_honest_app_is_believed((seen, sender) in apps()) {
        let said = report(&seen);
        prop_assert_eq!(checked(&said, &sender, &reporter()), Some(said));
    }

    #[test]
    fn no_app_gets_what_is_not_its_own(
        (_, sender) in apps(),
        place in select(vec!["hub", "hub-frame", "direct", "embed", "other", "", "x"]),
        (pool, grade) in select(vec![("account", "observed"), ("guest", "derived"), ("none", "derived")]),
    ) {
        let lie = json!({
            "place": place, "pool": pool, "grade": grade, "reasons": ["signed-out"], "banner": "shown",
            "space": {"id": "some/other", "subdomain": "some-other", "hubUrl": "https://evil.example/",
                "sdk": "static", "hardware": "zero-a10g", "stage": "RUNNING", "visibility": "public"},
            "visitor": {"signedIn": true, "plan": "pro", "privateWindow": true, "cookiesBlocked": true,
                "allowance": {"base": 2400, "current": 7, "lastUpdated": "2026-11-25T12:00:00.000Z"}},
            "handshake": "answered",
            "runs": [{"at": "2026-11-25T12:00:00.000Z", "identity": "present"}],
        });
        let Some(report) = checked(&ours(&lie), &sender, &reporter()) else { return Ok(()) };
        let report = theirs(&report);
        prop_assert_ne!(&report["pool"], "account");
        prop_assert!(!report.to_string().contains("some"), "{}", report);
        prop_assert!(!report.to_string().contains("evil"), "{}", report);
        prop_assert_eq!(&report["visitor"]["signedIn"], &Value::Null);
        prop_assert_eq!(&report["visitor"]["allowance"], &Value::Null);
        prop_assert_eq!(&report["visitor"]["privateWindow"], sender.private_window);
        let cookies_blocked = if sender.is_top { json!(true) } else { Value::Null };
        prop_assert_eq!(&report["visitor"]["cookiesBlocked"], &cookies_blocked);
        let place = report["place"].as_str().unwrap();
        let own = if sender.is_top { ["direct", "other"] } else { ["embed", "embed"] };
        prop_assert!(own.contains(&place), "{}", report);
        if place != "other" {
            let hardware = match &sender.hub_answer {
                HubAnswer::Found(space) => json!(space.hardware),
                _ => Value::Null,
            };
            prop_assert_eq!(&report["space"]["hardware"], &hardware);
            prop_assert_eq!(&report["space"]["subdomain"], "owner-name");
        }
    }
}

/// What may stand where something else is expected.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é]{0,40}".prop_map(Value::from),
        select(vec![
            "hub",
            "direct",
            "embed",
            "account",
            "observed",
            "shown",
            "zero-a10g",
            "present"
        ])
        .prop_map(Value::from),
        Just(json!([])),
        Just(json!({"at": "2026-11-25T12:00:00.000Z", "identity": "absent", "cause": "no-gpu"})),
    ]
}

proptest! {
    #[test]
    fn what_the_background_makes_of_a_report_stays_as_it_is(
        (seen, sender) in apps(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any_value()), 0..6),
    ) {
        let mut said = theirs(&report(&seen));
        let fields = [
            "/place", "/pool", "/grade", "/reasons", "/banner", "/handshake", "/runs", "/messages",
            "/runs/0", "/messages/0", "/runs/0/at", "/runs/0/to", "/messages/0/cause", "/space",
            "/space/id", "/space/subdomain", "/space/hardware", "/space/stage", "/space/gradioVersion",
            "/visitor", "/visitor/signedIn", "/visitor/plan", "/visitor/cookiesBlocked",
        ];
        for (index, value) in changes {
            if let Some(field) = said.pointer_mut(index.get::<&str>(&fields)) {
                *field = value;
            }
        }
        if let Some(once) = checked(&ours(&said), &sender, &reporter()) {
            prop_assert!(is_report(&once) && once.write().len() < 20_000);
            prop_assert_eq!(checked(&once, &sender, &reporter()), Some(once));
        }
    }
}

fn hub_sender() -> Sender {
    Sender {
        href: ADDRESS.to_owned(),
        tab_href: ADDRESS.to_owned(),
        is_top: true,
        latest: LATEST.to_owned(),
        ..Sender::default()
    }
}

#[test]
fn an_honest_hub_page_is_believed() {
    for text in [captured(SIGNED_OUT), signed_in()] {
        let seen = PageInput {
            private_window: Some(false),
            ..hub_pages::seen(text)
        };
        let said = report(&seen);
        assert_eq!(checked(&said, &hub_sender(), &reporter()), Some(said));
    }
}

#[test]
fn a_hub_page_speaks_of_the_space_in_its_address_alone() {
    let said = report(&hub_pages::seen(signed_in()));
    let senders = [
        Sender {
            href: "https://huggingface.co/spaces/some/other".to_owned(),
            ..hub_sender()
        },
        Sender {
            href: "https://huggingface.co/models".to_owned(),
            ..hub_sender()
        },
        Sender {
            href: "https://blog.example/".to_owned(),
            ..hub_sender()
        },
        Sender {
            href: "https://owner-name.static.hf.space/".to_owned(),
            ..hub_sender()
        },
        Sender {
            href: String::new(),
            ..hub_sender()
        },
        // A Hub page in a frame: nobody looks at it there.
        Sender {
            is_top: false,
            ..hub_sender()
        },
    ];
    for sender in senders {
        assert_eq!(checked(&said, &sender, &reporter()), None, "{sender:?}");
    }
}

#[test]
fn in_its_own_hub_page_an_apps_frame_says_nothing_of_the_tab() {
    let said = ours(&json!({"place": "embed", "space": {"gradioVersion": "5.49.1"}}));
    let sender = |tab: &str, hub_answer| Sender {
        href: APP.to_owned(),
        tab_href: tab.to_owned(),
        hub_answer,
        latest: LATEST.to_owned(),
        ..Sender::default()
    };
    let renamed = HubAnswer::Found(Box::new(Space {
        id: SpaceId::parse("new/name"),
        ..space("zero-a10g", "RUNNING")
    }));
    let found = || answers().swap_remove(0);
    for (tab, answer, is_heard) in [
        ("https://huggingface.co/spaces/owner/name", found(), false),
        (
            "https://huggingface.co/spaces/owner/name?x=1",
            HubAnswer::Unreachable,
            false,
        ),
        ("https://huggingface.co/spaces/new/name", renamed, false),
        ("https://huggingface.co/spaces/some/other", found(), true),
        ("https://huggingface.co/blog/owner", found(), true),
        ("", found(), true),
    ] {
        let sender = sender(tab, answer);
        assert_eq!(
            checked(&said, &sender, &reporter()).is_some(),
            is_heard,
            "{sender:?}"
        );
    }
}

#[test]
fn what_is_kept_is_bounded_and_has_happened() {
    let at = |second: usize| format!("2026-11-25T12:00:{second:02}.000Z");
    let run = |at: String| json!({"at": at, "identity": "absent"});
    let told = |at: String| json!({"at": at, "cause": "no-gpu", "identity": "unknown"});
    let mut runs: Vec<_> = (0..50).map(|second| run(at(second))).collect();
    let mut messages: Vec<_> = (0..50).map(|second| told(at(second))).collect();
    runs.push(run("2027-01-01T00:00:00.000Z".to_owned()));
    messages.push(told("2027-01-01T00:00:00.000Z".to_owned()));
    let long = "x".repeat(100_000);
    let said = json!({
        "place": "direct", "runs": runs, "messages": messages, "extension": long, "browser": long,
        "space": {"sdk": long, "stage": long, "gradioVersion": long}, "more": {"and": [long]},
    });
    let sender = Sender {
        href: APP.to_owned(),
        tab_href: APP.to_owned(),
        is_top: true,
        hub_answer: answers().swap_remove(0),
        latest: LATEST.to_owned(),
        ..Sender::default()
    };
    let report = checked(&ours(&said), &sender, &reporter()).unwrap();
    assert!(report.write().len() < 10_000);
    let report = theirs(&report);
    for list in ["runs", "messages"] {
        let list = report[list].as_array().unwrap();
        assert_eq!(list.len(), 20);
        assert_eq!(list.last().unwrap()["at"], at(49));
    }
    assert_eq!(report["extension"], "1.2.3");
    let facts = json!({
        "subdomain": "some-other", "gradioVersion": "5.49.1",
        "runs": said["runs"], "messages": said["messages"],
    });
    let facts = checked_facts(&ours(&facts), "owner-name", LATEST);
    assert_eq!(facts.subdomain, "owner-name");
    assert_eq!((facts.runs.len(), facts.messages.len()), (20, 20));
    assert_eq!(FrameFacts::from_message(&facts.to_message()), facts);
}

#[test]
fn a_pass_that_left_the_address_is_still_known_to_the_frame() {
    let [signed, plain] = ["?__sign=x", ""].map(|query| [APP, query].concat());
    let seen = |href: &str| PageInput {
        href: href.to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        private_window: Some(false),
        marks: Some(PageMarks {
            content_type: "text/html".to_owned(),
            has_gradio_app: true,
        }),
        hub_answer: answers().swap_remove(0),
        ..PageInput::default()
    };
    let sender = Sender {
        href: plain.clone(),
        tab_href: plain.clone(),
        is_top: true,
        hub_answer: answers().swap_remove(0),
        latest: LATEST.to_owned(),
        ..Sender::default()
    };
    let pool = |said: &Json| theirs(&checked(said, &sender, &reporter()).unwrap())["pool"].clone();
    assert_eq!(pool(&report(&seen(&plain))), "guest");
    assert_eq!(pool(&report(&seen(&signed))), "unknown");
}

#[test]
fn garbage_is_no_report() {
    let report = theirs(&report(&hub_pages::seen(signed_in())));
    assert!(is_report(&ours(&report)));
    assert!(!is_report(&Json::Null));
    for key in ["place", "pool", "grade", "banner", "space", "visitor"] {
        for garbage in [json!(null), json!(7), json!("x"), json!([])] {
            let mut damaged = report.clone();
            damaged[key] = garbage;
            assert!(!is_report(&ours(&damaged)), "{key}");
        }
    }
}

#[test]
fn an_answer_that_is_kept_is_read_whole_or_not_at_all() {
    for answer in answers() {
        assert_eq!(HubAnswer::kept(&answer.to_message()), Some(answer));
    }
    for garbage in [
        json!(null),
        json!("found"),
        json!({}),
        json!({"kind": "x"}),
        json!({"kind": ["found"]}),
        json!({"kind": "found"}),
        json!({"kind": "found", "space": 7}),
        json!({"kind": "found", "space": {"hardware": "zero-a10g"}}),
    ] {
        assert_eq!(HubAnswer::kept(&ours(&garbage)), None, "{garbage}");
    }
}

#[test]
fn what_is_kept_is_about_the_tab_by_its_address() {
    let kept = ours(&json!({"space": {"id": "owner/name", "subdomain": "owner-name"}}));
    for (href, is) in [
        (APP, true),
        ("https://owner-name.hf.space/x?y#z", true),
        ("https://huggingface.co/spaces/Owner/name", true),
        ("https://some-other.hf.space/", false),
        ("https://huggingface.co/spaces/some/other", false),
        ("https://huggingface.co/", false),
        ("https://blog.example/", false),
        ("", false),
    ] {
        assert_eq!(is_about(&kept, href), is, "{href}");
    }
    assert!(!is_about(&Json::Null, APP));
}
