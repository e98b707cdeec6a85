//! Our JSON against `serde_json`.
//!
//! Three differences are wanted: half a surrogate pair becomes U+FFFD (a browser's `JSON.parse`
//! keeps it, `serde_json` refuses), a number stays as it is written whatever its size
//! (`serde_json` refuses 1e999), and 64 levels are the deepest (`serde_json`: 127).

use proptest::prelude::*;
use serde_json::Value;
use std::time::{Duration, Instant};
use whose_quota::facts::Json;

/// The same tree in serde's types; of a repeated key the last counts.
fn as_serde(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(digits) => serde_json::from_str(digits).unwrap(),
        Json::Text(text) => Value::String(text.clone()),
        Json::List(list) => list.iter().map(as_serde).collect(),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), as_serde(value)))
            .collect(),
    }
}

fn serde(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Asserts that both readers say the same.
#[track_caller]
fn same(text: &str) {
    assert_eq!(
        Json::parse(text).as_ref().map(as_serde),
        serde(text),
        "{text:?}"
    );
}

#[test]
fn each_kind_of_value_is_read_as_serde_reads_it() {
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "7",
        "-12",
        "0.5",
        "1e5",
        "1E+5",
        "1.25e-3",
        "\"\"",
        "\"a\"",
        "[]",
        "{}",
        "[1,2]",
        "[[],[[]]]",
        "{\"a\":1}",
        "{\"a\":{\"b\":[null]}}",
        " \t\r\n[ 1 , 2 ] \n",
        "{ \"a\" : 1 , \"b\" : 2 }",
        "{\"a\":1,\"a\":2}",
        "{\"\":0}",
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u0041\u00e4\u20AC\ud83c\udfac""#,
        "\"ä€🎬\u{7f}\u{2028}\"",
        "18446744073709551615",
        "-9223372036854775808",
    ] {
        assert!(serde(text).is_some(), "{text:?}");
        same(text);
    }
}

#[test]
fn what_serde_refuses_is_refused() {
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "Null",
        "tru",
        "truee",
        "fals",
        "none",
        "undefined",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "1.e5",
        "1e",
        "1e+",
        "0x1",
        "1 2",
        "1_000",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "{",
        "}",
        "{a:1}",
        "{1:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1",
        "[}",
        "{]",
        "'a'",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"\\u 123\"",
        "\"\\uäa\"",
        "\"\\U0041\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u{0}\"",
        "\"\u{1f}\"",
        "\u{feff}null",
        "null\u{a0}",
        "\u{b}null",
        "null,",
        "//x\nnull",
        "null null",
        "\"\\ud83c\\u12g4\"",
        "\"\\ud83c\\u\"",
        "\"\\ud83c",
        "\"\\ud83c\\",
    ] {
        assert_eq!(Json::parse(text), None, "{text:?}");
        assert_eq!(serde(text), None, "{text:?}");
    }
}

#[test]
fn half_a_surrogate_pair_becomes_the_replacement_character() {
    for (text, expected) in [
        (r#""\ud83c""#, "\u{fffd}"),
        (r#""\udfac""#, "\u{fffd}"),
        (r#""\ud83cx""#, "\u{fffd}x"),
        (r#""\ud83c\n""#, "\u{fffd}\n"),
        (r#""\ud83c\u0041""#, "\u{fffd}A"),
        (r#""\ud83c\ud83c\udfac""#, "\u{fffd}🎬"),
        (r#""\udfac\ud83c""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83c\ue000""#, "\u{fffd}\u{e000}"),
    ] {
        assert_eq!(
            Json::parse(text),
            Some(Json::Text(expected.to_owned())),
            "{text}"
        );
        assert_eq!(serde(text), None, "{text}");
    }
    for (text, expected) in [
        (r#""\ud800\udc00""#, "\u{10000}"),
        (r#""\udbff\udfff""#, "\u{10ffff}"),
        (r#""\ud7ff\ue000""#, "\u{d7ff}\u{e000}"),
    ] {
        assert_eq!(
            Json::parse(text),
            Some(Json::Text(expected.to_owned())),
            "{text}"
        );
        same(text);
    }
}

#[test]
fn a_number_stays_as_it_is_written() {
    for text in [
        "1e999",
        "-1E+0999",
        "0.10",
        "123456789012345678901234567890",
        "1.0",
    ] {
        assert_eq!(Json::parse(text), Some(Json::Number(text.to_owned())));
        assert_eq!(Json::parse(text).unwrap().write(), text);
    }
}

#[test]
fn sixty_four_levels_are_the_deepest() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(&nested(64)).is_some());
    assert_eq!(Json::parse(&nested(65)), None);
    let nested = |depth: usize| "{\"a\":".repeat(depth - 1) + "7" + &"}".repeat(depth - 1);
    assert!(Json::parse(&nested(64)).is_some());
    assert_eq!(Json::parse(&nested(65)), None);
    assert_eq!(
        Json::parse(&"[".repeat(1_000_000)),
        None,
        "and no stack overflows"
    );
    assert_eq!(Json::parse(&"{\"a\":".repeat(1_000_000)), None);
    let wide = format!("[{}0]", "[[[]]],".repeat(10_000));
    assert!(Json::parse(&wide).is_some(), "siblings are not deep");
}

#[test]
fn one_value_at_the_start_is_read_whatever_follows() {
    for text in [
        "{\"a\":1}",
        "{\"a\":1};",
        " {\"a\":1}}}}",
        "{\"a\":1}<\u{0}",
    ] {
        assert_eq!(
            Json::parse_start(text),
            Json::parse("{\"a\":1}"),
            "{text:?}"
        );
    }
    for text in ["", ";{}", "{\"a\":1", "<!doctype html>"] {
        assert_eq!(Json::parse_start(text), None, "{text:?}");
    }
    assert_eq!(
        Json::parse_start("12 34"),
        Some(Json::Number("12".to_owned()))
    );
}

#[test]
fn of_a_repeated_key_the_last_counts() {
    let json = Json::parse(r#"{"a":1,"b":2,"a":{"c":true}}"#).unwrap();
    assert_eq!(json.get("a").get("c").flag(), Some(true));
    assert_eq!(json.get("b"), &Json::Number("2".to_owned()));
}

#[test]
fn what_is_not_there_or_is_something_else_is_nothing() {
    let json =
        Json::parse(r#"{"text":"x","flag":true,"list":[1],"object":{},"null":null}"#).unwrap();
    for key in ["text", "flag", "list", "object", "null", "missing"] {
        let value = json.get(key);
        assert_eq!(value.text().is_some(), key == "text");
        assert_eq!(value.flag().is_some(), key == "flag");
        assert_eq!(value.list().len(), usize::from(key == "list"));
        assert_eq!(value.is_object(), key == "object");
        assert_eq!(value.get("x"), &Json::Null);
        assert_eq!(value.get("x").get("y").text(), None);
    }
    assert_eq!(Json::default(), Json::Null);
    assert_eq!(
        json.get("text").clone().with("a", Json::Null),
        Json::Text("x".to_owned())
    );
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
    ] {
        assert_eq!(whole(text), Some(expected), "{text}");
    }
    for text in [
        "-1",
        "-0",
        "-0.5",
        "65536",
        "65536.0",
        "99999999999999999999",
        "1e3",
        "1E3",
        "7e0",
        "1.5e3",
        "2.5e-7",
        "0.9E5",
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
fn an_object_is_written_in_the_order_in_which_it_was_filled() {
    let json = Json::object()
        .with("b", true.into())
        .with("a", "x".into())
        .with("c", Option::<&str>::None.into())
        .with("d", Some(false).into());
    assert_eq!(json.write(), r#"{"b":true,"a":"x","c":null,"d":false}"#);
    assert_eq!(
        Json::List(vec![Json::Null, Json::object()]).write(),
        "[null,{}]"
    );
}

#[test]
fn a_megabyte_is_read_and_written_in_linear_time() {
    let texts: [fn(usize) -> String; 7] = [
        |size| format!("\"{}\"", "x".repeat(size)),
        |size| format!("\"{}\"", "\\n".repeat(size / 2)),
        |size| format!("\"{}\"", "\\ud83c".repeat(size / 6)),
        |size| format!("[{}0]", "0,".repeat(size / 2)),
        |size| format!("{{{}\"a\":0}}", "\"a\":0,".repeat(size / 6)),
        |size| "9".repeat(size),
        |size| format!("{}0", " ".repeat(size)),
    ];
    for text in texts {
        let text = text(1_000_000);
        let started = Instant::now();
        let json = Json::parse(&text).unwrap();
        assert_eq!(json.get("b"), &Json::Null);
        assert!(!json.write().is_empty());
        // Half a second, more where the machine is busy; squared, it would be many minutes.
        let took = started.elapsed();
        assert!(
            took < Duration::from_secs(60),
            "{:.20}… took {took:?}",
            text
        );
    }
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        "-?(0|[1-9][0-9]{0,6})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,2})?".prop_map(Json::Number),
        any::<String>().prop_map(Json::Text),
        "[\\x00-\\x1f\"\\\\/\\x7f🎬]{0,8}".prop_map(Json::Text),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
            prop::collection::vec(("[ab\"\\\\é]{0,3}", inner), 0..6).prop_map(Json::Object),
        ]
    })
}

/// Whether the wanted differences could matter for a text.
fn may_differ(text: &str) -> bool {
    text.contains("\\u") || text.contains(['e', 'E'])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn what_we_write_serde_reads_and_so_do_we(json in any_json()) {
        let text = json.write();
        prop_assert_eq!(serde(&text), Some(as_serde(&json)), "{}", text);
        prop_assert_eq!(Json::parse(&text), Some(json));
    }

    #[test]
    fn what_serde_writes_we_read(json in any_json()) {
        let value = as_serde(&json);
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let ours = Json::parse(&text);
            prop_assert!(ours.is_some(), "{}", text);
            prop_assert_eq!(ours.as_ref().map(as_serde), serde(&text));
        }
    }

    #[test]
    fn a_damaged_text_is_refused_or_read_as_serde_does(
        json in any_json(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..3,
        new in "[\\[\\]{}\",:0-9.eE+\\-\\\\untfrlsa \\x00\\x1f]{0,3}",
    ) {
        let text = json.write();
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len() + 1);
        let rest = &chars[(at + cut).min(chars.len())..];
        let damaged: String =
            chars[..at].iter().copied().chain(new.chars()).chain(rest.iter().copied()).collect();
        let (ours, theirs) = (Json::parse(&damaged), serde(&damaged));
        if theirs.is_some() || !may_differ(&damaged) {
            prop_assert_eq!(ours.as_ref().map(as_serde), theirs, "{}", damaged);
        }
    }

    #[test]
    fn soup_is_refused_or_read_as_serde_does(
        text in "([\\[\\]{},:]|\"[a-z]?\"|null|true|-?[0-9]{1,2}|\\.| |\"\\\\[nu\"]){0,10}",
    ) {
        prop_assert_eq!(Json::parse(&text).as_ref().map(as_serde), serde(&text), "{}", text);
    }

    #[test]
    fn the_start_of_a_text_is_read_wherever_it_ends(json in any_json(), tail in any::<String>()) {
        let text = json.write();
        if !matches!(json, Json::Number(_)) {
            prop_assert_eq!(Json::parse_start(&(text + &tail)), Some(json));
        }
    }

    #[test]
    fn any_text_never_panics(text in any::<String>()) {
        let quoted = format!("\"{text}\"");
        prop_assert_eq!(Json::parse(&text).as_ref().map(as_serde), serde(&text));
        let _ = Json::parse(&quoted);
    }
}
