//! The report for a forum post: a table of all that the report holds, whatever that is.

#[path = "support/judged.rs"]
mod judged;
#[path = "support/markdown.rs"]
mod support;

use judged::report_on;
use proptest::prelude::*;
use serde_json::Value;
use support::{HEAD, markdown, reporter, run};
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Facts, Handshake, Identity, Place, Plan, Run, Space, SpaceId,
    Visitor, ZeroGpuMessage,
};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::verdict::Judged;

/// The cells of a table's row, as GitHub's and Discourse's Markdown split it: at each `|` that no
/// backslash stands before. A backslash may stand before a backslash.
fn cells_of(line: &str) -> Vec<String> {
    let inner = line
        .strip_prefix("| ")
        .and_then(|line| line.strip_suffix(" |"));
    let mut cells = vec![String::new()];
    let mut chars = inner.unwrap_or_else(|| panic!("{line:?}")).chars();
    while let Some(char) = chars.next() {
        match char {
            '|' => cells.push(String::new()),
            '\\' => {
                // What stands after it is plain text.
                let is_escape = chars
                    .clone()
                    .next()
                    .is_some_and(|next| next.is_ascii_punctuation());
                assert!(is_escape, "{line:?}");
                chars.next();
            }
            _ => cells.last_mut().unwrap().push(char),
        }
    }
    cells
}

/// The body of a table of two columns, in which no value does anything.
#[track_caller]
fn sound_rows(text: &str) -> Vec<[String; 2]> {
    let body = text.strip_prefix(HEAD).unwrap();
    let mut lines: Vec<&str> = body.split(['\n', '\r']).collect();
    assert_eq!(lines.pop(), Some(""));
    let row = |line: &&str| {
        let [name, cell]: [String; 2] = cells_of(line).try_into().unwrap();
        let acts = |char: char| char.is_control() || "`<".contains(char);
        assert!(!name.contains(acts) && !cell.contains(acts), "{line:?}");
        let (name, cell) = (name.strip_suffix(' '), cell.strip_prefix(' '));
        [name, cell].map(|text| text.unwrap().to_owned())
    };
    lines.iter().map(row).collect()
}

/// Facts with a text wherever one can be, whoever wrote it.
fn with_text(text: &str) -> Facts {
    let some = || Some(text.to_owned());
    let run = Run {
        at: text.to_owned(),
        subdomain: text.to_owned(),
        ..run(1, Identity::Absent)
    };
    let message = ZeroGpuMessage {
        at: text.to_owned(),
        cause: Cause::Other,
        charged_to: ChargedTo::Unknown,
        requested_seconds: None,
        left_seconds: None,
        retry_after_seconds: None,
        fault: some(),
        after_user_input: false,
    };
    Facts {
        space: Space {
            id: SpaceId::parse("owner/name"),
            subdomain: some(),
            sdk: some(),
            hardware: some(),
            stage: some(),
            ..Space::default()
        },
        visitor: Visitor {
            allowance: Some(Allowance {
                base: 1,
                left: 1,
                at: some(),
            }),
            ..Visitor::default()
        },
        runs: vec![run],
        messages: vec![message],
        ..Facts::default()
    }
}

#[test]
fn a_hostile_value_does_not_break_the_table() {
    for value in [
        "a|b",
        "|",
        "||||",
        "a\\|b",
        "a\\",
        "\\",
        "a\\\\",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "\n\n# Heading",
        "| x | y |\n| x | y |",
        "a\u{85}b\u{b}c\u{c}d\te",
        "`",
        "`a",
        "``` a",
        "`a|b`",
        "a`|`b",
        "<script>alert(1)</script>",
        "<img src=https://evil.example/>",
        "<!--",
        "a\0b",
    ] {
        let judged = Judged::of(with_text(value));
        let reporter = Reporter {
            extension: value.to_owned(),
            user_agent: value.to_owned(),
        };
        let rows = sound_rows(&report(&judged, &reporter).markdown());
        let plain = sound_rows(&report(&Judged::of(with_text("x")), &reporter).markdown());
        let names = |rows: &[[String; 2]]| rows.iter().map(|[name, _]| name.clone()).collect();
        let names: [Vec<String>; 2] = [names(&rows), names(&plain)];
        assert_eq!(names[0], names[1], "{value:?}");
    }
}

/// Each value of a report, by its path; of a list of objects those that stand in the table.
fn values(path: &str, value: &Value) -> Vec<[String; 2]> {
    let cell = |value: &Value| match value {
        Value::Null => "?".to_owned(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let is_list = ["runs", "messages"].contains(&path);
    let cells = match value {
        Value::Object(fields) => {
            let name = |key: &str| [path, key].join(" ").trim().to_owned();
            let fields = fields.iter();
            return fields
                .flat_map(|(key, it)| values(&name(key), it))
                .collect();
        }
        Value::Array(list) if list.is_empty() => vec!["–".to_owned()],
        // What stands in their cells has tests of its own.
        Value::Array(list) if is_list => vec![String::new(); list.len().min(3)],
        Value::Array(list) => vec![list.iter().map(cell).collect::<Vec<_>>().join(", ")],
        value => vec![cell(value)],
    };
    let row = |cell| [path.to_owned(), cell];
    cells.into_iter().map(row).collect()
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let text = || prop_oneof![any::<String>(), "[|\\\\`<\n\r a]{0,8}"];
    let flags = any::<[Option<bool>; 4]>();
    let place = prop::sample::select(vec![Place::Hub, Place::Direct, Place::Embed, Place::Other]);
    let handshake = prop::option::of(prop::sample::select(vec![
        Handshake::Answered,
        Handshake::Absent,
    ]));
    let is_known = any::<(bool, bool, bool)>();
    (text(), flags, place, handshake, is_known, 0..6_usize).prop_map(
        |(text, flags, place, handshake, (has_text, has_allowance, is_own), runs)| {
            let mut facts = Facts {
                place,
                handshake,
                own_front_end: is_own,
                ..if has_text {
                    with_text(&text)
                } else {
                    Facts::default()
                }
            };
            let [
                signed_in,
                private_window,
                cookies_blocked,
                server_side_rendered,
            ] = flags;
            facts.space.server_side_rendered = server_side_rendered;
            facts.visitor = Visitor {
                signed_in,
                plan: signed_in.map(|is| if is { Plan::Free } else { Plan::Anonymous }),
                private_window,
                cookies_blocked,
                allowance: facts.visitor.allowance.filter(|_| has_allowance),
            };
            facts.runs = (0..runs).map(|_| run(1, Identity::Present)).collect();
            facts
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_report_is_a_table_of_what_it_holds(facts in any_facts()) {
        let judged = Judged::of(facts);
        let mut rows = sound_rows(&markdown(&judged));
        for [name, cell] in &mut rows {
            if ["runs", "messages"].contains(&name.as_str()) && cell != "–" {
                cell.clear();
            }
        }
        let mut values = values("", &report_on(&judged, &reporter()));
        for [_, cell] in &mut values {
            // Without what would do something in a table.
            *cell = cell.chars()
                .filter(|char| !"|\\`<".contains(*char))
                .map(|char| if char.is_control() { ' ' } else { char })
                .collect();
        }
        rows.sort();
        values.sort();
        prop_assert_eq!(rows, values);
    }
}
