//! Elements to be, on their way from the background to a page: what arrives is what was sent, and of
//! what is damaged only what can be built.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use elements::elements as all_in;
use proptest::prelude::*;
use serde_json::{Value, json, to_value};
use whose_quota::facts::{Cause, ChargedTo, Facts, Json, Place, SpaceId};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::verdict::Judged;

fn element(tag: &str, text: &str, children: Vec<Element>) -> Element {
    Element {
        tag: tag.to_owned().into(),
        class: "".into(),
        text: text.to_owned(),
        attributes: vec![],
        children,
    }
}

fn read(message: &Value) -> Option<Element> {
    Element::read(&Json::from(message.clone()))
}

#[test]
fn a_banner_and_a_card_arrive_as_they_were_sent() {
    let mut facts = Facts {
        place: Place::Direct,
        ..Facts::default()
    };
    facts.space.id = SpaceId::parse("owner/name");
    facts.space.hardware = Some("zero-a10g".to_owned());
    let mut sizes = vec![];
    for messages in [
        vec![],
        vec![zerogpu_messages::message_of(
            "",
            Cause::QuotaExceeded,
            ChargedTo::Space,
        )],
    ] {
        facts.messages = messages;
        let judged = Judged::of(facts.clone());
        let shown = notice(&judged, &NoticeContext::default(), &locale::lookup).unwrap();
        let sent = to_value(&shown).unwrap();
        assert_eq!(read(&sent["element"]).as_ref(), Some(&shown.element));
        sizes.push(all_in(&shown.element).len());
    }
    assert!(sizes.iter().all(|size| *size > 15), "{sizes:?}");
}

#[test]
fn it_looks_as_its_readers_expect() {
    // `extension/types.d.ts` has the same shape.
    let mut link = element("a", "Open <b>", vec![element("span", "", vec![])]);
    link.class = "main".into();
    link.attributes = vec![
        ("href".into(), "https://huggingface.co/".to_owned()),
        ("rel".into(), "noopener".to_owned()),
    ];
    let expected = json!({
        "tag": "a", "class": "main", "text": "Open <b>",
        "attributes": [["href", "https://huggingface.co/"], ["rel", "noopener"]],
        "children": [{"tag": "span", "class": "", "text": "", "attributes": [], "children": []}],
    });
    assert_eq!(to_value(&link).unwrap(), expected);
    assert_eq!(read(&expected), Some(link));
}

#[test]
fn what_has_no_tag_is_no_element() {
    for odd in [
        json!(null),
        json!(7),
        json!("div"),
        json!([]),
        json!({}),
        json!({"tag": null}),
        json!({"tag": 7, "text": "x"}),
        json!({"text": "x", "children": [{"tag": "p"}]}),
    ] {
        assert_eq!(read(&odd), None, "{odd}");
    }
    assert_eq!(read(&json!({"tag": "p"})), Some(element("p", "", vec![])));
}

#[test]
fn each_damaged_part_is_left_out_alone() {
    let damaged = json!({
        "tag": "p", "class": 7, "text": null,
        "attributes": [
            ["href"], ["rel", 7], ["dir", "ltr"], "x", [], ["a", "b", "c"], {"0": "id"}, null,
        ],
        "children": [7, {"tag": "b", "text": "x"}, {"class": "no tag"}, null, [{"tag": "i"}]],
    });
    let mut expected = element("p", "", vec![element("b", "x", vec![])]);
    expected.attributes = vec![("dir".into(), "ltr".to_owned())];
    assert_eq!(read(&damaged), Some(expected));
    for odd in [json!("x"), json!({}), json!(7)] {
        let damaged = json!({"tag": "p", "text": "t", "attributes": odd, "children": odd});
        assert_eq!(read(&damaged), Some(element("p", "t", vec![])), "{odd}");
    }
}

fn any_element() -> impl Strategy<Value = Element> {
    let one = (
        any::<String>(),
        any::<String>(),
        any::<String>(),
        prop::collection::vec((any::<String>(), any::<String>()), 0..3),
    );
    let leaf = one.prop_map(|(tag, class, text, attributes)| Element {
        tag: tag.into(),
        class: class.into(),
        text,
        attributes: attributes
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
        children: vec![],
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        (inner.clone(), prop::collection::vec(inner, 0..3)).prop_map(|(mut element, children)| {
            element.children = children;
            element
        })
    })
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let keys = ["tag", "class", "text", "attributes", "children"];
        let key = prop::sample::select(keys.map(str::to_owned).to_vec());
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_element_arrives_as_it_was_sent(element in any_element()) {
        let written = serde_json::to_string(&element).unwrap();
        let again = Element::read(&Json::parse(&written).unwrap());
        prop_assert_eq!(again, Some(element));
    }

    #[test]
    fn any_message_is_read_without_a_panic_and_once_read_stays_the_same(message in any_value()) {
        if let Some(element) = read(&message) {
            prop_assert_eq!(read(&to_value(&element).unwrap()), Some(element));
        }
    }
}
