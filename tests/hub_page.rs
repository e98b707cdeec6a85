//! The Hub's page: captured ones, and damaged ones, which must never make a false "signed out".

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/pages.rs"]
mod pages;

use hub_pages::{CPU, SIGNED_IN, SIGNED_OUT, captured, seen, signed_in};
use pages::stored;
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::decision::decide;
use whose_quota::facts::{
    Allowance, FrameFacts, GradioVersion, HubPage, HubPageText, MAX_TEXT_LENGTH, PageEvents,
    PageInput, Plan, Visibility,
};
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::report::Reporter;

/// The texts by name, to be damaged.
type Block = fn(&mut HubPageText) -> &mut Option<String>;
const THEME: Block = |text| &mut text.theme_monitor;
const MAIN: Block = |text| &mut text.main_header;
const HEADER: Block = |text| &mut text.space_header;
const PAGE: Block = |text| &mut text.space_page;
const COUNTER: Block = |text| &mut text.visit_counter;
const BLOCKS: [Block; 5] = [THEME, MAIN, HEADER, PAGE, COUNTER];

fn parsed(text: &HubPageText, block: Block) -> Value {
    serde_json::from_str(block(&mut text.clone()).as_ref().unwrap()).unwrap()
}

fn with(text: &HubPageText, block: Block, content: impl Into<Option<String>>) -> HubPageText {
    let mut text = text.clone();
    *block(&mut text) = content.into();
    text
}

/// Puts a value at a place in a block; `None` removes what is there.
fn changed(text: &HubPageText, block: Block, pointer: &str, value: Option<Value>) -> HubPageText {
    let mut tree = parsed(text, block);
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = tree.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    assert!(parent.contains_key(key), "{pointer}");
    match value {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
    with(text, block, tree.to_string())
}

fn read(text: &HubPageText) -> HubPage {
    HubPage::read(text)
}

#[test]
fn a_zero_gpu_spaces_page_of_2025_11_tells_everything() {
    let page = read(&captured(SIGNED_OUT));
    let space = page.space;
    assert_eq!(space.id.unwrap().as_str(), "linoyts/Qwen-Image-Edit-Angles");
    assert_eq!(
        space.subdomain.as_deref(),
        Some("linoyts-qwen-image-edit-angles")
    );
    assert_eq!(space.sdk.as_deref(), Some("gradio"));
    assert_eq!(space.gradio_version, GradioVersion::parse("5.49.1"));
    assert_eq!(space.server_side_rendered, None);
    assert_eq!(space.hardware.as_deref(), Some("zero-a10g"));
    assert_eq!(space.stage.as_deref(), Some("RUNNING"));
    assert_eq!(space.visibility, Some(Visibility::Public));
    assert_eq!(page.signed_in, Some(false));
    assert_eq!(page.plan, Some(Plan::Anonymous));
}

#[test]
fn a_cpu_spaces_page_of_2025_09_tells_everything_without_the_inner_block() {
    let text = captured(CPU);
    assert_eq!(text.space_page, None);
    let page = read(&text);
    let space = page.space;
    assert_eq!(space.id.unwrap().as_str(), "azettl/consilium_ofp");
    assert_eq!(space.subdomain.as_deref(), Some("azettl-consilium-ofp"));
    assert_eq!(space.gradio_version, GradioVersion::parse("5.35.0"));
    assert_eq!(space.hardware.as_deref(), Some("cpu-basic"));
    assert_eq!(space.stage.as_deref(), Some("RUNNING"));
    assert_eq!(page.signed_in, Some(false));
}

#[test]
fn a_signed_in_page_of_2025_12_tells_the_sign_in_and_the_plan() {
    let page = read(&captured(SIGNED_IN));
    assert_eq!(page.signed_in, Some(true));
    assert_eq!(page.plan, Some(Plan::Free));
    assert_eq!(page.space, whose_quota::facts::Space::default());
}

/// Where a header of the page tells what is left.
const USAGE: &str = "/authLight/u/usage/zeroGpu";

fn left(base: u16, left: u16) -> Option<Allowance> {
    Some(Allowance {
        base,
        left,
        at: Some("2025-12-14T14:48:17.984Z".to_owned()),
    })
}

#[test]
fn a_signed_in_page_of_2025_12_tells_what_is_left_of_the_gpu_time() {
    assert_eq!(read(&captured(SIGNED_IN)).allowance, left(210, 210));
    assert_eq!(read(&signed_in()).allowance, left(210, 210));
    assert_eq!(read(&captured(SIGNED_OUT)).allowance, None);
    assert_eq!(read(&captured(CPU)).allowance, None);
}

#[test]
fn what_is_left_is_whole_seconds_or_unknown() {
    let with = |key: &str, value: Value| {
        let pointer = format!("{USAGE}/{key}");
        read(&changed(&captured(SIGNED_IN), MAIN, &pointer, Some(value))).allowance
    };
    for (current, expected) in [(json!(0), 0), (json!(209), 209), (json!(210), 210)] {
        assert_eq!(with("current", current), left(210, expected));
    }
    for (base, expected) in [(json!(211), 211), (json!(65_535), u16::MAX)] {
        assert_eq!(with("base", base), left(expected, 210));
    }
    // Parts of a second are not of interest.
    assert_eq!(with("current", json!(12.75)), left(210, 12));
    assert_eq!(with("current", json!(0.5)), left(210, 0));
    assert_eq!(with("base", json!(2400.0)), left(2400, 210));
    for odd in [
        json!(-1),
        json!(-0.5),
        json!(-210),
        json!(65_536),
        json!(4_294_967_295_u32),
        json!(1e300),
        json!("210"),
        json!("0"),
        json!(""),
        json!(null),
        json!(true),
        json!([210]),
        json!({"seconds": 210}),
    ] {
        assert_eq!(with("current", odd.clone()), None, "{odd}");
        assert_eq!(with("base", odd.clone()), None, "{odd}");
    }
    // More is left than there was.
    assert_eq!(with("current", json!(211)), None);
    assert_eq!(with("base", json!(209)), None);
    assert_eq!(with("base", json!(0)), None);
}

#[test]
fn when_it_was_so_is_a_time_or_unknown() {
    let pointer = format!("{USAGE}/lastUpdated");
    let with = |value| {
        let page = read(&changed(&captured(SIGNED_IN), MAIN, &pointer, value));
        let allowance = page.allowance.unwrap();
        assert_eq!((allowance.base, allowance.left), (210, 210));
        allowance.at
    };
    let time = "2026-11-22T12:00:00Z";
    assert_eq!(with(Some(json!(time))).as_deref(), Some(time));
    for odd in [
        None,
        Some(json!(null)),
        Some(json!(1_763_812_800)),
        Some(json!("")),
        Some(json!("yesterday")),
        Some(json!("ada-free 2026-11-22")),
        Some(json!("2026-11-22T12:00:00Z<script>")),
        Some(json!("0".repeat(31))),
        Some(json!([time])),
    ] {
        assert_eq!(with(odd.clone()), None, "{odd:?}");
    }
}

#[test]
fn a_usage_that_is_missing_or_of_another_shape_is_unknown() {
    let whole = captured(SIGNED_IN);
    let unknown = |pointer: &str, value| {
        let page = read(&changed(&whole, MAIN, pointer, value));
        assert_eq!((page.signed_in, page.allowance), (Some(true), None));
    };
    for pointer in [USAGE, "/authLight/u/usage"] {
        for value in odd_values("210") {
            unknown(pointer, value);
        }
    }
    for key in ["base", "current"] {
        unknown(&format!("{USAGE}/{key}"), None);
    }
    // Other allowances stand in the same place.
    let mut tree = parsed(&whole, MAIN);
    let usage = tree.pointer_mut("/authLight/u/usage").unwrap();
    let zero_gpu = usage.as_object_mut().unwrap().remove("zeroGpu").unwrap();
    usage["inference"] = zero_gpu;
    let text = with(&whole, MAIN, tree.to_string());
    assert_eq!(read(&text).allowance, None);
}

#[test]
fn either_header_tells_what_is_left() {
    let whole = signed_in();
    let mut header = parsed(&whole, HEADER);
    header["authLight"] = parsed(&whole, MAIN)["authLight"].clone();
    let text = with(&with(&whole, MAIN, None), HEADER, header.to_string());
    assert_eq!(read(&text).allowance, left(210, 210));
}

#[test]
fn what_is_left_counts_only_where_somebody_is_signed_in() {
    // A page that contradicts itself.
    let out = with(&captured(SIGNED_OUT), MAIN, captured(SIGNED_IN).main_header);
    let page = read(&out);
    assert_eq!((page.signed_in, page.allowance), (None, None));
    let damaged = changed(&signed_in(), THEME, "/isLoggedIn", Some(json!(false)));
    assert_eq!(read(&damaged).allowance, None);
    // The account alone tells of a sign-in.
    let alone = HubPageText {
        main_header: captured(SIGNED_IN).main_header,
        ..HubPageText::default()
    };
    assert_eq!(read(&alone).allowance, left(210, 210));
}

#[test]
fn the_inner_block_tells_the_space_where_the_header_is_missing() {
    let whole = captured(SIGNED_OUT);
    for header in [
        None,
        Some("{}".to_owned()),
        Some(r#"{"space":7}"#.to_owned()),
    ] {
        assert_eq!(
            read(&with(&whole, HEADER, header)).space,
            read(&whole).space
        );
    }
}

#[test]
fn each_plan_is_read() {
    let cases = [
        (json!({"user": "free"}), None, Some(Plan::Free)),
        (json!({"user": "pro"}), None, Some(Plan::Pro)),
        (
            json!({"user": "free", "org": "team"}),
            None,
            Some(Plan::Team),
        ),
        (
            json!({"user": "pro", "org": "team"}),
            None,
            Some(Plan::Team),
        ),
        (
            json!({"user": "pro", "org": "enterprise"}),
            None,
            Some(Plan::Enterprise),
        ),
        (json!({"org": "enterprise"}), None, Some(Plan::Enterprise)),
        // Plans whose quota nobody documents.
        (json!({"user": "free", "org": "plus"}), None, None),
        (json!({"user": "free", "org": "academia"}), None, None),
        (json!({"user": "pro", "org": "plus"}), None, Some(Plan::Pro)),
        (json!({"user": "something"}), None, None),
        (json!({}), None, None),
        // Without a plan, what the account says.
        (json!({}), Some(json!({"isPro": true})), Some(Plan::Pro)),
        (
            json!({}),
            Some(json!({"isPro": false, "hasProOrOrgPaidPlan": false})),
            Some(Plan::Free),
        ),
        (
            json!({}),
            Some(json!({"isPro": false, "hasProOrOrgPaidPlan": true})),
            None,
        ),
        (json!({}), Some(json!({"isPro": false})), None),
        (json!({"org": "plus"}), Some(json!({"isPro": true})), None),
        (
            json!({"user": "free"}),
            Some(json!({"isPro": true})),
            Some(Plan::Free),
        ),
    ];
    for (plan, account, expected) in cases {
        let account = account.unwrap_or_else(|| json!({}));
        let text = HubPageText {
            space_page: Some(json!({ "plan": plan }).to_string()),
            main_header: Some(json!({"authLight": {"u": account}}).to_string()),
            ..HubPageText::default()
        };
        let page = read(&text);
        assert_eq!(
            (page.signed_in, page.plan),
            (Some(true), expected),
            "{text:?}"
        );
    }
}

#[test]
fn each_source_alone_tells_the_sign_in() {
    let none = HubPageText::default();
    let cases: [(Block, &str, Option<bool>); 24] = [
        (THEME, r#"{"isLoggedIn":true}"#, Some(true)),
        (THEME, r#"{"isLoggedIn":false}"#, Some(false)),
        (THEME, r#"{"isLoggedIn":null}"#, None),
        (THEME, r#"{"isLoggedIn":"false"}"#, None),
        (THEME, r#"{"isLoggedIn":0}"#, None),
        (THEME, "{}", None),
        (
            COUNTER,
            r#"plausible.init({customProperties:{loggedIn:"true"}})"#,
            Some(true),
        ),
        (
            COUNTER,
            r#"plausible.init({customProperties:{loggedIn: "false",},})"#,
            Some(false),
        ),
        (
            COUNTER,
            r#"plausible.init({"customProperties":{"loggedIn":"false"}})"#,
            Some(false),
        ),
        (
            COUNTER,
            "plausible.init({customProperties:{'loggedIn' : false}})",
            Some(false),
        ),
        (
            COUNTER,
            "plausible.init({customProperties:{loggedIn:\r\n\t true}})",
            Some(true),
        ),
        (
            COUNTER,
            "plausible.init({customProperties:{loggedIn:user}})",
            None,
        ),
        (
            COUNTER,
            "plausible.init({customProperties:{loggedIn:!1}})",
            None,
        ),
        (COUNTER, "plausible.init({customProperties:{}})", None),
        (COUNTER, "plausible.init({customProperties:{loggedIn", None),
        (PAGE, r#"{"plan":{"user":"anonymous"}}"#, Some(false)),
        (PAGE, r#"{"plan":{"user":"free"}}"#, Some(true)),
        (PAGE, r#"{"plan":{"user":"pro"}}"#, Some(true)),
        (PAGE, r#"{"plan":{"user":"plus"}}"#, None),
        (PAGE, r#"{"plan":null}"#, None),
        (MAIN, r#"{"authLight":{"u":{"user":"x"}}}"#, Some(true)),
        (HEADER, r#"{"authLight":{"u":{"user":"x"}}}"#, Some(true)),
        (MAIN, r#"{"authLight":{"u":null}}"#, None),
        (MAIN, r#"{"isPro":false}"#, None),
    ];
    for (block, content, expected) in cases {
        let page = read(&with(&none, block, content.to_owned()));
        assert_eq!(page.signed_in, expected, "{content}");
        if expected == Some(false) {
            assert_eq!(page.plan, Some(Plan::Anonymous));
        }
    }
    assert_eq!(read(&none), HubPage::default());
}

/// Every mark that is looked for, as an author could write them into a title.
const MARKS: &str = r#"plausible.init({customProperties:{loggedIn:"true"}}) loggedIn: true
    "isLoggedIn":true "plan":{"user":"pro"} "authLight":{"u":{}} data-target=MainHeader SpacePage"#;

#[test]
fn the_visit_counter_is_read_from_its_own_place_in_its_own_script() {
    let other = [
        r#"{"@context":"https://schema.org","name":"plausible.init({customProperties:{loggedIn:true"}"#,
        r#"document.title = 'plausible.init({customProperties:{loggedIn:"true"}})';"#,
        r#"plausible("a title: loggedIn: true")"#,
        r#"plausible.init({title:"customProperties:{loggedIn:true"})"#,
        r#"plausible.init({customProperties:{title:"loggedIn:true"}})"#,
        r#"plausible_init({customProperties:{loggedIn:"true"}})"#,
        r#"loggedIn: "true""#,
    ];
    for script in other {
        let page = read(&with(&HubPageText::default(), COUNTER, script.to_owned()));
        assert_eq!(page.signed_in, None, "{script}");
    }
}

#[test]
fn what_an_author_writes_is_no_sign() {
    let html = stored(&["captures/", SIGNED_OUT].concat());
    let described = html.find(r#""@type": "WebApplication","#).unwrap();
    let marks = format!(r#""name": {}, "#, json!(MARKS)).replace("</", "<\\/");
    let html = [&html[..described], &marks, &html[described..]].concat();
    let text = hub_pages::texts(&html);
    assert_eq!(text.visit_counter, captured(SIGNED_OUT).visit_counter);
    for (block, at) in [
        (PAGE, "/space/title"),
        (PAGE, "/author/fullname"),
        (HEADER, "/space/title"),
        (HEADER, "/author/fullname"),
        (MAIN, "/classNames"),
    ] {
        for (whole, signed_in) in [(&text, false), (&self::signed_in(), true)] {
            if block(&mut whole.clone()).is_none() {
                continue;
            }
            let page = read(&changed(whole, block, at, Some(json!(MARKS))));
            assert_eq!(page.signed_in, Some(signed_in), "{at}");
            assert_eq!(page.plan, read(whole).plan);
        }
    }
}

#[test]
fn a_page_that_contradicts_itself_tells_no_sign_in() {
    let out = captured(SIGNED_OUT);
    let contradictions = [
        changed(&out, THEME, "/isLoggedIn", Some(json!(true))),
        changed(&out, PAGE, "/plan/user", Some(json!("free"))),
        with(
            &out,
            COUNTER,
            r#"plausible.init({customProperties:{loggedIn:"true"}})"#.to_owned(),
        ),
        with(&out, MAIN, captured(SIGNED_IN).main_header),
        changed(&signed_in(), PAGE, "/plan/user", Some(json!("anonymous"))),
        changed(&signed_in(), THEME, "/isLoggedIn", Some(json!(false))),
    ];
    for text in contradictions {
        let page = read(&text);
        assert_eq!((page.signed_in, page.plan), (None, None));
        assert_eq!(page.space, read(&out).space, "the Space is no part of it");
    }
}

/// Wrong values for any field.
fn odd_values(long: &str) -> Vec<Option<Value>> {
    let mut values: Vec<_> = [
        Value::Null,
        json!(7),
        json!([]),
        json!({}),
        json!(["gradio"]),
        json!({"isLoggedIn": false}),
        json!(""),
        json!("<!doctype html>"),
        json!("\u{0}\u{202e}"),
        json!(long),
    ]
    .into_iter()
    .map(Some)
    .collect();
    values.push(None);
    values
}

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
                .map(|told| told.to_message().write()),
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
            let (name, told) = fields(&page).swap_remove(index);
            assert_eq!(told, None, "{name} from {value:.60?}");
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
    let reporter = Reporter::default();
    let old = FrameFacts {
        subdomain: "linoyts-qwen-image-edit-angles".to_owned(),
        gradio_version: GradioVersion::parse("4.20.0"),
        ..FrameFacts::default()
    };
    let heard = || PageEvents {
        frame: Some(old.clone()),
        ..PageEvents::default()
    };
    for text in [captured(SIGNED_OUT), signed_in()] {
        let planted = with_planted_secrets(&text);
        assert!(format!("{planted:?}").contains("PLANTED"));
        let page = PageInput {
            heard: heard(),
            ..seen(planted)
        };
        let decision = decide(&page, &reporter);
        let shown = notice(&decision.report, &NoticeContext::default(), &locale::lookup).unwrap();
        let banner = shown.element.to_message().write();
        let message = decision.clone().into_message().write();
        for written in [decision.report.write(), banner, message] {
            assert!(!written.contains("PLANTED"), "{written}");
        }
        // And the rest is read as before.
        let before = decide(
            &PageInput {
                heard: heard(),
                ..seen(text)
            },
            &reporter,
        );
        assert_eq!(decision.report, before.report);
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
        let decision = decide(&seen(text), &Reporter::default());
        // Whatever the page says, the link is to the Space of its address.
        let hub_url = decision.report.get("space").get("hubUrl").text().unwrap().to_lowercase();
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
