//! What must hold of everything that is made of strangers' text, whatever the text.

use std::hint::black_box;
use whose_quota::decision::decide;
use whose_quota::facts::{Facts, FrameFacts, Json, PageInput};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::popup::{self, popup};
use whose_quota::ui::report::{Reporter, markdown, report};
use whose_quota::verdict::{Verdict, judge};

/// The longest text in a report: an address of a Space's Hub page.
const LONGEST: usize = 256;

/// Text that is to be read as several: U+001F stands between them.
pub fn parts<const N: usize>(input: &str) -> [Option<String>; N] {
    let mut parts = input.split('\u{1f}');
    [(); N].map(|()| {
        parts
            .next()
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
    })
}

/// Our own JSON, written and read again.
pub fn rewritten(json: &Json) -> Json {
    Json::parse(&json.write()).expect("our own JSON")
}

/// Decides about a document, and checks all that is made of it.
pub fn check_seen(seen: &PageInput) {
    let reporter = Reporter::default();
    let decision = decide(seen, &reporter);
    if let Some(frame) = &decision.frame {
        let again = FrameFacts::from_message(&rewritten(&frame.to_message()));
        // The background sets the host.
        assert_eq!(again.runs.len(), frame.runs.len());
        assert_eq!(again.to_message(), frame.to_message());
    }
    check_report(&decision.report, &seen.href);
}

/// Checks a report of ours, and what is composed of it.
pub fn check_report(told: &Json, href: &str) {
    check_texts(told);
    // What it holds is read as it was written, and the same follows again.
    let facts = Facts::from_message(&rewritten(told));
    let reporter = Reporter::default();
    let again = report(&facts, &judge(&facts), &reporter);
    for key in ["place", "space", "visitor", "handshake", "runs", "messages"] {
        assert_eq!(again.get(key), told.get(key), "{key}");
    }
    // What is said of it names nobody's secrets and leads nowhere else.
    let around = NoticeContext {
        href: href.to_owned(),
        ..NoticeContext::default()
    };
    let lookup = |key: &str, args: &[String]| [key, ": ", &args.join(", ")].concat();
    if let Some(shown) = notice(told, &around, &lookup) {
        check_links(&shown.element.to_message());
    }
    let seen = Json::object()
        .with("report", told.clone())
        .with("href", href.into())
        .with("isKept", true.into());
    check_links(&popup(&popup::PopupInput::from_message(&seen), &lookup).to_message());
    let lines = markdown(told).lines().count();
    assert!(lines < 200, "{lines} lines");
    black_box(Verdict::from_report(told));
}

fn check_texts(json: &Json) {
    match json {
        Json::Text(text) | Json::Number(text) => assert!(text.len() <= LONGEST, "{text}"),
        Json::List(list) => list.iter().for_each(check_texts),
        Json::Object(entries) => entries.iter().for_each(|(_, value)| check_texts(value)),
        Json::Null | Json::Bool(_) => {}
    }
}

/// Links lead to Hugging Face, or to where a figure stands.
fn check_links(element: &Json) {
    for attribute in element.get("attributes").list() {
        if let [name, value] = attribute.list()
            && name.text() == Some("href")
        {
            let href = value.text().unwrap_or_default();
            let allowed = ["https://huggingface.co/", "https://github.com/huggingface/"];
            assert!(
                allowed.iter().any(|start| href.starts_with(start)) || href.is_empty(),
                "{href}"
            );
        }
    }
    element.get("children").list().iter().for_each(check_links);
}
