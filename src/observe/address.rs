//! Where a page is: what its address alone tells.
//!
//! Facts about addresses: <https://huggingface.co/docs/hub/spaces-embed> (August 2026) and the
//! captured Hub pages in `tests/data/captures`.

use super::SpaceId;

/// Parameters that the link back to the Hub page must not carry: a private Space's pass (`__sign`),
/// Gradio's own marks, and the answers of a sign-in that was under way.
const DROPPED_PARAMETERS: [&[u8]; 7] = [
    b"__sign",
    b"__theme",
    b"_nb_redirects",
    b"_target_url",
    b"code",
    b"state",
    b"embed",
];

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
    let kept: Vec<&str> = parameters(parts.query)
        .filter(|pair| !DROPPED_PARAMETERS.contains(&name_of(pair).as_slice()))
        .collect();
    if !kept.is_empty() {
        link.push('?');
        link.push_str(&kept.join("&"));
    }
    // A sign-in flow may also leave its parameters in the fragment, which an app may use as a path
    // with a query of its own: such a fragment is not passed on at all.
    let mut pieces = parts.fragment.split(['&', '?', '#', '/', ';', '!']);
    let carries_secret = pieces
        .any(|pair| pair.contains('=') && DROPPED_PARAMETERS.contains(&name_of(pair).as_slice()));
    if !parts.fragment.is_empty() && !carries_secret {
        link.push('#');
        link.push_str(parts.fragment);
    }
    link
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

/// Where the people of a Space can be told something.
#[must_use]
pub fn discussions_url(space: &SpaceId) -> String {
    hub_url(space) + "/discussions"
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
fn is_label(label: &str) -> bool {
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
    let name = pair.split_once('=').map_or(pair, |(name, _)| name);
    let mut decoded = Vec::with_capacity(name.len());
    let mut bytes = name.bytes();
    while let Some(byte) = bytes.next() {
        let two_digits = || {
            let mut ahead = bytes.clone();
            let high = char::from(ahead.next()?).to_digit(16)?;
            let low = char::from(ahead.next()?).to_digit(16)?;
            u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()
        };
        match (byte, two_digits()) {
            (b'%', Some(value)) => {
                decoded.push(value);
                bytes.nth(1);
            }
            _ => decoded.push(byte),
        }
    }
    decoded
}
