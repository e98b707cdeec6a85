//! The content script's core: reads the document once, sends its facts, and shows what the background
//! makes of them.

mod banner;
mod card_close;
mod countdown;
mod read;

use crate::browser::page::{self as extension, Orphaned, message};
use crate::browser::to_js;
use crate::facts::{Address, IdentitySupport, PageFacts, PageInput, Place, is_app_tab, link_back};
use crate::json::Json;
use crate::ui::banner::act;
use crate::ui::element::Element as Plan;
use crate::ui::hide::act as hide;
use banner::{Banner, OnAct};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlAnchorElement, Window};

/// The Hub page answers within a fraction of a second (0.5 to 3.2 s after the start, measured with
/// Gradio 5.12 to 6.31): after this time, a missing answer is one that will not come.
const HANDSHAKE_TIMEOUT_MS: u32 = 8_000;

/// The background answers within that time, or not at all: it may have been stopped, in ms.
const MAX_WAIT_MS: f64 = 5_000.0;

/// One document's script.
pub struct ContentScript {
    window: Window,
    document: Document,
    place: Place,
    /// What the document says, as the background is told; once it is parsed.
    facts: RefCell<Option<PageFacts>>,
    /// What the content script has recorded. Read by the background alone.
    events: RefCell<JsValue>,
    /// What the visitor does not want to be told again.
    dismissed: RefCell<Vec<String>>,
    /// How often the facts were sent: an answer to an older message counts no more.
    sent: Cell<u32>,
    /// When the facts were sent whose answer is awaited, in ms since 1970.
    awaited_since: Cell<Option<f64>>,
    /// Something has changed since: it is sent once that answer is there.
    has_changed: Cell<bool>,
    is_orphaned: Cell<bool>,
    banner: RefCell<Option<Rc<Banner>>>,
    parsed: RefCell<Option<EventListener>>,
    handshake_timeout: RefCell<Option<Timeout>>,
}

impl ContentScript {
    /// Begins with what the content script has recorded so far. `None` where there is nothing to do.
    pub fn begin(events: &JsValue) -> Option<Rc<Self>> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let href = window.location().href().ok()?;
        let place = Place::of(&href, &read::framing(&window, &document));
        // Whether a Hub address is a Space's app tab shows in its DOM; the content script looked.
        let is_nothing = place == Place::Other || place == Place::Hub && !is_app_tab(&href);
        (!is_nothing).then_some(())?;
        let script = Rc::new(Self {
            window,
            document,
            place,
            facts: RefCell::new(None),
            events: RefCell::new(events.clone()),
            dismissed: RefCell::new(vec![]),
            sent: Cell::new(0),
            awaited_since: Cell::new(None),
            has_changed: Cell::new(false),
            is_orphaned: Cell::new(false),
            banner: RefCell::new(None),
            parsed: RefCell::new(None),
            handshake_timeout: RefCell::new(None),
        });
        if script.is_loading() {
            let weak = Rc::downgrade(&script);
            let parsed = EventListener::new(&script.document, "readystatechange", move |_| {
                // A page can make up this event.
                if let Some(script) = weak.upgrade()
                    && !script.is_loading()
                    && script.facts.borrow().is_none()
                {
                    script.read_page();
                }
            });
            script.parsed.replace(Some(parsed));
        } else {
            script.read_page();
        }
        Some(script)
    }

    fn is_loading(&self) -> bool {
        self.document.ready_state() == "loading"
    }

    /// The content script has recorded more. `again`: the document wrote itself anew, or came back from
    /// the browser's cache, where answers get lost, or the page around it may be another one.
    pub fn update(self: &Rc<Self>, events: &JsValue, again: bool) {
        self.events.replace(events.clone());
        if again && !self.is_loading() {
            // Answers may be lost.
            self.awaited_since.set(None);
            self.read_page();
        } else {
            self.send_facts();
        }
    }

    fn read_page(self: &Rc<Self>) {
        let mut input = PageInput {
            href: self.window.location().href().unwrap_or_default(),
            framing: read::framing(&self.window, &self.document),
            ..PageInput::default()
        };
        if self.place == Place::Hub {
            input.hub_page = Some(read::hub_page(&self.document));
        } else {
            input.gradio_config = read::gradio_config(&self.document);
            input.gradio_class = read::gradio_class(&self.document);
            input.marks = Some(read::marks(&self.document));
        }
        if matches!(self.place, Place::Hub | Place::Direct) {
            input.cookies_blocked = read::cookies_blocked(&self.window);
        }
        let facts = PageFacts::read(&input);
        self.wait_for_handshake(&facts);
        self.facts.replace(Some(facts));
        self.send_facts();
    }

    /// Only in the app's frame on the Hub, and with some versions, does a missing answer mean anything
    /// (decision table, row 11).
    fn wait_for_handshake(self: &Rc<Self>, facts: &PageFacts) {
        let support = facts
            .gradio
            .version
            .map(|version| version.identity_support());
        let waits = self.place == Place::HubFrame && support == Some(IdentitySupport::SsrOnly);
        if waits && self.handshake_timeout.borrow().is_none() {
            let script = Rc::downgrade(self);
            let timeout = Timeout::new(HANDSHAKE_TIMEOUT_MS, move || {
                if let Some(script) = script.upgrade() {
                    if let Some(facts) = &mut *script.facts.borrow_mut() {
                        facts.handshake_timed_out = true;
                    }
                    script.send_facts();
                }
            });
            self.handshake_timeout.replace(Some(timeout));
        }
    }

    /// Tells the background, which judges, keeps the verdict and composes what is shown.
    fn send_facts(self: &Rc<Self>) {
        if self.is_orphaned.get() {
            return;
        }
        // One message at a time: an app may send hundreds of runs in a row.
        let now = js_sys::Date::now();
        let awaits = |since: f64| (0.0..MAX_WAIT_MS).contains(&(now - since));
        if self.awaited_since.get().is_some_and(awaits) {
            self.has_changed.set(true);
            return;
        }
        let facts = match &*self.facts.borrow() {
            Some(facts) => to_js(facts),
            None => return,
        };
        let message = message(
            "facts",
            &[("page", &facts), ("events", &self.events.borrow())],
        );
        let number = self.sent.get().wrapping_add(1);
        self.sent.set(number);
        self.awaited_since.set(Some(now));
        self.has_changed.set(false);
        let script = Rc::clone(self);
        self.stop_if_orphaned(extension::request(&message, move |answer| {
            if script.sent.get() != number {
                return;
            }
            script.awaited_since.set(None);
            script.show(&answer);
            if script.has_changed.get() {
                script.send_facts();
            }
        }));
    }

    /// Shows what the background composed; nothing where it composed nothing.
    fn show(self: &Rc<Self>, notice: &Json) {
        let about = notice.get("about").text().unwrap_or_default();
        let is_unwanted = self.is_orphaned.get() || self.dismissed.borrow().contains(&about);
        let plan = Plan::read(&notice.get("element")).filter(|_| !is_unwanted);
        let Some(plan) = plan else {
            self.banner.replace(None);
            return;
        };
        let shown = self.banner.borrow().clone();
        let Some(banner) = shown.or_else(|| self.attach(notice)) else {
            return;
        };
        banner.set_edge(notice.get("edge").text().as_deref() == Some("bottom"));
        let spoken = notice.get("spoken").text().unwrap_or_default();
        banner.show(
            plan,
            &about,
            spoken,
            notice.get("folded").flag() == Some(true),
        );
    }

    fn attach(self: &Rc<Self>, notice: &Json) -> Option<Rc<Banner>> {
        let script = Rc::downgrade(self);
        let on_act = OnAct::new(move |name: String, element: Element| {
            if let Some(script) = script.upgrade() {
                script.act(&name, &element);
            }
        });
        let styles = notice.get("styles").text().unwrap_or_default();
        let banner = Banner::attach(&self.document, &styles, on_act)?;
        if let Some(top) = self.top_of_space_frame() {
            banner.set_offset(top);
        }
        self.banner.replace(Some(Rc::clone(&banner)));
        Some(banner)
    }

    /// On the Hub page the banner sits where the Space begins, not on the Hub's own header.
    fn top_of_space_frame(&self) -> Option<u16> {
        if self.place != Place::Hub {
            return None;
        }
        let frame = self.document.query_selector("iframe.space-iframe").ok()??;
        let top = frame.get_bounding_client_rect().top();
        // A saturating cast: formatting a float would cost 20 KB of WASM.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (0.0..600.0).contains(&top).then_some((top + 12.0) as u16)
    }

    fn act(self: &Rc<Self>, name: &str, element: &Element) {
        match name {
            act::DISMISS => {
                let about = self.remove_banner();
                self.dismissed.borrow_mut().extend(about);
            }
            // Pointer or focus came, or went.
            "attention" => {
                if let Some(banner) = &*self.banner.borrow() {
                    banner.attend();
                }
            }
            hide::HIDE_SPACE | hide::HIDE_DAY => self.hide(name == hide::HIDE_SPACE),
            hide::OPTIONS => self.stop_if_orphaned(extension::notify(&message("options", &[]))),
            act::BACK => self.stop_if_orphaned(extension::notify(&message("back", &[]))),
            act::FOLD => {
                let banner = self.banner.borrow().clone();
                let is_folded = banner.is_some_and(|banner| banner.is_folded()).into();
                let folded = message("fold", &[("isFolded", &is_folded)]);
                self.stop_if_orphaned(extension::notify(&folded));
            }
            act::LEAVE => self.renew_link(element),
            act::NORMAL_WINDOW => {
                self.stop_if_orphaned(extension::notify(&message("normal-window", &[])));
            }
            act::REPORT => self.stop_if_orphaned(extension::notify(&message("show-report", &[]))),
            _ => {}
        }
    }

    /// What was shown is shown no more. What it was about.
    fn remove_banner(&self) -> Option<String> {
        self.banner.replace(None).map(|banner| banner.about())
    }

    /// Hides it for its Space, or everywhere. In this page at least, where that cannot be kept.
    fn hide(self: &Rc<Self>, is_for_space: bool) {
        let about = self.remove_banner();
        let message = message("hide", &[("isForSpace", &is_for_space.into())]);
        let script = Rc::clone(self);
        self.stop_if_orphaned(extension::request(&message, move |answer| {
            if answer.flag() != Some(true) {
                script.dismissed.borrow_mut().extend(about);
            }
        }));
    }

    /// Apps change their address while they are used; the link to the Space's page shall follow.
    fn renew_link(&self, element: &Element) {
        if let Some(link) = element.dyn_ref::<HtmlAnchorElement>()
            && let Address::Hub(id) = Address::read(&link.href())
            && let Ok(href) = self.window.location().href()
        {
            // On the Hub page itself a fragment would only scroll.
            let is_reload = self.place == Place::Hub;
            let (address, _) = href.split_once('#').unwrap_or((&href, ""));
            let href = if is_reload { address } else { &href };
            link.set_href(&link_back(&id, href));
        }
    }

    /// After an update of the extension `chrome.*` throws: remove the UI and stop.
    fn stop_if_orphaned(&self, sent: Result<(), Orphaned>) {
        if sent.is_err() {
            self.stop();
        }
    }

    /// Nothing is shown from now on.
    pub fn stop(&self) {
        self.is_orphaned.set(true);
        self.banner.replace(None);
        self.handshake_timeout.replace(None);
    }
}
