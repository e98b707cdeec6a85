//! Verdict → the report that the popup shows and that people copy into forum posts.
//!
//! It never holds a token, a cookie, a query value, or a name of the visitor.

use crate::facts::{Allowance, Facts, Json, Run, SpaceId, Told, after, hub_url};
use crate::verdict::Verdict;

/// Which build of which extension in which browser.
#[derive(Clone, Debug, Default)]
pub struct Reporter {
    /// The extension's version, from its manifest.
    pub extension: String,
    /// `navigator.userAgent`.
    pub user_agent: String,
}

/// Puts together what is known and what it means, in the contract's words. `null` where unknown.
#[must_use]
pub fn report(facts: &Facts, verdict: &Verdict, reporter: &Reporter) -> Json {
    let (space, visitor) = (&facts.space, &facts.visitor);
    let allowance = visitor.allowance.as_ref();
    let text = |text: &Option<String>| Json::from(text.as_deref());
    let reasons = verdict.reasons.iter().copied();
    let mut described = Json::object()
        .with("id", space.id.as_ref().map(SpaceId::as_str).into())
        .with("subdomain", text(&space.subdomain))
        .with("hubUrl", text(&space.id.as_ref().map(hub_url)))
        .with("sdk", text(&space.sdk))
        .with("gradioVersion", space.gradio_version.into())
        .with("serverSideRendered", space.server_side_rendered.into())
        .with("hardware", text(&space.hardware))
        .with("stage", text(&space.stage))
        .with("visibility", space.visibility.into());
    if facts.own_front_end {
        described = described.with("ownFrontEnd", true.into());
    }
    Json::object()
        .with("schema", Json::Number("1".to_owned()))
        .with("extension", reporter.extension.as_str().into())
        .with("browser", text(&browser(&reporter.user_agent)))
        .with("place", facts.place.into())
        .with("space", described)
        .with(
            "visitor",
            Json::object()
                .with("signedIn", visitor.signed_in.into())
                .with("plan", visitor.plan.into())
                .with("privateWindow", visitor.private_window.into())
                .with("cookiesBlocked", visitor.cookies_blocked.into())
                .with("allowance", allowance.map(Allowance::to_message).into()),
        )
        .with("pool", verdict.pool.into())
        .with("grade", verdict.grade.into())
        .with("reasons", Json::List(reasons.map(Json::from).collect()))
        .with("banner", verdict.banner.into())
        .with("handshake", facts.handshake.into())
        .with("runs", Json::List(facts.runs.iter().map(run).collect()))
        .with(
            "messages",
            Json::List(facts.messages.iter().map(Told::to_message).collect()),
        )
}

/// The report for a forum post, as a Markdown table. In the contract's words, which are the same in
/// every language, so that a helper can read it whatever the visitor's is.
#[must_use]
pub fn markdown(report: &Json) -> String {
    let mut text = "**Whose Quota**\n\n| what | seen |\n|---|---|\n".to_owned();
    rows("", report, &mut text);
    text
}

fn rows(above: &str, value: &Json, text: &mut String) {
    match value {
        Json::Object(entries) => {
            for (key, value) in entries {
                let name = if above.is_empty() {
                    key.clone()
                } else {
                    [above, " ", key].concat()
                };
                rows(&name, value, text);
            }
        }
        Json::List(list) if list.iter().any(Json::is_object) => {
            // Of many, the newest tell enough.
            for value in list.iter().rev().take(3) {
                let cells = cells(value);
                push_row(above, &cells, text);
            }
        }
        value => push_row(above, &cells(value), text),
    }
}

fn push_row(name: &str, cells: &str, text: &mut String) {
    text.push_str(&["| ", name, " | ", cells, " |\n"].concat());
}

fn cells(value: &Json) -> String {
    match value {
        Json::Null => "?".to_owned(),
        Json::Text(text) => plain(text),
        Json::List(list) if list.is_empty() => "–".to_owned(),
        Json::List(list) => list.iter().map(cells).collect::<Vec<_>>().join(", "),
        Json::Object(entries) => {
            // A mark without its name says nothing.
            let values = entries.iter().map(|(_, value)| value);
            let values = values.filter(|value| value.flag().is_none()).map(cells);
            values.collect::<Vec<_>>().join(" ")
        }
        value => value.write(),
    }
}

/// A text that does nothing in a table: no mark-up, no new line.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for char in text.chars() {
        if matches!(char, '|' | '\\' | '`' | '<') {
            plain.push('\\');
        }
        plain.push(if char.is_control() { ' ' } else { char });
    }
    plain
}

/// Of a run its time and whether it carried an identity; where it is so, that it left too early, whom
/// its pass named, and which other Space it went to.
fn run(run: &Run) -> Json {
    let at = Some(run.at.as_str()).filter(|at| !at.is_empty());
    let mut message = Json::object()
        .with("at", at.into())
        .with("identity", run.identity.into());
    if run.named.is_some() {
        message = message.with("named", run.named.into());
    }
    if let Some(called) = &run.called {
        message = message.with("to", called.id.as_str().into());
        if called.is_protected {
            message = message.with("toProtected", true.into());
        }
    }
    if run.before_handshake {
        message = message.with("tooEarly", true.into());
    }
    if run.is_chained {
        message = message.with("follows", true.into());
    }
    message
}

/// `Chromium 156` or `Firefox 153` out of a user agent text.
fn browser(user_agent: &str) -> Option<String> {
    [("Firefox/", "Firefox "), ("Chrome/", "Chromium ")]
        .into_iter()
        .find_map(|(mark, name)| {
            let digits = after(user_agent, mark)?.split('.').next()?;
            let is_major =
                (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_major.then(|| [name, digits].concat())
        })
}
