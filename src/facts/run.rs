//! Runs that were seen leaving the browser, and whether they carried an identity.

use super::{Json, Space, SpaceId, Visibility, time};
use crate::string_enum::string_enum;
use std::mem::swap;

string_enum! {
    /// Whether a run carried an identity (the report's "identity").
    Identity {
        /// `x-zerogpu-token` or `x-ip-token` was on it.
        Present = "present",
        /// Neither was.
        Absent = "absent",
    }
}

string_enum! {
    /// Whom a run's pass names, where it can be read: an app may relay `x-ip-token` by itself.
    TokenSubject {
        /// Some user.
        User = "user",
        /// A network address and nobody.
        Address = "address",
        /// Nobody, because of an error: ZeroGPU "falls back to IP-based quotas"
        /// (`spaces/zero/client.py`, spaces 0.51.3).
        Faulty = "faulty",
    }
}

/// A run, as little of it as is needed. Never a token, never what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When it left: ISO 8601 in UTC, which sorts as text. Empty where unknown.
    pub at: String,
    /// The host label of the Space that was asked; empty where a frame has checked it already.
    pub to: String,
    /// Whether it carried an identity.
    pub identity: Identity,
    /// Whom that names. `None` where it cannot be read, as it is with the Hub's own passes.
    pub named: Option<TokenSubject>,
    /// It left before the Hub page answered the app, which answered later.
    pub before_handshake: bool,
    /// Nothing was pressed since the run before it: apps chain what they do, also after a failure
    /// (`run.click(paint).then(tidy)`, <https://www.gradio.app/guides/blocks-and-event-listeners>).
    pub is_chained: bool,
    /// The other Space that was asked, where it is one that runs on ZeroGPU.
    pub called: Option<Called>,
}

/// A ZeroGPU Space that the page of another Space sent a run to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its name.
    pub id: SpaceId,
    /// It has no Hub page for everybody.
    pub is_protected: bool,
}

impl Called {
    /// What the Hub says of the Space that was asked; `None` where it does not run on ZeroGPU, or
    /// nobody knows.
    fn of(space: &Space) -> Option<Self> {
        Some(Self {
            id: space
                .id
                .clone()
                .filter(|_| space.is_zero_gpu() == Some(true))?,
            is_protected: space.visibility == Some(Visibility::Protected),
        })
    }
}

impl Run {
    /// Reads what [`Run`] looks like in a message of ours, and in the report, where `to` is the name
    /// of the other Space that was asked. `None` for what is not one.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        let to = message.get("to").text().unwrap_or_default();
        let named = SpaceId::parse(to).map(|id| Called {
            id,
            is_protected: message.get("toProtected").flag() == Some(true),
        });
        Some(Self {
            at: time(message.get("at")).unwrap_or_default().to_owned(),
            to: to.to_owned(),
            identity: Identity::from_name(message.get("identity").text()?)?,
            named: message
                .get("named")
                .text()
                .and_then(TokenSubject::from_name),
            before_handshake: message.get("tooEarly").flag() == Some(true),
            is_chained: message.get("follows").flag() == Some(true),
            called: Called::of(&Space::from_message(message.get("called"))).or(named),
        })
    }

    /// The counterpart of [`Run::from_message`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        let called = self.called.as_ref();
        let to = called.map_or(self.to.as_str(), |called| called.id.as_str());
        let message = Json::object()
            .with("at", self.at.as_str().into())
            .with("to", to.into())
            .with("identity", self.identity.into())
            .with("named", self.named.into())
            .with("tooEarly", self.before_handshake.into())
            .with("follows", self.is_chained.into());
        match called {
            Some(called) => message.with("toProtected", called.is_protected.into()),
            None => message,
        }
    }

    /// Whether it brought along what can count for somebody.
    #[must_use]
    pub fn carries_identity(&self) -> bool {
        self.identity == Identity::Present
            && !matches!(
                self.named,
                Some(TokenSubject::Address | TokenSubject::Faulty)
            )
    }
}

/// A browser's processes may differ as much about the time: the one that sees the press, and the one
/// that sees the request.
pub(super) const CLOCKS_MS: u64 = 50;

/// How far a timer's tick may be off, or a tenth of its interval.
const TICK_MS: u64 = 150;

/// The runs that a content script heard of, oldest first, given the raw times at which each left (`ms`) and
/// at which somebody pressed something in its document: `firstPress`, and `presses` since the run before
/// it, in milliseconds since 1970. (Numbers: a reader of ISO 8601 costs each page 8 KB of WASM.) Where no
/// script listens there are none, and nothing is concluded.
///
/// What left before anybody did anything is not among them: that is an app's own question at its start,
/// which as a rule asks for no GPU. What nothing was pressed for since the run before, and a timer's next
/// tick whatever was pressed, follows by itself.
///
/// The news of a run may come later than that of the next one, and bring what was pressed for either.
pub(super) fn heard_runs(message: &Json) -> Vec<Run> {
    let ms = |run: &Json| run.get("ms").integer();
    let mut heard: Vec<&Json> = vec![];
    let mut presses = vec![];
    for news in message.list() {
        // Few come late. (`sort_by` would be 5 KB of WASM.)
        let mut news_or_later = news;
        for other in &mut heard {
            if ms(other) > ms(news_or_later) && ms(news).is_some() {
                swap(other, &mut news_or_later);
            }
        }
        heard.push(news_or_later);
        for press in news.get("presses").list() {
            presses.extend(press.integer());
        }
    }
    let mut runs = vec![];
    let mut is_pressed = false;
    let mut last_left = 0;
    let mut ticks = Ticks::default();
    for heard in heard {
        let Some(mut run) = Run::from_message(heard) else {
            continue;
        };
        if let (Some(ms), false) = (ms(heard), *heard.get("presses") == Json::Null) {
            let left = ms.saturating_add(CLOCKS_MS);
            let first = heard.get("firstPress").integer();
            if first.is_none_or(|first| first > left) {
                continue;
            }
            // By another clock the press of the run before may seem to come after it.
            is_pressed |= (presses.iter()).any(|press| *press > last_left && *press <= left);
            last_left = left;
            run.is_chained |= !is_pressed || ticks.goes_on_at(ms);
            if run.is_chained {
                ticks.add(ms);
            } else {
                is_pressed = false;
            }
        }
        runs.push(run);
    }
    runs
}

/// When the last runs left that followed by themselves.
#[derive(Default)]
struct Ticks([u64; 3]);

impl Ticks {
    fn add(&mut self, ms: u64) {
        let [_, one, two] = self.0;
        self.0 = [one, two, ms];
    }

    /// Whether they came at equal intervals, as a `gr.Timer`'s do, and the next is due.
    fn goes_on_at(&self, ms: u64) -> bool {
        let [one, two, three] = self.0;
        let (first, second) = (two.saturating_sub(one), three.saturating_sub(two));
        let third = ms.saturating_sub(three);
        let off = TICK_MS.max(third / 10);
        one > 0 && first.abs_diff(second) <= off && second.abs_diff(third) <= off
    }
}

/// The runs in a message of ours, oldest first.
pub(super) fn runs(message: &Json) -> Vec<Run> {
    message
        .list()
        .iter()
        .filter_map(Run::from_message)
        .collect()
}
