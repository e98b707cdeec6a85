//! That no answer of the Hub's API and no claim of a page leads a visitor to somebody else's Space.

#[path = "support/hub_answers.rs"]
mod hub_answers;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/locale.rs"]
mod locale;

use hub_answers::{AGAIN, OTHER, answer, description, found, id};
use judged::{judged, plain_report};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Facts, Framing, GradioVersion, HubAnswer, HubApi, PageFacts, PageInput};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::verdict::Pool;

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
    let said = |status| judged(&seen("owner-name", "owner/name", by_id(status))).verdict;
    assert_eq!(said(200), said(500));
    assert_eq!(said(200).pool, Pool::Guest);
    let judged = judged(&seen("owner-name", "owner/name", by_id(200)));
    let report = plain_report(&judged).to_string();
    assert!(!report.contains("owner/name"), "{report}");
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

/// All that a page is led to: the Space in its report and the link in its banner.
fn leads_to(seen: &PageInput) -> Vec<String> {
    let judged = judged(seen);
    let hub_url = plain_report(&judged)["space"]["hubUrl"]
        .as_str()
        .map(str::to_owned);
    let context = NoticeContext {
        href: seen.href.clone(),
        ..NoticeContext::default()
    };
    let shown = notice(&judged, &context, &locale::lookup);
    let banner = (shown.iter()).map(|shown| serde_json::to_string(&shown.element).unwrap());
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
    let claimed = |claim: &str| {
        let page = seen("owner-name", claim, AGAIN);
        PageFacts::read(&page).gradio.space_id
    };
    for claim in ["owner/name", "Owner/Na.me"] {
        assert_eq!(claimed(claim), Some(id(claim)));
    }
    for claim in ["no id", "owner", "owner/name/x", "owner/..", "", "o n/x"] {
        assert_eq!(claimed(claim), None, "{claim}");
    }
    // A page that is rendered on the server claims nothing; its config may.
    let silent = PageInput {
        gradio_config: None,
        ..seen("owner-name", "owner/name", AGAIN)
    };
    assert_eq!(PageFacts::read(&silent).gradio.space_id, None);
    // What is claimed is no fact while the Hub is to be asked; of another host's form it never is.
    for (claim, expected) in [
        ("owner/name", Some(id("owner/name"))),
        ("owner/other", None),
    ] {
        let facts = Facts::read(&seen("owner-name", claim, HubAnswer::Unreachable));
        assert_eq!(facts.space.id, expected);
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
}
