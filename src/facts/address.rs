//! Where a page is: what its address alone tells.
//!
//! Facts about addresses: <https://huggingface.co/docs/hub/spaces-embed> (August 2026) and the
//! captured Hub pages in `tests/data/captures`.

use super::SpaceId;

/// What the link back to the Hub page must not carry, by the name in front of a `=`: a private Space's pass
/// (`__sign`), Gradio's own marks, the answers of a sign-in that was under way, and other short names of
/// secrets. In lower case, without dashes, dots, and underscores but the first ones.
const DROPPED: [&[u8]; 11] = [
    b"__sign",
    b"__theme",
    b"_nbredirects",
    b"_targeturl",
    b"code",
    b"embed",
    b"otp",
    b"pass",
    b"sid",
    b"sig",
    b"state",
];

/// How names of secrets end, in the same spelling, in front of a `=` or a `:`.
const SECRETS: [&[u8]; 15] = [
    b"accessid",
    b"assertion",
    b"auth",
    b"authorization",
    b"credential",
    b"jwt",
    b"key",
    b"keyid",
    b"pairid",
    b"password",
    b"secret",
    b"session",
    b"sessionid",
    b"signature",
    b"token",
];

/// Longer queries and fragments are left behind: no server takes them.
const LONGEST_REST: usize = 8_000;

/// More often than this nobody encodes a text.
const MOST_ENCODINGS: usize = 5;

/// How long a token is at least.
const TOKEN: usize = 20;

/// The Hub's origin. The only one whose answer to a handshake counts.
pub const HUB: &str = "https://huggingface.co";

/// An address of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// An app's own host, `https://owner-name.hf.space`.
    App {
        /// `owner-name`, lower-case.
        subdomain: String,
        /// Whether it is a static Space's host, `owner-name.static.hf.space`, which has no GPU.
        is_static: bool,
        /// Whether the address carries `__sign`, a private Space's pass.
        is_signed: bool,
    },
    /// A Space's page on the Hub, on any of its tabs.
    Hub(SpaceId),
    /// Anything else.
    Other,
}

impl Address {
    /// Reads an address as `location.href` gives it. Anything unexpected is `Other`.
    #[must_use]
    pub fn read(href: &str) -> Self {
        let Some(parts) = Parts::split(href) else {
            return Self::Other;
        };
        if parts.host == "huggingface.co" {
            return hub_page(parts.path).map_or(Self::Other, Self::Hub);
        }
        let Some(label) = parts.host.strip_suffix(".hf.space") else {
            return Self::Other;
        };
        let (label, is_static) = match label.strip_suffix(".static") {
            Some(label) => (label, true),
            None => (label, false),
        };
        if !is_label(label) {
            return Self::Other;
        }
        Self::App {
            subdomain: label.to_owned(),
            is_static,
            is_signed: parameters(parts.query).any(|pair| name_of(pair) == b"__sign"),
        }
    }
}

/// Whether the address of a Space's Hub page is that of its app tab: not of its files, not of its
/// discussions.
#[must_use]
pub fn is_app_tab(href: &str) -> bool {
    let path = Parts::split(href).map_or("", |parts| parts.path);
    path.trim_end_matches('/').split('/').count() == 3
}

/// The link from an app's address to the Space's page on the Hub, which forwards query and hash to
/// the app when it loads. Keeps both, without secret and technical parameters.
#[must_use]
pub fn link_back(space: &SpaceId, app_href: &str) -> String {
    let mut link = hub_url(space);
    let Some(parts) = Parts::split(app_href) else {
        return link;
    };
    if parts.query.len().max(parts.fragment.len()) > LONGEST_REST {
        return link;
    }
    let mut mark = '?';
    for pair in parameters(parts.query) {
        // A parameter may be a name alone.
        let is_name = !pair.contains('=');
        if !gives_away(&[pair, if is_name { "=" } else { "" }].concat()) {
            link.push(mark);
            link.push_str(pair);
            mark = '&';
        }
    }
    // A sign-in flow may also leave its parameters in the fragment, which an app may use as a path
    // with a query of its own: such a fragment is not passed on at all.
    if !parts.fragment.is_empty() && !gives_away(parts.fragment) {
        link.push('#');
        link.push_str(parts.fragment);
    }
    link
}

/// Whether a text holds what must not get into the link, wherever in it and however often encoded: a
/// parameter may hold an address with parameters of its own, or JSON.
fn gives_away(text: &str) -> bool {
    let mut text = text.as_bytes().to_vec();
    for _ in 0..MOST_ENCODINGS {
        if holds_secret(&text) {
            return true;
        }
        let plain = decoded(&text);
        if plain == text {
            return false;
        }
        text = plain;
    }
    true
}

fn holds_secret(text: &[u8]) -> bool {
    // The last name, and whether something stood between it and what comes.
    let (mut name, mut is_over) = (vec![], false);
    for byte in text {
        match byte {
            b'=' | b':' => {
                let ends = |end: &&[u8]| name.ends_with(end);
                if SECRETS.iter().any(ends)
                    || name.starts_with(b"xamz")
                    || name.starts_with(b"xgoog")
                    || *byte == b'=' && DROPPED.contains(&name.as_slice())
                {
                    return true;
                }
                name.clear();
            }
            b' ' | b'+' | b'"' | b'\'' | b'\\' | b']' => is_over = true,
            b'_' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                if is_over {
                    name.clear();
                    is_over = false;
                }
                let is_first = matches!(name.as_slice(), b"" | b"_" | b"hf");
                if byte.is_ascii_alphanumeric() || *byte == b'_' && is_first {
                    name.push(byte.to_ascii_lowercase());
                }
                // Hugging Face's own tokens, and JSON Web Tokens.
                let is_token = name.starts_with(b"hf_") || name.starts_with(b"eyj");
                if is_token && name.len() > TOKEN {
                    return true;
                }
            }
            _ => name.clear(),
        }
    }
    false
}

/// `https://huggingface.co/spaces/OWNER/NAME`.
#[must_use]
pub fn hub_url(space: &SpaceId) -> String {
    [HUB, "/spaces/", space.as_str()].concat()
}

/// Where a visitor signs in, to come back to the Space's page.
#[must_use]
pub fn sign_in_url(space: &SpaceId) -> String {
    [HUB, "/login?next=/spaces/", space.as_str()].concat()
}

/// The pieces of an `https:` address, as slices of it.
pub(super) struct Parts<'a> {
    pub(super) host: String,
    pub(super) path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn split(href: &'a str) -> Option<Self> {
        let rest = href.strip_prefix("https://")?;
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        // A browser leaves the default port out of `location.href`, so a port is another service;
        // an `@` would make the host of the text before it a user name.
        if authority.is_empty() || authority.contains([':', '@']) {
            return None;
        }
        Some(Self {
            host: authority.to_ascii_lowercase(),
            path,
            query,
            fragment,
        })
    }
}

/// `spaces/OWNER/NAME` and whatever follows it.
fn hub_page(path: &str) -> Option<SpaceId> {
    let mut parts = path.split('/');
    if parts.next()? != "spaces" {
        return None;
    }
    SpaceId::new(parts.next()?, parts.next()?)
}

/// One label of a host name, as the Hub makes them.
pub(super) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').filter(|pair| !pair.is_empty())
}

/// The decoded name of a `name=value` pair: `%5F%5Fsign` is `__sign` to the server, so also to us.
fn name_of(pair: &str) -> Vec<u8> {
    decoded(pair.split('=').next().unwrap_or_default().as_bytes())
}

fn decoded(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        let two_digits = || {
            let mut ahead = bytes.clone();
            let high = char::from(*ahead.next()?).to_digit(16)?;
            let low = char::from(*ahead.next()?).to_digit(16)?;
            u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()
        };
        match (byte, two_digits()) {
            (b'%', Some(value)) => {
                decoded.push(value);
                bytes.nth(1);
            }
            _ => decoded.push(*byte),
        }
    }
    decoded
}
