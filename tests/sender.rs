//! What a frame says, held against what the browser says of it: an honest frame is believed, and a frame
//! that was taken over gets nobody else's place, Space or tick.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/senders.rs"]
mod senders;

use hub_pages::{ADDRESS, SIGNED_OUT, captured, signed_in};
use judged::plain_report;
use proptest::prelude::*;
use proptest::sample::select;
use senders::{APP, LATEST, answers, apps, checked, events, space};
use serde_json::{from_value, json, to_value};
use whose_quota::facts::{
    Facts, FrameFacts, Framing, HubAnswer, PageEvents, PageFacts, PageInput, PageMarks, Place,
    Sender, Space, SpaceId, Visitor, is_hub_page_of,
};
use whose_quota::verdict::{Judged, Pool};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_honest_app_is_believed((input, recorded, sender) in apps()) {
        let page = PageFacts::read(&input);
        let facts = checked(&page, &recorded, &sender).unwrap();
        prop_assert_eq!(&facts, &Facts::read(&input));
        let place = if sender.is_top { Place::Direct } else { Place::Embed };
        prop_assert_eq!(facts.place, place);
        prop_assert_eq!(facts.space.gradio_version, page.gradio.version);
        prop_assert_eq!(&facts.messages, &input.events.messages);
        prop_assert_eq!(facts.visitor.cookies_blocked, input.cookies_blocked);
        prop_assert_eq!(facts.signed_address, input.href.contains("__sign"));
    }

    #[test]
    fn no_app_gets_what_is_not_its_own(
        (_, _, sender) in apps(),
        is_in_hub_page in any::<Option<bool>>(),
        claimed in select(vec!["hub", "hub-frame", "direct", "embed", "other"]),
        has_marks in any::<bool>(),
    ) {
        let sender = Sender { is_in_hub_page, ..sender };
        let some_other = json!({
            "id": "some/other", "subdomain": "some-other", "sdk": "static",
            "hardware": "zero-a10g", "stage": "RUNNING", "visibility": "public",
        });
        let page: PageFacts = from_value(json!({
            "place": claimed, "signedAddress": false, "hasGradioMarks": has_marks,
            "gradio": {"version": "6.31.0", "spaceId": "some/other", "serverSideRendered": true},
            "marks": {"contentType": "text/html", "hasGradioApp": has_marks},
            "hubPage": {
                "space": some_other, "signedIn": true, "plan": "pro",
                "allowance": {"base": 2400, "current": 7, "lastUpdated": "2026-11-25T12:00:00.000Z"},
            },
            "cookiesBlocked": true, "handshakeTimedOut": true,
        })).unwrap();
        let runs = json!([
            {"at": "2026-11-25T12:00:00.000Z", "subdomain": "some-other", "identity": "absent"},
            {"at": "2026-11-25T12:00:00.000Z", "subdomain": "owner-name", "identity": "present"},
        ]);
        let recorded = json!({
            "handshakeFrom": ["https://huggingface.co"], "runs": runs,
            "frame": {"subdomain": "some-other", "ownFrontEnd": true, "runs": runs},
        });
        let place = match (sender.is_top, claimed, is_in_hub_page) {
            (true, ..) => Some(Place::Direct),
            (false, "embed", None | Some(false)) | (false, "hub-frame", Some(false)) => {
                Some(Place::Embed)
            }
            (false, "hub-frame", _) => Some(Place::HubFrame),
            _ => None,
        };
        let facts = Facts::of(&page, &events(&recorded), &sender);
        prop_assert_eq!(facts.as_ref().map(|facts| facts.place), place);
        let Some(facts) = facts else { return Ok(()) };
        let hardware = match &sender.hub_answer {
            HubAnswer::Found(space) => space.hardware.clone(),
            _ => None,
        };
        prop_assert_eq!(&facts.space.hardware, &hardware);
        prop_assert_eq!(facts.space.subdomain.as_deref(), Some("owner-name"));
        let visitor = Visitor {
            private_window: sender.private_window,
            cookies_blocked: sender.is_top.then_some(true),
            ..Visitor::default()
        };
        prop_assert_eq!(&facts.visitor, &visitor);
        let judged = Judged::of(facts);
        prop_assert_ne!(judged.verdict.pool, Pool::Account);
        let kept = serde_json::to_string(&judged).unwrap();
        prop_assert!(!kept.contains("some"), "{}", kept);
    }
}

fn hub_sender() -> Sender {
    Sender {
        href: ADDRESS.to_owned(),
        is_top: true,
        is_in_hub_page: Some(true),
        private_window: Some(false),
        latest: Some(LATEST.to_owned()),
        ..Sender::default()
    }
}

#[test]
fn an_honest_hub_page_is_believed() {
    for (text, is_signed_in) in [(captured(SIGNED_OUT), false), (signed_in(), true)] {
        let input = PageInput {
            private_window: Some(false),
            ..hub_pages::seen(text)
        };
        let facts = checked(&PageFacts::read(&input), &json!({}), &hub_sender()).unwrap();
        assert_eq!(facts, Facts::read(&input));
        assert_eq!(facts.place, Place::Hub);
        assert_eq!(facts.visitor.signed_in, Some(is_signed_in));
        assert_eq!(facts.space.is_zero_gpu(), Some(true));
    }
}

#[test]
fn a_hub_page_speaks_of_the_space_in_its_address_alone() {
    let page = PageFacts::read(&hub_pages::seen(signed_in()));
    let said = |sender: &Sender| checked(&page, &json!({}), sender).unwrap();
    let at = |href: &str| Sender {
        href: href.to_owned(),
        ..hub_sender()
    };
    // Of another Space it tells nothing but the address.
    let other = said(&at("https://huggingface.co/spaces/some/other"));
    let expected = Space {
        id: SpaceId::parse("some/other"),
        ..Space::default()
    };
    assert_eq!((other.place, &other.space), (Place::Hub, &expected));
    assert_eq!(Judged::of(other).verdict.pool, Pool::Unknown);
    let nothing = Facts {
        visitor: Visitor {
            private_window: Some(false),
            ..Visitor::default()
        },
        ..Facts::default()
    };
    for sender in [
        at("https://huggingface.co/models"),
        at("https://blog.example/"),
        at(""),
        // Another tab of the Space's page.
        at(&[ADDRESS, "/discussions"].concat()),
        // A Hub page in a frame: nobody looks at it there.
        Sender {
            is_top: false,
            ..hub_sender()
        },
    ] {
        assert_eq!(said(&sender), nothing, "{sender:?}");
    }
    // A static Space's app uses nobody's GPU time, whatever it says.
    let app = said(&at("https://owner-name.static.hf.space/"));
    assert_eq!((app.space.id.as_ref(), app.visitor.signed_in), (None, None));
    assert_eq!(Judged::of(app).verdict.pool, Pool::None);
}

#[test]
fn in_its_own_hub_page_an_apps_frame_says_nothing_of_the_tab() {
    let claims = |place: Place| PageFacts {
        place,
        ..PageFacts::read(&PageInput {
            gradio_class: Some("gradio-container-5-49-1".to_owned()),
            ..PageInput::default()
        })
    };
    let renamed = HubAnswer::Found(Box::new(Space {
        id: SpaceId::parse("new/name"),
        ..space("zero-a10g", "RUNNING")
    }));
    let found = || answers().swap_remove(0);
    for (tab, hub_answer, is_heard) in [
        ("https://huggingface.co/spaces/owner/name", found(), false),
        (
            "https://huggingface.co/spaces/owner/name?x=1",
            HubAnswer::Unreachable,
            false,
        ),
        ("https://huggingface.co/spaces/new/name", renamed, false),
        ("https://huggingface.co/spaces/some/other", found(), true),
        ("https://huggingface.co/blog/owner", found(), true),
        ("", found(), true),
    ] {
        let sender = Sender {
            href: APP.to_owned(),
            is_in_hub_page: is_hub_page_of(Some(tab), "owner-name", Some(&hub_answer)),
            hub_answer,
            latest: Some(LATEST.to_owned()),
            ..Sender::default()
        };
        let said = |place| Facts::of(&claims(place), &PageEvents::default(), &sender);
        assert_eq!(said(Place::Embed).is_some(), is_heard, "{sender:?}");
        // Nor has it elsewhere, as the tab itself, a Hub page, or something that is no place.
        for place in [Place::Direct, Place::Hub, Place::Other] {
            assert_eq!(said(place), None, "{sender:?}");
        }
        // What it tells the Hub page around it is heard there alone.
        let place = said(Place::HubFrame).map(|facts| facts.place);
        let expected = [Place::HubFrame, Place::Embed][usize::from(is_heard)];
        assert_eq!(place, Some(expected), "{sender:?}");
    }
}

#[test]
fn where_a_frames_hub_page_is_unknown_it_speaks_to_that_page_alone() {
    let found = answers().swap_remove(0);
    for (tab, hub_answer) in [
        // A renamed Space, before the Hub answered.
        (Some("https://huggingface.co/spaces/new/name"), None),
        // The visitor withholds the Hub's pages.
        (None, None),
        (None, Some(&found)),
    ] {
        let is_in_hub_page = is_hub_page_of(tab, "owner-name", hub_answer);
        assert_eq!(is_in_hub_page, None);
        let page = PageFacts {
            place: Place::HubFrame,
            ..PageFacts::read(&PageInput::default())
        };
        let sender = Sender {
            href: APP.to_owned(),
            is_in_hub_page,
            ..Sender::default()
        };
        let facts = Facts::of(&page, &PageEvents::default(), &sender).unwrap();
        assert_eq!(facts.place, Place::HubFrame);
        let frame = FrameFacts::of(&facts).unwrap();
        assert_eq!(frame.subdomain, "owner-name");
    }
}

#[test]
fn what_is_kept_is_bounded_and_has_happened() {
    let at = |second: usize| format!("2026-11-25T12:00:{second:02}.000Z");
    let long = "x".repeat(100_000);
    let run = |at: String| json!({"at": at, "identity": "absent", "subdomain": "owner-name", "more": long});
    // To another Space, which a page that uses no GPU time itself may call.
    let call = |at: String| json!({"at": at, "identity": "absent", "subdomain": long, "called": {"id": "some/other"}});
    let message =
        |at: String| json!({"at": at, "cause": "no-gpu", "chargedTo": "unknown", "fault": long});
    let future = "2027-01-01T00:00:00.000Z".to_owned();
    let times = || (0..50).map(at).chain([future.clone()]);
    let (runs, calls): (Vec<_>, Vec<_>) = (times().map(run).collect(), times().map(call).collect());
    let messages: Vec<_> = times().map(message).collect();
    let app = json!({
        "place": "direct", "signedAddress": false, "gradio": {}, "hasGradioMarks": true,
        "handshakeTimedOut": false,
    });
    let hub = json!({
        "place": "hub", "signedAddress": false, "gradio": {}, "hasGradioMarks": false,
        "handshakeTimedOut": false,
        "hubPage": {"space": {
            "id": "linoyts/Qwen-Image-Edit-Angles", "hardware": "cpu-basic", "sdk": long,
            "stage": long,
        }},
    });
    let frame = json!({
        "subdomain": "linoyts-qwen-image-edit-angles", "runs": calls, "messages": messages,
    });
    let app_sender = |answer: usize| Sender {
        href: APP.to_owned(),
        is_top: true,
        is_in_hub_page: Some(false),
        hub_answer: answers().swap_remove(answer),
        latest: Some(LATEST.to_owned()),
        ..Sender::default()
    };
    let is_cpu = 2;
    for (page, recorded, sender, counts) in [
        (
            &app,
            json!({"runs": runs, "messages": messages, "handshakeFrom": [long]}),
            app_sender(0),
            (20, 20),
        ),
        (&app, json!({"runs": calls}), app_sender(is_cpu), (20, 0)),
        (&hub, json!({"frame": frame}), hub_sender(), (20, 20)),
        (&hub, json!({"runs": calls}), hub_sender(), (20, 0)),
    ] {
        let page: PageFacts = from_value(page.clone()).unwrap();
        let facts = Facts::of(&page, &events(&recorded), &sender).unwrap();
        assert_eq!((facts.runs.len(), facts.messages.len()), counts);
        assert_eq!(facts.runs.last().unwrap().at, at(49));
        assert_eq!(facts.runs.first().unwrap().at, at(30));
        let last = facts.messages.last();
        assert!(last.is_none_or(|message| message.at == at(49)));
        let judged = Judged::of(facts);
        assert!(serde_json::to_string(&judged).unwrap().len() < 20_000);
        assert!(plain_report(&judged).to_string().len() < 10_000);
    }
}

#[test]
fn what_a_frame_tells_its_hub_page_is_bounded_and_its_own() {
    let page = PageFacts {
        place: Place::HubFrame,
        ..PageFacts::read(&PageInput::default())
    };
    let run = |second: usize| {
        json!({"at": format!("2026-11-25T12:00:{second:02}.000Z"), "identity": "absent",
            "subdomain": "owner-name"})
    };
    let runs: Vec<_> = (0..50).map(run).collect();
    let sender = Sender {
        href: APP.to_owned(),
        is_in_hub_page: Some(true),
        latest: Some(LATEST.to_owned()),
        ..Sender::default()
    };
    let facts = Facts::of(&page, &events(&json!({"runs": runs})), &sender).unwrap();
    let frame = FrameFacts::of(&facts).unwrap();
    assert_eq!(frame.subdomain, "owner-name");
    assert_eq!(frame.runs.len(), 20);
    let again = from_value::<FrameFacts>(to_value(&frame).unwrap()).unwrap();
    assert_eq!(again, frame);
}

#[test]
fn a_pass_that_left_the_address_is_still_known_to_the_frame() {
    let [signed, plain] = ["?__sign=x", ""].map(|query| [APP, query].concat());
    let page = |href: &str| {
        PageFacts::read(&PageInput {
            href: href.to_owned(),
            framing: Framing {
                is_top: true,
                ..Framing::default()
            },
            marks: Some(PageMarks {
                content_type: "text/html".to_owned(),
                has_gradio_app: true,
            }),
            ..PageInput::default()
        })
    };
    let sender = |href: &str| Sender {
        href: href.to_owned(),
        is_top: true,
        hub_answer: answers().swap_remove(0),
        latest: Some(LATEST.to_owned()),
        ..Sender::default()
    };
    let pool = |page: &PageFacts, href: &str| {
        let facts = checked(page, &json!({}), &sender(href)).unwrap();
        Judged::of(facts).verdict.pool
    };
    assert_eq!(pool(&page(&plain), &plain), Pool::Guest);
    assert_eq!(pool(&page(&signed), &plain), Pool::Unknown);
    // And one that the frame conceals.
    assert_eq!(pool(&page(&plain), &signed), Pool::Unknown);
}
