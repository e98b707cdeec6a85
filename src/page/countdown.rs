//! The countdown of a card: by wall clock, so right after sleep; a timer only while the page is seen.

use crate::browser;
use crate::ui::duration;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Document, Element};

const MINUTE_MS: u64 = 60_000;

/// A countdown, as long as it is shown.
pub struct Countdown {
    document: Document,
    line: Element,
    /// Milliseconds since 1970.
    until: u64,
    clock: String,
    timer: RefCell<Option<Timeout>>,
    seen: RefCell<Option<EventListener>>,
}

impl Countdown {
    /// Starts on the line that holds the time. `None` where it holds none.
    pub fn start(document: &Document, line: Element) -> Option<Rc<Self>> {
        let countdown = Rc::new(Self {
            document: document.clone(),
            until: line.get_attribute("data-until")?.parse().ok()?,
            clock: line.get_attribute("data-clock")?,
            line,
            timer: RefCell::new(None),
            seen: RefCell::new(None),
        });
        let weak = Rc::downgrade(&countdown);
        let seen = EventListener::new(document, "visibilitychange", move |_| {
            if let Some(countdown) = weak.upgrade() {
                countdown.tick();
            }
        });
        countdown.seen.replace(Some(seen));
        countdown.tick();
        Some(countdown)
    }

    fn tick(self: &Rc<Self>) {
        self.timer.replace(None);
        if self.document.hidden() {
            return;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let left = self.until.saturating_sub(js_sys::Date::now() as u64);
        let minutes = u16::try_from(left.div_ceil(MINUTE_MS)).unwrap_or(u16::MAX);
        let text = duration::countdown(minutes, &self.clock, &*browser::localize());
        // After an update of the extension `chrome.*` throws, and there are no words.
        if text.is_empty() {
            return;
        }
        self.line.set_text_content(Some(&text));
        if minutes == 0 {
            return;
        }
        // To the next full minute, and a moment more.
        let rest = u32::try_from(left % MINUTE_MS).unwrap_or_default();
        let weak = Rc::downgrade(self);
        let timer = Timeout::new(rest.saturating_add(50), move || {
            if let Some(countdown) = weak.upgrade() {
                countdown.tick();
            }
        });
        self.timer.replace(Some(timer));
    }
}
