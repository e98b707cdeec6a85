//! Situations in which ZeroGPU has spoken, spread over all that can be known, each with its card.

// Each test uses what it needs.
#![allow(dead_code)]

use super::locale;
use super::situations::{SPOKE, SPOKE_AGAIN, Situation, after, at, run};
use super::zerogpu_messages::{self, app_failure, fallback, numbered};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use whose_quota::facts::{
    Allowance, Cause, ChargedTo, Facts, GradioVersion, Handshake, Identity, Place, Plan,
    TokenSubject, Visibility, ZeroGpuMessage,
};
use whose_quota::ui::banner::card;
use whose_quota::ui::card::{Card, explain};
use whose_quota::ui::element::Element;
use whose_quota::ui::notice::NoticeContext;
use whose_quota::ui::text::Text;
use whose_quota::verdict::{Verdict, judge};

/// One card, and all that it rests on.
pub struct Case {
    pub facts: Facts,
    pub context: NoticeContext,
    pub verdict: Verdict,
    /// What it explains.
    pub message: ZeroGpuMessage,
    pub card: Card,
}

/// Five seconds before [`SPOKE`].
pub const FRESH: &str = "2026-11-22T11:59:58.000Z";

/// Six thousand situations, spread over all that can be known.
pub static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| (1..6_000).filter_map(any_case).collect());

/// One of many, another for each number; `None` where there is nothing to explain.
pub fn any_case(number: u64) -> Option<Case> {
    let identities = [
        ChargedTo::Unauthenticated,
        ChargedTo::Free,
        ChargedTo::Pro,
        ChargedTo::Space,
        ChargedTo::Unknown,
    ];
    let mut rest = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut one_of = |count: u64| {
        let picked = usize::try_from(rest % count).unwrap();
        rest /= count;
        picked
    };
    // Quotas are what most cards are about.
    let cause = match one_of(2) {
        0 => Cause::QuotaExceeded,
        _ => zerogpu_messages::CAUSES[one_of(10)],
    };
    let identity = identities[one_of(5)];
    let numbers = [
        [None, None, None],
        [Some(60), Some(12), Some(11_564)],
        [Some(60), Some(0), Some(11_564)],
        [Some(300), Some(299), None],
        [Some(60), Some(100), Some(0)],
        [Some(60), Some(60), None],
        [Some(60), Some(100), Some(3_600)],
        [Some(120), Some(160), Some(3_600)],
        [Some(4_000), Some(3_700), Some(3_600)],
        [Some(60), Some(1_900), Some(0)],
        [None, Some(12), None],
    ][one_of(11)];
    let mut messages = match cause {
        Cause::IpFallback => {
            vec![fallback(SPOKE, [None, Some("InvalidRepoToken")][one_of(2)])]
        }
        Cause::Other => {
            let failures = [None, Some("RuntimeError"), Some("InternalGradioError")];
            vec![app_failure(SPOKE, failures[one_of(3)])]
        }
        cause => vec![numbered(SPOKE, cause, identity, numbers)],
    };
    if cause == Cause::IpFallback && one_of(2) == 0 {
        let cause = [Cause::QuotaExceeded, Cause::NoGpu][one_of(2)];
        messages.push(numbered(SPOKE_AGAIN, cause, identity, numbers));
    }
    let place = [
        Place::Hub,
        Place::Hub,
        Place::Hub,
        Place::Direct,
        Place::Embed,
    ][one_of(5)];
    let mut situation = at(place, &messages);
    let facts = &mut situation.facts;
    facts.space.visibility =
        ["public", "public", "", "protected", "private"].map(Visibility::from_name)[one_of(5)];
    facts.space.gradio_version = [
        "", "4.20.0", "5.9.1", "5.14.0", "5.16.1", "6.31.0", "6.31.0",
    ]
    .map(GradioVersion::parse)[one_of(7)];
    facts.space.server_side_rendered = [None, Some(false), Some(true)][one_of(3)];
    if one_of(8) == 0 {
        facts.space.hardware = Some("cpu-basic".to_owned());
    }
    facts.visitor.private_window = Some(one_of(4) == 0);
    if place == Place::Hub {
        let plans = ["", "free", "pro", "team", "enterprise"].map(Plan::from_name);
        (facts.visitor.signed_in, facts.visitor.plan) = match one_of(5) {
            0 => (None, None),
            1 => (Some(false), Some(Plan::Anonymous)),
            _ => (Some(true), plans[one_of(5)]),
        };
        facts.handshake = ["", "absent", "asked", "answered"].map(Handshake::from_name)[one_of(4)];
        let (base, left) = (2400, [0, 30, 2_000, 2_000][one_of(4)]);
        let at = [None, Some(FRESH.to_owned())][one_of(2)].clone();
        let allowance = Allowance { base, left, at };
        facts.visitor.allowance = (one_of(3) > 0).then_some(allowance);
    }
    if one_of(4) > 0 {
        let mut run = run([Identity::Absent, Identity::Present][one_of(2)]);
        if run.identity == Identity::Present {
            run.token_subject =
                ["", "", "", "faulty", "address", "user"].map(TokenSubject::from_name)[one_of(6)];
        }
        run.before_handshake = facts.handshake == Some(Handshake::Answered) && one_of(3) == 0;
        facts.runs.push(run);
    }
    if one_of(30) == 0 {
        facts.space.id = None;
    }
    if one_of(3) == 0 {
        // The message came long after the press.
        for run in &mut facts.runs {
            run.at = "2026-11-22T11:57:00.000Z".to_owned();
        }
    }
    let trouble = Some((cause, messages[0].charged_to));
    let others: Vec<_> = match one_of(6) {
        0 => vec![("a/b", None)],
        1 => vec![("a/b", trouble)],
        2 => vec![("a/b", trouble), ("c/d", trouble)],
        3 => vec![("a/b", trouble), ("a/c", trouble), ("owner/e", trouble)],
        4 => vec![("a/b", trouble), ("c/d", trouble), ("e/f", None)],
        _ => vec![],
    };
    explained(after(situation, &others))
}

/// The card of a situation, if there is one.
pub fn explained(Situation { facts, context }: Situation) -> Option<Case> {
    let verdict = judge(&facts);
    let message = facts.current_message()?.clone();
    let card = explain(&facts, &verdict, &message, &context, &locale::lookup).unwrap();
    Some(Case {
        facts,
        context,
        verdict,
        message,
        card,
    })
}

/// Everything that a card says, but its evidence.
pub fn lines(card: &Card) -> Vec<&Text> {
    let label = card.remedy.iter().map(|remedy| &remedy.label);
    [&card.headline, &card.charged]
        .into_iter()
        .chain(&card.helps)
        .chain(&card.scope)
        .chain(label)
        .collect()
}

pub fn is_of_cards(key: &str) -> bool {
    let families = ["card", "charged", "help", "blame", "scope", "pill"];
    let family = key.split('_').next().unwrap();
    families.contains(&family) || key == "action_report"
}

/// The distinct cards of all situations; and all keys that they asked for.
pub type Cards = (Vec<(&'static Case, Element)>, BTreeSet<String>);

pub static ALL_CARDS: LazyLock<Cards> = LazyLock::new(|| {
    let asked = RefCell::new(BTreeSet::new());
    let mut seen = BTreeSet::new();
    let mut cards = vec![];
    let lookup = |key: &str, args: &[String]| {
        asked.borrow_mut().insert(key.to_owned());
        locale::lookup(key, args)
    };
    for case in ALL.iter() {
        let about = (&case.card, case.facts.space.visibility, case.facts.place);
        if seen.insert(format!("{about:?}")) {
            cards.push((case, card(&case.card, &case.facts, &lookup)));
        }
    }
    (cards, asked.into_inner())
});
