//! Which requests are runs.

#[path = "support/requests.rs"]
mod requests;

use proptest::prelude::*;
use requests::{AT, HOST, any_json, ours, post, request};
use serde_json::{Value, json};
use whose_quota::facts::{Identity, Run};

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

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

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
}
