//! News may come in any order, twice, or late: what is concluded depends only on what happened.

#[path = "support/hub_pages.rs"]
mod hub_pages;
#[path = "support/pages.rs"]
mod pages;

use hub_pages::{SIGNED_OUT, captured, signed_in};
use proptest::prelude::*;
use serde_json::{Value, json};
use whose_quota::facts::{
    Facts, FrameFacts, Handshake, HubAnswer, Json, PageEvents, PageInput, Run, Space, SpaceId,
};
use whose_quota::verdict::{Verdict, judge};

const HUB: &str = "https://huggingface.co";
const OWN: &str = "linoyts-qwen-image-edit-angles";
const START: u64 = 1_795_348_800_000;

/// What happened in a document, by the second.
#[derive(Clone, Debug)]
enum Event {
    Press(u64),
    /// When a run left, and whether with a pass.
    Run(u64, bool),
}

fn ms(second: u64) -> u64 {
    START + second * 1000
}

/// A document's ears, as `extension/content/content.js` keeps them: the news of a run bring what was pressed since
/// the run that was heard of before it.
fn heard(events: &[Event]) -> Value {
    let presses: Vec<u64> = (events.iter())
        .filter_map(|event| match event {
            Event::Press(second) => Some(ms(*second)),
            Event::Run(..) => None,
        })
        .collect();
    let first = presses.iter().min().copied();
    let mut kept = presses;
    let mut runs: Vec<Value> = vec![];
    for event in events {
        let Event::Run(second, has_pass) = event else {
            continue;
        };
        let before = runs
            .last()
            .map_or(0, |run| run["ms"].as_u64().unwrap_or_default());
        let since: Vec<u64> = kept.iter().copied().filter(|at| *at > before).collect();
        runs.push(json!({
            "at": format!("2026-11-22T12:{:02}:{:02}.000Z", second / 60, second % 60),
            "to": OWN, "identity": if *has_pass { "present" } else { "absent" },
            "ms": ms(*second), "firstPress": first.unwrap_or(1 << 53), "presses": since,
        }));
        kept.retain(|at| *at > ms(*second));
    }
    json!({"document": "1", "handshakeFrom": [], "runs": runs})
}

fn read(message: &Value) -> PageEvents {
    PageEvents::from_message(&Json::parse(&message.to_string()).unwrap())
}

fn concluded(heard: PageEvents) -> (Vec<Run>, Verdict) {
    let space = Space {
        id: SpaceId::parse("linoyts/Qwen-Image-Edit-Angles"),
        sdk: Some("gradio".to_owned()),
        hardware: Some("zero-a10g".to_owned()),
        ..Space::default()
    };
    let mut seen = PageInput {
        href: format!("https://{OWN}.hf.space/"),
        heard,
        hub_answer: HubAnswer::Found(Box::new(space)),
        ..PageInput::default()
    };
    seen.framing.is_top = true;
    let facts = Facts::read(&seen);
    (facts.runs.clone(), judge(&facts))
}

/// Presses and runs at different seconds, in the order in which they happened.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        (0_u64..600).prop_map(|second| (second, Event::Press(second))),
        (0_u64..600, any::<bool>())
            .prop_map(|(second, has_pass)| (second, Event::Run(second, has_pass))),
    ];
    prop::collection::vec(event, 0..12).prop_map(|mut events| {
        events.sort_by_key(|(second, _)| *second);
        events.dedup_by_key(|(second, _)| *second);
        events.into_iter().map(|(_, event)| event).collect()
    })
}

fn second_of(event: &Event) -> u64 {
    match event {
        Event::Press(second) | Event::Run(second, _) => *second,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_news_of_runs_may_come_in_any_order(
        (events, shuffled) in events().prop_flat_map(|events| {
            (Just(events.clone()), Just(events).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(concluded(read(&heard(&shuffled))), concluded(read(&heard(&events))));
    }

    #[test]
    fn the_news_of_a_run_may_come_twice(events in events(), which in any::<prop::sample::Index>()) {
        let runs: Vec<&Event> =
            events.iter().filter(|event| matches!(event, Event::Run(..))).collect();
        prop_assume!(!runs.is_empty());
        let again = (*which.get(&runs)).clone();
        let mut doubled = events.clone();
        doubled.push(again);
        let (_, once) = concluded(read(&heard(&events)));
        let (_, twice) = concluded(read(&heard(&doubled)));
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn a_run_that_nobody_heard_of_changes_nothing_that_later_ones_say(events in events()) {
        let last = events.iter().rev().find(|event| matches!(event, Event::Run(..)));
        prop_assume!(last.is_some());
        // All news but that of the last run were lost.
        let at = second_of(last.unwrap());
        let few: Vec<Event> = (events.iter())
            .filter(|event| matches!(event, Event::Press(_)) || second_of(event) == at)
            .cloned()
            .collect();
        let (all, _) = concluded(read(&heard(&events)));
        let (left, verdict) = concluded(read(&heard(&few)));
        if let Some(run) = left.last() {
            prop_assert_eq!(all.last().map(|run| &run.at), Some(&run.at));
            prop_assert_eq!(concluded(read(&heard(&events))).1.pool, verdict.pool);
        }
    }

    #[test]
    fn words_of_the_handshake_may_come_in_any_order_and_often(
        (origins, shuffled) in prop::collection::vec(
            prop::sample::select(vec![
                HUB.to_owned(),
                format!("https://{OWN}.hf.space"),
                "https://other-space.hf.space".to_owned(),
            ]),
            0..6,
        )
        .prop_flat_map(|origins| (Just(origins.clone()), Just(origins).prop_shuffle())),
        signed in any::<bool>(),
        answered in any::<bool>(),
    ) {
        let page = || if signed { signed_in() } else { captured(SIGNED_OUT) };
        let frame = answered.then(|| FrameFacts {
            subdomain: OWN.to_owned(),
            handshake: Some(Handshake::Answered),
            ..FrameFacts::default()
        });
        let concluded = |handshake_from: Vec<String>| {
            let heard = PageEvents { handshake_from, frame: frame.clone(), ..PageEvents::default() };
            let facts = Facts::read(&PageInput { heard, ..hub_pages::seen(page()) });
            (facts.handshake, judge(&facts))
        };
        let mut once = origins.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(concluded(shuffled), concluded(origins.clone()));
        prop_assert_eq!(concluded(once), concluded(origins));
    }
}
