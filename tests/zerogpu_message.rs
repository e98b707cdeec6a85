//! What ZeroGPU's messages say, in every form that is known (tests/data/messages/), and how long reading
//! takes.

#[path = "support/message_texts.rs"]
mod message_texts;

use message_texts::{SAMPLES, assert_says, plain_wraps, read, reading, templates, wraps_with_more};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use whose_quota::facts::{ChargedTo, ZeroGpuMessage};

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
                let message = ZeroGpuMessage::read(None, &rendered);
                for wrapped in wraps {
                    for title in [title, Some("Error"), None] {
                        let read = ZeroGpuMessage::read(title, &wrapped);
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

/// How long a text takes, the best of a few times: others want this machine, too, and slow is what
/// is slow every time.
fn time(text: &str, enough: Duration) -> Duration {
    let mut best = Duration::MAX;
    for tries in 1..=20 {
        let started = Instant::now();
        let message = ZeroGpuMessage::read(Some("Error"), text);
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
    assert_eq!(read(&text).charged_to, ChargedTo::Free);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_without_a_panic(title in any::<Option<String>>(), text in any::<String>()) {
        let _ = ZeroGpuMessage::read(title.as_deref(), &text);
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
}
