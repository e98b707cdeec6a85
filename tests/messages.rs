//! What the glue without WASM, the background and the examples hand in as JSON.

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{
    Allowance, Called, Cause, ChargedTo, Facts, FrameFacts, Framing, GradioVersion, Handshake,
    HubAnswer, HubApi, HubPageText, Identity, Json, PageEvents, PageInput, PageMarks, Place, Plan,
    Run, Space, SpaceId, TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};

fn ours(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

fn theirs(message: &Json) -> Value {
    serde_json::from_str(&message.write()).unwrap()
}

/// A run in a message, and what it means.
fn run() -> (Value, Run) {
    let message = json!({
        "at": "2026-11-22T12:00:00.000Z", "to": "a-b", "identity": "present",
        "named": "address", "tooEarly": true, "pressed": true,
    });
    let run = Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "a-b".to_owned(),
        identity: Identity::Present,
        token_subject: Some(TokenSubject::Address),
        before_handshake: true,
        is_chained: false,
        called: None,
    };
    (message, run)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A message of ZeroGPU's, as ours carries it, and what is read of it.
fn told() -> (Value, ZeroGpuMessage) {
    let message = json!({
        "at": "2026-11-22T12:00:03.000Z", "cause": "quota-exceeded", "identity": "pro",
        "requestedSeconds": 60, "leftSeconds": 12, "retryAfterSeconds": null,
    });
    let told = ZeroGpuMessage::from_message(&ours(&message)).unwrap();
    (message, told)
}

#[test]
fn a_message_of_zero_gpus_keeps_what_it_says_and_nothing_else() {
    let (message, told) = told();
    assert_eq!(told.at, "2026-11-22T12:00:03.000Z");
    assert_eq!(
        (told.cause, told.identity),
        (Cause::QuotaExceeded, ChargedTo::Pro)
    );
    let keys = |message: &Json| match message {
        Json::Object(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
        _ => vec![],
    };
    let written = told.to_message();
    assert_eq!(theirs(&written), message);
    // In the contract's order; `serde_json` sorts.
    assert_eq!(
        keys(&written).join(" "),
        "at cause identity requestedSeconds leftSeconds retryAfterSeconds"
    );
    let mut more = message.clone();
    more["text"] = json!("You have exceeded");
    assert_eq!(ZeroGpuMessage::from_message(&ours(&more)), Some(told));
    for key in ["cause", "identity"] {
        let mut odd = message.clone();
        odd[key] = json!("x");
        assert_eq!(ZeroGpuMessage::from_message(&ours(&odd)), None);
    }
}

#[test]
fn everything_that_was_seen_arrives() {
    let (message, run) = run();
    let (told_message, told) = told();
    let message = json!({
        "href": "https://a-b.hf.space/",
        "framing": {
            "isTop": true, "parentIsTop": true,
            "parentOrigin": "https://huggingface.co", "referrer": "https://huggingface.co/x",
            "isInHubPage": false,
        },
        "gradioConfig": "config", "gradioClass": "class",
        "marks": {"contentType": "text/html", "hasGradioApp": true},
        "hubPage": {
            "themeMonitor": "1", "mainHeader": "2", "spaceHeader": "3", "spacePage": "4",
            "visitCounter": "5",
        },
        "privateWindow": false, "cookiesBlocked": true,
        "heard": {
            "document": "1763812800000.5",
            "handshakeFrom": ["https://huggingface.co", 7, "https://a-b.hf.space"],
            "answeredAt": "2026-11-22T12:00:01.000Z",
            "runs": [message, 7, {}, {"at": "now", "identity": "none"}],
            "messages": [told_message, 7, {}, {"cause": "quota-exceeded", "identity": "nobody"}],
            "frame": {
                "subdomain": "a-b", "gradioVersion": "5.49.1", "serverSideRendered": false,
                "ownFrontEnd": true, "handshake": "asked", "runs": [null, message, message],
                "messages": [null, told_message, told_message],
            },
        },
        "patienceIsOver": true,
        "hubAnswer": {"kind": "not-public"},
    });
    let expected = PageInput {
        href: "https://a-b.hf.space/".to_owned(),
        framing: Framing {
            is_top: true,
            parent_is_top: true,
            parent_origin: text("https://huggingface.co"),
            referrer: "https://huggingface.co/x".to_owned(),
            is_in_hub_page: Some(false),
            is_component: false,
        },
        gradio_config: text("config"),
        gradio_class: text("class"),
        marks: Some(PageMarks {
            content_type: "text/html".to_owned(),
            has_gradio_app: true,
        }),
        hub_page: Some(HubPageText {
            theme_monitor: text("1"),
            main_header: text("2"),
            space_header: text("3"),
            space_page: text("4"),
            visit_counter: text("5"),
        }),
        private_window: Some(false),
        cookies_blocked: Some(true),
        events: PageEvents {
            document: "1763812800000.5".to_owned(),
            handshake_from: vec![
                "https://huggingface.co".to_owned(),
                "https://a-b.hf.space".to_owned(),
            ],
            answered_at: text("2026-11-22T12:00:01.000Z"),
            runs: vec![run.clone()],
            messages: vec![told.clone()],
            frame: Some(FrameFacts {
                subdomain: "a-b".to_owned(),
                gradio_version: GradioVersion::parse("5.49.1"),
                server_side_rendered: Some(false),
                own_front_end: true,
                handshake: Some(Handshake::Asked),
                runs: vec![run.clone(), run],
                messages: vec![told.clone(), told],
            }),
        },
        handshake_timed_out: true,
        hub_answer: HubAnswer::NotPublic,
    };
    assert_eq!(PageInput::from_message(&ours(&message)), expected);
}

#[test]
fn a_message_with_nothing_or_with_odd_values_is_one_in_which_nothing_was_seen() {
    let odd = json!({
        "href": 7, "framing": "x", "gradioConfig": {}, "gradioClass": [], "hubPage": "x",
        "privateWindow": "true", "cookiesBlocked": 1, "patienceIsOver": "x", "hubAnswer": "found",
        "heard": {
            "document": 7, "handshakeFrom": "x", "answeredAt": 7, "runs": "x", "messages": "x",
            "frame": [],
        },
    });
    let deaf = json!({"heard": [], "handshakeFrom": ["x"], "runs": [run().0], "messages": [told().0], "frame": {}});
    for message in [json!({}), json!(null), json!([]), odd, deaf] {
        assert_eq!(
            PageInput::from_message(&ours(&message)),
            PageInput::default(),
            "{message}"
        );
    }
    let hollow = ours(&json!({"hubPage": {}, "heard": {"frame": {}}}));
    assert_eq!(
        PageInput::from_message(&hollow).hub_page,
        Some(HubPageText::default())
    );
    assert_eq!(
        PageInput::from_message(&hollow).heard.frame,
        Some(FrameFacts::default())
    );
}

#[test]
fn a_frames_facts_survive_the_way_through_a_message() {
    for handshake in [None, Some(Handshake::Answered), Some(Handshake::Absent)] {
        let called = Run {
            subdomain: "owner/name".to_owned(),
            called: Some(Called {
                id: SpaceId::parse("owner/name").unwrap(),
                is_protected: handshake.is_none(),
            }),
            ..run().1
        };
        let facts = FrameFacts {
            subdomain: "a-b".to_owned(),
            gradio_version: GradioVersion::parse("6.31.0"),
            server_side_rendered: Some(true),
            own_front_end: handshake.is_none(),
            handshake,
            runs: vec![run().1, called],
            messages: vec![told().1],
        };
        assert_eq!(FrameFacts::from_message(&facts.to_message()), facts);
    }
}

#[test]
fn observations_are_read_in_the_reports_own_words() {
    let message = json!({
        "place": "hub",
        "space": {
            "id": "owner/name", "subdomain": "owner-name", "sdk": "gradio",
            "gradioVersion": "5.49.1", "serverSideRendered": true, "hardware": "zero-a10g",
            "stage": "RUNNING", "visibility": "protected", "ownFrontEnd": true,
        },
        "visitor": {
            "signedIn": true, "plan": "enterprise", "privateWindow": true, "cookiesBlocked": false,
            "allowance": {"base": 3600, "current": 12, "lastUpdated": "2026-11-22"},
        },
        "runs": [7, run().0],
        "messages": ["x", told().0],
        "handshake": "absent",
        "hubApi": "unreachable",
        "staticHost": true,
        "signedAddress": true,
    });
    let expected = Facts {
        place: Place::Hub,
        space: Space {
            id: SpaceId::parse("owner/name"),
            subdomain: text("owner-name"),
            sdk: text("gradio"),
            gradio_version: GradioVersion::parse("5.49.1"),
            server_side_rendered: Some(true),
            hardware: text("zero-a10g"),
            stage: text("RUNNING"),
            visibility: Some(Visibility::Protected),
        },
        visitor: Visitor {
            signed_in: Some(true),
            plan: Some(Plan::Enterprise),
            private_window: Some(true),
            cookies_blocked: Some(false),
            allowance: Some(Allowance {
                base: 3600,
                left: 12,
                at: text("2026-11-22"),
            }),
        },
        handshake: Some(Handshake::Absent),
        runs: vec![run().1],
        messages: vec![told().1],
        hub_api: HubApi::Unreachable,
        static_host: true,
        signed_address: true,
        component: false,
        own_front_end: true,
    };
    let facts = Facts::from_message(&ours(&message));
    assert_eq!(facts, expected);
    assert_eq!(
        Space::from_message(&facts.space.to_message()),
        expected.space
    );
}

#[test]
fn each_odd_observation_is_unknown_alone() {
    for odd in [
        json!(null),
        json!(7),
        json!("nonsense"),
        json!([]),
        json!({"x": 1}),
    ] {
        let message = json!({
            "place": odd, "handshake": odd, "hubApi": odd, "staticHost": odd,
            "signedAddress": odd, "runs": odd,
            "visitor": {
                "signedIn": odd, "plan": odd, "privateWindow": true, "cookiesBlocked": odd,
                "allowance": odd,
            },
            "space": {"id": odd, "gradioVersion": odd, "visibility": odd, "hardware": "zero-a10g"},
        });
        let mut expected = Facts::default();
        expected.visitor.private_window = Some(true);
        expected.space.hardware = text("zero-a10g");
        assert_eq!(Facts::from_message(&ours(&message)), expected, "{odd}");
    }
    assert_eq!(Facts::from_message(&Json::Null), Facts::default());
}

#[test]
fn the_words_of_the_contract_are_read_and_written() {
    macro_rules! words {
        ($kind:ty: $($word:literal)*) => {
            for word in [$($word),*] {
                let value = <$kind>::from_name(word).unwrap();
                assert_eq!(value.name(), word);
                assert_eq!(Json::from(value), Json::from(word));
            }
            for odd in ["", "Hub", "nonsense", " hub"] {
                assert_eq!(<$kind>::from_name(odd), None);
            }
        };
    }
    words!(Place: "hub" "hub-frame" "direct" "embed" "other");
    words!(Plan: "anonymous" "free" "pro" "team" "enterprise");
    words!(Handshake: "answered" "asked" "absent");
    words!(Visibility: "public" "protected" "private");
    words!(HubApi: "not-asked" "pending" "found" "not-public" "denied" "unreachable");
    words!(whose_quota::verdict::Pool: "account" "guest" "space" "none" "unknown");
    words!(whose_quota::verdict::Grade: "observed" "derived" "assumed");
    words!(whose_quota::verdict::BannerState: "shown" "not-needed");
    words!(whose_quota::verdict::Reason:
        "direct-url" "third-party-embed" "signed-out" "private-window" "cookies-blocked"
        "outdated-gradio" "handshake-missing" "run-without-identity" "ip-fallback"
        "message-says-guest" "space-to-space");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_message_is_decided_about_without_a_panic(
        href in prop_oneof![
            any::<String>(),
            Just("https://a-b.hf.space/".to_owned()),
            Just("https://huggingface.co/spaces/a/b".to_owned()),
        ],
        words in prop::collection::vec(any::<String>(), 8),
        flags in any::<[bool; 4]>(),
    ) {
        let message = json!({
            "href": href,
            "framing": {
                "isTop": flags[0], "parentIsTop": flags[1], "parentOrigin": words[0],
                "referrer": words[1],
            },
            "gradioConfig": format!("window.gradio_config = {{{}}}", words[2]),
            "gradioClass": words[3],
            "hubPage": {"themeMonitor": words[4], "spaceHeader": words[5]},
            "heard": {
                "handshakeFrom": [words[6]], "answeredAt": words[5],
                "runs": [
                    {"at": words[4], "identity": words[3]},
                    {"at": "2026-11-22", "identity": "absent", "to": "a-b", "named": words[2]},
                ],
                "messages": [
                    {"at": words[4], "cause": words[3], "identity": words[2]},
                    {"at": words[1], "cause": "quota-exceeded", "identity": "free", "leftSeconds": words[0]},
                ],
                "frame": {"subdomain": "a-b", "runs": [run().0], "messages": [told().0]},
            },
            "patienceIsOver": flags[2],
            "privateWindow": flags[3],
            "hubAnswer": {"kind": "found", "space": {"id": words[7], "hardware": "zero-a10g"}},
        });
        let seen = PageInput::from_message(&ours(&message));
        let facts = Facts::read(&seen);
        let verdict = whose_quota::verdict::judge(&facts);
        prop_assert!((1..=16).contains(&verdict.row));
    }
}
