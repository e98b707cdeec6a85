//! A page of the Hub that becomes another one in place: while its address and its data are of two
//! Spaces, or its address is that of another tab, nothing is known, and nothing is said.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;

use hub_pages::{ADDRESS, SIGNED_OUT, captured, seen, signed_in};
use whose_quota::facts::{Facts, HubPageText, PageInput, Place, is_app_tab};
use whose_quota::verdict::{BannerState, Grade, Pool, judge};

/// What is known of a page's data at an address.
fn at(address: &str, text: HubPageText) -> Facts {
    Facts::read(&PageInput {
        href: address.to_owned(),
        ..seen(text)
    })
}

#[test]
fn data_of_another_space_than_the_address_names_say_nothing() {
    for text in [captured(SIGNED_OUT), signed_in()] {
        // Control: at its own address.
        let own = at(ADDRESS, text.clone());
        assert_eq!(own.space.is_zero_gpu(), Some(true));
        let other = at("https://huggingface.co/spaces/somebody/else", text);
        let verdict = judge(&other);
        assert_eq!(other.place, Place::Hub);
        assert_eq!(other.space.is_zero_gpu(), None);
        assert_eq!(other.space.subdomain, None);
        assert_eq!(
            (verdict.pool, verdict.grade, verdict.banner),
            (Pool::Unknown, Grade::Assumed, BannerState::NotNeeded)
        );
    }
}

#[test]
fn at_the_address_of_another_tab_the_app_tab_says_nothing() {
    for tail in ["", "/", "?logs=container", "#top", "/?a=b/c#d/e"] {
        let facts = at(&[ADDRESS, tail].concat(), captured(SIGNED_OUT));
        assert_eq!(facts.place, Place::Hub, "{tail}");
        assert_eq!(judge(&facts).pool, Pool::Guest, "{tail}");
    }
    for tail in [
        "/tree/main",
        "/blob/main/app.py",
        "/discussions",
        "/discussions/?a",
    ] {
        let facts = at(&[ADDRESS, tail].concat(), captured(SIGNED_OUT));
        assert_eq!(facts.place, Place::Other, "{tail}");
        assert_eq!(judge(&facts).pool, Pool::Unknown, "{tail}");
        assert_eq!(facts.space.id, None, "{tail}");
    }
}

#[test]
fn an_address_that_is_none_is_no_app_tab() {
    for href in [
        "",
        "spaces/a/b",
        "https://huggingface.co/spaces",
        "https://huggingface.co",
    ] {
        assert!(!is_app_tab(href), "{href}");
    }
}
