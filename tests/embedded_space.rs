//! Spaces in pages that have no address of Hugging Face: what counts as one.

#[path = "support/embedding_pages.rs"]
mod embedding_pages;
#[path = "support/judged.rs"]
mod judged;

use embedding_pages::{
    APP, BLOG, OWN, any_answer, app, app_by_id, claims, found, frame, hosts, id, ours,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Address, MAX_CONFIG_LENGTH};

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
                let seen = one.page_input(&ours(&page), answer.clone(), private);
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
}
