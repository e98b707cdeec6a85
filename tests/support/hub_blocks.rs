//! The blocks of a Hub page, to be damaged one by one.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::{Value, json};
use whose_quota::facts::{HubPage, HubPageText};

/// The texts by name, to be damaged.
pub type Block = fn(&mut HubPageText) -> &mut Option<String>;
pub const THEME: Block = |text| &mut text.theme_monitor;
pub const MAIN: Block = |text| &mut text.main_header;
pub const HEADER: Block = |text| &mut text.space_header;
pub const PAGE: Block = |text| &mut text.space_page;
pub const COUNTER: Block = |text| &mut text.visit_counter;
pub const BLOCKS: [Block; 5] = [THEME, MAIN, HEADER, PAGE, COUNTER];

pub fn parsed(text: &HubPageText, block: Block) -> Value {
    serde_json::from_str(block(&mut text.clone()).as_ref().unwrap()).unwrap()
}

pub fn with(text: &HubPageText, block: Block, content: impl Into<Option<String>>) -> HubPageText {
    let mut text = text.clone();
    *block(&mut text) = content.into();
    text
}

/// Puts a value at a place in a block; `None` removes what is there.
pub fn changed(
    text: &HubPageText,
    block: Block,
    pointer: &str,
    value: Option<Value>,
) -> HubPageText {
    let mut tree = parsed(text, block);
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = tree.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    assert!(parent.contains_key(key), "{pointer}");
    match value {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
    with(text, block, tree.to_string())
}

pub fn read(text: &HubPageText) -> HubPage {
    HubPage::read(text)
}

/// Wrong values for any field.
pub fn odd_values(long: &str) -> Vec<Option<Value>> {
    let mut values: Vec<_> = [
        Value::Null,
        json!(7),
        json!([]),
        json!({}),
        json!(["gradio"]),
        json!({"isLoggedIn": false}),
        json!(""),
        json!("<!doctype html>"),
        json!("\u{0}\u{202e}"),
        json!(long),
    ]
    .into_iter()
    .map(Some)
    .collect();
    values.push(None);
    values
}
