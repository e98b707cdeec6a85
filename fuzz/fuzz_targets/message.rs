//! What any text can say, and what it cannot. A title may stand before the text, and U+001F between
//! them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use whose_quota::facts::{Cause, ChargedTo, ZeroGpuMessage};
use whose_quota_fuzz::check_sent;

fuzz_target!(|input: &str| {
    let (title, text) = match input.split_once('\u{1f}') {
        Some((title, text)) => (Some(title), text),
        None => (None, input),
    };
    let by_text = ZeroGpuMessage::read(None, text);
    assert_eq!(by_text, ZeroGpuMessage::read(Some("Error"), text));
    let message = ZeroGpuMessage::read(title, text);
    // What an app itself failed of, no text tells alone.
    if let Some(by_text) = &by_text {
        assert!(by_text.cause != Cause::Other || by_text.fault.is_none());
    }
    match (&by_text, &message) {
        // A title makes a message of a text that is none, and changes no other.
        (None, Some(message)) => {
            assert!(title.is_some_and(|title| title.contains("ZeroGPU")));
            assert_eq!(message.cause, Cause::Other);
            assert_eq!(message.charged_to, ChargedTo::Unknown);
            assert_eq!(message.requested_seconds, None);
            assert_eq!(message.left_seconds, None);
            assert_eq!(message.retry_after_seconds, None);
        }
        _ => assert_eq!(by_text, message),
    }
    if let Some(message) = message {
        check(&message);
    }
});

fn check(message: &ZeroGpuMessage) {
    use Cause::{IllegalDuration, IpFallback, Other, QueueTimeout, QuotaExceeded, RunsExceeded};
    let cause = message.cause;

    // Numbers within their bounds, and only where they have a meaning.
    let most = 3 * 86_400;
    assert!(
        message
            .requested_seconds
            .is_none_or(|seconds| seconds <= most)
    );
    assert!(message.left_seconds.is_none_or(|seconds| seconds <= most));
    assert!(
        message
            .retry_after_seconds
            .is_none_or(|seconds| seconds < 32 * 86_400)
    );
    if message.requested_seconds.is_some() {
        assert!(
            matches!(cause, QuotaExceeded | IllegalDuration),
            "{message:?}"
        );
    }
    if message.left_seconds.is_some() {
        assert_eq!(cause, QuotaExceeded, "{message:?}");
    }

    // Nobody is named but by a message that can name somebody.
    let fallback = ChargedTo::IpFallback;
    assert_eq!(
        message.charged_to == fallback,
        cause == IpFallback,
        "{message:?}"
    );
    if !matches!(
        cause,
        IpFallback | QuotaExceeded | RunsExceeded | QueueTimeout
    ) {
        assert_eq!(message.charged_to, ChargedTo::Unknown, "{message:?}");
    }
    if message.means_runs() {
        assert_eq!(cause, QuotaExceeded, "{message:?}");
    }

    // A fault is one plain word: it ends up in reports.
    if let Some(fault) = &message.fault {
        assert!(matches!(cause, IpFallback | Other), "{message:?}");
        assert!((1..=40).contains(&fault.len()) && fault.chars().all(|c| c.is_ascii_alphabetic()));
    }

    // It goes through the extension's messages unchanged.
    check_sent(message);
}
