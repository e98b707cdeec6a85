//! The public file in which a Space declares what its runs ask for, and what the Hub answers when asked for
//! it: `GET /spaces/OWNER/NAME/raw/main/APP_FILE` (<https://huggingface.co/docs/hub/spaces-config-reference>,
//! `app_file`; August 2026).

use super::{Declaration, HUB, Space, SpaceId, Visibility, declarations};
use serde::{Deserialize, Serialize};

/// What a Space's README need not name.
const APP_FILE: &str = "app.py";

/// Where the source of a Space's app is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpaceSource {
    /// Its address.
    pub url: String,
    /// Its path in the repository.
    pub file: String,
    /// Whose it is.
    pub id: SpaceId,
}

/// What the Hub answered about a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SourceAnswer {
    /// The functions that it declares; none perhaps.
    Read {
        /// Its path.
        file: String,
        /// In its order.
        functions: Vec<Declaration>,
    },
    /// There is no such file.
    Missing {
        /// Its path.
        file: String,
    },
    /// It is no Python 3.
    Unreadable {
        /// Its path.
        file: String,
    },
    /// It has more than a megabyte.
    TooLong {
        /// Its path.
        file: String,
    },
    /// 429.
    TooMany,
    /// No answer in time, a fault of the Hub's, or it is not for everybody by now.
    Unreachable,
}

impl SpaceSource {
    /// Where to ask. `None` for a Space that is not known to be public, or to be a Gradio app on ZeroGPU.
    #[must_use]
    pub fn of(space: &Space) -> Option<Self> {
        let is_asked = space.visibility == Some(Visibility::Public)
            && space.is_zero_gpu() == Some(true)
            && space.sdk.as_deref() == Some("gradio");
        let id = space.id.clone().filter(|_| is_asked)?;
        let file = app_path(space)?;
        Some(Self {
            url: [HUB, "/spaces/", id.as_str(), "/raw/main/", file].concat(),
            file: file.to_owned(),
            id,
        })
    }
}

/// The path of a Space's app in its repository, which its README names; `None` where that is no plain path.
#[must_use]
pub fn app_path(space: &Space) -> Option<&str> {
    let file = space.app_file.as_deref().unwrap_or(APP_FILE);
    let is_name = |part: &str| !part.trim_matches('.').is_empty();
    file.split('/').all(is_name).then_some(file)
}

impl SourceAnswer {
    /// Reads an answer; `status` is the HTTP status, 0 where there was none. `is_cut`: it was longer than
    /// what is read.
    #[must_use]
    pub fn read(status: u16, body: &str, is_cut: bool, file: &str) -> Self {
        let file = file.to_owned();
        match status {
            200 if is_cut => Self::TooLong { file },
            200 => match declarations(body) {
                Some(functions) => Self::Read { file, functions },
                None => Self::Unreadable { file },
            },
            429 => Self::TooMany,
            404 => Self::Missing { file },
            _ => Self::Unreachable,
        }
    }

    /// What a file declares, with its path.
    #[must_use]
    pub fn functions(&self) -> Option<(&str, &[Declaration])> {
        match self {
            Self::Read { file, functions } => Some((file, functions)),
            _ => None,
        }
    }
}
