//! Requests of an app's page → runs. What is no run gives nothing.

use super::run::{Identity, Run, TokenSubject};
use super::{Address, Json};

impl Run {
    /// Reads a request that is leaving: `{method, url, at, headers: [{name, value}]}`. `None` where
    /// it is no run of any Gradio generation (4.0 to 6.31): [`Route`] tells which requests are.
    ///
    /// Of the headers only this is kept: whether an identity is among them and, where an
    /// `x-ip-token` can be read, whether it names a user, only an address, or an error.
    #[must_use]
    pub fn of_request(request: &Json) -> Option<Self> {
        let url = request.get("url").text()?;
        let Address::App {
            subdomain,
            is_static: false,
            ..
        } = Address::read(url)
        else {
            return None;
        };
        (request.get("method").text() == Some("POST")).then_some(())?;
        let route = Route::of(url)?;

        let header = |wanted: &str| {
            let headers = request.get("headers").list();
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
            at: request.get("at").text()?.to_owned(),
            to: subdomain,
            identity: if has_pass {
                Identity::Present
            } else {
                Identity::Absent
            },
            // The Hub's own pass wins: Hugging Face's proxy makes its own `X-IP-Token` of it.
            named: match handed_over {
                Some(_) => None,
                None => relayed.and_then(|header| named(header.get("value").text()?)),
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
fn named(token: &str) -> Option<TokenSubject> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(())?;
    let claims = Json::parse(&String::from_utf8(base64url(payload)?).ok()?)?;
    // An empty text is no error to ZeroGPU either (`spaces/zero/client.py`).
    let has = |claim| match claims.get(claim) {
        Json::Null | Json::Bool(false) => false,
        Json::Text(text) => !text.is_empty(),
        _ => true,
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

/// Decodes RFC 4648's base64url, without padding as in a JSON Web Token.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for group in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut bits = 0u32;
        for character in group {
            let value = match character {
                b'A'..=b'Z' => character.checked_sub(b'A')?,
                b'a'..=b'z' => character.checked_sub(b'a')?.checked_add(26)?,
                b'0'..=b'9' => character.checked_sub(b'0')?.checked_add(52)?,
                b'-' => 62,
                b'_' => 63,
                _ => return None,
            };
            bits = (bits << 6) | u32::from(value);
        }
        match group.len() {
            4 => bytes.extend(bits.to_be_bytes().get(1..)?),
            3 => bytes.extend((bits << 6).to_be_bytes().get(1..3)?),
            2 => bytes.extend((bits << 12).to_be_bytes().get(1..2)?),
            _ => return None,
        }
    }
    Some(bytes)
}
