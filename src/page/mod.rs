//! The content script: sees, asks the background for what a page cannot tell, decides with the
//! pure core, shows.

mod banner;
mod countdown;
mod read;

use crate::browser;
use crate::browser::page::{self as extension, Orphaned};
use crate::decision::{AskAgain, Decision, decide};
use crate::facts::{
    Address, Facts, FrameFacts, HubAnswer, IdentitySupport, Json, PageEvents, PageInput, Place,
    SpaceId, is_app_tab, link_back,
};
use crate::ui::banner::act;
use crate::ui::element::Element as Plan;
use crate::ui::report::Reporter;
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

/// What the frames say to the background (`extension/messages.d.ts` lists all kinds).
fn message(kind: &str) -> Json {
    Json::object().with("kind", kind.into())
}

/// One document's script.
pub struct ContentScript {
    window: Window,
    document: Document,
    reporter: Reporter,
    place: Cell<Place>,
    seen: RefCell<PageInput>,
    is_read: Cell<bool>,
    /// What the visitor does not want to be told again.
    dismissed: RefCell<Vec<String>>,
    /// How many reports were sent, or facts to the page around: an answer to an older one counts no
    /// more.
    reports: Cell<u32>,
    /// How often the background was asked for the Space: as above.
    questions: Cell<u32>,
    is_orphaned: Cell<bool>,
    banner: RefCell<Option<Rc<Banner>>>,
    parsed: RefCell<Option<EventListener>>,
    patience: RefCell<Option<Timeout>>,
}

impl ContentScript {
    /// Begins. `heard` is what `content.js` heard before the core was there. `None` where there is
    /// nothing to do.
    pub fn begin(heard: &JsValue) -> Option<Rc<Self>> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let script = Rc::new(Self {
            reporter: browser::reporter(window.navigator().user_agent().unwrap_or_default()),
            seen: RefCell::new(PageInput {
                href: window.location().href().ok()?,
                framing: read::framing(&window, &document),
                private_window: extension::in_private_window(),
                hub_answer: HubAnswer::Pending,
                heard: PageEvents::from_message(&browser::from_js(heard)),
                ..PageInput::default()
            }),
            window,
            document,
            place: Cell::new(Place::Other),
            is_read: Cell::new(false),
            dismissed: RefCell::new(vec![]),
            reports: Cell::new(0),
            questions: Cell::new(0),
            is_orphaned: Cell::new(false),
            banner: RefCell::new(None),
            parsed: RefCell::new(None),
            patience: RefCell::new(None),
        });
        let first = Facts::read(&script.seen.borrow());
        script.place.set(match first.place {
            // Whether a Hub address is a Space's app tab shows in its DOM; content.js looked.
            Place::Other if script.is_hub_address() => Place::Hub,
            place => place,
        });
        if script.place.get() == Place::Other {
            return None;
        }
        if matches!(script.place.get(), Place::Direct | Place::Embed) {
            script.ask_for_space(None);
        }
        if script.is_loading() {
            let weak = Rc::downgrade(&script);
            let parsed = EventListener::new(&script.document, "readystatechange", move |_| {
                // A page can make up this event.
                if let Some(script) = weak.upgrade()
                    && script.document.ready_state() != "loading"
                    && !script.is_read.get()
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

    fn is_hub_address(&self) -> bool {
        let seen = self.seen.borrow();
        seen.framing.is_top
            && matches!(Address::read(&seen.href), Address::Hub(_))
            && is_app_tab(&seen.href)
    }

    fn is_loading(&self) -> bool {
        self.document.ready_state() == "loading"
    }

    /// Something came to our ears. `again`: back from the browser's cache, where answers get lost; or
    /// the document wrote itself anew, or the page around it may be another one.
    pub fn heard(self: &Rc<Self>, heard: &JsValue, again: bool) {
        self.seen.borrow_mut().heard = PageEvents::from_message(&browser::from_js(heard));
        if again {
            self.ask_again();
            if !self.is_loading() {
                return self.read_page();
            }
        }
        self.update();
    }

    fn ask_again(self: &Rc<Self>) {
        let mut seen = self.seen.borrow_mut();
        if seen.framing.is_in_hub_page.take().is_some() {
            self.place.set(Place::HubFrame);
        } else if matches!(self.place.get(), Place::Direct | Place::Embed)
            && matches!(seen.hub_answer, HubAnswer::Pending | HubAnswer::Unreachable)
        {
            seen.hub_answer = HubAnswer::Pending;
            drop(seen);
            self.ask_for_space(None);
        }
    }

    fn ask_for_space(self: &Rc<Self>, again: Option<&AskAgain>) {
        let script = Rc::clone(self);
        let claimed_id = again.and_then(|again| again.claimed_id.as_ref());
        let question = message("space")
            .with("again", again.is_some().into())
            .with("claimedId", claimed_id.map(SpaceId::as_str).into());
        let number = self.questions.get().wrapping_add(1);
        self.questions.set(number);
        self.stop_if_orphaned(extension::ask(&question, move |answer| {
            if script.questions.get() == number {
                script.seen.borrow_mut().hub_answer = HubAnswer::from_message(&answer);
                script.update();
            }
        }));
    }

    fn read_page(self: &Rc<Self>) {
        match self.place.get() {
            Place::Hub => {
                let text = read::hub_page(&self.document);
                self.seen.borrow_mut().hub_page = Some(text);
            }
            Place::Direct | Place::Embed | Place::HubFrame => {
                let config = read::gradio_config(&self.document);
                let class = read::gradio_class(&self.document);
                let mut seen = self.seen.borrow_mut();
                seen.gradio_config = config;
                seen.gradio_class = class;
                seen.marks = Some(read::marks(&self.document));
            }
            Place::Other => return,
        }
        if matches!(self.place.get(), Place::Hub | Place::Direct) {
            self.seen.borrow_mut().cookies_blocked = read::cookies_blocked(&self.window);
        }
        self.is_read.set(true);
        self.update();
    }

    /// Something became known.
    fn update(self: &Rc<Self>) {
        if !self.is_read.get() || self.is_orphaned.get() {
            return;
        }
        // What an app's own page tells is not enough without the Hub's answer.
        let is_own_page = matches!(self.place.get(), Place::Direct | Place::Embed);
        if is_own_page && self.seen.borrow().hub_answer == HubAnswer::Pending {
            return;
        }
        let decision = decide(&self.seen.borrow(), &self.reporter);
        if let Some(again) = decision.ask_again {
            self.seen.borrow_mut().hub_answer = HubAnswer::Pending;
            self.ask_for_space(Some(&again));
        } else if let Some(facts) = &decision.frame {
            self.tell_hub_page(facts);
        } else if decision.place != Place::Other || self.seen.borrow().framing.is_top {
            // A file in a frame has nothing to say of the tab; one that is the tab itself does.
            self.send_verdict(decision);
        }
    }

    /// Tells the background, which keeps the report and composes what is shown: the words are there.
    fn send_verdict(self: &Rc<Self>, decision: Decision) {
        let report = message("report").with("report", decision.report).with(
            "document",
            self.seen.borrow().heard.document.as_str().into(),
        );
        let number = self.next_report();
        let script = Rc::clone(self);
        self.stop_if_orphaned(extension::ask(&report, move |answer| {
            if script.reports.get() == number {
                script.show(&answer);
            }
        }));
    }

    fn next_report(&self) -> u32 {
        let number = self.reports.get().wrapping_add(1);
        self.reports.set(number);
        number
    }

    /// Shows what the background composed; nothing where it composed nothing.
    fn show(self: &Rc<Self>, answer: &Json) {
        let about = answer.get("about").text().unwrap_or_default();
        let is_unwanted = |dismissed: &String| dismissed == about;
        let plan = Plan::from_message(answer.get("element"));
        let Some(plan) = plan.filter(|_| {
            !self.is_orphaned.get() && !self.dismissed.borrow().iter().any(is_unwanted)
        }) else {
            self.banner.replace(None);
            return;
        };
        let shown = self.banner.borrow().clone();
        let banner = match shown {
            Some(banner) => banner,
            None => {
                let script = Rc::downgrade(self);
                let on_act = OnAct::new(move |name: String, element: Element| {
                    if let Some(script) = script.upgrade() {
                        script.act(&name, &element);
                    }
                });
                let styles = answer.get("styles").text().unwrap_or_default();
                let Some(banner) = Banner::attach(&self.document, styles, on_act) else {
                    return;
                };
                if let Some(top) = self.top_of_space_frame() {
                    banner.sit(top);
                }
                self.banner.replace(Some(Rc::clone(&banner)));
                banner
            }
        };
        banner.show(plan, about);
    }

    /// On the Hub page the banner sits where the Space begins, not on the Hub's own header.
    fn top_of_space_frame(&self) -> Option<u16> {
        if self.place.get() != Place::Hub {
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
                let banner = self.banner.replace(None);
                let about = banner.map(|banner| banner.about());
                self.dismissed.borrow_mut().extend(about);
            }
            act::LEAVE => {
                // Apps change their address while they are used; the link shall follow.
                let id = Facts::read(&self.seen.borrow()).space.id;
                if let (Some(id), Ok(href), Some(link)) = (
                    id,
                    self.window.location().href(),
                    element.dyn_ref::<HtmlAnchorElement>(),
                ) {
                    // On the Hub page itself a fragment would only scroll.
                    let is_reload = self.place.get() == Place::Hub;
                    let (address, _) = href.split_once('#').unwrap_or((&href, ""));
                    let href = if is_reload { address } else { &href };
                    link.set_href(&link_back(&id, href));
                }
            }
            act::NORMAL_WINDOW => {
                self.stop_if_orphaned(extension::tell(&message("normal-window")));
            }
            act::REPORT => self.stop_if_orphaned(extension::tell(&message("show-report"))),
            _ => {}
        }
    }

    /// In the app's frame on the Hub: what the page around it wants to know.
    fn tell_hub_page(self: &Rc<Self>, facts: &FrameFacts) {
        let script = Rc::clone(self);
        let told = message("frame").with("facts", facts.to_message());
        let number = self.next_report();
        self.stop_if_orphaned(extension::ask(&told, move |answer| {
            if script.reports.get() == number {
                script.learn_page_around(answer.get("isInHubPage").flag());
            }
        }));

        // Only here does a missing answer mean anything (decision table, row 11).
        let waits = facts.handshake.is_none()
            && facts.gradio_version.map(|version| version.asks()) == Some(IdentitySupport::SsrOnly);
        if waits && self.patience.borrow().is_none() {
            let script = Rc::downgrade(self);
            let patience = Timeout::new(HANDSHAKE_TIMEOUT_MS, move || {
                if let Some(script) = script.upgrade() {
                    script.seen.borrow_mut().handshake_timed_out = true;
                    script.update();
                }
            });
            self.patience.replace(Some(patience));
        }
    }

    /// The background knows the tab's address: whether it is this Space's Hub page.
    fn learn_page_around(self: &Rc<Self>, is_in_hub_page: Option<bool>) {
        if is_in_hub_page == Some(false) && self.place.get() == Place::HubFrame {
            self.seen.borrow_mut().framing.is_in_hub_page = is_in_hub_page;
            self.place.set(Place::Embed);
            self.patience.replace(None);
            self.ask_for_space(None);
        } else {
            // It was in another page before.
            self.banner.replace(None);
        }
    }

    /// After an update of the extension this script is a stranger in its page: it leaves.
    fn stop_if_orphaned(&self, sent: Result<(), Orphaned>) {
        if sent.is_err() {
            self.leave();
        }
    }

    /// Nothing is shown from now on.
    pub fn leave(&self) {
        self.is_orphaned.set(true);
        self.banner.replace(None);
        self.patience.replace(None);
    }
}
