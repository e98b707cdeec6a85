//! Which of a tab's frames speaks for it: in whatever order frames report, twice, late, or again after
//! what they said was lost.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::json;
use whose_quota::facts::{Facts, Place, Space, SpaceId};
use whose_quota::tab::{FrameVerdict, Tab};
use whose_quota::verdict::{BannerState, Judged};

/// What a frame says: of a document that began at a time, in milliseconds since 1970.
fn said(frame: u64, began: u64, place: Place, banner: BannerState) -> FrameVerdict {
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
fn hear(tab: &mut Tab, all: &[FrameVerdict]) -> Vec<bool> {
    all.iter().map(|said| tab.record(said.clone())).collect()
}

fn heard(all: &[FrameVerdict]) -> Tab {
    let mut tab = Tab::default();
    hear(&mut tab, all);
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
    let top = said(TOP, 1_000, Place::Direct, SHOWN);
    let frame = said(7, 1_001, Place::Embed, SHOWN);
    let mut tab = Tab::default();
    assert_eq!(hear(&mut tab, &[top.clone(), frame.clone()]), [true, false]);
    assert_eq!(speaker(&tab), top);
    assert_eq!(speaker(&heard(&[frame, top.clone()])), top);
}

#[test]
fn a_frame_speaks_for_a_page_that_has_nothing_to_show_but_never_for_a_hub_page() {
    let frame = said(7, 1_001, Place::Embed, SHOWN);
    for (place, is_frames) in [
        (Place::Direct, true),
        (Place::Other, true),
        (Place::Hub, false),
    ] {
        let top = said(TOP, 1_000, place, SILENT);
        let expected = if is_frames { &frame } else { &top };
        let mut tab = Tab::default();
        // It may show its banner all the same.
        assert_eq!(hear(&mut tab, &[top.clone(), frame.clone()]), [true, true]);
        assert_eq!(speaker(&tab), *expected, "{place:?}");
        assert_eq!(
            speaker(&heard(&[frame.clone(), top.clone()])),
            *expected,
            "{place:?}"
        );
    }
}

#[test]
fn of_two_frames_the_first_one_shows_its_banner() {
    let [one, two] = [7, 8].map(|frame| said(frame, 1_001, Place::Embed, SHOWN));
    let mut tab = Tab::default();
    assert_eq!(
        hear(&mut tab, &[one.clone(), two.clone(), one.clone()]),
        [true, false, true]
    );
    assert_eq!(speaker(&tab), one);
    // Once it is gone, or has nothing to show any more, the other one does.
    let gone = tab.clone().without(&["1001.5".to_owned()]);
    assert_eq!(gone.speaker(), None);
    let mut quiet = tab.clone();
    hear(&mut quiet, &[said(7, 1_001, Place::Embed, SILENT)]);
    assert_eq!(speaker(&quiet), two);
    assert_eq!(hear(&mut quiet, std::slice::from_ref(&two)), [true]);
    assert_eq!(speaker(&quiet), two);
}

#[test]
fn who_speaks_is_kept_however_late_it_came() {
    let silent = (1..=8).map(|frame| said(frame, 1_001, Place::Embed, SILENT));
    let shown = said(9, 1_001, Place::Embed, SHOWN);
    let tab = heard(&silent.chain([shown.clone()]).collect::<Vec<_>>());
    assert_eq!(speaker(&tab), shown);
}

#[test]
fn beside_the_banner_of_a_hub_page_no_frame_shows_another() {
    let all = [
        said(TOP, 1_000, Place::Hub, SHOWN),
        said(7, 1_001, Place::Embed, SHOWN),
    ];
    assert_eq!(hear(&mut Tab::default(), &all), [true, false]);
}

#[test]
fn what_cannot_be_read_is_not_kept() {
    let kept = said(7, 1_001, Place::Embed, SHOWN);
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

prop_compose! {
    /// What the frames of one page say, one report each: of its frames at most one has something to show.
    fn pages()(
        top in select(vec![None, Some(Place::Direct), Some(Place::Hub), Some(Place::Other)]),
        top_banner in select(vec![SHOWN, SILENT]),
        frames in 0_u64..6,
        shows in 0_u64..8,
        began in 1_000_u64..2_000,
    ) -> Vec<FrameVerdict> {
        let top = top.map(|place| said(TOP, began, place, top_banner));
        let frames = (1..=frames).map(|frame| {
            let banner = if frame == shows { SHOWN } else { SILENT };
            said(frame, began + frame, Place::Embed, banner)
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
        let (one, two) = (heard(&all), heard(&other));
        prop_assert_eq!(one.speaker(), two.speaker());
    }

    #[test]
    fn what_is_said_twice_changes_nothing((all, other) in shuffled()) {
        let once = heard(&all);
        let mut twice = once.clone();
        hear(&mut twice, &other);
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
        let mut tab = heard(&kept);
        hear(&mut tab, &all);
        let whole = heard(&all);
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
        let expected = heard(&later);
        let mut tab = heard(&late);
        hear(&mut tab, &later);
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
            tab.record(said(frame, 1_000 + frame, place, banner));
            has_top |= frame == TOP;
            let kept = tab.frames();
            prop_assert!(kept.len() <= 8);
            prop_assert!(!has_top || kept.iter().any(|said| said.frame_id == TOP));
            let is_shown = |said: &FrameVerdict| said.judged.verdict.banner == SHOWN;
            prop_assert_eq!(is_shown(&speaker(&tab)), kept.iter().any(is_shown));
        }
    }
}
