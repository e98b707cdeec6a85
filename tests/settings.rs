//! What is chosen: read from storage of any shape, and what it hides.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use elements::{attribute, elements};
use proptest::prelude::*;
use serde_json::{Value, json};
use situations::{Situation, at};
use whose_quota::facts::{Cause, ChargedTo, Facts, Place, SpaceId};
use whose_quota::json::Json;
use whose_quota::settings::{
    Change, Edge, HiddenBy, HiddenUntil, Settings, Stored, hidden_key, hide,
};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::options::{OptionsInput, options};
use whose_quota::verdict::{BannerState, Judged};
use zerogpu_messages::message_of;

const NOW: u64 = 1_764_500_000_000;

fn read(stored: Value, managed: Value) -> Settings {
    let pairs: Vec<Value> = (stored.as_object().unwrap().iter())
        .map(|(key, value)| json!([key, value]))
        .collect();
    Settings::read(&Json::from(Value::from(pairs)), &Json::from(managed))
}

fn chosen(stored: Value) -> Settings {
    read(stored, json!({}))
}

fn direct() -> Facts {
    at(Place::Direct, &[]).facts
}

fn refused() -> Facts {
    let message = message_of(
        situations::SPOKE,
        Cause::QuotaExceeded,
        ChargedTo::Unauthenticated,
    );
    at(Place::Direct, &[message]).facts
}

#[test]
fn nothing_chosen_is_the_default() {
    assert_eq!(chosen(json!({})), Settings::default());
    assert_eq!(Settings::default().hidden_by(&direct(), NOW), None);
    assert_eq!(Settings::default().hidden_by(&refused(), NOW), None);
}

#[test]
fn each_choice_is_read_by_itself_and_what_is_strange_is_surplus() {
    let all = json!({
        "banner": false, "cards": false, "edge": "bottom", "folded": true, "asksSpace": false,
        "asksQuota": true, "opensHub": true, "hiddenUntil": {"at": 7, "cards": true},
        "hidden:owner/name": {"at": 5, "cards": true}, "hidden:owner-other": {"at": 4},
    });
    let settings = chosen(all.clone());
    assert_eq!(
        settings,
        Settings {
            banner: false,
            cards: false,
            edge: Edge::Bottom,
            folded: true,
            asks_space: false,
            asks_quota: true,
            opens_hub: true,
            hidden_until: Some(HiddenUntil { at: 7, cards: true }),
            hidden: settings.hidden.clone(),
            ..Settings::default()
        }
    );
    let names: Vec<&str> = (settings.hidden.iter())
        .map(|hidden| hidden.name.as_str())
        .collect();
    assert_eq!(names, ["owner-other", "owner/name"], "oldest first");
    for key in all.as_object().unwrap().keys() {
        for strange in [
            json!(null),
            json!(7),
            json!("x"),
            json!([]),
            json!({"at": "x"}),
        ] {
            let mut damaged = all.clone();
            damaged[key] = strange;
            let settings = chosen(damaged);
            assert_eq!(settings.surplus, std::slice::from_ref(key));
        }
    }
    let unknown =
        chosen(json!({"muted": ["owner/name"], "hidden:": {"at": 1}, "hidden:a b": {"at": 1}}));
    assert_eq!(unknown.surplus.len(), 3);
    assert_eq!(unknown.hidden, []);
}

#[test]
fn of_too_many_hidden_spaces_the_oldest_go() {
    let many: serde_json::Map<String, Value> = (0..230)
        .map(|number| {
            (
                format!("hidden:owner/name-{number}"),
                json!({"at": 1000 + number}),
            )
        })
        .collect();
    let settings = chosen(Value::from(many));
    assert_eq!(settings.hidden.len(), 200);
    assert_eq!(settings.surplus.len(), 30);
    assert!(
        settings
            .surplus
            .contains(&"hidden:owner/name-29".to_owned())
    );
    assert!(
        !settings
            .surplus
            .contains(&"hidden:owner/name-30".to_owned())
    );
}

#[test]
fn what_hides_a_banner_hides_a_card_only_where_the_visitor_said_so() {
    for (stored, banner, card) in [
        (json!({"banner": false}), Some(HiddenBy::Options), None),
        (json!({"cards": false}), None, Some(HiddenBy::Options)),
        (
            json!({"hidden:Owner/NAME": {"at": 5}}),
            Some(HiddenBy::Space),
            None,
        ),
        (
            json!({"hidden:owner-name": {"at": 5}}),
            Some(HiddenBy::Space),
            None,
        ),
        (
            json!({"hidden:owner/name": {"at": 5, "cards": true}}),
            Some(HiddenBy::SpaceWithCards),
            Some(HiddenBy::SpaceWithCards),
        ),
        (json!({"hidden:other/name": {"at": 5}}), None, None),
        (
            json!({"hiddenUntil": {"at": NOW + 1}}),
            Some(HiddenBy::Until(NOW + 1)),
            None,
        ),
        (
            json!({"hiddenUntil": {"at": NOW + 1, "cards": true}}),
            Some(HiddenBy::Until(NOW + 1)),
            Some(HiddenBy::Until(NOW + 1)),
        ),
        (
            json!({"hiddenUntil": {"at": NOW, "cards": true}}),
            None,
            None,
        ),
    ] {
        let settings = chosen(stored.clone());
        assert_eq!(settings.hidden_by(&direct(), NOW), banner, "{stored}");
        assert_eq!(settings.hidden_by(&refused(), NOW), card, "{stored}");
        for (facts, hidden) in [(direct(), banner), (refused(), card)] {
            let judged = settings.apply(Judged::of(facts.clone()), NOW);
            let is_muted = judged.verdict.banner == BannerState::Muted;
            assert_eq!(is_muted, hidden.is_some());
            let context = NoticeContext {
                settings: settings.clone(),
                now: NOW,
                ..NoticeContext::default()
            };
            let shown = notice(&Judged::of(facts), &context, &locale::lookup);
            assert_eq!(shown.is_none(), hidden.is_some());
        }
    }
}

#[test]
fn what_is_not_shown_anyway_is_not_muted() {
    let facts = Facts {
        place: Place::Direct,
        ..Facts::default()
    };
    let settings = chosen(json!({"banner": false, "cards": false}));
    let judged = settings.apply(Judged::of(facts), NOW);
    assert_eq!(judged.verdict.banner, BannerState::NotNeeded);
}

#[test]
fn hiding_and_showing_again_undo_each_other() {
    for facts in [direct(), refused()] {
        let is_card = facts.current_message().is_some();
        for (is_for_space, key) in [(true, "hidden:owner/name"), (false, "hiddenUntil")] {
            let change = hide(&facts, is_for_space, NOW, NOW + 9).unwrap();
            let at = if is_for_space { NOW } else { NOW + 9 };
            let value = Some(Stored::At { at, cards: is_card });
            assert_eq!(
                change,
                Change {
                    key: key.to_owned(),
                    value
                }
            );
            let stored = serde_json::to_value(&change.value).unwrap();
            let settings = chosen(json!({ key: stored }));
            assert!(settings.hidden_by(&facts, NOW).is_some());
            let again = settings.show_again(&facts, NOW).unwrap();
            assert_eq!((again.key.as_str(), again.value), (key, None));
        }
    }
    let nobody = Facts::default();
    assert_eq!(hidden_key(&nobody), None);
    assert_eq!(hide(&nobody, true, NOW, NOW), None);
    let unnamed = Facts {
        space: whose_quota::facts::Space {
            id: None,
            ..direct().space
        },
        ..direct()
    };
    assert_eq!(hidden_key(&unnamed).as_deref(), Some("hidden:owner-name"));
}

#[test]
fn the_organisations_word_comes_first_but_its_list_is_a_default() {
    let managed = json!({
        "banner": false, "lookUps": false, "hiddenSpaces": ["owner/name", "x y", 7],
        "helpUrl": "https://help.example/",
    });
    let settings = read(json!({"banner": true, "asksQuota": true}), managed.clone());
    for facts in [direct(), refused()] {
        assert_eq!(
            settings.hidden_by(&facts, NOW),
            Some(HiddenBy::Organisation)
        );
        assert_eq!(settings.show_again(&facts, NOW), None);
    }
    assert!(!settings.asks_quota && !settings.asks_space);
    assert_eq!(
        settings.managed.help_url.as_deref(),
        Some("https://help.example/")
    );
    assert_eq!(settings.hidden.len(), 1);

    let listed = json!({"hiddenSpaces": ["owner/name"], "helpUrl": "javascript:alert(1)"});
    let settings = read(json!({}), listed.clone());
    assert_eq!(settings.managed.help_url, None);
    assert_eq!(settings.hidden_by(&direct(), NOW), Some(HiddenBy::Space));
    assert_eq!(settings.hidden_by(&refused(), NOW), None);
    let again = settings.show_again(&direct(), NOW).unwrap();
    assert_eq!(again.value, Some(Stored::Flag(false)));
    let settings = read(json!({"hidden:owner/name": false}), listed.clone());
    assert_eq!(settings.hidden_by(&direct(), NOW), None);
    // Hidden by the visitor, too: one press shows it again.
    let settings = read(json!({"hidden:owner/name": {"at": 5}}), listed);
    assert_eq!(settings.hidden.len(), 1);
    let again = settings.show_again(&direct(), NOW).unwrap();
    assert_eq!(again.value, Some(Stored::Flag(false)));
}

#[test]
fn edge_and_fold_reach_the_page_and_the_tabs_own_fold_comes_first() {
    let shown = |stored, is_folded| {
        let context = NoticeContext {
            settings: chosen(stored),
            is_folded,
            ..NoticeContext::default()
        };
        let shown = notice(&Judged::of(direct()), &context, &locale::lookup).unwrap();
        (shown.edge, shown.folded)
    };
    assert_eq!(shown(json!({}), None), (Edge::Top, false));
    let other = json!({"edge": "bottom", "folded": true});
    assert_eq!(shown(other.clone(), None), (Edge::Bottom, true));
    assert_eq!(shown(other, Some(false)), (Edge::Bottom, false));
    assert_eq!(shown(json!({}), Some(true)), (Edge::Top, true));
}

#[test]
fn a_note_says_that_a_direct_address_led_here_where_nothing_else_is_to_be_said() {
    let Situation { mut facts, .. } = situations::account(whose_quota::facts::Plan::Pro, &[]);
    let context = |was_opened| NoticeContext {
        was_opened,
        ..NoticeContext::default()
    };
    let acts = |facts: &Facts, was_opened| -> Option<Vec<String>> {
        let shown = notice(
            &Judged::of(facts.clone()),
            &context(was_opened),
            &locale::lookup,
        )?;
        let acts = elements(&shown.element)
            .into_iter()
            .filter_map(|inner| attribute(inner, "data-act"));
        Some(acts.map(str::to_owned).collect())
    };
    assert_eq!(acts(&facts, false), None);
    assert_eq!(acts(&facts, true).unwrap(), ["fold", "back", "dismiss"]);
    facts.visitor.signed_in = Some(false);
    facts.runs.clear();
    assert!(acts(&facts, true).unwrap().contains(&"why".to_owned()));
    assert!(!acts(&direct(), true).unwrap().contains(&"back".to_owned()));
}

fn inputs(page: &Element) -> Vec<&Element> {
    elements(page)
        .into_iter()
        .filter(|inner| inner.tag == "input")
        .collect()
}

fn page(settings: Settings, is_private: bool) -> Element {
    let input = OptionsInput {
        settings,
        is_private,
        until: Some("tomorrow".to_owned()),
    };
    options(&input, &locale::lookup)
}

#[test]
fn the_options_page_shows_what_is_chosen_and_each_input_has_its_label() {
    let hidden =
        json!({"hidden:owner/name": {"at": 5}, "hidden:other/name": {"at": 6, "cards": true}});
    let built = page(chosen(hidden), false);
    let all = elements(&built);
    for input in inputs(&built) {
        let id = attribute(input, "id").unwrap();
        let labels = all
            .iter()
            .filter(|label| attribute(label, "for") == Some(id));
        assert_eq!(labels.count(), 1, "{id}");
        assert!(attribute(input, "data-key").is_some());
        assert_eq!(attribute(input, "disabled"), None);
        if let Some(described) = attribute(input, "aria-describedby") {
            assert!(
                all.iter()
                    .any(|other| attribute(other, "id") == Some(described))
            );
        }
    }
    let checked: Vec<&str> = (inputs(&built).into_iter())
        .filter(|input| attribute(input, "checked").is_some())
        .filter_map(|input| attribute(input, "data-key"))
        .collect();
    assert_eq!(
        checked,
        ["banner", "cards", "edge", "asksSpace", "hidden:other/name"]
    );
    let again: Vec<&str> = (all.iter())
        .filter(|inner| attribute(inner, "data-act") == Some("show-again"))
        .filter_map(|inner| attribute(inner, "data-key"))
        .collect();
    assert_eq!(
        again,
        ["hiddenUntil", "hidden:other/name", "hidden:owner/name"]
    );
}

#[test]
fn in_a_private_window_and_where_the_organisation_decides_nothing_can_be_changed() {
    let built = page(Settings::default(), true);
    assert!(
        inputs(&built)
            .iter()
            .all(|input| attribute(input, "disabled").is_some())
    );
    let fixed = page(
        read(json!({}), json!({"banner": false, "lookUps": false})),
        false,
    );
    let fixed: Vec<&str> = (inputs(&fixed).into_iter())
        .filter(|input| attribute(input, "disabled").is_some())
        .filter_map(|input| attribute(input, "data-key"))
        .collect();
    assert_eq!(
        fixed,
        ["banner", "cards", "asksSpace", "asksQuota", "opensHub"]
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        "[a-z:/]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("(at|cards|banner|hiddenSpaces|helpUrl)", inner, 0..4)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_stored_is_read(
        items in prop::collection::vec(("(banner|edge|hiddenUntil|hidden:|hidden:a/b|[a-z]{3})", any_json()), 0..8),
        managed in any_json(),
    ) {
        let pairs: Vec<Value> = items.iter().map(|(key, value)| json!([key, value])).collect();
        let settings = Settings::read(&Json::from(Value::from(pairs)), &Json::from(managed));
        drop(page(settings.clone(), false));
        let written = serde_json::to_value(&settings).unwrap();
        prop_assert_eq!(serde_json::from_value::<Settings>(written).unwrap(), settings);
    }
}

#[test]
fn what_is_said_of_the_banner_is_not_said_of_an_explanation() {
    use whose_quota::ui::popup::{PopupInput, popup};
    let says = |facts: Facts, stored: Value| {
        let settings = chosen(stored);
        let input = PopupInput {
            href: "https://owner-name.hf.space/".to_owned(),
            judged: Some(settings.apply(Judged::of(facts), NOW)),
            is_kept: true,
            settings,
            ..PopupInput::default()
        };
        let built = popup(&input, &locale::lookup);
        let texts = elements(&built).into_iter().map(|inner| inner.text.clone());
        texts.collect::<Vec<_>>().join("\n")
    };
    let off = locale::raw("popup_mutedAll");
    assert!(says(direct(), json!({"banner": false})).contains(off));
    assert!(!says(refused(), json!({"cards": false})).contains(off));
}

#[test]
fn a_space_whose_host_has_the_same_form_is_another_one() {
    let mut facts = direct();
    facts.space.id = SpaceId::parse("owner/my-app");
    facts.space.subdomain = Some("owner-my-app".to_owned());
    let hidden_by = |name: &str| chosen(json!({name: {"at": 5}})).hidden_by(&facts, NOW);
    assert_eq!(hidden_by("hidden:owner/my-app"), Some(HiddenBy::Space));
    assert_eq!(hidden_by("hidden:owner-my/app"), None);
}
