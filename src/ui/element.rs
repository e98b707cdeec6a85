//! Elements to be, as plain data: what the banner and the popup are made of. `src/browser/dom.rs`
//! builds them.

use crate::json::Json;
use serde::Serialize;
use std::borrow::Cow;

/// An element to be: text and attributes are set by DOM calls, never parsed as HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Element {
    /// `div`, `a`, `button`, …
    pub tag: Cow<'static, str>,
    /// Its class in `src/ui/banner.css` or `card.css`.
    pub class: Cow<'static, str>,
    /// Its text.
    pub text: String,
    /// Its other attributes.
    pub attributes: Vec<(Cow<'static, str>, String)>,
    /// What it holds.
    pub children: Vec<Element>,
}

impl Element {
    /// Reads an element that the background sent. `None` for what has no tag.
    #[must_use]
    pub fn read(message: &Json) -> Option<Self> {
        let text = |key| message.get(key).text().unwrap_or_default();
        let pair = |attribute: &Json| match attribute.list().as_slice() {
            [name, value] => Some((name.text()?.into(), value.text()?)),
            _ => None,
        };
        let attributes = message.get("attributes").list();
        let children = message.get("children").list();
        Some(Self {
            tag: message.get("tag").text()?.into(),
            class: text("class").into(),
            text: text("text"),
            attributes: attributes.iter().filter_map(pair).collect(),
            children: children.iter().filter_map(Self::read).collect(),
        })
    }
}

/// An element without attributes and children.
pub(crate) fn element(tag: &'static str, class: &'static str, text: &str) -> Element {
    Element {
        tag: Cow::Borrowed(tag),
        class: Cow::Borrowed(class),
        text: text.to_owned(),
        attributes: vec![],
        children: vec![],
    }
}

/// A button that does `act`.
pub(crate) fn button(class: &'static str, act: &'static str, label: &str) -> Element {
    element("button", class, label)
        .attribute("type", "button")
        .attribute("data-act", act)
}

impl Element {
    /// Whether a press in it can ask for `act`.
    #[must_use]
    pub fn offers(&self, act: &str) -> bool {
        let is_act = |(name, value): &(Cow<str>, String)| name == "data-act" && value == act;
        self.attributes.iter().any(is_act) || self.children.iter().any(|child| child.offers(act))
    }

    /// With one attribute more.
    #[inline(never)]
    pub(crate) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        self.attributes
            .push((Cow::Borrowed(name), value.to_owned()));
        self
    }

    /// With one child more.
    #[inline(never)]
    pub(crate) fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }
}
