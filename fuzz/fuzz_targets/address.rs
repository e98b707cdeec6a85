//! Any address, or text that is taken for one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Address, SpaceId, hub_url, link_back};

fuzz_target!(|href: &str| {
    let id = SpaceId::parse("owner/name").expect("an id");
    match Address::read(href) {
        Address::App { subdomain, .. } => {
            assert!((1..=63).contains(&subdomain.len()), "{subdomain}");
            let own = ["https://", &subdomain, ".hf.space/"].concat();
            assert!(
                matches!(Address::read(&own), Address::App { subdomain: again, .. } if again == subdomain)
            );
        }
        Address::Hub(space) => {
            assert!(
                matches!(Address::read(&hub_url(&space)), Address::Hub(again) if again == space)
            );
        }
        Address::Other => {}
    }
    if let Some(space) = SpaceId::parse(href) {
        assert_eq!(space.as_str(), href);
        assert_eq!(space.subdomain(), space.subdomain().to_ascii_lowercase());
    }
    // The link leads to the Space, is no longer than what it was made of, and stays what it is.
    let link = link_back(&id, href);
    let start = hub_url(&id);
    let rest = link.strip_prefix(&start).expect("the Space's page");
    assert!(rest.is_empty() || rest.starts_with(['?', '#']), "{link}");
    assert!(rest.len() <= href.len(), "{link}");
    assert_eq!(link_back(&id, &link), link);
    let loud = rest.to_ascii_lowercase();
    for secret in ["access_token=", "api_key=", "x-amz-signature="] {
        assert!(!loud.contains(secret), "{link}");
    }
    for start in ["?", "&", "/", "%3f", "%26"] {
        for pass in ["__sign=", "%5f%5fsign=", "__sign%3d"] {
            assert!(!loud.contains(&[start, pass].concat()), "{link}");
        }
    }
});
