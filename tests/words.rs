//! What the banner says: every situation has its words, true at its grade.

#[path = "support/banner_texts.rs"]
mod banner_texts;
#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;

use banner_texts::{ALL_BANNERS, APP, after, bare, each_banner_text, run, words_of};
use elements::texts;
use std::collections::BTreeSet;
use whose_quota::facts::{Facts, Handshake, Identity, Place, TokenSubject, Visibility};
use whose_quota::ui::banner_text::banner_text;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::verdict::{BannerState, Grade, Judged, judge};

#[test]
fn only_what_was_observed_says_was_only_what_is_derived_says_will_and_the_rest_may() {
    let (banners, ..) = &*ALL_BANNERS;
    let mut grades = BTreeSet::new();
    // "The next run will": of the run that was seen it says what was.
    let next = locale::raw("cause_runTooEarly");
    assert!(next.contains("next run will"));
    for (grade, banner) in banners {
        let said = words_of(&texts(banner).join(" ").replace(next, ""));
        let forbidden: &[&str] = match grade {
            Grade::Derived => &["may", "might", "was"],
            Grade::Assumed => &["will", "was"],
            Grade::Observed => &["will", "may", "might"],
        };
        for word in forbidden {
            assert!(
                !said.iter().any(|said| said == word),
                "{word}: {:?}",
                texts(banner)
            );
        }
        grades.insert(grade.name());
    }
    assert_eq!(grades, BTreeSet::from(["assumed", "derived", "observed"]));
}

#[test]
fn a_banner_speaks_of_that_run_where_it_was_observed_and_nowhere_else() {
    each_banner_text(|facts, verdict, banner_text| {
        let is_observed = verdict.grade == Grade::Observed;
        let headline = banner_text.headline.localized(&locale::lookup);
        assert_eq!(headline.starts_with("That run "), is_observed, "{headline}");
        let said = [&banner_text.headline, &banner_text.cause]
            .map(|message| message.localized(&locale::lookup));
        let said = words_of(&said.join(" "));
        let past = ["was", "counted", "left", "sent"];
        let is_past = said.iter().any(|word| past.contains(&word.as_str()));
        assert_eq!(is_past, is_observed, "{said:?} {facts:?}");
    });
}

#[test]
fn a_run_without_a_pass_is_told_why_and_what_to_do() {
    let (yes, no) = (Some(true), Some(false));
    let early = || run(Identity::Absent, None, true);
    let address = || run(Identity::Present, Some(TokenSubject::Address), false);
    let faulty = || run(Identity::Present, Some(TokenSubject::Faulty), false);
    let answered = |mut facts: Facts| {
        facts.handshake = Some(Handshake::Answered);
        facts
    };
    let on_hub = |version, run| after(Place::Hub, yes, version, run);
    let open = Some("action_openHub");
    let tell = Some("action_tellOwner");
    let direct = after(Place::Direct, None, "6.31.0", bare());
    let embed = after(Place::Embed, None, "6.31.0", bare());
    let old_embed = after(Place::Embed, None, "4.44.1", bare());
    let signed_out = after(Place::Hub, no, "6.31.0", bare());
    let own_way = answered(on_hub("6.31.0", bare()));
    let unanswered = on_hub("6.31.0", bare());
    let cases = [
        (direct, "run", "runDirect", open),
        (embed, "run", "runEmbed", open),
        (old_embed, "run", "runEmbed", open),
        (signed_out, "run", "runSignedOut", Some("action_signIn")),
        // Never asks; asks in the old way, answered or not.
        (on_hub("4.20.0", bare()), "run", "runOutdated", tell),
        (on_hub("5.9.1", bare()), "run", "runOutdated", tell),
        (
            answered(on_hub("5.9.1", bare())),
            "run",
            "runOutdated",
            tell,
        ),
        (
            answered(on_hub("5.9.1", early())),
            "run",
            "runOutdated",
            tell,
        ),
        (unanswered, "run", "runUnanswered", Some("action_reload")),
        // The next run will carry it: there is nothing to do.
        (
            answered(on_hub("6.31.0", early())),
            "runTooEarly",
            "runTooEarly",
            None,
        ),
        (own_way, "run", "runOwnWay", tell),
        (
            answered(on_hub("6.31.0", address())),
            "run",
            "runOwnWay",
            tell,
        ),
        (
            answered(on_hub("6.31.0", faulty())),
            "run",
            "runFaulty",
            tell,
        ),
        (
            after(Place::Direct, None, "", faulty()),
            "run",
            "runFaulty",
            open,
        ),
        (
            after(Place::Embed, None, "", faulty()),
            "run",
            "runFaulty",
            open,
        ),
    ];
    for (facts, headline, cause, remedy) in cases {
        let verdict = judge(&facts);
        assert_eq!(verdict.row, 3);
        let banner_text = banner_text(&facts, &verdict, APP, false).unwrap();
        assert_eq!(banner_text.headline.key, format!("headline_{headline}"));
        assert_eq!(banner_text.cause.key, format!("cause_{cause}"), "{facts:?}");
        let label = banner_text.remedy.map(|way| way.label.key);
        assert_eq!(label, remedy, "{facts:?}");
    }
}

#[test]
fn only_a_pass_that_was_offered_is_said_to_have_been_offered() {
    each_banner_text(|facts, _, banner_text| {
        if banner_text.cause.key == "cause_runOwnWay" {
            assert_eq!(facts.visitor.signed_in, Some(true));
            assert_eq!(facts.handshake, Some(Handshake::Answered));
        }
        if banner_text.cause.key == "cause_runTooEarly" {
            assert_eq!(facts.handshake, Some(Handshake::Answered));
        }
    });
}

#[test]
fn a_pass_with_a_fault_is_not_told_as_a_missing_one() {
    each_banner_text(|facts, verdict, banner_text| {
        let is_faulty =
            facts.runs.last().and_then(|run| run.token_subject) == Some(TokenSubject::Faulty);
        let is_told = banner_text.cause.key == "cause_runFaulty";
        assert_eq!(is_told, is_faulty && verdict.grade == Grade::Observed);
        if is_told && facts.place == Place::Hub && facts.visitor.signed_in == Some(true) {
            let label = banner_text.remedy.as_ref().unwrap().label.key;
            assert_eq!(label, "action_tellOwner");
        }
    });
}

#[test]
fn every_banner_says_may_or_if_where_it_is_assumed() {
    each_banner_text(|facts, verdict, banner_text| {
        if verdict.grade == Grade::Assumed {
            let said = [&banner_text.headline, &banner_text.cause]
                .map(|message| message.localized(&locale::lookup));
            let said = words_of(&said.join(" "));
            assert!(
                said.iter()
                    .any(|word| ["may", "if", "known"].contains(&word.as_str())),
                "{said:?} {facts:?}"
            );
        }
    });
}

#[test]
fn gradios_version_is_named_where_gradio_is_the_cause() {
    each_banner_text(|facts, _, banner_text| {
        let version: Vec<String> = facts
            .space
            .gradio_version
            .map(|version| version.text())
            .into_iter()
            .collect();
        if facts.called().is_some() {
            assert_eq!(banner_text.cause.values(&locale::lookup), ["other/painter"]);
            return;
        }
        if locale::args(banner_text.cause.key) > 0 {
            assert_eq!(banner_text.cause.values(&locale::lookup), version);
        }
        for (_, fact) in banner_text
            .evidence
            .iter()
            .filter(|(_, fact)| !fact.values(&locale::lookup).is_empty())
        {
            assert_eq!(fact.values(&locale::lookup), version);
        }
    });
}

#[test]
fn each_situation_has_its_words() {
    let mut pairs = BTreeSet::new();
    each_banner_text(|facts, verdict, banner_text| {
        let reasons: Vec<&str> = verdict.reasons.iter().map(|reason| reason.name()).collect();
        let is_protected = facts.space.visibility == Some(Visibility::Protected);
        pairs.insert(format!(
            "{} {}{}: {} {}",
            verdict.grade.name(),
            reasons.join("+"),
            if is_protected && facts.place != Place::Hub {
                " protected"
            } else {
                ""
            },
            banner_text.headline.key,
            banner_text.cause.key,
        ));
    });
    let all: String = pairs.iter().map(|line| line.clone() + "\n").collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/words.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &all).unwrap();
    }
    assert_eq!(
        all,
        std::fs::read_to_string(path).unwrap(),
        "BLESS=1 accepts the change"
    );
}

#[test]
fn what_is_kept_of_a_page_says_the_same() {
    // The background knows a page by its verdict and facts alone.
    let (banners, _, situations) = &*ALL_BANNERS;
    let context = NoticeContext {
        href: APP.to_owned(),
        ..NoticeContext::default()
    };
    for ((facts, verdict), (_, banner)) in situations.iter().zip(banners) {
        let judged = Judged::of(facts.clone());
        assert_eq!(&judged.verdict, verdict);
        let kept = serde_json::to_string(&judged).unwrap();
        let kept: Judged = serde_json::from_str(&kept).unwrap();
        let shown = notice(&kept, &context, &locale::lookup).unwrap();
        assert_eq!(shown.about, "verdict");
        assert_eq!(&shown.element, banner, "{facts:?}");
    }
    // And nothing where a page has nothing to say.
    let observed = after(Place::Other, None, "6.31.0", bare());
    for (facts, is_shown) in [(Facts::default(), false), (observed, true)] {
        let judged = Judged::of(facts);
        assert_eq!(judged.verdict.banner == BannerState::Shown, is_shown);
        let shown = notice(&judged, &NoticeContext::default(), &locale::lookup);
        assert_eq!(shown.is_some(), is_shown);
    }
}
