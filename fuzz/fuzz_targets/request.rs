//! A request that leaves an app's page: its method, its address, and a pass, U+001F between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Json, Run};
use whose_quota_fuzz::{parts, rewritten};

fuzz_target!(|input: &str| {
    let [method, url, name, pass] = parts(input);
    let pass = pass.unwrap_or_default();
    let header = Json::object()
        .with("name", name.unwrap_or_default().as_str().into())
        .with("value", pass.as_str().into());
    let at = "2026-11-22T12:00:00.000Z";
    let request = Json::object()
        .with("method", method.unwrap_or_default().as_str().into())
        .with("url", url.unwrap_or_default().as_str().into())
        .with("at", at.into())
        .with("headers", Json::List(vec![header]));
    if let Some(run) = Run::of_request(&request) {
        assert_eq!(run.at, at);
        assert!((1..=63).contains(&run.to.len()));
        let message = rewritten(&run.to_message());
        assert_eq!(Run::from_message(&message), Some(run));
        // Nothing of a pass is kept but what it is good for.
        assert!(message.write().len() < 300);
    }
});
