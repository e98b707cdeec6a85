//! What the banner says: true at its grade, complete in the locale, and with one safe link at most.

#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;

use elements::{attribute, elements, texts, with_tag};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use whose_quota::facts::{
    Called, Facts, GradioVersion, Handshake, HubApi, Identity, Json, Place, Plan, Run, Space,
    SpaceId, TokenSubject, Visibility, Visitor,
};
use whose_quota::ui::QUOTA;
use whose_quota::ui::banner::{act, banner};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::{NoticeContext, notice};
use whose_quota::ui::report::{Reporter, report};
use whose_quota::ui::words::{BannerText, Signal, banner_text, countdown, gpu_time, remedy};
use whose_quota::verdict::{BannerState, Grade, Reason, Verdict, judge};

const APP: &str = "https://owner-name.hf.space/?a=1&__sign=SECRET#tab";

fn run(identity: Identity, named: Option<TokenSubject>, before_handshake: bool) -> Run {
    Run {
        at: "2026-11-22T12:00:00.000Z".to_owned(),
        subdomain: "owner-name".to_owned(),
        identity,
        named,
        before_handshake,
        is_chained: false,
        called: None,
    }
}

fn bare() -> Run {
    run(Identity::Absent, None, false)
}

/// Runs that differ in what is known of them, and none.
fn last_runs() -> Vec<Vec<Run>> {
    let relayed = |named| vec![run(Identity::Present, Some(named), false)];
    vec![
        vec![],
        vec![bare()],
        vec![run(Identity::Absent, None, true)],
        vec![run(Identity::Present, None, false)],
        relayed(TokenSubject::User),
        relayed(TokenSubject::Address),
        relayed(TokenSubject::Faulty),
        vec![run(Identity::Present, Some(TokenSubject::Faulty), true)],
    ]
}

/// Calls back with every situation that has something to say.
fn each_saying(mut check: impl FnMut(&Facts, &Verdict, &BannerText)) {
    let flags = [None, Some(false), Some(true)];
    let visitors = [
        (None, None),
        (Some(false), Some(Plan::Anonymous)),
        (Some(true), None),
        (Some(true), Some(Plan::Free)),
        (Some(true), Some(Plan::Pro)),
        (Some(true), Some(Plan::Team)),
        (Some(true), Some(Plan::Enterprise)),
    ];
    let versions = [
        None,
        Some("4.26.9"),
        Some("4.27.0"),
        Some("5.11.9"),
        Some("5.12.0"),
        Some("5.16.0"),
        Some("5.16.1"),
    ];
    let handshakes = [
        None,
        Some(Handshake::Absent),
        Some(Handshake::Asked),
        Some(Handshake::Answered),
    ];
    let mut said = 0;
    for place in [
        Place::Hub,
        Place::Direct,
        Place::Embed,
        Place::HubFrame,
        Place::Other,
    ] {
        // Elsewhere the words know neither; the decision table's own sweep knows all.
        let is_hub = place == Place::Hub;
        let flags = if is_hub { &flags[..] } else { &flags[..1] };
        let handshakes = if is_hub {
            &handshakes[..]
        } else {
            &handshakes[..1]
        };
        // In a frame of the Hub's the hardware is never known: no run there says anything.
        let is_judged = !matches!(place, Place::HubFrame | Place::Other);
        for hardware in [None, Some("zero-a10g")] {
            for (signed_in, plan) in visitors {
                for version in versions {
                    for visibility in [None, Some(Visibility::Public), Some(Visibility::Protected)]
                    {
                        for bits in 0..4 {
                            for &server_side_rendered in flags {
                                for &handshake in handshakes {
                                    let mut facts = Facts {
                                        place,
                                        space: Space {
                                            id: SpaceId::parse("owner/name"),
                                            sdk: Some("gradio".to_owned()),
                                            hardware: hardware.map(str::to_owned),
                                            gradio_version: version.and_then(GradioVersion::parse),
                                            server_side_rendered,
                                            visibility,
                                            ..Space::default()
                                        },
                                        visitor: Visitor {
                                            signed_in,
                                            plan,
                                            private_window: Some(bits & 1 > 0),
                                            cookies_blocked: Some(bits & 2 > 0),
                                            allowance: None,
                                        },
                                        handshake,
                                        hub_api: HubApi::Unreachable,
                                        ..Facts::default()
                                    };
                                    for runs in last_runs() {
                                        // The Hub page's words know no visibility.
                                        if !runs.is_empty()
                                            && (!is_judged || is_hub && visibility.is_some())
                                        {
                                            continue;
                                        }
                                        facts.runs = runs;
                                        said += u32::from(check_saying(&facts, &mut check));
                                        // Its front end may be its own: the version changes nothing then.
                                        if facts.runs.len() < 2 && version.is_none() {
                                            facts.own_front_end = true;
                                            said += u32::from(check_saying(&facts, &mut check));
                                            facts.own_front_end = false;
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    for place in [Place::Hub, Place::Direct, Place::Embed] {
        for (signed_in, plan) in visitors {
            for is_protected in [false, true] {
                let mut facts = calls_another(place, is_protected);
                facts.visitor.signed_in = signed_in;
                facts.visitor.plan = plan;
                assert!(check_saying(&facts, &mut check));
            }
        }
    }
    assert!(said > 20_000, "{said}");
}

/// Calls back where there is something to say; whether there was.
fn check_saying(facts: &Facts, check: &mut impl FnMut(&Facts, &Verdict, &BannerText)) -> bool {
    let verdict = judge(facts);
    let banner_text = banner_text(facts, &verdict, APP);
    assert_eq!(banner_text.is_some(), verdict.banner == BannerState::Shown);
    if let Some(banner_text) = &banner_text {
        check(facts, &verdict, banner_text);
    }
    banner_text.is_some()
}

/// The page of a CPU Space that sent a run to a ZeroGPU Space, without a pass.
fn calls_another(place: Place, is_protected: bool) -> Facts {
    let called = Called {
        id: SpaceId::parse("other/painter").unwrap(),
        is_protected,
    };
    Facts {
        place,
        space: Space {
            id: SpaceId::parse("owner/name"),
            sdk: Some("docker".to_owned()),
            hardware: Some("cpu-basic".to_owned()),
            ..Space::default()
        },
        runs: vec![Run {
            called: Some(called),
            ..bare()
        }],
        ..Facts::default()
    }
}

/// The distinct banners of all situations, each with its grade; all keys they asked for; and of each
/// banner one situation.
type Banners = (
    Vec<(Grade, Element)>,
    BTreeSet<String>,
    Vec<(Facts, Verdict)>,
);

static ALL_BANNERS: LazyLock<Banners> = LazyLock::new(|| {
    let asked = RefCell::new(BTreeSet::new());
    let mut seen = BTreeSet::new();
    let mut banners = vec![];
    let mut situations = vec![];
    each_saying(|facts, verdict, banner_text| {
        if seen.insert(format!("{}{banner_text:?}", verdict.grade.name())) {
            let lookup = |key: &str, args: &[String]| {
                asked.borrow_mut().insert(key.to_owned());
                locale::lookup(key, args)
            };
            banners.push((verdict.grade, banner(banner_text, &lookup)));
            situations.push((facts.clone(), verdict.clone()));
        }
    });
    (banners, asked.into_inner(), situations)
});

fn words_of(text: &str) -> Vec<String> {
    let letters = |char: char| !char.is_alphabetic();
    text.split(letters).map(str::to_lowercase).collect()
}

/// The sources that ask for words beside the banner's: the popup's, and the glue.
fn other_sources() -> String {
    fn read(folder: &Path, sources: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "_locales" {
                read(&path, sources);
            } else if !["words.rs", "banner.rs"].contains(&name)
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
        // Of the cards (tests/card.rs).
        .filter(|key| {
            let of_cards = [
                "action_report",
                "fact_runPresent",
                "fact_otherHardware",
                // After a message (tests/card_place.rs).
                "consequence_bare",
            ];
            !asked.contains(*key) && !of_cards.contains(key)
        })
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

#[test]
fn every_message_is_looked_after_by_some_test() {
    // This one, tests/card.rs, tests/popup.rs; the rest are asked for by the glue.
    let families = "headline cause consequence fact mark action why figures \
                    card charged help blame scope pill \
                    popup verdict grade stage plan label see remaining quota time";
    let sources = other_sources();
    for key in locale::keys() {
        let family = key.split('_').next().unwrap();
        let is_known = families.split_whitespace().any(|name| name == family);
        let by_glue = key.starts_with("extension") || sources.contains("`badge_$");
        assert!(
            is_known || by_glue && (family == "badge" || family == key),
            "{key}"
        );
    }
}

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
    each_saying(|facts, verdict, banner_text| {
        let is_observed = verdict.grade == Grade::Observed;
        let headline = banner_text.headline.said(&locale::lookup);
        assert_eq!(headline.starts_with("That run "), is_observed, "{headline}");
        let said = [&banner_text.headline, &banner_text.cause]
            .map(|message| message.said(&locale::lookup));
        let said = words_of(&said.join(" "));
        let past = ["was", "counted", "left", "sent"];
        let is_past = said.iter().any(|word| past.contains(&word.as_str()));
        assert_eq!(is_past, is_observed, "{said:?} {facts:?}");
    });
}

/// A ZeroGPU Space, somebody's Gradio, and a last run.
fn after(place: Place, signed_in: Option<bool>, version: &str, run: Run) -> Facts {
    Facts {
        place,
        space: Space {
            id: SpaceId::parse("owner/name"),
            hardware: Some("zero-a10g".to_owned()),
            gradio_version: GradioVersion::parse(version),
            ..Space::default()
        },
        visitor: Visitor {
            signed_in,
            ..Visitor::default()
        },
        runs: vec![run],
        ..Facts::default()
    }
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
        let banner_text = banner_text(&facts, &verdict, APP).unwrap();
        assert_eq!(banner_text.headline.key, format!("headline_{headline}"));
        assert_eq!(banner_text.cause.key, format!("cause_{cause}"), "{facts:?}");
        let label = banner_text.remedy.map(|way| way.label.key);
        assert_eq!(label, remedy, "{facts:?}");
    }
}

#[test]
fn only_a_pass_that_was_offered_is_said_to_have_been_offered() {
    each_saying(|facts, _, banner_text| {
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
    each_saying(|facts, verdict, banner_text| {
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
fn reload_leads_to_the_page_itself() {
    let facts = after(Place::Hub, Some(true), "6.31.0", bare());
    let page = "https://huggingface.co/spaces/owner/name?a=1#tab";
    let remedy = remedy(&facts, &judge(&facts), page).unwrap();
    assert_eq!(remedy.label.key, "action_reload");
    // To the same address with its fragment a browser would only scroll.
    let whole = "https://huggingface.co/spaces/owner/name?a=1";
    assert_eq!((remedy.href.as_str(), remedy.target), (whole, "_self"));
}

#[test]
fn every_banner_says_may_or_if_where_it_is_assumed() {
    each_saying(|facts, verdict, banner_text| {
        if verdict.grade == Grade::Assumed {
            let said = [&banner_text.headline, &banner_text.cause]
                .map(|message| message.said(&locale::lookup));
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
    for key in ALL_BANNERS.1.iter().filter(|key| *key != "@@bidi_dir") {
        let raw = locale::raw(key);
        assert!(
            !raw.contains(|char: char| char.is_ascii_digit()),
            "{key}: {raw}"
        );
    }
    each_saying(|facts, _, banner_text| {
        let minutes = |plan| QUOTA.minutes(plan).to_string();
        let guest = minutes(Plan::Anonymous);
        let expected = match (banner_text.consequence.key, facts.visitor.plan) {
            ("consequence_stuck" | "consequence_stuckMay", _) => vec![],
            ("consequence_guest", None) => vec![guest],
            ("consequence_signedOut", Some(Plan::Anonymous)) => {
                vec![guest, minutes(Plan::Free), minutes(Plan::Pro)]
            }
            ("consequence_account", Some(plan)) => vec![guest, minutes(plan)],
            other => panic!("{other:?}"),
        };
        assert_eq!(banner_text.consequence.args, expected);
        let figures = [
            minutes(Plan::Anonymous),
            minutes(Plan::Free),
            minutes(Plan::Pro),
            QUOTA.read.to_owned(),
        ];
        assert_eq!(banner_text.figures.args, figures);
    });
}

#[test]
fn gradios_version_is_named_where_gradio_is_the_cause() {
    each_saying(|facts, _, banner_text| {
        let version: Vec<String> = facts
            .space
            .gradio_version
            .map(|version| version.text())
            .into_iter()
            .collect();
        if facts.called().is_some() {
            assert_eq!(banner_text.cause.args, ["other/painter"]);
            return;
        }
        if locale::args(banner_text.cause.key) > 0 {
            assert_eq!(banner_text.cause.args, version);
        }
        for (_, fact) in banner_text
            .evidence
            .iter()
            .filter(|(_, fact)| !fact.args.is_empty())
        {
            assert_eq!(fact.args, version);
        }
    });
}

#[test]
fn each_situation_has_its_words() {
    let mut pairs = BTreeSet::new();
    each_saying(|facts, verdict, banner_text| {
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
fn there_is_one_link_at_most_and_it_leads_to_the_hub() {
    for (_, banner) in &ALL_BANNERS.0 {
        let links = with_tag(banner, "a");
        assert!(links.len() <= 1);
        for link in links {
            let href = attribute(link, "href").unwrap();
            assert!(href.starts_with("https://huggingface.co/"), "{href}");
            assert!(!href.contains("SECRET"), "{href}");
            assert_eq!(attribute(link, "rel"), Some("noopener"));
            // Only the Space's own page shows what the app's address holds by then.
            let is_renewed = ["action_openHub", "action_reload"].map(locale::raw);
            let act = is_renewed
                .contains(&link.text.as_str())
                .then_some(act::LEAVE);
            assert_eq!(attribute(link, "data-act"), act);
            assert!(!link.text.is_empty());
        }
        for element in elements(banner) {
            let only_on_links = ["href", "target", "rel"];
            let stray = element
                .attributes
                .iter()
                .any(|(name, _)| only_on_links.contains(&name.as_ref()));
            assert!(element.tag == "a" || !stray);
            assert!(
                !element
                    .attributes
                    .iter()
                    .any(|(name, _)| name.starts_with("on") || *name == "style")
            );
        }
    }
}

#[test]
fn the_link_fits_the_place() {
    each_saying(|facts, verdict, banner_text| {
        let is_protected = facts.space.visibility == Some(Visibility::Protected);
        let has = |reason| verdict.reasons.contains(&reason);
        let is_waiting = has(Reason::HandshakeMissing)
            && !has(Reason::OutdatedGradio)
            && !has(Reason::IpFallback);
        let is_answered = facts.handshake == Some(Handshake::Answered);
        let found = banner_text
            .remedy
            .as_ref()
            .map(|way| (way.label.key, way.href.as_str(), way.target));
        let app = "https://huggingface.co/spaces/owner/name?a=1#tab";
        let other = "https://huggingface.co/spaces/other/painter";
        let expected = match (facts.place, facts.visitor.signed_in) {
            // The run went to another Space: that one's page, if there is one for everybody.
            (place, _) if let Some(called) = facts.called() => {
                let is_embed = place == Place::Embed;
                let target = if is_embed { "_blank" } else { "_self" };
                (!called.is_protected).then_some(("action_openOther", other, target))
            }
            (Place::Direct | Place::Embed, _) if is_protected => None,
            (Place::Direct, _) => Some(("action_openHub", app, "_self")),
            (Place::Embed, _) => Some(("action_openHub", app, "_blank")),
            // It is there for the next run.
            (_, Some(true)) if is_waiting && is_answered => None,
            (_, Some(true)) if is_waiting => Some((
                "action_reload",
                "https://huggingface.co/spaces/owner/name?a=1",
                "_self",
            )),
            (_, Some(true)) => Some((
                "action_tellOwner",
                "https://huggingface.co/spaces/owner/name/discussions",
                "_self",
            )),
            _ => Some((
                "action_signIn",
                "https://huggingface.co/login?next=/spaces/owner/name",
                "_self",
            )),
        };
        assert_eq!(found, expected);
    });
}

#[test]
fn without_an_id_and_away_from_spaces_there_is_no_way_out() {
    for place in [
        Place::Direct,
        Place::Embed,
        Place::Hub,
        Place::HubFrame,
        Place::Other,
    ] {
        let mut facts = Facts {
            place,
            ..Facts::default()
        };
        for runs in last_runs() {
            facts.runs = runs;
            let verdict = judge(&facts);
            facts.space.id = None;
            assert_eq!(remedy(&facts, &verdict, APP), None);
            facts.space.id = SpaceId::parse("owner/name");
            let has_way_out = !matches!(place, Place::HubFrame | Place::Other);
            assert_eq!(remedy(&facts, &verdict, APP).is_some(), has_way_out);
        }
    }
}

#[test]
fn a_protected_space_is_told_why_there_is_no_link() {
    each_saying(|facts, verdict, banner_text| {
        let is_protected = facts.space.visibility == Some(Visibility::Protected);
        if is_protected && facts.place != Place::Hub {
            assert_eq!(banner_text.remedy, None);
            let is_told = ["cause_protected", "cause_embedStuck"].contains(&banner_text.cause.key);
            let is_faulty = banner_text.cause.key == "cause_runFaulty";
            assert!(is_told || is_faulty && verdict.grade == Grade::Observed);
        } else {
            assert_ne!(banner_text.cause.key, "cause_protected");
        }
    });
}

#[test]
fn a_normal_window_is_offered_only_in_a_private_one_where_nobody_is_signed_in() {
    each_saying(|facts, _, banner_text| {
        let expected = facts.place == Place::Hub
            && facts.visitor.private_window == Some(true)
            && facts.visitor.signed_in == Some(false);
        assert_eq!(banner_text.normal_window, expected);
        let banner = banner(banner_text, &locale::lookup);
        let all = elements(&banner);
        let mut acts = all
            .iter()
            .filter_map(|element| attribute(element, "data-act"));
        assert_eq!(acts.any(|name| name == act::NORMAL_WINDOW), expected);
    });
}

#[test]
fn the_evidence_is_three_to_eight_short_facts_of_which_none_comes_twice() {
    each_saying(|facts, _, banner_text| {
        assert!(
            (3..=8).contains(&banner_text.evidence.len()),
            "{:?}",
            banner_text.evidence
        );
        let keys: BTreeSet<&str> = banner_text
            .evidence
            .iter()
            .map(|(_, fact)| fact.key)
            .collect();
        assert_eq!(keys.len(), banner_text.evidence.len());
        let has = |key, mark| {
            banner_text
                .evidence
                .iter()
                .any(|(own, fact)| (*own, fact.key) == (mark, key))
        };
        let run = facts.runs.last();
        let carries = run.is_some_and(Run::carries_identity);
        let is_bare = run.is_some_and(|run| run.identity == Identity::Absent);
        let is_empty = run.is_some() && !carries && !is_bare;
        assert_eq!(has("fact_runAbsent", Signal::Bad), is_bare);
        assert_eq!(has("fact_runFaulty", Signal::Bad), is_empty);
        assert_eq!(has("fact_runPass", Signal::Open), carries);
        let first = banner_text.evidence.first().unwrap().1.key;
        assert_eq!(first.starts_with("fact_run"), run.is_some());
        assert_eq!(
            has("fact_direct", Signal::Bad),
            facts.place == Place::Direct
        );
        assert_eq!(has("fact_embed", Signal::Bad), facts.place == Place::Embed);
        assert_eq!(has("fact_hub", Signal::Good), facts.place == Place::Hub);
        assert_eq!(
            has("fact_zeroGpu", Signal::Open),
            facts.space.hardware.as_deref() == Some("zero-a10g")
        );
        assert_eq!(
            has("fact_runElsewhere", Signal::Open),
            facts.called().is_some()
        );
        assert_eq!(has("fact_ownFrontEnd", Signal::Open), facts.own_front_end);
        assert_eq!(
            has("fact_hardwareUnknown", Signal::Open),
            facts.space.hardware.is_none()
        );
        assert_eq!(
            has("fact_signedIn", Signal::Good),
            facts.visitor.signed_in == Some(true)
        );
        assert_eq!(
            has("fact_signedOut", Signal::Bad),
            facts.visitor.signed_in == Some(false)
        );
        assert_eq!(
            has("fact_privateWindow", Signal::Open),
            facts.visitor.private_window == Some(true)
        );
        assert_eq!(
            has("fact_cookiesBlocked", Signal::Bad),
            facts.visitor.cookies_blocked == Some(true)
        );
        let is_answered = facts.place == Place::Hub && facts.handshake == Some(Handshake::Answered);
        assert_eq!(has("fact_handshakeAnswered", Signal::Good), is_answered);
    });
}

#[test]
fn the_banner_can_be_heard_and_worked_by_keyboard() {
    for (_, banner) in &ALL_BANNERS.0 {
        assert_eq!(attribute(banner, "aria-label"), Some("Whose Quota"));
        assert_eq!(attribute(banner, "dir"), Some("ltr"));
        let all = elements(banner);
        let statuses = all
            .iter()
            .filter(|element| attribute(element, "role") == Some("status"));
        let statuses: Vec<_> = statuses.collect();
        assert_eq!(statuses.len(), 1);
        assert!(
            elements(statuses[0])
                .iter()
                .all(|inner| !["a", "button"].contains(&inner.tag.as_ref()))
        );
        for element in &all {
            // A link needs none: it leads somewhere.
            let act = attribute(element, "data-act");
            assert!(act.is_none() || ["a", "button"].contains(&element.tag.as_ref()));
            assert!(act.is_some() || element.tag != "button");
            if element.tag == "button" {
                assert_eq!(attribute(element, "type"), Some("button"));
                let name = attribute(element, "aria-label").unwrap_or(&element.text);
                assert!(name.chars().any(char::is_alphabetic), "{element:?}");
            }
            assert!(
                attribute(element, "tabindex").is_none()
                    && attribute(element, "autofocus").is_none()
            );
        }
        for act in [act::WHY, act::FOLD, act::DISMISS] {
            let with = all
                .iter()
                .filter(|element| attribute(element, "data-act") == Some(act));
            assert_eq!(with.count(), 1, "{act}");
        }
        let why = all.iter().find(|element| element.class == "why").unwrap();
        assert!(attribute(why, "hidden").is_some());
    }
}

#[test]
fn what_is_read_back_from_a_report_says_the_same() {
    // The background knows a page by its report alone.
    let (banners, _, situations) = &*ALL_BANNERS;
    for ((facts, verdict), (_, banner)) in situations.iter().zip(banners) {
        let report = report(facts, verdict, &Reporter::default());
        let report = Json::parse(&report.write()).unwrap();
        let around = NoticeContext {
            href: APP.to_owned(),
            ..NoticeContext::default()
        };
        let shown = notice(&report, &around, &locale::lookup).unwrap();
        assert_eq!(shown.about, "verdict");
        assert_eq!(&shown.element, banner, "{facts:?}");
    }
    // And nothing where a page has nothing to say, whoever asks.
    let facts = after(Place::Other, None, "6.31.0", bare());
    for facts in [Facts::default(), facts] {
        let verdict = judge(&facts);
        let report = report(&facts, &verdict, &Reporter::default());
        let is_shown = verdict.banner == BannerState::Shown;
        let shown = notice(&report, &NoticeContext::default(), &locale::lookup);
        assert_eq!(shown.is_some(), is_shown);
    }
    for odd in [Json::Null, Json::object(), Json::List(vec![])] {
        assert!(notice(&odd, &NoticeContext::default(), &locale::lookup).is_none());
    }
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

#[test]
fn the_element_tells_nothing_of_the_verdict() {}

#[test]
fn the_name_and_the_description_fit_the_stores() {
    assert_eq!(locale::raw("extensionName"), "Whose Quota");
    assert!(locale::raw("extensionDescription").chars().count() <= 132);
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
