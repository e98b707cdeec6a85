//! The decision table of the contract, row by row; and every combination of facts against an
//! oracle that was written from the contract's text alone.

#[path = "support/told.rs"]
mod told;

use told::{CAUSES, IDENTITIES, fallback, told};
use whose_quota::facts::{
    Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Identity, Place, Run, Space,
    TokenSubject, Visibility, Visitor, ZeroGpuMessage,
};
use whose_quota::verdict::{TABLE, judge};

/// A ZeroGPU Gradio Space at some place, nothing else known.
fn zero_gpu(place: Place) -> Facts {
    Facts {
        place,
        space: Space {
            sdk: Some("gradio".to_owned()),
            hardware: Some("zero-a10g".to_owned()),
            stage: Some("RUNNING".to_owned()),
            ..Space::default()
        },
        ..Facts::default()
    }
}

fn hub(signed_in: Option<bool>) -> Facts {
    let mut facts = zero_gpu(Place::Hub);
    facts.visitor.signed_in = signed_in;
    facts
}

/// A ZeroGPU Space's Hub page, signed in, with a Gradio version.
fn hub_with(version: &str) -> Facts {
    let mut facts = hub(Some(true));
    facts.space.gradio_version = GradioVersion::parse(version);
    facts
}

/// An app's own page, about which the Hub could not be asked.
fn without_hub(place: Place) -> Facts {
    let mut facts = zero_gpu(place);
    facts.space.hardware = None;
    facts.hub_api = HubApi::Unreachable;
    facts
}

fn but(mut facts: Facts, change: impl FnOnce(&mut Facts)) -> Facts {
    change(&mut facts);
    facts
}

fn run(identity: Identity, named: Option<TokenSubject>) -> Run {
    Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        named,
        before_handshake: false,
        is_chained: false,
        called: None,
    }
}

/// A run without any pass.
fn bare() -> Run {
    run(Identity::Absent, None)
}

/// A run with the Hub's own pass, which nobody can read.
fn passed() -> Run {
    run(Identity::Present, None)
}

/// A run with a pass that the app sent by itself and that can be read.
fn naming(named: TokenSubject) -> Run {
    run(Identity::Present, Some(named))
}

/// The same, and then a run leaves.
fn then(facts: &Facts, run: Run) -> Facts {
    but(facts.clone(), |o| o.runs.push(run))
}

/// A moment after the run of [`run`].
const LATER: &str = "2026-11-22T12:00:03.000Z";

/// The same, and then ZeroGPU speaks.
fn hears(facts: &Facts, messages: &[ZeroGpuMessage]) -> Facts {
    but(facts.clone(), |o| o.messages.extend_from_slice(messages))
}

fn quota(identity: ChargedTo) -> ZeroGpuMessage {
    told(LATER, Cause::QuotaExceeded, identity)
}

/// `row pool/grade [reasons] banner`.
fn verdict(facts: &Facts) -> String {
    let verdict = judge(facts);
    let reasons = verdict.reasons.iter().map(|reason| reason.name());
    format!(
        "{} {}/{} [{}] {}",
        verdict.row,
        verdict.pool.name(),
        verdict.grade.name(),
        reasons.collect::<Vec<_>>().join(", "),
        verdict.banner.name(),
    )
}

#[track_caller]
fn says(facts: &Facts, expected: &str) {
    assert_eq!(verdict(facts), expected, "{facts:?}");
}

/// What may be known when ZeroGPU speaks: all that decides, were it silent.
fn situations() -> Vec<Facts> {
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let private = but(zero_gpu(Place::Direct), |o| {
        o.space.visibility = Some(Visibility::Private);
    });
    let unreadable = but(hub(None), |o| o.visitor.private_window = Some(true));
    let cpu = |place| {
        but(zero_gpu(place), |o| {
            o.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    vec![
        then(&zero_gpu(Place::Direct), bare()),
        then(&answered, passed()),
        then(&answered, bare()),
        cpu(Place::Direct),
        cpu(Place::Hub),
        but(zero_gpu(Place::Embed), |o| {
            o.space.sdk = Some("docker".to_owned())
        }),
        but(zero_gpu(Place::Direct), |o| o.static_host = true),
        private,
        but(zero_gpu(Place::Direct), |o| o.signed_address = true),
        but(without_hub(Place::Direct), |o| {
            o.hub_api = HubApi::NotPublic
        }),
        zero_gpu(Place::Direct),
        zero_gpu(Place::Embed),
        hub(Some(false)),
        hub_with("4.20.0"),
        hub_with("5.9.1"),
        answered,
        hub_with("6.31.0"),
        unreadable,
        without_hub(Place::Embed),
        Facts::default(),
    ]
}

#[test]
fn rows_1_and_2_come_before_all_others() {
    let mut rows = vec![];
    for facts in situations() {
        rows.push(judge(&facts).row);
        let says_then =
            |told: ZeroGpuMessage, expected: &str| says(&hears(&facts, &[told]), expected);
        says_then(
            fallback(LATER, Some("InvalidRepoToken")),
            "1 guest/observed [ip-fallback] shown",
        );
        for cause in [Cause::QuotaExceeded, Cause::RunsExceeded] {
            let said = |identity| told(LATER, cause, identity);
            says_then(
                said(ChargedTo::Unauthenticated),
                "2 guest/observed [message-says-guest] shown",
            );
            says_then(said(ChargedTo::Free), "2 account/observed [] shown");
            says_then(said(ChargedTo::Pro), "2 account/observed [] shown");
            says_then(
                said(ChargedTo::Space),
                "2 space/observed [space-to-space] shown",
            );
        }
    }
    // Each of the others would have decided.
    rows.dedup();
    let expected: Vec<u8> = (3..=16).collect();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows, expected);
}

#[test]
fn row_2_no_other_message_and_none_that_names_nobody_decides() {
    for facts in situations() {
        let silent = judge(&facts);
        for cause in CAUSES {
            for identity in IDENTITIES {
                let is_quota = [Cause::QuotaExceeded, Cause::RunsExceeded].contains(&cause);
                let names = ![ChargedTo::Unknown, ChargedTo::IpFallback].contains(&identity);
                let message = told(LATER, cause, identity);
                let verdict = judge(&hears(&facts, std::slice::from_ref(&message)));
                if cause == Cause::IpFallback {
                    assert_eq!(verdict.row, 1);
                } else if is_quota && names {
                    assert_eq!(verdict.row, 2, "{message:?}");
                } else {
                    // Such a message is explained all the same, whatever else would be said.
                    let mut expected = silent.clone();
                    if cause != Cause::Other {
                        expected.banner = whose_quota::verdict::BannerState::Shown;
                    }
                    assert_eq!(verdict, expected, "{message:?} {facts:?}");
                }
            }
        }
    }
}

#[test]
fn rows_1_and_2_the_newest_of_runs_and_messages_counts() {
    let run_at = |at: &str| Run {
        at: at.to_owned(),
        ..bare()
    };
    let of_message = "2 account/observed [] shown";
    let of_run = "3 guest/observed [run-without-identity, direct-url] shown";
    let direct = zero_gpu(Place::Direct);
    let both = |ran: &str, said: &str| {
        let facts = then(&direct, run_at(ran));
        hears(&facts, &[told(said, Cause::QuotaExceeded, ChargedTo::Free)])
    };
    let at = |second: u8| format!("2026-11-22T12:00:{second:02}.000Z");
    says(&both(&at(1), &at(2)), of_message);
    says(&both(&at(2), &at(2)), of_message);
    says(&both(&at(3), &at(2)), of_run);
    says(
        &both("2026-11-22T23:59:59.999Z", "2026-11-23T00:00:00.000Z"),
        of_message,
    );
    says(
        &both("2026-11-23T00:00:00.000Z", "2026-11-22T23:59:59.999Z"),
        of_run,
    );
    // The contract's own times have no fractions.
    says(
        &both("2026-11-22T12:00:00Z", "2026-11-22T12:00:03Z"),
        of_message,
    );
    says(
        &both("2026-11-22T12:00:03Z", "2026-11-22T12:00:00Z"),
        of_run,
    );
    // Unknown times: a message follows a run.
    says(&both("", &at(2)), of_message);
    says(&both(&at(2), ""), of_message);
    says(&both("", ""), of_message);
    // A message, and a run after it, and another message.
    let again = hears(
        &then(
            &hears(
                &direct,
                &[told(&at(1), Cause::QuotaExceeded, ChargedTo::Free)],
            ),
            run_at(&at(5)),
        ),
        &[told(&at(9), Cause::QuotaExceeded, ChargedTo::Space)],
    );
    says(&again, "2 space/observed [space-to-space] shown");
    // Of several runs only the last takes its word from an older message.
    let two_runs = then(&then(&direct, run_at(&at(1))), run_at(&at(5)));
    says(
        &hears(
            &two_runs,
            &[told(&at(3), Cause::QuotaExceeded, ChargedTo::Free)],
        ),
        of_run,
    );
    says(
        &hears(
            &two_runs,
            &[told(&at(6), Cause::QuotaExceeded, ChargedTo::Free)],
        ),
        of_message,
    );
}

#[test]
fn row_1_a_fault_explains_what_was_said_after_it_of_the_same_run() {
    let at = |second: u8| format!("2026-11-22T12:00:{second:02}.000Z");
    let quota = |second, identity| told(&at(second), Cause::QuotaExceeded, identity);
    let fallback = |second| fallback(&at(second), None);
    let facts = then(&zero_gpu(Place::Direct), bare());
    let row_1 = "1 guest/observed [ip-fallback] shown";
    for identity in IDENTITIES {
        says(&hears(&facts, &[fallback(1), quota(2, identity)]), row_1);
        says(&hears(&facts, &[quota(1, identity), fallback(2)]), row_1);
    }
    let waiting = told(&at(2), Cause::QueueTimeout, ChargedTo::Unknown);
    says(&hears(&facts, &[fallback(1), waiting]), row_1);
    // Of the next run it tells nothing.
    let next = Run {
        at: at(5),
        ..bare()
    };
    let after = then(
        &hears(&facts, &[fallback(1), quota(2, ChargedTo::Free)]),
        next,
    );
    says(
        &after,
        "3 guest/observed [run-without-identity, direct-url] shown",
    );
    says(
        &hears(&after, &[quota(6, ChargedTo::Free)]),
        "2 account/observed [] shown",
    );
}

#[test]
fn row_2_of_several_messages_on_one_run_the_newest_counts() {
    let facts = then(&zero_gpu(Place::Direct), bare());
    let both = |one, other| hears(&facts, &[one, other]);
    says(
        &both(quota(ChargedTo::Free), quota(ChargedTo::Unauthenticated)),
        "2 guest/observed [message-says-guest] shown",
    );
    says(
        &both(quota(ChargedTo::Unauthenticated), quota(ChargedTo::Free)),
        "2 account/observed [] shown",
    );
    // One that says nothing changes nothing.
    let chatter = told(LATER, Cause::Other, ChargedTo::Unknown);
    says(
        &both(quota(ChargedTo::Free), chatter.clone()),
        "2 account/observed [] shown",
    );
    says(
        &hears(&zero_gpu(Place::Hub), &[chatter]),
        "16 unknown/assumed [] not-needed",
    );
}

#[test]
fn row_3_a_run_without_a_pass_counted_as_a_guest() {
    let seen = |facts: &Facts, expected: &str| says(&then(facts, bare()), expected);
    seen(
        &zero_gpu(Place::Direct),
        "3 guest/observed [run-without-identity, direct-url] shown",
    );
    seen(
        &zero_gpu(Place::Embed),
        "3 guest/observed [run-without-identity, third-party-embed] shown",
    );
    seen(
        &hub(Some(false)),
        "3 guest/observed [run-without-identity, signed-out] shown",
    );
    seen(
        &but(hub_with("6.31.0"), |o| {
            o.handshake = Some(Handshake::Answered)
        }),
        "3 guest/observed [run-without-identity] shown",
    );
}

#[test]
fn row_3_needs_hardware_that_is_known_to_be_zero_gpu() {
    let unknown = |place| then(&without_hub(place), bare());
    says(
        &unknown(Place::Direct),
        "15 guest/assumed [direct-url] shown",
    );
    says(
        &unknown(Place::Embed),
        "15 guest/assumed [third-party-embed] shown",
    );
    let on_hub = but(unknown(Place::Hub), |o| o.visitor.signed_in = Some(true));
    says(&on_hub, "16 unknown/assumed [] not-needed");
}

#[test]
fn row_3_needs_no_sdk_that_is_known() {
    let facts = but(zero_gpu(Place::Direct), |o| o.space.sdk = None);
    says(
        &then(&facts, bare()),
        "3 guest/observed [run-without-identity, direct-url] shown",
    );
}

#[test]
fn row_3_an_outdated_gradio_explains_it_where_somebody_is_signed_in_on_the_hub_page() {
    let answered = |version| {
        but(hub_with(version), |o| {
            o.handshake = Some(Handshake::Answered);
            o.runs = vec![bare()];
        })
    };
    // Never asks; asks in the old way.
    for version in ["4.26.9", "4.27.0", "5.11.9"] {
        says(
            &answered(version),
            "3 guest/observed [run-without-identity, outdated-gradio] shown",
        );
    }
    for version in ["5.12.0", "5.16.0", "5.16.1", "6.31.0"] {
        says(
            &answered(version),
            "3 guest/observed [run-without-identity] shown",
        );
    }
    // 5.12.0 to 5.16.0: only a page that was rendered on the server asks.
    for (rendered, reasons) in [
        (Some(false), "run-without-identity, outdated-gradio"),
        (Some(true), "run-without-identity"),
    ] {
        let facts = but(answered("5.14.0"), |o| {
            o.space.server_side_rendered = rendered
        });
        says(&facts, &format!("3 guest/observed [{reasons}] shown"));
    }
    let signed_out = but(answered("4.20.0"), |o| o.visitor.signed_in = Some(false));
    says(
        &signed_out,
        "3 guest/observed [run-without-identity, signed-out] shown",
    );
    // A run that left was not stuck.
    for (place, reason) in [
        (Place::Direct, "direct-url"),
        (Place::Embed, "third-party-embed"),
    ] {
        let facts = but(answered("4.44.1"), |o| o.place = place);
        says(
            &facts,
            &format!("3 guest/observed [run-without-identity, {reason}] shown"),
        );
    }
}

#[test]
fn row_3_a_missing_answer_explains_it_where_somebody_is_signed_in_on_the_hub_page() {
    let missing = "3 guest/observed [run-without-identity, handshake-missing] shown";
    for handshake in [None, Some(Handshake::Asked), Some(Handshake::Absent)] {
        let facts = but(hub_with("6.31.0"), |o| {
            o.handshake = handshake;
            o.runs = vec![bare()];
        });
        says(&facts, missing);
        let outdated = but(facts.clone(), |o| {
            o.space.gradio_version = GradioVersion::parse("4.20.0");
        });
        says(
            &outdated,
            "3 guest/observed [run-without-identity, outdated-gradio, handshake-missing] shown",
        );
        for (place, signed_in, reason) in [
            (Place::Direct, Some(true), "direct-url"),
            (Place::Embed, Some(true), "third-party-embed"),
            (Place::Hub, Some(false), "signed-out"),
        ] {
            let elsewhere = but(facts.clone(), |o| {
                o.place = place;
                o.visitor.signed_in = signed_in;
            });
            let expected = format!("3 guest/observed [run-without-identity, {reason}] shown");
            says(&elsewhere, &expected);
        }
    }
}

#[test]
fn row_3_a_run_before_the_answer_was_too_early_and_one_after_it_was_not() {
    let facts = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let early = Run {
        before_handshake: true,
        ..bare()
    };
    says(
        &then(&facts, early.clone()),
        "3 guest/observed [run-without-identity, handshake-missing] shown",
    );
    says(
        &then(&facts, bare()),
        "3 guest/observed [run-without-identity] shown",
    );
    // Of several runs the last counts.
    says(
        &then(&then(&facts, early.clone()), bare()),
        "3 guest/observed [run-without-identity] shown",
    );
    // A pass that was there in time is there.
    let early_with_pass = Run {
        before_handshake: true,
        ..passed()
    };
    says(
        &then(&facts, early_with_pass),
        "4 account/observed [] not-needed",
    );
    let signed_out = but(facts, |o| o.visitor.signed_in = Some(false));
    says(
        &then(&signed_out, early),
        "3 guest/observed [run-without-identity, signed-out] shown",
    );
}

#[test]
fn row_3_names_the_causes_after_the_reasons() {
    let with_causes = |facts: Facts| {
        but(facts, |o| {
            o.visitor.private_window = Some(true);
            o.visitor.cookies_blocked = Some(true);
            o.runs = vec![bare()];
        })
    };
    for (facts, reason) in [
        (zero_gpu(Place::Direct), "direct-url"),
        (zero_gpu(Place::Embed), "third-party-embed"),
        (hub(Some(false)), "signed-out"),
    ] {
        let facts = with_causes(facts);
        let expected =
            format!("[run-without-identity, {reason}, private-window, cookies-blocked] shown");
        says(&facts, &format!("3 guest/observed {expected}"));
        let neither = but(facts, |o| {
            o.visitor.private_window = Some(false);
            o.visitor.cookies_blocked = Some(false);
        });
        let expected = format!("3 guest/observed [run-without-identity, {reason}] shown");
        says(&neither, &expected);
    }
    says(
        &but(with_causes(hub(None)), |o| o.visitor.cookies_blocked = None),
        "3 guest/observed [run-without-identity, private-window] shown",
    );
    // Somebody who signed in inside a private window is no guest because of it.
    let signed_in = but(with_causes(hub_with("6.31.0")), |o| {
        o.handshake = Some(Handshake::Answered);
        o.visitor.cookies_blocked = None;
    });
    says(&signed_in, "3 guest/observed [run-without-identity] shown");
}

#[test]
fn row_3_a_pass_with_an_error_falls_back_to_the_address() {
    let faulty = |facts: &Facts| then(facts, naming(TokenSubject::Faulty));
    says(
        &faulty(&zero_gpu(Place::Direct)),
        "3 guest/observed [ip-fallback, direct-url] shown",
    );
    says(
        &faulty(&zero_gpu(Place::Embed)),
        "3 guest/observed [ip-fallback, third-party-embed] shown",
    );
    says(
        &faulty(&hub(Some(false))),
        "3 guest/observed [ip-fallback, signed-out] shown",
    );
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    says(&faulty(&answered), "3 guest/observed [ip-fallback] shown");
    says(
        &faulty(&without_hub(Place::Direct)),
        "15 guest/assumed [direct-url] shown",
    );
}

#[test]
fn row_3_a_pass_that_names_only_an_address_is_nobodys() {
    let address = |facts: &Facts| then(facts, naming(TokenSubject::Address));
    says(
        &address(&zero_gpu(Place::Direct)),
        "3 guest/observed [run-without-identity, direct-url] shown",
    );
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    says(
        &address(&answered),
        "3 guest/observed [run-without-identity] shown",
    );
    says(
        &address(&without_hub(Place::Embed)),
        "15 guest/assumed [third-party-embed] shown",
    );
}

#[test]
fn row_4_a_pass_from_the_hub_page_of_somebody_signed_in_counted_on_the_account() {
    says(
        &then(&hub(Some(true)), passed()),
        "4 account/observed [] not-needed",
    );
    says(
        &then(&hub(Some(false)), passed()),
        "9 guest/derived [signed-out] shown",
    );
    says(
        &then(&hub(None), passed()),
        "16 unknown/assumed [] not-needed",
    );
    // Whose pass it is nobody can tell at these: the Hub hands out anonymous ones too.
    for (place, expected) in [
        (Place::Direct, "7 guest/derived [direct-url] shown"),
        (Place::Embed, "8 guest/derived [third-party-embed] shown"),
        (Place::HubFrame, "16 unknown/assumed [] not-needed"),
        (Place::Other, "16 unknown/assumed [] not-needed"),
    ] {
        let facts = but(zero_gpu(place), |o| o.visitor.signed_in = Some(true));
        says(&then(&facts, passed()), expected);
    }
}

#[test]
fn row_4_outranks_what_is_derived_of_gradio_and_of_the_handshake() {
    for version in ["4.20.0", "5.9.1", "5.14.0", "6.31.0"] {
        for rendered in [None, Some(false), Some(true)] {
            for handshake in [
                None,
                Some(Handshake::Asked),
                Some(Handshake::Absent),
                Some(Handshake::Answered),
            ] {
                let facts = but(hub_with(version), |o| {
                    o.space.server_side_rendered = rendered;
                    o.handshake = handshake;
                });
                assert!(judge(&facts).row >= 10);
                says(&then(&facts, passed()), "4 account/observed [] not-needed");
            }
        }
    }
}

#[test]
fn row_4_needs_no_hardware_and_no_sdk_that_are_known() {
    for change in [
        (|o| o.space.hardware = None) as fn(&mut Facts),
        |o| o.space.sdk = None,
        |o| o.space = Space::default(),
    ] {
        let facts = but(hub(Some(true)), change);
        says(&then(&facts, passed()), "4 account/observed [] not-needed");
    }
}

#[test]
fn a_pass_that_names_a_user_is_theirs_on_their_hub_page_and_somebodys_anywhere_else() {
    let naming_user = |facts: &Facts| then(facts, naming(TokenSubject::User));
    says(
        &naming_user(&hub(Some(true))),
        "4 account/observed [] not-needed",
    );
    let unknown = "16 unknown/assumed [] not-needed";
    for facts in [
        zero_gpu(Place::Direct),
        zero_gpu(Place::Embed),
        hub(Some(false)),
        but(hub(None), |o| o.visitor.private_window = Some(true)),
        without_hub(Place::Direct),
        without_hub(Place::Embed),
    ] {
        assert_eq!(judge(&facts).pool.name(), "guest");
        says(&naming_user(&facts), unknown);
        // Only the last run counts: for this one there is nothing to see any more.
        let expected = verdict(&facts);
        says(&then(&naming_user(&facts), passed()), &expected);
        says(&naming_user(&then(&facts, bare())), unknown);
    }
}

#[test]
fn rows_3_and_4_the_newest_run_counts() {
    let facts = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let guest = "3 guest/observed [run-without-identity] shown";
    let account = "4 account/observed [] not-needed";
    let mut both = facts;
    for _ in 0..3 {
        both = then(&both, bare());
        says(&both, guest);
        both = then(&both, passed());
        says(&both, account);
    }
    both = then(&both, naming(TokenSubject::Address));
    says(&both, guest);
    both.runs.clear();
    says(&both, "12 account/derived [] not-needed");
}

/// One situation for each row from 5 on.
fn each_row_without_runs() -> Vec<(u8, Facts)> {
    let cpu = but(hub(Some(true)), |o| {
        o.space.hardware = Some("cpu-basic".to_owned());
    });
    let signed = but(zero_gpu(Place::Direct), |o| o.signed_address = true);
    let answered = but(hub_with("6.31.0"), |o| {
        o.handshake = Some(Handshake::Answered)
    });
    let unreadable = but(hub(None), |o| o.visitor.private_window = Some(true));
    vec![
        (5, cpu),
        (6, signed),
        (7, zero_gpu(Place::Direct)),
        (8, zero_gpu(Place::Embed)),
        (9, hub(Some(false))),
        (10, hub_with("4.20.0")),
        (11, hub_with("5.9.1")),
        (12, answered),
        (13, hub_with("6.31.0")),
        (14, unreadable),
        (15, without_hub(Place::Direct)),
        (16, hub(Some(true))),
    ]
}

#[test]
fn rows_3_and_4_come_before_all_others_but_only_where_they_apply() {
    for (row, facts) in each_row_without_runs() {
        assert_eq!(judge(&facts).row, row);
        let bare = judge(&then(&facts, bare())).row;
        let expected = if matches!(row, 5 | 15) { row } else { 3 };
        assert_eq!(bare, expected, "without a pass, row {row}");
        let passed = judge(&then(&facts, passed())).row;
        let expected = if matches!(row, 10 | 11 | 12 | 13 | 16) {
            4
        } else {
            row
        };
        assert_eq!(passed, expected, "with a pass, row {row}");
    }
}

#[test]
fn runs_of_what_counts_nothing_change_nothing() {
    let uncounted: [fn(&mut Facts); 4] = [
        |o| o.space.hardware = Some("cpu-basic".to_owned()),
        |o| {
            o.space.hardware = Some("a10g-small".to_owned());
            o.space.sdk = Some("docker".to_owned());
        },
        |o| {
            o.space.hardware = None;
            o.space.sdk = Some("docker".to_owned());
        },
        |o| {
            o.space.hardware = None;
            o.static_host = true;
        },
    ];
    let runs = [
        bare(),
        passed(),
        naming(TokenSubject::User),
        naming(TokenSubject::Address),
        naming(TokenSubject::Faulty),
    ];
    for change in uncounted {
        for facts in [
            zero_gpu(Place::Direct),
            zero_gpu(Place::Embed),
            hub(Some(false)),
            hub(Some(true)),
        ] {
            let facts = but(facts, change);
            for run in &runs {
                says(&then(&facts, run.clone()), "5 none/derived [] not-needed");
            }
        }
    }
    // Nor does a pass of somebody who uses a Docker Space with a GPU that is called ZeroGPU's.
    let docker = but(hub(Some(true)), |o| o.space.sdk = Some("docker".to_owned()));
    says(&then(&docker, passed()), "5 none/derived [] not-needed");
}

#[test]
fn row_5_nothing_is_counted_where_hardware_is_not_zero_gpu() {
    for place in [Place::Direct, Place::Embed, Place::Hub, Place::HubFrame] {
        for hardware in ["cpu-basic", "a10g-small", "zero", "zerogpu"] {
            let facts = but(zero_gpu(place), |o| {
                o.space.hardware = Some(hardware.to_owned());
            });
            says(&facts, "5 none/derived [] not-needed");
        }
        assert_ne!(judge(&zero_gpu(place)).row, 5);
        assert_ne!(
            judge(&but(zero_gpu(place), |o| o.space.hardware = None)).row,
            5
        );
    }
}

#[test]
fn row_5_nothing_is_counted_where_the_sdk_is_not_gradio() {
    for sdk in ["docker", "static", "streamlit", "Gradio"] {
        let facts = but(zero_gpu(Place::Direct), |o| {
            o.space.sdk = Some(sdk.to_owned())
        });
        says(&facts, "5 none/derived [] not-needed");
    }
    let unknown_sdk = but(zero_gpu(Place::Direct), |o| o.space.sdk = None);
    says(&unknown_sdk, "7 guest/derived [direct-url] shown");
}

#[test]
fn row_5_nothing_is_counted_on_a_static_host() {
    let facts = Facts {
        place: Place::Direct,
        static_host: true,
        ..Facts::default()
    };
    says(&facts, "5 none/derived [] not-needed");
    says(
        &but(facts, |o| o.static_host = false),
        "16 unknown/assumed [] not-needed",
    );
}

#[test]
fn row_5_comes_before_row_6() {
    let facts = but(zero_gpu(Place::Direct), |o| {
        o.static_host = true;
        o.signed_address = true;
    });
    says(&facts, "5 none/derived [] not-needed");
}

#[test]
fn row_6_nothing_is_claimed_about_a_private_space_on_its_own_page() {
    let changes: [fn(&mut Facts); 3] = [
        |o| o.space.visibility = Some(Visibility::Private),
        |o| o.signed_address = true,
        |o| o.hub_api = HubApi::NotPublic,
    ];
    for change in changes {
        for place in [Place::Direct, Place::Embed] {
            says(
                &but(zero_gpu(place), change),
                "6 unknown/assumed [] not-needed",
            );
            says(
                &but(without_hub(place), change),
                "6 unknown/assumed [] not-needed",
            );
        }
        says(
            &but(hub(Some(false)), change),
            "9 guest/derived [signed-out] shown",
        );
    }
}

#[test]
fn row_6_does_not_match_a_public_or_protected_space() {
    for visibility in [Visibility::Public, Visibility::Protected] {
        let facts = but(zero_gpu(Place::Direct), |o| {
            o.space.visibility = Some(visibility);
            o.hub_api = HubApi::Found;
        });
        says(&facts, "7 guest/derived [direct-url] shown");
    }
}

#[test]
fn row_7_a_direct_address_counts_as_a_guest() {
    says(
        &zero_gpu(Place::Direct),
        "7 guest/derived [direct-url] shown",
    );
    says(
        &zero_gpu(Place::HubFrame),
        "16 unknown/assumed [] not-needed",
    );
    says(&zero_gpu(Place::Other), "16 unknown/assumed [] not-needed");
}

#[test]
fn row_7_is_not_changed_by_what_only_matters_on_the_hub_page() {
    for version in ["4.20.0", "5.9.1", "5.14.0", "6.31.0"] {
        let facts = but(zero_gpu(Place::Direct), |o| {
            o.space.gradio_version = GradioVersion::parse(version);
            o.visitor.signed_in = Some(true);
            o.handshake = Some(Handshake::Answered);
        });
        says(&facts, "7 guest/derived [direct-url] shown");
    }
}

#[test]
fn row_8_an_embed_counts_as_a_guest() {
    says(
        &zero_gpu(Place::Embed),
        "8 guest/derived [third-party-embed] shown",
    );
}

#[test]
fn row_8_an_embed_of_a_gradio_that_asks_in_the_old_way_says_so() {
    let embed = |version| {
        but(zero_gpu(Place::Embed), |o| {
            o.space.gradio_version = GradioVersion::parse(version);
        })
    };
    for version in ["4.27.0", "4.44.1", "5.11.9"] {
        says(
            &embed(version),
            "8 guest/derived [third-party-embed, outdated-gradio] shown",
        );
    }
    for version in ["4.26.9", "5.12.0", "5.49.1"] {
        says(&embed(version), "8 guest/derived [third-party-embed] shown");
    }
}

#[test]
fn row_9_signed_out_on_the_hub_page_counts_as_a_guest() {
    says(&hub(Some(false)), "9 guest/derived [signed-out] shown");
    says(&hub(None), "16 unknown/assumed [] not-needed");
    says(&hub(Some(true)), "16 unknown/assumed [] not-needed");
}

#[test]
fn row_9_comes_before_what_gradio_does() {
    for version in ["4.20.0", "5.9.1", "5.14.0", "6.31.0"] {
        let facts = but(hub_with(version), |o| {
            o.visitor.signed_in = Some(false);
            o.handshake = Some(Handshake::Answered);
        });
        says(&facts, "9 guest/derived [signed-out] shown");
    }
}

#[test]
fn rows_7_to_9_name_the_causes_after_the_reason() {
    let with_causes = |facts| {
        but(facts, |o: &mut Facts| {
            o.visitor.private_window = Some(true);
            o.visitor.cookies_blocked = Some(true);
        })
    };
    for (facts, row, reason) in [
        (zero_gpu(Place::Direct), 7, "direct-url"),
        (zero_gpu(Place::Embed), 8, "third-party-embed"),
        (hub(Some(false)), 9, "signed-out"),
    ] {
        let facts = with_causes(facts);
        let expected =
            format!("{row} guest/derived [{reason}, private-window, cookies-blocked] shown");
        says(&facts, &expected);
        let neither = but(facts, |o| {
            o.visitor.private_window = Some(false);
            o.visitor.cookies_blocked = Some(false);
        });
        says(&neither, &format!("{row} guest/derived [{reason}] shown"));
    }
}

#[test]
fn row_10_a_gradio_before_4_27_never_asks() {
    says(
        &hub_with("4.26.9"),
        "10 guest/derived [outdated-gradio] shown",
    );
    says(
        &hub_with("3.50.2"),
        "10 guest/derived [outdated-gradio] shown",
    );
    says(
        &hub_with("4.27.0"),
        "11 guest/assumed [outdated-gradio] shown",
    );
}

#[test]
fn row_10_a_gradio_from_5_12_to_5_16_0_never_asks_without_server_side_rendering() {
    for version in ["5.12.0", "5.16.0"] {
        let with = |rendered| {
            but(hub_with(version), |o| {
                o.space.server_side_rendered = rendered
            })
        };
        says(
            &with(Some(false)),
            "10 guest/derived [outdated-gradio] shown",
        );
        says(&with(None), "16 unknown/assumed [] not-needed");
        says(&with(Some(true)), "16 unknown/assumed [] not-needed");
    }
    for version in ["5.11.9", "5.16.1"] {
        let facts = but(hub_with(version), |o| {
            o.space.server_side_rendered = Some(false)
        });
        assert_ne!(judge(&facts).row, 10);
    }
}

#[test]
fn row_11_a_gradio_that_asks_in_the_old_way_may_be_counted_wrongly() {
    for version in ["4.27.0", "4.44.1", "5.11.9"] {
        says(
            &hub_with(version),
            "11 guest/assumed [outdated-gradio] shown",
        );
        let answered = but(hub_with(version), |o| {
            o.handshake = Some(Handshake::Answered)
        });
        says(&answered, "11 guest/assumed [outdated-gradio] shown");
    }
    assert_ne!(judge(&hub_with("4.26.9")).row, 11);
    assert_ne!(judge(&hub_with("5.12.0")).row, 11);
}

#[test]
fn row_11_a_server_rendered_gradio_from_5_12_to_5_16_0_without_an_answer() {
    for version in ["5.12.0", "5.16.0"] {
        let with = |handshake| {
            but(hub_with(version), |o| {
                o.space.server_side_rendered = Some(true);
                o.handshake = handshake;
            })
        };
        for handshake in [Handshake::Asked, Handshake::Absent] {
            says(
                &with(Some(handshake)),
                "11 guest/assumed [outdated-gradio, handshake-missing] shown",
            );
        }
        says(
            &with(Some(Handshake::Answered)),
            "12 account/derived [] not-needed",
        );
        // Too early to tell.
        says(&with(None), "16 unknown/assumed [] not-needed");
    }
}

#[test]
fn row_12_an_answered_handshake_counts_on_the_account() {
    let answered = |facts| {
        but(facts, |o: &mut Facts| {
            o.handshake = Some(Handshake::Answered)
        })
    };
    for version in ["5.16.1", "5.49.1", "6.31.0"] {
        says(
            &answered(hub_with(version)),
            "12 account/derived [] not-needed",
        );
    }
    says(
        &answered(hub(Some(true))),
        "12 account/derived [] not-needed",
    );
    says(&answered(hub(None)), "16 unknown/assumed [] not-needed");
    says(
        &answered(hub(Some(false))),
        "9 guest/derived [signed-out] shown",
    );
    assert_ne!(judge(&answered(zero_gpu(Place::HubFrame))).row, 12);
}

#[test]
fn row_13_no_handshake_yet_claims_nothing() {
    for handshake in [None, Some(Handshake::Asked), Some(Handshake::Absent)] {
        for version in ["5.16.1", "6.31.0"] {
            let facts = but(hub_with(version), |o| o.handshake = handshake);
            says(&facts, "13 unknown/assumed [handshake-missing] not-needed");
        }
        let unknown_version = but(hub(Some(true)), |o| o.handshake = handshake);
        says(&unknown_version, "16 unknown/assumed [] not-needed");
    }
}

#[test]
fn row_14_an_unreadable_sign_in_may_be_none_in_a_private_window_or_without_cookies() {
    let with = |private, blocked| {
        but(hub(None), |o| {
            o.visitor.private_window = private;
            o.visitor.cookies_blocked = blocked;
        })
    };
    let (yes, no) = (Some(true), Some(false));
    says(&with(yes, no), "14 guest/assumed [private-window] shown");
    says(&with(no, yes), "14 guest/assumed [cookies-blocked] shown");
    says(
        &with(yes, yes),
        "14 guest/assumed [private-window, cookies-blocked] shown",
    );
    says(&with(no, no), "16 unknown/assumed [] not-needed");
    says(&with(None, None), "16 unknown/assumed [] not-needed");
    let signed_in = but(with(yes, yes), |o| o.visitor.signed_in = yes);
    says(&signed_in, "16 unknown/assumed [] not-needed");
    let elsewhere = but(with(yes, yes), |o| o.place = Place::HubFrame);
    says(&elsewhere, "16 unknown/assumed [] not-needed");
    let hardware_unknown = but(with(yes, yes), |o| o.space.hardware = None);
    says(&hardware_unknown, "16 unknown/assumed [] not-needed");
}

#[test]
fn row_15_a_gradio_app_of_unknown_hardware_may_count_as_a_guest() {
    says(
        &without_hub(Place::Direct),
        "15 guest/assumed [direct-url] shown",
    );
    says(
        &without_hub(Place::Embed),
        "15 guest/assumed [third-party-embed] shown",
    );
    let silent = "16 unknown/assumed [] not-needed";
    says(&without_hub(Place::HubFrame), silent);
    says(&without_hub(Place::Hub), silent);
    says(
        &but(without_hub(Place::Direct), |o| o.hub_api = HubApi::Pending),
        silent,
    );
    says(
        &but(without_hub(Place::Direct), |o| o.space.sdk = None),
        silent,
    );
}

#[test]
fn row_15_knows_a_gradio_app_by_its_version_too() {
    let facts = but(without_hub(Place::Direct), |o| {
        o.space.sdk = None;
        o.space.gradio_version = GradioVersion::parse("6.31.0");
    });
    says(&facts, "15 guest/assumed [direct-url] shown");
}

#[test]
fn row_15_an_embed_of_a_gradio_that_asks_in_the_old_way_says_so() {
    let at = |place| {
        but(without_hub(place), |o| {
            o.space.gradio_version = GradioVersion::parse("4.44.1");
        })
    };
    says(
        &at(Place::Embed),
        "15 guest/assumed [third-party-embed, outdated-gradio] shown",
    );
    says(&at(Place::Direct), "15 guest/assumed [direct-url] shown");
}

#[test]
fn row_16_anything_else_claims_nothing() {
    says(&Facts::default(), "16 unknown/assumed [] not-needed");
}

#[test]
fn a_space_that_is_not_running_shows_no_banner() {
    let all = [
        zero_gpu(Place::Direct),
        zero_gpu(Place::Embed),
        hub(Some(false)),
        hub_with("4.20.0"),
        hub_with("5.9.1"),
        but(hub(None), |o| o.visitor.private_window = Some(true)),
        without_hub(Place::Direct),
        then(&zero_gpu(Place::Direct), bare()),
        hears(&zero_gpu(Place::Direct), &[fallback(LATER, None)]),
        hears(&hub_with("6.31.0"), &[quota(ChargedTo::Pro)]),
        hears(
            &zero_gpu(Place::Direct),
            &[told(LATER, Cause::NoGpu, ChargedTo::Unknown)],
        ),
        hears(
            &hub(Some(true)),
            &[told(LATER, Cause::NoGpu, ChargedTo::Unknown)],
        ),
    ];
    for facts in all {
        let at = |stage: Option<&str>| {
            let stage = stage.map(str::to_owned);
            judge(&but(facts.clone(), |o| o.space.stage = stage))
        };
        let running = at(Some("RUNNING"));
        assert_eq!(running.banner.name(), "shown");
        for stage in [None, Some("RUNNING_BUILDING"), Some("RUNNING_APP_STARTING")] {
            assert_eq!(at(stage), running);
        }
        for stage in [
            "NO_APP_FILE",
            "CONFIG_ERROR",
            "BUILDING",
            "BUILD_ERROR",
            "APP_STARTING",
            "RUNTIME_ERROR",
            "DELETING",
            "STOPPED",
            "PAUSED",
            "SLEEPING",
            "running",
            "SOMETHING",
        ] {
            let verdict = at(Some(stage));
            assert_eq!(verdict.banner.name(), "not-needed", "{stage}");
            assert_eq!((verdict.row, verdict.pool), (running.row, running.pool));
        }
    }
}

#[test]
fn the_table_is_in_the_order_of_the_contract_and_ends_with_a_row_that_always_matches() {
    let mut numbers: Vec<u8> = TABLE.iter().map(|row| row.number).collect();
    // Row 2 has three outcomes.
    assert_eq!(numbers.get(1..4), Some([2, 2, 2].as_slice()));
    numbers.dedup_by(|one, other| *one == 2 && *other == 2);
    // And row 4 two: what another Space makes of a pass, nobody knows.
    assert_eq!(numbers.get(3..6), Some([4, 4, 5].as_slice()));
    numbers.dedup();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    let last = TABLE.last().unwrap();
    assert!((last.when)(&Facts::default()));
    assert!((last.when)(&zero_gpu(Place::Direct)));
    assert!(TABLE.iter().all(|row| !row.known.is_empty()));
}

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
    let is_of_last_run = |told: &&ZeroGpuMessage| {
        let left = o.runs.last().map(|run| run.at.as_str());
        told.at.is_empty() || left.is_none_or(|left| told.at.as_str() >= left)
    };
    let says_something: Vec<&ZeroGpuMessage> = (o.messages.iter().filter(is_of_last_run))
        .filter(|told| told.cause != Cause::Other)
        .collect();
    let mut faults = says_something.iter();
    let fault = faults.find(|told| told.cause == Cause::IpFallback);
    fault.or(says_something.last()).copied()
}

/// Rows 1 and 2, and whether a message is explained whatever decides.
fn told_by_oracle(o: &Facts) -> (Option<&'static str>, bool) {
    let Some(told) = current_message(o) else {
        return (None, false);
    };
    let is_quota = ["quota-exceeded", "runs-exceeded"].contains(&told.cause.name());
    let row = match (told.cause.name(), told.identity.name()) {
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
    let (told, is_explained) = told_by_oracle(o);
    if let Some(told) = told {
        return told.to_owned();
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
            all.extend(IDENTITIES.map(|identity| vec![told(at, cause, identity)]));
        }
    }
    let early = |message: &ZeroGpuMessage| {
        told("2026-11-22T11:59:59.999Z", message.cause, message.identity)
    };
    let several = [
        fallback(LATER, Some("InvalidRepoToken")),
        quota(ChargedTo::Unauthenticated),
        quota(ChargedTo::Pro),
        told(LATER, Cause::Other, ChargedTo::Unknown),
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
