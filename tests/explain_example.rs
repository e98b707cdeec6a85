//! The contract's way to explain without a browser: `cargo run --quiet --example explain`.

#[path = "support/example.rs"]
mod example;

use example::run;
use serde_json::Value;

/// What is said of a text that is no message.
const NONE: &str = r#"{"cause":null,"identity":"unknown","requestedSeconds":null,"leftSeconds":null,"retryAfterSeconds":null}"#;

#[test]
fn each_line_in_is_one_line_out() {
    let free = r#"{"cause":"quota-exceeded","identity":"free","requestedSeconds":60,"leftSeconds":12,"retryAfterSeconds":192}"#;
    let other = r#"{"cause":"other","identity":"unknown","requestedSeconds":null,"leftSeconds":null,"retryAfterSeconds":null}"#;
    let cases = [
        // Raw text, also with what a shell or an app put around it.
        (
            "You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 0:03:12",
            free,
        ),
        (
            "Generation failed: 'You have exceeded your free ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. '\r",
            free,
        ),
        // A JSON string.
        (
            r#""Line one\n\"You have exceeded your free ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. \"""#,
            free,
        ),
        // A quoted message that is no JSON.
        (
            "'You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 0:03:12'",
            free,
        ),
        // With a title.
        (
            r#"{"title":"ZeroGPU worker error","text":"RuntimeError"}"#,
            other,
        ),
        (r#"{"title":null,"text":"RuntimeError"}"#, NONE),
        (r#"{"text":"GPU device not used"}"#, other),
        // JSON of another shape is raw text.
        (
            r#"{"error":"'You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 0:03:12'","visible":true}"#,
            free,
        ),
        (
            "Falling back to IP-based quotas (InvalidRepoToken)",
            r#"{"cause":"ip-fallback","identity":"ip-fallback","requestedSeconds":null,"leftSeconds":null,"retryAfterSeconds":null}"#,
        ),
        ("", NONE),
        ("null", NONE),
        ("7", NONE),
        (r#""""#, NONE),
        ("{\"text\":7}", NONE),
        ("GPU quota is precious: keep durations short", NONE),
    ];
    let mut input: Vec<u8> = vec![];
    for (line, _) in &cases {
        input.extend(line.bytes());
        input.push(b'\n');
    }
    // Not UTF-8, and the last line without an end.
    input.extend(b"\xff: GPU device not used");
    let mut expected: Vec<&str> = cases.iter().map(|(_, answer)| *answer).collect();
    expected.push(other);
    assert_eq!(run("explain", &input), expected);
}

#[test]
fn each_sample_is_read_as_it_is_labelled() {
    let samples: Vec<Value> =
        serde_json::from_str(include_str!("data/messages/samples.json")).unwrap();
    let mut input = String::new();
    for sample in &samples {
        let line = serde_json::json!({"title": sample["title"], "text": sample["text"]});
        input.push_str(&line.to_string());
        input.push('\n');
    }
    let answers = run("explain", input.as_bytes());
    assert_eq!(answers.len(), samples.len());
    for (answer, sample) in answers.iter().zip(&samples) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        assert_eq!(answer, sample["expected"], "{}", sample["text"]);
    }
}

#[test]
fn nothing_in_is_nothing_out() {
    assert_eq!(run("explain", b""), Vec::<String>::new());
}
