//! Reading the page, as text. What it means is not decided here.

use crate::facts::{
    Framing, GRADIO_CONFIG, HubPageText, MAX_CONFIG_LENGTH, MAX_TEXT_LENGTH, PageMarks,
    VISIT_COUNTER,
};
use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Window};

#[wasm_bindgen]
extern "C" {
    /// An element whose texts are measured before they are copied into WASM's memory.
    #[wasm_bindgen(extends = Element)]
    type Texts;

    #[wasm_bindgen(method, js_name = getAttribute)]
    fn attribute(this: &Texts, name: &str) -> Option<JsString>;

    #[wasm_bindgen(method, getter, js_name = textContent)]
    fn text(this: &Texts) -> Option<Text>;

    #[wasm_bindgen(extends = JsString)]
    type Text;

    #[wasm_bindgen(method)]
    fn search(this: &Text, pattern: &str) -> i32;
}

/// More inline scripts than this are not looked at.
const MAX_SCRIPTS: u32 = 200;

/// The visit counter's settings take a few hundred characters.
const MAX_COUNTER_LENGTH: usize = 10_000;

/// How the document is framed.
pub fn framing(window: &Window, document: &Document) -> Framing {
    let same = |one: Option<Window>, other: Option<Window>| match (one, other) {
        (Some(one), Some(other)) => JsValue::from(one) == JsValue::from(other),
        _ => false,
    };
    let top = || window.top().ok().flatten();
    let parent = || window.parent().ok().flatten();
    let ancestors = Reflect::get(&window.location(), &"ancestorOrigins".into()).ok();
    Framing {
        is_top: same(top(), Some(window.clone())),
        parent_is_top: same(top(), parent()),
        parent_origin: ancestors
            .filter(JsValue::is_object)
            .and_then(|ancestors| Reflect::get_u32(&ancestors, 0).ok())
            .and_then(|origin| origin.as_string()),
        referrer: document.referrer(),
        is_in_hub_page: None,
        is_component: false,
    }
}

/// Whether the browser blocks all cookies here: then even touching storage throws, in Chromium the
/// only sign of it. `None` in frames, where blocking third parties looks the same, and in documents
/// of an opaque origin, which have no storage of their own.
pub fn cookies_blocked(window: &Window) -> Option<bool> {
    let origin = Reflect::get(window, &"origin".into()).ok()?.as_string()?;
    (origin != "null").then(|| window.local_storage().is_err())
}

/// The script that holds a Gradio app's config.
pub fn gradio_config(document: &Document) -> Option<String> {
    script(document, MAX_CONFIG_LENGTH, GRADIO_CONFIG)
}

/// The class list that names Gradio's version.
pub fn gradio_class(document: &Document) -> Option<String> {
    let container = document
        .query_selector("body .gradio-container[class*=gradio-container-]")
        .ok()??;
    short(
        container.unchecked_ref::<Texts>().attribute("class")?,
        2_000,
    )
}

/// What tells an app's page from a file.
pub fn marks(document: &Document) -> PageMarks {
    PageMarks {
        content_type: document.content_type(),
        has_gradio_app: matches!(document.query_selector("gradio-app"), Ok(Some(_))),
    }
}

/// The texts of the Hub's page that matter.
pub fn hub_page(document: &Document) -> HubPageText {
    let props = |target: &str| {
        let element = document
            .query_selector(&["[data-target=", target, "][data-props]"].concat())
            .ok()??;
        short(
            element.unchecked_ref::<Texts>().attribute("data-props")?,
            MAX_TEXT_LENGTH,
        )
    };
    HubPageText {
        theme_monitor: props("SystemThemeMonitor"),
        main_header: props("MainHeader"),
        space_header: props("SpaceHeader"),
        space_page: props("SpacePageInner"),
        visit_counter: script(document, MAX_COUNTER_LENGTH, VISIT_COUNTER),
    }
}

/// The first inline script that matches a pattern. One that is too long is there, but not read: empty.
/// Those with a type are no code, or no script of the page's own: descriptions of it, say.
fn script(document: &Document, longest: usize, pattern: &str) -> Option<String> {
    let scripts = document
        .query_selector_all("script:not([src],[type])")
        .ok()?;
    (0..scripts.length().min(MAX_SCRIPTS)).find_map(|index| {
        let text = scripts.get(index)?.unchecked_into::<Texts>().text()?;
        (text.search(pattern) == 0).then(|| short(text.into(), longest).unwrap_or_default())
    })
}

fn short(text: JsString, longest: usize) -> Option<String> {
    (is_within(&text, longest)).then(|| String::from(text))
}

/// Measured in UTF-16 units, before the text is copied.
fn is_within(text: &JsString, longest: usize) -> bool {
    usize::try_from(text.length()).is_ok_and(|length| length <= longest)
}
