//! Reads the parts of a popup.

// Each test uses what it needs.
#![allow(dead_code)]

#[path = "discussions.rs"]
mod discussions;

use super::elements::{attribute, elements, with_class, with_tag};
use super::locale;
use super::popup_tabs::{built, of};
use serde_json::Value;
use whose_quota::facts::Facts;
use whose_quota::ui::element::Element;

pub fn text_of(popup: &Element, id: &str) -> String {
    let all = elements(popup);
    let mut found = all
        .iter()
        .filter(|element| attribute(element, "id") == Some(id));
    let text = found.next().map(|element| element.text.clone());
    assert!(found.next().is_none(), "two of {id}");
    text.unwrap_or_default()
}

pub fn verdict(popup: &Element) -> String {
    text_of(popup, "verdict")
}

pub fn grade(popup: &Element) -> String {
    text_of(popup, "grade")
}

/// The grade's words where the verdict follows from the place.
pub const DERIVED: &str = "It follows from how the page was opened.";
/// Where it follows from the hardware.
pub const HARDWARE: &str = "It follows from what the Space runs on.";
/// Where not everything is known.
pub const ASSUMED: &str = "We couldn't read everything.";

pub fn causes(popup: &Element) -> Vec<&str> {
    let all = elements(popup).into_iter();
    all.filter(|element| element.class == "cause")
        .map(|element| element.text.as_str())
        .collect()
}

/// The section under a heading.
pub fn section<'a>(popup: &'a Element, heading: &str) -> Option<&'a Element> {
    let said = locale::lookup(heading, &[]);
    popup.children.iter().find(|section| {
        section
            .children
            .first()
            .is_some_and(|first| first.tag == "h2" && first.text == said)
    })
}

pub fn remaining(message: &Value) -> Element {
    section(&built(message), "popup_remaining").unwrap().clone()
}

/// What can be pressed at the verdict: its class, what it does, and its words.
pub fn actions(popup: &Element) -> Vec<String> {
    let all = elements(popup).into_iter();
    let rows: Vec<&Element> = all.filter(|element| element.class == "actions").collect();
    assert!(rows.len() <= 1);
    rows.iter()
        .flat_map(|row| &row.children)
        .map(|action| {
            let href =
                attribute(action, "href").map(|href| " = ".to_owned() + discussions::bare(href));
            let target = attribute(action, "target").map(|target| " ".to_owned() + target);
            [
                action.class.as_ref(),
                " ",
                attribute(action, "data-act").unwrap(),
                ": ",
                &action.text,
                &href.unwrap_or_default(),
                &target.unwrap_or_default(),
            ]
            .concat()
        })
        .collect()
}

pub const ABOUT: &str =
    "plain follow: About ZeroGPU = https://huggingface.co/docs/hub/spaces-zerogpu _blank";

pub fn fact_list(popup: &Element) -> Vec<String> {
    let lists = with_class(popup, "facts");
    (lists.iter().flat_map(|list| &list.children))
        .map(|fact| {
            let [spoken, label, text] = [0, 1, 2].map(|index| &fact.children[index]);
            assert_eq!(
                [
                    spoken.class.as_ref(),
                    label.class.as_ref(),
                    text.class.as_ref()
                ],
                ["spoken", "label", "fact"]
            );
            let mark = match fact.class.as_ref() {
                "good" => "Fine:",
                "bad" => "Hinders:",
                "open" => "Note:",
                other => panic!("{other}"),
            };
            assert_eq!(spoken.text, mark);
            format!("{} {}: {}", fact.class.as_ref(), label.text, text.text)
        })
        .collect()
}

#[track_caller]
pub fn fact(facts: &Facts, label: &str) -> String {
    let all = fact_list(&of(facts));
    let mut found = all
        .iter()
        .filter(|fact| fact.split([' ', ':']).nth(1) == label.split(' ').next());
    let fact = found.next().unwrap_or_else(|| panic!("{label}")).clone();
    fact.replace(&format!(" {label}:"), "")
}

/// The rows of the table of figures: who, with what is said of them, and how many minutes.
pub fn figures(popup: &Element) -> Vec<String> {
    with_tag(popup, "tr")
        .into_iter()
        .skip(1)
        .map(|row| {
            let [who, minutes] = [&row.children[0], &row.children[1]];
            let chips: Vec<&str> = who.children.iter().map(|chip| chip.text.as_str()).collect();
            assert_eq!(row.class == "own", !chips.is_empty());
            assert_eq!(
                (who.tag.as_ref(), attribute(who, "scope")),
                ("th", Some("row"))
            );
            format!("{} [{}] {}", who.text, chips.join(", "), minutes.text)
        })
        .collect()
}
