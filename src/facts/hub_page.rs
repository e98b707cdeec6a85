//! A Space's page on the Hub: the JSON in its `data-props`, as text.
//!
//! Shapes: `tests/data/captures` (2025-09 to 2025-12). They change over the years: anything missing
//! is unknown, never "signed out". `jwt`, `csrfToken` and `sessionUuid` stand in the same JSON and
//! are never read.

use super::{Allowance, Json, Plan, Space, after};
use serde::{Deserialize, Serialize};

/// Longest text of one element that is looked at. Real ones have up to a few hundred kilobytes.
pub const MAX_TEXT_LENGTH: usize = 2_000_000;

/// How the script begins that starts the Hub's visit counter (a regular expression). The title and the
/// description of a Space stand in other scripts of its page.
pub const VISIT_COUNTER: &str = r"^[\s(]*(window\.)?plausible\b";

/// The texts of a Hub page that matter, unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubPageText {
    /// `data-props` of `[data-target=SystemThemeMonitor]`.
    pub theme_monitor: Option<String>,
    /// `data-props` of `[data-target=MainHeader]`.
    pub main_header: Option<String>,
    /// `data-props` of `[data-target=SpaceHeader]`.
    pub space_header: Option<String>,
    /// `data-props` of `[data-target=SpacePageInner]`.
    pub space_page: Option<String>,
    /// The inline script that starts the Hub's visit counter.
    pub visit_counter: Option<String>,
}

/// What a Hub page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HubPage {
    /// The Space.
    pub space: Space,
    /// Whether somebody is signed in. `None` where the page does not say, or contradicts itself.
    pub signed_in: Option<bool>,
    /// Their plan.
    pub plan: Option<Plan>,
    /// What is left of their GPU time (`authLight.u.usage.zeroGpu`, seen in 2025-12; may be absent).
    pub allowance: Option<Allowance>,
}

impl HubPage {
    /// Reads each text on its own.
    #[must_use]
    pub fn read(text: &HubPageText) -> Self {
        let json = |text: &Option<String>| {
            text.as_deref()
                .filter(|text| text.len() <= MAX_TEXT_LENGTH)
                .and_then(Json::parse)
                .unwrap_or_default()
        };
        let header = json(&text.space_header);
        let page = json(&text.space_page);
        let main_header = json(&text.main_header);
        let account = [&main_header, &header]
            .into_iter()
            .map(|block| block.get("authLight").get("u"))
            .find(Json::is_object)
            .unwrap_or_default();
        let user_plan = page.get("plan").get("user").text();

        let signed_in = agreement([
            json(&text.theme_monitor).get("isLoggedIn").flag(),
            text.visit_counter.as_deref().and_then(counted_as_signed_in),
            user_plan.as_deref().and_then(|plan| match plan {
                "anonymous" => Some(false),
                "free" | "pro" => Some(true),
                _ => None,
            }),
            // Absent when signed out, but also when the shape changes: only its presence tells.
            account.is_object().then_some(true),
        ]);
        Self {
            space: [&header, &page]
                .into_iter()
                .map(|block| block.get("space"))
                .find(Json::is_object)
                .map(|space| Space::read(&space))
                .unwrap_or_default(),
            signed_in,
            plan: match signed_in {
                Some(false) => Some(Plan::Anonymous),
                Some(true) => {
                    let org = page.get("plan").get("org").text();
                    plan(user_plan.as_deref(), org.as_deref(), &account)
                }
                None => None,
            },
            allowance: (signed_in == Some(true))
                .then(|| Allowance::read(&account.get("usage").get("zeroGpu")))
                .flatten(),
        }
    }
}

/// `plausible.init({customProperties: {loggedIn: "true"` in the script of the visit counter.
fn counted_as_signed_in(script: &str) -> Option<bool> {
    let is_between = |char: char| char.is_ascii_whitespace() || char == '"' || char == '\'';
    let start = script.trim_start_matches(|char| is_between(char) || char == '(');
    let start = start.strip_prefix("window.").unwrap_or(start);
    let mut rest = after(start.strip_prefix("plausible")?, ".init({")?;
    for part in ["customProperties", ":", "{", "loggedIn", ":"] {
        rest = rest.trim_start_matches(is_between).strip_prefix(part)?;
    }
    let value = rest.trim_start_matches(is_between);
    if value.starts_with("true") {
        Some(true)
    } else if value.starts_with("false") {
        Some(false)
    } else {
        None
    }
}

/// What the known answers say, if they say the same.
fn agreement<const N: usize>(answers: [Option<bool>; N]) -> Option<bool> {
    let mut facts = answers.into_iter().flatten();
    let first = facts.next()?;
    facts.all(|answer| answer == first).then_some(first)
}

/// The best of the plans that the page names: an organisation's quota is used where it is larger.
fn plan(user: Option<&str>, org: Option<&str>, account: &Json) -> Option<Plan> {
    match (org, user) {
        (Some("enterprise"), _) => Some(Plan::Enterprise),
        (Some("team"), _) => Some(Plan::Team),
        (_, Some("pro")) => Some(Plan::Pro),
        (None, Some("free")) => Some(Plan::Free),
        // An organisation with another plan ("plus", "academia"): not known.
        (Some(_), _) => None,
        _ => {
            let is = |field| account.get(field).flag();
            match (is("isPro"), is("hasProOrOrgPaidPlan")) {
                (Some(true), _) => Some(Plan::Pro),
                (Some(false), Some(false)) => Some(Plan::Free),
                _ => None,
            }
        }
    }
}
