//! Which of ZeroGPU's messages counts.

use super::{Cause, Facts, ZeroGpuMessage};

impl Facts {
    /// When the last run left that the visitor asked for: what ZeroGPU says after it is about that
    /// run, or about one that is chained to it. Empty where unknown.
    pub(super) fn last_user_run_at(&self) -> &str {
        let asked = self.runs.iter().rfind(|run| !run.is_chained);
        asked.map_or("", |run| run.at.as_str())
    }

    /// What ZeroGPU said of the last run that the visitor asked for, and there is something to explain:
    /// the newest such message. A fault of the visitor's pass explains what follows; and what an app
    /// does after a refusal may fail for want of its result.
    #[must_use]
    pub fn current_message(&self) -> Option<&ZeroGpuMessage> {
        let since = self.last_user_run_at();
        let mut newest: Option<&ZeroGpuMessage> = None;
        for message in &self.messages {
            let is_fault = |message: &ZeroGpuMessage| message.cause == Cause::IpFallback;
            let is_more = match message.cause {
                Cause::Other => {
                    message.tells_app_failure()
                        && newest.is_none_or(ZeroGpuMessage::tells_app_failure)
                }
                _ => !newest.is_some_and(is_fault),
            };
            if message.is_since(since) && is_more {
                newest = Some(message);
            }
        }
        newest
    }
}
