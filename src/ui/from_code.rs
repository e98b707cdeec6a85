//! How a Space is called from code, and whose quota that uses: texts to copy. They hold the Space's id and
//! host and nothing else of a stranger's; no token is asked for, read or put in.
//!
//! Who is charged: <https://huggingface.co/docs/hub/spaces-api-endpoints> (a copy of early 2026): the account
//! of the token, and without one the guests. Forwarding: the same page, and
//! <https://www.gradio.app/docs/python-client/using-zero-gpu-spaces>. Names of arguments: `gradio_client`
//! 1.13.3 and 2.7.2, `@gradio/client` 2.7.0. `tests/stage/from_code.test.mjs` runs each of them.

use crate::facts::{Address, SpaceId};

/// Keys of the words around the snippets.
pub mod words {
    /// What they are.
    pub const TITLE: &str = "code_title";
    /// What is to be edited, and where a token stays.
    pub const INTRO: &str = "code_intro";
    /// That their runs are not seen.
    pub const UNSEEN: &str = "code_unseen";
}

/// One way to call a Space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The key of its title.
    pub title: &'static str,
    /// The keys of the sentences that say whose quota it uses.
    pub quota: &'static [&'static str],
    /// Its language, as Markdown names it.
    pub language: &'static str,
    /// Its text, which ends with a line break.
    pub code: String,
}

/// With a token, and without one.
const BY_TOKEN: &[&str] = &["code_quotaToken"];
/// Passed on, by an app whose page is Gradio's.
const BY_VISITOR: &[&str] = &["code_quotaVisitor"];
/// Passed on, by an app with a page of its own.
const BY_OWN_PAGE: &[&str] = &["code_quotaVisitor", "code_quotaOwnPage"];

/// Every way to call a Space. A `host` that is no app's (`owner-name.hf.space`) is not used: the one that
/// the Hub makes of the id is.
#[must_use]
pub fn snippets(id: &SpaceId, host: &str) -> Vec<Snippet> {
    let (id, label) = (id.as_str(), label(id, host));
    let snippet = |title, quota, language, parts: &[&str]| Snippet {
        title,
        quota,
        language,
        code: parts.concat(),
    };
    vec![
        snippet("code_python", BY_TOKEN, "python", &python(id)),
        snippet("code_javascript", BY_TOKEN, "js", &javascript(id)),
        snippet("code_curl", BY_TOKEN, "sh", &curl(&label)),
        snippet("code_gradio", BY_VISITOR, "python", &gradio(id)),
        snippet("code_server", BY_OWN_PAGE, "python", &server(id)),
    ]
}

/// How a Space passes its visitor on to another one, whose id is to be filled in: by an app whose page is
/// Gradio's, or by one with a page of its own.
#[must_use]
pub fn forwarding(is_gradio: bool) -> String {
    let called = "OWNER/NAME";
    if is_gradio {
        gradio(called).concat()
    } else {
        server(called).concat()
    }
}

/// The first label of the app's host.
fn label(id: &SpaceId, host: &str) -> String {
    match Address::read(&["https://", host].concat()) {
        Address::App {
            subdomain,
            is_static: false,
            ..
        } => subdomain,
        _ => id.subdomain(),
    }
}

/// The second argument has another name in each generation of `gradio_client`, so it has none here. An id
/// has no character that would end a text or begin an escape ([`SpaceId`]).
fn python(id: &str) -> [&str; 3] {
    [
        r#"# pip install gradio_client
import os

from gradio_client import Client

# The second argument is named `token` in gradio_client 2, and `hf_token` in 1.
# Where it is None, a token that `hf auth login` has saved is used; False uses none.
client = Client(""#,
        id,
        r#"", os.environ.get("HF_TOKEN"))
client.view_api()  # Prints the endpoints and their arguments.
print(client.predict("Hello", api_name="/predict"))  # Edit this line.
"#,
    ]
}

fn javascript(id: &str) -> [&str; 3] {
    [
        r#"// npm install @gradio/client
import { Client } from "@gradio/client";

// The option is named `token` in @gradio/client 2, and `hf_token` in 1.
const app = await Client.connect(""#,
        id,
        r#"", { token: process.env.HF_TOKEN });
console.log(JSON.stringify(await app.view_api(), null, 2)); // The endpoints and their arguments.
const { data } = await app.predict("/predict", ["Hello"]); // Edit this line.
console.log(data);
process.exit(); // An app that keeps a state would hold the connection open.
"#,
    ]
}

/// Comments have lines of their own: zsh takes none at the end of a line that is typed.
fn curl(label: &str) -> [&str; 5] {
    [
        "# The endpoints and their arguments:
curl -sS https://",
        label,
        ".hf.space/gradio_api/info
# Edit these two lines. In Gradio 4 the paths have no /gradio_api.
URL=https://",
        label,
        r#".hf.space/gradio_api/call/predict
DATA='{"data": ["Hello"]}'
AUTH="${HF_TOKEN:+Authorization: Bearer $HF_TOKEN}"
EVENT=$(curl -sS "$URL" -H "$AUTH" -H "Content-Type: application/json" -d "$DATA" | cut -d '"' -f 4)
curl -sSN "$URL/$EVENT" -H "$AUTH"
"#,
    ]
}

/// The visitor's pass goes along, up to the id of the Space that is called…
const FORWARD: &str = r#"    # Hugging Face's pass for this visitor. It expires: a client for each run, kept for nobody else.
    visitor = request.headers.get("x-ip-token")
    headers = {"x-ip-token": visitor} if visitor else None
    client = Client(""#;
/// … and what follows it. `False`: else a token in the Space's settings would go along, and be charged or
/// not, which no document says.
const CALL: &str = r#"", False, headers=headers)  # False: no token of this Space's.
    return client.predict(text, api_name="/predict")  # Edit this line.
"#;

fn gradio(id: &str) -> [&str; 5] {
    [
        r#"import gradio as gr
from gradio_client import Client


def ask(text, request: gr.Request):
"#,
        FORWARD,
        id,
        CALL,
        r#"

gr.Interface(ask, "text", "text").launch()
"#,
    ]
}

fn server(id: &str) -> [&str; 4] {
    [
        r#"from fastapi import FastAPI, Request
from gradio_client import Client

app = FastAPI()


@app.get("/ask")
def ask(text: str, request: Request):
"#,
        FORWARD,
        id,
        CALL,
    ]
}
