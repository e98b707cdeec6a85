//! What a Space's owner is told: by others in a discussion, and where they look at it themselves.

#[path = "support/banner_texts.rs"]
mod banner_texts;
#[path = "support/declarations.rs"]
mod declarations;
#[path = "support/discussions.rs"]
mod discussions;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use declarations::{asks_for, declares};
use situations::{SPOKE, Situation, account, at, but, card_of, plain, quota, run};
use whose_quota::facts::{
    Cause, ChargedTo, Declaration, GRADIO_FAILURE, GpuSize, GradioVersion, Handshake, Identity,
    Place, Plan, Run, SpaceId, TokenSubject, Visibility, ZeroGpuMessage,
};
use whose_quota::ui::banner_text::banner_text;
use whose_quota::ui::owner::{Matter, discussion, longest_for_guests, space_of_visitor};
use whose_quota::ui::remedy::Remedy;
use whose_quota::verdict::Judged;
use zerogpu_messages::{app_failure, fallback, numbered};

/// Each matter, as it comes about on the Hub page of somebody signed in.
fn matters() -> Vec<(&'static str, Matter, Situation)> {
    let gradio = |version: &'static str, ssr: Option<bool>| {
        but(account(Plan::Pro, &[]), move |facts| {
            facts.space.gradio_version = GradioVersion::parse(version);
            facts.space.server_side_rendered = ssr;
            facts.runs.clear();
            facts.handshake = ssr.map(|_| Handshake::Absent);
        })
    };
    let bare = but(account(Plan::Pro, &[]), |facts| {
        facts.runs = vec![run(Identity::Absent)];
    });
    let faulty = but(account(Plan::Pro, &[]), |facts| {
        facts.runs = vec![Run {
            token_subject: Some(TokenSubject::Faulty),
            ..run(Identity::Present)
        }];
    });
    let says = |message: ZeroGpuMessage| account(Plan::Pro, &[message]);
    let long = numbered(
        SPOKE,
        Cause::IllegalDuration,
        ChargedTo::Unknown,
        [Some(360), None, None],
    );
    let mut declared = says(long.clone());
    declared.context.source = Some(declares(&[asks_for("generate", 240), asks_for("draw", 30)]));
    let cpu = but(says(quota(ChargedTo::Unauthenticated)), |facts| {
        facts.space.hardware = Some("cpu-basic".to_owned());
    });
    vec![
        ("never asks", Matter::Gradio, gradio("4.20.0", None)),
        (
            "asks in the old way",
            Matter::Gradio,
            gradio("4.44.1", None),
        ),
        (
            "asks with SSR",
            Matter::Gradio,
            gradio("5.13.0", Some(true)),
        ),
        (
            "would ask with SSR",
            Matter::Gradio,
            gradio("5.13.0", Some(false)),
        ),
        ("own code", Matter::OwnCode, bare),
        ("a faulty pass", Matter::FaultyPass, faulty),
        (
            "the Space's limit",
            Matter::Forwarding,
            says(quota(ChargedTo::Space)),
        ),
        (
            "another account",
            Matter::Forwarding,
            says(quota(ChargedTo::Free)),
        ),
        ("asks another Space", Matter::Forwarding, cpu),
        ("too long", Matter::Duration, says(long)),
        ("too long, declared", Matter::Duration, declared),
        ("aborted", Matter::Aborted, says(plain(Cause::GpuAborted))),
        (
            "failed",
            Matter::Failure,
            says(app_failure(SPOKE, Some("RuntimeError"))),
        ),
        (
            "failed before",
            Matter::Failure,
            says(app_failure(SPOKE, Some(GRADIO_FAILURE))),
        ),
    ]
}

fn matter_of(name: &str) -> Situation {
    let mut all = matters().into_iter();
    all.find(|(own, _, _)| *own == name).unwrap().2
}

/// What the page offers, to the owner or to everybody else.
fn way_out(situation: &Situation, is_owner: bool) -> Option<Remedy> {
    let mut situation = situation.clone();
    situation.context.is_owner = is_owner;
    if situation.facts.messages.is_empty() {
        let judged = Judged::of(situation.facts);
        let href = &situation.context.href;
        return banner_text(&judged.facts, &judged.verdict, href, is_owner)?.remedy;
    }
    card_of(situation).remedy
}

/// A query's value, as a server reads it.
fn value(href: &str, name: &str) -> String {
    let (_, query) = href.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name).unwrap();
    let bytes = percent_encoding::percent_decode_str(value);
    bytes.decode_utf8().unwrap().into_owned()
}

#[test]
fn others_open_a_discussion_that_is_filled_in() {
    let mut all = String::new();
    for (name, _, situation) in matters() {
        let way_out = way_out(&situation, false).unwrap();
        assert_eq!(way_out.label.key, "action_tellOwner", "{name}");
        let href = way_out.href;
        let new = "https://huggingface.co/spaces/owner/name/discussions/new";
        assert_eq!(discussions::bare(&href), new, "{name}");
        // Nothing in it can end the address, or begin something else in it.
        let query = href.split_once('?').unwrap().1;
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "=&%".contains(char);
        assert!(query.chars().all(is_plain), "{query}");
        assert_eq!(query.matches('&').count(), 1);
        let (title, text) = (value(&href, "title"), value(&href, "description"));
        all += &format!("# {name}\n\n{title}\n\n{text}\n\n");
        for part in ["**Seen:**", "**Cause:**", "**What mends it:**"] {
            assert_eq!(text.matches(part).count(), 1, "{name}: {part}");
        }
    }
    golden::is_kept("discussions.md", &all);
}

#[test]
fn nothing_of_the_visitor_is_in_it() {
    for (name, _, situation) in matters() {
        let told = way_out(&situation, false).unwrap().href;
        for plan in [Plan::Free, Plan::Team] {
            let mut other = situation.clone();
            other.facts.visitor.plan = Some(plan);
            other.facts.visitor.private_window = Some(true);
            for message in &mut other.facts.messages {
                message.at = "2026-11-22T12:00:59.000Z".to_owned();
                message.left_seconds = message.left_seconds.map(|left| left + 7);
                message.retry_after_seconds = Some(99);
            }
            other.context.href += "&secret=1";
            if let Some(other) = way_out(&other, false) {
                // A plan decides whose account a message names; the words are the same or none.
                let (one, other) = (
                    value(&told, "description"),
                    value(&other.href, "description"),
                );
                assert_eq!(one, other, "{name}");
            }
        }
    }
}

#[test]
fn the_owner_is_led_to_the_file() {
    for (name, matter, situation) in matters() {
        let way_out = way_out(&situation, true);
        let found = way_out.as_ref().map(|way_out| {
            let said = way_out.label.localized(&locale::lookup);
            (said, way_out.href.as_str())
        });
        let edit = "https://huggingface.co/spaces/owner/name/edit/main/";
        let expected = match matter {
            Matter::Gradio => Some(("Edit README.md: sdk_version 5.49.1", "README.md")),
            Matter::Failure => None,
            _ => Some(("Edit app.py", "app.py")),
        };
        let expected = expected.map(|(said, file)| (said.to_owned(), [edit, file].concat()));
        let found = found.map(|(said, href)| (said, href.to_owned()));
        assert_eq!(found, expected, "{name}");
    }
    // An app elsewhere in the repository; and one at no plain path.
    let mut situation = matter_of("the Space's limit");
    situation.facts.space.app_file = Some("src/main.py".to_owned());
    let href = way_out(&situation, true).unwrap().href;
    assert!(href.ends_with("/edit/main/src/main.py"), "{href}");
    situation.facts.space.app_file = Some(String::new());
    assert_eq!(way_out(&situation, true), None);
}

#[test]
fn where_nothing_is_wrong_with_the_space_its_owner_is_not_told() {
    // The visitor's own limit, and Hugging Face's fault.
    for message in [quota(ChargedTo::Pro), fallback(SPOKE, None)] {
        for is_owner in [false, true] {
            let found = way_out(
                &account(Plan::Pro, std::slice::from_ref(&message)),
                is_owner,
            );
            let key = found.map(|way_out| way_out.label.key);
            assert!(matches!(key, None | Some("action_reload")), "{key:?}");
        }
    }
    // A Space whose discussions are not for everybody; whoever is on its Hub page sees them.
    let old = |place| {
        but(at(place, &[quota(ChargedTo::Unauthenticated)]), |facts| {
            facts.space.gradio_version = GradioVersion::parse("4.20.0");
        })
    };
    assert!(way_out(&old(Place::Direct), false).is_some());
    let on_hub = matter_of("the Space's limit");
    for visibility in [Visibility::Private, Visibility::Protected] {
        let hide = |situation| but(situation, |facts| facts.space.visibility = Some(visibility));
        assert_eq!(way_out(&hide(old(Place::Direct)), false), None);
        assert!(way_out(&hide(on_hub.clone()), false).is_some());
    }
}

#[test]
fn owners_are_looked_for_on_the_hub_page_of_somebody_signed_in() {
    for (place, signed_in, is_asked) in [
        (Place::Hub, Some(true), true),
        (Place::Hub, Some(false), false),
        (Place::Hub, None, false),
        (Place::Direct, Some(true), false),
        (Place::Embed, Some(true), false),
        (Place::HubFrame, Some(true), false),
        (Place::Other, Some(true), false),
    ] {
        let situation = but(at(place, &[]), |facts| facts.visitor.signed_in = signed_in);
        let judged = Judged::of(situation.facts);
        let id = SpaceId::parse("owner/name");
        assert_eq!(space_of_visitor(&judged), id.as_ref().filter(|_| is_asked));
    }
}

#[test]
fn what_guests_can_never_use_has_a_duration_that_they_could() {
    let of = |seconds, size| Declaration {
        size,
        checked_seconds: Some(match size {
            Some(GpuSize::Xlarge) => seconds * 2,
            _ => seconds * 3 / 2,
        }),
        ..asks_for("generate", seconds)
    };
    // Guests were told of up to 178 s left: 180 s may pass.
    assert_eq!(longest_for_guests(&of(120, None)), None);
    let large = Some(GpuSize::Large);
    assert_eq!(longest_for_guests(&of(122, large)), Some(80));
    // It may be the whole card, which costs twice.
    assert_eq!(longest_for_guests(&of(122, None)), Some(60));
    assert_eq!(longest_for_guests(&of(90, Some(GpuSize::Xlarge))), None);
    assert_eq!(longest_for_guests(&of(91, Some(GpuSize::Xlarge))), Some(60));
    let depends = Declaration {
        duration_seconds: None,
        checked_seconds: None,
        ..of(300, None)
    };
    assert_eq!(longest_for_guests(&depends), None);
}

#[test]
fn what_is_declared_by_nobody_is_not_named() {
    let situation = matter_of("too long");
    let said = discussion(&situation.facts, Matter::Duration, None, None);
    assert!(!said.description.contains("Where"), "{said:?}");
    let known = asks_for("generate", 240);
    let named = discussion(
        &situation.facts,
        Matter::Duration,
        None,
        Some(("app.py", &known)),
    );
    assert!(named.description.contains("**Where:** app.py, line "));
}

#[test]
fn where_another_space_is_asked_nothing_is_said_of_whose_run_it_was() {
    // Its visitor may have been passed on, or be signed out: the message looks the same.
    for charged_to in zerogpu_messages::IDENTITIES {
        for cause in [
            Cause::QuotaExceeded,
            Cause::IllegalDuration,
            Cause::GpuAborted,
        ] {
            let message = zerogpu_messages::message_of(SPOKE, cause, charged_to);
            let cpu = but(
                account(Plan::Pro, std::slice::from_ref(&message)),
                |facts| {
                    facts.space.hardware = Some("cpu-basic".to_owned());
                },
            );
            assert_eq!(Matter::of_message(&cpu.facts, &message), Matter::Forwarding);
            let told = way_out(&cpu, false).map(|told| value(&told.href, "description"));
            let seen = "**Seen:** this Space runs on other hardware, and its page showed a message of ZeroGPU's about a run.";
            assert!(told.is_none_or(|told| told.starts_with(seen)), "{cause:?}");
            // No line of its own is to blame for how long another Space runs.
            let is_led = way_out(&cpu, true).is_some();
            assert_eq!(
                is_led,
                cause == Cause::QuotaExceeded,
                "{cause:?} {charged_to:?}"
            );
        }
    }
}

#[test]
fn an_answered_handshake_takes_the_blame_from_an_early_gradio() {
    let message = quota(ChargedTo::Unauthenticated);
    let of = |handshake| {
        let situation = but(
            account(Plan::Pro, std::slice::from_ref(&message)),
            |facts| {
                facts.space.gradio_version = GradioVersion::parse("5.13.0");
                facts.space.server_side_rendered = Some(true);
                facts.handshake = Some(handshake);
                facts.runs = vec![run(Identity::Absent)];
            },
        );
        Matter::of_message(&situation.facts, &message)
    };
    assert_eq!(of(Handshake::Answered), Matter::OwnCode);
    assert_eq!(of(Handshake::Absent), Matter::Gradio);
}

#[test]
fn a_run_without_its_pass_is_blamed_on_the_app_only_where_the_pass_was_offered() {
    let mut told = 0;
    banner_texts::each_banner_text(|facts, _, banner_text| {
        let Some(way_out) = &banner_text.remedy else {
            return;
        };
        if way_out.href.contains("without%20the%20visitor%27s%20pass") {
            assert_eq!(facts.handshake, Some(Handshake::Answered));
            assert!(facts.runs.last().is_some_and(|run| !run.carries_identity()));
            told += 1;
        }
    });
    assert!(told > 0);
}
