//! The app's own failure on the GPU, which ZeroGPU reports by the exception's class alone
//! (`spaces/zero/wrappers.py` and `client.py`, spaces 0.51.3).

use super::CardBuilder;
use crate::facts::GRADIO_FAILURE;
use crate::ui::text::Text;

impl CardBuilder<'_> {
    /// `None` where ZeroGPU said something that needs no explanation.
    pub(super) fn headline_app_failure(&self) -> Option<Text> {
        let failure = self.message.fault.as_deref()?;
        Some(if failure == GRADIO_FAILURE {
            // Raised before a GPU is asked for.
            Text::plain("card_appFailedBefore")
        } else {
            Text::with("card_appFailed", vec![failure.to_owned()])
        })
    }

    pub(super) fn helps_app_failure() -> Vec<Text> {
        ["help_appFailed", "help_appFailedOwner"]
            .map(Text::plain)
            .into()
    }
}
