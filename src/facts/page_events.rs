//! What a content script has recorded in one document (`extension/content/`), and what follows from
//! it: which runs are the visitor's, and which messages are about them.

use super::{FrameFacts, Run, ZeroGpuMessage};
use serde::Deserialize;

/// Events that the content script has recorded in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "EventLog")]
pub struct PageEvents {
    /// A name for the document: when it began, in milliseconds since 1970.
    pub document: String,
    /// The origins from which a genuine window message brought [`super::HANDSHAKE`], the same word
    /// for question and answer. Any page can send it: whose it was decides.
    pub handshake_from: Vec<String>,
    /// When the Hub page's answer came, ISO 8601 in UTC, a moment added for the run that is on its
    /// way just then.
    pub answered_at: Option<String>,
    /// The runs that the background saw leaving this document, oldest first.
    pub runs: Vec<Run>,
    /// ZeroGPU's messages that were seen in this document since somebody pressed something in it,
    /// oldest first.
    pub messages: Vec<ZeroGpuMessage>,
    /// What the app's frame told, on the Hub page.
    pub frame: Option<FrameFacts>,
}

/// The same with raw times, in milliseconds since 1970, as `extension/content/` keeps it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct EventLog {
    document: String,
    handshake_from: Vec<String>,
    answered_at: Option<String>,
    runs: Vec<RunEvent>,
    /// When somebody first pressed something in the document.
    first_press: Option<u64>,
    messages: Vec<MessageEvent>,
    frame: Option<FrameFacts>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RunEvent {
    #[serde(flatten)]
    run: Run,
    /// When it left.
    ms: Option<u64>,
    /// As in [`EventLog`], when the run was heard of.
    first_press: Option<u64>,
    /// When something was pressed since the run before it; `None` where no script listens.
    presses: Option<Vec<u64>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageEvent {
    #[serde(flatten)]
    message: ZeroGpuMessage,
    /// When it was seen.
    ms: Option<u64>,
    /// When something was pressed since the last run.
    #[serde(default)]
    presses: Vec<u64>,
}

impl From<EventLog> for PageEvents {
    fn from(log: EventLog) -> Self {
        Self {
            messages: messages(log.messages, log.first_press, &log.runs),
            runs: runs(log.runs),
            document: log.document,
            handshake_from: log.handshake_from,
            answered_at: log.answered_at,
            frame: log.frame,
        }
    }
}

/// A browser's processes may differ as much about the time: the one that sees the press, and the one
/// that sees the request.
const CLOCKS_MS: u64 = 50;

/// How far a timer's tick may be off, or a tenth of its interval.
const TICK_MS: u64 = 150;

/// The runs that are evidence, oldest first. Where no script listens there are no presses, and nothing
/// is concluded.
///
/// What left before anybody did anything is not among them: that is an app's own question at its start,
/// which as a rule asks for no GPU. What nothing was pressed for since the run before, and a timer's next
/// tick whatever was pressed, is chained.
///
/// The news of a run may come later than that of the next one, and bring what was pressed for either.
fn runs(mut events: Vec<RunEvent>) -> Vec<Run> {
    events.sort_by_key(|event| event.ms);
    let presses: Vec<u64> = (events.iter())
        .flat_map(|event| event.presses.iter().flatten().copied())
        .collect();
    let mut runs = vec![];
    let mut is_pressed = false;
    let mut last_left = 0;
    let mut ticks = Ticks::default();
    for event in events {
        let mut run = event.run;
        if let (Some(ms), Some(_)) = (event.ms, event.presses) {
            let left = ms.saturating_add(CLOCKS_MS);
            if event.first_press.is_none_or(|first| first > left) {
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

/// The messages that are about the visitor's runs, oldest first. One that came before the first press
/// is not: what an app asks by itself at its start is no run of the visitor's, and what ZeroGPU says of
/// that is about none. It left before the Hub page could answer, for example.
fn messages(
    events: Vec<MessageEvent>,
    first_press: Option<u64>,
    runs: &[RunEvent],
) -> Vec<ZeroGpuMessage> {
    let about_visitor = |event: MessageEvent| {
        let mut message = event.message;
        if first_press.is_some_and(|first| event.ms.is_some_and(|ms| ms < first)) {
            return None;
        }
        // The news of the last run may come later than this message, and by another clock its press
        // may seem to come after it.
        let left = runs.iter().map(|run| run.ms).filter(|ms| *ms <= event.ms);
        let last_left = left.max().flatten();
        let last_left = last_left.map_or(0, |left| left.saturating_add(CLOCKS_MS));
        message.after_user_input |=
            (event.presses.iter()).any(|press| *press > last_left && event.ms >= Some(*press));
        Some(message)
    };
    events.into_iter().filter_map(about_visitor).collect()
}

/// When the last chained runs left.
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
