//! Whether it is this Space alone or all of them.

use super::CardBuilder;
use super::fault::Fault;
use crate::facts::{Cause, ChargedTo, SpaceId};
use crate::ui::text::Text;

impl CardBuilder<'_> {
    /// Whether something is wrong, rather than used up: then it is worth asking whose fault it is.
    pub(super) fn is_fault(&self) -> bool {
        match self.fault() {
            Some(fault) => fault != Fault::TooEarly,
            None if self.is_about_quota() && self.is_somebody_elses() => true,
            None => matches!(
                (self.message.cause, self.message.charged_to),
                (Cause::QuotaExceeded, ChargedTo::Space)
                    | (Cause::IpFallback | Cause::GpuAborted, _)
            ),
        }
    }

    pub(super) fn last_success_elsewhere(&self) -> Option<&SpaceId> {
        let id = self.facts.space.id.as_ref()?;
        self.context
            .run_history
            .last_success_elsewhere(id, &self.context.since)
    }

    /// One Space or all of them? And whether it is all of them.
    pub(super) fn scope(&self) -> (Option<Text>, bool) {
        let Some(id) = &self.facts.space.id else {
            return (None, false);
        };
        let (history, since) = (&self.context.run_history, &self.context.since);
        let trouble = (self.message.cause, self.message.charged_to);
        let alike = history.similar_failures(id, trouble, since);
        let left = self
            .facts
            .visitor
            .allowance
            .as_ref()
            .map(|allowance| allowance.left);
        let needed = self.message.requested_seconds.unwrap_or(1);
        let has_left = left.is_some_and(|left| u32::from(left) >= needed.max(1));
        // Three with this one. An account that has nothing left is refused everywhere by right.
        if self.is_fault() && has_left && alike.len() >= 2 {
            return (Some(Text::plain("scope_all")), true);
        }
        let named = |key, id: &SpaceId| Some(Text::with(key, vec![id.as_str().to_owned()]));
        let scope = if let Some(other) = self.last_success_elsewhere() {
            // Nobody knows whose quota that run used.
            let is_here = self.is_fault() && self.fault().is_none();
            let key = if is_here {
                "scope_onlyHere"
            } else {
                "scope_otherRan"
            };
            named(key, other)
        } else if let Some(other) = alike.first() {
            named("scope_alike", other)
        } else {
            self.is_fault().then(|| Text::plain("scope_try"))
        };
        (scope, false)
    }
}
