//! Which of a tab's frames speaks for it: in whatever order frames report, twice, late, or again after
//! what they said was lost.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;
use whose_quota::facts::{Facts, Place, Space, SpaceId};
use whose_quota::tab::{FrameVerdict, Presence, Tab};
use whose_quota::verdict::{BannerState, Judged};

/// What a frame says: of a document that began at a time, in milliseconds since 1970.
fn verdict_of(frame: u64, began: u64, place: Place, banner: BannerState) -> FrameVerdict {
    let mut judged = Judged::of(Facts {
        place,
        space: Space {
            id: SpaceId::parse(&format!("owner/of-{frame}-{began}")),
            ..Space::default()
        },
        ..Facts::default()
    });
    judged.verdict.banner = banner;
    FrameVerdict {
        frame_id: frame,
        document: format!("{began}.5"),
        judged,
        runs: None,
        failed: false,
    }
}

/// A tab that has heard this, one after the other, and whether each might show a banner.
fn record(tab: &mut Tab, all: &[FrameVerdict]) -> Vec<bool> {
    all.iter().map(|said| tab.record(said.clone())).collect()
}

fn tab_of(all: &[FrameVerdict]) -> Tab {
    let mut tab = Tab::default();
    record(&mut tab, all);
    tab
}

fn speaker(tab: &Tab) -> FrameVerdict {
    tab.speaker().unwrap().clone()
}

const TOP: u64 = 0;
const SHOWN: BannerState = BannerState::Shown;
const SILENT: BannerState = BannerState::NotNeeded;

#[test]
fn the_tabs_own_document_speaks_for_it_where_it_has_something_to_show() {
    let top = verdict_of(TOP, 1_000, Place::Direct, SHOWN);
    let frame = verdict_of(7, 1_001, Place::Embed, SHOWN);
    let mut tab = Tab::default();
    assert_eq!(
        record(&mut tab, &[top.clone(), frame.clone()]),
        [true, false]
    );
    assert_eq!(speaker(&tab), top);
    assert_eq!(speaker(&tab_of(&[frame, top.clone()])), top);
}

#[test]
fn a_frame_speaks_for_a_page_that_has_nothing_to_show_but_never_for_a_hub_page() {
    let frame = verdict_of(7, 1_001, Place::Embed, SHOWN);
    for (place, is_frames) in [
        (Place::Direct, true),
        (Place::Other, true),
        (Place::Hub, false),
    ] {
        let top = verdict_of(TOP, 1_000, place, SILENT);
        let expected = if is_frames { &frame } else { &top };
        let mut tab = Tab::default();
        // It may show its banner all the same.
        assert_eq!(
            record(&mut tab, &[top.clone(), frame.clone()]),
            [true, true]
        );
        assert_eq!(speaker(&tab), *expected, "{place:?}");
        assert_eq!(
            speaker(&tab_of(&[frame.clone(), top.clone()])),
            *expected,
            "{place:?}"
        );
    }
}

#[test]
fn of_two_frames_the_first_one_shows_its_banner() {
    let [one, two] = [7, 8].map(|frame| verdict_of(frame, 1_001, Place::Embed, SHOWN));
    let mut tab = Tab::default();
    assert_eq!(
        record(&mut tab, &[one.clone(), two.clone(), one.clone()]),
        [true, false, true]
    );
    assert_eq!(speaker(&tab), one);
    // Once it is gone, or has nothing to show any more, the other one does.
    let gone = tab.clone().without(&["1001.5".to_owned()]);
    assert_eq!(gone.speaker(), None);
    let mut quiet = tab.clone();
    record(&mut quiet, &[verdict_of(7, 1_001, Place::Embed, SILENT)]);
    assert_eq!(speaker(&quiet), two);
    assert_eq!(record(&mut quiet, std::slice::from_ref(&two)), [true]);
    assert_eq!(speaker(&quiet), two);
}

#[test]
fn who_speaks_is_kept_however_late_it_came() {
    let silent = (1..=8).map(|frame| verdict_of(frame, 1_001, Place::Embed, SILENT));
    let shown = verdict_of(9, 1_001, Place::Embed, SHOWN);
    let tab = tab_of(&silent.chain([shown.clone()]).collect::<Vec<_>>());
    assert_eq!(speaker(&tab), shown);
}

#[test]
fn beside_the_banner_of_a_hub_page_no_frame_shows_another() {
    let all = [
        verdict_of(TOP, 1_000, Place::Hub, SHOWN),
        verdict_of(7, 1_001, Place::Embed, SHOWN),
    ];
    assert_eq!(record(&mut Tab::default(), &all), [true, false]);
}

#[test]
fn what_cannot_be_read_is_not_kept() {
    let kept = verdict_of(7, 1_001, Place::Embed, SHOWN);
    let whole = serde_json::to_value(&kept).unwrap();
    let mut garbage = vec![json!(null), json!(7), json!("x"), json!([]), json!({})];
    for key in ["frameId", "document", "judged"] {
        for value in [json!(null), json!("x7"), json!(-1), json!([])] {
            let mut damaged = whole.clone();
            if key == "document" && value.is_string() {
                continue;
            }
            damaged[key] = value;
            garbage.push(damaged);
        }
    }
    for one in garbage {
        let tab: Tab = serde_json::from_value(json!([one, whole])).unwrap();
        assert_eq!(tab.frames(), std::slice::from_ref(&kept), "{one}");
    }
    assert!(serde_json::from_value::<Tab>(whole).is_err());
}

/// What is gone of a tab whose own document, at an app's address, and one frame said something.
fn gone(presences: &[Presence], href: &str) -> Vec<String> {
    let facts = Facts {
        place: Place::Direct,
        space: Space {
            subdomain: Some("owner-name".to_owned()),
            ..Space::default()
        },
        ..Facts::default()
    };
    let top = FrameVerdict {
        judged: Judged::of(facts),
        ..verdict_of(TOP, 1_000, Place::Direct, SHOWN)
    };
    tab_of(&[top, verdict_of(7, 1_001, Place::Embed, SHOWN)]).gone(presences, href)
}

#[test]
fn a_document_is_gone_once_its_frame_shows_another_or_none_of_ours() {
    let shows = |document: &str| Presence::Shows(Some(document.to_owned()));
    let [top, frame] = ["1000.5", "1001.5"];
    assert!(gone(&[shows(top), shows(frame)], "").is_empty());
    assert_eq!(gone(&[shows(top), Presence::Shows(None)], ""), [frame]);
    assert_eq!(gone(&[shows("2000.5"), shows(frame)], ""), [top]);
    assert_eq!(gone(&[shows("2000.5"), shows("2001.5")], ""), [top, frame]);
    // Who was not asked is not gone.
    assert_eq!(gone(&[Presence::Shows(None)], ""), [top]);
    assert!(gone(&[], "").is_empty());
}

#[test]
fn a_silent_frame_is_there_unless_the_tabs_address_contradicts() {
    let silent = || [Presence::Silent, Presence::Silent];
    for (href, expected) in [
        ("", vec![]),
        ("https://owner-name.hf.space/?a=1", vec![]),
        ("https://owner-other.hf.space/", vec!["1000.5"]),
        ("https://example.org/", vec!["1000.5"]),
    ] {
        assert_eq!(gone(&silent(), href), expected, "{href}");
    }
}

#[test]
fn a_presence_is_read_as_the_glue_writes_it() {
    let read = |value| serde_json::from_value::<Presence>(value).ok();
    assert_eq!(read(json!("silent")), Some(Presence::Silent));
    assert_eq!(read(json!({"shows": null})), Some(Presence::Shows(None)));
    let shows = Presence::Shows(Some("1000.5".to_owned()));
    assert_eq!(read(json!({"shows": "1000.5"})), Some(shows));
}

prop_compose! {
    /// What the frames of one page say, one report each: of its frames at most one has something to show.
    fn pages()(
        top in select(vec![None, Some(Place::Direct), Some(Place::Hub), Some(Place::Other)]),
        top_banner in select(vec![SHOWN, SILENT]),
        frames in 0_u64..6,
        shows in 0_u64..8,
        began in 1_000_u64..2_000,
    ) -> Vec<FrameVerdict> {
        let top = top.map(|place| verdict_of(TOP, began, place, top_banner));
        let frames = (1..=frames).map(|frame| {
            let banner = if frame == shows { SHOWN } else { SILENT };
            verdict_of(frame, began + frame, Place::Embed, banner)
        });
        top.into_iter().chain(frames).collect()
    }
}

/// The same in another order.
fn shuffled() -> impl Strategy<Value = (Vec<FrameVerdict>, Vec<FrameVerdict>)> {
    pages().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
}

/// Whether nobody has anything to show: then whoever spoke first speaks, where the tab itself is silent.
fn has_speaker(all: &[FrameVerdict]) -> bool {
    (all.iter()).any(|said| said.frame_id == TOP || said.judged.verdict.banner == SHOWN)
}

proptest! {
    #[test]
    fn frames_may_report_in_any_order((all, other) in shuffled()) {
        prop_assume!(has_speaker(&all));
        let (one, two) = (tab_of(&all), tab_of(&other));
        prop_assert_eq!(one.speaker(), two.speaker());
    }

    #[test]
    fn what_is_said_twice_changes_nothing((all, other) in shuffled()) {
        let once = tab_of(&all);
        let mut twice = once.clone();
        record(&mut twice, &other);
        prop_assert_eq!(twice, once);
    }

    #[test]
    fn what_was_lost_is_the_same_once_it_is_said_again(
        (all, kept) in pages().prop_flat_map(|all| {
            let count = all.len();
            (Just(all.clone()), subsequence(all, 0..=count))
        }),
    ) {
        prop_assume!(has_speaker(&all));
        let mut tab = tab_of(&kept);
        record(&mut tab, &all);
        let whole = tab_of(&all);
        prop_assert_eq!(tab.speaker(), whole.speaker());
    }

    #[test]
    fn the_page_before_says_nothing_any_more(
        late in pages(),
        later in pages(),
        index in any::<proptest::sample::Index>(),
    ) {
        // The later page has a document of its own, and began after all of the earlier one.
        let later: Vec<FrameVerdict> = later.into_iter().map(|mut said| {
            let began: f64 = said.document.parse().unwrap();
            said.document = (began + 5_000.0).to_string();
            said
        }).collect();
        prop_assume!(later.first().is_some_and(|said| said.frame_id == TOP));
        let expected = tab_of(&later);
        let mut tab = tab_of(&late);
        record(&mut tab, &later);
        prop_assert_eq!(&tab, &expected);
        // A frame of the earlier page whose word comes late.
        let frames: Vec<_> = late.into_iter().filter(|said| said.frame_id != TOP).collect();
        if !frames.is_empty() {
            prop_assert!(!tab.record(index.get(&frames).clone()));
            prop_assert_eq!(tab, expected);
        }
    }

    #[test]
    fn however_many_frames_speak_few_are_kept_and_who_speaks_among_them(
        frames in proptest::collection::vec((0_u64..40, prop::bool::weighted(0.2)), 0..60),
    ) {
        let mut tab = Tab::default();
        let mut has_top = false;
        for (frame, shows) in frames {
            let banner = if shows { SHOWN } else { SILENT };
            let place = if frame == TOP { Place::Direct } else { Place::Embed };
            tab.record(verdict_of(frame, 1_000 + frame, place, banner));
            has_top |= frame == TOP;
            let kept = tab.frames();
            prop_assert!(kept.len() <= 8);
            prop_assert!(!has_top || kept.iter().any(|said| said.frame_id == TOP));
            let is_shown = |said: &FrameVerdict| said.judged.verdict.banner == SHOWN;
            prop_assert_eq!(is_shown(&speaker(&tab)), kept.iter().any(is_shown));
        }
    }
}
