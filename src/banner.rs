//! What the banner is made of, as plain data: the same for the WASM that builds it in the page and
//! for the glue that builds it where a page's CSP keeps WASM out.

use crate::element::{Element, button, element};
use crate::words::{Lookup, Message, Saying};

/// The custom element's name, which tells nothing of the verdict.
pub const TAG: &str = "whose-quota-banner";

/// The banner's styles. Adopted by its shadow root, so a page's CSP does not touch them.
pub const STYLES: &str = include_str!(concat!(env!("OUT_DIR"), "/banner.css"));

/// The values of `data-act`: what a press on an element does.
pub mod act {
    /// The way out, a link: its address is renewed before it is followed.
    pub const LEAVE: &str = "leave";
    /// Opens the Space's page in a window that is not private.
    pub const NORMAL_WINDOW: &str = "normal-window";
    /// Unfolds or folds the evidence, the element of class `why`.
    pub const WHY: &str = "why";
    /// Folds the banner into a pill, or unfolds it.
    pub const FOLD: &str = "fold";
    /// Removes the banner from this page.
    pub const DISMISS: &str = "dismiss";
}

/// Builds the banner.
#[must_use]
pub fn banner(saying: &Saying, lookup: &Lookup) -> Element {
    let said = |message: &Message| message.said(lookup);
    let word = |key: &str| lookup(key, &[]);

    // Our mark. A press folds the banner into a pill, should it lie on something that is needed.
    let fold = button("gauge", act::FOLD, "")
        .attribute("aria-label", &word("action_fold"))
        .attribute("title", &word("action_fold"))
        .attribute("aria-expanded", "true");

    let words = element("div", "words", "")
        .attribute("role", "status")
        .holding(element("strong", "headline", &said(&saying.headline)))
        .holding(element("span", "cause", &said(&saying.cause)))
        .holding(element("span", "consequence", &said(&saying.consequence)));

    let mut actions = element("div", "actions", "");
    if let Some(way_out) = &saying.way_out {
        actions = actions.holding(
            element("a", "main", &said(&way_out.label))
                .attribute("href", &way_out.href)
                .attribute("rel", "noopener")
                .attribute("target", way_out.target)
                .attribute("data-act", act::LEAVE),
        );
    }
    if saying.normal_window {
        let label = word("action_normalWindow");
        actions = actions.holding(button("plain", act::NORMAL_WINDOW, &label));
    }
    let why = button("plain", act::WHY, &word("action_why"));
    let dismiss = button("dismiss", act::DISMISS, "×")
        .attribute("aria-label", &word("action_dismiss"))
        .attribute("title", &word("action_dismiss"));

    let mut evidence = element("ul", "", "");
    for (mark, fact) in &saying.evidence {
        evidence = evidence.holding(
            element("li", mark.class(), "")
                .holding(element("span", "spoken", &word(mark.spoken())))
                .holding(element("span", "", &said(fact))),
        );
    }

    element("section", "banner", "")
        .attribute("aria-label", &word("extensionName"))
        .attribute("dir", &word("@@bidi_dir"))
        .holding(fold)
        .holding(element("span", "pill", &word("pill")))
        .holding(words)
        .holding(actions.holding(why.attribute("aria-expanded", "false")))
        .holding(dismiss)
        .holding(
            element("div", "why", "")
                .attribute("hidden", "")
                .holding(element("p", "lead", &word("why_lead")))
                .holding(evidence)
                .holding(element("p", "figures", &said(&saying.figures)))
                .holding(element("p", "limits", &word("why_limits"))),
        )
}
