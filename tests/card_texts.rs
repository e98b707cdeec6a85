//! What the cards say: what happened, who was charged, what helps; ZeroGPU's own numbers; in a plain voice.

#[path = "support/card_cases.rs"]
mod card_cases;
#[path = "support/card_conditions.rs"]
mod card_conditions;
#[path = "support/locale.rs"]
mod locale;
#[path = "support/situations.rs"]
mod situations;
#[path = "support/zerogpu_messages.rs"]
mod zerogpu_messages;

use card_cases::{ALL, ALL_CARDS, Case, is_of_cards, lines};
use std::collections::BTreeSet;
use whose_quota::facts::{Cause, ChargedTo, Facts, GradioVersion, Plan};
use whose_quota::ui::QUOTA;
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::duration::gpu_time;
use whose_quota::ui::text::Text;
use whose_quota::verdict::{Pool, judge};

#[test]
fn every_card_says_what_happened_who_was_charged_and_what_helps() {
    for case in ALL.iter() {
        let Card {
            headline,
            charged,
            helps,
            ..
        } = &case.card;
        assert!(headline.key.starts_with("card_"), "{headline:?}");
        assert!(charged.key.starts_with("charged_"), "{charged:?}");
        assert!(!helps.is_empty(), "{:?} {:?}", case.message, case.facts);
        assert!(helps.len() <= 6, "{helps:?}");
        assert!((3..=8).contains(&case.card.evidence.len()));
        // None says what another has said.
        let said: Vec<String> = (lines(&case.card).into_iter())
            .map(|line| line.localized(&locale::lookup))
            .collect();
        let distinct: BTreeSet<&String> = said.iter().collect();
        assert_eq!(distinct.len(), said.len(), "{said:?}");
    }
}

#[test]
fn the_numbers_are_zero_gpus_own() {
    let time = |seconds: Option<u32>| gpu_time(seconds.unwrap(), &locale::lookup);
    // To be compared, or not known so exactly.
    let seconds = |seconds: Option<u32>| format!("{} s", seconds.unwrap());
    for case in ALL.iter() {
        let (message, headline) = (&case.message, &case.card.headline);
        let expected: Vec<String> = match headline.key {
            "card_guest" | "card_account" | "card_anAccount" | "card_notYours"
            | "card_somebody" => {
                vec![time(message.left_seconds), time(message.requested_seconds)]
            }
            "card_withEnough" => vec![time(message.left_seconds)],
            "card_duration" => vec![time(message.requested_seconds)],
            "card_fallback" | "card_appFailed" => vec![message.fault.clone().unwrap()],
            "card_checked" => {
                let checked = message.requested_seconds.unwrap() * 3 / 2;
                vec![seconds(Some(checked)), seconds(message.left_seconds)]
            }
            _ => vec![],
        };
        assert_eq!(headline.values(&locale::lookup), expected, "{message:?}");
        let minutes = |plan| QUOTA.minutes(plan).to_string();
        let day = |plan| format!("{} minutes", QUOTA.minutes(plan));
        let gradio = |case: &Case| {
            let version = case.facts.space.gradio_version;
            version.map(GradioVersion::text).unwrap()
        };
        for line in lines(&case.card) {
            let expected = match line.key {
                "charged_guest" => vec![day(Plan::Anonymous)],
                "charged_free" => vec![day(Plan::Free)],
                "help_signIn" => vec![day(Plan::Free), minutes(Plan::Pro)],
                "help_pro" => vec![day(Plan::Pro)],
                "help_prepaid" => vec!["$1".to_owned(), "10 minutes".to_owned()],
                "help_planCredits" => ["$2", "$2", "Aug 21, 2026"].map(str::to_owned).into(),
                "help_fits" => vec![seconds(message.left_seconds.map(|left| left * 2 / 3))],
                "help_checked" => vec![seconds(message.requested_seconds), "1.5".to_owned()],
                "help_expiredWhy" | "help_expiredSoon" => vec![seconds(Some(170))],
                "help_less" => vec![time(message.left_seconds)],
                "blame_gradio" | "blame_gradioNever" => vec![gradio(case)],
                _ => continue,
            };
            assert_eq!(line.values(&locale::lookup), expected, "{}", line.key);
        }
    }
}

#[test]
fn no_number_stands_in_the_words_themselves() {
    // Figures have one place, with a date (src/ui/quota_table.rs). A day has 24 hours.
    for key in locale::keys().into_iter().filter(|key| is_of_cards(key)) {
        let raw = locale::raw(key)
            .replace("24 hours", "")
            .replace("April 2026", "");
        let placeholders = raw.split('$').step_by(2).collect::<String>();
        let has_digit = placeholders.contains(|char: char| char.is_ascii_digit());
        assert!(!has_digit, "{key}: {raw}");
    }
}

#[test]
fn what_was_said_after_a_fallback_is_told_as_it_would_be_alone() {
    let mut count = 0;
    for case in ALL.iter() {
        let refused: Vec<&Text> = (case.card.helps.iter())
            .filter(|help| help.key.starts_with("card_"))
            .collect();
        let last = case.facts.messages.last().unwrap();
        let is_after = case.is(Cause::IpFallback) && last.cause != Cause::IpFallback;
        // Nothing else is a message in the place of a help.
        assert_eq!(refused.len(), usize::from(is_after), "{:?}", case.card);
        if let Some(refused) = refused.first() {
            let facts = Facts {
                messages: vec![last.clone()],
                ..case.facts.clone()
            };
            let alone = explain(&facts, &judge(&facts), last, &case.context, &locale::lookup);
            assert_eq!(**refused, alone.unwrap().headline);
            assert_eq!(&case.card.helps[0], *refused);
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn only_quotas_are_about_somebody() {
    for case in ALL.iter() {
        let is_about = case.is_about_a_quota() || case.is(Cause::IpFallback);
        if !is_about {
            assert_eq!(case.card.charged.key, "charged_nobody");
            let said: Vec<String> = (lines(&case.card).into_iter())
                .map(|line| line.localized(&locale::lookup).to_lowercase())
                .collect();
            let said = said.join("\n");
            for word in ["counted", "counts on", "as a guest", "charged it"] {
                assert!(!said.contains(word), "{word}: {said}");
            }
        }
        // And these name the one that ZeroGPU named.
        let expected = match (case.is_about_a_quota(), case.message.charged_to) {
            (true, ChargedTo::Unauthenticated) => Some(Pool::Guest),
            (true, ChargedTo::Free | ChargedTo::Pro) => Some(Pool::Account),
            (true, ChargedTo::Space) => Some(Pool::Space),
            _ if case.is(Cause::IpFallback) => Some(Pool::Guest),
            _ => None,
        };
        assert!(expected.is_none_or(|pool| case.card.pool == pool));
        assert_eq!(case.card.pool, case.verdict.pool);
    }
}

#[test]
fn every_message_of_the_cards_is_used_and_every_used_one_is_there() {
    // The lookup panics at a key that is missing and at a wrong number of gaps.
    let (_, asked) = &*ALL_CARDS;
    // The countdown's words (tests/words_locale.rs).
    let live = ["card_more", "card_moreNow"];
    // With the source of the Space (tests/forecast_words.rs).
    let by_source = ["card_declared"];
    // No banner has these.
    let facts = ["fact_runPresent", "fact_otherHardware"];
    let unused: Vec<&str> = (locale::keys().into_iter())
        .filter(|key| is_of_cards(key) && !live.contains(key) || facts.contains(key))
        .filter(|key| !by_source.contains(key))
        .filter(|key| !asked.contains(*key))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn the_voice_is_plain_and_calm() {
    let (_, asked) = &*ALL_CARDS;
    for key in asked.iter().filter(|key| is_of_cards(key)) {
        let raw = locale::raw(key);
        let words = raw.to_lowercase();
        assert!(!raw.contains('!'), "{key}");
        for word in ["error", "oops", "sorry", "please", "unfortunately", "fail"] {
            // What failed, and did not refuse, is called so.
            if word == "fail" && key.starts_with("card_appFailed") {
                continue;
            }
            assert!(!words.contains(word), "{key}: {word}");
        }
        // Two lines of a card at most.
        assert!(raw.chars().count() <= 140, "{key}: {}", raw.chars().count());
        let ends = raw.ends_with(['.', '?']);
        let is_sentence = !["card_", "pill_", "action_"]
            .iter()
            .any(|prefix| key.starts_with(prefix));
        assert_eq!(ends, is_sentence, "{key}: {raw}");
    }
}
