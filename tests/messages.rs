//! Messages of our own: what a page's script and the background say to each other, by its names. One
//! with a malformed field is none at all.

#[path = "support/own_messages.rs"]
mod own_messages;

use own_messages::{events, facts, frame, page_facts, run, space, text, zerogpu_message};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json, to_value};
use std::fmt::Debug;
use whose_quota::facts::{
    Cause, ChargedTo, Facts, FrameFacts, Handshake, HubAnswer, HubApi, HubPage, Identity,
    PageEvents, PageFacts, PageInput, Place, Plan, Run, Sender, Space, TokenSubject, Visibility,
    ZeroGpuMessage,
};
use whose_quota::ui::notice::NoticeContext;
use whose_quota::verdict::{BannerState, Grade, Judged, Pool, Reason, judge};

fn read<T: DeserializeOwned>(message: &Value) -> Option<T> {
    from_value(message.clone()).ok()
}

/// Asserts that a value is written so, and read again as it was.
#[track_caller]
fn travels_as<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, message: &Value) {
    assert_eq!(&to_value(value).unwrap(), message);
    assert_eq!(read::<T>(message).as_ref(), Some(value));
}

/// Asserts that a message with a value of no use in any one of its fields is none at all.
#[track_caller]
fn is_none_where_one_field_is_odd<T: DeserializeOwned>(message: &Value, path: &str) {
    assert!(read::<T>(message).is_some(), "{message}");
    let mut odd = message.clone();
    let fields = odd.pointer(path).unwrap().as_object().unwrap().clone();
    for key in fields.keys() {
        // No text, number, flag or object, and a list of nothing that is expected in one.
        odd.pointer_mut(path).unwrap()[key] = json!([[[]]]);
        assert!(read::<T>(&odd).is_none(), "{path} {key}: {odd}");
        odd.pointer_mut(path).unwrap()[key] = fields[key].clone();
    }
}

#[test]
fn a_message_of_zero_gpus_keeps_what_it_says_and_nothing_else() {
    let (message, expected) = zerogpu_message();
    travels_as(&expected, &message);
    let mut more = message.clone();
    more["text"] = json!("You have exceeded");
    assert_eq!(read(&more), Some(expected));
    for key in ["cause", "chargedTo"] {
        let mut odd = message.clone();
        odd[key] = json!("x");
        assert_eq!(read::<ZeroGpuMessage>(&odd), None);
    }
    is_none_where_one_field_is_odd::<ZeroGpuMessage>(&message, "");
}

#[test]
fn a_run_keeps_what_is_needed_and_nothing_else() {
    let (message, run) = run();
    travels_as(&run, &message);
    let mut more = message.clone();
    more["token"] = json!("SECRET");
    assert_eq!(read(&more), Some(run));
    let bare = json!({"at": "2026-11-22T12:00:00.000Z", "subdomain": "a-b", "identity": "absent"});
    let expected = Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "a-b".to_owned(),
        identity: Identity::Absent,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    };
    assert_eq!(read(&bare), Some(expected));
    // A time that is none is unknown.
    for odd in ["now", "2026-11-22 <b>", ""] {
        let mut odd_time = message.clone();
        odd_time["at"] = json!(odd);
        assert_eq!(read::<Run>(&odd_time).unwrap().at, "", "{odd}");
    }
    for odd in [json!("x"), json!(null)] {
        let mut odd_identity = message.clone();
        odd_identity["identity"] = odd;
        assert_eq!(read::<Run>(&odd_identity), None);
    }
    is_none_where_one_field_is_odd::<Run>(&message, "");
    is_none_where_one_field_is_odd::<Run>(&message, "/called");
}

#[test]
fn what_a_page_tells_of_its_document_arrives() {
    let (message, facts) = page_facts();
    travels_as(&facts, &message);
    let nothing = PageFacts::read(&PageInput::default());
    travels_as(&nothing, &to_value(&nothing).unwrap());
    let paths = [
        "",
        "/gradio",
        "/marks",
        "/hubPage",
        "/hubPage/space",
        "/hubPage/allowance",
    ];
    for path in paths {
        is_none_where_one_field_is_odd::<PageFacts>(&message, path);
    }
    for nothing in [json!({}), json!(null), json!([]), json!("x")] {
        assert_eq!(read::<PageFacts>(&nothing), None, "{nothing}");
    }
}

#[test]
fn everything_that_was_recorded_arrives() {
    let expected = PageEvents {
        document: "1763812800000.5".to_owned(),
        handshake_from: vec![
            "https://huggingface.co".to_owned(),
            "https://a-b.hf.space".to_owned(),
        ],
        answered_at: text("2026-11-22T12:00:01.000Z"),
        runs: vec![run().1],
        messages: vec![zerogpu_message().1],
        frame: Some(frame().1),
    };
    assert_eq!(read(&events()), Some(expected));
    // What never was is absent, or `null`.
    let nothing = json!({
        "answeredAt": null, "firstPress": null, "frame": null, "runs": [], "messages": [],
    });
    for nothing in [json!({}), nothing] {
        assert_eq!(read(&nothing), Some(PageEvents::default()), "{nothing}");
    }
    let hollow = read::<PageEvents>(&json!({"frame": {}}));
    assert_eq!(hollow.unwrap().frame, Some(FrameFacts::default()));
}

#[test]
fn what_is_recorded_with_one_odd_field_is_nothing() {
    for path in ["", "/runs/0", "/messages/0", "/frame", "/frame/runs/1"] {
        is_none_where_one_field_is_odd::<PageEvents>(&events(), path);
    }
    for odd in [json!(7), json!(null), json!({}), json!({"at": "now"})] {
        for list in ["runs", "messages"] {
            let mut events = events();
            events[list] = json!([events[list][0], odd]);
            assert_eq!(read::<PageEvents>(&events), None, "{events}");
        }
    }
    for odd in [json!(-1), json!(1.5), json!("1763812800000")] {
        let mut events = events();
        events["runs"][0]["ms"] = odd;
        assert_eq!(read::<PageEvents>(&events), None, "{events}");
    }
    for nothing in [json!(null), json!("x"), json!(7)] {
        assert_eq!(read::<PageEvents>(&nothing), None, "{nothing}");
    }
}

#[test]
fn what_the_browser_says_of_a_sender_arrives() {
    let (description, space) = space();
    let mut answer = description;
    answer["kind"] = json!("found");
    let message = json!({
        "href": "https://owner-name.hf.space/", "isTop": true, "isInHubPage": false,
        "privateWindow": true, "hubAnswer": answer, "latest": "2026-11-22T12:00:00.000Z",
    });
    let expected = Sender {
        href: "https://owner-name.hf.space/".to_owned(),
        is_top: true,
        is_in_hub_page: Some(false),
        private_window: Some(true),
        hub_answer: HubAnswer::Found(Box::new(space)),
        latest: text("2026-11-22T12:00:00.000Z"),
    };
    assert_eq!(read(&message), Some(expected));
    assert_eq!(read(&json!({})), Some(Sender::default()));
    is_none_where_one_field_is_odd::<Sender>(&message, "");
}

#[test]
fn a_frames_facts_survive_the_way_through_a_message() {
    let (message, facts) = frame();
    travels_as(&facts, &message);
    for handshake in [None, Some(Handshake::Answered), Some(Handshake::Absent)] {
        let facts = FrameFacts {
            handshake,
            own_front_end: handshake.is_none(),
            ..facts.clone()
        };
        travels_as(&facts, &to_value(&facts).unwrap());
    }
    is_none_where_one_field_is_odd::<FrameFacts>(&message, "");
}

#[test]
fn facts_are_kept_by_these_names() {
    let (message, facts) = facts();
    travels_as(&facts, &message);
    assert_eq!(read(&json!({})), Some(Facts::default()));
    for path in [
        "",
        "/space",
        "/visitor",
        "/visitor/allowance",
        "/runs/0",
        "/messages/0",
    ] {
        is_none_where_one_field_is_odd::<Facts>(&message, path);
    }
    // A text that is no word of the Hub's own is unknown alone: it would end up in a report.
    let long = "x".repeat(97);
    for odd in ["a b", "a|b", "<b>", "", &long] {
        for key in ["subdomain", "sdk", "hardware", "stage"] {
            let mut message = message.clone();
            message["space"][key] = json!(odd);
            let read = to_value(read::<Facts>(&message).unwrap()).unwrap();
            message["space"][key] = Value::Null;
            assert_eq!(read, message);
        }
    }
    for odd in ["owner", "a/b/c", "../x", "owner/na me"] {
        let mut message = message.clone();
        message["space"]["id"] = json!(odd);
        assert_eq!(read::<Facts>(&message), None, "{odd}");
    }
}

#[test]
fn a_verdict_is_kept_by_these_names() {
    let judged = Judged::of(Facts {
        place: Place::Direct,
        space: space().1,
        ..Facts::default()
    });
    let message = json!({
        "facts": to_value(&judged.facts).unwrap(),
        "verdict": {
            "row": 7, "pool": "guest", "grade": "derived", "reasons": ["direct-url"],
            "banner": "shown",
        },
    });
    travels_as(&judged, &message);
    for path in ["", "/verdict"] {
        is_none_where_one_field_is_odd::<Judged>(&message, path);
    }
    for key in ["facts", "verdict"] {
        let mut half = message.clone();
        half.as_object_mut().unwrap().remove(key);
        assert_eq!(read::<Judged>(&half), None, "{key}");
    }
}

#[test]
fn a_history_that_cannot_be_read_is_none_and_the_rest_of_the_context_counts() {
    let message = |history: Value| {
        json!({
            "href": "https://owner-name.hf.space/", "runHistory": history,
            "since": "2026-11-21T12:00:00.000Z", "until": [null, ["1763812800000", "16:40"]],
        })
    };
    let context = |history: Value| read::<NoticeContext>(&message(history)).unwrap();
    let mut known = NoticeContext::default().run_history;
    known.record(&Facts {
        space: space().1,
        runs: vec![run().1],
        ..Facts::default()
    });
    let kept = to_value(&known).unwrap();
    assert_eq!(context(kept.clone()).run_history, known);
    let mut odd = kept;
    odd[0]["at"] = json!(7);
    for odd in [odd, json!(null), json!("x"), json!({}), json!([7])] {
        let context = context(odd.clone());
        assert_eq!(context.run_history, NoticeContext::default().run_history);
        assert_eq!(context.href, "https://owner-name.hf.space/");
        assert_eq!(context.since, "2026-11-21T12:00:00.000Z");
        let end = ("1763812800000".to_owned(), "16:40".to_owned());
        assert_eq!(context.until, [None, Some(end)]);
    }
}

#[test]
fn the_words_of_the_contract_are_read_and_written() {
    macro_rules! words {
        ($kind:ty: $($word:literal)*) => {
            for word in [$($word),*] {
                let value = <$kind>::from_name(word).unwrap();
                assert_eq!(value.name(), word);
                travels_as(&value, &json!(word));
            }
            for odd in ["", "Hub", "nonsense", " hub"] {
                assert_eq!(<$kind>::from_name(odd), None);
                assert_eq!(read::<$kind>(&json!(odd)), None);
            }
        };
    }
    words!(Place: "hub" "hub-frame" "direct" "embed" "other");
    words!(Plan: "anonymous" "free" "pro" "team" "enterprise");
    words!(Handshake: "answered" "asked" "absent");
    words!(Visibility: "public" "protected" "private");
    words!(HubApi: "not-asked" "pending" "found" "not-public" "denied" "unreachable");
    words!(Identity: "present" "absent");
    words!(TokenSubject: "user" "address" "faulty");
    words!(Cause:
        "quota-exceeded" "runs-exceeded" "illegal-duration" "queue-timeout" "ip-fallback"
        "expired-token" "no-gpu" "pending-credits" "gpu-aborted" "other");
    words!(ChargedTo: "unauthenticated" "free" "pro" "space" "ip-fallback" "unknown");
    words!(Pool: "account" "guest" "space" "none" "unknown");
    words!(Grade: "observed" "derived" "assumed");
    words!(BannerState: "shown" "muted" "not-needed");
    words!(Reason:
        "direct-url" "third-party-embed" "signed-out" "private-window" "cookies-blocked"
        "outdated-gradio" "handshake-missing" "run-without-identity" "ip-fallback"
        "message-says-guest" "space-to-space" "calls-another-space");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_message_is_decided_about_without_a_panic(
        href in prop_oneof![
            any::<String>(),
            Just("https://a-b.hf.space/".to_owned()),
            Just("https://huggingface.co/spaces/a/b".to_owned()),
        ],
        words in prop::collection::vec(any::<String>(), 8),
        flags in any::<[bool; 4]>(),
    ) {
        let events: PageEvents = from_value(json!({
            "document": words[7], "handshakeFrom": [words[6]], "answeredAt": words[5],
            "runs": [
                {"at": words[4], "identity": "present", "subdomain": words[3]},
                {"at": "2026-11-22", "identity": "absent", "subdomain": "a-b", "ms": 7},
            ],
            "messages": [
                {"at": words[4], "cause": "other", "chargedTo": "unknown", "fault": words[3]},
                {"at": words[1], "cause": "quota-exceeded", "chargedTo": "free", "leftSeconds": 7},
            ],
            "frame": {"subdomain": words[2], "runs": [run().0], "messages": [zerogpu_message().0]},
        })).unwrap();
        let mut page = PageFacts::read(&PageInput {
            href: href.clone(),
            gradio_config: Some(format!("window.gradio_config = {{{}}}", words[2])),
            gradio_class: Some(words[3].clone()),
            ..PageInput::default()
        });
        let places = [Place::Hub, Place::HubFrame, Place::Direct, Place::Embed];
        page.place = places[usize::from(flags[0]) + 2 * usize::from(flags[1])];
        page.hub_page = flags[2].then(|| HubPage { signed_in: Some(true), ..HubPage::default() });
        let sender = Sender {
            href,
            is_top: flags[3],
            hub_answer: HubAnswer::Found(Box::new(Space {
                hardware: text("zero-a10g"),
                ..Space::default()
            })),
            latest: text(&words[0]),
            ..Sender::default()
        };
        if let Some(facts) = Facts::of(&page, &events, &sender) {
            prop_assert!((1..=16).contains(&judge(&facts).row));
            prop_assert_eq!(read(&to_value(&facts).unwrap()), Some(facts));
        }
    }
}
