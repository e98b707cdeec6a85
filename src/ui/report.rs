//! Verdict → the report that the popup shows and that people copy into forum posts.
//!
//! It never holds a token, a cookie, a query value, or a name of the visitor.

use crate::facts::{
    Cause, ChargedTo, GradioVersion, Handshake, Identity, Place, Run, SpaceId, TokenSubject,
    Visibility, Visitor, ZeroGpuMessage, after, hub_url,
};
use crate::verdict::{BannerState, Grade, Judged, Pool, Reason};
use serde::Serialize;

/// Which build of which extension in which browser.
#[derive(Clone, Debug, Default)]
pub struct Reporter {
    /// The extension's version, from its manifest.
    pub extension: String,
    /// `navigator.userAgent`.
    pub user_agent: String,
}

/// The report, in the contract's words. `null` where unknown.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Report<'a> {
    pub schema: u8,
    pub extension: &'a str,
    pub browser: Option<String>,
    pub place: Place,
    pub space: ReportedSpace<'a>,
    pub visitor: &'a Visitor,
    pub pool: Pool,
    pub grade: Grade,
    pub reasons: &'a [Reason],
    pub banner: BannerState,
    pub handshake: Option<Handshake>,
    pub runs: Vec<ReportedRun<'a>>,
    pub messages: Vec<ReportedMessage<'a>>,
}

/// The report's "space".
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ReportedSpace<'a> {
    pub id: Option<&'a SpaceId>,
    pub subdomain: Option<&'a str>,
    pub hub_url: Option<String>,
    pub sdk: Option<&'a str>,
    pub gradio_version: Option<GradioVersion>,
    pub server_side_rendered: Option<bool>,
    pub hardware: Option<&'a str>,
    pub stage: Option<&'a str>,
    pub visibility: Option<Visibility>,
    #[serde(skip_serializing_if = "is_false")]
    pub own_front_end: bool,
}

/// Of a run its time and whether it carried an identity; where it is so, whom its pass named, which
/// other Space it went to, that it left too early, and that nothing was pressed for it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ReportedRun<'a> {
    pub at: Option<&'a str>,
    pub identity: Identity,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<TokenSubject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'a SpaceId>,
    #[serde(skip_serializing_if = "is_false")]
    pub to_protected: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub too_early: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub follows: bool,
}

/// One of ZeroGPU's messages, by the contract's names.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct ReportedMessage<'a> {
    pub at: Option<&'a str>,
    pub cause: Cause,
    pub identity: ChargedTo,
    pub requested_seconds: Option<u32>,
    pub left_seconds: Option<u32>,
    pub retry_after_seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    pub pressed_since: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !value
}

/// Puts together what is known and what it means.
#[must_use]
pub fn report<'a>(judged: &'a Judged, reporter: &'a Reporter) -> Report<'a> {
    let Judged { facts, verdict } = judged;
    let space = &facts.space;
    Report {
        schema: 1,
        extension: &reporter.extension,
        browser: browser(&reporter.user_agent),
        place: facts.place,
        space: ReportedSpace {
            id: space.id.as_ref(),
            subdomain: space.subdomain.as_deref(),
            hub_url: space.id.as_ref().map(hub_url),
            sdk: space.sdk.as_deref(),
            gradio_version: space.gradio_version,
            server_side_rendered: space.server_side_rendered,
            hardware: space.hardware.as_deref(),
            stage: space.stage.as_deref(),
            visibility: space.visibility,
            own_front_end: facts.own_front_end,
        },
        visitor: &facts.visitor,
        pool: verdict.pool,
        grade: verdict.grade,
        reasons: &verdict.reasons,
        banner: verdict.banner,
        handshake: facts.handshake,
        runs: facts.runs.iter().map(reported_run).collect(),
        messages: facts.messages.iter().map(reported_message).collect(),
    }
}

fn known_time(at: &str) -> Option<&str> {
    Some(at).filter(|at| !at.is_empty())
}

fn reported_run(run: &Run) -> ReportedRun<'_> {
    let called = run.called.as_ref();
    ReportedRun {
        at: known_time(&run.at),
        identity: run.identity,
        named: run.token_subject,
        to: called.map(|called| &called.id),
        to_protected: called.is_some_and(|called| called.is_protected),
        too_early: run.before_handshake,
        follows: run.is_chained,
    }
}

fn reported_message(message: &ZeroGpuMessage) -> ReportedMessage<'_> {
    ReportedMessage {
        at: known_time(&message.at),
        cause: message.cause,
        identity: message.charged_to,
        requested_seconds: message.requested_seconds,
        left_seconds: message.left_seconds,
        retry_after_seconds: message.retry_after_seconds,
        fault: message.fault.as_deref(),
        pressed_since: message.after_user_input,
    }
}

/// How many runs and messages a table shows: the newest tell enough.
const MAX_LISTED: usize = 3;

impl Report<'_> {
    /// The report for a forum post, as a Markdown table. In the contract's words, which are the same in
    /// every language, so that a helper can read it whatever the visitor's is.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut table = Table("**Whose Quota**\n\n| what | seen |\n|---|---|\n".to_owned());
        let (space, visitor) = (&self.space, self.visitor);
        table.row("schema", Some(&self.schema.to_string()));
        table.row("extension", Some(self.extension));
        table.row("browser", self.browser.as_deref());
        table.row("place", Some(self.place.name()));
        table.row("space id", space.id.map(SpaceId::as_str));
        table.row("space subdomain", space.subdomain);
        table.row("space hubUrl", space.hub_url.as_deref());
        table.row("space sdk", space.sdk);
        let gradio_version = space.gradio_version.map(GradioVersion::text);
        table.row("space gradioVersion", gradio_version.as_deref());
        table.row("space serverSideRendered", flag(space.server_side_rendered));
        table.row("space hardware", space.hardware);
        table.row("space stage", space.stage);
        table.row("space visibility", space.visibility.map(Visibility::name));
        if space.own_front_end {
            table.row("space ownFrontEnd", flag(Some(true)));
        }
        table.row("visitor signedIn", flag(visitor.signed_in));
        table.row("visitor plan", visitor.plan.map(|plan| plan.name()));
        table.row("visitor privateWindow", flag(visitor.private_window));
        table.row("visitor cookiesBlocked", flag(visitor.cookies_blocked));
        match &visitor.allowance {
            Some(allowance) => {
                table.row("visitor allowance base", Some(&allowance.base.to_string()));
                table.row(
                    "visitor allowance current",
                    Some(&allowance.left.to_string()),
                );
                table.row("visitor allowance lastUpdated", allowance.at.as_deref());
            }
            None => table.row("visitor allowance", None),
        }
        table.row("pool", Some(self.pool.name()));
        table.row("grade", Some(self.grade.name()));
        let reasons: Vec<_> = self.reasons.iter().map(|reason| reason.name()).collect();
        table.row("reasons", Some(&or_dash(reasons.join(", "))));
        table.row("banner", Some(self.banner.name()));
        table.row("handshake", self.handshake.map(Handshake::name));
        table.rows("runs", self.runs.iter().rev().map(run_cells));
        table.rows("messages", self.messages.iter().rev().map(message_cells));
        table.0
    }
}

/// A Markdown table of two columns.
struct Table(String);

impl Table {
    fn row(&mut self, name: &str, cells: Option<&str>) {
        let cells = cells.map_or_else(|| UNKNOWN.to_owned(), plain);
        self.0 += &["| ", name, " | ", &cells, " |\n"].concat();
    }

    fn rows(&mut self, name: &str, list: impl ExactSizeIterator<Item = String>) {
        if list.len() == 0 {
            self.row(name, Some(NONE));
        }
        for cells in list.take(MAX_LISTED) {
            self.row(name, Some(&cells));
        }
    }
}

const UNKNOWN: &str = "?";
const NONE: &str = "–";

fn or_dash(text: String) -> String {
    if text.is_empty() {
        NONE.to_owned()
    } else {
        text
    }
}

fn flag(value: Option<bool>) -> Option<&'static str> {
    value.map(|value| if value { "true" } else { "false" })
}

/// Marks have no name here, and so say nothing.
fn run_cells(run: &ReportedRun) -> String {
    let mut cells = vec![run.at.unwrap_or(UNKNOWN), run.identity.name()];
    cells.extend(run.named.map(TokenSubject::name));
    cells.extend(run.to.map(SpaceId::as_str));
    cells.join(" ")
}

fn message_cells(message: &ReportedMessage) -> String {
    let seconds = |seconds: Option<u32>| seconds.map_or(UNKNOWN.to_owned(), |it| it.to_string());
    let mut cells = vec![
        message.at.unwrap_or(UNKNOWN).to_owned(),
        message.cause.name().to_owned(),
        message.identity.name().to_owned(),
        seconds(message.requested_seconds),
        seconds(message.left_seconds),
        seconds(message.retry_after_seconds),
    ];
    cells.extend(message.fault.map(str::to_owned));
    cells.join(" ")
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
