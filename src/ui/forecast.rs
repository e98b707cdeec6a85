//! Before a run: what the Space's functions ask for, held against what is left for this visitor in this
//! place. As the source declares it: nothing here was measured.

use crate::facts::{
    Cause, ChargedTo, Declaration, Facts, Plan, QuotaAnswer, SourceAnswer, ZeroGpuMessage,
    milliseconds,
};
use crate::ui::QUOTA;
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
    /// The most that a day has, in s.
    pub day: Option<u32>,
    /// More than a day has may be paid for.
    pub has_credits: bool,
    /// A run of so many seconds is longer than the pool allows.
    pub illegal: Option<u32>,
}

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

/// The look-up is asked anew after that time (`extension/background/remaining.js`), in ms.
const QUOTA_TTL_MS: u64 = 60_000;

impl Left {
    /// What is left where a run here would be charged; of guests only what a message told, of an account
    /// what the page, the look-up or a message told, whichever is newest. `now` in ms since 1970.
    #[must_use]
    pub fn of(facts: &Facts, verdict: &Verdict, quota: Option<&QuotaAnswer>, now: u64) -> Self {
        if verdict.grade == Grade::Assumed {
            return Self::default();
        }
        let messages = |is_charged: fn(&ZeroGpuMessage) -> bool| {
            facts
                .messages
                .iter()
                .rev()
                .filter(move |message| is_charged(message))
        };
        match verdict.pool {
            Pool::Guest => {
                let own = messages(|message| {
                    matches!(
                        message.charged_to,
                        ChargedTo::Unauthenticated | ChargedTo::IpFallback
                    )
                });
                Self {
                    seconds: own.clone().find_map(|message| message.left_seconds),
                    day: QUOTA.holds(facts).then_some(QUOTA.guest_at_most),
                    has_credits: false,
                    illegal: illegal(own),
                }
            }
            Pool::Account => {
                let own = messages(|message| {
                    matches!(message.charged_to, ChargedTo::Free | ChargedTo::Pro)
                });
                let page = facts.visitor.allowance.as_ref();
                let looked_up = match quota {
                    Some(QuotaAnswer::Known { remaining }) => Some(&remaining.allowance),
                    _ => None,
                };
                let at = |iso: &str| milliseconds(iso).unwrap_or_default();
                let told = own.clone().find(|message| message.left_seconds.is_some());
                let told = told.map(|message| (at(&message.at), message.left_seconds));
                let by_page = page.map(|page| {
                    let since = page.at.as_deref().map(at).unwrap_or_default();
                    (since, Some(page.left.into()))
                });
                let by_hub = looked_up
                    .map(|known| (now.saturating_sub(QUOTA_TTL_MS), Some(known.left.into())));
                let newest = [told, by_page, by_hub].into_iter().flatten().max();
                let base = page.or(looked_up).map(|known| known.base.into());
                let of_plan = facts.visitor.plan.filter(|_| QUOTA.holds(facts));
                let of_plan = of_plan.map(|plan| u32::from(QUOTA.minutes(plan)).saturating_mul(60));
                Self {
                    seconds: newest.and_then(|(_, seconds)| seconds),
                    day: base.or(of_plan),
                    has_credits: facts.visitor.plan != Some(Plan::Free),
                    illegal: illegal(own),
                }
            }
            _ => Self::default(),
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
        match () {
            () if self.illegal.is_some_and(|illegal| checked >= illegal) => Fit::Never,
            () if exceeds(self.day) => never,
            () if exceeds(self.seconds) => refused,
            () if self.seconds.is_some() => Fit::Fits,
            () => Fit::Unknown,
        }
    }
}

/// The shortest run that a message called too long.
fn illegal<'a>(messages: impl Iterator<Item = &'a ZeroGpuMessage>) -> Option<u32> {
    messages
        .filter(|message| message.cause == Cause::IllegalDuration)
        .filter_map(|message| message.requested_seconds)
        .min()
}

/// What holds of all functions.
#[must_use]
pub fn overall(fits: &[Fit]) -> Overall {
    let all = |fit: Fit| fits.iter().all(|it| *it == fit);
    let is_refused = |fit: &&Fit| matches!(fit, Fit::Refused | Fit::Never);
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
        None => Overall::Refused,
        Some(_) if fitting == fits.len() => Overall::Fits,
        Some(at) if fitting == 1 => Overall::OnlyOne(at),
        Some(_) => Overall::Some,
    }
}

/// A sentence for the banner, where it is certain that no run will start here: each function asks for more
/// than guests have in a whole day, or than is left.
#[must_use]
pub fn banner_sentence(
    facts: &Facts,
    verdict: &Verdict,
    source: Option<&SourceAnswer>,
    localize: &Localize,
) -> Option<Text> {
    let (_, functions) = source?.functions()?;
    let left = Left::of(facts, verdict, None, 0);
    let fits: Vec<Fit> = functions
        .iter()
        .map(|function| left.fit(function))
        .collect();
    let least = functions
        .iter()
        .filter_map(|function| function.checked_seconds)
        .min()?;
    let checked = duration::gpu_time(least, localize);
    match (overall(&fits), left.seconds) {
        (Overall::Never, _) if verdict.pool == Pool::Guest => {
            Some(Text::with("forecast_moreThanDay", [checked]))
        }
        (Overall::Refused, Some(left)) => {
            let left = duration::gpu_time(left, localize);
            Some(Text::with("forecast_moreThanLeft", [checked, left]))
        }
        _ => None,
    }
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
    let by_check = |function: &&Declaration| function.checked_seconds == Some(requested);
    let by_request = |function: &&Declaration| function.duration_seconds == Some(requested.into());
    let only = |is_it: &dyn Fn(&&Declaration) -> bool| {
        let mut found = functions.iter().filter(is_it);
        found.next().filter(|_| found.next().is_none())
    };
    let is_plain = functions
        .iter()
        .all(|function| function.checked_seconds.is_some());
    let function = match functions.iter().filter(by_check).count() {
        0 => only(&by_request),
        _ => only(&by_check),
    };
    function
        .filter(|_| is_plain)
        .map(|function| (file, function))
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
