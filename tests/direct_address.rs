//! Where a direct address leads, from where, and why an address has no Hub page.

use serde_json::{Value, json};
use whose_quota::facts::{Address, HubAnswer, direct_host, hub_page_instead, public_hub_page};
use whose_quota::ui::popup::WhyNoHubPage;

#[test]
fn only_the_front_of_a_public_zerogpu_space_leads_to_its_hub_page() {
    let answer = |visibility: &str, hardware: &str, stage: &str| {
        let body = json!({
            "id": "owner/name", "host": "https://owner-name.hf.space", "sdk": "gradio",
            "visibility": visibility, "private": visibility == "private",
            "subdomain": "owner-name",
            "runtime": {"stage": stage, "hardware": {"current": hardware, "requested": hardware}},
        });
        HubAnswer::read(200, &body.to_string(), "owner-name", None)
    };
    let zero = answer("public", "zero-a10g", "RUNNING");
    let page = "https://huggingface.co/spaces/owner/name";
    assert_eq!(public_hub_page(&zero).as_deref(), Some(page));
    let to = |href: &str, answer: &HubAnswer| hub_page_instead(href, false, answer);
    let app = "https://owner-name.hf.space";
    assert!(matches!(Address::read(app), Address::App { .. }));
    for (path, expected) in [
        ("", Some("")),
        ("/", Some("")),
        ("/?lang=de&__theme=dark", Some("?lang=de")),
        ("/?view=api#x", Some("?view=api#x")),
        ("/gradio_api/file=a.png", None),
        ("/docs", None),
        ("/?__sign=secret", None),
    ] {
        let expected = expected.map(|rest| page.to_owned() + rest);
        assert_eq!(to(&(app.to_owned() + path), &zero), expected, "{path}");
    }
    assert_eq!(
        hub_page_instead(app, true, &zero),
        None,
        "from the Hub itself"
    );
    assert_eq!(to("https://owner-name.static.hf.space/", &zero), None);
    assert_eq!(to(page, &zero), None);
    for other in [
        answer("public", "cpu-basic", "RUNNING"),
        answer("public", "zero-a10g", "SLEEPING"),
        answer("protected", "zero-a10g", "RUNNING"),
        answer("private", "zero-a10g", "RUNNING"),
        HubAnswer::NotPublic,
        HubAnswer::Denied,
        HubAnswer::Unreachable,
        HubAnswer::Pending,
    ] {
        assert_eq!(to(app, &other), None, "{other:?}");
    }
    assert_eq!(
        public_hub_page(&answer("protected", "zero-a10g", "RUNNING")),
        None
    );
}

#[test]
fn why_there_is_no_hub_page_is_told_only_where_it_is_known() {
    let answer = |visibility: Value| {
        let body = json!({
            "id": "owner/name", "host": "https://owner-name.hf.space", "sdk": "gradio",
            "subdomain": "owner-name", "visibility": visibility,
        });
        HubAnswer::read(200, &body.to_string(), "owner-name", None)
    };
    for (answer, why) in [
        (None, "off"),
        (Some(HubAnswer::NotPublic), "not-public"),
        (Some(HubAnswer::Denied), "not-public"),
        (Some(HubAnswer::Unreachable), "unreachable"),
        (Some(answer(json!("protected"))), "protected"),
        (Some(answer(json!("private"))), "not-public"),
        (Some(answer(json!("something new"))), "unreachable"),
    ] {
        assert_eq!(WhyNoHubPage::of(answer.as_ref()).name(), why, "{answer:?}");
    }
    let host = |href| direct_host(href);
    assert_eq!(
        host("https://huggingface.co/spaces/Owner/My_App.2").as_deref(),
        Some("owner-my-app-2.hf.space")
    );
    assert_eq!(host("https://huggingface.co/models"), None);
}
