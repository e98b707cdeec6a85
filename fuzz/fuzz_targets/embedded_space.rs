//! A page that was looked through on demand.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::json;
use whose_quota::facts::{Address, EmbeddedSpace, HubAnswer, Json};
use whose_quota_fuzz::check_page;

fuzz_target!(|input: &str| {
    let Some(page) = Json::parse(input) else {
        return;
    };
    let all = EmbeddedSpace::read(&page);
    assert!(all.len() <= 5);
    for found in &all {
        if let Some(label) = found.subdomain() {
            let own = ["https://", label, ".hf.space/"].concat();
            let is_app = matches!(Address::read(&own), Address::App { .. });
            assert!(is_app || found.claimed_id.is_some(), "{found:?}");
        }
        let claimed = found.claimed_id.as_ref();
        let body = json!({"id": claimed, "subdomain": found.subdomain()}).to_string();
        let described = HubAnswer::read_at(200, &body, &found.host, claimed);
        for answer in [described, HubAnswer::Denied, HubAnswer::Unreachable] {
            if let Some(input) = found.page_input(&page, answer, false) {
                check_page(&input);
            }
        }
    }
});
