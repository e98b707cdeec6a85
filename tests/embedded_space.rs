//! Spaces in pages that have no address of Hugging Face: what counts as one, what a page's claim is
//! worth, and what of the page is kept.

#[path = "support/locale.rs"]
mod locale;

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::decision::decide;
use whose_quota::facts::{
    Address, EmbeddedSpace, Facts, HubAnswer, HubApi, Json, MAX_CONFIG_LENGTH, MAX_TEXT_LENGTH,
    PageInput, Place, SpaceId, link_back,
};
use whose_quota::ui::report::Reporter;

const BLOG: &str = "https://blog.example/post?reader=SECRET#SECRET";
const OWN: &str = "https://pictures.example/a/b?prompt=sea&__sign=SECRET#top";

fn ours(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

fn found(page: &Value) -> Vec<EmbeddedSpace> {
    EmbeddedSpace::read(&ours(page))
}

/// The hosts that were found, with the id that is claimed there.
fn hosts(page: &Value) -> Vec<String> {
    let each = found(page).into_iter().map(|found| match found.claimed_id {
        Some(id) => format!("{} = {}", found.host, id.as_str()),
        None => found.host,
    });
    each.collect()
}

fn app(src: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [{"src": src.into(), "space": null}], "frames": []})
}

fn app_by_id(space: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [{"src": null, "space": space.into()}], "frames": []})
}

fn frame(src: impl Into<Value>) -> Value {
    json!({"href": BLOG, "apps": [], "frames": [src.into()]})
}

/// A Gradio app's page that says it is a Space.
fn claims(href: &str, space: &str) -> Value {
    let config = json!({"version": "5.49.1", "space_id": space});
    json!({
        "href": href, "apps": [], "frames": [],
        "config": format!("window.gradio_config = {config};"),
        "gradioClass": "gradio-container gradio-container-5-49-1",
    })
}

/// The Hub's description of a public ZeroGPU Space that has a domain of its own.
fn description(space: &str, domains: &[&str]) -> Value {
    let domains = domains
        .iter()
        .map(|domain| json!({"domain": domain, "isCustom": true}));
    json!({
        "id": space, "subdomain": id(space).subdomain(), "sdk": "gradio", "private": false,
        "runtime": {
            "stage": "RUNNING", "hardware": {"current": "zero-a10g"},
            "domains": domains.collect::<Vec<_>>(),
        },
    })
}

fn described(space: &str, host: &str) -> HubAnswer {
    let body = description(space, &[host]).to_string();
    let answer = HubAnswer::read_at(200, &body, host, Some(&id(space)));
    assert!(matches!(answer, HubAnswer::Found(_)), "{answer:?}");
    answer
}

/// The first of a page, seen.
fn seen(page: &Value, answer: HubAnswer) -> Option<PageInput> {
    found(page)[0].seen(&ours(page), answer, false)
}

fn reported(seen: &PageInput) -> Value {
    let report = decide(seen, &Reporter::default()).report;
    serde_json::from_str(&report.write()).unwrap()
}

/// No answer that says where a Space is.
fn no_answers() -> [HubAnswer; 6] {
    [
        HubAnswer::Pending,
        HubAnswer::NotPublic,
        MISSING,
        AGAIN,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
    ]
}

/// The same: by the subdomain it shows none.
const MISSING: HubAnswer = HubAnswer::AskById {
    is_missing: true,
    is_denied: false,
};

/// The Hub is to be asked by the id that the page claims.
const AGAIN: HubAnswer = HubAnswer::AskById {
    is_missing: false,
    is_denied: false,
};

const APP: &str = "https://owner-name.hf.space";

#[test]
fn an_app_is_found_by_its_address_and_by_its_id() {
    for src in [
        APP,
        "https://owner-name.hf.space/",
        "https://Owner-Name.HF.space/?a=1#b",
    ] {
        assert_eq!(hosts(&app(src)), ["owner-name.hf.space"], "{src}");
    }
    for space in ["owner/name", "Owner/Name", "owner/na.me", "owner/na_me"] {
        let host = id(space).subdomain() + ".hf.space";
        assert_eq!(hosts(&app_by_id(space)), [host.as_str()], "{space}");
    }
}

#[test]
fn an_apps_address_comes_before_its_id() {
    let both = |src: Value, space: Value| {
        hosts(&json!({"href": BLOG, "apps": [{"src": src, "space": space}]}))
    };
    let other = json!("other/one");
    assert_eq!(both(json!(APP), other.clone()), ["owner-name.hf.space"]);
    for odd in [
        json!(null),
        json!(""),
        json!("/app"),
        json!(7),
        json!("https://app.example/"),
    ] {
        assert_eq!(
            both(odd.clone(), other.clone()),
            ["other-one.hf.space"],
            "{odd}"
        );
        assert_eq!(both(odd, json!("one")), [""; 0]);
    }
    assert_eq!(both(json!(APP), json!(null)), ["owner-name.hf.space"]);
}

#[test]
fn a_frame_is_found_by_its_address() {
    for src in [
        APP,
        "https://owner-name.hf.space/?__theme=dark",
        "https://owner-name.hf.space/x/",
    ] {
        assert_eq!(hosts(&frame(src)), ["owner-name.hf.space"], "{src}");
    }
}

#[test]
fn a_domain_of_its_own_is_found_by_what_it_claims() {
    assert_eq!(
        hosts(&claims(OWN, "owner/name")),
        ["pictures.example = owner/name"]
    );
    assert_eq!(
        hosts(&claims("https://WWW.Example", "o/n")),
        ["www.example = o/n"]
    );
    for odd in [
        "",
        "owner",
        "owner/",
        "/name",
        "owner/name/x",
        "owner/na me",
        "../name",
    ] {
        assert_eq!(hosts(&claims(OWN, odd)), [""; 0], "{odd}");
    }
    // An address that no Space has: nothing is served there that the Hub could confirm.
    for href in [
        "",
        "about:blank",
        "http://pictures.example/",
        "file:///a",
        "https://",
    ] {
        assert_eq!(hosts(&claims(href, "owner/name")), [""; 0], "{href}");
    }
    for href in [
        "https://pictures.example:8443/",
        "https://user@pictures.example/",
    ] {
        assert_eq!(hosts(&claims(href, "owner/name")), [""; 0], "{href}");
    }
}

#[test]
fn without_a_config_that_can_be_read_there_is_no_claim() {
    let with = |config: Value| {
        let mut page = claims(OWN, "owner/name");
        page["config"] = config;
        hosts(&page)
    };
    let long = |length: usize| {
        let config = r#"window.gradio_config = {"space_id": "owner/name", "x": ""}"#;
        let fill = "x".repeat(length.checked_sub(config.len()).unwrap());
        with(json!(config.replace("\"\"", &format!("\"{fill}\""))))
    };
    assert_eq!(long(MAX_CONFIG_LENGTH), ["pictures.example = owner/name"]);
    assert_eq!(long(MAX_CONFIG_LENGTH.checked_add(1).unwrap()), [""; 0]);
    for odd in [
        json!(null),
        json!(7),
        json!({"space_id": "owner/name"}),
        json!(["window.gradio_config = {\"space_id\": \"owner/name\"}"]),
        json!(""),
        json!("{\"space_id\": \"owner/name\"}"),
        json!("window.gradio_config = {"),
        json!("window.gradio_config = {\"space_id\": 7}"),
        json!("window.gradio_config = [\"owner/name\"]"),
    ] {
        assert_eq!(with(odd.clone()), [""; 0], "{odd}");
    }
}

#[test]
fn what_serves_files_only_is_left_out() {
    let address = "https://owner-name.static.hf.space/index.html";
    assert_eq!(hosts(&app(address)), [""; 0]);
    assert_eq!(hosts(&frame(address)), [""; 0]);
}

#[test]
fn the_page_itself_comes_first_then_its_apps_then_its_frames() {
    let mut page = claims(OWN, "owner/name");
    page["apps"] = json!([{"src": "https://b-1.hf.space/"}, {"space": "a/1"}]);
    page["frames"] = json!(["https://d-1.hf.space/", "https://c-1.hf.space/"]);
    let expected = [
        "pictures.example = owner/name",
        "b-1.hf.space",
        "a-1.hf.space",
        "d-1.hf.space",
        "c-1.hf.space",
    ];
    assert_eq!(hosts(&page), expected);
}

#[test]
fn what_is_there_twice_is_found_once() {
    let page = json!({
        "href": BLOG,
        "apps": [
            {"src": APP}, {"src": "https://OWNER-name.hf.space/?a=1"}, {"space": "Owner/Name"},
            {"space": "owner/name"}, {"src": "https://other-one.hf.space/"},
        ],
        "frames": [APP, "https://owner-name.hf.space/#b", "https://other-one.hf.space/x"],
    });
    assert_eq!(hosts(&page), ["owner-name.hf.space", "other-one.hf.space"]);
}

#[test]
fn five_are_enough() {
    let addresses: Vec<String> = (1..=2_000)
        .map(|number| format!("https://a-{number}.hf.space/"))
        .collect();
    let five = [1, 2, 3, 4, 5].map(|number| format!("a-{number}.hf.space"));
    assert_eq!(hosts(&json!({"href": BLOG, "frames": addresses})), five);
    let apps: Vec<Value> = addresses.iter().map(|src| json!({"src": src})).collect();
    let mut page = claims(OWN, "owner/name");
    page["apps"] = json!(apps);
    page["frames"] = json!(addresses);
    let found = hosts(&page);
    assert_eq!(found.len(), 5);
    assert_eq!(found[1..], five[..4]);
    // What is left out does not count.
    let frames = [[""; 50].as_slice(), &[APP]].concat();
    let one = json!({"href": BLOG, "frames": frames});
    assert_eq!(hosts(&one), ["owner-name.hf.space"]);
}

#[test]
fn hostile_addresses_are_no_spaces() {
    let long = format!("https://{}.hf.space/", "a".repeat(64));
    let huge = "https://a-b.hf.space.".to_owned() + &"x".repeat(1_000_000);
    let texts = [
        "",
        " ",
        "javascript:alert(1)",
        "javascript://owner-name.hf.space/%0aalert(1)",
        "data:text/html,https://owner-name.hf.space/",
        "blob:https://owner-name.hf.space/0",
        "about:srcdoc",
        "http://owner-name.hf.space/",
        "//owner-name.hf.space/",
        " https://owner-name.hf.space/",
        "https:owner-name.hf.space",
        "https:///owner-name.hf.space/",
        "https://hf.space/",
        "https://.hf.space/",
        "https://a.b.hf.space/",
        "https://owner-name.hf.space./",
        "https://owner-name.hf.space:8443/",
        "https://owner-name.hf.space.evil.example/",
        "https://owner-name.hf.space@evil.example/",
        "https://evil.example@owner-name.hf.space/",
        "https://evil.example/owner-name.hf.space/",
        "https://evil.example?.hf.space/",
        "https://evil.example#.hf.space/",
        "https://evil.example\\.hf.space/",
        "https://evil example.hf.space/",
        "https://owner_name.hf.space/",
        "https://öwner-name.hf.space/",
        "https://<b>.hf.space/",
        "https://evilhf.space/",
        "https://huggingface.co/spaces/owner/name",
        "\0",
        "owner/name",
        &long,
        &huge,
    ];
    for text in texts {
        assert_eq!(hosts(&app(text)), [""; 0], "{text:.80}");
        assert_eq!(hosts(&frame(text)), [""; 0], "{text:.80}");
    }
    for text in texts.into_iter().filter(|text| *text != "owner/name") {
        assert_eq!(hosts(&app_by_id(text)), [""; 0], "{text:.80}");
    }
}

#[test]
fn values_of_other_kinds_are_nothing() {
    let odd = [
        json!(null),
        json!(7),
        json!(true),
        json!([APP]),
        json!({"src": APP}),
        json!([]),
    ];
    for value in odd {
        assert_eq!(hosts(&frame(value.clone())), [""; 0], "{value}");
        assert_eq!(hosts(&app(value.clone())), [""; 0], "{value}");
        assert_eq!(hosts(&app_by_id(value.clone())), [""; 0], "{value}");
    }
    for list in [
        json!(null),
        json!(7),
        json!(APP),
        json!({"0": APP}),
        json!({"src": APP}),
    ] {
        let page = json!({"href": BLOG, "apps": list, "frames": list, "config": list});
        assert_eq!(hosts(&page), [""; 0], "{list}");
    }
    for page in [
        json!(null),
        json!([]),
        json!(APP),
        json!({}),
        json!([app(APP)]),
    ] {
        assert_eq!(hosts(&page), [""; 0], "{page}");
    }
}

#[test]
fn a_space_whose_id_makes_no_host_is_not_looked_for() {
    // A label of a host has 63 characters at most.
    let name = |length: usize| "owner/".to_owned() + &"n".repeat(length);
    let host = id(&name(57)).subdomain() + ".hf.space";
    assert_eq!(hosts(&app_by_id(name(57))), [host]);
    assert_eq!(hosts(&app_by_id(name(58))), [""; 0]);
}

#[test]
fn a_host_of_the_hubs_has_a_label_and_a_domain_of_its_own_has_none() {
    let label = |page: &Value| found(page)[0].subdomain().map(str::to_owned);
    assert_eq!(label(&frame(APP)).as_deref(), Some("owner-name"));
    assert_eq!(label(&claims(OWN, "owner/name")), None);
}

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
    all[1].seen(&ours(&page), answer, false).unwrap()
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
            let seen = found(&page)[0].seen(&ours(&page), answer, private).unwrap();
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
    assert_eq!(found[0].seen(&ours(&page), answer, false), None);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any_address().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let key = prop::sample::select(vec!["href", "config", "apps", "frames", "src", "space"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|entries| {
                entries
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect()
            }),
        ]
    })
}

fn any_address() -> impl Strategy<Value = String> {
    let pieces = [
        "https://",
        "http://",
        "a-b",
        "A-B",
        ".hf.space",
        ".static",
        "pictures.example",
        "/",
        "?",
        "#",
        "a=1",
        "__sign=x",
        "@",
        ":",
        " ",
        "%2e",
        "é",
        "huggingface.co",
        "spaces",
        "a/b",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..7)
        .prop_map(|pieces| pieces.concat())
}

fn any_answer() -> impl Strategy<Value = HubAnswer> {
    prop::sample::select(
        [
            no_answers().as_slice(),
            &[described("a/b", "pictures.example")],
        ]
        .concat(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_page_holds_only_spaces_are_found(
        whole in any_json(), apps in any_json(), frames in any_json(), href in any_address(),
        claim in any_address(), answer in any_answer(), private in any::<bool>(),
    ) {
        let config = format!("window.gradio_config = {}", json!({"space_id": claim}));
        let shaped = json!({
            "href": href, "config": config, "frames": [frames],
            "apps": [{"src": claim, "space": apps}, apps],
        });
        for page in [whole, shaped] {
            let all = found(&page);
            prop_assert!(all.len() <= 5);
            for (index, one) in all.iter().enumerate() {
                prop_assert!(all.iter().skip(index).skip(1).all(|other| other.host != one.host));
                let is_app = matches!(
                    Address::read(&format!("https://{}/", one.host)),
                    Address::App { is_static: false, .. }
                );
                prop_assert!(is_app || (index == 0 && one.claimed_id.is_some()), "{:?}", one);
                let seen = one.seen(&ours(&page), answer.clone(), private);
                let Some(seen) = seen else {
                    prop_assert!(one.claimed_id.is_some());
                    continue;
                };
                prop_assert_eq!(seen.framing.is_top, one.claimed_id.is_some());
                if one.claimed_id.is_none() {
                    prop_assert_eq!(seen.href, format!("https://{}/", one.host));
                }
            }
        }
    }

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
