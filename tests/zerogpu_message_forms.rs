//! Forms of ZeroGPU's messages beyond the templates, and what each tells.

#[path = "support/message_texts.rs"]
mod message_texts;

use message_texts::{Said, assert_is_none, read, said};
use whose_quota::facts::{Cause, ChargedTo, GRADIO_FAILURE, ZeroGpuMessage};

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
    assert_eq!(read(text).charged_to, ChargedTo::Pro);
    // The first advice counts.
    let text = "You have exceeded your GPU quota (12s left vs. 60s requested). Sign-up on Hugging Face to get more quotas or retry in 0:00:01. Subscribe to Pro to get more quotas";
    assert_eq!(read(text).charged_to, ChargedTo::Unauthenticated);
    // An app's own advice to wait is no sign of PRO.
    let text = "You have exceeded your GPU quota (12s left vs. 60s requested). Please retry in 0:00:01. Retry later";
    assert_eq!(read(text).charged_to, ChargedTo::Unknown);
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
        assert_eq!(read(&text).charged_to, ChargedTo::Unknown, "{text}");
    }
    let text = "Falling back to IP-based quotas (InvalidRepoToken). Create a free account to get more daily usage quota.";
    assert_eq!(read(text).charged_to, ChargedTo::IpFallback);
}

#[test]
fn the_first_message_counts() {
    let text = "Falling back to IP-based quotas (InvalidRepoToken)\nYou have exceeded your ZeroGPU quota (60s requested vs. 12s left). Try again in 0:03:12. ";
    assert_eq!(read(text).cause, Cause::IpFallback);
    // What only looks like one is passed over.
    let text = "You have exceeded yourself. No GPU was available for that. Error: Space app has reached its GPU limit. Try re-running outside of examples if it happened after clicking one";
    assert_eq!(read(text).charged_to, ChargedTo::Space);
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
        let message = ZeroGpuMessage::read(Some(title), text)?;
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
            assert_eq!(ZeroGpuMessage::read(title, text), None, "{title:?} {text}");
        }
    }
    // A refusal stays one, whatever its title.
    let text = "You have exceeded your Pro ZeroGPU quota (60s requested vs. 12s left).";
    let message = ZeroGpuMessage::read(Some("ZeroGPU worker error"), text).unwrap();
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
    let cause = |title, text| ZeroGpuMessage::read(Some(title), text).map(|message| message.cause);
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
