//! What a banner is made of: one safe link at most, the evidence, and what makes it work for everybody.

#[path = "support/banner_texts.rs"]
mod banner_texts;
#[path = "support/discussions.rs"]
mod discussions;
#[path = "support/elements.rs"]
mod elements;
#[path = "support/locale.rs"]
mod locale;

use banner_texts::{ALL_BANNERS, APP, after, bare, each_banner_text, last_runs};
use elements::{attribute, elements, with_tag};
use std::collections::BTreeSet;
use whose_quota::facts::{Facts, Handshake, Identity, Place, Run, SpaceId, Visibility};
use whose_quota::ui::banner::{act, banner};
use whose_quota::ui::evidence::Signal;
use whose_quota::ui::remedy::remedy;
use whose_quota::verdict::{Grade, Reason, judge};

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
    each_banner_text(|facts, verdict, banner_text| {
        let is_protected = facts.space.visibility == Some(Visibility::Protected);
        let has = |reason| verdict.reasons.contains(&reason);
        let is_waiting = has(Reason::HandshakeMissing)
            && !has(Reason::OutdatedGradio)
            && !has(Reason::IpFallback);
        let is_answered = facts.handshake == Some(Handshake::Answered);
        let found = banner_text
            .remedy
            .as_ref()
            .map(|way| (way.label.key, discussions::bare(&way.href), way.target));
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
                "https://huggingface.co/spaces/owner/name/discussions/new",
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
            assert_eq!(remedy(&facts, &verdict, APP, false), None);
            facts.space.id = SpaceId::parse("owner/name");
            let has_way_out = !matches!(place, Place::HubFrame | Place::Other);
            assert_eq!(remedy(&facts, &verdict, APP, false).is_some(), has_way_out);
        }
    }
}

#[test]
fn reload_leads_to_the_page_itself() {
    let facts = after(Place::Hub, Some(true), "6.31.0", bare());
    let page = "https://huggingface.co/spaces/owner/name?a=1#tab";
    let remedy = remedy(&facts, &judge(&facts), page, false).unwrap();
    assert_eq!(remedy.label.key, "action_reload");
    // To the same address with its fragment a browser would only scroll.
    let whole = "https://huggingface.co/spaces/owner/name?a=1";
    assert_eq!((remedy.href.as_str(), remedy.target), (whole, "_self"));
}

#[test]
fn a_protected_space_is_told_why_there_is_no_link() {
    each_banner_text(|facts, verdict, banner_text| {
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
    each_banner_text(|facts, _, banner_text| {
        let expected = facts.place == Place::Hub
            && facts.visitor.private_window == Some(true)
            && facts.visitor.signed_in == Some(false);
        assert_eq!(banner_text.normal_window, expected);
        let banner = banner(banner_text, facts, &locale::lookup);
        let all = elements(&banner);
        let mut acts = all
            .iter()
            .filter_map(|element| attribute(element, "data-act"));
        assert_eq!(acts.any(|name| name == act::NORMAL_WINDOW), expected);
    });
}

#[test]
fn the_evidence_is_three_to_eight_short_facts_of_which_none_comes_twice() {
    each_banner_text(|facts, _, banner_text| {
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
        assert_eq!(has("fact_runAbsent", Signal::Against), is_bare);
        assert_eq!(has("fact_runFaulty", Signal::Against), is_empty);
        assert_eq!(has("fact_runPass", Signal::Neutral), carries);
        let first = banner_text.evidence.first().unwrap().1.key;
        assert_eq!(first.starts_with("fact_run"), run.is_some());
        assert_eq!(
            has("fact_direct", Signal::Against),
            facts.place == Place::Direct
        );
        assert_eq!(
            has("fact_embed", Signal::Against),
            facts.place == Place::Embed
        );
        assert_eq!(has("fact_hub", Signal::For), facts.place == Place::Hub);
        assert_eq!(
            has("fact_zeroGpu", Signal::Neutral),
            facts.space.hardware.as_deref() == Some("zero-a10g")
        );
        assert_eq!(
            has("fact_runElsewhere", Signal::Neutral),
            facts.called().is_some()
        );
        assert_eq!(
            has("fact_ownFrontEnd", Signal::Neutral),
            facts.own_front_end
        );
        assert_eq!(
            has("fact_hardwareUnknown", Signal::Neutral),
            facts.space.hardware.is_none()
        );
        assert_eq!(
            has("fact_signedIn", Signal::For),
            facts.visitor.signed_in == Some(true)
        );
        assert_eq!(
            has("fact_signedOut", Signal::Against),
            facts.visitor.signed_in == Some(false)
        );
        assert_eq!(
            has("fact_privateWindow", Signal::Neutral),
            facts.visitor.private_window == Some(true)
        );
        assert_eq!(
            has("fact_cookiesBlocked", Signal::Against),
            facts.visitor.cookies_blocked == Some(true)
        );
        let is_answered = facts.place == Place::Hub && facts.handshake == Some(Handshake::Answered);
        assert_eq!(has("fact_handshakeAnswered", Signal::For), is_answered);
    });
}

#[test]
fn the_banner_can_be_heard_and_worked_by_keyboard() {
    for (_, banner) in &ALL_BANNERS.0 {
        assert_eq!(attribute(banner, "aria-label"), Some("Whose Quota"));
        assert_eq!(attribute(banner, "dir"), Some("ltr"));
        let all = elements(banner);
        // What is read out (`announce` in src/page/banner.rs).
        let words: Vec<_> = all
            .iter()
            .filter(|element| element.class == "words")
            .collect();
        assert_eq!(words.len(), 1);
        assert!(
            elements(words[0])
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
