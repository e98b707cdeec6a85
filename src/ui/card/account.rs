//! Whose account it is that ZeroGPU speaks of. Its message names a plan and seconds, never a person:
//! a Space may ask with a token of its own. What the Hub page says of the visitor tells more.

use crate::facts::{Allowance, ChargedTo, Facts, Place, Plan, Run, ZeroGpuMessage, milliseconds};

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountOwner {
    /// The visitor's own: nothing that is known contradicts it.
    Visitor,
    /// It cannot be told: "an account".
    Unknown,
    /// Not the visitor's.
    SomebodyElse,
}

/// An `xlarge` GPU counts two seconds each second
/// (<https://huggingface.co/docs/hub/spaces-zerogpu>, August 2026).
const MAX_COST: u32 = 2;

/// Nobody knows how many runs an account may have on GPUs at once, besides those that were seen here.
/// Four is much for a person.
const UNSEEN_RUNS: u32 = 4;

/// The page's figure bears the Hub's time, the message the visitor's: how far apart the two clocks
/// may be, in seconds.
const CLOCKS: u32 = 15;

/// A figure this young is taken as it is, in seconds. Only at the moment at which a new day of GPU
/// time begins may more be left than before, and that is one minute of 1440.
const FRESH: u32 = 60;

/// Whose account a message is about that names one.
#[must_use]
pub fn account_owner(facts: &Facts, message: &ZeroGpuMessage) -> AccountOwner {
    let visitor = &facts.visitor;
    if facts.place != Place::Hub || visitor.signed_in != Some(true) {
        return AccountOwner::Unknown;
    }
    let by_plan = owner_by_plan(visitor.plan, message.charged_to);
    let by_rest = match &visitor.allowance {
        Some(allowance) => owner_by_rest(allowance, &facts.runs, message),
        None => AccountOwner::Visitor,
    };
    match (by_plan, by_rest) {
        (AccountOwner::SomebodyElse, _) | (_, AccountOwner::SomebodyElse) => {
            AccountOwner::SomebodyElse
        }
        (_, AccountOwner::Unknown) => AccountOwner::Unknown,
        // A Space without ZeroGPU has asked another one, in whoever's name.
        _ if !facts.can_count_for_visitor() => AccountOwner::Unknown,
        _ => AccountOwner::Visitor,
    }
}

/// Whose account the verdict is about, where its pool is an account.
#[must_use]
pub fn verdict_owner(facts: &Facts) -> AccountOwner {
    match facts.current_message().filter(|message| message.decides()) {
        Some(message) => account_owner(facts, message),
        None if facts.can_count_for_visitor() => AccountOwner::Visitor,
        None => AccountOwner::Unknown,
    }
}

/// A free account's message is not that of somebody who pays, nor the other way round.
fn owner_by_plan(plan: Option<Plan>, identity: ChargedTo) -> AccountOwner {
    match (identity, plan) {
        (ChargedTo::Free, Some(Plan::Pro | Plan::Team | Plan::Enterprise))
        | (ChargedTo::Pro, Some(Plan::Free)) => AccountOwner::SomebodyElse,
        _ => AccountOwner::Visitor,
    }
}

/// What the seconds tell that the message and the page name.
fn owner_by_rest(allowance: &Allowance, runs: &[Run], message: &ZeroGpuMessage) -> AccountOwner {
    let Some((left, asked)) = message.left_seconds.zip(message.requested_seconds) else {
        return AccountOwner::Visitor;
    };
    let (day, rest) = (u32::from(allowance.base), u32::from(allowance.left));
    if left > day {
        return AccountOwner::SomebodyElse;
    }
    // Either may be rounded.
    if left.abs_diff(rest) <= 1 {
        return AccountOwner::Visitor;
    }
    let before = earlier_runs(allowance, runs, message);
    let used_here = asked.saturating_mul(MAX_COST).saturating_mul(before);
    // The most that one account can have used since.
    let usable = seconds_since(allowance, runs, message).map(|since| {
        let gpus = UNSEEN_RUNS.saturating_add(before);
        let time = since.saturating_add(CLOCKS);
        let used = time.saturating_mul(MAX_COST).saturating_mul(gpus);
        (since, used.saturating_add(used_here))
    });
    match usable {
        Some((since, usable)) if left > rest => {
            let is_new_day = day.saturating_sub(left) <= usable;
            if since <= FRESH || !is_new_day {
                AccountOwner::SomebodyElse
            } else {
                AccountOwner::Unknown
            }
        }
        None if left > rest => AccountOwner::Unknown,
        Some((_, usable)) if rest.saturating_sub(left) > usable => AccountOwner::SomebodyElse,
        _ if rest.saturating_sub(left) <= used_here => AccountOwner::Visitor,
        _ => AccountOwner::Unknown,
    }
}

/// How many runs of this page may have used up what the page's figure still has: all since then but
/// the one that was refused.
fn earlier_runs(allowance: &Allowance, runs: &[Run], message: &ZeroGpuMessage) -> u32 {
    let from = allowance.at.as_deref().and_then(milliseconds);
    let is_counted = |run: &&Run| {
        let at = milliseconds(&run.at);
        let is_after = at.zip(from).is_none_or(|(at, from)| at >= from);
        run.carries_identity() && is_after && (message.at.is_empty() || run.at <= message.at)
    };
    let count = runs.iter().filter(is_counted).count();
    u32::try_from(count).map_or(u32::MAX, |count| count.saturating_sub(1))
}

/// How long the page's figure has been there when the message came, in seconds; as long as the runs
/// have that left the page, if its time is older than that by another clock.
fn seconds_since(allowance: &Allowance, runs: &[Run], message: &ZeroGpuMessage) -> Option<u32> {
    let to = milliseconds(&message.at)?;
    let since = |at: &str| to.checked_sub(milliseconds(at)?);
    let of_page = since(allowance.at.as_deref()?)?;
    let of_runs = runs.first().and_then(|run| since(&run.at));
    let longest = of_page.max(of_runs.unwrap_or_default());
    u32::try_from(longest.div_ceil(1_000)).ok()
}
