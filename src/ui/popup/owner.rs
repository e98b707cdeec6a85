//! What the Space's owner can mend, where that is the visitor: the lines to write.

use super::{act, copied, link};
use crate::facts::{Declaration, Facts, SourceAnswer};
use crate::ui::QUOTA;
use crate::ui::duration;
use crate::ui::element::{Element, button, element};
use crate::ui::from_code::forwarding;
use crate::ui::notice::NoticeContext;
use crate::ui::owner::{self, EDIT_FILE, Matter, SDK_VERSION};
use crate::ui::remedy::Remedy;
use crate::ui::text::{Localizer, number};

/// More functions than that are not listed.
const MAX_LISTED: usize = 6;

/// Nothing for others, and where nothing is wrong. `remedy`: the link that stands above it already.
pub(super) fn owner_section(
    facts: &Facts,
    context: &NoticeContext,
    remedy: Option<&Remedy>,
    localizer: Localizer,
) -> Option<Element> {
    let id = facts.space.id.as_ref().filter(|_| context.is_owner)?;
    let text = |text: &str| element("p", "", text);
    let mut children = vec![];
    let mut links = vec![];
    if owner::loses_accounts(facts) {
        let version = facts.space.gradio_version.map(|version| version.text());
        let because = localizer.with("owner_gradio", &[version.unwrap_or_default()]);
        let line = ["sdk_version: ", SDK_VERSION, "\n"].concat();
        children.push(text(&because));
        children.extend(code(&line, localizer));
        links.extend(owner::edit(&facts.space, id, Matter::Gradio));
    }
    let message = facts.current_message();
    let matter = message.map(|message| Matter::of_message(facts, message));
    // Where the card leads to the app's file: a visitor's own limit names an account too.
    let is_blamed = remedy.is_some_and(|remedy| remedy.label.key == EDIT_FILE);
    if matter == Some(Matter::Forwarding) && is_blamed && facts.called().is_none() {
        let is_gradio = facts.space.sdk.as_deref() == Some("gradio");
        children.push(text(&localizer.plain("owner_forward")));
        children.extend(code(&forwarding(is_gradio), localizer));
    }
    let source = context.source.as_ref().and_then(SourceAnswer::functions);
    if let Some((file, functions)) = source.filter(|_| QUOTA.holds(facts)) {
        let lines = too_long(file, functions, localizer);
        if !lines.is_empty() {
            let mut list = element("ul", "functions", "");
            for line in lines {
                list = list.child(element("li", "", &line));
            }
            children.push(list);
            links.extend(owner::edit(&facts.space, id, Matter::Duration));
        }
    }
    if children.is_empty() {
        return None;
    }
    let heading = element("h2", "", &localizer.plain("popup_owner"));
    let mut section = element("section", "owner", "").child(heading);
    for child in children {
        section = section.child(child);
    }
    let is_there = |href: &str| remedy.is_some_and(|remedy| remedy.href == href);
    for (label, href) in links.iter().filter(|(_, href)| !is_there(href)) {
        let link = link("plain", &localizer.text(label), href);
        section = section.child(link.attribute("target", "_self"));
    }
    Some(section.child(copied()))
}

/// A text to copy, and the button for that.
fn code(text: &str, localizer: Localizer) -> [Element; 2] {
    let copy = localizer.plain("action_copyCode");
    [
        element("pre", "", text).attribute("dir", "ltr"),
        button("plain", act::COPY_CODE, &copy),
    ]
}

/// The functions that guests can never use, with the duration that they could.
fn too_long(file: &str, functions: &[Declaration], localizer: Localizer) -> Vec<String> {
    let seconds = |seconds| duration::gpu_time(seconds, localizer.0);
    let lines = functions.iter().filter_map(|function| {
        let longest = owner::longest_for_guests(function)?;
        let checked = seconds(function.checked_seconds?);
        let day = seconds(QUOTA.guest_at_most);
        let line = number(function.line, localizer.0);
        let args = [file.to_owned(), line, checked, day, seconds(longest)];
        Some(localizer.with("owner_duration", &args))
    });
    lines.take(MAX_LISTED).collect()
}
