//! A request that leaves an app's page: its method, its address, and a pass, U+001F between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use whose_quota::facts::{Json, Run};
use whose_quota_fuzz::{check_sent, parts};

fuzz_target!(|input: &str| {
    let [method, url, name, pass] = parts(input);
    let at = "2026-11-22T12:00:00.000Z";
    let request = json!({
        "method": method, "url": url, "at": at, "headers": [{"name": name, "value": pass}],
    });
    if let Some(run) = Run::of_request(&Json::from(request)) {
        assert_eq!(run.at, at);
        assert!((1..=63).contains(&run.subdomain.len()));
        check_sent(&run);
        // Nothing of a pass is kept but what it is good for.
        let written = serde_json::to_string(&run).expect("a run is written");
        assert!(written.len() < 300, "{written}");
    }
});
