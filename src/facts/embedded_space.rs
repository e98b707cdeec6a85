//! Spaces in a page that has no address of Hugging Face: a Space's own domain, `<gradio-app>`, a
//! frame in a blog. Looked for only when the visitor asks (`extension/popup/find_spaces.js`).

use super::address::Parts;
use super::{Address, Framing, GradioPage, HubAnswer, Json, PageInput, SpaceId};

/// More than these in one page are not looked at.
const MAX_FOUND: usize = 5;

/// How a Space is in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedKind {
    /// The page is the app, at a domain of its own.
    Domain,
    /// `<gradio-app>`: the app stands in the page itself.
    Component,
    /// A frame.
    Frame,
}

/// A Space that a page shows, or claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedSpace {
    /// How it is there.
    pub way: EmbedKind,
    /// The host that serves the app.
    pub host: String,
    /// The Space that the page says it is: on a domain of its own there is no other clue. The Hub is
    /// asked whether it is served there.
    pub claimed_id: Option<SpaceId>,
}

impl EmbeddedSpace {
    /// Reads what was found in a page: `{href, config, apps: [{src, space}], frames: [src]}`.
    #[must_use]
    pub fn read(page: &Json) -> Vec<Self> {
        let mut found: Vec<Self> = vec![];
        let mut add = |one: Self| {
            if found.len() < MAX_FOUND && !found.iter().any(|other| other.host == one.host) {
                found.push(one);
            }
        };
        let claimed = GradioPage::read(page.get("config").text().as_deref(), None).space_id;
        let own_host = page.get("href").text();
        let own_host = own_host.as_deref().and_then(Parts::split);
        if let (Some(id), Some(Parts { host, .. })) = (claimed, own_host) {
            add(Self {
                way: EmbedKind::Domain,
                host,
                claimed_id: Some(id),
            });
        }
        for app in page.get("apps").list() {
            let by_id = app.get("space").text();
            let by_id = by_id.and_then(|id| SpaceId::parse(&id));
            let host = (app.get("src").text().and_then(|src| host_of(&src)))
                .or_else(|| by_id.map(|id| id.subdomain() + ".hf.space"));
            if let Some(host) = host.and_then(|host| host_of(&["https://", &host].concat())) {
                add(Self::at(host, EmbedKind::Component));
            }
        }
        for frame in page.get("frames").list() {
            if let Some(host) = frame.text().and_then(|src| host_of(&src)) {
                add(Self::at(host, EmbedKind::Frame));
            }
        }
        found
    }

    const fn at(host: String, way: EmbedKind) -> Self {
        Self {
            way,
            host,
            claimed_id: None,
        }
    }

    /// The label of a host of the Hub's; `None` for a domain of one's own.
    #[must_use]
    pub fn subdomain(&self) -> Option<&str> {
        self.host.strip_suffix(".hf.space")
    }

    /// What it is, as if the app itself had been looked at. `None` where the Hub does not say that
    /// the Space of this name is served at this domain.
    #[must_use]
    pub fn page_input(
        &self,
        page: &Json,
        hub_answer: HubAnswer,
        private_window: bool,
    ) -> Option<PageInput> {
        let href = page.get("href").text().unwrap_or_default();
        let is_embedded = self.way != EmbedKind::Domain;
        let subdomain = match (self.subdomain(), &hub_answer) {
            (Some(label), _) => label.to_owned(),
            (None, HubAnswer::Found(space)) => space.subdomain.clone()?,
            (None, _) => return None,
        };
        // Its query and fragment are the app's own, for the way out.
        let rest = href
            .find(['?', '#'])
            .filter(|_| !is_embedded)
            .and_then(|start| href.get(start..));
        let text = |key| page.get(key).text();
        Some(PageInput {
            href: [
                "https://",
                &subdomain,
                ".hf.space/",
                rest.unwrap_or_default(),
            ]
            .concat(),
            framing: Framing {
                is_top: !is_embedded,
                parent_is_top: is_embedded,
                parent_origin: is_embedded.then(|| origin_of(&href)),
                referrer: String::new(),
                // In no page of the Hub's is a Space found that is the page's own: that one is a frame.
                is_in_hub_page: Some(false),
                is_component: self.way == EmbedKind::Component,
            },
            gradio_config: text("config").filter(|_| !is_embedded),
            gradio_class: text("gradioClass").filter(|_| self.way != EmbedKind::Frame),
            private_window: Some(private_window),
            hub_answer,
            ..PageInput::default()
        })
    }
}

/// The host of a Space's app; static ones have no GPU.
fn host_of(address: &str) -> Option<String> {
    match Address::read(address) {
        Address::App {
            subdomain,
            is_static: false,
            ..
        } => Some(subdomain + ".hf.space"),
        _ => None,
    }
}

/// The page's origin. Any that is no Space's will do, for the app is in somebody else's page.
fn origin_of(href: &str) -> String {
    super::place::origin_of(href)
        .unwrap_or("https://other.invalid")
        .to_owned()
}
