//! The read view of JSON values: each accessor gives a value of its own type and nothing else, and an
//! object is read from the start of a script.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use whose_quota::facts::Json;

/// The value at the start of a text by `serde_json`'s own reader of a stream, if it is an object.
fn object_by_serde(text: &str) -> Option<Json> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let first = values.next()?.ok()?;
    first.is_object().then(|| Json::from(first))
}

#[test]
fn a_text_is_one_value_and_nothing_else() {
    for (text, value) in [
        ("null", json!(null)),
        (" [true, 1.5] \n", json!([true, 1.5])),
        (
            r#"{"a":{"b":"\u00e4\ud83c\udfac"}}"#,
            json!({"a": {"b": "ä🎬"}}),
        ),
    ] {
        assert_eq!(Json::parse(text), Some(Json::from(value)), "{text:?}");
    }
    for text in [
        "",
        " ",
        "nul",
        "undefined",
        "NaN",
        "01",
        "[1,]",
        "{a:1}",
        "'a'",
        "\"\n\"",
        "\"\\x\"",
        "null null",
        "{};",
        "\u{feff}null",
        "//x\nnull",
    ] {
        assert_eq!(Json::parse(text), None, "{text:?}");
    }
}

#[test]
fn what_is_nested_deeper_than_anybody_writes_is_refused_and_no_stack_overflows() {
    assert_eq!(Json::parse(&"[".repeat(1_000_000)), None);
    let objects = "{\"a\":".repeat(1_000_000);
    assert_eq!(Json::parse(&objects), None);
    assert_eq!(Json::parse_object_at_start(&objects), None);
    let closed = objects + "7" + &"}".repeat(1_000_000);
    assert_eq!(Json::parse_object_at_start(&closed), None);
    let wide = format!("[{}0]", "[[[]]],".repeat(10_000));
    assert!(Json::parse(&wide).is_some(), "siblings are not deep");
}

#[test]
fn one_object_at_the_start_is_read_whatever_follows() {
    let expected = Json::from(json!({"a": 1}));
    for text in [
        "{\"a\":1}",
        "{\"a\":1};",
        "{\"a\":1}}}}",
        "{\"a\":1}{\"a\":2}",
        "{\"a\":1}\"",
        "{\"a\":1}<\u{0}",
    ] {
        let read = Json::parse_object_at_start(text);
        assert_eq!(read.as_ref(), Some(&expected), "{text:?}");
    }
    // No bracket in a text ends an object, nor does a quotation mark that is escaped end the text.
    for value in ["}", "{", "\"}", "\\", "\\\"}", "a\\\\\"{", "ä}🎬"] {
        let object = json!({"a": value, "}{": [{"b": {}}]});
        let text = object.to_string() + "; window.x = {};";
        let read = Json::parse_object_at_start(&text);
        assert_eq!(read, Some(Json::from(object)), "{text}");
    }
    for text in [
        "",
        ";{}",
        "[{}]",
        "12 34",
        "\"{}\"",
        "}",
        "{\"a\":1",
        "{\"a\":\"}",
        "{\"a\":\"\\\"}",
        "{a:1}",
        "{\"a\":]}",
        "<!doctype html>",
    ] {
        assert_eq!(Json::parse_object_at_start(text), None, "{text:?}");
    }
}

#[test]
fn of_a_repeated_key_the_last_counts() {
    let json = Json::parse(r#"{"a":1,"b":2,"a":{"c":true}}"#).unwrap();
    assert_eq!(json.get("a").get("c").flag(), Some(true));
    assert_eq!(json.get("b").integer(), Some(2));
}

#[test]
fn what_is_not_there_or_is_something_else_is_nothing() {
    let json = Json::parse(
        r#"{"text":"x","flag":true,"number":7,"list":[1],"object":{"y":1},"null":null}"#,
    )
    .unwrap();
    for key in [
        "text", "flag", "number", "list", "object", "null", "missing",
    ] {
        let value = json.get(key);
        assert_eq!(value.text().is_some(), key == "text", "{key}");
        assert_eq!(value.flag().is_some(), key == "flag", "{key}");
        assert_eq!(value.whole().is_some(), key == "number", "{key}");
        assert_eq!(value.integer().is_some(), key == "number", "{key}");
        assert_eq!(value.list().len(), usize::from(key == "list"), "{key}");
        let is_object = ["list", "object"].contains(&key);
        assert_eq!(value.is_object(), is_object, "{key}");
        assert_eq!(value.is_null(), ["null", "missing"].contains(&key), "{key}");
        assert!(value.get("x").is_null());
        assert_eq!(value.get("x").get("y").text(), None);
    }
    assert!(Json::default().is_null());
    let list = json.get("list").list();
    assert_eq!(list, [Json::from(json!(1))]);
}

#[test]
fn the_whole_part_of_a_number_is_read_where_it_is_small_and_not_negative() {
    let whole = |text: &str| Json::parse(text).unwrap().whole();
    for (text, expected) in [
        ("0", 0),
        ("7", 7),
        ("65535", u16::MAX),
        ("12.75", 12),
        ("0.999", 0),
        ("65535.5", u16::MAX),
        ("210.0", 210),
        // JavaScript does not tell how a number was written.
        ("1e3", 1000),
        ("2.5e-7", 0),
        ("0.09E5", 9000),
    ] {
        assert_eq!(whole(text), Some(expected), "{text}");
    }
    for text in [
        "-1",
        "-0.5",
        "65536",
        "65536.0",
        "1e5",
        "99999999999999999999",
        "\"7\"",
        "\"\"",
        "true",
        "null",
        "[7]",
        "{\"7\":7}",
    ] {
        assert_eq!(whole(text), None, "{text}");
    }
}

#[test]
fn an_integer_is_read_where_javascript_holds_it_exactly() {
    let integer = |text: &str| Json::parse(text).unwrap().integer();
    for (text, expected) in [
        ("0", 0),
        ("65536", 65_536),
        ("1763812800000", 1_763_812_800_000),
        ("9007199254740991", 9_007_199_254_740_991),
        ("7.0", 7),
        ("1e3", 1000),
    ] {
        assert_eq!(integer(text), Some(expected), "{text}");
    }
    for text in [
        "-1",
        "0.5",
        "-0.5",
        "1763812800000.5",
        "9007199254740992",
        "18446744073709551615",
        "\"7\"",
        "true",
        "null",
        "[7]",
    ] {
        assert_eq!(integer(text), None, "{text}");
    }
}

#[test]
fn the_start_of_a_megabyte_is_read_in_linear_time() {
    let texts: [fn(usize) -> String; 6] = [
        |size| format!("{{\"a\":\"{}\"}};", "x".repeat(size)),
        |size| format!("{{\"a\":\"{}\"}};", "\\n".repeat(size / 2)),
        |size| format!("{{\"a\":[{}0]}};", "{},".repeat(size / 3)),
        |size| format!("{{{}\"a\":0}};", "\"a\":0,".repeat(size / 6)),
        |size| format!("{{\"a\":0}}{}", "}".repeat(size)),
        |size| format!("{{\"a\":0{}}}", " ".repeat(size)),
    ];
    for text in texts {
        let text = text(1_000_000);
        let started = Instant::now();
        let json = Json::parse_object_at_start(&text).unwrap();
        assert!(!json.get("a").is_null() && json.get("b").is_null());
        // Half a second, more where the machine is busy; squared, it would be many minutes.
        let took = started.elapsed();
        assert!(took < Duration::from_secs(60), "{text:.20}… took {took:?}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\x00-\\x1f\"\\\\/{}\\[\\]\\x7f🎬]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            any_object(inner),
        ]
    })
}

fn any_object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec(("[ab\"\\\\{}é]{0,3}", inner), 0..6)
        .prop_map(|entries| entries.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn the_start_of_a_text_is_read_wherever_it_ends(
        object in any_object(any_value()),
        tail in any::<String>(),
    ) {
        for text in [object.to_string(), serde_json::to_string_pretty(&object).unwrap()] {
            let read = Json::parse_object_at_start(&(text + &tail));
            prop_assert_eq!(read, Some(Json::from(object.clone())));
        }
    }

    #[test]
    fn a_damaged_text_is_refused_or_read_as_serde_reads_its_start(
        object in any_object(any_value()),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..3,
        new in "[\\[\\]{}\",:0-9.eE+\\-\\\\untfrlsa \\x00\\x1f]{0,3}",
    ) {
        let chars: Vec<char> = object.to_string().chars().collect();
        // What comes before the object is the caller's to take away.
        let at = 1 + at.index(chars.len());
        let rest = &chars[(at + cut).min(chars.len())..];
        let damaged: String =
            chars[..at].iter().copied().chain(new.chars()).chain(rest.iter().copied()).collect();
        prop_assert_eq!(
            Json::parse_object_at_start(&damaged), object_by_serde(&damaged), "{}", damaged
        );
    }

    #[test]
    fn soup_is_refused_or_read_as_serde_reads_its_start(
        text in "\\{([\\[\\]{},:]|\"[a-z}]?\"|null|true|-?[0-9]{1,2}|\\.| |\"\\\\[nu\"]){0,10}",
    ) {
        prop_assert_eq!(Json::parse_object_at_start(&text), object_by_serde(&text), "{}", text);
    }

    #[test]
    fn any_text_never_panics(text in any::<String>()) {
        let _ = Json::parse(&text);
        let _ = Json::parse_object_at_start(&text);
        let in_braces = format!("{{{text}");
        prop_assert_eq!(Json::parse_object_at_start(&in_braces), object_by_serde(&in_braces));
    }
}
