//! Requests of an app's page → runs. What is no run gives nothing.

use super::run::{Identity, Run, TokenSubject};
use super::{Address, Json};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

impl Run {
    /// Reads a request that is leaving: `{method, url, at, headers: [{name, value}]}`. `None` where
    /// it is no run of any Gradio generation (4.0 to 6.31): [`Route`] tells which requests are.
    ///
    /// Of the headers only this is kept: whether an identity is among them and, where an
    /// `x-ip-token` can be read, whether it names a user, only an address, or an error.
    #[must_use]
    pub fn of_request(request: &Json) -> Option<Self> {
        let url = request.get("url").text()?;
        let url = url.as_str();
        let Address::App {
            subdomain,
            is_static: false,
            ..
        } = Address::read(url)
        else {
            return None;
        };
        (request.get("method").text().as_deref() == Some("POST")).then_some(())?;
        let route = Route::of(url)?;

        let headers = request.get("headers").list();
        let header = |wanted: &str| {
            headers.iter().find(|header| {
                let name = header.get("name").text();
                name.is_some_and(|name| name.eq_ignore_ascii_case(wanted))
            })
        };
        let relayed = header("x-ip-token");
        let handed_over = header("x-zerogpu-token");
        let has_pass = relayed.or(handed_over).is_some();
        (route == Route::Run || has_pass).then_some(())?;
        Some(Self {
            at: request.get("at").text()?,
            subdomain,
            identity: if has_pass {
                Identity::Present
            } else {
                Identity::Absent
            },
            // The Hub's own pass wins: Hugging Face's proxy makes its own `X-IP-Token` of it.
            token_subject: match handed_over {
                Some(_) => None,
                None => relayed.and_then(|header| subject(&header.get("value").text()?)),
            },
            before_handshake: false,
            is_chained: false,
            called: None,
        })
    }
}

/// What an app's address is asked for. Apps may stand below a path of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// `…/queue/join`, `…/call/NAME`, `…/call/v2/NAME`: a run.
    Run,
    /// `…/run/NAME`, `…/api/NAME`: an event outside the queue (`queue=False`), or a route of the app's
    /// own. Gradio puts a pass on it in no version, and as a rule it asks for no GPU: a message in
    /// `gr.ChatInterface` is six of them around two runs. It is a run where it carries a pass, and
    /// evidence of nothing where it does not (gradio `client/js/src/utils/submit.ts`, `skip_queue`,
    /// November 2026).
    OutsideTheQueue,
}

impl Route {
    fn of(url: &str) -> Option<Self> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let mut segments = path.trim_end_matches('/').rsplit('/');
        match (segments.next()?, segments.next()?, segments.next()) {
            ("join", "queue", _) | (_, "call", _) | (_, "v2", Some("call")) => Some(Self::Run),
            (_, "run" | "api", _) => Some(Self::OutsideTheQueue),
            _ => None,
        }
    }
}

/// Whom an `x-ip-token` names: the claims of a JSON Web Token, unverified.
fn subject(token: &str) -> Option<TokenSubject> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(())?;
    let claims = Json::parse(
        &String::from_utf8(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?).ok()?,
    )?;
    // An empty text is no error to ZeroGPU either (`spaces/zero/client.py`).
    let has = |claim| {
        let value = claims.get(claim);
        let is_empty = value.text().is_some_and(|text| text.is_empty());
        !value.is_null() && value.flag() != Some(false) && !is_empty
    };
    if has("error") {
        Some(TokenSubject::Faulty)
    } else if has("user") {
        Some(TokenSubject::User)
    } else if has("ip") {
        Some(TokenSubject::Address)
    } else {
        None
    }
}
