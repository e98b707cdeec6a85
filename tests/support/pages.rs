//! Stored pages, read as `src/page/read.rs` reads them in a browser.

// Each test uses what it needs.
#![allow(dead_code)]

use scraper::{Html, Selector};

/// A file of `tests/data`.
pub fn stored(path: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/");
    std::fs::read_to_string([folder, path].concat()).unwrap()
}

/// An attribute of the first element that matches.
pub fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    let element = page.select(&Selector::parse(selector).unwrap()).next()?;
    element.attr(name).map(str::to_owned)
}

/// The first inline script that begins in one of these ways.
pub fn script(page: &Html, starts: &[&str]) -> Option<String> {
    page.select(&Selector::parse("script:not([src]):not([type])").unwrap())
        .map(|element| element.text().collect::<String>())
        .find(|text| {
            let text = text.trim_start_matches(|char: char| char.is_whitespace() || char == '(');
            starts.iter().any(|start| text.starts_with(start))
        })
}
