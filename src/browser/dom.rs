//! Elements of a document, made of plain data ([`crate::ui::element`]): the page's banner, and the popup.

use crate::ui::element::Element as Plan;
use web_sys::{Document, Element};

/// Makes the elements of a plan. Text is set as text, never parsed as HTML. `None` where the document
/// refuses one.
#[must_use]
pub fn build(document: &Document, plan: &Plan) -> Option<Element> {
    let element = document.create_element(&plan.tag).ok()?;
    if !plan.class.is_empty() {
        element.set_class_name(&plan.class);
    }
    for (name, value) in &plan.attributes {
        element.set_attribute(name, value).ok()?;
    }
    if !plan.text.is_empty() {
        element.set_text_content(Some(&plan.text));
    }
    for child in &plan.children {
        let child = build(document, child)?;
        element.append_child(&child).ok()?;
    }
    Some(element)
}
