//! How this Space is called from code, in a fold.

use super::{act, copied};
use crate::facts::{Facts, SpaceSource};
use crate::ui::element::{Element, button, element};
use crate::ui::from_code::{snippets, words};
use crate::ui::text::Localizer;
use crate::verdict::{Pool, Verdict};

/// Of public ZeroGPU Spaces: others ask for no pass, or for more than one.
pub(super) fn code_section(
    facts: &Facts,
    verdict: &Verdict,
    localizer: Localizer,
) -> Option<Element> {
    let space = SpaceSource::of(&facts.space).filter(|_| verdict.pool != Pool::None)?;
    let label = facts.space.subdomain.as_deref().unwrap_or_default();
    let text = |key| element("p", "", &localizer.plain(key));
    let mut fold = element("details", "code", "")
        .child(element("summary", "", &localizer.plain(words::TITLE)))
        .child(text(words::INTRO))
        .child(text(words::UNSEEN))
        .child(copied());
    for snippet in snippets(&space.id, &[label, ".hf.space"].concat()) {
        fold = fold.child(element("h3", "", &localizer.plain(snippet.title)));
        for key in snippet.quota {
            fold = fold.child(text(key));
        }
        let copy = localizer.plain("action_copyCode");
        let name = [&copy, ": ", &localizer.plain(snippet.title)].concat();
        fold = fold
            .child(element("pre", "", &snippet.code).attribute("dir", "ltr"))
            .child(button("plain", act::COPY_CODE, &copy).attribute("aria-label", &name));
    }
    Some(fold)
}
