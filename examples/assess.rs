//! Decides without a browser: one observations object (JSON) a line on standard input, one
//! verdict a line on standard output.
//!
//! `{"place":"direct","space":{"hardware":"zero-a10g"}}` becomes
//! `{"row":7,"pool":"guest","grade":"derived","reasons":["direct-url"],"banner":"shown"}`.
//!
//! The fields are the report's (`place`, `space`, `visitor`, `handshake`, `runs`), and `hubApi`,
//! `staticHost`, `signedAddress` of [`Facts`]. What is missing is unknown.

use std::io::{self, BufRead, Write};
use whose_quota::facts::{Facts, Json};
use whose_quota::verdict::judge;

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
    let Some(message) = Json::parse(line).filter(Json::is_object) else {
        return Json::object().with("error", "not a JSON object".into());
    };
    let verdict = judge(&Facts::from_message(&message));
    let reasons = verdict.reasons.iter().copied();
    Json::object()
        .with("row", Json::Number(verdict.row.to_string()))
        .with("pool", verdict.pool.into())
        .with("grade", verdict.grade.into())
        .with("reasons", Json::List(reasons.map(Json::from).collect()))
        .with("banner", verdict.banner.into())
}
