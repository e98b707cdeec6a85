//! What the cards say: for each message of ZeroGPU's, wherever and to whomever, true, complete in the
//! locale, with one safe link at most, and never more than is known.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/told.rs"]
mod told;

use elements::{attribute, elements, texts, with_class, with_tag};
use situations::{
    SPOKE, SPOKE_AGAIN, Situation, account, after, at, but, card_of, keys, plain, quota, run,
    runs_mistaken, signed_out, with_left,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;
use told::{app_failure, fallback, numbered, told};
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Facts, GradioVersion, Handshake, Identity, IdentitySupport, Place,
    Plan, Run, TokenSubject, Visibility, ZeroGpuMessage,
};
use whose_quota::ui::QUOTA;
use whose_quota::ui::banner::{act, card};
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::duration::{countdown, gpu_time};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::text::Text;
use whose_quota::verdict::{BannerState, Judged, Pool, Verdict, judge};

// ---- Situations

/// One card, and all that it rests on.
struct Case {
    facts: Facts,
    context: NoticeContext,
    verdict: Verdict,
    /// What it explains.
    said: ZeroGpuMessage,
    card: Card,
}

/// Six thousand situations, spread over all that can be known.
/// Five seconds before [`SPOKE`].
const FRESH: &str = "2026-11-22T11:59:58.000Z";

static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| (1..6_000).filter_map(any_case).collect());

/// One of many, another for each number; `None` where there is nothing to explain.
fn any_case(number: u64) -> Option<Case> {
    let identities = [
        ChargedTo::Unauthenticated,
        ChargedTo::Free,
        ChargedTo::Pro,
        ChargedTo::Space,
        ChargedTo::Unknown,
    ];
    let mut rest = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut one_of = |count: u64| {
        let picked = usize::try_from(rest % count).unwrap();
        rest /= count;
        picked
    };
    // Quotas are what most cards are about.
    let cause = match one_of(2) {
        0 => Cause::QuotaExceeded,
        _ => told::CAUSES[one_of(10)],
    };
    let identity = identities[one_of(5)];
    let numbers = [
        [None, None, None],
        [Some(60), Some(12), Some(11_564)],
        [Some(60), Some(0), Some(11_564)],
        [Some(300), Some(299), None],
        [Some(60), Some(100), Some(0)],
        [Some(60), Some(60), None],
        [Some(60), Some(100), Some(3_600)],
        [Some(120), Some(160), Some(3_600)],
        [Some(4_000), Some(3_700), Some(3_600)],
        [Some(60), Some(1_900), Some(0)],
        [None, Some(12), None],
    ][one_of(11)];
    let mut messages = match cause {
        Cause::IpFallback => {
            vec![fallback(SPOKE, [None, Some("InvalidRepoToken")][one_of(2)])]
        }
        Cause::Other => {
            let failures = [None, Some("RuntimeError"), Some("InternalGradioError")];
            vec![app_failure(SPOKE, failures[one_of(3)])]
        }
        cause => vec![numbered(SPOKE, cause, identity, numbers)],
    };
    if cause == Cause::IpFallback && one_of(2) == 0 {
        let cause = [Cause::QuotaExceeded, Cause::NoGpu][one_of(2)];
        messages.push(numbered(SPOKE_AGAIN, cause, identity, numbers));
    }
    let place = [
        Place::Hub,
        Place::Hub,
        Place::Hub,
        Place::Direct,
        Place::Embed,
    ][one_of(5)];
    let mut situation = at(place, &messages);
    let facts = &mut situation.facts;
    facts.space.visibility =
        ["public", "public", "", "protected", "private"].map(Visibility::from_name)[one_of(5)];
    facts.space.gradio_version = [
        "", "4.20.0", "5.9.1", "5.14.0", "5.16.1", "6.31.0", "6.31.0",
    ]
    .map(GradioVersion::parse)[one_of(7)];
    facts.space.server_side_rendered = [None, Some(false), Some(true)][one_of(3)];
    if one_of(8) == 0 {
        facts.space.hardware = Some("cpu-basic".to_owned());
    }
    facts.visitor.private_window = Some(one_of(4) == 0);
    if place == Place::Hub {
        let plans = ["", "free", "pro", "team", "enterprise"].map(Plan::from_name);
        (facts.visitor.signed_in, facts.visitor.plan) = match one_of(5) {
            0 => (None, None),
            1 => (Some(false), Some(Plan::Anonymous)),
            _ => (Some(true), plans[one_of(5)]),
        };
        facts.handshake = ["", "absent", "asked", "answered"].map(Handshake::from_name)[one_of(4)];
        let (base, left) = (2400, [0, 30, 2_000, 2_000][one_of(4)]);
        let at = [None, Some(FRESH.to_owned())][one_of(2)].clone();
        let allowance = Allowance { base, left, at };
        facts.visitor.allowance = (one_of(3) > 0).then_some(allowance);
    }
    if one_of(4) > 0 {
        let mut run = run([Identity::Absent, Identity::Present][one_of(2)]);
        if run.identity == Identity::Present {
            run.token_subject =
                ["", "", "", "faulty", "address", "user"].map(TokenSubject::from_name)[one_of(6)];
        }
        run.before_handshake = facts.handshake == Some(Handshake::Answered) && one_of(3) == 0;
        facts.runs.push(run);
    }
    if one_of(30) == 0 {
        facts.space.id = None;
    }
    if one_of(3) == 0 {
        // The message came long after the press.
        for run in &mut facts.runs {
            run.at = "2026-11-22T11:57:00.000Z".to_owned();
        }
    }
    let trouble = Some((cause, messages[0].charged_to));
    let others: Vec<_> = match one_of(6) {
        0 => vec![("a/b", None)],
        1 => vec![("a/b", trouble)],
        2 => vec![("a/b", trouble), ("c/d", trouble)],
        3 => vec![("a/b", trouble), ("a/c", trouble), ("owner/e", trouble)],
        4 => vec![("a/b", trouble), ("c/d", trouble), ("e/f", None)],
        _ => vec![],
    };
    explained(after(situation, &others))
}

/// The card of a situation, if there is one.
fn explained(Situation { facts, context }: Situation) -> Option<Case> {
    let verdict = judge(&facts);
    let told = facts.current_message()?;
    let said = told.clone();
    let card = explain(&facts, &verdict, told, &context, &locale::lookup).unwrap();
    Some(Case {
        facts,
        context,
        verdict,
        said,
        card,
    })
}

// ---- What may be said, and when

impl Case {
    fn is(&self, cause: Cause) -> bool {
        self.said.cause == cause
    }

    fn names(&self, identities: &[ChargedTo]) -> bool {
        identities.contains(&self.said.charged_to)
    }

    /// Of a quota of GPU time or of runs.
    fn is_about_a_quota(&self) -> bool {
        self.is(Cause::QuotaExceeded) || self.is(Cause::RunsExceeded)
    }

    fn is_quota_of(&self, identities: &[ChargedTo]) -> bool {
        self.is_about_a_quota() && self.names(identities)
    }

    /// A quota message about time, with both numbers, which tell why the run was refused.
    fn was_too_little(&self) -> bool {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        self.is(Cause::QuotaExceeded) && numbers.is_some_and(|(left, asked)| left < asked)
    }

    fn lacks_numbers(&self) -> bool {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        self.is(Cause::QuotaExceeded) && numbers.is_none()
    }

    /// Less was left than ZeroGPU checks, which is one and a half times what is asked.
    fn was_checked(&self) -> bool {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        let is_between = numbers.is_some_and(|(left, asked)| asked <= left && 2 * left < 3 * asked);
        self.is(Cause::QuotaExceeded) && is_between && self.said.retry_after_seconds > Some(0)
    }

    /// ZeroGPU says that more is left than the table gives for a whole day.
    fn outdates_the_table(&self) -> bool {
        self.facts.messages.iter().any(|told| {
            let day = match told.charged_to {
                ChargedTo::Unauthenticated => 120,
                ChargedTo::Free => 300,
                ChargedTo::Pro => 3_600,
                _ => return false,
            };
            let said = told.clone();
            said.left_seconds > Some(day)
        })
    }

    /// How long ago the page told what was left, in seconds.
    fn since(&self) -> Option<u32> {
        self.facts.visitor.allowance.as_ref()?.at.as_ref()?;
        Some(if self.is_slow() { 183 } else { 5 })
    }

    /// The message came three minutes after the press.
    fn is_slow(&self) -> bool {
        self.last_run().is_some_and(|run| run.at.contains("11:57"))
    }

    /// Signed in on a Hub page whose plan or rest cannot be those of the account that was named.
    fn is_not_yours(&self) -> bool {
        let is_hub = self.place(&[Place::Hub]) && self.facts.visitor.signed_in == Some(true);
        let is_other_plan = match self.said.charged_to {
            ChargedTo::Free => self.pays(),
            _ => self.facts.visitor.plan == Some(Plan::Free),
        };
        is_hub && self.is_quota_of(PERSON) && (is_other_plan || self.is_other_rest() == Some(true))
    }

    /// Whether the seconds are those of another account; `None` where that may be.
    fn is_other_rest(&self) -> Option<bool> {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        let Some((left, _)) = numbers else {
            return Some(false);
        };
        let Some(page) = &self.facts.visitor.allowance else {
            return Some(false);
        };
        let rest = u32::from(page.left);
        // Four runs at once, each on an xlarge GPU, and clocks that differ by a quarter of a minute.
        let usable = self.since().map(|since| 4 * 2 * (since + 15));
        if left > u32::from(page.base) {
            Some(true)
        } else if left.abs_diff(rest) <= 1 {
            Some(false)
        } else if left > rest {
            let is_no_new_day = usable.is_some_and(|usable| 2_400 - left > usable);
            (self.since() == Some(5) || is_no_new_day).then_some(true)
        } else {
            usable
                .is_some_and(|usable| rest - left > usable)
                .then_some(true)
        }
    }

    /// Nothing contradicts that it is the visitor's.
    fn is_yours(&self) -> bool {
        self.is_signed_in() && !self.is_not_yours() && self.is_other_rest() == Some(false)
    }

    /// Their own tier's limit would be a better one than a guest's.
    fn is_limit_of_a_guest(&self) -> bool {
        let is_signed_out = self.place(&[Place::Hub]) && self.facts.visitor.signed_in != Some(true);
        (self.is_own_page() || is_signed_out)
            && !self.is_of_another()
            && !self.names(&[ChargedTo::Free, ChargedTo::Pro, ChargedTo::Space])
            // The app sent a pass of its own.
            && self.last_run().and_then(|run| run.token_subject) != Some(TokenSubject::User)
    }

    /// … and is there to be had.
    fn is_better_elsewhere(&self) -> bool {
        let visibility = self.facts.space.visibility;
        let is_kept = visibility == Some(Visibility::Private)
            || visibility == Some(Visibility::Protected) && self.is_own_page();
        self.is_limit_of_a_guest() && !is_kept && !self.no_place_helps()
    }

    /// What the app itself failed of.
    fn failure(&self) -> Option<&str> {
        let fault = self.said.fault.as_deref();
        fault.filter(|_| self.is(Cause::Other))
    }

    /// Time enough was left, and there is no time to wait for: it was the limit on runs.
    fn mistakes_runs(&self) -> bool {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        let has_no_wait = matches!(self.said.retry_after_seconds, None | Some(0));
        let is_enough = numbers.is_some_and(|(left, asked)| left >= asked);
        self.is(Cause::QuotaExceeded) && is_enough && has_no_wait
    }

    /// Something is left, and less than was asked for.
    fn some_is_left(&self) -> bool {
        let numbers = self.said.left_seconds.zip(self.said.requested_seconds);
        self.is(Cause::QuotaExceeded)
            && numbers.is_some_and(|(left, asked)| 0 < left && left < asked)
    }

    fn place(&self, places: &[Place]) -> bool {
        places.contains(&self.facts.place)
    }

    fn is_own_page(&self) -> bool {
        self.place(&[Place::Direct, Place::Embed])
    }

    /// Signed in, on the Space's Hub page: only there it is known and means anything.
    fn is_signed_in(&self) -> bool {
        self.place(&[Place::Hub])
            && self.facts.visitor.signed_in == Some(true)
            && !self.is_of_another()
    }

    /// ZeroGPU speaks, and this Space is none of its own.
    fn is_of_another(&self) -> bool {
        self.facts.space.hardware.as_deref() == Some("cpu-basic")
    }

    /// About somebody's quota, on a Space that runs on something else.
    fn is_quota_of_another(&self) -> bool {
        self.is_of_another() && (self.is_about_a_quota() || self.is(Cause::IpFallback))
    }

    /// Before 4.27.0; or 5.12.0 to 5.16.0 that is not rendered on the server.
    fn never_asks(&self) -> bool {
        let is_plain = self.facts.space.server_side_rendered == Some(false);
        self.asks() == Some(IdentitySupport::None)
            || self.asks() == Some(IdentitySupport::SsrOnly) && is_plain
    }

    /// Nobody's account would count on the Hub page either.
    fn no_place_helps(&self) -> bool {
        let is_protected = self.facts.space.visibility == Some(Visibility::Protected);
        let is_signed_out = self.place(&[Place::Hub]) && !self.is_signed_in();
        self.never_asks() && (self.is_own_page() && !is_protected || is_signed_out)
    }

    fn pays(&self) -> bool {
        let plan = self.facts.visitor.plan.map(Plan::name);
        plan.is_some_and(|plan| ["pro", "team", "enterprise"].contains(&plan))
    }

    /// Somebody signed in was counted as a guest.
    fn is_mismatch(&self) -> bool {
        self.is_quota_of(&[ChargedTo::Unauthenticated]) && self.is_signed_in()
    }

    fn last_run(&self) -> Option<&Run> {
        self.facts.runs.last()
    }

    fn carried(&self) -> Option<bool> {
        self.last_run().map(Run::carries_identity)
    }

    fn is_answered(&self) -> bool {
        self.facts.handshake == Some(Handshake::Answered)
    }

    fn asks(&self) -> Option<IdentitySupport> {
        self.facts
            .space
            .gradio_version
            .map(GradioVersion::identity_support)
    }

    fn is_hidden(&self) -> bool {
        let visibility = self.facts.space.visibility.map(Visibility::name);
        visibility.is_some_and(|visibility| visibility != "public")
    }

    /// What the next run mends by itself.
    fn is_too_early(&self) -> bool {
        self.carried() == Some(false) && self.last_run().is_some_and(|run| run.before_handshake)
    }

    /// Before `spaces` 0.35 a run without any visitor was refused in a guest's words.
    fn may_be_the_spaces(&self) -> bool {
        self.is(Cause::QuotaExceeded) && self.said.retry_after_seconds.is_none()
    }

    /// Something is wrong rather than used up, and stays so.
    fn is_fault(&self) -> bool {
        let faults = [Cause::IpFallback, Cause::GpuAborted];
        let is_old = matches!(
            self.asks(),
            Some(IdentitySupport::None | IdentitySupport::PerRun)
        );
        self.is_mismatch() && (is_old || !self.is_too_early())
            || self.is_not_yours()
            || faults.contains(&self.said.cause)
            || self.is(Cause::QuotaExceeded) && self.names(&[ChargedTo::Space])
    }

    /// Other Spaces of other people that failed alike today.
    fn unrelated(&self) -> usize {
        let Some(id) = &self.facts.space.id else {
            return 0;
        };
        let trouble = (self.said.cause, self.said.charged_to);
        let outcomes = &self.context.run_history;
        outcomes
            .similar_failures(id, trouble, &self.context.since)
            .len()
    }

    fn another_ran(&self) -> bool {
        let id = self.facts.space.id.as_ref();
        let outcomes = &self.context.run_history;
        id.is_some_and(|id| {
            outcomes
                .last_success_elsewhere(id, &self.context.since)
                .is_some()
        })
    }

    /// Three unrelated Spaces did the same.
    fn is_everywhere(&self) -> bool {
        self.unrelated() >= 2 && self.has_enough_left()
    }

    fn has_enough_left(&self) -> bool {
        let left = self.facts.visitor.allowance.as_ref();
        let asked = self.said.requested_seconds.unwrap_or(1).max(1);
        left.is_some_and(|left| u32::from(left.left) >= asked)
    }
}

/// What must be so for a line to be said.
type Holds = fn(&Case) -> bool;

const GUEST: &[ChargedTo] = &[ChargedTo::Unauthenticated];
const PERSON: &[ChargedTo] = &[ChargedTo::Free, ChargedTo::Pro];
const SPACE: &[ChargedTo] = &[ChargedTo::Space];
const UNKNOWN: &[ChargedTo] = &[ChargedTo::Unknown];

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
        && c.said.left_seconds >= c.said.requested_seconds),
    ("card_checked", |c| c.was_checked() && !c.names(SPACE)),
    ("card_guestOut", |c| c.lacks_numbers() && c.names(GUEST)),
    ("card_accountOut", |c| c.lacks_numbers() && c.names(PERSON) && c.is_yours()),
    ("card_anAccountOut", |c| c.lacks_numbers() && c.names(PERSON) && !c.is_yours() && !c.is_not_yours()),
    ("card_notYoursOut", |c| c.lacks_numbers() && c.is_not_yours()),
    ("card_somebodyOut", |c| c.lacks_numbers() && c.names(UNKNOWN)),
    ("card_space", |c| c.is(Cause::QuotaExceeded) && c.names(SPACE)),
    ("card_runs", |c| c.is(Cause::RunsExceeded)),
    ("card_duration", |c| c.is(Cause::IllegalDuration) && c.said.requested_seconds.is_some()),
    ("card_durationUnknown", |c| c.is(Cause::IllegalDuration) && c.said.requested_seconds.is_none()),
    ("card_queue", |c| c.is(Cause::QueueTimeout)),
    ("card_fallback", |c| c.is(Cause::IpFallback) && c.said.fault.is_some()),
    ("card_fallbackUnknown", |c| c.is(Cause::IpFallback) && c.said.fault.is_none()),
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
    ("help_refusedWithLeft", |c| c.is(Cause::QuotaExceeded) && c.names(PERSON) && c.said.left_seconds > Some(0)
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
    ("action_tellOwner", |c| !c.is_hidden()),
];

fn claim(key: &str) -> Option<Holds> {
    let claim = CLAIMS.iter().find(|(own, _)| *own == key)?;
    Some(claim.1)
}

/// Everything that a card says, but its evidence.
fn lines(card: &Card) -> Vec<&Text> {
    let label = card.remedy.iter().map(|way| &way.label);
    [&card.headline, &card.charged]
        .into_iter()
        .chain(&card.helps)
        .chain(&card.scope)
        .chain(label)
        .collect()
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
                let Case { said, facts, .. } = case;
                wrong.insert(
                    line.key,
                    format!("{said:?} {facts:?} {:?}", case.card.helps),
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

#[test]
fn every_card_says_what_happened_who_was_charged_and_what_helps() {
    for case in ALL.iter() {
        let Card {
            headline,
            charged,
            helps,
            ..
        } = &case.card;
        assert!(headline.key.starts_with("card_"), "{headline:?}");
        assert!(charged.key.starts_with("charged_"), "{charged:?}");
        assert!(!helps.is_empty(), "{:?} {:?}", case.said, case.facts);
        assert!(helps.len() <= 6, "{helps:?}");
        assert!((3..=8).contains(&case.card.evidence.len()));
        // None says what another has said.
        let said: Vec<String> = (lines(&case.card).into_iter())
            .map(|line| line.localized(&locale::lookup))
            .collect();
        let distinct: BTreeSet<&String> = said.iter().collect();
        assert_eq!(distinct.len(), said.len(), "{said:?}");
    }
}

#[test]
fn the_numbers_are_zero_gpus_own() {
    let time = |seconds: Option<u32>| gpu_time(seconds.unwrap(), &locale::lookup);
    // To be compared, or not known so exactly.
    let seconds = |seconds: Option<u32>| format!("{} s", seconds.unwrap());
    for case in ALL.iter() {
        let (said, headline) = (&case.said, &case.card.headline);
        let expected: Vec<String> = match headline.key {
            "card_guest" | "card_account" | "card_anAccount" | "card_notYours"
            | "card_somebody" => {
                vec![time(said.left_seconds), time(said.requested_seconds)]
            }
            "card_withEnough" => vec![time(said.left_seconds)],
            "card_duration" => vec![time(said.requested_seconds)],
            "card_fallback" | "card_appFailed" => vec![said.fault.clone().unwrap()],
            "card_checked" => {
                let checked = said.requested_seconds.unwrap() * 3 / 2;
                vec![seconds(Some(checked)), seconds(said.left_seconds)]
            }
            _ => vec![],
        };
        assert_eq!(headline.args, expected, "{said:?}");
        let minutes = |plan| QUOTA.minutes(plan).to_string();
        let gradio = |case: &Case| {
            let version = case.facts.space.gradio_version;
            version.map(GradioVersion::text).unwrap()
        };
        for line in lines(&case.card) {
            let expected = match line.key {
                "charged_guest" => vec![minutes(Plan::Anonymous)],
                "charged_free" => vec![minutes(Plan::Free)],
                "help_signIn" => vec![minutes(Plan::Free), minutes(Plan::Pro)],
                "help_pro" => vec![minutes(Plan::Pro)],
                "help_prepaid" => vec!["$1".to_owned(), "10".to_owned()],
                "help_planCredits" => ["$2", "$2", "2026-08-21"].map(str::to_owned).into(),
                "help_fits" => vec![seconds(said.left_seconds.map(|left| left * 2 / 3))],
                "help_checked" => vec![seconds(said.requested_seconds), "1.5".to_owned()],
                "help_expiredWhy" | "help_expiredSoon" => vec![seconds(Some(170))],
                "help_less" => vec![time(said.left_seconds)],
                "blame_gradio" | "blame_gradioNever" => vec![gradio(case)],
                _ => continue,
            };
            assert_eq!(line.args, expected, "{}", line.key);
        }
    }
}

#[test]
fn no_number_stands_in_the_words_themselves() {
    // Figures have one place, with a date (src/judge/quota.rs). A day has 24 hours.
    for key in locale::keys().into_iter().filter(|key| is_of_cards(key)) {
        let raw = locale::raw(key)
            .replace("24 hours", "")
            .replace("April 2026", "");
        let placeholders = raw.split('$').step_by(2).collect::<String>();
        let has_digit = placeholders.contains(|char: char| char.is_ascii_digit());
        assert!(!has_digit, "{key}: {raw}");
    }
}

fn is_of_cards(key: &str) -> bool {
    let families = ["card", "charged", "help", "blame", "scope", "pill"];
    let family = key.split('_').next().unwrap();
    families.contains(&family) || key == "action_report"
}

#[test]
fn what_was_said_after_a_fallback_is_told_as_it_would_be_alone() {
    let mut told = 0;
    for case in ALL.iter() {
        let refused: Vec<&Text> = (case.card.helps.iter())
            .filter(|help| help.key.starts_with("card_"))
            .collect();
        let last = case.facts.messages.last().unwrap();
        let is_after = case.is(Cause::IpFallback) && last.cause != Cause::IpFallback;
        // Nothing else is a message in the place of a help.
        assert_eq!(refused.len(), usize::from(is_after), "{:?}", case.card);
        if let Some(refused) = refused.first() {
            let facts = Facts {
                messages: vec![last.clone()],
                ..case.facts.clone()
            };
            let alone = explain(&facts, &judge(&facts), last, &case.context, &locale::lookup);
            assert_eq!(**refused, alone.unwrap().headline);
            assert_eq!(&case.card.helps[0], *refused);
            told += 1;
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn only_quotas_are_about_somebody() {
    for case in ALL.iter() {
        let is_about = case.is_about_a_quota() || case.is(Cause::IpFallback);
        if !is_about {
            assert_eq!(case.card.charged.key, "charged_nobody");
            let said: Vec<String> = (lines(&case.card).into_iter())
                .map(|line| line.localized(&locale::lookup).to_lowercase())
                .collect();
            let said = said.join("\n");
            for word in ["counted", "counts on", "as a guest", "charged it"] {
                assert!(!said.contains(word), "{word}: {said}");
            }
        }
        // And these name the one that ZeroGPU named.
        let expected = match (case.is_about_a_quota(), case.said.charged_to) {
            (true, ChargedTo::Unauthenticated) => Some(Pool::Guest),
            (true, ChargedTo::Free | ChargedTo::Pro) => Some(Pool::Account),
            (true, ChargedTo::Space) => Some(Pool::Space),
            _ if case.is(Cause::IpFallback) => Some(Pool::Guest),
            _ => None,
        };
        assert!(expected.is_none_or(|pool| case.card.pool == pool));
        assert_eq!(case.card.pool, case.verdict.pool);
    }
}

#[test]
fn whose_fault_it_is_is_asked_only_where_somebody_signed_in_was_counted_as_a_guest() {
    for case in ALL.iter() {
        let blames = keys(&case.card.helps)
            .into_iter()
            .filter(|key| key.starts_with("blame_"));
        // A Gradio that asks nowhere is to blame anywhere.
        let may_be_more = case.no_place_helps() && !case.is_mismatch();
        let blames: Vec<&str> = blames.collect();
        match blames.as_slice() {
            ["blame_gradioNever"] if may_be_more => {}
            blames => assert_eq!(blames.len(), usize::from(case.is_mismatch())),
        }
    }
}

#[test]
fn after_a_press_that_sent_no_run_nobody_is_blamed() {
    // An event outside the queue carries no pass and is no run: the refusal may be its own.
    let helps = |pressed_since: bool| {
        let told = ZeroGpuMessage {
            after_user_input: pressed_since,
            ..quota(ChargedTo::Unauthenticated)
        };
        card_of(account(Plan::Pro, &[told])).helps
    };
    assert!(keys(&helps(false)).contains(&"blame_huggingFace"));
    let after_press = helps(true);
    assert!(keys(&after_press).contains(&"blame_unclear"));
    assert!(!keys(&after_press).contains(&"blame_huggingFace"));
}

#[test]
fn whose_fault_it_is_by_gradio_handshake_and_run() {
    let guest = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let bare = || vec![run(Identity::Absent)];
    let early = || {
        let run = run(Identity::Absent);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let early_passed = || {
        let run = run(Identity::Present);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let named = |named| {
        let run = run(Identity::Present);
        vec![Run {
            token_subject: Some(named),
            ..run
        }]
    };
    let with = |version: &str, handshake: Option<Handshake>, runs: Vec<Run>| {
        but(guest(), |facts| {
            facts.space.gradio_version = GradioVersion::parse(version);
            facts.handshake = handshake;
            facts.runs = runs;
        })
    };
    let silent = |situation: Situation| {
        let numbers = [Some(60), Some(12), None];
        let message = numbered(
            SPOKE,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            numbers,
        );
        but(situation, |facts| facts.messages = vec![message])
    };
    let passed = || vec![run(Identity::Present)];
    let answered = Some(Handshake::Answered);
    let asked = Some(Handshake::Asked);
    let tell = Some("action_tellOwner");
    let reload = Some("action_reload");
    #[rustfmt::skip]
    let cases = [
        // Never asks; asks in the old way, counted wrongly even with a pass.
        (with("4.20.0", None, bare()), "gradioNever", tell, false),
        (with("5.9.1", None, passed()), "gradio", tell, false),
        (with("5.9.1", None, vec![]), "gradio", tell, false),
        // 5.12.0 to 5.16.0, unanswered.
        (with("5.14.0", asked, bare()), "gradio", tell, false),
        (with("5.14.0", None, vec![]), "gradio", tell, false),
        (with("5.14.0", answered, passed()), "huggingFace", None, true),
        (with("6.31.0", answered, passed()), "huggingFace", None, true),
        (with("6.31.0", None, passed()), "huggingFace", None, true),
        (with("", None, passed()), "huggingFace", None, true),
        // So the Space itself was refused before `spaces` 0.35.
        (silent(with("6.31.0", answered, passed())), "unclear", reload, false),
        (with("6.31.0", answered, bare()), "ownWay", tell, false),
        (with("5.14.0", answered, bare()), "ownWay", tell, false),
        // A pass of the app's own that names nobody is none.
        (with("6.31.0", answered, named(TokenSubject::Address)), "ownWay", tell, false),
        (with("6.31.0", answered, named(TokenSubject::Faulty)), "ownWay", tell, false),
        (with("6.31.0", answered, early()), "tooEarly", None, false),
        (with("6.31.0", asked, bare()), "unanswered", reload, false),
        (with("6.31.0", Some(Handshake::Absent), vec![]), "unanswered", reload, false),
        (with("", None, vec![]), "unclear", reload, false),
        // A run that was called too early and carried a pass; a Gradio whose next run won't carry it.
        (with("6.31.0", answered, early_passed()), "huggingFace", None, true),
        (with("5.9.1", answered, early()), "gradio", tell, false),
        (with("5.14.0", answered, early()), "tooEarly", None, false),
    ];
    for (situation, blame, remedy, offers_report) in cases {
        let Situation { facts, context } = &situation;
        let told = facts.current_message().unwrap();
        let card = explain(facts, &judge(facts), told, context, &locale::lookup).unwrap();
        assert_eq!(card.helps[0].key, format!("blame_{blame}"), "{facts:?}");
        assert_eq!(card.charged.key, "charged_mismatch");
        let label = card.remedy.map(|way| way.label.key);
        assert_eq!(
            (label, card.offers_report),
            (remedy, offers_report),
            "{facts:?}"
        );
    }
}

#[test]
fn the_way_out_is_the_most_useful_help() {
    let guest = quota(ChargedTo::Unauthenticated);
    let remedy = |situation: Situation| {
        let remedy = card_of(situation).remedy;
        remedy.map(|way| (way.label.key, way.href, way.target))
    };
    let link =
        |key: &'static str, href: &str, target: &'static str| Some((key, href.to_owned(), target));
    let hub = "https://huggingface.co/spaces/owner/name";
    let kept = format!("{hub}?a=1#tab");
    let one = std::slice::from_ref(&guest);
    assert_eq!(
        remedy(at(Place::Direct, one)),
        link("action_openHub", &kept, "_self")
    );
    assert_eq!(
        remedy(at(Place::Embed, one)),
        link("action_openHub", &kept, "_blank")
    );
    let sign_in = "https://huggingface.co/login?next=/spaces/owner/name";
    assert_eq!(
        remedy(signed_out(one)),
        link("action_signIn", sign_in, "_self")
    );
    for visibility in [Visibility::Protected, Visibility::Private] {
        for place in [Place::Direct, Place::Embed] {
            let hidden = but(at(place, one), |facts| {
                facts.space.visibility = Some(visibility)
            });
            assert_eq!(remedy(hidden), None);
        }
    }
    // Nobody signs in anew who is not signed in.
    assert_eq!(
        remedy(signed_out(&[fallback(SPOKE, None)])),
        link("action_signIn", sign_in, "_self")
    );
    // Back to the same page: with a fragment a browser would only scroll.
    let reload = format!("{hub}?a=1");
    for told in [fallback(SPOKE, None), plain(Cause::ExpiredToken)] {
        assert_eq!(
            remedy(account(Plan::Pro, &[told])),
            link("action_reload", &reload, "_self")
        );
    }
    let discussions = format!("{hub}/discussions");
    for told in [
        quota(ChargedTo::Space),
        plain(Cause::IllegalDuration),
        plain(Cause::GpuAborted),
        app_failure(SPOKE, Some("RuntimeError")),
        quota(ChargedTo::Free),
    ] {
        assert_eq!(
            remedy(account(Plan::Pro, &[told])),
            link("action_tellOwner", &discussions, "_self")
        );
    }
    // The account itself is the limit; or there is nothing but waiting.
    for told in [
        quota(ChargedTo::Pro),
        plain(Cause::QueueTimeout),
        plain(Cause::NoGpu),
        plain(Cause::PendingCredits),
        plain(Cause::RunsExceeded),
    ] {
        assert_eq!(remedy(account(Plan::Pro, &[told])), None);
    }
}

// ---- One Space or all of them?

/// The scope of a card, and whether the report is offered.
fn scope(situation: &Situation) -> (Option<Text>, bool) {
    let card = card_of(situation.clone());
    (card.scope, card.offers_report)
}

#[test]
fn one_space_or_all_of_them() {
    let mismatch = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let key = |situation: &Situation| scope(situation).0.map(|scope| scope.key);
    let named = |situation: &Situation| scope(situation).0.unwrap().args;
    // Nothing else was run: the test that helpers ask for.
    assert_eq!(key(&mismatch()), Some("scope_try"));
    // The pass left with the run: that is not blamed on a Space, nor on anybody else.
    let ran = after(mismatch(), &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    assert_eq!(named(&ran), ["a/b"]);
    assert_eq!(card_of(ran).helps[0].key, "blame_passLeft");
    let own_way = but(mismatch(), |facts| facts.runs = vec![run(Identity::Absent)]);
    let ran = after(own_way, &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    assert_eq!(named(&ran), ["a/b"]);
    // Whose quota that run used nobody knows; a fault is no matter of quotas.
    let aborted = after(
        account(Plan::Pro, &[plain(Cause::GpuAborted)]),
        &[("a/b", None)],
    );
    assert_eq!(key(&aborted), Some("scope_onlyHere"));
    assert_eq!(named(&aborted), ["a/b"]);
    let failed = after(mismatch(), &[("a/b", trouble)]);
    assert_eq!(key(&failed), Some("scope_alike"));
    assert_eq!(named(&failed), ["a/b"]);
    // Otherwise than alike.
    let other = Some((Cause::QuotaExceeded, ChargedTo::Pro));
    assert_eq!(
        key(&after(mismatch(), &[("a/b", other)])),
        Some("scope_try")
    );
    // What is used up is nobody's fault; that another Space ran says something all the same.
    let used_up = || account(Plan::Pro, &[quota(ChargedTo::Pro)]);
    assert_eq!(key(&used_up()), None);
    let ran = after(used_up(), &[("a/b", None)]);
    assert_eq!(key(&ran), Some("scope_otherRan"));
    // Without a name of its own a Space has no others.
    let nameless = but(after(mismatch(), &[("a/b", None)]), |facts| {
        facts.space.id = None;
    });
    assert_eq!(key(&nameless), None);
}

#[test]
fn three_unrelated_spaces_and_time_left_is_hugging_faces_side() {
    let fault = Some((Cause::IpFallback, ChargedTo::IpFallback));
    let base = || account(Plan::Pro, &[fallback(SPOKE, None)]);
    let everywhere = |situation: Situation, others: &[(&str, Option<(Cause, ChargedTo)>)]| {
        let (scope, offers_report) = scope(&after(situation, others));
        let is_all = scope.unwrap().key == "scope_all";
        assert!(offers_report || !is_all);
        is_all
    };
    let two = [("a/b", fault), ("c/d", fault)];
    assert!(everywhere(with_left(base(), 2000), &two));
    assert!(everywhere(with_left(base(), 1), &two));
    // One less; relatives; nothing left; nobody knows what is left; otherwise.
    assert!(!everywhere(with_left(base(), 2000), &two[..1]));
    let relatives = [("a/b", fault), ("A/c", fault), ("owner/d", fault)];
    assert!(!everywhere(with_left(base(), 2000), &relatives));
    assert!(!everywhere(with_left(base(), 0), &two));
    assert!(!everywhere(base(), &two));
    let other = [
        ("a/b", fault),
        ("c/d", Some((Cause::GpuAborted, ChargedTo::Unknown))),
    ];
    assert!(!everywhere(with_left(base(), 2000), &other));
    // As much as was asked for.
    let guest = || account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]);
    let trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let two = [("a/b", trouble), ("c/d", trouble)];
    assert!(everywhere(with_left(guest(), 60), &two));
    assert!(!everywhere(with_left(guest(), 59), &two));
    // What is used up is used up everywhere, by right.
    let pro = Some((Cause::QuotaExceeded, ChargedTo::Pro));
    let used_up = with_left(account(Plan::Pro, &[quota(ChargedTo::Pro)]), 0);
    let (used_up, _) = scope(&after(used_up, &[("a/b", pro), ("c/d", pro)]));
    assert_ne!(used_up.unwrap().key, "scope_all");
}

#[test]
fn what_the_next_run_mends_by_itself_needs_no_advice() {
    let early = Run {
        before_handshake: true,
        ..run(Identity::Absent)
    };
    let situation = but(
        account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]),
        |facts| facts.runs = vec![early],
    );
    let card = card_of(situation);
    assert_eq!(keys(&card.helps), ["blame_tooEarly"]);
    assert_eq!((card.scope, card.remedy, card.until), (None, None, None));
}

#[test]
fn what_is_older_than_a_day_is_not_of_today() {
    let mut situation = after(
        account(Plan::Pro, &[fallback(SPOKE, None)]),
        &[("a/b", None)],
    );
    assert_eq!(scope(&situation).0.unwrap().key, "scope_onlyHere");
    situation.context.since = "2026-11-22T11:00:00.000Z".to_owned();
    assert_eq!(scope(&situation).0.unwrap().key, "scope_try");
}

// ---- The countdown

#[test]
fn the_countdown_is_that_of_the_message() {
    let until = |situation: &Situation| card_of(situation.clone()).until;
    let some = |ms: &str| Some((ms.to_owned(), "16:40".to_owned()));
    let of = |messages: &[ZeroGpuMessage]| until(&at(Place::Direct, messages));
    let waiting = |at: &str, wait| {
        let numbers = [Some(60), Some(12), wait];
        numbered(
            at,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            numbers,
        )
    };
    assert_eq!(of(&[waiting(SPOKE, Some(7))]), some("7000"));
    // "Try again in 0:00:00" is no promise; nor is silence.
    assert_eq!(of(&[waiting(SPOKE, Some(0))]), None);
    assert_eq!(of(&[waiting(SPOKE, None)]), None);
    // Of several its own.
    let (first, second) = (waiting(SPOKE, Some(7)), waiting(SPOKE_AGAIN, Some(9)));
    assert_eq!(of(&[first.clone(), second.clone()]), some("9000"));
    assert_eq!(of(&[second, waiting(SPOKE_AGAIN, None)]), None);
    // The wait of the run that was refused after a fallback; not that of a run before.
    let fault = fallback(SPOKE, None);
    let after_fault = waiting(SPOKE_AGAIN, Some(9));
    let refused = [fault.clone(), after_fault, plain(Cause::NoGpu)];
    assert_eq!(of(&refused[..2]), some("9000"));
    assert_eq!(of(&refused), some("9000"));
    assert_eq!(of(std::slice::from_ref(&fault)), None);
    assert_eq!(of(&[first, fault]), None);
    // Where the glue made no time of it there is none.
    let mut situation = at(Place::Direct, &[waiting(SPOKE, Some(7))]);
    situation.context.until = vec![None];
    assert_eq!(until(&situation), None);
    situation.context.until = vec![];
    assert_eq!(until(&situation), None);
}

// ---- The elements

/// The distinct cards of all situations; and all keys that they asked for.
type Cards = (Vec<(&'static Case, Element)>, BTreeSet<String>);

static ALL_CARDS: LazyLock<Cards> = LazyLock::new(|| {
    let asked = RefCell::new(BTreeSet::new());
    let mut seen = BTreeSet::new();
    let mut cards = vec![];
    let lookup = |key: &str, args: &[String]| {
        asked.borrow_mut().insert(key.to_owned());
        locale::lookup(key, args)
    };
    for case in ALL.iter() {
        let about = (&case.card, case.facts.space.visibility, case.facts.place);
        if seen.insert(format!("{about:?}")) {
            cards.push((case, card(&case.card, &lookup)));
        }
    }
    (cards, asked.into_inner())
});

#[test]
fn every_message_of_the_cards_is_used_and_every_used_one_is_there() {
    // The lookup panics at a key that is missing and at a wrong number of gaps.
    let (_, asked) = &*ALL_CARDS;
    // The countdown's words (tests/words.rs).
    let live = ["card_more", "card_moreNow"];
    // No banner has these.
    let facts = ["fact_runPresent", "fact_otherHardware"];
    let unused: Vec<&str> = (locale::keys().into_iter())
        .filter(|key| is_of_cards(key) && !live.contains(key) || facts.contains(key))
        .filter(|key| !asked.contains(*key))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn what_a_page_shows_is_the_card_of_its_verdict() {
    let (cards, _) = &*ALL_CARDS;
    for (case, element) in cards {
        let Case { facts, context, .. } = case;
        let judged = Judged::of(facts.clone());
        assert_eq!(judged.verdict.banner, BannerState::Shown);
        let shown = notice(&judged, context, &locale::lookup).unwrap();
        assert_eq!(&shown.element, element, "{facts:?}");
        // Whoever dismissed it has dismissed what is about the same.
        let told = facts.current_message().unwrap();
        let about = [told.cause.name(), " ", told.charged_to.name()].concat();
        assert_eq!(shown.about, about);
    }
    assert!(cards.len() > 500, "{}", cards.len());
}

#[test]
fn a_space_that_is_not_running_shows_no_card() {
    let situation = at(Place::Direct, &[quota(ChargedTo::Unauthenticated)]);
    for (stage, is_shown) in [("RUNNING", true), ("SLEEPING", false)] {
        let mut facts = situation.facts.clone();
        facts.space.stage = Some(stage.to_owned());
        let verdict = judge(&facts);
        assert_eq!(verdict.banner == BannerState::Shown, is_shown);
        let shown = notice(&Judged::of(facts), &situation.context, &locale::lookup);
        assert_eq!(shown.is_some(), is_shown, "{stage}");
    }
}

#[test]
fn what_is_about_somebody_else_is_shown_again() {
    let about = |told: ZeroGpuMessage| {
        let Situation { facts, context } = at(Place::Direct, &[told]);
        notice(&Judged::of(facts), &context, &locale::lookup)
            .unwrap()
            .about
    };
    let (guest, free) = (quota(ChargedTo::Unauthenticated), quota(ChargedTo::Free));
    assert_eq!(about(guest.clone()), about(guest.clone()));
    assert_ne!(about(guest.clone()), about(free));
    assert_ne!(about(guest.clone()), about(plain(Cause::NoGpu)));
    assert_ne!(about(guest), "verdict");
}

#[test]
fn there_is_one_link_at_most_and_it_leads_to_the_hub() {
    let (cards, _) = &*ALL_CARDS;
    for (case, element) in cards {
        let links = with_tag(element, "a");
        assert!(links.len() <= 1);
        let visibility = case.facts.space.visibility.map(Visibility::name);
        let is_hidden = visibility.is_some_and(|visibility| visibility != "public");
        for link in links {
            let href = attribute(link, "href").unwrap();
            assert!(href.starts_with("https://huggingface.co/"), "{href}");
            assert!(!href.contains("SECRET"), "{href}");
            assert_eq!(attribute(link, "rel"), Some("noopener"));
            assert!(!link.text.is_empty());
            let is_embed = case.facts.place == Place::Embed;
            let target = if is_embed { "_blank" } else { "_self" };
            assert_eq!(attribute(link, "target"), Some(target));
            let reload = locale::raw("action_reload");
            let renewed = [reload, locale::raw("action_openHub")];
            let is_renewed = renewed.contains(&link.text.as_str());
            let act = is_renewed.then_some(act::LEAVE);
            assert_eq!(attribute(link, "data-act"), act);
            // Nothing leads to what the visitor may not see; only the Hub page leads back to itself.
            let back = [reload, locale::raw("action_signIn")];
            let is_back = case.facts.place == Place::Hub && back.contains(&link.text.as_str());
            assert!(!is_hidden || is_back, "{href}");
        }
        for inner in elements(element) {
            let only_on_links = ["href", "target", "rel"];
            for (name, _) in &inner.attributes {
                let is_on_link = only_on_links.contains(&name.as_ref());
                assert!(inner.tag == "a" || !is_on_link, "{inner:?}");
                assert!(!name.starts_with("on") && *name != "style");
            }
        }
    }
}

#[test]
fn a_card_can_be_heard_and_worked_by_keyboard() {
    let (cards, _) = &*ALL_CARDS;
    for (_, element) in cards {
        assert_eq!(attribute(element, "aria-label"), Some("Whose Quota"));
        assert_eq!(attribute(element, "dir"), Some("ltr"));
        let all = elements(element);
        let statuses: Vec<&&Element> = (all.iter())
            .filter(|inner| attribute(inner, "role") == Some("status"))
            .collect();
        assert_eq!(statuses.len(), 1);
        assert_eq!(
            texts(statuses[0]).len(),
            2,
            "what happened, who was charged"
        );
        for inner in &all {
            let is_pressed = ["a", "button"].contains(&inner.tag.as_ref());
            assert!(is_pressed || attribute(inner, "data-act").is_none());
            if inner.tag == "button" {
                assert_eq!(attribute(inner, "type"), Some("button"));
                let name = attribute(inner, "aria-label").unwrap_or(&inner.text);
                assert!(name.chars().any(char::is_alphabetic), "{inner:?}");
                assert!(attribute(inner, "data-act").is_some());
            }
            for name in ["tabindex", "autofocus"] {
                assert_eq!(attribute(inner, name), None);
            }
            // Nothing is there that says nothing.
            let lives = inner.class == "countdown";
            if ["p", "li", "span", "strong"].contains(&inner.tag.as_ref()) && !lives {
                assert!(!texts(inner).is_empty(), "{inner:?}");
            }
        }
        for act in [act::WHY, act::FOLD, act::DISMISS] {
            let with = all
                .iter()
                .filter(|inner| attribute(inner, "data-act") == Some(act));
            assert_eq!(with.count(), 1, "{act}");
        }
        assert_eq!(with_class(element, "helps").len(), 1);
        let [why] = with_class(element, "why")[..] else {
            panic!("{element:?}");
        };
        assert!(attribute(why, "hidden").is_some());
        // One action is the main one, or none.
        assert!(with_class(element, "main").len() <= 1);
    }
}

#[test]
fn the_elements_are_those_of_the_card() {
    let mut with = [0; 4];
    for case in ALL.iter() {
        let element = card(&case.card, &locale::lookup);
        let is_guest = case.card.pool == Pool::Guest;
        let (class, pill) = if is_guest {
            ("banner card", "Guest")
        } else {
            ("banner card note", "Note")
        };
        assert_eq!(element.class, class);
        assert_eq!(with_class(&element, "pill")[0].text, pill);
        let [helps] = with_class(&element, "helps")[..] else {
            panic!("{element:?}");
        };
        assert_eq!(helps.children.len(), case.card.helps.len());
        let scopes = with_class(&element, "scope");
        assert_eq!(scopes.len(), usize::from(case.card.scope.is_some()));
        let countdowns = with_class(&element, "countdown");
        let until = countdowns.first().map(|line| {
            ["data-until", "data-clock"].map(|name| attribute(line, name).unwrap().to_owned())
        });
        let expected = case.card.until.clone();
        assert_eq!(until, expected.map(|(ms, clock)| [ms, clock]));
        let all = elements(&element);
        let reports = all
            .iter()
            .filter(|inner| attribute(inner, "data-act") == Some(act::REPORT));
        assert_eq!(reports.count(), usize::from(case.card.offers_report));
        let is_there = [
            case.card.scope.is_some(),
            case.card.until.is_some(),
            case.card.offers_report,
            case.card.remedy.is_some(),
        ];
        for (count, is_there) in with.iter_mut().zip(is_there) {
            *count += u32::from(is_there);
        }
    }
    assert!(with.iter().all(|count| *count > 100), "{with:?}");
}

#[test]
fn the_voice_is_plain_and_calm() {
    let (_, asked) = &*ALL_CARDS;
    for key in asked.iter().filter(|key| is_of_cards(key)) {
        let raw = locale::raw(key);
        let words = raw.to_lowercase();
        assert!(!raw.contains('!'), "{key}");
        for word in ["error", "oops", "sorry", "please", "unfortunately", "fail"] {
            // What failed, and did not refuse, is called so.
            if word == "fail" && key.starts_with("card_appFailed") {
                continue;
            }
            assert!(!words.contains(word), "{key}: {word}");
        }
        // Two lines of a card at most.
        assert!(raw.chars().count() <= 140, "{key}: {}", raw.chars().count());
        let ends = raw.ends_with(['.', '?']);
        let is_sentence = !["card_", "pill_", "action_"]
            .iter()
            .any(|prefix| key.starts_with(prefix));
        assert_eq!(ends, is_sentence, "{key}: {raw}");
    }
}

// ---- For reviewers

/// A card as somebody reads it.
fn written(case: &Case) -> String {
    let element = card(&case.card, &locale::lookup);
    let mut out = String::new();
    let pill = &with_class(&element, "pill")[0].text;
    let said = |message: &Text| message.localized(&locale::lookup);
    writeln!(out, "[{pill}] {}", said(&case.card.headline)).unwrap();
    writeln!(out, "{}", said(&case.card.charged)).unwrap();
    for help in &case.card.helps {
        writeln!(out, "  * {}", said(help)).unwrap();
    }
    if let Some(scope) = &case.card.scope {
        writeln!(out, "{}", said(scope)).unwrap();
    }
    if let Some((_, clock)) = &case.card.until {
        writeln!(out, "{}", countdown(192, clock, &locale::lookup)).unwrap();
    }
    for action in &with_class(&element, "actions")[0].children {
        let href = attribute(action, "href").map(|href| format!(" = {href}"));
        let (text, class) = (&action.text, &action.class);
        let href = href.unwrap_or_default();
        if attribute(action, "data-act") != Some(act::WHY) {
            writeln!(out, "  -> {text}{href} ({class})").unwrap();
        }
    }
    for (mark, fact) in &case.card.evidence {
        writeln!(out, "    {}: {}", mark.class(), said(fact)).unwrap();
    }
    out
}

/// What a reviewer wants to have seen, by what it is about.
fn typical() -> Vec<(&'static str, Situation)> {
    let guest = || [quota(ChargedTo::Unauthenticated)];
    let mismatch = |version: &str, handshake: Option<Handshake>, runs: Vec<Run>| {
        but(account(Plan::Pro, &guest()), |facts| {
            facts.space.gradio_version = GradioVersion::parse(version);
            facts.handshake = handshake;
            facts.runs = runs;
        })
    };
    let bare = || vec![run(Identity::Absent)];
    let early = || {
        let run = run(Identity::Absent);
        vec![Run {
            before_handshake: true,
            ..run
        }]
    };
    let answered = Some(Handshake::Answered);
    let protected = but(at(Place::Direct, &guest()), |facts| {
        facts.space.visibility = Some(Visibility::Protected);
    });
    let private = but(at(Place::Direct, &guest()), |facts| {
        facts.space.visibility = Some(Visibility::Private);
    });
    let unreadable = but(at(Place::Hub, &guest()), |facts| {
        facts.visitor.private_window = Some(true);
    });
    let none_left = |identity| {
        let numbers = [Some(60), Some(0), Some(11_564)];
        [numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)]
    };
    let bare_words = [told(SPOKE, Cause::QuotaExceeded, ChargedTo::Unknown)];
    let guest_trouble = Some((Cause::QuotaExceeded, ChargedTo::Unauthenticated));
    let fault = [fallback(SPOKE, Some("InvalidRepoToken"))];
    let fault_trouble = Some((Cause::IpFallback, ChargedTo::IpFallback));
    let refused_after = [
        fallback(SPOKE, Some("InvalidAccessToken")),
        numbered(
            SPOKE_AGAIN,
            Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            [Some(60), Some(12), Some(11_564)],
        ),
    ];
    let duration = || {
        let numbers = [Some(300), None, None];
        numbered(SPOKE, Cause::IllegalDuration, ChargedTo::Unknown, numbers)
    };
    let checked = |identity| {
        let numbers = [Some(120), Some(160), Some(85_882)];
        numbered(SPOKE, Cause::QuotaExceeded, identity, numbers)
    };
    let more_than_a_day = numbered(
        SPOKE,
        Cause::QuotaExceeded,
        ChargedTo::Unauthenticated,
        [Some(270), Some(149), Some(11_564)],
    );
    let queue = |identity| [told(SPOKE, Cause::QueueTimeout, identity)];
    let runs = |identity| [told(SPOKE, Cause::RunsExceeded, identity)];
    let on_hub = |told: ZeroGpuMessage| account(Plan::Pro, &[told]);
    vec![
        ("guest, the app's own address", at(Place::Direct, &guest())),
        (
            "guest, the app's own address, nothing left",
            at(Place::Direct, &none_left(ChargedTo::Unauthenticated)),
        ),
        ("guest, protected Space", protected),
        ("guest, private Space", private),
        ("guest, embed", at(Place::Embed, &guest())),
        ("guest, Hub page, signed out", signed_out(&guest())),
        ("guest, Hub page, sign-in unreadable", unreadable),
        (
            "guest, the limit on runs in a quota's words",
            at(Place::Direct, &[runs_mistaken(ChargedTo::Unauthenticated)]),
        ),
        (
            "mismatch, the pass left with the run",
            mismatch("6.31.0", answered, vec![run(Identity::Present)]),
        ),
        (
            "mismatch, the run left without the pass",
            mismatch("6.31.0", answered, bare()),
        ),
        (
            "mismatch, a moment too early",
            mismatch("6.31.0", answered, early()),
        ),
        (
            "mismatch, the Hub page has not answered",
            mismatch("6.31.0", Some(Handshake::Asked), bare()),
        ),
        ("mismatch, an old Gradio", mismatch("4.44.1", None, vec![])),
        ("mismatch, too little seen", mismatch("", None, vec![])),
        (
            "mismatch, another Space ran",
            after(
                mismatch("6.31.0", answered, vec![run(Identity::Present)]),
                &[("black-forest-labs/FLUX.1-dev", None)],
            ),
        ),
        (
            "mismatch, three unrelated Spaces and time left",
            after(
                with_left(
                    mismatch("6.31.0", answered, vec![run(Identity::Present)]),
                    2112,
                ),
                &[("a/b", guest_trouble), ("c/d", guest_trouble)],
            ),
        ),
        (
            "free account",
            account(Plan::Free, &[quota(ChargedTo::Free)]),
        ),
        (
            "free account, nothing left",
            account(Plan::Free, &none_left(ChargedTo::Free)),
        ),
        (
            "free account, the limit on runs in a quota's words",
            account(Plan::Free, &[runs_mistaken(ChargedTo::Free)]),
        ),
        (
            "counted as free, PRO is paid for",
            account(Plan::Pro, &[quota(ChargedTo::Free)]),
        ),
        (
            "guest, the app's own address, a Gradio that never asks",
            but(at(Place::Direct, &guest()), |facts| {
                facts.space.gradio_version = GradioVersion::parse("4.20.0");
            }),
        ),
        (
            "signed in, a Space that asks another one",
            but(
                account(Plan::Pro, &[quota(ChargedTo::Unauthenticated)]),
                |facts| facts.space.hardware = Some("cpu-basic".to_owned()),
            ),
        ),
        ("PRO", account(Plan::Pro, &[quota(ChargedTo::Pro)])),
        (
            "PRO, another Space ran",
            after(
                account(Plan::Pro, &[quota(ChargedTo::Pro)]),
                &[("black-forest-labs/FLUX.1-dev", None)],
            ),
        ),
        (
            "PRO, the app's own address",
            at(Place::Direct, &[quota(ChargedTo::Pro)]),
        ),
        (
            "PRO, Hub page, signed out",
            signed_out(&[quota(ChargedTo::Pro)]),
        ),
        (
            "the Space itself, Hub page",
            account(
                Plan::Pro,
                &[told(SPOKE, Cause::QuotaExceeded, ChargedTo::Space)],
            ),
        ),
        (
            "the Space itself, the app's own address",
            at(
                Place::Direct,
                &[told(SPOKE, Cause::QuotaExceeded, ChargedTo::Space)],
            ),
        ),
        (
            "nobody is named, the app's own address",
            at(Place::Direct, &[quota(ChargedTo::Unknown)]),
        ),
        (
            "nobody is named, no numbers, Hub page",
            account(Plan::Free, &bare_words),
        ),
        ("fallback, Hub page", account(Plan::Pro, &fault)),
        (
            "fallback, then refused, Hub page",
            account(Plan::Pro, &refused_after),
        ),
        ("fallback, Hub page, signed out", signed_out(&fault)),
        ("fallback, the app's own address", at(Place::Direct, &fault)),
        (
            "fallback, three unrelated Spaces and time left",
            after(
                with_left(account(Plan::Pro, &fault), 2112),
                &[("a/b", fault_trouble), ("c/d", fault_trouble)],
            ),
        ),
        (
            "fallback, another Space did the same",
            after(account(Plan::Pro, &fault), &[("a/b", fault_trouble)]),
        ),
        (
            "runs, nobody is named, Hub page",
            account(Plan::Pro, &runs(ChargedTo::Unknown)),
        ),
        (
            "runs, nobody is named, the app's own address",
            at(Place::Direct, &runs(ChargedTo::Unknown)),
        ),
        (
            "runs, guest, the app's own address",
            at(Place::Direct, &runs(ChargedTo::Unauthenticated)),
        ),
        ("runs, PRO", account(Plan::Pro, &runs(ChargedTo::Pro))),
        ("duration", on_hub(duration())),
        (
            "duration, embed",
            at(Place::Embed, &[plain(Cause::IllegalDuration)]),
        ),
        ("queue, PRO", account(Plan::Pro, &queue(ChargedTo::Pro))),
        (
            "queue, guest, the app's own address",
            at(Place::Direct, &queue(ChargedTo::Unauthenticated)),
        ),
        (
            "queue, the Space itself",
            account(Plan::Pro, &queue(ChargedTo::Space)),
        ),
        ("expired pass, Hub page", on_hub(plain(Cause::ExpiredToken))),
        (
            "expired pass, the app's own address",
            at(Place::Direct, &[plain(Cause::ExpiredToken)]),
        ),
        ("no GPU", on_hub(plain(Cause::NoGpu))),
        ("credits set aside", on_hub(plain(Cause::PendingCredits))),
        ("aborted", on_hub(plain(Cause::GpuAborted))),
        (
            "more left than asked, the app's own address",
            at(Place::Direct, &[checked(ChargedTo::Unauthenticated)]),
        ),
        (
            "more left than asked, PRO",
            account(Plan::Pro, &[checked(ChargedTo::Pro)]),
        ),
        (
            "guest, more left than a day's, Hub page, signed out",
            signed_out(&[more_than_a_day]),
        ),
        (
            "duration, the app's own address",
            at(Place::Direct, &[duration()]),
        ),
        ("duration, Hub page, signed out", signed_out(&[duration()])),
        ("duration, free account", account(Plan::Free, &[duration()])),
        (
            "duration, protected Space",
            but(at(Place::Direct, &[duration()]), |facts| {
                facts.space.visibility = Some(Visibility::Protected);
            }),
        ),
        (
            "runs, nobody is named, Hub page, signed out",
            signed_out(&runs(ChargedTo::Unknown)),
        ),
        (
            "expired pass, three minutes after the press",
            but(on_hub(plain(Cause::ExpiredToken)), |facts| {
                facts.runs[0].at = "2026-11-22T11:57:00.000Z".to_owned();
            }),
        ),
        (
            "PRO, of whom the page says another rest",
            but(with_left(on_hub(quota(ChargedTo::Pro)), 2112), |facts| {
                let allowance = facts.visitor.allowance.as_mut().unwrap();
                allowance.at = Some(FRESH.to_owned());
            }),
        ),
        (
            "PRO, of whom the page said another rest long ago",
            with_left(on_hub(quota(ChargedTo::Pro)), 2112),
        ),
        (
            "counted as PRO, a free account",
            account(Plan::Free, &[quota(ChargedTo::Pro)]),
        ),
        (
            "the app itself failed",
            on_hub(app_failure(SPOKE, Some("RuntimeError"))),
        ),
        (
            "the app itself failed before",
            on_hub(app_failure(SPOKE, Some("InternalGradioError"))),
        ),
    ]
}

#[test]
fn what_each_typical_card_says_is_kept_for_reviewers() {
    let mut all = String::new();
    for (title, situation) in typical() {
        let case = explained(situation).unwrap();
        writeln!(all, "==== {title}\n\n{}", written(&case)).unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/cards.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &all).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(all, kept, "BLESS=1 accepts the change");
}
