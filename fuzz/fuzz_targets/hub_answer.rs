//! What the Hub's API answers: the status in front of the body, U+001F between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Framing, HubAnswer, PageInput, QuotaAnswer, SpaceId};
use whose_quota_fuzz::{check_page, check_sent, parts};

fuzz_target!(|input: &str| {
    let [status, body] = parts(input);
    let status = status.and_then(|status| status.parse().ok()).unwrap_or(200);
    let body = body.unwrap_or_default();

    let claimed = SpaceId::parse("owner/name").expect("an id");
    let by_subdomain = HubAnswer::read(status, &body, "owner-name", None);
    let by_id = HubAnswer::read(status, &body, "owner-name", Some(&claimed));
    let at_domain = HubAnswer::read_at(status, &body, "pictures.example", Some(&claimed));
    if let HubAnswer::Found(space) = &by_id {
        assert!(space.id.as_ref().is_none_or(|id| id.is(&claimed)));
        assert!(matches!(by_subdomain, HubAnswer::Found(_)));
    }
    let both = by_subdomain.clone().with_answer_by_id(Some(by_id.clone()));
    let alone = by_subdomain.clone().with_answer_by_id(None);
    assert!(!matches!(alone, HubAnswer::AskById { .. }));
    for answer in [by_subdomain, by_id, at_domain, both, alone] {
        check_sent(&answer);
        check_page(&PageInput {
            href: "https://owner-name.hf.space/".to_owned(),
            framing: Framing {
                is_top: true,
                ..Framing::default()
            },
            hub_answer: answer,
            ..PageInput::default()
        });
    }

    check_sent(&QuotaAnswer::read(status, &body));
});
