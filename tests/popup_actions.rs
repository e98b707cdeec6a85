//! What to do, and where its links lead.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/popup_parts.rs"]
mod popup_parts;
#[path = "support/popup_tabs.rs"]
mod popup_tabs;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use popup_parts::{ABOUT, actions, verdict};
use popup_tabs::{
    HUB, account, asleep, at, built, but, gathered, gradio, of, ran, signed_out, with,
};
use serde_json::json;
use whose_quota::facts::{Facts, Identity, Place, Visibility};

#[test]
fn each_situation_has_its_actions() {
    let app = "https://huggingface.co/spaces/owner/name?a=1#tab";
    let open = &format!("main follow: Open on the Hub page = {app} _self");
    let open_new = &format!("main follow: Open on the Hub page = {HUB} _blank");
    let sign_in =
        "main follow: Sign in = https://huggingface.co/login?next=/spaces/owner/name _self";
    let tell = &format!("main follow: Tell its owner = {HUB}/discussions/new _self");
    let reload = &format!("main follow: Reload this page = {HUB} _self");
    let normal = "plain normal-window: Open in a normal window";

    let private = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.visitor.private_window = Some(true)
        })
    };
    let protected = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.visibility = Some(Visibility::Protected)
        })
    };
    let nameless = |facts| but(facts, |facts: &mut Facts| facts.space.id = None);
    let waiting = |facts| but(facts, |facts: &mut Facts| facts.handshake = None);
    let bare = |facts| ran(facts, Identity::Absent, None);
    let early = |facts| {
        but(bare(facts), |facts: &mut Facts| {
            facts.runs[0].before_handshake = true
        })
    };
    let cpu = |facts| {
        but(facts, |facts: &mut Facts| {
            facts.space.hardware = Some("cpu-basic".to_owned())
        })
    };
    let cases: [(Facts, &[&str]); 24] = [
        (at(Place::Direct), &[open, ABOUT]),
        (bare(at(Place::Direct)), &[open, ABOUT]),
        (asleep(at(Place::Direct)), &[open, ABOUT]),
        (private(at(Place::Direct)), &[open, normal, ABOUT]),
        (protected(at(Place::Direct)), &[ABOUT]),
        (protected(private(at(Place::Direct))), &[ABOUT]),
        (nameless(private(at(Place::Direct))), &[ABOUT]),
        (at(Place::Embed), &[open_new, ABOUT]),
        (gradio(at(Place::Embed), "4.44.1"), &[open_new, ABOUT]),
        (signed_out(), &[sign_in, ABOUT]),
        (private(signed_out()), &[sign_in, normal, ABOUT]),
        (account(None), &[ABOUT]),
        (private(account(None)), &[ABOUT]),
        (ran(account(None), Identity::Present, None), &[ABOUT]),
        (gradio(account(None), "4.20.0"), &[tell, ABOUT]),
        (gradio(account(None), "5.9.1"), &[tell, ABOUT]),
        (bare(account(None)), &[tell, ABOUT]),
        (bare(waiting(account(None))), &[reload, ABOUT]),
        // The next run will carry it.
        (early(account(None)), &[ABOUT]),
        // Nothing is wrong, as far as is known.
        (waiting(account(None)), &[ABOUT]),
        (at(Place::Hub), &[ABOUT]),
        (cpu(at(Place::Direct)), &[]),
        (cpu(signed_out()), &[]),
        (private(cpu(signed_out())), &[]),
    ];
    for (facts, expected) in cases {
        assert_eq!(actions(&of(&facts)), expected, "{facts:?}");
    }
}

#[test]
fn where_it_cannot_be_told_the_hub_page_would_tell() {
    let facts = but(at(Place::Direct), |facts| facts.signed_address = true);
    let popup = of(&facts);
    assert_eq!(verdict(&popup), "Can't tell");
    let open = "main follow: Open on the Hub page = https://huggingface.co/spaces/owner/name?a=1#tab _self";
    assert_eq!(actions(&popup), [open, ABOUT]);
}

#[test]
fn the_link_out_of_an_embed_holds_nothing_of_the_page_around_it() {
    for found in [false, true] {
        let message = with(
            gathered(&at(Place::Embed)),
            json!({
                "href": "https://blog.example/post?reader=SECRET&a=1#SECRET",
                "wasLooked": found, "wasFound": found,
            }),
        );
        let out = format!("main follow: Open on the Hub page = {HUB} _blank");
        assert_eq!(actions(&built(&message)), [out.as_str(), ABOUT]);
    }
}

#[test]
fn the_link_from_a_domain_of_its_own_keeps_query_and_fragment() {
    let message = with(
        gathered(&at(Place::Direct)),
        json!({
            "href": "https://pictures.example/x?prompt=sea&code=SECRET#top",
            "isKept": false, "wasLooked": true, "wasFound": true,
        }),
    );
    let out = format!("main follow: Open on the Hub page = {HUB}?prompt=sea#top _self");
    assert_eq!(actions(&built(&message)), [out.as_str(), ABOUT]);
}
