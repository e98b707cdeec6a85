//! Where a page stands: its address, its frame, and who spoke to it.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;

use hub_pages::{SIGNED_OUT, captured, seen, signed_in};
use whose_quota::facts::{
    Facts, FrameFacts, Framing, GradioVersion, Handshake, HubApi, PageEvents, PageInput, Place,
};

const APP: &str = "https://owner-name.hf.space/";
const HUB: &str = "https://huggingface.co";
const SPACE_HOST: &str = "https://linoyts-qwen-image-edit-angles.hf.space";

fn framed(
    href: &str,
    parent_origin: Option<&str>,
    referrer: &str,
    parent_is_top: bool,
) -> PageInput {
    PageInput {
        href: href.to_owned(),
        framing: Framing {
            is_top: false,
            parent_is_top,
            parent_origin: parent_origin.map(str::to_owned),
            referrer: referrer.to_owned(),
            is_in_hub_page: None,
            is_component: false,
        },
        ..PageInput::default()
    }
}

fn top(href: &str) -> PageInput {
    let framing = Framing {
        is_top: true,
        ..Framing::default()
    };
    PageInput {
        href: href.to_owned(),
        framing,
        ..PageInput::default()
    }
}

/// A document to which these origins sent the word of the handshake.
fn from(origins: &[&str]) -> PageEvents {
    PageEvents {
        handshake_from: origins.iter().map(|&origin| origin.to_owned()).collect(),
        ..PageEvents::default()
    }
}

fn place(seen: &PageInput) -> Place {
    Facts::read(seen).place
}

#[test]
fn an_app_as_the_tab_itself_is_direct() {
    assert_eq!(place(&top(APP)), Place::Direct);
}

#[test]
fn an_app_in_the_hub_page_is_the_hub_frame() {
    assert_eq!(place(&framed(APP, Some(HUB), "", true)), Place::HubFrame);
    assert_eq!(
        place(&framed(APP, None, "https://huggingface.co/", true)),
        Place::HubFrame
    );
    assert_eq!(
        place(&framed(
            APP,
            None,
            "https://huggingface.co/spaces/a/b",
            true
        )),
        Place::HubFrame
    );
    assert_eq!(
        place(&framed(APP, None, "https://huggingface.co", true)),
        Place::HubFrame
    );
}

#[test]
fn an_app_in_a_hub_page_that_is_itself_framed_is_not_judged() {
    assert_eq!(place(&framed(APP, Some(HUB), "", false)), Place::Other);
}

#[test]
fn an_app_in_any_other_site_is_an_embed() {
    for parent in [
        "https://blog.example",
        "http://huggingface.co",
        "https://huggingface.co:444",
        "https://evil-huggingface.co",
        "https://other-space.hf.space",
        "null",
    ] {
        assert_eq!(
            place(&framed(APP, Some(parent), "", true)),
            Place::Embed,
            "{parent}"
        );
        assert_eq!(
            place(&framed(APP, Some(parent), "", false)),
            Place::Embed,
            "{parent}"
        );
    }
    assert_eq!(
        place(&framed(APP, None, "https://blog.example/post?x=1", true)),
        Place::Embed
    );
    assert_eq!(
        place(&framed(APP, None, "https://huggingface.co.example/", true)),
        Place::Embed
    );
    // The parent's origin counts more than where the frame came from.
    let origin = Some("https://blog.example");
    assert_eq!(
        place(&framed(APP, origin, "https://huggingface.co/", true)),
        Place::Embed
    );
}

#[test]
fn a_page_of_the_app_inside_the_app_is_not_judged() {
    let own = Some("https://owner-name.hf.space");
    assert_eq!(place(&framed(APP, own, "", true)), Place::Other);
    // Without the parent's origin: the frame may have navigated by itself.
    assert_eq!(place(&framed(APP, None, APP, true)), Place::Other);
}

#[test]
fn a_frame_without_any_trace_of_its_parent_is_not_judged() {
    for referrer in ["", "/", "x", "about"] {
        assert_eq!(
            place(&framed(APP, None, referrer, true)),
            Place::Other,
            "{referrer:?}"
        );
    }
}

#[test]
fn a_hub_page_counts_only_as_the_tab_itself_and_once_it_was_read() {
    let page = seen(captured(SIGNED_OUT));
    assert_eq!(place(&page), Place::Hub);
    let unread = PageInput {
        hub_page: None,
        ..page.clone()
    };
    assert_eq!(place(&unread), Place::Other);
    let framed = PageInput {
        framing: Framing::default(),
        ..page
    };
    assert_eq!(place(&framed), Place::Other);
}

#[test]
fn elsewhere_nothing_is_known_but_the_window() {
    for href in ["https://example.com/", "", "https://huggingface.co/models"] {
        let seen = PageInput {
            private_window: Some(true),
            cookies_blocked: Some(false),
            hub_page: Some(captured(SIGNED_OUT)),
            gradio_class: Some("gradio-container-6-31-0".to_owned()),
            events: from(&[HUB]),
            ..top(href)
        };
        let facts = Facts::read(&seen);
        let mut expected = Facts::default();
        expected.visitor.private_window = Some(true);
        expected.visitor.cookies_blocked = Some(false);
        assert_eq!(facts, expected);
    }
}

#[test]
fn the_window_is_told_at_every_place() {
    let places = [
        top(APP),
        framed(APP, Some(HUB), "", true),
        top(hub_pages::ADDRESS),
        seen(signed_in()),
    ];
    for seen in places {
        let seen = PageInput {
            private_window: Some(true),
            cookies_blocked: Some(true),
            ..seen
        };
        let visitor = Facts::read(&seen).visitor;
        assert_eq!(visitor.private_window, Some(true));
        // In a frame blocking third parties looks the same.
        let is_top = seen.framing.is_top;
        assert_eq!(visitor.cookies_blocked, Some(true).filter(|_| is_top));
    }
}

#[test]
fn a_static_host_and_a_pass_are_read_from_the_address() {
    let facts = Facts::read(&top("https://a-b.static.hf.space/?x=1"));
    assert!(facts.static_host && !facts.signed_address);
    let facts = Facts::read(&top("https://a-b.hf.space/?__sign=x"));
    assert!(!facts.static_host && facts.signed_address);
    assert_eq!(facts.space.subdomain.as_deref(), Some("a-b"));
    assert_eq!(facts.hub_api, HubApi::Unreachable);
}

#[test]
fn in_the_hubs_frame_only_the_hubs_own_word_answers_the_handshake() {
    let with = |origins: &[&str], handshake_timed_out| {
        Facts::read(&PageInput {
            events: from(origins),
            handshake_timed_out,
            ..framed(APP, Some(HUB), "", true)
        })
        .handshake
    };
    assert_eq!(with(&[HUB], false), Some(Handshake::Answered));
    assert_eq!(
        with(&["https://x.hf.space", HUB], true),
        Some(Handshake::Answered)
    );
    assert_eq!(with(&[], false), None);
    assert_eq!(with(&[], true), Some(Handshake::Absent));
    for origin in [
        "http://huggingface.co",
        "https://huggingface.co.example",
        "null",
        APP,
        "",
    ] {
        assert_eq!(with(&[origin], false), None, "{origin}");
        assert_eq!(with(&[origin], true), Some(Handshake::Absent), "{origin}");
    }
}

#[test]
fn away_from_the_hub_nobody_shakes_hands() {
    for seen in [
        top(APP),
        framed(APP, Some("https://blog.example"), "", true),
    ] {
        let seen = PageInput {
            events: from(&[HUB]),
            handshake_timed_out: true,
            ..seen
        };
        assert_eq!(Facts::read(&seen).handshake, None);
    }
}

#[test]
fn on_the_hub_page_the_question_must_come_from_this_spaces_own_host() {
    let with = |origin: &str| {
        let seen = PageInput {
            events: from(&[origin]),
            ..seen(signed_in())
        };
        Facts::read(&seen).handshake
    };
    assert_eq!(with(SPACE_HOST), Some(Handshake::Asked));
    for origin in ["https://other-space.hf.space", HUB, "http://x.example", ""] {
        assert_eq!(with(origin), None, "{origin}");
    }
}

fn frame_facts(version: &str, handshake: Option<Handshake>) -> FrameFacts {
    FrameFacts {
        messages: vec![],
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        gradio_version: GradioVersion::parse(version),
        server_side_rendered: Some(true),
        own_front_end: false,
        handshake,
        runs: vec![],
    }
}

fn hub_with(frame: FrameFacts, asked: bool) -> Facts {
    let origins: &[&str] = if asked { &[SPACE_HOST] } else { &[] };
    Facts::read(&PageInput {
        events: PageEvents {
            frame: Some(frame),
            ..from(origins)
        },
        ..seen(signed_in())
    })
}

#[test]
fn the_hub_page_believes_its_frame_about_gradio_and_the_handshake() {
    let facts = hub_with(frame_facts("6.31.0", Some(Handshake::Answered)), true);
    assert_eq!(facts.handshake, Some(Handshake::Answered));
    assert_eq!(facts.space.gradio_version, GradioVersion::parse("6.31.0"));
    assert_eq!(facts.space.server_side_rendered, Some(true));
    assert_eq!(facts.hub_api, HubApi::NotAsked);

    let facts = hub_with(frame_facts("6.31.0", Some(Handshake::Answered)), false);
    assert_eq!(facts.handshake, Some(Handshake::Answered));
    let facts = hub_with(frame_facts("6.31.0", Some(Handshake::Absent)), false);
    assert_eq!(facts.handshake, Some(Handshake::Absent));
    let facts = hub_with(frame_facts("6.31.0", Some(Handshake::Absent)), true);
    assert_eq!(facts.handshake, Some(Handshake::Asked));
    let facts = hub_with(frame_facts("6.31.0", None), true);
    assert_eq!(facts.handshake, Some(Handshake::Asked));
    let facts = hub_with(frame_facts("6.31.0", None), false);
    assert_eq!(facts.handshake, None);
}

#[test]
fn a_server_rendered_gradio_is_not_blamed_before_its_answer_is_overdue() {
    let banner = |handshake, asked| {
        let facts = hub_with(frame_facts("5.14.0", handshake), asked);
        let verdict = whose_quota::verdict::judge(&facts);
        (verdict.row, verdict.banner.name())
    };
    assert_eq!(banner(None, false), (16, "not-needed"));
    assert_eq!(banner(None, true), (16, "not-needed"), "asked a moment ago");
    assert_eq!(banner(Some(Handshake::Answered), true), (12, "not-needed"));
    assert_eq!(banner(Some(Handshake::Absent), true), (11, "shown"));
    assert_eq!(banner(Some(Handshake::Absent), false), (11, "shown"));
}

#[test]
fn the_hub_page_knows_gradios_version_by_the_spaces_card_where_the_frame_tells_none() {
    let silent = FrameFacts {
        gradio_version: None,
        ..frame_facts("", None)
    };
    let version = hub_with(silent, false).space.gradio_version;
    assert_eq!(version, GradioVersion::parse("5.49.1"));
}

#[test]
fn the_hub_page_does_not_listen_to_a_frame_of_another_host() {
    let stranger = FrameFacts {
        subdomain: "other-space".to_owned(),
        ..frame_facts("4.20.0", Some(Handshake::Answered))
    };
    let facts = hub_with(stranger, false);
    assert_eq!(facts.handshake, None);
    assert_eq!(facts.space.gradio_version, GradioVersion::parse("5.49.1"));
    assert_eq!(facts.space.server_side_rendered, None);
}

#[test]
fn without_a_subdomain_on_the_page_the_frames_host_must_have_the_ids_form() {
    let mut text = signed_in();
    let header = text.space_header.take().unwrap();
    text.space_header = Some(header.replace(r#""subdomain""#, r#""other""#));
    let with = |origin: &str| {
        let seen = PageInput {
            events: from(&[origin]),
            ..seen(text.clone())
        };
        Facts::read(&seen).handshake
    };
    assert_eq!(with(SPACE_HOST), Some(Handshake::Asked));
    assert_eq!(with("https://other-space.hf.space"), None);
}

#[test]
fn a_hub_page_that_speaks_of_another_space_than_its_address_tells_nothing_of_it() {
    let at = |href: &str| {
        let seen = PageInput {
            href: href.to_owned(),
            ..seen(captured(SIGNED_OUT))
        };
        Facts::read(&seen)
    };
    let facts = at("https://huggingface.co/spaces/somebody/else");
    assert_eq!(facts.place, Place::Hub);
    assert_eq!(facts.space.id.as_ref().unwrap().as_str(), "somebody/else");
    assert_eq!(facts.space.hardware, None);
    assert_eq!(facts.space.subdomain, None);
    assert_eq!(facts.visitor.signed_in, Some(false));
    // The Hub does not mind the case of an id; the page's spelling is the right one.
    let facts = at("https://huggingface.co/spaces/LINOYTS/qwen-image-edit-angles");
    assert_eq!(
        facts.space.id.as_ref().unwrap().as_str(),
        "linoyts/Qwen-Image-Edit-Angles"
    );
    assert_eq!(facts.space.hardware.as_deref(), Some("zero-a10g"));
}
