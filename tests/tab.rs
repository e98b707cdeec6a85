//! Which of a tab's frames speaks for it: in whatever order frames report, twice, late, or again after
//! what they said was lost.

#[path = "support/told.rs"]
mod told;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use told::{ours, theirs};
use whose_quota::tab::Tab;

/// What a frame says: of a document that began at a time, in milliseconds since 1970.
fn said(frame: u64, began: u64, place: &str, banner: &str) -> Value {
    json!({
        "frameId": frame, "document": format!("{began}.5"),
        "report": {
            "place": place, "pool": "guest", "grade": "derived", "banner": banner,
            "space": {"id": format!("owner/of-{frame}-{began}")}, "visitor": {},
        },
    })
}

/// A tab that has heard this, one after the other, and whether each might show a banner.
fn hear(tab: &mut Tab, all: &[Value]) -> Vec<bool> {
    all.iter().map(|said| tab.hear(&ours(said))).collect()
}

fn heard(all: &[Value]) -> Tab {
    let mut tab = Tab::default();
    hear(&mut tab, all);
    tab
}

fn speaker(tab: &Tab) -> Value {
    tab.speaker().map_or(Value::Null, theirs)
}

const TOP: u64 = 0;
const SHOWN: &str = "shown";
const SILENT: &str = "not-needed";

#[test]
fn the_tabs_own_document_speaks_for_it_where_it_has_something_to_show() {
    let top = said(TOP, 1_000, "direct", SHOWN);
    let frame = said(7, 1_001, "embed", SHOWN);
    let mut tab = Tab::default();
    assert_eq!(hear(&mut tab, &[top.clone(), frame.clone()]), [true, false]);
    assert_eq!(speaker(&tab), top);
    assert_eq!(speaker(&heard(&[frame, top.clone()])), top);
}

#[test]
fn a_frame_speaks_for_a_page_that_has_nothing_to_show_but_never_for_a_hub_page() {
    let frame = said(7, 1_001, "embed", SHOWN);
    for (place, is_frames) in [("direct", true), ("other", true), ("hub", false)] {
        let top = said(TOP, 1_000, place, SILENT);
        let expected = if is_frames { &frame } else { &top };
        let mut tab = Tab::default();
        // It may show its banner all the same.
        assert_eq!(hear(&mut tab, &[top.clone(), frame.clone()]), [true, true]);
        assert_eq!(speaker(&tab), *expected, "{place}");
        assert_eq!(
            speaker(&heard(&[frame.clone(), top.clone()])),
            *expected,
            "{place}"
        );
    }
}

#[test]
fn of_two_frames_the_first_one_shows_its_banner() {
    let [one, two] = [7, 8].map(|frame| said(frame, 1_001, "embed", SHOWN));
    let mut tab = Tab::default();
    assert_eq!(
        hear(&mut tab, &[one.clone(), two.clone(), one.clone()]),
        [true, false, true]
    );
    assert_eq!(speaker(&tab), one);
    // Once it is gone, or has nothing to show any more, the other one does.
    let gone = tab.clone().without(&["1001.5"]);
    assert_eq!(speaker(&gone), Value::Null);
    let mut quiet = tab.clone();
    hear(&mut quiet, &[said(7, 1_001, "embed", SILENT)]);
    assert_eq!(speaker(&quiet), two);
    assert_eq!(hear(&mut quiet, std::slice::from_ref(&two)), [true]);
    assert_eq!(speaker(&quiet), two);
}

#[test]
fn who_speaks_is_kept_however_late_it_came() {
    let silent = (1..=8).map(|frame| said(frame, 1_001, "embed", SILENT));
    let shown = said(9, 1_001, "embed", SHOWN);
    let tab = heard(&silent.chain([shown.clone()]).collect::<Vec<_>>());
    assert_eq!(speaker(&tab), shown);
}

#[test]
fn beside_the_banner_of_a_hub_page_no_frame_shows_another() {
    let all = [
        said(TOP, 1_000, "hub", SHOWN),
        said(7, 1_001, "embed", SHOWN),
    ];
    assert_eq!(hear(&mut Tab::default(), &all), [true, false]);
}

#[test]
fn what_cannot_be_read_is_not_kept() {
    let whole = said(7, 1_001, "embed", SHOWN);
    let mut garbage = vec![json!(null), json!(7), json!("x"), json!([]), json!({})];
    for key in ["frameId", "document", "report"] {
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
        let tab = Tab::from_message(&ours(&json!([one, whole])));
        assert_eq!(theirs(&tab.to_message()), json!([whole]), "{one}");
    }
    assert_eq!(Tab::from_message(&ours(&whole)), Tab::default());
}

prop_compose! {
    /// What the frames of one page say, one report each: of its frames at most one has something to show.
    fn pages()(
        top in select(vec![None, Some("direct"), Some("hub"), Some("other")]),
        top_banner in select(vec![SHOWN, SILENT]),
        frames in 0_u64..6,
        shows in 0_u64..8,
        began in 1_000_u64..2_000,
    ) -> Vec<Value> {
        let top = top.map(|place| said(TOP, began, place, top_banner));
        let frames = (1..=frames).map(|frame| {
            let banner = if frame == shows { SHOWN } else { SILENT };
            said(frame, began + frame, "embed", banner)
        });
        top.into_iter().chain(frames).collect()
    }
}

/// The same in another order.
fn shuffled() -> impl Strategy<Value = (Vec<Value>, Vec<Value>)> {
    pages().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
}

/// Whether nobody has anything to show: then whoever spoke first speaks, where the tab itself is silent.
fn has_speaker(all: &[Value]) -> bool {
    (all.iter()).any(|said| said["frameId"] == TOP || said["report"]["banner"] == SHOWN)
}

proptest! {
    #[test]
    fn frames_may_report_in_any_order((all, other) in shuffled()) {
        prop_assume!(has_speaker(&all));
        prop_assert_eq!(speaker(&heard(&all)), speaker(&heard(&other)));
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
        prop_assert_eq!(speaker(&tab), speaker(&heard(&all)));
    }

    #[test]
    fn the_page_before_says_nothing_any_more(
        late in pages(),
        later in pages(),
        index in any::<proptest::sample::Index>(),
    ) {
        // The later page has a document of its own, and began after all of the earlier one.
        let later: Vec<Value> = later.into_iter().map(|mut said| {
            let began: f64 = said["document"].as_str().unwrap().parse().unwrap();
            said["document"] = json!((began + 5_000.0).to_string());
            said
        }).collect();
        prop_assume!(later.first().is_some_and(|said| said["frameId"] == TOP));
        let expected = heard(&later);
        let mut tab = heard(&late);
        hear(&mut tab, &later);
        prop_assert_eq!(&tab, &expected);
        // A frame of the earlier page whose word comes late.
        let frames: Vec<_> = late.into_iter().filter(|said| said["frameId"] != TOP).collect();
        if !frames.is_empty() {
            prop_assert!(!tab.hear(&ours(index.get(&frames))));
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
            let place = if frame == TOP { "direct" } else { "embed" };
            tab.hear(&ours(&said(frame, 1_000 + frame, place, banner)));
            has_top |= frame == TOP;
            let kept = theirs(&tab.to_message());
            let kept = kept.as_array().unwrap();
            prop_assert!(kept.len() <= 8);
            prop_assert!(!has_top || kept.iter().any(|said| said["frameId"] == TOP));
            let is_shown = |said: &Value| said["report"]["banner"] == SHOWN;
            prop_assert_eq!(is_shown(&speaker(&tab)), kept.iter().any(is_shown));
        }
    }
}
