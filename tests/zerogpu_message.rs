//! What ZeroGPU's messages say, in every form that is known (tests/data/messages/).

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use whose_quota::facts::{Cause, ChargedTo, GRADIO_FAILURE, Json, Message};

fn data(text: &str) -> Vec<Value> {
    serde_json::from_str(text).unwrap()
}

static SAMPLES: LazyLock<Vec<Value>> =
    LazyLock::new(|| data(include_str!("data/messages/samples.json")));

fn templates() -> Vec<Value> {
    data(include_str!("data/messages/templates.json"))
}

/// A reading in the contract's words, as the samples have it.
fn reading(title: Option<&str>, text: &str) -> Value {
    let Some(message) = Message::read(title, text) else {
        return json!({
            "cause": null, "identity": "unknown",
            "requestedSeconds": null, "leftSeconds": null, "retryAfterSeconds": null,
        });
    };
    let mut value: Value = serde_json::from_str(&message.to_message().write()).unwrap();
    value.as_object_mut().unwrap().remove("fault");
    value
}

#[track_caller]
fn assert_says(title: Option<&str>, text: &str, expected: &Value) {
    assert_eq!(
        &reading(title, text),
        expected,
        "\n title {title:?}\n text {text}"
    );
}

#[track_caller]
fn assert_is_none(text: &str) {
    assert_eq!(Message::read(Some("Error"), text), None, "{text}");
}

#[track_caller]
fn read(text: &str) -> Message {
    Message::read(None, text).unwrap_or_else(|| panic!("not read: {text}"))
}

/// As Python's `html.escape`.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;")
}

/// As Python's `repr` of a string.
fn repr(text: &str) -> String {
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
fn plain_wraps(text: &str) -> Vec<String> {
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

fn repr_of_repr(text: &str) -> String {
    repr(&format!("Line one\n{}", repr(text)))
}

/// … and with words after it.
fn wraps_with_more(text: &str) -> Vec<String> {
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

// --- What others wrote --------------------------------------------------------------------------

#[test]
fn each_sample_is_read_as_it_is_labelled() {
    assert_eq!(SAMPLES.len(), 236);
    for sample in &*SAMPLES {
        for field in ["text", "html"] {
            let text = sample[field].as_str().unwrap();
            assert_says(sample["title"].as_str(), text, &sample["expected"]);
        }
    }
}

#[test]
fn the_title_is_needed_only_where_the_text_says_nothing() {
    let needed: Vec<Value> = SAMPLES
        .iter()
        .filter(|sample| {
            let text = sample["text"].as_str().unwrap();
            reading(None, text) != sample["expected"]
        })
        .map(|sample| sample["text"].clone())
        .collect();
    assert_eq!(needed, ["RuntimeError", "Internal Gradio error"]);
}

/// Numbers for a template: as it prints them, and as they are read.
struct Numbers {
    printed: [&'static str; 3],
    read: [Option<u32>; 3],
}

const fn numbers(printed: [&'static str; 3], read: [Option<u32>; 3]) -> Numbers {
    Numbers { printed, read }
}

const NUMBERS: &[Numbers] = &[
    numbers(["60", "12", "0:03:12"], [Some(60), Some(12), Some(192)]),
    numbers(["5", "0", "23:59:59"], [Some(5), Some(0), Some(86_399)]),
    numbers(
        ["1800", "1799", "1 day, 0:00:00"],
        [Some(1800), Some(1799), Some(86_400)],
    ),
    numbers(
        ["90", "-180", "2 days, 4:04:05"],
        [Some(90), None, Some(187_445)],
    ),
    numbers(
        ["259200", "1", "0:03:12.500000"],
        [Some(259_200), Some(1), Some(192)],
    ),
    numbers(["99999999999", "259201", "-1 day, 23:59:59"], [None; 3]),
    numbers(["90.0", "-0", "0:00:00"], [Some(90), None, Some(0)]),
];

/// A template's texts: its own, its HTML and its Markdown; each with and without an API hint.
fn texts_of(template: &Value) -> Vec<String> {
    let own = template["template"].as_str().unwrap();
    if let Some(hint) = own.strip_prefix("{quota or runs message}") {
        let pool = match template["tells_identity"].as_str().unwrap() {
            "free" => "free ",
            "pro" => "Pro ",
            _ => "",
        };
        return vec![format!(
            "You have exceeded your {pool}ZeroGPU quota ({{requested}}s requested vs. {{left}}s left). Try again in {{wait}}. {hint}"
        )];
    }
    let head = own.find("). ").map_or("", |end| &own[..=end + 1]);
    let mut texts = vec![own.to_owned()];
    for variant in ["html", "markdown"] {
        let Some(text) = template[variant].as_str() else {
            continue;
        };
        let text = text.replacen('…', head, 1);
        // "{address of old (versions) / address of today (versions)}"
        match text.split_once("\"{http").zip(text.split_once(")}\"")) {
            Some(((before, _), (_, after))) => texts.extend([
                format!("{before}\"https://huggingface.co/settings/billing/subscription\"{after}"),
                format!("{before}\"https://huggingface.co/subscribe/pro?from=ZeroGPU\"{after}"),
            ]),
            None => texts.push(text),
        }
    }
    texts
}

#[test]
fn each_template_is_read_with_any_numbers_and_wrapped_in_any_way() {
    let mut causes = BTreeSet::new();
    for template in templates() {
        let title = template["title"].as_str();
        let cause = template["tells_cause"].as_str().unwrap();
        causes.insert(cause.to_owned());
        let is_generic = template["template"] == "{exception class name}"
            || template["template"] == "Internal Gradio error";
        for text in texts_of(&template) {
            for numbers in NUMBERS {
                let [requested, left, wait] = numbers.printed;
                let rendered = text
                    .replace("{requested}", requested)
                    .replace("{left}", left)
                    .replace("{wait}", wait)
                    .replace("{reason}", "InvalidRepoToken")
                    .replace("{exception class name}", "RuntimeError");
                let place = |name: &str, index: usize| {
                    text.contains(name).then_some(numbers.read[index]).flatten()
                };
                let mut expected = json!({
                    "cause": cause,
                    "identity": template["tells_identity"],
                    "requestedSeconds": place("{requested}", 0),
                    "leftSeconds": place("{left}", 1),
                    "retryAfterSeconds": place("{wait}", 2),
                });
                if is_generic {
                    // Without the title it is anybody's.
                    if title.is_some() {
                        assert_says(title, &rendered, &expected);
                    }
                    expected["cause"] = Value::Null;
                    assert_says(None, &rendered, &expected);
                    assert_says(Some("Error"), &rendered, &expected);
                    continue;
                }
                let stands_alone = matches!(cause, "other" | "no-gpu" | "gpu-aborted")
                    || rendered == "You have exceeded your GPU quota";
                let mut wraps = plain_wraps(&rendered);
                if !stands_alone {
                    wraps.extend(wraps_with_more(&rendered));
                }
                assert_says(title, &rendered, &expected);
                let message = Message::read(None, &rendered);
                for wrapped in wraps {
                    for title in [title, Some("Error"), None] {
                        let read = Message::read(title, &wrapped);
                        assert_eq!(read, message, "\n title {title:?}\n text {wrapped}");
                    }
                }
            }
        }
    }
    let facts: Vec<_> = causes.iter().map(String::as_str).collect();
    assert_eq!(
        facts,
        [
            "expired-token",
            "gpu-aborted",
            "illegal-duration",
            "ip-fallback",
            "no-gpu",
            "other",
            "pending-credits",
            "queue-timeout",
            "quota-exceeded",
            "runs-exceeded",
        ]
    );
}

// --- Forms that the templates do not have -------------------------------------------------------

/// Cause, identity, requested, left, retry.
type Said = (Cause, ChargedTo, Option<u32>, Option<u32>, Option<u32>);

fn said(text: &str) -> Said {
    let message = read(text);
    (
        message.cause,
        message.identity,
        message.requested_seconds,
        message.left_seconds,
        message.retry_after_seconds,
    )
}

#[test]
fn forms_beyond_the_templates_are_read() {
    use Cause::{
        GpuAborted, IllegalDuration, NoGpu, Other, QueueTimeout, QuotaExceeded, RunsExceeded,
    };
    use ChargedTo::{Free, Pro, Unauthenticated, Unknown};
    let cases: &[(&str, Said)] = &[
        // Seen on a Space (2026-09-26, `…/call/…` of the API): `repr` inside JSON.
        (
            r#"{"error":"'You have exceeded your ZeroGPU quota (146s requested vs. 62s left). Try again in 23:59:09. Authenticate with a Hugging Face token for more quota - https://huggingface.co/settings/tokens'","visible":true}"#,
            (
                QuotaExceeded,
                Unauthenticated,
                Some(146),
                Some(62),
                Some(86_349),
            ),
        ),
        // Seen by callers without a token: less than nothing is left.
        (
            "You have exceeded your ZeroGPU quota (360s requested vs. -180s left). Try again in 22:17:58. ",
            (
                QuotaExceeded,
                Unauthenticated,
                Some(360),
                None,
                Some(80_278),
            ),
        ),
        // `str()` of 0.30 to 0.34.1: Markdown.
        (
            "Error: You have exceeded your free GPU quota (60s requested vs. 12s left). [Subscribe to Pro](https://huggingface.co/settings/billing/subscription) to get 5x more daily usage quota.",
            (QuotaExceeded, Free, Some(60), Some(12), None),
        ),
        // 0.29.3 to 0.29.6 with Gradio 4.39 and later: HTML.
        (
            "You have exceeded your GPU quota (46s left vs. 60s requested). <a href=\"https://huggingface.co/join\">Sign-up on Hugging Face</a> to get more quotas or retry in 0:09:48",
            (
                QuotaExceeded,
                Unauthenticated,
                Some(60),
                Some(46),
                Some(588),
            ),
        ),
        (
            "You have exceeded your GPU quota (46s left vs. 60s requested). <a href=\"https://huggingface.co/subscribe/pro\">Subscribe to Pro</a> to get more quotas or retry in 0:09:48.",
            (QuotaExceeded, Free, Some(60), Some(46), Some(588)),
        ),
        // 0.34.1 had an ending for the runs limit.
        (
            "You have exceeded your runs limit. Create a free account to get more runs.",
            (RunsExceeded, Unauthenticated, None, None, None),
        ),
        (
            "You have exceeded your runs limit. Subscribe to Pro to get 5x more runs.",
            (RunsExceeded, Free, None, None, None),
        ),
        (
            "You have exceeded your runs limit. Try again in 0:00:00",
            (RunsExceeded, Unknown, None, None, Some(0)),
        ),
        // 0.51.1 and later, with the hints.
        (
            "You have exceeded your ZeroGPU runs limit. Subscribe to Hugging Face PRO to get 40 min of ZeroGPU quota a day - https://huggingface.co/subscribe/pro?from=ZeroGPU",
            (RunsExceeded, Free, None, None, None),
        ),
        (
            "You have exceeded your ZeroGPU runs limit. Add credits to keep using ZeroGPU. $1 for 10 minutes of ZeroGPU inference - https://huggingface.co/settings/billing?add-credits=true",
            (RunsExceeded, Pro, None, None, None),
        ),
        // 0.29.3 to 0.29.6 end the illegal duration with the time as well.
        (
            "The requested GPU duration (360s) is larger than the maximum allowed retry in -1 day, 23:59:59",
            (IllegalDuration, Unknown, Some(360), None, None),
        ),
        // Where the queue's patience is another.
        (
            "No GPU was available after 120s. Retry later",
            (QueueTimeout, Pro, None, None, None),
        ),
        (
            "No GPU was available after 60s",
            (QueueTimeout, Unknown, None, None, None),
        ),
        (
            "Error: No GPU was available",
            (NoGpu, Unknown, None, None, None),
        ),
        (
            "gradio.exceptions.Error: 'GPU task aborted'",
            (GpuAborted, Unknown, None, None, None),
        ),
        // With `show_error=True`.
        (
            "ZeroGPU API /schedule error: 500 (Internal Server Error)",
            (Other, Unknown, None, None, None),
        ),
        (
            "ZeroGPU API /release error: 404 (Not Found)",
            (Other, Unknown, None, None, None),
        ),
        (
            "ZeroGPU is only compatible with Gradio 4+",
            (Other, Unknown, None, None, None),
        ),
        // Our own additions from the wheels, 0.6.1 to 0.51.3: before 0.19.1 the device API's own
        // words stand where the number is.
        (
            "ZeroGPU API /schedule error: None",
            (Other, Unknown, None, None, None),
        ),
        (
            "Connection closed by visitor while queueing",
            (Other, Unknown, None, None, None),
        ),
        (
            "Connection closed by visitor on queue success",
            (Other, Unknown, None, None, None),
        ),
        (
            "Error while re-trying after queue disconnect",
            (Other, Unknown, None, None, None),
        ),
        (
            "CUDA must not be initialized in the main process on Spaces with Stateless GPU environment.\nYou can look at this Stacktrace to find out which part of your code triggered a CUDA init",
            (Other, Unknown, None, None, None),
        ),
        (
            "Low-level CUDA init (`torch._C._cuda_init`) reached. This means ZeroGPU's PyTorch CUDA emulation mode did not intercept a CUDA operation in your code.\nCheck this stacktrace to locate the trigger.",
            (Other, Unknown, None, None, None),
        ),
        (
            "Expected all tensors to be on the same device, but found at least two devices, cuda:0 (ZeroGPU) and cpu!",
            (Other, Unknown, None, None, None),
        ),
        // 0.30.0 and 0.30.1 with Gradio before 4.39: no space after the link's words.
        (
            "You have exceeded your GPU quota (60s requested vs. 12s left). Create a free accountto get more usage quota.",
            (QuotaExceeded, Unauthenticated, Some(60), Some(12), None),
        ),
        (
            "No GPU was available after 60s. Subscribe to Proto get the highest priority in ZeroGPU queues.",
            (QueueTimeout, Free, None, None, None),
        ),
        // Seen in reports: cut off by whoever shows it; more is left than was asked for.
        (
            "You have exceeded your ZeroGPU quota (120s requested vs. 160s left). Try again in 23:51:22. Authenticate with a Hugging",
            (
                QuotaExceeded,
                Unauthenticated,
                Some(120),
                Some(160),
                Some(85_882),
            ),
        ),
        (
            "StableAudio: space error {\"error\": \"You have exceeded your free ZeroGPU quota (60s requested vs. 0s left)\"}",
            (QuotaExceeded, Free, Some(60), Some(0), None),
        ),
        (
            "OBSERVATION: Error executing function: The upstream Gradio app has raised an exception: You have exceeded your GPU quota (60s requested vs. 56s left). <a style=\"white-space: nowrap;text-underline-offset: 2px;color: var(--body-text-color)\" href=\"https://huggingface.co/join\">Create a free account</a> to get more usage quota.\n",
            (QuotaExceeded, Unauthenticated, Some(60), Some(56), None),
        ),
        (
            "You have exceeded your GPU quota (60s requested vs. 0s left). Try again in 0:00:00",
            (QuotaExceeded, Unauthenticated, Some(60), Some(0), Some(0)),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn the_pool_s_name_counts_more_than_an_advice() {
    let text = "You have exceeded your Pro GPU quota (60s requested vs. 12s left). Create a free account to get more usage quota.";
    assert_eq!(read(text).identity, ChargedTo::Pro);
    // The first advice counts.
    let text = "You have exceeded your GPU quota (12s left vs. 60s requested). Sign-up on Hugging Face to get more quotas or retry in 0:00:01. Subscribe to Pro to get more quotas";
    assert_eq!(read(text).identity, ChargedTo::Unauthenticated);
    // An app's own advice to wait is no sign of PRO.
    let text = "You have exceeded your GPU quota (12s left vs. 60s requested). Please retry in 0:00:01. Retry later";
    assert_eq!(read(text).identity, ChargedTo::Unknown);
}

#[test]
fn an_advice_names_nobody_where_the_message_is_not_about_who_was_charged() {
    // Found by the fuzzer.
    for message in [
        "ZeroGPU API /schedule error",
        "Expired ZeroGPU proxy token",
        "The requested GPU duration (60s) is larger than the maximum allowed",
        "You have too many ZeroGPU credits allocated to running tasks. Try again once some of those tasks have completed",
    ] {
        let text = format!("{message}. Authenticate with a Hugging Face token for more quota");
        assert_eq!(read(&text).identity, ChargedTo::Unknown, "{text}");
    }
    let text = "Falling back to IP-based quotas (InvalidRepoToken). Create a free account to get more daily usage quota.";
    assert_eq!(read(text).identity, ChargedTo::IpFallback);
}

#[test]
fn the_first_message_counts() {
    let text = "Falling back to IP-based quotas (InvalidRepoToken)\nYou have exceeded your ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. ";
    assert_eq!(read(text).cause, Cause::IpFallback);
    // What only looks like one is passed over.
    let text = "You have exceeded yourself. No GPU was available for that. Error: Space app has reached its GPU limit. Try re-running outside of examples if it happened after clicking one";
    assert_eq!(read(text).identity, ChargedTo::Space);
}

#[test]
fn the_fault_is_one_plain_word() {
    let fault = |reason: &str| read(&format!("Falling back to IP-based quotas ({reason})")).fault;
    for word in [
        "InvalidRepoToken",
        "InvalidAccessToken",
        "a",
        &"x".repeat(40),
    ] {
        assert_eq!(fault(word).as_deref(), Some(word));
    }
    let odd = [
        "",
        "Could not verify the user",
        "hf_abc",
        "<b>x</b>",
        "x1",
        "é",
        &"x".repeat(41),
    ];
    for reason in odd {
        assert_eq!(fault(reason), None, "{reason}");
    }
    assert_is_none("Falling back to IP-based quotas");
    assert_is_none("Falling back to IP-based quotas (InvalidRepoToken");
    assert_is_none(&format!(
        "Falling back to IP-based quotas ({})",
        "x".repeat(200)
    ));
    let other = read("Expired ZeroGPU proxy token");
    assert_eq!(other.fault, None);
}

#[test]
fn the_apps_own_failure_is_one_by_zero_gpus_title_alone() {
    let read = |title: &str, text: &str| {
        let message = Message::read(Some(title), text)?;
        assert_eq!(message.cause, Cause::Other, "{title} {text}");
        message.fault
    };
    let of_worker = |text| read("ZeroGPU worker error", text);
    assert_eq!(of_worker("RuntimeError").as_deref(), Some("RuntimeError"));
    assert_eq!(of_worker(" ValueError\n").as_deref(), Some("ValueError"));
    let of_client = read("ZeroGPU client error", "Internal Gradio error");
    assert_eq!(of_client.as_deref(), Some(GRADIO_FAILURE));
    // Other words, and the words of the other title.
    for (title, text) in [
        ("ZeroGPU worker error", "Something went wrong"),
        ("ZeroGPU worker error", "hf_abc"),
        ("ZeroGPU worker error", ""),
        ("ZeroGPU worker error", "Internal Gradio error"),
        ("ZeroGPU worker warning", "RuntimeError"),
        ("ZeroGPU client error", "RuntimeError"),
        ("ZeroGPU queue", "RuntimeError"),
    ] {
        assert_eq!(read(title, text), None, "{title} {text}");
    }
    // Alone such words are anybody's.
    for text in ["RuntimeError", "ValueError", "Internal Gradio error"] {
        for title in [None, Some("Error"), Some("worker error"), Some("Zero")] {
            assert_eq!(Message::read(title, text), None, "{title:?} {text}");
        }
    }
    // A refusal stays one, whatever its title.
    let text = "You have exceeded your Pro ZeroGPU quota (60s requested vs. 12s left).";
    let message = Message::read(Some("ZeroGPU worker error"), text).unwrap();
    assert_eq!((message.cause, message.fault), (Cause::QuotaExceeded, None));
}

#[test]
fn the_runs_limit_of_old_is_told_from_a_spent_quota() {
    let means_runs = |requested: &str, left: &str, wait: &str| {
        read(&format!(
            "You have exceeded your ZeroGPU quota ({requested}s requested vs. {left}s left). Try again in {wait}. "
        ))
        .means_runs()
    };
    assert!(means_runs("60", "100", "0:00:00"));
    assert!(means_runs("60", "60", "0:00:00"));
    assert!(!means_runs("60", "59", "0:00:00"));
    assert!(!means_runs("60", "-1", "0:00:00"));
    assert!(!means_runs("-60", "1", "0:00:00"));
    assert!(!means_runs("-60", "-1", "0:00:00"));
    assert!(!means_runs("60", "100", "0:00:01"));
    // A time that cannot be is as none; and 0.35.0 named none.
    assert!(means_runs("60", "100", "-1 day, 23:59:59"));
    let bare =
        |left| format!("You have exceeded your ZeroGPU quota (60s requested vs. {left}s left).");
    assert!(read(&bare(100)).means_runs());
    assert!(!read(&bare(59)).means_runs());
    assert!(!read("You have exceeded your ZeroGPU runs limit. Try again in 0:00:00").means_runs());
}

#[test]
fn a_title_of_zerogpu_s_makes_a_message_of_any_text() {
    let cause = |title, text| Message::read(Some(title), text).map(|message| message.cause);
    for title in [
        "ZeroGPU worker error",
        "ZeroGPU client error",
        " ZeroGPU something new ",
    ] {
        assert_eq!(cause(title, "KeyError"), Some(Cause::Other), "{title}");
        assert_eq!(cause(title, ""), Some(Cause::Other), "{title}");
        assert_eq!(
            cause(title, "GPU task aborted"),
            Some(Cause::GpuAborted),
            "{title}"
        );
    }
    for title in [
        "Error",
        "",
        "ZeroGPU",
        "ZeroGPU ",
        "ZeroGPU Explorer",
        "zerogpu worker error",
        "My ZeroGPU worker error",
        "ZeroGPUs are here",
    ] {
        assert_eq!(cause(title, "KeyError"), None, "{title}");
    }
    // The title of a queue time-out without a visitor says "quota".
    let text = "No GPU was available after 60s. Try re-running outside of examples if it happened after clicking one";
    assert_eq!(
        cause("ZeroGPU quota exceeded", text),
        Some(Cause::QueueTimeout)
    );
}

// --- What is no message -------------------------------------------------------------------------

#[test]
fn what_merely_resembles_a_message_is_none() {
    for text in [
        "",
        " \n",
        "''",
        "GPU",
        "GPU quota",
        "You have exceeded your",
        "you have exceeded your free gpu quota (60s requested vs. 12s left). try again in 0:03:12",
        "You have exceeded your GPU quota. Please sign in to go on.",
        "You have exceeded your GPU quota for today",
        "Oops. You have exceeded your GPU quota",
        "Do you know why it says You have exceeded your GPU quota?",
        "You have exceeded your free GPU quota",
        "You have exceeded your Pro GPU quota.",
        "You have exceeded your monthly GPU quota (60s requested vs. 0s left).",
        "You have exceeded your Team ZeroGPU quota (60s requested vs. 0s left).",
        "You have exceeded your GPU quota (60 requested vs. 12 left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. some left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. s left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested, 12s left). Try again in 0:03:12",
        "You have exceeded your GPU quota (60s requested vs. 12s left",
        "You have exceeded your GPU quota (NUMBER s left vs. 60s requested). Please retry in 0:03:12",
        "You have exceeded your Pro GPU quota (12s left vs. 60s requested). Please retry in 0:03:12",
        "You have not exceeded your free GPU quota (60s requested vs. 12s left).",
        "If it says \"You have exceeded your free GPU quota (60s requested vs. 12s left)\", sign in. Then it works.",
        "The words \"You have exceeded your GPU quota (60s requested vs. 0s left). Try again in 0:03:12. \" mean that you are a guest here.",
        "'You have exceeded your GPU quota (60s requested vs. 0s left)' means that the quota is spent.",
        "“You have exceeded your GPU quota (60s requested vs. 0s left)” means that the quota is spent.",
        "&quot;You have exceeded your GPU quota (60s requested vs. 0s left)&quot; means that it is spent.",
        "You have exceeded your ZeroGPU runs limitations",
        "You have exceeded your API rate limit.",
        "You have too many ZeroGPU credits",
        "Space app has reached its memory limit. Try re-running outside of examples",
        "Space app has reached its GPU limits and so on",
        "User is running out of daily ZeroGPU quotas.",
        "Falling back to IP-based quotas (InvalidRepoToken) means that the pass was faulty.",
        "The requested GPU duration is larger than the maximum allowed",
        "The requested GPU duration (long) is larger than the maximum allowed",
        "The requested GPU duration (60s) is smaller than the maximum allowed",
        "No GPU was available for your job",
        "No GPU was available, so the CPU did it",
        "No GPU was available. Please come back tomorrow",
        "No GPU was available after a while",
        "Sorry, No GPU was available",
        "No GPU is currently available on this computer",
        "GPU task aborted by the user",
        "GPU device not used: set CUDA_VISIBLE_DEVICES",
        "The GPU task aborted",
        "Waiting for a GPU to become available takes a minute",
        "Waiting for a GPU",
        "Successfully acquired a GPU in 3 s",
        "Expired ZeroGPU proxy tokens are made new by a reload",
        "Internal infrastructure error",
        "Internal Gradio error",
        "ZeroGPU quota exceeded",
        "ZeroGPU API documentation",
        "ZeroGPU is only compatible with Gradio",
        "RuntimeError",
        "CUDA out of memory",
        "ZeroGPU gives each visitor some minutes of GPU quota a day. Have you exceeded your free GPU quota? Try again in 24 hours, or create a free account to get more.",
    ] {
        assert_is_none(text);
    }
}

/// A browser's translator changes toasts, too: the title, the text, or half of it.
#[test]
fn what_is_translated_is_none_or_says_less() {
    for text in [
        "Sie haben Ihr kostenloses GPU-Kontingent überschritten (60 s angefordert vs. 12 s verbleibend). Versuchen Sie es in 0:03:12 erneut",
        "Sie haben Ihr ZeroGPU-Kontingent überschritten (60s angefordert vs. 12s übrig). Versuchen Sie es erneut in 0:03:12.",
        "Vous avez dépassé votre quota de GPU gratuit (60 s demandées contre 12 s restantes). Réessayez dans 0:03:12",
        "Vous avez dépassé votre quota ZeroGPU (60s requested vs. 12s left). Réessayez dans 0:03:12.",
        "Ha superado su cuota de GPU gratuita (60 s solicitados frente a 12 s restantes). Inténtalo de nuevo en 0:03:12",
        "Você excedeu sua cota de GPU gratuita (60s solicitados vs. 12s restantes). Tente novamente em 0:03:12",
        "Hai superato la tua quota GPU gratuita (60 s richiesti vs. 12 s rimanenti). Riprova tra 0:03:12",
        "U hebt uw gratis GPU-quotum overschreden (60s aangevraagd versus 12s over). Probeer het opnieuw in 0:03:12",
        "Przekroczyłeś limit darmowego GPU (żądano 60 s, pozostało 12 s). Spróbuj ponownie za 0:03:12",
        "Вы превысили квоту бесплатных графических процессоров (запрошено 60 с, осталось 12 с). Повторите попытку через 0:03:12",
        "Ви перевищили безкоштовну квоту GPU (60 с запитано проти 12 с залишилося). Спробуйте ще раз через 0:03:12",
        "Ücretsiz GPU kotanızı aştınız (60 saniye istendi, 12 saniye kaldı). 0:03:12 içinde tekrar deneyin",
        "無料の GPU クォータを超えました (60 秒のリクエストに対して残り 12 秒)。0:03:12 後にもう一度お試しください",
        "您已超出免费 GPU 配额（请求 60 秒，剩余 12 秒）。请在 0:03:12 后重试",
        "您已超出您的 free GPU quota (60s requested vs. 12s left). Try again in 0:03:12",
        "무료 GPU 할당량을 초과했습니다(60초 요청 대 12초 남음). 0:03:12 후에 다시 시도하세요",
        "لقد تجاوزت حصة GPU المجانية (60 ثانية مطلوبة مقابل 12 ثانية متبقية). حاول مرة أخرى خلال 0:03:12",
        "आपने अपना निःशुल्क GPU कोटा पार कर लिया है (60 सेकंड का अनुरोध बनाम 12 सेकंड शेष)। 0:03:12 में पुनः प्रयास करें",
        "Bạn đã vượt quá hạn mức GPU miễn phí (yêu cầu 60 giây so với còn lại 12 giây). Hãy thử lại sau 0:03:12",
        "Anda telah melampaui kuota GPU gratis (60 detik diminta vs. 12 detik tersisa). Coba lagi dalam 0:03:12",
        "You have exceeded your kostenloses GPU-Kontingent (60s requested vs. 12s left). Try again in 0:03:12",
        "You have exceeded your GPU quota gratuit (60s requested vs. 12s left). Try again in 0:03:12",
        "Nach 60 s war keine GPU verfügbar. Später erneut versuchen",
        "No GPU était disponible après 60s. Réessayez plus tard",
        "Es war keine GPU verfügbar",
        "Space-App hat ihr GPU-Limit erreicht. Versuchen Sie es außerhalb der Beispiele erneut, wenn es nach dem Anklicken eines Beispiels aufgetreten ist",
        "Rückgriff auf IP-basierte Quoten (InvalidRepoToken)",
        "Abgelaufenes ZeroGPU-Proxy-Token",
        "GPU-Aufgabe abgebrochen",
        "Die angeforderte GPU-Dauer (360s) ist größer als das erlaubte Maximum",
    ] {
        assert_is_none(text);
        // With its title, translated or not: ZeroGPU's, and no more.
        for title in ["ZeroGPU quota exceeded", "ZeroGPU quotum overschreden"] {
            let nothing = json!({
                "cause": "other", "identity": "unknown",
                "requestedSeconds": null, "leftSeconds": null, "retryAfterSeconds": null,
            });
            assert_says(Some(title), text, &nothing);
        }
    }
    let half = "You have exceeded your free GPU quota (60s requested vs. 12s left). Versuchen Sie es in 0:03:12 erneut";
    let message = read(half);
    assert_eq!(message.identity, ChargedTo::Free);
    assert_eq!(message.retry_after_seconds, None);
    let half = "No GPU was available after 60s. Erstellen Sie ein kostenloses Konto, um eine höhere Priorität in ZeroGPU-Warteschlangen zu erhalten.";
    assert_eq!(read(half).identity, ChargedTo::Unknown);
}

#[test]
fn words_glued_to_a_message_are_an_app_s_only_where_little_is_said() {
    let message = "You have exceeded your ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. Authenticate with a Hugging Face token for more quota - https://huggingface.co/settings/tokens";
    for text in [
        format!("Error{message}"),
        format!("ZeroGPU quota exceeded {message} ×"),
        format!("Failed with '{message}'."),
        format!("{}{message}", "x".repeat(64)),
    ] {
        assert_eq!(read(&text).retry_after_seconds, Some(192), "{text}");
    }
    assert_is_none(&format!("Failed with '{message}'. So sign in"));
    assert_is_none(&format!("{}{message}", "x".repeat(65)));
}

// --- Times and numbers --------------------------------------------------------------------------

fn retry(wait: &str) -> Option<u32> {
    let message = read(&format!(
        "You have exceeded your GPU quota (60s requested vs. 12s left). Try again in {wait}"
    ));
    assert_eq!(message.requested_seconds, Some(60), "{wait}");
    assert_eq!(message.left_seconds, Some(12), "{wait}");
    message.retry_after_seconds
}

#[test]
fn times_are_python_s() {
    for (wait, seconds) in [
        ("0:00:00", 0),
        ("0:03:12", 192),
        ("0:03:12.", 192),
        ("0:03:12.500000", 192),
        ("0:03:12.999999. ", 192),
        ("23:59:59", 86_399),
        ("1 day, 0:00:00", 86_400),
        ("1 day, 0:00:00.000001", 86_400),
        ("2 days, 4:04:05", 187_445),
        ("31 days, 23:59:59", 2_764_799),
    ] {
        assert_eq!(retry(wait), Some(seconds), "{wait}");
    }
    for wait in [
        "-1 day, 23:59:59",
        "-0:03:12",
        "-2 days, 0:00:00",
        "32 days, 0:00:00",
        "999999999 days, 23:59:59.999999",
        "4294967295 days, 0:00:00",
        "99999999999999999999:00:00",
        "24:00:00",
        "0:60:00",
        "0:00:60",
        "0:03",
        "0:03:",
        "1 day",
        "1 day 0:00:00",
        "12",
        "None",
        "A WHILE",
        "",
    ] {
        assert_eq!(retry(wait), None, "{wait}");
    }
}

#[test]
fn negative_and_absurd_seconds_are_unknown() {
    let seconds = |requested: &str, left: &str| {
        let message = read(&format!(
            "You have exceeded your GPU quota ({requested}s requested vs. {left}s left)."
        ));
        (message.requested_seconds, message.left_seconds)
    };
    assert_eq!(seconds("60", "-1"), (Some(60), None));
    assert_eq!(seconds("-60", "0"), (None, Some(0)));
    assert_eq!(seconds("259201", "259200"), (None, Some(259_200)));
    assert_eq!(seconds("4294967296", "007"), (None, Some(7)));
    assert_eq!(seconds(&"9".repeat(10_000), "60.75"), (None, Some(60)));
}

// --- Messages of our own ------------------------------------------------------------------------

fn parse(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

#[test]
fn a_message_of_our_own_is_in_the_contract_s_words() {
    let message = read(
        "You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 1 day, 0:00:00",
    );
    assert_eq!(
        message.to_message().write(),
        r#"{"cause":"quota-exceeded","identity":"free","requestedSeconds":60,"leftSeconds":12,"retryAfterSeconds":86400}"#
    );
    let message = read("Falling back to IP-based quotas (InvalidRepoToken)");
    assert_eq!(
        message.to_message().write(),
        r#"{"cause":"ip-fallback","identity":"ip-fallback","requestedSeconds":null,"leftSeconds":null,"retryAfterSeconds":null,"fault":"InvalidRepoToken"}"#
    );
}

#[test]
fn a_message_of_our_own_is_read_again() {
    for sample in &*SAMPLES {
        let text = sample["text"].as_str().unwrap();
        let Some(message) = Message::read(sample["title"].as_str(), text) else {
            continue;
        };
        assert_eq!(
            Message::from_message(&message.to_message()),
            Some(message),
            "{text}"
        );
    }
    let message = read("Falling back to IP-based quotas (InvalidRepoToken)");
    assert_eq!(Message::from_message(&message.to_message()), Some(message));
}

#[test]
fn what_is_odd_in_a_message_of_our_own_is_unknown() {
    for odd in [
        json!(null),
        json!("x"),
        json!(-1),
        json!(1e30),
        json!("60"),
        json!([]),
    ] {
        let message = parse(&json!({
            "cause": "quota-exceeded", "identity": "pro", "requestedSeconds": odd,
            "leftSeconds": odd, "retryAfterSeconds": odd,
        }));
        let message = Message::from_message(&message).unwrap();
        assert_eq!(message.identity, ChargedTo::Pro);
        let numbers = [
            message.requested_seconds,
            message.left_seconds,
            message.retry_after_seconds,
        ];
        assert_eq!(numbers, [None; 3], "{odd}");
        for key in ["cause", "identity"] {
            let mut value = json!({"cause": "other", "identity": "unknown"});
            value[key] = odd.clone();
            assert_eq!(Message::from_message(&parse(&value)), None, "{value}");
        }
    }
    let fault = |fault: &str| {
        let value = json!({"cause": "ip-fallback", "identity": "ip-fallback", "fault": fault});
        Message::from_message(&parse(&value)).unwrap().fault
    };
    assert_eq!(
        fault("InvalidRepoToken").as_deref(),
        Some("InvalidRepoToken")
    );
    assert_eq!(fault("a b"), None);
    let too_many = json!({"cause": "other", "identity": "unknown", "requestedSeconds": 259_201});
    let message = Message::from_message(&parse(&too_many)).unwrap();
    assert_eq!(message.requested_seconds, None);
    assert_eq!(Message::from_message(&Json::Null), None);
}

#[test]
fn the_contract_s_words_are_all_there() {
    for word in [
        "quota-exceeded",
        "runs-exceeded",
        "illegal-duration",
        "queue-timeout",
        "ip-fallback",
        "expired-token",
        "no-gpu",
        "pending-credits",
        "gpu-aborted",
        "other",
    ] {
        assert_eq!(Cause::from_name(word).unwrap().name(), word);
    }
    for word in [
        "unauthenticated",
        "free",
        "pro",
        "space",
        "ip-fallback",
        "unknown",
    ] {
        assert_eq!(ChargedTo::from_name(word).unwrap().name(), word);
    }
}

// --- Time ---------------------------------------------------------------------------------------

/// How long a text takes, the best of a few times: others want this machine, too, and slow is what
/// is slow every time.
fn time(text: &str, enough: Duration) -> Duration {
    let mut best = Duration::MAX;
    for tries in 1..=20 {
        let started = Instant::now();
        let message = Message::read(Some("Error"), text);
        best = best.min(started.elapsed());
        // Not optimised away.
        assert!(message.is_none_or(|message| message.cause.name().len() < 20));
        if tries >= 3 && best < enough {
            break;
        }
    }
    best
}

/// A megabyte in ten milliseconds, in a release build. Without optimisation it is fifty times slower
/// than that, and still far from what a reader takes that looks at all the rest of the text once for
/// each word. `cargo test --release --test zerogpu_message long -- --nocapture` prints what it takes.
#[test]
fn reading_a_long_text_takes_no_longer_than_its_length() {
    let (size, most) = if cfg!(debug_assertions) {
        (100_000, Duration::from_millis(100))
    } else {
        (1_000_000, Duration::from_millis(10))
    };
    let quota = "You have exceeded your GPU quota (60s requested vs. 12s left)";
    let hard = [
        "a".to_owned(),
        " ".to_owned(),
        "Y".to_owned(),
        "Yo".to_owned(),
        "You ".to_owned(),
        "GPU ".to_owned(),
        "GPU task ".to_owned(),
        "No GPU was available after 60s ".to_owned(),
        "You have exceeded your ".to_owned(),
        "You have exceeded your GPU quota (".to_owned(),
        "You have exceeded your GPU quota (99999999999".to_owned(),
        "You have exceeded your Pro ZeroGPU quota (60s requested vs. 12s lef".to_owned(),
        format!("words {quota} "),
        format!("{quota} goes on. "),
        "Falling back to IP-based quotas (".to_owned(),
        "Falling back to IP-based quotas (x".to_owned(),
        "<".to_owned(),
        "<a".to_owned(),
        "Y<a".to_owned(),
        "You<a ".to_owned(),
        "You</a>".to_owned(),
        "You&lt;a ".to_owned(),
        "&lt;a".to_owned(),
        "You](h".to_owned(),
        "No GPU<".to_owned(),
        "Ex".to_owned(),
        "more ".to_owned(),
        "]".to_owned(),
        format!("<{}>", "a".repeat(900)),
        // Each hides the start of the next: stepped over once for each of them, it took a minute.
        format!("]({quota}"),
        "You&".to_owned(),
        "You\"".to_owned(),
        "You\\".to_owned(),
        "'".to_owned(),
        "\u{a0}".to_owned(),
        "”".to_owned(),
        "🎬".to_owned(),
    ];
    let mut worst = (Duration::ZERO, String::new());
    for part in hard {
        let many = part.repeat(size / part.len());
        // Alone, and before, inside and after a message.
        for (name, text) in [
            (format!("{part}…"), many.clone()),
            (format!("{part}… {quota}"), format!("{many} {quota}")),
            (format!("You {part}…"), format!("You {many}")),
            (format!("{quota}. {part}…"), format!("{quota}. {many}")),
            (
                format!("{quota} {part}… goes on"),
                format!("{quota} {many} goes on"),
            ),
        ] {
            let took = time(&text, most);
            assert!(took < most, "{size} bytes of {name:?}: {took:?}");
            if took > worst.0 {
                worst = (took, name);
            }
        }
    }
    println!("{size} bytes: at most {:?} ({:?})", worst.0, worst.1);
}

#[test]
fn a_message_is_found_behind_a_long_text_about_gpus() {
    let about = "ZeroGPU lends You a GPU for each GPU task. No GPU is yours; You have exceeded nothing, Space by Space. ";
    let text = format!(
        "{}\nError: You have exceeded your free GPU quota (60s requested vs. 12s left)",
        about.repeat(100)
    );
    assert_eq!(read(&text).identity, ChargedTo::Free);
}

// --- Anything -----------------------------------------------------------------------------------

/// Fragments of messages and of what surrounds them, in any order.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        4 => prop::sample::select(vec![
            "You have exceeded your", " free", " Pro", " ", "Zero", "GPU", " quota (", "60s", "-1s",
            " requested vs. ", " left)", " requested)", ". ", "Try again in ", "Please retry in ",
            "0:03:12", "1 day, ", "-1 day, ", "99999999999999999999", ":", ".5", "No GPU was available",
            " after 60s", "Retry later", "Falling back to IP-based quotas (", ")", "'", "\"", "<a href=",
            ">", "</a>", "&lt;", "&gt;", "&quot;", "[", "](https://", "\\", "\\n", "\n", "Subscribe to Pro",
            " to get ", "$1 for 10 minutes", "- https://huggingface.co/", "Space app has", "ZeroGPU API",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~]{0,12}",
    ];
    prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(title in any::<Option<String>>(), text in any::<String>()) {
        let _ = Message::read(title.as_deref(), &text);
    }

    #[test]
    fn any_fragments_are_read_and_stay_what_they_are(text in fragments()) {
        if let Some(message) = Message::read(None, &text) {
            prop_assert!(message.requested_seconds.is_none_or(|seconds| seconds <= 259_200));
            prop_assert!(message.left_seconds.is_none_or(|seconds| seconds <= 259_200));
            prop_assert!(message.retry_after_seconds.is_none_or(|seconds| seconds < 32 * 86_400));
            prop_assert!(message.fault.is_none() || message.cause == Cause::IpFallback);
            prop_assert_eq!(Message::from_message(&message.to_message()), Some(message));
        }
    }

    #[test]
    fn any_message_of_our_own_is_read_without_a_panic(
        cause in any::<String>(), fault in any::<String>(), number in any::<f64>(), whole in any::<u64>(),
    ) {
        let _ = Message::from_message(&parse(&json!({
            "cause": cause, "identity": cause, "fault": fault,
        })));
        let message = Message::from_message(&parse(&json!({
            "cause": "other", "identity": "unknown", "fault": fault,
            "requestedSeconds": number, "retryAfterSeconds": whole,
        }))).unwrap();
        let retry = u32::try_from(whole).ok();
        prop_assert_eq!(message.retry_after_seconds, retry);
    }

    #[test]
    fn a_wrapped_sample_keeps_its_reading(
        index in 0..236_usize,
        before in "[ -~]{0,60}",
        after in "[A-Z][ -~]{0,60}",
        quote in prop::sample::select(vec!["", "'", "\"", "`", "**"]),
    ) {
        let sample = &SAMPLES[index];
        let text = sample["text"].as_str().unwrap();
        let expected = &sample["expected"];
        let wrapped = format!("{before}: {quote}{text}{quote}");
        prop_assert_eq!(&reading(sample["title"].as_str(), &wrapped), expected, "{}", wrapped);
        // A message that stands alone is told from an app's own words by just that.
        if expected["requestedSeconds"].is_u64() {
            let wrapped = format!("{before}: {quote}{text}{quote} {after}");
            prop_assert_eq!(&reading(None, &wrapped), expected, "{}", wrapped);
        }
    }

    #[test]
    fn a_time_goes_to_text_and_back(seconds in 0..32 * 86_400_u32, micros in 0..3_u32) {
        let days = match seconds / 86_400 {
            0 => String::new(),
            1 => "1 day, ".to_owned(),
            days => format!("{days} days, "),
        };
        let rest = seconds % 86_400;
        let fraction = if micros == 0 { String::new() } else { format!(".{:06}", micros * 499_999) };
        let wait = format!("{days}{}:{:02}:{:02}{fraction}", rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(retry(&wait), Some(seconds), "{}", wait);
        let negative = format!("-{} day, {}:{:02}:{:02}", seconds % 99 + 1, rest / 3600, rest / 60 % 60, rest % 60);
        prop_assert_eq!(retry(&negative), None, "{}", negative);
    }

    #[test]
    fn any_numbers_are_read(requested in 0..=259_200_u32, left in 0..=259_200_u32) {
        let message = read(&format!("You have exceeded your GPU quota ({left}s left vs. {requested}s requested). Please retry in 0:00:01"));
        prop_assert_eq!(message.requested_seconds, Some(requested));
        prop_assert_eq!(message.left_seconds, Some(left));
        prop_assert_eq!(message.identity, ChargedTo::Unknown);
    }
}
