//! What the Hub's API tells of a Space, field by field.

#[path = "support/hub_answers.rs"]
mod hub_answers;

use hub_answers::{AGAIN, MISSING, OTHER, answer, description, found, id};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{GradioVersion, HubAnswer, MAX_TEXT_LENGTH, Space, Visibility};

#[test]
fn a_description_tells_everything() {
    let answer = answer(&description("Owner/Name", "owner-name"));
    let space = found(&answer);
    assert_eq!(space.id, Some(id("Owner/Name")));
    assert_eq!(space.subdomain.as_deref(), Some("owner-name"));
    assert_eq!(space.sdk.as_deref(), Some("gradio"));
    assert_eq!(space.gradio_version, GradioVersion::parse("5.49.1"));
    assert_eq!(space.server_side_rendered, None);
    assert_eq!(space.hardware.as_deref(), Some("zero-a10g"));
    assert_eq!(space.stage.as_deref(), Some("RUNNING"));
    assert_eq!(space.visibility, Some(Visibility::Public));
}

#[test]
fn each_status_means_one_thing() {
    let body = description("owner/name", "owner-name").to_string();
    let by_subdomain = |status| HubAnswer::read(status, &body, "owner-name", None);
    let by_id = |status| HubAnswer::read(status, &body, "owner-name", Some(&id("owner/name")));
    assert!(matches!(by_subdomain(200), HubAnswer::Found(_)));
    assert!(matches!(by_id(200), HubAnswer::Found(_)));
    for status in [401, 403, 404] {
        assert_eq!(by_subdomain(status), MISSING, "{status}");
        assert_eq!(by_id(status), HubAnswer::NotPublic, "{status}");
    }
    for status in [
        100, 201, 204, 301, 302, 400, 402, 405, 410, 451, 500, 502, 503, 504, 65535,
    ] {
        assert_eq!(by_subdomain(status), AGAIN, "{status}");
        assert_eq!(by_id(status), HubAnswer::Unreachable, "{status}");
    }
    // Too many questions, or silence: not asked again.
    for status in [0, 429] {
        assert_eq!(by_subdomain(status), HubAnswer::Unreachable, "{status}");
        assert_eq!(by_id(status), HubAnswer::Unreachable, "{status}");
    }
}

#[test]
fn where_no_page_claims_an_id_the_answer_by_subdomain_is_the_last_word() {
    let read = |status| {
        let answer = HubAnswer::read(status, "<h1>Sorry</h1>", "owner-name", None);
        answer.with_answer_by_id(None)
    };
    for status in [401, 403, 404] {
        assert_eq!(read(status), HubAnswer::NotPublic, "{status}");
    }
    for status in [0, 200, 400, 429, 500, 503] {
        assert_eq!(read(status), HubAnswer::Unreachable, "{status}");
    }
    let body = description("owner/name", "owner-name").to_string();
    let found = HubAnswer::read(200, &body, "owner-name", None);
    assert_eq!(found.clone().with_answer_by_id(None), found);
}

#[test]
fn a_body_that_describes_no_space_is_no_answer() {
    for body in [
        "",
        " ",
        "null",
        "true",
        "7",
        "[]",
        "{}",
        "\"owner/name\"",
        "<!doctype html><html></html>",
        r#"[{"id":"owner/name","subdomain":"owner-name"}]"#,
        r#"{"error":"Repository not found"}"#,
        r#"{"id":"owner/name","subdomain":"owner-name""#,
        r#"{"id":"owner/name","subdomain":"owner-name"} trailing"#,
        r#"{"id":null,"subdomain":null}"#,
        r#"{"id":7,"subdomain":7}"#,
        r#"{"id":"owner/na me"}"#,
    ] {
        let answer = HubAnswer::read(200, body, "owner-name", None);
        assert_eq!(answer, AGAIN, "{body}");
    }
}

#[test]
fn a_body_of_more_than_the_longest_text_is_no_answer() {
    let of = |length: usize| {
        let mut body = description("owner/name", "owner-name").to_string();
        body.push_str(&" ".repeat(length - body.len()));
        HubAnswer::read(200, &body, "owner-name", None)
    };
    assert!(matches!(of(MAX_TEXT_LENGTH), HubAnswer::Found(_)));
    assert_eq!(of(MAX_TEXT_LENGTH + 1), AGAIN);
    assert_eq!(of(5_000_000), AGAIN);
}

/// Makes those fields unknown that come from a damaged place.
type Forget = fn(&mut Space);

#[test]
fn a_damaged_field_is_unknown_alone() {
    let odd = [
        Value::Null,
        json!(7),
        json!([]),
        json!({}),
        json!(""),
        json!("a b"),
        json!("<b>"),
        json!("x".repeat(97)),
        json!("x".repeat(100_000)),
    ];
    let whole = answer(&description("owner/name", "owner-name"));
    let whole = found(&whole);
    let fields: [(&str, Forget); 7] = [
        ("/sdk", |space| {
            (space.sdk, space.gradio_version) = (None, None)
        }),
        ("/cardData/sdk_version", |space| space.gradio_version = None),
        ("/cardData", |space| space.gradio_version = None),
        ("/runtime/stage", |space| space.stage = None),
        ("/runtime/hardware", |space| space.hardware = None),
        ("/private", |space| space.visibility = None),
        ("/runtime", |space| {
            (space.stage, space.hardware) = (None, None)
        }),
    ];
    for value in odd {
        for (pointer, forget) in fields {
            let mut body = description("owner/name", "owner-name");
            *body.pointer_mut(pointer).unwrap() = value.clone();
            let mut expected = whole.clone();
            forget(&mut expected);
            assert_eq!(found(&answer(&body)), &expected, "{pointer} {value:.40}");
        }
    }
}

#[test]
fn the_hardware_is_the_current_one_else_the_requested_one() {
    let hardware = |current: Value, requested: Value| {
        let mut body = description("owner/name", "owner-name");
        body["runtime"]["hardware"] = json!({"current": current, "requested": requested});
        found(&answer(&body)).hardware.clone()
    };
    assert_eq!(
        hardware(json!("cpu-basic"), json!("zero-a10g")).as_deref(),
        Some("cpu-basic")
    );
    assert_eq!(
        hardware(json!(null), json!("zero-a10g")).as_deref(),
        Some("zero-a10g")
    );
    assert_eq!(hardware(json!(null), json!(null)), None);
}

#[test]
fn a_word_has_at_most_96_plain_characters() {
    let stage = |stage: String| {
        let mut body = description("owner/name", "owner-name");
        body["runtime"]["stage"] = json!(stage);
        found(&answer(&body)).stage.clone()
    };
    let longest = "Aa0_-".repeat(20)[..96].to_owned();
    assert_eq!(stage(longest.clone()), Some(longest.clone()));
    for odd in [
        longest + "x",
        String::new(),
        "a.b".to_owned(),
        "ä".to_owned(),
        "a b".to_owned(),
    ] {
        assert_eq!(stage(odd), None);
    }
}

#[test]
fn the_version_is_gradios_only_where_the_sdk_is_gradio() {
    let version = |sdk: &str, sdk_version: &str| {
        let mut body = description("owner/name", "owner-name");
        body["sdk"] = json!(sdk);
        body["sdkVersion"] = json!(sdk_version);
        found(&answer(&body)).gradio_version
    };
    assert_eq!(version("gradio", "6.31.0"), GradioVersion::parse("6.31.0"));
    assert_eq!(version("streamlit", "1.25.0"), None);
    for odd in [
        "6.31",
        "6.31.0.1",
        "6.31.0b1",
        "+6.31.0",
        "6.-1.0",
        "",
        "6..0",
        "6.99999.0",
        "v6.1.0",
    ] {
        assert_eq!(version("gradio", odd), None, "{odd}");
    }
}

#[test]
fn who_may_see_it_is_the_newer_field_else_the_older_one() {
    let visibility = |visibility: Option<&str>, private: Value| {
        let mut body = description("owner/name", "owner-name");
        body["private"] = private;
        if let Some(visibility) = visibility {
            body["visibility"] = json!(visibility);
        }
        found(&answer(&body)).visibility
    };
    assert_eq!(
        visibility(Some("public"), json!(false)),
        Some(Visibility::Public)
    );
    assert_eq!(
        visibility(Some("protected"), json!(true)),
        Some(Visibility::Protected)
    );
    assert_eq!(
        visibility(Some("private"), json!(true)),
        Some(Visibility::Private)
    );
    assert_eq!(
        visibility(Some("something"), json!(true)),
        Some(Visibility::Private)
    );
    assert_eq!(visibility(None, json!(true)), Some(Visibility::Private));
    assert_eq!(visibility(None, json!(false)), Some(Visibility::Public));
    assert_eq!(visibility(None, json!("false")), None);
    assert_eq!(visibility(None, json!(0)), None);
}

#[test]
fn an_answer_survives_the_way_through_a_message() {
    let mut protected = description("Owner/Name", "owner-name");
    protected["visibility"] = json!("protected");
    let answers = [
        HubAnswer::Pending,
        HubAnswer::NotPublic,
        HubAnswer::Denied,
        MISSING,
        OTHER,
        AGAIN,
        HubAnswer::Unreachable,
        answer(&description("Owner/Name", "owner-name")),
        answer(&protected),
        HubAnswer::Found(Box::new(Space {
            server_side_rendered: Some(true),
            visibility: Some(Visibility::Private),
            ..Space::default()
        })),
    ];
    for answer in answers {
        let written = serde_json::to_string(&answer).unwrap();
        let received: HubAnswer = serde_json::from_str(&written).unwrap();
        assert_eq!(received, answer, "{written}");
    }
    for odd in [
        json!(null),
        json!({}),
        json!([]),
        json!({"kind": "something"}),
        json!({"kind": 7}),
        json!({"kind": "found", "id": "no id"}),
        json!({"kind": "found", "visibility": "hidden"}),
        json!({"kind": "ask-by-id"}),
    ] {
        let read = serde_json::from_value::<HubAnswer>(odd.clone()).ok();
        assert_eq!(read, None, "{odd}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn any_body_with_any_status_never_panics(status in any::<u16>(), body in any::<String>()) {
        let answer = HubAnswer::read(status, &body, "owner-name", None);
        prop_assert!(!matches!(answer, HubAnswer::Found(_)));
    }
}
