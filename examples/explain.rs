//! Explains messages without a browser: one message a line on standard input, what it says on
//! standard output.
//!
//! `You have exceeded your free GPU quota (60s requested vs. 12s left). Try again in 0:03:12` becomes
//! `{"cause":"quota-exceeded","identity":"free","requestedSeconds":60,"leftSeconds":12,"retryAfterSeconds":192}`.
//!
//! A line is raw text, a JSON string, or, where a title was shown, `{"title": "…", "text": "…"}`.
//! `cause` is `null` for what is no message of ZeroGPU's.

use std::io::{self, BufRead, Write};
use whose_quota::facts::{ChargedTo, Json, Message};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let answer = answer(&String::from_utf8_lossy(&line?));
        writeln!(out, "{}", answer.write())?;
        // Whoever asks line by line waits for each answer.
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Json {
    let message = match Json::parse(line) {
        Some(Json::Text(text)) => Message::read(None, &text),
        Some(object) if object.get("text").text().is_some() => {
            let text = object.get("text").text().unwrap_or_default();
            Message::read(object.get("title").text(), text)
        }
        _ => Message::read(None, line),
    };
    let told = message.as_ref().map(Message::to_message);
    let told = told.unwrap_or_else(|| Json::object().with("identity", ChargedTo::Unknown.into()));
    let fields = [
        "cause",
        "identity",
        "requestedSeconds",
        "leftSeconds",
        "retryAfterSeconds",
    ];
    fields.iter().fold(Json::object(), |answer, key| {
        answer.with(key, told.get(key).clone())
    })
}
