//! A Gradio app's own page: its config script and the class of its container.

#[path = "support/pages.rs"]
mod pages;

use proptest::prelude::*;
use scraper::Html;
use whose_quota::facts::{GradioPage, GradioVersion, IdentitySupport, MAX_CONFIG_LENGTH, SpaceId};

/// Reads a page that genuine Gradio served, as the browser's edge does.
fn served(name: &str) -> GradioPage {
    let page = Html::parse_document(&pages::stored(&["gradio/", name].concat()));
    let config = pages::script(&page, &["window.gradio_config"]);
    let class = pages::attribute(&page, "[class*=gradio-container-]", "class");
    GradioPage::read(config.as_deref(), class.as_deref())
}

fn version(text: &str) -> Option<GradioVersion> {
    GradioVersion::parse(text)
}

fn config(script: &str) -> GradioPage {
    GradioPage::read(Some(script), None)
}

#[test]
fn genuine_pages_without_server_side_rendering_tell_everything_in_their_config() {
    for name in ["4.44.1", "5.49.1", "6.31.0"] {
        let expected = GradioPage {
            version: version(name),
            space_id: SpaceId::parse("stage/picture-maker"),
            server_side_rendered: Some(false),
        };
        assert_eq!(served(&format!("{name}-spa.html")), expected, "{name}");
    }
}

#[test]
fn genuine_server_rendered_pages_tell_the_version_by_their_class() {
    for name in ["5.49.1", "6.31.0"] {
        let expected = GradioPage {
            version: version(name),
            space_id: None,
            server_side_rendered: Some(true),
        };
        assert_eq!(served(&format!("{name}-ssr.html")), expected, "{name}");
    }
}

#[test]
fn what_follows_the_config_does_not_matter() {
    let whole = config(r#"window.gradio_config = {"version":"5.49.1","space_id":"a/b"};"#);
    assert_eq!(whole.version, version("5.49.1"));
    assert_eq!(whole.space_id, SpaceId::parse("a/b"));
    for script in [
        r#"window.gradio_config = {"version":"5.49.1","space_id":"a/b"}"#,
        r#"window.gradio_config={"version":"5.49.1","space_id":"a/b"};window.x = {"version":"1.2.3"};"#,
        "\n\twindow.gradio_config\n =\n {\"version\":\"5.49.1\",\"space_id\":\"a/b\"} // }",
        r#"window.gradio_config = {"version":"5.49.1","space_id":"a/b"} garbage {{{"#,
    ] {
        assert_eq!(config(script), whole, "{script}");
    }
}

#[test]
fn a_script_without_a_config_tells_nothing() {
    for script in [
        "",
        "window.gradio_config",
        "window.gradio_config =",
        "window.gradio_config = null;",
        "window.gradio_config = [1];",
        "window.gradio_config = \"{}\";",
        "window.gradio_config = {version: '5.49.1'};",
        "window.gradio_config = {\"version\":\"5.49.1\"",
        "window.gradio_config == {\"version\":\"5.49.1\"}",
        "window.gradio_config_of_mine = {\"version\":\"5.49.1\"}",
        "window.gradio_config?.version",
        "gradio_config = {\"version\":\"5.49.1\"}",
        "<!doctype html>",
        // In what an author wrote.
        r#"var a = 1; window.gradio_config = {"version":"5.49.1","space_id":"a/b"};"#,
        r#"document.title = 'window.gradio_config = {"version":"5.49.1","space_id":"a/b"}';"#,
        r#"{"name":"window.gradio_config = {\"version\":\"5.49.1\"}"}"#,
    ] {
        assert_eq!(config(script), GradioPage::default(), "{script}");
    }
}

#[test]
fn a_damaged_field_is_unknown_alone() {
    for odd in [
        "null",
        "7",
        "[]",
        "{}",
        "\"\"",
        "\"5.49\"",
        "\"a b\"",
        "\"a/b/c\"",
        "true",
    ] {
        let page = config(&format!(
            r#"window.gradio_config = {{"version":{odd},"space_id":"a/b"}}"#
        ));
        assert_eq!(
            (page.version, page.space_id),
            (None, SpaceId::parse("a/b")),
            "{odd}"
        );
        let page = config(&format!(
            r#"window.gradio_config = {{"version":"5.49.1","space_id":{odd}}}"#
        ));
        assert_eq!(
            (page.version, page.space_id),
            (version("5.49.1"), None),
            "{odd}"
        );
        assert_eq!(page.server_side_rendered, Some(false));
    }
}

#[test]
fn the_config_counts_more_than_the_class() {
    let class = Some("gradio-container gradio-container-4-44-1");
    let with = |script| GradioPage::read(script, class);
    let page = with(Some(r#"window.gradio_config = {"version":"5.49.1"}"#));
    assert_eq!(
        (page.version, page.server_side_rendered),
        (version("5.49.1"), Some(false))
    );
    let page = with(Some("window.gradio_config = {}"));
    assert_eq!(
        (page.version, page.server_side_rendered),
        (version("4.44.1"), Some(false))
    );
    // A config that cannot be read: whether the page was rendered on the server is unknown.
    let page = with(Some("window.gradio_config = {"));
    assert_eq!(
        (page.version, page.server_side_rendered),
        (version("4.44.1"), None)
    );
    let page = with(None);
    assert_eq!(
        (page.version, page.server_side_rendered),
        (version("4.44.1"), Some(true))
    );
    assert_eq!(GradioPage::read(None, None), GradioPage::default());
}

#[test]
fn the_version_is_found_among_other_classes() {
    for classes in [
        "gradio-container-5-49-1",
        "gradio-container gradio-container-5-49-1 svelte-99kmwu app",
        "\tx gradio-container-mine\ngradio-container-5-49-1",
        "gradio-container-5-49 gradio-container-5-49-1",
        "gradio-container-5-49-1 gradio-container-6-0-0",
    ] {
        assert_eq!(
            GradioVersion::from_class(classes),
            version("5.49.1"),
            "{classes}"
        );
    }
    for classes in [
        "",
        "gradio-container",
        "gradio-container-",
        "gradio-container-5-49",
        "gradio-container-5-49-1-2",
        "gradio-container-5-49-1b2",
        "xgradio-container-5-49-1",
        "gradio-container-5.49.1",
        "gradio-container-5--1",
        "Gradio-Container-5-49-1",
    ] {
        assert_eq!(GradioVersion::from_class(classes), None, "{classes}");
        assert_eq!(
            GradioPage::read(None, Some(classes)),
            GradioPage::default(),
            "{classes}"
        );
    }
}

#[test]
fn a_version_is_three_plain_numbers() {
    for text in ["0.0.0", "5.49.1", "65535.65535.65535"] {
        assert_eq!(version(text).unwrap().text(), text);
    }
    assert_eq!(version("05.049.001"), version("5.49.1"));
    for text in [
        "",
        "5",
        "5.49",
        "5.49.1.0",
        "5.49.1b2",
        "5.49.1-beta.3",
        "v5.49.1",
        "+5.49.1",
        "5.-49.1",
        " 5.49.1",
        "5.49.1 ",
        "5.49.",
        ".49.1",
        "5,49,1",
        "65536.0.0",
        "٥.0.0",
        "5.49.1e0",
    ] {
        assert_eq!(version(text), None, "{text:?}");
    }
}

#[test]
fn each_version_asks_in_its_way() {
    let asks = |text| version(text).unwrap().identity_support();
    for text in ["0.0.0", "3.50.2", "4.0.0", "4.26.9", "4.26.65535"] {
        assert_eq!(asks(text), IdentitySupport::None, "{text}");
    }
    for text in ["4.27.0", "4.44.1", "5.0.0", "5.11.0", "5.11.9"] {
        assert_eq!(asks(text), IdentitySupport::PerRun, "{text}");
    }
    for text in ["5.12.0", "5.15.9", "5.16.0"] {
        assert_eq!(asks(text), IdentitySupport::SsrOnly, "{text}");
    }
    for text in ["5.16.1", "5.17.0", "5.49.1", "6.0.0", "6.31.0", "10.0.0"] {
        assert_eq!(asks(text), IdentitySupport::Handshake, "{text}");
    }
}

#[test]
fn a_config_of_five_megabytes_is_not_looked_at_and_the_class_still_tells_the_version() {
    let script = |length: usize| {
        let start = r#"window.gradio_config = {"version":"5.49.1","x":""#;
        let script = [start, &"x".repeat(length - start.len() - 2), "\"}"].concat();
        assert_eq!(script.len(), length);
        script
    };
    assert_eq!(
        config(&script(MAX_CONFIG_LENGTH)).version,
        version("5.49.1")
    );
    for length in [MAX_CONFIG_LENGTH + 1, 5_000_000] {
        let page = GradioPage::read(Some(&script(length)), Some("gradio-container-6-31-0"));
        assert_eq!(
            (page.version, page.server_side_rendered),
            (version("6.31.0"), None)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_script_and_class_never_panic(
        script in prop::option::of(any::<String>()),
        class in prop::option::of(any::<String>()),
        tail in "[\\[\\]{}\":,0-9a-z]{0,40}",
    ) {
        let page = GradioPage::read(script.as_deref(), class.as_deref());
        prop_assert_eq!(page, GradioPage::default());
        let _ = config(&format!("window.gradio_config = {tail}"));
        let _ = config(&format!("window.gradio_config = {{{tail}"));
    }

    #[test]
    fn versions_are_ordered_by_number_and_written_back(
        one in any::<(u16, u16, u16)>(),
        other in any::<(u16, u16, u16)>(),
    ) {
        let text = |(major, minor, patch)| format!("{major}.{minor}.{patch}");
        let read = |parts| version(&text(parts)).unwrap();
        prop_assert_eq!(read(one).cmp(&read(other)), one.cmp(&other));
        prop_assert_eq!(read(one).text(), text(one));
        let class = format!("gradio-container-{}", text(one).replace('.', "-"));
        prop_assert_eq!(GradioVersion::from_class(&class), Some(read(one)));
    }
}
