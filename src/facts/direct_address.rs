//! Where a Space's direct address leads instead, for visitors who chose that.

use super::address::Parts;
use super::{Address, HubAnswer, Space, Visibility, hub_url, link_back};

/// The public Hub page of the Space that the Hub's answer describes.
#[must_use]
pub fn public_hub_page(answer: &HubAnswer) -> Option<String> {
    Some(hub_url(public(answer)?.id.as_ref()?))
}

/// The Hub page to go to instead of a direct address that opens as a page of its own. Only the front page
/// of a public ZeroGPU Space that runs, whose address carries no pass; and never for who comes from the
/// Hub: they want this address.
#[must_use]
pub fn hub_page_instead(href: &str, is_from_hub: bool, answer: &HubAnswer) -> Option<String> {
    let is_front = Parts::split(href).is_some_and(|parts| parts.path.is_empty());
    match Address::read(href) {
        Address::App {
            is_static: false,
            is_signed: false,
            ..
        } if is_front && !is_from_hub => {}
        _ => return None,
    }
    let space = public(answer)?;
    let is_zero_gpu = space.is_zero_gpu() == Some(true) && space.is_running();
    is_zero_gpu.then_some(())?;
    Some(link_back(space.id.as_ref()?, href))
}

/// The host of the Space whose Hub page this is, as its id gives it.
#[must_use]
pub fn direct_host(href: &str) -> Option<String> {
    match Address::read(href) {
        Address::Hub(id) => Some(id.subdomain() + ".hf.space"),
        Address::App { .. } | Address::Other => None,
    }
}

fn public(answer: &HubAnswer) -> Option<&Space> {
    match answer {
        HubAnswer::Found(space) if space.visibility == Some(Visibility::Public) => Some(space),
        _ => None,
    }
}
