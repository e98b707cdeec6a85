//! Reads one message at one place of a text.
//!
//! In place and without a copy: tags, Markdown links, quotes, backslashes, entities and white space are
//! stepped over, so that HTML, Markdown, Python's `repr` and text without spaces between its sentences
//! are one to the tables. [`Reader::budget`] bounds rescanning, so that the time is linear, whatever a
//! page writes.

use super::findings::{ABSURD, Findings, NOTHING};
use super::forms::{Form, PIECES, POOLS};
use super::search::Start;
use super::{Cause, ZeroGpuMessage};
use Cause::{QueueTimeout, QuotaExceeded, RunsExceeded};

/// The entities that mean a space or a quote, without their `&`.
static ENTITIES: &[&str] = &["nbsp;", "quot;", "apos;", "#39;", "#x27;", "#34;", "#160;"];

/// No tag is longer, nor what is stepped over in one place.
const MAX_GAP: usize = 1_000;

/// A text and what was found in it.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    found: Findings<'a>,
    /// How much more may be done in vain, in bytes that are looked at again. What is stepped over
    /// may hold starts of messages, each of which steps over the rest again: a text with so many of
    /// them is none of ZeroGPU's, and is left unread.
    pub(super) budget: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Self {
        Self {
            rest: text,
            found: NOTHING,
            budget: text.len().saturating_add(100_000),
        }
    }

    pub(super) const fn spend(&mut self, budget: usize) {
        self.budget = self.budget.saturating_sub(budget);
    }

    /// Pays for the way from here to where the reader is.
    const fn spend_since(&mut self, start: &[u8]) {
        self.spend(start.len().saturating_sub(self.rest.len()));
    }

    /// Reads the message that has this before its first word and this after it.
    pub(super) fn message(
        &mut self,
        before: &[u8],
        after: &'a [u8],
        forms: &[Form],
    ) -> Option<ZeroGpuMessage> {
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
    fn form(&mut self, (words, cause, charged_to): &Form, before: &[u8]) -> Option<ZeroGpuMessage> {
        self.spend(40);
        let start_of_form = self.rest;
        self.found = NOTHING;
        let is_message = self.takes(words) && {
            self.found.name_charged(*charged_to);
            let start = Start::of(before);
            if self.found.stands_alone {
                start == Start::Clean && self.ends()
            } else {
                self.pieces();
                // An advice tells who was charged only where that is what the message is about.
                if !matches!(cause, QuotaExceeded | RunsExceeded | QueueTimeout) {
                    self.found.charged_to = *charged_to;
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
            let Some((_, charged_to)) = pieces.find(|(words, _)| self.takes(words)) else {
                self.rest = end;
                break;
            };
            self.found.name_charged(*charged_to);
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
                self.found.charged_to = pool.1;
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
        start.len().saturating_sub(self.rest.len()) < MAX_GAP
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
        for length in 0..MAX_GAP {
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
        self.spend(MAX_GAP);
        None
    }
}
