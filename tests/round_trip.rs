//! What crosses a border arrives as it was sent, whatever a page may hold: a page's facts on their way to the
//! background, and the verdict that is kept of them. What a kept verdict says follows from the facts that
//! are kept with it.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use hub_pages::{CPU, SIGNED_OUT, captured, signed_in};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use whose_quota::facts::{
    Called, Facts, FrameFacts, Framing, GradioVersion, Handshake, HubAnswer, HubPageText, Identity,
    PageEvents, PageFacts, PageInput, PageMarks, Run, RunHistory, Space, SpaceId, TokenSubject,
    Visibility, ZeroGpuMessage,
};
use whose_quota::verdict::Judged;
use zerogpu_messages::{CAUSES, IDENTITIES, app_failure, fallback, message_of};

const HUB: &str = "https://huggingface.co";
/// The host label of the Space in [`SIGNED_OUT`].
const OWN: &str = "linoyts-qwen-image-edit-angles";
const VERSIONS: [&str; 7] = [
    "4.20.0", "4.44.1", "5.9.1", "5.14.0", "5.16.1", "5.49.1", "6.31.0",
];

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn texts(values: &[&str]) -> impl Strategy<Value = Option<String>> + use<> {
    prop::option::of(one_of(
        &values
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>(),
    ))
}

fn time() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..30_u8).prop_map(|second| format!("2026-11-22T12:00:{second:02}.000Z")),
        1 => Just(String::new()),
    ]
}

fn run() -> impl Strategy<Value = Run> {
    let called = prop::option::weighted(
        0.2,
        (
            one_of(&["other/space", "linoyts/Qwen-Image-Edit-Angles"]),
            any::<bool>(),
        )
            .prop_map(|(id, is_protected)| Called {
                id: SpaceId::parse(id).unwrap(),
                is_protected,
            }),
    );
    (
        time(),
        one_of(&[OWN, OWN, "other-space"]),
        one_of(&[Identity::Present, Identity::Absent]),
        one_of(&[
            None,
            None,
            Some(TokenSubject::User),
            Some(TokenSubject::Address),
            Some(TokenSubject::Faulty),
        ]),
        any::<(bool, bool)>(),
        called,
    )
        .prop_map(
            |(at, to, identity, token_subject, (before_handshake, is_chained), called)| Run {
                at,
                subdomain: to.to_owned(),
                identity,
                token_subject,
                before_handshake,
                is_chained,
                called,
            },
        )
}

fn message() -> impl Strategy<Value = ZeroGpuMessage> {
    let fault = || texts(&["InvalidRepoToken", "error"]);
    prop_oneof![
        6 => (time(), one_of(&CAUSES), one_of(&IDENTITIES))
            .prop_map(|(at, cause, identity)| message_of(&at, cause, identity)),
        1 => (time(), fault()).prop_map(|(at, fault)| fallback(&at, fault.as_deref())),
        1 => (time(), fault()).prop_map(|(at, fault)| app_failure(&at, fault.as_deref())),
    ]
}

fn version() -> impl Strategy<Value = Option<GradioVersion>> {
    prop::option::of(one_of(&VERSIONS).prop_map(|text| GradioVersion::parse(text).unwrap()))
}

fn handshake() -> impl Strategy<Value = Option<Handshake>> {
    one_of(&[
        None,
        Some(Handshake::Asked),
        Some(Handshake::Answered),
        Some(Handshake::Absent),
    ])
}

fn runs() -> impl Strategy<Value = Vec<Run>> {
    prop::collection::vec(run(), 0..4)
}

fn messages() -> impl Strategy<Value = Vec<ZeroGpuMessage>> {
    prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(message(), 0..4)]
}

fn frame() -> impl Strategy<Value = FrameFacts> {
    let flags = (any::<Option<bool>>(), any::<bool>());
    (version(), flags, handshake(), runs(), messages()).prop_map(
        |(gradio_version, (server_side_rendered, own_front_end), handshake, runs, messages)| {
            FrameFacts {
                subdomain: OWN.to_owned(),
                gradio_version,
                server_side_rendered,
                own_front_end,
                handshake,
                runs,
                messages,
            }
        },
    )
}

fn events() -> impl Strategy<Value = PageEvents> {
    let own = format!("https://{OWN}.hf.space");
    let origins = prop::collection::vec(one_of(&[HUB.to_owned(), own]), 0..2);
    (
        origins,
        prop::option::of(time()),
        runs(),
        messages(),
        prop::option::of(frame()),
    )
        .prop_map(
            |(handshake_from, answered_at, runs, messages, frame)| PageEvents {
                document: "1".to_owned(),
                handshake_from,
                answered_at,
                runs,
                messages,
                frame,
            },
        )
}

fn space() -> impl Strategy<Value = Space> {
    (
        prop::option::of(one_of(&["linoyts/Qwen-Image-Edit-Angles", "renamed/space"])),
        texts(&["gradio", "gradio", "gradio", "docker", "static"]),
        version(),
        texts(&["zero-a10g", "zero-a10g", "zero-a10g", "cpu-basic"]),
        texts(&["RUNNING", "SLEEPING", "RUNNING_BUILDING"]),
        one_of(&[
            None,
            Some(Visibility::Public),
            Some(Visibility::Public),
            Some(Visibility::Protected),
            Some(Visibility::Private),
        ]),
    )
        .prop_map(
            |(id, sdk, gradio_version, hardware, stage, visibility)| Space {
                id: id.and_then(SpaceId::parse),
                subdomain: Some(OWN.to_owned()),
                sdk,
                gradio_version,
                server_side_rendered: None,
                hardware,
                stage,
                visibility,
                app_file: None,
            },
        )
}

fn hub_answer() -> impl Strategy<Value = HubAnswer> {
    prop_oneof![
        4 => space().prop_map(|space| HubAnswer::Found(Box::new(space))),
        1 => Just(HubAnswer::Pending),
        1 => Just(HubAnswer::NotPublic),
        1 => Just(HubAnswer::AskById { is_missing: true, is_denied: false }),
        1 => Just(HubAnswer::Denied),
        1 => Just(HubAnswer::Unreachable),
    ]
}

fn framing() -> impl Strategy<Value = Framing> {
    let parents = texts(&[HUB, "https://blog.example", "https://blog.example"]);
    (any::<(bool, bool, bool)>(), parents, any::<Option<bool>>()).prop_map(
        |((is_top, parent_is_top, is_component), parent_origin, is_in_hub_page)| Framing {
            is_top,
            parent_is_top,
            parent_origin,
            referrer: String::new(),
            is_in_hub_page,
            is_component,
        },
    )
}

fn hub_page() -> impl Strategy<Value = HubPageText> {
    let pages = [captured(SIGNED_OUT), captured(CPU), signed_in()];
    (one_of(&pages), any::<(bool, bool, bool)>()).prop_map(
        |(page, (has_header, has_counter, has_space))| HubPageText {
            theme_monitor: page.theme_monitor.filter(|_| has_header),
            main_header: page.main_header.filter(|_| has_header),
            visit_counter: page.visit_counter.filter(|_| has_counter),
            space_page: page.space_page.filter(|_| has_space),
            space_header: page.space_header,
        },
    )
}

fn app() -> impl Strategy<Value = PageInput> {
    let addresses = [
        format!("https://{OWN}.hf.space/"),
        format!("https://{OWN}.hf.space/"),
        format!("https://{OWN}.hf.space/?__sign=SECRET"),
        format!("https://{OWN}.static.hf.space/"),
    ];
    let marks = prop::option::of(
        (
            one_of(&["text/html", "text/html", "image/png"]),
            any::<bool>(),
        )
            .prop_map(|(content_type, has_gradio_app)| PageMarks {
                content_type: content_type.to_owned(),
                has_gradio_app,
            }),
    );
    let config = prop::option::of(
        (one_of(&VERSIONS), any::<bool>()).prop_map(|(version, is)| {
            let id = if is {
                "linoyts/Qwen-Image-Edit-Angles"
            } else {
                "some/other"
            };
            format!(r#"window.gradio_config = {{"version":"{version}","space_id":"{id}"}};"#)
        }),
    );
    (
        one_of(&addresses),
        framing(),
        config,
        texts(&["gradio-container gradio-container-5-14-0"]),
        marks,
        hub_answer(),
    )
        .prop_map(
            |(href, framing, gradio_config, gradio_class, marks, hub_answer)| PageInput {
                href,
                framing,
                gradio_config,
                gradio_class,
                marks,
                hub_answer,
                ..PageInput::default()
            },
        )
}

/// What an edge may hand in about a document, whatever the place.
fn seen() -> impl Strategy<Value = PageInput> {
    let hub = hub_page().prop_map(hub_pages::seen);
    (
        prop_oneof![app(), hub],
        events(),
        any::<(Option<bool>, Option<bool>, bool)>(),
    )
        .prop_map(
            |(seen, events, (private_window, cookies_blocked, handshake_timed_out))| PageInput {
                events,
                private_window,
                cookies_blocked,
                handshake_timed_out,
                ..seen
            },
        )
}

/// A value after its way through a message.
fn sent<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_kept_verdict_says_follows_from_what_it_holds(seen in seen()) {
        let judged = Judged::of(Facts::read(&seen));
        let kept = sent(&judged);
        prop_assert_eq!(&kept, &judged);
        prop_assert_eq!(Judged::of(kept.facts), judged);
    }

    #[test]
    fn what_a_page_tells_arrives_as_it_was_sent(seen in seen()) {
        let page = PageFacts::read(&seen);
        prop_assert_eq!(&sent(&page), &page);
        let frame = FrameFacts::of(&Facts::read(&seen));
        prop_assert_eq!(&sent(&frame), &frame);
        prop_assert_eq!(&sent(&seen.hub_answer), &seen.hub_answer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_history_is_kept_as_it_was(pages in prop::collection::vec(seen(), 1..4)) {
        let mut history = RunHistory::default();
        for seen in pages {
            history.record(&Facts::read(&seen));
            history.ended(OWN, "", "2026-11-22T12:00:15.000Z");
            prop_assert_eq!(&sent(&history), &history);
        }
    }
}
