//! What the popup says to the Space's owner.

#[path = "support/declarations.rs"]
mod declarations;
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

use declarations::{asks_for, declares, depends};
use elements::{texts, with_tag};
use popup_parts::{actions, section};
use popup_tabs::{account, at, built, but, gathered, gradio, hears, of, quota, with};
use serde_json::{Value, json};
use whose_quota::facts::{ChargedTo, Facts, Handshake, Place, Plan};
use whose_quota::ui::from_code::forwarding;

fn for_owner(facts: &Facts, source: &Value) -> Value {
    with(
        gathered(facts),
        json!({"context": {"isOwner": true, "source": source}}),
    )
}

fn says(message: &Value) -> Option<Vec<String>> {
    let popup = built(message);
    let section = section(&popup, "popup_owner")?;
    Some(texts(section).into_iter().map(str::to_owned).collect())
}

#[test]
fn others_and_owners_without_a_fault_read_nothing_of_it() {
    let fine = account(Some(Plan::Pro));
    assert_eq!(says(&for_owner(&fine, &Value::Null)), None);
    let old = gradio(fine.clone(), "4.44.1");
    assert!(section(&of(&old), "popup_owner").is_none());
    assert!(says(&for_owner(&old, &Value::Null)).is_some());
    // On other hardware nobody's account is asked for.
    let cpu = but(old, |facts| {
        facts.space.hardware = Some("cpu-basic".to_owned())
    });
    assert_eq!(says(&for_owner(&cpu, &Value::Null)), None);
    // Their own limit is no fault of the Space's.
    let limit = hears(fine, &[quota(ChargedTo::Pro)]);
    assert_eq!(says(&for_owner(&limit, &Value::Null)), None);
}

#[test]
fn a_gradio_that_loses_accounts_has_its_line() {
    let old = but(gradio(account(Some(Plan::Pro)), "4.20.0"), |facts| {
        facts.handshake = None::<Handshake>;
    });
    let message = for_owner(&old, &Value::Null);
    assert_eq!(
        says(&message).unwrap(),
        [
            "What you can fix as its owner",
            "Gradio 4.20.0 is known to lose track of who is signed in. In README.md, write:",
            "sdk_version: 5.49.1\n",
            "Copy",
        ]
    );
    // The link stands above it, once.
    let edit = "https://huggingface.co/spaces/owner/name/edit/main/README.md";
    let first = format!("main follow: Edit README.md: sdk_version 5.49.1 = {edit} _self");
    let popup = built(&message);
    assert_eq!(actions(&popup)[0], first);
    let links = with_tag(&popup, "a");
    let to_editor = links
        .iter()
        .filter(|link| elements::attribute(link, "href") == Some(edit));
    assert_eq!(to_editor.count(), 1);
}

#[test]
fn runs_that_name_no_visitor_have_code_to_pass_them_on() {
    let limit = hears(account(Some(Plan::Pro)), &[quota(ChargedTo::Space)]);
    let said = says(&for_owner(&limit, &Value::Null)).unwrap();
    assert_eq!(
        said[1..],
        [
            "Where this Space sends runs to another one, this code passes its visitor on:",
            &forwarding(true),
            "Copy",
        ]
    );
    assert!(said[2].contains("import gradio"));
    let docker = but(limit, |facts| {
        facts.space.sdk = Some("docker".to_owned());
        facts.space.hardware = Some("cpu-basic".to_owned());
    });
    let said = says(&for_owner(&docker, &Value::Null)).unwrap();
    assert_eq!(said[2], forwarding(false));
    assert!(said[2].contains("from fastapi"));
}

#[test]
fn what_guests_can_never_use_has_its_line() {
    let source = declares(&[
        asks_for("generate", 240),
        asks_for("draw", 60),
        depends("make"),
    ]);
    let fine = account(Some(Plan::Pro));
    let message = for_owner(&fine, &json!(source));
    let line = "app.py, line 41: ZeroGPU checks 6 min for a run, and guests have at most 3 min a day, so they can never start it. With a duration of 60 s or less they could.";
    assert_eq!(says(&message).unwrap()[1..], [line, "Edit app.py"]);
    let short = declares(&[asks_for("draw", 60)]);
    assert_eq!(says(&for_owner(&fine, &json!(short))), None);
    // By ZeroGPU's own word guests have more than the table says: it is not quoted.
    let more = hears(
        at(Place::Hub),
        &[zerogpu_messages::numbered(
            "2026-11-22T12:00:03.000Z",
            whose_quota::facts::Cause::QuotaExceeded,
            ChargedTo::Unauthenticated,
            [Some(600), Some(500), None],
        )],
    );
    assert_eq!(says(&for_owner(&more, &json!(source))), None);
}
