//! A card takes room. It closes to one line once nobody looks at it, or the visitor goes on with the app.

use super::banner::EXPANDED;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, EventTarget};

/// So long without pointer and focus in it, in ms.
const UNATTENDED_MS: u32 = 20_000;

/// A card that is open. Ends by being dropped.
pub struct CardClose {
    document: Document,
    /// The banner's element in the page.
    host: Element,
    section: Element,
    timeout: RefCell<Option<Timeout>>,
    /// What the visitor does elsewhere.
    elsewhere: RefCell<Vec<EventListener>>,
}

impl CardClose {
    /// Watches a section that has just been shown; `None` where it is no open card.
    pub fn start(document: &Document, host: &Element, section: Element) -> Option<Rc<Self>> {
        if !section.class_list().contains("card") {
            return None;
        }
        let card = Rc::new(Self {
            document: document.clone(),
            host: host.clone(),
            section,
            timeout: RefCell::new(None),
            elsewhere: RefCell::default(),
        });
        card.attend();
        let window = document.default_view()?;
        let listen = |target: &EventTarget, kind, options| {
            let weak = Rc::downgrade(&card);
            EventListener::new_with_options(target, kind, options, move |event| {
                if let Some(card) = weak.upgrade() {
                    card.went_on(event);
                }
            })
        };
        let capture = EventListenerOptions::run_in_capture_phase();
        let elsewhere = vec![
            listen(document, "click", capture),
            listen(document, "input", capture),
            // On the Hub page the app is a frame: it takes the focus from this document. Captured, it
            // would be each element's.
            listen(&window, "blur", EventListenerOptions::default()),
        ];
        card.elsewhere.replace(elsewhere);
        Some(card)
    }

    /// Pointer or focus came, or went.
    pub fn attend(self: &Rc<Self>) {
        let is_attended = self.section.matches(":hover, :focus-within");
        if is_attended.unwrap_or_default() {
            self.timeout.replace(None);
            return;
        }
        let weak = Rc::downgrade(self);
        let timeout = Timeout::new(UNATTENDED_MS, move || {
            if let Some(card) = weak.upgrade() {
                card.close();
            }
        });
        self.timeout.replace(Some(timeout));
    }

    fn went_on(&self, event: &Event) {
        let target = event.target();
        let target = target
            .as_ref()
            .and_then(|target| target.dyn_ref::<Element>());
        let is_in_app = match target {
            Some(element) => !element.is_same_node(Some(&self.host)),
            None => (self.document.active_element())
                .is_some_and(|element| element.tag_name() == "IFRAME"),
        };
        // A page can make events up.
        if event.is_trusted() && is_in_app {
            self.close();
        }
    }

    /// To one line; "Why?" opens it again.
    fn close(&self) {
        let _ = self.section.class_list().remove_1(EXPANDED);
        let why = self.section.query_selector("div.why").ok().flatten();
        let _ = why.map(|why| why.set_attribute("hidden", ""));
        let button = self.section.query_selector("[data-act=why]");
        let button = button.ok().flatten();
        let _ = button.map(|button| button.set_attribute("aria-expanded", "false"));
    }
}
