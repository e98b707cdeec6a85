//! Assessment → the report that the popup shows and that people copy into forum posts.
//!
//! It never holds a token, a cookie, a query value, or a name of the visitor.

use crate::assess::Assessment;
use crate::observe::{Json, Observations, SpaceId, after, hub_url};

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
pub fn report(known: &Observations, assessment: &Assessment, reporter: &Reporter) -> Json {
    let (space, visitor) = (&known.space, &known.visitor);
    let text = |text: &Option<String>| Json::from(text.as_deref());
    let reasons = assessment.reasons.iter().copied();
    Json::object()
        .with("schema", Json::Number("1".to_owned()))
        .with("extension", reporter.extension.as_str().into())
        .with("browser", text(&browser(&reporter.user_agent)))
        .with("place", known.place.into())
        .with(
            "space",
            Json::object()
                .with("id", space.id.as_ref().map(SpaceId::as_str).into())
                .with("subdomain", text(&space.subdomain))
                .with("hubUrl", text(&space.id.as_ref().map(hub_url)))
                .with("sdk", text(&space.sdk))
                .with("gradioVersion", space.gradio_version.into())
                .with("hardware", text(&space.hardware))
                .with("stage", text(&space.stage))
                .with("visibility", space.visibility.into()),
        )
        .with(
            "visitor",
            Json::object()
                .with("signedIn", visitor.signed_in.into())
                .with("plan", visitor.plan.into())
                .with("privateWindow", visitor.private_window.into())
                .with("cookiesBlocked", visitor.cookies_blocked.into()),
        )
        .with("pool", assessment.pool.into())
        .with("grade", assessment.grade.into())
        .with("reasons", Json::List(reasons.map(Json::from).collect()))
        .with("banner", assessment.banner.into())
        .with("handshake", known.handshake.into())
        .with("runs", Json::List(vec![]))
        .with("messages", Json::List(vec![]))
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
