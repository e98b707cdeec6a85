//! The banner in the page: one element under `<html>`, everything else in its closed shadow root.

use super::countdown::Countdown;
use crate::browser::dom::build;
use crate::facts::digits;
use crate::ui::element::Element as Plan;
use gloo::events::EventListener;
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
    at_bottom: Cell<bool>,
    shown: RefCell<Option<Plan>>,
    about: RefCell<String>,
    countdown: RefCell<Option<Rc<Countdown>>>,
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
            at_bottom: Cell::new(false),
            shown: RefCell::new(None),
            about: RefCell::default(),
            countdown: RefCell::new(None),
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

    /// Puts a plan into the banner. What is there already stays, and with it the focus.
    pub fn show(&self, plan: Plan, about: &str) {
        self.about.replace(about.to_owned());
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
        match evidence.filter(|_| says_the_same) {
            Some((old, new)) => {
                if !old.has_attribute("hidden") {
                    let _ = new.remove_attribute("hidden");
                }
                let _ = old.replace_with_with_node_1(&new);
            }
            None => self.root.replace_children_with_node_1(&element),
        }
        self.shown.replace(Some(plan));
        self.count();
    }

    fn count(&self) {
        let line = self.find(".countdown");
        let countdown = line.and_then(|line| Countdown::start(&self.document, line));
        self.countdown.replace(countdown);
    }

    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).ok().flatten()
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
        let section = self.find(".banner");
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
