//! What the Hub's API answers about a Space; and that no answer and no claim of a page leads a
//! visitor to somebody else's Space.

#[path = "support/locale.rs"]
mod locale;

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::decision::{Decision, decide};
use whose_quota::facts::{
    Facts, Framing, GradioVersion, HubAnswer, HubApi, Json, MAX_TEXT_LENGTH, PageInput, Space,
    SpaceId, Visibility,
};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::report::Reporter;

fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

/// An answer of 2026, with the fields that matter and some that do not.
fn description(id: &str, subdomain: &str) -> Value {
    json!({
        "_id": "000000000000000000000000",
        "id": id,
        "author": id.split('/').next(),
        "sdk": "gradio",
        "private": false,
        "gated": false,
        "disabled": false,
        "subdomain": subdomain,
        "host": format!("https://{subdomain}.hf.space"),
        "tags": ["gradio", "region:us"],
        "cardData": {"sdk": "gradio", "sdk_version": "5.49.1", "title": "🎬"},
        "runtime": {
            "stage": "RUNNING",
            "hardware": {"current": "zero-a10g", "requested": "zero-a10g"},
            "domains": [{"domain": format!("{subdomain}.hf.space"), "stage": "READY"}],
            "replicas": {"current": 2, "requested": "auto"},
            "devMode": false,
            "gcTimeout": 172_800,
        },
    })
}

fn found(answer: &HubAnswer) -> &Space {
    match answer {
        HubAnswer::Found(space) => space,
        other => panic!("{other:?}"),
    }
}

/// To be asked by the id; where the page claims none, the Space is not public.
const MISSING: HubAnswer = HubAnswer::AskById {
    is_missing: true,
    is_denied: false,
};

/// To be asked by the id; the subdomain is another Space's.
const OTHER: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: true,
};

/// The Hub is to be asked by the id that the page claims.
const AGAIN: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: false,
};

fn answer(body: &Value) -> HubAnswer {
    HubAnswer::read(200, &body.to_string(), "owner-name", None)
}

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
fn a_description_of_another_space_is_no_answer() {
    for body in [
        description("other/name", "other-name"),
        description("owner/name2", "owner-name2"),
        // Its form fits, but the Hub serves it elsewhere.
        description("owner/name", "owner-name-2"),
        json!({"id": "other/name"}),
        json!({"id": "other/name", "runtime": {"domains": [{"domain": "evil.owner-name.hf.space"}]}}),
        json!({"id": "other/name", "runtime": {"domains": [{"domain": "owner-name.example"}]}}),
        json!({"id": "other/name", "runtime": {"domains": ["owner-name.hf.space"]}}),
        json!({"id": "other/name", "runtime": {"domains": {"domain": "owner-name.hf.space"}}}),
        json!({"id": "other/name", "host": "https://owner-name.hf.space"}),
    ] {
        assert_eq!(answer(&body), OTHER, "{body}");
    }
}

#[test]
fn a_renamed_space_is_known_at_its_old_and_its_new_host() {
    // As captured in 2025-09: the old host stays beside the new one.
    let mut body = description("azettl/consilium_ofp", "azettl-consilium-ofp");
    body["runtime"]["domains"] = json!([
        {"domain": "azettl-consilium-mcp.hf.space", "stage": "READY"},
        {"domain": "azettl-consilium-ofp.hf.space", "stage": "READY"},
        {"domain": "www.example.com", "isCustom": true},
    ]);
    for host in ["azettl-consilium-mcp", "azettl-consilium-ofp"] {
        let answer = HubAnswer::read(200, &body.to_string(), host, None);
        assert_eq!(found(&answer).id, Some(id("azettl/consilium_ofp")));
        assert_eq!(found(&answer).subdomain.as_deref(), Some(host));
        let by_id = id("azettl/consilium_ofp");
        assert_eq!(
            HubAnswer::read(200, &body.to_string(), host, Some(&by_id)),
            answer
        );
    }
    let elsewhere = HubAnswer::read(200, &body.to_string(), "www.example.com", None);
    assert_eq!(elsewhere, OTHER);
}

#[test]
fn without_a_subdomain_the_id_must_have_the_hosts_form() {
    let body = json!({"id": "Owner/Na.me"}).to_string();
    assert!(matches!(
        HubAnswer::read(200, &body, "owner-na-me", None),
        HubAnswer::Found(_)
    ));
    assert_eq!(HubAnswer::read(200, &body, "owner-na_me", None), OTHER);
}

#[test]
fn an_answer_about_another_id_than_the_asked_one_is_none() {
    let body = description("a/b-c", "a-b-c").to_string();
    let read = |asked: &str| HubAnswer::read(200, &body, "a-b-c", Some(&id(asked)));
    assert!(matches!(read("a/b-c"), HubAnswer::Found(_)));
    assert!(matches!(read("A/B-C"), HubAnswer::Found(_)));
    assert_eq!(read("a-b/c"), HubAnswer::Denied);
}

#[test]
fn a_claim_that_the_hub_denies_leads_nowhere() {
    let body = description("owner/name", "owner-name-1").to_string();
    let claimed = id("owner/name");
    let by_id = |status| HubAnswer::read(status, &body, "owner-name", Some(&claimed));
    assert_eq!(by_id(200), HubAnswer::Denied);
    let led = leads_to(&seen("owner-name", "owner/name", by_id(200)));
    assert_eq!(led, Vec::<String>::new());
    // Unreachable is not denied.
    assert_eq!(
        leads_to(&seen("owner-name", "owner/name", by_id(500))).len(),
        2
    );
    // What is said is the same.
    let said = |status| {
        let report = decided(&seen("owner-name", "owner/name", by_id(status))).report;
        ["pool", "grade", "reasons", "banner"].map(|key| report.get(key).write())
    };
    assert_eq!(said(200), said(500));
    assert_eq!(said(200)[0], r#""guest""#);
    let report = decided(&seen("owner-name", "owner/name", by_id(200))).report;
    assert!(!report.write().contains("owner/name"));
}

#[test]
fn a_subdomain_that_is_another_spaces_needs_the_hubs_word_for_a_claim() {
    let elsewhere = description("owner/name", "owner-name-1").to_string();
    let here = description("owner/name", "owner-name").to_string();
    let claimed = id("owner/name");
    let by_subdomain = HubAnswer::read(200, &elsewhere, "owner-name", None);
    assert_eq!(by_subdomain, OTHER);
    let by_id =
        |status, body: &str| Some(HubAnswer::read(status, body, "owner-name", Some(&claimed)));
    let both = |by_id| OTHER.with_answer_by_id(by_id);
    assert_eq!(both(None), HubAnswer::Denied);
    for status in [0, 400, 429, 500] {
        assert_eq!(both(by_id(status, "")), HubAnswer::Denied, "{status}");
        // Where nothing was denied, silence is silence.
        let answer = AGAIN.with_answer_by_id(by_id(status, ""));
        assert_eq!(answer, HubAnswer::Unreachable, "{status}");
    }
    assert_eq!(both(by_id(404, "")), HubAnswer::NotPublic);
    assert_eq!(both(by_id(200, &elsewhere)), HubAnswer::Denied);
    assert!(matches!(both(by_id(200, &here)), HubAnswer::Found(_)));
}

#[test]
fn what_describes_no_space_denies_nothing() {
    for body in [
        "{}",
        "[]",
        "null",
        r#"{"error":"Internal Error"}"#,
        r#"{"id":7,"subdomain":"other"}"#,
        r#"{"id":"no id","subdomain":"other"}"#,
    ] {
        let by_id = HubAnswer::read(200, body, "owner-name", Some(&id("owner/name")));
        assert_eq!(by_id, HubAnswer::Unreachable, "{body}");
        let by_subdomain = HubAnswer::read(200, body, "owner-name", None);
        assert_eq!(by_subdomain, AGAIN, "{body}");
    }
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
        let written = answer.to_message().write();
        assert_eq!(
            HubAnswer::from_message(&Json::parse(&written).unwrap()),
            answer,
            "{written}"
        );
    }
    for odd in [
        "null",
        "{}",
        "[]",
        r#"{"kind":"something"}"#,
        r#"{"kind":7}"#,
    ] {
        let message = Json::parse(odd).unwrap();
        assert_eq!(
            HubAnswer::from_message(&message),
            HubAnswer::Unreachable,
            "{odd}"
        );
    }
}

/// An app's own page as the tab, with what its config claims.
fn seen(host: &str, claim: &str, hub_answer: HubAnswer) -> PageInput {
    let config = json!({"version": "5.49.1", "space_id": claim});
    PageInput {
        href: format!("https://{host}.hf.space/?a=1"),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        gradio_config: Some(format!("window.gradio_config = {config};")),
        hub_answer,
        ..PageInput::default()
    }
}

fn decided(seen: &PageInput) -> Decision {
    decide(seen, &Reporter::default())
}

/// All that a page is led to: the Space in its report and the link in its banner.
fn leads_to(seen: &PageInput) -> Vec<String> {
    let report = decided(seen).report;
    let hub_url = report.get("space").get("hubUrl").text().map(str::to_owned);
    let around = NoticeContext {
        href: seen.href.clone(),
        ..NoticeContext::default()
    };
    let shown = notice(&report, &around, &locale::lookup);
    let banner = shown.iter().map(|shown| shown.element.to_message().write());
    let links = banner.flat_map(|text| {
        let starts = text.split(r#"["href",""#).skip(1);
        starts
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    });
    hub_url.into_iter().chain(links).collect()
}

#[test]
fn each_end_of_the_question_is_known_by_name() {
    let end = |answer| Facts::read(&seen("owner-name", "x/y", answer)).hub_api;
    assert_eq!(end(HubAnswer::Pending), HubApi::Pending);
    assert_eq!(
        end(answer(&description("o/n", "owner-name"))),
        HubApi::Found
    );
    assert_eq!(end(HubAnswer::NotPublic), HubApi::NotPublic);
    assert_eq!(end(HubAnswer::Denied), HubApi::Denied);
    assert_eq!(end(AGAIN), HubApi::Unreachable);
    assert_eq!(end(HubAnswer::Unreachable), HubApi::Unreachable);
}

#[test]
fn the_hub_is_asked_again_by_the_id_that_the_page_claims() {
    let asks = |claim: &str, answer| {
        let again = decided(&seen("owner-name", claim, answer)).ask_again;
        again.map(|again| again.claimed_id)
    };
    for answer in [AGAIN, MISSING, OTHER] {
        let answer = || answer.clone();
        assert_eq!(asks("owner/name", answer()), Some(Some(id("owner/name"))));
        // The form of another host; and a page that claims nothing, whose config may.
        assert_eq!(asks("owner/other", answer()), Some(None));
        assert_eq!(asks("no id", answer()), Some(None));
    }
    for answer in [
        HubAnswer::Pending,
        HubAnswer::NotPublic,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
    ] {
        assert_eq!(asks("owner/name", answer), None);
    }
}

#[test]
fn the_page_knows_its_gradio_better_than_the_hub() {
    let mut body = description("owner/name", "owner-name");
    body["cardData"]["sdk_version"] = json!("4.20.0");
    let page = seen("owner-name", "owner/name", answer(&body));
    assert_eq!(
        Facts::read(&page).space.gradio_version,
        GradioVersion::parse("5.49.1")
    );
    let silent = PageInput {
        gradio_config: None,
        ..page
    };
    assert_eq!(
        Facts::read(&silent).space.gradio_version,
        GradioVersion::parse("4.20.0")
    );
}

#[test]
fn a_claim_counts_only_with_the_hosts_form_and_only_while_the_hub_is_silent() {
    let link = |host: &str, claim: &str, answer| leads_to(&seen(host, claim, answer));
    let at = |id: &str| {
        let url = format!("https://huggingface.co/spaces/{id}");
        vec![url.clone(), url + "?a=1"]
    };
    assert_eq!(
        link("owner-name", "Owner/Name", HubAnswer::Unreachable),
        at("Owner/Name")
    );
    assert_eq!(
        link("owner-name", "evil/name", HubAnswer::Unreachable),
        Vec::<String>::new()
    );
    assert_eq!(
        link("owner-name", "owner/name/x", HubAnswer::Unreachable),
        Vec::<String>::new()
    );
    assert_eq!(
        link("owner-name", "owner/name", HubAnswer::NotPublic),
        Vec::<String>::new()
    );
    assert_eq!(
        link("owner-name", "owner/name", HubAnswer::Pending),
        Vec::<String>::new()
    );
    // Two ids, one host: the Hub's word decides.
    let answer = HubAnswer::read(
        200,
        &description("a/b-c", "a-b-c").to_string(),
        "a-b-c",
        None,
    );
    assert_eq!(link("a-b-c", "a-b/c", answer), at("a/b-c"));
    // The Hub described the Space without an id: then nobody's counts.
    let nameless = HubAnswer::read(
        200,
        r#"{"subdomain":"a-b-c","sdk":"gradio"}"#,
        "a-b-c",
        None,
    );
    assert_eq!(link("a-b-c", "a-b/c", nameless), Vec::<String>::new());
}

/// Few ids, so that hosts collide often.
fn any_id() -> impl Strategy<Value = String> {
    "[ab][-_.]?[ab]?/[ab][-_.]?[abB]?"
}

fn any_host() -> impl Strategy<Value = String> {
    any_id().prop_map(|text| text.to_lowercase().replace(['/', '_', '.'], "-"))
}

fn any_description() -> impl Strategy<Value = Value> {
    let some = |strategy: BoxedStrategy<String>| prop::option::weighted(0.8, strategy);
    let domains = prop::collection::vec(any_host(), 0..3);
    (
        some(any_id().boxed()),
        some(any_host().boxed()),
        domains,
        some(Just("zero-a10g".to_owned()).boxed()),
    )
        .prop_map(|(id, subdomain, domains, hardware)| {
            let domains = domains
                .iter()
                .map(|host| json!({"domain": format!("{host}.hf.space")}));
            json!({
                "id": id,
                "subdomain": subdomain,
                "sdk": "gradio",
                "runtime": {
                    "hardware": {"current": hardware},
                    "domains": domains.collect::<Vec<_>>(),
                },
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn no_claim_and_no_answer_leads_to_a_space_that_is_not_served_here(
        host in any_host(),
        claim in any_id(),
        status in prop::sample::select(vec![0_u16, 200, 200, 200, 400, 404, 500]),
        body in any_description(),
        asks_again in any::<bool>(),
    ) {
        let asked = asks_again.then(|| id(&claim));
        let answer = HubAnswer::read(status, &body.to_string(), &host, asked.as_ref());
        let has_answer = matches!(answer, HubAnswer::Found(_));
        let seen = seen(&host, &claim, answer);

        let form = |id: &str| id.to_lowercase().replace(['/', '_', '.'], "-");
        let described = body["id"].as_str().unwrap_or_default();
        let own_domain = json!({"domain": format!("{host}.hf.space")});
        let hub_says_so = body["subdomain"] == json!(host)
            || body["runtime"]["domains"].as_array().unwrap().contains(&own_domain)
            || (body["subdomain"].is_null() && form(described) == host);
        for link in leads_to(&seen) {
            let id = link.strip_prefix("https://huggingface.co/spaces/").unwrap();
            let id = id.split('?').next().unwrap();
            if has_answer {
                prop_assert!(hub_says_so && id == described, "{} at {}", id, host);
            } else {
                prop_assert!(form(id) == host && id == claim, "{} at {}", id, host);
            }
        }
    }

    #[test]
    fn any_body_with_any_status_never_panics(status in any::<u16>(), body in any::<String>()) {
        let answer = HubAnswer::read(status, &body, "owner-name", None);
        prop_assert!(!matches!(answer, HubAnswer::Found(_)));
    }
}
