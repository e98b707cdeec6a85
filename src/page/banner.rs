//! The banner in the page: one element under `<html>`, everything else in its closed shadow root.

use super::card_close::CardClose;
use super::countdown::Countdown;
use crate::browser::dom::build;
use crate::facts::digits;
use crate::ui::element::Element as Plan;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{
    CssStyleSheet, Document, DomRect, Element, MutationObserver, MutationObserverInit, ShadowRoot,
};

#[wasm_bindgen]
extern "C" {
    /// The banner's element (`extension/page/banner_host.js`).
    type Host;

    #[wasm_bindgen(catch, js_name = attachBanner)]
    fn attach_banner(styles: &str, on_act: &JsValue) -> Result<Option<Host>, JsValue>;

    #[wasm_bindgen(method, getter, js_name = host)]
    fn element(this: &Host) -> Element;

    #[wasm_bindgen(method, getter)]
    fn root(this: &Host) -> ShadowRoot;

    #[wasm_bindgen(method, getter)]
    fn position(this: &Host) -> CssStyleSheet;

    #[wasm_bindgen(method)]
    fn listen(this: &Host);
}

/// Stop re-attaching after this many removals by the page.
const MAX_REATTACHMENTS: u32 = 5;

/// Assistive technology has seen the empty element by then, in ms.
const ANNOUNCEMENT_MS: u32 = 150;

const SECTION: &str = ".banner";
const FOLDED: &str = "folded";
pub(super) const EXPANDED: &str = "expanded";

/// What happened.
fn words(plan: &Plan) -> Option<&Plan> {
    plan.children.iter().find(|child| child.class == "words")
}

/// What the visitor has opened or closed stays so, where only the rest has changed.
fn keep_state(old: &Element, new: &Element) {
    let expanded = old.class_list().contains(EXPANDED);
    let _ = new.class_list().toggle_with_force(EXPANDED, expanded);
    let why = |section: &Element| section.query_selector("div.why").ok().flatten();
    if why(old).is_some_and(|why| !why.has_attribute("hidden")) {
        let _ = why(new).map(|why| why.remove_attribute("hidden"));
        let button = new.query_selector("[data-act=why]").ok().flatten();
        let _ = button.map(|button| button.set_attribute("aria-expanded", "true"));
    }
}

fn has_folded(section: &Element) -> bool {
    section.class_list().contains(FOLDED)
}

/// What a press asks of the script that shows the banner.
pub type OnAct = Closure<dyn Fn(String, Element)>;

/// An observer and what it calls: both live as long as the banner.
type Watch = (MutationObserver, Closure<dyn FnMut()>);

/// The banner, as long as it is shown: dropping it removes it and all its listeners.
pub struct Banner {
    document: Document,
    host: Host,
    element: Element,
    root: ShadowRoot,
    /// Where it sits.
    position: CssStyleSheet,
    /// Called as long as the banner lives.
    _on_act: OnAct,
    top: Cell<u16>,
    /// As the visitor chose.
    is_bottom: Cell<bool>,
    at_bottom: Cell<bool>,
    shown: RefCell<Option<Plan>>,
    about: RefCell<String>,
    countdown: RefCell<Option<Rc<Countdown>>>,
    card_close: RefCell<Option<Rc<CardClose>>>,
    announcement: RefCell<Option<Timeout>>,
    reattachments: Cell<u32>,
    focus: RefCell<Option<EventListener>>,
    watch: RefCell<Option<Watch>>,
}

impl Banner {
    /// Shows an empty banner. `None` where the page's DOM does not let us.
    pub fn attach(document: &Document, styles: &str, on_act: OnAct) -> Option<Rc<Self>> {
        let host = attach_banner(styles, on_act.as_ref()).ok()??;
        let banner = Rc::new(Self {
            document: document.clone(),
            element: host.element(),
            root: host.root(),
            position: host.position(),
            host,
            _on_act: on_act,
            top: Cell::new(12),
            is_bottom: Cell::new(false),
            at_bottom: Cell::new(false),
            shown: RefCell::new(None),
            about: RefCell::default(),
            countdown: RefCell::new(None),
            card_close: RefCell::new(None),
            announcement: RefCell::new(None),
            reattachments: Cell::new(0),
            focus: RefCell::new(None),
            watch: RefCell::new(None),
        });
        banner.watch_focus();
        banner.watch_removal();
        Some(banner)
    }

    /// What is shown is about this.
    pub fn about(&self) -> String {
        self.about.borrow().clone()
    }

    /// Puts a plan into the banner, `folded` where there was none. What is there already stays, and with
    /// it the focus.
    pub fn show(self: &Rc<Self>, plan: Plan, about: &str, spoken: String, folded: bool) {
        let is_about_the_same = self.about.replace(about.to_owned()) == about;
        let is_the_same_news = is_about_the_same
            && (self.shown.borrow().as_ref()).is_some_and(|old| words(old) == words(&plan));
        // What is being pressed must not be replaced by its like.
        if self.shown.borrow().as_ref() == Some(&plan) {
            return;
        }
        let Some(element) = build(&self.document, &plan) else {
            return;
        };
        let says_the_same = self.shown.borrow().as_ref().is_some_and(|old| {
            let pairs = old.children.iter().zip(&plan.children);
            pairs
                .into_iter()
                .all(|(old, new)| old == new || new.class == "why")
        });
        let evidence = self.find("div.why").zip(element.last_element_child());
        let section = self.find(SECTION);
        match (evidence.filter(|_| says_the_same), section) {
            (Some((old, new)), _) => {
                if !old.has_attribute("hidden") {
                    let _ = new.remove_attribute("hidden");
                }
                let _ = old.replace_with_with_node_1(&new);
            }
            (None, old) => {
                let is_folded = old.as_ref().map_or(folded, has_folded);
                if is_folded {
                    let _ = element.class_list().add_1(FOLDED);
                    let fold = element.query_selector(".gauge").ok().flatten();
                    let _ = fold.map(|fold| fold.set_attribute("aria-expanded", "false"));
                }
                if is_the_same_news && let Some(old) = &old {
                    keep_state(old, &element);
                }
                let _ = match &old {
                    Some(old) => old.replace_with_with_node_1(&element),
                    None => self.root.append_child(&element).map(|_| ()),
                };
                self.announce(spoken);
                let close = CardClose::start(&self.document, &self.element, element);
                self.card_close.replace(close);
            }
        }
        self.shown.replace(Some(plan));
        self.count();
    }

    /// Whether it is a pill.
    pub fn is_folded(&self) -> bool {
        self.find(SECTION).as_ref().is_some_and(has_folded)
    }

    /// Somebody looks at it, or does no more.
    pub fn attend(&self) {
        if let Some(close) = &*self.card_close.borrow() {
            close.attend();
        }
    }

    /// Has its words read out once, where nothing else is being read: words that come with their element
    /// are not (<https://www.w3.org/WAI/WCAG22/Techniques/aria/ARIA22>).
    fn announce(self: &Rc<Self>, words: String) {
        let banner = Rc::downgrade(self);
        let announcement = Timeout::new(ANNOUNCEMENT_MS, move || {
            let status = banner
                .upgrade()
                .and_then(|banner| banner.find("[role=status]"));
            let is_other = |status: &Element| status.text_content().as_ref() != Some(&words);
            if let Some(status) = status.filter(is_other) {
                status.set_text_content(Some(&words));
            }
        });
        self.announcement.replace(Some(announcement));
    }

    fn count(&self) {
        let line = self.find(".countdown");
        let countdown = line.and_then(|line| Countdown::start(&self.document, line));
        self.countdown.replace(countdown);
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
    }

    /// At the lower edge, or the upper one.
    pub fn set_edge(&self, is_bottom: bool) {
        if self.is_bottom.replace(is_bottom) != is_bottom {
            self.at_bottom.set(is_bottom);
            self.update_position();
        }
    }

    /// Places it at a distance from the upper edge, in CSS pixels.
    pub fn set_offset(&self, top: u16) {
        self.top.set(top);
        self.update_position();
    }

    fn update_position(&self) {
        let top = digits(self.top.get()) + "px";
        let room = digits(self.top.get().saturating_add(12));
        let (top, bottom) = if self.at_bottom.get() {
            ("auto", "12px")
        } else {
            (top.as_str(), "auto")
        };
        let rule = [
            ":host{--top:",
            top,
            "!important;--bottom:",
            bottom,
            "!important;--room:",
            &room,
            "px!important}",
        ];
        let _ = self.position.replace_sync(&rule.concat());
    }

    fn watch_focus(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let focus = move |event: &web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            if let (true, Some(target), Some(banner)) = (event.is_trusted(), target, weak.upgrade())
            {
                banner.avoid_focus(&target);
            }
        };
        let focus = EventListener::new(&self.document, "focusin", focus);
        self.focus.replace(Some(focus));
    }

    /// Something under the banner got the focus: the banner goes to the other edge.
    fn avoid_focus(&self, focused: &Element) {
        let covers = |rect: DomRect, focused: &DomRect| {
            rect.left() < focused.right()
                && focused.left() < rect.right()
                && rect.top() < focused.bottom()
                && focused.top() < rect.bottom()
        };
        let section = self.find(SECTION);
        if let Some(section) = section
            && !self.element.is_same_node(Some(focused))
            && covers(
                section.get_bounding_client_rect(),
                &focused.get_bounding_client_rect(),
            )
        {
            self.at_bottom.set(!self.at_bottom.get());
            self.update_position();
        }
    }

    /// Only the children of the document and of `<html>` are watched, never their subtrees.
    fn watch_removal(self: &Rc<Self>) {
        let weak: Weak<Self> = Rc::downgrade(self);
        let returned = Closure::<dyn FnMut()>::new(move || {
            if let Some(banner) = weak.upgrade() {
                banner.reattach();
            }
        });
        if let Ok(observer) = MutationObserver::new(returned.as_ref().unchecked_ref()) {
            self.watch.replace(Some((observer, returned)));
            self.observe();
        }
    }

    fn observe(&self) {
        let children = MutationObserverInit::new();
        children.set_child_list(true);
        if let Some((observer, _)) = &*self.watch.borrow() {
            observer.disconnect();
            let _ = observer.observe_with_options(&self.document, &children);
            if let Some(html) = self.document.document_element() {
                let _ = observer.observe_with_options(&html, &children);
            }
        }
    }

    fn reattach(self: &Rc<Self>) {
        if self.element.is_connected() || self.reattachments.get() >= MAX_REATTACHMENTS {
            return;
        }
        if let Some(html) = self.document.document_element() {
            self.reattachments
                .set(self.reattachments.get().saturating_add(1));
            let _ = html.append_child(&self.element);
            self.observe();
            // `document.open()` takes all listeners away, those inside of shadow roots too.
            self.host.listen();
            self.watch_focus();
            self.count();
        }
    }
}

impl Drop for Banner {
    fn drop(&mut self) {
        if let Some((observer, _)) = &*self.watch.borrow() {
            observer.disconnect();
        }
        self.element.remove();
    }
}
