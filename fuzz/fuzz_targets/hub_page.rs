//! A page of the Hub: its five texts, U+001F between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Framing, HubPage, HubPageText, PageInput};
use whose_quota_fuzz::{check_page, parts};

fuzz_target!(|input: &str| {
    let [
        theme_monitor,
        main_header,
        space_header,
        space_page,
        visit_counter,
    ] = parts(input);
    let text = HubPageText {
        theme_monitor,
        main_header,
        space_header,
        space_page,
        visit_counter,
    };
    let page = HubPage::read(&text);
    if page.plan.is_some() || page.allowance.is_some() {
        assert!(page.signed_in.is_none() || text != HubPageText::default());
    }
    check_page(&PageInput {
        href: "https://huggingface.co/spaces/owner/name?a=1&__sign=x#y".to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        hub_page: Some(text),
        ..PageInput::default()
    });
});
