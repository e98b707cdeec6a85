//! What became of this session's runs, by Space: does one Space fail, or do all of them? The test
//! that helpers on the forum ask people to do by hand.
//!
//! Nobody outside of a Space sees a run succeed. What is seen: it left, its stream of results ended,
//! and ZeroGPU said nothing.

use super::{Cause, ChargedTo, Facts, Run, SpaceId};
use serde::{Deserialize, Serialize};

/// More runs than a card needs.
const MAX_RUNS: usize = 60;

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RunOutcome {
    space: SpaceId,
    subdomain: String,
    /// When it left, ISO 8601 in UTC.
    at: String,
    /// Its results have come to an end.
    ended: bool,
    /// What ZeroGPU said of it.
    trouble: Option<Trouble>,
}

/// What ZeroGPU said: of two runs, the same or not.
type Trouble = (Cause, ChargedTo);

/// The runs of this session, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHistory(Vec<RunOutcome>);

impl RunHistory {
    /// Records a page's facts: runs that left it, and what ZeroGPU said of them. Only of Spaces
    /// that are known to run on ZeroGPU, and by their names.
    pub fn record(&mut self, facts: &Facts) {
        let is_zero_gpu = facts.space.is_zero_gpu();
        let (Some(id), Some(true)) = (&facts.space.id, is_zero_gpu) else {
            return;
        };
        let own_host = facts.space.subdomain.clone();
        let subdomain = own_host.unwrap_or_else(|| id.subdomain());
        let outcome = |at: &str| RunOutcome {
            space: id.clone(),
            subdomain: subdomain.clone(),
            at: at.to_owned(),
            ended: false,
            trouble: None,
        };
        // What an app does after a refused run, by itself, is no run that went well.
        let asked = |run: &&Run| !run.at.is_empty() && !run.is_chained;
        for run in facts.runs.iter().filter(asked) {
            let is_new = !(self.0.iter()).any(|other| other.space.is(id) && other.at == run.at);
            if is_new {
                self.0.push(outcome(&run.at));
            }
        }
        self.sort();
        let messages = facts.messages.iter();
        for told in messages.filter(|told| told.cause != Cause::Other && !told.at.is_empty()) {
            let mut earlier = self.0.iter_mut().rev();
            let last = earlier.find(|other| other.space.is(id) && other.at <= told.at);
            match last {
                // A fault of the pass explains what else was said of the same run.
                Some(last)
                    if last
                        .trouble
                        .is_some_and(|(cause, _)| cause == Cause::IpFallback) => {}
                Some(last) => last.trouble = Some((told.cause, told.charged_to)),
                None => {
                    let trouble = Some((told.cause, told.charged_to));
                    let own = outcome(&told.at);
                    self.0.push(RunOutcome { trouble, ..own });
                    self.sort();
                }
            }
        }
        let surplus = self.0.len().saturating_sub(MAX_RUNS);
        self.0.drain(..surplus);
    }

    fn sort(&mut self) {
        self.0.sort_by(|one, other| one.at.cmp(&other.at));
    }

    /// A stream of results has come to its end, with all runs of a Space that left between two points
    /// in time.
    pub fn ended(&mut self, subdomain: &str, from: &str, to: &str) {
        for outcome in &mut self.0 {
            let is_within = (from..=to).contains(&outcome.at.as_str());
            outcome.ended |= outcome.subdomain == subdomain && is_within;
        }
    }

    /// The last run of each other Space since a point in time, newest first.
    fn others(&self, space: &SpaceId, since: &str) -> Vec<&RunOutcome> {
        let mut last: Vec<&RunOutcome> = vec![];
        for outcome in self.0.iter().rev() {
            let is_known = last.iter().any(|other| other.space.is(&outcome.space));
            if outcome.at.as_str() >= since && !outcome.space.is(space) && !is_known {
                last.push(outcome);
            }
        }
        last
    }

    /// Another Space whose last run since then ended, and ZeroGPU said nothing.
    #[must_use]
    pub fn last_success_elsewhere(&self, space: &SpaceId, since: &str) -> Option<&SpaceId> {
        let mut others = self.others(space, since).into_iter();
        let ran = others.find(|outcome| outcome.ended && outcome.trouble.is_none())?;
        Some(&ran.space)
    }

    /// Other Spaces of whose last run since then ZeroGPU said the same: one of each owner, and none of
    /// this Space's.
    #[must_use]
    pub fn similar_failures(
        &self,
        space: &SpaceId,
        trouble: (Cause, ChargedTo),
        since: &str,
    ) -> Vec<&SpaceId> {
        let mut found: Vec<&SpaceId> = vec![];
        for outcome in self.others(space, since) {
            let same_owner = |id: &SpaceId| id.owner().eq_ignore_ascii_case(outcome.space.owner());
            let is_related = same_owner(space) || found.iter().any(|id| same_owner(id));
            if outcome.trouble == Some(trouble) && !is_related {
                found.push(&outcome.space);
            }
        }
        found
    }
}
