//! Decides without a browser: one observations object (JSON) a line on standard input, one
//! assessment a line on standard output.
//!
//! `{"place":"direct","space":{"hardware":"zero-a10g"}}` becomes
//! `{"row":7,"pool":"guest","grade":"derived","reasons":["direct-url"],"banner":"shown"}`.
//!
//! The fields are the report's (`place`, `space`, `visitor`, `handshake`, `runs`), and `hubApi`,
//! `staticHost`, `signedAddress` of [`Observations`]. What is missing is unknown.

use std::io::{self, BufRead, Write};
use whose_quota::assess::assess;
use whose_quota::observe::{Json, Observations};

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
    let assessment = assess(&Observations::from_message(&message));
    let reasons = assessment.reasons.iter().copied();
    Json::object()
        .with("row", Json::Number(assessment.row.to_string()))
        .with("pool", assessment.pool.into())
        .with("grade", assessment.grade.into())
        .with("reasons", Json::List(reasons.map(Json::from).collect()))
        .with("banner", assessment.banner.into())
}
