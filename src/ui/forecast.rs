//! Before a run: what the Space's functions ask for, held against what is left for this visitor in this
//! place. As the source declares it: nothing here was measured.

use crate::facts::{
    Cause, ChargedTo, Declaration, Facts, Plan, QuotaAnswer, SourceAnswer, ZeroGpuMessage,
    milliseconds,
};
use crate::ui::QUOTA;
use crate::ui::card::{AccountOwner, verdict_owner};
use crate::ui::duration;
use crate::ui::text::{Localize, Text, number};
use crate::verdict::{Grade, Pool, Verdict};

/// Whether a function's run starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It asks for no more than is left.
    Fits,
    /// It asks for more than is left.
    Refused,
    /// The same, and credits may pay for it.
    MayBeRefused,
    /// It asks for more than a whole day's time: no waiting helps.
    Never,
    /// ZeroGPU called a run of that length too long: no waiting helps either.
    TooLong,
    /// It says what it asks for when it runs.
    Depends,
    /// What is left, or what is checked, is not known.
    Unknown,
}

/// What is left in the pool that a run here is charged to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// In s, where that is known.
    pub seconds: Option<u32>,
    /// Less may be left by now, or no run at all.
    pub may_be_less: bool,
    /// The most that a day has, in s.
    pub day: Option<u32>,
    /// More than a day has may be paid for.
    pub has_credits: bool,
    /// A run of so many seconds is longer than the pool allows.
    pub illegal: Option<u32>,
}

/// What the Hub answered about the visitor's quota, and when at the latest, in ms since 1970.
pub type LookUp<'a> = (&'a QuotaAnswer, u64);

/// All of a file's functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overall {
    /// The file declares none.
    None,
    /// Each fits.
    Fits,
    /// This one alone does, by its place in the list.
    OnlyOne(usize),
    /// Some do, others do not.
    Some,
    /// None does.
    Refused,
    /// None ever will.
    Never,
    /// Each depends on its input.
    Depends,
    /// Nothing can be said of all of them.
    Mixed,
}

/// An older figure says nothing of now, in ms: runs elsewhere use the same pool.
const MAX_AGE_MS: u64 = 3_600_000;

impl Left {
    /// What is left where the next run here would be charged; of guests only what a message told, of an
    /// account what the page, the look-up or a message told, whichever is newest. `now` in ms since 1970.
    #[must_use]
    pub fn of(facts: &Facts, verdict: &Verdict, look_up: Option<LookUp>, now: u64) -> Self {
        // What became of the last run need not become of the next one, where the account may count.
        let is_of_last_run = verdict.grade == Grade::Observed
            && facts.visitor.signed_in == Some(true)
            && !facts.never_asks();
        let is_unclear = match verdict.pool {
            Pool::Guest => is_of_last_run,
            Pool::Account => verdict_owner(facts) != AccountOwner::Visitor,
            _ => true,
        };
        if is_unclear || verdict.grade == Grade::Assumed || facts.called().is_some() {
            return Self::default();
        }
        let is_guest = verdict.pool == Pool::Guest;
        let told = facts
            .messages
            .iter()
            .filter(|message| match message.charged_to {
                ChargedTo::Unauthenticated | ChargedTo::IpFallback => is_guest,
                ChargedTo::Free | ChargedTo::Pro => !is_guest,
                ChargedTo::Space | ChargedTo::Unknown => false,
            });
        let newest = told
            .clone()
            .filter_map(|message| told_at(message, now))
            .max();
        let too_long = facts
            .messages
            .iter()
            .filter(|message| message.cause == Cause::IllegalDuration);
        let mut left = Self {
            illegal: too_long
                .filter_map(|message| message.requested_seconds)
                .min(),
            may_be_less: told.clone().any(|message| is_held(message, now)),
            ..Self::default()
        };
        if is_guest {
            left.day = QUOTA.holds(facts).then_some(QUOTA.guest_at_most);
            return left.with(newest, facts);
        }
        let page = facts.visitor.allowance.as_ref();
        let quota = match look_up {
            Some((QuotaAnswer::Known { remaining }, at)) => Some((remaining, at)),
            _ => None,
        };
        let by_page = page.and_then(|page| {
            let at = milliseconds(page.at.as_deref()?)?;
            Some((at, page.left.into()))
        });
        let by_hub = quota.map(|(known, at)| (at, known.allowance.left.into()));
        let figures = [newest, by_page, by_hub].into_iter().flatten();
        let is_fresh = |(at, _): &(u64, u32)| now.saturating_sub(*at) <= MAX_AGE_MS;
        let allowance = page.or(quota.map(|(known, _)| &known.allowance));
        let of_plan = facts.visitor.plan.filter(|_| QUOTA.holds(facts));
        let of_plan = of_plan.map(|plan| u32::from(QUOTA.minutes(plan)).saturating_mul(60));
        let runs = quota.and_then(|(known, _)| known.runs.as_ref());
        left.day = allowance.map(|known| known.base.into()).or(of_plan);
        left.has_credits = facts.visitor.plan != Some(Plan::Free);
        left.may_be_less |= runs.is_some_and(|runs| runs.left == 0);
        left.with(figures.filter(is_fresh).max(), facts)
    }

    /// A figure, and when it was true; a run that left since may have used some of it.
    fn with(self, figure: Option<(u64, u32)>, facts: &Facts) -> Self {
        let has_run_since = figure.is_some_and(|(at, _)| {
            (facts.runs.iter()).any(|run| milliseconds(&run.at).is_none_or(|left| left > at))
        });
        Self {
            seconds: figure.map(|(_, seconds)| seconds),
            may_be_less: self.may_be_less || has_run_since,
            ..self
        }
    }

    /// Whether a run that is checked for so much would start.
    #[must_use]
    pub fn fit(&self, function: &Declaration) -> Fit {
        let Some(checked) = function.checked_seconds else {
            return if function.duration_seconds.is_none() {
                Fit::Depends
            } else {
                Fit::Unknown
            };
        };
        let exceeds = |limit: Option<u32>| limit.is_some_and(|limit| checked > limit);
        let (refused, never) = if self.has_credits {
            (Fit::MayBeRefused, Fit::MayBeRefused)
        } else {
            (Fit::Refused, Fit::Never)
        };
        // Large Spaces get the whole card without saying so (May 2026), which costs twice.
        let doubled = function
            .duration_seconds
            .map(|asked| asked.saturating_mul(2));
        let may_cost_more = function.size.is_none() && self.seconds.map(u64::from) < doubled;
        match () {
            () if self.illegal.is_some_and(|illegal| checked >= illegal) => Fit::TooLong,
            () if exceeds(self.day) => never,
            () if exceeds(self.seconds) => refused,
            () if self.seconds.is_none() || self.may_be_less || may_cost_more => Fit::Unknown,
            () => Fit::Fits,
        }
    }
}

/// What a message told, and when; nothing once its wait is over.
fn told_at(message: &ZeroGpuMessage, now: u64) -> Option<(u64, u32)> {
    let at = milliseconds(&message.at)?;
    let is_young = now.saturating_sub(at) <= MAX_AGE_MS;
    let is_over = message.retry_after_seconds.is_some() && !is_waiting(message, now);
    message
        .left_seconds
        .filter(|_| is_young && !is_over)
        .map(|seconds| (at, seconds))
}

/// Whether no run starts for a while, however little it asks for.
fn is_held(message: &ZeroGpuMessage, now: u64) -> bool {
    let may_last = message.retry_after_seconds.is_none() || is_waiting(message, now);
    message.cause == Cause::RunsExceeded && may_last
}

fn is_waiting(message: &ZeroGpuMessage, now: u64) -> bool {
    let wait = u64::from(message.retry_after_seconds.unwrap_or_default()).saturating_mul(1_000);
    milliseconds(&message.at).is_some_and(|at| at.saturating_add(wait) > now)
}

/// What holds of all functions.
#[must_use]
pub fn overall(fits: &[Fit]) -> Overall {
    let all = |fit: Fit| fits.iter().all(|it| *it == fit);
    let is_refused = |fit: &&Fit| matches!(fit, Fit::Refused | Fit::Never | Fit::TooLong);
    let fitting = fits.iter().filter(|fit| **fit == Fit::Fits).count();
    let is_plain = fits
        .iter()
        .filter(is_refused)
        .count()
        .saturating_add(fitting)
        == fits.len();
    match fits.iter().position(|fit| *fit == Fit::Fits) {
        _ if fits.is_empty() => Overall::None,
        _ if all(Fit::Depends) => Overall::Depends,
        _ if all(Fit::Never) => Overall::Never,
        _ if !is_plain => Overall::Mixed,
        // Two reasons have no sentence in common.
        None if fits.contains(&Fit::TooLong) => Overall::Mixed,
        None => Overall::Refused,
        Some(_) if fitting == fits.len() => Overall::Fits,
        Some(at) if fitting == 1 => Overall::OnlyOne(at),
        Some(_) => Overall::Some,
    }
}

/// A sentence for the banner, where it is certain that no run of the file's functions will start here: each
/// asks for more than guests have in a whole day, or than is left. `now` in ms since 1970.
#[must_use]
pub fn banner_sentence(
    facts: &Facts,
    verdict: &Verdict,
    source: Option<&SourceAnswer>,
    now: u64,
    localize: &Localize,
) -> Option<Text> {
    let (file, functions) = source?.functions()?;
    // What is being built is another file than what runs.
    let is_built = facts
        .space
        .stage
        .as_deref()
        .is_none_or(|stage| stage == "RUNNING");
    let left = Left::of(facts, verdict, None, now);
    let fits: Vec<Fit> = functions
        .iter()
        .map(|function| left.fit(function))
        .collect();
    let least = functions
        .iter()
        .filter_map(|function| function.checked_seconds)
        .min()?;
    let file = file.to_owned();
    let checked = duration::gpu_time(least, localize);
    let sentence = match (overall(&fits), left.seconds) {
        (Overall::Never, _) if verdict.pool == Pool::Guest => {
            Text::with("forecast_moreThanDay", [file, checked])
        }
        (Overall::Refused, Some(left)) => {
            let left = duration::gpu_time(left, localize);
            Text::with("forecast_moreThanLeft", [file, checked, left])
        }
        _ => return None,
    };
    is_built.then_some(sentence)
}

/// The function that asked for what a message tells, with its file, where the source declares one such
/// function. Before `spaces` 0.50.4 messages told what a run asks for, not what is checked.
#[must_use]
pub fn declared<'a>(
    source: Option<&'a SourceAnswer>,
    message: &ZeroGpuMessage,
) -> Option<(&'a str, &'a Declaration)> {
    let (file, functions) = source?.functions()?;
    let requested = message.requested_seconds?;
    let is_plain = functions
        .iter()
        .all(|function| function.checked_seconds.is_some());
    let asked = |function: &&Declaration| {
        function.checked_seconds == Some(requested)
            || function.duration_seconds == Some(requested.into())
    };
    let mut found = functions.iter().filter(asked);
    let function = found.next().filter(|_| is_plain)?;
    found.next().is_none().then_some((file, function))
}

/// What a function is called by, or where it stands.
#[must_use]
pub fn name(function: &Declaration, localize: &Localize) -> String {
    if function.function.starts_with('<') {
        localize("forecast_line", &[number(function.line, localize)])
    } else {
        function.function.clone()
    }
}
