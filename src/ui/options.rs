//! The options page: what the visitor can choose. `extension/options/` shows it and stores what is chosen.

use crate::settings::{Edge, HiddenSpace, Settings};
use crate::ui::element::{Element, button, element};
use crate::ui::hide;
use crate::ui::text::{Localize, Localizer};
use serde::Deserialize;

/// The value of `data-act` that forgets every choice.
pub const RESET: &str = "reset";

/// What the page knows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OptionsInput {
    /// What is chosen.
    pub settings: Settings,
    /// The page is in a private window, where nothing is stored.
    pub is_private: bool,
    /// Until when everything is hidden, in the visitor's words; `None` where it is not.
    pub until: Option<String>,
}

/// Builds the page's content.
#[must_use]
pub fn options(input: &OptionsInput, localize: &Localize) -> Element {
    let page = Page {
        input,
        localizer: Localizer(localize),
    };
    let OptionsInput { settings, .. } = input;
    let managed = &settings.managed;
    let text = |key| element("p", "", &page.localizer.plain(key));
    let mut content = element("div", "content", "").child(element(
        "h1",
        "",
        &page.localizer.plain("options_title"),
    ));
    if input.is_private {
        content = content.child(text("options_private"));
    }
    let banner = page
        .section("options_banner", managed.no_banner)
        .child(page.choice(
            (
                "banner",
                settings.banner && !managed.no_banner,
                managed.no_banner,
            ),
            ("options_showBanner", "options_showBannerHint"),
        ))
        .child(page.choice(
            (
                "cards",
                settings.cards && !managed.no_banner,
                managed.no_banner,
            ),
            ("options_showCards", "options_showCardsHint"),
        ))
        .child(page.choice(
            ("folded", settings.folded, false),
            ("options_folded", "options_foldedHint"),
        ))
        .child(page.edges());
    let look_ups = page
        .section("options_lookups", managed.no_look_ups)
        .child(page.choice(
            ("asksSpace", settings.asks_space, managed.no_look_ups),
            ("options_askSpace", "options_askSpaceHint"),
        ))
        .child(page.choice(
            ("asksQuota", settings.asks_quota, managed.no_look_ups),
            ("options_askQuota", "options_askQuotaHint"),
        ));
    // Which Space it is, only the Hub knows.
    let cannot_open = managed.no_look_ups;
    let links = page
        .section("options_links", cannot_open)
        .child(page.choice(
            ("opensHub", settings.opens_hub && !cannot_open, cannot_open),
            ("options_openHub", "options_openHubHint"),
        ));
    content = content
        .child(banner)
        .child(look_ups)
        .child(links)
        .child(page.hidden());
    if let Some(url) = &managed.help_url {
        content = content.child(help_link(url, page.localizer));
    }
    content
        .child(page.button("plain reset", RESET, "options_reset"))
        .child(element(
            "p",
            "limits",
            &page.localizer.plain("options_limits"),
        ))
}

/// To the page that the visitor's organisation names.
pub(crate) fn help_link(url: &str, localizer: Localizer) -> Element {
    let link = element("a", "", &localizer.plain("action_help"))
        .attribute("href", url)
        .attribute("rel", "noopener noreferrer")
        .attribute("target", "_blank");
    element("p", "help", "").child(link)
}

struct Page<'a> {
    input: &'a OptionsInput,
    localizer: Localizer<'a>,
}

impl Page<'_> {
    fn section(&self, heading: &str, is_managed: bool) -> Element {
        let section =
            element("section", "", "").child(element("h2", "", &self.localizer.plain(heading)));
        if is_managed {
            section.child(element(
                "p",
                "managed",
                &self.localizer.plain("options_managed"),
            ))
        } else {
            section
        }
    }

    /// A box to tick: its item of storage, whether it is ticked, and whether it cannot be changed.
    fn choice(
        &self,
        (key, is_on, is_fixed): (&'static str, bool, bool),
        (label, hint): (&str, &str),
    ) -> Element {
        let hint_id = [key, "-hint"].concat();
        let mut input = self
            .input(key, "checkbox", is_on, is_fixed)
            .attribute("id", key)
            .attribute("aria-describedby", &hint_id);
        input = input.attribute("data-key", key);
        element("div", "choice", "")
            .child(input)
            .child(element("label", "", &self.localizer.plain(label)).attribute("for", key))
            .child(element("p", "hint", &self.localizer.plain(hint)).attribute("id", &hint_id))
    }

    fn input(&self, name: &str, kind: &str, is_on: bool, is_fixed: bool) -> Element {
        let mut input = element("input", "", "")
            .attribute("type", kind)
            .attribute("name", name);
        if is_on {
            input = input.attribute("checked", "");
        }
        if is_fixed || self.input.is_private {
            input = input.attribute("disabled", "");
        }
        input
    }

    fn button(&self, class: &'static str, act: &'static str, label: &str) -> Element {
        let button = button(class, act, &self.localizer.plain(label));
        if self.input.is_private {
            button.attribute("disabled", "")
        } else {
            button
        }
    }

    fn edges(&self) -> Element {
        let legend = element("legend", "", &self.localizer.plain("options_edge"));
        let edges = [
            (Edge::Top, "options_edgeTop"),
            (Edge::Bottom, "options_edgeBottom"),
        ];
        edges.into_iter().fold(
            element("fieldset", "", "").child(legend),
            |edges, (edge, label)| {
                let id = ["edge-", edge.name()].concat();
                let input = self
                    .input("edge", "radio", self.input.settings.edge == edge, false)
                    .attribute("id", &id)
                    .attribute("data-key", "edge")
                    .attribute("value", edge.name());
                let label =
                    element("label", "", &self.localizer.plain(label)).attribute("for", &id);
                edges.child(element("div", "choice", "").child(input).child(label))
            },
        )
    }

    /// What is hidden, each with its way back.
    fn hidden(&self) -> Element {
        let section = self.section("options_hidden", false);
        let OptionsInput {
            settings, until, ..
        } = self.input;
        if settings.hidden.is_empty() && until.is_none() {
            return section.child(element(
                "p",
                "",
                &self.localizer.plain("options_hiddenNone"),
            ));
        }
        let mut list = element("ul", "hidden", "");
        if let Some(until) = until {
            let text = (self.localizer).with("options_hiddenDay", std::slice::from_ref(until));
            list = list.child(
                element("li", "", "")
                    .child(element("span", "name", &text).attribute("id", "until"))
                    .child(self.show_again("hiddenUntil", "until", false)),
            );
        }
        // The newest one first.
        for (number, space) in (0_u16..).zip(settings.hidden.iter().rev()) {
            let id = ["space-", &crate::facts::digits(number)].concat();
            list = list.child(self.hidden_space(space, &id));
        }
        section.child(list)
    }

    fn hidden_space(&self, space: &HiddenSpace, id: &str) -> Element {
        let name = element("span", "name", &space.name).attribute("id", id);
        let cards_id = [id, "-cards"].concat();
        let cards = self
            .input(&cards_id, "checkbox", space.cards, false)
            .attribute("id", &cards_id)
            .attribute("aria-describedby", id)
            .attribute("data-key", &space.key())
            .attribute("data-at", &space.at.to_string());
        let label = element("label", "", &self.localizer.plain("options_hiddenCards"))
            .attribute("for", &cards_id);
        let is_managed = space.at == 0;
        let item = element("li", "", "").child(name);
        let item = if is_managed {
            item.child(element(
                "span",
                "hint",
                &self.localizer.plain("options_managed"),
            ))
        } else {
            item.child(element("span", "choice", "").child(cards).child(label))
        };
        item.child(self.show_again(&space.key(), id, space.is_listed))
    }

    fn show_again(&self, key: &str, described_by: &str, is_listed: bool) -> Element {
        let button = self
            .button("plain", hide::act::SHOW_AGAIN, "action_unmute")
            .attribute("data-key", key)
            .attribute("aria-describedby", described_by);
        // Without this word the organisation's would hide it again.
        if is_listed {
            button.attribute("data-value", "false")
        } else {
            button
        }
    }
}
