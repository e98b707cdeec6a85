//! Where a page stands.

use super::{Address, HUB};
use crate::string_enum::string_enum;

string_enum! {
    /// Where a page stands (the contract's "place").
    Place {
        /// The Space's page on the Hub.
        Hub = "hub",
        /// The app's frame inside it.
        HubFrame = "hub-frame",
        /// An app's address as the tab itself.
        Direct = "direct",
        /// An app's frame inside any other site.
        Embed = "embed",
        /// Anything else, and where it cannot be told.
        Other = "other",
    }
}

/// How a document is framed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    /// It is the tab itself.
    pub is_top: bool,
    /// Its parent is the tab itself.
    pub parent_is_top: bool,
    /// `location.ancestorOrigins[0]`, the parent's origin; absent before Firefox 153.
    pub parent_origin: Option<String>,
    /// `document.referrer`: the parent's address, if the frame was not navigated since.
    pub referrer: String,
    /// In a frame of huggingface.co: whether the page around it is the Hub page of this very Space, by
    /// the tab's address, which the background knows. Until it has said so (`None`) it is taken for one:
    /// nothing is shown in such a frame.
    pub is_in_hub_page: Option<bool>,
    /// It is no frame at all: `<gradio-app>` puts the app into somebody's page.
    pub is_component: bool,
}

impl Place {
    /// Where an address stands that is framed so, as far as the page itself can tell: a Hub address
    /// may show no app, and a frame in the Hub may stand in another page than its own.
    #[must_use]
    pub fn of(href: &str, framing: &Framing) -> Self {
        match Address::read(href) {
            Address::App { subdomain, .. } => app_place(framing, &subdomain),
            Address::Hub(_) if framing.is_top => Self::Hub,
            Address::Hub(_) | Address::Other => Self::Other,
        }
    }
}

fn app_place(framing: &Framing, subdomain: &str) -> Place {
    if framing.is_top {
        return Place::Direct;
    }
    let own_origin = ["https://", subdomain, ".hf.space"].concat();
    let told = framing.parent_origin.as_deref();
    let Some(parent) = told.or_else(|| origin_of(&framing.referrer)) else {
        return Place::Other;
    };
    if parent == own_origin {
        // A page of the app inside the app; or a frame that navigated by itself, whose referrer is
        // its own earlier page.
        return Place::Other;
    }
    match (parent == HUB, framing.parent_is_top) {
        (true, true) => Place::HubFrame,
        // The Hub page itself inside another site: nobody knows what it hands over there.
        (true, false) => Place::Other,
        (false, _) => Place::Embed,
    }
}

/// The origin of a referrer; `None` where it has none.
pub(super) fn origin_of(address: &str) -> Option<&str> {
    let slashes = address.match_indices('/').map(|(index, _)| index);
    let end = slashes.take(3).nth(2).unwrap_or(address.len());
    address.get(..end).filter(|origin| origin.contains(':'))
}
