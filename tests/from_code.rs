//! The texts to copy that call a Space, and docs/from-code.md, which is made of them.
//! `tests/stage/from_code.test.mjs` runs what stands there.

#[path = "support/locale.rs"]
mod locale;

use proptest::prelude::*;
use whose_quota::facts::SpaceId;
use whose_quota::ui::from_code::{Snippet, snippets, words};

const BEFORE: &str = "\
Made from `src/ui/from_code.rs` by `tests/from_code.rs`; the popup shows the same of the Space in its tab.
`OWNER/NAME` is the Space's id. Its host is that in lower case, with `-` for `/`, `_` and `.`; for long
names the Hub may choose another one, which `https://huggingface.co/api/spaces/OWNER/NAME` tells.
";

const AFTER: &str = "\
## What is known, and what is not

- Hugging Face [documents](https://huggingface.co/docs/hub/spaces-api-endpoints) that a token makes a run use its
  account's quota, that without one it comes out of a shared pool, and that a Space passes its visitor on with
  `x-ip-token` (a copy of early 2026). Nothing here was run on Hugging Face itself: `tests/stage/from_code.test.mjs` runs
  each text, with genuine clients and genuine Gradio, against a stage that does as documented.
- The guests' quota is kept per network address. Scripts without a token share it with everybody at their address:
  on a server, in a notebook in the cloud or behind a VPN that may be many.
- A run from code opens no page, so Whose Quota neither sees it nor warns of it. In a Space that passes its visitor on,
  it sees the run that goes to that Space, not the one that goes on from there.
- Whose account it is where one request carries a token and `x-ip-token` too, no document says. So the texts for a Space
  send no token.
- A token that has expired, or that the Hub refuses, is no sign-in. What is charged then is not documented.
- Inside a function that Gradio calls for a visitor, `gradio_client` 2 passes `x-ip-token` on by itself where it is given
  a Space's id. It does not where it is given an address, nor without Gradio; nor does version 1.13.3, of
  Gradio 5.49.1, which [lost it on the way](https://github.com/gradio-app/gradio/pull/12243). Passing it on in words works
  in each.
";

fn example() -> Vec<Snippet> {
    snippets(
        &SpaceId::new("OWNER", "NAME").unwrap(),
        "owner-name.hf.space",
    )
}

fn said(key: &str) -> String {
    locale::lookup(key, &[])
}

fn document() -> String {
    let sections = example().into_iter().map(|snippet| {
        let quota: Vec<String> = snippet.quota.iter().map(|key| said(key)).collect();
        format!(
            "## {}\n\n{}\n\n```{}\n{}```\n\n",
            said(snippet.title),
            quota.join(" "),
            snippet.language,
            snippet.code
        )
    });
    format!(
        "# {}\n\n{BEFORE}\n{} {}\n\n{}{AFTER}",
        said(words::TITLE),
        said(words::INTRO),
        said(words::UNSEEN),
        sections.collect::<String>()
    )
}

#[test]
fn the_document_is_made_of_what_the_popup_offers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/from-code.md");
    let made = document();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(made, kept, "BLESS=1 accepts the change");
}

#[test]
fn each_says_whose_quota_it_uses_and_takes_a_token_from_the_environment_alone() {
    let all = example();
    assert_eq!(all.len(), 5);
    for Snippet {
        title, quota, code, ..
    } in &all
    {
        assert!(!quota.is_empty(), "{title}");
        assert!(
            !code.contains("hf_") || code.contains("`hf_token`"),
            "{title}"
        );
        assert!(code.ends_with('\n') && !code.contains('\t'), "{title}");
        assert!(code.lines().all(|line| line.len() <= 110), "{title}");
        assert!(code.contains("predict"), "{title}: the endpoint to edit");
        let is_own = quota.contains(&"code_quotaToken");
        assert_eq!(code.contains("HF_TOKEN"), is_own, "{title}");
        assert_eq!(code.contains("\"x-ip-token\""), !is_own, "{title}");
        assert!(
            code.contains("OWNER/NAME") || code.contains("https://owner-name.hf.space/"),
            "{title}"
        );
    }
}

#[test]
fn a_host_that_is_no_apps_is_not_used() {
    let id = SpaceId::new("Some.One", "A_Space").unwrap();
    let hosts = |host: &str| {
        let curl = snippets(&id, host).swap_remove(2).code;
        let all: Vec<String> = (curl.split("https://").skip(1))
            .map(|rest| rest.split('/').next().unwrap().to_owned())
            .collect();
        assert!(all.len() == 2 && all[0] == all[1], "{all:?}");
        all[0].clone()
    };
    assert_eq!(hosts("renamed-space.hf.space"), "renamed-space.hf.space");
    for other in [
        "",
        "some.example",
        "a.static.hf.space",
        "a;b.hf.space",
        "a\"b.hf.space",
        "$(id).hf.space",
        "a.hf.space.example",
        "user@a.hf.space",
        "a.hf.space:8080",
    ] {
        assert_eq!(hosts(other), "some-one-a-space.hf.space", "{other}");
    }
    // Only its first label is taken.
    assert_eq!(hosts("a.hf.space/\n$(id)"), "a.hf.space");
}

proptest! {
    /// Texts differ from the example's by the id and the host alone, and in those no character can end
    /// a text, begin an escape or be run.
    #[test]
    fn nothing_breaks_out_of_a_text(owner in ".{1,12}", name in "[ -~]{1,12}", host in "[ -~]{0,20}") {
        let Some(id) = SpaceId::new(&owner, &name) else { return Ok(()) };
        check(&id, &host)?;
    }

    #[test]
    fn what_an_id_may_hold_stays_inside(
        owner in "[A-Za-z0-9_.-]{1,12}", name in "[A-Za-z0-9_.-]{1,12}", host in "[a-z0-9.\"'$`\\\\;-]{1,9}\\.hf\\.space",
    ) {
        let Some(id) = SpaceId::new(&owner, &name) else { return Ok(()) };
        check(&id, &host)?;
    }
}

fn check(id: &SpaceId, host: &str) -> Result<(), TestCaseError> {
    for (made, example) in snippets(id, host).into_iter().zip(example()) {
        let around: Vec<&str> = match made.title {
            "code_curl" => example.code.split("owner-name").collect(),
            _ => example.code.split("OWNER/NAME").collect(),
        };
        let inside = made.code.strip_prefix(around[0]);
        let inside = inside
            .and_then(|rest| rest.split(around[1]).next())
            .unwrap_or("?");
        prop_assert_eq!(around.join(inside), made.code.clone());
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-/".contains(&byte);
        prop_assert!(inside.bytes().all(is_plain), "{}", inside);
    }
    Ok(())
}
