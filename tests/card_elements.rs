//! The cards' elements: those of the card of the verdict, one safe link at most, for ears and keyboards too.

#[path = "support/card_cases.rs"]
mod card_cases;
#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use card_cases::{ALL, ALL_CARDS, Case};
use elements::{attribute, elements, texts, with_class, with_tag};
use situations::{Situation, at, plain, quota};
use whose_quota::facts::{Cause, ChargedTo, Place, Visibility, ZeroGpuMessage};
use whose_quota::ui::banner::{act, card};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::notice;
use whose_quota::verdict::{BannerState, Judged, Pool, judge};

#[test]
fn what_a_page_shows_is_the_card_of_its_verdict() {
    let (cards, _) = &*ALL_CARDS;
    for (case, element) in cards {
        let Case { facts, context, .. } = case;
        let judged = Judged::of(facts.clone());
        assert_eq!(judged.verdict.banner, BannerState::Shown);
        let shown = notice(&judged, context, &locale::lookup).unwrap();
        assert_eq!(&shown.element, element, "{facts:?}");
        // Whoever dismissed it has dismissed what is about the same.
        let message = facts.current_message().unwrap();
        let about = [message.cause.name(), " ", message.charged_to.name()].concat();
        assert_eq!(shown.about, about);
    }
    assert!(cards.len() > 500, "{}", cards.len());
}

#[test]
fn a_space_that_is_not_running_shows_no_card() {
    let situation = at(Place::Direct, &[quota(ChargedTo::Unauthenticated)]);
    for (stage, is_shown) in [("RUNNING", true), ("SLEEPING", false)] {
        let mut facts = situation.facts.clone();
        facts.space.stage = Some(stage.to_owned());
        let verdict = judge(&facts);
        assert_eq!(verdict.banner == BannerState::Shown, is_shown);
        let shown = notice(&Judged::of(facts), &situation.context, &locale::lookup);
        assert_eq!(shown.is_some(), is_shown, "{stage}");
    }
}

#[test]
fn what_is_about_somebody_else_is_shown_again() {
    let about = |message: ZeroGpuMessage| {
        let Situation { facts, context } = at(Place::Direct, &[message]);
        notice(&Judged::of(facts), &context, &locale::lookup)
            .unwrap()
            .about
    };
    let (guest, free) = (quota(ChargedTo::Unauthenticated), quota(ChargedTo::Free));
    assert_eq!(about(guest.clone()), about(guest.clone()));
    assert_ne!(about(guest.clone()), about(free));
    assert_ne!(about(guest.clone()), about(plain(Cause::NoGpu)));
    assert_ne!(about(guest), "verdict");
}

#[test]
fn there_is_one_link_at_most_and_it_leads_to_the_hub() {
    let (cards, _) = &*ALL_CARDS;
    for (case, element) in cards {
        let links = with_tag(element, "a");
        assert!(links.len() <= 1);
        let visibility = case.facts.space.visibility.map(Visibility::name);
        let is_hidden = visibility.is_some_and(|visibility| visibility != "public");
        for link in links {
            let href = attribute(link, "href").unwrap();
            assert!(href.starts_with("https://huggingface.co/"), "{href}");
            assert!(!href.contains("SECRET"), "{href}");
            assert_eq!(attribute(link, "rel"), Some("noopener"));
            assert!(!link.text.is_empty());
            let is_embed = case.facts.place == Place::Embed;
            let target = if is_embed { "_blank" } else { "_self" };
            assert_eq!(attribute(link, "target"), Some(target));
            let reload = locale::raw("action_reload");
            let renewed = [reload, locale::raw("action_openHub")];
            let is_renewed = renewed.contains(&link.text.as_str());
            let act = is_renewed.then_some(act::LEAVE);
            assert_eq!(attribute(link, "data-act"), act);
            // Nothing leads to what the visitor may not see; only the Hub page leads back to itself.
            let back = [
                reload,
                locale::raw("action_signIn"),
                locale::raw("action_tellOwner"),
            ];
            let is_back = case.facts.place == Place::Hub && back.contains(&link.text.as_str());
            assert!(!is_hidden || is_back, "{href}");
        }
        for inner in elements(element) {
            let only_on_links = ["href", "target", "rel"];
            for (name, _) in &inner.attributes {
                let is_on_link = only_on_links.contains(&name.as_ref());
                assert!(inner.tag == "a" || !is_on_link, "{inner:?}");
                assert!(!name.starts_with("on") && *name != "style");
            }
        }
    }
}

#[test]
fn a_card_can_be_heard_and_worked_by_keyboard() {
    let (cards, _) = &*ALL_CARDS;
    for (_, element) in cards {
        assert_eq!(attribute(element, "aria-label"), Some("Whose Quota"));
        assert_eq!(attribute(element, "dir"), Some("ltr"));
        let all = elements(element);
        // What is read out (`announce` in src/page/banner.rs).
        let words: Vec<&&Element> = (all.iter())
            .filter(|inner| inner.class == "words")
            .collect();
        assert_eq!(words.len(), 1);
        assert_eq!(texts(words[0]).len(), 2, "what happened, who was charged");
        for inner in &all {
            let is_pressed = ["a", "button"].contains(&inner.tag.as_ref());
            assert!(is_pressed || attribute(inner, "data-act").is_none());
            if inner.tag == "button" {
                assert_eq!(attribute(inner, "type"), Some("button"));
                let name = attribute(inner, "aria-label").unwrap_or(&inner.text);
                assert!(name.chars().any(char::is_alphabetic), "{inner:?}");
                assert!(attribute(inner, "data-act").is_some());
            }
            for name in ["tabindex", "autofocus"] {
                assert_eq!(attribute(inner, name), None);
            }
            // Nothing is there that says nothing.
            let lives = inner.class == "countdown";
            if ["p", "li", "span", "strong"].contains(&inner.tag.as_ref()) && !lives {
                assert!(!texts(inner).is_empty(), "{inner:?}");
            }
        }
        for act in [act::WHY, act::FOLD, act::DISMISS] {
            let with = all
                .iter()
                .filter(|inner| attribute(inner, "data-act") == Some(act));
            assert_eq!(with.count(), 1, "{act}");
        }
        assert_eq!(with_class(element, "helps").len(), 1);
        let [why] = with_class(element, "why")[..] else {
            panic!("{element:?}");
        };
        assert!(attribute(why, "hidden").is_some());
        // One action is the main one, or none.
        assert!(with_class(element, "main").len() <= 1);
    }
}

#[test]
fn the_elements_are_those_of_the_card() {
    let mut with = [0; 4];
    for case in ALL.iter() {
        let element = card(&case.card, &case.facts, &locale::lookup);
        let is_guest = case.card.pool == Pool::Guest;
        let (class, pill) = if is_guest {
            ("banner card expanded", "Guest")
        } else {
            ("banner card note expanded", "Note")
        };
        assert_eq!(element.class, class);
        assert_eq!(with_class(&element, "pill")[0].text, pill);
        let [helps] = with_class(&element, "helps")[..] else {
            panic!("{element:?}");
        };
        assert_eq!(helps.children.len(), case.card.helps.len());
        let scopes = with_class(&element, "scope");
        assert_eq!(scopes.len(), usize::from(case.card.scope.is_some()));
        let countdowns = with_class(&element, "countdown");
        let until = countdowns.first().map(|line| {
            ["data-until", "data-clock"].map(|name| attribute(line, name).unwrap().to_owned())
        });
        let expected = case.card.until.clone();
        assert_eq!(until, expected.map(|(ms, clock)| [ms, clock]));
        let all = elements(&element);
        let reports = all
            .iter()
            .filter(|inner| attribute(inner, "data-act") == Some(act::REPORT));
        assert_eq!(reports.count(), usize::from(case.card.offers_report));
        let is_there = [
            case.card.scope.is_some(),
            case.card.until.is_some(),
            case.card.offers_report,
            case.card.remedy.is_some(),
        ];
        for (count, is_there) in with.iter_mut().zip(is_there) {
            *count += u32::from(is_there);
        }
    }
    assert!(with.iter().all(|count| *count > 100), "{with:?}");
}
