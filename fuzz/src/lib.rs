//! What must hold of everything that is made of strangers' text, whatever the text.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;
use whose_quota::facts::{Facts, FrameFacts, PageFacts, PageInput};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::popup::{PopupInput, popup};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::{Judged, judge};

/// The longest text in a report: an address of a Space's Hub page.
const MAX_TEXT: usize = 256;

/// The longest that is kept of a frame: twenty runs, twenty messages, and what is known of the Space.
const MAX_KEPT: usize = 20_000;

/// Text that is to be read as several: U+001F stands between them.
pub fn parts<const N: usize>(input: &str) -> [Option<String>; N] {
    let mut parts = input.split('\u{1f}');
    [(); N].map(|()| {
        parts
            .next()
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
    })
}

/// Checks that a value arrives, and is kept, as it is sent.
pub fn check_sent<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let written = serde_json::to_string(value).expect("a value of ours is written");
    let again: T = serde_json::from_str(&written).expect("a value of ours is read");
    assert_eq!(&again, value);
}

/// Reads a message or what is kept, as far as it is a `T`, and checks that it stays the same.
pub fn received<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &Value) -> Option<T> {
    let value = serde_json::from_value(message.clone()).ok()?;
    check_sent(&value);
    Some(value)
}

/// Decides about a document, and checks all that is made of it.
pub fn check_page(input: &PageInput) {
    check_sent(&PageFacts::read(input));
    check_facts(Facts::read(input), &input.href);
}

/// Checks a document's facts, and all that is made of them.
pub fn check_facts(facts: Facts, href: &str) {
    if let Some(frame) = FrameFacts::of(&facts) {
        check_sent(&frame);
    }
    let judged = Judged::of(facts);
    let kept = serde_json::to_string(&judged).expect("a verdict is written");
    assert!(kept.len() < MAX_KEPT, "{kept}");
    check_sent(&judged);
    check_shown(&judged, href);
}

/// Checks what is said of a verdict.
pub fn check_shown(judged: &Judged, href: &str) {
    // The row that decided decides again.
    assert_eq!(judge(&judged.facts).row, judged.verdict.row);
    let reporter = Reporter::default();
    let report = report(judged, &reporter);
    check_texts(&serde_json::to_value(&report).expect("a report is written"));
    let lines = report.markdown().lines().count();
    assert!(lines < 200, "{lines} lines");
    // What is said names nobody's secrets and leads nowhere else.
    let context = NoticeContext {
        href: href.to_owned(),
        ..NoticeContext::default()
    };
    if let Some(shown) = notice(judged, &context, &localize) {
        check_links(&shown.element);
    }
    check_links(&popup(
        &PopupInput {
            href: href.to_owned(),
            judged: Some(judged.clone()),
            is_kept: true,
            ..PopupInput::default()
        },
        &localize,
    ));
}

/// Words for a key: the key, and what stands in its gaps.
pub fn localize(key: &str, args: &[String]) -> String {
    [key, ": ", &args.join(", ")].concat()
}

fn check_texts(json: &Value) {
    match json {
        Value::String(text) => assert!(text.len() <= MAX_TEXT, "{text}"),
        Value::Array(list) => list.iter().for_each(check_texts),
        Value::Object(entries) => entries.values().for_each(check_texts),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Checks that links lead to Hugging Face, or to where a figure stands.
pub fn check_links(element: &Element) {
    let allowed = ["https://huggingface.co/", "https://github.com/huggingface/"];
    for (name, href) in &element.attributes {
        assert!(
            name != "href"
                || href.is_empty()
                || allowed.iter().any(|start| href.starts_with(start)),
            "{href}"
        );
    }
    element.children.iter().for_each(check_links);
}
