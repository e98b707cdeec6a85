//! Every line of every card, and the facts without which it would say more than is known.

#[path = "support/card_cases.rs"]
mod card_cases;
#[path = "support/card_conditions.rs"]
mod card_conditions;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use card_cases::{ALL, Case, lines};
use card_conditions::{GUEST, PERSON, SPACE, UNKNOWN};
use std::collections::{BTreeMap, BTreeSet};
use whose_quota::facts::{Cause, ChargedTo, IdentitySupport, Place, Plan, Visibility};

/// What must be so for a line to be said.
type Holds = fn(&Case) -> bool;

/// Every line of every card, and the facts without which it would say more than is known. Written from
/// the issue and from what is known of Hugging Face (README.md), not from the code.
#[rustfmt::skip]
const CLAIMS: &[(&str, Holds)] = &[
    // What happened.
    ("card_guest", |c| c.was_too_little() && c.names(GUEST)),
    ("card_account", |c| c.was_too_little() && c.names(PERSON) && c.is_yours()),
    ("card_anAccount", |c| c.was_too_little() && c.names(PERSON) && !c.is_yours() && !c.is_not_yours()),
    ("card_notYours", |c| c.was_too_little() && c.is_not_yours()),
    ("card_somebody", |c| c.was_too_little() && c.names(UNKNOWN)),
    ("card_withEnough", |c| c.is(Cause::QuotaExceeded) && !c.names(SPACE) && !c.was_checked()
        && c.message.left_seconds >= c.message.requested_seconds),
    ("card_checked", |c| c.was_checked() && !c.names(SPACE)),
    ("card_guestOut", |c| c.lacks_numbers() && c.names(GUEST)),
    ("card_accountOut", |c| c.lacks_numbers() && c.names(PERSON) && c.is_yours()),
    ("card_anAccountOut", |c| c.lacks_numbers() && c.names(PERSON) && !c.is_yours() && !c.is_not_yours()),
    ("card_notYoursOut", |c| c.lacks_numbers() && c.is_not_yours()),
    ("card_somebodyOut", |c| c.lacks_numbers() && c.names(UNKNOWN)),
    ("card_space", |c| c.is(Cause::QuotaExceeded) && c.names(SPACE)),
    ("card_runs", |c| c.is(Cause::RunsExceeded)),
    ("card_duration", |c| c.is(Cause::IllegalDuration) && c.message.requested_seconds.is_some()),
    ("card_durationUnknown", |c| c.is(Cause::IllegalDuration) && c.message.requested_seconds.is_none()),
    ("card_queue", |c| c.is(Cause::QueueTimeout)),
    ("card_fallback", |c| c.is(Cause::IpFallback) && c.message.fault.is_some()),
    ("card_fallbackUnknown", |c| c.is(Cause::IpFallback) && c.message.fault.is_none()),
    ("card_expired", |c| c.is(Cause::ExpiredToken)),
    ("card_noGpu", |c| c.is(Cause::NoGpu)),
    ("card_credits", |c| c.is(Cause::PendingCredits)),
    ("card_aborted", |c| c.is(Cause::GpuAborted)),
    ("card_appFailed", |c| c.failure() == Some("RuntimeError")),
    ("card_appFailedBefore", |c| c.failure() == Some("InternalGradioError")),
    // Who was charged.
    ("charged_guest", |c| c.is_quota_of(GUEST) && !c.is_signed_in() && !c.outdates_the_table()),
    ("charged_guestBare", |c| c.is_quota_of(GUEST) && !c.is_signed_in() && c.outdates_the_table()),
    ("charged_mismatch", |c| c.is_mismatch()),
    ("charged_free", |c| c.is_quota_of(&[ChargedTo::Free]) && !c.is_not_yours() && !c.outdates_the_table()),
    ("charged_freeBare", |c| c.is_quota_of(&[ChargedTo::Free]) && !c.is_not_yours() && c.outdates_the_table()),
    ("charged_notYours", |c| c.is_not_yours()),
    ("charged_pro", |c| c.is_quota_of(&[ChargedTo::Pro]) && !c.is_not_yours()),
    ("charged_space", |c| c.is_quota_of(SPACE)),
    ("charged_fallback", |c| c.is(Cause::IpFallback)),
    ("charged_unknown", |c| c.is(Cause::QuotaExceeded) && c.names(UNKNOWN)),
    ("charged_nobody", |c| !c.is_about_a_quota() && !c.is(Cause::IpFallback)
        || c.is(Cause::RunsExceeded) && c.names(UNKNOWN)),
    // What helps.
    ("help_openHub", |c| c.is_own_page() && !c.never_asks() && c.facts.space.visibility != Some(Visibility::Protected)),
    ("help_protected", |c| c.is_own_page() && c.facts.space.visibility == Some(Visibility::Protected)),
    ("help_signIn", |c| c.place(&[Place::Hub]) && !c.never_asks() && c.facts.visitor.signed_in == Some(false)
        && !c.outdates_the_table()),
    ("help_signInBare", |c| c.place(&[Place::Hub]) && !c.never_asks() && c.facts.visitor.signed_in == Some(false)
        && (c.outdates_the_table() || c.is(Cause::RunsExceeded) || c.is(Cause::IllegalDuration))),
    ("help_check", |c| c.place(&[Place::Hub]) && !c.never_asks() && c.facts.visitor.signed_in.is_none()),
    ("help_less", |c| c.some_is_left() && !c.names(SPACE) && !c.is_mismatch()),
    ("help_fits", |c| c.was_checked() && !c.names(SPACE) && !c.is_mismatch()),
    ("help_checked", |c| c.was_checked() && !c.names(SPACE) && !c.is_mismatch()),
    ("help_refusedWithLeft", |c| c.is(Cause::QuotaExceeded) && c.names(PERSON) && c.message.left_seconds > Some(0)
        && (c.some_is_left() || c.lacks_numbers())),
    ("help_pro", |c| c.is_quota_of(&[ChargedTo::Free]) && !c.is_not_yours() && !c.outdates_the_table()),
    ("help_proBare", |c| c.is_quota_of(&[ChargedTo::Free]) && !c.is_not_yours() && c.outdates_the_table()),
    ("help_planCredits", |c| c.is(Cause::QuotaExceeded) && c.names(&[ChargedTo::Pro]) && !c.is_not_yours()),
    ("help_prepaid", |c| c.is(Cause::QuotaExceeded) && c.names(&[ChargedTo::Pro]) && !c.is_not_yours()),
    ("help_reset", |c| c.is(Cause::QuotaExceeded) && !c.mistakes_runs() && !c.names(SPACE) && !c.is_not_yours()),
    ("help_ownToken", |c| c.is_not_yours() && !c.is_everywhere()),
    ("help_payAnew", |c| c.is_quota_of(&[ChargedTo::Free]) && c.pays() && c.is_not_yours()),
    ("help_runsInstead", |c| c.mistakes_runs()),
    ("help_runs", |c| c.is(Cause::RunsExceeded) && !c.is_better_elsewhere()),
    ("help_runsTier", |c| c.is(Cause::RunsExceeded) && c.is_better_elsewhere()),
    ("help_runsWait", |c| c.is(Cause::RunsExceeded)),
    ("help_duration", |c| c.is(Cause::IllegalDuration) && !c.is_better_elsewhere()),
    ("help_durationTier", |c| c.is(Cause::IllegalDuration) && c.is_better_elsewhere()),
    ("help_durationPro", |c| c.is(Cause::IllegalDuration) && c.is_signed_in() && c.facts.visitor.plan == Some(Plan::Free)
        && c.carried() != Some(false)),
    ("help_durationLess", |c| c.is(Cause::IllegalDuration)),
    ("help_queue", |c| c.is(Cause::QueueTimeout)),
    ("help_queuePlans", |c| c.is(Cause::QueueTimeout)),
    // Nobody signs out who is not signed in.
    ("help_signInAnew", |c| c.place(&[Place::Hub]) && c.facts.visitor.signed_in != Some(false)
        && (c.is(Cause::IpFallback) || c.is_mismatch() || c.is_not_yours() && c.is_everywhere())),
    ("help_everySpace", |c| c.is(Cause::IpFallback)),
    ("help_expired", |c| c.is(Cause::ExpiredToken) && c.last_run().is_some() && !c.is_slow()),
    ("help_expiredSoon", |c| c.is(Cause::ExpiredToken) && c.last_run().is_some() && !c.is_slow()),
    ("help_expiredWhy", |c| c.is(Cause::ExpiredToken) && (c.last_run().is_none() || c.is_slow())),
    ("help_expiredLess", |c| c.is(Cause::ExpiredToken) && (c.last_run().is_none() || c.is_slow())),
    ("help_noGpu", |c| c.is(Cause::NoGpu)),
    ("help_noGpuAgain", |c| c.is(Cause::NoGpu)),
    ("help_credits", |c| c.is(Cause::PendingCredits)),
    ("help_creditsWait", |c| c.is(Cause::PendingCredits)),
    ("help_aborted", |c| c.is(Cause::GpuAborted)),
    ("help_abortedLess", |c| c.is(Cause::GpuAborted)),
    ("help_appFailed", |c| c.failure().is_some()),
    ("help_appFailedOwner", |c| c.failure().is_some()),
    ("help_examples", |c| c.is_quota_of(SPACE)),
    ("help_nothing", |c| c.is_quota_of(SPACE)),
    ("help_tellToken", |c| c.is_quota_of(SPACE) || c.is_quota_of_another()),
    ("help_another", |c| c.is_quota_of_another()),
    // On whose side it went wrong.
    ("blame_gradioNever", |c| c.never_asks() && !c.is_of_another() && (c.no_place_helps() || c.is_mismatch())),
    ("blame_gradio", |c| c.is_mismatch() && !c.never_asks() && match c.asks() {
        Some(IdentitySupport::PerRun) => true,
        Some(IdentitySupport::SsrOnly) => !c.is_answered() && c.carried() != Some(true),
        _ => false,
    }),
    ("blame_ownWay", |c| c.is_mismatch() && c.is_answered() && c.carried() == Some(false)
        && c.last_run().is_some_and(|run| !run.before_handshake)),
    ("blame_tooEarly", |c| c.is_mismatch() && c.is_answered() && c.carried() == Some(false)
        && c.last_run().is_some_and(|run| run.before_handshake)
        && !matches!(c.asks(), Some(IdentitySupport::None | IdentitySupport::PerRun))),
    // Where another Space ran, nobody knows whose side it was.
    ("blame_huggingFace", |c| c.is_mismatch() && c.carried() == Some(true) && !c.another_ran()
        && !c.may_be_the_spaces()),
    ("blame_passLeft", |c| c.is_mismatch() && c.carried() == Some(true) && c.another_ran()
        && !c.may_be_the_spaces()),
    ("blame_unanswered", |c| c.is_mismatch() && !c.is_answered() && c.carried() != Some(true)
        && c.asks() == Some(IdentitySupport::Handshake)),
    ("blame_unclear", |c| c.is_mismatch() && (c.carried() != Some(true) || c.may_be_the_spaces())),
    // One Space or all of them.
    ("scope_all", |c| c.is_fault() && c.is_everywhere()),
    ("scope_onlyHere", |c| c.is_fault() && c.another_ran() && !c.is_mismatch()),
    ("scope_otherRan", |c| c.another_ran()),
    ("scope_alike", |c| c.unrelated() >= 1),
    ("scope_try", |c| c.is_fault() && !c.another_ran() && c.unrelated() == 0),
    // What to press.
    ("action_openHub", |c| c.is_own_page() && !c.is_hidden()),
    ("action_signIn", |c| c.place(&[Place::Hub]) && c.facts.visitor.signed_in != Some(true)),
    ("action_reload", |c| c.place(&[Place::Hub]) && !(c.is(Cause::ExpiredToken) && (c.last_run().is_none() || c.is_slow()))),
    // Who is on the Hub page sees its discussions.
    ("action_tellOwner", |c| !c.is_hidden() || c.place(&[Place::Hub])),
];

fn claim(key: &str) -> Option<Holds> {
    let claim = CLAIMS.iter().find(|(own, _)| *own == key)?;
    Some(claim.1)
}

#[test]
fn nothing_is_said_that_is_not_known() {
    let mut said = BTreeSet::new();
    // Of each line that was said without right, one case.
    let mut wrong = BTreeMap::new();
    for case in ALL.iter() {
        for line in lines(&case.card) {
            // What followed a fallback is a message of its own: see below.
            let is_of_another = case.is(Cause::IpFallback) && case.card.helps.contains(line);
            if is_of_another && line.key.starts_with("card_") {
                continue;
            }
            let holds = claim(line.key).unwrap_or_else(|| panic!("no claim for {}", line.key));
            if !holds(case) {
                let Case { message, facts, .. } = case;
                wrong.insert(
                    line.key,
                    format!("{message:?} {facts:?} {:?}", case.card.helps),
                );
            }
            said.insert(line.key);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // None is there that could not be seen failing.
    let unsaid: Vec<&str> = (CLAIMS.iter().map(|(key, _)| *key))
        .filter(|key| !said.contains(key))
        .collect();
    assert_eq!(unsaid, [""; 0]);
}

#[test]
fn every_claim_is_denied_somewhere() {
    // A claim that always holds tells nothing.
    let mut denied = BTreeSet::new();
    for case in ALL.iter() {
        let fails = CLAIMS.iter().filter(|(_, holds)| !holds(case));
        denied.extend(fails.map(|(key, _)| *key));
    }
    assert_eq!(denied.len(), CLAIMS.len());
}
