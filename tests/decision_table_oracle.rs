//! The decision table of the contract: every combination of facts against an oracle that was written from
//! the contract's text alone.

#[path = "support/situation_table.rs"]
mod situation_table;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situation_table::{LATER, bare, naming, passed, quota, says};
use whose_quota::facts::{
    Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place, Run, Space,
    TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};
use whose_quota::verdict::judge;
use zerogpu_messages::{CAUSES, IDENTITIES, fallback, message_of};

/// The reasons of row 3: that the run had no identity, and what explains it.
fn what_explains(o: &Facts, run: &Run, outdated: bool) -> Vec<&'static str> {
    let (yes, no) = (Some(true), Some(false));
    let at = |place, signed_in| o.place == place && o.visitor.signed_in == signed_in;
    let in_time = o.handshake == Some(Handshake::Answered) && !run.before_handshake;
    let is_faulty = run.token_subject == Some(TokenSubject::Faulty);
    [
        (is_faulty, "ip-fallback"),
        (!is_faulty, "run-without-identity"),
        (o.place == Place::Direct, "direct-url"),
        (o.place == Place::Embed, "third-party-embed"),
        (at(Place::Hub, no), "signed-out"),
        (at(Place::Hub, yes) && outdated, "outdated-gradio"),
        (at(Place::Hub, yes) && !in_time, "handshake-missing"),
        // Who is signed in inside a private window is no guest because of it.
        (
            o.visitor.signed_in != yes && o.visitor.private_window == yes,
            "private-window",
        ),
        (o.visitor.cookies_blocked == yes, "cookies-blocked"),
    ]
    .into_iter()
    .filter_map(|(holds, reason)| holds.then_some(reason))
    .collect()
}

/// What ZeroGPU said of the last run that is explained.
fn current_message(o: &Facts) -> Option<&ZeroGpuMessage> {
    let is_of_last_run = |message: &&ZeroGpuMessage| {
        let left = o.runs.last().map(|run| run.at.as_str());
        message.at.is_empty() || left.is_none_or(|left| message.at.as_str() >= left)
    };
    let says_something: Vec<&ZeroGpuMessage> = (o.messages.iter().filter(is_of_last_run))
        .filter(|message| message.cause != Cause::Other)
        .collect();
    let mut faults = says_something.iter();
    let fault = faults.find(|message| message.cause == Cause::IpFallback);
    fault.or(says_something.last()).copied()
}

/// Rows 1 and 2, and whether a message is explained whatever decides.
fn told_by_oracle(o: &Facts) -> (Option<&'static str>, bool) {
    let Some(message) = current_message(o) else {
        return (None, false);
    };
    let is_quota = ["quota-exceeded", "runs-exceeded"].contains(&message.cause.name());
    let row = match (message.cause.name(), message.charged_to.name()) {
        ("ip-fallback", _) => Some("1 guest/observed [ip-fallback] shown"),
        _ if !is_quota => None,
        (_, "unauthenticated") => Some("2 guest/observed [message-says-guest] shown"),
        (_, "free" | "pro") => Some("2 account/observed [] shown"),
        (_, "space") => Some("2 space/observed [space-to-space] shown"),
        _ => None,
    };
    (row, true)
}

/// The contract's table once more, written from its text.
fn oracle(o: &Facts, version: Option<(u16, u16, u16)>) -> String {
    let (message, is_explained) = told_by_oracle(o);
    if let Some(message) = message {
        return message.to_owned();
    }
    let (yes, no) = (Some(true), Some(false));
    let hardware = o.space.hardware.as_deref();
    let zero_gpu = hardware.is_some_and(|name| name.starts_with("zero-"));
    let own_page = matches!(o.place, Place::Direct | Place::Embed);
    let signed_in_on_hub = o.place == Place::Hub && zero_gpu && o.visitor.signed_in == yes;
    let gradio = |from, below| version.is_some_and(|version| version >= from && version < below);
    let old_way = gradio((4, 27, 0), (5, 12, 0));
    let early = gradio((5, 12, 0), (5, 16, 1));
    let rendered = o.space.server_side_rendered;
    let unanswered = matches!(o.handshake, Some(Handshake::Asked | Handshake::Absent));
    let answered = o.handshake == Some(Handshake::Answered);

    let mut causes = vec![];
    if o.visitor.private_window == yes {
        causes.push("private-window");
    }
    if o.visitor.cookies_blocked == yes {
        causes.push("cookies-blocked");
    }
    let with_causes = |reasons: &[&'static str]| [reasons, &causes[..]].concat();
    let framed: &[&str] = if old_way {
        &["third-party-embed", "outdated-gradio"]
    } else {
        &["third-party-embed"]
    };

    let other_sdk = o.space.sdk.as_deref().is_some_and(|sdk| sdk != "gradio");
    let nothing_counted = (hardware.is_some() && !zero_gpu) || other_sdk || o.static_host;
    let never_asks = gradio((0, 0, 0), (4, 27, 0)) || (early && rendered == no);
    let run = o.runs.last();
    let says_user = run.is_some_and(|run| run.token_subject == Some(TokenSubject::User));
    let carried = run.is_some_and(|run| {
        run.identity == Identity::Present
            && matches!(run.token_subject, None | Some(TokenSubject::User))
    });
    let (row, verdict, reasons, banner) = if let Some(run) = run.filter(|_| zero_gpu && !carried) {
        let early_failed = early && rendered == yes && unanswered;
        let explained = what_explains(o, run, never_asks || old_way || early_failed);
        (3, "guest/observed", explained, true)
    } else if o.place == Place::Hub && o.visitor.signed_in == yes && carried && !nothing_counted {
        (4, "account/observed", vec![], false)
    } else if nothing_counted {
        (5, "none/derived", vec![], false)
    } else if own_page
        && (o.space.visibility == Some(Visibility::Private)
            || o.signed_address
            || o.hub_api == HubApi::NotPublic)
    {
        (6, "unknown/assumed", vec![], false)
    } else if o.place == Place::Direct && zero_gpu && !says_user {
        (7, "guest/derived", with_causes(&["direct-url"]), true)
    } else if o.place == Place::Embed && zero_gpu && !says_user && !answered {
        (8, "guest/derived", with_causes(framed), true)
    } else if o.place == Place::Hub && zero_gpu && o.visitor.signed_in == no && !says_user {
        (9, "guest/derived", with_causes(&["signed-out"]), true)
    } else if signed_in_on_hub && never_asks {
        (10, "guest/derived", vec!["outdated-gradio"], true)
    } else if signed_in_on_hub && old_way {
        (11, "guest/assumed", vec!["outdated-gradio"], true)
    } else if signed_in_on_hub && early && rendered == yes && unanswered {
        (
            11,
            "guest/assumed",
            vec!["outdated-gradio", "handshake-missing"],
            true,
        )
    } else if signed_in_on_hub && o.handshake == Some(Handshake::Answered) {
        (12, "account/derived", vec![], false)
    } else if signed_in_on_hub && gradio((5, 16, 1), (u16::MAX, 0, 0)) {
        (13, "unknown/assumed", vec!["handshake-missing"], false)
    } else if o.place == Place::Hub
        && zero_gpu
        && o.visitor.signed_in.is_none()
        && !says_user
        && !causes.is_empty()
    {
        (14, "guest/assumed", causes.clone(), true)
    } else if own_page
        && hardware.is_none()
        && o.hub_api != HubApi::Pending
        && !says_user
        && !(answered && o.place == Place::Embed)
        && (o.space.sdk.as_deref() == Some("gradio") || version.is_some())
    {
        let reason = if o.place == Place::Direct {
            &["direct-url"]
        } else {
            framed
        };
        (15, "guest/assumed", with_causes(reason), true)
    } else {
        (16, "unknown/assumed", vec![], false)
    };
    let is_shown = banner || is_explained;
    let banner = if is_shown { "shown" } else { "not-needed" };
    format!("{row} {verdict} [{}] {banner}", reasons.join(", "))
}

const PLACES: [Place; 5] = [
    Place::Hub,
    Place::HubFrame,
    Place::Direct,
    Place::Embed,
    Place::Other,
];
const FLAGS: [Option<bool>; 3] = [None, Some(false), Some(true)];
const SDKS: [Option<&str>; 3] = [None, Some("gradio"), Some("docker")];
const HARDWARE: [Option<&str>; 3] = [None, Some("zero-a10g"), Some("cpu-basic")];
/// Runs that differ in what is known of them.
fn every_run() -> Vec<Run> {
    let early = |run| Run {
        before_handshake: true,
        ..run
    };
    vec![
        bare(),
        early(bare()),
        passed(),
        early(passed()),
        naming(TokenSubject::User),
        naming(TokenSubject::Address),
        naming(TokenSubject::Faulty),
    ]
}

const HUB_API: [HubApi; 6] = [
    HubApi::NotAsked,
    HubApi::Pending,
    HubApi::Found,
    HubApi::NotPublic,
    HubApi::Denied,
    HubApi::Unreachable,
];

#[test]
fn every_place_sign_in_version_rendering_and_handshake_is_as_the_contract_says() {
    let versions = [
        None,
        Some((4, 26, 9)),
        Some((4, 27, 0)),
        Some((5, 11, 9)),
        Some((5, 12, 0)),
        Some((5, 16, 0)),
        Some((5, 16, 1)),
    ];
    let handshakes = [
        None,
        Some(Handshake::Absent),
        Some(Handshake::Asked),
        Some(Handshake::Answered),
    ];
    let mut rows = [0_u32; 17];
    for place in PLACES {
        for version in versions {
            let text = version.map(|(major, minor, patch)| format!("{major}.{minor}.{patch}"));
            for hardware in HARDWARE {
                for sdk in SDKS {
                    let space = Space {
                        sdk: sdk.map(str::to_owned),
                        hardware: hardware.map(str::to_owned),
                        gradio_version: text.as_deref().and_then(GradioVersion::parse),
                        ..Space::default()
                    };
                    let mut facts = Facts {
                        place,
                        space,
                        ..Facts::default()
                    };
                    for signed_in in FLAGS {
                        for server_side_rendered in FLAGS {
                            for handshake in handshakes {
                                for hub_api in HUB_API {
                                    for causes in 0..9 {
                                        facts.visitor = Visitor {
                                            signed_in,
                                            private_window: FLAGS[causes / 3],
                                            cookies_blocked: FLAGS[causes % 3],
                                            ..Visitor::default()
                                        };
                                        facts.space.server_side_rendered = server_side_rendered;
                                        facts.handshake = handshake;
                                        facts.hub_api = hub_api;
                                        says(&facts, &oracle(&facts, version));
                                        rows[usize::from(judge(&facts).row)] += 1;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(rows[5..].iter().all(|&hits| hits > 0), "{rows:?}");
}

#[test]
fn every_last_run_at_every_place_is_as_the_contract_says() {
    let versions = [
        None,
        Some((4, 26, 9)),
        Some((5, 11, 9)),
        Some((5, 16, 0)),
        Some((5, 16, 1)),
    ];
    let handshakes = [None, Some(Handshake::Absent), Some(Handshake::Answered)];
    let mut rows = [0_u32; 17];
    for place in PLACES {
        for version in versions {
            let text = version.map(|(major, minor, patch)| format!("{major}.{minor}.{patch}"));
            for hardware in HARDWARE {
                for sdk in SDKS {
                    let mut facts = Facts {
                        place,
                        space: Space {
                            sdk: sdk.map(str::to_owned),
                            hardware: hardware.map(str::to_owned),
                            gradio_version: text.as_deref().and_then(GradioVersion::parse),
                            ..Space::default()
                        },
                        ..Facts::default()
                    };
                    for last in every_run() {
                        // What left before it does not matter.
                        facts.runs = [every_run(), vec![last]].concat();
                        for signed_in in FLAGS {
                            for server_side_rendered in FLAGS {
                                for handshake in handshakes {
                                    for causes in 0..9 {
                                        facts.visitor = Visitor {
                                            signed_in,
                                            private_window: FLAGS[causes / 3],
                                            cookies_blocked: FLAGS[causes % 3],
                                            ..Visitor::default()
                                        };
                                        facts.space.server_side_rendered = server_side_rendered;
                                        facts.handshake = handshake;
                                        says(&facts, &oracle(&facts, version));
                                        rows[usize::from(judge(&facts).row)] += 1;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let hit: Vec<usize> = (0..17).filter(|&row| rows[row] > 0).collect();
    // Where somebody is signed in on the Hub page a run decides alone: rows 10 to 13 are over.
    assert_eq!(hit, [3, 4, 5, 7, 8, 9, 14, 15, 16], "{rows:?}");
}

#[test]
fn every_visibility_host_and_answer_of_the_hub_is_as_the_contract_says() {
    let visibilities = [
        None,
        Some(Visibility::Public),
        Some(Visibility::Protected),
        Some(Visibility::Private),
    ];
    for place in PLACES {
        for hardware in HARDWARE {
            for sdk in SDKS {
                for hub_api in HUB_API {
                    for visibility in visibilities {
                        for bits in 0..16 {
                            let mut facts = Facts {
                                place,
                                space: Space {
                                    sdk: sdk.map(str::to_owned),
                                    hardware: hardware.map(str::to_owned),
                                    visibility,
                                    ..Space::default()
                                },
                                visitor: Visitor {
                                    signed_in: (bits & 4 > 0).then_some(bits & 8 > 0),
                                    ..Visitor::default()
                                },
                                hub_api,
                                static_host: bits & 1 > 0,
                                signed_address: bits & 2 > 0,
                                ..Facts::default()
                            };
                            says(&facts, &oracle(&facts, None));
                            for run in every_run() {
                                facts.runs = vec![run];
                                says(&facts, &oracle(&facts, None));
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Messages that differ in what they tell, before and after the run of [`run`]; and some together.
fn every_message() -> Vec<Vec<ZeroGpuMessage>> {
    let mut all = vec![];
    for at in ["2026-11-22T11:59:59.999Z", LATER, ""] {
        for cause in CAUSES {
            all.extend(IDENTITIES.map(|identity| vec![message_of(at, cause, identity)]));
        }
    }
    let early = |message: &ZeroGpuMessage| {
        message_of(
            "2026-11-22T11:59:59.999Z",
            message.cause,
            message.charged_to,
        )
    };
    let several = [
        fallback(LATER, Some("InvalidRepoToken")),
        quota(ChargedTo::Unauthenticated),
        quota(ChargedTo::Pro),
        message_of(LATER, Cause::Other, ChargedTo::Unknown),
    ];
    for one in &several {
        for other in &several {
            all.push(vec![one.clone(), other.clone()]);
            all.push(vec![early(one), other.clone()]);
            all.push(vec![other.clone(), early(one)]);
        }
    }
    all
}

#[test]
fn every_message_in_every_situation_is_as_the_contract_says() {
    let mut rows = [0_u32; 17];
    let versions = [None, Some((5, 9, 1)), Some((6, 31, 0))];
    for messages in every_message() {
        for place in PLACES {
            for version in versions {
                let text = version.map(|(major, minor, patch)| format!("{major}.{minor}.{patch}"));
                for hardware in HARDWARE {
                    for bits in [0, 5, 10, 15, 18, 21, 25, 35] {
                        let mut facts = Facts {
                            place,
                            space: Space {
                                sdk: SDKS[bits % 3].map(str::to_owned),
                                hardware: hardware.map(str::to_owned),
                                gradio_version: text.as_deref().and_then(GradioVersion::parse),
                                visibility: (bits % 2 == 1).then_some(Visibility::Private),
                                ..Space::default()
                            },
                            visitor: Visitor {
                                signed_in: FLAGS[bits / 3 % 3],
                                private_window: FLAGS[bits / 9 % 3],
                                ..Visitor::default()
                            },
                            handshake: (bits > 17).then_some(Handshake::Answered),
                            hub_api: HUB_API[bits % 5],
                            static_host: bits == 35,
                            messages: messages.clone(),
                            ..Facts::default()
                        };
                        for runs in [vec![], vec![bare()], vec![bare(), passed()]] {
                            facts.runs = runs;
                            says(&facts, &oracle(&facts, version));
                            rows[usize::from(judge(&facts).row)] += 1;
                        }
                    }
                }
            }
        }
    }
    let missed: Vec<usize> = (1..17).filter(|&row| rows[row] == 0).collect();
    // Gradios of other ages have sweeps of their own.
    assert_eq!(missed, [10], "{rows:?}");
}
