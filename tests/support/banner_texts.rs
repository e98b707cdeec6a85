//! Every situation in which a banner says something, and the banners that follow.

// Each test uses what it needs.
#![allow(dead_code)]

use super::locale;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use whose_quota::facts::{
    Called, Facts, GradioVersion, Handshake, HubApi, Identity, Place, Plan, Run, Space, SpaceId,
    TokenSubject, Visibility, Visitor,
};
use whose_quota::ui::banner::banner;
use whose_quota::ui::banner_text::{BannerText, banner_text};
use whose_quota::ui::element::Element;
use whose_quota::verdict::{BannerState, Grade, Verdict, judge};

pub const APP: &str = "https://owner-name.hf.space/?a=1&__sign=SECRET#tab";

pub fn run(identity: Identity, token_subject: Option<TokenSubject>, before_handshake: bool) -> Run {
    Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        token_subject,
        before_handshake,
        is_chained: false,
        called: None,
    }
}

pub fn bare() -> Run {
    run(Identity::Absent, None, false)
}

/// Runs that differ in what is known of them, and none.
pub fn last_runs() -> Vec<Vec<Run>> {
    let relayed = |subject| vec![run(Identity::Present, Some(subject), false)];
    vec![
        vec![],
        vec![bare()],
        vec![run(Identity::Absent, None, true)],
        vec![run(Identity::Present, None, false)],
        relayed(TokenSubject::User),
        relayed(TokenSubject::Address),
        relayed(TokenSubject::Faulty),
        vec![run(Identity::Present, Some(TokenSubject::Faulty), true)],
    ]
}

/// Calls back with every situation that has something to say.
pub fn each_banner_text(mut check: impl FnMut(&Facts, &Verdict, &BannerText)) {
    let flags = [None, Some(false), Some(true)];
    let visitors = [
        (None, None),
        (Some(false), Some(Plan::Anonymous)),
        (Some(true), None),
        (Some(true), Some(Plan::Free)),
        (Some(true), Some(Plan::Pro)),
        (Some(true), Some(Plan::Team)),
        (Some(true), Some(Plan::Enterprise)),
    ];
    let versions = [
        None,
        Some("4.26.9"),
        Some("4.27.0"),
        Some("5.11.9"),
        Some("5.12.0"),
        Some("5.16.0"),
        Some("5.16.1"),
    ];
    let handshakes = [
        None,
        Some(Handshake::Absent),
        Some(Handshake::Asked),
        Some(Handshake::Answered),
    ];
    let mut shown = 0;
    for place in [
        Place::Hub,
        Place::Direct,
        Place::Embed,
        Place::HubFrame,
        Place::Other,
    ] {
        // Elsewhere the words know neither; the decision table's own sweep knows all.
        let is_hub = place == Place::Hub;
        let flags = if is_hub { &flags[..] } else { &flags[..1] };
        let handshakes = if is_hub {
            &handshakes[..]
        } else {
            &handshakes[..1]
        };
        // In a frame of the Hub's the hardware is never known: no run there says anything.
        let is_judged = !matches!(place, Place::HubFrame | Place::Other);
        for hardware in [None, Some("zero-a10g")] {
            for (signed_in, plan) in visitors {
                for version in versions {
                    for visibility in [None, Some(Visibility::Public), Some(Visibility::Protected)]
                    {
                        for bits in 0..4 {
                            for &server_side_rendered in flags {
                                for &handshake in handshakes {
                                    let mut facts = Facts {
                                        place,
                                        space: Space {
                                            id: SpaceId::parse("owner/name"),
                                            sdk: Some("gradio".to_owned()),
                                            hardware: hardware.map(str::to_owned),
                                            gradio_version: version.and_then(GradioVersion::parse),
                                            server_side_rendered,
                                            visibility,
                                            ..Space::default()
                                        },
                                        visitor: Visitor {
                                            signed_in,
                                            plan,
                                            private_window: Some(bits & 1 > 0),
                                            cookies_blocked: Some(bits & 2 > 0),
                                            allowance: None,
                                        },
                                        handshake,
                                        hub_api: HubApi::Unreachable,
                                        ..Facts::default()
                                    };
                                    for runs in last_runs() {
                                        // The Hub page's words know no visibility.
                                        if !runs.is_empty()
                                            && (!is_judged || is_hub && visibility.is_some())
                                        {
                                            continue;
                                        }
                                        facts.runs = runs;
                                        shown += u32::from(check_banner_text(&facts, &mut check));
                                        // Its front end may be its own: the version changes nothing then.
                                        if facts.runs.len() < 2 && version.is_none() {
                                            facts.own_front_end = true;
                                            shown +=
                                                u32::from(check_banner_text(&facts, &mut check));
                                            facts.own_front_end = false;
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    for place in [Place::Hub, Place::Direct, Place::Embed] {
        for (signed_in, plan) in visitors {
            for is_protected in [false, true] {
                let mut facts = calls_another(place, is_protected);
                facts.visitor.signed_in = signed_in;
                facts.visitor.plan = plan;
                assert!(check_banner_text(&facts, &mut check));
            }
        }
    }
    assert!(shown > 20_000, "{shown}");
}

/// Calls back where there is something to say; whether there was.
pub fn check_banner_text(
    facts: &Facts,
    check: &mut impl FnMut(&Facts, &Verdict, &BannerText),
) -> bool {
    let verdict = judge(facts);
    let banner_text = banner_text(facts, &verdict, APP, false);
    assert_eq!(banner_text.is_some(), verdict.banner == BannerState::Shown);
    if let Some(banner_text) = &banner_text {
        check(facts, &verdict, banner_text);
    }
    banner_text.is_some()
}

/// The page of a CPU Space that sent a run to a ZeroGPU Space, without a pass.
pub fn calls_another(place: Place, is_protected: bool) -> Facts {
    let called = Called {
        id: SpaceId::parse("other/painter").unwrap(),
        is_protected,
    };
    Facts {
        place,
        space: Space {
            id: SpaceId::parse("owner/name"),
            sdk: Some("docker".to_owned()),
            hardware: Some("cpu-basic".to_owned()),
            ..Space::default()
        },
        runs: vec![Run {
            called: Some(called),
            ..bare()
        }],
        ..Facts::default()
    }
}

/// The distinct banners of all situations, each with its grade; all keys they asked for; and of each
/// banner one situation.
pub type Banners = (
    Vec<(Grade, Element)>,
    BTreeSet<String>,
    Vec<(Facts, Verdict)>,
);

pub static ALL_BANNERS: LazyLock<Banners> = LazyLock::new(|| {
    let asked = RefCell::new(BTreeSet::new());
    let mut seen = BTreeSet::new();
    let mut banners = vec![];
    let mut situations = vec![];
    each_banner_text(|facts, verdict, banner_text| {
        if seen.insert(format!("{}{banner_text:?}", verdict.grade.name())) {
            let lookup = |key: &str, args: &[String]| {
                asked.borrow_mut().insert(key.to_owned());
                locale::lookup(key, args)
            };
            banners.push((verdict.grade, banner(banner_text, facts, &lookup)));
            situations.push((facts.clone(), verdict.clone()));
        }
    });
    (banners, asked.into_inner(), situations)
});

pub fn words_of(text: &str) -> Vec<String> {
    let letters = |char: char| !char.is_alphabetic();
    text.split(letters).map(str::to_lowercase).collect()
}

/// A ZeroGPU Space, somebody's Gradio, and a last run.
pub fn after(place: Place, signed_in: Option<bool>, version: &str, run: Run) -> Facts {
    Facts {
        place,
        space: Space {
            id: SpaceId::parse("owner/name"),
            hardware: Some("zero-a10g".to_owned()),
            gradio_version: GradioVersion::parse(version),
            ..Space::default()
        },
        visitor: Visitor {
            signed_in,
            ..Visitor::default()
        },
        runs: vec![run],
        ..Facts::default()
    }
}
