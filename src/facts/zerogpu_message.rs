//! ZeroGPU's own messages → why a run was refused, and who was charged.
//!
//! Every form that the `spaces` package has shown, 0.6.1 to 0.51.3, is a row of [`forms`], with what
//! may follow it in [`PIECES`] (the wheels' `spaces/zero/client.py` and `wrappers.py`, August 2026).
//! A form counts only as a whole sentence with its numbers in their places: a text that merely talks
//! about quotas is no message.
//!
//! Read in place and without a copy: tags, Markdown links, quotes, backslashes, entities and white
//! space are stepped over, so that HTML, Markdown, Python's `repr` and text without spaces between
//! its sentences are one to the tables. Linear, whatever a page writes: reading in vain is paid for
//! out of [`Reader::patience`].

use super::{Json, digits};
use crate::string_enum::string_enum;

string_enum! {
    /// Why ZeroGPU spoke (the contract's message "cause").
    Cause {
        /// Too little GPU time is left for what was asked.
        QuotaExceeded = "quota-exceeded",
        /// No more runs today.
        RunsExceeded = "runs-exceeded",
        /// The Space asks for longer runs than this visitor may have.
        IllegalDuration = "illegal-duration",
        /// No GPU within the queue's patience.
        QueueTimeout = "queue-timeout",
        /// The visitor's pass was faulty; the run goes on and is counted by network address.
        IpFallback = "ip-fallback",
        /// The visitor's pass was too old.
        ExpiredToken = "expired-token",
        /// No GPU at all.
        NoGpu = "no-gpu",
        /// Too much of the visitor's credit is set aside for runs that go on.
        PendingCredits = "pending-credits",
        /// The work on the GPU died.
        GpuAborted = "gpu-aborted",
        /// ZeroGPU's, and nothing about quotas that we could read.
        Other = "other",
    }
}

string_enum! {
    /// Who was charged, in the message's own words (the contract's message "identity").
    ChargedTo {
        /// Nobody who is signed in.
        Unauthenticated = "unauthenticated",
        /// A free account.
        Free = "free",
        /// A PRO account.
        Pro = "pro",
        /// The Space: the run had no visitor.
        Space = "space",
        /// A network address, because the visitor's pass was faulty.
        IpFallback = "ip-fallback",
        /// The words do not tell.
        Unknown = "unknown",
    }
}

/// What one of ZeroGPU's messages says. `None` where it does not, or says a negative or absurd
/// number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Why ZeroGPU spoke.
    pub cause: Cause,
    /// Who was charged.
    pub identity: ChargedTo,
    /// GPU time that the run asked for.
    pub requested_seconds: Option<u32>,
    /// GPU time that was left.
    pub left_seconds: Option<u32>,
    /// How long to wait from when the message came.
    pub retry_after_seconds: Option<u32>,
    /// One word. With [`Cause::IpFallback`] the fault of the visitor's pass (`InvalidRepoToken`);
    /// with [`Cause::Other`] what the app itself failed of, the class of an exception
    /// (`RuntimeError`) or [`GRADIO_FAILURE`]. With no other cause.
    pub fault: Option<String>,
}

/// What [`Message::fault`] is where ZeroGPU says "Internal Gradio error": the app's server gave it a
/// request without headers, before a GPU was asked for (`spaces/zero/client.py`, spaces 0.51.3).
pub const GRADIO_FAILURE: &str = "InternalGradioError";

/// More GPU time is no run's: a duration is under a day (`timedelta.seconds`), times 1.5 on today's
/// cards, times 2 for `xlarge`.
const MOST_SECONDS: u32 = 3 * 86_400;

/// Negative, or too large for any sense.
const ABSURD: u32 = u32::MAX;

impl Message {
    /// Reads a toast: its text, as text or HTML, and its title where one is shown (Gradio 5.3 to
    /// 5.50). `None` for what is no message of ZeroGPU's.
    #[must_use]
    pub fn read(title: Option<&str>, text: &str) -> Option<Self> {
        find(text.as_bytes()).or_else(|| {
            // Words that we do not know, or an exception's name: alone these are anybody's.
            let title = title?.as_bytes().trim_ascii_start();
            let about = title.strip_prefix(b"ZeroGPU ")?;
            let is_ours = about.first().is_some_and(u8::is_ascii_lowercase);
            let mut found = NOTHING;
            found.fault = app_failure(about, text.as_bytes().trim_ascii());
            is_ours.then(|| found.message(Other))
        })
    }

    /// Whether a quota message stands for the limit on runs: `spaces` 0.34.2 to 0.51.0 mistook one
    /// for the other, and said "Try again in 0:00:00" with enough time left; 0.35.0 named no time.
    #[must_use]
    pub fn means_runs(&self) -> bool {
        let seconds = self.requested_seconds.zip(self.left_seconds);
        self.cause == QuotaExceeded
            && self.retry_after_seconds.is_none_or(|seconds| seconds == 0)
            && seconds.is_some_and(|(requested, left)| left >= requested)
    }

    /// Reads what [`Message`] looks like in a message of ours. `None` for what is not one.
    #[must_use]
    pub fn from_message(message: &Json) -> Option<Self> {
        let number = |key, most| match message.get(key) {
            Json::Number(digits) => {
                let mut reader = Reader::new(digits.as_bytes());
                let number = reader.number().filter(|number| *number <= most);
                number.filter(|_| reader.rest.is_empty())
            }
            _ => None,
        };
        let fault = message.get("fault").text();
        Some(Self {
            cause: Cause::from_name(message.get("cause").text()?)?,
            identity: ChargedTo::from_name(message.get("identity").text()?)?,
            requested_seconds: number("requestedSeconds", MOST_SECONDS),
            left_seconds: number("leftSeconds", MOST_SECONDS),
            retry_after_seconds: number("retryAfterSeconds", ABSURD.wrapping_sub(1)),
            fault: fault.and_then(|fault| word(fault.as_bytes())),
        })
    }

    /// The counterpart of [`Message::from_message`]: the contract's fields, and `fault` where there
    /// is one.
    #[must_use]
    pub fn to_message(&self) -> Json {
        let number = |number: Option<u32>| number.map(|number| Json::Number(digits(number))).into();
        let message = Json::object()
            .with("cause", self.cause.into())
            .with("identity", self.identity.into())
            .with("requestedSeconds", number(self.requested_seconds))
            .with("leftSeconds", number(self.left_seconds))
            .with("retryAfterSeconds", number(self.retry_after_seconds));
        match &self.fault {
            Some(fault) => message.with("fault", fault.as_str().into()),
            None => message,
        }
    }
}

use Cause::{
    ExpiredToken, GpuAborted, IllegalDuration, IpFallback, NoGpu, Other, PendingCredits,
    QueueTimeout, QuotaExceeded, RunsExceeded,
};
use ChargedTo::{Free, Pro, Space, Unauthenticated, Unknown};

/// What a message says, and what that tells.
type Form = (&'static str, Cause, ChargedTo);

/// The first word of some messages, and how each of them goes on.
type Group = (&'static str, &'static [Form]);

/// Every message, by its first letter; the longer of two forms first.
///
/// White space means nothing, nor does what [`Reader::step`] steps over. `%r` seconds requested,
/// `%l` seconds left, `%w` a time to wait, `%n` any number, `%p` the pool's name, `%e` a fault and
/// the bracket that ends it, `%.` maybe a full stop, `%$` nothing more: too short to be told from an
/// app's own words, were anything to follow.
const fn forms(letter: u8) -> &'static [Group] {
    match letter {
        b'Y' => &[(
            "You",
            &[
                // From 0.30 on the pool's name is the identity; before, the bare words are anybody's.
                (
                    "have exceeded your %p quota (%rs requested vs. %ls left)",
                    QuotaExceeded,
                    Unknown,
                ),
                (
                    "have exceeded your GPU quota (%ls left vs. %rs requested)",
                    QuotaExceeded,
                    Unknown,
                ),
                ("have exceeded your GPU quota%$", QuotaExceeded, Unknown),
                ("have exceeded your runs limit", RunsExceeded, Unknown),
                (
                    "have exceeded your ZeroGPU runs limit",
                    RunsExceeded,
                    Unknown,
                ),
                (
                    "have too many ZeroGPU credits allocated to running tasks. Try again once some of those tasks have completed",
                    PendingCredits,
                    Unknown,
                ),
            ],
        )],
        b'S' => &[
            (
                "Space",
                &[("app has reached its GPU limit", QuotaExceeded, Space)],
            ),
            ("Successfully", &[("acquired a GPU%$", Other, Unknown)]),
        ],
        // These two are what API and MCP callers read, and toasts of Gradio before 5.3.
        b'U' => &[
            (
                "Unlogged",
                &[(
                    "user is runnning out of daily ZeroGPU quotas",
                    QuotaExceeded,
                    Unauthenticated,
                )],
            ),
            (
                "User",
                &[(
                    "is runnning out of daily ZeroGPU quotas",
                    QuotaExceeded,
                    Free,
                )],
            ),
        ],
        b'T' => &[(
            "The",
            &[(
                "requested GPU duration (%rs) is larger than the maximum allowed",
                IllegalDuration,
                Unknown,
            )],
        )],
        b'N' => &[(
            "No",
            &[
                (
                    "GPU was available after %ns%. Retry later",
                    QueueTimeout,
                    Pro,
                ),
                ("GPU was available after %ns", QueueTimeout, Unknown),
                (
                    "GPU is currently available for you after %ns",
                    QueueTimeout,
                    Unknown,
                ),
                ("GPU was available%$", NoGpu, Unknown),
                ("GPU is currently available%$", NoGpu, Unknown),
            ],
        )],
        b'F' => &[(
            "Falling",
            &[(
                "back to IP-based quotas (%e",
                IpFallback,
                ChargedTo::IpFallback,
            )],
        )],
        b'G' => &[(
            "GPU",
            &[
                ("task aborted%$", GpuAborted, Unknown),
                (
                    "task is exceeding its requested duration and might be aborted%$",
                    Other,
                    Unknown,
                ),
                ("device not used%$", Other, Unknown),
            ],
        )],
        b'W' => &[(
            "Waiting",
            &[
                ("for a GPU to become available%$", Other, Unknown),
                ("for a GPU slot on this Space%$", Other, Unknown),
            ],
        )],
        // 0.9 to 0.29: the run came without a pass, and was refused.
        b'I' => &[("Internal", &[("infra error%$", Other, Unknown)])],
        // The rest are no toasts of their own: an app shows them with `show_error=True`.
        b'Z' => &[(
            "ZeroGPU",
            &[
                ("API /schedule error", Other, Unknown),
                ("API /release error", Other, Unknown),
                ("is only compatible with Gradio 4+%$", Other, Unknown),
            ],
        )],
        b'C' => &[
            (
                "Connection",
                &[
                    ("closed by visitor while queueing%$", Other, Unknown),
                    ("closed by visitor on queue success%$", Other, Unknown),
                ],
            ),
            (
                "CUDA",
                &[(
                    "must not be initialized in the main process on Spaces with Stateless GPU environment",
                    Other,
                    Unknown,
                )],
            ),
        ],
        b'E' => &[
            ("Expired", &[("ZeroGPU proxy token", ExpiredToken, Unknown)]),
            (
                "Error",
                &[("while re-trying after queue disconnect%$", Other, Unknown)],
            ),
            (
                "Expected",
                &[(
                    "all tensors to be on the same device, but found at least two devices, cuda:0 (ZeroGPU) and cpu",
                    Other,
                    Unknown,
                )],
            ),
        ],
        b'L' => &[(
            "Low",
            &[(
                "-level CUDA init (torch.C.cudainit) reached",
                Other,
                Unknown,
            )],
        )],
        _ => &[],
    }
}

/// What may follow a message, in any order, and whom it tells. `%u` is the rest of an address.
static PIECES: &[(&str, ChargedTo)] = &[
    ("Try again in %w", Unknown),
    ("Please retry in %w", Unknown),
    ("or retry in %w", Unknown),
    ("retry in %w", Unknown),
    (
        "(signup on Hugging Face to get more quotas)",
        Unauthenticated,
    ),
    ("Sign-up on Hugging Face to get", Unauthenticated),
    ("Create a free account to get", Unauthenticated),
    ("Subscribe to Pro to get", Free),
    ("5x", Unknown),
    ("more", Unknown),
    ("daily", Unknown),
    ("usage quota", Unknown),
    ("quotas", Unknown),
    ("runs", Unknown),
    ("a higher priority in ZeroGPU queues", Unknown),
    ("the highest priority in ZeroGPU queues", Unknown),
    (
        "Try re-running outside of examples if it happened after clicking one",
        Space,
    ),
    (
        "Authenticate with a Hugging Face token for more quota",
        Unauthenticated,
    ),
    (
        "Subscribe to Hugging Face PRO to get %n min of ZeroGPU quota a day",
        Free,
    ),
    (
        "Subscribe to Hugging Face PRO to allow GPU tasks up to %n min",
        Unknown,
    ),
    ("Add credits to keep using ZeroGPU", Pro),
    ("$%n for %n minutes of ZeroGPU inference", Unknown),
    ("- https://huggingface.co/%u", Unknown),
];

/// The pool's name without "GPU" or "ZeroGPU" → the identity.
static POOLS: &[(&str, ChargedTo)] = &[("free", Free), ("Pro", Pro), ("", Unauthenticated)];

/// Finds the first message in a text.
fn find(text: &[u8]) -> Option<Message> {
    let mut reader = Reader::new(text);
    let mut rest = text;
    while reader.patience > 0 {
        let start = rest.iter().position(u8::is_ascii_uppercase)?;
        (_, rest) = rest.split_at_checked(start)?;
        let (letter, after) = rest.split_first()?;
        // Capital words, and "GPU", "CUDA". Most other capitals end here.
        if let [b'a'..=b'z' | b'P' | b'U', ..] = after {
            let (before, _) = text.split_at_checked(text.len().checked_sub(rest.len())?)?;
            for (word, forms) in forms(*letter) {
                reader.spend(5);
                if let Some(after) = rest.strip_prefix(word.as_bytes())
                    && let Some(message) = reader.message(before, after, forms)
                {
                    return Some(message);
                }
            }
        }
        rest = after;
    }
    None
}

/// How a message begins: what stands before it.
#[derive(PartialEq)]
enum Start {
    /// A word: an app's sentence goes on with the message, or somebody talks about it.
    Word,
    /// The end of a sentence.
    Sentence,
    /// Nothing, a colon, a bracket, a new line.
    Clean,
}

impl Start {
    fn of(mut before: &[u8]) -> Self {
        while let [rest @ .., b' ' | b'\t' | b'"' | b'\'' | b'`' | b'*' | b'_']
        | [rest @ .., 0xE2, 0x80, 0x98..=0x9F]
        | [rest @ .., 0xC2, 0xA0] = before
        {
            before = rest;
        }
        match before {
            // As `repr` writes a new line.
            [.., b'\\', b'n'] => Self::Clean,
            [.., b'.' | b',' | b'?'] => Self::Sentence,
            [.., last] if last.is_ascii_alphanumeric() => Self::Word,
            _ => Self::Clean,
        }
    }
}

/// The entities that mean a space or a quote, without their `&`.
static ENTITIES: &[&str] = &["nbsp;", "quot;", "apos;", "#39;", "#x27;", "#34;", "#160;"];

/// No tag is longer, nor what is stepped over in one place.
const LONGEST_GAP: usize = 1_000;

/// What was found so far.
struct Found<'a> {
    identity: ChargedTo,
    requested: u32,
    left: u32,
    wait: u32,
    fault: &'a [u8],
    stands_alone: bool,
}

const NOTHING: Found<'_> = Found {
    identity: Unknown,
    requested: ABSURD,
    left: ABSURD,
    wait: ABSURD,
    fault: &[],
    stands_alone: false,
};

impl Found<'_> {
    /// The first who is told counts.
    fn tell(&mut self, identity: ChargedTo) {
        if self.identity == Unknown {
            self.identity = identity;
        }
    }

    fn message(&self, cause: Cause) -> Message {
        let seconds = |seconds: u32, most| (seconds <= most).then_some(seconds);
        Message {
            cause,
            identity: self.identity,
            requested_seconds: seconds(self.requested, MOST_SECONDS),
            left_seconds: seconds(self.left, MOST_SECONDS),
            retry_after_seconds: seconds(self.wait, ABSURD.wrapping_sub(1)),
            fault: word(self.fault),
        }
    }
}

/// A text and what was found in it.
struct Reader<'a> {
    rest: &'a [u8],
    found: Found<'a>,
    /// How much more may be done in vain, in bytes that are looked at again. What is stepped over
    /// may hold starts of messages, each of which steps over the rest again: a text with so many of
    /// them is none of ZeroGPU's, and is left unread.
    patience: usize,
}

impl<'a> Reader<'a> {
    const fn new(text: &'a [u8]) -> Self {
        Self {
            rest: text,
            found: NOTHING,
            patience: text.len().saturating_add(100_000),
        }
    }

    const fn spend(&mut self, patience: usize) {
        self.patience = self.patience.saturating_sub(patience);
    }

    /// Pays for the way from here to where the reader is.
    const fn spend_since(&mut self, start: &[u8]) {
        self.spend(start.len().saturating_sub(self.rest.len()));
    }

    /// Reads the message that has this before its first word and this after it.
    fn message(&mut self, before: &[u8], after: &'a [u8], forms: &[Form]) -> Option<Message> {
        self.spend(20);
        self.rest = after;
        // Not once for each form.
        self.skip();
        let next = self.rest.first();
        let mut forms = forms
            .iter()
            .filter(|form| form.0.as_bytes().first() == next);
        forms.find_map(|form| self.form(form, before))
    }

    /// Reads the rest of a form, and whatever makes it a message.
    fn form(&mut self, (words, cause, identity): &Form, before: &[u8]) -> Option<Message> {
        self.spend(40);
        let start_of_form = self.rest;
        self.found = NOTHING;
        let is_message = self.takes(words) && {
            self.found.tell(*identity);
            let start = Start::of(before);
            if self.found.stands_alone {
                start == Start::Clean && self.ends()
            } else {
                self.pieces();
                // An advice tells who was charged only where that is what the message is about.
                if !matches!(cause, QuotaExceeded | RunsExceeded | QueueTimeout) {
                    self.found.identity = *identity;
                }
                match start {
                    // "Failed with You have exceeded…", "ErrorYou have exceeded…".
                    Start::Word => before.len() <= 64 && self.ends(),
                    // `the words "You have exceeded…" mean that…`.
                    _ => !self.goes_on(),
                }
            }
        };
        self.rest = start_of_form;
        is_message.then(|| self.found.message(*cause))
    }

    /// Takes whatever may follow a message.
    fn pieces(&mut self) {
        let start = self.rest;
        // No message has more.
        for _ in 0..20 {
            let end = self.rest;
            // Not once for each piece.
            self.skip();
            let _ = self.byte(b'.');
            self.skip();
            let next = self.rest.first();
            let mut pieces = PIECES
                .iter()
                .filter(|piece| piece.0.as_bytes().first() == next);
            let Some((_, identity)) = pieces.find(|(words, _)| self.takes(words)) else {
                self.rest = end;
                break;
            };
            self.found.tell(*identity);
        }
        self.spend_since(start);
    }

    /// Whether nothing more is said.
    fn ends(&mut self) -> bool {
        let start = self.rest;
        loop {
            match self.rest {
                [_, after @ ..] if !self.is_at_word() => self.rest = self.step().unwrap_or(after),
                rest => {
                    self.spend_since(start);
                    return rest.is_empty();
                }
            }
        }
    }

    /// Whether the line goes on in the middle of a sentence.
    fn goes_on(&mut self) -> bool {
        let start = self.rest;
        while let [byte, after @ ..] = self.rest {
            self.rest = match (byte, after) {
                (b'\n', _) | (b'\\', [b'n', ..]) => break,
                (b'.', _) => after,
                _ => match self.step() {
                    Some(rest) if self.is_near(start) => rest,
                    _ => break,
                },
            };
        }
        self.spend_since(start);
        self.rest.first().is_some_and(u8::is_ascii_lowercase)
    }

    /// Takes these words, or nothing at all.
    fn takes(&mut self, words: &str) -> bool {
        let start = self.rest;
        let fits = self.all(words.as_bytes()).is_some();
        if !fits {
            self.rest = start;
        }
        fits
    }

    fn all(&mut self, mut words: &[u8]) -> Option<()> {
        loop {
            // As a rule the text goes on as the words do.
            let both = words.iter().zip(self.rest);
            let same = both.take_while(|(word, byte)| word == byte && **word != b'%');
            let same = same.count();
            (_, self.rest) = self.rest.split_at_checked(same)?;
            (_, words) = words.split_at_checked(same)?;
            words = match words {
                [] => return Some(()),
                [b' ', after @ ..] => after,
                [b'%', kind, after @ ..] => {
                    self.place(*kind)?;
                    after
                }
                // Another word: most texts end here.
                _ if self.rest.first().is_none_or(u8::is_ascii_alphanumeric) => return None,
                [byte, after @ ..] => self.byte(*byte).then_some(after)?,
            };
        }
    }

    /// Takes what stands in a place of a form.
    fn place(&mut self, kind: u8) -> Option<()> {
        match kind {
            b'r' => self.found.requested = self.number()?,
            b'l' => self.found.left = self.number()?,
            b'w' => self.found.wait = self.wait()?,
            b'n' => {
                self.number()?;
            }
            b'p' => {
                let pool = POOLS.iter().find(|(name, _)| self.takes(name))?;
                self.found.identity = pool.1;
                let _ = self.takes("Zero");
                return self.takes("GPU").then_some(());
            }
            b'e' => {
                let end = self.rest.iter().take(200).position(|byte| *byte == b')')?;
                (self.found.fault, self.rest) = self.rest.split_at_checked(end)?;
                return self.takes(")").then_some(());
            }
            b'$' => self.found.stands_alone = true,
            b'u' => {
                while let [byte, rest @ ..] = self.rest
                    && (byte.is_ascii_alphanumeric() || b"/?=&-_".contains(byte))
                {
                    self.rest = rest;
                }
            }
            _ => {
                let _ = self.byte(b'.');
            }
        }
        Some(())
    }

    /// Takes what is stepped over, and one byte that is not.
    fn byte(&mut self, byte: u8) -> bool {
        self.skip();
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes a number, whole or with a fraction, which is dropped. A negative one is absurd.
    fn number(&mut self) -> Option<u32> {
        let is_negative = self.byte(b'-');
        self.skip();
        let number = self.digits()?;
        if let [b'.', b'0'..=b'9', rest @ ..] = self.rest {
            self.rest = rest;
            let _ = self.digits();
        }
        Some(if is_negative { ABSURD } else { number })
    }

    fn digits(&mut self) -> Option<u32> {
        let mut number = None;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.rest {
            self.rest = rest;
            // What is too large stays the largest.
            let tens = number.unwrap_or(0_u32).saturating_mul(10);
            number = Some(tens.saturating_add(u32::from(digit & 15)));
        }
        number
    }

    /// Takes a time as Python writes a `timedelta`: `0:03:12`, `1 day, 0:00:00`,
    /// `0:03:12.500000`, `-1 day, 23:59:59`. More than a month is absurd.
    fn wait(&mut self) -> Option<u32> {
        let mut days = 0;
        let mut hours = self.number()?;
        if self.takes("day") {
            let _ = self.byte(b's');
            self.takes(",").then_some(())?;
            days = hours;
            hours = self.number()?;
        }
        self.takes(":").then_some(())?;
        let minutes = self.number()?;
        self.takes(":").then_some(())?;
        let seconds = self.number()?;
        if days > 31 || hours > 23 || minutes > 59 || seconds > 59 {
            return Some(ABSURD);
        }
        // None wraps.
        let hours = days.wrapping_mul(24).wrapping_add(hours);
        let minutes = hours.wrapping_mul(60).wrapping_add(minutes);
        Some(minutes.wrapping_mul(60).wrapping_add(seconds))
    }

    /// Steps over what means nothing.
    fn skip(&mut self) {
        let start = self.rest;
        while self.is_near(start)
            && let Some(rest) = self.step()
        {
            self.rest = rest;
        }
        self.spend_since(start);
    }

    fn is_at_word(&self) -> bool {
        self.rest.first().is_some_and(u8::is_ascii_alphanumeric)
    }

    /// Whether not too much was stepped over since here.
    const fn is_near(&self, start: &[u8]) -> bool {
        start.len().saturating_sub(self.rest.len()) < LONGEST_GAP
    }

    /// What follows one thing that means nothing, if here is one.
    fn step(&mut self) -> Option<&'a [u8]> {
        match self.rest {
            [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', ..] => None,
            [
                b' ' | b'\n' | b'\t' | b'\r' | b'"' | b'\'' | b'`' | b'*' | b'_' | b'[',
                after @ ..,
            ] => Some(after),
            // As `repr` writes a new line.
            [b'\\', b'n' | b'r' | b't', after @ ..] | [b'\\', after @ ..] => Some(after),
            [b'<', after @ ..] => self.tag(after, b"<", b">"),
            [b']', b'(', after @ ..] => self.tag(after, b"](", b")").or(Some(after)),
            [b']', after @ ..] => Some(after),
            [b'&', b'l', b't', b';', after @ ..] => self.tag(after, b"&lt;", b"&gt;"),
            [b'&', after @ ..] if matches!(after, [b'n' | b'q' | b'a' | b'#', ..]) => {
                let mut entities = ENTITIES.iter();
                entities.find_map(|entity| after.strip_prefix(entity.as_bytes()))
            }
            // Spaces that do not break or have no width, and typographic quotes.
            [0xC2, 0xA0 | 0xAB | 0xAD | 0xBB, after @ ..]
            | [
                0xE2,
                0x80,
                0x80..=0x8F | 0x98..=0x9F | 0xA8..=0xAF | 0xB9 | 0xBA,
                after @ ..,
            ]
            | [0xE2, 0x81, 0xA0, after @ ..]
            | [0xE3, 0x80, 0x80 | 0x8C..=0x8F, after @ ..]
            | [0xEF, 0xBB, 0xBF, after @ ..] => Some(after),
            _ => None,
        }
    }

    /// What follows a tag, or the address of a Markdown link, after its opening.
    fn tag(&mut self, inside: &'a [u8], open: &[u8], close: &[u8]) -> Option<&'a [u8]> {
        let is_tag = |first: &u8| first.is_ascii_alphabetic() || *first == b'/';
        inside.first().is_some_and(is_tag).then_some(())?;
        let (first, last) = (open.first()?, close.first()?);
        let mut rest = inside;
        for length in 0..LONGEST_GAP {
            let [byte, after @ ..] = rest else {
                return None;
            };
            if byte == last
                && let Some(after) = rest.strip_prefix(close)
            {
                return Some(after);
            }
            // The next one begins: this was none.
            if byte == first && rest.starts_with(open) {
                self.spend(length);
                return None;
            }
            rest = after;
        }
        self.spend(LONGEST_GAP);
        None
    }
}

/// What an app itself failed of, by a title without its "ZeroGPU" and the text; nothing where it did
/// not. Another exception than Gradio's own is told by its class alone.
fn app_failure<'a>(about: &[u8], text: &'a [u8]) -> &'a [u8] {
    match (about.trim_ascii(), text) {
        (b"worker error", class) => class,
        (b"client error", b"Internal Gradio error") => GRADIO_FAILURE.as_bytes(),
        _ => &[],
    }
}

/// A fault that is one plain word: it ends up in reports. A token (`hf_…`) is none.
fn word(fault: &[u8]) -> Option<String> {
    let is_word = (1..=40).contains(&fault.len()) && fault.iter().all(u8::is_ascii_alphabetic);
    is_word.then(|| fault.iter().copied().map(char::from).collect())
}
