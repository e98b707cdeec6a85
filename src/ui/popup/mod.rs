//! The popup: everything that is known of a tab, as plain elements. `extension/popup/` gathers what it
//! needs and builds what comes out.

mod code;
mod facts;
mod forecast;
mod owner;
mod remaining;
mod state;
mod verdict;

pub use state::{
    Clock, Moment, NoHubPage, PopupInput, Script, TabState, Unscripted, WhyNoHubPage,
    may_have_new_shape,
};

use self::code::code_section;
use self::facts::facts_section;
use self::forecast::forecast_section;
use self::owner::owner_section;
use self::remaining::{figures_section, remaining_section};
use self::verdict::verdict_section;
use crate::facts::{Address, Facts, Place, Visibility};
use crate::ui::QUOTA;
use crate::ui::banner;
use crate::ui::card::{self, Card};
use crate::ui::element::{Element, button, element};
use crate::ui::hide::{self, hidden_section, hide_choices};
use crate::ui::notice::NoticeContext;
use crate::ui::options::help_link;
use crate::ui::remedy::{Remedy, remedy};
use crate::ui::text::{Localize, Localizer};
use crate::verdict::{BannerState, Judged, Pool, Verdict};

/// What a press asks of `extension/popup/`: the values of `data-act`.
pub mod act {
    /// A link: it opens in the tab's own window.
    pub const FOLLOW: &str = "follow";
    /// Opens the Space's page in a window that is not private.
    pub const NORMAL_WINDOW: &str = "normal-window";
    /// Puts the report on the clipboard.
    pub const COPY_REPORT: &str = "copy-report";
    /// The same, for a forum post.
    pub const COPY_MARKDOWN: &str = "copy-markdown";
    /// Puts a piece of code on the clipboard.
    pub const COPY_CODE: &str = "copy-code";
    /// Puts the names and types in a Hub page on the clipboard.
    pub const COPY_SHAPE: &str = "copy-shape";
    /// From now on asks for the remaining quota when the popup opens.
    pub const ASK_QUOTA: &str = "ask-quota";
    /// Asks for it no more.
    pub const STOP_ASKING: &str = "stop-asking";
    /// Reads once what the Space's source asks for.
    pub const CHECK_SOURCE: &str = "check-source";
    /// Looks for Spaces in a page that has no address of Hugging Face.
    pub const LOOK: &str = "look";
    /// Asks the browser for access to the tab's site.
    pub const ALLOW: &str = "allow";
    /// Loads the tab again.
    pub const RELOAD: &str = "reload";
}

/// Builds the popup's content.
#[must_use]
pub fn popup(input: &PopupInput, localize: &Localize) -> Element {
    let localizer = Localizer(localize);
    let judged = input.judged.clone().unwrap_or_default();
    let Judged { facts, verdict } = &judged;
    let content = element("div", "content", "");
    if let Some(no_hub_page) = &input.no_hub_page {
        return content
            .child(no_hub_page_section(no_hub_page, localizer))
            .child(choices(input, facts, verdict, localizer))
            .child(limits(localizer));
    }
    if input.state() != TabState::Judged {
        return content
            .child(state_section(input, localizer))
            .child(remaining_section(input, facts, localizer))
            .child(choices(input, facts, &Judged::default().verdict, localizer))
            .child(limits(localizer));
    }
    let context = NoticeContext {
        href: own_href(input, facts).to_owned(),
        ..input.context.clone().unwrap_or_default()
    };
    let explained = facts
        .current_message()
        .and_then(|message| card::explain(facts, verdict, message, &context, localize));
    let mut content = content.child(verdict_section(input, facts, verdict, localizer));
    let hidden = (verdict.banner == BannerState::Muted).then(|| {
        let until = input.clock.hidden_until.as_deref();
        hidden_section(&input.settings, facts, context.now, until, localizer)
    });
    if let Some(hidden) = hidden.flatten() {
        content = content.child(hidden);
    }
    if context.was_opened && facts.place == Place::Hub {
        content = content.child(
            element("section", "hidden", "")
                .child(element("p", "", &localizer.plain("popup_opened")))
                .child(button(
                    "plain",
                    banner::act::BACK,
                    &localizer.plain("action_back"),
                )),
        );
    }
    if let Some(card) = &explained {
        content = content.child(message_section(card, localizer));
    }
    let remedy = way_out(facts, verdict, &context, explained.as_ref());
    if verdict.pool != Pool::None {
        content = content.child(actions(facts, remedy.as_ref(), localizer));
    }
    if let Some(owner) = owner_section(facts, &context, remedy.as_ref(), localizer) {
        content = content.child(owner);
    }
    if let Some(forecast) = forecast_section(input, facts, verdict, localizer) {
        content = content.child(forecast);
    }
    content = content
        .child(remaining_section(input, facts, localizer))
        .child(facts_section(facts, verdict, localizer))
        .child(figures_section(facts, verdict, localizer));
    if let Some(code) = code_section(facts, verdict, localizer) {
        content = content.child(code);
    }
    content
        .child(choices(input, facts, verdict, localizer))
        .child(limits(localizer))
}

/// What the visitor can choose here, and the way to all choices.
fn choices(input: &PopupInput, facts: &Facts, verdict: &Verdict, localizer: Localizer) -> Element {
    let choices = if verdict.banner == BannerState::Shown {
        hide_choices(facts, localizer)
    } else {
        element("div", "hide", "").child(button(
            "plain",
            hide::act::OPTIONS,
            &localizer.plain("action_options"),
        ))
    };
    match &input.settings.managed.help_url {
        Some(url) => choices.child(help_link(url, localizer)),
        None => choices,
    }
}

/// Why an address has no Hub page.
fn no_hub_page_section(no_hub_page: &NoHubPage, localizer: Localizer) -> Element {
    let text = match no_hub_page.why {
        WhyNoHubPage::NotPublic => "popup_noHubPageNotPublic",
        WhyNoHubPage::Protected => "popup_noHubPageProtected",
        WhyNoHubPage::Unreachable => "popup_noHubPageUnreachable",
        WhyNoHubPage::Off => "popup_noHubPageOff",
    };
    let text = localizer.with(text, std::slice::from_ref(&no_hub_page.host));
    element("section", "verdict", "")
        .child(headline_element(&localizer.plain("popup_noHubPage")))
        .child(element("p", "cause", &text))
}

/// Of a tab without a verdict: why there is none, and what to do about it.
fn state_section(input: &PopupInput, localizer: Localizer) -> Element {
    let (headline, text) = match input.state() {
        TabState::Looking | TabState::Judged => ("popup_looking", "popup_lookingText"),
        TabState::Stale => ("popup_stale", "popup_staleText"),
        TabState::Refused if input.is_firefox => ("popup_refused", "popup_refusedFirefox"),
        TabState::Refused => ("popup_refused", "popup_refusedChromium"),
        TabState::NotASpace => ("popup_notASpace", "popup_notASpaceText"),
        TabState::NotTheApp => ("popup_notTheApp", "popup_notTheAppText"),
        TabState::Closed => ("popup_closed", "popup_closedText"),
        TabState::NothingFound => ("popup_nothingFound", "popup_nothingFoundText"),
        TabState::Busy => ("popup_busy", "popup_busyText"),
        TabState::Failed => ("popup_failed", "popup_failedText"),
        TabState::NewShape => ("popup_newShape", "popup_newShapeText"),
    };
    let act = match (input.state(), Address::read(&input.href)) {
        (TabState::Stale | TabState::Closed, _) => Some((act::RELOAD, "action_reloadTab")),
        (TabState::Refused, _) => Some((act::ALLOW, "action_allow")),
        (TabState::NotASpace, Address::Other) => Some((act::LOOK, "action_look")),
        (TabState::NewShape, _) => Some((act::COPY_SHAPE, "action_copyShape")),
        _ => None,
    };
    let section = element("section", "verdict", "")
        .child(headline_element(&localizer.plain(headline)))
        .child(element("p", "cause", &localizer.plain(text)));
    match act {
        Some((act, label)) => section
            .child(element("div", "actions", "").child(button(
                "main",
                act,
                &localizer.plain(label),
            )))
            .child(copied()),
        None => section,
    }
}

fn headline_element(text: &str) -> Element {
    element("h1", "", text).attribute("id", "verdict")
}

/// What ZeroGPU said, explained as on the page.
fn message_section(card: &Card, localizer: Localizer) -> Element {
    let mut section = section("popup_message", localizer)
        .child(element("p", "said", &localizer.text(&card.headline)))
        .child(element("p", "cause", &localizer.text(&card.charged)));
    let mut helps = element("ul", "helps", "");
    for help in &card.helps {
        helps = helps.child(element("li", "", &localizer.text(help)));
    }
    section = section.child(helps);
    if let Some((_, clock)) = &card.until {
        let more = localizer.with("popup_more", std::slice::from_ref(clock));
        section = section.child(element("p", "cause", &more));
    }
    if let Some(declared) = &card.declared {
        section = section.child(element("p", "cause", &localizer.text(declared)));
    }
    match &card.scope {
        Some(scope) => section.child(element("p", "cause", &localizer.text(scope))),
        None => section,
    }
}

/// The one thing to do, as on the page where that shows a card.
fn way_out(
    facts: &Facts,
    verdict: &Verdict,
    context: &NoticeContext,
    explained: Option<&Card>,
) -> Option<Remedy> {
    if let Some(card) = explained {
        return card.remedy.clone();
    }
    // Where nothing is wrong with the Space there is nothing to tell its owner.
    let may_help =
        verdict.pool == Pool::Guest || facts.place != Place::Hub || facts.called().is_some();
    let is_asked = may_help && !matches!(verdict.pool, Pool::Account | Pool::None);
    is_asked
        .then(|| remedy(facts, verdict, &context.href, context.is_owner))
        .flatten()
}

/// What to do, most useful first.
fn actions(facts: &Facts, remedy: Option<&Remedy>, localizer: Localizer) -> Element {
    let mut actions = element("div", "actions", "");
    if let Some(remedy) = remedy {
        let link = link("main", &localizer.text(&remedy.label), &remedy.href);
        actions = actions.child(link.attribute("target", remedy.target));
    }
    if facts.visitor.private_window == Some(true)
        && facts.visitor.signed_in != Some(true)
        && facts.space.id.is_some()
        && facts.space.visibility != Some(Visibility::Protected)
    {
        let label = localizer.plain("action_normalWindow");
        actions = actions.child(button("plain", act::NORMAL_WINDOW, &label));
    }
    let about = link(
        "plain",
        &localizer.plain("action_aboutZeroGpu"),
        QUOTA.source,
    );
    actions.child(about.attribute("target", "_blank"))
}

/// The app's own address, whose query its remedy keeps. In somebody else's page the tab's address is
/// theirs, and nothing of it is passed on.
fn own_href<'a>(input: &'a PopupInput, facts: &Facts) -> &'a str {
    match facts.place {
        Place::Embed => "",
        _ => &input.href,
    }
}

fn link(class: &'static str, label: &str, href: &str) -> Element {
    element("a", class, label)
        .attribute("href", href)
        .attribute("rel", "noopener")
        .attribute("data-act", act::FOLLOW)
}

fn section(heading: &str, localizer: Localizer) -> Element {
    element("section", "", "").child(element("h2", "", &localizer.plain(heading)))
}

/// Where it is said, and read out, that something was copied.
fn copied() -> Element {
    element("p", "copied", "").attribute("role", "status")
}

fn limits(localizer: Localizer) -> Element {
    element("p", "limits", &localizer.plain("popup_limits"))
}
