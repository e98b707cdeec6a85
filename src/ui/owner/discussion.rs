//! The text of a discussion: what was seen, its cause, what mends it. In English, whatever the visitor reads:
//! it is the owner's to read. Nothing of the visitor is in it, and the Hub's page shows it before it is posted.

use super::{Matter, SDK_VERSION};
use crate::facts::{
    ChargedTo, Declaration, Facts, GRADIO_FAILURE, GradioVersion, IdentitySupport, SpaceId,
    ZeroGpuMessage, digits, hub_url,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const ZERO_GPU: &str = "https://huggingface.co/docs/hub/spaces-zerogpu";
const FORWARDING: &str = "https://www.gradio.app/docs/python-client/using-zero-gpu-spaces";

/// What a new discussion is filled in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussion {
    /// What is wrong, in a line.
    pub title: String,
    /// Its paragraphs, in Markdown.
    pub description: String,
}

impl Discussion {
    /// The page of the Hub that opens a discussion of a Space, filled in.
    #[must_use]
    pub fn url(&self, id: &SpaceId) -> String {
        let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        [
            &hub_url(id),
            "/discussions/new?title=",
            &encoded(&self.title),
            "&description=",
            &encoded(&self.description),
        ]
        .concat()
    }
}

/// What is said of one matter.
struct Said {
    title: String,
    seen: String,
    cause: String,
    mends: String,
}

/// Tells a Space's owner what is wrong. `declared`: the function that asked for it, with its file.
#[must_use]
pub fn discussion(
    facts: &Facts,
    matter: Matter,
    message: Option<&ZeroGpuMessage>,
    declared: Option<(&str, &Declaration)>,
) -> Discussion {
    let Said {
        title,
        seen,
        cause,
        mends,
    } = match matter {
        Matter::Gradio => gradio(facts),
        Matter::OwnCode => own_code(),
        Matter::FaultyPass => faulty_pass(),
        Matter::Forwarding => forwarding(facts, message),
        Matter::Duration => duration(message),
        Matter::Aborted => aborted(),
        Matter::Failure => failure(message),
    };
    let mut paragraphs = vec![
        ["**Seen:** ", &seen].concat(),
        ["**Cause:** ", &cause].concat(),
        ["**What mends it:** ", &mends].concat(),
    ];
    paragraphs.extend(declared.map(declaration));
    let version = facts.space.gradio_version.map(GradioVersion::text);
    paragraphs.extend(version.map(|version| ["**Versions:** Gradio ", &version].concat()));
    paragraphs.push(
        "Seen by Whose Quota, a browser extension that tells whose GPU quota a run of a Space uses."
            .to_owned(),
    );
    Discussion {
        title,
        description: paragraphs.join("\n\n"),
    }
}

fn gradio(facts: &Facts) -> Said {
    let version = facts.space.gradio_version.map(GradioVersion::text);
    let version = version.map_or_else(
        || "its version of Gradio".to_owned(),
        |version| ["Gradio ", &version].concat(),
    );
    let is_certain = facts.never_asks();
    let cause = match facts.identity_support() {
        Some(IdentitySupport::SsrOnly) if is_certain => {
            "in this version only pages that are rendered on the server ask the Hub page for the visitor's account, and this Space's is not. ZeroGPU counts each run on the guests' quota of the visitor's IP address."
        }
        _ if is_certain => {
            "this version never asks the Hub page for the visitor's account, so ZeroGPU counts each run on the guests' quota of the visitor's IP address."
        }
        Some(IdentitySupport::SsrOnly) => {
            "in this version only pages that are rendered on the server ask the Hub page for the visitor's account, and no answer of the Hub page was seen. ZeroGPU counts such a run on the guests' quota of the visitor's IP address."
        }
        _ => {
            "this version asks the Hub page for the visitor's account in an older way, and such runs are known to be counted on the guests' quota of the visitor's IP address."
        }
    };
    Said {
        title: if is_certain {
            "Runs of signed-in visitors count as guests' runs"
        } else {
            "Runs of signed-in visitors may count as guests' runs"
        }
        .to_owned(),
        seen: ["this Space runs ", &version, "."].concat(),
        cause: cause.to_owned(),
        mends: [
            "`sdk_version: ",
            SDK_VERSION,
            "` in README.md, or any Gradio from 5.16.1 on. ",
            ZERO_GPU,
        ]
        .concat(),
    }
}

fn own_code() -> Said {
    Said {
        title: "Runs leave without the visitor's pass".to_owned(),
        seen: "a signed-in visitor's run left this Space's page without the visitor's pass, although the Hub page offers it. ZeroGPU counts such a run on the guests' quota of the visitor's IP address.".to_owned(),
        cause: "most likely code of the app's own sends the run, in place of Gradio's.".to_owned(),
        mends: ["runs that leave through `@gradio/client` 2.2.0 or later carry the pass. ", ZERO_GPU].concat(),
    }
}

fn faulty_pass() -> Said {
    Said {
        title: "A run left with a visitor's pass that had a fault".to_owned(),
        seen: "a run left this Space's page with a pass that had a fault. ZeroGPU counts such a run by the visitor's IP address.".to_owned(),
        cause: "the app's own code may keep a pass for too long, or build one; or Hugging Face gave out a faulty one. Which, does not show.".to_owned(),
        mends: ["each run takes a fresh pass from the Hub page, as `@gradio/client` 2.2.0 or later does. ", ZERO_GPU].concat(),
    }
}

fn forwarding(facts: &Facts, message: Option<&ZeroGpuMessage>) -> Said {
    let charged_to = message.map_or(ChargedTo::Unknown, |message| message.charged_to);
    let (title, seen, cause) = match charged_to {
        // Whose run it was, and whether its visitor was passed on, does not show.
        _ if facts.space.is_zero_gpu() == Some(false) => (
            "This Space asks a ZeroGPU Space: is its visitor passed on?",
            "this Space runs on other hardware, and its page showed a message of ZeroGPU's about a run.",
            "such a run is another Space's, which this one asks. It counts for the visitor only where the visitor's pass goes along.",
        ),
        ChargedTo::Space => (
            "Runs are not counted for the visitor who starts them",
            "ZeroGPU refused a run because the Space itself has reached its limit: that run named no visitor.",
            "a call to another Space, cached examples and work in the background carry no visitor's pass by themselves.",
        ),
        _ => (
            "Runs may not be counted for the visitor who starts them",
            "ZeroGPU refused a visitor's run and named an account whose plan or figures do not fit the visitor's.",
            "most likely a token of the Space's own goes along with its calls to another Space, or is the account that it signs in with.",
        ),
    };
    Said {
        title: title.to_owned(),
        seen: seen.to_owned(),
        cause: cause.to_owned(),
        mends: [
            "a call from the Space's server to another Space has to pass on the visitor's `x-ip-token`, with a client for each run. ",
            FORWARDING,
        ]
        .concat(),
    }
}

fn duration(message: Option<&ZeroGpuMessage>) -> Said {
    let asked = message
        .and_then(|message| message.requested_seconds)
        .map(|seconds| [" (", &digits(seconds), " s)"].concat())
        .unwrap_or_default();
    Said {
        title: "A run asks for more GPU time than a visitor may use at once".to_owned(),
        seen: ["ZeroGPU refused a run as an illegal duration", &asked, "."].concat(),
        cause: "a run may not ask for more than the visitor's tier gets at once, however much is left. Waiting does not help.".to_owned(),
        mends: shorter(),
    }
}

fn aborted() -> Said {
    Said {
        title: "ZeroGPU aborted a run".to_owned(),
        seen: "ZeroGPU showed that it aborted a run.".to_owned(),
        cause: "the run broke, or took longer than it had asked for.".to_owned(),
        mends: ["a `duration` in `@spaces.GPU` that the longest run fits in, or one that is computed from the input. ", ZERO_GPU].concat(),
    }
}

fn failure(message: Option<&ZeroGpuMessage>) -> Said {
    let fault = message.and_then(|message| message.fault.as_deref());
    Said {
        title: "A run ends with an error".to_owned(),
        seen: match fault {
            Some(GRADIO_FAILURE) => "a run ended with \"Internal Gradio error\".".to_owned(),
            Some(fault) => ["a run ended with `", fault, "`."].concat(),
            None => "a run ended with an error of ZeroGPU's.".to_owned(),
        },
        cause: "it is an error of the app's own, as far as its page shows: no quota was named."
            .to_owned(),
        mends: "the Space's logs should have the whole error.".to_owned(),
    }
}

fn shorter() -> String {
    [
        "a smaller `duration` in `@spaces.GPU`: 1.5 times of it are checked, and twice as much as it says with `size=\"xlarge\"`. ",
        ZERO_GPU,
    ]
    .concat()
}

/// The line to change.
fn declaration((file, function): (&str, &Declaration)) -> String {
    ["**Where:** ", file, ", line ", &digits(function.line), "."].concat()
}
