//! A page that was looked through on demand.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Address, EmbeddedSpace, HubAnswer, Json, SpaceId};
use whose_quota_fuzz::check_seen;

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
        let body = Json::object()
            .with("id", found.claimed_id.as_ref().map(SpaceId::as_str).into())
            .with("subdomain", found.subdomain().into());
        let described =
            HubAnswer::read_at(200, &body.write(), &found.host, found.claimed_id.as_ref());
        for answer in [described, HubAnswer::Denied, HubAnswer::Unreachable] {
            if let Some(seen) = found.seen(&page, answer, false) {
                check_seen(&seen);
            }
        }
    }
});
