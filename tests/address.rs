//! Links: always to the Space on the Hub page, never with a secret.

use proptest::collection::vec;
use proptest::prelude::*;
use whose_quota::facts::{SpaceId, hub_url, link_back, sign_in_url};

fn id(text: &str) -> SpaceId {
    SpaceId::parse(text).unwrap()
}

const DROPPED: [&str; 7] = [
    "__sign",
    "__theme",
    "_nb_redirects",
    "_target_url",
    "code",
    "state",
    "embed",
];

/// Names under which secrets travel.
const SECRETS: [&str; 29] = [
    "token",
    "id_token",
    "access_token",
    "refresh_token",
    "hf_token",
    "accessToken",
    "auth-token",
    "csrf.token",
    "api_key",
    "apikey",
    "key",
    "jwt",
    "signature",
    "sig",
    "password",
    "client_secret",
    "Authorization",
    "auth",
    "session",
    "sessionid",
    "PHPSESSIONID",
    "X-Amz-Signature",
    "X-Amz-Credential",
    "X-Amz-Security-Token",
    "X-Amz-Date",
    "X-Goog-Signature",
    "AWSAccessKeyId",
    "Key-Pair-Id",
    "GoogleAccessId",
];

#[test]
fn links_lead_to_the_hub() {
    let space = id("Owner/My_Name.v-1");
    assert_eq!(
        hub_url(&space),
        "https://huggingface.co/spaces/Owner/My_Name.v-1"
    );
    assert_eq!(
        sign_in_url(&space),
        "https://huggingface.co/login?next=/spaces/Owner/My_Name.v-1"
    );
}

#[track_caller]
fn links(rest: &str, expected: &str) {
    let link = link_back(&id("o/n"), &format!("https://o-n.hf.space/{rest}"));
    assert_eq!(
        link,
        format!("https://huggingface.co/spaces/o/n{expected}"),
        "{rest}"
    );
}

#[test]
fn the_link_back_keeps_query_and_hash_and_leaves_the_path_behind() {
    links("", "");
    links("?", "");
    links("#", "");
    links("deep/path", "");
    links("?a=1&b=ä%20+&a=2&c#tab-3", "?a=1&b=ä%20+&a=2&c#tab-3");
    links("?a=b=c?d/e", "?a=b=c?d/e");
    links("#a?b#c", "#a?b#c");
    links(
        "?encoded=code&codes=1&xstate=3&max_tokens=9&design=x&theme=dark",
        "?encoded=code&codes=1&xstate=3&max_tokens=9&design=x&theme=dark",
    );
    links(
        "?prompt=a%20token%20of%20love,%20code%20and%20a%20key",
        "?prompt=a%20token%20of%20love,%20code%20and%20a%20key",
    );
    links(
        "?url=https%3A%2F%2Fblog.example%2Fcat.png%3Fsize%3D2",
        "?url=https%3A%2F%2Fblog.example%2Fcat.png%3Fsize%3D2",
    );
}

#[test]
fn the_link_back_drops_secrets_by_their_usual_names() {
    for name in SECRETS {
        links(&format!("?a=1&{name}=SECRET&b=2"), "?a=1&b=2");
        links(&format!("?a=1&{}=SECRET", name.to_uppercase()), "?a=1");
        links(&format!("?a=1#{name}=SECRET&b=2"), "?a=1");
        links(&format!("?a=1#/page?x=1&{name}=SECRET"), "?a=1");
        // In a value: an address with a query of its own, JSON, an array of PHP's.
        links(&format!("?a=1&u=https://x.example/?{name}=SECRET"), "?a=1");
        links(
            &format!("?a=1&u=https%3A%2F%2Fx.example%2F%3Fb%3D1%26{name}%3DSECRET"),
            "?a=1",
        );
        links(&format!("?a=1&u=%253F{name}%253DSECRET"), "?a=1");
        links(&format!("?a=1&u[{name}]=SECRET"), "?a=1");
    }
    for json in [
        "{\"token\":\"SECRET\"}",
        "%7B%22api_key%22%20%3A%20%22SECRET%22%7D",
    ] {
        links(&format!("?a=1&config={json}"), "?a=1");
    }
    links("?a=1&headers=Authorization:+Bearer+SECRET", "?a=1");
}

#[test]
fn the_link_back_drops_what_looks_like_a_token() {
    let token = ["hf", "_", "abcdefghijklmnopqrstuvwxyz"].concat();
    for secret in [token.as_str(), "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x"] {
        links(&format!("?a=1&whatever={secret}"), "?a=1");
        links(&format!("?a=1#{secret}"), "?a=1");
    }
    links("?model=hf_short&b=eyJ", "?model=hf_short&b=eyJ");
}

#[test]
fn the_link_back_drops_what_is_encoded_without_end_and_what_no_server_takes() {
    links(&format!("?a=1&b=%{}3D", "25".repeat(9)), "?a=1");
    let long = "x".repeat(8_001);
    links(&format!("?{long}#top"), "");
    links(&format!("?a=1#{long}"), "");
}

#[test]
fn the_link_back_drops_secret_and_technical_parameters() {
    for name in DROPPED {
        links(&format!("?{name}=x"), "");
        links(&format!("?{name}"), "");
        links(&format!("?a=1&{name}=x&b=2&{name}=y#z"), "?a=1&b=2#z");
    }
    links("?%5F%5Fsign=x&__%74heme=dark&c%6Fde=1&a=1", "?a=1");
    links("?__sign=x&a=1#top", "?a=1#top");
}

#[test]
fn the_link_back_drops_a_hash_that_carries_such_a_parameter() {
    for name in DROPPED {
        links(&format!("?a=1#{name}=x"), "?a=1");
        links(&format!("?a=1#b=2&{name}=x&c=3"), "?a=1");
        links(&format!("?a=1#/page?{name}=x"), "?a=1");
        links(&format!("?a=1#!/{name}=x/c"), "?a=1");
        links(&format!("?a=1#?{name}=x"), "?a=1");
    }
    links("#%5F%5Fsign=x", "");
    links("#state%3Dopen", "");
    // The name of a place on the page is no parameter.
    links("#code", "#code");
    links("#embed-this", "#embed-this");
}

#[test]
fn the_link_back_from_an_odd_address_is_the_plain_one() {
    for href in [
        "",
        "x",
        "http://o-n.hf.space/?a=1#b",
        "https://x@o-n.hf.space/?a=1#b",
        "https://o-n.hf.space:1/?a=1#b",
    ] {
        assert_eq!(
            link_back(&id("o/n"), href),
            "https://huggingface.co/spaces/o/n"
        );
    }
}

/// What a server makes of a parameter's name.
fn decoded(name: &str) -> String {
    let bytes = name.as_bytes();
    let mut out = vec![];
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes
            .get(at + 1..at + 3)
            .and_then(|two| std::str::from_utf8(two).ok());
        let value = digits
            .filter(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match value {
            Some(value) if bytes[at] == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a name that must not be in a link stands in front of a `=`, in whatever spelling.
fn is_dropped(text: &str) -> bool {
    let mut text = text.to_owned();
    for _ in 0..6 {
        let plain = text.to_lowercase();
        let names = DROPPED.iter().chain(&SECRETS);
        for name in names.map(|name| name.to_lowercase()) {
            for (start, _) in plain.match_indices(&(name.clone() + "=")) {
                let before = plain[..start].chars().next_back();
                if !before.is_some_and(|char| char.is_alphanumeric() || "_-.".contains(char)) {
                    return true;
                }
            }
        }
        text = decoded(&text);
    }
    false
}

/// Fails where a link leads elsewhere, or carries what it must not.
fn check(link: &str, space: &str) -> Result<(), TestCaseError> {
    let start = format!("https://huggingface.co/spaces/{space}");
    let rest = link.strip_prefix(&start);
    prop_assert!(rest.is_some(), "{link}");
    let rest = rest.unwrap();
    prop_assert!(rest.is_empty() || rest.starts_with(['?', '#']), "{link}");
    prop_assert!(!is_dropped(rest), "{link}");
    Ok(())
}

fn space_id() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_-]{1,12}/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,12}"
}

/// A name in any spelling: each character maybe in the other case, maybe percent-encoded.
fn spelled(name: &'static str) -> impl Strategy<Value = String> {
    vec((0_u8..4, any::<bool>()), name.len()).prop_map(move |spelling| {
        let spelled = name.bytes().zip(spelling).map(|(byte, (how, is_loud))| {
            let byte = if is_loud {
                byte.to_ascii_uppercase()
            } else {
                byte
            };
            match how {
                0 => format!("%{byte:02X}"),
                1 => format!("%{byte:02x}"),
                _ => char::from(byte).to_string(),
            }
        });
        spelled.collect()
    })
}

fn dropped_name() -> impl Strategy<Value = String> {
    let names: Vec<&str> = DROPPED.iter().chain(&SECRETS).copied().collect();
    prop::sample::select(names).prop_flat_map(spelled)
}

/// As JavaScript's `encodeURIComponent`.
fn encoded(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'-' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

fn dropped_pair() -> impl Strategy<Value = (bool, String)> {
    (dropped_name(), "(=[^&#]{0,8})?").prop_map(|(name, value)| (false, name + &value))
}

fn kept_pair() -> impl Strategy<Value = (bool, String)> {
    "(a|b|prompt|max_tokens|x-y|[ä-ü]{1,3})(=[^&#=:%]{0,8}(%20|%C3%A4|%[^0-9A-Fa-f&#]|%)?)?"
        .prop_map(|pair| (true, pair))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_other_pair_and_the_hash_stay_verbatim_and_in_order(
        space in space_id(),
        path in "(/[^?#@:]{0,12})?",
        pairs in vec(prop_oneof![dropped_pair(), kept_pair()], 0..8),
        fragment in "[^=:%]{0,12}",
    ) {
        let texts: Vec<&str> = pairs.iter().map(|(_, pair)| pair.as_str()).collect();
        let kept: Vec<&str> =
            pairs.iter().filter(|(kept, _)| *kept).map(|(_, pair)| pair.as_str()).collect();
        let href = format!("https://a-b.hf.space{path}?{}#{fragment}", texts.join("&"));
        let link = link_back(&id(&space), &href);
        check(&link, &space)?;

        let mut expected = format!("https://huggingface.co/spaces/{space}");
        if !kept.is_empty() {
            expected += &format!("?{}", kept.join("&"));
        }
        if !fragment.is_empty() {
            expected += &format!("#{fragment}");
        }
        prop_assert_eq!(link, expected);
    }

    #[test]
    fn a_secret_anywhere_in_the_hash_never_gets_into_the_link(
        space in space_id(),
        before in "([a-z/!?]{0,6}[&?/;])?",
        name in dropped_name(),
        after in "[^#]{0,8}",
    ) {
        let href = format!("https://a-b.hf.space/?a=1#{before}{name}=SECRET{after}");
        let link = link_back(&id(&space), &href);
        check(&link, &space)?;
        prop_assert!(!link.contains("SECRET"), "{link}");
        prop_assert!(link.ends_with("?a=1"), "{link}");
    }

    #[test]
    fn a_secret_inside_a_value_never_gets_into_the_link(
        space in space_id(),
        name in dropped_name(),
        parts in ("[a-z]{1,4}=", "([a-z/]{0,6}[?&;{ /])?", "[ \"'\\]]{0,2}"),
        times in 0_usize..4,
        in_hash in any::<bool>(),
    ) {
        let (outer, before, after) = parts;
        let mut value = format!("{before}{name}{after}=SECRET");
        for _ in 0..times {
            value = encoded(&value);
        }
        let mark = if in_hash { '#' } else { '?' };
        let link = link_back(&id(&space), &format!("https://a-b.hf.space/{mark}{outer}{value}"));
        check(&link, &space)?;
        prop_assert!(!link.contains("SECRET"), "{}", link);
    }

    #[test]
    fn whatever_the_address_the_link_leads_to_the_space_without_secrets(
        space in space_id(),
        href in prop_oneof![
            any::<String>(),
            "https://[^/?#]{0,20}([/?#&=]|__sign|code|%[0-9A-Fa-f]{2}|.){0,24}",
            "https://a-b.hf.space/([?#&=/;%]|__sign|%5F|_sign|state|embed|x){0,24}",
        ],
    ) {
        check(&link_back(&id(&space), &href), &space)?;
        check(&hub_url(&id(&space)), &space)?;
    }
}
