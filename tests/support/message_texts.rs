//! ZeroGPU's messages as texts: the samples, and how apps wrap them.

// Each test uses what it needs.
#![allow(dead_code)]

use serde_json::{Value, json};
use std::sync::LazyLock;
use whose_quota::facts::{Cause, ChargedTo, ZeroGpuMessage};

pub fn data(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

pub static SAMPLES: LazyLock<Vec<Value>> =
    LazyLock::new(|| data(include_str!("../data/messages/samples.json")));

pub fn templates() -> Vec<Value> {
    data(include_str!("../data/messages/templates.json"))
}

/// A reading in the contract's words, as the samples have it.
pub fn reading(title: Option<&str>, text: &str) -> Value {
    let Some(message) = ZeroGpuMessage::read(title, text) else {
        return json!({
            "cause": null, "identity": "unknown",
            "requestedSeconds": null, "leftSeconds": null, "retryAfterSeconds": null,
        });
    };
    json!({
        "cause": message.cause,
        "identity": message.charged_to,
        "requestedSeconds": message.requested_seconds,
        "leftSeconds": message.left_seconds,
        "retryAfterSeconds": message.retry_after_seconds,
    })
}

#[track_caller]
pub fn assert_says(title: Option<&str>, text: &str, expected: &Value) {
    assert_eq!(
        &reading(title, text),
        expected,
        "\n title {title:?}\n text {text}"
    );
}

#[track_caller]
pub fn assert_is_none(text: &str) {
    assert_eq!(ZeroGpuMessage::read(Some("Error"), text), None, "{text}");
}

#[track_caller]
pub fn read(text: &str) -> ZeroGpuMessage {
    ZeroGpuMessage::read(None, text).unwrap_or_else(|| panic!("not read: {text}"))
}

/// As Python's `html.escape`.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;")
}

/// As Python's `repr` of a string.
pub fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let escaped = text.replace('\\', "\\\\").replace('\n', "\\n");
    let escaped = escaped.replace(quote, &format!("\\{quote}"));
    format!("{quote}{escaped}{quote}")
}

/// The ways in which apps and pages show a message without a word of their own after it.
pub fn plain_wraps(text: &str) -> Vec<String> {
    let repr = repr(text);
    vec![
        text.to_owned(),
        format!("  {text} \n"),
        repr.clone(),
        format!("\"{text}\""),
        format!("“{text}”"),
        format!("**{text}**"),
        format!("Error: {text}"),
        format!("Error:{text}"),
        format!("Error\n{text}"),
        format!("❌ {text}"),
        format!("[ERROR] {text}"),
        format!("Something went wrong — {text}"),
        format!("Generation failed: {repr}"),
        format!("Generation failed: {}", text.replace(". ", ".")),
        format!("Generation failed ({text})"),
        format!("Error({repr})"),
        format!("error={repr}"),
        format!("{{\"error\": {}}}", serde_json::to_string(text).unwrap()),
        format!("The upstream Gradio app has raised an exception: {text}"),
        format!("Traceback (most recent call last):\n  …\ngradio.exceptions.Error: {repr}\n"),
        repr_of_repr(text),
        escaped(text),
        escaped(&repr),
        escaped(&format!("Generation failed: {repr}")),
        format!("<p>Error:&nbsp;<b>{text}</b></p>"),
        format!("<div class=\"toast-title\">Error</div><div>{text}</div>"),
        text.replace(' ', "\u{a0}"),
        text.replace(' ', "\u{202f}"),
        text.replace(' ', "\n  "),
        text.replace(' ', " \u{200b}"),
        format!("\u{feff}\u{200e}{text}\u{200f}"),
        format!("«\u{a0}{text}\u{a0}»"),
        format!("„{text}“"),
        format!("‚{text}‘"),
        format!("「{text}」"),
        format!("&#34;{text}&#34;"),
        format!("&apos;{text}&apos;"),
        format!("> {text}"),
        format!("- {text}"),
        format!("### Error\n\n{text}\n"),
        format!("```\n{text}\n```"),
        format!("Error → {text}"),
        format!("Ошибка: {repr}"),
        format!("生成に失敗しました：{text}"),
        format!("AppError({repr})"),
        format!("gradio_client.exceptions.AppError: {text}"),
        // As a browser's translator leaves what it does not translate.
        format!(
            "<font dir=\"auto\" style=\"vertical-align: inherit;\"><font dir=\"auto\" style=\"vertical-align: inherit;\">{text}</font></font>"
        ),
    ]
}

pub fn repr_of_repr(text: &str) -> String {
    repr(&format!("Line one\n{}", repr(text)))
}

/// … and with words after it.
pub fn wraps_with_more(text: &str) -> Vec<String> {
    let repr = repr(text);
    vec![
        format!("Error: {text} Please duplicate this Space."),
        format!("Generation failed: {repr}. Please try again later."),
        format!("Generation failed: {repr} (task 5)"),
        format!("{{\"error\":\"{repr}\",\"visible\":true}}"),
        format!("{{'error': {repr}, 'duration': 10, 'visible': True}}"),
        format!("Error(message={repr}, duration=10, visible=True, title='Error')"),
        format!("{text}\n\nat step 3 of 4"),
        format!("<p>{text}</p><p>Please sign in.</p>"),
    ]
}

/// Cause, identity, requested, left, retry.
pub type Said = (Cause, ChargedTo, Option<u32>, Option<u32>, Option<u32>);

pub fn said(text: &str) -> Said {
    let message = read(text);
    (
        message.cause,
        message.charged_to,
        message.requested_seconds,
        message.left_seconds,
        message.retry_after_seconds,
    )
}

pub fn retry(wait: &str) -> Option<u32> {
    let message = read(&format!(
        "You have exceeded your GPU quota (60s requested vs. 12s left). Try again in {wait}"
    ));
    assert_eq!(message.requested_seconds, Some(60), "{wait}");
    assert_eq!(message.left_seconds, Some(12), "{wait}");
    message.retry_after_seconds
}
