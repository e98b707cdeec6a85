//! Looking into elements to be.

// Each test uses what it needs.
#![allow(dead_code)]

use whose_quota::ui::element::Element;

/// An element and all in it.
pub fn elements(element: &Element) -> Vec<&Element> {
    let inner = element.children.iter().flat_map(elements);
    std::iter::once(element).chain(inner).collect()
}

/// The value of an attribute.
pub fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut all = element.attributes.iter();
    let (_, value) = all.find(|(key, _)| *key == name)?;
    Some(value)
}

/// Those of a tag, in their order.
pub fn with_tag<'a>(element: &'a Element, tag: &str) -> Vec<&'a Element> {
    let all = elements(element).into_iter();
    all.filter(|element| element.tag == tag).collect()
}

/// Those of a class, in their order.
pub fn with_class<'a>(element: &'a Element, class: &str) -> Vec<&'a Element> {
    let all = elements(element).into_iter();
    all.filter(|element| element.class == class).collect()
}

/// All texts that are not empty.
pub fn texts(element: &Element) -> Vec<&str> {
    let all = elements(element).into_iter();
    let texts = all.map(|element| element.text.as_str());
    texts.filter(|text| !text.is_empty()).collect()
}
