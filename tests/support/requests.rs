//! Requests of an app's page, and the tokens on them.

// Each test uses what it needs.
#![allow(dead_code)]

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{Identity, Json, Run, TokenSubject};

pub const AT: &str = "2026-11-22T12:00:00.000Z";
pub const HOST: &str = "https://owner-name.hf.space";

pub fn ours(value: &Value) -> Json {
    Json::from(value.clone())
}

pub fn request(method: &str, url: &str, headers: &[(&str, &str)]) -> Option<Run> {
    let headers: Vec<Value> = headers
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let request = json!({"method": method, "url": url, "at": AT, "headers": headers});
    Run::of_request(&ours(&request))
}

pub fn post(url: &str) -> Option<Run> {
    request("POST", url, &[])
}

/// A run as it leaves.
pub fn run(headers: &[(&str, &str)]) -> Run {
    request("POST", &format!("{HOST}/gradio_api/queue/join"), headers).unwrap()
}

pub fn base64url(bytes: &[u8]) -> String {
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
pub fn token(claims: &str) -> String {
    let header = base64url(br#"{"alg":"EdDSA","typ":"JWT"}"#);
    format!("{header}.{}.c2lnbmF0dXJl", base64url(claims.as_bytes()))
}

/// Whom a relayed token names.
pub fn named(token: &str) -> Option<TokenSubject> {
    let run = run(&[("x-ip-token", token)]);
    assert_eq!(run.identity, Identity::Present);
    run.token_subject
}

/// Any JSON, with keys and words that mean something now and then.
pub fn any_json() -> impl Strategy<Value = Value> {
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
