//! The English words, looked up as Chrome and Firefox do it
//! (<https://developer.chrome.com/docs/extensions/reference/api/i18n>).

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::Value;
use std::sync::LazyLock;

static MESSAGES: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../extension/_locales/en/messages.json")).unwrap()
});

/// All keys.
pub fn keys() -> Vec<&'static str> {
    let messages = MESSAGES.as_object().unwrap();
    messages.keys().map(String::as_str).collect()
}

/// A message as it is written, with its placeholders.
pub fn raw(key: &str) -> &'static str {
    MESSAGES[key]["message"].as_str().unwrap()
}

/// How many gaps a message has: the highest `$1`, `$2`, … of its placeholders.
pub fn args(key: &str) -> usize {
    let placeholders = MESSAGES[key]["placeholders"].as_object();
    let contents = placeholders.into_iter().flat_map(|named| named.values());
    contents
        .map(|named| named["content"].as_str().unwrap()[1..].parse().unwrap())
        .max()
        .unwrap_or(0)
}

/// What `Intl` writes in English.
fn formatted(key: &str, value: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match key {
        "@number" => value.to_owned(),
        "@minutes" if value == "1" => "1 minute".to_owned(),
        "@minutes" => format!("{value} minutes"),
        "@dollars" => format!("${value}"),
        "@date" => {
            let parts: Vec<&str> = value.split('-').collect();
            let month = |at: &str| MONTHS[at.parse::<usize>().unwrap() - 1];
            match parts.as_slice() {
                [year, at] => format!("{} {year}", month(at)),
                [year, at, day] => format!("{} {day}, {year}", &month(at)[..3]),
                _ => panic!("no date: {value}"),
            }
        }
        _ => panic!("no format {key}"),
    }
}

/// The words of a message. Stricter than a browser: it panics where a key or a placeholder is
/// missing, or where the gaps are not exactly as many.
pub fn lookup(key: &str, given: &[String]) -> String {
    if let (true, [value]) = (key.starts_with('@'), given) {
        return formatted(key, value);
    }
    assert!(MESSAGES[key].is_object(), "no message {key}");
    assert_eq!(args(key), given.len(), "gaps of {key}");
    let mut said = String::new();
    let mut pieces = raw(key).split('$');
    said.push_str(pieces.next().unwrap());
    while let Some(name) = pieces.next() {
        let after = pieces.next();
        if name.is_empty() {
            // `$$` is a dollar sign.
            said.push('$');
        } else {
            let named = &MESSAGES[key]["placeholders"][name.to_lowercase()];
            let content = named["content"].as_str();
            let content = content.unwrap_or_else(|| panic!("no placeholder ${name}$ in {key}"));
            let index: usize = content.strip_prefix('$').unwrap().parse().unwrap();
            said.push_str(&given[index - 1]);
        }
        said.push_str(after.unwrap_or_default());
    }
    said
}
