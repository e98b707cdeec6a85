//! Spaces in other people's pages, judged: what a page's claim is worth, and what of the page is kept.

#[path = "support/embedding_pages.rs"]
mod embedding_pages;
#[path = "support/judged.rs"]
mod judged;

use embedding_pages::{
    AGAIN, APP, MISSING, OWN, any_answer, app, app_by_id, claims, described, description, found,
    frame, id, no_answers, ours, reported, seen,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{
    EmbeddedSpace, Facts, HubAnswer, HubApi, MAX_TEXT_LENGTH, PageInput, Place, SpaceId, link_back,
};

#[test]
fn a_domain_of_its_own_is_the_space_that_the_hub_confirms() {
    let page = claims(OWN, "owner/name");
    let seen = seen(&page, described("Owner/Name", "pictures.example")).unwrap();
    let facts = Facts::read(&seen);
    assert_eq!(facts.place, Place::Direct);
    assert_eq!(facts.hub_api, HubApi::Found);
    assert_eq!(
        facts.space.id,
        Some(id("Owner/Name")),
        "as the Hub writes it"
    );
    assert_eq!(facts.space.subdomain.as_deref(), Some("owner-name"));
    assert_eq!(facts.space.gradio_version.unwrap().text(), "5.49.1");
    assert_eq!(facts.space.is_zero_gpu(), Some(true));
}

#[test]
fn a_domain_of_its_own_keeps_its_query_and_fragment_for_the_way_out() {
    let remedy = |href: &str| {
        let page = claims(href, "owner/name");
        let host = found(&page)[0].host.clone();
        let seen = seen(&page, described("owner/name", &host)).unwrap();
        (seen.href.clone(), link_back(&id("owner/name"), &seen.href))
    };
    let hub = "https://huggingface.co/spaces/owner/name";
    for (href, rest, kept) in [
        ("https://pictures.example", "", ""),
        ("https://pictures.example/", "", ""),
        ("https://pictures.example/a/b", "", ""),
        ("https://pictures.example/a?b=1", "?b=1", "?b=1"),
        ("https://pictures.example/#tab", "#tab", "#tab"),
        (
            "https://pictures.example/a?b=1&c=2#tab?d",
            "?b=1&c=2#tab?d",
            "?b=1&c=2#tab?d",
        ),
        ("https://pictures.example/#/a?b=1", "#/a?b=1", "#/a?b=1"),
        (OWN, "?prompt=sea&__sign=SECRET#top", "?prompt=sea#top"),
    ] {
        let (seen, link) = remedy(href);
        assert_eq!(
            seen,
            ["https://owner-name.hf.space/", rest].concat(),
            "{href}"
        );
        assert_eq!(link, [hub, kept].concat(), "{href}");
    }
}

#[test]
fn a_claim_that_the_hub_does_not_confirm_is_nothing() {
    for answer in no_answers() {
        assert_eq!(seen(&claims(OWN, "owner/name"), answer), None);
    }
}

#[test]
fn an_app_in_a_page_is_an_embed_of_which_nothing_but_the_origin_is_told() {
    let by_label = || {
        let body = description("owner/name", &[]).to_string();
        HubAnswer::read(200, &body, "owner-name", None)
    };
    for page in [
        app(APP),
        app_by_id("owner/name"),
        frame("https://owner-name.hf.space/?a=1#b"),
    ] {
        let seen = seen(&page, by_label()).unwrap();
        assert_eq!(seen.href, "https://owner-name.hf.space/");
        assert_eq!(
            seen.framing.parent_origin.as_deref(),
            Some("https://blog.example")
        );
        assert_eq!(seen.framing.referrer, "");
        let facts = Facts::read(&seen);
        assert_eq!(facts.place, Place::Embed);
        assert_eq!(facts.space.id, Some(id("owner/name")));
        let report = reported(&seen);
        assert_eq!(report["pool"], "guest");
        assert_eq!(report["grade"], "derived");
        assert_eq!(report["reasons"], json!(["third-party-embed"]));
        assert!(!format!("{seen:?}{report}").contains("SECRET"));
    }
}

#[test]
fn an_app_in_a_page_is_judged_even_where_the_hub_is_silent() {
    for (answer, hub_api) in no_answers().into_iter().zip([
        HubApi::Pending,
        HubApi::NotPublic,
        HubApi::Unreachable,
        HubApi::Unreachable,
        HubApi::Denied,
        HubApi::Unreachable,
    ]) {
        let facts = Facts::read(&seen(&frame(APP), answer).unwrap());
        assert_eq!((facts.place, facts.hub_api), (Place::Embed, hub_api));
        // The config of the page around it says nothing of the app in the frame.
        assert_eq!(facts.space.id, None);
        assert_eq!(facts.space.subdomain.as_deref(), Some("owner-name"));
    }
}

/// A page that says it is a Space, with another Space in a frame: that frame, seen.
fn framed_in_an_app() -> PageInput {
    let mut page = claims(OWN, "other/name");
    page["frames"] = json!([APP]);
    let all = found(&page);
    assert_eq!(all[1].host, "owner-name.hf.space");
    let answer = HubAnswer::Unreachable;
    all[1].page_input(&ours(&page), answer, false).unwrap()
}

#[test]
fn the_config_of_the_page_around_an_app_is_not_the_apps() {
    let seen = framed_in_an_app();
    assert_eq!(seen.gradio_config, None);
    assert_eq!(Facts::read(&seen).space.id, None);
}

#[test]
fn the_gradio_of_the_page_around_a_frame_is_not_the_frames() {
    let facts = Facts::read(&framed_in_an_app());
    assert_eq!(facts.space.gradio_version, None);
}

#[test]
fn a_component_stands_in_the_page_itself_whose_class_tells_its_gradio() {
    let mut page = app(APP);
    page["gradioClass"] = json!("gradio-container gradio-container-4-44-1");
    let seen = seen(&page, described("owner/name", "owner-name.hf.space")).unwrap();
    let version = Facts::read(&seen).space.gradio_version.unwrap();
    assert_eq!(version.text(), "4.44.1");
    // Such a Gradio waits for ever in a frame. A component is in none: its run leaves.
    assert_eq!(reported(&seen)["reasons"], json!(["third-party-embed"]));
}

#[test]
fn a_page_without_a_readable_address_is_still_somebody_elses() {
    for href in [
        json!(null),
        json!(""),
        json!("blog"),
        json!(7),
        json!("/post"),
    ] {
        let mut page = frame(APP);
        page["href"] = href.clone();
        let facts = Facts::read(&seen(&page, HubAnswer::Unreachable).unwrap());
        assert_eq!(facts.place, Place::Embed, "{href}");
    }
}

#[test]
fn another_page_of_the_hub_is_somebody_elses_like_any() {
    let body = description("owner/name", &[]).to_string();
    let mut page = frame(APP);
    page["href"] = json!("https://huggingface.co/blog/post");
    let report = reported(&seen(&page, HubAnswer::read(200, &body, "owner-name", None)).unwrap());
    assert_eq!(report["place"], "embed");
    assert_eq!(report["pool"], "guest");
    assert_eq!(report["grade"], "derived");
}

#[test]
fn the_window_is_the_tabs() {
    for page in [frame(APP), claims(OWN, "owner/name")] {
        for private in [false, true] {
            let answer = described("owner/name", "pictures.example");
            let seen = found(&page)[0]
                .page_input(&ours(&page), answer, private)
                .unwrap();
            assert_eq!(seen.private_window, Some(private));
            assert_eq!(seen.cookies_blocked, None, "nobody looked");
        }
    }
}

#[test]
fn a_domain_belongs_to_the_space_that_lists_it() {
    let claimed = id("owner/name");
    let at =
        |host: &str, body: &Value| HubAnswer::read_at(200, &body.to_string(), host, Some(&claimed));
    let body = description("owner/name", &["owner-name.hf.space", "pictures.example"]);
    let HubAnswer::Found(space) = at("pictures.example", &body) else {
        panic!("it lists it");
    };
    assert_eq!(space.id, Some(claimed.clone()));
    assert_eq!(
        space.subdomain.as_deref(),
        Some("owner-name"),
        "not the domain"
    );
    assert!(matches!(
        at("owner-name.hf.space", &body),
        HubAnswer::Found(_)
    ));
    for host in [
        "",
        "example",
        "evil.example",
        "www.pictures.example",
        "pictures.example.evil.example",
        "evil-pictures.example",
        "pictures.exampl",
        "owner-name",
        "name.hf.space",
        "other-name.hf.space",
    ] {
        assert_eq!(at(host, &body), HubAnswer::Denied, "{host}");
    }
}

#[test]
fn a_list_of_domains_that_is_odd_confirms_nothing() {
    for domains in [
        json!(null),
        json!("pictures.example"),
        json!(["pictures.example"]),
        json!([{"domain": ["pictures.example"]}]),
        json!([{"domain": null}, {"host": "pictures.example"}]),
        json!({"domain": "pictures.example"}),
        json!([]),
    ] {
        let mut body = description("owner/name", &[]);
        body["runtime"]["domains"] = domains.clone();
        let answer = HubAnswer::read_at(
            200,
            &body.to_string(),
            "pictures.example",
            Some(&id("owner/name")),
        );
        assert_eq!(answer, HubAnswer::Denied, "{domains}");
    }
}

#[test]
fn a_description_of_another_space_is_no_answer_to_a_claim() {
    let host = "pictures.example";
    let at = |answered: &str, claimed: &str| {
        let body = description(answered, &[host]).to_string();
        HubAnswer::read_at(200, &body, host, Some(&id(claimed)))
    };
    assert!(matches!(
        at("owner/name", "owner/name"),
        HubAnswer::Found(_)
    ));
    assert!(
        matches!(at("Owner/Name", "owner/name"), HubAnswer::Found(_)),
        "without case"
    );
    for other in ["other/name", "owner/other", "owner-name/x", "owner/name2"] {
        assert_eq!(at(other, "owner/name"), HubAnswer::Denied, "{other}");
    }
    // Two ids of one host's form are two Spaces.
    assert_eq!(at("a/b-c", "a-b/c"), HubAnswer::Denied);
}

#[test]
fn a_description_without_a_subdomain_is_at_home_where_its_id_says() {
    let mut body = description("owner/name", &[]);
    body["subdomain"] = json!(null);
    let body = body.to_string();
    let at = |host: &str| HubAnswer::read_at(200, &body, host, Some(&id("owner/name")));
    assert!(matches!(at("owner-name.hf.space"), HubAnswer::Found(_)));
    for host in [
        "owner-name",
        "owner-name.example",
        "pictures.example",
        "x.owner-name.hf.space",
    ] {
        assert_eq!(at(host), HubAnswer::Denied, "{host}");
    }
}

#[test]
fn each_status_is_told_apart_at_a_domain_too() {
    let body = description("owner/name", &["pictures.example"]).to_string();
    let at = |status, asked: Option<&SpaceId>| {
        HubAnswer::read_at(status, &body, "pictures.example", asked)
    };
    let claimed = id("owner/name");
    for asked in [None, Some(&claimed)] {
        assert!(matches!(at(200, asked), HubAnswer::Found(_)));
        for status in [0, 429] {
            assert_eq!(at(status, asked), HubAnswer::Unreachable, "{status}");
        }
    }
    // Asked by the id already: there is no other way to ask.
    for status in [401, 403, 404] {
        assert_eq!(at(status, Some(&claimed)), HubAnswer::NotPublic);
        assert_eq!(at(status, None), MISSING);
    }
    for status in [201, 204, 301, 304, 400, 418, 500, 502, 503] {
        assert_eq!(at(status, Some(&claimed)), HubAnswer::Unreachable);
        assert_eq!(at(status, None), AGAIN, "{status}");
    }
}

#[test]
fn what_cannot_be_read_is_no_answer_at_a_domain_either() {
    let plain = description("owner/name", &["pictures.example"]).to_string();
    let at = |body: &str| HubAnswer::read_at(200, body, "pictures.example", None);
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "<h1>pictures.example</h1>",
        &format!("{plain}}}"),
    ] {
        assert_eq!(at(body), AGAIN, "{body:.80}");
    }
    let fill = |length: usize| plain.clone() + &" ".repeat(length.saturating_sub(plain.len()));
    assert!(matches!(at(&fill(MAX_TEXT_LENGTH)), HubAnswer::Found(_)));
    assert_eq!(at(&fill(MAX_TEXT_LENGTH.saturating_add(1))), AGAIN);
}

#[test]
fn a_copycats_page_does_not_become_the_space_that_it_claims_to_be() {
    // The whole way: a page at a domain that the Space does not list.
    let page = claims("https://copycat.example/", "owner/name");
    let found = found(&page);
    let body = description("owner/name", &["pictures.example"]).to_string();
    let EmbeddedSpace {
        host, claimed_id, ..
    } = &found[0];
    let answer = HubAnswer::read_at(200, &body, host, claimed_id.as_ref());
    assert_eq!(found[0].page_input(&ours(&page), answer, false), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_the_page_around_gets_into_what_is_seen_of_an_app(
        path in "[a-z/]{0,8}", query in "(\\?[a-z=&?]{0,6})?", fragment in "(#[a-z=&?#/]{0,6})?",
        answer in any_answer(),
    ) {
        let href = format!("https://blog.example/{path}SECRET{query}SECRET{fragment}SECRET");
        for mut page in [app(APP), frame(APP)] {
            page["href"] = json!(href);
            let seen = seen(&page, answer.clone()).unwrap();
            let report = reported(&seen);
            let all = format!("{seen:?}{report}");
            prop_assert!(!all.contains("SECRET"), "{}", all);
        }
    }
}
