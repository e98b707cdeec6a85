//! Finds the first message of ZeroGPU's in a text.

use super::findings::NOTHING;
use super::forms::forms;
use super::scanner::Reader;
use super::{Cause, GRADIO_FAILURE, ZeroGpuMessage};

/// Reads a toast: see [`ZeroGpuMessage::read`].
pub(super) fn message(title: Option<&str>, text: &str) -> Option<ZeroGpuMessage> {
    find(text.as_bytes()).or_else(|| {
        // Words that we do not know, or an exception's name: alone these are anybody's.
        let title = title?.as_bytes().trim_ascii_start();
        let about = title.strip_prefix(b"ZeroGPU ")?;
        let is_ours = about.first().is_some_and(u8::is_ascii_lowercase);
        let mut found = NOTHING;
        found.fault = app_failure(about, text.as_bytes().trim_ascii());
        is_ours.then(|| found.message(Cause::Other))
    })
}

/// Finds the first message in a text.
fn find(text: &[u8]) -> Option<ZeroGpuMessage> {
    let mut reader = Reader::new(text);
    let mut rest = text;
    while reader.budget > 0 {
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
pub(super) enum Start {
    /// A word: an app's sentence goes on with the message, or somebody talks about it.
    Word,
    /// The end of a sentence.
    Sentence,
    /// Nothing, a colon, a bracket, a new line.
    Clean,
}

impl Start {
    pub(super) fn of(mut before: &[u8]) -> Self {
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

/// What an app itself failed of, by a title without its "ZeroGPU" and the text; nothing where it did
/// not. Another exception than Gradio's own is told by its class alone.
fn app_failure<'a>(about: &[u8], text: &'a [u8]) -> &'a [u8] {
    match (about.trim_ascii(), text) {
        (b"worker error", class) => class,
        (b"client error", b"Internal Gradio error") => GRADIO_FAILURE.as_bytes(),
        _ => &[],
    }
}
