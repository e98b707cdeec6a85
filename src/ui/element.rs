//! Elements to be, as plain data: what the banner and the popup are made of. The core builds
//! them in a page; `extension/ui/build_element.js` in the popup.

use crate::facts::Json;
use std::borrow::Cow;

/// An element to be: text and attributes are set by DOM calls, never parsed as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// `div`, `a`, `button`, …
    pub tag: Cow<'static, str>,
    /// Its class in `extension/banner.css`.
    pub class: Cow<'static, str>,
    /// Its text.
    pub text: String,
    /// Its other attributes.
    pub attributes: Vec<(Cow<'static, str>, String)>,
    /// What it holds.
    pub children: Vec<Element>,
}

impl Element {
    /// Reads the counterpart of [`Element::to_message`]. `None` for what has no tag.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        let text = |key| message.get(key).text().unwrap_or_default().to_owned();
        let attributes = message.get("attributes").list().iter();
        let pair = |attribute: &Json| match attribute.list() {
            [Json::Text(name), Json::Text(value)] => Some((name.clone().into(), value.clone())),
            _ => None,
        };
        let children = message.get("children").list().iter();
        Some(Self {
            tag: message.get("tag").text()?.to_owned().into(),
            class: text("class").into(),
            text: text("text"),
            attributes: attributes.filter_map(pair).collect(),
            children: children.filter_map(Self::from_message).collect(),
        })
    }

    /// For a page, and for the glue that builds it.
    #[must_use]
    pub fn to_message(&self) -> Json {
        let attributes = self.attributes.iter();
        Json::object()
            .with("tag", self.tag.as_ref().into())
            .with("class", self.class.as_ref().into())
            .with("text", self.text.as_str().into())
            .with(
                "attributes",
                Json::List(
                    attributes
                        .map(|(name, value)| {
                            Json::List(vec![name.as_ref().into(), value.as_str().into()])
                        })
                        .collect(),
                ),
            )
            .with(
                "children",
                Json::List(self.children.iter().map(Self::to_message).collect()),
            )
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
