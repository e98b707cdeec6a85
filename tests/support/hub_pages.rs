//! Hub pages: the captured ones, and one that nobody captured yet.

// Each test uses what it needs.
#![allow(dead_code)]

use super::pages::{attribute, script, stored};
use scraper::Html;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use whose_quota::facts::{Framing, HubPageText, PageInput};

/// A ZeroGPU Space's app page, signed out.
pub const SIGNED_OUT: &str = "01-loggedout-spacepage-zerogpu-2025-11-08.html";
/// A CPU Space's app page, signed out.
pub const CPU: &str = "02-loggedout-spacepage-cpu-two-domains-2025-09-12.html";
/// Not a Space's page, signed in.
pub const SIGNED_IN: &str = "04-loggedin-mainheader-zerogpu-usage-2025-12-14.html";

/// The address of the page in [`SIGNED_OUT`].
pub const ADDRESS: &str = "https://huggingface.co/spaces/linoyts/Qwen-Image-Edit-Angles";

/// A captured page's texts, parsed once.
pub fn captured(name: &'static str) -> HubPageText {
    static PARSED: LazyLock<Mutex<HashMap<&str, HubPageText>>> = LazyLock::new(Mutex::default);
    let mut parsed = PARSED.lock().unwrap();
    parsed.entry(name).or_insert_with(|| parse(name)).clone()
}

fn parse(name: &str) -> HubPageText {
    texts(&stored(&["captures/", name].concat()))
}

/// The texts of a page.
pub fn texts(html: &str) -> HubPageText {
    let page = Html::parse_document(html);
    let props = |target: &str| {
        let selector = format!("[data-target={target}][data-props]");
        attribute(&page, &selector, "data-props")
    };
    HubPageText {
        theme_monitor: props("SystemThemeMonitor"),
        main_header: props("MainHeader"),
        space_header: props("SpaceHeader"),
        space_page: props("SpacePageInner"),
        visit_counter: script(&page, &["window.plausible", "plausible"]),
    }
}

/// A ZeroGPU Space's app page as a free account sees it: no capture exists, so it is put together
/// of two, and of the plan's documented value.
pub fn signed_in() -> HubPageText {
    let (space, account) = (captured(SIGNED_OUT), captured(SIGNED_IN));
    let page = space.space_page.unwrap();
    HubPageText {
        space_header: space.space_header,
        space_page: Some(page.replace(r#""user":"anonymous""#, r#""user":"free""#)),
        ..account
    }
}

/// A Hub page as the tab itself.
pub fn seen(text: HubPageText) -> PageInput {
    PageInput {
        href: ADDRESS.to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        hub_page: Some(text),
        ..PageInput::default()
    }
}
