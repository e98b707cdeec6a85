//! The Hub's API on a Space: `GET /api/spaces/by-subdomain/SUB` and `GET /api/spaces/OWNER/NAME`.
//!
//! The first is used by Gradio's own client (`client/js/src/helpers/spaces.ts`) and undocumented; it
//! may answer 400.

use super::{Json, MAX_TEXT_LENGTH, Space, SpaceId};
use serde::{Deserialize, Serialize};

/// What the Hub answered about a Space.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum HubAnswer {
    /// Asked, and not answered yet.
    Pending,
    /// It described the Space.
    Found(Box<Space>),
    /// 401, 403, 404 to the question by id: there is none, or not for everybody's eyes.
    NotPublic,
    /// It described a Space that is not served here, or another than was asked for: the id that the page
    /// claims is not this Space's.
    Denied,
    /// No description of this Space to the question by subdomain, which is undocumented and may end any
    /// day: to be asked again by the id that the page claims.
    AskById {
        /// The answer was 401, 403 or 404: where the page claims no id, the Space is not public.
        is_missing: bool,
        /// It described a Space of another host: a claim needs the Hub's word.
        is_denied: bool,
    },
    /// 429 or no answer in time, which are not asked again; no description to the question by id
    /// either; or nobody was asked.
    #[default]
    Unreachable,
}

impl HubAnswer {
    /// Reads an answer to the question about the Space at `subdomain`, asked by the id that its
    /// page claims or by the subdomain itself (`asked_id` is `None`).
    ///
    /// `status` is the HTTP status, 0 where there was no answer. A description of some other Space
    /// is not an answer: the link that we offer must not lead to somebody else.
    #[must_use]
    pub fn read(status: u16, body: &str, subdomain: &str, asked_id: Option<&SpaceId>) -> Self {
        let host = [subdomain, ".hf.space"].concat();
        match Self::read_at(status, body, &host, asked_id) {
            Self::Found(mut space) => {
                space.subdomain = Some(subdomain.to_owned());
                Self::Found(space)
            }
            other => other,
        }
    }

    /// The same for any host, a Space's own domain say. A page there can claim to be any Space; it
    /// is the one that the Hub says is served there.
    #[must_use]
    pub fn read_at(status: u16, body: &str, host: &str, asked_id: Option<&SpaceId>) -> Self {
        let described = Self::described(status, body, host, asked_id);
        let is_missing = matches!(status, 401 | 403 | 404);
        match (described, status, asked_id) {
            (Some(Self::Denied), _, None) => Self::AskById {
                is_missing: false,
                is_denied: true,
            },
            (Some(answer), ..) => answer,
            (None, 0 | 429, _) => Self::Unreachable,
            (None, _, None) => Self::AskById {
                is_missing,
                is_denied: false,
            },
            (None, _, Some(_)) if is_missing => Self::NotPublic,
            (None, _, Some(_)) => Self::Unreachable,
        }
    }

    /// What the answer to the question by subdomain means together with the one by the id that the page
    /// claims; `None` where it claims none.
    #[must_use]
    pub fn with_answer_by_id(self, by_id: Option<Self>) -> Self {
        match (self, by_id) {
            (
                Self::AskById {
                    is_denied: true, ..
                },
                None | Some(Self::Unreachable),
            ) => Self::Denied,
            (_, Some(by_id)) => by_id,
            (
                Self::AskById {
                    is_missing: true, ..
                },
                None,
            ) => Self::NotPublic,
            (Self::AskById { .. }, None) => Self::Unreachable,
            (answer, None) => answer,
        }
    }

    /// Whether the answer describes the Space that is served at `host`, or some other one. `None` where it
    /// describes none.
    fn described(status: u16, body: &str, host: &str, asked_id: Option<&SpaceId>) -> Option<Self> {
        (status == 200 && body.len() <= MAX_TEXT_LENGTH).then_some(())?;
        let description = Json::parse(body)?;
        let space = Space::read(&description).with_readable_path();
        let is_ours = space.is_served_at(&description, host)
            || (space.subdomain.is_none()
                && space.id.as_ref().is_some_and(|id| {
                    host.strip_suffix(".hf.space") == Some(id.subdomain().as_str())
                }));
        let is_asked = match (asked_id, &space.id) {
            (Some(asked), Some(answered)) => asked.is(answered),
            _ => true,
        };
        if is_ours && is_asked {
            Some(Self::Found(Box::new(space)))
        } else {
            space.id.map(|_| Self::Denied)
        }
    }

    /// Whether an answer that was kept is one: a description of no Space is a miss, no answer.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Found(space) => space.subdomain.is_some() || space.id.is_some(),
            _ => true,
        }
    }
}
