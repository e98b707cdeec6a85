//! The Hub's API on a Space: `GET /api/spaces/by-subdomain/SUB` and `GET /api/spaces/OWNER/NAME`.
//!
//! The first is used by Gradio's own client (`client/js/src/helpers/spaces.ts`) and undocumented; it
//! may answer 400.

use super::{Json, LONGEST_TEXT, Space, SpaceId};

/// What the Hub answered about a Space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HubAnswer {
    /// Asked, and not answered yet.
    Pending,
    /// It described the Space.
    Found(Box<Space>),
    /// 401, 403, 404: there is none, or not for everybody's eyes.
    NotPublic,
    /// 400 to the subdomain: to be asked again by the Space's id, if the page told one.
    AskById,
    /// No answer in time, 400, 429, 5xx, not JSON; or nobody was asked.
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
        match status {
            200 => {}
            401 | 403 | 404 => return Self::NotPublic,
            400 if asked_id.is_none() => return Self::AskById,
            _ => return Self::Unreachable,
        }
        let Some(description) = (body.len() <= LONGEST_TEXT)
            .then(|| Json::parse(body))
            .flatten()
        else {
            return Self::Unreachable;
        };
        let space = Space::read(&description);
        let is_ours = space.is_served_at(&description, host)
            || (space.subdomain.is_none()
                && space.id.as_ref().is_some_and(|id| {
                    host.strip_suffix(".hf.space") == Some(id.subdomain().as_str())
                }));
        if !is_ours {
            return Self::Unreachable;
        }
        if let (Some(asked), Some(answered)) = (asked_id, &space.id)
            && !asked.is(answered)
        {
            return Self::Unreachable;
        }
        Self::Found(Box::new(space))
    }

    /// Reads what [`HubAnswer`] itself looks like in a message of ours.
    #[must_use]
    pub fn from_message(message: &Json) -> Self {
        match message.get("kind").text() {
            Some("pending") => Self::Pending,
            Some("found") => Self::Found(Box::new(Space::from_message(message.get("space")))),
            Some("not-public") => Self::NotPublic,
            Some("ask-by-id") => Self::AskById,
            _ => Self::Unreachable,
        }
    }

    /// The counterpart of [`HubAnswer::from_message`].
    #[must_use]
    pub fn to_message(&self) -> Json {
        let (kind, space) = match self {
            Self::Pending => ("pending", Json::Null),
            Self::Found(space) => ("found", space.to_message()),
            Self::NotPublic => ("not-public", Json::Null),
            Self::AskById => ("ask-by-id", Json::Null),
            Self::Unreachable => ("unreachable", Json::Null),
        };
        Json::object()
            .with("kind", kind.into())
            .with("space", space)
    }
}
