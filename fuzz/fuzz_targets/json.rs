//! The object that a text begins with, whatever follows it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::hint::black_box;
use whose_quota::facts::Json;

fuzz_target!(|text: &str| {
    let start = Json::parse_object_at_start(text);
    match Json::parse(text) {
        // A text that is an object begins with it.
        Some(whole) if text.starts_with('{') => assert_eq!(start.as_ref(), Some(&whole)),
        // One that is something else, or has space before it, begins with none.
        Some(_) => assert_eq!(start, None),
        None => {}
    }
    if let Some(json) = start {
        assert!(json.is_object() && !json.is_null());
        for more in ["", ";", " }", "\"", "{", "\\"] {
            let longer = [text, more].concat();
            assert_eq!(Json::parse_object_at_start(&longer).as_ref(), Some(&json));
        }
        read(&json.get("a"));
    }
});

/// Whatever is asked of a value, it answers.
fn read(json: &Json) {
    black_box((json.text(), json.flag(), json.is_object(), json.is_null()));
    if let Some(whole) = json.whole() {
        let integer = json.integer();
        assert!(integer.is_none_or(|integer| integer == u64::from(whole)));
    }
    for entry in json.list() {
        read(&entry);
    }
}
