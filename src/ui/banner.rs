//! What the banner and the cards in its place are made of, as plain data, which src/page builds in the
//! page.

use crate::facts::Facts;
use crate::ui::banner_text::BannerText;
use crate::ui::card::Card;
use crate::ui::element::{Element, button, element};
use crate::ui::evidence::Signal;
use crate::ui::hide::hide_choices;
use crate::ui::remedy::Remedy;
use crate::ui::text::{Localize, Localizer, Text};
use crate::verdict::Pool;

/// The banner's styles. Adopted by its shadow root, so a page's CSP does not touch them.
pub const STYLES: &str = include_str!(concat!(env!("OUT_DIR"), "/banner.css"));

/// The values of `data-act`: what a press on an element does.
pub mod act {
    /// The remedy, a link: its address is renewed before it is followed.
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
    /// Leads back to the direct address from which the visitor came.
    pub const BACK: &str = "back";
}

/// So many letters of headline, cause and action stand in one line on a desktop (`src/ui/banner.css`).
const MAX_LINE: usize = 92;

/// Builds the banner.
#[must_use]
pub fn banner(banner_text: &BannerText, facts: &Facts, localize: &Localize) -> Element {
    let parts = Parts(Localizer(localize));
    let mut actions = parts.actions(banner_text.remedy.as_ref());
    if banner_text.normal_window {
        let label = parts.0.plain("action_normalWindow");
        actions = actions.child(button("plain", act::NORMAL_WINDOW, &label));
    }
    let mut words = parts.words(&banner_text.headline, &banner_text.cause, &actions);
    for text in [
        Some(&banner_text.consequence),
        banner_text.forecast.as_ref(),
    ] {
        let text = text.map(|text| element("span", "consequence", &parts.0.text(text)));
        words.children.extend(text);
    }
    parts
        .section("banner", "pill_guest")
        .child(words)
        .child(actions.child(parts.why_button()))
        .child(parts.dismiss())
        .child(parts.why(&banner_text.evidence, &banner_text.figures, facts))
}

/// Says that a direct address led here, as the visitor chose, and leads back.
#[must_use]
pub fn opened_note(localize: &Localize) -> Element {
    let parts = Parts(Localizer(localize));
    let label = parts.0.plain("action_back");
    let actions = element("div", "actions", "").child(button("plain", act::BACK, &label));
    let (headline, cause) = (Text::plain("headline_opened"), Text::plain("cause_opened"));
    parts
        .section("banner note", "pill_note")
        .child(parts.words(&headline, &cause, &actions))
        .child(actions)
        .child(parts.dismiss())
}

/// Builds a card.
#[must_use]
pub fn card(card: &Card, facts: &Facts, localize: &Localize) -> Element {
    let parts = Parts(Localizer(localize));
    let (class, pill) = match card.pool {
        Pool::Guest => ("banner card expanded", "pill_guest"),
        _ => ("banner card note expanded", "pill_note"),
    };
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.child(element("li", "", &parts.0.text(help)));
    }
    let mut body = element("div", "body", "").child(helps);
    if let Some(declared) = &card.declared {
        body = body.child(element("p", "scope", &parts.0.text(declared)));
    }
    if let Some(scope) = &card.scope {
        body = body.child(element("p", "scope", &parts.0.text(scope)));
    }
    if let Some((until, clock)) = &card.until {
        // Its text changes with the time (`src/page/countdown.rs`).
        body = body.child(
            element("p", "countdown", "")
                .attribute("data-until", until)
                .attribute("data-clock", clock),
        );
    }
    let mut actions = parts.actions(card.remedy.as_ref());
    if card.offers_report {
        let class = if card.remedy.is_some() {
            "plain"
        } else {
            "main"
        };
        actions = actions.child(button(class, act::REPORT, &parts.0.plain("action_report")));
    }
    parts
        .section(class, pill)
        .child(parts.words(&card.headline, &card.charged, &actions))
        .child(body)
        .child(actions.child(parts.why_button()))
        .child(parts.dismiss())
        .child(parts.why(&card.evidence, &card.figures, facts))
}

/// What a banner and a card have in common.
struct Parts<'a>(Localizer<'a>);

impl Parts<'_> {
    /// With our mark. A press folds the banner into a pill, should it lie on something that is
    /// needed.
    fn section(&self, class: &'static str, pill: &str) -> Element {
        let fold = button("gauge", act::FOLD, "")
            .attribute("aria-label", &self.0.plain("action_fold"))
            .attribute("title", &self.0.plain("action_fold"))
            .attribute("aria-expanded", "true");
        // No popover by its looks: as one, it is hidden once it is "shown" (`src/ui/banner.css`).
        // So the browser dismisses it also where an update or an end of the extension took our script.
        element("section", class, "")
            .attribute("id", "banner")
            .attribute("popover", "manual")
            .attribute("aria-label", &self.0.plain("extensionName"))
            .attribute("dir", &self.0.plain("direction"))
            .child(fold)
            .child(element("span", "pill", &self.0.plain(pill)))
    }

    /// The cause stands beside the headline where both and the actions have room in one line.
    fn words(&self, headline: &Text, cause: &Text, actions: &Element) -> Element {
        let (headline, cause) = (self.0.text(headline), self.0.text(cause));
        let labels: usize = actions
            .children
            .iter()
            .map(|label| width(&label.text))
            .sum();
        let length = [width(&headline), width(&cause), labels];
        let is_long = length.into_iter().fold(0, usize::saturating_add) > MAX_LINE;
        element("div", "words", "")
            .child(element("strong", "headline", &headline))
            .child(element(
                "span",
                if is_long { "cause long" } else { "cause" },
                &cause,
            ))
    }

    fn actions(&self, remedy: Option<&Remedy>) -> Element {
        let actions = element("div", "actions", "");
        let Some(remedy) = remedy else {
            return actions;
        };
        let link = element("a", "main", &self.0.text(&remedy.label))
            .attribute("href", &remedy.href)
            .attribute("rel", "noopener")
            .attribute("target", remedy.target);
        // These lead to the Space's page with what the app's address holds by then.
        let is_renewed = matches!(remedy.label.key, "action_openHub" | "action_reload");
        actions.child(if is_renewed {
            link.attribute("data-act", act::LEAVE)
        } else {
            link
        })
    }

    fn why_button(&self) -> Element {
        button("plain", act::WHY, &self.0.plain("action_why")).attribute("aria-expanded", "false")
    }

    fn dismiss(&self) -> Element {
        button("dismiss", act::DISMISS, "×")
            .attribute("popovertarget", "banner")
            .attribute("popovertargetaction", "show")
            .attribute("aria-label", &self.0.plain("action_dismiss"))
            .attribute("title", &self.0.plain("action_dismiss"))
    }

    fn why(&self, seen: &[(Signal, Text)], figures: &Text, facts: &Facts) -> Element {
        let mut evidence = element("ul", "", "");
        for (signal, fact) in seen {
            evidence = evidence.child(
                element("li", signal.class(), "")
                    .child(element("span", "spoken", &self.0.plain(signal.spoken())))
                    .child(element("span", "", &self.0.text(fact))),
            );
        }
        element("div", "why", "")
            .attribute("hidden", "")
            .child(element("p", "lead", &self.0.plain("why_lead")))
            .child(evidence)
            .child(element("p", "figures", &self.0.text(figures)))
            .child(element("p", "limits", &self.0.plain("why_limits")))
            .child(hide_choices(facts, self.0))
    }
}

/// In letters; those of East Asian scripts are twice as wide.
fn width(text: &str) -> usize {
    let of = |char: char| if char >= '\u{1100}' { 2 } else { 1 };
    text.chars().map(of).fold(0, usize::saturating_add)
}
