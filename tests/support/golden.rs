//! Files that hold what was looked at and found right: `BLESS=1` accepts a change.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::Value;

/// Holds a text against the file of that name in `tests/data`.
pub fn is_kept(name: &str, text: &str) {
    let path = [env!("CARGO_MANIFEST_DIR"), "/tests/data/", name].concat();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, kept, "BLESS=1 accepts the change");
}

/// A list as JSON, an entry a line.
pub fn lines(all: &[Value]) -> String {
    let lines: Vec<String> = all.iter().map(Value::to_string).collect();
    ["[\n", &lines.join(",\n"), "\n]\n"].concat()
}
