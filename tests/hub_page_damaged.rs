//! Damaged Hub pages: what cannot be read is unknown, and never a false "signed out".

#[path = "support/hub_blocks.rs"]
mod hub_blocks;
#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/judged.rs"]
mod judged;
#[path = "support/pages.rs"]
mod pages;

use hub_blocks::{
    BLOCKS, Block, COUNTER, HEADER, MAIN, PAGE, THEME, changed, odd_values, read, with,
};
use hub_pages::{SIGNED_OUT, captured, seen, signed_in};
use judged::{judged, plain_report};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{
    Facts, HubPage, HubPageText, MAX_TEXT_LENGTH, PageEvents, PageFacts, Plan, Sender,
};

/// Everything that a page tells, by name.
fn fields(page: &HubPage) -> Vec<(&'static str, Option<String>)> {
    let space = &page.space;
    vec![
        ("id", space.id.as_ref().map(|id| id.as_str().to_owned())),
        ("subdomain", space.subdomain.clone()),
        ("sdk", space.sdk.clone()),
        ("gradio", space.gradio_version.map(|version| version.text())),
        ("hardware", space.hardware.clone()),
        ("stage", space.stage.clone()),
        (
            "visibility",
            space.visibility.map(|seen| seen.name().to_owned()),
        ),
        ("signed in", page.signed_in.map(|flag| flag.to_string())),
        ("plan", page.plan.map(|plan| plan.name().to_owned())),
        (
            "allowance",
            page.allowance
                .as_ref()
                .map(|message| serde_json::to_string(message).unwrap()),
        ),
    ]
}

/// Each place in the Hub's JSON that is read, and the fields that come from it.
const READ: [(Block, &str, &[&str]); 13] = [
    (HEADER, "/space/id", &["id"]),
    (HEADER, "/space/subdomain", &["subdomain"]),
    // Whose version it is cannot be told without the SDK.
    (HEADER, "/space/sdk", &["sdk", "gradio"]),
    (HEADER, "/space/sdkVersion", &["gradio"]),
    (HEADER, "/space/runtime", &["hardware", "stage"]),
    (HEADER, "/space/runtime/hardware", &["hardware"]),
    (HEADER, "/space/runtime/hardware/current", &["hardware"]),
    (HEADER, "/space/runtime/stage", &["stage"]),
    (HEADER, "/space/private", &["visibility"]),
    (THEME, "/isLoggedIn", &["signed in", "plan", "allowance"]),
    (PAGE, "/plan", &["signed in", "plan", "allowance"]),
    (PAGE, "/plan/user", &["signed in", "plan", "allowance"]),
    (PAGE, "/space", &[]),
];

/// Asserts that a damage makes the fields of one place unknown, or leaves them, and no other.
#[track_caller]
fn only_unknown(page: &HubPage, whole: &HubPage, damaged: &[&str]) {
    for ((name, value), (_, before)) in fields(page).into_iter().zip(fields(whole)) {
        if damaged.contains(&name) {
            assert!(
                value.is_none() || value == before,
                "{name} became {value:?}"
            );
        } else {
            assert_eq!(value, before, "{name}");
        }
    }
}

#[test]
fn a_damaged_field_is_unknown_alone() {
    let long = "x".repeat(20_000);
    for whole in [captured(SIGNED_OUT), signed_in()] {
        for (block, pointer, damaged) in READ {
            for value in odd_values(&long) {
                let page = read(&changed(&whole, block, pointer, value));
                only_unknown(&page, &read(&whole), damaged);
            }
        }
    }
}

#[test]
fn a_field_that_is_damaged_in_each_of_its_sources_is_unknown() {
    let whole = captured(SIGNED_OUT);
    let long = "x".repeat(20_000);
    for value in odd_values(&long) {
        let unknown = |pointers: &[&str], index: usize| {
            let damage = |text, pointer: &&str| changed(&text, HEADER, pointer, value.clone());
            let page = read(&pointers.iter().fold(whole.clone(), damage));
            let (name, message) = fields(&page).swap_remove(index);
            assert_eq!(message, None, "{name} from {value:.60?}");
        };
        unknown(&["/space/id"], 0);
        unknown(&["/space/subdomain"], 1);
        unknown(&["/space/sdk"], 2);
        unknown(&["/space/sdkVersion", "/space/cardData/sdk_version"], 3);
        unknown(
            &[
                "/space/runtime/hardware/current",
                "/space/runtime/hardware/requested",
            ],
            4,
        );
        unknown(&["/space/runtime/stage"], 5);
        unknown(&["/space/private"], 6);
    }
}

#[test]
fn five_megabytes_in_a_field_never_make_a_false_claim() {
    let long = "x".repeat(5_000_000);
    for whole in [captured(SIGNED_OUT), signed_in()] {
        for (block, pointer, _) in READ {
            let mut text = changed(&whole, block, pointer, Some(json!("LONG")));
            let content = block(&mut text).take().unwrap();
            *block(&mut text) = Some(content.replace("LONG", &long));
            let page = read(&text);
            let before = fields(&read(&whole));
            for ((name, value), (_, before)) in fields(&page).into_iter().zip(before) {
                assert!(
                    value.is_none() || value == before,
                    "{name} became {value:?}"
                );
            }
        }
    }
    let counter = r#"plausible.init({customProperties:{loggedIn:"true"}});"#.to_owned() + &long;
    let page = with(&captured(SIGNED_OUT), COUNTER, counter);
    assert_eq!(read(&page).signed_in, None);
}

#[test]
fn a_block_of_more_than_the_longest_text_is_not_looked_at() {
    let theme = |length: usize| {
        let start = r#"{"isLoggedIn":true,"x":""#;
        let text = [start, &"x".repeat(length - start.len() - 2), "\"}"].concat();
        assert_eq!(text.len(), length);
        read(&with(&HubPageText::default(), THEME, text)).signed_in
    };
    assert_eq!(theme(MAX_TEXT_LENGTH), Some(true));
    assert_eq!(theme(MAX_TEXT_LENGTH + 1), None);
}

#[test]
fn a_block_that_is_not_json_is_unknown_alone() {
    let whole = captured(SIGNED_OUT);
    let broken = |text: &str| {
        vec![
            String::new(),
            " ".to_owned(),
            "null".to_owned(),
            "[]".to_owned(),
            "\"{}\"".to_owned(),
            "<!doctype html><html></html>".to_owned(),
            "{".repeat(100_000),
            "[".repeat(100_000),
            text[..text.len() / 2].to_owned(),
            text[..text.len() - 1].to_owned(),
            [text, "}"].concat(),
            text.replace(':', "="),
            text.replace('"', "'"),
            text.replace("&quot;", ""),
        ]
        .into_iter()
        .filter(|damaged| damaged != text)
        .collect::<Vec<_>>()
    };
    for block in [THEME, HEADER, PAGE] {
        let content = block(&mut whole.clone()).clone().unwrap();
        for content in broken(&content) {
            let page = read(&with(&whole, block, content));
            // The other sources still tell everything but what stands in this block alone.
            only_unknown(&page, &read(&whole), &[]);
        }
        only_unknown(&read(&with(&whole, block, None)), &read(&whole), &[]);
    }
    let mut nothing = whole;
    for block in [THEME, HEADER, PAGE, COUNTER] {
        *block(&mut nothing) = Some("<!doctype html>".to_owned());
    }
    assert_eq!(read(&nothing), HubPage::default());
}

#[test]
fn nobody_has_more_left_than_a_day_whatever_a_page_claims() {
    let input = seen(signed_in());
    let sender = Sender {
        href: input.href.clone(),
        is_top: true,
        ..Sender::default()
    };
    let left = |left: u16| {
        let mut page = PageFacts::read(&input);
        page.hub_page.as_mut()?.allowance.as_mut()?.left = left;
        let facts = Facts::of(&page, &PageEvents::default(), &sender)?;
        assert_eq!(facts.visitor.signed_in, Some(true));
        Some(facts.visitor.allowance?.left)
    };
    assert_eq!(left(209), Some(209));
    assert_eq!(left(210), Some(210));
    assert_eq!(left(211), None);
}

#[test]
fn a_block_that_is_missing_never_makes_somebody_signed_out() {
    for mask in 0_u32..32 {
        let mut text = signed_in();
        for (index, block) in BLOCKS.into_iter().enumerate() {
            if mask >> index & 1 == 1 {
                *block(&mut text) = None;
            }
        }
        assert_ne!(read(&text).signed_in, Some(false), "{mask:b}");
    }
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Object(entries) => entries.values().map(nodes).sum(),
        Value::Array(list) => list.iter().map(nodes).sum(),
        _ => 0,
    }
}

/// Deletes (`None`) or replaces the node at a place in pre-order; the root can only be replaced.
fn mutate(value: &mut Value, at: usize, new: &Option<Value>) {
    fn walk(value: &mut Value, left: &mut usize, new: &Option<Value>) -> bool {
        if *left == 0 {
            *value = new.clone().unwrap_or(Value::Null);
            return true;
        }
        match value {
            Value::Object(entries) => {
                let keys: Vec<String> = entries.keys().cloned().collect();
                keys.into_iter().any(|key| {
                    *left -= 1;
                    if *left == 0 && new.is_none() {
                        entries.remove(&key);
                        return true;
                    }
                    walk(&mut entries[&key], left, new)
                })
            }
            Value::Array(list) => (0..list.len()).any(|index| {
                *left -= 1;
                walk(&mut list[index], left, new)
            }),
            _ => false,
        }
    }
    walk(value, &mut { at }, new);
}

fn any_value() -> impl Strategy<Value = Option<Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::String),
        prop::sample::select(vec![
            "anonymous",
            "free",
            "false",
            "zero-a10g",
            "cpu-basic",
            "a/b"
        ])
        .prop_map(|word| json!(word)),
    ];
    let tree = leaf.prop_recursive(2, 8, 3, |inner| {
        let keys = prop::sample::select(vec!["isLoggedIn", "plan", "user", "space", "id", "x"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::vec((keys, inner), 0..3).prop_map(|entries| {
                Value::Object(
                    entries
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect(),
                )
            }),
        ]
    });
    prop::option::weighted(0.7, tree)
}

/// Whether some source says "signed out", read without our code.
fn somebody_says_signed_out(text: &HubPageText) -> bool {
    let tree = |text: &Option<String>| -> Value {
        text.as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    };
    tree(&text.theme_monitor)["isLoggedIn"] == json!(false)
        || tree(&text.space_page)["plan"]["user"] == json!("anonymous")
        || text
            .visit_counter
            .as_ref()
            .is_some_and(|script| script.contains(r#"loggedIn: "false""#))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_changed_anywhere_is_signed_out_only_where_it_says_so(
        is_signed_in in any::<bool>(),
        without_counter in any::<bool>(),
        changes in prop::collection::vec((0_usize..4, any::<prop::sample::Index>(), any_value()), 1..6),
    ) {
        let mut text = if is_signed_in { signed_in() } else { captured(SIGNED_OUT) };
        if without_counter {
            text.visit_counter = None;
        }
        for (block, at, new) in changes {
            let block = [THEME, MAIN, HEADER, PAGE][block];
            if let Some(content) = block(&mut text) {
                let mut tree: Value = serde_json::from_str(content).unwrap();
                let at = at.index(nodes(&tree));
                mutate(&mut tree, at, &new);
                *content = tree.to_string();
            }
        }
        let page = HubPage::read(&text);
        if page.signed_in == Some(false) {
            prop_assert!(somebody_says_signed_out(&text));
            prop_assert_eq!(page.plan, Some(Plan::Anonymous));
        }
        let report = plain_report(&judged(&seen(text)));
        // Whatever the page says, the link is to the Space of its address.
        let hub_url = report["space"]["hubUrl"].as_str().unwrap().to_lowercase();
        prop_assert_eq!(hub_url, hub_pages::ADDRESS.to_lowercase());
    }

    #[test]
    fn any_text_in_any_block_never_panics_nor_signs_anybody_out(
        texts in prop::array::uniform5(prop::option::of(any::<String>())),
    ) {
        let [theme_monitor, main_header, space_header, space_page, visit_counter] = texts;
        let text =
            HubPageText { theme_monitor, main_header, space_header, space_page, visit_counter };
        prop_assert_eq!(HubPage::read(&text), HubPage::default());
    }

    #[test]
    fn a_page_cut_off_anywhere_never_makes_a_false_sign_in(
        block in 0_usize..5,
        at in any::<prop::sample::Index>(),
    ) {
        for (whole, claim) in [(captured(SIGNED_OUT), false), (signed_in(), true)] {
            let mut text = whole;
            if let Some(content) = BLOCKS[block](&mut text) {
                let mut at = at.index(content.len());
                while !content.is_char_boundary(at) {
                    at -= 1;
                }
                content.truncate(at);
            }
            prop_assert_eq!(HubPage::read(&text).signed_in, Some(claim));
        }
    }
}
