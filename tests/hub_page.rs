//! The Hub's page: what captured ones tell.

#[path = "support/hub_blocks.rs"]
mod hub_blocks;
#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;

use hub_blocks::{
    Block, COUNTER, HEADER, MAIN, PAGE, THEME, changed, odd_values, parsed, read, with,
};
use hub_pages::{CPU, SIGNED_IN, SIGNED_OUT, captured, signed_in};
use pages::stored;
use serde_json::{Value, json};
use whose_quota::facts::{Allowance, GradioVersion, HubPage, HubPageText, Plan, Visibility};

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
