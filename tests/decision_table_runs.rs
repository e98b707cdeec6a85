//! The decision table of the contract, rows 3 and 4: the last run and its pass.

#[path = "support/situation_table.rs"]
mod situation_table;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situation_table::{
    bare, but, each_row_without_runs, hub, hub_with, naming, passed, says, then, verdict,
    without_hub, zero_gpu,
};
use whose_quota::facts::{Facts, GradioVersion, Handshake, Place, Run, Space, TokenSubject};
use whose_quota::verdict::judge;

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
