//! What the headers of a run tell of whom it counts for, and that no token gets out.

#[path = "support/requests.rs"]
mod requests;

use proptest::prelude::*;
use requests::{AT, HOST, base64url, named, ours, post, request, run, token};
use serde_json::{Value, json};
use whose_quota::facts::{Identity, Run, TokenSubject};

#[test]
fn a_pass_is_seen_in_any_case_and_among_any_headers() {
    let others = [("content-type", "application/json"), ("cookie", "x-ip")];
    assert_eq!(run(&others).identity, Identity::Absent);
    for name in [
        "x-zerogpu-token",
        "X-ZeroGPU-Token",
        "X-ZEROGPU-TOKEN",
        "x-ip-token",
        "X-IP-Token",
        "x-iP-tOKEN",
    ] {
        for value in ["", "anything", "a.b.c"] {
            let seen = run(&[("content-type", "x"), (name, value), ("accept", "*/*")]);
            assert_eq!(
                (seen.identity, seen.token_subject),
                (Identity::Present, None)
            );
        }
    }
    for name in [
        "x-zerogpu-uuid",
        "x-zerogpu-tokens",
        "zerogpu-token",
        "x-ip",
        "ip-token",
        " x-ip-token",
        "x_ip_token",
        "authorization",
        "",
    ] {
        let seen = run(&[(name, "a.b.c")]);
        assert_eq!(seen.identity, Identity::Absent, "{name}");
    }
}

#[test]
fn headers_that_are_odd_are_no_pass_and_a_pass_may_lack_its_text() {
    let with = |headers: Value| {
        let url = format!("{HOST}/call/x");
        let request = json!({"method": "POST", "url": url, "at": AT, "headers": headers});
        let run = Run::of_request(&ours(&request)).unwrap();
        (run.identity, run.token_subject)
    };
    for odd in [
        json!(null),
        json!("x-ip-token"),
        json!({"name": "x-ip-token"}),
        json!([null, 7, "x-ip-token", ["x-ip-token"], {}]),
        json!([{"name": null}, {"name": 7}, {"value": "x-ip-token"}]),
    ] {
        assert_eq!(with(odd.clone()), (Identity::Absent, None), "{odd}");
    }
    for name in ["x-ip-token", "x-zerogpu-token"] {
        for odd in [json!(null), json!(7), json!([]), json!({})] {
            let headers = json!([{"name": name, "value": odd}]);
            assert_eq!(with(headers), (Identity::Present, None));
        }
        // Firefox gives what is not UTF-8 as bytes.
        let headers = json!([{"name": name, "binaryValue": [1, 2]}]);
        assert_eq!(with(headers), (Identity::Present, None));
    }
}

#[test]
fn a_relayed_pass_names_a_user_an_address_or_an_error() {
    let cases = [
        (r#"{"ip":"203.0.113.7"}"#, Some(TokenSubject::Address)),
        (
            r#"{"ip":"203.0.113.7","error":null}"#,
            Some(TokenSubject::Address),
        ),
        (
            r#"{"ip":"203.0.113.7","error":false}"#,
            Some(TokenSubject::Address),
        ),
        (
            r#"{"ip":"203.0.113.7","user":null,"error":null}"#,
            Some(TokenSubject::Address),
        ),
        (r#"{"user":"ada"}"#, Some(TokenSubject::User)),
        (
            r#"{"ip":"203.0.113.7","user":"ada","error":null}"#,
            Some(TokenSubject::User),
        ),
        (
            r#"{"user":{"name":"ada"},"ip":"::1"}"#,
            Some(TokenSubject::User),
        ),
        (
            r#"{"error":"InvalidRepoToken"}"#,
            Some(TokenSubject::Faulty),
        ),
        (
            r#"{"ip":"203.0.113.7","error":"InvalidRepoToken"}"#,
            Some(TokenSubject::Faulty),
        ),
        (
            r#"{"ip":"::1","user":"ada","error":"Expired"}"#,
            Some(TokenSubject::Faulty),
        ),
        (r#"{"ip":"::1","error":""}"#, Some(TokenSubject::Address)),
        (
            r#"{"ip":"::1","user":"","error":""}"#,
            Some(TokenSubject::Address),
        ),
        (
            r#"{"ip":"::1","user":"ada","error":""}"#,
            Some(TokenSubject::User),
        ),
        ("{}", None),
        (r#"{"sub":"ada","iat":1}"#, None),
        (r#"{"ip":null,"user":null,"error":null}"#, None),
        (r#"{"ip":false,"user":false}"#, None),
        (r#"{"USER":"ada"}"#, None),
        (r#"{"claims":{"user":"ada"}}"#, None),
    ];
    for (claims, expected) in cases {
        assert_eq!(named(&token(claims)), expected, "{claims}");
        // White space moves the claims to each place in the groups of four characters.
        for spaces in ["\n", "  ", "   "] {
            let claims = format!("{spaces}{claims}");
            assert_eq!(named(&token(&claims)), expected, "{claims}");
        }
    }
}

#[test]
fn every_character_of_base64url_is_read() {
    // All 64 of them, and no user but in the end.
    let odd: String = (0..=255).filter_map(char::from_u32).collect();
    let claims = json!({"x": odd, "y": "?>?>~~~\u{7ff}\u{ffff}\u{10ffff}", "user": "ada"});
    let token = token(&claims.to_string());
    let payload = token.split('.').nth(1).unwrap();
    assert!(payload.contains('-') && payload.contains('_'));
    assert_eq!(named(&token), Some(TokenSubject::User));
}

#[test]
fn padding_may_follow() {
    for claims in [r#"{"user":"a"}"#, r#"{"user":"ab"}"#, r#"{"user":"abc"}"#] {
        let payload = base64url(claims.as_bytes());
        let padding = "=".repeat((4 - payload.len() % 4) % 4);
        let token = format!("x.{payload}{padding}.x");
        assert_eq!(named(&token), Some(TokenSubject::User), "{token}");
    }
}

#[test]
fn a_damaged_pass_names_nobody_and_is_a_pass_still() {
    let user = r#"{"user":"ada"}"#;
    let payload = base64url(user.as_bytes());
    for whole in [
        payload.as_str(),
        "eyJ1c2VyIjoifn5-In0",
        "eyJ1c2VyIjoiPz8_In0",
    ] {
        assert_eq!(named(&format!("x.{whole}.x")), Some(TokenSubject::User));
    }
    let not_utf8 = base64url(b"{\"user\":\"\xff\"}");
    let texts = [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        payload.clone(),
        // One part is missing.
        format!("x.{payload}"),
        format!("{payload}.x"),
        format!(".{payload}"),
        format!("{payload}.x.y"),
        format!("x.y.{payload}"),
        // One part, or two, too many: ZeroGPU refuses those as well.
        format!("x.{payload}.x.y"),
        format!("x.{payload}.x."),
        format!("x.{payload}.x.y.z"),
        // Not base64url.
        format!("x.{payload}!.x"),
        format!("x.!{payload}.x"),
        format!("x. {payload}.x"),
        format!("x.{payload}\n.x"),
        format!("x.={payload}.x"),
        "x.eyJ1=c2VyIjoiYWRhIn0.x".to_owned(),
        format!("x.{payload}é.x"),
        format!("x.{payload}\u{0}.x"),
        // A lone character at the end holds no byte.
        "x.eyJ1c2VyIjoiYWRhIn0gI.x".to_owned(),
        "x.e.x".to_owned(),
        // The other alphabet: `+` and `/`.
        "x.eyJ1c2VyIjoifn5+In0.x".to_owned(),
        "x.eyJ1c2VyIjoiPz8/In0.x".to_owned(),
        // Not JSON, not an object, not text.
        token(""),
        token("nonsense"),
        token(r#"{"user":"ada""#),
        token(r#"{"user":"ada"}}"#),
        token(r#"{"user":"ada"} x"#),
        token(r#"{'user':'ada'}"#),
        token(r#"[{"user":"ada"}]"#),
        token(r#""user""#),
        token("7"),
        token("null"),
        token("true"),
        token(&"[".repeat(10_000)),
        format!("x.{not_utf8}.x"),
    ];
    for text in texts {
        assert_eq!(named(&text), None, "{text:.80}");
    }
}

#[test]
fn of_two_passes_the_hubs_own_counts_which_nobody_reads() {
    for claims in [
        r#"{"user":"ada"}"#,
        r#"{"ip":"::1"}"#,
        r#"{"ip":"::1","error":"InvalidRepoToken"}"#,
    ] {
        let token = token(claims);
        let relayed = ("X-IP-Token", token.as_str());
        assert!(run(&[relayed]).token_subject.is_some());
        for handed_over in [("x-zerogpu-token", token.as_str()), ("X-ZeroGPU-Token", "")] {
            for headers in [[relayed, handed_over], [handed_over, relayed]] {
                let run = run(&headers);
                assert_eq!((run.identity, run.token_subject), (Identity::Present, None));
            }
        }
        // Only what an app sends by itself is read.
        assert_eq!(
            run(&[("x-zerogpu-token", token.as_str())]).token_subject,
            None
        );
    }
}

#[test]
fn five_megabytes_are_read_like_five_bytes() {
    let long = "x".repeat(5_000_000);
    let claims = format!(r#"{{"x":"{long}","user":"ada"}}"#);
    assert_eq!(named(&token(&claims)), Some(TokenSubject::User));
    assert_eq!(named(&long), None);
    assert!(post(&format!("{HOST}/{long}/queue/join")).is_some());
    for damaged in [
        ".".repeat(500_000),
        format!("x.{}.x", "x".repeat(500_000)),
        format!("x.{}.x", "=".repeat(500_000)),
        token(&"[".repeat(500_000)),
        token(&r#"{"":"#.repeat(100_000)),
    ] {
        assert_eq!(named(&damaged), None);
    }
    let slashes = "/".repeat(500_000);
    assert_eq!(post(&format!("{HOST}{slashes}")), None);
    assert!(post(&format!("{HOST}{slashes}call/x{slashes}")).is_some());
}

#[test]
fn a_pass_that_names_nobody_carries_no_identity() {
    for (identity, token_subject, carries) in [
        (Identity::Present, None, true),
        (Identity::Present, Some(TokenSubject::User), true),
        (Identity::Present, Some(TokenSubject::Address), false),
        (Identity::Present, Some(TokenSubject::Faulty), false),
        (Identity::Absent, None, false),
    ] {
        let run = Run {
            at: AT.to_owned(),
            subdomain: String::new(),
            identity,
            token_subject,
            before_handshake: false,
            is_chained: false,
            called: None,
        };
        assert_eq!(run.carries_identity(), carries, "{run:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_token_no_name_and_no_query_gets_into_the_message(
        secret in "[A-Za-z0-9_-]{16,64}",
        parts in prop::collection::vec("[A-Za-z0-9_.=-]{0,24}", 0..3),
        claim in prop::sample::select(vec!["user", "ip", "error", "sub"]),
        name in prop::sample::select(vec!["x-ip-token", "X-IP-Token", "x-zerogpu-token", "cookie"]),
    ) {
        let plain = format!("{}{secret}{}", parts.join("."), parts.concat());
        let inside = token(&json!({ claim: secret }).to_string());
        let url = format!("{HOST}/{secret}/call/{secret}?__sign={secret}#{secret}");
        for value in [&plain, &inside] {
            let headers = [(name, value.as_str()), ("cookie", secret.as_str())];
            let run = request("POST", &url, &headers).unwrap();
            let written = serde_json::to_string(&run).unwrap();
            let payload = value.split('.').nth(1).filter(|part| part.len() > 8);
            for text in [written, format!("{run:?}")] {
                prop_assert!(!text.contains(&secret), "{text}");
                prop_assert!(payload.is_none_or(|payload| !text.contains(payload)), "{text}");
            }
        }
    }

    #[test]
    fn whom_a_pass_names_is_read_as_its_json_says(
        claims in prop::collection::btree_map(
            prop::sample::select(vec!["user", "ip", "error", "x", "ünïcode"]),
            prop_oneof![
                Just(Value::Null),
                Just(json!(false)),
                "[ -~]{1,40}".prop_map(Value::String),
                ".{1,20}".prop_map(Value::String),
            ],
            0..5,
        ),
    ) {
        let has = |claim| claims.get(claim).is_some_and(Value::is_string);
        let expected = match (has("error"), has("user"), has("ip")) {
            (true, _, _) => Some(TokenSubject::Faulty),
            (_, true, _) => Some(TokenSubject::User),
            (_, _, true) => Some(TokenSubject::Address),
            _ => None,
        };
        prop_assert_eq!(named(&token(&json!(claims).to_string())), expected);
    }
}
