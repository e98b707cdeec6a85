//! What holds in every popup, whatever it was made of.

// Each test uses what it needs.
#![allow(dead_code)]

use super::elements::{attribute, elements, with_class, with_tag};
use super::locale;
use super::popup_parts::{fact_list, section, verdict};
use std::collections::BTreeSet;
use whose_quota::ui::element::Element;
use whose_quota::ui::hide::act as hide;
use whose_quota::ui::popup::act;

pub const TAGS: &str =
    "div section h1 h2 p span a button ul li progress table tbody tr th td h3 details summary pre";

pub const ATTRIBUTES: &str = "id href rel target data-act type max value aria-label role scope dir";

pub const ACTS: [&str; 17] = [
    act::COPY_SHAPE,
    act::FOLLOW,
    act::NORMAL_WINDOW,
    act::COPY_REPORT,
    act::COPY_MARKDOWN,
    act::ASK_QUOTA,
    act::STOP_ASKING,
    act::CHECK_SOURCE,
    act::COPY_CODE,
    act::LOOK,
    act::ALLOW,
    act::RELOAD,
    hide::HIDE_SPACE,
    hide::HIDE_DAY,
    hide::SHOW_AGAIN,
    hide::OPTIONS,
    whose_quota::ui::banner::act::BACK,
];

pub fn one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|own| own == word)
}

/// Asserts what holds in every popup, whatever it was made of.
#[track_caller]
pub fn is_sound(popup: &Element) {
    let all = elements(popup);
    let mut ids = BTreeSet::new();
    for element in &all {
        assert!(
            one_of(TAGS, element.tag.as_ref()),
            "{}",
            element.tag.as_ref()
        );
        assert!(!element.class.contains(['<', '"']));
        let mut names = BTreeSet::new();
        for (name, value) in &element.attributes {
            assert!(one_of(ATTRIBUTES, name), "{name}");
            assert!(names.insert(name.clone()), "{name} twice");
            assert!(!name.starts_with("on") && *name != "style");
            if *name == "id" {
                assert!(ids.insert(value.clone()), "{value} twice");
            }
        }
        let own = |name| attribute(element, name);
        match element.tag.as_ref() {
            // The organisation's own.
            "a" if own("rel") == Some("noopener noreferrer") => {
                assert!(own("href").unwrap().starts_with("https://"));
            }
            "a" => {
                let href = own("href").unwrap();
                assert!(href.starts_with("https://huggingface.co/"), "{href}");
                assert!(!href.contains("__sign"), "{href}");
                assert_eq!(
                    (own("rel"), own("data-act")),
                    (Some("noopener"), Some(act::FOLLOW))
                );
                assert!(["_self", "_blank"].contains(&own("target").unwrap()));
                assert!(element.children.is_empty() && !element.text.is_empty());
            }
            "button" => {
                assert_eq!(own("type"), Some("button"));
                assert!(ACTS.contains(&own("data-act").unwrap()));
                assert!(element.children.is_empty() && !element.text.is_empty());
            }
            "progress" => {
                let number = |name| own(name).unwrap().parse::<u16>().unwrap();
                assert!(number("value") <= number("max"));
                assert!(!own("aria-label").unwrap().is_empty());
            }
            _ => {
                for name in ["href", "rel", "target", "data-act", "type", "max", "value"] {
                    assert_eq!(own(name), None, "{name} on {}", element.tag);
                }
            }
        }
    }
    let mains: Vec<&&Element> = all
        .iter()
        .filter(|element| element.class == "main")
        .collect();
    assert!(mains.len() <= 1);
    // What is most useful comes first.
    if let Some(main) = mains.first() {
        let row = all
            .iter()
            .find(|element| element.class == "actions")
            .unwrap();
        assert_eq!(&row.children[0], **main);
    }
    let acts: Vec<&str> = all
        .iter()
        .filter_map(|element| attribute(element, "data-act"))
        .collect();
    let often = [act::FOLLOW, act::COPY_CODE];
    for act in ACTS.into_iter().filter(|act| !often.contains(act)) {
        assert!(
            acts.iter().filter(|other| **other == act).count() <= 1,
            "{act} twice"
        );
    }
    let facts = fact_list(popup).len();
    assert!([0, 10].contains(&facts), "{facts}");
    // The other lists are what helps after a message.
    let is_explained = section(popup, "popup_message").is_some();
    let helps = with_class(popup, "helps");
    assert_eq!(helps.len(), usize::from(is_explained));
    let items: usize = helps.iter().map(|list| list.children.len()).sum();
    assert_eq!(with_tag(popup, "li").len(), facts + items);
    assert_eq!(items > 0, is_explained);
    assert_eq!(with_tag(popup, "h1").len(), 1);
    assert!(!verdict(popup).is_empty());
    let heads: Vec<&str> = with_tag(popup, "h2")
        .into_iter()
        .map(|head| head.text.as_str())
        // Of public ZeroGPU Spaces alone (tests/forecast_words.rs).
        .filter(|head| *head != "What a run asks for")
        .collect();
    let expected = [
        "What ZeroGPU said",
        "Your GPU time today",
        "What we saw",
        "GPU time a day",
    ];
    let expected = match (facts, is_explained) {
        (0, _) => &expected[1..2],
        (_, false) => &expected[1..],
        (_, true) => &expected[..],
    };
    assert_eq!(heads, expected);
    let last = popup.children.last().unwrap();
    assert_eq!(
        (last.class.as_ref(), last.text.as_str()),
        ("limits", locale::raw("popup_limits"))
    );
}
