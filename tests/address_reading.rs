//! Which addresses are an app's or a Hub page's, and which Space's.

use proptest::prelude::*;
use whose_quota::facts::{Address, SpaceId};

fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

fn app(subdomain: &str) -> Address {
    Address::App {
        subdomain: subdomain.to_owned(),
        is_static: false,
        is_signed: false,
    }
}

fn signed(href: &str) -> bool {
    matches!(
        Address::read(href),
        Address::App {
            is_signed: true,
            ..
        }
    )
}

#[test]
fn an_app_is_known_by_its_host() {
    for href in [
        "https://owner-name.hf.space",
        "https://owner-name.hf.space/",
        "https://owner-name.hf.space/gradio_api/info?x=1#y",
        "https://owner-name.hf.space?x=1",
        "https://owner-name.hf.space#y",
        "https://Owner-NAME.HF.Space/",
    ] {
        assert_eq!(Address::read(href), app("owner-name"), "{href}");
    }
}

#[test]
fn a_replica_tag_belongs_to_the_label() {
    assert_eq!(Address::read("https://abc--tag.hf.space/"), app("abc--tag"));
}

#[test]
fn a_static_host_has_the_label_before_static() {
    let expected = Address::App {
        subdomain: "a-b".to_owned(),
        is_static: true,
        is_signed: false,
    };
    assert_eq!(
        Address::read("https://a-b.static.hf.space/index.html"),
        expected
    );
    assert_eq!(Address::read("https://static.hf.space/"), app("static"));
    assert_eq!(
        Address::read("https://a.static.static.hf.space/"),
        Address::Other
    );
}

#[test]
fn a_label_has_1_to_63_letters_digits_and_dashes() {
    let host = |label: &str| Address::read(&format!("https://{label}.hf.space/"));
    let longest = "a".repeat(63);
    assert_eq!(host(&longest), app(&longest));
    assert_eq!(host("x"), app("x"));
    assert_eq!(host("0-9"), app("0-9"));
    for label in [
        "a".repeat(64).as_str(),
        "",
        "a.b",
        "a_b",
        "a b",
        "ä",
        "a%2Db",
        "a\u{0}",
        "*",
        "a,b",
    ] {
        assert_eq!(host(label), Address::Other, "{label:?}");
    }
}

#[test]
fn hosts_that_only_look_like_an_app_are_something_else() {
    for href in [
        "",
        "https://",
        "https:///",
        "about:blank",
        "about:srcdoc",
        "blob:https://a-b.hf.space/1",
        "https://hf.space/",
        "https://.hf.space/",
        "https://evil.hf.space.example/",
        "https://a-b.hf.space.",
        "https://a-bhf.space/",
        "https://example.com/a-b.hf.space/",
        "https://example.com?https://a-b.hf.space/",
        "https://example.com#.hf.space",
        "https://x.hf.space@evil.example/",
        "https://evil.example@x.hf.space/",
        "https://user:pass@x.hf.space/",
        "https://x.hf.space@",
        "https://x.hf.space:443/",
        "https://x.hf.space:8443/",
        "https://x.hf.space:",
        "http://x.hf.space/",
        "HTTPS://x.hf.space/",
        "ws://x.hf.space/",
        "//x.hf.space/",
        " https://x.hf.space/",
        "https://x.hf.space\\@evil.example/",
        "https://[::1].hf.space/",
        "https://hf.space/embed/owner/name/+",
    ] {
        assert_eq!(Address::read(href), Address::Other, "{href:?}");
    }
}

#[test]
fn a_private_spaces_pass_is_seen_in_any_spelling_and_position() {
    for query in [
        "__sign=x",
        "__sign",
        "__sign=",
        "a=1&__sign=x",
        "__sign=x&a=1",
        "&&__sign=x",
        "%5F%5Fsign=x",
        "%5f_%73ign=x",
        "__%73%69%67%6e=x",
        "__sign=x#y",
    ] {
        assert!(signed(&format!("https://a-b.hf.space/?{query}")), "{query}");
    }
    for rest in [
        "",
        "#__sign=x",
        "?a=__sign",
        "?a=1#b&__sign=x",
        "?__signs=x",
        "?_sign=x",
        "?__SIGN=x",
        "?%255F_sign=x",
        "?__sig%6=x",
        "__sign=x",
    ] {
        assert!(!signed(&format!("https://a-b.hf.space/{rest}")), "{rest}");
    }
}

#[test]
fn a_hub_page_is_known_by_its_path_on_any_of_its_tabs() {
    for href in [
        "https://huggingface.co/spaces/Owner/my.Na_me-1",
        "https://huggingface.co/spaces/Owner/my.Na_me-1/",
        "https://huggingface.co/spaces/Owner/my.Na_me-1/tree/main",
        "https://huggingface.co/spaces/Owner/my.Na_me-1?x=1#y",
        "https://HuggingFace.co/spaces/Owner/my.Na_me-1#y?/spaces/other/one",
    ] {
        assert_eq!(
            Address::read(href),
            Address::Hub(id("Owner/my.Na_me-1")),
            "{href}"
        );
    }
}

#[test]
fn other_pages_of_the_hub_and_of_others_are_something_else() {
    for href in [
        "https://huggingface.co",
        "https://huggingface.co/spaces",
        "https://huggingface.co/spaces/owner",
        "https://huggingface.co/spaces/owner/",
        "https://huggingface.co/spaces//name",
        "https://huggingface.co/Spaces/owner/name",
        "https://huggingface.co//spaces/owner/name",
        "https://huggingface.co/datasets/owner/name",
        "https://huggingface.co/spaces/../name",
        "https://huggingface.co/spaces/owner/..",
        "https://huggingface.co/spaces/owner/na%20me",
        "https://huggingface.co/?/spaces/owner/name",
        "https://huggingface.co.evil.example/spaces/owner/name",
        "https://evilhuggingface.co/spaces/owner/name",
        "https://www.huggingface.co/spaces/owner/name",
        "https://huggingface.co:444/spaces/owner/name",
        "https://huggingface.co@evil.example/spaces/owner/name",
        "http://huggingface.co/spaces/owner/name",
    ] {
        assert_eq!(Address::read(href), Address::Other, "{href}");
    }
}

#[test]
fn an_id_is_an_owner_and_a_name_that_can_stand_in_a_link() {
    let longest = "n".repeat(96);
    for text in [
        "a/b",
        "Owner/My_Name.v-1",
        "0/...",
        "-/_",
        &format!("{longest}/{longest}"),
    ] {
        assert_eq!(id(text).as_str(), text);
    }
    for text in [
        "",
        "/",
        "a",
        "a/",
        "/b",
        "a/b/c",
        "./b",
        "a/..",
        "../b",
        "a/.",
        "a b/c",
        "a/b?c",
        "a/b#c",
        "a/b%2Fc",
        "ä/b",
        "a/ß",
        "a/b\n",
        "a\\b/c",
        "a/@b",
        "a/b:c",
        &format!("{longest}n/b"),
        &format!("a/{longest}n"),
    ] {
        assert_eq!(SpaceId::parse(text), None, "{text:?}");
    }
    assert_eq!(SpaceId::new("a/b", "c"), None);
    assert_eq!(SpaceId::new("a", "b/c"), None);
}

#[test]
fn the_host_label_is_lower_case_with_dashes_for_slash_underscore_and_dot() {
    assert_eq!(
        id("azettl/consilium_ofp").subdomain(),
        "azettl-consilium-ofp"
    );
    assert_eq!(id("My.Owner/A_b.C-d").subdomain(), "my-owner-a-b-c-d");
    // Not reversible: two ids, one label.
    assert_eq!(id("a/b-c").subdomain(), id("a-b/c").subdomain());
}

#[test]
fn ids_are_the_same_whatever_their_case() {
    assert!(id("Owner/Name").is(&id("owner/NAME")));
    assert!(!id("a/b-c").is(&id("a-b/c")));
    assert!(!id("a/b").is(&id("a/bc")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_any_text_never_panics_and_finds_only_real_hosts(href in any::<String>()) {
        prop_assert_eq!(Address::read(&href), Address::Other);
    }

    #[test]
    fn only_one_whole_label_before_hf_space_is_an_app(
        authority in "[a-zA-Z0-9.@:_-]{0,20}(\\.hf\\.space)?[a-z.@:]{0,3}",
        rest in "([/?#][^@]{0,8})?",
    ) {
        let lower = authority.to_ascii_lowercase();
        let label = lower.strip_suffix(".hf.space").map(|l| l.strip_suffix(".static").unwrap_or(l));
        let expected = label.filter(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        match Address::read(&format!("https://{authority}{rest}")) {
            Address::App { subdomain, .. } => prop_assert_eq!(Some(subdomain.as_str()), expected),
            _ => prop_assert_eq!(None, expected),
        }
    }

    #[test]
    fn a_host_label_made_of_an_id_is_read_back(space in "[a-z0-9]{1,20}/[A-Za-z0-9_.-]{1,30}x") {
        let label = id(&space).subdomain();
        prop_assert_eq!(Address::read(&format!("https://{label}.hf.space/")), app(&label));
    }
}
