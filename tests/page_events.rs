//! Events that were recorded in a document: whose runs count where, and when one was too early.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use hub_pages::{SIGNED_OUT, captured, seen, signed_in};
use judged::judged;
use proptest::prelude::*;
use whose_quota::facts::{
    Cause, ChargedTo, Facts, FrameFacts, Framing, GradioVersion, Handshake, HubAnswer, Identity,
    PageEvents, PageInput, Place, Run, Space, TokenSubject, ZeroGpuMessage,
};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::verdict::{BannerState, Reason, judge};

const HUB: &str = "https://huggingface.co";
/// The host label of the Space in [`SIGNED_OUT`].
const OWN: &str = "linoyts-qwen-image-edit-angles";

/// At a second of some minute.
fn at(second: u8) -> String {
    format!("2026-11-22T12:00:{second:02}.000Z")
}

fn run(second: u8, to: &str, identity: Identity) -> Run {
    Run {
        at: at(second),
        subdomain: to.to_owned(),
        identity,
        token_subject: None,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

fn bare(second: u8) -> Run {
    run(second, OWN, Identity::Absent)
}

/// The app of the Space in [`SIGNED_OUT`], framed by `parent`, or as the tab itself.
fn app(parent: Option<&str>, events: PageEvents) -> PageInput {
    PageInput {
        href: format!("https://{OWN}.hf.space/"),
        framing: Framing {
            is_top: parent.is_none(),
            parent_is_top: true,
            parent_origin: parent.map(str::to_owned),
            referrer: String::new(),
            is_in_hub_page: None,
            is_component: false,
        },
        events,
        ..PageInput::default()
    }
}

/// Every place of an app's own document that is judged.
const PARENTS: [(Option<&str>, Place); 3] = [
    (None, Place::Direct),
    (Some("https://blog.example"), Place::Embed),
    (Some(HUB), Place::HubFrame),
];

fn runs(runs: &[Run]) -> PageEvents {
    PageEvents {
        runs: runs.to_vec(),
        ..PageEvents::default()
    }
}

/// The Hub page of the same Space, whose frame told this.
fn hub_page(frame: FrameFacts) -> PageInput {
    PageInput {
        events: PageEvents {
            frame: Some(frame),
            ..PageEvents::default()
        },
        ..seen(signed_in())
    }
}

/// What the app's frame in the Hub page tells, once it has arrived there.
fn frame_facts(events: PageEvents) -> FrameFacts {
    let message = FrameFacts::of(&Facts::read(&app(Some(HUB), events))).unwrap();
    received(&message)
}

fn received(message: &FrameFacts) -> FrameFacts {
    serde_json::from_value(serde_json::to_value(message).unwrap()).unwrap()
}

/// What is shown of a page, as text.
fn shown(page: &PageInput) -> String {
    let notice = notice(&judged(page), &NoticeContext::default(), &locale::lookup);
    serde_json::to_string(&notice.unwrap().element).unwrap()
}

fn frame(runs: &[Run]) -> FrameFacts {
    FrameFacts {
        subdomain: OWN.to_owned(),
        runs: runs.to_vec(),
        ..FrameFacts::default()
    }
}

#[test]
fn the_runs_of_an_app_are_known_at_each_of_its_places() {
    let both = [bare(1), run(2, OWN, Identity::Present)];
    for (parent, place) in PARENTS {
        let facts = Facts::read(&app(parent, runs(&both)));
        assert_eq!(facts.place, place);
        assert_eq!(facts.runs, both);
        assert_eq!(Facts::read(&app(parent, runs(&[]))).runs, []);
    }
}

#[test]
fn a_call_of_another_space_is_no_run_of_this_one() {
    for (parent, _) in PARENTS {
        for other in [
            "other-space",
            "linoyts-qwen-image-edit-angle",
            "linoyts-qwen-image-edit-angles--tag",
            "LINOYTS-qwen-image-edit-angles",
            "",
        ] {
            let events = runs(&[
                run(1, other, Identity::Present),
                bare(2),
                run(3, other, Identity::Present),
            ]);
            let facts = Facts::read(&app(parent, events));
            assert_eq!(facts.runs, [bare(2)], "{other}");
        }
    }
}

#[test]
fn in_the_hubs_frame_a_run_before_the_answer_was_too_early() {
    let with = |answered_at: Option<String>| {
        let events = PageEvents {
            answered_at,
            ..runs(&[bare(1), bare(5), bare(9)])
        };
        let facts = Facts::read(&app(Some(HUB), events));
        let early = facts.runs.iter().map(|run| run.before_handshake);
        early.collect::<Vec<_>>()
    };
    assert_eq!(with(None), [false, false, false], "there is no answer yet");
    assert_eq!(with(Some(at(0))), [false, false, false]);
    assert_eq!(with(Some(at(1))), [false, false, false]);
    assert_eq!(with(Some(at(2))), [true, false, false]);
    assert_eq!(with(Some(at(5))), [true, false, false]);
    assert_eq!(with(Some(at(6))), [true, true, false]);
    assert_eq!(with(Some(at(10))), [true, true, true]);
    // The day before and the year after.
    let other = |text: &str| with(Some(text.to_owned()));
    assert_eq!(other("2026-11-21T23:59:59.999Z"), [false, false, false]);
    assert_eq!(other("2027-01-01T00:00:00.000Z"), [true, true, true]);
}

#[test]
fn a_run_that_was_called_too_early_is_looked_at_again_in_the_hubs_frame() {
    let early = Run {
        before_handshake: true,
        ..bare(5)
    };
    for (answered_at, expected) in [(None, false), (Some(at(1)), false), (Some(at(9)), true)] {
        let events = PageEvents {
            answered_at,
            ..runs(std::slice::from_ref(&early))
        };
        let facts = Facts::read(&app(Some(HUB), events));
        assert_eq!(facts.runs.first().unwrap().before_handshake, expected);
    }
}

#[test]
fn away_from_the_hub_no_answer_makes_a_run_too_early() {
    for (parent, place) in PARENTS {
        let events = PageEvents {
            answered_at: Some(at(9)),
            handshake_from: vec![HUB.to_owned()],
            ..runs(&[bare(1)])
        };
        let facts = Facts::read(&app(parent, events));
        let expected = place == Place::HubFrame;
        assert_eq!(facts.runs.first().unwrap().before_handshake, expected);
    }
}

#[test]
fn the_frame_in_the_hub_page_tells_its_runs() {
    let events = PageEvents {
        answered_at: Some(at(2)),
        handshake_from: vec![HUB.to_owned()],
        ..runs(&[
            bare(1),
            run(2, "other-space", Identity::Present),
            run(3, OWN, Identity::Present),
        ])
    };
    let early = Run {
        before_handshake: true,
        ..bare(1)
    };
    let message = frame_facts(events);
    assert_eq!(message.subdomain, OWN);
    assert_eq!(message.runs, [early, run(3, OWN, Identity::Present)]);
    assert_eq!(message.handshake, Some(Handshake::Answered));
    // And the Hub page around it believes them, time and all.
    let facts = Facts::read(&hub_page(message.clone()));
    assert_eq!(facts.place, Place::Hub);
    assert_eq!(facts.runs, message.runs);
    assert_eq!(judge(&facts).row, 4);
}

#[test]
fn the_race_with_the_answer_is_told_on_the_hub_page() {
    let events = PageEvents {
        answered_at: Some(at(2)),
        handshake_from: vec![HUB.to_owned()],
        ..runs(&[bare(1)])
    };
    let banner = shown(&hub_page(frame_facts(events)));
    assert!(
        banner.contains(locale::raw("headline_runTooEarly")),
        "{banner}"
    );
}

#[test]
fn the_hub_page_takes_runs_only_from_the_frame_of_its_own_space() {
    let facts = Facts::read(&hub_page(frame(&[bare(1)])));
    assert_eq!(facts.runs, [bare(1)]);
    for host in [
        "other-space",
        "linoyts-qwen-image-edit-angles--tag",
        "LINOYTS-qwen-image-edit-angles",
        "",
    ] {
        let stranger = FrameFacts {
            subdomain: host.to_owned(),
            ..frame(&[bare(1)])
        };
        assert_eq!(Facts::read(&hub_page(stranger)).runs, [], "{host}");
    }
    // Of another Space than its address speaks of, the page tells no host.
    let elsewhere = PageInput {
        href: "https://huggingface.co/spaces/somebody/else".to_owned(),
        ..hub_page(frame(&[bare(1)]))
    };
    assert_eq!(Facts::read(&elsewhere).runs, []);
}

/// ZeroGPU's message at a second of that minute.
fn quota(second: u8) -> ZeroGpuMessage {
    let (cause, identity) = (Cause::QuotaExceeded, ChargedTo::Unauthenticated);
    zerogpu_messages::numbered(&at(second), cause, identity, [Some(60), Some(12), Some(7)])
}

#[test]
fn the_messages_of_an_app_are_known_at_each_of_its_places() {
    let with = |messages: &[ZeroGpuMessage]| PageEvents {
        messages: messages.to_vec(),
        ..runs(&[bare(1)])
    };
    for (parent, place) in PARENTS {
        let facts = Facts::read(&app(parent, with(&[quota(2), quota(3)])));
        assert_eq!(facts.place, place);
        assert_eq!(facts.messages, [quota(2), quota(3)]);
        assert_eq!(judge(&facts).row, 2);
        let facts = Facts::read(&app(parent, with(&[])));
        assert_eq!(facts.messages, []);
        assert_ne!(judge(&facts).row, 2);
    }
}

#[test]
fn the_frame_in_the_hub_page_tells_its_messages_numbers_and_all() {
    let frame_with = |messages: Vec<ZeroGpuMessage>| {
        frame_facts(PageEvents {
            messages,
            ..runs(&[run(1, OWN, Identity::Present)])
        })
    };
    assert_eq!(frame_with(vec![]).messages, []);
    let facts = frame_with(vec![quota(2)]);
    assert_eq!(facts.messages, [quota(2)]);
    // And the Hub page around it explains them, in place of a banner.
    let page = hub_page(facts);
    assert_eq!(Facts::read(&page).messages, [quota(2)]);
    let verdict = judged(&page).verdict;
    assert_eq!(verdict.reasons, [Reason::MessageSaysGuest]);
    let card = shown(&page);
    assert!(card.contains("12 s") && card.contains("60 s"), "{card}");
    // A run after it makes it old.
    let later = FrameFacts {
        runs: vec![run(5, OWN, Identity::Present)],
        ..frame_with(vec![quota(2)])
    };
    assert_ne!(judge(&Facts::read(&hub_page(later))).row, 2);
}

#[test]
fn a_run_without_a_pass_ends_what_was_said_before_it_of_an_old_gradio_too() {
    let facts = |version: &str, message: ZeroGpuMessage| {
        Facts::read(&hub_page(FrameFacts {
            gradio_version: GradioVersion::parse(version),
            messages: vec![message],
            ..frame(&[bare(1), bare(5)])
        }))
    };
    for version in ["5.9.1", "6.31.0"] {
        assert_eq!(
            facts(version, quota(4)).current_message(),
            None,
            "{version}"
        );
        let message = quota(6);
        assert_eq!(
            facts(version, message.clone()).current_message(),
            Some(&message)
        );
    }
    // Of the old ones, runs without a pass say nothing else.
    assert_eq!(facts("5.9.1", quota(4)).runs, []);
}

#[test]
fn an_app_that_is_there_sleeps_no_more() {
    let asleep = || Space {
        stage: Some("SLEEPING".to_owned()),
        hardware: Some("zero-a10g".to_owned()),
        ..Space::default()
    };
    let stage = |seen: &PageInput| Facts::read(seen).space.stage;
    let direct = |class: Option<&str>| PageInput {
        gradio_class: class.map(str::to_owned),
        hub_answer: HubAnswer::Found(Box::new(asleep())),
        ..app(None, PageEvents::default())
    };
    // Hugging Face's own page in its place, while it sleeps or starts.
    assert_eq!(stage(&direct(None)).as_deref(), Some("SLEEPING"));
    assert_eq!(
        judge(&Facts::read(&direct(None))).banner,
        BannerState::NotNeeded
    );
    let there = direct(Some("gradio-container-6-31-0"));
    assert_eq!(stage(&there), None);
    assert_eq!(judge(&Facts::read(&there)).banner, BannerState::Shown);
    // On the Hub page the frame knows.
    let on_hub = |version: &str| {
        let mut seen = hub_page(FrameFacts {
            gradio_version: GradioVersion::parse(version),
            ..frame(&[])
        });
        let page = seen.hub_page.as_mut().unwrap();
        for text in [
            &mut page.space_page,
            &mut page.space_header,
            &mut page.main_header,
        ] {
            *text = text.take().map(|text| text.replace("RUNNING", "SLEEPING"));
        }
        stage(&seen)
    };
    assert_eq!(on_hub("").as_deref(), Some("SLEEPING"));
    assert_eq!(on_hub("5.49.1"), None);
}

#[test]
fn the_hub_page_takes_messages_only_from_the_frame_of_its_own_space() {
    for host in ["other-space", "LINOYTS-qwen-image-edit-angles", ""] {
        let stranger = FrameFacts {
            subdomain: host.to_owned(),
            messages: vec![quota(2)],
            ..FrameFacts::default()
        };
        let facts = Facts::read(&hub_page(stranger));
        assert_eq!(facts.messages, [], "{host}");
        assert_ne!(judge(&facts).row, 2);
    }
    // A page of the Hub has no messages itself.
    let page = PageInput {
        events: PageEvents {
            messages: vec![quota(2)],
            ..PageEvents::default()
        },
        ..seen(signed_in())
    };
    assert_eq!(Facts::read(&page).messages, []);
}

#[test]
fn the_hub_page_believes_its_frame_which_runs_are_its_own() {
    // The frame has compared the hosts; a page of the Hub has no runs itself.
    let checked = Run {
        subdomain: String::new(),
        ..bare(1)
    };
    let page = hub_page(frame(std::slice::from_ref(&checked)));
    assert_eq!(Facts::read(&page).runs, [checked]);
    let own = PageInput {
        events: runs(&[bare(1)]),
        ..seen(captured(SIGNED_OUT))
    };
    assert_eq!(Facts::read(&own).runs, []);
}

#[test]
fn elsewhere_there_are_no_runs() {
    for href in [
        "https://example.com/",
        "https://huggingface.co/models",
        "https://huggingface.co/spaces/linoyts/Qwen-Image-Edit-Angles",
    ] {
        let elsewhere = PageInput {
            href: href.to_owned(),
            events: PageEvents {
                frame: Some(frame(&[bare(1)])),
                ..runs(&[bare(1)])
            },
            ..app(None, PageEvents::default())
        };
        assert_eq!(Facts::read(&elsewhere).runs, [], "{href}");
    }
}

fn any_run() -> impl Strategy<Value = Run> {
    let subject = prop::sample::select(vec![
        None,
        Some(TokenSubject::User),
        Some(TokenSubject::Address),
        Some(TokenSubject::Faulty),
    ]);
    let subdomain = prop_oneof![Just(OWN.to_owned()), "[a-z-]{0,12}"];
    let identity = prop::sample::select(vec![Identity::Present, Identity::Absent]);
    (0_u8..60, subdomain, identity, subject, any::<bool>()).prop_map(
        |(second, subdomain, identity, token_subject, before_handshake)| Run {
            at: at(second),
            subdomain,
            identity,
            token_subject,
            before_handshake,
            is_chained: false,
            called: None,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_with_any_runs_survive_the_way_through_a_message(
        runs in prop::collection::vec(any_run(), 0..20),
    ) {
        let facts = frame(&runs);
        prop_assert_eq!(received(&facts), facts);
    }

    #[test]
    fn of_any_runs_the_frame_keeps_its_own_in_their_order(
        all in prop::collection::vec(any_run(), 0..20),
        answered in prop::option::of(0_u8..60),
    ) {
        let events = PageEvents { answered_at: answered.map(at), ..runs(&all) };
        let facts = Facts::read(&app(Some(HUB), events));
        let expected: Vec<Run> = all
            .into_iter()
            .filter(|run| run.subdomain == OWN)
            .map(|run| Run {
                before_handshake: answered.is_some_and(|second| run.at < at(second)),
                ..run
            })
            .collect();
        prop_assert_eq!(facts.runs, expected);
    }
}
