//! The decision table of the contract, rows 5 to 16, and their order: what is told without a run.

#[path = "support/situation_table.rs"]
mod situation_table;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situation_table::{
    LATER, bare, but, hears, hub, hub_with, quota, says, then, without_hub, zero_gpu,
};
use whose_quota::facts::{
    Cause, ChargedTo, Facts, GradioVersion, Handshake, HubApi, Place, Visibility,
};
use whose_quota::verdict::{TABLE, judge};
use zerogpu_messages::{fallback, message_of};

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
            &[message_of(LATER, Cause::NoGpu, ChargedTo::Unknown)],
        ),
        hears(
            &hub(Some(true)),
            &[message_of(LATER, Cause::NoGpu, ChargedTo::Unknown)],
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
