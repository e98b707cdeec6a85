//! ZeroGPU's messages that were seen in a page, and which of them is the newest evidence.

use super::run::CLOCKS_MS;
use super::zerogpu_message::{Cause, ChargedTo};
use super::{Facts, Json, time};

/// One of ZeroGPU's messages. What it said in words is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When it was seen: ISO 8601 in UTC, which sorts as text. Empty where unknown.
    pub at: String,
    /// Why ZeroGPU spoke.
    pub cause: Cause,
    /// Who was charged.
    pub identity: ChargedTo,
    /// Its numbers, by the report's names. They pass through the page unread: whoever explains them
    /// reads them (`Message::from_message`), and that is 5 KB of WASM.
    numbers: Vec<(&'static str, Json)>,
}

/// What a message may hold beside its cause and identity.
const NUMBERS: [&str; 5] = [
    "requestedSeconds",
    "leftSeconds",
    "retryAfterSeconds",
    "fault",
    PRESSED_SINCE,
];

/// Those that the contract does not know, and that are there only where there is something to tell.
const EXTRAS: [&str; 2] = ["fault", PRESSED_SINCE];

/// The name of a fault is no longer, nor is a number of seconds.
const LONGEST: usize = 40;

/// Something was pressed between the last run and this message.
const PRESSED_SINCE: &str = "pressedSince";

impl Told {
    /// Reads what [`Told`] looks like in a message of ours. `None` for what is not one.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        Some(Self {
            at: time(message.get("at")).unwrap_or_default().to_owned(),
            cause: Cause::from_name(message.get("cause").text()?)?,
            identity: ChargedTo::from_name(message.get("identity").text()?)?,
            numbers: NUMBERS.map(|key| (key, plain(message.get(key)))).into(),
        })
    }

    /// The counterpart of [`Told::from_message`], and what the report says of it.
    #[must_use]
    pub fn to_message(&self) -> Json {
        let at = Some(self.at.as_str()).filter(|at| !at.is_empty());
        let mut message = Json::object()
            .with("at", at.into())
            .with("cause", self.cause.into())
            .with("identity", self.identity.into());
        for (key, value) in &self.numbers {
            if !EXTRAS.contains(key) || *value != Json::Null {
                message = message.with(key, value.clone());
            }
        }
        message
    }

    /// Whether it speaks of a quota and names whose: the decision table's row 2.
    #[must_use]
    pub fn names(&self, identity: ChargedTo) -> bool {
        self.identity == identity
            && matches!(self.cause, Cause::QuotaExceeded | Cause::RunsExceeded)
    }
}

impl Told {
    /// Whether it came since a point in time, as far as that is known.
    pub(super) fn is_since(&self, from: &str) -> bool {
        self.at.is_empty() || self.at.as_str() >= from
    }

    /// Reads a message that a content script heard of, given raw times, in milliseconds since 1970: when it
    /// came (`ms`), when somebody first pressed something in its document, and when since the last run
    /// (`presses`). `None` for one that came before the first press: what an app asks by itself at its
    /// start is no run of the visitor's, and what ZeroGPU says of that is about none. It left before the
    /// Hub page could answer, for example.
    pub(super) fn heard(message: &Json, first_press: &Json, runs: &Json) -> Option<Self> {
        let mut told = Self::from_message(message)?;
        let ms = message.get("ms").integer();
        let is_before = |press: &Json| press.integer().is_some_and(|press| ms >= Some(press));
        if *first_press != Json::Null && ms.is_some() && !is_before(first_press) {
            return None;
        }
        // The news of the last run may come later than this message, and by another clock its press may
        // seem to come after it.
        let left = runs.list().iter().map(|run| run.get("ms").integer());
        let last_left = left.filter(|left| *left <= ms).max().flatten();
        let last_left = last_left.map_or(0, |left| left.saturating_add(CLOCKS_MS));
        let is_new = |press: &&Json| press.integer() > Some(last_left);
        let presses = message.get("presses").list().iter();
        if presses.filter(is_new).any(is_before) {
            for (key, value) in &mut told.numbers {
                if *key == PRESSED_SINCE {
                    *value = Json::Bool(true);
                }
            }
        }
        Some(told)
    }

    /// Whether something was pressed between the last run and this message: it may be about an event
    /// outside the queue, which is no run that anybody sees, and carries no pass.
    #[must_use]
    pub fn is_after_press(&self) -> bool {
        let has = |(key, value): &(&str, Json)| *key == PRESSED_SINCE && value.flag() == Some(true);
        self.numbers.iter().any(has)
    }

    /// Whether it says that the app itself failed: then it holds the failure's name
    /// ([`super::Message::fault`]).
    fn tells_app_failure(&self) -> bool {
        let named = |(key, value): &(&str, Json)| *key == "fault" && *value != Json::Null;
        self.cause == Cause::Other && self.numbers.iter().any(named)
    }

    /// Whether it alone tells whose quota it was: the decision table's rows 1 and 2.
    #[must_use]
    pub fn decides(&self) -> bool {
        use ChargedTo::{Free, Pro, Space, Unauthenticated};
        let names = [Unauthenticated, Free, Pro, Space];
        self.cause == Cause::IpFallback || names.iter().any(|whose| self.names(*whose))
    }
}

/// A number, a mark or one plain word: whatever else a frame may say is not passed on, for it would end up
/// in reports.
fn plain(value: &Json) -> Json {
    let is_plain = match value {
        Json::Null | Json::Bool(_) => true,
        Json::Number(digits) => digits.len() <= LONGEST,
        Json::Text(text) => {
            text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        }
        Json::List(_) | Json::Object(_) => false,
    };
    if is_plain { value.clone() } else { Json::Null }
}

/// The messages in a message of ours, oldest first.
pub(super) fn messages(message: &Json) -> Vec<Told> {
    let list = message.list().iter();
    list.filter_map(Told::from_message).collect()
}

impl Facts {
    /// When the last run left that the visitor asked for: what ZeroGPU says after it is about that
    /// run, or about one that followed by itself. Empty where unknown.
    pub(super) fn last_user_run_at(&self) -> &str {
        let asked = self.runs.iter().rfind(|run| !run.is_chained);
        asked.map_or("", |run| run.at.as_str())
    }

    /// What ZeroGPU said of the last run that the visitor asked for, and there is something to explain:
    /// the newest such message. A fault of the visitor's pass explains what follows; and what an app
    /// does after a refusal may fail for want of its result.
    #[must_use]
    pub fn current_message(&self) -> Option<&Told> {
        let since = self.last_user_run_at();
        let mut newest: Option<&Told> = None;
        for told in &self.messages {
            let is_fault = |told: &Told| told.cause == Cause::IpFallback;
            let is_more = match told.cause {
                Cause::Other => {
                    told.tells_app_failure() && newest.is_none_or(Told::tells_app_failure)
                }
                _ => !newest.is_some_and(is_fault),
            };
            if told.is_since(since) && is_more {
                newest = Some(told);
            }
        }
        newest
    }
}
