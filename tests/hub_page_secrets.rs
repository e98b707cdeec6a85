//! What a Hub page holds of secrets and of people's names: nothing of it gets out.

#[path = "support/hub_blocks.rs"]
mod hub_blocks;
#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/pages.rs"]
mod pages;

use hub_blocks::{HEADER, MAIN, PAGE, THEME, parsed};
use hub_pages::{SIGNED_OUT, captured, seen, signed_in};
use judged::{judged, plain_report};
use serde_json::{Value, json};
use whose_quota::facts::{
    FrameFacts, GradioVersion, HubPageText, PageEvents, PageFacts, PageInput,
};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::report::{Reporter, report};

/// Puts a marked text in place of each secret, and of each name of a person.
fn with_planted_secrets(text: &HubPageText) -> HubPageText {
    fn plant(value: &mut Value) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries.iter_mut() {
                    if SECRETS.contains(&key.as_str()) && !value.is_object() {
                        *value = json!("PLANTED");
                    } else {
                        plant(value);
                    }
                }
                for key in ["jwt", "csrfToken", "sessionUuid", "dockerJwt"] {
                    entries.insert(key.to_owned(), json!("PLANTED"));
                }
            }
            Value::Array(list) => list.iter_mut().for_each(plant),
            _ => {}
        }
    }
    const SECRETS: [&str; 12] = [
        "jwt",
        "csrfToken",
        "csrf",
        "sessionUuid",
        "dockerJwt",
        "fullname",
        "_id",
        "avatarUrl",
        "key",
        "name",
        "token",
        "sha",
    ];
    let mut planted = text.clone();
    for block in [THEME, MAIN, HEADER, PAGE] {
        if block(&mut planted).is_some() {
            let mut tree = parsed(text, block);
            plant(&mut tree);
            if let Some(user) = tree.pointer_mut("/authLight/u/user") {
                *user = json!("PLANTED");
            }
            *block(&mut planted) = Some(tree.to_string());
        }
    }
    planted
}

#[test]
fn no_secret_and_no_name_of_the_visitor_gets_out() {
    let old = FrameFacts {
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        gradio_version: GradioVersion::parse("4.20.0"),
        ..FrameFacts::default()
    };
    let page = |text| PageInput {
        events: PageEvents {
            frame: Some(old.clone()),
            ..PageEvents::default()
        },
        ..seen(text)
    };
    for text in [captured(SIGNED_OUT), signed_in()] {
        let planted = with_planted_secrets(&text);
        assert!(format!("{planted:?}").contains("PLANTED"));
        let page_facts = serde_json::to_string(&PageFacts::read(&page(planted.clone()))).unwrap();
        let judged_planted = judged(&page(planted));
        let kept = serde_json::to_string(&judged_planted).unwrap();
        let report_planted = plain_report(&judged_planted);
        let markdown = report(&judged_planted, &Reporter::default()).markdown();
        let shown = notice(&judged_planted, &NoticeContext::default(), &locale::lookup);
        let banner = serde_json::to_string(&shown.unwrap()).unwrap();
        for written in [
            page_facts,
            kept,
            report_planted.to_string(),
            markdown,
            banner,
        ] {
            assert!(!written.contains("PLANTED"), "{written}");
        }
        // And the rest is read as before.
        assert_eq!(judged_planted, judged(&page(text)));
    }
}
