//! The decision table of the contract, rows 1 and 2: what ZeroGPU said of the last run.

#[path = "support/situation_table.rs"]
mod situation_table;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use situation_table::{LATER, bare, hears, quota, says, situations, then, zero_gpu};
use whose_quota::facts::{Cause, ChargedTo, Place, Run, ZeroGpuMessage};
use whose_quota::verdict::judge;
use zerogpu_messages::{CAUSES, IDENTITIES, fallback, message_of};

#[test]
fn rows_1_and_2_come_before_all_others() {
    let mut rows = vec![];
    for facts in situations() {
        rows.push(judge(&facts).row);
        let says_then =
            |message: ZeroGpuMessage, expected: &str| says(&hears(&facts, &[message]), expected);
        says_then(
            fallback(LATER, Some("InvalidRepoToken")),
            "1 guest/observed [ip-fallback] shown",
        );
        for cause in [Cause::QuotaExceeded, Cause::RunsExceeded] {
            let said = |identity| message_of(LATER, cause, identity);
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
                let message = message_of(LATER, cause, identity);
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
        hears(
            &facts,
            &[message_of(said, Cause::QuotaExceeded, ChargedTo::Free)],
        )
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
                &[message_of(&at(1), Cause::QuotaExceeded, ChargedTo::Free)],
            ),
            run_at(&at(5)),
        ),
        &[message_of(&at(9), Cause::QuotaExceeded, ChargedTo::Space)],
    );
    says(&again, "2 space/observed [space-to-space] shown");
    // Of several runs only the last takes its word from an older message.
    let two_runs = then(&then(&direct, run_at(&at(1))), run_at(&at(5)));
    says(
        &hears(
            &two_runs,
            &[message_of(&at(3), Cause::QuotaExceeded, ChargedTo::Free)],
        ),
        of_run,
    );
    says(
        &hears(
            &two_runs,
            &[message_of(&at(6), Cause::QuotaExceeded, ChargedTo::Free)],
        ),
        of_message,
    );
}

#[test]
fn row_1_a_fault_explains_what_was_said_after_it_of_the_same_run() {
    let at = |second: u8| format!("2026-11-22T12:00:{second:02}.000Z");
    let quota = |second, identity| message_of(&at(second), Cause::QuotaExceeded, identity);
    let fallback = |second| fallback(&at(second), None);
    let facts = then(&zero_gpu(Place::Direct), bare());
    let row_1 = "1 guest/observed [ip-fallback] shown";
    for identity in IDENTITIES {
        says(&hears(&facts, &[fallback(1), quota(2, identity)]), row_1);
        says(&hears(&facts, &[quota(1, identity), fallback(2)]), row_1);
    }
    let waiting = message_of(&at(2), Cause::QueueTimeout, ChargedTo::Unknown);
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
    let chatter = message_of(LATER, Cause::Other, ChargedTo::Unknown);
    says(
        &both(quota(ChargedTo::Free), chatter.clone()),
        "2 account/observed [] shown",
    );
    says(
        &hears(&zero_gpu(Place::Hub), &[chatter]),
        "16 unknown/assumed [] not-needed",
    );
}
