//! Which requests are runs, and how little is kept of one.

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Called, Identity, Json, Run, SpaceId, TokenSubject};

const AT: &str = "2026-11-22T12:00:00.000Z";
const HOST: &str = "https://owner-name.hf.space";

fn ours(value: &Value) -> Json {
    Json::from(value.clone())
}

fn request(method: &str, url: &str, headers: &[(&str, &str)]) -> Option<Run> {
    let headers: Vec<Value> = headers
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let request = json!({"method": method, "url": url, "at": AT, "headers": headers});
    Run::of_request(&ours(&request))
}

fn post(url: &str) -> Option<Run> {
    request("POST", url, &[])
}

/// A run as it leaves.
fn run(headers: &[(&str, &str)]) -> Run {
    request("POST", &format!("{HOST}/gradio_api/queue/join"), headers).unwrap()
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |index| usize::from(*group.get(index).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..=group.len() {
            let value = bits >> (18 - 6 * index) & 63;
            text.push(char::from(*ALPHABET.get(value).unwrap()));
        }
    }
    text
}

/// A token with these claims, whose signature nobody checks.
fn token(claims: &str) -> String {
    let header = base64url(br#"{"alg":"EdDSA","typ":"JWT"}"#);
    format!("{header}.{}.c2lnbmF0dXJl", base64url(claims.as_bytes()))
}

/// Whom a relayed token names.
fn named(token: &str) -> Option<TokenSubject> {
    let run = run(&[("x-ip-token", token)]);
    assert_eq!(run.identity, Identity::Present);
    run.token_subject
}

#[test]
fn the_runs_of_every_generation_of_gradio_are_runs() {
    let expected = Run {
        at: AT.to_owned(),
        subdomain: "owner-name".to_owned(),
        identity: Identity::Absent,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    for path in [
        "/queue/join",
        "/gradio_api/queue/join",
        "/call/predict",
        "/gradio_api/call/predict",
        "/gradio_api/call/v2/predict",
    ] {
        for root in ["", "/some", "/some/root-path"] {
            for rest in ["", "/", "?", "?__theme=dark&x=1", "/?x=1", "#x", "?x=/#/y"] {
                let url = format!("{HOST}{root}{path}{rest}");
                assert_eq!(post(&url), Some(expected.clone()), "{url}");
            }
        }
    }
    for name in ["predict_1", "%2Fpredict", "0", "join", "ünïcode", "a b"] {
        assert_eq!(
            post(&format!("{HOST}/call/{name}")),
            Some(expected.clone()),
            "{name}"
        );
    }
}

#[test]
fn an_event_outside_the_queue_is_a_run_only_with_a_pass() {
    for path in [
        "/run/predict",
        "/gradio_api/run/predict",
        "/api/predict",
        "/gradio_api/api/predict",
        // A route of the app's own.
        "/api/log",
    ] {
        for root in ["", "/some/root-path"] {
            let url = format!("{HOST}{root}{path}");
            let with = |headers: &[(&str, &str)]| request("POST", &url, headers);
            assert_eq!(post(&url), None, "{url}");
            let other = with(&[("authorization", "Bearer x"), ("x-gradio-user", "app")]);
            assert_eq!(other, None, "{url}");
            for pass in ["x-zerogpu-token", "X-IP-Token"] {
                let run = with(&[(pass, "x")]).unwrap();
                assert_eq!(run.identity, Identity::Present, "{url} {pass}");
            }
        }
    }
}

#[test]
fn a_run_is_told_by_the_host_of_its_space() {
    for (url, to) in [
        ("https://a.hf.space/call/x", "a"),
        (
            "https://owner-name--tag.hf.space/queue/join",
            "owner-name--tag",
        ),
        ("https://OWNER-Name.HF.space/queue/join", "owner-name"),
        ("https://call.hf.space/call/x", "call"),
    ] {
        assert_eq!(post(url).unwrap().subdomain, to);
    }
}

#[test]
fn everything_else_that_a_page_of_gradio_asks_for_is_no_run() {
    for path in [
        "/",
        "/config",
        "/info",
        "/upload",
        "/gradio_api/upload",
        "/gradio_api/upload_progress",
        "/gradio_api/heartbeat/abc",
        "/gradio_api/component_server",
        "/gradio_api/startup-events",
        "/gradio_api/cancel",
        "/gradio_api/reset",
        "/gradio_api/stream/abc",
        "/gradio_api/file=/x/y",
        "/gradio_api/mcp/",
        "/queue/data",
        "/queue/data?session_hash=x",
        "/gradio_api/queue/status",
        "/login",
        "/theme.css",
        // Only listens for the answer of a run.
        "/call/predict/EVENT",
        "/gradio_api/call/predict/0123abc",
    ] {
        for method in ["GET", "POST"] {
            let url = format!("{HOST}{path}");
            assert_eq!(request(method, &url, &[]), None, "{method} {path}");
        }
    }
}

#[test]
fn only_a_post_is_a_run() {
    let url = format!("{HOST}/queue/join");
    assert!(request("POST", &url, &[]).is_some());
    for method in [
        "GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "post", "", "POST ", "POSTS",
    ] {
        for path in ["/queue/join", "/call/x", "/run/x", "/api/x"] {
            let url = format!("{HOST}{path}");
            assert_eq!(request(method, &url, &[]), None, "{method} {path}");
        }
    }
}

#[test]
fn a_path_that_only_looks_like_a_runs_is_none() {
    for path in [
        "/queue",
        "/join",
        "/queue/joined",
        "/queue/join/x",
        "/queues/join",
        "/myqueue/join",
        "/queue/Join",
        "/Queue/join",
        "/queue%2Fjoin",
        "/queue//join",
        "/queue/join;x",
        "/join/queue",
        "/recall/x",
        "/calls/x",
        "/CALL/x",
        "/rerun/x",
        "/apis/x",
        "/call",
        "/call/",
        "/call//",
        "/run",
        "/run/",
        "/run//",
        "/api",
        "/api/",
        "/gradio_api/",
        "/gradio_api/x",
        "/call//x",
        "/call/x/y",
        "/x?/queue/join",
        "/?y=/call/x",
        "?/run/x",
        "/#/queue/join",
        "#/api/x",
        "/x?y=1#/call/x",
        "",
    ] {
        assert_eq!(post(&format!("{HOST}{path}")), None, "{path}");
    }
}

#[test]
fn only_a_spaces_own_host_takes_runs() {
    for origin in [
        "https://huggingface.co",
        "https://example.com",
        "https://hf.space",
        "https://.hf.space",
        "https://a.b.hf.space",
        "https://owner-name.static.hf.space",
        "https://owner-name.hf.space.example.com",
        "https://owner-namehf.space",
        "http://owner-name.hf.space",
        "wss://owner-name.hf.space",
        "https://owner-name.hf.space:7860",
        "https://owner-name.hf.space:",
        "https://user@owner-name.hf.space",
        "https://owner-name.hf.space@example.com",
        "https://user:pass@owner-name.hf.space",
        "https://example.com/https://owner-name.hf.space",
        "https://example.com?https://owner-name.hf.space",
        "https://own_er.hf.space",
        "//owner-name.hf.space",
        "owner-name.hf.space",
        "",
    ] {
        for path in ["/queue/join", "/gradio_api/call/x", "/run/x", "/api/x"] {
            assert_eq!(post(&format!("{origin}{path}")), None, "{origin}{path}");
        }
    }
}

#[test]
fn a_request_that_lacks_something_is_no_run() {
    let whole = json!({"method": "POST", "url": format!("{HOST}/call/x"), "at": AT, "headers": []});
    assert!(Run::of_request(&ours(&whole)).is_some());
    for key in ["method", "url", "at"] {
        for odd in [
            None,
            Some(json!(null)),
            Some(json!(7)),
            Some(json!(["POST"])),
        ] {
            let mut request = whole.clone();
            let entries = request.as_object_mut().unwrap();
            match odd {
                Some(odd) => entries.insert(key.to_owned(), odd),
                None => entries.remove(key),
            };
            assert_eq!(Run::of_request(&ours(&request)), None, "{request}");
        }
    }
    for odd in [json!(null), json!([whole]), json!("POST"), json!({})] {
        assert_eq!(Run::of_request(&ours(&odd)), None, "{odd}");
    }
}

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

/// A run as it is sent and kept.
fn message() -> Value {
    json!({
        "at": AT, "subdomain": "a-b", "identity": "present", "tokenSubject": "user",
        "beforeHandshake": true, "isChained": true,
        "called": {"id": "other/painter", "isProtected": true},
    })
}

fn received(message: Value) -> Option<Run> {
    serde_json::from_value(message).ok()
}

fn changed(key: &str, value: Value) -> Option<Run> {
    let mut message = message();
    message[key] = value;
    received(message)
}

#[test]
fn a_run_survives_the_way_through_a_message() {
    let whole = Run {
        at: AT.to_owned(),
        subdomain: "a-b".to_owned(),
        identity: Identity::Present,
        token_subject: Some(TokenSubject::User),
        before_handshake: true,
        is_chained: true,
        called: Some(Called {
            id: SpaceId::parse("other/painter").unwrap(),
            is_protected: true,
        }),
    };
    assert_eq!(received(message()).as_ref(), Some(&whole));
    assert_eq!(serde_json::to_value(&whole).unwrap(), message());
    for identity in [Identity::Present, Identity::Absent] {
        for token_subject in [
            None,
            Some(TokenSubject::User),
            Some(TokenSubject::Address),
            Some(TokenSubject::Faulty),
        ] {
            for before_handshake in [false, true] {
                for called in [None, whole.called.clone()] {
                    let run = Run {
                        identity,
                        token_subject,
                        before_handshake,
                        called,
                        ..whole.clone()
                    };
                    assert_eq!(received(serde_json::to_value(&run).unwrap()), Some(run));
                }
            }
        }
    }
}

#[test]
fn a_run_needs_no_more_than_whether_it_carried_an_identity() {
    let expected = Run {
        at: String::new(),
        subdomain: String::new(),
        identity: Identity::Absent,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    let run = received(json!({"identity": "absent"}));
    assert_eq!(run.as_ref(), Some(&expected));
    let run = received(json!({"identity": "absent", "at": AT}));
    let at = AT.to_owned();
    assert_eq!(run, Some(Run { at, ..expected }));
}

#[test]
fn a_time_that_is_none_is_unknown_alone() {
    for time in [
        "2026-11-22T12:00:00.000Z",
        "2026-11-22T12:00:00Z",
        "2026-11-22",
    ] {
        assert_eq!(changed("at", json!(time)).unwrap().at, time);
    }
    for odd in [
        json!(null),
        json!(""),
        json!("now"),
        json!("2026"),
        json!("2026-11-2"),
        json!("2026-11-22T12:00:00.000+01:00"),
        json!("2026-11-22 12:00:00"),
        json!("Sun Nov 22 2026"),
        json!("2026-11-22T12:00:00.000Z<b>"),
        json!("0".repeat(31)),
        json!("２０２６-11-22"),
    ] {
        assert_eq!(changed("at", odd.clone()).unwrap().at, "", "{odd}");
    }
    assert!(changed("at", json!("0".repeat(30))).is_some());
}

#[test]
fn a_message_with_a_field_of_another_type_is_no_run() {
    for odd in [
        json!(null),
        json!(true),
        json!("Present"),
        json!("nonsense"),
        json!(["present"]),
    ] {
        assert_eq!(changed("identity", odd.clone()), None, "{odd}");
        let named = changed("tokenSubject", odd.clone());
        assert_eq!(named.is_some(), odd.is_null(), "{odd}");
    }
    for flag in ["beforeHandshake", "isChained"] {
        for odd in [json!(null), json!("true"), json!(1)] {
            assert_eq!(changed(flag, odd.clone()), None, "{flag} {odd}");
        }
        assert!(changed(flag, json!(false)).is_some());
    }
    for odd in [json!(null), json!(7), json!(["a-b"])] {
        assert_eq!(changed("subdomain", odd), None);
    }
    for odd in [json!(1_763_812_800_000_u64), json!([AT]), json!({"at": AT})] {
        assert_eq!(changed("at", odd), None);
    }
    for odd in [
        json!("other/painter"),
        json!({}),
        json!({"id": "no id"}),
        json!({"id": "other/painter", "isProtected": 1}),
    ] {
        assert_eq!(changed("called", odd), None);
    }
    for message in [json!(null), json!([message()]), json!("run"), json!({})] {
        assert_eq!(received(message), None);
    }
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

#[test]
fn the_words_of_the_contract_are_read_and_written() {
    for word in ["present", "absent"] {
        assert_eq!(Identity::from_name(word).unwrap().name(), word);
    }
    for word in ["user", "address", "faulty"] {
        assert_eq!(TokenSubject::from_name(word).unwrap().name(), word);
    }
}

/// Any JSON, with keys and words that mean something now and then.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "POST",
        "https://a-b.hf.space/queue/join",
        "https://a-b.hf.space/call/x?y#z",
        AT,
        "x-ip-token",
        "x-zerogpu-token",
        "eyJ9.eyJ1c2VyIjoiYWRhIn0.x",
        "present",
        "absent",
        "user",
        "faulty",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::String),
        word.prop_map(|word| json!(word)),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        let key = prop::sample::select(vec![
            "method",
            "url",
            "at",
            "headers",
            "name",
            "value",
            "subdomain",
            "identity",
            "tokenSubject",
            "beforeHandshake",
            "isChained",
            "called",
            "id",
            "x",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..6).prop_map(|entries| {
                let named = entries
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value));
                Value::Object(named.collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_ever_makes_it_panic(json in any_json()) {
        let as_request = Run::of_request(&ours(&json));
        for run in [as_request, received(json)].into_iter().flatten() {
            prop_assert_eq!(received(serde_json::to_value(&run).unwrap()), Some(run));
        }
    }

    #[test]
    fn a_request_with_odd_parts_never_makes_it_panic(
        parts in prop::collection::vec((0_usize..4, any_json()), 0..3),
        headers in prop::collection::vec((any::<String>(), any::<String>()), 0..4),
    ) {
        let headers: Vec<Value> =
            headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let mut request =
            json!({"method": "POST", "url": format!("{HOST}/call/x"), "at": AT, "headers": headers});
        for (index, odd) in parts {
            let key = *["method", "url", "at", "headers"].get(index).unwrap();
            request.as_object_mut().unwrap().insert(key.to_owned(), odd);
        }
        let _ = Run::of_request(&ours(&request));
    }

    #[test]
    fn any_address_is_a_run_only_where_its_path_and_host_say_so(
        url in prop_oneof![
            any::<String>(),
            "https://[a-z-]{1,9}(\\.static)?\\.hf\\.space(/(queue|join|call|run|api|x)?){0,4}[?#/]?",
        ],
    ) {
        if let Some(run) = post(&url) {
            let (start, path) = url.split_once(".hf.space").unwrap();
            prop_assert_eq!(start, format!("https://{}", run.subdomain));
            let path = path.split(['?', '#']).next().unwrap().trim_end_matches('/');
            let (before, name) = path.rsplit_once('/').unwrap();
            prop_assert!(
                path.ends_with("/queue/join")
                    || ["/call", "/run", "/api"].iter().any(|end| before.ends_with(end))
            );
            prop_assert!(!name.is_empty());
        }
    }

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
