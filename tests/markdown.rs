//! The report for a forum post: a table whatever the report holds, and nothing in it that is
//! nobody's business.

#[path = "support/locale.rs"]
mod locale;

use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::decision::decide;
use whose_quota::facts::{
    Facts, Framing, GradioVersion, HubAnswer, Identity, Json, PageEvents, PageInput, Run, Space,
    SpaceId, TokenSubject, Visibility, ZeroGpuMessage,
};
use whose_quota::ui::report::{Reporter, markdown};

const HEAD: &str = "**Whose Quota**\n\n| what | seen |\n|---|---|\n";

fn written(report: &Value) -> String {
    markdown(&Json::parse(&report.to_string()).unwrap())
}

/// The lines of the table's body. (Not a `Value`: that would sort its keys.)
fn lines(report: &str) -> Vec<String> {
    let text = markdown(&Json::parse(report).unwrap());
    let body = text.strip_prefix(HEAD).unwrap();
    assert!(body.is_empty() || body.ends_with('\n'));
    body.lines().map(str::to_owned).collect()
}

/// A run at some minute.
fn run(minute: u8, identity: Identity) -> Run {
    Run {
        at: format!("2026-11-22T12:{minute:02}:00.000Z"),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

/// A ZeroGPU Space at its direct address, in a private window.
fn direct(href: &str, runs: Vec<Run>) -> Json {
    let space = Space {
        id: SpaceId::parse("owner/name"),
        subdomain: Some("owner-name".to_owned()),
        sdk: Some("gradio".to_owned()),
        gradio_version: GradioVersion::parse("5.49.1"),
        hardware: Some("zero-a10g".to_owned()),
        stage: None,
        visibility: Some(Visibility::Public),
        server_side_rendered: None,
    };
    let seen = PageInput {
        href: href.to_owned(),
        framing: Framing {
            is_top: true,
            ..Framing::default()
        },
        private_window: Some(true),
        cookies_blocked: Some(false),
        events: PageEvents {
            runs,
            ..PageEvents::default()
        },
        hub_answer: HubAnswer::Found(Box::new(space)),
        ..PageInput::default()
    };
    let reporter = Reporter {
        extension: "1.0.0".to_owned(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
            .to_owned(),
    };
    decide(&seen, &reporter).report
}

#[test]
fn a_typical_report() {
    let report = direct("https://owner-name.hf.space/", vec![]);
    let expected = "\
**Whose Quota**

| what | seen |
|---|---|
| schema | 1 |
| extension | 1.0.0 |
| browser | Firefox 153 |
| place | direct |
| space id | owner/name |
| space subdomain | owner-name |
| space hubUrl | https://huggingface.co/spaces/owner/name |
| space sdk | gradio |
| space gradioVersion | 5.49.1 |
| space serverSideRendered | ? |
| space hardware | zero-a10g |
| space stage | ? |
| space visibility | public |
| visitor signedIn | ? |
| visitor plan | ? |
| visitor privateWindow | true |
| visitor cookiesBlocked | false |
| visitor allowance | ? |
| pool | guest |
| grade | derived |
| reasons | direct-url, private-window |
| banner | shown |
| handshake | ? |
| runs | – |
| messages | – |
";
    assert_eq!(markdown(&report), expected);
}

#[test]
fn it_is_the_same_in_every_language() {
    // No word of `_locales` is in it: only the contract's.
    let text = markdown(&direct("https://owner-name.hf.space/", vec![]));
    for key in ["verdict_guest", "plan_free", "see_zeroGpu", "see_unknown"] {
        assert!(!text.contains(locale::raw(key)), "{key}");
    }
}

#[test]
fn what_is_unknown_is_a_question_mark_and_what_is_empty_a_dash() {
    let report = r#"{"place": null, "space": {"id": null}, "reasons": [], "messages": []}"#;
    let expected = [
        "| place | ? |",
        "| space id | ? |",
        "| reasons | – |",
        "| messages | – |",
    ];
    assert_eq!(lines(report), expected);
}

#[test]
fn lists_are_one_cell() {
    let reasons = |reasons: &str| lines(&format!("{{\"reasons\": {reasons}}}"));
    assert_eq!(reasons(r#"["direct-url"]"#), ["| reasons | direct-url |"]);
    assert_eq!(
        reasons(r#"["signed-out", "private-window", "cookies-blocked"]"#),
        ["| reasons | signed-out, private-window, cookies-blocked |"]
    );
    assert_eq!(reasons("[1, null, true]"), ["| reasons | 1, ?, true |"]);
}

#[test]
fn objects_are_one_row_a_value() {
    let report = r#"{"visitor": {"plan": "pro", "allowance": {
        "base": 2400, "current": 2112, "lastUpdated": "2026-11-22T12:00:00.000Z"
    }}}"#;
    let expected = [
        "| visitor plan | pro |",
        "| visitor allowance base | 2400 |",
        "| visitor allowance current | 2112 |",
        "| visitor allowance lastUpdated | 2026-11-22T12:00:00.000Z |",
    ];
    assert_eq!(lines(report), expected);
}

#[test]
fn of_the_runs_the_newest_three_stand_first() {
    let of = |minutes: &[u8]| {
        let runs = minutes.iter().map(|minute| {
            let is_odd = minute % 2 == 1;
            run(
                *minute,
                if is_odd {
                    Identity::Present
                } else {
                    Identity::Absent
                },
            )
        });
        let text = markdown(&direct("https://owner-name.hf.space/", runs.collect()));
        let own = text.lines().filter(|line| line.starts_with("| runs |"));
        own.map(str::to_owned).collect::<Vec<_>>()
    };
    let line = |minute: u8, identity: &str| {
        format!("| runs | 2026-11-22T12:{minute:02}:00.000Z {identity} |")
    };
    assert_eq!(of(&[]), ["| runs | – |"]);
    assert_eq!(of(&[1]), [line(1, "present")]);
    assert_eq!(
        of(&[1, 2, 3]),
        [line(3, "present"), line(2, "absent"), line(1, "present")]
    );
    assert_eq!(
        of(&[1, 2, 3, 4]),
        [line(4, "absent"), line(3, "present"), line(2, "absent")]
    );
    let hour: Vec<u8> = (0..60).collect();
    assert_eq!(
        of(&hour),
        [line(59, "present"), line(58, "absent"), line(57, "present")]
    );
}

#[test]
fn what_was_wrong_with_a_runs_pass_stands_behind_it() {
    let row = |run: Run| {
        let text = markdown(&direct("https://owner-name.hf.space/", vec![run]));
        let own = text.lines().find(|line| line.starts_with("| runs |"));
        own.map(str::to_owned)
    };
    let relayed = Run {
        token_subject: Some(TokenSubject::Faulty),
        ..run(1, Identity::Present)
    };
    let at = "2026-11-22T12:01:00.000Z";
    assert_eq!(
        row(run(1, Identity::Present)),
        Some(format!("| runs | {at} present |"))
    );
    assert_eq!(
        row(relayed),
        Some(format!("| runs | {at} present faulty |"))
    );
    // A bare "true" would say nothing.
    let early = json!({"runs": [{"at": at, "identity": "absent", "tooEarly": true}]});
    assert!(written(&early).ends_with(&format!("| runs | {at} absent |\n")));
}

#[test]
fn of_the_messages_the_newest_three_stand_first_with_their_numbers() {
    let message = |minute: u8, left: Value| {
        json!({
            "at": format!("2026-11-22T12:{minute:02}:00.000Z"), "cause": "quota-exceeded",
            "identity": "pro", "requestedSeconds": 60, "leftSeconds": left,
            "retryAfterSeconds": null,
        })
    };
    let all: Vec<Value> = (1..=4)
        .map(|minute| message(minute, json!(minute)))
        .collect();
    let report = Json::parse(&json!({"messages": all}).to_string()).unwrap();
    // As they are written in a report: `serde_json` would sort their keys.
    let facts = Facts::from_message(&report);
    let messages = facts
        .messages
        .iter()
        .map(ZeroGpuMessage::to_message)
        .collect();
    let report = Json::object().with("messages", Json::List(messages));
    let row = |minute: u8| {
        format!("| messages | 2026-11-22T12:{minute:02}:00.000Z quota-exceeded pro 60 {minute} ? |")
    };
    assert_eq!(lines(&report.write()), [row(4), row(3), row(2)]);
}

#[test]
fn a_run_whose_time_is_unknown_says_so() {
    let run = Run {
        at: String::new(),
        ..run(1, Identity::Absent)
    };
    let text = markdown(&direct("https://owner-name.hf.space/", vec![run]));
    assert!(text.contains("| runs | ? absent |\n"), "{text}");
}

#[test]
fn nothing_of_a_query_and_of_a_pass_is_in_it() {
    for href in [
        "https://owner-name.hf.space/?prompt=SECRET",
        "https://owner-name.hf.space/?__sign=SECRET",
        "https://owner-name.hf.space/file=SECRET?a=SECRET&__sign=SECRET#SECRET",
        "https://owner-name.hf.space/#/SECRET?__sign=SECRET",
        "https://owner-name.hf.space/?%5F%5Fsign=SECRET",
    ] {
        let text = markdown(&direct(href, vec![run(1, Identity::Present)]));
        assert!(!text.contains("SECRET"), "{text}");
    }
}

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

/// Asserts that a report is a table of two columns, and that no value does anything in it.
#[track_caller]
fn is_sound(report: &Value, rows: usize) {
    let text = written(report);
    let body = text.strip_prefix(HEAD).unwrap();
    let lines: Vec<&str> = body.split(['\n', '\r']).collect();
    assert_eq!(lines.len(), rows.checked_add(1).unwrap(), "{text:?}");
    assert_eq!(lines.last(), Some(&""));
    for line in &lines[..rows] {
        let cells = cells_of(line);
        assert_eq!(cells.len(), 2, "{line:?}");
        for cell in cells {
            let acts = |char: char| char.is_control() || "`<".contains(char);
            assert!(!cell.contains(acts), "{line:?}");
        }
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
        is_sound(&json!({"place": value}), 1);
        is_sound(&json!({"space": {"id": value}}), 1);
        is_sound(&json!({"reasons": [value, value]}), 1);
        is_sound(
            &json!({"runs": [{"at": value, "identity": value}, {"at": value}]}),
            2,
        );
        is_sound(&json!({"reasons": [[value], value]}), 1);
    }
}

#[test]
fn what_is_no_report_is_a_table_too() {
    for (report, rows) in [
        (json!(null), 1),
        (json!({}), 0),
        (json!([]), 1),
        (json!("a|b"), 1),
        (json!(7), 1),
        (json!([{}, {}, {}, {}]), 3),
        (json!({"a": {}, "b": {"c": {}}}), 0),
    ] {
        let body = written(&report);
        assert_eq!(
            body.strip_prefix(HEAD).unwrap().lines().count(),
            rows,
            "{report}"
        );
    }
}

/// A report's fields with values of any kind, and how many rows they make.
fn any_report() -> impl Strategy<Value = (Value, usize)> {
    let text = || prop_oneof![any::<String>(), "[|\\\\`<\n\r a]{0,8}"].prop_map(Value::from);
    let plain = || {
        prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            text()
        ]
    };
    let list = prop::collection::vec(plain(), 0..4).prop_map(|list| (Value::from(list), 1_usize));
    let runs = prop::collection::vec((plain(), plain()), 1..6).prop_map(|runs| {
        let rows = runs.len().min(3);
        let runs = runs
            .into_iter()
            .map(|(at, identity)| json!({"at": at, "identity": identity}));
        (runs.collect(), rows)
    });
    let object = (plain(), plain()).prop_map(|(id, stage)| (json!({"id": id, "stage": stage}), 2));
    let field =
        prop_oneof![3 => plain().prop_map(|value| (value, 1)), 1 => list, 1 => runs, 1 => object];
    (field, plain()).prop_map(|((field, rows), pool)| {
        (
            json!({"field": field, "pool": pool}),
            rows.saturating_add(1),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_report_is_a_table((report, rows) in any_report()) {
        is_sound(&report, rows);
    }
}
