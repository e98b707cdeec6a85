//! What the banner and the cards in its place are made of, as plain data: the same for the WASM that
//! builds it in the page and for the glue that builds it where a page's CSP keeps WASM out.

use crate::assess::Pool;
use crate::card::Card;
use crate::element::{Element, button, element};
use crate::words::{Lookup, Mark, Message, Saying, WayOut};

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
    /// Opens the report on the tab, to be copied.
    pub const REPORT: &str = "report";
}

/// Builds the banner.
#[must_use]
pub fn banner(saying: &Saying, lookup: &Lookup) -> Element {
    let parts = Parts(lookup);
    let words = parts
        .words(&saying.headline, &saying.cause)
        .holding(element(
            "span",
            "consequence",
            &parts.said(&saying.consequence),
        ));
    let mut actions = parts.actions(saying.way_out.as_ref());
    if saying.normal_window {
        let label = parts.word("action_normalWindow");
        actions = actions.holding(button("plain", act::NORMAL_WINDOW, &label));
    }
    parts
        .section("banner", "pill_guest")
        .holding(words)
        .holding(actions.holding(parts.why_button()))
        .holding(parts.dismiss())
        .holding(parts.why(&saying.evidence, &saying.figures))
}

/// Builds a card.
#[must_use]
pub fn card(card: &Card, lookup: &Lookup) -> Element {
    let parts = Parts(lookup);
    let (class, pill) = match card.pool {
        Pool::Guest => ("banner card", "pill_guest"),
        _ => ("banner card note", "pill_note"),
    };
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.holding(element("li", "", &parts.said(help)));
    }
    let mut body = element("div", "body", "").holding(helps);
    if let Some(scope) = &card.scope {
        body = body.holding(element("p", "scope", &parts.said(scope)));
    }
    if let Some((until, clock)) = &card.until {
        // Its text changes with the time (`src/page/countdown.rs`).
        body = body.holding(
            element("p", "countdown", "")
                .attribute("data-until", until)
                .attribute("data-clock", clock),
        );
    }
    let mut actions = parts.actions(card.way_out.as_ref());
    if card.offers_report {
        let class = if card.way_out.is_some() {
            "plain"
        } else {
            "main"
        };
        actions = actions.holding(button(class, act::REPORT, &parts.word("action_report")));
    }
    parts
        .section(class, pill)
        .holding(parts.words(&card.headline, &card.charged))
        .holding(body)
        .holding(actions.holding(parts.why_button()))
        .holding(parts.dismiss())
        .holding(parts.why(&card.evidence, &card.figures))
}

/// What a banner and a card have in common.
struct Parts<'a>(&'a Lookup<'a>);

impl Parts<'_> {
    fn word(&self, key: &str) -> String {
        (self.0)(key, &[])
    }

    fn said(&self, message: &Message) -> String {
        message.said(self.0)
    }

    /// With our mark. A press folds the banner into a pill, should it lie on something that is
    /// needed.
    fn section(&self, class: &'static str, pill: &str) -> Element {
        let fold = button("gauge", act::FOLD, "")
            .attribute("aria-label", &self.word("action_fold"))
            .attribute("title", &self.word("action_fold"))
            .attribute("aria-expanded", "true");
        // No popover by its looks: as one, it is hidden once it is "shown" (`extension/banner.css`).
        // So the browser dismisses it also where an update or an end of the extension took our script.
        element("section", class, "")
            .attribute("id", "banner")
            .attribute("popover", "manual")
            .attribute("aria-label", &self.word("extensionName"))
            .attribute("dir", &self.word("@@bidi_dir"))
            .holding(fold)
            .holding(element("span", "pill", &self.word(pill)))
    }

    fn words(&self, headline: &Message, cause: &Message) -> Element {
        element("div", "words", "")
            .attribute("role", "status")
            .holding(element("strong", "headline", &self.said(headline)))
            .holding(element("span", "cause", &self.said(cause)))
    }

    fn actions(&self, way_out: Option<&WayOut>) -> Element {
        let actions = element("div", "actions", "");
        let Some(way_out) = way_out else {
            return actions;
        };
        let link = element("a", "main", &self.said(&way_out.label))
            .attribute("href", &way_out.href)
            .attribute("rel", "noopener")
            .attribute("target", way_out.target);
        // These lead to the Space's page with what the app's address holds by then.
        let is_renewed = matches!(way_out.label.key, "action_openHub" | "action_reload");
        actions.holding(if is_renewed {
            link.attribute("data-act", act::LEAVE)
        } else {
            link
        })
    }

    fn why_button(&self) -> Element {
        button("plain", act::WHY, &self.word("action_why")).attribute("aria-expanded", "false")
    }

    fn dismiss(&self) -> Element {
        button("dismiss", act::DISMISS, "×")
            .attribute("popovertarget", "banner")
            .attribute("popovertargetaction", "show")
            .attribute("aria-label", &self.word("action_dismiss"))
            .attribute("title", &self.word("action_dismiss"))
    }

    fn why(&self, facts: &[(Mark, Message)], figures: &Message) -> Element {
        let mut evidence = element("ul", "", "");
        for (mark, fact) in facts {
            evidence = evidence.holding(
                element("li", mark.class(), "")
                    .holding(element("span", "spoken", &self.word(mark.spoken())))
                    .holding(element("span", "", &self.said(fact))),
            );
        }
        element("div", "why", "")
            .attribute("hidden", "")
            .holding(element("p", "lead", &self.word("why_lead")))
            .holding(evidence)
            .holding(element("p", "figures", &self.said(figures)))
            .holding(element("p", "limits", &self.word("why_limits")))
    }
}
