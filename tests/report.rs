//! The report: the contract's shape, and nothing that is nobody's business.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use hub_pages::{SIGNED_OUT, captured, seen, signed_in};
use judged::{judged, plain_report, report_on};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, FrameFacts, Framing, GradioVersion, Handshake,
    HubAnswer, Identity, PageEvents, PageInput, Run, Space, SpaceId, TokenSubject, Visibility,
    ZeroGpuMessage,
};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::Judged;
use zerogpu_messages::{fallback, message_of, numbered};

const CHROMIUM: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                        Chrome/156.0.0.0 Safari/537.36";

fn reporter() -> Reporter {
    Reporter {
        extension: "1.0.0".to_owned(),
        user_agent: CHROMIUM.to_owned(),
    }
}

fn reported(seen: &PageInput) -> Value {
    report_on(&judged(seen), &reporter())
}

/// A public ZeroGPU Space at its direct address, described by the Hub.
fn direct(href: &str) -> PageInput {
    let space = Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        hardware: Some("zero-a10g".to_owned()),
        stage: Some("RUNNING".to_owned()),
        visibility: Some(Visibility::Public),
        server_side_rendered: None,
        app_file: None,
    };
    PageInput {
        href: href.to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        private_window: Some(false),
        cookies_blocked: Some(false),
        hub_answer: HubAnswer::Found(Box::new(space)),
        ..PageInput::default()
    }
}

#[test]
fn it_is_the_contracts_at_a_direct_address() {
    let expected = json!({
        "schema": 1,
        "extension": "1.0.0",
        "browser": "Chromium 156",
        "place": "direct",
        "space": {
            "id": "owner/name", "subdomain": "owner-name",
            "hubUrl": "https://huggingface.co/spaces/owner/name",
            "sdk": "gradio", "gradioVersion": "5.49.1", "serverSideRendered": null,
            "hardware": "zero-a10g", "stage": "RUNNING", "visibility": "public"
        },
        "visitor": {
            "signedIn": null, "plan": null, "privateWindow": false, "cookiesBlocked": false,
            "allowance": null
        },
        "pool": "guest", "grade": "derived", "reasons": ["direct-url"],
        "banner": "shown",
        "handshake": null,
        "runs": [],
        "messages": [],
    });
    assert_eq!(reported(&direct("https://owner-name.hf.space/")), expected);
}

#[test]
fn it_is_the_contracts_on_the_hub_page() {
    let frame = FrameFacts {
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        handshake: Some(Handshake::Answered),
        ..FrameFacts::default()
    };
    let report = reported(&PageInput {
        events: PageEvents {
            frame: Some(frame),
            ..PageEvents::default()
        },
        ..seen(signed_in())
    });
    assert_eq!(report["place"], "hub");
    assert_eq!(report["space"]["id"], "linoyts/Qwen-Image-Edit-Angles");
    assert_eq!(report["space"]["hubUrl"], hub_pages::ADDRESS);
    let visitor = json!({
        "signedIn": true, "plan": "free", "privateWindow": null, "cookiesBlocked": null,
        "allowance": {
            "base": 210, "current": 210, "lastUpdated": "2025-12-14T14:48:17.984Z"
        },
    });
    assert_eq!(report["visitor"], visitor);
    assert_eq!(report["pool"], "account");
    assert_eq!(report["grade"], "derived");
    assert_eq!(report["reasons"], json!([]));
    assert_eq!(report["banner"], "not-needed");
    assert_eq!(report["handshake"], "answered");
}

/// A run of the Space in [`direct`], as little of it as is told.
fn run(at: &str, identity: Identity, token_subject: Option<TokenSubject>) -> Run {
    Run {
        at: at.to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

#[test]
fn of_a_run_it_holds_the_time_the_identity_and_what_was_wrong_with_it() {
    let (first, second) = ("2026-11-22T12:00:00.000Z", "2026-11-22T12:00:01Z");
    let early = Run {
        before_handshake: true,
        ..run(second, Identity::Absent, None)
    };
    let runs = vec![
        run(first, Identity::Present, None),
        run(first, Identity::Present, Some(TokenSubject::User)),
        early,
        run(second, Identity::Absent, None),
    ];
    let expected = json!([
        {"at": first, "identity": "present"},
        {"at": first, "identity": "present", "named": "user"},
        {"at": second, "identity": "absent", "tooEarly": true},
        {"at": second, "identity": "absent"},
    ]);
    let app = PageInput {
        events: PageEvents {
            runs: runs.clone(),
            ..PageEvents::default()
        },
        ..direct("https://owner-name.hf.space/")
    };
    let report = reported(&app);
    assert_eq!(report["runs"], expected);
    assert_eq!(report["grade"], "observed");
    let reasons = json!(["run-without-identity", "direct-url"]);
    assert_eq!(report["reasons"], reasons);

    let frame = FrameFacts {
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        runs,
        ..FrameFacts::default()
    };
    let hub = PageInput {
        events: PageEvents {
            frame: Some(frame),
            ..PageEvents::default()
        },
        ..seen(signed_in())
    };
    assert_eq!(reported(&hub)["runs"], expected);
    // What an app does by itself, and what it asks of another Space.
    let called = Run {
        is_chained: true,
        called: Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: true,
        }),
        ..run(first, Identity::Absent, None)
    };
    let facts = Facts {
        runs: vec![called],
        ..Facts::default()
    };
    let expected = json!([{
        "at": first, "identity": "absent", "to": "other/painter", "toProtected": true,
        "follows": true,
    }]);
    assert_eq!(plain_report(&Judged::of(facts))["runs"], expected);
}

#[test]
fn of_zero_gpus_messages_it_holds_what_they_say_and_no_word_of_them() {
    let at = "2026-11-22T12:00:03.000Z";
    let (cause, identity) = (Cause::QuotaExceeded, ChargedTo::Unauthenticated);
    let quota = numbered(at, cause, identity, [Some(60), Some(12), Some(11_564)]);
    let messages = vec![
        fallback(at, Some("InvalidRepoToken")),
        quota.clone(),
        ZeroGpuMessage {
            after_user_input: true,
            ..message_of("", Cause::Other, ChargedTo::Unknown)
        },
    ];
    let expected = json!([
        {
            "at": at, "cause": "ip-fallback", "identity": "ip-fallback", "requestedSeconds": null,
            "leftSeconds": null, "retryAfterSeconds": null, "fault": "InvalidRepoToken",
        },
        // As it stands in the contract.
        {
            "at": at, "cause": "quota-exceeded", "identity": "unauthenticated",
            "requestedSeconds": 60, "leftSeconds": 12, "retryAfterSeconds": 11564,
        },
        {
            "at": null, "cause": "other", "identity": "unknown", "requestedSeconds": null,
            "leftSeconds": null, "retryAfterSeconds": null, "pressedSince": true,
        },
    ]);
    let app = PageInput {
        events: PageEvents {
            messages,
            ..PageEvents::default()
        },
        ..direct("https://owner-name.hf.space/")
    };
    let report = reported(&app);
    assert_eq!(report["messages"], expected);
    assert_eq!(report["pool"], "guest");
    assert_eq!(report["grade"], "observed");
    assert_eq!(report["reasons"], json!(["ip-fallback"]));
    let frame = FrameFacts {
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        messages: vec![quota],
        ..FrameFacts::default()
    };
    let hub = PageInput {
        events: PageEvents {
            frame: Some(frame),
            ..PageEvents::default()
        },
        ..seen(signed_in())
    };
    let report = reported(&hub);
    assert_eq!(report["messages"], json!([expected[1]]));
    assert_eq!(report["reasons"], json!(["message-says-guest"]));
    assert_eq!(report["banner"], "shown");
}

#[test]
fn a_hundred_runs_are_told_in_their_order() {
    let facts = Facts {
        runs: (0..100)
            .map(|minute| {
                let at = format!("2026-11-22T{:02}:{:02}:00Z", minute / 60, minute % 60);
                run(&at, Identity::Present, None)
            })
            .collect(),
        ..Facts::default()
    };
    let report = plain_report(&Judged::of(facts.clone()));
    let runs = report["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 100);
    for (reported, run) in runs.iter().zip(&facts.runs) {
        assert_eq!(reported["at"], run.at);
    }
}

#[test]
fn what_is_left_of_the_gpu_time_is_told_in_the_hubs_own_words() {
    let reported = |allowance: Option<Allowance>| {
        let mut facts = Facts::default();
        facts.visitor.allowance = allowance;
        plain_report(&Judged::of(facts))["visitor"]["allowance"].clone()
    };
    assert_eq!(reported(None), Value::Null);
    let (base, left) = (2400, 0);
    let at = Some("2026-11-22T12:00:00.000Z".to_owned());
    assert_eq!(
        reported(Some(Allowance { base, left, at })),
        json!({"base": 2400, "current": 0, "lastUpdated": "2026-11-22T12:00:00.000Z"})
    );
    assert_eq!(
        reported(Some(Allowance {
            base: u16::MAX,
            left: 7,
            at: None
        })),
        json!({"base": 65_535, "current": 7, "lastUpdated": null})
    );
}

/// Asserts that an object has these keys and no others.
#[track_caller]
fn has_keys(object: &Value, keys: &[&str]) {
    let own: BTreeSet<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(own, keys.iter().copied().collect());
}

#[test]
fn all_keys_are_there_in_the_contracts_order_and_null_where_unknown() {
    let (before_space, after_visitor) = (
        ["schema", "extension", "browser", "place"],
        [
            "pool",
            "grade",
            "reasons",
            "banner",
            "handshake",
            "runs",
            "messages",
        ],
    );
    let space_keys = [
        "id",
        "subdomain",
        "hubUrl",
        "sdk",
        "gradioVersion",
        "serverSideRendered",
        "hardware",
        "stage",
        "visibility",
    ];
    let visitor_keys = [
        "signedIn",
        "plan",
        "privateWindow",
        "cookiesBlocked",
        "allowance",
    ];
    let keys = [&before_space[..], &["space", "visitor"], &after_visitor].concat();
    let unknown = Judged::default();
    let whole = judged(&seen(captured(SIGNED_OUT)));
    for judged in [&unknown, &whole] {
        let written = plain_report(judged);
        has_keys(&written, &keys);
        has_keys(&written["space"], &space_keys);
        has_keys(&written["visitor"], &visitor_keys);
        let text = serde_json::to_string(&report(judged, &reporter())).unwrap();
        let mut rest = text.as_str();
        let in_order = [
            &before_space[..],
            &["space"],
            &space_keys,
            &["visitor"],
            &visitor_keys,
            &after_visitor,
        ];
        for key in in_order.concat() {
            let found = rest.split_once(&format!("\"{key}\":"));
            rest = found.unwrap_or_else(|| panic!("{key} in {text}")).1;
        }
    }
    let unknown = plain_report(&unknown);
    for key in space_keys {
        assert_eq!(unknown["space"][key], Value::Null, "{key}");
    }
    for key in visitor_keys {
        assert_eq!(unknown["visitor"][key], Value::Null, "{key}");
    }
    assert_eq!(unknown["browser"], Value::Null);
    assert_eq!(unknown["handshake"], Value::Null);
    assert_eq!(unknown["place"], "other");
    assert_eq!(unknown["pool"], "unknown");
}

#[test]
fn the_browser_is_named_with_its_major_version_alone() {
    let browser = |user_agent: &str| {
        let reporter = Reporter {
            user_agent: user_agent.to_owned(),
            ..Reporter::default()
        };
        report_on(&Judged::default(), &reporter)["browser"].clone()
    };
    assert_eq!(browser(CHROMIUM), "Chromium 156");
    assert_eq!(
        browser("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"),
        "Firefox 153"
    );
    assert_eq!(browser("Chrome/1"), "Chromium 1");
    assert_eq!(browser("Chrome/9999.1"), "Chromium 9999");
    for odd in [
        "",
        "curl/8",
        "Chrome/",
        "Chrome/.1",
        "Chrome/x",
        "Chrome/12345.0",
        "Firefox/1a.0",
    ] {
        assert_eq!(browser(odd), Value::Null, "{odd}");
    }
}

#[test]
fn the_host_label_stands_for_the_space_where_the_hub_is_silent() {
    let silent = PageInput {
        hub_answer: HubAnswer::Unreachable,
        gradio_class: Some("gradio-container-6-31-0".to_owned()),
        ..direct("https://owner-name.hf.space/")
    };
    let report = reported(&silent);
    assert_eq!(report["space"]["subdomain"], "owner-name");
    assert_eq!(report["space"]["id"], Value::Null);
    assert_eq!(report["space"]["hubUrl"], Value::Null);
    assert_eq!(
        (&report["pool"], &report["grade"]),
        (&json!("guest"), &json!("assumed"))
    );
}

#[test]
fn only_the_frame_in_the_hub_page_has_something_to_tell_it() {
    let framing = Framing {
        parent_is_top: true,
        parent_origin: Some("https://huggingface.co".to_owned()),
        ..Framing::default()
    };
    let frame = PageInput {
        framing,
        gradio_class: Some("gradio-container-5-14-0".to_owned()),
        handshake_timed_out: true,
        ..direct("https://owner-name.hf.space/")
    };
    let expected = FrameFacts {
        messages: vec![],
        subdomain: "owner-name".to_owned(),
        gradio_version: GradioVersion::parse("5.14.0"),
        server_side_rendered: Some(true),
        own_front_end: false,
        handshake: Some(Handshake::Absent),
        runs: vec![],
    };
    assert_eq!(FrameFacts::of(&Facts::read(&frame)), Some(expected));
    let hub = seen(captured(SIGNED_OUT));
    for input in [direct("https://owner-name.hf.space/"), hub] {
        assert_eq!(FrameFacts::of(&Facts::read(&input)), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_of_a_query_or_a_hash_gets_into_it(
        path in "(/[a-z]{0,5}){0,2}",
        names in prop::collection::vec("[a-z_]{1,8}", 0..4),
        secret in "[A-Za-z0-9]{24}",
        hash in any::<bool>(),
    ) {
        let pairs: Vec<String> = names.iter().map(|name| format!("{name}={secret}")).collect();
        let mark = if hash { '#' } else { '?' };
        let rest = format!("{path}{mark}{}&__sign={secret}", pairs.join("&"));
        for seen in [
            direct(&format!("https://owner-name.hf.space{rest}")),
            PageInput { href: format!("{}{rest}", hub_pages::ADDRESS), ..seen(captured(SIGNED_OUT)) },
        ] {
            let judged = judged(&seen);
            let reporter = reporter();
            let report = report(&judged, &reporter);
            prop_assert!(!serde_json::to_string(&report).unwrap().contains(&secret));
            prop_assert!(!report.markdown().contains(&secret));
            // Nor into what is kept of a tab.
            prop_assert!(!serde_json::to_string(&judged).unwrap().contains(&secret));
        }
    }
}
