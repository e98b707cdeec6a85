//! The words themselves: all there, none left over, with their gaps and figures.

#[path = "support/banner_texts.rs"]
mod banner_texts;
#[path = "support/locale.rs"]
mod locale;

use banner_texts::{ALL_BANNERS, each_banner_text};
use std::path::Path;
use whose_quota::facts::Plan;
use whose_quota::ui::QUOTA;
use whose_quota::ui::duration::{countdown, gpu_time};

/// What composes the banner: its texts are found in the banners of all situations.
const BANNER_SOURCES: [&str; 5] = [
    "banner.rs",
    "banner_text.rs",
    "duration.rs",
    "evidence.rs",
    "remedy.rs",
];

/// The sources that ask for words beside the banner's: the popup's, and the glue.
fn other_sources() -> String {
    fn read(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "_locales" {
                read(&path, sources);
            } else if !BANNER_SOURCES.contains(&name)
                && (name.ends_with(".rs") || name.ends_with(".js"))
            {
                sources.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut sources = String::new();
    for folder in ["src", "extension"] {
        read(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut sources,
        );
    }
    sources
}

#[test]
fn every_message_that_is_asked_for_is_there_and_none_is_left_over() {
    // The lookup panics at a key that is missing and at a wrong number of gaps.
    let (_, asked, _) = &*ALL_BANNERS;
    let starts =
        |key: &str, prefixes: &[&str]| prefixes.iter().any(|prefix| key.starts_with(prefix));
    let sources = other_sources();
    let unused: Vec<&str> = locale::keys()
        .into_iter()
        .filter(|key| {
            let is_banners = starts(
                key,
                &["headline_", "cause_", "consequence_", "fact_", "mark_"],
            );
            let is_shared = starts(key, &["action_", "why_"]);
            is_banners || is_shared && !sources.contains(&format!("\"{key}\""))
        })
        // Of the cards (tests/card_texts.rs).
        .filter(|key| {
            let of_cards = [
                "action_report",
                "fact_runPresent",
                "fact_otherHardware",
                // After a message (tests/card_place.rs).
                "consequence_bare",
                // Of the note (tests/settings.rs).
                "headline_opened",
                "cause_opened",
            ];
            !asked.contains(*key) && !of_cards.contains(key)
        })
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn every_message_is_looked_after_by_some_test() {
    // This one, the cards' tests and the popup's; the rest are asked for by the glue.
    let families = "headline cause consequence fact mark action why figures \
                    card charged help blame scope pill \
                    popup verdict grade stage plan label see remaining quota time forecast fit code owner badge locale direction hide options welcome menu command";
    for key in locale::keys() {
        let family = key.split('_').next().unwrap();
        let is_known = families.split_whitespace().any(|name| name == family);
        assert!(is_known || key.starts_with("extension"), "{key}");
    }
}

#[test]
fn every_placeholder_is_used_and_every_used_one_is_declared() {
    for key in locale::keys() {
        let args: Vec<String> = (0..locale::args(key))
            .map(|index| format!("<{index}>"))
            .collect();
        let said = locale::lookup(key, &args);
        for gap in args {
            assert!(said.contains(&gap), "{key} does not use {gap}: {said}");
        }
        // As many dollar signs as are meant.
        let dollars = |text: &str, mark: &str| text.matches(mark).count();
        assert_eq!(
            dollars(&said, "$"),
            dollars(locale::raw(key), "$$"),
            "{key}: {said}"
        );
        assert_eq!(said.trim(), said);
    }
}

#[test]
fn the_name_and_the_description_fit_the_stores() {
    assert_eq!(locale::raw("extensionName"), "Whose Quota");
    assert!(locale::raw("extensionDescription").chars().count() <= 132);
}

#[test]
fn the_figures_are_those_of_the_documentation() {
    let minutes = [
        Plan::Anonymous,
        Plan::Free,
        Plan::Pro,
        Plan::Team,
        Plan::Enterprise,
    ]
    .map(|plan| QUOTA.minutes(plan));
    assert_eq!(minutes, [2, 5, 40, 40, 60]);
    assert!(QUOTA.source.starts_with("https://huggingface.co/docs/"));
    let (year, month) = QUOTA.read.split_once('-').unwrap();
    assert!(year.parse::<u16>().unwrap() >= 2026 && (1..=12).contains(&month.parse().unwrap()));
}

#[test]
fn every_number_comes_from_the_table_of_figures() {
    for key in ALL_BANNERS
        .1
        .iter()
        .filter(|key| *key != "direction" && !key.starts_with('@'))
    {
        let raw = locale::raw(key);
        assert!(
            !raw.contains(|char: char| char.is_ascii_digit()),
            "{key}: {raw}"
        );
    }
    each_banner_text(|facts, _, banner_text| {
        let minutes = |plan| QUOTA.minutes(plan).to_string();
        let guest = format!("{} minutes", minutes(Plan::Anonymous));
        let expected = match (banner_text.consequence.key, facts.visitor.plan) {
            ("consequence_stuck" | "consequence_stuckMay", _) => vec![],
            ("consequence_guest", None) => vec![guest],
            ("consequence_signedOut", Some(Plan::Anonymous)) => {
                vec![guest, minutes(Plan::Free), minutes(Plan::Pro)]
            }
            ("consequence_account", Some(plan)) => vec![guest, minutes(plan)],
            other => panic!("{other:?}"),
        };
        assert_eq!(banner_text.consequence.values(&locale::lookup), expected);
        let figures = [
            minutes(Plan::Anonymous),
            minutes(Plan::Free),
            minutes(Plan::Pro),
            "August 2026".to_owned(),
        ];
        assert_eq!(banner_text.figures.values(&locale::lookup), figures);
    });
}

#[test]
fn a_countdown_counts_whole_minutes_and_ends_in_words() {
    let said = |minutes| countdown(minutes, "16:40", &locale::lookup);
    for (minutes, wait) in [
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (192, "3 h 12 min"),
        (1440, "24 h"),
        (u16::MAX, "1092 h 15 min"),
    ] {
        assert_eq!(said(minutes), format!("More in {wait} (16:40)"));
    }
    let over = said(0);
    assert!(over.contains("16:40") && over.contains("again"), "{over}");
    assert!(!over.contains("min"), "{over}");
}

#[test]
fn a_runs_gpu_time_is_told_in_seconds_up_to_two_minutes() {
    for (seconds, said) in [
        (0, "0 s"),
        (1, "1 s"),
        (59, "59 s"),
        (60, "60 s"),
        (61, "61 s"),
        (90, "90 s"),
        (119, "119 s"),
        (120, "2 min"),
        (121, "2 min 1 s"),
        (300, "5 min"),
        (1320, "22 min"),
        (3599, "59 min 59 s"),
        (259_200, "4320 min"),
    ] {
        assert_eq!(gpu_time(seconds, &locale::lookup), said);
    }
}
